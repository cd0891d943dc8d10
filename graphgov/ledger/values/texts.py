"""Texts of cells: one line, one form of width; several values in one cell; yes and no."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

from graphgov.files.sheets import Cell
from graphgov.ledger.forms import forms

T = TypeVar("T")

_WIDE = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# A blank beside a Chinese sign is a slip of the hand or a line's end; between Latin words it is a blank.
_SLIP = re.compile(rf"\s+(?=[{_WIDE}])|(?<=[{_WIDE}])\s+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]")

# Chinese punctuation is meant wide; NFKC would make it narrow.
_PUNCTUATION = str.maketrans({sign: None for sign in "（），：；！？～"})

_ENUMERATOR = re.compile(r"(?:^|(?<=[\s;；、，,。]))(?:[(（](\d{1,3})[)）]|(\d{1,3})[.、．)）](?!\d))\s*")
_OPEN, _CLOSED = "(（[【《“", ")）]】》”"
_SEPARATORS = ";；\n、，"


@dataclass(frozen=True)
class Read(Generic[T]):
    """What a cell says: a value, a doubt about it (a key of the table ``doubt``), or neither where it is blank.

    A doubt without a value: it cannot be read.  A doubt with a value: it can, and somebody should look at it.
    """

    value: T | None = None
    doubt: str | None = None


def text(cell: Cell) -> Read[str]:
    """A cell as one line: letters and digits in one form of width, slips of the hand and invisible signs removed.

    Chinese punctuation stays wide.  Numbers are written as people write them (12, not 12.0); days as 2019-03-15.
    """
    written = _written(cell)
    narrow = "".join(sign if ord(sign) in _PUNCTUATION else unicodedata.normalize("NFKC", sign) for sign in written)
    return Read(_one_line(unicodedata.normalize("NFC", narrow)) or None)


def plain(cell: Cell) -> str:
    """A cell as it is compared: one line, NFKC, small letters; empty where it is blank."""
    return _one_line(unicodedata.normalize("NFKC", _written(cell))).lower()


def is_blank(cell: Cell) -> bool:
    """Whether a cell says nothing: it is empty, or has a dash or the like in place of a value."""
    if cell is None or isinstance(cell, (bool, int, float, date)):
        return cell is None or cell != cell
    said = plain(cell)
    return not said or said in forms("blank")


def yes_no(cell: Cell) -> Read[Literal["yes", "no", "unknown"]]:
    """A cell as yes, no or unknown.  "yes_no_unclear" when it is something else."""
    if is_blank(cell):
        return Read()
    said = plain(cell).strip("()[]【】 。.")
    if said in forms("yes_no", "yes"):
        return Read("yes")
    if said in forms("yes_no", "no"):
        return Read("no")
    return Read("unknown") if said in forms("yes_no", "unknown") or said == "" else Read(None, "yes_no_unclear")


def several(cell: Cell) -> Read[tuple[str, ...]]:
    """The values of a cell that may hold several: between 、 ; ， or line ends, or numbered; not within brackets.

    A plain comma separates only where Chinese signs are: "Foo, Inc." is one name.  "several_more" when the cell says
    that there are others that it does not name.
    """
    if is_blank(cell):
        return Read()
    written = _unnumbered(_written(cell).replace("\r\n", "\n").replace("\r", "\n"))
    separators = _SEPARATORS + ("," if re.search(f"[{_WIDE}]", written) else "")
    parts = [text(part).value or "" for part in _split(written, separators)]
    last, more = _without_more(parts[-1])
    parts = [part for part in (*parts[:-1], last) if part]
    if not parts:
        return Read(None, "several_more") if more else Read()
    return Read(tuple(parts), "several_more" if more else None)


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer() and abs(cell) < 1e21:
            return str(int(cell))
        case datetime() if (cell.hour, cell.minute, cell.second) == (0, 0, 0):
            return cell.date().isoformat()
        case datetime():
            return cell.isoformat(" ", "seconds")
        case date():
            return cell.isoformat()
    return str(cell)


def _one_line(written: str) -> str:
    return " ".join(_SLIP.sub("", _INVISIBLE.sub("", written).strip()).split())


def _unnumbered(written: str) -> str:
    """An enumeration "1.甲 2.乙" or "1、甲；2、乙" without its numbers; only where they count from 1."""
    found = list(_ENUMERATOR.finditer(written))
    if [int(match[1] or match[2]) for match in found] != list(range(1, len(found) + 1)):
        return written
    return _ENUMERATOR.sub("\n", written)


def _split(written: str, separators: str) -> list[str]:
    parts, depth = [""], 0
    for sign in written:
        depth = max(depth + (sign in _OPEN) - (sign in _CLOSED), 0)
        if sign in separators and (not depth or sign == "\n"):
            parts.append("")
            depth = 0
        else:
            parts[-1] += sign
    return parts


def _without_more(part: str) -> tuple[str, bool]:
    """The last of several without "等" or "等5家单位", and whether it had that."""
    match = re.fullmatch(r"(.*?)\s*(等等?(?:共?\d+[家个户名]?.{0,4})?|etc\.?|\.\.\.|…+)", part)
    return (match[1], True) if match else (part, False)
