"""The shared cases end to end: tables, import into a file, the graph read back, coverage; equal to the cases' oracles.

What is expected comes from the cases' own oracles and, for the ledger, from counting its truth by hand.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from cases import case, communes, divisions, expected, groups, ledger, story
from cases.tables import Row, read_rows

from graphgov.coverage import NOWHERE, Coverage, gap_nodes, known, official_form, rates, stated
from graphgov.errors import BadTables
from graphgov.graph import the_day
from graphgov.intake import Options, Receipt, import_tables
from graphgov.policy import read_policy
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, Store, Waiting

Factory = pytest.TempPathFactory
BLIND_COMMUNES = 98
OVERSEAS = 94


def file_of(tmp: Path) -> EmbeddedStore:
    """A store in a folder of the test's own."""
    return EmbeddedStore(tmp / "graph.duckdb", SCHEMA)


def coverage_of(store: Store) -> Coverage:
    """What the shipped policy says on the latest day that anything is stated for."""
    graph = store.read()
    return Coverage(graph.on(the_day(graph, None)), read_policy())


def imported(tmp: Path, folder: Path, day: str) -> Coverage:
    """The coverage of a folder of tables that went into a file and came back."""
    store = file_of(tmp)
    import_tables(store, folder, Options(stated_on=date.fromisoformat(day)))
    return coverage_of(store)


def id_of(coverage: Coverage, node: int) -> str:
    """The identifier of a node, `-` for nowhere."""
    return "-" if node == NOWHERE else str(coverage.snapshot.graph.ids.at(node))


def numbers(coverage: Coverage, kind: str) -> range:
    """The numbers of the nodes of a kind."""
    part = coverage.snapshot.slice_of(kind)
    return range(part.start, part.stop)


def in_state(coverage: Coverage, kind: str, state: str, standard: str = "any_tie") -> list[str]:
    """The ids of the subjects of a kind in a state under the default denominator, sorted."""
    nodes = (node for node in numbers(coverage, kind) if coverage.state(node, standard) == state)
    return sorted(id_of(coverage, node) for node in nodes)


# ---- O1: the register of divisions --------------------------------------------------------------------------------


@pytest.mark.parametrize("vintage", divisions.VINTAGES)
def test_register(vintage: str, tmp_path: Path) -> None:
    """Nodes by level, urban communities, communities by district, and the story's lines of parents, as the oracle."""
    want = expected(divisions.CASE)[vintage]
    coverage = imported(tmp_path, divisions.write(tmp_path / "tables", vintage), vintage)
    territory, graph = coverage.territory, coverage.snapshot.graph
    communities = numbers(coverage, "Community")

    levels = Counter(territory.level(node) for node in numbers(coverage, "Division"))
    assert {**levels, "community": len(communities)} == want["levels"]
    urban, _ = coverage.base("Community", coverage.denominator("Community"))
    assert urban.sum() == want["urban_like(居/社区)"], "villages are outside of the default base"
    found = Counter(graph.label(int(territory.district[node])) for node in communities)
    assert dict(found) == want["communities_per_district"]
    assert sum(territory.parent[node] == NOWHERE for node in communities) == want["orphans"]

    for code, line in want["story"].items():
        node = graph.find(code)
        assert node is not None
        above = (node, int(territory.street[node]), int(territory.district[node]))
        assert " / ".join(map(graph.label, above)) == line


# ---- O2: communes and their unions --------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=communes.YEARS)
def year(request: pytest.FixtureRequest) -> str:
    """A year of the case."""
    value: str = request.param
    return value


@pytest.fixture(scope="module")
def france(year: str, tmp_path_factory: Factory) -> Coverage:
    """The communes of a year, none exempt."""
    tmp = tmp_path_factory.mktemp("france")
    return imported(tmp, communes.write(tmp / "tables", year), f"{year}-01-01")


@pytest.fixture(scope="module")
def france_exempt(year: str, tmp_path_factory: Factory) -> Coverage:
    """The communes of a year with the overseas ones exempt."""
    tmp = tmp_path_factory.mktemp("exempt")
    return imported(tmp, communes.write(tmp / "tables", year, exempt=True), f"{year}-01-01")


def test_communes_without_a_tie(year: str, france: Coverage) -> None:
    """98 communes are blind under any tie, all others are covered by membership; none has been dropped."""
    want = expected(communes.CASE)[year]
    (rate,) = rates(france, "Unit", standard="any_tie", denominator="active")
    assert (rate.base, rate.covered, rate.blind) == (want["units"], want["memberships"], want["uncovered_all"])
    assert (rate.claimed, rate.unknown, rate.not_applicable, rate.base_unknown) == (0, 0, 0, 0)
    assert rate.blind == BLIND_COMMUNES
    (official,) = rates(france, "Unit", standard="two_coverages")
    assert official.covered == 0, "a membership is a tie and no coverage"


def test_communes_by_region(year: str, france: Coverage) -> None:
    """The blind communes stand in the regions where the oracle counts them; those without a department nowhere."""
    territory = france.territory
    departments = (int(territory.district[node]) for node in france.blind("Unit", "any_tie"))
    regions = (NOWHERE if node == NOWHERE else int(territory.parent[node]) for node in departments)
    found = Counter(id_of(france, node).removeprefix("region-") for node in regions)
    assert dict(found) == expected(communes.CASE)[year]["uncovered_by_region"]


def test_communes_with_exemptions(year: str, france_exempt: Coverage) -> None:
    """With the overseas collectivities exempt, exactly the four named islands are blind and 94 are left out."""
    want = expected(communes.CASE)[year]
    graph = france_exempt.snapshot.graph
    blind = sorted(map(int, france_exempt.blind("Unit", "any_tie")), key=lambda node: id_of(france_exempt, node))
    named = [[id_of(france_exempt, node).removeprefix("commune-"), graph.label(node)] for node in blind]
    assert named == [[code, name] for code, name, _ in want["uncovered_excluding_overseas_collectivities"]]
    assert len(named) == 4
    (rate,) = rates(france_exempt, "Unit")
    assert (rate.not_applicable, rate.base) == (OVERSEAS, want["units"] - OVERSEAS)
    exempt = in_state(france_exempt, "Unit", "not_applicable")
    assert {code.removeprefix("commune-")[:2] for code in exempt} == {"97", "98"}


# ---- O3: organizations, groups, and ties to what is not in the file -----------------------------------------------


@pytest.fixture(scope="module")
def organizations(tmp_path_factory: Factory) -> Path:
    """The tables with the ties of subordinates, 470 of which lead to what no table has."""
    return groups.write(tmp_path_factory.mktemp("organizations"), superiors=True)


@pytest.fixture(scope="module")
def held_aside(organizations: Path, tmp_path_factory: Factory) -> tuple[EmbeddedStore, Receipt]:
    """The store after an import that lets ties wait, and the receipt."""
    store = file_of(tmp_path_factory.mktemp("aside"))
    options = Options(stated_on=date(2026, 1, 1), allow_dangling=True)
    return store, import_tables(store, organizations, options)


def test_groups(tmp_path: Path) -> None:
    """Organizations, groups, members and those in no group equal the oracle's; only members of a group are covered."""
    want = expected(groups.CASE)["dc"]
    coverage = imported(tmp_path, groups.write(tmp_path / "tables"), "2026-01-01")
    assert len(numbers(coverage, "PartyOrganization")) == want["groups"] == 345
    (rate,) = rates(coverage, "Unit", standard="any_tie", denominator="active")
    found = (rate.base, rate.covered, rate.blind)
    assert found == (want["units"], want["covered_by_a_group (GROUP<>0000)"], want["uncovered (GROUP=0000)"])
    assert found == (13_459, 2_503, 10_956)
    assert (coverage.territory.line == NOWHERE).all(), "no tie of subordination was given"


def refused(folder: Path, store: EmbeddedStore) -> BadTables:
    """The error of an import that is refused, leaving no file behind."""
    with pytest.raises(BadTables) as caught:
        import_tables(store, folder, Options(stated_on=date(2026, 1, 1)))
    assert not store.path.exists(), "nothing is written, not even an empty file"
    return caught.value


def test_dangling_ends_are_refused(organizations: Path, tmp_path: Path) -> None:
    """By default nothing is imported: all 470 are counted, and those named have their own file, row and value."""
    rows = read_rows(organizations / "SUBORDINATE_TO.csv")
    dangling = {(at, row["to"]) for at, row in enumerate(rows, 2) if row["to"].startswith("central-")}
    error = refused(organizations, file_of(tmp_path))
    assert error.total == len(dangling) == 470
    assert "470" in error.text("en").splitlines()[0] and "470" in error.text("zh").splitlines()[0]
    problems = error.problems
    assert {(one.file, one.column, one.key) for one in problems} == {("SUBORDINATE_TO.csv", "to", "dangling")}
    named = [(one.row, one.value) for one in problems]
    assert named and set(named) <= dangling and len(set(named)) == len(named)


def test_dangling_ends_wait(held_aside: tuple[EmbeddedStore, Receipt]) -> None:
    """Allowed to wait, 470 ties are kept aside and counted; the others lead to their central; nothing else changes."""
    want = expected(groups.CASE)["dc"]
    store, receipt = held_aside
    assert receipt.waiting == want["subordinates_with_dangling_parent"] == 470
    assert store.ask(Waiting("SUBORDINATE_TO")).num_rows == 470
    coverage = coverage_of(store)
    assert len(coverage.snapshot.edges("SUBORDINATE_TO").row) == want["subordinates_whose_central_is_in_file"]
    assert (coverage.territory.line != NOWHERE).sum() == want["subordinates_whose_central_is_in_file"]
    assert len(coverage.blind("Unit", "any_tie")) == want["uncovered (GROUP=0000)"]
    assert len(numbers(coverage, "Unit")) == want["units"], "no node was made up for what is missing"


def test_waiting_ties_are_imported_once(held_aside: tuple[EmbeddedStore, Receipt], organizations: Path) -> None:
    """The same import again says nothing new: the waiting ties neither double nor vanish."""
    store, receipt = held_aside
    again = import_tables(store, organizations, Options(stated_on=receipt.stated_on, allow_dangling=True))
    assert again.number is None
    assert store.ask(Waiting("SUBORDINATE_TO")).num_rows == 470


# ---- O6: the ledgers' truth ---------------------------------------------------------------------------------------

FORMS = {"党委": "S1", "党总支": "S2", "党支部": "S3", "联合党支部": "J"}
PLACES = ("商务楼宇", "专业市场")


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: Factory) -> Coverage:
    """The true content of the ledgers."""
    tmp = tmp_path_factory.mktemp("ledgers")
    return imported(tmp, ledger.write(tmp / "tables"), "2020-06-30")


def truth() -> list[Row]:
    """The rows of the truth that are units."""
    return [row for row in read_rows(case(ledger.CASE) / "truth.csv") if row["category"] not in PLACES]


def form_of(row: Row) -> str:
    """The row of the official form that a row of the truth belongs in."""
    members = int(row["party_members"])
    without = "N1" if members >= 3 else "N2" if members else "N3"
    return FORMS[row["party_form"]] if row["party_form"] else without


def test_ledger_coverage(ledgers: Coverage) -> None:
    """146 units and 19 places; under `organization` 58 units are covered and no place is."""
    want = expected(ledger.CASE, "expected_dirty.json")
    (units,), (places,) = (rates(ledgers, kind, standard="organization") for kind in ("Unit", "Place"))
    assert (units.base, units.covered, units.blind) == (146, want["covered_units"], 146 - 58)
    assert (places.base, places.covered) == (19, 0)
    listed = {f"unit-{row['no']}" for row in truth() if row["party_form"]}
    assert set(in_state(ledgers, "Unit", "covered", "organization")) == listed


def test_ledger_by_community(ledgers: Coverage) -> None:
    """By community as many have an organization as the oracle counts."""
    want = expected(ledger.CASE, "expected_dirty.json")["by_community_status"]
    found = {rate.labels[0]: rate.covered for rate in rates(ledgers, "Unit", ("community",), "organization")}
    assert found == {name: status["单独建立"] + status["联合建立"] for name, status in want.items()}


def test_ledger_instructors(ledgers: Coverage) -> None:
    """Under the two coverages the subjects with an instructor and no organization come on top: the oracle's 27."""
    extra = 0
    for kind in ("Unit", "Place"):
        (both,), (alone,) = (rates(ledgers, kind, standard=name) for name in ("two_coverages", "organization"))
        extra += both.covered - alone.covered
    assert extra == expected(ledger.CASE, "expected_dirty.json")["uncovered_with_instructor"]


def test_ledger_official_form(ledgers: Coverage) -> None:
    """Every row of the form, the instructed and the total equal the truth's, in all and by community; they add up."""
    (whole,) = official_form(ledgers)
    counted = Counter(map(form_of, truth()))
    assert {row: number for row, number in whole.rows.items() if number} == dict(counted)
    assert whole.rows["N1"] == 16 and sum(whole.rows.values()) == whole.total == 146
    assert whole.instructed == sum(row["instructor"] == "1" and not row["party_form"] for row in truth())
    for form in official_form(ledgers, ("community",)):
        here = [row for row in truth() if row["community_code"] == form.group[0]]
        assert {row: number for row, number in form.rows.items() if number} == Counter(map(form_of, here))
        assert (form.labels[0], form.total) == (here[0]["community"], len(here))


def test_ledger_must_build(ledgers: Coverage) -> None:
    """The 16 units with three and more members and no organization are the oracle's, by name."""
    bare = [node for node in numbers(ledgers, "Unit") if not ledgers.counted("organization")[node]]
    members, first = ledgers.members(), numbers(ledgers, "Unit").start
    found = sorted(ledgers.snapshot.graph.label(node) for node in bare if members[node - first] >= 3)
    assert found == expected(ledger.CASE, "expected_dirty.json")["应建未建"]


# ---- O7: the story ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def told(tmp_path_factory: Factory) -> Coverage:
    """The story as a graph, on the day of the story."""
    tmp = tmp_path_factory.mktemp("story")
    return imported(tmp, story.write(tmp / "tables"), "2020-07-23")


def measured(coverage: Coverage, measure: str, identifier: str) -> int | None:
    """What a measure of the policy counts from the node with an identifier."""
    node = coverage.snapshot.graph.find(identifier)
    assert node is not None
    return known(coverage, coverage.policy.measure(measure), node)


@pytest.mark.parametrize("about", ["P1", "530102005004"], ids=["committee", "community"])
def test_story_of_hongshan(told: Coverage, about: str) -> None:
    """The committee of 虹山中路社区 has 9 member units, 4 introduced, 7 paired, 16 partners; so has the community."""
    want = expected(story.CASE)
    found = [measured(told, name, about) for name in ("member_units", "introduced_units", "paired", "partners")]
    assert found == [
        want["P1_member_units"], want["P1_members_from_outside_the_jurisdiction"], want["P1_paired"],
        want["P1_all_linked_units"],
    ]  # fmt: skip
    assert found == [9, 4, 7, 16]


def test_story_gaps(told: Coverage) -> None:
    """红星社区 alone of the three communities has no big committee."""
    (gap,) = (one for one in told.policy.gaps if one.name == "community_without_big_committee")
    nodes, of = gap_nodes(told, gap)
    assert [told.snapshot.graph.label(int(node)) for node in nodes] == ["红星社区"]
    assert of == 3


def test_story_blind_places(told: Coverage) -> None:
    """爱琴海商业区, 红星美凯龙 and 虹山新村67栋 are all the places and all blind; every unit of the story has a tie."""
    blind = sorted(told.snapshot.graph.label(int(node)) for node in told.blind("Place", "any_tie"))
    assert blind == expected(story.CASE)["places_or_markets_without_any_party_link"]
    assert (rates(told, "Place")[0].base, len(told.blind("Unit", "any_tie"))) == (3, 0)


def test_story_stated_and_known(told: Coverage) -> None:
    """日新社区's committee is said to have 12 member units and 3 are known: told apart, and no node is made up."""
    (one,) = stated(told)
    assert (id_of(told, one.claim.about), one.claim.measure) == ("P3", "member_units")
    assert (one.claim.value, one.known, one.differs) == (12, 3, True)
    assert one.claim.stated_on == date(2017, 12, 11)
    nodes = sum(len(numbers(told, kind)) for kind in SCHEMA.node)
    assert nodes == expected(story.CASE)["nodes"]


def test_story_before_the_committee(tmp_path: Path) -> None:
    """Before 2017-12-08 日新社区's committee has nobody: what began later does not count, what has no start does."""
    store = file_of(tmp_path)
    import_tables(store, story.write(tmp_path / "tables"), Options(stated_on=date(2020, 7, 23)))
    before = Coverage(store.read().on(date(2017, 12, 7)), read_policy())
    assert (measured(before, "member_units", "P3"), measured(before, "member_units", "P1")) == (0, 9)
    assert list(stated(before)) == [], "the number was stated four days later"
    assert in_state(before, "Unit", "blind") == ["R1", "R2", "R3"]
