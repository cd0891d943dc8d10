"""The one catalogue of labels and messages, in Chinese and English.

Three files beside this module hold it: a table for every vocabulary, an entry for every word, a text for every
language.  This module is the lowest of all, because even an error speaks through it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("zh", "en")

CATALOGUE = ("words.toml", "messages.toml", "pages.toml")
"""The labels of things, what graphgov says, what its pages say; no table stands in two of them."""

_chosen: list[str] = []

_within: ContextVar[str] = ContextVar("language", default="")


@cache
def catalogue() -> dict[str, Any]:
    """The whole catalogue as nested tables."""
    parts = (files("graphgov").joinpath(name).read_text(encoding="utf-8") for name in CATALOGUE)
    return {table: entries for part in parts for table, entries in tomllib.loads(part).items()}


def language() -> str:
    """The language in force: that of `speaking`, else of `speak`, of GRAPHGOV_LANG, of the locale; else English."""
    if _within.get():
        return _within.get()
    if _chosen:
        return _chosen[-1]
    for variable in ("GRAPHGOV_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "").lower()
        if value:
            return "zh" if value.startswith("zh") else "en"
    return "en"


def speak(lang: str) -> None:
    """Set the language of every later text of this process."""
    _check(lang)
    _chosen[:] = [lang]


def chosen() -> str | None:
    """The language that `speak` set; None when nobody chose one."""
    return _chosen[-1] if _chosen else None


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """A language for the texts made while the block runs, in this thread alone."""
    _check(lang)
    before = _within.set(lang)
    try:
        yield
    finally:
        _within.reset(before)


def _check(lang: str) -> None:
    if lang not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}; got {lang!r}")


def has(*path: str) -> bool:
    """Whether the catalogue has an entry at this path, in every language."""
    entry: Any = catalogue()
    for step in path:
        if not isinstance(entry, dict) or step not in entry:
            return False
        entry = entry[step]
    return isinstance(entry, dict) and all(isinstance(entry.get(lang), str) for lang in LANGUAGES)


def word(*path: str, lang: str | None = None) -> str:
    """The text at this path: ``word("kind", "Unit")``.  A word that is missing is itself: never an error."""
    entry: Any = catalogue()
    for step in path:
        entry = entry.get(step, {}) if isinstance(entry, dict) else {}
    text = entry.get(lang or language()) if isinstance(entry, dict) else None
    return text if isinstance(text, str) else path[-1]


def value_word(kind: str, prop: str, value: str, lang: str | None = None) -> str:
    """The label of a property's value: the kind's own, else the property's, else that of yes, no, unknown."""
    for owner in ((kind, prop), (prop,)):
        if has("value", *owner, value):
            return word("value", *owner, value, lang=lang)
    return word("value", "flag", value, lang=lang)


def say(table: str, key: str, lang: str | None = None, **fields: object) -> str:
    """The message `key` of a table with its fields filled in."""
    texts = {name: str(value) for name, value in fields.items()}
    near = texts.get("near")
    texts["hint"] = word("error", "did_you_mean", lang=lang).format(near=near) if near else ""
    return word(table, key, lang=lang).format_map(texts)
