"""Searches for shortest paths: what is refused and how it is said, limits, and a path as an answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from cypher_graphs import Graph, Tables

from graphgov.cli import cli
from graphgov.errors import BadQuery, StoreError
from graphgov.query.parse import parse_query
from graphgov.query.select import select
from graphgov.store import Limits, open_store, searching
from graphgov.store.asking import answered

LADDER = Graph(
    tuple(("A", key, {"id": f"n{key}"}) for key in range(1, 22)),
    tuple(("R", 100 + 2 * key + side, key, key + 1, {"i": side}) for key in range(1, 21) for side in (0, 1)),
)
"""From n1 to n21 in twenty steps, each by either of two ties: 2 ** 20 shortest ways."""

ENDS = "MATCH (a {id: 'n1'}), (b {id: 'n3'}) "

REFUSED = {
    "MATCH p = shortestPath((a {id: 'n1'})-[:R]->()-[:R]->(b {id: 'n3'})) RETURN p": "cypher_shortest_one",
    "MATCH p = shortestPath((a {id: 'n1'})-[*2..]->(b {id: 'n3'})) RETURN p": "cypher_shortest_least",
    "MATCH p = shortestPath((a {id: 'n1'})-[:R* {i: 1}]->(b {id: 'n3'})) RETURN p": "cypher_shortest_map",
    "MATCH p = shortestPath((a {id: 'n1'})-[*]->(b {id: 'n3'})) WHERE length(p) > 3 RETURN p": "cypher_shortest_where",
    "MATCH p = shortestPath((a {id: 'n1'})-[*]->(b {id: 'n3'})) WHERE any(t IN nodes(p) WHERE t.i = 1) RETURN p":
        "cypher_shortest_where",
    ENDS + "WITH a, b LIMIT 1 MATCH p = shortestPath((a)-[*]->(b)) RETURN p": "cypher_shortest_cut",
    ENDS + "WITH a, collect(b)[0] AS b MATCH p = shortestPath((a)-[*]->(b)) RETURN p": "cypher_shortest_cut",
    ENDS + "MATCH (a)-->(c), p = shortestPath((a)-[*]->(b)) RETURN p": "cypher_shortest_beside",
    ENDS + "WHERE EXISTS { MATCH p = shortestPath((a)-[*]->(b)) } RETURN a.id": "cypher_shortest_inside",
    "MATCH p = shortestPath((a {id: 'n1'})-[*]->(a)) RETURN p": "cypher_shortest_same",
    "MATCH p = shortestPath((a {id: 'n1'})-[:X*]->(b {id: 'n3'})) RETURN p": "query_edge_kind",
    ENDS + "MATCH p = shortestPath((a)-[*]->(b)), p = shortestPath((b)-[*]->(a)) RETURN p": "query_variable_twice",
    "MATCH p = shortestPath((a {id: 'n1'})-[*]->(b {id: 'n3'})) RETURN collect(p)": "cypher_steps",
    "MATCH p = shortestPath((a {id: 'n1'})-[*]->(b {id: 'n3'})) RETURN p ORDER BY p": "cypher_order_of",
    "MATCH p = allShortestPaths((a {id: 'n1'})-[*]->(b {id: 'n21'})) RETURN count(*)": "cypher_shortest_many",
}  # fmt: skip
"""What is outside, by the message that says so."""


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    """By name, with what to write instead."""
    with pytest.raises(BadQuery) as refused:
        Tables(LADDER).ask(text, {})
    assert refused.value.key == REFUSED[text]


def test_one_of_a_million() -> None:
    """One shortest path does not wait for all that there are; without the ties of one side there is only one."""
    tables = Tables(LADDER)
    search = "Path((a {id: 'n1'})-[*]->(b {id: 'n21'})) "
    assert tables.ask(f"MATCH p = shortest{search}RETURN length(p)", {}) == [(20,)]
    one = f"MATCH p = allShortest{search.replace('Path', 'Paths')}WHERE none(t IN relationships(p) WHERE t.i = 1) "
    assert tables.ask(f"{one}RETURN [n IN nodes(p) | n.id][-2..] AS l", {}) == [(["n20", "n21"],)]


def test_the_nodes_of_a_path_one_by_one(kunming: Path) -> None:
    """UNWIND right behind a search, or a MATCH, reads what the conditions leave, not all with all."""
    search = "MATCH p = shortestPath((u:Unit {id: 'SL-U01061'})-[:LOCATED_IN|PART_OF*]->(d {id: '530102005004'})) "
    steps = open_store(kunming).query(f"{search}UNWIND nodes(p) AS n RETURN n.id AS id", {}, Limits(20)).rows
    assert {("SL-U01061",), ("530102005004",)} <= set(steps)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of pairs, and of time: also where only the walking takes long."""
    tables = Tables(LADDER)
    monkeypatch.setattr(searching, "MOST_PAIRS", 19)
    every = "MATCH (a:A), (b:A) WHERE a.id < b.id MATCH p = shortestPath((a)-[:R*]->(b)) RETURN count(*) AS n"
    with pytest.raises(BadQuery) as refused:
        tables.ask(every, {})
    assert refused.value.key == "cypher_shortest_pairs"
    many = "MATCH p = allShortestPaths((a {id: 'n1'})-[*]->(b {id: 'n21'})) RETURN count(*) AS n"
    monkeypatch.setattr(searching, "MOST_WALKS", 1 << 21)
    with pytest.raises(StoreError) as ended:
        answered(tables.connection, tables.catalog, many, {}, Limits(seconds=0.5))
    assert ended.value.key == "ask_too_long"


def test_values_are_values() -> None:
    """Pieces of Cypher and SQL as the ends of a search find nothing; they stand in no statement."""
    tables = Tables(LADDER)
    text = "MATCH p = shortestPath((a {id: $from})-[*]->(b {id: 'n3'})) RETURN length(p) AS n"
    for value in ("' OR 1=1 --", "n1'}) DETACH DELETE n //", "$w1_near", "n1\n", "\\u0027"):
        assert tables.ask(text, {"from": value}) == []
        (search,) = select(parse_query(text), tables.catalog, {"from": value}).searches
        assert value not in search.ends + search.ties
    assert tables.ask(text, {"from": "n1"}) == [(2,)]


def test_a_path_is_shown(kunming: Path) -> None:
    """For programs as its nodes with the ties between them; --explain shows what is read for it, and runs nothing."""
    search = "MATCH p = shortestPath((u:Unit {id: $id})-[:LOCATED_IN|PART_OF*]->(d {id: '530102005004'})) RETURN p"
    called = ["ask", "--cypher", search, "--param", "id=SL-U01061", "--db", str(kunming), "--lang", "en"]
    ((way,),) = json.loads(CliRunner().invoke(cli, [*called, "--format", "json"]).stdout)["rows"]
    assert [each.get("type") or each["labels"][-1] for each in way[:3]] == ["Unit", "LOCATED_IN", "Element"]
    assert (way[0]["id"], way[-1]["id"], len(way) % 2) == ("SL-U01061", "530102005004", 1)
    explained = CliRunner().invoke(cli, [*called, "--explain"]).stdout
    assert explained.count("SELECT near, far") == 1 and "ORDER BY e1.key;" in explained
    assert "SL-U01061" in explained.splitlines()[-1]
