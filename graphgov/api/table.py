"""An answer for Python: rows of plain values, data frames on request, and a table where a notebook shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.files import frames
from graphgov.files.writers import TEXT, WIDEST, Sheet, plain, shortened

if TYPE_CHECKING:
    import pyarrow as pa

    from graphgov.files.frames import Pandas, Polars

MOST_DISPLAYED = 20
"""Rows that are displayed; `rows` and data frames always hold all of them."""


@dataclass(frozen=True, eq=False)
class Table:
    """What was asked for, row by row.

    `rows`: one dict a row with the same keys and plain values (texts, numbers, truths, None, lists of texts); days
    are texts, YYYY-MM-DD.  A node stands as its id, under its own name (``community``), with its name beside it
    (``community_name``).  `answer` is the same as the command line has it, in the language of the moment it was made.
    """

    answer: Answer
    rows: tuple[dict[str, Any], ...]

    def to_arrow(self) -> pa.Table:
        """As a table of Arrow."""
        import pyarrow as pa

        return pa.Table.from_pylist(list(self.rows))

    def to_pandas(self) -> Pandas:
        """As a data frame of pandas; MissingExtra, with the cure, where it is not installed."""
        return frames.to_pandas(self.to_arrow())

    def to_polars(self) -> Polars:
        """As a data frame of polars; MissingExtra, with the cure, where it is not installed."""
        return frames.to_polars(self.to_arrow())

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows)

    def __repr__(self) -> str:
        """The same as on a terminal, a few rows of each part."""
        return Answer(None, tuple(map(_first, self.answer.sheets)), *self._lines()).text()

    def _repr_html_(self) -> str:
        head, foot = ("".join(f"<div>{_cell(line)}</div>" for line in lines) for lines in self._lines())
        return f"<div>{head}{''.join(_html(_first(sheet)) for sheet in self.answer.sheets)}{foot}</div>"

    def _lines(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What stands before and after the rows; that some are not displayed as well."""
        cut = [len(sheet.rows) for sheet in self.answer.sheets if len(sheet.rows) > MOST_DISPLAYED]
        left = [words.say("message", "rows_displayed", shown=MOST_DISPLAYED, total=total) for total in cut]
        return self.answer.head, (*self.answer.foot, *left)


def table(answer: Answer, records: list[dict[str, Any]]) -> Table:
    """An answer with its records, made flat: a node in a record becomes its id and its name."""
    # What has parts and no id (a finding's tie) has no column of its own where there is none of it.
    parts = {name for record in records for name, value in record.items() if _is_node(value) is False}
    flat = [dict(_flat({name: value for name, value in record.items() if value is not None or name not in parts}))
            for record in records]  # fmt: skip
    names = dict.fromkeys(name for row in flat for name in row)
    return Table(answer, tuple({name: row.get(name) for name in names} for row in flat))


def _is_node(value: object) -> bool | None:
    """Whether a value that has parts is a node; None when it has no parts."""
    return "id" in value if isinstance(value, Mapping) else None


def _flat(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        if isinstance(value, Mapping):
            yield from ((name if part == "id" else f"{name}_{part}", each) for part, each in _flat(value))
        elif isinstance(value, list):
            yield name, [each["id"] if _is_node(each) else each for each in value]
        else:
            yield name, value


def _first(sheet: Sheet) -> Sheet:
    return Sheet(sheet.columns, sheet.rows[:MOST_DISPLAYED], sheet.title)


def _html(sheet: Sheet) -> str:
    """The columns of a sheet that are meant for reading, as a table whose cells cannot be anything but text."""
    places = [place for place, column in enumerate(sheet.columns) if TEXT in column.shown]
    aligned = ["right" if sheet.columns[place].right else "left" for place in places]
    rows = [[row[place] for place in places] for row in sheet.rows]
    title = f"<caption>{_cell(sheet.title)}</caption>" if sheet.title else ""
    head = "".join(f"<th>{_cell(sheet.columns[place].heading)}</th>" for place in places)
    cells = ([f'<td style="text-align:{side}">{_cell(cell)}</td>' for side, cell in zip(aligned, row, strict=True)]
             for row in rows)  # fmt: skip
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    """A value as text of a page: on one line, not too long, and none of its signs means anything to a browser."""
    return "" if value is None else escape(shortened(plain(str(value)), 2 * WIDEST))
