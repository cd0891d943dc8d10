"""`Network`: the ties of one layer that hold on a day, in one row of arrays, whatever their kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from graphgov.graph import EdgeRows, Snapshot
from graphgov.graph.adjacency import Adjacency, adjacency
from graphgov.graph.columns import Ints, Mask
from graphgov.schema import Layer


@dataclass(frozen=True)
class Tie:
    """A tie as it is told: its kind, its row in the graph, from which node to which, first day and first day after."""

    kind: str
    row: int
    src: int
    dst: int
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, eq=False)
class Network:
    """The nodes that hold on a day and the ties of a layer between them; what is asked for is computed once and kept.

    Nodes keep the numbers that they have in the graph.  Tie i is of the kind ``kinds[kind[i]]``, stands in row
    ``row[i]`` of that kind's edges in the graph, and leads from ``src[i]`` to ``dst[i]``.  Parallel ties are kept.
    """

    snapshot: Snapshot
    layer: str
    kinds: tuple[str, ...]

    @cached_property
    def kind(self) -> Ints:
        """The kind of every tie, as a place in `kinds`."""
        counts = [len(self.snapshot.edges(kind).row) for kind in self.kinds]
        return np.repeat(np.arange(len(self.kinds), dtype=np.int32), counts)

    def _joined(self, name: str) -> Ints:
        parts = [getattr(self.snapshot.edges(kind), name) for kind in self.kinds]
        return np.concatenate([np.zeros(0, np.int32), *parts])

    @cached_property
    def row(self) -> Ints:
        """The row of every tie among the edges of its kind in the graph."""
        return self._joined("row")

    @cached_property
    def src(self) -> Ints:
        """The node that every tie leads from."""
        return self._joined("src")

    @cached_property
    def dst(self) -> Ints:
        """The node that every tie leads to."""
        return self._joined("dst")

    @cached_property
    def adjacency(self) -> Adjacency:
        """Who is tied to whom, directions forgotten, parallel ties kept."""
        return adjacency(self.snapshot.graph.size, self.src, self.dst)

    @cached_property
    def tied(self) -> Mask:
        """Which nodes have a tie."""
        mask = np.zeros(self.snapshot.graph.size, bool)
        mask[self.src] = mask[self.dst] = True
        return mask

    def tie(self, number: int) -> Tie:
        """Tie `number` with its dates, where the store was asked to read them."""
        kind, row = self.kinds[int(self.kind[number])], int(self.row[number])
        rows = self.snapshot.graph.edges[kind]
        start, end = (_day(rows, name, row) for name in ("valid_from", "valid_to"))
        return Tie(kind, row, int(self.src[number]), int(self.dst[number]), start, end)

    def ties_between(self, one: int, other: int) -> tuple[Tie, ...]:
        """All ties that join two nodes, either way, in the order of the schema and then of the graph."""
        around = slice(*self.adjacency.start[[one, one + 1]])
        numbers = self.adjacency.tie[around][self.adjacency.end[around] == other]
        return tuple(self.tie(number) for number in sorted(numbers.tolist()))

    def within(self, nodes: Mask) -> Ints:
        """The numbers of the ties with both ends in a mask over all nodes."""
        found: Ints = np.flatnonzero(nodes[self.src] & nodes[self.dst]).astype(np.int32)
        return found


def _day(rows: EdgeRows, name: str, row: int) -> date | None:
    day = rows.columns[name].at(row) if name in rows.columns else None
    return day if isinstance(day, date) else None


def network(snapshot: Snapshot, layer: str = Layer.LINKAGE) -> Network:
    """The network of a layer (one of `schema.LAYERS`) on a snapshot's day; UnknownName when there is no such layer."""
    return Network(snapshot, str(layer), tuple(kind.name for kind in snapshot.schema.layer(layer)))
