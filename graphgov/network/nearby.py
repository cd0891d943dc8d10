"""Around one node, and between two: ego networks and shortest paths."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from graphgov.graph.adjacency import UNREACHED, distances
from graphgov.graph.columns import Ints, Mask
from graphgov.network.model import Network, Tie


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """The ego network of a node: what lies within some hops of it, and the ties among that.

    `nodes`: the node itself, then the others, nearest first and then in the graph's order; `distance`: the fewest
    ties from the node to each of them.  `ties`: numbers of ties of the network.
    """

    network: Network
    ego: int
    hops: int
    nodes: Ints
    distance: Ints
    ties: Ints

    @property
    def mask(self) -> Mask:
        """The nodes as a mask over all nodes of the graph."""
        mask = np.zeros(self.network.snapshot.graph.size, bool)
        mask[self.nodes] = True
        return mask


def neighbourhood(network: Network, ego: int, hops: int = 1) -> Neighbourhood:
    """The ego network of a node (Wasserman and Faust 1994, 2.3): its neighbours within `hops` ties, 0 or more.

    Ties are walked either way and all count alike; the ties returned are all those among the nodes found, parallel
    ones included.  A node that does not hold on the day, or has no tie in the layer, is alone.
    """
    distance = distances(network.adjacency, np.array([ego], np.int32), hops)
    found = np.flatnonzero(distance != UNREACHED).astype(np.int32)
    nodes = found[np.argsort(distance[found], kind="stable")]
    return Neighbourhood(network, ego, hops, nodes, distance[nodes], network.within(distance != UNREACHED))


@dataclass(frozen=True)
class Step:
    """One step of a path: between which nodes, and every tie that joins the two."""

    start: int
    end: int
    ties: tuple[Tie, ...]


@dataclass(frozen=True)
class Path:
    """A shortest way between two nodes; `length` is the number of its steps, None when there is no way."""

    layer: str
    start: int
    end: int
    nodes: tuple[int, ...]
    steps: tuple[Step, ...]

    @property
    def length(self) -> int | None:
        """The number of steps; None when there is no way."""
        return len(self.steps) if self.nodes else None


def path(network: Network, start: int, end: int) -> Path:
    """A shortest path: the fewest ties that join two nodes, walked either way, each as one step.

    Of several the one with the smallest ids, node by node from the start.  From a node to itself: no step at all.
    Breadth first from the end (Moore 1959, The shortest path through a maze).
    """
    distance = distances(network.adjacency, np.array([end], np.int32), until=start)
    if distance[start] == UNREACHED:
        return Path(network.layer, start, end, (), ())
    ids, nodes = network.snapshot.graph.ids, [start]
    while nodes[-1] != end:
        here = nodes[-1]
        around = np.unique(network.adjacency.neighbours(np.array([here], np.int32)))
        nearer = around[distance[around] == distance[here] - 1]
        nodes.append(min(nearer.tolist(), key=lambda node: str(ids.at(node))))
    steps = tuple(Step(a, b, network.ties_between(a, b)) for a, b in pairwise(nodes))
    return Path(network.layer, start, end, tuple(nodes), steps)
