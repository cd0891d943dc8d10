"""Graphs without parallel ties: of a network itself, or of who shares what (projections of two-mode data)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphgov.errors import BadInput, one_of
from graphgov.graph import Column, Snapshot
from graphgov.graph.adjacency import Adjacency, Places, adjacency, distinct
from graphgov.graph.columns import Ints
from graphgov.network.model import Network

PROJECTIONS = ("ties", "members", "committees")
"""What joins two nodes: a tie between them, a committee that both are members of, a member that both have."""

MOST_PAIRS = 5_000_000
"""Projections with more pairs than this are refused."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of nodes with a weight, each once; `one` and `other` are places in `nodes`, the smaller first.

    `projection` says what joins them (one of `PROJECTIONS`); the weight counts it: ties, committees or members.
    """

    projection: str
    layer: str
    nodes: Ints
    one: Ints
    other: Ints
    weight: Ints

    @property
    def size(self) -> int:
        """The number of nodes."""
        return len(self.nodes)

    @cached_property
    def adjacency(self) -> Adjacency:
        """Who is next to whom; its ties are places in `one`, `other` and `weight`."""
        return adjacency(self.size, self.one, self.other)


def paired(network: Network) -> Pairs:
    """The pairs that the ties of a network join, directions forgotten; weight: how many ties join them."""
    nodes = np.flatnonzero(network.tied).astype(np.int32)
    one, other = (np.searchsorted(nodes, side) for side in (network.src, network.dst))
    return _pairs(PROJECTIONS[0], network.layer, nodes, (one, other))


def parties(snapshot: Snapshot) -> Ints:
    """For every node who acts in its ties: the one unit that has an organization for itself alone, else the node."""
    has, party = snapshot.edges("HAS_PARTY_ORG"), np.arange(snapshot.graph.size, dtype=np.int32)
    mode, units = has.column("mode"), snapshot.slice_of("Unit")
    assert isinstance(mode, Column)
    own = (mode.values == mode.code("single")) & (has.src >= units.start) & (has.src < units.stop)
    holders, organizations, _ = distinct(has.src[own], has.dst[own], snapshot.graph.size)
    once = np.bincount(organizations, minlength=snapshot.graph.size)[organizations] == 1
    party[organizations[once]] = holders[once]
    return party


def memberships(snapshot: Snapshot) -> tuple[Ints, Ints]:
    """Distinct (member, committee) of MEMBER_OF on the day, sorted; a member's own organization speaks for it."""
    ties = snapshot.edges("MEMBER_OF")
    member, committee, _ = distinct(parties(snapshot)[ties.src], ties.dst, snapshot.graph.size)
    return member, committee


def projection(snapshot: Snapshot, side: str) -> Pairs:
    """One side of the two-mode network of memberships (Breiger 1974, The duality of persons and groups).

    With B[m, c] = 1 where m is a member of c: for the members B B', weight = committees that two share; for the
    committees B' B, weight = members that two share; the diagonal left out.  Every member, or committee, is a node,
    also one that shares nothing.  UnknownName when there is no such side; BadInput for more than `MOST_PAIRS` pairs.
    """
    one_of("projection", side, PROJECTIONS[1:])
    member, committee = memberships(snapshot)
    shared, own = (committee, member) if side == "members" else (member, committee)
    nodes, place = np.unique(own, return_inverse=True)
    order = np.argsort(shared, kind="stable")
    place = place[order]
    _, start, count = np.unique(shared[order], return_index=True, return_counts=True)
    number = int((count * (count - 1) // 2).sum())
    if number > MOST_PAIRS:
        raise BadInput("projection_too_large", count=number, most=MOST_PAIRS)
    one, other = _combinations(start, count)
    return _pairs(side, "linkage", nodes.astype(np.int32), (place[one], place[other]))


def _combinations(start: Places, count: Places) -> tuple[Places, Places]:
    """All pairs of places within runs of places, each once."""
    # The first of a pair has as many partners as places follow it in its run.
    first = np.repeat(start + count, count) - 1
    position = np.arange(len(first))
    follow = first - position
    one = np.repeat(position, follow)
    other = one + 1 + np.arange(len(one)) - np.repeat(np.cumsum(follow) - follow, follow)
    return one, other


def _pairs(projection: str, layer: str, nodes: Ints, ends: tuple[Places, Places]) -> Pairs:
    return Pairs(projection, layer, nodes, *distinct(np.minimum(*ends), np.maximum(*ends), len(nodes)))
