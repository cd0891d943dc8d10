"""Where tables and keys stand in a TOML text; the standard library's reader forgets it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

# Longest first. A text of three quotes may end with up to two more quotes of its own.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|\#[^\n]*", re.S
)
_NAME = r"""["']?(?P<name>[^\s"'\[\].=]+)["']?"""
_HEADER = re.compile(rf"\s*\[\[?\s*{_NAME}\s*[\].]")
_KEY = re.compile(rf"\s*{_NAME}\s*[.=]")


@dataclass(frozen=True)
class Lines:
    """Line numbers from 1: of the n-th (from 0) header of a table, and of the keys below it.

    Top-level keys stand under ("", 0).
    """

    headers: dict[tuple[str, int], int] = field(default_factory=dict)
    keys: dict[tuple[str, int, str], int] = field(default_factory=dict)

    def of(self, table: str, index: int = 0, key: str = "") -> int:
        """The line of a key; without it that of its header; 0 when the text has neither in the usual form."""
        places = (self.keys.get((table, index, key)), self.headers.get((table, index)), self.keys.get(("", 0, table)))
        return next((line for line in places if line is not None), 0)


def lines_of(text: str) -> Lines:
    """The lines of a sound TOML text."""
    found, seen = Lines(), Counter[str]()
    table, index, depth = "", 0, 0
    for number, line in enumerate(_bare(text).split("\n"), start=1):
        if depth == 0 and (match := _HEADER.match(line)):
            name, tail = match["name"], match[0][-1]
            if tail == ".":  # [table.part]: nothing in it is a key of the table
                table, index = f"{name}.", 0
                found.headers.setdefault((name, 0), number)
                continue
            table, index = name, seen[name]
            seen[name] += 1
            found.headers[table, index] = number
            continue
        if depth == 0 and (match := _KEY.match(line)):
            found.keys.setdefault((table, index, match["name"]), number)
        depth += len(re.findall(r"[\[{]", line)) - len(re.findall(r"[\]}]", line))
    return found


def _bare(text: str) -> str:
    """The text without comments and with its strings emptied, but for short ones, which may be keys; lines stay."""

    def bare(match: re.Match[str]) -> str:
        token = match[0]
        if re.fullmatch(r"""(["'])[\w-]+\1""", token):
            return token
        return "\n" * token.count("\n")

    return _TOKEN.sub(bare, text)
