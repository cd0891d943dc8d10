"""Candidates for a "red tie" (红色纽带): a business district and a compound next to it that share no organization."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphgov.graph import Column, Snapshot
from graphgov.graph.columns import Ints, Mask
from graphgov.network.model import Network

SIDES = ("business_district", "compound")
"""The types of place that a red tie joins."""


@dataclass(frozen=True)
class Adjoining:
    """A business district and a compound next to it, with the party organizations that each side is tied to.

    `shared`: organizations of both; `direct`: ties between somebody on one side and somebody on the other.
    """

    district: int
    compound: int
    of_district: tuple[int, ...]
    of_compound: tuple[int, ...]
    shared: tuple[int, ...]
    direct: int

    @property
    def candidate(self) -> bool:
        """Whether nothing ties the two sides yet."""
        return not self.shared and not self.direct


def adjoining(network: Network) -> tuple[Adjoining, ...]:
    """Every business district with every compound that adjoins it (ADJACENT_TO), candidates for a red tie first.

    A side is the place, the places that are part of it, the units located in these, and the units that manage them
    or represent their owners.  Its organizations are the party organizations that ties of the network join to it,
    and the committees that those are members of.  Adjoining is what is stated: nothing is guessed from maps.
    """
    snapshot = network.snapshot
    ties = snapshot.edges("ADJACENT_TO")
    types = snapshot.column("Place", "type")
    assert isinstance(types, Column)
    first, found = snapshot.slice_of("Place").start, []
    for start, end in {*zip(ties.src.tolist(), ties.dst.tolist(), strict=True)}:
        by_type = {types.at(place - first): place for place in (start, end)}
        if set(by_type) == set(SIDES):
            found.append(_adjoining(network, *(by_type[side] for side in SIDES)))
    return tuple(sorted(found, key=lambda row: (not row.candidate, row.district, row.compound)))


def _adjoining(network: Network, district: int, compound: int) -> Adjoining:
    one, other = (side(network.snapshot, place) for place in (district, compound))
    of_one, of_other = (_organizations(network, nodes) for nodes in (one, other))
    direct = (one[network.src] & other[network.dst]) | (other[network.src] & one[network.dst])
    shared = tuple(np.flatnonzero(of_one & of_other).tolist())
    mine, theirs = (tuple(np.flatnonzero(mask).tolist()) for mask in (of_one, of_other))
    return Adjoining(district, compound, mine, theirs, shared, int(direct.sum()))


def side(snapshot: Snapshot, place: int) -> Mask:
    """Who and what belongs to a place: it, its parts, the units in them, those that manage or represent them."""
    mask = np.zeros(snapshot.graph.size, bool)
    mask[place] = True
    part = snapshot.edges("PART_OF")
    while (new := _from(part.src, part.dst, mask) & ~mask).any():
        mask |= new
    inside = mask.copy()
    for kind in ("LOCATED_IN", "MANAGES", "REPRESENTS"):
        edges = snapshot.edges(kind)
        inside |= _from(edges.src, edges.dst, mask)
    return inside


def _from(near: Ints, far: Ints, mask: Mask) -> Mask:
    """From which nodes a tie leads into a mask."""
    found = np.zeros_like(mask)
    found[near[mask[far]]] = True
    return found


def _organizations(network: Network, nodes: Mask) -> Mask:
    snapshot = network.snapshot
    tied = _from(network.dst, network.src, nodes) | _from(network.src, network.dst, nodes)
    organizations = np.zeros_like(nodes)
    organizations[snapshot.slice_of("PartyOrganization")] = True
    member, own = snapshot.edges("MEMBER_OF"), tied & organizations
    return own | _from(member.dst, member.src, own)
