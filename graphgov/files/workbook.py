"""Workbooks (.xlsx) that a person would mail on: sheets with frozen headings, filters, widths and a page to print.

A text is always a text, never a formula, a number or a date; a float is a share and shown as a percentage.  Source of
the limits: Microsoft, Excel specifications and limits; ECMA-376, 18.3.1.39 (header and footer), 22.9.2.19 (_x000D_).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from graphgov.errors import needing
from graphgov.files.whole import whole_file
from graphgov.files.writers import CSV, Cell, Column, Sheet, begins_formula, width

MOST_ROWS = 1_048_576
"""Rows of a sheet, its headings among them; what is more stands on further sheets."""

MOST_SIGNS = 32_767
"""Signs of a cell; longer texts are cut."""

LONGEST_TAB = 31
"""Signs of the name of a sheet."""

WIDEST, PROSE, NARROWEST, LOOKED_AT = 48, 90, 6, 2_000
"""Widths of columns, in signs, follow so many of the first rows."""

A4 = 9
"""What the format calls the paper."""

_NO_TAB = re.compile(r"[\[\]:*?/\\\x00-\x1f]")

# What XML cannot hold; and what a spreadsheet would take for a sign written by its number.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

# Digits that a spreadsheet would make a number of as soon as somebody edits the cell.
_NUMERIC = re.compile(r"[\d０-９.,/\-: ]+")


@dataclass(frozen=True)
class Page:
    """A sheet of a workbook: what is on its tab, its table, and whether it is prose, so that long cells are wrapped."""

    name: str
    sheet: Sheet
    prose: bool = False


def tab_name(text: str, taken: Collection[str]) -> str:
    """A text as the name of a sheet that is not `taken`."""
    name = _NO_TAB.sub("_", text)[:LONGEST_TAB].strip("'") or "1"
    count = 1
    while name in taken:
        count += 1
        name = f"{name[: LONGEST_TAB - 4]} {count}"
    return name


def write_workbook(path: Path, pages: Sequence[Page], title: str, marking: str = "") -> None:
    """Write a workbook, whole or not at all; `title` and `marking` stand above every printed page.

    Raises MissingExtra without openpyxl, and BadInput when the file cannot be written.
    """
    with needing("excel", "xlsx"):
        from openpyxl import Workbook
    book = Workbook(write_only=True)
    book.properties.creator, book.properties.title = "graphgov", _sound(title)
    styles = _Styles()
    for page in _numbered(pages):
        _write_page(book.create_sheet(page.name), page, styles, (title, marking))
    with whole_file(path) as draft:
        book.save(draft)


def one_page_wide(sheet: Any) -> None:
    """Print a sheet on paper that lies, with all its columns side by side and its titles on every page."""
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _numbered(pages: Sequence[Page]) -> Iterator[Page]:
    """The pages, each with no more rows than a sheet can have."""
    for page in pages:
        rows = page.sheet.rows
        for number, start in enumerate(range(0, max(len(rows), 1), MOST_ROWS - 1), start=1):
            part = replace(page.sheet, rows=rows[start : start + MOST_ROWS - 1])
            yield replace(page, name=page.name if number == 1 else f"{page.name} ({number})", sheet=part)


class _Styles:
    """The looks of cells, made once."""

    def __init__(self) -> None:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        line = Side(style="thin", color="8A97A3")
        self.heading = {
            "font": Font(bold=True), "fill": PatternFill("solid", fgColor="DDE6ED"), "border": Border(bottom=line),
            "alignment": Alignment(wrap_text=True, vertical="center"),
        }  # fmt: skip
        self.prose = {"alignment": Alignment(wrap_text=True, vertical="top")}
        self.right = {"alignment": Alignment(horizontal="right")}


def _write_page(into: Any, page: Page, styles: _Styles, above: tuple[str, str]) -> None:
    places = [place for place, column in enumerate(page.sheet.columns) if CSV in column.shown]
    columns = [page.sheet.columns[place] for place in places]
    _set_up(into, above)
    # What stands before the rows has to be said before the first of them is written.
    some = [[row[place] for place in places] for row in page.sheet.rows[:LOOKED_AT]]
    for number, wide in enumerate(_widths(columns, some, PROSE if page.prose else WIDEST)):
        into.column_dimensions[_letter(number)].width = wide
    into.append([_cell(into, column.heading, styles.heading) for column in columns])
    rest = ([row[place] for place in places] for row in islice(page.sheet.rows, LOOKED_AT, None))
    for row in chain(some, rest):
        into.append([_styled(into, cell, page, column, styles) for cell, column in zip(row, columns, strict=True)])
    if not page.prose:
        into.auto_filter.ref = f"A1:{_letter(len(columns) - 1)}{len(page.sheet.rows) + 1}"


def _set_up(into: Any, above: tuple[str, str]) -> None:
    into.freeze_panes = "A2"
    one_page_wide(into)
    title, marking = (_printed(text) for text in above)
    into.oddHeader.left.text, into.oddHeader.right.text = title, marking
    into.oddFooter.left.text, into.oddFooter.right.text = "&A", "&P / &N"


def _printed(text: str) -> str:
    """A text as it may stand above a page: & would be a command, and there is room for so many signs."""
    return _sound(text).replace("\n", " ")[:100].replace("&", "&&")


def _styled(into: Any, cell: Cell, page: Page, column: Column, styles: _Styles) -> Any:
    if page.prose:
        return _cell(into, cell, styles.prose)
    return _cell(into, cell, styles.right if column.right and isinstance(cell, str) else {})


def _cell(into: Any, value: Cell, style: dict[str, Any]) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if value is None or value == "":
        return WriteOnlyCell(into) if style else None
    cell = WriteOnlyCell(into, _sound(value) if isinstance(value, str) else value)
    for name, look in style.items():
        setattr(cell, name, look)
    if isinstance(value, str):
        # Else openpyxl makes a formula of =1 and an error of #N/A.
        cell.data_type = "s"
        if begins_formula(value):
            cell.quotePrefix = True
        elif _NUMERIC.fullmatch(value):
            cell.number_format = "@"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    else:
        cell.number_format = "0.0%" if isinstance(value, float) else "#,##0"
    return cell


def _sound(text: str) -> str:
    # With lxml openpyxl keeps a carriage return, without it it does not; a cell's line ends with a line feed.
    broken = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CODED.sub("_x005F_", _IMPOSSIBLE.sub("\N{REPLACEMENT CHARACTER}", broken))[:MOST_SIGNS]


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], most: int) -> Iterator[int]:
    """How wide every column is to be: as its longest cell among the first, within bounds; headings may be wrapped."""
    for place, column in enumerate(columns):
        cells = max((width(_shown(row[place])) for row in rows), default=0)
        yield min(max(cells, min(width(column.heading), 2 * NARROWEST), NARROWEST), most) + 2


def _shown(cell: Cell) -> str:
    # No more than can matter: a text may have ten thousand signs.
    return "" if cell is None else "100.0%" if isinstance(cell, float) else str(cell)[:PROSE]


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    letter: str = get_column_letter(place + 1)
    return letter
