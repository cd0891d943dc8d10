"""Lists: places, pieces, comprehensions, conditions on items; by hand, on tables and on a real Neo4j."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import neo4j
import pytest
from cypher_both import assert_rows, assert_values, holding
from cypher_graphs import Graph, Tables

from graphgov.errors import BadQuery, StoreError

GRAPH = Graph(
    (("A", 1, {"id": "n1", "s": "a,b,a", "i": 1}), ("A", 2, {"id": "n2"}), ("B", 3, {"id": "n3", "s": "", "i": 2})),
    (("R", 101, 1, 2, {"i": 7}), ("R", 102, 2, 3, {}), ("R", 103, 1, 3, {"i": 9})),
)  # fmt: skip
"""A way from n1 to n3 over n2 and a direct one; of n2 and its tie little is known."""

VALUES: dict[str, list[Any]] = {
    "split(n.s, ',')[1]": ["b", None, None],
    "split(n.s, ',')[-3]": ["a", None, None],
    "[1, 2, 3][n.i]": [2, None, 3],
    "[][0]": [None] * 3,
    "split(n.s, ',')[n.i..]": [["b", "a"], None, []],
    "[1, 2, 3][..-1]": [[1, 2]] * 3,
    "range(3, -1, -2)": [[3, 1, -1]] * 3,
    "range(1, 0)": [[]] * 3,
    "range(0, size([n.s, n.id]) - 1)": [[0, 1]] * 3,
    "[x IN [1, null, 3] | x + 1]": [[2, None, 4]] * 3,
    "[x IN [1, null, n.i] WHERE x > 0]": [[1, 1], [1], [1, 2]],
    "[n IN [1, 2] | n * 2]": [[2, 4]] * 3,
    "[x IN split(n.s, ',') WHERE x <> 'b' | x + toString(n.i)]": [["a1", "a1"], None, ["2"]],
    "[x IN [7, 8] WHERE EXISTS { (n)-[:R {i: x}]->() }]": [[7], [], []],
    "[x IN [1, 2] | n.i]": [[1, 1], [None, None], [2, 2]],
    "[x IN [1, 2] | COUNT { (n)-[:R]->(:A) } + x]": [[2, 3], [1, 2], [1, 2]],
    "[x IN [1, 2] | [y IN [x, 10] | x * y][1]]": [[10, 20]] * 3,
    "all(x IN [1, n.i] WHERE x = 1)": [True, None, False],
    "any(x IN [3, n.i] WHERE x = 1)": [True, None, False],
    "none(x IN [3, n.i] WHERE x = 1)": [False, None, True],
    "single(x IN [1, n.i] WHERE x = 1)": [False, None, True],
    "single(x IN [1, 1, n.i] WHERE x = 1)": [False, False, False],
    "all(x IN [] WHERE x = 1)": [True] * 3,
    "[x IN [n] WHERE (x:A|C) | x.i]": [[1], [None], []],
    "any(x IN null WHERE x = 1)": [None] * 3,
    "2 IN [x IN range(0, n.j) WHERE x % 2 = 0]": [True] * 3,
    "size(null)": [None] * 3,
    "labels(null)": [None] * 3,
    "left(null, 2)": [None] * 3,
    "1e3": [1000.0] * 3,
    ".5E-1": [0.05] * 3,
    "1e300 * 1e300 > 1e308": [True] * 3,
}
"""An expression, and its values for the three nodes in their order; `n.j` stands for 4."""

ROWS: dict[str, list[tuple[Any, ...]]] = {
    "MATCH (a {id: 'n1'})-[t:R*1..2]->(b:B) RETURN [x IN t | x.i] AS i, [x IN t WHERE x.i > 7 | endNode(x).id] AS e, "
    "t[0].i AS f, startNode(t[-1]).id AS l, single(x IN t WHERE x.i = 7) AS s ORDER BY size(t)":
    [([9], ["n3"], 9, "n1", False), ([7, None], [], 7, "n2", None)],
    "MATCH (a {id: 'n1'})-[t:R*1..2]->(b:B) WITH t ORDER BY size(t) WITH t[0].i AS i, size(t[1..]) AS n "
    "RETURN collect(i) AS l, collect(n)[1] AS n": [([9, 7], 1)],
    "MATCH (n) WITH n ORDER BY n.id WITH collect(n) AS l RETURN [x IN l WHERE (x:A) | x.id] AS a, l[1].id AS b, "
    "[x IN l[1..] | coalesce(x.i, 0)] AS c, size([x IN l | x]) AS d": [(["n1", "n2"], "n2", [0, 2], 3)],
    "MATCH (a:A), (b:B) WITH [a, b] AS l, a ORDER BY a.id UNWIND l AS x RETURN x.id AS id, a IN l AS i, x = a AS s "
    "ORDER BY id, i, s": [("n1", True, True), ("n2", True, True), ("n3", True, False), ("n3", True, False)],
    "UNWIND [] AS x RETURN size(x) AS c, size(null) AS d ORDER BY d, c": [],
    "UNWIND range(2, 1, -1) AS x MATCH (n {i: x}) RETURN x, n.id AS id": [(2, "n3"), (1, "n1")],
    "UNWIND [1, 2.5] AS x WITH x ORDER BY x DESC WHERE x > 0.5 RETURN avg(x) AS a, count(DISTINCT x) AS c": [(1.75, 2)],
}  # fmt: skip
"""Queries and their rows."""


@pytest.fixture(scope="module")
def driver() -> Iterator[neo4j.Driver]:
    """A connection to the server of the session, with the graph."""
    with holding(GRAPH) as found:
        yield found


@pytest.mark.parametrize("expression", VALUES)
def test_values(expression: str, driver: neo4j.Driver) -> None:
    """On tables and on the server, of the same type too."""
    assert_values(driver, GRAPH, expression.replace("n.j", "4"), VALUES[expression])


@pytest.mark.parametrize("text", ROWS)
def test_rows(text: str, driver: neo4j.Driver) -> None:
    """Ties of walks, elements in lists, rows of ranges: as on the server."""
    assert_rows(driver, GRAPH, text, ROWS[text], {})


def test_every_place_and_piece(driver: neo4j.Driver) -> None:
    """All places and bounds around a list of three, none of them included: as Python has them, and the server."""
    places = [None, *range(-5, 6)]
    every = "UNWIND $places AS a UNWIND $places AS b WITH a, b, ['x', 'y', 'z'] AS l "
    text = f"{every} RETURN a, b, l[a] AS c, l[a..b] AS d"
    ours = Tables(GRAPH).ask(text, {"places": places})
    theirs = [tuple(record.values()) for record in driver.execute_query(text, {"places": places}).records]
    letters = ["x", "y", "z"]
    by_hand = {
        (a, b): (None if a is None or not -3 <= a < 3 else letters[a], None if None in (a, b) else letters[a:b])
        for a, b in product(places, places)
    }
    assert {row[:2]: row[2:] for row in ours} == {row[:2]: row[2:] for row in theirs} == by_hand


@pytest.mark.parametrize(
    ("expression", "key"),
    [
        ("[1, 2.5]", "cypher_mixed"), ("CASE WHEN n.i = 1 THEN 1 ELSE 0.5 END", "cypher_mixed"),
        ("[x IN [1, 2.5] | x + 1]", "cypher_mixed"), ("coalesce(n.i, 0.5)", "cypher_mixed"), ("$mixed", "cypher_mixed"),
        ("sum(head([1, 2.5]))", "cypher_mixed"), ("range(0, 3, 0)", "cypher_arguments"),
        ("range(0, n.i, n.i)", "cypher_arguments"), ("range(0, 1.5)", "cypher_arguments"), ("n.s[0]", "query_type"),
        ("n[0]", "cypher_outside"), ("[1][0.5]", "query_type"), ("[x IN n.s | x]", "query_type"),
        ("[x IN [1] | x + count(*)]", "cypher_grouping"), ("[x IN [1] | y]", "cypher_variable"),
        ("all(x IN [1] WHERE x)", "query_type"), ("1e999", "query_number"),
        ("[x IN [n] WHERE x:A|B]", "cypher_bar"), ("[x IN [n] WHERE x:A | x.id]", "cypher_bar"),
        ("round(" * 30 + "1.5" + ")" * 30, "cypher_long"),
    ],
)  # fmt: skip
def test_refused(expression: str, key: str) -> None:
    """What the server would answer otherwise, or not at all: refused by name."""
    with pytest.raises(BadQuery) as refused:
        Tables(GRAPH).ask(f"MATCH (n) RETURN {expression} AS c", {"mixed": [1, 2.5]})
    assert refused.value.key == key


@pytest.mark.parametrize("expression", ["range(0, n.i)", "range(1, 100000000)", "9007199254740992 * 9007199254740992"])
def test_an_error_is_one_sentence(expression: str) -> None:
    """Where it shows only in the rows, as on the server: of nobody's number, too long, too large."""
    with pytest.raises(StoreError) as failed:
        Tables(GRAPH).ask(f"MATCH (n) RETURN {expression} AS c", {})
    assert failed.value.key == "ask_failed"
