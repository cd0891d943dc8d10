"""An answer as a value: exactly for programs, as tables for people."""

from __future__ import annotations

from dataclasses import dataclass

from graphgov.files.writers import Sheet, as_csv, as_json, as_text, plain


@dataclass(frozen=True)
class Answer:
    """What a command found, in every form that it can be asked for.

    `value`: exactly, for JSON.  `sheets`, between the lines of `head` and `foot`: for reading.  `data`: the one sheet
    for CSV; by default the first of `sheets`.  `book`: the sheets of a workbook; by default that of `data`.
    """

    value: object
    sheets: tuple[Sheet, ...] = ()
    head: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    data: Sheet | None = None
    book: tuple[Sheet, ...] = ()

    def text(self, room: int | None = None) -> str:
        """For reading; parts with an empty line between them."""
        head, foot = ("\n".join(map(plain, lines)) for lines in (self.head, self.foot))
        parts = [head, *(as_text(sheet, room) for sheet in self.sheets), foot]
        return "\n\n".join(part for part in parts if part) + "\n"

    def csv(self) -> bytes:
        """For spreadsheets."""
        return as_csv(self.data or self.sheets[0])

    def workbook(self) -> tuple[Sheet, ...]:
        """For spreadsheets, a sheet for each table."""
        return self.book or (self.data or self.sheets[0],)

    def json(self) -> str:
        """For programs."""
        return as_json(self.value) + "\n"
