"""Line and block (条块): do linkages cross superior systems, and do they cross communities?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from graphgov.coverage import NOWHERE, Territory
from graphgov.graph import Snapshot
from graphgov.graph.adjacency import distinct
from graphgov.graph.columns import Ints
from graphgov.network.model import Network
from graphgov.network.pairs import parties

DIVIDES = ("line", "block")
"""By superior system, and by territory."""

_HOLDING = "HAS_PARTY_ORG"


@dataclass(frozen=True)
class Segmentation:
    """Ties across and within the groups of one divide, each pair of parties once.

    `unknown`: pairs of which one end belongs to no known group.  `expected` is the index that the same parties would
    have if everybody were tied to everybody.
    """

    divide: str
    layer: str
    day: date
    external: int
    internal: int
    unknown: int
    expected: float

    @property
    def index(self) -> float:
        """The E-I index, -1 (all within) to +1 (all across); nan without a pair."""
        return _index(self.external, self.internal)


def _index(external: int, internal: int) -> float:
    return (external - internal) / (external + internal) if external + internal else float("nan")


def segmentation(network: Network, territory: Territory) -> tuple[Segmentation, ...]:
    """The E-I index of a network by superior system (line) and by territory (block).

    E-I = (E - I) / (E + I), where E counts the pairs of parties that ties join across groups, I those within one
    (Krackhardt and Stern 1988, Informal networks and organizational crises).  Projection: a unit and the organization
    that it has for itself alone are one party; that somebody has an organization is no tie between two; parallel ties
    count once.  `systems` and `blocks` say which groups there are.
    """
    held = np.array([kind == _HOLDING for kind in network.kinds], bool)[network.kind]
    party = parties(network.snapshot)
    start, end = party[network.src[~held]], party[network.dst[~held]]
    start, end = start[start != end], end[start != end]
    one, other, _ = distinct(np.minimum(start, end), np.maximum(start, end), len(party))
    groups = {"line": systems(territory), "block": blocks(territory)}
    return tuple(_divided(network, divide, groups[divide], (one, other)) for divide in DIVIDES)


def _divided(network: Network, divide: str, group: Ints, pairs: tuple[Ints, Ints]) -> Segmentation:
    a, b = group[pairs[0]], group[pairs[1]]
    known = (a != NOWHERE) & (b != NOWHERE)
    internal = int((known & (a == b)).sum())
    tied = group[np.unique(np.concatenate(pairs))]
    sizes = np.bincount(tied[tied != NOWHERE]) if len(tied) else np.zeros(0, np.int64)
    every, within = int(sizes.sum() * (sizes.sum() - 1) // 2), int((sizes * (sizes - 1) // 2).sum())
    across = int(known.sum()) - internal
    return Segmentation(
        divide, network.layer, network.snapshot.day, across, internal, int((~known).sum()),
        _index(every - within, within),
    )  # fmt: skip


def blocks(territory: Territory) -> Ints:
    """For every node its block: its community, else the division that it is known to; NOWHERE where nobody knows."""
    found: Ints = np.where(territory.community == NOWHERE, territory.division, territory.community).astype(np.int32)
    return found


def systems(territory: Territory) -> Ints:
    """For every node its superior system: the unit at the head of its line; a unit without a superior is one itself.

    Communities, divisions, places and the organizations that these have are one system, the territory (numbered as
    the graph's size).  An organization of units is in theirs when they are all in one; one that nobody has is in its
    superior's; what is left is a system of its own.
    """
    snapshot = territory.snapshot
    units, own = snapshot.slice_of("Unit"), np.arange(snapshot.graph.size, dtype=np.int32)
    found = np.full(len(own), NOWHERE, np.int32)
    for kind in ("Division", "Community", "Place"):
        found[snapshot.slice_of(kind)] = len(own)
    found[units] = np.where(territory.line[units] == NOWHERE, own[units], territory.line[units])
    has = snapshot.edges(_HOLDING)
    lowest, highest = np.full(len(own), len(own) + 1, np.int32), np.full(len(own), NOWHERE, np.int32)
    np.minimum.at(lowest, has.dst, found[has.src])
    np.maximum.at(highest, has.dst, found[has.src])
    held = highest != NOWHERE
    one = (lowest == highest) | (highest == len(own))
    found[held] = np.where(one, highest, own)[held]
    _from_above(snapshot, found)
    return np.where(found == NOWHERE, own, found).astype(np.int32)


def _from_above(snapshot: Snapshot, found: Ints) -> None:
    """Give every organization that nobody has the system of its superior, from the top down."""
    part, under = snapshot.slice_of("PartyOrganization"), snapshot.edges("SUBORDINATE_TO")
    up = (under.src >= part.start) & (under.src < part.stop)
    src, dst = under.src[up], under.dst[up]
    while True:
        turn = (found[src] == NOWHERE) & (found[dst] != NOWHERE)
        if not turn.any():
            return
        # Of several superiors the first in the graph decides: written last, it stays.
        order = np.flatnonzero(turn)[np.argsort(-dst[turn], kind="stable")]
        found[src[order]] = found[dst[order]]
