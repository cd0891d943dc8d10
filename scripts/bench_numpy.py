"""What a careful person would write in numpy by hand for this city and this policy: the measure of (a) and (b)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

Array = np.ndarray

NODES = ("Division", "Community", "Place", "Unit", "PartyOrganization")
EDGES = (
    "PART_OF", "LOCATED_IN", "HAS_PARTY_ORG", "MEMBER_OF", "PAIRED_WITH", "CO_CONSTRUCTS", "INSTRUCTED_BY",
)  # fmt: skip

MODES = ("single", "joint", "area", "unknown")
TIERS = ("working_committee", "committee", "general_branch", "branch")
TYPES = ("ordinary", "big_committee")
FLAGS = ("yes", "no", "unknown")
FLAGGED = (
    "operating", "reported_org", "reported_covered", "has_instructor", "has_union", "has_youth_league",
    "has_womens_federation",
)  # fmt: skip

State = tuple[int, int, int, int, int]
"""Covered, claimed, unknown, blind, not applicable."""


def codes(column: pa.ChunkedArray, values: tuple[str, ...]) -> Array:
    """A column of texts as places in a list; -1 for everything else."""
    found = pa.compute.index_in(column, pa.array(values)).combine_chunks()
    return found.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int8)


def days(column: pa.ChunkedArray, empty: int) -> Array:
    """A column of days as days since 1970."""
    return column.combine_chunks().cast(pa.int32()).fill_null(empty).to_numpy(zero_copy_only=False)


@dataclass(frozen=True)
class Edges:
    """The edges of one kind on the day."""

    src: Array
    dst: Array
    extra: Array
    start: Array


@dataclass(frozen=True)
class City:
    """The city on one day as dense arrays; nodes of a kind stand in `part[kind]`."""

    ids: pa.Array
    part: dict[str, slice]
    alive: Array
    org_type: Array
    tier: Array
    flags: dict[tuple[str, str], Array]
    exempt: dict[str, Array]
    unit_type: Array
    unit_types: list[str]
    edges: dict[str, Edges]


def load(folder: Path, day: date) -> City:
    """Read the tables and keep what holds on the day."""
    tables = {kind: parquet.read_table(folder / f"{kind}.parquet") for kind in (*NODES, *EDGES)}
    today = (day - date(1970, 1, 1)).days
    part, first = {}, 0
    for kind in NODES:
        part[kind] = slice(first, first + tables[kind].num_rows)
        first += tables[kind].num_rows
    ids = pa.concat_arrays([tables[kind]["id"].combine_chunks() for kind in NODES])
    alive = np.concatenate([_holds(tables[kind], today) for kind in NODES])
    unit = tables["Unit"]["type"].combine_chunks().dictionary_encode()
    return City(
        ids, part, alive, codes(tables["PartyOrganization"]["type"], TYPES),
        codes(tables["PartyOrganization"]["tier"], TIERS),
        {(kind, name): codes(tables[kind][name], FLAGS) for kind in ("Unit", "Place")
         for name in FLAGGED if name in tables[kind].column_names},
        {kind: _exempt(tables[kind], today) for kind in ("Unit", "Place")},
        unit.indices.to_numpy().astype(np.int8), unit.dictionary.to_pylist(),
        {kind: _edges(tables[kind], ids, alive, today) for kind in EDGES},
    )  # fmt: skip


def _holds(table: pa.Table, today: int) -> Array:
    holds = np.ones(table.num_rows, bool)
    if "valid_from" in table.column_names:
        holds &= days(table["valid_from"], -(1 << 30)) <= today
    if "valid_to" in table.column_names:
        holds &= days(table["valid_to"], 1 << 30) > today
    if "ended" in table.column_names:
        holds &= ~((codes(table["ended"], FLAGS) == 0) & table["valid_to"].is_null().to_numpy())
    return holds


def _exempt(table: pa.Table, today: int) -> Array:
    return table["exempt_reason"].is_valid().to_numpy() & (days(table["exempt_until"], 1 << 30) >= today)


def _edges(table: pa.Table, ids: pa.Array, alive: Array, today: int) -> Edges:
    src, dst = (pa.compute.index_in(table[end], ids).to_numpy() for end in ("from", "to"))
    kept = _holds(table, today) & alive[src] & alive[dst]
    extra = np.zeros(table.num_rows, np.int8)
    if "mode" in table.column_names:
        extra = codes(table["mode"], MODES)
    if "role" in table.column_names:
        extra = codes(table["role"], ("registered",))
    start = days(table["valid_from"], -(1 << 19)) if "valid_from" in table.column_names else np.zeros(len(src), int)
    return Edges(src[kept].astype(np.int32), dst[kept].astype(np.int32), extra[kept], start[kept])


def covered(city: City) -> Array:
    """Which nodes any rule of any_tie holds for, rule by rule."""
    size, alive, part = len(city.alive), city.alive, city.part
    orgs, units, places = part["PartyOrganization"], part["Unit"], part["Place"]
    ordinary, big, partners = np.zeros(size, bool), np.zeros(size, bool), np.zeros(size, bool)
    ordinary[orgs], big[orgs] = alive[orgs] & (city.org_type == 0), alive[orgs] & (city.org_type == 1)
    partners[part["Community"]], partners[orgs] = True, True
    partners &= alive

    def leads(src: Array, hit: Array) -> Array:
        mask = np.zeros(size, bool)
        mask[src.take(np.flatnonzero(hit))] = True
        return mask

    def either(edges: Edges, reach: Array) -> Array:
        return leads(edges.src, reach.take(edges.dst)) | leads(edges.dst, reach.take(edges.src))

    has, within, located = city.edges["HAS_PARTY_ORG"], city.edges["PART_OF"], city.edges["LOCATED_IN"]
    instructed = city.edges["INSTRUCTED_BY"]
    member, paired, built = city.edges["MEMBER_OF"], city.edges["PAIRED_WITH"], city.edges["CO_CONSTRUCTS"]
    to_ordinary, tier = ordinary.take(has.dst), city.tier.take(has.dst - orgs.start)
    single, joint = to_ordinary & (has.extra == 0), to_ordinary & (has.extra == 1)
    area, unknown = to_ordinary & (has.extra == 2), to_ordinary & ((has.extra == 3) | (has.extra == -1))
    own = single | joint
    only_places = np.zeros(size, bool)
    only_places[places] = True
    roof = leads(has.src, area) & only_places
    one_up = leads(within.src, roof.take(within.dst)) & only_places
    two_up = leads(within.src, one_up.take(within.dst)) & only_places
    joined = leads(member.src, big.take(member.dst))
    by_pair = either(paired, partners)
    built_with = leads(built.src, partners.take(built.dst))
    with_own = leads(has.src, own)
    with_own_unit = np.zeros(size, bool)
    with_own_unit[units] = with_own[units]
    unit_or_partner = partners.copy()
    unit_or_partner[units] |= alive[units]
    pair_of_org = either(paired, unit_or_partner)
    found = np.zeros(size, bool)
    found[units] = city.flags["Unit", "has_instructor"] == 0
    found[places] = city.flags["Place", "has_instructor"] == 0
    for name in ("has_union", "has_youth_league", "has_womens_federation"):
        found[units] |= city.flags["Unit", name] == 0
    found |= leads(has.src, single & ((tier == 0) | (tier == 1)))
    found |= leads(has.src, single & (tier == 2))
    found |= leads(has.src, single & (tier == 3))
    found |= leads(has.src, to_ordinary) & only_places
    found |= leads(has.src, joint)
    found |= leads(has.src, area)
    found |= leads(has.src, unknown | (single & (tier == -1)))
    found |= leads(located.src, (roof | one_up | two_up).take(located.dst))
    found |= one_up | two_up
    found |= leads(instructed.src, alive.take(instructed.dst))
    found |= joined
    found |= leads(has.src, own & joined.take(has.dst))
    found |= by_pair
    found |= either(paired, with_own_unit)
    found |= leads(has.src, own & pair_of_org.take(has.dst))
    found |= built_with
    found |= leads(has.src, own & built_with.take(has.dst))
    return found


def states(city: City, kind: str, reached: Array) -> dict[str, Array]:
    """Masks over the subjects of a kind: covered, claimed, unknown, blind, not applicable."""
    part = city.part[kind]
    org, reported = city.flags[kind, "reported_org"], city.flags[kind, "reported_covered"]
    there = city.alive[part]
    base = there & ~city.exempt[kind] & (city.flags[kind, "operating"] != 1)
    held = base & reached[part]
    left = base & ~held
    claimed = left & ((org == 0) | (reported == 0))
    left &= ~claimed
    unknown = left & ((org == 2) | (reported == 2))
    return {"covered": held, "claimed": claimed, "unknown": unknown, "blind": left & ~unknown, "out": there & ~base}


def blind(city: City) -> tuple[Array, Array]:
    """The nodes of the units and of the places that are blind spots."""
    reached = covered(city)
    units, places = (
        np.flatnonzero(states(city, kind, reached)["blind"]) + city.part[kind].start for kind in ("Unit", "Place")
    )
    return units, places


def communities(city: City) -> Array:
    """The community of every unit, as its place among the communities; their number where nobody knows."""
    homes, units, places, size = city.part["Community"], city.part["Unit"], city.part["Place"], len(city.alive)
    located, within = city.edges["LOCATED_IN"], city.edges["PART_OF"]
    count = homes.stop - homes.start
    order = pa.compute.sort_indices(city.ids[homes.start : homes.stop]).to_numpy()
    rank = np.empty(count, np.int64)
    rank[order] = np.arange(count)

    at_home = (located.dst >= homes.start) & (located.dst < homes.stop)
    in_place = (located.dst >= places.start) & (located.dst < places.stop)
    inner = (within.dst >= places.start) & (within.dst < places.stop)
    registered = located.extra == 0
    found = np.full(size, count)
    # Operating addresses first; a place without an address is part of one that has one, so one turn is enough here.
    for role in (~registered, np.ones(len(registered), bool)):
        for edges, kind in ((located, role & at_home), (within, inner), (located, role & in_place)):
            rows = np.flatnonzero(kind)
            rows = rows[found.take(edges.src.take(rows)) == count]
            src, dst, start = edges.src.take(rows), edges.dst.take(rows), edges.start.take(rows)
            home = dst - homes.start if kind is not inner and at_home.take(rows).all() else found.take(dst)
            known = np.flatnonzero(home < count)
            extra = (edges.extra.take(rows) == 0) & (edges is located)
            src, home = src.take(known), home.take(known)
            key = ((extra.take(known) * np.int64(1 << 20) + ((1 << 19) - start.take(known))) << 24) + rank.take(home)
            least = np.full(size, np.iinfo(np.int64).max)
            np.minimum.at(least, src, key)
            found[src] = order.take(least.take(src) & ((1 << 24) - 1))
    return found[units]


def rates(city: City) -> dict[tuple[str, str], State]:
    """For every community and type of unit: how many are in which state."""
    state = states(city, "Unit", covered(city))
    group = communities(city) * len(city.unit_types) + city.unit_type
    size = (city.part["Community"].stop - city.part["Community"].start + 1) * len(city.unit_types)
    table = np.stack([np.bincount(group[mask], minlength=size) for mask in state.values()], axis=1)
    there = table.any(axis=1).nonzero()[0]
    ids = [*city.ids[city.part["Community"].start : city.part["Community"].stop].to_pylist(), ""]
    number = len(city.unit_types)
    return {
        (ids[row // number], city.unit_types[row % number]): tuple(numbers)
        for row, numbers in zip(there.tolist(), table[there].tolist(), strict=True)
    }
