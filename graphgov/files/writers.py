"""Rows for people and for programs: a table of text, CSV that a spreadsheet opens safely, exact JSON.

Source of the signs that make a cell a formula: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

Cell = str | int | float | date | None

TEXT, CSV, BOTH = "text", "csv", "text csv"
"""Where a column is shown."""

WIDEST = 44
"""Columns of text are no wider than this; longer cells are cut.  CSV and JSON never cut."""

NARROWEST = 8
"""Columns are not made narrower than this to fit a terminal."""


@dataclass(frozen=True)
class Column:
    """A column: its heading, whether its cells stand on the right, and where it is shown."""

    heading: str
    right: bool = False
    shown: str = BOTH


@dataclass(frozen=True)
class Sheet:
    """Columns and rows, with a title in text."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""


def as_text(sheet: Sheet, room: int | None = None) -> str:
    """A sheet as aligned text, no wider than `room` columns of a terminal where that is possible."""
    places = [place for place, column in enumerate(sheet.columns) if TEXT in column.shown]
    columns = [sheet.columns[place] for place in places]
    rows = [[plain("" if row[place] is None else str(row[place])) for place in places] for row in sheet.rows]
    cells = [[column.heading for column in columns], *rows]
    widths = [min(WIDEST, max(width(row[place]) for row in cells)) for place in range(len(columns))]
    widths = _fitting(widths, room)
    lines = [_line(row, columns, widths) for row in cells]
    lines.insert(1, "  ".join("-" * wide for wide in widths))
    return "\n".join([sheet.title, *lines] if sheet.title else lines)


def _line(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    shown = []
    for text, column, wide in zip(row, columns, widths, strict=True):
        cut = shortened(text, wide)
        blank = " " * (wide - width(cut))
        shown.append(blank + cut if column.right else cut + blank)
    return "  ".join(shown).rstrip()


def _fitting(widths: list[int], room: int | None) -> list[int]:
    """The widths, the widest made narrower one by one until all fit the room."""
    fitting = list(widths)
    while room is not None and sum(fitting) + 2 * (len(fitting) - 1) > room and max(fitting) > NARROWEST:
        fitting[fitting.index(max(fitting))] -= 1
    return fitting


def width(text: str) -> int:
    """How many columns of a terminal a text takes: East Asian wide signs two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def shortened(text: str, most: int) -> str:
    """A text cut to a number of columns, with … for what is missing."""
    # No sign is wider than two, and ten thousand signs need not be measured to see that they do not fit.
    if len(text) <= most and width(text) <= most:
        return text
    kept, used = [], 1
    for sign in text:
        used += _width(sign)
        if used > most:
            break
        kept.append(sign)
    return "".join(kept) + "…"


# Marks, embeddings, overrides and isolates of the direction of writing.
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

_BLANK = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\u2028": " ", "\u2029": " "})


def plain(text: str) -> str:
    """A text on one line, with signs that would steer a terminal or turn the direction of writing spelt out."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(f"<U+{ord(sign):04X}>" if _steers(sign) else sign for sign in text.translate(_BLANK))


def _steers(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs") or sign in _TURNING


_AT_ONCE = 10_000
"""So many rows of CSV are made at a time."""

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

# A code that would be rounded or shown as 5.3E+11, and what would be read as a date: 10-49, 3/12.
_MISREAD = re.compile(r"\d{12,}|\d{1,4}[-/]\d{1,4}")


def begins_formula(text: str) -> bool:
    """Whether a spreadsheet that is left to itself would make a formula of a text."""
    return text.startswith(_FORMULA)


def harmless(text: str) -> str:
    """A cell that a spreadsheet takes as the text that it is.

    What begins like a formula gets a leading apostrophe; long codes and what looks like a date a trailing tab, which
    nobody sees and which keeps the spreadsheet from making a number of them.
    """
    if begins_formula(text):
        return "'" + text
    return text + "\t" if _MISREAD.fullmatch(text) else text


def unharmed(text: str) -> str:
    """A cell as it was before it was made `harmless`."""
    return text[1:] if text.startswith("'") and begins_formula(text[1:]) else text.removesuffix("\t")


def as_csv(sheet: Sheet, marking: str = "") -> bytes:
    """A sheet for people with spreadsheets: UTF-8 with its mark, CRLF, every cell harmless."""
    return b"".join(csv_parts(sheet.columns, sheet.rows, marking))


def csv_parts(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], marking: str = "") -> Iterator[bytes]:
    """The same in pieces, some thousands of rows each.  A line of marking stands above the headings."""
    places = [place for place, column in enumerate(columns) if CSV in column.shown]
    heading: list[Cell] = [columns[place].heading for place in places]
    first: list[list[Cell]] = [[marking], heading] if marking else [heading]
    every = chain(first, ([row[place] for place in places] for row in rows))
    yield b"\xef\xbb\xbf"
    while some := list(islice(every, _AT_ONCE)):
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\r\n")
        writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in some)
        yield buffer.getvalue().encode("utf-8", "replace")


def as_json(value: object) -> str:
    """A value, exactly: UTF-8 as it is, keys in the order given."""
    return json.dumps(value, ensure_ascii=False, indent=2)
