"""Texts whose lines are rows: separated by commas, tabs, semicolons or bars, whichever it is."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

from graphgov.errors import BadInput
from graphgov.files.sheets.model import Cell

SEPARATORS = "\t;,|，"
"""Whichever gives the most rows the same number of cells; the earlier of two that are alike."""

_LONGEST_CELL = 1 << 24
_LOOKED_AT = 1 << 16

# What Excel writes and reads so that a code of digits stays a text.
_KEPT_TEXT = re.compile(r'="((?:[^"]|"")*)"')


def rows_of(text: str, file: str) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a text; cells are texts, empty ones None.  A first line ``sep=;`` is obeyed and is no row.

    Raises BadInput when a quotation mark is never closed or a cell is absurdly long.
    """
    stated = re.match(r'"?sep=(.)"?[ \t]*(?:\r\n|\r|\n|$)', text, re.IGNORECASE)
    if stated:
        text = text[stated.end() :]
    separator = stated[1] if stated else _separator(text)
    if '="' in text:
        edge = rf"(?:(?<=[{re.escape(separator)}\r\n])|^)"
        text = re.sub(rf'{edge}="((?:[^"]|"")*)"(?=[{re.escape(separator)}\r\n]|$)', r'"\1"', text)
    return tuple(tuple(map(_cell, row)) for row in _records(text, separator, file))


def _cell(written: str) -> Cell:
    kept = _KEPT_TEXT.fullmatch(written) if written.startswith('="') else None
    return (kept[1].replace('""', '"') if kept else written) or None


def _separator(text: str) -> str:
    start = text[:_LOOKED_AT]
    if len(text) > _LOOKED_AT:
        start = start[: max(start.rfind("\n"), start.rfind("\r")) + 1] or start
    return max(SEPARATORS, key=lambda separator: _regularity(start, separator))


def _regularity(start: str, separator: str) -> tuple[float, int]:
    """The share of rows that have as many cells as most rows with several, and how many these are."""
    try:
        rows = [len(row) for row in csv.reader(_lines(start), delimiter=separator) if row]
    except csv.Error:
        return (0, 0)
    several = Counter(cells for cells in rows if cells > 1).most_common(1)
    return (several[0][1] / len(rows), several[0][0]) if several else (0, 0)


def _records(text: str, separator: str, file: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    reader, rows, line, before = csv.reader(_lines(text), delimiter=separator), list[list[str]](), 0, 0
    try:
        for row in reader:
            before, line = line, reader.line_num
            rows.append(row)
    except csv.Error as error:
        raise BadInput("sheets_long_cell", file=file, row=len(rows) + 1) from error
    if _is_open("".join(islice(_lines(text), before, None)), separator):
        raise BadInput("sheets_open_quote", file=file, row=len(rows))
    return rows


def _lines(text: str) -> io.StringIO:
    """The lines of a text, each with its end as it is."""
    return io.StringIO(text, newline="")


def _is_open(record: str, separator: str) -> bool:
    """Whether a record ends within quotation marks; all that follows an open one would be lost in that cell."""
    try:
        list(csv.reader(_lines(record), delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
