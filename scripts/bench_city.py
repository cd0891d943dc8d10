"""A made-up city of any size as own tables, drawn from a seed: the shares of kinds, modes and gaps of a real one.

Every draw is a whole array, so that ten million units take a minute.  Units do not lie in the order of their ties:
nothing is easier to read here than in a register.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

DAY = date(2026, 11, 23)
"""The day that the city is stated for."""

Numbers = np.ndarray
_EPOCH = date(1970, 1, 1)


def _day(year: int, month: int = 1, day: int = 1) -> int:
    return (date(year, month, day) - _EPOCH).days


@dataclass(frozen=True)
class Sizes:
    """How many of each kind a city of so many units has, and where the party organizations of each sort begin.

    Organizations come in this order: working committees of streets, committees of communities, big committees,
    units' own, joint ones, those of places, others.
    """

    units: int

    @property
    def communities(self) -> int:
        return max(20, self.units // 600)

    @property
    def streets(self) -> int:
        return max(4, self.communities // 8)

    @property
    def districts(self) -> int:
        return max(2, self.streets // 12)

    @property
    def places(self) -> int:
        return self.units // 40

    @property
    def starts(self) -> tuple[int, ...]:
        own, joint, area, other = (self.units * part // 1000 for part in (50, 12, 5, 6))
        return tuple(
            np.cumsum([0, self.streets, self.communities, self.communities * 2 // 5, own, joint, area, other]).tolist()
        )


class Dice:
    """Draws of one table."""

    def __init__(self, seed: int, stream: str) -> None:
        self.rng = np.random.default_rng([seed, *stream.encode()])

    def among(self, size: int, weights: Mapping[str, float]) -> pa.Array:
        """Texts, each as often as its weight says; what is left of 1 is empty."""
        codes = np.searchsorted(np.cumsum(list(weights.values())), self.rng.random(size), side="right")
        empty = codes == len(weights)
        return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32(), mask=empty), list(weights)).cast(pa.string())

    def days(self, size: int, share: float, first: int, last: int) -> pa.Array:
        """Days; a share of them known."""
        drawn = self.rng.integers(first, last, size, dtype=np.int32)
        return pa.array(drawn, mask=self.rng.random(size) >= share).cast(pa.date32())

    def counts(self, size: int, share: float, mean: float) -> pa.Array:
        """Counts, small ones more often; a share of them known."""
        drawn = self.rng.exponential(mean, size).astype(np.int32)
        return pa.array(drawn, mask=self.rng.random(size) >= share)

    def chosen(self, size: int, share: float) -> Numbers:
        """Some of so many numbers, in no order."""
        return self.rng.permutation(np.flatnonzero(self.rng.random(size) < share))

    def whole(self, size: int, first: int, last: int) -> Numbers:
        """Whole numbers, the last excluded."""
        return self.rng.integers(first, last, size)

    def periods(self, size: int, first: int, known: float, ends: float) -> dict[str, pa.Array]:
        """valid_from, valid_to: begun from a year on, on a known day or not; some are past, some still to come."""
        start = self.rng.integers(_day(first), _day(2027, 3), size, dtype=np.int32)
        end = np.where(self.rng.random(size) < 0.5, start, np.maximum(start, _day(2026)))
        end = (end + self.rng.integers(30, 900, size)).astype(np.int32)
        return {
            "valid_from": pa.array(start, mask=self.rng.random(size) >= known).cast(pa.date32()),
            "valid_to": pa.array(end, mask=self.rng.random(size) >= ends).cast(pa.date32()),
        }


def _ids(sign: str, numbers: Numbers) -> pa.Array:
    return pc.binary_join_element_wise(sign, pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 8, "0"), "")


def _names(sort: str, size: int) -> pa.Array:
    return pc.binary_join_element_wise("示例" + sort, pa.array(np.arange(size)).cast(pa.string()), "")


def _node(sign: str, sort: str, number: int, /, **columns: pa.Array) -> pa.Table:
    return pa.table({"id": _ids(sign, np.arange(number)), "name": _names(sort, number), **columns})


def _flag(dice: Dice, size: int, yes: float, no: float = 0.3, unknown: float = 0.02) -> pa.Array:
    return dice.among(size, {"yes": yes, "no": no, "unknown": unknown})


def _subject(dice: Dice, size: int) -> dict[str, pa.Array]:
    return {
        "employees": dice.counts(size, 0.8, 14),
        "members": dice.counts(size, 0.3, 1.2),
        "full_members": dice.counts(size, 0.4, 1),
        "operating": _flag(dice, size, 0.8, 0.06, 0.03),
        "reported_org": _flag(dice, size, 0.06),
        "reported_covered": _flag(dice, size, 0.08),
        "has_instructor": _flag(dice, size, 0.04),
        "exempt_reason": dice.among(size, {"分公司，随总部统计": 0.005, "拟注销": 0.003}),
        "exempt_until": dice.days(size, 0.3, _day(2026), _day(2028)),
    }


def nodes(sizes: Sizes, seed: int) -> dict[str, pa.Table]:
    """The tables of nodes."""
    divisions = 1 + sizes.districts + sizes.streets
    sorts = ["city"] + ["district"] * sizes.districts + ["street"] * sizes.streets
    dice, n, homes = Dice(seed, "Unit"), sizes.units, sizes.communities
    unit = _node(
        "U", "单位", n,
        type=dice.among(n, {
            "individual_business": 0.5, "enterprise": 0.4, "social_organization": 0.03, "public_institution": 0.02,
            "owners_committee": 0.02, "government_agency": 0.01, "property_management_committee": 0.005, "other": 0.015,
        }),
        size=dice.among(n, {"micro": 0.55, "small": 0.25, "medium": 0.05, "large": 0.01}),
        ownership=dice.among(n, {"private": 0.8, "public": 0.06, "hmt": 0.02, "foreign": 0.02}),
        industry=dice.among(n, {f"行业{number}": 0.04 for number in range(20)}),
        legal_person=_flag(dice, n, 0.5),
        has_union=_flag(dice, n, 0.05),
        has_youth_league=_flag(dice, n, 0.02),
        has_womens_federation=_flag(dice, n, 0.01),
        **dice.periods(n, 1990, 0.7, 0.03),
        **_subject(dice, n),
    )  # fmt: skip
    dice, n = Dice(seed, "Place"), sizes.places
    place = _node(
        "P", "场所", n,
        type=dice.among(n, {
            "commercial_building": 0.25, "market": 0.08, "business_district": 0.02, "commercial_street": 0.06,
            "industrial_park": 0.02, "compound": 0.3, "residential_building": 0.2, "other": 0.08,
        }),
        **_subject(dice, n),
    )  # fmt: skip
    place = place.set_column(2, "type", pc.fill_null(place["type"], "other"))
    unit = unit.set_column(2, "type", pc.fill_null(unit["type"], "other"))
    dice = Dice(seed, "Community")
    return {
        "Division": _node("D", "区划", divisions, type=pa.array(sorts)),
        "Community": _node("C", "社区", homes, type=pc.fill_null(dice.among(homes, {"community": 0.6}), "village")),
        "Place": place,
        "Unit": unit,
        "PartyOrganization": _organizations(sizes, Dice(seed, "PartyOrganization")),
    }


def _organizations(sizes: Sizes, dice: Dice) -> pa.Table:
    streets, homes, big, own, joint, area, other = np.diff(sizes.starts).tolist()
    plain = sizes.starts[-1] - big - other
    sorts = np.array(["ordinary", "big_committee", "functional", "temporary", "party_group", "leading_group"])
    code = np.repeat([0, 0, 1, 0, 0, 0, 2], [streets, homes, big, own, joint, area, other])
    code[sizes.starts[-2] :] = dice.whole(other, 2, 6)
    tier = np.repeat(
        ["working_committee", "committee", "", "branch", "branch", "general_branch", "branch"],
        [streets, homes, big, own, joint, area, other],
    ).astype(object)
    drawn = dice.rng.random(len(tier))
    units_own = slice(sizes.starts[3], sizes.starts[4])
    tier[units_own] = np.select(
        [drawn[units_own] < 0.04, drawn[units_own] < 0.1, drawn[units_own] < 0.15],
        ["committee", "general_branch", ""], "branch",
    )  # fmt: skip
    total = plain + big + other
    return _node(
        "O", "党组织", total, type=pa.array(sorts[code]), tier=pa.array(tier, mask=tier == ""),
        full_members=dice.counts(total, 0.8, 9), valid_to=dice.days(total, 0.02, _day(2026), _day(2028)),
    )  # fmt: skip


def write(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Own tables as Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, table in tables.items():
        parquet.write_table(table, folder / f"{kind}.parquet")
