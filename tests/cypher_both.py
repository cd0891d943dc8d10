"""The same expression or query on tables and on a real Neo4j, against what was worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import neo4j
from cypher_graphs import Graph, Tables, load
from neo4j_server import shared


@contextmanager
def holding(graph: Graph) -> Iterator[neo4j.Driver]:
    """A connection to the server of the session, with a graph."""
    with neo4j.GraphDatabase.driver(shared(), notifications_min_severity="OFF") as found:
        load(found, graph)
        yield found


def assert_values(driver: neo4j.Driver, graph: Graph, expression: str, expected: Sequence[Any]) -> None:
    """An expression of each node `n`, in the order of their ids: its values, and of the same types too."""
    text = f"MATCH (n) RETURN {expression} AS c ORDER BY n.id"
    ours = [row[0] for row in Tables(graph).ask(text, {})]
    theirs = [record["c"] for record in driver.execute_query(text).records]
    assert ours == theirs == expected
    assert list(map(type, ours)) == list(map(type, theirs))


def assert_rows(
    driver: neo4j.Driver, graph: Graph, text: str, expected: Sequence[tuple[Any, ...]], given: Mapping[str, Any]
) -> None:
    """The rows of a query, in any order."""
    theirs = [tuple(record.values()) for record in driver.execute_query(text, dict(given)).records]
    ours = Tables(graph).ask(text, dict(given))
    assert sorted(ours, key=repr) == sorted(theirs, key=repr) == sorted(expected, key=repr)
