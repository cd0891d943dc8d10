"""Whose community: where on the territory every node belongs on the day.

A unit belongs to the community that it is located in, else to that of the nearest place that contains it; of several
ties the latest, then the smallest id.  Operating addresses decide, a registered one only where there is no other.  A party organization belongs where
what has it belongs, else where its superior does.  What is known to a street or district only is counted there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphgov.graph import NULL, Column, Snapshot
from graphgov.graph.columns import Ints, Mask

NOWHERE = -1

LEVELS = ("city", "district", "street")
"""Levels of divisions; a functional zone is a district when it is part of a city, and a street below a district."""

_STREETS = ("street", "town", "township")


@dataclass(frozen=True, eq=False)
class _Ties:
    """Candidate ties from a node to a target: of several from one node the least `order` wins, column by column."""

    src: Ints
    target: Ints
    order: tuple[Ints, ...]

    def best(self, size: int) -> Ints:
        """The target of each node's best tie; NOWHERE without one."""
        found = np.full(size, NOWHERE, np.int32)
        if len(self.src):
            ranked = np.lexsort((*reversed(self.order), self.src))
            src = self.src[ranked]
            first = np.ones(len(src), bool)
            first[1:] = src[1:] != src[:-1]
            found[src[first]] = self.target[ranked][first]
        return found


@dataclass(frozen=True, eq=False)
class Territory:
    """For every node (arrays over all nodes) the node that it belongs to; `NOWHERE` where nobody knows."""

    snapshot: Snapshot

    @cached_property
    def _rank(self) -> Ints:
        """The place of every node in the order of ids."""
        import pyarrow.compute as pc

        order = pc.sort_indices(self.snapshot.graph.ids.array).to_numpy()
        rank = np.empty(len(order), np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        return rank

    def _of_kind(self, *kinds: str) -> Mask:
        mask = np.zeros(self.snapshot.graph.size, bool)
        for kind in kinds:
            mask[self.snapshot.slice_of(kind)] = True
        return mask

    def _start(self, kind: str) -> Ints:
        """When the edges of a kind began; the latest first when sorted."""
        column = self.snapshot.edges(kind).column("valid_from")
        assert isinstance(column, Column)
        return -column.values

    @cached_property
    def parent(self) -> Ints:
        """The division that a community or division is part of, the place that a place is part of."""
        edges = self.snapshot.edges("PART_OF")
        order = (self._start("PART_OF"), self._rank[edges.dst])
        return _Ties(edges.src, edges.dst, order).best(self.snapshot.graph.size)

    @cached_property
    def community(self) -> Ints:
        """The community of every unit, place, community and party organization."""
        own = np.full(self.snapshot.graph.size, NOWHERE, np.int32)
        part = self.snapshot.slice_of("Community")
        own[part] = np.arange(part.start, part.stop)
        return self._of_organizations(self._placed(own))

    @cached_property
    def division(self) -> Ints:
        """The division of every node: its community's, else the one that it is located in itself."""
        size = self.snapshot.graph.size
        own = np.full(size, NOWHERE, np.int32)
        part = self.snapshot.slice_of("Division")
        own[part] = np.arange(part.start, part.stop)
        direct = self._of_organizations(self._placed(own))
        of_community = np.where(self.community == NOWHERE, NOWHERE, self.parent[self.community])
        return np.where(self.community == NOWHERE, direct, of_community).astype(np.int32)

    @cached_property
    def registered_community(self) -> Ints:
        """The community of every unit's registered address, where it is stated apart."""
        return self._located(self._of_kind("Community"), registered=True).best(self.snapshot.graph.size)

    @cached_property
    def place(self) -> Ints:
        """The place that a unit is located in, or a place is part of."""
        located = self._located(self._of_kind("Place")).best(self.snapshot.graph.size)
        within = np.where(self._of_kind("Place"), self.parent, NOWHERE)
        return np.where(located == NOWHERE, within, located).astype(np.int32)

    def _located(self, targets: Mask, registered: bool | None = None) -> _Ties:
        edges, chosen = self.snapshot.edges("LOCATED_IN"), targets
        role = edges.column("role")
        assert isinstance(role, Column)
        is_registered = role.values == role.code("registered")
        keep = chosen[edges.dst] if registered is None else chosen[edges.dst] & (is_registered == registered)
        order = (is_registered[keep].astype(np.int32), self._start("LOCATED_IN")[keep], self._rank[edges.dst[keep]])
        return _Ties(edges.src[keep], edges.dst[keep], order)

    def _placed(self, own: Ints) -> Ints:
        """`own` spread to places and units: by their own address, else by the nearest place that contains them.

        By operating addresses first: a registered one speaks only for what has no other.
        """
        found = self._spread(own, own, registered=False)
        return self._spread(own, found, registered=None)

    def _spread(self, own: Ints, start: Ints, registered: bool | None) -> Ints:
        """`start`, with what is open yet filled over LOCATED_IN ties of a role (None: any) and PART_OF."""
        size = self.snapshot.graph.size
        direct = self._located(own != NOWHERE, registered).best(size)
        found = np.where(start == NOWHERE, direct, start).astype(np.int32)
        places = self._of_kind("Place")
        inner, located = self.snapshot.edges("PART_OF"), self._located(places, registered)
        within = places[inner.src]
        steps = (
            (inner.src[within], inner.dst[within], (self._start("PART_OF")[within],)),
            (located.src, located.target, located.order[:2]),
        )
        # Each turn reaches what is one step farther from an address, so that the nearest container decides.
        while True:
            before = found
            for src, dst, order in steps:
                open_ = (before[src] == NOWHERE) & (before[dst] != NOWHERE)
                target = before[dst[open_]]
                ties = _Ties(src[open_], target, (*(column[open_] for column in order), self._rank[target]))
                found = np.where(found == NOWHERE, ties.best(size), found).astype(np.int32)
            if (found == before).all():
                return found

    def _of_organizations(self, placed: Ints) -> Ints:
        """`placed` spread to party organizations: by what has them, else by their superior."""
        size, found = self.snapshot.graph.size, placed.copy()
        has, under = self.snapshot.edges("HAS_PARTY_ORG"), self.snapshot.edges("SUBORDINATE_TO")
        known = placed[has.src] != NOWHERE
        target = placed[has.src[known]]
        not_community = ~self._of_kind("Community", "Division")[has.src[known]]
        order = (not_community.astype(np.int32), self._start("HAS_PARTY_ORG")[known], self._rank[target])
        found = np.where(found == NOWHERE, _Ties(has.dst[known], target, order).best(size), found).astype(np.int32)
        organizations = self._of_kind("PartyOrganization")
        start = self._start("SUBORDINATE_TO")
        while True:
            open_ = organizations[under.src] & (found[under.src] == NOWHERE) & (found[under.dst] != NOWHERE)
            if not open_.any():
                return found
            target = found[under.dst[open_]]
            best = _Ties(under.src[open_], target, (start[open_], self._rank[target])).best(size)
            found = np.where(found == NOWHERE, best, found).astype(np.int32)

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
    def street(self) -> Ints:
        """The street, town or township of every node."""
        return self._levels["street"][self.division]

    @cached_property
    def district(self) -> Ints:
        """The district of every node."""
        return self._levels["district"][self.division]

    @cached_property
    def line(self) -> Ints:
        """The head of the superior system (条) of every unit: the last unit up its line; NOWHERE without one."""
        edges = self.snapshot.edges("SUBORDINATE_TO")
        units = self._of_kind("Unit")
        keep = units[edges.src]
        order = (self._start("SUBORDINATE_TO")[keep], self._rank[edges.dst[keep]])
        above = _Ties(edges.src[keep], edges.dst[keep], order).best(self.snapshot.graph.size)
        head = above
        while True:
            higher = np.where(head == NOWHERE, NOWHERE, above[head])
            if (higher == NOWHERE).all():
                return head
            head = np.where(higher == NOWHERE, head, higher).astype(np.int32)

    @cached_property
    def responsible(self) -> Ints:
        """The party organization that has to see to every node: named, else its community's own committee."""
        size = self.snapshot.graph.size
        named = self.snapshot.edges("RESPONSIBLE_FOR")
        order = (self._start("RESPONSIBLE_FOR"), self._rank[named.src])
        found = _Ties(named.dst, named.src, order).best(size)
        committee = self._committees(size)
        communal = np.where(self.community == NOWHERE, NOWHERE, committee[self.community])
        return np.where(found == NOWHERE, communal, found).astype(np.int32)

    def _committees(self, size: int) -> Ints:
        """The party organization of every community: an ordinary one before a big committee."""
        has = self.snapshot.edges("HAS_PARTY_ORG")
        keep = self._of_kind("Community")[has.src]
        kinds = self.snapshot.column("PartyOrganization", "type")
        assert isinstance(kinds, Column)
        first = self.snapshot.slice_of("PartyOrganization").start
        sort = kinds.values[has.dst[keep] - first]
        order = (sort, self._start("HAS_PARTY_ORG")[keep], self._rank[has.dst[keep]])
        return _Ties(has.src[keep], has.dst[keep], order).best(size)


def as_column(nodes: Ints, snapshot: Snapshot) -> Column:
    """Node numbers as a column of their identifiers."""
    codes, place = np.unique(nodes[nodes != NOWHERE], return_inverse=True)
    values = np.full(len(nodes), NULL, np.int32)
    values[nodes != NOWHERE] = place
    return Column(values, tuple(str(snapshot.graph.ids.at(code)) for code in codes))
