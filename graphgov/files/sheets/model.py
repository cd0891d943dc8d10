"""What is read of a table file before anything in it is understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | None
"""A cell as the file has it; None is an empty one.  Numbers are numbers only where the file says that they are."""


@dataclass(frozen=True)
class Merge:
    """Cells that were made one: rows and columns from 1, the last ones included.  The first cell has the value."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet; the first row of the file is ``rows[0]``, blank rows are there, rows may differ in length."""

    file: str
    name: str
    """Empty where the format has no sheets."""
    rows: tuple[tuple[Cell, ...], ...]
    hidden: bool = False
    merged: tuple[Merge, ...] = ()
    since_1904: bool = False
    """Whether bare numbers that are days count from 1904-01-01 and not from 1899-12-30."""
    form: str = ""
    """What the file was found to be: a format, and for texts the encoding."""
    formulas: tuple[tuple[int, int], ...] = ()
    """Rows and columns of formulas that the file holds no result of; their cells are the formulas' texts, or errors."""
