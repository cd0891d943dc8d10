"""Taking an import back: the graph becomes what the other statements add up to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from graphgov import engine
from graphgov.errors import BadInput, GraphgovError
from graphgov.intake.circles import circles_of
from graphgov.intake.deriving import derive, present_from, touched
from graphgov.schema import SCHEMA, EdgeKind, NodeKind, RecordKind, Schema
from graphgov.store import Batch, Imports, Said, SaidBy, Session, Store, Ties, Unfinished

if TYPE_CHECKING:
    import pyarrow as pa


def undo(store: Store, schema: Schema = SCHEMA, number: int | None = None) -> dict[str, object]:
    """Undo the import of a number, by default the last that is not undone; its row of `Imports`.

    The record keeps its statements, but they are live no more.  An import that was broken off is the last one.
    Raises GraphgovError when there is none, or when later ones would be unsound without it.
    """
    with store.writing() as session:
        unfinished = mend(session, schema)
        if unfinished is not None:
            return next(row for row in session.ask(Imports()).to_pylist() if row["import"] == unfinished)
        live = [row for row in session.ask(Imports()).to_pylist() if not row["undone"]]
        if not live:
            raise GraphgovError("nothing_to_undo")
        found: dict[str, object] = _chosen(live, number)
        batch = _without(session, schema, live[-1]["import"] if number is None else number)
        later = [row["import"] for row in live if number is not None and row["import"] > number]
        for what in _unsound(session, schema, batch) if later else ():
            shown = ", ".join(map(str, reversed(later)))
            raise GraphgovError("undo_breaks", number=number, what=what, later=shown)
        session.write(batch)
    return found


def _chosen(live: list[dict[str, Any]], number: int | None) -> dict[str, Any]:
    found = [row for row in live if number in (None, row["import"])]
    if found:
        return found[-1]
    raise BadInput("no_such_import", number=number, known=", ".join(str(row["import"]) for row in live))


def _unsound(session: Session, schema: Schema, batch: Batch) -> Iterator[str]:
    """What elements would be that later statements speak of: a node without its type, an end before the start, a
    circle.  Without the last import there can be none: all was sound before it."""
    for name, rows in batch.elements.items():
        kind = schema.kinds[name]
        if isinstance(kind, NodeKind) and rows.column("type").null_count:
            yield f"{name}.type"
        if "valid_to" in kind.by_name and _ends_before(rows):
            yield f"{name}.valid_to"
        if isinstance(kind, EdgeKind) and kind.acyclic and rows.num_rows and _circle(session, name, batch):
            yield name


def _ends_before(rows: pa.Table) -> bool:
    import pyarrow.compute as pc

    wrong = pc.less_equal(rows.column("valid_to"), rows.column("valid_from"))
    return bool(pc.any(wrong).as_py())


def _circle(session: Session, kind: str, batch: Batch) -> bool:
    import pyarrow as pa
    import pyarrow.compute as pc

    ties = session.ask(Ties(kind))
    stand = ties.filter(pc.invert(pc.is_in(ties.column("key"), value_set=batch.touched[kind])))
    after = batch.elements[kind].select(ties.column_names)
    return bool(circles_of(pa.concat_tables([stand, after.cast(ties.schema)])))


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
