"""Where everything is drawn: one system of coordinates for the whole city, whatever draws it.

City, districts, streets and communities are circles in circles.  A community's area grows with the number of its
units; inside it, its committee stands in the middle, its other party organizations around it, then its covered units,
those of another state, its blind spots, what is counted only together, its places.  What is known to a division only,
and what belongs nowhere, has a circle of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import pi, sqrt
from typing import Any

import numpy as np

from graphgov.coverage import NOWHERE, Coverage
from graphgov.coverage.states import BLIND, COVERED
from graphgov.graph.columns import Ints, Mask
from graphgov.policy import enabled
from graphgov.view.nesting import nested
from graphgov.view.packing import Circle

Floats = np.ndarray[Any, np.dtype[np.float64]]
Places = np.ndarray[Any, np.dtype[np.int64]]

WIDEST_STEP = 1.5
"""From ring to ring at most; the unit of length is the radius of a community with one unit."""

_MARK, _SLOT = 0.36, 0.46
"""The radius of a mark, and of several subjects together, in steps from ring to ring."""

_GOLDEN = pi * (3 - sqrt(5))
"""The angle from one to the next of what is strewn over a disc evenly; source: H. Vogel, 1979."""

_ORGANIZATIONS, _COVERED, _OTHERS, _BLIND, _TOGETHER, _PLACES = range(6)
"""What stands in a community, from the middle outwards."""


@dataclass(frozen=True, eq=False)
class Together:
    """Subjects that are shown only together: of one category, in one place, else community, else division.

    Arrays over the groups: `holder` (`NOWHERE`: nobody knows where they are), `home` as in `Layout`, `x`, `y`, `r`;
    `category` is a place in `categories`.  `group` says for every node of the graph in which group it is, -1: in none.
    """

    categories: tuple[str, ...]
    category: Ints
    holder: Ints
    home: Ints
    x: Floats
    y: Floats
    r: Floats
    group: Ints


@dataclass(frozen=True, eq=False)
class Layout:
    """A circle for every node that holds on the day (arrays over all nodes; nan for the others).

    `home` is the community, else the division, that a unit, place or party organization is drawn in.  `rest` holds
    the circles in which those of a division itself are, and under `NOWHERE` those that belong nowhere.
    """

    x: Floats
    y: Floats
    r: Floats
    home: Ints
    rest: Mapping[int, Circle]
    together: Together

    def circle(self, node: int) -> Circle:
        """Where a node is."""
        return Circle(float(self.x[node]), float(self.y[node]), float(self.r[node]))


def layout(coverage: Coverage, standard: str | None = None) -> Layout:
    """Lay out what holds on the day.

    Only the order inside a community depends on the standard; circles do not.
    """
    standard = coverage.policy.standard(standard or coverage.policy.default_standard).name
    graph, territory = coverage.snapshot.graph, coverage.territory
    home = np.where(territory.community == NOWHERE, territory.division, territory.community).astype(np.int32)
    together = _together(coverage, home)
    items = _items(coverage, standard, home, together)
    rings = _rings(items)
    units = _units(coverage, items)
    reach = np.sqrt(np.maximum(units, 1))
    circles, rest = nested(coverage.territory, dict(zip(items.homes.tolist(), reach.tolist(), strict=True)))
    x, y, r = (np.full(graph.size, np.nan) for _ in range(3))
    for node, circle in circles.items():
        x[node], y[node], r[node] = circle
    # Every item about the middle of its home, then every node as the item that it is.
    step = np.minimum(WIDEST_STEP, reach / (rings.most + 0.75))[items.place]
    middle = np.array([rest[node] if node in rest else circles[node] for node in items.homes.tolist()])
    middle = middle.reshape(-1, 3)[items.place]
    item_x = middle[:, 0] + step * rings.ring * np.cos(rings.angle)
    item_y = middle[:, 1] + step * rings.ring * np.sin(rings.angle)
    item_r = step * np.where(items.sort == _TOGETHER, _SLOT, _MARK)
    single = items.node < graph.size
    nodes = items.node[single]
    x[nodes], y[nodes], r[nodes] = item_x[single], item_y[single], item_r[single]
    groups = items.node[~single] - graph.size
    for array, values in ((together.x, item_x), (together.y, item_y), (together.r, item_r)):
        array[groups] = values[~single]
    _strew(together, x, y, r)
    return Layout(x, y, r, home, rest, together)


@dataclass(frozen=True, eq=False)
class _Items:
    """What stands in communities: nodes, and (numbered from the graph's size on) groups of subjects.

    Sorted by home, sort and number.  `homes` are the distinct homes (a division: what it holds itself), `place` the
    place of each item's home among them.
    """

    node: Ints
    sort: Ints
    place: Ints
    homes: Ints


@dataclass(frozen=True, eq=False)
class _Rings:
    """For every item its ring (0: the middle) and its angle, for every home its outermost ring."""

    ring: Ints
    angle: Floats
    most: Ints


def _together(coverage: Coverage, home: Ints) -> Together:
    """The groups of subjects of every category that is counted by its container; placed later."""
    size = coverage.snapshot.graph.size
    names = [entry.name for entry in enabled(coverage.policy.categories) if entry.container]
    code = np.full(size, -1, np.int64)
    for kind in {entry.kind for entry in coverage.policy.categories if entry.container}:
        part, categories = coverage.snapshot.slice_of(kind), coverage.category(kind)
        for place, name in enumerate(names):
            code[part][(categories.values == categories.code(name)) & coverage.snapshot.alive[part]] = place
    members = np.flatnonzero(code >= 0)
    inside = coverage.territory.place[members]
    holder = np.where(inside == NOWHERE, home[members], inside)
    # Two groups of one holder can have different homes: a business registered elsewhere than its market is.
    key = (code[members] * (size + 1) + holder + 1) * (size + 1) + home[members] + 1
    distinct, which = np.unique(key, return_inverse=True)
    group = np.full(size, -1, np.int32)
    group[members] = which
    rest, homes = np.divmod(distinct, size + 1)
    category, holders = np.divmod(rest, size + 1)
    category, holders, homes = (numbers.astype(np.int32) for numbers in (category, holders - 1, homes - 1))
    x, y, r = (np.zeros(len(distinct)) for _ in range(3))
    return Together(tuple(names), category, holders, homes, x, y, r, group)


def _items(coverage: Coverage, standard: str, home: Ints, together: Together) -> _Items:
    snapshot, size = coverage.snapshot, coverage.snapshot.graph.size
    sort = np.full(size, -1, np.int32)
    states = coverage.states("Unit", standard)
    sort[snapshot.slice_of("Unit")] = np.select([states == COVERED, states == BLIND], [_COVERED, _BLIND], _OTHERS)
    sort[snapshot.slice_of("Place")] = _PLACES
    sort[snapshot.slice_of("PartyOrganization")] = _ORGANIZATIONS
    sort[~snapshot.alive | (together.group >= 0)] = -1
    single, groups = np.flatnonzero(sort >= 0), len(together.home)
    node = np.concatenate([single, np.arange(size, size + groups)])
    sorts = np.concatenate([sort[single], np.full(groups, _TOGETHER, np.int32)])
    homes, place = np.unique(np.concatenate([home[single], together.home]), return_inverse=True)
    first = np.ones(len(node), bool)
    first[: len(single)] = ~_heads(coverage)[single]
    order = np.argsort(((place * 6 + sorts) * 2 + first) * (size + groups) + node)
    return _Items(node[order].astype(np.int32), sorts[order], place[order].astype(np.int32), homes)


def _heads(coverage: Coverage) -> Mask:
    """The party organizations that stand in the middle: a community's or a division's own ordinary ones."""
    snapshot, mask = coverage.snapshot, np.zeros(coverage.snapshot.graph.size, bool)
    has = snapshot.edges("HAS_PARTY_ORG")
    for kind in ("Community", "Division"):
        part = snapshot.slice_of(kind)
        mask[has.dst[(has.src >= part.start) & (has.src < part.stop)]] = True
    part, kinds = snapshot.slice_of("PartyOrganization"), snapshot.column("PartyOrganization", "type").coded()
    mask[part] &= kinds.values == kinds.code("ordinary")
    return mask


def _rings(items: _Items) -> _Rings:
    """Every sort on rings of its own, six more on each ring than on the one inside of it."""
    homes = len(items.homes)
    ring, angle = np.zeros(len(items.node), np.int64), np.zeros(len(items.node))
    most = np.zeros(homes, np.int64)
    for sort in range(_PLACES + 1):
        here = np.flatnonzero(items.sort == sort)
        place = items.place[here]
        number = np.bincount(place, minlength=homes)
        rank = np.arange(len(here)) - (np.cumsum(number) - number)[place]
        if sort == _ORGANIZATIONS:
            # The first of them is the middle; it has the ring 0 to itself.
            number, rank = np.maximum(number - 1, 0), rank - 1
        begins = most * (most + 1)
        ring[here], angle[here] = _on_rings(rank, number[place], begins[place])
        np.maximum.at(most, place, ring[here])
    return _Rings(ring.astype(np.int32), angle, most.astype(np.int32))


def _on_rings(rank: Places, number: Places, begins: Places) -> tuple[Places, Floats]:
    """Rings and angles of the rank-th of a number of items; ring n has 6 n places.

    Rings inside of n have 3 n (n - 1) places in all; `begins` is n (n - 1) of the first ring that is free.
    """
    ring = np.floor((1 + np.sqrt(1 + 4 * (np.maximum(rank, 0) / 3 + begins))) / 2 + 1e-9).astype(np.int64)
    before = 3 * (ring * (ring - 1) - begins)
    on_it = np.maximum(np.minimum(6 * ring, number - before), 1)
    angle = 2 * pi * (rank - before + 0.5 * (ring % 2)) / on_it - pi / 2
    return np.where(rank < 0, 0, ring), angle


def _units(coverage: Coverage, items: _Items) -> Places:
    """How many units of the day are in every home."""
    part = coverage.snapshot.slice_of("Unit")
    territory = coverage.territory
    home = np.where(territory.community == NOWHERE, territory.division, territory.community)[part]
    place = np.searchsorted(items.homes, home[coverage.snapshot.alive[part]])
    units: Places = np.bincount(place, minlength=len(items.homes))
    return units


def _strew(together: Together, x: Floats, y: Floats, r: Floats) -> None:
    """Strew the subjects of every group over its circle."""
    members = np.flatnonzero(together.group >= 0)
    group = together.group[members]
    order = np.argsort(group, kind="stable")
    members, group = members[order], group[order]
    number = np.bincount(group, minlength=len(together.home))
    rank = np.arange(len(members)) - (np.cumsum(number) - number)[group]
    reach = together.r[group] * 0.8 * np.sqrt((rank + 0.5) / number[group])
    x[members] = together.x[group] + reach * np.cos(rank * _GOLDEN)
    y[members] = together.y[group] + reach * np.sin(rank * _GOLDEN)
    r[members] = together.r[group] * 0.5 / np.sqrt(number[group] + 1)
