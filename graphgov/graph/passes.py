"""Paths on arrays: one boolean pass over each dense edge array, from the far end to the subject; no joins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from graphgov.graph.columns import AnyColumn, Ints, Mask
from graphgov.graph.conditions import Rows
from graphgov.graph.model import Edges, Snapshot
from graphgov.query.tree import Direction, EdgePattern, Expr, NodePattern, Path

Derived = Mapping[str, Callable[[str], AnyColumn]]
"""Attributes beside the schema's: a function from a node kind to the column over its nodes, by name."""


@dataclass(frozen=True, eq=False)
class Passes:
    """Answers about one snapshot; masks that several paths share are kept while it lives."""

    snapshot: Snapshot
    derived: Derived = field(default_factory=dict)
    _nodes: dict[NodePattern, Mask] = field(default_factory=dict)
    _tails: dict[tuple[object, ...], Mask] = field(default_factory=dict)
    _edges: dict[tuple[str, Expr], Mask] = field(default_factory=dict)

    def subjects(self, path: Path) -> Mask:
        """From which nodes (a new mask over all nodes) a checked path leads somewhere on the day."""
        found = np.zeros(self.snapshot.graph.size, bool)
        self.mark(path, found)
        return found

    def mark(self, path: Path, found: Mask) -> None:
        """Set a mask where `subjects` is true: what many paths lead from together needs one mask, not one for each."""
        self._mark(path.nodes, path.edges, found)

    def _mark(self, nodes: tuple[NodePattern, ...], edges: tuple[EdgePattern, ...], found: Mask) -> None:
        if not edges:
            for kind in nodes[0].kinds:
                found[self.snapshot.slice_of(kind)] |= self._matching(kind, nodes[0])
            return
        subject = self.nodes(nodes[0])
        for near in self._near(edges[0], self._tail(nodes[1:], edges[1:])):
            found[near.take(subject.take(near).nonzero()[0])] = True

    def _tail(self, nodes: tuple[NodePattern, ...], edges: tuple[EdgePattern, ...]) -> Mask:
        if not edges:
            return self.nodes(nodes[0])
        tail = (nodes, edges)
        found = self._tails.get(tail)
        if found is None:
            found = self._tails[tail] = np.zeros(self.snapshot.graph.size, bool)
            self._mark(nodes, edges, found)
        return found

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
        return alive if pattern.where is None else self.rows(kind).true(pattern.where) & alive

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

    def _near(self, edge: EdgePattern, reach: Mask) -> Iterator[Ints]:
        """The nodes, doubles included, from which `low` to `high` edges lead to one of `reach`."""
        if edge.low == 0:
            yield reach.nonzero()[0].astype(np.int32)
        last = edge.high or 0
        for length in range(1, last + 1):
            steps = list(self._one_back(edge, reach))
            if length >= edge.low:
                yield from steps
            if length < last:
                reach = np.zeros(len(reach), bool)
                for near in steps:
                    reach[near] = True

    def _one_back(self, edge: EdgePattern, reach: Mask) -> Iterator[Ints]:
        for kind in edge.kinds:
            edges = self.snapshot.edges(kind)
            for near, far in _ways(edges, edge.direction):
                hit = reach.take(far)
                if edge.where is not None:
                    hit &= self.edge_mask(kind, edge.where)
                # By places, not by the mask: several times as fast where the mask is mixed.
                yield near.take(hit.nonzero()[0])

    def hops(self, edge: EdgePattern, node: int) -> Iterator[tuple[int, str, int]]:
        """The single steps from one node over an edge pattern: (next node, kind, row of the edge in the graph)."""
        for kind in edge.kinds:
            edges = self.snapshot.edges(kind)
            for near, far in _ways(edges, edge.direction):
                for place in np.flatnonzero(near == node):
                    if edge.where is None or self.edge_mask(kind, edge.where)[place]:
                        yield int(far[place]), kind, int(edges.row[place])


def _ways(edges: Edges, direction: Direction) -> list[tuple[Ints, Ints]]:
    """The ends of edges as (nearer to the subject, farther), for each way in which they may be walked."""
    forward, backward = (edges.src, edges.dst), (edges.dst, edges.src)
    return {Direction.OUT: [forward], Direction.BACK: [backward], Direction.EITHER: [forward, backward]}[direction]


@dataclass(frozen=True, order=True)
class Walk:
    """A way through the graph: nodes and the edges between them (kind, row in the graph)."""

    length: int
    order: tuple[str, ...]
    nodes: tuple[int, ...]
    edges: tuple[tuple[str, int], ...]


def walk(passes: Passes, path: Path, subject: int) -> Walk | None:
    """The walk that proves that a path leads somewhere from a node: fewest edges, then smallest ids.

    None exactly when the subject is not among `Passes.subjects`.  Keeps, for each node that a stage can be
    reached at, only the best way there: a better way to a node is a better beginning of every walk through it.
    """
    ids = passes.snapshot.graph.ids
    if not passes.nodes(path.nodes[0])[subject]:
        return None
    stage = {subject: Walk(0, (str(ids.at(subject)),), (subject,), ())}
    for edge, target in zip(path.edges, path.nodes[1:], strict=True):
        found: dict[int, Walk] = dict(stage) if edge.low == 0 else {}
        level = stage
        for length in range(1, (edge.high or 0) + 1):
            level = _next_level(passes, edge, level)
            if length >= edge.low:
                for node, way in level.items():
                    found[node] = min(way, found.get(node, way))
        allowed = passes.nodes(target)
        stage = {node: way for node, way in found.items() if allowed[node]}
    return min(stage.values(), default=None)


def _next_level(passes: Passes, edge: EdgePattern, level: dict[int, Walk]) -> dict[int, Walk]:
    ids = passes.snapshot.graph.ids
    found: dict[int, Walk] = {}
    for way in level.values():
        for node, kind, row in passes.hops(edge, way.nodes[-1]):
            longer = Walk(
                way.length + 1, (*way.order, str(ids.at(node))), (*way.nodes, node), (*way.edges, (kind, row))
            )
            found[node] = min(longer, found.get(node, longer))
    return found


def ends(passes: Passes, path: Path, of: int = -1, only: int | None = None) -> tuple[Ints, Ints]:
    """Distinct pairs (subject, node at place `of` of the path) over all walks of a path, sorted.

    For counting: a big committee and its members, a unit and its communities.  `only`: the pairs of one subject.
    """
    if only is None:
        start = np.flatnonzero(passes.subjects(path)).astype(np.int32)
    else:
        start = np.array([only] if passes.matches(path.subject, only) else [], np.int32)
    pairs = (start, start, start)  # subject, node at `of` (the subject until it is reached), node now
    of = of % len(path.nodes)
    for index, (edge, target) in enumerate(zip(path.edges, path.nodes[1:], strict=True), start=1):
        allowed = passes.nodes(target)
        subject, kept, now = _spread(passes, edge, pairs)
        right = allowed[now]
        subject, kept, now = subject[right], kept[right], now[right]
        pairs = _distinct(subject, now if index <= of else kept, now)
    subject, kept, _ = _distinct(pairs[0], pairs[1], pairs[1])
    return subject, kept


Triples = tuple[Ints, Ints, Ints]


def _spread(passes: Passes, edge: EdgePattern, pairs: Triples) -> Triples:
    found = [pairs] if edge.low == 0 else []
    level = pairs
    for length in range(1, (edge.high or 0) + 1):
        level = _one_step(passes, edge, level)
        if length >= edge.low:
            found.append(level)
        if not len(level[0]):
            break
    subject, kept, now = zip(*found, strict=True) if found else ((), (), ())
    nothing = np.zeros(0, np.int32)
    return (
        np.concatenate([nothing, *subject]), np.concatenate([nothing, *kept]), np.concatenate([nothing, *now])
    )  # fmt: skip


def _one_step(passes: Passes, edge: EdgePattern, pairs: Triples) -> Triples:
    subject, kept, now = pairs
    parts: list[Triples] = []
    from_here = np.zeros(passes.snapshot.graph.size, bool)
    from_here[now] = True
    for kind in edge.kinds:
        edges = passes.snapshot.edges(kind)
        for near, far in _ways(edges, edge.direction):
            chosen = from_here[near]
            if edge.where is not None:
                chosen &= passes.edge_mask(kind, edge.where)
            near, far = near[chosen], far[chosen]
            order = np.argsort(near, kind="stable")
            sorted_near = near[order]
            low, high = np.searchsorted(sorted_near, now), np.searchsorted(sorted_near, now, side="right")
            times = high - low
            which = np.repeat(np.arange(len(now)), times)
            offset = np.arange(len(which)) - np.repeat(np.cumsum(times) - times, times)
            parts.append((subject[which], kept[which], far[order[low[which] + offset]]))
    one, two, three = zip(*parts, strict=True)
    return _distinct(np.concatenate(one), np.concatenate(two), np.concatenate(three))


def _distinct(subject: Ints, kept: Ints, now: Ints) -> Triples:
    if not len(subject):
        return subject, kept, now
    order = np.lexsort((now, kept, subject))
    subject, kept, now = subject[order], kept[order], now[order]
    first = np.ones(len(subject), bool)
    first[1:] = (subject[1:] != subject[:-1]) | (kept[1:] != kept[:-1]) | (now[1:] != now[:-1])
    return subject[first], kept[first], now[first]
