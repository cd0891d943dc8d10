"""Paths compiled to Cypher on a real server: the subjects that the reference and the array passes give."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest
from neo4j_server import emptied, shared
from reference import Town, walks
from strategies import Case, seeded_case, write_tables
from test_agreement import BY_HAND, SMALL, ids_of, read_path
from test_import import HISTORY_DAYS, take_in_history

from graphgov.graph import Passes
from graphgov.intake import Options, import_tables
from graphgov.policy import read_policy
from graphgov.query import Path as CheckedPath
from graphgov.query import check_path, parse_path, subjects_cypher
from graphgov.schema import SCHEMA
from graphgov.store import Neo4jStore, open_store

SEED = 17
CASES, CASES_LONG = 24, 1_000
HISTORIES, HISTORIES_LONG = 1, 30


@pytest.fixture
def store() -> Neo4jStore:
    """An empty database."""
    found = open_store(emptied(shared()))
    assert isinstance(found, Neo4jStore)
    return found


def taken_in(store: Neo4jStore, town: Town, folder: Path, day: date) -> None:
    """Import a town."""
    folder.mkdir()
    write_tables(town, folder)
    import_tables(store, folder, Options(stated_on=day))


def subjects(store: Neo4jStore, path: CheckedPath, day: date) -> set[str]:
    """The identifiers that the server gives, each once."""
    found = [row["id"] for row in store.bolt.rows(subjects_cypher(path), {"day": day})]
    assert len(found) == len(set(found))
    return set(found)


def test_random_paths(store: Neo4jStore, tmp_path: Path, long: bool) -> None:
    """On random towns: several paths on each, on random days, against the reference."""
    for number in range(0, CASES_LONG if long else CASES, 4):
        first = seeded_case(SEED, number)
        store.bolt.run("MATCH (n) DETACH DELETE n")
        taken_in(store, first.town, tmp_path / str(number), first.day)
        others = (seeded_case(SEED, number + more) for more in range(1, 4))
        for case in (first, *(Case(first.town, other.path, other.day) for other in others)):
            expected = {str(walk[0]) for walk in walks(*case)}
            note = f"seeded_case({SEED}, {number}): {case.path.text()} on {case.day}"
            assert subjects(store, read_path(case), case.day) == expected, note


def test_by_hand(store: Neo4jStore, tmp_path: Path) -> None:
    """Conditions that random paths seldom have: numbers below 0, truth values, constants, identifiers."""
    taken_in(store, SMALL, tmp_path / "small", date(2020, 6, 30))
    for text, expected in BY_HAND.items():
        path = check_path(parse_path(text), SCHEMA)
        assert sorted(subjects(store, path, date(2020, 6, 30))) == expected.split(), text


def test_the_policy_on_histories(store: Neo4jStore, tmp_path: Path, long: bool) -> None:
    """Every rule of the policy, on every day of random histories, as the array passes have it: also with values and
    ties that were others then."""
    changed = 0
    for number in range(HISTORIES_LONG if long else HISTORIES):
        store.bolt.run("MATCH (n) DETACH DELETE n")
        take_in_history(store, Random(f"rules {number}"), tmp_path / str(number))
        graph = store.read()
        changed += sum(len(rows.node) > rows.count for rows in graph.nodes.values())
        for day in HISTORY_DAYS:
            passes = Passes(graph.on(day))
            for rule in read_policy().rules:
                for one in rule.paths:
                    expected = ids_of(graph, passes.subjects(one))
                    assert subjects(store, one, day) == expected, f"{number} {rule.name} {day}"
    assert changed


def test_texts_stay_texts(store: Neo4jStore, tmp_path: Path) -> None:
    """Quotes, backslashes and pieces of Cypher in a path's texts are compared, not run."""
    names = ["O'Brien", "back\\slash", "\\u0027 OR true //", "'} RETURN 1 //", "双\"引号\"", "a\\", "$day", "`x`"]
    rows = "\n".join(f'u{number},other,"{name.replace(chr(34), chr(34) * 2)}"' for number, name in enumerate(names))
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "Unit.csv").write_text(f"id,type,name\n{rows}\n", encoding="utf-8")
    import_tables(store, tmp_path / "t", Options(stated_on=date(2020, 6, 30)))
    for number, name in enumerate(names):
        written = name.replace("\\", "\\\\").replace("'", "\\'")
        path = check_path(parse_path(f"(u:Unit {{name: '{written}'}})"), SCHEMA)
        assert subjects(store, path, date(2020, 6, 30)) == {f"u{number}"}
