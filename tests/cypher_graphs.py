"""Small random graphs for the language alone: the same in a Neo4j server and in tables of DuckDB."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from graphgov import engine
from graphgov.query.catalog import COUNT, DATE, NUMBER, TEXT, TRUTH, Catalog, Kind, Property, Table
from graphgov.store import Limits
from graphgov.store.asking import answered

TYPES = {"id": TEXT, "s": TEXT, "i": COUNT, "d": DATE, "f": TRUTH, "x": NUMBER}
"""The properties, and what they are."""

NODES = {"A": ("id", "s", "i", "d", "f", "x"), "B": ("id", "s", "i", "d"), "C": ("id", "i", "f")}
EDGES = {"R": ("i", "s", "d"), "S": ("i", "f"), "T": ()}
"""Kinds with the properties that they can have: some lack some."""

VALUES: dict[str, tuple[Any, ...]] = {
    "s": ("a", "b", "ab", "ba", "", "é", "😀", "～", "O'x", "a\\b", "中文"), "i": (-1, 0, 1, 2, 3),
    "d": (date(2019, 12, 31), date(2020, 2, 29), date(2020, 3, 1)), "f": (True, False), "x": (-0.5, 0.25, 1.0, 2.5),
}  # fmt: skip

SQL = {TEXT: "VARCHAR", COUNT: "INTEGER", DATE: "DATE", NUMBER: "DOUBLE", TRUTH: "BOOLEAN"}


@dataclass(frozen=True)
class Graph:
    """Nodes (kind, key, properties) and ties (kind, key, from, to, properties)."""

    nodes: tuple[tuple[str, int, dict[str, Any]], ...]
    edges: tuple[tuple[str, int, int, int, dict[str, Any]], ...]

    def without(self, edge: int) -> Graph:
        """The same with one tie withheld."""
        return Graph(self.nodes, self.edges[:edge] + self.edges[edge + 1 :])


def draw_graph(choose: Random) -> Graph:
    """Up to eight nodes and sixteen ties: with parallel ones, ties of a node with itself, and gaps."""
    nodes = []
    for key in range(1, choose.randint(3, 8)):
        kind = choose.choice("AABBC")
        nodes.append((kind, key, {"id": f"n{key}", **_values(choose, NODES[kind])}))
    edges = []
    for key in range(101, 101 + choose.randint(5, 20)):
        kind = choose.choice("RRSST")
        start, end = choose.randint(1, len(nodes)), choose.randint(1, len(nodes))
        if choose.random() < 0.15:
            end = start
        edges.append((kind, key, start, end, _values(choose, EDGES[kind])))
        if choose.random() < 0.2:
            edges.append((kind, key + 100, start, end, _values(choose, EDGES[kind])))
    return Graph(tuple(nodes), tuple(edges))


def _values(choose: Random, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: choose.choice(VALUES[name]) for name in names if name != "id" and choose.random() < 0.7}


def load(driver: Any, graph: Graph) -> None:
    """Make a server hold a graph and nothing else."""
    driver.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")
    for kind in NODES:
        rows = [{"key": key, "values": values} for own, key, values in graph.nodes if own == kind]
        create = f"UNWIND $rows AS row CREATE (n:{kind}) SET n = row.values, n.key_ = row.key"
        driver.execute_query(create, rows=rows, database_="neo4j")
    for kind in EDGES:
        edges = [{"a": a, "b": b, "values": values} for own, _, a, b, values in graph.edges if own == kind]
        ends = "MATCH (a {key_: row.a}) MATCH (b {key_: row.b})"
        create = f"UNWIND $rows AS row {ends} CREATE (a)-[r:{kind}]->(b) SET r = row.values"
        driver.execute_query(create, rows=edges, database_="neo4j")
    driver.execute_query("MATCH (n) REMOVE n.key_", database_="neo4j")


class Tables:
    """A graph in tables, and the catalog over them."""

    def __init__(self, graph: Graph) -> None:
        self.connection = engine.scratch()
        pairs = frozenset((start, end) for start in NODES for end in NODES)
        nodes = {kind: self._kind(kind, names, ("key",), graph.nodes) for kind, names in NODES.items()}
        edges = {
            kind: self._kind(kind, names, ("key", "src", "dst"), graph.edges, pairs) for kind, names in EDGES.items()
        }
        self.catalog = Catalog(nodes, edges, whole=True)

    def _kind(
        self, kind: str, names: tuple[str, ...], keys: tuple[str, ...], elements: Collection[Any],
        ends: frozenset[tuple[str, str]] = frozenset(),
    ) -> Kind:  # fmt: skip
        columns = ", ".join([*(f"{key} INTEGER" for key in keys), *(f"{name} {SQL[TYPES[name]]}" for name in names)])
        self.connection.run(f"CREATE TABLE {kind} ({columns})")
        for own, *about, values in elements:
            if own == kind:
                row = [*about, *(values.get(name) for name in names)]
                self.connection.run(f"INSERT INTO {kind} VALUES ({', '.join('?' for _ in row)})", row)

        def rows(wanted: Collection[str]) -> str:
            return f"SELECT {', '.join(f't.{name}' for name in (*keys, *wanted))} FROM {kind} t"

        properties = {name: Property(TYPES[name], name) for name in names}
        # Some are read as the tables that they are, and some as any SELECT: others in other graphs.
        own = Table(kind, {"d": "CAST(CAST({t}.d AS VARCHAR) AS DATE)"}) if len(elements) >> ord(kind) % 3 & 1 else None
        # And of a kind without elements some say that there are none.
        none = len(elements) % 2 == 0 and not any(element[0] == kind for element in elements)
        return Kind(kind, properties, rows, labels=(kind,), ends=ends, table=lambda: own, none=lambda: none)

    def ask(self, text: str, given: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        return list(answered(self.connection, self.catalog, text, given, Limits(60, 1_000_000)).rows)
