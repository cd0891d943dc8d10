"""Pieces of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from graphgov import words

MOST = 220
"""Messages are shown up to this length: some list every right word."""


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; `|` in a cell does not end it."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(text: str) -> str:
    return f"`{text}`"


def fenced(text: str, info: str = "text") -> str:
    return f"```{info}\n{text}\n```"


def labels(*path: str) -> str:
    """The label of a thing in both languages."""
    return " · ".join(words.word(*path, lang=lang) for lang in words.LANGUAGES)


def template(*path: str, lang: str) -> str:
    """A message with the names of its fields where their values will stand."""
    text = words.word(*path, lang=lang).replace("{hint}", "").replace("{{", "{").replace("}}", "}")
    return plain(re.sub(r"\{(\w+)(!r)?\}", r"‹\1›", text))


def plain(text: str) -> str:
    """A message as text of one line that Markdown leaves alone."""
    text = " ".join(text.split())
    if len(text) > MOST:
        text = f"{text[: MOST * 2 // 3]} … {text[-MOST // 3 :]}"
    return re.sub(r"([<*_\[\]`])", r"\\\1", text)
