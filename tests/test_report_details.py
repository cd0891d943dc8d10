"""Pages about one thing, the matrix and the list, of the paper town (`town.py`), read off the drawing."""

from __future__ import annotations

import pytest
from town import BEFORE, node, on, store_of

from graphgov import words
from graphgov.coverage import Coverage
from graphgov.coverage.listing import blind_spots
from graphgov.findings import findings
from graphgov.network import central
from graphgov.report import Look, Scope, frame, part
from graphgov.report import ties as ties_module
from graphgov.report.analyst import analysis
from graphgov.report.area import area
from graphgov.report.listing import listed
from graphgov.report.matrix import Cell, Matrix, matrix
from graphgov.report.problems import problems
from graphgov.report.subject import Chain, Subject, subject
from graphgov.report.ties import Group, groups
from graphgov.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The town in its file."""
    return store_of(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def town(store: Store) -> Coverage:
    """The town on its day."""
    return on(store.read())


# ---- One subject --------------------------------------------------------------------------------------------------


def chips(chain: Chain) -> str:
    """A proving path as it stands on the page."""
    return " ".join([chain.start.id, *(f"-{step.reading[1]}- {step.to.id}" for step in chain.steps)])


def told(found: Subject) -> dict[str, str]:
    """The ties of a subject that hold, by kind, direction and origin."""
    return {
        f"{'>' if group.forward else '<'}{group.kind}{group.origin and ':' + group.origin}": " ".join(
            f"{tie.other.id}{'' if tie.when == 'holds' else '!' + tie.when}" for tie in group.ties
        )
        for group in found.ties
    }


def test_a_covered_unit(town: Coverage, store: Store) -> None:
    """bank is named in OZ, and under its roof by the shortest way: the business district itself."""
    found = subject(town, node(town, "bank"), store)
    assert (found.ref.id, found.category, [at.id for _, at in found.where]) == (
        "bank", "enterprise_other", ["D", "S", "A", "T"],
    )  # fmt: skip
    assert [(chain.rule, chain.rung, chips(chain)) for chain in found.chains] == [
        ("area_named", 3, "bank -HAS_PARTY_ORG- OZ"),
        ("area_roof", 4, "bank -LOCATED_IN- Z -HAS_PARTY_ORG- OZ"),
    ]
    assert len(found.chains) == len(found.explained.proofs)
    assert told(found) == {">LOCATED_IN": "M T Z", ">HAS_PARTY_ORG": "OZ"}
    (has,) = (group for group in found.ties if group.kind == "HAS_PARTY_ORG")
    assert has.ties[0].details == (("mode", "area"),) and has.reading == ("edge", "HAS_PARTY_ORG")
    place = has.ties[0].place
    assert place is not None and (place.source, place.file, place.row) == ("paper", "HAS_PARTY_ORG.csv", 12)


def test_a_blind_spot(town: Coverage, store: Store) -> None:
    """mover: no rule holds; where it was before and who instructed it until then stand behind what holds."""
    found = subject(town, node(town, "mover"), store)
    assert (found.chains, found.explained.remark) == ((), "stated_none")
    assert {state for _, state in found.explained.states} == {"blind"}
    assert found.responsible is not None and found.responsible.id == "CB"
    assert told(found) == {">LOCATED_IN": "B A!ended", ">PAIRED_WITH": "ghost", ">INSTRUCTED_BY": "CA!ended"}
    located = found.ties[0]
    assert (located.count, located.holding) == (2, 1)
    assert [(tie.valid_from, tie.valid_to) for tie in located.ties] == [("2020-01-01", ""), ("", "2020-01-01")]
    assert [(each.measured.measure, each.measured.known, [one.id for one in each.named]) for each in found.known] == [
        ("paired", 1, ["ghost"])
    ]


def test_ties_that_end_or_begin_later(town: Coverage, store: Store) -> None:
    """tied had an instructor until nobody knows when, and gets one in September: told once each, what comes first."""
    found = told(subject(town, node(town, "tied"), store))
    assert found[">INSTRUCTED_BY"] == "CA!coming CA!ended"
    assert told(subject(town, node(town, "clinic"), store))[">INSTRUCTED_BY"] == "CA CB"


def test_a_committee(town: Coverage, store: Store) -> None:
    """BA: a member from the area, one from outside, one of whom it is not said; 12 stated against 2 known."""
    found = subject(town, node(town, "BA"), store)
    assert (found.category, found.chains, found.explained.states) == ("", (), ())
    assert told(found) == {
        "<HAS_PARTY_ORG": "A", "<MEMBER_OF": "agency", "<MEMBER_OF:in_area": "school", "<MEMBER_OF:introduced": "OB"
    }  # fmt: skip
    known = {each.measured.measure: (each.measured.known, [one.id for one in each.named]) for each in found.known}
    assert known == {
        "member_units": (2, ["school", "OB"]), "introduced_units": (1, ["OB"]), "part_time_seats": (5, []),
        "partners": (2, ["school", "OB"]),
    }  # fmt: skip
    stated = {each.measured.measure: [value for value, _, _ in each.measured.stated] for each in found.known}
    assert stated["member_units"] == [12] and stated["introduced_units"] == []


def test_what_does_not_hold(town: Coverage, store: Store) -> None:
    """gone ended before the day: no chains and no states of the day, but its record."""
    found = subject(town, node(town, "gone"), store)
    assert (found.explained.holds, found.chains) == (False, ())
    assert told(found) == {">LOCATED_IN": "A!ended"}
    assert found.explained.values


def test_many_ties_are_cut_and_counted(town: Coverage, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the first of many are told, and the store is asked about no others; all are counted."""
    monkeypatch.setattr(ties_module, "MOST_TIES", 2)
    within: Group = next(group for group in groups(town, node(town, "M"), store) if not group.forward)
    assert (within.count, within.holding, [tie.other.id for tie in within.ties]) == (4, 4, ["bank", "cafe"])
    assert all(tie.place is not None for tie in within.ties)


# ---- Areas --------------------------------------------------------------------------------------------------------


def test_a_community(town: Coverage, store: Store) -> None:
    """B: its rates alone, nothing below it, its two blind units, its own general branch; who lies in it is no tie."""
    found = area(Scope(town, "any_tie"), node(town, "B"), store)
    assert (found.ref.id, found.level, found.responsible and found.responsible.id) == ("B", "community", "CB")
    units, places = found.standings
    assert (units.rate.covered, units.rate.base, places.rate.covered, places.rate.base) == (7, 9, 1, 1)
    assert [worst.by for worst in units.worst] == ["responsible"]
    assert [[line.subject and line.subject.id for line in each.lines] for each in found.blind] == [
        ["mover", "ghost"], [],
    ]  # fmt: skip
    assert told(found.about) == {">HAS_PARTY_ORG": "CB", ">PAIRED_WITH": "shop", "<CO_CONSTRUCTS": "store"}


def test_a_street(town: Coverage, store: Store) -> None:
    """S: its own committee is responsible; below it are communities."""
    found = area(Scope(town, "organization"), node(town, "S"), store)
    assert (found.level, found.responsible and found.responsible.id) == ("street", "SW")
    assert [worst.by for worst in found.standings[0].worst] == ["community", "responsible"]
    assert [at.id for _, at in found.about.where] == ["D"]


# ---- The matrix ---------------------------------------------------------------------------------------------------


def cell(found: Cell | None) -> str:
    """A cell as covered/base, with a sign when it is small."""
    return "." if found is None else f"{found.rate.covered}/{found.rate.base}{'~' if found.small else ''}"


def shown(found: Matrix) -> dict[str, str]:
    """The rows by their areas, each cell in its turn, the whole last."""
    return {
        "/".join([*row.above, row.area.id if row.area else ""]): " ".join(map(cell, (*row.cells, row.whole)))
        for row in found.rows
    }


def test_the_matrix_of_units(town: Coverage) -> None:
    """Each area before those within it; farm, nobody knows where, last; corp is D's but of no street."""
    found = matrix(Scope(town, "any_tie"), "Unit")
    assert found.categories == (
        "small_micro_enterprise", "owners_committee", "individual_business", "enterprise_other",
        "enterprise_size_unknown", "social_organization", "government_agency", "public_institution", "other_unit",
    )  # fmt: skip
    assert shown(found) == {
        "D": "5/6 0/1~ 2/3~ 3/4~ 1/1~ 2/3~ 1/1~ 1/1~ 0/1~ 15/21",
        "D/S": "1/1~ 0/1~ 1/2~ 2/2~ 1/1~ 1/2~ 1/1~ 1/1~ . 8/11",
        "D/S/A": "1/1~ 0/1~ 1/1~ 2/2~ 1/1~ 1/2~ 1/1~ 1/1~ . 8/10",
        "D/W": "4/5 . 1/1~ 1/1~ . 1/1~ . . 0/1~ 7/9",
        "D/W/B": "4/5 . 1/1~ 1/1~ . 1/1~ . . 0/1~ 7/9",
        "": "0/1~ . . . . . . . . 0/1~",
    }
    assert list(shown(found)) == ["D", "D/S", "D/S/A", "D/W", "D/W/B", ""]


def test_the_matrix_of_places_of_an_area(town: Coverage) -> None:
    """Only what lies in it, only levels below it, only categories that anybody is in."""
    found = matrix(Scope(town, "any_tie", area=node(town, "W")), "Place")
    assert (found.levels, found.categories) == (("community",), ("market", "compound"))
    # H is W's, but of no community.
    assert shown(found) == {"B": "1/1~ . 1/1~", "": ". 0/1~ 0/1~"}
    whole = matrix(Scope(town, "any_tie"), "Place", "street")
    assert list(shown(whole)) == ["D", "D/S", "D/W"]


# ---- Findings and analysis ----------------------------------------------------------------------------------------


def test_findings_one_by_one(town: Coverage) -> None:
    """All are counted, the first are told; of an area only its own."""
    found = findings(town)
    page = problems(Scope(town, "any_tie"), found, 4)
    assert (page.total, [each.id for each in page.first]) == (len(found), [each.id for each in found[:4]])
    assert sum(each.count for each in page.counts) == page.total
    own = problems(Scope(town, "any_tie", area=node(town, "B")), found)
    here = [each for each in found if town.territory.community[each.node] == node(town, "B")]
    assert [each.id for each in own.first] == [each.id for each in here] and 0 < own.total < len(found)
    assert {each.community.id for each in own.first if each.community} == {"B"}


def test_the_analysis(town: Coverage) -> None:
    """CA and BA have four ties each; OJ hangs by its pairing; BA reaches four in one step and five more in two."""
    page = analysis(Scope(town, "any_tie", on(town.snapshot.graph, BEFORE)))
    assert [(row.node.id, row.degree) for row in page.central[:2]] == [("CA", 4), ("BA", 4)]
    assert ("CA", "OJ", 3, ("PAIRED_WITH",)) in [(row.start.id, row.end.id, *row[2:]) for row in page.hanging]
    assert (page.bridges, len(page.hanging), page.interlocks, page.candidates) == (25, 15, 0, 0)
    assert [(row.committee.id, row.one, row.two) for row in page.circles] == [("BA", 4, 9)]
    assert [(row.now.divide, row.index, row.before) for row in page.divided] == [
        ("line", 0.69, 0.73), ("block", -0.23, -0.2),
    ]  # fmt: skip
    assert {row.community.id: (row.nodes, row.components) for row in page.pieces} == {
        "A": (23, 3), "B": (17, 5), "V": (1, 0)
    }  # fmt: skip


def test_the_analysis_of_an_area(town: Coverage) -> None:
    """The same figures, but only of those who belong to it."""
    whole = analysis(Scope(town, "any_tie"))
    page = analysis(Scope(town, "any_tie", area=node(town, "B")))
    assert (page.nodes, page.ties) == (whole.nodes, whole.ties)
    assert [row.node.id for row in page.central][:3] == ["CB", "B", "OJ"]
    assert {row.node.id: row for row in whole.central}["CB"] == page.central[0]
    assert [row.community.id for row in page.pieces] == ["B"]
    assert page.circles == () and page.bridges < whole.bridges and page.isolates < whole.isolates


def test_a_network_too_large_for_a_page(town: Coverage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the budget betweenness is estimated and eigenvectors are left out, and the page says so."""
    monkeypatch.setattr(central, "DENSE", 0)
    monkeypatch.setattr(central, "FEWEST_SOURCES", 2)
    scope = Scope(town, "any_tie")
    page = analysis(scope, budget=1)
    assert (page.exact, page.settled, page.sources) == (False, False, 2)
    assert {row.eigenvector for row in page.central} == {None}
    html = part("analyst", Look("en", frame(scope)), page=page)
    assert "estimated from 2 sources" in html and "too large for eigenvectors" in html


# ---- The list -----------------------------------------------------------------------------------------------------


def test_the_list(town: Coverage) -> None:
    """One by one in the order of the territory, then what one market holds; cut where asked, all counted."""
    found = listed(blind_spots(town, "Unit", "two_coverages"))
    assert [line.subject and line.subject.id for line in found.lines] == [
        "hotel", "tied", "mover", "ghost", "corp", "farm",
    ]  # fmt: skip
    mover = found.lines[2]
    assert (mover.district, mover.street, mover.community, mover.responsible) == tuple(
        (each, each, kind) for each, kind in (
            ("D", "Division"), ("W", "Division"), ("B", "Community"), ("CB", "PartyOrganization"),
        )
    )  # fmt: skip
    assert (mover.remark, mover.reason, mover.employees) == ("stated_none", "人员流动大", 12)
    (market,) = found.together
    assert (market.subject and market.subject.id, market.units, market.remark) == ("M", 2, "nobody_said")
    few = listed(blind_spots(town, "Unit", "two_coverages"), 2)
    assert (len(few.lines), len(few.found.nodes), few.found.total) == (2, 6, 8)


def test_findings_speak_the_language_in_force(town: Coverage, store: Store) -> None:
    """What a finding counted is told in the language that a page is made in."""
    details = []
    for lang in words.LANGUAGES:
        with words.speaking(lang):
            details.append(subject(town, node(town, "BA"), store).explained.findings[0].detail)
    assert "12" in details[0] and "12" in details[1] and details[0] != details[1]
