"""Unified social credit codes (GB 32100-2015), and what spreadsheets make of them."""

from __future__ import annotations

import re

from graphgov.errors import needing
from graphgov.files.sheets import Cell
from graphgov.ledger.values.texts import Read, is_blank, plain

LENGTH = 18

_EXACT = 2**53
"""Whole numbers above this lose digits in a spreadsheet; it shows no more than 15 of them."""


def uscc(cell: Cell) -> Read[str]:
    """A cell as a credit code: capitals, no blanks or hyphens.

    Doubts with a value: "code_check" (the check digit does not fit: a slip of the hand, or one of the early codes,
    which are real), "code_length" (an organization code, a registration number, or signs are missing).  Without one:
    "code_damaged" (a spreadsheet made a number of it, so that its last digits are lost), "code_unclear".
    Raises MissingExtra without python-stdnum.
    """
    if is_blank(cell):
        return Read()
    if isinstance(cell, (int, float)):
        if isinstance(cell, bool) or not 0 < cell < _EXACT or cell != int(cell):
            return Read(None, "code_damaged")
        return Read(str(int(cell)), "code_length")
    code = re.sub(r"[\s\-_'`]", "", plain(cell)).upper()
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", code):
        return Read(None, "code_damaged")
    if not re.fullmatch(r"[0-9A-Z]{6,24}", code):
        return Read(None, "code_unclear")
    if len(code) != LENGTH:
        return Read(code, "code_length")
    if not _fits(code):
        # Saved as text after it was a number: 15 digits are left, and zeros.
        return Read(None, "code_damaged") if re.fullmatch(r"\d{15}000", code) else Read(code, "code_check")
    return Read(code)


def _fits(code: str) -> bool:
    with needing("ledgers", "uscc"):
        from stdnum.cn import uscc as numbers
    return bool(numbers.is_valid(code))
