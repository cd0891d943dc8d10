"""Rules, states and rates of the paper town (`town.py`): every expected value is read off the drawing by hand."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from town import DAY, name, names, node, on, store_of

from graphgov.coverage import (
    DIMENSIONS,
    STATES,
    Coverage,
    Rate,
    named_rates,
    percent,
    rates,
)
from graphgov.errors import UnknownName
from graphgov.graph import Graph


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The town as it comes out of its file."""
    return store_of(tmp_path_factory.mktemp("town")).read()


@pytest.fixture(scope="module")
def town(graph: Graph) -> Coverage:
    """The town on its day."""
    return on(graph)


# ---- What reaches whom --------------------------------------------------------------------------------------------

HELD = {
    "own_committee": "agency",
    "own_general_branch": "school",
    "own_branch": "factory",
    "place_own": "Z",
    "joint": "cafe mill",
    "area_named": "bank",
    "org_unspecified": "lab press",
    "area_roof": "bank studio",
    "place_roof": "T",
    "instructor": "M clinic",
    "instructor_stated": "club lab",
    "mass_organization": "hotel",
    "member": "agency school",
    "member_by_organization": "factory",
    "paired": "G shop",
    "paired_unit": "stall",
    "paired_by_organization": "cafe mill",
    "co_constructs": "store",
    "co_constructs_by_organization": "agency",
}
"""Not: mover (his instructor left with 2019), tied (one instructor gone, nobody knows when, one still to come), ghost
(no ordinary organization; paired, but with a unit that has none), anybody through A's own committee or Z's branch."""

PRESENT = {
    "community_big_committee": "A",
    "community_party": "A B",
    "compound_committee": "G",
    "compound_managed": "",
    "compound_managed_stated": "H",
    "unit_party_group": "ghost",
}


def test_rules_hold_for_exactly_the_drawn(town: Coverage) -> None:
    """Every rule of the policy, and every presence, holds for the subjects that the drawing shows and for no other."""
    entries = (*town.policy.rules, *town.policy.presences)
    found = {entry.name: names(town, town.held(entry.name)) for entry in entries}
    assert found == HELD | PRESENT


def test_all_rules_that_hold_are_kept(town: Coverage) -> None:
    """Per subject all rules that hold are told, the strongest rung first."""
    kept = [(rule.name, rule.rung) for rule in town.rules_holding(node(town, "agency"))]
    assert kept == [("own_committee", 1), ("member", 7), ("co_constructs_by_organization", 9)]
    assert town.rules_holding(node(town, "ghost")) == ()


# ---- States -------------------------------------------------------------------------------------------------------

OUT = "guest ruin"
COVERED = {
    "organization": "agency bank cafe factory lab mill press school",
    "two_coverages": "agency bank cafe clinic club factory lab mill press school",
    "two_coverages_broad": "agency bank cafe clinic club factory hotel lab mill press school studio",
    "any_tie": "agency bank cafe clinic club factory hotel lab mill press school shop stall store studio",
}
CLAIMED = {"organization": "owners studio", "two_coverages": "owners studio"}
UNSURE = {"any_tie": "kiosk"}
BLIND = {
    "organization": "clinic club corp farm ghost hotel mover shop stall tied",
    "two_coverages": "corp farm ghost hotel mover shop stall tied",
    "two_coverages_broad": "corp farm ghost mover shop stall tied",
    "any_tie": "corp farm ghost mover tied",
}
COVERED_PLACES = {"organization": "Z", "two_coverages": "M Z", "two_coverages_broad": "M T Z", "any_tie": "G M T Z"}
BLIND_PLACES = {"organization": "G H M T", "two_coverages": "G H T", "two_coverages_broad": "G H", "any_tie": "H"}


def in_states(coverage: Coverage, kind: str, standard: str, denominator: str | None = None) -> dict[str, str]:
    """The subjects of a kind by state, and those that do not hold; states that nothing is in are left out."""
    states, first = coverage.states(kind, standard, denominator), coverage.snapshot.slice_of(kind).start
    found: dict[str, list[str]] = {}
    for place, code in enumerate(states.tolist()):
        state = STATES[code] if code >= 0 else "absent"
        assert coverage.state(first + place, standard, denominator) == state
        found.setdefault(state, []).append(name(coverage, first + place))
    return {state: " ".join(sorted(members)) for state, members in found.items()}


@pytest.mark.parametrize("standard", BLIND)
def test_states_of_units(standard: str, town: Coverage) -> None:
    """Under each standard every unit is in the state that the drawing gives it, and what does not hold in none."""
    assert in_states(town, "Unit", standard) == {
        "absent": "gone later", "not_applicable": OUT, "covered": COVERED[standard],
        "claimed": CLAIMED.get(standard, "owners"), "unknown": UNSURE.get(standard, "kiosk store"),
        "blind": BLIND[standard],
    }  # fmt: skip
    assert names(town, mask_of(town, town.blind("Unit", standard))) == BLIND[standard]


def mask_of(coverage: Coverage, nodes: np.ndarray) -> np.ndarray:
    """Node numbers as a mask over all nodes."""
    mask = np.zeros(coverage.snapshot.graph.size, bool)
    mask[nodes] = True
    return mask


@pytest.mark.parametrize("standard", BLIND_PLACES)
def test_states_of_places(standard: str, town: Coverage) -> None:
    """The same of places: an organization of the area covers its place, roofs what is in it; Y is exempt for good."""
    assert in_states(town, "Place", standard) == {
        "not_applicable": "Y", "covered": COVERED_PLACES[standard], "blind": BLIND_PLACES[standard]
    }  # fmt: skip


BASES = {
    "active": ("agency bank cafe clinic club corp factory farm ghost hotel kiosk lab mill mover owners press school "
               "shop stall store studio tied", ""),
    "operating": ("agency bank cafe clinic factory farm hotel mill mover owners press school shop store studio tied",
                  "club corp ghost kiosk lab stall"),
    "three_haves": ("agency bank clinic factory farm hotel mill press school tied",
                    "corp ghost kiosk lab owners studio"),
    "above_scale": ("", "agency bank cafe clinic club corp factory farm ghost hotel kiosk lab mill mover owners press "
                        "ruin school shop stall store studio tied"),
    "staff_50": ("bank factory hotel press school", "corp ghost kiosk owners ruin studio"),
    "staff_100": ("bank factory school", "corp ghost kiosk owners ruin studio"),
    "three_members": ("agency bank factory ghost owners press school store studio tied", "corp kiosk lab ruin"),
    "has_members": ("agency bank cafe club factory ghost hotel mill owners press school store studio tied",
                    "corp kiosk lab ruin"),
    "legal_units": ("agency bank cafe clinic club corp factory farm ghost hotel kiosk lab mill mover owners press ruin "
                    "school shop stall store studio tied", ""),
}  # fmt: skip
"""Units in each denominator, and those of which nobody can say.  guest is exempt from all of them.  Three haves: cafe
and club have too few people, mover no premises; of studio's people nobody knows, of club's nobody needs to ask."""


def test_denominators(town: Coverage) -> None:
    """Every denominator of units takes in the drawn ones; where a condition is unknown they are counted apart."""
    found = {}
    for denominator in (one.name for one in town.policy.denominators if one.kind == "Unit"):
        by_state = in_states(town, "Unit", "any_tie", denominator)
        inside = " ".join(by_state.get(state, "") for state in ("covered", "claimed", "unknown", "blind")).split()
        found[denominator] = (" ".join(sorted(inside)), by_state.get("base_unknown", ""))
    assert found == BASES


def test_denominators_of_other_kinds(town: Coverage) -> None:
    """Compounds, urban communities without the village; a denominator of units takes in no place."""
    assert names(town, town.base("Place", "compounds")[0], "Place") == "G H"
    assert names(town, town.base("Community", town.denominator("Community"))[0], "Community") == "A B"
    assert in_states(town, "Place", "any_tie", "active") == {"not_applicable": "G H M T Y Z"}


# ---- Rates --------------------------------------------------------------------------------------------------------

Numbers = tuple[int, int, int, int, int]
"""covered, claimed, unknown, blind, not applicable"""

BY: dict[tuple[str, str], dict[str, Numbers]] = {
    ("district", "any_tie"): {"D": (15, 1, 1, 4, 2), "": (0, 0, 0, 1, 0)},
    ("street", "any_tie"): {"S": (8, 1, 1, 1, 2), "W": (7, 0, 0, 2, 0), "": (0, 0, 0, 2, 0)},
    ("community", "any_tie"): {"A": (8, 1, 0, 1, 2), "B": (7, 0, 0, 2, 0), "": (0, 0, 1, 2, 0)},
    ("place", "any_tie"): {"G": (0, 1, 0, 0, 0), "M": (3, 0, 0, 0, 0), "T": (2, 0, 0, 0, 0), "": (10, 0, 1, 5, 2)},
    ("line", "any_tie"): {"corp": (2, 0, 0, 0, 0), "": (13, 1, 1, 5, 2)},
    ("responsible", "any_tie"): {"CA": (9, 1, 0, 1, 2), "CB": (6, 0, 0, 3, 0), "": (0, 0, 1, 1, 0)},
    ("reason", "any_tie"): {"人员流动大": (0, 0, 0, 1, 0), "没有党员": (0, 0, 0, 2, 0), "": (15, 1, 1, 2, 2)},
    ("category", "two_coverages"): {
        "enterprise_other": (2, 0, 0, 2, 0), "enterprise_size_unknown": (1, 0, 0, 0, 1),
        "government_agency": (1, 0, 0, 0, 0), "individual_business": (0, 0, 1, 2, 0), "other_unit": (0, 0, 0, 1, 1),
        "owners_committee": (0, 1, 0, 0, 0), "public_institution": (1, 0, 0, 0, 0),
        "small_micro_enterprise": (3, 1, 1, 2, 0), "social_organization": (2, 0, 0, 1, 0),
    },
    ("type", "two_coverages"): {
        "enterprise": (6, 1, 1, 4, 1), "government_agency": (1, 0, 0, 0, 0), "individual_business": (0, 0, 1, 2, 0),
        "other": (0, 0, 0, 1, 1), "owners_committee": (0, 1, 0, 0, 0), "public_institution": (1, 0, 0, 0, 0),
        "social_organization": (2, 0, 0, 1, 0),
    },
    ("industry", "two_coverages"): {
        "农业": (0, 0, 0, 1, 0), "制造": (3, 0, 0, 1, 0), "卫生": (1, 0, 0, 0, 0), "教育": (1, 0, 0, 0, 0),
        "金融": (1, 0, 0, 0, 0), "餐饮": (1, 0, 0, 2, 0), "": (3, 2, 2, 4, 2),
    },
    ("ownership", "two_coverages"): {
        "foreign": (0, 0, 0, 1, 0), "hmt": (1, 0, 0, 0, 0), "private": (3, 1, 1, 2, 1), "public": (2, 0, 0, 1, 0),
        "": (4, 1, 1, 4, 1),
    },
    ("size", "two_coverages"): {
        "large": (1, 0, 0, 1, 0), "medium": (1, 0, 0, 1, 0), "micro": (1, 0, 1, 2, 0), "small": (2, 1, 0, 0, 0),
        "": (5, 1, 1, 4, 2),
    },
    ("employees", "two_coverages"): {
        "0-9": (1, 0, 1, 2, 0), "10-49": (5, 0, 0, 3, 0), "50-99": (1, 0, 0, 1, 0), "100+": (3, 0, 0, 0, 0),
        "": (0, 2, 1, 2, 2),
    },
}  # fmt: skip


def numbers(rate: Rate) -> Numbers:
    """The counts of a rate."""
    assert rate.base_unknown == 0
    return rate.covered, rate.claimed, rate.unknown, rate.blind, rate.not_applicable


@pytest.mark.parametrize(("by", "standard"), BY)
def test_rates_by(by: str, standard: str, town: Coverage) -> None:
    """By every dimension each group has the drawn numbers, in order, those of whom nobody said it last."""
    found = rates(town, "Unit", (by,), standard)
    assert {rate.group[0]: numbers(rate) for rate in found} == BY[by, standard]
    assert [rate.group[0] for rate in found] == list(BY[by, standard])
    assert {(rate.standard, rate.denominator, rate.day) for rate in found} == {(standard, "active", DAY)}


def test_every_dimension_is_tested() -> None:
    """A dimension that is added has to be drawn too."""
    assert {by for by, _ in BY} == set(DIMENSIONS)


def test_rate(town: Coverage) -> None:
    """Numerator, denominator, rate and upper bound (claimed and unknown counted as covered) of the whole town."""
    (rate,) = rates(town, "Unit", standard="two_coverages")
    assert (rate.covered, rate.base, rate.not_applicable) == (10, 22, 2)
    assert (rate.rate, rate.upper) == (10 / 22, 14 / 22)
    assert (rate.group, rate.labels, rate.kind) == ((), (), "Unit")
    (default,) = rates(town, "Unit")
    assert (default.standard, default.denominator, default.covered) == ("any_tie", "active", 15)


def test_base_unknown_is_counted_apart(town: Coverage) -> None:
    """Three haves: 6 of 10 have an organization, of 6 more nobody can say whether they belong; 应建已建率: 5 of 10."""
    (rate,) = rates(town, "Unit", standard="organization", denominator="three_haves")
    assert (rate.covered, rate.base, rate.base_unknown, rate.not_applicable) == (6, 10, 6, 8)
    (required,) = rates(town, "Unit", standard="organization", denominator="three_members")
    assert (required.covered, required.base, required.base_unknown) == (5, 10, 4)


def test_nothing_of_nothing(town: Coverage) -> None:
    """Nobody knows who is above scale: 0 of 0 is no number, neither 0 nor 100 %, and everybody is base unknown."""
    (rate,) = rates(town, "Unit", denominator="above_scale")
    assert (rate.base, rate.base_unknown) == (0, 23)
    assert isnan(rate.rate) and isnan(rate.upper) and percent(rate.covered, rate.base) == "n/a"


def test_rates_by_two(town: Coverage) -> None:
    """Two dimensions at once: only groups with somebody in them, and they add up to each alone."""
    found = {rate.group: numbers(rate) for rate in rates(town, "Unit", ("community", "type"))}
    assert found["A", "enterprise"] == (4, 0, 0, 0, 1)
    assert found["B", "individual_business"] == (1, 0, 0, 0, 0)
    assert found["", "enterprise"] == (0, 0, 0, 2, 0)
    assert ("B", "government_agency") not in found
    for community, whole in BY["community", "any_tie"].items():
        parts = [found[group] for group in found if group[0] == community]
        assert tuple(map(sum, zip(*parts, strict=True))) == whole


def test_rates_of_places(town: Coverage) -> None:
    """Places stand in their own rates, T through Z in A, H known to the town W only; never added to units."""
    by_street = {rate.group[0]: numbers(rate) for rate in rates(town, "Place", ("street",))}
    assert by_street == {"S": (3, 0, 0, 0, 1), "W": (1, 0, 0, 1, 0)}
    by_community = {rate.group[0]: numbers(rate) for rate in rates(town, "Place", ("community",))}
    assert by_community == {"A": (3, 0, 0, 0, 1), "B": (1, 0, 0, 0, 0), "": (0, 0, 0, 1, 0)}
    by_place = {rate.group[0]: numbers(rate) for rate in rates(town, "Place", ("place",))}
    assert by_place == {"Z": (1, 0, 0, 0, 0), "": (3, 0, 0, 1, 1)}


def test_wrong_names_are_refused(town: Coverage) -> None:
    """A dimension, standard or denominator that there is not, or that a kind lacks, names the nearest right one."""
    with pytest.raises(UnknownName) as caught:
        rates(town, "Unit", ("comunity",))
    assert caught.value.fields["near"] == "community"
    with pytest.raises(UnknownName):
        rates(town, "Unit", standard="any_ties")
    with pytest.raises(UnknownName):
        rates(town, "Unit", denominator="aktive")
    with pytest.raises(UnknownName):
        rates(town, "Place", ("industry",))


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, "n/a"), (0, 5, "0 %"), (5, 5, "100 %"), (1, 3, "33.3 %"), (2, 3, "66.7 %"), (1, 2, "50.0 %"),
        (999_999, 1_000_000, "99.9 %"), (9_996, 10_000, "99.9 %"), (1, 1_000_000, "0.1 %"), (4, 10_000, "0.1 %"),
        (35_048, 35_049, "99.9 %"), (1, 1000, "0.1 %"), (999, 1000, "99.9 %"),
    ],
)  # fmt: skip
def test_percent(part: int, whole: int, text: str) -> None:
    """100 % only when all are, 0 % only when none is, n/a of nothing, else one decimal."""
    assert percent(part, whole) == text


def test_percent_is_never_exact_in_between() -> None:
    """Of up to 2,100 no share but the exact one is printed as 100 % or 0 %, and shares never fall as counts rise."""
    for whole in (1, 7, 1999, 2000, 2001, 2100):
        texts = [percent(part, whole) for part in range(whole + 1)]
        assert (texts.count("0 %"), texts.count("100 %")) == (1, 1)
        shown = [float(text.removesuffix(" %")) for text in texts]
        assert shown == sorted(shown)


def test_named_rates(town: Coverage) -> None:
    """应建已建率: bank and four more of ten; 单独组建率: agency, school, factory of those known to operate."""
    assert {rate.name: (rate.denominator, rate.part, rate.base, rate.base_unknown) for rate in named_rates(town)} == {
        "built_of_required": ("three_members", 5, 10, 4), "own_rate": ("operating", 3, 16, 6),
        "organization_rate": ("active", 8, 22, 0), "two_coverages_rate": ("active", 10, 22, 0),
    }  # fmt: skip
