"""The one seam to engines: a `Store` writes a batch, reads the graph, and answers a few questions about the record.

Merging, undoing, coverage and all else stand above it and know no engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from graphgov.graph import Graph
from graphgov.schema import Schema

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Import:
    """One import: who said it, for which day, when it was taken in, from which files (name, digest); by hand why."""

    number: int
    source: str
    stated_on: date
    imported_at: datetime
    files: tuple[tuple[str, str], ...] = ()
    undone: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Batch:
    """What one transaction changes; written whole or not at all.

    `cleared`: all that is there goes first.  `entries`: the imports to record (several only where a whole record is
    copied into an empty store); `undone`: the number of an import to take out of the live record.
    `ids` (key, id): identifiers that are new.  `said[kind]`: statements to append.  For every kind in `elements`,
    the rows of the keys in `touched[kind]` are replaced by the rows given; `nodes` (key, kind) likewise says
    which of the touched node keys exist now.  The tables of a kind may be read from elsewhere when they
    are asked for, by any thread; so they are asked for once.
    """

    cleared: bool = False
    entries: tuple[Import, ...] = ()
    undone: int | None = None
    ids: pa.Table | None = None
    said: Mapping[str, pa.Table] = field(default_factory=dict)
    elements: Mapping[str, pa.Table] = field(default_factory=dict)
    touched: Mapping[str, pa.Array] = field(default_factory=dict)


# Questions about the record.  Each answer is an Arrow table with the columns named.


@dataclass(frozen=True)
class Imports:
    """All imports, undone too: import, source, stated_on, imported_at, undone, reason, files (name=digest, ...)."""


@dataclass(frozen=True)
class Lookup:
    """What is known of identifiers: id, key, kind (null while only ties name it)."""

    ids: pa.Array


@dataclass(frozen=True)
class Said:
    """The statements about elements of a kind: source, said_on (a day), import, file, row, keys, values."""

    kind: str
    keys: pa.Array
    column: str = "key"
    """The column that `keys` select by: key, src or dst, or id (of ties that have one)."""
    undone: bool = False
    """Whether those of imports that were taken back are wanted as well as the live ones."""


@dataclass(frozen=True)
class SaidBy:
    """The keys of a kind that one import, live or not, made statements about: key."""

    kind: str
    number: int


@dataclass(frozen=True)
class FirstStated:
    """The first day that anything live is stated for of each element of a kind: key, said_on."""

    kind: str


@dataclass(frozen=True)
class Waiting:
    """The live elements of an edge kind or record kind that an end is missing of: key."""

    kind: str


@dataclass(frozen=True)
class Kinds:
    """Which of these nodes exist, and of which kind: key, kind, id."""

    keys: pa.Array


@dataclass(frozen=True)
class Ties:
    """All edges of a kind as they stand: key, src, dst, since, until."""

    kind: str


@dataclass(frozen=True)
class Elements:
    """The elements of a kind with their last stated values: the columns of the kind in the schema, ids for ends,
    dates as they were written."""

    kind: str


@dataclass(frozen=True)
class Counters:
    """The next free numbers: import, node (keys of ids), element (keys of edges and claims)."""


@dataclass(frozen=True)
class FileNames:
    """The files of imports: import, file, name, digest."""


@dataclass(frozen=True)
class Identifiers:
    """All identifiers that were ever named: key, id."""


@dataclass(frozen=True)
class Rows:
    """The rows of the elements of a kind as they stand, all periods: keys, since, until (a claim: import), values."""

    kind: str


@dataclass(frozen=True)
class Record:
    """All statements about elements of a kind, live or not: import, file, row, keys, values."""

    kind: str


@dataclass(frozen=True)
class Unfinished:
    """The number of an import that was broken off while it was written, or taken back: import; mostly no row.

    Where a transaction holds a whole import there is none.  Undoing it again makes the store whole.  Number 0 stands
    for a copy of a whole record, of which nothing is to be kept.
    """


Question = (
    Imports | Lookup | Kinds | Said | SaidBy | Ties | Waiting | Elements | Counters | FileNames | Unfinished
    | Identifiers | Rows | Record | FirstStated
)  # fmt: skip

Wanted = Mapping[str, Collection[str]]
"""The properties to read of each kind."""

Stamp = Hashable
"""Tells one state of a store from the next."""

Progress = Callable[[str, int, int], None]
"""Told the stage, what is done and what there is to do."""


@dataclass(frozen=True)
class Limits:
    """How long a query may take (seconds), and how many rows of its answer are wanted."""

    seconds: float = 60.0
    rows: int = 10_000


@dataclass(frozen=True)
class Found:
    """The answer of a query: columns, rows, and whether there are more rows than were wanted."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool = False


class Session(Protocol):
    """A store while one writer holds it: what is asked stays true until what is written."""

    def ask(self, question: Question) -> pa.Table:
        """Answer a question about the record."""

    def write(self, batch: Batch) -> None:
        """Make a batch's changes, all or none."""


class Store(Protocol):
    """A place where a graph and its record are kept."""

    @property
    def address(self) -> str:
        """Where it is, as people may read it: a file, or a server without secrets."""

    @property
    def schema(self) -> Schema:
        """What there can be in it."""

    def read(self, wanted: Wanted | None = None) -> Graph:
        """The graph with the properties `wanted` (default: all)."""

    def ask(self, question: Question) -> pa.Table:
        """Answer a question about the record."""

    def ask_all(self, questions: Sequence[Question]) -> list[pa.Table]:
        """Answer questions in their order, all of one state of the record."""

    def query(self, cypher: str, parameters: Mapping[str, object], limits: Limits) -> Found:
        """Ask in Cypher, read only.  Raises BadQuery for what cannot be asked here, StoreError past the time limit."""

    def explained(self, cypher: str, parameters: Mapping[str, object]) -> str:
        """How a query is answered: in what the engine is asked; raises BadQuery as `query` does."""

    def writing(self) -> AbstractContextManager[Session]:
        """Hold the store for one writer; raises StoreError when another does."""

    def stamp(self) -> Stamp:
        """Something that is equal as long as nothing is written, and costs next to nothing to ask for."""

    def frozen(self, folder: Path) -> tuple[Store, Stamp]:
        """The store as it stands now, which nobody writes any more, and its stamp; `folder`: room for a copy."""

    def kept_open(self) -> AbstractContextManager[None]:
        """A block in which several questions cost less, because nothing has to be opened for each."""
