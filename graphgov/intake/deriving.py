"""What the graph becomes: the rows of the elements of a kind that a change of the record touches."""

from __future__ import annotations

from graphgov.engine import Connection
from graphgov.intake.merge import merged
from graphgov.intake.staging import ends_of
from graphgov.schema import EdgeKind, Kind, NodeKind, RecordKind
from graphgov.store import Kinds, Session


def touched(kind: str) -> str:
    """The work table with the live statements about the elements of a kind that a change touches."""
    return f"touched_{kind}"


def derived(kind: str) -> str:
    """The work table with the rows of those elements."""
    return f"derived_{kind}"


def present_from(work: Connection, sql: str) -> None:
    """Say which nodes (key, kind) a change makes present, or absent (a null kind); the store knows all others."""
    work.run(f"CREATE TABLE present AS {sql}")


def derive(work: Connection, kind: Kind, session: Session) -> None:
    """Make `derived(kind)` from `touched(kind)`.  A tie is in the graph while both of its ends are."""
    sql = merged(work, kind, touched(kind.name))
    if isinstance(kind, NodeKind):
        work.run(f"CREATE TABLE {derived(kind.name)} AS {sql}")
        return
    whole = f"merged_{kind.name}"
    work.run(f"CREATE TABLE {whole} AS {sql}")
    _look_up_ends(work, kind, whole, session)
    keys = [key for _, key in ends_of(kind)]
    joins = " ".join(f"JOIN ends {key}_ ON {key}_.key = m.{key} AND {key}_.kind IS NOT NULL" for key in keys)
    where = f"WHERE (src_.kind, dst_.kind) IN (VALUES {allowed(kind)})" if isinstance(kind, EdgeKind) else ""
    work.run(f"CREATE TABLE {derived(kind.name)} AS SELECT m.* FROM {whole} m {joins} {where}")


def allowed(kind: EdgeKind) -> str:
    """The pairs of kinds that an edge kind may join, as SQL values."""
    return ", ".join(f"('{start}', '{end}')" for start, end in sorted(kind.ends))


def _look_up_ends(work: Connection, kind: EdgeKind | RecordKind, whole: str, session: Session) -> None:
    keys = " UNION ".join(f"SELECT {key} AS key FROM {whole}" for _, key in ends_of(kind))
    asked = work.table(f"SELECT key FROM ({keys}) WHERE key NOT IN (SELECT key FROM present)")
    with work.given({"others": session.ask(Kinds(asked.column("key").combine_chunks()))}):
        work.run("CREATE OR REPLACE TABLE ends AS SELECT key, kind FROM present UNION ALL SELECT key, kind FROM others")
