"""A workbook (.xlsx) to be filled in: one sheet with frozen titles, drop-downs, notes and cells of the right sort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphgov.errors import needing
from graphgov.files.whole import whole_file
from graphgov.files.workbook import one_page_wide
from graphgov.files.writers import width

LAST_ROW = 5_000
"""Rows that are made ready to be filled in; further ones can be filled in too, without drop-downs."""

LONGEST_LIST = LONGEST_NOTE = 255
"""Signs of a drop-down, with its commas, and of a note.  Source: ECMA-376, 18.3.1.32 and 18.3.1.33."""


@dataclass(frozen=True)
class Field:
    """A column to be filled in: title, note, what may be chosen (anything when empty), and whether it is a count."""

    title: str
    note: str
    choices: Sequence[str] = ()
    number: bool = False


@dataclass(frozen=True)
class Form:
    """An empty table: what is on its tab, what is said when a cell is none of the choices, its columns."""

    name: str
    refused: str
    fields: Sequence[Field]


def write_form(path: Path, form: Form) -> None:
    """Write a form, whole or not at all.

    Raises MissingExtra without openpyxl, BadInput when it cannot be written, ValueError when a list is too long.
    """
    with needing("excel", "xlsx"):
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter
    book = Workbook()
    sheet: Any = book.active
    sheet.title = form.name
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = 36
    one_page_wide(sheet)
    for number, field in enumerate(form.fields, start=1):
        head, letter = sheet.cell(1, number, field.title), get_column_letter(number)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6ED")
        head.alignment = Alignment(wrap_text=True, vertical="center")
        wide = max(map(width, (field.title, *field.choices)))
        sheet.column_dimensions[letter].width = (36 if number == 1 else wide) + 4
        # Of a whole column, so that no empty rows are in the file; text keeps a credit code from becoming a number.
        sheet.column_dimensions[letter].number_format = "0" if field.number else "@"
        _guide(sheet, field, f"{letter}2:{letter}{LAST_ROW}", form.refused)
    with whole_file(path) as draft:
        book.save(draft)


def _guide(sheet: Any, field: Field, cells: str, refused: str) -> None:
    """What the cells may hold, and the note that is shown beside a chosen one."""
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = ",".join(field.choices)
    if len(listed) > LONGEST_LIST or any("," in choice for choice in field.choices):
        raise ValueError(f"{field.title}: a drop-down has no room for {listed!r}")
    kinds: dict[str, Any] = {}
    if field.choices:
        kinds = {"type": "list", "formula1": f'"{listed}"'}
    elif field.number:
        kinds = {"type": "whole", "operator": "greaterThanOrEqual", "formula1": "0"}
    rule = DataValidation(
        **kinds, allow_blank=True, showInputMessage=True, showErrorMessage=bool(kinds), promptTitle=field.title[:32],
        prompt=field.note[:LONGEST_NOTE], error=refused if kinds else None,
    )  # fmt: skip
    rule.add(cells)
    sheet.add_data_validation(rule)
