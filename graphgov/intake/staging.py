"""The work table of an import: an in-memory engine beside the store's own, and what every step of it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graphgov.engine import Connection
from graphgov.schema import EdgeKind, NodeKind, RecordKind, Schema
from graphgov.store import Import, Session

if TYPE_CHECKING:
    import pyarrow as pa

MOST_OF_A_SORT = 100
"""So many rows are named for one sort of problem in one column."""


class Origins(NamedTuple):
    """Where the rows of a table come from, by their number in it (from 1): the place of the file, the row there.

    In place of the file stands `layout.WITHDRAWN` where the row says what its source no longer says.
    """

    files: np.ndarray[Any, np.dtype[np.int32]]
    rows: np.ndarray[Any, np.dtype[np.int32]]


@dataclass(frozen=True, eq=False)
class Staging:
    """Tables in `work`: ``new_<Kind>`` with the typed rows of a file, ``known`` (id, key, kind, fresh) for all ids.

    Rows are copied as rarely as can be: they are Arrow tables from the file to the store, which `work` reads in place.
    """

    work: Connection
    schema: Schema
    session: Session
    entry: Import
    counters: Mapping[str, int]
    origins: Mapping[str, Origins] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """The file of each kind that has rows."""
    rows: dict[str, pa.Table] = field(default_factory=dict)
    """The typed rows of each kind: its value columns, id or ends, row; once they are identified, their keys."""
    unnamed: list[int] = field(default_factory=list)
    """Numbers of problems that are counted, but not named."""

    @property
    def first(self) -> bool:
        """Whether nothing has been said before, by anybody."""
        return self.entry.number == 1

    def faulty(self, sql: str) -> list[tuple[object, ...]]:
        """The first rows of a query for faults; those that are left out are counted."""
        rows = self.work.rows(f"SELECT *, count(*) OVER () FROM ({sql}) LIMIT {MOST_OF_A_SORT}")
        self.unnamed.extend(int(str(row[-1])) - len(rows) for row in rows[:1])
        return [row[:-1] for row in rows]

    @property
    def node_kinds(self) -> list[NodeKind]:
        """The node kinds that have rows."""
        return [kind for kind in self.schema.nodes if kind.name in self.files]

    @property
    def tied_kinds(self) -> list[EdgeKind | RecordKind]:
        """The edge and record kinds that have rows."""
        every: tuple[EdgeKind | RecordKind, ...] = (*self.schema.edges, *self.schema.records)
        return [kind for kind in every if kind.name in self.files]

    def files_of(self, kind: str) -> pa.Array:
        """The places of the files that the rows of a kind come from, among the import's files."""
        import pyarrow as pa

        rows = self.rows[kind]
        if kind in self.origins:
            return pa.array(self.origins[kind].files[rows.column("row").to_numpy() - 1], pa.int32())
        number = [name for name, _ in self.entry.files].index(self.files[kind])
        return pa.repeat(pa.scalar(number, pa.int32()), rows.num_rows)

    def recorded(self, kind: str, said: pa.Table) -> pa.Table:
        """Statements of a kind with the rows that the record is to name."""
        import pyarrow as pa

        if kind not in self.origins:
            return said
        rows = self.origins[kind].rows[said.column("row").to_numpy() - 1]
        return said.set_column(said.column_names.index("row"), "row", pa.array(rows, pa.int32()))


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def new(kind: str) -> str:
    """The work table with the typed rows of a kind's file, with their keys or those of their ends."""
    return f"new_{kind}"


def ends_of(kind: EdgeKind | RecordKind) -> tuple[tuple[str, str], ...]:
    """The columns with identifiers and the key columns that they become."""
    return (("from", "src"), ("to", "dst")) if isinstance(kind, EdgeKind) else (("about", "src"),)
