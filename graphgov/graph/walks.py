"""Single walks along a path: the one that proves it, and the pairs of ends that all of them join."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphgov.graph.columns import Ints
from graphgov.graph.passes import WAYS, Passes
from graphgov.query.tree import EdgePattern, Path


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
        for near, far in ((edges.ends[one], edges.ends[other]) for one, other in WAYS[edge.direction]):
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
