"""Which tie a row is about: the same tie said before, or a new one.

A tie's identity is its id when it has one, else its kind, ends, basis and first day, empty equal to empty.  When a
source fills in the first day that it had left empty before, it is the same tie.  A record's identity is its source,
its node, and what its kind names: of a claim the measure and the day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graphgov.errors import Problem
from graphgov.intake.staging import Staging, ends_of, new, quoted
from graphgov.schema import EdgeKind, RecordKind
from graphgov.store import Said

if TYPE_CHECKING:
    import pyarrow as pa


def find_elements(staging: Staging, kind: EdgeKind | RecordKind) -> list[Problem]:
    """Make `found(kind)` where something was said before; problems where two rows are about the same element."""
    work, table = staging.work, new(kind.name)
    problems = _twice(staging, kind)
    if isinstance(kind, EdgeKind):
        problems += _other_ends(staging, kind)
    if staging.first:
        return problems
    first = ends_of(kind)[0][1]
    asked = work.table(
        f"SELECT DISTINCT n.{first} AS key FROM {table} n JOIN known k ON k.key = n.{first} AND NOT k.fresh"
    )
    before = staging.session.ask(Said(kind.name, asked.column("key").combine_chunks(), first))
    with work.given({"before": before}):
        own = f"AND o.source = {quoted(staging.entry.source)}"
        same = f"{_identity(kind, 'o')} IS NOT DISTINCT FROM {_identity(kind, 'n')}"
        work.run(
            f"CREATE TABLE {found(kind.name)} AS SELECT n.row, min(o.key) AS key FROM {table} n JOIN before o "
            f"ON {_same_ends(kind)} AND {same} {own if isinstance(kind, RecordKind) else ''} GROUP BY n.row"
        )
        if isinstance(kind, EdgeKind):
            work.run(_filled_in(kind.name, _same_ends(kind), own))
    return problems


def found(kind: str) -> str:
    """The work table with the keys of the elements that rows of a kind are about (row, key); all others are new."""
    return f"found_{kind}"


def element_keys(staging: Staging, kind: EdgeKind | RecordKind, first: int) -> pa.Array:
    """The keys of the elements that the rows of a kind are about; those of new ones count from `first` on."""
    import pyarrow as pa

    rows = staging.rows[kind.name].column("row").to_numpy()
    keys = first + np.arange(len(rows), dtype=np.int32)
    if not staging.first:
        known = staging.work.table(f"SELECT row, key FROM {found(kind.name)}")
        keys[np.searchsorted(rows, known.column("row").to_numpy())] = known.column("key").to_numpy()
    return pa.array(keys)


def _same_ends(kind: EdgeKind | RecordKind) -> str:
    return " AND ".join(f"o.{key} = n.{key}" for _, key in ends_of(kind))


def _identity(kind: EdgeKind | RecordKind, alias: str) -> str:
    if isinstance(kind, RecordKind):
        return f"({', '.join(f'{alias}.{name}' for name in kind.identity)})"
    other = f"{{'basis': coalesce({alias}.basis, ''), 'since': {alias}.valid_from}}"
    return f"(coalesce({alias}.id, ''), CASE WHEN {alias}.id IS NULL THEN {other} END)"


def _twice(staging: Staging, kind: EdgeKind | RecordKind) -> list[Problem]:
    if not _parallel(staging.rows[kind.name], kind):
        return []
    ends = ", ".join(key for _, key in ends_of(kind))
    group = f"{ends}, {_identity(kind, 'n')}"
    column = ends_of(kind)[0][0]
    # Few ties have their two ends in common with another: only these are compared in full.
    parallel = f"SELECT {ends} FROM {new(kind.name)} GROUP BY {ends} HAVING count(*) > 1"
    twice = staging.faulty(
        f'SELECT row, "{column}", min(row) OVER (PARTITION BY {group}) '
        f"FROM (SELECT * FROM {new(kind.name)} SEMI JOIN ({parallel}) USING ({ends})) n "
        f"QUALIFY row_number() OVER (PARTITION BY {group} ORDER BY row) > 1 ORDER BY row"
    )
    file = staging.files[kind.name]
    return [
        Problem(file, int(str(row)), column, str(value), "duplicate", (("other", f"{file}:{other}"),))
        for row, value, other in twice
    ]


def _parallel(rows: pa.Table, kind: EdgeKind | RecordKind) -> bool:
    """Whether any two rows have all their ends in common."""
    ends = np.zeros(rows.num_rows, np.int64)
    for _, key in ends_of(kind):
        ends = (ends << 32) | rows.column(key).fill_null(0).to_numpy()
    ends.sort()
    return bool((ends[1:] == ends[:-1]).any())


def _other_ends(staging: Staging, kind: EdgeKind) -> list[Problem]:
    """Rows with the identifier of a tie between other nodes: a tie is not moved, and has its identifier alone."""
    asked = staging.rows[kind.name].column("id").drop_null().unique()
    if not len(asked):
        return []
    file = staging.files[kind.name]
    before = staging.session.ask(Said(kind.name, asked, "id"))
    with staging.work.given({"before": before}):
        moved = staging.faulty(
            f"""SELECT n.row, n.id, min(o.place) FROM {new(kind.name)} n JOIN (
                SELECT id, src, dst, NULL AS row, source AS place FROM before UNION ALL
                SELECT id, src, dst, row, {quoted(file)} || ':' || row AS place FROM {new(kind.name)}
            ) o ON o.id = n.id AND (o.src, o.dst) <> (n.src, n.dst) AND coalesce(o.row, 0) < n.row
            GROUP BY n.row, n.id ORDER BY n.row"""
        )
    return [
        Problem(file, int(str(row)), "id", str(value), "other_ends", (("other", str(other)),))
        for row, value, other in moved
    ]


def _filled_in(kind: str, ends: str, own: str) -> str:
    """Rows with a first day, for ties that the source had given none and that no row speaks of any more."""
    return f"""INSERT INTO {found(kind)}
        SELECT n.row, min(o.key) FROM {new(kind)} n JOIN before o
            ON {ends} AND coalesce(o.basis, '') = coalesce(n.basis, '') {own} AND o.id IS NULL AND o.valid_from IS NULL
        WHERE n.id IS NULL AND n.valid_from IS NOT NULL AND n.row NOT IN (SELECT row FROM {found(kind)})
          AND o.key NOT IN (SELECT key FROM {found(kind)})
          AND o.key NOT IN (SELECT key FROM before WHERE valid_from IS NOT NULL)
        GROUP BY n.row
        QUALIFY row_number() OVER (PARTITION BY min(o.key) ORDER BY any_value(n.valid_from), n.row) = 1"""
