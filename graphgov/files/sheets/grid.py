"""Cells that come one after the other, each with how far it reaches, put in their places."""

from __future__ import annotations

from graphgov.errors import BadInput
from graphgov.files.sheets.model import Cell, Merge

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Of a sheet; a place beyond them is a damaged or a hostile file's."""

MOST_CELLS = 24 << 20
"""Of a sheet, from the first column to the last that is used in each row: all rows, of 24 columns."""


class Grid:
    """The rows of a sheet as they grow."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._rows: list[list[Cell]] = []
        self._merged: list[Merge] = []
        self._taken: dict[int, int] = {}  # columns, and the last row that a cell further up reaches down to
        self._column, self._cells = 0, 0

    @property
    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows so far."""
        return tuple(map(tuple, self._rows))

    @property
    def merged(self) -> tuple[Merge, ...]:
        """The cells of more than one place."""
        return tuple(self._merged)

    def begin_row(self, number: int = 0) -> None:
        """The next row, or that of a number, which comes later.  Raises BadInput beyond a sheet's limits."""
        number = max(number, len(self._rows) + 1)
        self._check(number, 1)
        self._rows += [[] for _ in range(number - len(self._rows))]
        self._column = 0

    def put(self, value: Cell, column: int = 0, down: int = 1, across: int = 1) -> None:
        """A cell in the next free place of the row, or in a column, over so many rows and columns.

        Raises BadInput beyond a sheet's limits.
        """
        row = len(self._rows)
        column = max(column, self._column + 1)
        while self._taken.get(column, 0) >= row:
            column += 1
        self._column = column + across - 1
        self._check(row + down - 1, self._column)
        if value is not None:
            cells = self._rows[-1]
            self._cells += column - len(cells)
            self._check(row, column)
            cells += [None] * (column - len(cells))
            cells[column - 1] = value
        if (down, across) != (1, 1):
            self._merged.append(Merge(row, column, row + down - 1, self._column))
        if down > 1:
            self._taken |= dict.fromkeys(range(column, self._column + 1), row + down - 1)

    def _check(self, row: int, column: int) -> None:
        if row > MOST_ROWS or column > MOST_COLUMNS or self._cells > MOST_CELLS:
            raise BadInput("sheets_too_many_cells", file=self._file, most=f"{MOST_CELLS:,}")
