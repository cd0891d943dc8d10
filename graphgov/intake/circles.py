"""Circles of ties that must have none (a place that is part of itself by way of others), on any one day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from graphgov.errors import Problem
from graphgov.intake.deriving import derived, touched
from graphgov.intake.staging import Staging
from graphgov.intake.writing import saying
from graphgov.schema import EdgeKind
from graphgov.store import Ties

if TYPE_CHECKING:
    import pyarrow as pa

Ints = np.ndarray[Any, np.dtype[np.int64]]


def circles(staging: Staging) -> list[Problem]:
    """A problem for each new tie that closes a circle with others that hold on the same day."""
    kinds = [kind for kind in staging.schema.edges if kind.acyclic and kind.name in staging.files]
    return [problem for kind in kinds for problem in _circles_of(staging, kind)]


def _circles_of(staging: Staging, kind: EdgeKind) -> list[Problem]:
    if not staging.work.value(f"SELECT count(*) FROM {saying(kind.name)}"):
        return []
    with staging.work.given({"standing": staging.session.ask(Ties(kind.name))}):
        ties = staging.work.table(
            f"SELECT key, src, dst, since, until FROM standing WHERE key NOT IN (SELECT key FROM {touched(kind.name)}) "
            f"UNION ALL SELECT key, src, dst, since, until FROM {derived(kind.name)}"
        )
    return [_problem(staging, kind, day, ring) for day, ring in circles_of(ties)]


def circles_of(ties: pa.Table) -> list[tuple[date, list[tuple[int, int, int]]]]:
    """For each circle found: a day on which it is closed, and its ties (key, src, dst) in order.

    `ties` has the columns key, src, dst, since, until.  One circle is shown for each day on which a tie begins.
    """
    key, src, dst = (ties.column(name).to_numpy() for name in ("key", "src", "dst"))
    since, until = (ties.column(name).to_numpy() for name in ("since", "until"))
    left = _peeled(src, dst, np.flatnonzero(since < until))
    found: list[tuple[date, list[tuple[int, int, int]]]] = []
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


def _ring(key: Ints, src: Ints, dst: Ints, onward: dict[int, int]) -> list[tuple[int, int, int]]:
    node, seen = next(iter(onward)), list[int]()
    while node not in seen:
        seen.append(node)
        node = int(dst[onward[node]])
    rows = [onward[each] for each in seen[seen.index(node) :]]
    return [(int(key[row]), int(src[row]), int(dst[row])) for row in rows]


def _problem(staging: Staging, kind: EdgeKind, day: date, ring: list[tuple[int, int, int]]) -> Problem:
    work = staging.work
    keys = ", ".join(str(key) for key, _, _ in ring)
    row, end = work.rows(f'SELECT s.row, k.id FROM {saying(kind.name)} s JOIN known k ON k.key = s.dst '
                         f"WHERE s.key IN ({keys}) ORDER BY s.row LIMIT 1")[0]
    names = {int(str(node)): str(name) for node, name in work.rows("SELECT key, id FROM known")}
    shown = " -> ".join(names.get(node, f"#{node}") for node in [*(src for _, src, _ in ring), ring[0][1]])
    fields = (("day", str(day)), ("ring", shown))
    return Problem(staging.files[kind.name], int(str(row)), "to", str(end), "cycle", fields)
