"""Numbers of cells, with their units, thousands, Chinese numerals."""

from __future__ import annotations

import math
import re
from datetime import date
from decimal import Decimal

from graphgov.files.sheets import Cell
from graphgov.ledger.forms import forms
from graphgov.ledger.values.texts import Read, is_blank, plain

MOST = 2_147_483_647
"""The largest count that a store keeps."""

_GROUPED = re.compile(r"[+-]?\d{1,3}([,，' ]\d{3})+(\.\d+)?")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_CHINESE = re.compile("[零〇一二两三四五六七八九十百千]+")


def number(cell: Cell) -> Read[float]:
    """A cell as a number: 1,234 · １２ · 12人 · 1.5万 · 十二.

    Doubts: "number_about" (about, more than, a range: 30余, 10-20), "number_unclear" (no number at all).
    """
    match cell:
        case bool() | date():
            return Read(None, "number_unclear")
        case int() | float():
            return Read(float(cell)) if math.isfinite(cell) else Read()
    if is_blank(cell):
        return Read()
    said = plain(cell)
    value = _value(said)
    if value is not None:
        return Read(float(value))
    about = any(word in said for word in forms("about")) or re.search(r"\d\s*[-~至到]\s*\d", said)
    return Read(None, "number_about" if about and re.search(f"\\d|{_CHINESE.pattern}", said) else "number_unclear")


def count(cell: Cell) -> Read[int]:
    """A cell as a count of persons or things: a whole number from 0 to `MOST`.

    Doubts: those of `number`, and "count_wrong" for a number that counts nothing (a fraction, below 0, too large).
    """
    found = number(cell)
    if found.value is None:
        return Read(None, found.doubt)
    if not found.value.is_integer() or not 0 <= found.value <= MOST:
        return Read(None, "count_wrong")
    return Read(int(found.value))


def chinese(numeral: str) -> int | None:
    """A number in Chinese numerals (二十三, 一百零五), below 10,000; None when it is none."""
    if not _CHINESE.fullmatch(numeral):
        return None
    total, digit = 0, None
    for sign in numeral:
        if sign in _PLACES:
            total, digit = total + (1 if digit is None else digit) * _PLACES[sign], None
        elif digit:  # two digits in a row are a year or a telephone, not a number
            return None
        else:
            digit = _DIGITS[sign]
    return total + (digit or 0)


def _value(said: str) -> Decimal | None:
    bare, factor = _without_unit(said)
    if _GROUPED.fullmatch(bare):
        bare = re.sub("[,，' ]", "", bare)
    if re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,10})?", bare):
        return Decimal(bare) * factor
    whole = chinese(bare)
    return None if whole is None else Decimal(whole * factor)


def _without_unit(said: str) -> tuple[str, int]:
    for unit in sorted(forms("unit", "one"), key=len, reverse=True):
        if said.endswith(unit):
            said = said.removesuffix(unit).strip()
            break
    for sort, factor in (("ten_thousand", 10_000), ("hundred_million", 100_000_000)):
        for unit in forms("unit", sort):
            if said.endswith(unit):
                return said.removesuffix(unit).strip(), factor
    return said, 1
