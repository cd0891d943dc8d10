"""The ties of one node, of every kind: with whom, since when, until when, and who said so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from graphgov.coverage import Coverage
from graphgov.explain import Place, file_names, place_of
from graphgov.graph import EdgeRows
from graphgov.report.refs import Ref, ref
from graphgov.store import Said, Store

MOST_TIES = 100
"""So many ties of a group are told one by one; all are counted."""

WHEN = ("holds", "coming", "ended")
"""Whether a tie holds on the day, begins later, or holds no longer; in the order in which they are told."""

_TOLD_APART = {"source", "said_on", "import", "file", "row", "key", "src", "dst", "id", "from", "to"}
_DATES = ("valid_from", "valid_to")


class Tie(NamedTuple):
    """One tie: the other end, one of `WHEN`, its days as they were written, and its other properties with values.

    `place`: where it was last stated; None when the store has forgotten it since.
    """

    other: Ref
    when: str
    valid_from: str
    valid_to: str
    details: tuple[tuple[str, str], ...]
    place: Place | None


@dataclass(frozen=True)
class Group:
    """Ties of one kind in one direction (`forward`: from the node); those of members by `origin`.

    `count`: how many there are, `holding` of them on the day; the first `MOST_TIES` are told.
    """

    kind: str
    forward: bool
    origin: str
    count: int
    holding: int
    ties: tuple[Tie, ...]

    @property
    def reading(self) -> tuple[str, str]:
        """Where the catalogue says how the kind reads in this direction."""
        return ("edge" if self.forward else "edge_back", self.kind)


def groups(coverage: Coverage, node: int, store: Store) -> tuple[Group, ...]:
    """All ties of a node, past and to come included, in the order of the schema."""
    files = file_names(store)
    return tuple(
        group for kind in coverage.snapshot.schema.edge for group in _of_kind(coverage, node, kind, store, files)
    )


def _of_kind(
    coverage: Coverage, node: int, kind: str, store: Store, files: dict[tuple[int, int], str]
) -> Iterator[Group]:
    rows = coverage.snapshot.graph.edges[kind]
    touching = np.flatnonzero((rows.src == node) | (rows.dst == node)).tolist()
    if not touching:
        return
    said = _said(store, kind, sorted({int(rows.key[row]) for row in touching}))
    found: dict[tuple[bool, str], dict[int, Tie]] = {}
    # Of a tie with several periods, the one nearest to the day speaks.
    for row in sorted(touching, key=lambda row: WHEN.index(_when(coverage, rows, row))):
        forward = int(rows.src[row]) == node or coverage.snapshot.schema.edge[kind].symmetric
        told = said.get(int(rows.key[row]), {})
        other = int(rows.dst[row]) if int(rows.src[row]) == node else int(rows.src[row])
        tie = _tie(coverage, other, _when(coverage, rows, row), told, files)
        group = found.setdefault((forward, str(told.get("origin") or "")), {})
        group.setdefault(int(rows.key[row]), tie)
    for (forward, origin), ties in sorted(found.items(), key=lambda each: (not each[0][0], each[0][1])):
        ordered = sorted(ties.values(), key=lambda tie: (WHEN.index(tie.when), tie.other.name, tie.other.id))
        holding = sum(tie.when == "holds" for tie in ordered)
        yield Group(kind, forward, origin, len(ordered), holding, tuple(ordered[:MOST_TIES]))


def _when(coverage: Coverage, rows: EdgeRows, row: int) -> str:
    day, alive = coverage.snapshot.day.toordinal(), coverage.snapshot.alive
    since, until = int(rows.since[row]), int(rows.until[row])
    if since <= day < until:
        return "holds" if alive[rows.src[row]] and alive[rows.dst[row]] else "ended"
    return "coming" if day < since < until else "ended"


def _said(store: Store, kind: str, keys: list[int]) -> dict[int, dict[str, Any]]:
    """The last stated value of every property of some ties, dates as they were written, and the last statement."""
    import pyarrow as pa

    statements = store.ask(Said(kind, pa.array(keys, pa.int32()))).to_pylist()
    found: dict[int, dict[str, Any]] = {}
    for row in sorted(statements, key=lambda row: (row["said_on"], row["import"], row["row"])):
        known = found.setdefault(int(row["key"]), {})
        known.update({name: value for name, value in row.items() if value is not None})
        # A day in full replaces what another source had written in part.
        for name in _DATES:
            if row.get(name) is not None:
                known[f"{name}_text"] = row.get(f"{name}_text") or str(row[name])
    return found


def _tie(
    coverage: Coverage, other: int, when: str, told: dict[str, Any], files: dict[tuple[int, int], str]
) -> Tie:
    named = ref(coverage.snapshot.graph, other)
    assert named is not None
    details = tuple(
        (name, str(value))
        for name, value in told.items()
        if name not in _TOLD_APART and not name.endswith("_text") and name not in (*_DATES, "origin")
    )
    since, until = (str(told.get(f"{name}_text", "")) for name in _DATES)
    return Tie(named, when, since, until, details, place_of(told, files) if told else None)
