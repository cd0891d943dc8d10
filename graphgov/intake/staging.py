"""The work table of an import: an in-memory engine beside the store's own, and what every step of it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphgov.engine import Connection
from graphgov.schema import EdgeKind, NodeKind, RecordKind, Schema
from graphgov.store import Import, Session

MOST_OF_A_SORT = 100
"""So many rows are named for one sort of problem in one column."""


@dataclass(frozen=True, eq=False)
class Staging:
    """Tables in `work`: ``read_<Kind>`` with the typed rows of a file, ``known`` (id, key, kind, fresh) for all ids.

    Rows are copied as rarely as can be: whatever is used once is a view, and what leaves for the store stays as Arrow.
    """

    work: Connection
    schema: Schema
    session: Session
    entry: Import
    counters: Mapping[str, int]
    files: dict[str, str] = field(default_factory=dict)
    """The file of each kind that has rows."""
    unnamed: list[int] = field(default_factory=list)
    """Numbers of problems that are counted, but not named."""

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

    def file_number(self, kind: str) -> int:
        """The place of a kind's file among the import's files."""
        return [name for name, _ in self.entry.files].index(self.files[kind])


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def read(kind: str) -> str:
    """The work table with the typed rows of a kind's file."""
    return f"read_{kind}"


def new(kind: str) -> str:
    """The work table with the rows of a kind of ties or records, with the keys of their ends."""
    return f"new_{kind}"


def ends_of(kind: EdgeKind | RecordKind) -> tuple[tuple[str, str], ...]:
    """The columns with identifiers and the key columns that they become."""
    return (("from", "src"), ("to", "dst")) if isinstance(kind, EdgeKind) else (("about", "src"),)
