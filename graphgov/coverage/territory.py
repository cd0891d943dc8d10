"""Whose community: where on the territory every node belongs on the day.

A unit belongs to the community that it is located in, else to that of the nearest place that contains it; of several
ties the latest, then the smallest id.  Operating addresses decide, a registered one only where there is no other.  A
party organization belongs where what has it belongs, else where its superior does.  What is known to a street or
district only is counted there.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphgov.graph import NULL, Column, Graph, Snapshot
from graphgov.graph.columns import Ints, Mask

NOWHERE = -1

LEVELS = ("city", "district", "street")
"""Levels of divisions; a functional zone is a district when it is part of a city, and a street below a district."""

_STREETS = ("street", "town", "township")


@dataclass(frozen=True, eq=False)
class _Ties:
    """Candidate ties from nodes to targets: of several from one node the least `order` wins, column by column.

    Of equal ones the target with the smallest id wins.
    """

    src: Ints
    target: Ints
    order: tuple[Ints | Mask, ...]

    def where(self, mask: Mask) -> _Ties:
        """Some of the ties."""
        rows = mask.nonzero()[0]
        return _Ties(self.src.take(rows), self.target.take(rows), tuple(column.take(rows) for column in self.order))

    def to(self, target: Ints) -> _Ties:
        """The same ties to other targets."""
        return _Ties(self.src, target, self.order)

    def best(self, graph: Graph) -> Ints:
        """The target of each node's best tie; NOWHERE without one."""
        found = np.full(graph.size, NOWHERE, np.int32)
        self.settle(found, graph)
        return found

    def settle(self, found: Ints, graph: Graph) -> None:
        """Write the target of each node's best tie into an array over all nodes."""
        ties = self
        for column in range(len(self.order) + 1):
            found[ties.src] = ties.target
            # Most nodes have one tie, and few are left after the first column: nothing is sorted.
            contested = np.zeros(graph.size, bool)
            contested[ties.src[found.take(ties.src) != ties.target]] = True
            ties = ties.where(contested.take(ties.src))
            if not len(ties.src):
                return
            values = ties.order[column] if column < len(self.order) else _order_of_ids(ties.target, graph)
            least = np.full(graph.size, np.iinfo(np.int32).max, np.int32)
            np.minimum.at(least, ties.src, values.astype(np.int32, copy=False))
            ties = ties.where(values == least.take(ties.src))
        found[ties.src] = ties.target


def _order_of_ids(nodes: Ints, graph: Graph) -> Ints:
    """The places of nodes in the order of their ids."""
    import pyarrow.compute as pc

    distinct, which = np.unique(nodes, return_inverse=True)
    order = pc.sort_indices(graph.ids.take(distinct).array).to_numpy()
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[which]


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
        """When the edges of a kind began; the latest first when sorted."""
        column = self.snapshot.edges(kind).column("valid_from")
        assert isinstance(column, Column)
        return -column.values

    @cached_property
    def parent(self) -> Ints:
        """The division that a community or division is part of, the place that a place is part of."""
        edges = self.snapshot.edges("PART_OF")
        return _Ties(edges.src, edges.dst, (self._start("PART_OF"),)).best(self._graph)

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
        found, addresses = np.full(self._graph.size, NOWHERE, np.int32), self._addresses
        far = np.zeros(self._graph.size, np.int32)
        for kind in ("Community", "Division"):
            part = self.snapshot.slice_of(kind)
            found[part] = np.arange(part.start, part.stop)
            # By operating addresses first: a registered one speaks only for what has no other.
            for registered in (False, True):
                addresses = addresses.where(found.take(addresses.src) == NOWHERE)
                self._spread(kind, found, far, addresses, registered)
        return self._of_organizations(found)

    @cached_property
    def registered_community(self) -> Ints:
        """The community of every unit's registered address, where it is stated apart."""
        addresses = self._addresses
        communities = self._of_kind("Community").take(addresses.target)
        return addresses.where(communities & addresses.order[0].astype(bool)).best(self._graph)

    @cached_property
    def place(self) -> Ints:
        """The place that a unit is located in, or a place is part of."""
        located = self._addresses.where(self._of_kind("Place").take(self._addresses.target)).best(self._graph)
        within = np.where(self._of_kind("Place"), self.parent, NOWHERE)
        return np.where(located == NOWHERE, within, located).astype(np.int32)

    @cached_property
    def _addresses(self) -> _Ties:
        """Where units and places are located; its `order`: whether that is a registered address, the latest first."""
        edges = self.snapshot.edges("LOCATED_IN")
        role = edges.column("role")
        assert isinstance(role, Column)
        return _Ties(edges.src, edges.dst, (role.values == role.code("registered"), self._start("LOCATED_IN")))

    def _spread(self, kind: str, found: Ints, far: Ints, addresses: _Ties, registered: bool) -> None:
        """Fill what is open in `found`: by an address in a node of a kind, else by the nearest place around it.

        `addresses` are those of open nodes; registered ones among them count when `registered` is true.  `far` holds
        how many ties lead from a node to where it was found to be.
        """
        places, inner, counts = self._of_kind("Place"), self.snapshot.edges("PART_OF"), addresses.order[0] <= registered
        direct = addresses.where(counts & self._of_kind(kind).take(addresses.target))
        direct.settle(found, self._graph)
        far[direct.src] = 1
        within = _Ties(inner.src, inner.dst, (self._start("PART_OF"),)).where(places.take(inner.dst))
        around = (within, addresses.where(counts & places.take(addresses.target)))
        # Each turn reaches what is one step farther from an address, so that the nearest container decides.
        turn = 1
        while (far >= turn).any():
            is_open, near = found == NOWHERE, far == turn
            reached = [ties.where(is_open.take(ties.src) & near.take(ties.target)) for ties in around]
            turn += 1
            for ties in reached:
                ties.to(found.take(ties.target)).settle(found, self._graph)
                far[ties.src] = turn

    def _of_organizations(self, placed: Ints) -> Ints:
        """`placed` spread to party organizations: by what has them, else by their superior.

        Of several that have one, a community or division itself speaks first; then communities before divisions.
        """
        found = placed.copy()
        has, under = self.snapshot.edges("HAS_PARTY_ORG"), self.snapshot.edges("SUBORDINATE_TO")
        apart, divisions = ~self._of_kind("Community", "Division"), self._of_kind("Division")
        target = placed.take(has.src)
        order = (apart.take(has.src), divisions.take(target), self._start("HAS_PARTY_ORG"))
        _Ties(has.dst, target, order).where(target != NOWHERE).settle(found, self._graph)
        waiting = self._of_kind("PartyOrganization") & (found == NOWHERE)
        upward = _Ties(under.src, under.dst, (self._start("SUBORDINATE_TO"),))
        # From the top down: an organization's turn comes when no superior of its own is waiting any more.
        while waiting.any():
            held_up = np.zeros(len(found), bool)
            held_up[upward.src[waiting[upward.target]]] = True
            turn = upward.where((waiting & ~held_up)[upward.src] & (found[upward.target] != NOWHERE))
            target = found[turn.target]
            _Ties(turn.src, target, (divisions[target], *turn.order)).settle(found, self._graph)
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
        ties = _Ties(edges.src, edges.dst, (self._start("SUBORDINATE_TO"),))
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
        found = _Ties(named.dst, named.src, (self._start("RESPONSIBLE_FOR"),)).best(self._graph)
        communal = np.where(self.community == NOWHERE, NOWHERE, self.committee[self.community])
        return np.where(found == NOWHERE, communal, found).astype(np.int32)

    @cached_property
    def committee(self) -> Ints:
        """The party organization of every community and division itself: an ordinary one before a big committee."""
        has = self.snapshot.edges("HAS_PARTY_ORG")
        kinds = self.snapshot.column("PartyOrganization", "type")
        assert isinstance(kinds, Column)
        sort = kinds.values.take(has.dst - self.snapshot.slice_of("PartyOrganization").start)
        ties = _Ties(has.src, has.dst, (sort, self._start("HAS_PARTY_ORG")))
        return ties.where(self._of_kind("Community", "Division")[has.src]).best(self._graph)


def _same(nodes: Ints, node: int) -> Mask:
    mask: Mask = nodes == node
    return mask


def as_column(nodes: Ints, snapshot: Snapshot) -> Column:
    """Node numbers as a column of their identifiers."""
    codes, place = np.unique(nodes[nodes != NOWHERE], return_inverse=True)
    values = np.full(len(nodes), NULL, np.int32)
    values[nodes != NOWHERE] = place
    return Column(values, tuple(str(snapshot.graph.ids.at(code)) for code in codes))
