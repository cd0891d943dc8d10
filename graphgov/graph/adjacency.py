"""Who is next to whom, as arrays: the steps of a walk through a city without a Python object for each tie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graphgov.graph.columns import Ints

Places = np.ndarray[Any, np.dtype[np.int64]]

_MANY = 64
"""One in so many nodes."""

UNREACHED = -1
"""The distance of what cannot be reached."""


@dataclass(frozen=True, eq=False)
class Adjacency:
    """The neighbours of nodes 0 .. n-1 in compressed rows.

    Places ``start[v]`` to ``start[v + 1]`` of `end` hold the neighbours of node v, those of `tie` the ties that lead
    there, as places in the arrays that it was made of.  A tie stands at both of its ends, unless it is `directed`.
    """

    start: Places
    end: Ints
    tie: Ints

    @property
    def size(self) -> int:
        """The number of nodes."""
        return len(self.start) - 1

    def places(self, nodes: Ints) -> tuple[Places, Places]:
        """The places of all neighbours of some nodes, and for each whose it is (as a position in `nodes`)."""
        low = self.start[nodes]
        count = self.start[nodes + 1] - low
        whose = np.repeat(np.arange(len(nodes)), count)
        offset = np.arange(len(whose)) - np.repeat(np.cumsum(count) - count, count)
        return low[whose] + offset, whose

    def neighbours(self, nodes: Ints) -> Ints:
        """The neighbours of some nodes, each as often as ties lead there."""
        found: Ints = self.end[self.places(nodes)[0]]
        return found


def adjacency(size: int, one: Ints, other: Ints) -> Adjacency:
    """The adjacency of nodes 0 .. size-1 with a tie between ``one[i]`` and ``other[i]`` for every i."""
    both = directed(size, np.concatenate([one, other]), np.concatenate([other, one]))
    return replace(both, tie=both.tie % max(len(one), 1))


def directed(size: int, near: Ints, far: Ints) -> Adjacency:
    """The same with ties that stand at their beginning, ``near[i]``, only and lead to ``far[i]``."""
    order = np.argsort(near, kind="stable")
    start = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(near, minlength=size), out=start[1:])
    return Adjacency(start, far[order], order.astype(np.int32))


def distinct(one: Ints | Places, other: Ints | Places, size: int) -> tuple[Ints, Ints, Ints]:
    """The different pairs (one, other) of numbers below `size`, sorted, and how often each is there."""
    codes, count = np.unique(one.astype(np.int64) * size + other, return_counts=True)
    first, second = np.divmod(codes, max(size, 1))
    return first.astype(np.int32), second.astype(np.int32), count.astype(np.int32)


def distances(graph: Adjacency, sources: Ints, most: int | None = None, until: int | None = None) -> Ints:
    """For every node the fewest ties from one of `sources`; `UNREACHED` where none lead, or more than `most`.

    `until`: stop when this node has been reached; what is farther away than it stays unreached.
    """
    found = np.full(graph.size, UNREACHED, np.int32)
    found[sources] = 0
    edge, step = np.unique(sources), 0
    while len(edge) and step != most and (until is None or found[until] == UNREACHED):
        step += 1
        ends = graph.neighbours(edge)
        fresh = ends[found[ends] == UNREACHED]
        found[fresh] = step
        # Many are sooner looked up than sorted.
        many = len(fresh) > graph.size // _MANY
        edge = np.flatnonzero(found == step).astype(np.int32) if many else np.unique(fresh)
    return found


def components(size: int, one: Ints, other: Ints) -> Ints:
    """For every node the smallest node that it is joined to, however indirectly; its own number when it is alone.

    Each turn hangs trees onto each other by their roots and then shortens them, so that few turns are needed
    (Shiloach and Vishkin 1982, An O(log n) parallel connectivity algorithm).
    """
    root = np.arange(size, dtype=np.int32)
    while True:
        a, b = root[one], root[other]
        apart = np.flatnonzero(a != b)
        if not len(apart):
            return root
        one, other, a, b = one[apart], other[apart], a[apart], b[apart]
        np.minimum.at(root, np.maximum(a, b), np.minimum(a, b))
        while (root[root] != root).any():
            root = root[root]
