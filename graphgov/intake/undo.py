"""Taking the last import back: the graph becomes what the statements before it add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphgov import engine
from graphgov.errors import GraphgovError
from graphgov.intake.deriving import derive, present_from, touched
from graphgov.schema import SCHEMA, EdgeKind, RecordKind, Schema
from graphgov.store import Batch, Imports, Said, SaidBy, Session, Store, Unfinished

if TYPE_CHECKING:
    import pyarrow as pa


def undo(store: Store, schema: Schema = SCHEMA) -> dict[str, object]:
    """Undo the last import that is not undone; its row of `Imports`.

    The record keeps its statements, but they are live no more.  An import that was broken off is the last one.
    Raises GraphgovError when there is none.
    """
    with store.writing() as session:
        unfinished = mend(session, schema)
        if unfinished is not None:
            return next(row for row in session.ask(Imports()).to_pylist() if row["import"] == unfinished)
        live = [row for row in session.ask(Imports()).to_pylist() if not row["undone"]]
        if not live:
            raise GraphgovError("nothing_to_undo")
        session.write(_without(session, schema, int(live[-1]["import"])))
        last: dict[str, object] = live[-1]
    return last


def mend(session: Session, schema: Schema) -> int | None:
    """Take back what was broken off while it was written, so that the store is whole; the number of that import."""
    for row in session.ask(Unfinished()).to_pylist():
        number = int(row["import"])
        session.write(_without(session, schema, number) if number else Batch(cleared=True))
        return number or None
    return None


def _without(session: Session, schema: Schema, number: int) -> Batch:
    work = engine.scratch()
    for kind in schema.kinds.values():
        keys = session.ask(SaidBy(kind.name, number))
        before = session.ask(Said(kind.name, keys.column("key").combine_chunks()))
        with work.given({"keys": keys, "before": before}):
            work.run(f"CREATE TABLE keys_{kind.name} AS SELECT key FROM keys")
            work.run(f'CREATE TABLE {touched(kind.name)} AS SELECT * FROM before WHERE "import" <> {number}')
    nodes = " UNION ALL ".join(
        f"SELECT k.key, CASE WHEN s.key IS NOT NULL THEN '{kind.name}' END AS kind FROM keys_{kind.name} k "
        f"LEFT JOIN (SELECT DISTINCT key FROM {touched(kind.name)}) s USING (key)"
        for kind in schema.nodes
    )
    present_from(work, nodes)
    gone = work.table("SELECT key FROM present WHERE kind IS NULL").column("key").combine_chunks()
    for edge in schema.edges:
        for column in ("src", "dst"):
            _also(work, edge, session.ask(Said(edge.name, gone, column)), number)
    for record in schema.records:
        _also(work, record, session.ask(Said(record.name, gone, "src")), number)
    every = list(schema.kinds.values())
    return Batch(
        undone=number,
        elements={kind.name: derive(work, kind, session) for kind in every},
        touched={
            kind.name: work.table(f"SELECT DISTINCT key FROM keys_{kind.name}").column("key").combine_chunks()
            for kind in every
        },
    )


def _also(work: engine.Connection, kind: EdgeKind | RecordKind, said: pa.Table, number: int) -> None:
    """Ties of other imports whose end goes with this one wait for it again."""
    name = kind.name
    with work.given({"before": said}):
        work.run(
            f'INSERT INTO {touched(name)} BY NAME SELECT * FROM before WHERE "import" <> {number} '
            f"AND key NOT IN (SELECT key FROM keys_{name})"
        )
        own = f"SELECT key FROM keys_{name}"
        work.run(f"INSERT INTO keys_{name} SELECT DISTINCT key FROM before WHERE key NOT IN ({own})")
