"""Of several ties of a node, the one that decides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphgov.graph import Graph
from graphgov.graph.arrow import as_numpy
from graphgov.graph.columns import Ints, Mask

NOWHERE = -1
"""No node."""


@dataclass(frozen=True, eq=False)
class Ties:
    """Candidate ties from nodes to targets: of several from one node the greatest `order` wins, column by column.

    Of equal ones the target with the smallest id wins.  `rows`: where the ties stand in the columns of `order`, which
    are looked at for the few that need it; None: there are no others.
    """

    src: Ints
    target: Ints
    order: tuple[Ints | Mask, ...]
    rows: Ints | None = None

    def where(self, mask: Mask) -> Ties:
        """Some of the ties."""
        if mask.all():
            return self
        places = mask.nonzero()[0]
        rows = places if self.rows is None else self.rows.take(places)
        return Ties(self.src.take(places), self.target.take(places), self.order, rows)

    def to(self, target: Ints) -> Ties:
        """The same ties to other targets."""
        return Ties(self.src, target, self.order, self.rows)

    def best(self, graph: Graph) -> Ints:
        """The target of each node's best tie; NOWHERE without one."""
        found = np.full(graph.size, NOWHERE, np.int32)
        self.settle(found, graph)
        return found

    def settle(self, found: Ints, graph: Graph) -> None:
        """Write the target of each node's best tie into an array over the nodes that `src` counts."""
        ties = self
        for column in range(len(self.order) + 1):
            found[ties.src] = ties.target
            # Most nodes have one tie, and few are left after the first column: nothing is sorted.
            lost = found.take(ties.src) != ties.target
            if not lost.any():
                return
            contested = np.zeros(len(found), bool)
            contested[ties.src[lost]] = True
            ties = ties.where(contested.take(ties.src))
            values = ties.values(column) if column < len(self.order) else -_order_of_ids(ties.target, graph)
            greatest = np.full(len(found), np.iinfo(np.int32).min, np.int32)
            np.maximum.at(greatest, ties.src, values)
            ties = ties.where(values == greatest.take(ties.src))
        found[ties.src] = ties.target

    def first(self) -> Mask:
        """For which of the ties the first column of their order is true."""
        true: Mask = self.values(0) == 1
        return true

    def values(self, column: int) -> Ints:
        """A column of their order."""
        every: Ints | Mask = self.order[column]
        chosen = every if self.rows is None else every.take(self.rows)
        return chosen.astype(np.int32, copy=False)


def _order_of_ids(nodes: Ints, graph: Graph) -> Ints:
    """The places of nodes in the order of their ids."""
    import pyarrow.compute as pc

    distinct, which = np.unique(nodes, return_inverse=True)
    order = as_numpy(pc.sort_indices(graph.ids.take(distinct).array))
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[which]
