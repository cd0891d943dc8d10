"""What holds a network together: bridges, isolates, components of every community."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphgov.coverage import NOWHERE, Territory
from graphgov.graph.adjacency import UNREACHED, components, distances
from graphgov.graph.columns import Ints
from graphgov.network.model import Network
from graphgov.network.pairs import Pairs, paired


@dataclass(frozen=True)
class Bridge:
    """Two nodes whose ties (`Network.ties_between`) alone hold two parts together.

    `apart`: how many nodes the smaller part has, which is at `end`.
    """

    start: int
    end: int
    apart: int


def bridges(network: Network) -> tuple[Bridge, ...]:
    """The pairs of nodes whose ties, if lost, split a component in two; those that part most come first.

    Projection: ties between the same two nodes count once, directions are forgotten.  A pair is a bridge when no
    circle runs over it: of a spanning forest, the ties that no other tie leads around (Tarjan 1974, A note on finding
    the bridges of a graph).
    """
    pairs = paired(network)
    above, size, inside = _forest(pairs)
    child = np.flatnonzero(inside)
    parent = above[child]
    # `inside` holds the size of the whole component for the lower end of a bridge.
    below = size[child] <= inside[child] - size[child]
    start, end = np.where(below, parent, child), np.where(below, child, parent)
    apart = np.minimum(size[child], inside[child] - size[child])
    found = sorted(zip((-apart).tolist(), pairs.nodes[start].tolist(), pairs.nodes[end].tolist(), strict=True))
    return tuple(Bridge(a, b, -count) for count, a, b in found)


def _forest(pairs: Pairs) -> tuple[Ints, Ints, Ints]:
    """Of a breadth-first forest: every node's parent, how many nodes hang below it (itself included), and, where the
    tie to the parent is a bridge, the size of the component (elsewhere 0)."""
    root = components(pairs.size, pairs.one, pairs.other)
    depth = distances(pairs.adjacency, np.unique(root))
    parent, tree = np.full(pairs.size, UNREACHED, np.int32), np.full(pairs.size, UNREACHED, np.int32)
    number = np.arange(len(pairs.one), dtype=np.int32)
    for near, far in ((pairs.one, pairs.other), (pairs.other, pairs.one)):
        down = depth[far] == depth[near] + 1
        parent[far[down]], tree[far[down]] = near[down], number[down]
    others = np.ones(len(number), bool)
    others[tree[tree != UNREACHED]] = False
    around = _circles(parent, depth, pairs.one[others], pairs.other[others])
    size = np.ones(pairs.size, np.int32)
    for level in _levels(depth):
        np.add.at(around, parent[level], around[level])
        np.add.at(size, parent[level], size[level])
    bridge = (parent != UNREACHED) & (around == 0)
    return parent, size, np.where(bridge, size[root], 0).astype(np.int32)


def _circles(parent: Ints, depth: Ints, one: Ints, other: Ints) -> Ints:
    """For ties outside the forest: +1 at both ends, -2 where their ways up meet; summed upwards, this is how many
    circles run over the tie from a node to its parent."""
    found = np.zeros(len(parent), np.int32)
    np.add.at(found, one, 1)
    np.add.at(found, other, 1)
    while len(one):
        met = one == other
        np.add.at(found, one[met], -2)
        one, other = one[~met], other[~met]
        lower, higher = depth[one] > depth[other], depth[other] > depth[one]
        one, other = np.where(higher, one, parent[one]), np.where(lower, other, parent[other])
    return found


def _levels(depth: Ints) -> list[Ints]:
    """The nodes of each depth but the roots', the deepest first."""
    order = np.argsort(depth, kind="stable").astype(np.int32)
    ends = np.cumsum(np.bincount(depth)) if len(depth) else np.zeros(0, np.int64)
    return [order[low:high] for low, high in zip(ends[-2::-1], ends[:0:-1], strict=True)]


def isolates(network: Network) -> Ints:
    """The nodes that hold on the day and have no tie of the layer, in the graph's order."""
    found: Ints = np.flatnonzero(network.snapshot.alive & ~network.tied).astype(np.int32)
    return found


@dataclass(frozen=True)
class Cohesion:
    """How far the nodes of a community are joined among themselves.

    `nodes`: all that belong to it; `alone`: those without a tie inside it; `components`: groups of two and more that
    ties inside it join; `largest`: nodes of the largest of them.
    """

    community: int
    nodes: int
    alone: int
    components: int
    largest: int


def cohesion(network: Network, territory: Territory) -> tuple[Cohesion, ...]:
    """For every community the components of the network among its own nodes; those in most pieces first.

    Projection: the nodes that belong to the community on the day and the ties with both ends among them; directions
    are forgotten (weak components).
    """
    home = np.where(network.snapshot.alive, territory.community, NOWHERE)
    one, other = network.src, network.dst
    inside = (home[one] == home[other]) & (home[one] != NOWHERE)
    root = components(len(home), one[inside], other[inside])
    joined = np.bincount(root, minlength=len(home))
    heads = np.flatnonzero((joined > 1) & (home != NOWHERE))
    count, largest = np.zeros(len(home), np.int32), np.zeros(len(home), np.int32)
    np.add.at(count, home[heads], 1)
    np.maximum.at(largest, home[heads], joined[heads].astype(np.int32))
    belong = np.bincount(home[home != NOWHERE], minlength=len(home))
    alone = np.bincount(home[(joined[root] == 1) & (home != NOWHERE)], minlength=len(home))
    found = [
        Cohesion(here, int(belong[here]), int(alone[here]), int(count[here]), int(largest[here]))
        for here in np.flatnonzero(belong).tolist()
    ]
    return tuple(sorted(found, key=lambda row: (-row.components, -row.alone, row.community)))
