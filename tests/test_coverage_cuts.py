"""Other cuts of the paper town's coverage (`town.py`), read off the drawing: lists, forms, proofs, days, addresses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from test_coverage import BLIND, mask_of, numbers
from town import AFTER, BEFORE, DAY, name, names, node, on, store_of

from graphgov.coverage import (
    FORM,
    NOWHERE,
    SUBJECTS,
    Coverage,
    OfficialForm,
    compare,
    containers,
    gap_nodes,
    known,
    official_form,
    quadrants,
    stated,
    view_mask,
)
from graphgov.coverage.listing import Among, BlindSpots, blind_spots
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


# ---- Blind spots one by one ---------------------------------------------------------------------------------------


def listed(coverage: Coverage, found: BlindSpots) -> list[str]:
    """The subjects that are shown one by one, in their order."""
    return [name(coverage, row.node) for row in found.rows()]


def test_blind_spots_in_order(town: Coverage) -> None:
    """By street, community and category; what only the district knows after its streets, what nobody knows last."""
    found = blind_spots(town, "Unit")
    assert listed(town, found) == ["tied", "mover", "ghost", "corp", "farm"]
    assert (tuple(found.containers), found.total, found.standard, found.denominator) == ((), 5, "any_tie", "active")
    assert found.under == {standard: len(blind.split()) for standard, blind in BLIND.items()}
    assert listed(town, blind_spots(town, "Place", "two_coverages")) == ["T", "G", "H"]


def test_blind_spots_of_containers(town: Coverage) -> None:
    """Individual businesses are counted by their market, unless it is they who are asked about."""
    found = blind_spots(town, "Unit", "two_coverages")
    assert listed(town, found) == ["hotel", "tied", "mover", "ghost", "corp", "farm"]
    assert found.total == 8
    (market,) = found.containers
    places = (market.node, market.district, market.street, market.community, market.responsible)
    assert [name(town, number) for number in places] == ["M", "D", "W", "B", "CB"]
    assert (market.category, market.units, market.stated_none, market.employees) == ("individual_business", 2, 0, 3)
    asked = blind_spots(town, "Unit", "two_coverages", among=Among("individual_business"))
    assert (listed(town, asked), tuple(asked.containers), asked.total) == (["shop", "stall"], (), 2)
    assert asked.under == {"any_tie": 0, "two_coverages": 2, "organization": 2, "two_coverages_broad": 2}


def test_blind_spots_are_told(town: Coverage) -> None:
    """Who it is, of which category, where, what was said of it, with how many people, and who has to see to it."""
    rows = {name(town, row.node): row for row in blind_spots(town, "Unit").rows()}
    told = {
        one: (row.category, *(name(town, at) for at in (row.district, row.street, row.community, row.responsible)),
              row.stated_none, row.reason, row.employees)
        for one, row in rows.items()
    }  # fmt: skip
    assert told == {
        "tied": ("social_organization", "D", "S", "A", "CA", 0, None, 30),
        "mover": ("small_micro_enterprise", "D", "W", "B", "CB", 1, "人员流动大", 12),
        "ghost": ("other_unit", "D", "W", "B", "CB", 1, "没有党员", None),
        "corp": ("enterprise_other", "D", "", "", "", 0, None, None),
        "farm": ("small_micro_enterprise", "", "", "", "CB", 1, "没有党员", 11),
    }
    assert len(list(blind_spots(town, "Unit").rows(2))) == 2


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
