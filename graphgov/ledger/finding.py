"""The tables of a file: found in its sheets, with headers understood and rows without all that is no row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from graphgov.files.sheets import Cell, Sheet, sheets
from graphgov.ledger.headers import Header, Lines, find_header
from graphgov.ledger.lines import ANOTHER, BLANK, ROW, sorts_of
from graphgov.ledger.marks import Line, declared, filled, is_note
from graphgov.ledger.table import Reading, Remark, Row, Table, Title


def read(path: Path, hidden: bool = False) -> Reading:
    """All tables of a file; those of hidden sheets only when `hidden`.

    Raises what `sheets` raises.
    """
    found, remarks = list[Table](), list[Remark]()
    for sheet in sheets(path):
        if sheet.hidden and not hidden:
            remarks.append(Remark(sheet.file, sheet.name, "hidden_sheet"))
            continue
        inside = tables(sheet)
        found += inside
        if not inside:
            remarks.append(Remark(sheet.file, sheet.name, "no_table"))
    return Reading(tuple(found), tuple(remarks))


def tables(sheet: Sheet) -> list[Table]:
    """The tables of one sheet, one below the other: none where it holds only notes, or nothing."""
    found, start = list[Table](), 0
    while start < len(sheet.rows):
        lines = Lines(sheet.rows, sheet.merged, start)
        header = find_header(lines)
        if header is None:
            break
        table, start = _table(sheet, lines, header)
        found.append(table)
    return found


@dataclass(frozen=True)
class _Section:
    place: int
    text: str
    column: int | None

    @property
    def fill(self) -> dict[int, Cell]:
        """What its rows have in the column that is there for it."""
        return {} if self.column is None else {self.column: declared(self.text)[0]}


def _table(sheet: Sheet, lines: Lines, header: Header) -> tuple[Table, int]:
    """The table below a header, and the place where another one may begin."""
    places = [title.column - 1 for title in header.titles]
    fills = _fills(sheet, header)
    rows, remarks, blank, end = list[Row](), list[Remark](), 0, len(lines.rows)
    section: _Section | None = None
    counts = Counter[_Section]()
    for place, kind in sorts_of(lines, header):
        if kind.sort == ROW:
            filling = fills.get(place, {}) | (section.fill if section else {})
            rows.append(Row(place + 1, _cells(lines.rows[place], places, filling), _name(section)))
            if section:
                counts[section] += 1
        elif kind.sort == ANOTHER:
            end = place
            break
        elif kind.sort == BLANK:
            blank += 1
        else:
            remarks.append(Remark(sheet.file, sheet.name, kind.sort, place + 1, value=kind.text))
            if kind.sort == "section_row":
                section = _Section(place, kind.text, kind.column)
                counts[section] = 0
    remarks += _of_sections(sheet, counts)
    remarks += _of_header(sheet, lines, header)
    if blank:
        remarks.append(Remark(sheet.file, sheet.name, "blank_rows", fields=(("count", str(blank)),)))
    titles, rows = _used(header.titles, rows)
    remarks += _of_columns(sheet, titles, rows, fills)
    remarks.sort(key=lambda remark: (remark.row, remark.column))
    above = [line for line in lines.rows[lines.start : header.first] if not is_note(line, len(titles))]
    heading = "\n".join(str(cell) for line in above for _, cell in filled(line))
    return Table(
        sheet.file, sheet.name, titles, tuple(rows), tuple(remarks), sheet.since_1904, heading
    ), end  # fmt: skip


def _cells(line: Line, places: list[int], fills: dict[int, Cell]) -> tuple[Cell, ...]:
    """The cells of a line in the table's columns, those of merged cells filled down."""
    known = len(line)
    if not fills:
        return tuple([line[place] if place < known else None for place in places])
    return tuple((line[place] if place < known else None) or fills.get(place) for place in places)


def _name(section: _Section | None) -> str | None:
    return declared(section.text)[0] if section else None


def _fills(sheet: Sheet, header: Header) -> dict[int, dict[int, Cell]]:
    """The values of cells that are merged downwards, for the rows below their first: by place of row and of column."""
    found: dict[int, dict[int, Cell]] = {}
    for merge in sheet.merged:
        first = merge.first_row - 1
        if first <= header.last or merge.last_row == merge.first_row or first >= len(sheet.rows):
            continue
        line, place = sheet.rows[first], merge.first_column - 1
        value = line[place] if place < len(line) else None
        if value is not None:
            for row in range(first + 1, min(merge.last_row, len(sheet.rows))):
                found.setdefault(row, {})[place] = value
    return found


def _used(titles: tuple[Title, ...], rows: list[Row]) -> tuple[tuple[Title, ...], list[Row]]:
    """Titles and rows without columns that have neither a title nor any cell."""
    kept = [
        place for place, title in enumerate(titles) if title.text or any(row.cells[place] is not None for row in rows)
    ]
    if len(kept) == len(titles):
        return titles, rows
    shorter = [replace(row, cells=tuple(row.cells[place] for place in kept)) for row in rows]
    return tuple(titles[place] for place in kept), shorter


def _of_sections(sheet: Sheet, counts: Counter[_Section]) -> Iterator[Remark]:
    """Whether sections have as many rows as they declare; not of one that holds only other sections."""
    last = list(counts)[-1:]
    for section, actual in counts.items():
        name, stated = declared(section.text)
        if stated is None or (not actual and section not in last):
            continue
        key = "section_count" if stated == actual else "section_count_differs"
        fields = (("declared", str(stated)), ("actual", str(actual)))
        yield Remark(sheet.file, sheet.name, key, section.place + 1, 0, name, fields)


def _of_header(sheet: Sheet, lines: Lines, header: Header) -> Iterator[Remark]:
    if not header.is_there:
        yield Remark(sheet.file, sheet.name, "no_header", header.first + 1)
    elif header.last > header.first:
        count = (("count", str(header.last - header.first + 1)),)
        yield Remark(sheet.file, sheet.name, "header_of_rows", header.first + 1, fields=count)
    above = sum(1 for line in lines.rows[lines.start : header.first] if filled(line))
    if above:
        yield Remark(sheet.file, sheet.name, "title_rows", lines.start + 1, fields=(("count", str(above)),))


def _of_columns(
    sheet: Sheet, titles: tuple[Title, ...], rows: list[Row], fills: dict[int, dict[int, Cell]]
) -> Iterator[Remark]:
    numbers = {row.number for row in rows}
    down = Counter(place + 1 for row, cells in fills.items() if row + 1 in numbers for place in cells)
    bare = Counter(column for row, column in sheet.formulas if row in numbers)
    for title in titles:
        shown = (("title", title.text or str(title.column)),)
        if not title.text and any(each.text for each in titles):
            yield Remark(sheet.file, sheet.name, "untitled_column", 0, title.column)
        if down[title.column]:
            fields = (*shown, ("count", str(down[title.column])))
            yield Remark(sheet.file, sheet.name, "filled_down", 0, title.column, fields=fields)
        if bare[title.column]:
            fields = (*shown, ("count", str(bare[title.column])))
            yield Remark(sheet.file, sheet.name, "formulas", 0, title.column, fields=fields)
