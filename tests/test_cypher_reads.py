"""What the SQL of a query reads: nothing that cannot be there, and nothing twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
from cypher_graphs import Graph, Tables

from graphgov import engine
from graphgov.query.parse import parse_query
from graphgov.query.relations import catalog
from graphgov.query.select import select
from graphgov.schema import SCHEMA

VALUES_THEN = "(o)<-[:EARLIER_VALUES_OF*0..1]-(t) WHERE t.type = 'big_committee'"


def sql(text: str, *changing: str) -> str:
    """The SQL of a query over a file in which elements of some kinds have had other values."""
    return select(parse_query(text), catalog(SCHEMA, lambda kind: kind in changing), {}).sql


def tables(text: str) -> set[str]:
    """The tables that SQL reads."""
    return set(re.findall(r"\b(?:FROM|JOIN) \(*(\w+) ", text)) - {"SELECT"}


@pytest.mark.parametrize("changing", [(), ("Unit",), ("PartyOrganization",)])
def test_values_that_there_never_were(changing: tuple[str, ...]) -> None:
    """What elements were like before is looked for only where some of their kind were otherwise."""
    asked = sql(f"MATCH (o:PartyOrganization) WHERE EXISTS {{ MATCH {VALUES_THEN} }} RETURN o.id AS id", *changing)
    assert ("row_number()" in asked) == ("PartyOrganization" in changing)
    assert tables(asked) == {"PartyOrganization", "ids"}


def test_ties_as_they_never_were() -> None:
    """Of two kinds, one without elements, the other is read as the table that it is."""
    text = "MATCH (u:Unit)-[m:MEMBER_OF|EARLIER_MEMBER_OF]->(o:PartyOrganization) RETURN u.id AS id, m.role AS role"
    assert "UNION" not in sql(text)
    assert "UNION" in sql(text, "MEMBER_OF")


def test_a_kind_said_of_a_node_found_before() -> None:
    """Whatever stands under that condition reads nodes of that kind alone."""
    of_one = f"EXISTS {{ MATCH (o:PartyOrganization) WHERE EXISTS {{ MATCH {VALUES_THEN} }} }}"
    said, _, inside = sql(f"MATCH (o:Unit|PartyOrganization) RETURN o.id AS id, {of_one} AS big").partition(" AS v")
    assert "Unit" not in said.rpartition("EXISTS (")[2]
    assert tables(inside) >= {"Unit", "PartyOrganization"}


def test_relations_stand_along_the_pattern() -> None:
    """Each behind one that a tie leads from: Spark joins in the order of the text."""
    asked = sql(
        "MATCH (u:Unit), (c:Community)<-[:LOCATED_IN]-(v:Unit)-[:HAS_PARTY_ORG]->(o:PartyOrganization) "
        "WHERE NOT EXISTS { MATCH (c)-[:HAS_PARTY_ORG]->(o) } RETURN u.type AS u, v.type AS v"
    )
    kinds = r"\b(Unit|Community|PartyOrganization|LOCATED_IN|HAS_PARTY_ORG) \w+\b"
    read = re.findall(kinds, asked.partition(" WHERE ")[0])
    assert read == ["Unit", "Community", "LOCATED_IN", "Unit", "HAS_PARTY_ORG", "PartyOrganization"]


def test_what_a_condition_asks_of_a_count() -> None:
    """It is counted once, not for the condition and again for the answer."""
    count = "COUNT { MATCH (o)<-[:MEMBER_OF]-(:Unit) }"
    text = f"MATCH (o:PartyOrganization) WITH o, o.name AS name, {count} AS units WHERE "
    assert sql(f"{text} units > 3 RETURN o.id AS id, units").count("COUNT(*)") == 1
    # Of what is left behind only an inner condition can speak.
    assert sql(f"{text} units > 3 AND o.type = 'ordinary' RETURN units").count("COUNT(*)") == 1
    left = text.replace("WITH o, o.name", "WITH o.name")
    assert sql(f"{left} units > 3 AND o.type = 'ordinary' RETURN units").count("COUNT(*)") == 2


ONLY_C = Graph(
    (("C", 1, {"id": "n1", "i": 1}), ("C", 2, {"id": "n2"})),
    (("R", 101, 1, 2, {"s": "a"}), ("R", 102, 2, 1, {}), ("T", 103, 1, 1, {}), ("T", 104, 2, 2, {})),
)
"""Even numbers of nodes and ties: of A, B and S the catalog says that there are none."""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("MATCH (n:B|C) RETURN n.s AS s, n.d AS d, n.i AS i, labels(n) AS l ORDER BY i",
         [(None, None, 1, ["C"]), (None, None, None, ["C"])]),
        ("MATCH (n:B) RETURN n.s AS s", []),
        ("MATCH (n:A|B) WHERE n.s STARTS WITH 'a' RETURN n.i AS i", []),
        ("MATCH (n:C) WHERE NOT coalesce(n.i = 1, false) OPTIONAL MATCH (n)-[t:S|T]->(m:A|C) RETURN t.f AS f, "
         "type(t) AS t, m.id AS m", [(None, "T", "n2")]),
        ("MATCH (a:C)-[t:S|T*1..1]-(b) WHERE all(x IN t WHERE x.f IS NULL) RETURN b.id AS b ORDER BY b",
         [("n1",), ("n2",)]),
        ("MATCH (a:C)-[t:S*0..2]->(b:C) RETURN b.id AS b, size(t) AS n ORDER BY b", [("n1", 0), ("n2", 0)]),
        ("MATCH (a:C)-[t:S*1..2]->(b) RETURN b.id AS b", []),
        ("MATCH (a:C) OPTIONAL MATCH (a)-[t:S]->(b) RETURN a.id AS a, t.f AS f, type(t) AS t ORDER BY a",
         [("n1", None, None), ("n2", None, None)]),
    ],
)  # fmt: skip
def test_kinds_without_elements(text: str, rows: list[tuple[Any, ...]]) -> None:
    """They have their properties, which nobody has; nothing of them is read."""
    found = Tables(ONLY_C)
    assert {kind.name for kind in (*found.catalog.nodes.values(), *found.catalog.edges.values()) if kind.none()} == {
        "A", "B", "S",
    }  # fmt: skip
    assert found.ask(text, {}) == rows


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a:C)-->(a) OPTIONAL MATCH (a)-[t*2]-(a) WHERE NOT EXISTS { (a)<-[:S]-(b) } RETURN DISTINCT a.id AS id",
        "MATCH (a:C)<-[t:S]-(b) OPTIONAL MATCH (a)--(a) WHERE NOT EXISTS { MATCH (b)<-[:S]->(c) WHERE t.i > c.i } "
        "WITH DISTINCT a, t RETURN a.i AS i",
    ],
)
def test_an_empty_graph(text: str) -> None:
    """It has no rows, though DuckDB fails to plan these at first."""
    assert Tables(Graph((), ())).ask(text, {}) == []


def test_a_plan_without_a_column_that_it_needs() -> None:
    """DuckDB 2.0.1 fails on joins with empty tables such as these (found by random queries); asked again it answers."""
    connection = engine.scratch()
    for table in ("a (key INTEGER, d DATE)", "b (key INTEGER)", "c (f BOOLEAN)", "t (src INTEGER)"):
        connection.run(f"CREATE TABLE {table}")
    connection.run("INSERT INTO a VALUES (1, NULL), (2, NULL), (3, NULL), (4, NULL)")
    connection.run("INSERT INTO t VALUES (2), (2), (2)")
    different = (
        "SELECT DISTINCT n.key, x.d FROM a n CROSS JOIN t m CROSS JOIN c "
        "LEFT JOIN (a x CROSS JOIN t y CROSS JOIN b z) ON y.src = x.key AND n.key < 0 AND z.key = n.key "
        "WHERE m.src = n.key"
    )
    assert connection.asked(f"SELECT count(*) FROM ({different})", {}, 60) == [(0,)]
    assert connection.value("SELECT current_setting('disabled_optimizers')") == "common_subplan"
