"""Where the header of a table is, of how many rows it is, and what its columns are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from graphgov.files.sheets import Cell, Merge
from graphgov.ledger.marks import (
    LONGEST_TITLE,
    Line,
    filled,
    is_answer,
    is_blank_line,
    is_datum,
    is_label,
    is_note,
    is_sentence,
    is_title,
    is_total,
)
from graphgov.ledger.table import Title
from graphgov.ledger.values import day, text

LOOKED_AT = 60
"""Rows from the top of a sheet in which a header is looked for, and rows of data that are looked at for it."""

JOINT = " / "
"""Between the parts of a title."""


@dataclass(frozen=True)
class Header:
    """The rows `first` to `last` (places from 0; none where `last` < `first`) and the titles of the columns in use."""

    first: int
    last: int
    titles: tuple[Title, ...]

    @property
    def is_there(self) -> bool:
        """Whether the table has a header at all."""
        return self.last >= self.first


class Lines:
    """The rows of a sheet from one on, with the merges in them."""

    def __init__(self, rows: Sequence[Line], merged: Sequence[Merge], start: int = 0) -> None:
        self.rows = rows
        self.start = start
        self.across: dict[int, dict[int, int]] = {}  # by row: the place of a cell merged to the right, and its columns
        self._merged: dict[int, list[Merge]] = {}
        for merge in merged:
            for row in range(merge.first_row - 1, min(merge.last_row, len(rows), merge.first_row - 1 + LOOKED_AT)):
                self._merged.setdefault(row, []).append(merge)
            if merge.last_column > merge.first_column:
                columns = merge.last_column - merge.first_column + 1
                self.across.setdefault(merge.first_row - 1, {})[merge.first_column - 1] = columns
        self.width = self._width()

    def spread(self, row: int) -> list[Cell]:
        """A row in which the text of merged cells stands in all of them."""
        cells = list(self.rows[row])
        for merge in self._merged.get(row, ()):
            value = _at(self.rows[merge.first_row - 1], merge.first_column - 1)
            last = min(merge.last_column, self.width)
            cells += [None] * (last - len(cells))
            cells[merge.first_column - 1 : last] = [value] * (last - merge.first_column + 1)
        return cells

    def is_across(self, row: int, place: int) -> bool:
        """Whether a place lies in cells that are merged sideways."""
        return any(
            merge.first_column <= place + 1 <= merge.last_column and merge.last_column > merge.first_column
            for merge in self._merged.get(row, ())
        )

    def _width(self) -> int:
        """How many columns the first rows reach over."""
        some = self.rows[self.start : self.start + 20 * LOOKED_AT]
        return max((cells[-1][0] + 1 for line in some if (cells := filled(line))), default=0)


def find_header(lines: Lines) -> Header | None:
    """The header of the first table from the start of the lines on; None when there is no table."""
    rows = range(lines.start, len(lines.rows))
    places = list(islice((row for row in rows if not is_blank_line(lines.rows[row])), LOOKED_AT))
    columns = _columns(lines)
    if not columns or (len(places) < 2 and not _is_header_alone(lines, places)):
        return None
    if (len(columns) == 1 and not _is_list(lines, places)) or _is_form(lines, places, columns):
        return None
    full = [row for row in places if _is_full(lines, row, columns)]
    for place, row in enumerate(full):
        if _is_header(lines, row, columns, places):
            return _whole(lines, row, columns)
        # Above a table stand numbers and days too (附件1, 2019年12月): the header then speaks for itself.
        if not any(_speaks(lines, other, columns, places) for other in full[place + 1 : place + 6]):
            return Header(row, row - 1, tuple(Title(column + 1, "", ()) for column in columns))
    return None


def _is_full(lines: Lines, row: int, columns: Sequence[int]) -> bool:
    """Whether a row fills most columns, with several texts that are no note and no labels."""
    spread = lines.spread(row)
    cells = [spread[place] for place in columns if _at(spread, place) is not None]
    if len(cells) < max(len(columns) * 0.5, min(len(columns), 2)) or len(set(cells)) < min(len(cells), 2):
        return False
    return not any(map(is_label, cells)) and (len(columns) == 1 or not is_note(lines.rows[row], len(columns)))


def _speaks(lines: Lines, row: int, columns: Sequence[int], places: Sequence[int]) -> bool:
    """Whether a row is a header of which most words are those of titles."""
    cells = [cell for _, cell in filled(lines.spread(row))]
    return 2 * sum(map(is_title, cells)) >= len(cells) and _is_header(lines, row, columns, places)


def _columns(lines: Lines) -> list[int]:
    """The columns that rows of several texts use; those of a list, where there is no such row."""
    used = set[int]()
    for line in lines.rows[lines.start : lines.start + 20 * LOOKED_AT]:
        cells = filled(line)
        if len(cells) > 1 or lines.width == 1:
            used.update(place for place, _ in cells)
    return sorted(used)


def _is_list(lines: Lines, places: Sequence[int]) -> bool:
    """Whether rows of one text are names under a title, and not prose."""
    first, *others = (filled(lines.rows[place])[0][1] for place in places)
    prose = any(isinstance(cell, str) and is_sentence(cell.strip()) for cell in others)
    return is_title(first) and not is_note((first,), 1) and not prose


def _is_form(lines: Lines, places: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether two columns are titles and their values, one below the other: a form about one thing, and no table."""
    if len(columns) != 2 or len(places) < 3:
        return False
    left, right = ([_at(lines.rows[place], column) for place in places] for column in columns)
    return sum(map(is_title, left)) >= 0.6 * len(left) and 2 * sum(map(is_title, right)) < len(right)


def _is_header_alone(lines: Lines, places: Sequence[int]) -> bool:
    """A sheet of one row is an empty table when that row is made of titles."""
    cells = [cell for row in places for _, cell in filled(lines.rows[row])]
    return len(cells) > 1 and sum(map(is_title, cells)) >= len(cells) / 2


def _is_header(lines: Lines, row: int, columns: Sequence[int], places: Sequence[int]) -> bool:
    """Whether a row that fills most columns names them: it holds no data, and speaks, or differs from what is below."""
    spread = lines.spread(row)
    cells = [place for place in columns if _at(spread, place) is not None]
    own = [place for place in cells if not lines.is_across(row, place)]
    groups = len(own) < len(cells)
    below = [lines.rows[place] for place in places if place > row]
    years = groups or any(is_title(spread[place]) for place in own)
    if any(is_datum(spread[place]) and not (years and _is_time(spread[place])) for place in own):
        return False
    if any(_is_shaped([_at(line, place) for line in (spread, *below)]) for place in own):
        return False
    if sum(is_title(spread[place]) for place in cells) * 3 >= len(cells):
        return True
    typed = sum(1 for place in own if _mostly_data([_at(line, place) for line in below]))
    repeated = any(_at(line, place) == spread[place] for line in below for place in own)
    different = len({spread[place] for place in own}) == len(own) > 0
    return typed > 0 or (different and not repeated)


def _is_time(cell: Cell) -> bool:
    """Years and months stand above columns, and groups of them."""
    said = text(cell).value or ""
    return bool(re.fullmatch("(19|20)[0-9]{2}年?度?", said)) or (isinstance(cell, str) and day(said).value is not None)


def _is_shaped(cells: Sequence[Cell]) -> bool:
    """Whether the first of these cells is a code like most of those below it: u1 above u2 and u17."""
    shapes = [re.sub("[0-9]+", "0", cell) for cell in cells if isinstance(cell, str)]
    return len(shapes) > 1 and "0" in shapes[0] and shapes.count(shapes[0]) > 0.6 * len(shapes)


def _mostly_data(cells: Sequence[Cell]) -> bool:
    stated = [cell for cell in cells if cell is not None]
    return bool(stated) and sum(map(is_datum, stated)) >= 0.6 * len(stated)


def _whole(lines: Lines, row: int, columns: Sequence[int]) -> Header:
    """The header with the rows above and below that belong to it."""
    first = last = row
    while _continues(lines, first, last, columns):
        last += 1
    while first > lines.start and _is_above(lines, first, last, columns):
        first -= 1
    return Header(first, last, tuple(_title(lines, place, first, last) for place in columns))


def _continues(lines: Lines, first: int, last: int, columns: Sequence[int]) -> bool:
    """Whether the next row parts what this one names: it has titles under groups, and nothing under single titles."""
    if last + 1 >= len(lines.rows) or last - first >= 3 or is_blank_line(lines.rows[last + 1]):
        return False
    above, below = lines.rows[last], lines.rows[last + 1]
    # 是 and 否 can be the parts of a group: columns to be ticked.
    answers = [cell for place, cell in filled(below) if lines.is_across(last, place) and is_answer(cell)]
    data = [cell for _, cell in filled(below) if is_datum(cell) and cell not in answers]
    if is_total(below) or data:
        return False
    if all(re.fullmatch(r"\(.*\)", _text(below, place)) for place, _ in filled(below)):
        return True
    parted = [place for place in columns if _text(below, place)]
    groups = [place for place in parted if lines.is_across(last, place) or not _text(above, place)]
    starts = [place for place in parted if place not in groups and place + 1 in groups and not _text(above, place + 1)]
    merged = any(lines.is_across(last, place) for place in columns)
    # With merges a single column may have a part of its own: 2017 over 数量 beside 2018 over 数量 and 同比.
    whole = len(groups) >= len(parted) / 2 if merged else bool(starts) and set(parted) == {*groups, *starts}
    return len(parted) > 1 and bool(groups) and whole


def _is_above(lines: Lines, first: int, last: int, columns: Sequence[int]) -> bool:
    """Whether the row above groups the titles below it, as when merges were lost: it names what they leave blank."""
    named = [lines.spread(row) for row in range(first, last + 1)]
    blank = [place for place in columns if not any(_text(line, place) for line in named)]
    above = lines.spread(first - 1)
    cells = filled(above)
    if len(cells) < 2 or any(is_datum(cell) or is_label(cell) for _, cell in cells):
        return False
    return any(_text(above, place) for place in blank)


def _title(lines: Lines, place: int, first: int, last: int) -> Title:
    parts = list[str]()
    for row in range(first, last + 1):
        said = _text(lines.spread(row), place) or _group(lines, place, row, last)
        if said and said not in parts:
            parts.append(said)
    return Title(place + 1, JOINT.join(parts), tuple(parts))


def _group(lines: Lines, place: int, row: int, last: int) -> str:
    """The group that a column stands in where merges were lost: the next text to the left, if it has parts too."""
    if row == last or lines.across.get(row):
        return ""
    left = next((left for left in range(place, -1, -1) if _text(lines.rows[row], left)), place)
    has_parts = any(_text(lines.rows[below], left) for below in range(row + 1, last + 1))
    return _text(lines.rows[row], left) if has_parts else ""


def _text(line: Line, place: int) -> str:
    return unicodedata.normalize("NFKC", text(_at(line, place)).value or "")[: 4 * LONGEST_TITLE]


def _at(line: Line, place: int) -> Cell:
    return line[place] if place < len(line) else None
