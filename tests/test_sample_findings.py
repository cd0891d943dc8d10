"""What the sample was made to show: subjects of every finding, category, gap and state, and rates that vary."""

from __future__ import annotations

import sys
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from sample_city import City, Row
from sample_oracle import findings

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "scripts"))

from generate_sample import SHIPPED, build_town  # noqa: E402
from sample_blind import CATEGORIES, GAPS, STATES  # noqa: E402
from sample_findings import FINDINGS  # noqa: E402
from sample_tables import Tables  # noqa: E402

# The town's own day, and the latest day that anything of the sample is stated for.
DAYS = (date(2020, 6, 30), date(2020, 7, 23))
POLICY = tomllib.loads((ROOT / "graphgov" / "policy.toml").read_text(encoding="utf-8"))


@cache
def city(day: date) -> City:
    """The sample on a day."""
    return City.read(SHIPPED, day)


@cache
def found(day: date) -> dict[str, set[str]]:
    """The findings of a day."""
    return findings(city(day))


@cache
def planted() -> dict[str, list[str]]:
    """What the generator says that it planted."""
    return build_town(Tables.read(SHIPPED / "register")).planted


def names(entries: str) -> set[str]:
    """The names of a list of the policy."""
    return {entry["name"] for entry in POLICY[entries]}


def test_the_checklists_are_the_policy() -> None:
    """A finding, category or gap that is added to the policy has to be planted too."""
    assert set(FINDINGS) == names("finding")
    assert set(CATEGORIES) == names("category")
    assert {*GAPS, "community_without_big_committee"} == names("gap")


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("name", FINDINGS)
def test_finding_is_planted(name: str, day: date) -> None:
    """At least three subjects were planted, and each of them is found, on the town's day and on the cut-off."""
    assert len(planted()[name]) >= 3
    assert set(planted()[name]) <= found(day)[name]


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("name", CATEGORIES)
def test_category_has_blind_spots(name: str, day: date) -> None:
    """Three subjects of every category are reached on no rung at all, and nothing says that they are."""
    for key in planted()[name]:
        row = city(day).nodes[key]
        assert city(day).rungs(row) == set() and row.get("reported_org", "no") == "no", row
    assert len(planted()[name]) == 3


def test_gaps_and_states() -> None:
    """Compounds without a committee or management, communities without a big committee; claimed, unknown, exempt."""
    now = city(DAYS[1])
    for key in planted()["compound_without_committee"]:
        assert not now.into("REPRESENTS", key)
    for key in planted()["compound_without_management"]:
        assert not now.into("MANAGES", key) and now.nodes[key]["managed"] == "no"
    for key in planted()["community_without_big_committee"]:
        assert not now.organizations(key, "big_committee")
    for name in STATES:
        assert all(not now.rungs(now.nodes[key]) for key in planted()[name]) and len(planted()[name]) == 3


def test_story_places_are_blind() -> None:
    """爱琴海商业区, 红星美凯龙 and 虹山新村67栋 are reached on no rung, under a roof neither."""
    assert {key: city(DAYS[1]).rungs(city(DAYS[1]).nodes[key]) for key in ("story-M1", "story-M2", "story-B1")} == {
        "story-M1": set(), "story-M2": set(), "story-B1": set()
    }  # fmt: skip


def test_hongshan_has_a_list_worth_reading() -> None:
    """虹山中路社区 has blind spots of at least ten categories and most findings."""
    now = city(DAYS[1])
    blind = [row for row in now.subjects() if now.community(row["id"]) == "530102005004" and not now.rungs(row)]
    assert len({(now.kinds[row["id"]], row["type"], row.get("size")) for row in blind}) >= 10
    here = {row["id"] for row in now.subjects() if now.community(row["id"]) == "530102005004"}
    assert sum(bool(ids & here) for ids in found(DAYS[1]).values()) >= 25


def rate(rows: list[Row], rungs: set[int]) -> float:
    """The share of units in operation that are reached on one of the rungs."""
    now = city(DAYS[1])
    base = [row for row in rows if row.get("operating") != "no"]
    return sum(bool(now.rungs(row) & rungs) for row in base) / len(base)


def test_coverage_varies() -> None:
    """By category from nearly all to hardly any, and by street by ten points and more, under any tie."""
    units = [row for row in city(DAYS[1]).of("Unit") if row["id"].startswith("SL-")]
    sort = {kind: [row for row in units if row["type"] == kind] for kind in {row["type"] for row in units}}
    small = [
        row for row in sort["enterprise"] if row.get("ownership") == "private" and row.get("size") in ("small", "micro")
    ]
    anything = set(range(1, 10))
    assert rate(sort["government_agency"], anything) > 0.94
    assert 0.87 < rate(sort["public_institution"], anything) < 0.99
    assert 0.38 < rate(small, anything) < 0.52
    assert 0.04 < rate(sort["individual_business"], anything) < 0.13
    now = city(DAYS[1])
    streets = {street: [row for row in small if now.community(row["id"])[:9] == street] for street in _STREETS}
    rates = sorted(rate(rows, anything) for rows in streets.values())
    assert rates[-1] - rates[0] > 0.1 and all(len(rows) > 200 for rows in streets.values())


_STREETS = ("530102005", "530112006", "530103002", "530111003")
