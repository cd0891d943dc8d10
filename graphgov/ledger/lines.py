"""The lines below a header: which are rows of the table, and what the others are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from graphgov.files.sheets import Cell
from graphgov.ledger.headers import Header, Lines
from graphgov.ledger.marks import (
    Line,
    filled,
    is_blank_line,
    is_note,
    is_number_like,
    is_numbering,
    is_section_name,
    is_title,
    is_total,
    section_of,
    with_count,
)
from graphgov.ledger.values import plain

ROW, BLANK, ANOTHER = "row", "blank_row", "another"
"""Sorts of lines that are no remark's key: a row, a blank one, the header of another table."""

_LOOKED_AT = 200
"""Rows by which columns of numbers are known."""


@dataclass(frozen=True)
class Kind:
    """What a line is: one of the sorts above or a remark's key, and its text where it is a section or a total.

    `column` is the place of the column that a section fills, where there is one of its own for it.
    """

    sort: str
    text: str = ""
    column: int | None = None


def sorts_of(lines: Lines, header: Header) -> Iterator[tuple[int, Kind]]:
    """The places of the lines below a header, each with what it is; nothing after the header of another table."""
    sorter = _Sorter(lines, header)
    after_blank = False
    for place in range(header.last + 1, len(lines.rows)):
        line = lines.rows[place]
        kind = Kind(BLANK) if is_blank_line(line) else sorter.kind(line, place)
        if after_blank and kind.sort == ROW and sorter.begins_another(line, place):
            yield place, Kind(ANOTHER)
            return
        after_blank = kind.sort == BLANK
        yield place, kind


class _Sorter:
    """What is known of a table before its lines are looked at."""

    def __init__(self, lines: Lines, header: Header) -> None:
        self._lines, self._header = lines, header
        self._named = [lines.rows[place] for place in range(header.first, header.last + 1)]
        self._first = next((title.column - 1 for title in header.titles if title.text), 0)
        self._above = {str(cell) for line in lines.rows[lines.start : header.first] for _, cell in filled(line)}
        some = lines.rows[header.last + 1 : header.last + _LOOKED_AT]
        self._numbers = {each.column - 1 for each in header.titles if _mostly(is_number_like, some, each.column - 1)}
        rows = [line for line in some if len(filled(line)) > 1]
        self._places = {place for place in (0, 1) if _mostly(is_section_name, rows, place)}
        # One of the first columns that only rows of a single text use: these are headings of all rows below them.
        places = [title.column - 1 for title in header.titles[:2]] if rows else []
        self._headings = {place for place in places if all(_at(line, place) is None for line in rows)}

    def kind(self, line: Line, place: int) -> Kind:
        """What a line is that is not blank."""
        width = len(self._header.titles)
        if is_total(line):
            return Kind("total_row", str(filled(line)[0][1]))
        if self._is_header(line):
            return Kind("repeated_header")
        if place == self._header.last + 1 and self._named and is_numbering(line):
            return Kind("numbering_row")
        # Nearly all lines have two cells at their beginning; to look at all of each would take long.
        if len(line) > 1 and line[0] is not None and line[1] is not None and width > 3:
            return Kind(ROW)
        line = with_count(line) if line[0] is not None and 0 in self._numbers else line
        cells = filled(line)
        across = self._lines.across.get(place, {}).get(cells[0][0], 1)
        if str(cells[0][1]) in self._above:
            return Kind("repeated_header")
        if is_note(line, width):
            return Kind("note_row")
        place = cells[0][0]
        known = across > 1 or place in self._numbers or place in self._headings
        section = section_of(line, width, known, place not in self._places)
        if section is None:
            return Kind(ROW)
        return Kind("section_row", section, place if place in self._headings else None)

    def begins_another(self, line: Line, place: int) -> bool:
        """Whether a row after a blank one is the header of another table: made of titles, some of them other ones."""
        cells = [cell for _, cell in filled(self._lines.spread(place))]
        if len(cells) < 2 or sum(map(is_title, cells)) < 0.6 * len(cells):
            return False
        known = {plain(title.text) for title in self._header.titles}
        return any(plain(cell) not in known for cell in cells)

    def _is_header(self, line: Line) -> bool:
        """Whether a line says again what a row of the header says, in nearly all of its cells."""
        for named in self._named:
            if len(line) > self._first and len(named) > self._first and line[self._first] == named[self._first]:
                cells = filled(named)
                same = sum(place < len(line) and line[place] == cell for place, cell in cells)
                if len(cells) > 1 and same >= 0.8 * len(cells):
                    return True
        return False


def _at(line: Line, place: int) -> Cell:
    return line[place] if place < len(line) else None


def _mostly(is_so: Callable[[Cell], bool], lines: Sequence[Line], place: int) -> bool:
    """Whether more than half of the cells of a column are so."""
    cells = [line[place] for line in lines if place < len(line) and line[place] is not None]
    return sum(map(is_so, cells)) > len(cells) / 2
