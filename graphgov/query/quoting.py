"""Texts between quotes, as the language writes and reads them."""

from __future__ import annotations

import re

from graphgov.errors import BadQuery

_WRITTEN = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r"}
_READ = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def quoted(text: str) -> str:
    """A text as a literal.  Doubled backslashes are none of those ``\\u0027`` that are read before any quote."""
    return "'" + "".join(_WRITTEN.get(letter, letter) for letter in text) + "'"


def unquoted(literal: str, column: int) -> str:
    """The text of a literal that stands at a column.

    BadQuery for codes of quotes, backslashes and control characters: servers read codes before they see quotes.
    """

    def character(escaped: re.Match[str]) -> str:
        text = escaped[1]
        if text[0] not in "uU":
            return _READ.get(text, text)
        code = chr(int(text[1:], 16)) if len(text) > 1 else "\0"
        if code in "'\"\\" or code < " ":
            raise BadQuery("query_escape", column=column)
        return code

    found = re.sub(r"\\(u[0-9a-fA-F]{4}|.)", character, literal[1:-1], flags=re.S)
    try:
        # Beyond four digits a character is written as the two codes of its halves.
        return found.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise BadQuery("query_escape", column=column) from None
