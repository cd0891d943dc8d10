"""A tie of a repetition, or an element of a list, picked out of it: by hand, on tables and on a real Neo4j."""

from __future__ import annotations

from typing import Any

import neo4j
import pytest
from cypher_graphs import Graph, Tables, load
from neo4j_server import shared

from graphgov.errors import BadQuery

GRAPH = Graph(
    (("A", 1, {"id": "n1", "i": 3}), ("A", 2, {"id": "n2", "i": 1}), ("B", 3, {"id": "n3", "i": 2})),
    (
        ("R", 101, 1, 2, {"i": 7, "s": "a"}), ("R", 102, 2, 3, {"i": 8, "s": "b"}), ("R", 103, 1, 3, {"s": "c"}),
    ),
)  # fmt: skip

PICKED: dict[str, list[tuple[Any, ...]]] = {
    "MATCH (a {id: 'n1'})-[t:R*0..2]->(b) RETURN b.id AS b, size(t) AS n, head(t).i AS i, startNode(head(t)).id AS s "
    "ORDER BY b, n": [("n1", 0, None, None), ("n2", 1, 7, "n1"), ("n3", 1, None, "n1"), ("n3", 2, 7, "n1")],
    "MATCH (a) OPTIONAL MATCH (a)-[t:R*1..2]->(b:B) WITH a.id AS a, head(t) AS t, b RETURN a, t.s AS s, b.id AS b "
    "ORDER BY a, s": [("n1", "a", "n3"), ("n1", "c", "n3"), ("n2", "b", "n3"), ("n3", None, None)],
    "MATCH (n) WITH n ORDER BY n.i WITH head(collect(n)) AS first, last(collect(n)) AS most "
    "OPTIONAL MATCH (first)-[:R]->(b) RETURN first.id AS f, first:A AS of_a, most.id AS m, b.id AS b":
    [("n2", True, "n1", "n3")],
    "MATCH (n) WITH n ORDER BY n.i WITH tail(collect(n)) AS l RETURN head(l).id AS a, labels(last(l)) AS l":
    [("n3", ["A"])],
    "MATCH (n:B) OPTIONAL MATCH (n)-[t:R]->(b) WITH n, head(collect(b)) AS b, head(collect(t)) AS t "
    "RETURN n.id AS n, b.id AS b, b:A AS of_a, t.i AS i": [("n3", None, None, None)],
}  # fmt: skip
"""Queries and their rows: walks of no tie, no walk at all, orders, lists of nothing."""


def test_rows_by_hand() -> None:
    """On tables as on the server."""
    with neo4j.GraphDatabase.driver(shared(), notifications_min_severity="OFF") as driver:
        load(driver, GRAPH)
        for text, rows in PICKED.items():
            theirs = [tuple(record.values()) for record in driver.execute_query(text).records]
            assert Tables(GRAPH).ask(text, {}) == theirs == rows, text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("MATCH (n)-[t:R*1..2]->(b) RETURN t[b.i].i AS i", "cypher_picked"),
        ("MATCH (n)-[t:R*1..2]->(b) RETURN head([x IN t WHERE x.i = b.i]).i AS i", "cypher_picked"),
        ("MATCH (n) RETURN labels(head(collect(n))) AS l", "cypher_picked"),
        ("MATCH (a) OPTIONAL MATCH (a)--(b) RETURN (CASE WHEN true THEN a ELSE b END).id AS id", "cypher_picked"),
    ],
)
def test_refused(text: str, key: str) -> None:
    """What has no rows to ask, by name."""
    with pytest.raises(BadQuery) as refused:
        Tables(GRAPH).ask(text, {})
    assert refused.value.key == key
