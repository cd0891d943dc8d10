"""One table of a ledger: what its columns are called, its rows, and what was done to get at them."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphgov import words
from graphgov.errors import shorten
from graphgov.files.sheets import Cell


@dataclass(frozen=True)
class Title:
    """What a column is called: NFKC, without superfluous blanks."""

    column: int
    """From 1, as in the file."""
    text: str
    """The parts of a title of several rows, outermost first, joined by " / "."""
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number in the file as a person sees it, a cell for every title, the section that it stands in."""

    number: int
    cells: tuple[Cell, ...]
    section: str | None = None


@dataclass(frozen=True)
class Remark:
    """Something that was seen in a file, and what was done about it; `key` is one of the table ``ledger``.

    `row` and `column` count from 1; 0 is none in particular.
    """

    file: str
    sheet: str
    key: str
    row: int = 0
    column: int = 0
    value: str = ""
    fields: tuple[tuple[str, str], ...] = field(default=())

    def text(self, lang: str | None = None) -> str:
        """What was seen, what was done, and the cure where one is needed, in a language."""
        return words.say("ledger", self.key, lang, value=shorten(self.value), **dict(self.fields))


@dataclass(frozen=True)
class Table:
    """One table found in a sheet: its header understood, its rows without titles, totals, notes and blank ones."""

    file: str
    sheet: str
    titles: tuple[Title, ...]
    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...] = ()
    since_1904: bool = False
    """Whether bare numbers that are days count from 1904-01-01."""
    heading: str = ""
    """The texts of the rows above the header, one a line."""


@dataclass(frozen=True)
class Reading:
    """All tables of a file, in its order, and what was seen in it besides: sheets that are hidden, or hold no table."""

    tables: tuple[Table, ...]
    remarks: tuple[Remark, ...] = ()
