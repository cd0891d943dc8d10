"""What is asked of a Neo4j database, and what is written into it: the record and the elements that follow from it."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from graphgov import engine, layout
from graphgov.schema import EdgeKind, Kind, RecordKind, Schema
from graphgov.store import fetching, reading, sending
from graphgov.store.base import (
    Batch,
    Counters,
    Elements,
    FileNames,
    FirstStated,
    Identifiers,
    Import,
    Imports,
    Kinds,
    Lookup,
    Question,
    Record,
    Rows,
    Said,
    SaidBy,
    Ties,
    Unfinished,
    Waiting,
    Wanted,
)
from graphgov.store.bolt import ROWS, Bolt, Parameters
from graphgov.store.fetching import Cells, Selection

if TYPE_CHECKING:
    import pyarrow as pa


class Neo4jSession:
    """The database while it is asked, or held by one writer."""

    def __init__(self, bolt: Bolt, schema: Schema) -> None:
        self._bolt, self._schema = bolt, schema
        self.written = False
        self._forget()

    def _forget(self) -> None:
        """Give up what was asked before, when it may have changed; a session is of one state of the database."""
        self._ids: pa.Table | None = None
        self._imports: dict[int, dict[str, Any]] | None = None
        self._filled: set[str] | None = None

    def ask(self, question: Question) -> pa.Table:
        """Answer a question about the record."""
        match question:
            case Said():
                return self._said(question)
            case Ties(kind):
                return self._through(kind, f"SELECT key, src, dst, since, until FROM {kind}", ())
            case Rows(kind):
                return self._through(kind, f"SELECT * FROM {kind}", None)
            case Record(kind):
                return fetched(self._bolt, fetching.statements(self._schema.kinds[kind]), {"kind": kind})
            case Identifiers():
                return fetched(self._bolt, fetching.identifiers())
            case Elements(kind):
                return self._elements(self._schema.kinds[kind])
            case Lookup(ids):
                return self._given(_LOOKUP, fetching.named(), ids)
            case Kinds(keys):
                return self._given(_KINDS, fetching.named(), keys)
            case SaidBy(kind, number):
                return self._keys(_SAID_BY, {"kind": kind, "number": number})
            case FirstStated(kind):
                return self._first_stated(kind)
            case Waiting(kind):
                return self._waiting(self._schema.kinds[kind])
        return fetching.as_table(fetching.columns_of(question), self._bolt.rows(_ASKED[type(question)]))

    def _given(self, match: str, cells: Cells, values: pa.Array, **others: object) -> pa.Table:
        """What matches any of ``$given``, some thousands of them at a time."""
        given = values.to_pylist()
        parts = (given[start : start + ROWS] for start in range(0, len(given), ROWS))
        cypher = f"{match} RETURN {fetching.packed(cells)} AS rows"
        return fetching.joined(
            cells, (rows for part in parts for rows in self._bolt.lists(cypher, {"given": part, **others}))
        )

    def _keys(self, match: str, parameters: Parameters) -> pa.Table:
        cells = fetching.key_alone()
        cypher = f"{match} RETURN {fetching.packed(cells)} AS rows"
        return fetching.joined(cells, self._bolt.lists(cypher, parameters))

    def imports(self) -> dict[int, dict[str, Any]]:
        """All imports by their numbers."""
        if self._imports is None:
            self._imports = {row["import"]: row for row in self._bolt.rows(_ASKED[Imports])}
        return self._imports

    def live(self) -> dict[int, dict[str, Any]]:
        """The imports that are not undone, by their numbers."""
        return {number: row for number, row in self.imports().items() if not row["undone"]}

    def filled(self) -> set[str]:
        """The labels and types of which there is anything: most of what can have been otherwise never was."""
        if self._filled is None:
            rows = self._bolt.rows(fetching.counts(self._schema))
            self._filled = {row["name"] for row in rows if row["count"]}
        return self._filled

    def _said(self, asked: Said) -> pa.Table:
        import pyarrow as pa

        imports = self.imports() if asked.undone else self.live()
        match = f"MATCH (x:Statement) WHERE x.kind = $kind AND x.{asked.column} IN $given AND x.import IN $imports"
        cells = fetching.statements(self._schema.kinds[asked.kind]).cells
        found = self._given(match, cells, asked.keys, kind=asked.kind, imports=list(imports))
        by = found.column("import").to_pylist()
        source = pa.array([imports[number]["source"] for number in by], pa.string())
        said_on = pa.array([imports[number]["stated_on"] for number in by], pa.date32())
        return found.add_column(0, "said_on", said_on).add_column(0, "source", source)

    def _waiting(self, kind: Kind) -> pa.Table:
        there = f"()-[:{kind.name} {{key: key}}]->()" if isinstance(kind, EdgeKind) else f"(:{kind.name} {{key: key}})"
        match = f"{_SAID} WHERE NOT EXISTS {{ MATCH {there} }}"
        return self._keys(match, {"kind": kind.name, "live": list(self.live())})

    def _first_stated(self, kind: str) -> pa.Table:
        days = {str(number): row["stated_on"] for number, row in self.live().items()}
        cells = fetching.first_days()
        cypher = f"{_FIRST_STATED} RETURN {fetching.packed(cells)} AS rows"
        return fetching.joined(cells, self._bolt.lists(cypher, {"kind": kind, "days": days}))

    def _elements(self, kind: Kind) -> pa.Table:
        if self._ids is None:
            self._ids = self.ask(Identifiers())
        return self._through(kind.name, reading.elements(kind), None, self._ids)

    def _through(self, kind: str, sql: str, names: Collection[str] | None, ids: pa.Table | None = None) -> pa.Table:
        """The answer of a query about the tables of the embedded file."""
        scratch = engine.scratch()
        try:
            self.fetch_kind(scratch, self._schema.kinds[kind], names)
            if ids is not None:
                scratch.hold("ids", ids)
            return scratch.table(sql)
        finally:
            scratch.close()

    def fetch_kind(self, scratch: engine.Connection, kind: Kind, names: Collection[str] | None) -> None:
        """Make a kind's table, and fill in these of its properties (None: all)."""
        for statement in layout.create_tables(kind):
            scratch.run(statement)
        for selection in fetching.elements(kind, names):
            if selection.name in self.filled():
                with scratch.given({"fetched": fetched(self._bolt, selection)}):
                    scratch.run(f"INSERT INTO {kind.name} BY NAME SELECT * FROM fetched")

    def write(self, batch: Batch) -> None:
        """Make a batch's changes; whoever reads is refused until all are made."""
        self._begin(batch)
        self.written = True
        self._fill(batch)
        self._bolt.run(f"MATCH (g:Graphgov) REMOVE g.unfinished SET g.changes = g.changes + 1 WITH g {sending.ENDED}")
        self._forget()

    def _fill(self, batch: Batch) -> None:
        """Write record and graph side by side.

        What is stated of a kind is written before what follows from it: what is broken off is taken back by what was
        stated.  Nodes come first: a tie is made between what is there.
        """
        record, graph = (sending.Lane(self._bolt, name) for name in sending.LANES)

        def state(kind: Kind) -> None:
            record.statements(kind, batch.said[kind.name])

        kinds = self._schema.kinds.values()
        with ThreadPoolExecutor(1) as beside:
            stated = {kind.name: beside.submit(state, kind) for kind in kinds if kind.name in batch.said}
            try:
                if batch.ids is not None:
                    graph.identifiers(batch.ids)
                for kind in kinds:
                    if kind.name in stated:
                        stated[kind.name].result()
                    if kind.name in batch.elements:
                        graph.elements(kind, batch.touched[kind.name], batch.elements[kind.name])
            except BaseException:
                beside.shutdown(cancel_futures=True)
                raise

    def _begin(self, batch: Batch) -> None:
        """Mark the database as unfinished and say, in the same transaction, what it is that is not finished."""
        entries = [_recorded(entry) for entry in batch.entries]
        if batch.undone is not None:
            entries.append({"number": batch.undone, "undone": True})
        number = 0 if batch.cleared or len(entries) > 1 else entries[0]["number"] if entries else None
        self._bolt.run(
            f"MATCH (g:Graphgov) SET g.unfinished = $number, g.changes = g.changes + 1 WITH g {_RECORD}",
            {"number": number, "entries": [] if batch.cleared else entries},
        )
        if batch.cleared:
            everything = "MATCH (n) WHERE NOT n:Graphgov CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
            self._bolt.once(everything)
            self._bolt.run(_RECORD, {"entries": entries})
        self._bolt.run(sending.BEGUN, {"lanes": sending.LANES})


def _recorded(entry: Import) -> dict[str, Any]:
    return {
        "number": entry.number, "source": entry.source, "stated_on": entry.stated_on,
        "imported_at": entry.imported_at, "undone": entry.undone, "reason": entry.reason,
        "names": [name for name, _ in entry.files], "digests": [digest for _, digest in entry.files],
    }  # fmt: skip


def fetch(bolt: Bolt, schema: Schema, scratch: engine.Connection, wanted: Wanted | None) -> None:
    """Fetch what is in the database into tables like those of the embedded file, to be read like these."""
    session = Neo4jSession(bolt, schema)
    for kind in schema.kinds.values():
        every = wanted is None or isinstance(kind, RecordKind)
        session.fetch_kind(scratch, kind, None if every else {"name", *(wanted or {}).get(kind.name, ())})
    scratch.hold("ids", session.ask(Identifiers()))
    scratch.hold("imports", session.ask(Imports()))


def fetched(bolt: Bolt, selection: Selection, parameters: Parameters | None = None) -> pa.Table:
    """All that a selection finds."""
    return fetching.joined(selection.cells, bolt.lists(selection.cypher(), parameters))


_LOOKUP = "UNWIND $given AS id MATCH (x:Element {id: id})"
_KINDS = "UNWIND $given AS key MATCH (x:Element {key: key}) WHERE size(labels(x)) > 1"
_SAID_BY = "MATCH (s:Statement {kind: $kind, import: $number}) WITH DISTINCT s.key AS key"
_SAID = "MATCH (s:Statement {kind: $kind}) WHERE s.import IN $live WITH DISTINCT s.key AS key"
_FIRST_STATED = (
    "MATCH (s:Statement {kind: $kind}) WITH s.key AS key, min($days[toString(s.import)]) AS said_on "
    "WHERE said_on IS NOT NULL"
)
_RECORD = "UNWIND $entries AS entry MERGE (i:Import {number: entry.number}) SET i += entry"

_ASKED: dict[type[Question], str] = {
    Imports: (
        "MATCH (i:Import) RETURN i.number AS import, i.source AS source, i.stated_on AS stated_on, "
        "i.imported_at AS imported_at, i.undone AS undone, coalesce(i.reason, '') AS reason, "
        "CASE WHEN size(i.names) > 0 THEN "
        "reduce(text = '', n IN range(0, size(i.names) - 1) | text + CASE WHEN n > 0 THEN '|' ELSE '' END "
        "+ i.names[n] + '=' + i.digests[n]) END AS files ORDER BY import"
    ),
    FileNames: (
        "MATCH (i:Import) UNWIND range(0, size(i.names) - 1) AS file "
        "RETURN i.number AS import, file, i.names[file] AS name, i.digests[file] AS digest ORDER BY import, file"
    ),
    Counters: (
        "RETURN coalesce(COLLECT { MATCH (i:Import) RETURN max(i.number) }[0], 0) + 1 AS import, "
        "coalesce(COLLECT { MATCH (e:Element) RETURN max(e.key) }[0], 0) + 1 AS node, "
        "coalesce(COLLECT { MATCH (s:Statement) WHERE s.src IS NOT NULL RETURN max(s.key) }[0], 0) + 1 AS element"
    ),
    Unfinished: "MATCH (g:Graphgov) WHERE g.unfinished IS NOT NULL RETURN g.unfinished AS import",
}
