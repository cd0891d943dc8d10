"""Comparisons of values of one type and of two, lists put together, division, numbers and texts as they are written.

By hand, on tables and on a real Neo4j.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import neo4j
import pytest
from cypher_both import assert_rows, assert_values, holding
from cypher_graphs import Graph, Tables

from graphgov.errors import BadQuery, StoreError

GRAPH = Graph(
    (("A", 1, {"id": "n1", "s": "a,b", "i": 1}), ("A", 2, {"id": "n2"}), ("B", 3, {"id": "n3", "s": "", "i": 2})),
    (("R", 101, 1, 2, {"i": 7}), ("R", 102, 2, 3, {}), ("S", 103, 3, 3, {"i": 9})),
)  # fmt: skip
"""A line from n1 over n2 to n3, which has a tie with itself; of n2 and its tie little is known."""

VALUES: dict[str, list[Any]] = {
    # Values of two types are never equal, and have no order.
    "'1' = 1": [False] * 3,
    "'1' <> 1.5": [True] * 3,
    "'1' < 1": [None] * 3,
    "true = 1": [False] * 3,
    "1 <> null": [None] * 3,
    "1 IN ['1', 2]": [False] * 3,
    "1 IN ['1', null]": [None] * 3,
    "1 IN ['1', 1.0]": [True] * 3,
    "null IN ['1', 1]": [None] * 3,
    "CASE '0' WHEN 0 THEN 'number' WHEN '0' THEN 'text' END": ["text"] * 3,
    "nullIf(1, 'a')": [1] * 3,
    "'abc' STARTS WITH (null OR true)": [None] * 3,
    "1 CONTAINS 'a'": [None] * 3,
    # False comes before true.
    "(n.i = 1) < true": [False, None, True],
    "false <= (n.i = 1)": [True, None, True],
    "true > false": [True] * 3,
    "NOT true <= false": [True] * 3,
    # Lists are equal where all items are; an unknown one leaves it open, unless another differs.
    "[1, n.i] = [1, 1]": [True, None, False],
    "[1, n.i] = [2, 1]": [False] * 3,
    "[n.i] <> [1]": [False, None, True],
    "[1] = [1, n.i]": [False] * 3,
    "[] = []": [True] * 3,
    "[1] = [1.0]": [True] * 3,
    "['a'] = [1]": [False] * 3,
    "[null] = ['a']": [None] * 3,
    "[1, 2] = 'foo'": [False] * 3,
    "[n.i] = null": [None] * 3,
    "split(n.s, ',') = ['a', 'b']": [True, None, False],
    "[1] IN [1, [1]]": [True] * 3,
    "[1, 2] IN [[2, 1], [1, 2]]": [True] * 3,
    # A list and what comes before or behind it.
    "[1] + n.i": [[1, 1], None, [1, 2]],
    "n.i + [1]": [[1, 1], None, [2, 1]],
    "[1] + [n.i, 3]": [[1, 1, 3], [1, None, 3], [1, 2, 3]],
    "split(n.s, ',') + 'c'": [["a", "b", "c"], None, ["", "c"]],
    "[] + []": [[]] * 3,
    "[1] + null": [None] * 3,
    # Numbers.
    "9223372036854775807": [2**63 - 1] * 3,
    "-9223372036854775808": [-(2**63)] * 3,
    "9007199254740993 = 9007199254740992.0": [True] * 3,
    "9007199254740993 IN [9007199254740992, n.i]": [False, None, False],
    "0x1F": [31] * 3,
    "-0o17": [-15] * 3,
    "7 / (n.i + 1)": [3, None, 2],
    "-7 / (n.i + 1)": [-3, None, -2],
    "-7 % (n.i + 1)": [-1, None, -1],
    "7.5 / n.i": [7.5, None, 3.75],
    "5.5 % n.i": [0.5, None, 1.5],
    "n.i / null": [None] * 3,
    "[3, 4][0] - n.i": [2, None, 1],
    "[3][0]-[n.i][0]": [2, None, 1],
    "null % 0": [None] * 3,
    # Texts.
    r"'\u4e2d\uD83D\uDE00'": ["中😀"] * 3,
    r"'\\u4e2d'": [r"\u4e2d"] * 3,
    "toString(n.i = 1)": ["true", None, "false"],
    # Of null there is nothing to ask.
    "null.x": [None] * 3,
    "null['x']": [None] * 3,
    "any(x IN [] WHERE x.a = 2)": [False] * 3,
}
"""An expression, and its values for the three nodes in their order."""

ROWS: dict[str, list[tuple[Any, ...]]] = {
    "MATCH (a)<-->(b) RETURN a.id AS a, b.id AS b": [
        ("n1", "n2"), ("n2", "n1"), ("n2", "n3"), ("n3", "n2"), ("n3", "n3"),
    ],
    "MATCH (a {id: 'n1'})<-[t:R|S*1..2]->(b) RETURN b.id AS b, size(t) AS n": [("n2", 1), ("n3", 2)],
    "MATCH (a)-[t:R*2..1]->(b) RETURN count(*) AS n": [(0,)],
    "MATCH (a) OPTIONAL MATCH (a)-[t:R*..0]-(b) RETURN a.id AS a, t, b": [
        ("n1", None, None), ("n2", None, None), ("n3", None, None),
    ],
    "MATCH (a {id: 'n1'})-[t:R|S*0..3]->(b) RETURN size(t) AS n, head(t).i AS h, last(t).i AS l": [
        (0, None, None), (1, 7, 7), (2, 7, None), (3, 7, 9),
    ],
    "MATCH (a {id: 'n1'})-[t:R|S*0..3]->(b) WITH last(t) AS l RETURN l.i AS i, type(l) AS k": [
        (None, None), (7, "R"), (None, "R"), (9, "S"),
    ],
    "MATCH (a) OPTIONAL MATCH (a)-[:R]->(b) WITH a, coalesce(b, a) AS x MATCH (x)<--(y) "
    "RETURN a.id AS a, x.id AS x, y.id AS y": [
        ("n1", "n2", "n1"), ("n2", "n3", "n2"), ("n2", "n3", "n3"), ("n3", "n3", "n2"), ("n3", "n3", "n3"),
    ],
    "MATCH (n) RETURN size([x IN collect(n.s) WHERE x <> '']) + count(*) AS n, labels(n)[0] AS k": [(3, "A"), (1, "B")],
    "MATCH (n) WITH any(x IN collect(n.i) WHERE x > 1) AS b, n.s AS s WHERE b RETURN s": [("",)],
    "MATCH (n) WITH DISTINCT n.i AS i WHERE n.i > 1 RETURN i": [(2,)],
    "MATCH (n)--() WITH n.i AS i, count(*) AS c WHERE n.i = 1 RETURN i, c": [(1, 1)],
    "MATCH (n {id: $1}) RETURN n.i AS i": [(1,)],
    "MATCH (n) RETURN n.id AS id ORDER BY id LIMIT toInteger(ceil(1.7))": [("n1",), ("n2",)],
    "MATCH (n) RETURN n.id AS id ORDER BY id SKIP size($1) - 1 LIMIT 1 + 4": [("n2",), ("n3",)],
    "MATCH (n) WITH n ORDER BY n.id DESC SKIP 3 - 2 LIMIT size($1) - 1 MATCH (n)-->(m) RETURN m.id AS id": [("n3",)],
}  # fmt: skip
"""Queries and their rows."""

GIVEN = {"1": "n1", "day": date(2020, 6, 30)}


@pytest.fixture(scope="module")
def driver() -> Iterator[neo4j.Driver]:
    """A connection to the server of the session, with the graph."""
    with holding(GRAPH) as found:
        yield found


@pytest.mark.parametrize("expression", VALUES)
def test_values(expression: str, driver: neo4j.Driver) -> None:
    """On tables and on the server, of the same type too."""
    assert_values(driver, GRAPH, expression, VALUES[expression])


@pytest.mark.parametrize("text", ROWS)
def test_rows(text: str, driver: neo4j.Driver) -> None:
    """On tables and on the server."""
    assert_rows(driver, GRAPH, text, ROWS[text], GIVEN)


@pytest.mark.parametrize(
    ("expression", "key"),
    [
        # What comes from a row is of a type, and so are days: in Cypher it would be false, or null, in silence.
        ("n.i = 'a'", "query_type"), ("'a' IN [n.i]", "query_type"), ("CASE n.i WHEN 'a' THEN 1 END", "query_type"),
        ("n.i STARTS WITH 'a'", "query_type"), ("[n.i] = ['a']", "query_type"), ("n = 1", "query_type"),
        ("nullIf(n.i, 'a')", "query_type"), ("$day < '2020-01-01'", "query_type"),
        ("count(n) > '3'", "query_type"), ("count(*) > '3'", "query_type"),
        # SQL makes one of them where Cypher's IN does not.
        ("9007199254740993 IN [9007199254740992.0]", "query_number"),
        ("[9007199254740993] = [9007199254740992.0]", "query_number"),
        ("9007199254740992 IN [9007199254740993, 0.5]", "query_number"),
        ("9007199254740993 IN [x IN [0.5] | x]", "query_number"),
        ("9223372036854775808", "query_number"), ("-9223372036854775809", "query_number"), ("017", "query_token"),
        # The query ends where a comment begins.
        ("1 AS a ORDER BY a LIMIT n.i //", "cypher_rows"), ("1 AS a SKIP 1 + 0.5 //", "cypher_rows"),
        ("1 AS a LIMIT count(*) //", "cypher_rows"), ("1 AS a LIMIT -1 //", "cypher_rows"),
        ("[1] < [2]", "cypher_compares_list"), ("[1] IN [x IN [1] | x]", "cypher_compares_list"),
        ("[1] + 'a'", "cypher_list"), ("collect([1])", "cypher_list"), ("n['id']", "cypher_outside"),
        (r"'\u0027'", "query_escape"), (r"'\u005c'", "query_escape"), (r"'\ud83d'", "query_escape"),
        (r"'\u12'", "query_escape"), ("date.truncate('month', $day)", "cypher_outside"),
        ("n:A:B", "cypher_labels"), ("EXISTS { (n:A:B) }", "cypher_labels"),
        ("[x IN [n] WHERE x:A|B | $1]", "cypher_bar"), ("[x IN [n] WHERE x:A | toString(x.i)]", "cypher_bar"),
        ("EXISTS { (n)-[:R|R]->() }", "cypher_kind_twice"), ("EXISTS { (n)-[:R|:S]->() }", "cypher_colon"),
        ("EXISTS { MATCH (n)-->(m) WITH m RETURN m }", "cypher_subquery"),
    ],
)  # fmt: skip
def test_refused(expression: str, key: str) -> None:
    """What the server would answer otherwise, or in silence, or what is no part of the language."""
    with pytest.raises(BadQuery) as refused:
        Tables(GRAPH).ask(f"MATCH (n) RETURN {expression} AS c", GIVEN)
    assert refused.value.key == key


@pytest.mark.parametrize(
    "expression", ["1 / (n.i - 1)", "1 % (n.i - 1)", "1 / 0", "9223372036854775807 + n.i", "1 AS b LIMIT 1 - 2 //"]
)
def test_errors_in_rows(expression: str, driver: neo4j.Driver) -> None:
    """Division by zero and numbers that grow too large end the query, here and there."""
    text = f"MATCH (n) RETURN {expression} AS c"
    with pytest.raises(StoreError) as failed:
        Tables(GRAPH).ask(text, {})
    assert failed.value.key == "ask_failed"
    with pytest.raises(neo4j.exceptions.ClientError, match=r"by zero|overflow|LIMIT"):
        driver.execute_query(text)


def test_fractions_divided_by_zero(driver: neo4j.Driver) -> None:
    """Neo4j has values for these that are no numbers, and are not equal to themselves: here the query ends."""
    text = "MATCH (n) WHERE n.i = 1 RETURN 1.5 / (n.i - 1.0) AS c"
    with pytest.raises(StoreError, match=r": division by zero$"):
        Tables(GRAPH).ask(text, {})
    assert [record["c"] for record in driver.execute_query(text).records] == [float("inf")]


