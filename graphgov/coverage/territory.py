"""Whose community: where on the territory every node belongs on the day.

A unit belongs to the community that it is located in, else to that of the nearest place that contains it; of several
ties the latest, then the smallest id.  Operating addresses decide, a registered one only where there is no other.  A
party organization belongs where what has it belongs, else where its superior does.  What is known to a street or
district only is counted there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphgov.coverage.ties import NOWHERE, Ties
from graphgov.graph import NULL, Column, Graph, Snapshot
from graphgov.graph.columns import Ints, Mask

LEVELS = ("city", "district", "street")
"""Levels of divisions; a functional zone is a district when it is part of a city, and a street below a district."""

_PLACED = ("Place", "Unit")
"""The kinds that are located somewhere."""

_STREETS = ("street", "town", "township")


@dataclass(frozen=True, eq=False)
class Territory:
    """For every node (arrays over all nodes) the node that it belongs to; `NOWHERE` where nobody knows."""

    snapshot: Snapshot

    @property
    def _graph(self) -> Graph:
        return self.snapshot.graph

    def _of_kind(self, *kinds: str) -> Mask:
        mask = np.zeros(self.snapshot.graph.size, bool)
        for kind in kinds:
            mask[self.snapshot.slice_of(kind)] = True
        return mask

    def _start(self, kind: str) -> Ints:
        """When the edges of a kind began."""
        column = self.snapshot.edges(kind).column("valid_from")
        assert isinstance(column, Column)
        return column.values

    @cached_property
    def parent(self) -> Ints:
        """The division that a community or division is part of, the place that a place is part of."""
        edges = self.snapshot.edges("PART_OF")
        return Ties(edges.src, edges.dst, (self._start("PART_OF"),)).best(self._graph)

    @cached_property
    def community(self) -> Ints:
        """The community of every unit, place, community and party organization."""
        part, found = self.snapshot.slice_of("Community"), self._home.copy()
        found[((found < part.start) | (found >= part.stop)).nonzero()[0]] = NOWHERE
        return found

    @cached_property
    def division(self) -> Ints:
        """The division of every node: its community's, else the one that it is located in itself."""
        of_community = np.where(self.community == NOWHERE, NOWHERE, self.parent[self.community])
        return np.where(self.community == NOWHERE, self._home, of_community).astype(np.int32)

    @cached_property
    def _home(self) -> Ints:
        """The community of every node; of what is known to no community, its division."""
        found = np.full(self._graph.size, NOWHERE, np.int32)
        far = np.zeros(self._graph.nodes["Place"].count, np.int32)
        homes = {kind: self._part(found, kind) for kind in _PLACED}
        for kind in ("Community", "Division"):
            part = self.snapshot.slice_of(kind)
            found[part] = np.arange(part.start, part.stop)
            # By operating addresses first: a registered one speaks only for what has no other.
            for registered in (False, True):
                self._spread(kind, homes, far, registered)
        return self._of_organizations(found)

    @cached_property
    def registered_community(self) -> Ints:
        """The community of every unit's registered address, where it is stated apart."""
        found = np.full(self._graph.size, NOWHERE, np.int32)
        for kind in _PLACED:
            every = self._addresses(kind, "Community")
            registered = self._over_all(every.where(~every.first()), "Community")
            registered.settle(self._part(found, kind), self._graph)
        return found

    @cached_property
    def place(self) -> Ints:
        """The place that a unit is located in, or a place is part of."""
        found, places = np.full(self._graph.size, NOWHERE, np.int32), self.snapshot.slice_of("Place")
        self._over_all(self._addresses("Unit", "Place"), "Place").settle(self._part(found, "Unit"), self._graph)
        found[places] = self.parent[places]
        return found

    def _part(self, nodes: Ints, kind: str) -> Ints:
        """The part of an array over all nodes that the nodes of a kind have."""
        return nodes[self.snapshot.slice_of(kind)]

    def _over_all(self, ties: Ties, kind: str) -> Ties:
        """Ties to nodes of a kind, which were counted from 0, to the same nodes counted over all."""
        return ties.to(ties.target + np.int32(self.snapshot.slice_of(kind).start))

    def _addresses(self, start: str, end: str) -> Ties:
        """Where nodes of one kind are located in nodes of another, both counted from 0; operating before registered."""
        ties, role = self.snapshot.between("LOCATED_IN", start, end), self.snapshot.edges("LOCATED_IN").column("role")
        assert isinstance(role, Column)
        return Ties(*ties.ends, (role.values != role.code("registered"), self._start("LOCATED_IN")), ties.place)

    def _open(self, start: str, end: str, homes: Ints, registered: bool) -> Ties:
        """The addresses of nodes that have no home yet; registered ones among them when `registered` is true."""
        ties = self._addresses(start, end)
        ties = ties.where(homes.take(ties.src) == NOWHERE)
        return ties if registered else ties.where(ties.first())

    def _spread(self, kind: str, homes: Mapping[str, Ints], far: Ints, registered: bool) -> None:
        """Fill what is open in `homes`: by an address in a node of a kind, else by the nearest place around it.

        `homes` are those of places and of units.  Registered addresses count when `registered` is true.  `far` holds
        how many ties lead from a place to where it was found to be.
        """
        for start, found in homes.items():
            direct = self._open(start, kind, found, registered)
            self._over_all(direct, kind).settle(found, self._graph)
            if start == "Place":
                far[direct.src] = 1
        part_of = self.snapshot.between("PART_OF", "Place", "Place")
        around = {
            "Place": Ties(*part_of.ends, (self._start("PART_OF"),), part_of.place),
            "Unit": self._open("Unit", "Place", homes["Unit"], registered),
        }
        # Each turn reaches what is one step farther from an address, so that the nearest container decides.
        turn = 1
        while (far >= turn).any():
            around = {start: ties.where(homes[start].take(ties.src) == NOWHERE) for start, ties in around.items()}
            reached = {start: ties.where(far.take(ties.target) == turn) for start, ties in around.items()}
            turn += 1
            for start, ties in reached.items():
                ties.to(homes["Place"].take(ties.target)).settle(homes[start], self._graph)
            far[reached["Place"].src] = turn

    def _of_organizations(self, placed: Ints) -> Ints:
        """`placed` spread to party organizations: by what has them, else by their superior.

        Of several that have one, a community or division itself speaks first; then communities before divisions.
        """
        found = placed.copy()
        has, under = self.snapshot.edges("HAS_PARTY_ORG"), self.snapshot.edges("SUBORDINATE_TO")
        home, closer = self._of_kind("Community", "Division"), ~self._of_kind("Division")
        target = placed.take(has.src)
        order = (home.take(has.src), closer.take(target), self._start("HAS_PARTY_ORG"))
        Ties(has.dst, target, order).where(target != NOWHERE).settle(found, self._graph)
        waiting = self._of_kind("PartyOrganization") & (found == NOWHERE)
        upward = Ties(under.src, under.dst, (self._start("SUBORDINATE_TO"),))
        # From the top down: an organization's turn comes when no superior of its own is waiting any more.
        while waiting.any():
            held_up = np.zeros(len(found), bool)
            held_up[upward.src[waiting[upward.target]]] = True
            turn = upward.where((waiting & ~held_up)[upward.src] & (found[upward.target] != NOWHERE))
            target = found[turn.target]
            Ties(turn.src, target, (closer[target], turn.values(0))).settle(found, self._graph)
            waiting &= held_up
        return found

    def level(self, division: int) -> str:
        """The level of a division, one of `LEVELS`."""
        kind = str(self.snapshot.value(division, "type"))
        if kind == "functional_zone":
            above = int(self.parent[division])
            return "district" if above == NOWHERE or self.level(above) == "city" else "street"
        return "street" if kind in _STREETS else kind

    @cached_property
    def _levels(self) -> dict[str, Ints]:
        """For every division, the division of each level that it is or is part of."""
        size = self.snapshot.graph.size
        found = {level: np.full(size + 1, NOWHERE, np.int32) for level in LEVELS}
        part = self.snapshot.slice_of("Division")
        for division in range(part.start, part.stop):
            above = division
            while above != NOWHERE:
                array = found[self.level(above)]
                if array[division] == NOWHERE:
                    array[division] = above
                above = int(self.parent[above])
        return found

    @cached_property
    def city(self) -> Ints:
        """The city of every node."""
        return self._levels["city"][self.division]

    @cached_property
    def street(self) -> Ints:
        """The street, town or township of every node."""
        return self._levels["street"][self.division]

    @cached_property
    def district(self) -> Ints:
        """The district of every node."""
        return self._levels["district"][self.division]

    def within(self, node: int) -> Mask:
        """Which nodes belong to a community or division; it is among them itself."""
        if self._graph.kind_of(node) == "Community":
            return _same(self.community, node)
        level = self.level(node)
        return _same(getattr(self, level) if level in LEVELS else self.division, node)

    @cached_property
    def line(self) -> Ints:
        """The head of the superior system (条) of every unit: the last unit up its line; NOWHERE without one."""
        edges = self.snapshot.edges("SUBORDINATE_TO")
        ties = Ties(edges.src, edges.dst, (self._start("SUBORDINATE_TO"),))
        above = ties.where(self._of_kind("Unit")[edges.src]).best(self._graph)
        head = above
        while True:
            higher = np.where(head == NOWHERE, NOWHERE, above[head])
            if (higher == NOWHERE).all():
                return head
            head = np.where(higher == NOWHERE, head, higher).astype(np.int32)

    @cached_property
    def responsible(self) -> Ints:
        """The party organization that has to see to every node: named, else its community's own committee."""
        named = self.snapshot.edges("RESPONSIBLE_FOR")
        found = Ties(named.dst, named.src, (self._start("RESPONSIBLE_FOR"),)).best(self._graph)
        communal = np.where(self.community == NOWHERE, NOWHERE, self.committee[self.community])
        return np.where(found == NOWHERE, communal, found).astype(np.int32)

    @cached_property
    def committee(self) -> Ints:
        """The party organization of every community and division itself: an ordinary one before a big committee."""
        has = self.snapshot.edges("HAS_PARTY_ORG")
        kinds = self.snapshot.column("PartyOrganization", "type")
        assert isinstance(kinds, Column)
        sort = kinds.values.take(has.dst - self.snapshot.slice_of("PartyOrganization").start)
        ties = Ties(has.src, has.dst, (-sort, self._start("HAS_PARTY_ORG")))
        return ties.where(self._of_kind("Community", "Division")[has.src]).best(self._graph)


def _same(nodes: Ints, node: int) -> Mask:
    mask: Mask = nodes == node
    return mask


def as_column(nodes: Ints, snapshot: Snapshot) -> Column:
    """Node numbers as a column of their identifiers."""
    # By counting: there are a million nodes to sort, and a thousand communities.  NOWHERE stands at the end.
    there = np.zeros(snapshot.graph.size + 1, bool)
    there[nodes] = True
    codes = np.flatnonzero(there[:NOWHERE])
    place = np.full(len(there), NULL, np.int32)
    place[codes] = np.arange(len(codes), dtype=np.int32)
    return Column(place.take(nodes), tuple(str(snapshot.graph.ids.at(code)) for code in codes.tolist()))
