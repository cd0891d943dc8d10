"""Shortest walks between two given nodes, over ties that each lead one way."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graphgov.graph.adjacency import UNREACHED, Places, directed, distances


class Streets:
    """Ties from ``near[i]`` to ``far[i]``, the keys of nodes; one that can be walked both ways stands twice."""

    def __init__(self, near: Places, far: Places) -> None:
        self.nodes, ends = np.unique(np.concatenate([near, far]), return_inverse=True)
        begin, end = ends[: len(near)], ends[len(near) :]
        self._ahead = directed(len(self.nodes), begin, end)
        self._behind = directed(len(self.nodes), end, begin)

    def walks(self, start: int, end: int, most: int | None = None) -> Iterator[tuple[int, ...]]:
        """Every shortest walk between two different nodes, as the numbers of its ties in turn.

        None where there is no way, or none of `most` ties.  The walks come in the order of their ties' numbers.
        Breadth first from the end (Moore 1959, The shortest path through a maze), then from the start downhill.
        """
        first, last = np.searchsorted(self.nodes, [start, end]).tolist()
        if not (self._is_at(first, start) and self._is_at(last, end)):
            return
        distance = distances(self._behind, np.array([last], np.int32), most, until=first)
        if distance[first] == UNREACHED:
            return
        begun: list[tuple[int, tuple[int, ...]]] = [(first, ())]
        while begun:
            here, walk = begun.pop()
            if here == last:
                yield walk
                continue
            found, _ = self._ahead.places(np.array([here], np.int32))
            nearer = found[distance[self._ahead.end[found]] == distance[here] - 1]
            # The last in is the first out.
            for place in nearer[::-1].tolist():
                begun.append((int(self._ahead.end[place]), (*walk, int(self._ahead.tie[place]))))

    def _is_at(self, place: int, key: int) -> bool:
        return place < len(self.nodes) and int(self.nodes[place]) == key
