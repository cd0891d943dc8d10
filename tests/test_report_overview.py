"""The overview of the paper town (`town.py`): every figure read off the drawing, and the same as the command line's."""

from __future__ import annotations

import pytest
from town import BEFORE, node, on, store_of

from graphgov.answers.standing import qualities
from graphgov.coverage import FORM
from graphgov.findings import findings
from graphgov.graph import Graph
from graphgov.report import Overview, Scope, overview
from graphgov.report.overview import Gap, Standing
from graphgov.report.worst import Worst
from graphgov.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The town in its file."""
    return store_of(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def graph(store: Store) -> Graph:
    """The town as it comes out of its file."""
    return store.read()


@pytest.fixture(scope="module")
def page(graph: Graph, store: Store) -> Overview:
    """The overview of the whole town, beside the year before."""
    town = on(graph)
    return overview(Scope(town, "any_tie", on(graph, BEFORE)), qualities(town, store), findings(town))


@pytest.fixture(scope="module")
def units(page: Overview) -> Standing:
    """What the overview says of units."""
    return page.standings[0]


@pytest.fixture(scope="module")
def places(page: Overview) -> Standing:
    """What the overview says of places."""
    return page.standings[1]


def states(standing: Standing) -> tuple[int, int, int, int, int, int]:
    """Covered, claimed, unknown, blind, not applicable, base unknown."""
    rate = standing.rate
    return rate.covered, rate.claimed, rate.unknown, rate.blind, rate.not_applicable, rate.base_unknown


def test_how_many(units: Standing, places: Standing) -> None:
    """15 of 22 units are reached: tied, mover, ghost, corp, farm are not; Y is exempt, H alone has nothing."""
    assert (units.kind, units.rate.base, states(units)) == ("Unit", 22, (15, 1, 1, 5, 2, 0))
    assert (places.kind, places.rate.base, states(places)) == ("Place", 5, (4, 0, 0, 1, 1, 0))


def test_better_or_worse(units: Standing, places: Standing) -> None:
    """A year before mover had an instructor and gone, paired with nobody, was there and blind."""
    assert units.change is not None and places.change is not None
    before = units.change.before
    assert (before.covered, before.base, before.blind, units.change.points) == (16, 23, 5, -1.4)
    assert (units.change.came, units.change.went) == (1, 1)
    assert (places.change.before.blind, places.change.came, places.change.went, places.change.points) == (1, 0, 0, 0.0)


def test_which_of_the_blind_weigh_most(units: Standing, places: Standing) -> None:
    """tied and ghost have three members; mover, ghost and farm are said to have none; nobody spoke of tied and corp."""
    assert units.traits == {
        "must_build": 2, "staff_50": 0, "above_scale": 0, "overdue": 0, "planned": 0, "no_plan": 5, "stated_none": 3,
        "nobody_said": 2, "unsurveyed": 2,
    }  # fmt: skip
    assert places.traits == {
        "key_place": 0, "overdue": 0, "planned": 0, "no_plan": 1, "stated_none": 0, "nobody_said": 1, "unsurveyed": 1
    }  # fmt: skip


def test_why(units: Standing, places: Standing) -> None:
    """ghost and farm have no members, mover's people come and go; of tied and corp no reason is stated."""
    assert (units.reasons.stated, units.reasons.others, units.reasons.none) == (
        (("没有党员", 2), ("人员流动大", 1)), 0, 2,
    )  # fmt: skip
    assert (places.reasons.stated, places.reasons.none) == ((), 1)


def ranked(worst: Worst) -> tuple[str, str, int, int, int]:
    """The groups by number and by rate, with who has to see to them; how many there are, too small, in none."""
    texts = (
        " ".join(f"{row.group.id}:{row.rate.blind}/{row.rate.base}>{row.responsible.id if row.responsible else '-'}"
                 for row in rows)
        for rows in (worst.most, worst.lowest)
    )  # fmt: skip
    return (*texts, worst.groups, worst.small, worst.nowhere)  # type: ignore[return-value]


def test_where_it_is_worst(units: Standing, places: Standing) -> None:
    """By number and by rate: B before A, W before S by number, S before W by rate; farm is nobody knows where."""
    assert {worst.by: ranked(worst) for worst in units.worst} == {
        "district": ("D:4/21>-", "D:4/21>-", 1, 0, 1),
        "street": ("W:2/9>- S:1/11>SW", "S:1/11>SW W:2/9>-", 2, 0, 2),
        "community": ("B:2/9>CB A:1/10>CA", "B:2/9>CB A:1/10>CA", 2, 0, 2),
        "responsible": ("CB:3/9>- CA:1/11>-", "CB:3/9>- CA:1/11>-", 2, 0, 1),
    }
    # H is in W, but in no community; two streets and two communities have fewer than five places.
    assert {worst.by: ranked(worst) for worst in places.worst} == {
        "district": ("D:1/5>-", "D:1/5>-", 1, 0, 0),
        "street": ("W:1/2>-", "", 2, 2, 0),
        "community": ("", "", 2, 2, 1),
        "responsible": ("", "", 2, 2, 1),
    }


def test_categories_with_the_story_first(units: Standing, places: Standing, page: Overview) -> None:
    """Each category once, in the policy's order, adding up to the base; the five of the story are marked."""
    found = {rate.group[0]: (rate.covered, rate.base, rate.blind) for rate in (*units.categories, *places.categories)}
    assert found == {
        "small_micro_enterprise": (5, 7, 2), "owners_committee": (0, 1, 0), "individual_business": (2, 3, 0),
        "enterprise_other": (3, 4, 1), "enterprise_size_unknown": (1, 1, 0), "social_organization": (2, 3, 1),
        "government_agency": (1, 1, 0), "public_institution": (1, 1, 0), "other_unit": (0, 1, 1),
        "commercial_building": (1, 1, 0), "market": (1, 1, 0), "business_district": (1, 1, 0),
        "commercial_street": (0, 0, 0), "compound": (1, 2, 1),
    }  # fmt: skip
    assert sum(rate.base for rate in units.categories) == 22 and sum(rate.base for rate in places.categories) == 5
    assert page.story == {
        "commercial_building", "market", "small_micro_enterprise", "individual_business", "owners_committee"
    }  # fmt: skip


def test_standards_quadrants_views(units: Standing, places: Standing) -> None:
    """The cuts side by side; two-new units lead."""
    assert {rate.standard: (rate.covered, rate.blind) for rate in units.standards} == {
        "any_tie": (15, 5), "two_coverages": (10, 8), "organization": (8, 10), "two_coverages_broad": (12, 7)
    }  # fmt: skip
    assert units.quadrants == {
        "covered_linked": 5, "covered_unlinked": 5, "uncovered_linked": 3, "uncovered_unlinked": 9
    }  # fmt: skip
    assert sum(places.quadrants.values()) == 5
    assert [(name, rate.covered, rate.base, rate.blind) for name, rate in units.headlines] == [("two_new", 9, 12, 3)]
    assert [(name, [rate.base for rate in rates]) for name, rates in places.views] == [
        ("small_individual_market", [1, 1, 1, 1])
    ]


def test_official_form_and_rates(page: Overview) -> None:
    """Rows, identity, instructors; three own organizations of sixteen that are known to operate."""
    assert page.form is not None
    assert tuple(page.form.rows[row] for row in FORM) == (1, 1, 1, 2, 1, 2, 5, 2, 5, 2)
    assert (page.form.instructed, page.form.total) == (2, 22)
    assert {rate.name: (rate.part, rate.base, rate.base_unknown) for rate in page.named_rates} == {
        "built_of_required": (5, 10, 4), "own_rate": (3, 16, 6), "organization_rate": (8, 22, 0),
        "two_coverages_rate": (10, 22, 0),
    }  # fmt: skip


def gaps(found: tuple[Gap, ...]) -> dict[str, tuple[str, int, int]]:
    """The gaps with the nodes that have them."""
    return {gap.name: (" ".join(each.id for each in gap.nodes), gap.missing, gap.of) for gap in found}


def test_gaps_quality_findings(page: Overview, graph: Graph) -> None:
    """Who lacks what; what nobody knows; findings counted in their order, the gravest first."""
    assert gaps(page.gaps) == {
        "compound_without_committee": ("H", 1, 2), "community_without_big_committee": ("B", 1, 2),
        "compound_without_management": ("G", 1, 2),
    }  # fmt: skip
    wanting = {(measure.name, measure.kind): (measure.count, measure.of) for measure in page.quality.wanting}
    # kiosk and corp are known to a street or district only, farm to nobody.
    assert wanting["division_only", "Unit"] == (2, 24) and wanting["unplaced", "Unit"] == (1, 24)
    assert "waiting" in page.quality.sound and "waiting" not in {name for name, _ in wanting}
    assert page.found[0].severity == "high" and page.found[-1].severity == "low"
    assert sum(each.count for each in page.found) == len(findings(on(graph)))


def test_one_area_alone(graph: Graph, store: Store) -> None:
    """Of street S: A's units and kiosk; what lies outside is counted nowhere, and only communities are below."""
    town = on(graph)
    scope = Scope(town, "any_tie", on(graph, BEFORE), node(town, "S"))
    found = overview(scope, qualities(town, store, scope.nodes()), findings(town))
    units, places = found.standings
    assert found.area is not None and found.area.id == "S"
    # A: agency school lab clinic hotel bank studio tied owners; ruin and guest are not counted; shop; S: kiosk.
    assert states(units) == (8, 1, 1, 1, 2, 0) and states(places) == (3, 0, 0, 0, 1, 0)
    assert [worst.by for worst in units.worst] == ["community", "responsible"]
    change = units.change
    assert change is not None and change.before.blind + change.came - change.went == units.rate.blind
    assert found.form is not None and found.form.total == 11
    assert gaps(found.gaps) == {
        "compound_without_committee": ("", 0, 1), "community_without_big_committee": ("", 0, 1),
        "compound_without_management": ("G", 1, 1),
    }  # fmt: skip
    assert {measure.kind for measure in found.quality.wanting} <= {"Unit", "Place"}
    inside = scope.nodes()
    assert inside is not None
    assert sum(each.count for each in found.found) == sum(bool(inside[each.node]) for each in findings(town))
    assert sum(each.count for each in found.found) < len(findings(town))
