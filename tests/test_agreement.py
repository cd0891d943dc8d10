"""All evaluators of the language agree: SQL, array passes and the reference, on random towns, paths and days.

Ten thousand triples with ``--long``, some hundreds without.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from building import Tables, graph_of, named_walk
from reference import Edge, Node, Town, Walk, is_walk, walks
from strategies import Case, seeded_case, write_tables

from graphgov.graph import Graph, Passes, ends, walk
from graphgov.intake import Options, import_tables
from graphgov.query import Path as CheckedPath
from graphgov.query import check_path, parse_path, subjects_sql
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore

SEED = 3
"""To see one case again: ``seeded_case(SEED, number)``."""

CASES, CASES_LONG = 600, 10_000
WHOLE_WAY, WHOLE_WAY_LONG = 20, 100
PARTS = 8
"""Several processes share the cases."""


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Tables in memory, filled anew for every case."""
    return Tables()


def read_path(case: Case) -> CheckedPath:
    """The path of a case as graphgov reads its text."""
    return check_path(parse_path(case.path.text()), SCHEMA)


def ids_of(graph: Graph, mask: np.ndarray) -> set[str]:
    """The ids of the nodes of a mask."""
    return {str(graph.ids.at(node)) for node in np.flatnonzero(mask)}


def best(found: list[Walk]) -> tuple[str | int, ...]:
    """The ids on the best of several walks: fewest edges, then the smallest ids."""
    return min((walk[0::2] for walk in found), key=lambda ids: (len(ids), ids))


def check_evaluators(case: Case, tables: Tables) -> None:
    """Every promise about one case."""
    town, pattern, day = case
    path, graph = read_path(case), graph_of(town)
    found = list(walks(town, pattern, day))
    expected = {str(one[0]) for one in found}

    tables.fill(town)
    by_sql = tables.answer(subjects_sql(path, SCHEMA, day))
    assert sorted(by_sql) == sorted(expected), "SQL"

    passes = Passes(graph.on(day))
    assert ids_of(graph, passes.subjects(path)) == expected, "array passes"

    for node in range(graph.size):
        own = [one for one in found if one[0] == graph.ids.at(node)]
        proof = walk(passes, path, node)
        assert (proof is not None) == bool(own), "a walk proves exactly the subjects"
        if proof is not None:
            assert is_walk(town, pattern, day, named_walk(graph, proof)), "the walk is one"
            assert tuple(map(graph.ids.at, proof.nodes)) == best(own), "the walk is the best"

    check_ends(case, path, passes, found)


def check_ends(case: Case, path: CheckedPath, passes: Passes, found: list[Walk]) -> None:
    """`ends` gives each pair (first node, last node) of the walks once; other places where they are fixed."""
    assert pairs(passes, path, -1) == sorted({(one[0], one[-1]) for one in found}), "ends"
    if all((edge.low, edge.high) == (1, 1) for edge in case.path.edges):
        for place in range(len(path.nodes)):
            assert pairs(passes, path, place) == sorted({(one[0], one[2 * place]) for one in found}), f"node {place}"


def pairs(passes: Passes, path: CheckedPath, of: int) -> list[tuple[object, object]]:
    """The pairs of ids that `ends` gives, doubles kept."""
    ids = passes.snapshot.graph.ids
    return sorted((ids.at(first), ids.at(last)) for first, last in zip(*ends(passes, path, of), strict=True))


@pytest.mark.parametrize("part", range(PARTS))
def test_evaluators_agree(part: int, tables: Tables, long: bool) -> None:
    """SQL, arrays and reference give the same subjects; a best walk proves exactly them; ends are the walks' ends."""
    for number in range(part, CASES_LONG if long else CASES, PARTS):
        case = seeded_case(SEED, number)
        try:
            check_evaluators(case, tables)
        except BaseException as error:
            error.add_note(f"seeded_case({SEED}, {number}): {case.path.text()} on {case.day}")
            raise


def test_the_whole_way_agrees(tmp_path: Path, long: bool) -> None:
    """From files through intake and store, SQL and arrays give what the reference gives on the town itself."""
    for number in range(WHOLE_WAY_LONG if long else WHOLE_WAY):
        case = seeded_case(SEED + 1, number)
        folder = tmp_path / str(number)
        folder.mkdir()
        write_tables(case.town, folder)
        store = EmbeddedStore(tmp_path / f"{number}.duckdb", SCHEMA)
        import_tables(store, folder, Options(stated_on=case.day))
        graph, path = store.read(), read_path(case)
        expected = {str(one[0]) for one in walks(*case)}
        place = {int(key): str(graph.ids.at(node)) for node, key in enumerate(graph.keys)}
        by_sql = [place[key] for key in store.sql(subjects_sql(path, SCHEMA, case.day)).column("key").to_pylist()]
        note = f"seeded_case({SEED + 1}, {number}): {case.path.text()} on {case.day}"
        assert sorted(by_sql) == sorted(expected), note
        passes = Passes(graph.on(case.day))
        assert ids_of(graph, passes.subjects(path)) == expected, note
        for node in np.flatnonzero(passes.subjects(path)):
            proof = walk(passes, path, int(node))
            assert proof is not None and is_walk(*case, named_walk(graph, proof)), note


SMALL = Town(
    (
        Node("Unit", "three", {"type": "other", "employees": 3}),
        Node("Unit", "nobody-said", {"type": "other"}),
        Node("Unit", "none", {"type": "other", "employees": 0}),
        Node("Unit", "most", {"type": "other", "employees": 2**31 - 1}),
        Node("PartyOrganization", "o", {"type": "big_committee"}),
    ),
    (Edge("MEMBER_OF", "three", "o", {"id": "agreement 1"}), Edge("MEMBER_OF", "none", "o")),
)
EVERY = "most nobody-said none three"
MEMBER = "(:PartyOrganization)"

BY_HAND = {
    # Numbers below 0 are numbers, not the sign for nothing stated.
    "(u:Unit WHERE u.employees - 4 = -1)": "three",
    "(u:Unit WHERE u.employees - 1 IS NULL)": "nobody-said",
    "(u:Unit WHERE coalesce(u.employees - 1, -2) < 0)": "nobody-said none",
    "(u:Unit WHERE coalesce(-1, u.employees) = -1)": EVERY,
    "(u:Unit WHERE nullIf(u.employees - 3, 0) IS NULL)": "nobody-said three",
    "(u:Unit WHERE nullIf(u.employees - 1, -1) IS NULL)": "nobody-said none",
    "(u:Unit WHERE u.employees IN [-1, 3])": "three",
    "(u:Unit WHERE u.employees - 1 IN [-1, 3])": "none",
    "(u:Unit WHERE NOT u.employees IN [3, null])": "",
    # Every comparison, and what is not so; neither where nobody said.
    "(u:Unit WHERE u.employees = 3)": "three", "(u:Unit WHERE NOT u.employees = 3)": "most none",
    "(u:Unit WHERE u.employees <> 3)": "most none", "(u:Unit WHERE NOT u.employees <> 3)": "three",
    "(u:Unit WHERE u.employees < 3)": "none", "(u:Unit WHERE NOT u.employees < 3)": "most three",
    "(u:Unit WHERE u.employees <= 3)": "none three", "(u:Unit WHERE NOT u.employees <= 3)": "most",
    "(u:Unit WHERE u.employees > 3)": "most", "(u:Unit WHERE NOT u.employees > 3)": "none three",
    "(u:Unit WHERE u.employees >= 3)": "most three", "(u:Unit WHERE NOT u.employees >= 3)": "none",
    # Nothing overflows.
    "(u:Unit WHERE u.employees * u.employees * u.employees > 2147483647)": "most",
    "(u:Unit WHERE u.employees + 1 > 2147483647)": "most",
    # Truth values are values.
    "(u:Unit WHERE (u.employees = 3) = true)": "three",
    "(u:Unit WHERE (u.employees = 3) IS NULL)": "nobody-said",
    "(u:Unit WHERE (u.employees = 3) IN [false])": "most none",
    "(u:Unit WHERE coalesce(u.employees = 3, true))": "nobody-said three",
    "(u:Unit WHERE NOT coalesce(u.employees = 3, true))": "most none",
    "(u:Unit WHERE nullIf(u.employees = 3, false))": "three",
    # Conditions that no property stands in hold for all rows or none.
    "(u:Unit WHERE $day > date('2020-06-29'))": EVERY,
    "(u:Unit WHERE $day IS NULL OR 1 = 2)": "",
    f"(u:Unit)-[e:MEMBER_OF WHERE $day = date('2020-06-30')]->{MEMBER}": "none three",
    f"(u:Unit)-[e:MEMBER_OF WHERE NOT 1 = 1]->{MEMBER}": "",
    # A day beyond the last year is the last day.
    "(u:Unit WHERE $day + duration('P9999Y') > $day AND $day - duration('P9999M') < $day)": EVERY,
    "(u:Unit WHERE $day - duration('P9999Y') < $day - duration('P2000Y'))": EVERY,
    # Identifiers are properties.
    "(u:Unit WHERE u.id < 'nonf' AND u.id <> 'most')": "nobody-said none",
    f"(u:Unit)-[:MEMBER_OF]->{MEMBER[:-1]} {{id: 'o'}})": "none three",
    f"(u:Unit)-[e:MEMBER_OF {{id: 'agreement 1'}}]->{MEMBER}": "three",
    f"(u:Unit)-[e:MEMBER_OF WHERE e.id IS NULL]->{MEMBER}": "none",
}  # fmt: skip


@pytest.mark.parametrize("text", BY_HAND)
def test_by_hand(text: str, tables: Tables) -> None:
    """What random paths have seldom or never: numbers below 0, overflow, truth values, constants, identifiers."""
    day, graph = date(2020, 6, 30), graph_of(SMALL)
    path = check_path(parse_path(text), SCHEMA)
    tables.fill(SMALL)
    assert sorted(tables.answer(subjects_sql(path, SCHEMA, day))) == BY_HAND[text].split()
    passes = Passes(graph.on(day))
    assert sorted(ids_of(graph, passes.subjects(path))) == BY_HAND[text].split()
    for node in range(graph.size):
        assert (walk(passes, path, node) is not None) == (graph.ids.at(node) in BY_HAND[text].split())


def test_a_long_path_of_many_kinds_is_answered_in_time(tables: Tables) -> None:
    """The SQL grows with the path's length, not with the number of chains that it stands for."""
    hierarchies = ("-[:SUBORDINATE_TO*0..5]->()", "-[:PART_OF*0..5]->()")
    many = f"(x){hierarchies[0]}<-[:SUCCEEDS]-()-[:PAIRED_WITH|ADJACENT_TO]-(){hierarchies[1]}<-[:LOCATED_IN]-()"
    sql = subjects_sql(check_path(parse_path(many), SCHEMA), SCHEMA, date(2020, 6, 30))
    assert len(sql) < 30_000
    tables.fill(SMALL)
    assert tables.answer(sql) == []
