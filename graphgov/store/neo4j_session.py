"""What is asked of a Neo4j database, and what is written into it: the record and the elements that follow from it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from graphgov import engine, layout
from graphgov.schema import EdgeKind, Kind, RecordKind, Schema
from graphgov.store import property_graph as lain
from graphgov.store import reading
from graphgov.store.base import (
    Batch,
    Counters,
    Elements,
    FileNames,
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
from graphgov.store.bolt import ROWS, Bolt

if TYPE_CHECKING:
    import pyarrow as pa


class Neo4jSession:
    """The database while it is asked, or held by one writer."""

    def __init__(self, bolt: Bolt, schema: Schema) -> None:
        self._bolt, self._schema = bolt, schema
        self.written = False

    def ask(self, question: Question) -> pa.Table:
        """Answer a question about the record."""
        match question:
            case Said(kind, keys, column):
                return self._said(self._schema.kinds[kind], keys, column)
            case Ties(kind):
                return self._through(kind, f"SELECT key, src, dst, since, until FROM {kind}", ())
            case Rows(kind):
                return self._through(kind, f"SELECT * FROM {kind}", None)
            case Record(kind):
                rows = self._bolt.rows(_RECORD, {"kind": kind})
                return lain.as_table(lain.statement_columns(self._schema.kinds[kind]), [row["s"] for row in rows])
            case Elements(kind):
                return self._through(kind, reading.elements(self._schema.kinds[kind]), None)
        return lain.as_table(lain.columns_of(question), self._rows(question))

    def _rows(self, question: Question) -> list[dict[str, Any]]:
        match question:
            case Lookup(ids):
                return self._given(_LOOKUP, ids)
            case Kinds(keys):
                return [row for row in self._given(_KINDS, keys) if row["kind"]]
            case SaidBy(kind, number):
                return self._bolt.rows(_SAID_BY, {"kind": kind, "number": number})
            case Waiting(kind):
                return self._waiting(self._schema.kinds[kind])
        return self._bolt.rows(_ASKED[type(question)])

    def _given(self, cypher: str, values: pa.Array, **others: object) -> list[dict[str, Any]]:
        """The records of a query over ``$given``, some thousands of them at a time."""
        given = values.to_pylist()
        parts = (given[start : start + ROWS] for start in range(0, len(given), ROWS))
        return [row for part in parts for row in self._bolt.rows(cypher, {"given": part, **others})]

    def _live(self) -> dict[int, dict[str, Any]]:
        return {row["import"]: row for row in self._bolt.rows(_ASKED[Imports]) if not row["undone"]}

    def _said(self, kind: Kind, keys: pa.Array, column: str) -> pa.Table:
        live, found = self._live(), []
        cypher = f"MATCH (s:Statement) WHERE s.kind = $kind AND s.{column} IN $given RETURN properties(s) AS s"
        for row in self._given(cypher, keys, kind=kind.name):
            entry = live.get(row["s"]["import"])
            if entry is not None:
                found.append({"source": entry["source"], "said_on": entry["stated_on"], **row["s"]})
        return lain.as_table(lain.said_columns(kind), found)

    def _waiting(self, kind: Kind) -> list[dict[str, Any]]:
        pattern = f"()-[x:{kind.name}]->()" if isinstance(kind, EdgeKind) else f"(x:{kind.name})"
        there = {row["key"] for row in self._bolt.rows(f"MATCH {pattern} RETURN x.key AS key")}
        said = self._bolt.rows(_SAID, {"kind": kind.name, "live": list(self._live())})
        return [row for row in said if row["key"] not in there]

    def _through(self, kind: str, sql: str, names: Collection[str] | None) -> pa.Table:
        """The answer of a query about the tables of the embedded file."""
        scratch = engine.scratch()
        try:
            _fetch_kind(self._bolt, scratch, self._schema.kinds[kind], names)
            _fetch_ids(self._bolt, scratch)
            return scratch.table(sql)
        finally:
            scratch.close()

    def write(self, batch: Batch) -> None:
        """Make a batch's changes; whoever reads is refused until all are made."""
        self._begin(batch)
        self.written = True
        if batch.ids is not None:
            self._bolt.send(_NAME, batch.ids.to_pylist())
        for name, said in batch.said.items():
            self._bolt.send(_STATE, [lain.statement(name, row) for row in said.to_pylist()])
        # Nodes first: a tie is made between what is there.
        for kind in self._schema.kinds.values():
            if kind.name in batch.elements:
                self._replace(kind, batch.touched[kind.name], batch.elements[kind.name])
        self._bolt.run("MATCH (g:Graphgov) REMOVE g.unfinished SET g.changes = g.changes + 1")

    def _begin(self, batch: Batch) -> None:
        """Mark the database as unfinished and say, in the same transaction, what it is that is not finished."""
        entries = [_recorded(entry) for entry in batch.entries]
        if batch.undone is not None:
            entries.append({"number": batch.undone, "undone": True})
        number = 0 if batch.cleared or len(entries) > 1 else entries[0]["number"] if entries else None
        self._bolt.run(
            "MATCH (g:Graphgov) SET g.unfinished = $number, g.changes = g.changes + 1 WITH g UNWIND $entries AS entry "
            "MERGE (i:Import {number: entry.number}) SET i += entry",
            {"number": number, "entries": [] if batch.cleared else entries},
        )
        if batch.cleared:
            everything = "MATCH (n) WHERE NOT n:Graphgov CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"
            self._bolt.define(everything)
            self._bolt.send("UNWIND $rows AS row MERGE (i:Import {number: row.number}) SET i += row", entries)

    def _replace(self, kind: Kind, touched: pa.Array, rows: pa.Table) -> None:
        now, before = lain.elements(kind, rows)
        every, there = [{"key": key} for key in touched.to_pylist()], {row["key"] for row in now}
        gone = [row for row in every if row["key"] not in there]
        rows_of = {"gone": gone, "touched": every, "now": now, "before": before}
        for part, cypher in lain.changes(kind).items():
            self._bolt.send(cypher, rows_of[part])


def _recorded(entry: Import) -> dict[str, Any]:
    return {
        "number": entry.number, "source": entry.source, "stated_on": entry.stated_on,
        "imported_at": entry.imported_at, "undone": entry.undone,
        "names": [name for name, _ in entry.files], "digests": [digest for _, digest in entry.files],
    }  # fmt: skip


def fetch(bolt: Bolt, schema: Schema, scratch: engine.Connection, wanted: Wanted | None) -> None:
    """Fetch what is in the database into tables like those of the embedded file, to be read like these."""
    for kind in schema.kinds.values():
        every = wanted is None or isinstance(kind, RecordKind)
        _fetch_kind(bolt, scratch, kind, None if every else {"name", *(wanted or {}).get(kind.name, ())})
    _fetch_ids(bolt, scratch)
    scratch.hold("imports", Neo4jSession(bolt, schema).ask(Imports()))


def _fetch_ids(bolt: Bolt, scratch: engine.Connection) -> None:
    import pyarrow as pa

    keys, ids = bolt.columns("MATCH (e:Element) RETURN e.key, e.id") or ((), ())
    scratch.hold("ids", pa.table({"key": pa.array(keys, pa.int32()), "id": pa.array(ids, pa.string())}))


def _fetch_kind(bolt: Bolt, scratch: engine.Connection, kind: Kind, names: Collection[str] | None = None) -> None:
    """Make a kind's table, and fill in these of its properties (None: all)."""
    for statement in layout.create_tables(kind):
        scratch.run(statement)
    for pattern, columns in lain.selections(kind, names):
        values = bolt.columns(f"MATCH {pattern} RETURN {', '.join(columns.values())}")
        if values:
            with scratch.given({"fetched": lain.from_columns(kind, columns, values)}):
                scratch.run(f"INSERT INTO {kind.name} BY NAME SELECT * FROM fetched")


_KIND = "[label IN labels(e) WHERE label <> 'Element'][0] AS kind"
_LOOKUP = f"UNWIND $given AS id MATCH (e:Element {{id: id}}) RETURN e.id AS id, e.key AS key, {_KIND}"
_KINDS = f"UNWIND $given AS key MATCH (e:Element {{key: key}}) RETURN e.id AS id, e.key AS key, {_KIND}"
_SAID_BY = "MATCH (s:Statement {kind: $kind, import: $number}) RETURN DISTINCT s.key AS key"
_SAID = "MATCH (s:Statement {kind: $kind}) WHERE s.import IN $live RETURN DISTINCT s.key AS key"
_RECORD = "MATCH (s:Statement {kind: $kind}) RETURN properties(s) AS s"
_NAME = "UNWIND $rows AS row MERGE (e:Element {key: row.key}) SET e.id = row.id"
_STATE = "UNWIND $rows AS row MERGE (s:Statement {uid: row.uid}) SET s = row"

_ASKED: dict[type[Question], str] = {
    Imports: (
        "MATCH (i:Import) RETURN i.number AS import, i.source AS source, i.stated_on AS stated_on, "
        "i.imported_at AS imported_at, i.undone AS undone, CASE WHEN size(i.names) > 0 THEN "
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
    Identifiers: "MATCH (e:Element) RETURN e.key AS key, e.id AS id",
    Unfinished: "MATCH (g:Graphgov) WHERE g.unfinished IS NOT NULL RETURN g.unfinished AS import",
}
