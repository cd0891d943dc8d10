"""Paths on arrays: one boolean pass over each dense edge array, from the far end to the subject; no joins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from graphgov.graph.columns import AnyColumn, Ints, Mask
from graphgov.graph.conditions import Rows
from graphgov.graph.model import Snapshot
from graphgov.query.tree import Direction, EdgePattern, Expr, NodePattern, Path

Derived = Mapping[str, Callable[[str], AnyColumn]]
"""Attributes beside the schema's: a function from a node kind to the column over its nodes, by name."""

WAYS = {Direction.OUT: ((0, 1),), Direction.BACK: ((1, 0),), Direction.EITHER: ((0, 1), (1, 0))}
"""The ways in which edges may be walked: which of their ends is nearer to the subject and which is farther."""

Parts = Mapping[str, Mask]
"""A set of nodes: for each kind that it may hold, a mask over the nodes of the kind."""


@dataclass(frozen=True, eq=False)
class Passes:
    """Answers about one snapshot; masks that several paths share are kept while it lives."""

    snapshot: Snapshot
    derived: Derived = field(default_factory=dict)
    _nodes: dict[NodePattern, Mask] = field(default_factory=dict)
    _parts: dict[tuple[str, NodePattern], Mask] = field(default_factory=dict)
    _tails: dict[tuple[object, ...], Parts] = field(default_factory=dict)
    _edges: dict[tuple[str, Expr], Mask] = field(default_factory=dict)
    _between: dict[tuple[str, Expr, tuple[str, str]], Mask] = field(default_factory=dict)

    def subjects(self, path: Path) -> Mask:
        """From which nodes (a new mask over all nodes) a checked path leads somewhere on the day."""
        found = np.zeros(self.snapshot.graph.size, bool)
        self.mark(path, found)
        return found

    def mark(self, path: Path, found: Mask) -> None:
        """Set a mask where `subjects` is true: what many paths lead from together needs one mask, not one for each."""
        parts = {str(kind): found[self.snapshot.slice_of(kind)] for kind in path.subject.kinds}
        self._mark(path.nodes, path.edges, parts)

    def _mark(self, nodes: tuple[NodePattern, ...], edges: tuple[EdgePattern, ...], found: Parts) -> None:
        if not edges:
            for kind, mask in found.items():
                mask |= self._matching(kind, nodes[0])
            return
        for kind, near in self._near(edges[0], self._tail(nodes[1:], edges[1:]), tuple(found)):
            if nodes[0].where is not None:
                near = near.take(_places(self._matching(kind, nodes[0]).take(near)))
            found[kind][near] = True

    def _tail(self, nodes: tuple[NodePattern, ...], edges: tuple[EdgePattern, ...]) -> Parts:
        if not edges:
            return {str(kind): self._matching(kind, nodes[0]) for kind in nodes[0].kinds}
        tail = (nodes, edges)
        found = self._tails.get(tail)
        if found is None:
            found = self._tails[tail] = self._nothing(nodes[0].kinds)
            self._mark(nodes, edges, found)
        return found

    def _nothing(self, kinds: Iterable[str]) -> dict[str, Mask]:
        return {str(kind): np.zeros(self.snapshot.graph.nodes[kind].count, bool) for kind in kinds}

    def nodes(self, pattern: NodePattern) -> Mask:
        """Which nodes match a pattern and hold on the day."""
        mask = self._nodes.get(pattern)
        if mask is None:
            mask = self._nodes[pattern] = np.zeros(self.snapshot.graph.size, bool)
            for kind in pattern.kinds:
                mask[self.snapshot.slice_of(kind)] = self._matching(kind, pattern)
        return mask

    def _matching(self, kind: str, pattern: NodePattern) -> Mask:
        """Which nodes of a kind match a pattern and hold on the day."""
        alive = self.snapshot.alive[self.snapshot.slice_of(kind)]
        if pattern.where is None:
            return alive
        mask = self._parts.get((kind, pattern))
        if mask is None:
            mask = self._parts[kind, pattern] = self.rows(kind).true(pattern.where) & alive
        return mask

    def matches(self, pattern: NodePattern, node: int) -> bool:
        """Whether one node matches a pattern and holds on the day; looks at nothing but the node."""
        graph = self.snapshot.graph
        kind = graph.kind_of(node)
        if kind not in pattern.kinds or not self.snapshot.alive[node]:
            return False
        if pattern.where is None:
            return True
        every, row = self.rows(kind), np.array([node - graph.nodes[kind].first], np.int32)

        def column(name: str) -> AnyColumn | None:
            values = every.column(name)
            return None if values is None else values.take(row)

        return bool(Rows(column, 1, self.snapshot.day).true(pattern.where)[0])

    def rows(self, kind: str) -> Rows:
        """The nodes of a kind as rows for conditions."""
        snapshot = self.snapshot
        declared = snapshot.schema.node[kind].by_name

        def column(name: str) -> AnyColumn | None:
            if name in self.derived:
                return self.derived[name](kind)
            return snapshot.column(kind, name) if name in declared else None

        return Rows(column, snapshot.graph.nodes[kind].count, snapshot.day)

    def edge_rows(self, kind: str) -> Rows:
        """The edges of a kind that hold on the day as rows for conditions."""
        edges, schema = self.snapshot.edges(kind), self.snapshot.schema
        declared = schema.edge[kind].by_name
        return Rows(
            lambda name: edges.column(name) if name in declared else None, len(edges.row), self.snapshot.day
        )

    def edge_mask(self, kind: str, where: Expr) -> Mask:
        """Which edges of a kind that hold on the day match a condition."""
        if (kind, where) not in self._edges:
            self._edges[kind, where] = self.edge_rows(kind).true(where)
        return self._edges[kind, where]

    def _edge_mask_between(self, kind: str, where: Expr, joined: tuple[str, str]) -> Mask:
        """`edge_mask`, of the edges between nodes of two kinds."""
        mask = self._between.get((kind, where, joined))
        if mask is None:
            mask, place = self.edge_mask(kind, where), self.snapshot.between(kind, *joined).place
            self._between[kind, where, joined] = mask = mask if place is None else mask.take(place)
        return mask

    def _near(self, edge: EdgePattern, reach: Parts, kinds: tuple[str, ...]) -> Iterator[tuple[str, Ints]]:
        """The nodes of some kinds, doubles included, from which `low` to `high` edges lead to one of `reach`."""
        if edge.low == 0:
            yield from ((kind, _places(reach[kind])) for kind in kinds if kind in reach)
        last = edge.high or 0
        for length in range(1, last + 1):
            steps = list(self._one_back(edge, reach, kinds if length == last else tuple(self.snapshot.graph.nodes)))
            if length >= edge.low:
                yield from ((kind, near) for kind, near in steps if kind in kinds)
            if length < last:
                further = self._nothing({kind for kind, _ in steps})
                for kind, near in steps:
                    further[kind][near] = True
                reach = further

    def _one_back(self, edge: EdgePattern, reach: Parts, kinds: tuple[str, ...]) -> Iterator[tuple[str, Ints]]:
        for kind in edge.kinds:
            for joined in self.snapshot.schema.edge[kind].ends:
                for near, far in WAYS[edge.direction]:
                    if joined[near] not in kinds or joined[far] not in reach:
                        continue
                    ties = self.snapshot.between(kind, *joined)
                    if not len(ties.ends[0]):
                        continue
                    hit = reach[joined[far]].take(ties.ends[far])
                    if edge.where is not None:
                        hit &= self._edge_mask_between(kind, edge.where, joined)
                    yield joined[near], ties.ends[near].take(_places(hit))

    def hops(self, edge: EdgePattern, node: int) -> Iterator[tuple[int, str, int]]:
        """The single steps from one node over an edge pattern: (next node, kind, row of the edge in the graph)."""
        for kind in edge.kinds:
            edges = self.snapshot.edges(kind)
            for near, far in WAYS[edge.direction]:
                for place in np.flatnonzero(edges.ends[near] == node):
                    if edge.where is None or self.edge_mask(kind, edge.where)[place]:
                        yield int(edges.ends[far][place]), kind, int(edges.row[place])


def _places(mask: Mask) -> Ints:
    """Where a mask is true.  To take by places is several times as fast as to choose by a mask that is mixed."""
    return mask.nonzero()[0]
