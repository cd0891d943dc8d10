"""The script and the import set for Neo4j, loaded into a real server: what is there then is what was exported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import neo4j
import pytest
import town
from cases.tables import write_tables
from hypothesis import given, settings
from neo4j_server import emptied, import_set, server, shared
from networks import HOSTILE, POLICY, Read, cases, expected, export_of, in_order, written
from reference import Edge, Node, Town
from test_named_queries import BESIDE, GOLDEN

from graphgov.coverage import Coverage
from graphgov.export.elements import DERIVED
from graphgov.export.model import Export, Selection
from graphgov.intake import Options, import_tables
from graphgov.named import bound, named
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, Found, Limits, Neo4jStore, open_store

DAY = date(2020, 6, 30)

NAMES = (
    *HOSTILE,
    "\\u0027}]) DETACH DELETE n //", "\\\\u0027", "\\", "\\\\", "'", "\\'", "u\\", "';\nMATCH (n) DELETE n;\n",
    "`]->()`", "$name", "*/ // x", "\u2028", "\ufffe\uffff", "\r\n", '""', '"', ";", "Element;Unit", "a\x85b",
)  # fmt: skip

TOWN = Town(
    (
        Node("Community", "C'\\u0027", {"type": "community", "name": NAMES[0]}, None, date(2031, 5, 6)),
        *(
            Node("Unit", f"{n}{name[:50]}", {"type": "other", "name": name, "employees": n}, date(2001 + n % 9, 1, 31))
            for n, name in enumerate(NAMES)
        ),
    ),
    (
        *(Edge("PAIRED_WITH", "C'\\u0027", "0" + NAMES[0][:50], {"basis": "twice"}) for _ in range(2)),
        *(
            Edge("CO_CONSTRUCTS", f"{n}{name[:50]}", "C'\\u0027", {"basis": name, "id": name}, date(2015, 2, 3))
            for n, name in enumerate(NAMES)
        ),
    ),
)
"""Every hostile text as an id, a name, a basis, an agreement's id; two ties that differ in nothing."""


def run(address: str, script: Path) -> None:
    """Run a script as cypher-shell does, statement by statement."""
    with neo4j.GraphDatabase.driver(address) as driver, driver.session(database="neo4j") as session:
        for statement in script.read_bytes().decode("utf-8").removesuffix(";\n").split(";\n"):
            session.run(statement).consume()


def loaded(address: str, *more: str) -> Read:
    """What is on a server, without what follows from the policy and what (`more`) only Neo4j has."""
    hidden = (*DERIVED, "since", "until", "key", *more)

    def values(kind: str, own: Any) -> dict[str, Any]:
        said = {"agreement_id" if kind in SCHEMA.edge and name == "id" else name: v for name, v in own.items()}
        kept = {name: v if isinstance(v, int) else str(v) for name, v in said.items() if name not in hidden}
        return {"kind": kind, **kept}

    with neo4j.GraphDatabase.driver(address) as driver:
        found = driver.execute_query("MATCH (n:Element) RETURN labels(n) AS labels, n AS n", database_="neo4j").records
        ties = driver.execute_query(
            "MATCH (a:Element)-[r]->(b:Element) RETURN a.id AS a, b.id AS b, type(r) AS type, properties(r) AS own",
            database_="neo4j",
        ).records
    nodes = {}
    for record in found:
        (kind,) = set(record["labels"]) - {"Element"}
        nodes[record["n"]["id"]] = {name: v for name, v in values(kind, record["n"]).items() if name != "id"}
    assert len(nodes) == len(found)
    return nodes, in_order([(tie["a"], tie["b"], values(tie["type"], tie["own"])) for tie in ties])


def asked_all(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every named query."""
    store = open_store(address)
    assert isinstance(store, Neo4jStore)
    rows = {}
    for name in GOLDEN:
        # Not through the store, which answers for its own databases only.
        asked = named(name).text, bound(named(name), GOLDEN[name][0], town.DAY)
        rows[name] = list(Found(*store.bolt.query(*asked, Limits().seconds, Limits().rows)).rows)
    return rows


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """The town on paper with all its days, its claims, and what the named queries look for."""
    folder = tmp_path_factory.mktemp("drawn")
    store = EmbeddedStore(folder / "town.duckdb", SCHEMA)
    for name, tables in (("town", town.tables()), ("beside", BESIDE)):
        import_tables(store, write_tables(folder / name, tables), Options(name, town.DAY))
    coverage = Coverage(store.read().on(town.DAY), POLICY)
    return Export(store, lambda everything: coverage, "network", Selection(history=True))


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with the import set of the hostile town."""
    home = tmp_path_factory.mktemp("hostile")
    import_set(home, written(export_of(TOWN, DAY), "neo4j-admin", home / "set"))
    with server(home) as address:
        yield address


def test_the_script_carries_hostile_texts(tmp_path: Path) -> None:
    """Every text is the same on the server and does nothing there; ties that are equal stay two; twice is once."""
    address, script = emptied(shared()), written(export_of(TOWN, DAY), "cypher", tmp_path / "town.cypher")
    for _ in range(2):
        run(address, script)
        assert loaded(address) == expected(TOWN, DAY)


def test_the_import_set_carries_hostile_texts(hostile_server: str) -> None:
    """The same of what neo4j-admin has imported; counts are numbers, days are days, nothing is an empty text."""
    assert loaded(hostile_server) == expected(TOWN, DAY)
    with neo4j.GraphDatabase.driver(hostile_server) as driver:
        query = "MATCH (n) WHERE any(k IN keys(n) WHERE n[k] = '') RETURN count(n) AS n"
        assert driver.execute_query(query, database_="neo4j").records[0]["n"] == 0
        query = "MATCH (n:Unit {employees: 3}) RETURN n.valid_from AS day, n.since AS since, n.until AS until"
        (row,) = driver.execute_query(query, database_="neo4j").records
        assert [row[name].to_native() for name in ("day", "since", "until")] == [
            date(2004, 1, 31), date(2004, 1, 31), date.max,
        ]  # fmt: skip


@settings(max_examples=6)
@given(cases())
def test_the_script_of_any_town(tmp_path_factory: pytest.TempPathFactory, case: tuple[Town, date]) -> None:
    """Nodes, ties, properties and days of random towns."""
    address = emptied(shared())
    run(address, written(export_of(*case), "cypher", tmp_path_factory.mktemp("any") / "town.cypher"))
    assert loaded(address) == expected(*case)


def test_named_queries_run_on_what_the_script_made(drawn: Export, tmp_path: Path) -> None:
    """The golden rows of all of them, claims included."""
    address = emptied(shared())
    run(address, written(drawn, "cypher", tmp_path / "town.cypher"))
    assert asked_all(address) == {name: rows for name, (_, rows) in GOLDEN.items()}


def test_named_queries_run_on_what_was_import_set(drawn: Export, tmp_path: Path) -> None:
    """The same of the import set."""
    import_set(tmp_path / "home", written(drawn, "neo4j-admin", tmp_path / "set"))
    with server(tmp_path / "home") as address:
        assert asked_all(address) == {name: rows for name, (_, rows) in GOLDEN.items()}
