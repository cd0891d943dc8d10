"""The embedded store: one DuckDB file, held only while it is read or written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from graphgov import engine, layout
from graphgov.errors import StoreError
from graphgov.graph import Graph
from graphgov.schema import EdgeKind, RecordKind, Schema
from graphgov.store import formats, reading
from graphgov.store.base import (
    Batch,
    Counters,
    Elements,
    FileNames,
    FirstStated,
    Found,
    Identifiers,
    Import,
    Imports,
    Kinds,
    Limits,
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
from graphgov.store.writers import alone, clear_drafts, draft, give_name

if TYPE_CHECKING:
    import pyarrow as pa

    from graphgov.query.catalog import Catalog

FORMAT = 2
"""Version of what the layout does not show.  What tables and columns there are, a file says itself."""

_OWN_TABLES: Mapping[str, layout.Columns] = {
    "graphgov": {"format": "INTEGER NOT NULL"},
    "imports": {
        "import": "INTEGER", "source": "VARCHAR", "stated_on": "DATE", "imported_at": "TIMESTAMP",
        "undone": "BOOLEAN", "reason": "VARCHAR",
    },
    "files": {"import": "INTEGER", "file": "INTEGER", "name": "VARCHAR", "digest": "VARCHAR"},
    "ids": {"key": "INTEGER", "id": "VARCHAR"},
    "nodes": {"key": "INTEGER", "kind": "VARCHAR"},
}  # fmt: skip


class EmbeddedStore:
    """A graph and its record in one file."""

    def __init__(self, path: Path, schema: Schema) -> None:
        self.path, self.schema = path, schema
        kinds = (layout.tables(kind) for kind in schema.kinds.values())
        self._tables = {**_OWN_TABLES, **{name: columns for kind in kinds for name, columns in kind.items()}}
        # What was found out of one state of the file: that it has these tables, and its kinds as queries see them.
        self._sound: engine.Stamp | None = None
        self._kinds: tuple[engine.Stamp, Catalog] | None = None

    @property
    def address(self) -> str:
        """The file, whole."""
        return str(self.path.resolve())

    def read(self, wanted: Wanted | None = None) -> Graph:
        """The graph with the properties `wanted` (default: all)."""
        with self._reading() as connection:
            return reading.graph(connection, self.schema, wanted)

    def ask(self, question: Question) -> pa.Table:
        """Answer a question about the record."""
        return self.ask_all((question,))[0]

    def ask_all(self, questions: Sequence[Question]) -> list[pa.Table]:
        """Answer questions in their order, all of one state of the record."""
        with self._reading() as connection:
            session = _Session(connection, self.schema)
            return [session.ask(question) for question in questions]

    def query(self, cypher: str, parameters: Mapping[str, object], limits: Limits) -> Found:
        """Ask in Cypher, which has no words here that would write: BadQuery for what it lacks, StoreError past time."""
        from graphgov.store import asking

        with self._reading() as connection:
            return asking.answered(connection, self._catalog(), cypher, parameters, limits)

    def explained(self, cypher: str, parameters: Mapping[str, object]) -> str:
        """The SQL that answers a query, and what its names are bound to; what its searches read stands before it."""
        from graphgov.store import asking

        with self._reading():
            found = asking.selected(self._catalog(), cypher, parameters)
        steps = [sql for search in found.searches for sql in (search.ends, search.ties)]
        bound = found.values(" ".join([*steps, found.sql]), {})
        values = (f"-- ${name} = {value!r}" for name, value in bound.items())
        return "\n".join([*(f"{sql};" for sql in steps), found.sql, *values])

    def sql(self, sql: str) -> pa.Table:
        """The rows of a compiled query: it has no parameters and no text from outside but what the compiler quoted."""
        with self._reading() as connection:
            return connection.table(sql)

    def stamp(self) -> engine.Stamp:
        """Equal as long as the file is the same and nobody has written it."""
        return engine.stamp(self.path)

    def frozen(self, folder: Path) -> tuple[EmbeddedStore, engine.Stamp]:
        """A copy of the file in a folder, made between two writers, and the stamp of what was copied."""
        copy = folder / self.path.name
        return EmbeddedStore(copy, self.schema), engine.copy(self.path, copy)

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Hold the file for reading: a question then costs a hundredth of what opening takes."""
        with self._reading():
            yield

    @contextmanager
    def _reading(self) -> Iterator[engine.Connection]:
        with self._held() as connection:
            stamp = self.stamp()
            if self._sound != stamp:
                if formats.lacking(connection, self._tables, FORMAT):
                    raise StoreError("store_old_format", path=self.path)
                self._sound = stamp
            yield connection

    @contextmanager
    def _held(self) -> Iterator[engine.Connection]:
        connection = engine.connect(self.path, write=False)
        try:
            yield connection
        finally:
            connection.close()

    def _catalog(self) -> Catalog:
        """The kinds as they lie in the file, which is held; what they have to be asked for is asked once a state."""
        from graphgov.store import asking

        stamp = self.stamp()
        if self._kinds is None or self._kinds[0] != stamp:
            self._kinds = stamp, asking.kinds(self.schema, self._held)
        return self._kinds[1]

    @contextmanager
    def writing(self) -> Iterator[_Session]:
        """Hold the file for one writer.

        Where there is none, all is written to a draft beside it, which takes its name when it is whole: a first
        import that is refused or killed leaves nothing of that name, and none that another writer makes is lost.
        """
        with alone(self.path):
            clear_drafts(self.path)
            if engine.is_there(self.path):
                with self._opened(self.path) as session:
                    yield session
                return
            with draft(self.path) as own:
                with self._opened(own) as session:
                    yield session
                if session.written:
                    give_name(own, self.path)

    @contextmanager
    def _opened(self, path: Path) -> Iterator[_Session]:
        fresh = not path.exists()
        connection = engine.connect(path, write=True, called=self.path)
        try:
            if fresh:
                formats.create(connection, self._tables, FORMAT)
            else:
                formats.upgrade(connection, self._tables, FORMAT)
            yield _Session(connection, self.schema)
        finally:
            connection.close()


class _Session:
    """An open file."""

    def __init__(self, connection: engine.Connection, schema: Schema) -> None:
        self._connection, self._schema = connection, schema
        self.written = False

    def ask(self, question: Question) -> pa.Table:
        """Answer a question about the record."""
        match question:
            case Imports():
                return self._connection.table(_IMPORTS)
            case FileNames():
                return self._connection.table("SELECT import, file, name, digest FROM files")
            case Counters():
                return self._connection.table(self._counters())
            case Lookup(ids):
                joins = "JOIN ids i ON i.id = a.id LEFT JOIN nodes n ON n.key = i.key"
                return self._given(ids, "id", f"SELECT i.id, i.key, n.kind FROM asked a {joins}")
            case Said(kind, keys, column, undone):
                said = f"{layout.said(kind)} s JOIN imports i ON i.import = s.import"
                where = f"s.{column} IN (SELECT key FROM asked){'' if undone else ' AND NOT i.undone'}"
                return self._given(
                    keys, "key", f"SELECT i.source, i.stated_on AS said_on, s.* FROM {said} WHERE {where}"
                )
            case Kinds(keys):
                nodes = "SELECT n.key, n.kind, i.id FROM nodes n JOIN ids i ON i.key = n.key"
                return self._given(keys, "key", f"{nodes} WHERE n.key IN (SELECT key FROM asked)")
            case Ties(kind):
                return self._connection.table(f"SELECT key, src, dst, since, until FROM {kind}")
            case Elements(kind):
                return self._connection.table(reading.elements(self._schema.kinds[kind]))
            case Identifiers():
                return self._connection.table("SELECT key, id FROM ids")
            case Rows(kind):
                return self._connection.table(f"SELECT * FROM {kind}")
            case Record(kind):
                return self._connection.table(f"SELECT * FROM {layout.said(kind)}")
            case Unfinished():
                return self._connection.table("SELECT import FROM imports WHERE false")
            case SaidBy(kind, number):
                return self._connection.table(
                    f"SELECT DISTINCT key FROM {layout.said(kind)} WHERE import = ?", [number]
                )
            case FirstStated(kind):
                return self._connection.table(
                    f"SELECT s.key, min(i.stated_on) AS said_on FROM {layout.said(kind)} s "
                    "JOIN imports i ON i.import = s.import WHERE NOT i.undone GROUP BY s.key"
                )
            case Waiting(kind):
                return self._connection.table(
                    f"SELECT DISTINCT s.key FROM {layout.said(kind)} s JOIN imports i ON i.import = s.import "
                    f"WHERE NOT i.undone AND NOT EXISTS (SELECT 1 FROM {kind} e WHERE e.key = s.key)"
                )

    def _given(self, keys: pa.Array, name: str, sql: str) -> pa.Table:
        import pyarrow as pa

        with self._connection.given({"asked": pa.table({name: keys})}):
            return self._connection.table(sql)

    def _counters(self) -> str:
        tied = [
            f"SELECT max(key) AS key FROM {layout.said(kind.name)}"
            for kind in self._schema.kinds.values()
            if isinstance(kind, EdgeKind | RecordKind)
        ]
        return (
            'SELECT (SELECT coalesce(max("import"), 0) + 1 FROM imports) AS "import", '
            "(SELECT coalesce(max(key), 0) + 1 FROM ids) AS node, "
            f"(SELECT coalesce(max(key), 0) + 1 FROM ({' UNION ALL '.join(tied)})) AS element"
        )

    def write(self, batch: Batch) -> None:
        """Make a batch's changes in one transaction."""
        connection = self._connection
        with connection.transaction():
            if batch.cleared:
                self._clear()
            for entry in batch.entries:
                self._record(entry)
            if batch.undone is not None:
                connection.run("UPDATE imports SET undone = true WHERE import = ?", [batch.undone])
            if batch.ids is not None:
                self._append("ids", batch.ids)
            for kind, said in batch.said.items():
                self._append(layout.said(kind), said)
            for kind, rows in batch.elements.items():
                self._replace(kind, batch.touched[kind], rows)
        self.written = True

    def _clear(self) -> None:
        own = ("imports", "files", "ids", "nodes")
        for table in (*own, *(name for kind in self._schema.kinds for name in (kind, layout.said(kind)))):
            self._connection.run(f"DELETE FROM {table}")

    def _record(self, entry: Import) -> None:
        import pyarrow as pa

        self._connection.run(
            "INSERT INTO imports BY NAME SELECT ? AS import, ? AS source, ? AS stated_on, ? AS imported_at, "
            "? AS undone, ? AS reason",
            [entry.number, entry.source, entry.stated_on, entry.imported_at, entry.undone, entry.reason],
        )
        rows = [
            {"import": entry.number, "file": file, "name": name, "digest": digest}
            for file, (name, digest) in enumerate(entry.files)
        ]
        if rows:
            self._append("files", pa.Table.from_pylist(rows))

    def _append(self, table: str, rows: pa.Table) -> None:
        with self._connection.given({"given": rows}):
            self._connection.run(f"INSERT INTO {table} BY NAME SELECT * FROM given")

    def _replace(self, kind: str, touched: pa.Array, rows: pa.Table) -> None:
        import pyarrow as pa

        tables = (kind, "nodes") if kind in self._schema.node else (kind,)
        with self._connection.given({"touched": pa.table({"key": touched})}):
            for table in tables:
                if self._connection.rows(f"SELECT 1 FROM {table} LIMIT 1"):
                    self._connection.run(f"DELETE FROM {table} WHERE key IN (SELECT key FROM touched)")
        self._append(kind, rows)
        if kind in self._schema.node:
            with self._connection.given({"given": pa.table({"key": rows.column("key").unique()})}):
                self._connection.run("INSERT INTO nodes SELECT key, ? FROM given", [kind])


_IMPORTS = """
SELECT i.import, i.source, i.stated_on, i.imported_at, i.undone, coalesce(i.reason, '') AS reason,
       string_agg(f.name || '=' || f.digest, '|' ORDER BY f.file) AS files
FROM imports i LEFT JOIN files f ON f.import = i.import GROUP BY ALL ORDER BY i.import
"""
