"""The ties of one node, of every kind: with whom, since when, until when, and who said so."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graphgov.coverage import Coverage
from graphgov.explain import NAMES, Place, file_names, place_of
from graphgov.graph import EdgeRows
from graphgov.report.refs import Ref, ref
from graphgov.store import Said, Store

if TYPE_CHECKING:
    import pyarrow as pa

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


def groups(coverage: Coverage, node: int, store: Store, leaving: Container[str] = ()) -> tuple[Group, ...]:
    """All ties of a node, past and to come included, in the order of the schema; `leaving` some kinds out."""
    every = [_Ties(coverage, node, kind) for kind in coverage.snapshot.schema.edge if kind not in leaving]
    parts = [(ties, *part) for ties in every for part in sorted(ties.by_direction().items(), reverse=True)]
    # All at once: to open a large file takes longer than to ask.
    names, imports, *answers = store.ask_all((*NAMES, *(ties.question(rows) for ties, _, rows in parts)))
    files = file_names(names, imports)
    found = (_grouped(*part, _said(answer), files) for part, answer in zip(parts, answers, strict=True))
    return tuple(group for groups in found for group in groups)


@dataclass(frozen=True, eq=False)
class _Ties:
    """The ties of one kind that touch a node."""

    coverage: Coverage
    node: int
    kind: str

    @property
    def rows(self) -> EdgeRows:
        return self.coverage.snapshot.graph.edges[self.kind]

    def by_direction(self) -> dict[bool, list[int]]:
        """One row for each tie, forward ones apart, in the order in which they are told.

        Of a tie with several periods, the one nearest to the day speaks.
        """
        rows, symmetric = self.rows, self.coverage.snapshot.schema.edge[self.kind].symmetric
        touching = np.flatnonzero((rows.src == self.node) | (rows.dst == self.node)).tolist()
        first: dict[int, int] = {}
        for row in sorted(touching, key=lambda row: WHEN.index(self.when(row))):
            first.setdefault(int(rows.key[row]), row)
        found: dict[bool, list[int]] = {}
        for row in sorted(first.values(), key=self._order):
            found.setdefault(symmetric or int(rows.src[row]) == self.node, []).append(row)
        return found

    def question(self, rows: list[int]) -> Said:
        """What the store is asked of some ties: of members all, for where they come from; of others what is told."""
        import pyarrow as pa

        asked = rows if self.kind == "MEMBER_OF" else rows[:MOST_TIES]
        return Said(self.kind, pa.array([int(self.rows.key[row]) for row in asked], pa.int32()))

    def _order(self, row: int) -> tuple[int, str, int]:
        other = self.other(row)
        return WHEN.index(self.when(row)), self.coverage.snapshot.graph.label(other), other

    def other(self, row: int) -> int:
        """The other end."""
        src = int(self.rows.src[row])
        return int(self.rows.dst[row]) if src == self.node else src

    def when(self, row: int) -> str:
        """One of `WHEN`."""
        snapshot, rows = self.coverage.snapshot, self.rows
        day, since, until = snapshot.day.toordinal(), int(rows.since[row]), int(rows.until[row])
        if since <= day < until:
            return "holds" if snapshot.alive[rows.src[row]] and snapshot.alive[rows.dst[row]] else "ended"
        return "coming" if day < since < until else "ended"


_Told = dict[int, dict[str, Any]]


def _grouped(
    ties: _Ties, forward: bool, rows: list[int], said: _Told, files: dict[tuple[int, int], str]
) -> Iterator[Group]:
    by_origin: dict[str, list[int]] = {}
    for row in rows:
        origin = said.get(int(ties.rows.key[row]), {}).get("origin")
        by_origin.setdefault(str(origin or ""), []).append(row)
    for origin, own in sorted(by_origin.items()):
        told = tuple(_tie(ties, row, said.get(int(ties.rows.key[row]), {}), files) for row in own[:MOST_TIES])
        holding = sum(ties.when(row) == "holds" for row in own)
        yield Group(ties.kind, forward, origin, len(own), holding, told)


def _said(answer: pa.Table) -> _Told:
    """The last stated value of every property of some ties, dates as they were written, and the last statement."""
    found: _Told = {}
    for row in sorted(answer.to_pylist(), key=lambda row: (row["said_on"], row["import"], row["row"])):
        known = found.setdefault(int(row["key"]), {})
        known.update({name: value for name, value in row.items() if value is not None})
        # A day in full replaces what another source had written in part.
        for name in _DATES:
            if row.get(name) is not None:
                known[f"{name}_text"] = row.get(f"{name}_text") or str(row[name])
    return found


def _tie(ties: _Ties, row: int, told: dict[str, Any], files: dict[tuple[int, int], str]) -> Tie:
    named = ref(ties.coverage.snapshot.graph, ties.other(row))
    assert named is not None
    details = tuple(
        (name, str(value))
        for name, value in told.items()
        if name not in _TOLD_APART and not name.endswith("_text") and name not in (*_DATES, "origin")
    )
    since, until = (str(told.get(f"{name}_text", "")) for name in _DATES)
    return Tie(named, ties.when(row), since, until, details, place_of(told, files) if told else None)
