"""The analyst's page: who is central, what hangs by one tie, who shares members, line and block, red ties, circles.

All figures are reckoned on the linkages of the whole day by `graphgov.network`, which defines them; an area chooses
only which of them are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import isnan, nan
from typing import NamedTuple

import numpy as np

from graphgov.graph.columns import Mask
from graphgov.network import (
    Bridge,
    Centrality,
    Network,
    Segmentation,
    adjoining,
    bridges,
    centrality,
    cohesion,
    interlocks,
    isolates,
    network,
    paired,
    reach,
    segmentation,
)
from graphgov.report.refs import Ref, ref
from graphgov.report.scope import Scope

BUDGET = 8_000_000
"""What a page can wait for: some tenths of a second of betweenness; `graphgov network` takes its time."""

MOST_SHOWN = 15
"""So many rows stand in each table; all are counted."""


class Central(NamedTuple):
    """A node with its centralities; `eigenvector` is None outside the largest component."""

    node: Ref
    degree: int
    betweenness: float
    eigenvector: float | None


class Hanging(NamedTuple):
    """Two nodes whose ties alone hold `apart` nodes on the side of `end` to the rest, and the kinds of these ties."""

    start: Ref
    end: Ref
    apart: int
    kinds: tuple[str, ...]


class Shared(NamedTuple):
    """Two committees and the members that both have."""

    one: Ref
    other: Ref
    members: tuple[Ref, ...]


@dataclass(frozen=True)
class Divided:
    """Line or block: the index now, and before where there is something to compare with; None: of no pair."""

    now: Segmentation
    index: float | None
    before: float | None


class RedTie(NamedTuple):
    """A business district and a compound next to it that share no organization, with those that each is tied to."""

    district: Ref
    compound: Ref
    of_district: tuple[Ref, ...]
    of_compound: tuple[Ref, ...]


class Circle(NamedTuple):
    """How many a big committee reaches in one step and in at most two."""

    committee: Ref
    one: int
    two: int


class Pieces(NamedTuple):
    """A community: its nodes, those alone in it, how many groups ties join in it, the size of the largest."""

    community: Ref
    nodes: int
    alone: int
    components: int
    largest: int


@dataclass(frozen=True)
class Analysis:
    """The figures of the page; of each table the first rows, and how many there are.

    `exact`: whether betweenness was reckoned from every node, else from `sources` of them; `settled`: whether there
    are eigenvectors, else the network is too large for a page to wait for them.
    """

    layer: str
    nodes: int
    ties: int
    isolates: int
    exact: bool
    settled: bool
    sources: int
    central: tuple[Central, ...]
    hanging: tuple[Hanging, ...]
    bridges: int
    shared: tuple[Shared, ...]
    interlocks: int
    divided: tuple[Divided, ...]
    red_ties: tuple[RedTie, ...]
    candidates: int
    circles: tuple[Circle, ...]
    pieces: tuple[Pieces, ...]


def analysis(scope: Scope, budget: int = BUDGET) -> Analysis:
    """The page of a scope; betweenness is reckoned from a sample where nodes times pairs are more than `budget`."""
    linked = network(scope.coverage.snapshot)
    page = _Page(scope, linked)
    ranks = centrality(paired(linked), budget)
    hanging = [each for each in bridges(linked) if page.shows(each.start, each.end)]
    locks = [each for each in interlocks(scope.coverage.snapshot) if page.shows(each.one, each.other)]
    reds = [each for each in adjoining(linked) if each.candidate and page.shows(each.district, each.compound)]
    named = page.named
    return Analysis(
        layer=linked.layer,
        nodes=int(linked.tied.sum()),
        ties=len(linked.row),
        isolates=int(page.inside[isolates(linked)].sum()),
        exact=ranks.exact,
        settled=ranks.settled,
        sources=ranks.sources,
        central=tuple(page.central(ranks)),
        hanging=tuple(
            Hanging(named(each.start), named(each.end), each.apart, page.joining(each)) for each in hanging[:MOST_SHOWN]
        ),
        bridges=len(hanging),
        shared=tuple(
            Shared(named(each.one), named(each.other), page.all_named(each.shared)) for each in locks[:MOST_SHOWN]
        ),
        interlocks=len(locks),
        divided=tuple(_divided(scope)),
        red_ties=tuple(
            RedTie(
                named(each.district), named(each.compound), page.all_named(each.of_district),
                page.all_named(each.of_compound),
            )
            for each in reds[:MOST_SHOWN]
        ),
        candidates=len(reds),
        circles=tuple(page.circles()),
        pieces=tuple(page.pieces()),
    )  # fmt: skip


def _divided(scope: Scope) -> Iterator[Divided]:
    """The two divides now and before."""
    now = segmentation(network(scope.coverage.snapshot), scope.coverage.territory)
    earlier = scope.before
    before = () if earlier is None else segmentation(network(earlier.snapshot), earlier.territory)
    old = {each.divide: _known(each.index) for each in before}
    for each in now:
        yield Divided(each, _known(each.index), old.get(each.divide))


def _known(index: float) -> float | None:
    return None if isnan(index) else round(index, 2)


@dataclass(frozen=True, eq=False)
class _Page:
    """What of a network is shown, by name."""

    scope: Scope
    network: Network

    @property
    def inside(self) -> Mask:
        nodes = self.scope.nodes()
        return np.ones(self.scope.coverage.snapshot.graph.size, bool) if nodes is None else nodes

    def shows(self, *nodes: int) -> bool:
        return bool(self.inside[list(nodes)].any())

    def named(self, node: int) -> Ref:
        found = ref(self.scope.coverage.snapshot.graph, node)
        assert found is not None
        return found

    def joining(self, bridge: Bridge) -> tuple[str, ...]:
        """The kinds of tie of a bridge."""
        ties = self.network.ties_between(bridge.start, bridge.end)
        return tuple(dict.fromkeys(tie.kind for tie in ties))

    def all_named(self, nodes: Iterable[int]) -> tuple[Ref, ...]:
        return tuple(map(self.named, nodes))

    def central(self, ranks: Centrality) -> Iterator[Central]:
        """The nodes that most others are joined to; of equal ones those that more shortest paths run through."""
        places = np.flatnonzero(self.inside[ranks.pairs.nodes])
        nodes = ranks.pairs.nodes[places]
        order = np.lexsort((nodes, -ranks.betweenness[places], -ranks.degree[places]))[:MOST_SHOWN]
        for place in places[order].tolist():
            vector = float(ranks.eigenvector[place]) if ranks.settled else nan
            yield Central(
                self.named(int(ranks.pairs.nodes[place])), int(ranks.degree[place]),
                round(float(ranks.betweenness[place]), 1), None if isnan(vector) else round(vector, 3),
            )  # fmt: skip

    def circles(self) -> Iterator[Circle]:
        """The big committees with the most ties, and whom each reaches."""
        coverage, part = self.scope.coverage, self.scope.coverage.snapshot.slice_of("PartyOrganization")
        big = coverage.snapshot.alive[part] & self.inside[part]
        big &= coverage.is_value("PartyOrganization", "type", "big_committee")
        nodes = np.flatnonzero(big) + part.start
        ties = np.diff(self.network.adjacency.start)[nodes]
        first = nodes[np.lexsort((nodes, -ties))[:MOST_SHOWN]].tolist()
        found = [(node, reach(self.network, node)) for node in first]
        for node, circle in sorted(found, key=lambda each: (-each[1].within(2), each[0])):
            yield Circle(self.named(node), circle.within(1), circle.within(2))

    def pieces(self) -> Iterator[Pieces]:
        """The communities in most pieces."""
        found = [each for each in cohesion(self.network, self.scope.coverage.territory) if self.shows(each.community)]
        for each in found[:MOST_SHOWN]:
            yield Pieces(self.named(each.community), each.nodes, each.alone, each.components, each.largest)
