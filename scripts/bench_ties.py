"""The ties of the made-up city: two to three for each unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from bench_city import Dice, Numbers, Sizes

SIGNS = {"Division": "D", "Community": "C", "Place": "P", "Unit": "U", "PartyOrganization": "O"}

_BITS = 27
"""A node is its kind's place in `SIGNS`, then so many bits of its number."""


@dataclass
class Ties:
    """The ties of one kind: pieces, each from nodes of one kind to nodes of one kind."""

    kind: str
    dice: Dice
    starts: list[Numbers] = field(default_factory=list)
    ends: list[Numbers] = field(default_factory=list)
    extra: list[pa.Array] = field(default_factory=list)

    def add(self, start: str, starts: Numbers, end: str, ends: Numbers, extra: pa.Array | None = None) -> None:
        """Tie `starts` of a kind to `ends` of a kind; `extra`: a property of these ties."""
        kinds = list(SIGNS)
        self.starts.append(starts + (kinds.index(start) << _BITS))
        self.ends.append(ends + (kinds.index(end) << _BITS))
        self.extra.append(pa.nulls(len(starts), pa.string()) if extra is None else extra)

    def table(self, extra: str = "", dated: bool = True) -> pa.Table:
        """The own table: in no order, the same pair once, nothing tied to itself; `extra` names the property."""
        start, end = np.concatenate(self.starts), np.concatenate(self.ends)
        pair = np.minimum(start, end) << 32 | np.maximum(start, end)
        kept = np.unique(pair, return_index=True)[1]
        kept = self.dice.rng.permutation(kept[start[kept] != end[kept]])
        columns = {"from": _named(start[kept]), "to": _named(end[kept])}
        if dated:
            columns |= self.dice.periods(len(kept), 2012, 0.6, 0.06)
            columns |= {"ended": self.dice.among(len(kept), {"no": 0.1, "yes": 0.01})}
        if extra:
            columns[extra] = pa.concat_arrays(self.extra).take(pa.array(kept))
        return pa.table(columns)


def _named(nodes: Numbers) -> pa.Array:
    signs = pa.array(list(SIGNS.values())).take(pa.array(nodes >> _BITS))
    numbers = pc.utf8_lpad(pa.array(nodes & ((1 << _BITS) - 1)).cast(pa.string()), 8, "0")
    return pc.binary_join_element_wise(signs, numbers, "")


def ties(sizes: Sizes, seed: int) -> dict[str, pa.Table]:
    """The tables of ties."""
    def of(kind: str) -> Ties:
        return Ties(kind, Dice(seed, kind))

    return {
        "PART_OF": _part_of(sizes, of("PART_OF")),
        "LOCATED_IN": _located_in(sizes, of("LOCATED_IN")),
        "HAS_PARTY_ORG": _has_party_org(sizes, of("HAS_PARTY_ORG")),
        "SUBORDINATE_TO": _subordinate_to(sizes, of("SUBORDINATE_TO")),
        "MEMBER_OF": _member_of(sizes, of("MEMBER_OF")),
        "PAIRED_WITH": _paired_with(sizes, of("PAIRED_WITH")),
        "CO_CONSTRUCTS": _co_constructs(sizes, of("CO_CONSTRUCTS")),
        "INSTRUCTED_BY": _instructed_by(sizes, of("INSTRUCTED_BY")),
        "RESPONSIBLE_FOR": _responsible_for(sizes, of("RESPONSIBLE_FOR")),
        "MANAGES": _one_each(sizes, of("MANAGES")),
        "REPRESENTS": _one_each(sizes, of("REPRESENTS")),
        "ADJACENT_TO": _adjacent_to(sizes, of("ADJACENT_TO")),
    }


def _part_of(sizes: Sizes, found: Ties) -> pa.Table:
    dice, first_street = found.dice, 1 + sizes.districts
    districts = np.arange(1, first_street)
    streets = np.arange(first_street, first_street + sizes.streets)
    homes = np.arange(sizes.communities)
    found.add("Division", districts, "Division", districts * 0)
    found.add("Division", streets, "Division", 1 + np.arange(sizes.streets) % sizes.districts)
    found.add("Community", homes, "Division", first_street + homes % sizes.streets)
    # The first half of the places has an address of its own: what another place holds is in one of these.
    inner = dice.chosen(sizes.places, 0.15)
    inner = inner[inner >= sizes.places // 2]
    found.add("Place", inner, "Place", dice.whole(len(inner), 0, sizes.places // 2))
    return found.table(dated=False)


def _located_in(sizes: Sizes, found: Ties) -> pa.Table:
    dice, drawn = found.dice, found.dice.rng.random(sizes.units)
    every = np.arange(sizes.units)
    here, inside, street = every[drawn < 0.52], every[(drawn >= 0.52) & (drawn < 0.95)], every[drawn > 0.98]
    again = dice.chosen(sizes.units, 0.08)
    roles = {"operating": 0.6}
    found.add("Unit", here, "Community", dice.whole(len(here), 0, sizes.communities), dice.among(len(here), roles))
    found.add("Unit", inside, "Place", dice.whole(len(inside), 0, sizes.places), dice.among(len(inside), roles))
    first_street = 1 + sizes.districts
    found.add("Unit", street, "Division", dice.whole(len(street), first_street, first_street + sizes.streets))
    registered = dice.among(len(again), {"registered": 1})
    found.add("Unit", again, "Community", dice.whole(len(again), 0, sizes.communities), registered)
    places = np.concatenate([np.arange(sizes.places // 2), sizes.places // 2 + dice.chosen(sizes.places // 2, 0.9)])
    found.add("Place", places, "Community", dice.whole(len(places), 0, sizes.communities))
    return found.table("role")


def _of_sort(dice: Dice, sizes: Sizes, size: int, sort: int) -> Numbers:
    return dice.whole(size, sizes.starts[sort], sizes.starts[sort + 1])


def _has_party_org(sizes: Sizes, found: Ties) -> pa.Table:
    dice, homes = found.dice, np.arange(sizes.communities)
    streets = np.arange(sizes.streets)
    found.add("Division", 1 + sizes.districts + streets, "PartyOrganization", streets)
    found.add("Community", homes, "PartyOrganization", sizes.starts[1] + homes)
    big = np.arange(sizes.starts[2], sizes.starts[3])
    found.add("Community", dice.rng.permutation(sizes.communities)[: len(big)], "PartyOrganization", big)
    own = np.arange(sizes.starts[3], sizes.starts[4])
    units = dice.rng.permutation(sizes.units)
    modes: Sequence[tuple[str, int, Numbers]] = (
        ("single", len(own), own),
        ("joint", sizes.units * 34 // 1000, _of_sort(dice, sizes, sizes.units * 34 // 1000, 4)),
        ("area", sizes.units * 30 // 1000, _of_sort(dice, sizes, sizes.units * 30 // 1000, 5)),
        ("unknown", sizes.units * 5 // 1000, _of_sort(dice, sizes, sizes.units * 5 // 1000, 4)),
        ("", sizes.units * 5 // 1000, _of_sort(dice, sizes, sizes.units * 5 // 1000, 4)),
        ("single", sizes.units * 6 // 1000, _of_sort(dice, sizes, sizes.units * 6 // 1000, 6)),
    )
    taken = 0
    for mode, size, organizations in modes:
        extra = dice.among(size, {mode: 1} if mode else {})
        found.add("Unit", units[taken : taken + size], "PartyOrganization", organizations, extra)
        taken += size * 9 // 10  # a few have two
    places = dice.chosen(sizes.places, 0.1)
    found.add(
        "Place", places, "PartyOrganization", _of_sort(dice, sizes, len(places), 5),
        dice.among(len(places), {"area": 0.8, "single": 0.1}),
    )  # fmt: skip
    return found.table("mode")


def _subordinate_to(sizes: Sizes, found: Ties) -> pa.Table:
    dice, homes = found.dice, np.arange(sizes.communities)
    found.add("PartyOrganization", sizes.starts[1] + homes, "PartyOrganization", homes % sizes.streets)
    lower = sizes.starts[3] + dice.chosen(sizes.starts[-1] - sizes.starts[3], 0.93)
    found.add("PartyOrganization", lower, "PartyOrganization", _of_sort(dice, sizes, len(lower), 1))
    branches = 1000 + dice.chosen(sizes.units - 1000, 0.04)
    found.add("Unit", branches, "Unit", dice.whole(len(branches), 0, 1000))
    return found.table()


def _member_of(sizes: Sizes, found: Ties) -> pa.Table:
    dice = found.dice
    units, own = dice.chosen(sizes.units, 0.03), sizes.starts[3] + dice.chosen(sizes.starts[5] - sizes.starts[3], 0.05)
    for kind, some in (("Unit", units), ("PartyOrganization", own)):
        origin = dice.among(len(some), {"in_area": 0.6, "introduced": 0.2})
        found.add(kind, some, "PartyOrganization", _of_sort(dice, sizes, len(some), 2), origin)
    return found.table("origin")


def _paired_with(sizes: Sizes, found: Ties) -> pa.Table:
    dice, every = found.dice, sizes.starts[-1]
    for kind, size, share, other, others in (
        ("Unit", sizes.units, 0.015, "Community", sizes.communities),
        ("Community", sizes.communities, 0.2, "Unit", sizes.units),
        ("Unit", sizes.units, 0.008, "PartyOrganization", every),
        ("Unit", sizes.units, 0.01, "Unit", sizes.units),
        ("Place", sizes.places, 0.03, "Community", sizes.communities),
        ("PartyOrganization", every, 0.06, "Community", sizes.communities),
        ("PartyOrganization", every, 0.03, "PartyOrganization", every),
    ):
        some = dice.chosen(size, share)
        found.add(kind, some, other, dice.whole(len(some), 0, others))
    return found.table()


def _co_constructs(sizes: Sizes, found: Ties) -> pa.Table:
    dice, every = found.dice, sizes.starts[-1]
    for kind, size, share in (("Unit", sizes.units, 0.02), ("PartyOrganization", every, 0.05)):
        some = dice.chosen(size, share)
        found.add(kind, some, "Community", dice.whole(len(some), 0, sizes.communities))
    some = dice.chosen(sizes.units, 0.005)
    found.add("Unit", some, "PartyOrganization", dice.whole(len(some), 0, every))
    return found.table()


def _instructed_by(sizes: Sizes, found: Ties) -> pa.Table:
    for kind, size, share in (("Unit", sizes.units, 0.09), ("Place", sizes.places, 0.06)):
        some = found.dice.chosen(size, share)
        found.add(kind, some, "PartyOrganization", _of_sort(found.dice, sizes, len(some), 1))
    return found.table()


def _responsible_for(sizes: Sizes, found: Ties) -> pa.Table:
    for kind, size, share in (("Unit", sizes.units, 0.55), ("Place", sizes.places, 0.5)):
        some = found.dice.chosen(size, share)
        found.add("PartyOrganization", _of_sort(found.dice, sizes, len(some), 1), kind, some)
    return found.table()


def _one_each(sizes: Sizes, found: Ties) -> pa.Table:
    some = found.dice.chosen(sizes.places, 0.25)
    found.add("Unit", found.dice.whole(len(some), 0, sizes.units), "Place", some)
    return found.table()


def _adjacent_to(sizes: Sizes, found: Ties) -> pa.Table:
    some = found.dice.chosen(sizes.places, 0.2)
    found.add("Place", some, "Place", found.dice.whole(len(some), 0, sizes.places))
    return found.table(dated=False)
