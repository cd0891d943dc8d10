"""Coverage of the paper town (`town.py`): every expected value is read off the drawing by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from math import isnan
from pathlib import Path

import numpy as np
import pytest
from town import AFTER, BEFORE, DAY, name, names, node, on, store_of

from graphgov.coverage import (
    DIMENSIONS,
    FORM,
    NOWHERE,
    STATES,
    SUBJECTS,
    Coverage,
    OfficialForm,
    Rate,
    compare,
    containers,
    gap_nodes,
    known,
    official_form,
    percent,
    quadrants,
    rates,
    stated,
    view_mask,
)
from graphgov.errors import UnknownName
from graphgov.graph import Graph, the_day
from graphgov.policy import Policy, read_policy

ROOT = Path(__file__).resolve().parents[1]


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


# ---- Other cuts ---------------------------------------------------------------------------------------------------


def test_quadrants(town: Coverage) -> None:
    """Covered (two coverages) by linked: every subject of the base in exactly one of four."""
    assert quadrants(town, "Unit") == {
        "covered_linked": 5, "covered_unlinked": 5, "uncovered_linked": 3, "uncovered_unlinked": 9
    }  # fmt: skip
    assert quadrants(town, "Place") == {
        "covered_linked": 0, "covered_unlinked": 2, "uncovered_linked": 1, "uncovered_unlinked": 2
    }  # fmt: skip


WHOLE_FORM = (1, 1, 1, 2, 1, 2, 5, 2, 5, 2)
FORM_BY_COMMUNITY = {
    "A": ((1, 1, 0, 0, 1, 1, 3, 1, 2, 0), 1),
    "B": ((0, 0, 1, 2, 0, 1, 2, 1, 2, 0), 1),
    "": ((0, 0, 0, 0, 0, 0, 0, 0, 1, 2), 0),
}
"""Rows as in `FORM`, and how many of them without an organization have an instructor: clinic in A, club in B."""


def row_counts(form: OfficialForm) -> tuple[int, ...]:
    """The numbers of a form in the order of `FORM`; they add up to its total."""
    assert sum(form.rows.values()) == form.total
    return tuple(form.rows[row] for row in FORM)


def test_official_form(town: Coverage) -> None:
    """Every unit has exactly one form, the strongest; they add up in all and in each community."""
    (whole,) = official_form(town)
    assert (row_counts(whole), whole.instructed, whole.total) == (WHOLE_FORM, 2, 22)
    by_community = {form.group[0]: (row_counts(form), form.instructed) for form in official_form(town, ("community",))}
    assert by_community == FORM_BY_COMMUNITY


def test_official_form_of_a_view(town: Coverage) -> None:
    """The headline base: two-new units only, never agencies or individual businesses."""
    (view,) = (one for one in town.policy.views if one.name == "two_new")
    mask = view_mask(town, view, "Unit")
    assert names(town, mask, "Unit") == (
        "bank cafe clinic club farm hotel lab mill mover ruin store studio tied"
    )  # fmt: skip
    (form,) = official_form(town, among=mask)
    assert (row_counts(form), form.instructed, form.total) == ((0, 0, 0, 2, 1, 1, 3, 2, 3, 0), 2, 12)


def test_official_form_of_another_denominator(town: Coverage) -> None:
    """Of the ten units of three members and more; those of whom nobody knows are not in the sheet."""
    (form,) = official_form(town, denominator="three_members")
    assert row_counts(form) == (1, 1, 1, 0, 1, 1, 5, 0, 0, 0)


def test_a_form_that_does_not_add_up_is_refused(town: Coverage) -> None:
    """The identity is held wherever a form is made."""
    (whole,) = official_form(town)
    with pytest.raises(AssertionError, match="add up"):
        replace(whole, total=whole.total + 1)


def test_containers(town: Coverage) -> None:
    """Individual businesses by market: how many, how many covered, their people; M's instructor is not inherited."""
    fields = ("count", "covered", "employees", "employees_unknown", "container_covered")

    def found(standard: str) -> dict[str, tuple[object, ...]]:
        every = containers(town, "individual_business", standard)
        return {name(town, one.node): tuple(getattr(one, field) for field in fields) for one in every}

    assert found("any_tie") == {"M": (2, 2, 3, 0, True), "": (1, 0, 0, 1, False)}
    assert found("two_coverages") == {"M": (2, 0, 3, 0, True), "": (1, 0, 0, 1, False)}
    assert found("organization") == {"M": (2, 0, 3, 0, False), "": (1, 0, 0, 1, False)}


def gaps(coverage: Coverage) -> dict[str, tuple[str, int]]:
    """The nodes of every formation gap, and of how many."""
    found = {gap.name: gap_nodes(coverage, gap) for gap in coverage.policy.gaps}
    return {gap: (names(coverage, mask_of(coverage, nodes)), of) for gap, (nodes, of) in found.items()}


def test_gaps(town: Coverage, graph: Graph) -> None:
    """H has no owners' committee, B no big committee (V is a village), G no management until store takes it over."""
    assert gaps(town) == {
        "compound_without_committee": ("H", 2), "community_without_big_committee": ("B", 2),
        "compound_without_management": ("G", 2),
    }  # fmt: skip
    assert gaps(on(graph, AFTER))["compound_without_management"] == ("", 2)


# ---- Stated and known ---------------------------------------------------------------------------------------------

KNOWN: dict[tuple[str, str], int | None] = {
    ("member_units", "BA"): 2,  # school and OB; agency has a seat only
    ("member_units", "A"): 2, ("member_units", "D"): 2, ("member_units", "B"): 0,
    ("introduced_units", "BA"): 1, ("introduced_units", "K"): 1,
    ("part_time_seats", "BA"): 5,  # school's one, OB's three, and agency's that has no number
    ("part_time_seats", "K"): 5,
    ("paired", "CA"): 2, ("paired", "A"): 2, ("paired", "B"): 1, ("paired", "BA"): 0, ("paired", "ghost"): 1,
    ("co_constructing", "A"): 1, ("co_constructing", "B"): 1, ("co_constructing", "CB"): 0,  # club's has ended
    ("partners", "A"): 5,  # school, OB, OJ, G, OC
    ("partners", "B"): 2,  # shop, store
    ("partners", "BA"): 2,
    ("tenants", "Z"): 2, ("tenants", "T"): 2, ("tenants", "M"): 4, ("tenants", "H"): 0,
    ("communities_with_big_committee", "K"): 1, ("communities_with_big_committee", "W"): 0,
    ("communities_with_big_committee", "A"): None,
    ("pilots", "K"): None,
}  # fmt: skip


@pytest.mark.parametrize(("measure", "about"), KNOWN)
def test_known(measure: str, about: str, town: Coverage) -> None:
    """What each measure counts by name; None where it has no path from such a node."""
    assert known(town, town.policy.measure(measure), node(town, about)) == KNOWN[measure, about]


def test_known_sum_goes_on_to_the_end_of_the_path(graph: Graph, tmp_path: Path) -> None:
    """Seats of units alone, under another policy: OB's three do not count, although its tie to BA does."""
    text = (ROOT / "graphgov" / "policy.toml").read_text(encoding="utf-8")
    seats = "WHERE m.role = 'part_time_seat' OR m.seats IS NOT NULL]-(:Unit"
    assert text.count(f"{seats}|PartyOrganization)") == 3
    path = tmp_path / "units.toml"
    path.write_text(text.replace(f"{seats}|PartyOrganization)", f"{seats})"), encoding="utf-8")
    town = on(graph, policy=read_policy(path))
    assert known(town, town.policy.measure("part_time_seats"), node(town, "BA")) == 2


def test_stated_against_known(town: Coverage, graph: Graph) -> None:
    """The last number stated by the day stands against what is known; a later one, or about what is gone, does not."""
    found = [
        (name(town, one.claim.about), one.claim.measure, one.claim.value, one.known, one.differs)
        for one in stated(town)
    ]
    assert sorted(found) == [
        ("BA", "member_units", 12, 2, True), ("BA", "part_time_seats", 5, 5, False),
        ("K", "communities_with_big_committee", 1, 1, False), ("K", "pilots", 3, None, False),
        ("T", "tenants", 40, 2, True),
    ]  # fmt: skip
    assert [one.claim.value for one in stated(town, node(town, "T"))] == [40]
    later, before = on(graph, AFTER), on(graph, BEFORE)
    assert [one.claim.value for one in stated(later, node(later, "T"))] == [45]
    assert {(name(before, one.claim.about), one.claim.value) for one in stated(before)} == {("T", 35), ("gone", 1)}


# ---- Proving paths ------------------------------------------------------------------------------------------------


def proof(coverage: Coverage, identifier: str, rule: str) -> list[str] | None:
    """The nodes of the path that proves a rule for a subject."""
    found = coverage.proof(node(coverage, identifier), coverage.policy.rule(rule))
    return None if found is None else [name(coverage, number) for number in found.nodes]


def test_proving_path(town: Coverage) -> None:
    """Fewest edges (bank is in T within Z, and in Z itself), then the smallest ids, over all paths of a rule."""
    assert proof(town, "bank", "area_roof") == ["bank", "Z", "OZ"]
    assert proof(town, "studio", "area_roof") == ["studio", "T", "Z", "OZ"]
    assert proof(town, "clinic", "instructor") == ["clinic", "CA"]
    assert proof(town, "press", "org_unspecified") == ["press", "OT"]
    assert proof(town, "hotel", "mass_organization") == ["hotel"]
    assert proof(town, "stall", "paired_unit") == ["stall", "school", "OG"]
    assert proof(town, "tied", "instructor") is None
    strongest = [town.rules_holding(node(town, one))[0].name for one in ("bank", "agency", "mill", "shop")]
    assert strongest == ["area_named", "own_committee", "joint", "paired"]


def test_a_path_proves_exactly_the_held(town: Coverage) -> None:
    """For every rule and every node: a path is found exactly when the rule holds, and starts from the node."""
    for rule, number in product(town.policy.rules, range(town.snapshot.graph.size)):
        found = town.proof(number, rule)
        assert (found is not None) == bool(town.held(rule.name)[number]), (rule.name, name(town, number))
        assert found is None or found.nodes[0] == number


# ---- Time ---------------------------------------------------------------------------------------------------------


def test_moves(graph: Graph) -> None:
    """mover is counted in A until the last day of 2019 and in B from the next; its instructor goes the same night."""
    found = []
    for day in (date(2019, 12, 31), date(2020, 1, 1)):
        coverage = on(graph, day)
        mover = node(coverage, "mover")
        found.append((name(coverage, int(coverage.territory.community[mover])), coverage.state(mover, "any_tie")))
    assert found == [("A", "covered"), ("B", "blind")]


@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("2020-12-31", ("not_applicable", "covered", "absent", "blind")),
        ("2021-01-01", ("blind", "covered", "absent", "blind")),
        ("2019-12-31", ("not_applicable", "blind", "blind", "absent")),
        ("2020-08-31", ("not_applicable", "blind", "absent", "absent")),
        ("2020-09-01", ("not_applicable", "covered", "absent", "blind")),
    ],
)
def test_first_and_last_days(day: str, states: tuple[str, ...], graph: Graph) -> None:
    """guest is exempt on the last day of its exemption; tied's instructor and later begin on their day; gone ends."""
    coverage = on(graph, date.fromisoformat(day))
    assert tuple(coverage.state(node(coverage, one), "any_tie") for one in ("guest", "tied", "gone", "later")) == states


def test_values_of_the_day(graph: Graph) -> None:
    """farm has closed down since the second source says so, on the day that it says it for; the default day is that."""
    assert the_day(graph, None) == date(2020, 10, 1)
    found = [on(graph, day).state(node(on(graph), "farm"), "any_tie") for day in (date(2020, 9, 30), date(2020, 10, 1))]
    assert found == ["blind", "not_applicable"]


Flips = dict[str, tuple[str, str]]
"""The states before and after by subject"""


def flips(before: Coverage, after: Coverage, kind: str = "Unit", standard: str = "any_tie") -> Flips:
    """The subjects whose state differs, with both states."""
    found = compare(before, after, kind, standard=standard).flips
    return {name(after, flip.node): (flip.before, flip.after) for flip in found}


def test_two_days(town: Coverage, graph: Graph) -> None:
    """Who flips between two days, by name, and the rates of both; nobody else flips."""
    assert flips(on(graph, BEFORE), town) == {"gone": ("blind", "absent"), "mover": ("covered", "blind")}
    assert flips(town, on(graph, AFTER)) == {
        "later": ("absent", "blind"), "guest": ("not_applicable", "blind"), "tied": ("blind", "covered"),
        "farm": ("blind", "not_applicable"),
    }  # fmt: skip
    assert flips(town, town) == {}
    pairs = compare(on(graph, BEFORE), town, "Unit", ("community",)).rates
    assert [(old and numbers(old), new and numbers(new)) for old, new in pairs] == [
        ((9, 1, 0, 2, 2), (8, 1, 0, 1, 2)),
        ((7, 0, 0, 1, 0), (7, 0, 0, 2, 0)),
        ((0, 0, 1, 2, 0), (0, 0, 1, 2, 0)),
    ]
    assert {(old.day, new.day) for old, new in pairs if old and new} == {(BEFORE, DAY)}


def test_a_group_of_one_day_only(graph: Graph, town: Coverage) -> None:
    """A has a micro enterprise while mover is there, none on the day, and another when later begins: None is told."""
    by, group = ("community", "size"), ("A", "micro")

    def ones(before: Coverage, after: Coverage) -> list[bool]:
        pairs = compare(before, after, "Unit", by).rates
        (found,) = (pair for pair in pairs if any(rate is not None and rate.group == group for rate in pair))
        return [rate is not None for rate in found]

    assert ones(on(graph, BEFORE), town) == [True, False]
    assert ones(town, on(graph, AFTER)) == [False, True]


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """A policy in which neither mass organizations nor roofs count as ties."""
    text = (ROOT / "graphgov" / "policy.toml").read_text(encoding="utf-8")
    every, fewer = "rungs = [1, 2, 3, 4, 5, 6, 7, 8, 9]", "rungs = [1, 2, 3, 5, 7, 8, 9]"
    assert text.count(every) == 1
    path = tmp_path_factory.mktemp("policy") / "strict.toml"
    path.write_text(text.replace(every, fewer), encoding="utf-8")
    return read_policy(path)


def test_two_policies(graph: Graph, town: Coverage, strict: Policy) -> None:
    """Who flips between two policies: hotel has a union only, studio and T a roof only; other standards are alike."""
    other = on(graph, policy=strict)
    assert flips(town, other) == {"hotel": ("covered", "blind"), "studio": ("covered", "claimed")}
    assert flips(town, other, "Place") == {"T": ("covered", "blind")}
    assert flips(town, other, standard="two_coverages_broad") == {}
    ((old, new),) = compare(town, other, "Unit").rates
    assert old and new and (old.covered, new.covered, old.base, new.base) == (15, 13, 22, 22)


def test_a_subject_has_one_category(town: Coverage) -> None:
    """The categories partition the subjects, those that do not hold too."""
    for kind in SUBJECTS:
        matching = [
            town.matches(kind, one.path.subject)[0].astype(int) for one in town.policy.categories if one.kind == kind
        ]
        assert (np.sum(matching, axis=0) == 1).all()


# ---- Whose community ----------------------------------------------------------------------------------------------

HOME = {
    "agency": "A S D", "factory": "B W D", "press": "B W D", "tied": "A S D", "shop": "A S D", "stall": "B W D",
    "bank": "A S D", "owners": "A S D", "kiosk": " S D", "corp": "  D", "farm": "  ", "T": "A S D", "H": " W D",
    "A": "A S D", "V": "V W D", "S": " S D", "D": "  D", "K": "  ",
    "CA": "A S D", "BA": "A S D", "SW": " S D", "OB": "B W D", "OJ": "B W D", "OZ": "A S D", "OF": "B W D",
}  # fmt: skip
"""Community, street, district.  The operating address before the registered one though that is newer (factory), the
latest (press), the smallest id (tied), the own address before the place's (shop); bank is registered in M."""


@pytest.mark.parametrize("identifier", HOME)
def test_home(identifier: str, town: Coverage) -> None:
    """Community, street and district of each, as drawn; nobody is put where nobody said that it is."""
    number = node(town, identifier)
    territory = town.territory
    found = (territory.community, territory.street, territory.district)
    assert " ".join(name(town, int(level[number])) for level in found) == HOME[identifier]


def test_registered_elsewhere(town: Coverage) -> None:
    """Only factory states another address, where it is registered."""
    registered = town.territory.registered_community
    stated = {name(town, number): name(town, int(at)) for number, at in enumerate(registered) if at != NOWHERE}
    assert stated == {"factory": "A"}
