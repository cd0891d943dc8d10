"""The pages of the shipped sample say what the command line says: each figure is compared with its JSON answer."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graphgov.answers import blind, comparing, found, standing, tables
from graphgov.answers.questions import BlindQuestion, RateQuestion, Where
from graphgov.coverage import NOWHERE, SUBJECTS, Coverage, compare
from graphgov.findings import findings
from graphgov.names import find_node
from graphgov.policy import read_policy
from graphgov.report import Overview, Scope, matrix, overview
from graphgov.report.analyst import analysis
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore

DAY, BEFORE = date(2020, 7, 23), date(2019, 12, 31)
STANDARD = "two_coverages"


@pytest.fixture(scope="module")
def store(kunming: Path) -> EmbeddedStore:
    """The sample."""
    return EmbeddedStore(kunming, SCHEMA)


@pytest.fixture(scope="module")
def city(store: EmbeddedStore) -> Coverage:
    """The sample on its last day."""
    return Coverage(store.read().on(DAY), read_policy())


@pytest.fixture(scope="module")
def scope(city: Coverage) -> Scope:
    """The whole city under two coverages, beside the end of 2019."""
    return Scope(city, STANDARD, Coverage(city.snapshot.graph.on(BEFORE), city.policy))


@pytest.fixture(scope="module")
def page(scope: Scope, store: EmbeddedStore) -> Overview:
    """Its overview."""
    return overview(scope, standing.qualities(scope.coverage, store), findings(scope.coverage))


def numbers(rate: Any) -> tuple[int, ...]:
    """The counts of a rate, as a value or from JSON."""
    names = ("covered", "claimed", "unknown", "blind", "not_applicable", "base_unknown", "base")
    return tuple(rate[name] if isinstance(rate, dict) else getattr(rate, name) for name in names)


def test_standards_quadrants_rates_gaps(page: Overview, city: Coverage) -> None:
    """As `graphgov coverage` has them."""
    said: Any = tables.overview(city, RateQuestion()).value
    told = {(rate.kind, rate.standard): numbers(rate) for each in page.standings for rate in each.standards}
    assert told == {(rate["kind"], rate["standard"]): numbers(rate) for rate in said["rates"]}
    assert {each.kind: numbers(each.rate) for each in page.standings} == {
        kind: told[kind, STANDARD] for kind in SUBJECTS
    }  # fmt: skip
    assert {each.kind: dict(each.quadrants) for each in page.standings} == said["quadrants"]
    assert [(rate.name, rate.part, rate.base, rate.base_unknown) for rate in page.named_rates] == [
        (rate["name"], rate["part"], rate["base"], rate["base_unknown"]) for rate in said["named_rates"]
    ]
    views = sorted((name, numbers(rate)) for each in page.standings for name, rates in each.views for rate in rates)
    assert views == sorted((each["view"], numbers(rate)) for each in said["views"] for rate in each["rates"])
    assert {gap.name: {"missing": gap.missing, "of": gap.of} for gap in page.gaps} == said["gaps"]


def test_categories_and_reasons(page: Overview, city: Coverage) -> None:
    """As `graphgov coverage --by category` and `--by reason` have them."""
    said: Any = tables.grouped(city, RateQuestion(("category",), standard=STANDARD)).value
    told = [(rate.group[0], numbers(rate)) for each in page.standings for rate in each.categories]
    assert told == [(rate["group"][0]["key"], numbers(rate)) for rate in said["rates"]]
    for each in page.standings:
        answer: Any = tables.grouped(city, RateQuestion(("reason",), each.kind, STANDARD)).value
        by_reason = {rate["group"][0]["key"]: rate["blind"] for rate in answer["rates"] if rate["blind"]}
        none = by_reason.pop(None, 0)
        told_apart = dict(each.reasons.stated)
        assert (each.reasons.none, sum(told_apart.values()) + each.reasons.others) == (none, sum(by_reason.values()))
        assert all(by_reason[reason] == count for reason, count in told_apart.items())
        assert none + sum(by_reason.values()) == each.rate.blind


def test_where_it_is_worst(page: Overview, city: Coverage) -> None:
    """The most blind spots and the lowest rates of all groups that `graphgov coverage --by` has."""
    for each in page.standings:
        for worst in each.worst:
            said: Any = tables.grouped(city, RateQuestion((worst.by,), each.kind, STANDARD)).value
            groups = [rate for rate in said["rates"] if rate["group"][0]["key"] and rate["base"]]
            assert worst.groups == len(groups)
            assert worst.nowhere == sum(rate["blind"] for rate in said["rates"] if not rate["group"][0]["key"])
            most = sorted((rate["blind"] for rate in groups if rate["blind"]), reverse=True)
            assert [row.rate.blind for row in worst.most] == most[: len(worst.most)]
            lowest = sorted(rate["rate"] for rate in groups if rate["base"] >= 5 and rate["blind"])
            assert [row.rate.rate for row in worst.lowest] == lowest[: len(worst.lowest)]
            assert worst.small == sum(rate["base"] < 5 for rate in groups)


def test_the_blind_that_must_build(page: Overview, city: Coverage) -> None:
    """As many as `graphgov blind-spots --finding must_build` lists; the plans and remarks add up to all."""
    units, places = page.standings
    question = BlindQuestion("Unit", STANDARD, finding="must_build")
    (listed,) = blind.asked(city, question, Where())
    assert units.traits["must_build"] == listed.total > 0
    for each in (units, places):
        assert sum(each.traits[name] for name in ("overdue", "planned", "no_plan")) == each.rate.blind
        assert each.traits["stated_none"] + each.traits["nobody_said"] == each.rate.blind
    overdue = {each.node for each in findings(city, ("planned_overdue",))}
    assert units.traits["overdue"] == len(overdue & set(city.blind("Unit", STANDARD).tolist())) > 0


def test_better_or_worse(page: Overview, scope: Scope) -> None:
    """As `graphgov coverage --against` has it; those that came and went are among the subjects that differ."""
    assert scope.before is not None
    said: Any = comparing.compared(scope.before, scope.coverage, RateQuestion(standard=STANDARD)).value
    for each, comparison in zip(page.standings, said["comparisons"], strict=True):
        (rates,) = comparison["rates"]
        assert each.change is not None
        assert (numbers(each.change.before), numbers(each.rate)) == (numbers(rates["before"]), numbers(rates["after"]))
        flips = compare(scope.before, scope.coverage, each.kind, (), STANDARD).flips
        went, came = (sum(getattr(flip, side) == "blind" for flip in flips) for side in ("before", "after"))
        assert (each.change.came, each.change.went) == (came, went)
        assert each.change.before.blind + came - went == each.rate.blind


def test_form_quality_findings(page: Overview, city: Coverage, store: EmbeddedStore) -> None:
    """As `coverage --official`, `status` and `findings` have them."""
    official: Any = tables.official(city, RateQuestion()).value
    assert page.form is not None
    (form,) = official["forms"]
    assert {**page.form.rows, "G": page.form.instructed, "total": page.form.total} == {
        key: value for key, value in form.items() if key != "group"
    }  # fmt: skip
    status: Any = standing.standing(city, store).value
    wanting = [measure for measure in status["quality"] if measure["count"]]
    assert [(each.name, each.kind, each.count, each.of) for each in page.quality.wanting] == [
        (each["name"], each["kind"], each["count"], each["of"]) for each in wanting
    ]
    told: Any = found.answer(city, None, None, Where(), None).value
    assert [(each.name, each.severity, each.count) for each in page.found] == [
        (each["name"], each["severity"], each["count"]) for each in told["counts"]
    ]


def test_districts_add_up(scope: Scope, page: Overview) -> None:
    """The blind spots of the districts, and those of none, are all; each answers as the list of that district."""
    graph = scope.coverage.snapshot.graph
    territory, part = scope.coverage.territory, scope.coverage.snapshot.slice_of("Division")
    districts = [node for node in range(part.start, part.stop) if territory.level(node) == "district"]
    blind_in = Counter[str]()
    for district in districts:
        for each in overview(Scope(scope.coverage, STANDARD, area=district)).standings:
            blind_in[each.kind] += each.rate.blind
    for each in page.standings:
        nowhere = next(worst.nowhere for worst in each.worst if worst.by == "district")
        assert blind_in[each.kind] + nowhere == each.rate.blind
    one = find_node(graph, "五华区", ("Division",))
    own = overview(Scope(scope.coverage, STANDARD, area=one))
    asked = blind.asked(scope.coverage, BlindQuestion(None, STANDARD), Where(district="五华区"))
    assert [each.rate.blind for each in own.standings] == [each.total for each in asked]


def test_the_matrix_adds_up(scope: Scope, page: Overview) -> None:
    """Each row is the sum of its cells; districts, with what lies in none, add up to the whole of a kind."""
    for each in page.standings:
        found = matrix(scope, each.kind)
        for row in found.rows:
            cells = [cell.rate.base for cell in row.cells if cell is not None]
            assert sum(cells) == row.whole.rate.base
        districts = [row.whole.rate for row in found.rows if row.level == "district"]
        assert sum(rate.base for rate in districts) == each.rate.base
        assert sum(rate.blind for rate in districts) == each.rate.blind


def test_the_analysis(scope: Scope) -> None:
    """The planted red ties are candidates; the story's committee has the circle that its ties say."""
    page = analysis(scope)
    assert page.exact and page.settled
    assert page.candidates > 0 and all(row.district.kind == "Place" for row in page.red_ties)
    assert page.nodes > 0 and scope.area == NOWHERE
    assert [row.two for row in page.circles] == sorted((row.two for row in page.circles), reverse=True)
