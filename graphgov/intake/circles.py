"""Circles of ties that must have none (a place that is part of itself by way of others), on any one day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from graphgov.errors import Problem
from graphgov.intake.deriving import derived, touched
from graphgov.intake.staging import Staging, new
from graphgov.intake.writing import saying
from graphgov.schema import EdgeKind
from graphgov.store import Kinds, Ties

if TYPE_CHECKING:
    import pyarrow as pa

Ring = list[tuple[int, int, int]]
"""Ties (key, src, dst), each leading to where the next one starts."""

Ints = np.ndarray[Any, np.dtype[np.int64]]


def circles(staging: Staging, changed: Collection[str]) -> list[Problem]:
    """A problem for each circle that the `changed` kinds of ties have with those that stand, on one day."""
    kinds = [kind for kind in staging.schema.edges if kind.acyclic and kind.name in changed]
    return [problem for kind in kinds for problem in _circles_of(staging, kind)]


def _circles_of(staging: Staging, kind: EdgeKind) -> list[Problem]:
    with staging.work.given({"standing": staging.session.ask(Ties(kind.name))}):
        ties = staging.work.table(
            f"SELECT key, src, dst, since, until FROM standing WHERE key NOT IN (SELECT key FROM {touched(kind.name)}) "
            f"UNION ALL SELECT key, src, dst, since, until FROM {derived(kind.name)}"
        )
    return [_problem(staging, kind, day, ring) for day, ring in circles_of(ties)]


def circles_of(ties: pa.Table) -> list[tuple[date, Ring]]:
    """For each circle found: a day on which it is closed, and its ties (key, src, dst) in order.

    `ties` has the columns key, src, dst, since, until.  One circle is shown for each day on which a tie begins.
    """
    key, src, dst = (ties.column(name).to_numpy() for name in ("key", "src", "dst"))
    since, until = (ties.column(name).to_numpy() for name in ("since", "until"))
    left = _peeled(src, dst, np.flatnonzero(since < until))
    found: list[tuple[date, Ring]] = []
    for day in np.unique(since[left]):
        rest = _peeled(src, dst, left[(since[left] <= day) & (day < until[left])])
        if len(rest):
            onward = {int(src[row]): int(row) for row in rest}
            found.append((day.astype("datetime64[D]").item(), _ring(key, src, dst, onward)))
    return found


def _peeled(src: Ints, dst: Ints, rows: Ints) -> Ints:
    """The ties that are left when those that lead nowhere, or come from nowhere, are taken away again and again."""
    while len(rows):
        kept = rows[np.isin(dst[rows], src[rows]) & np.isin(src[rows], dst[rows])]
        if len(kept) == len(rows):
            break
        rows = kept
    return rows


def _ring(key: Ints, src: Ints, dst: Ints, onward: dict[int, int]) -> Ring:
    node, seen = next(iter(onward)), list[int]()
    while node not in seen:
        seen.append(node)
        node = int(dst[onward[node]])
    rows = [onward[each] for each in seen[seen.index(node) :]]
    return [(int(key[row]), int(src[row]), int(dst[row])) for row in rows]


def _problem(staging: Staging, kind: EdgeKind, day: date, ring: Ring) -> Problem:
    names = _names(staging, [src for _, src, _ in ring])
    shown = " -> ".join(names[node] for node in [*(src for _, src, _ in ring), ring[0][1]])
    file, row, column, value = _place(staging, kind, ring)
    return Problem(file, row, column, value, "cycle", (("day", str(day)), ("ring", shown)))


def _place(staging: Staging, kind: EdgeKind, ring: Ring) -> tuple[str, int, str, str]:
    """The first tie of a ring that the import states; else the node that its ties had been waiting for."""
    work, keys = staging.work, ", ".join(str(key) for key, _, _ in ring)
    if kind.name in staging.files:
        said = f"{saying(kind.name)} s JOIN {new(kind.name)} n USING (row)"
        for row, end in work.rows(f'SELECT row, n."to" FROM {said} WHERE s.key IN ({keys}) ORDER BY row LIMIT 1'):
            return staging.files[kind.name], int(str(row)), "to", str(end)
    nodes = ", ".join(str(src) for _, src, _ in ring)
    arrived = f"SELECT s.kind, s.row, s.id FROM stated s JOIN known k USING (id) WHERE k.key IN ({nodes})"
    node, row, value = work.rows(f"{arrived} AND k.kind_before IS NULL ORDER BY ALL LIMIT 1")[0]
    return staging.files[str(node)], int(str(row)), "id", str(value)


def _names(staging: Staging, nodes: list[int]) -> dict[int, str]:
    import pyarrow as pa

    stand = staging.session.ask(Kinds(pa.array(nodes, pa.int32()))).to_pylist()
    new_ones = staging.work.rows("SELECT key, id FROM known")
    return {**{row["key"]: row["id"] for row in stand}, **{int(str(key)): str(name) for key, name in new_ones}}
