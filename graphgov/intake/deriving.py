"""What the graph becomes: the rows of the elements of a kind that a change of the record touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphgov.engine import Connection
from graphgov.intake.merge import merged, merged_once
from graphgov.intake.staging import ends_of
from graphgov.schema import EdgeKind, Kind, NodeKind, RecordKind
from graphgov.store import Kinds, Session

if TYPE_CHECKING:
    import pyarrow as pa


def touched(kind: str) -> str:
    """The work table with the live statements about the elements of a kind that a change touches."""
    return f"touched_{kind}"


def derived(kind: str) -> str:
    """The work table with the rows of those elements."""
    return f"derived_{kind}"


def present_from(work: Connection, sql: str) -> None:
    """Say which nodes (key, kind) a change makes present, or absent (a null kind); the store knows all others."""
    work.run(f"CREATE TABLE present AS {sql}")


def derive(work: Connection, kind: Kind, session: Session) -> pa.Table:
    """Make `derived(kind)`, and return it, from `touched(kind)`.  A tie is in the graph while both of its ends are.

    `session`: where to ask for ends that are not `present`.
    """
    sql = merged(work, kind, touched(kind.name))
    if not isinstance(kind, NodeKind):
        _look_up_ends(work, kind, session)
        keys = [key for _, key in ends_of(kind)]
        joins = " ".join(f"JOIN ends {key}_ ON {key}_.key = m.{key} AND {key}_.kind IS NOT NULL" for key in keys)
        where = f"WHERE (src_.kind, dst_.kind) IN (VALUES {allowed(kind)})" if isinstance(kind, EdgeKind) else ""
        sql = f"SELECT m.* FROM ({sql}) m {joins} {where}"
    rows = work.table(sql)
    work.hold(derived(kind.name), rows)
    return rows


def derive_whole(work: Connection, kind: Kind, statements: pa.Table) -> pa.Table:
    """`derive` where each element has one of `statements`, and every end is there: only its period is not stated."""
    if isinstance(kind, RecordKind):
        rows = statements.drop_columns(["source", "said_on", "file", "row"])
    else:
        rows = statements.drop_columns(["source", "said_on", "import", "file", "row"])
        periods = work.table(f"SELECT since, until FROM ({merged_once(kind, touched(kind.name))})")
        for name in periods.column_names:
            rows = rows.append_column(name, periods.column(name))
    work.hold(derived(kind.name), rows)
    return rows


def allowed(kind: EdgeKind) -> str:
    """The pairs of kinds that an edge kind may join, as SQL values."""
    return ", ".join(f"('{start}', '{end}')" for start, end in sorted(kind.ends))


def _look_up_ends(work: Connection, kind: EdgeKind | RecordKind, session: Session) -> None:
    others = f"{touched(kind.name)} t ANTI JOIN present p ON p.key = t"
    keys = (f"SELECT t.{key} AS key FROM {others}.{key}" for _, key in ends_of(kind))
    asked = work.table(" UNION ".join(keys))
    with work.given({"others": session.ask(Kinds(asked.column("key").combine_chunks()))}):
        work.run("CREATE OR REPLACE TABLE ends AS SELECT key, kind FROM present UNION ALL SELECT key, kind FROM others")
