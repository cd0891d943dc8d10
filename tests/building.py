"""A `Town` of the reference as the arrays and the tables of graphgov, made directly: neither intake nor store.

What a store keeps is taken from `graphgov.layout` alone, so that evaluators are compared and nothing else is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

import numpy as np
import pyarrow as pa
from reference import Edge, EdgeKey, Node, Town

from graphgov import engine, layout
from graphgov.graph import EdgeRows, Graph, NodeRows, Texts, Walk
from graphgov.graph.columns import from_values
from graphgov.schema import SCHEMA, EdgeKind, Kind, NodeKind, Property

FIRST_KEY = 100
"""Keys are other numbers than the nodes' places in arrays, so that the two are never mistaken for each other."""

Element = Node | Edge
T = TypeVar("T", bound=Element)


def period(element: Element) -> tuple[date, date]:
    """The days that are stored beside it: never empty, and no day at all when it ended nobody knows when."""
    nothing = isinstance(element, Edge) and element.ended == "yes" and element.valid_to is None
    since, until = element.valid_from or layout.BEGINNING, element.valid_to or layout.END
    return (layout.BEGINNING, layout.BEGINNING) if nothing else (since, until)


def numbered(town: Town) -> dict[str, int]:
    """The place of each node in arrays over all nodes: kind by kind, in the town's order."""
    every = (node.id for kind in SCHEMA.nodes for node in of_kind(town.nodes, kind))
    return {node_id: place for place, node_id in enumerate(every)}


def of_kind(elements: Sequence[T], kind: Kind) -> list[T]:
    """Those of a kind."""
    return [element for element in elements if element.kind == kind.name]


# ---- Arrays -----------------------------------------------------------------------------------------------------


def graph_of(town: Town) -> Graph:
    """The town as arrays."""
    place = numbered(town)
    nodes: dict[str, NodeRows] = {}
    first = 0
    for kind in SCHEMA.nodes:
        own = of_kind(town.nodes, kind)
        keys = np.arange(first, first + len(own), dtype=np.int32)
        nodes[kind.name] = NodeRows(kind.name, first, len(own), keys, *_days(own), _columns(kind, own))
        first += len(own)
    names = [town.node(node_id).props.get("name") for node_id in place]
    return Graph(
        SCHEMA, nodes, {kind.name: _edges(town, kind, place) for kind in SCHEMA.edges},
        np.arange(FIRST_KEY, FIRST_KEY + len(place), dtype=np.int32),
        Texts(pa.array(list(place), pa.string())), Texts(pa.array(names, pa.string())), None,
    )  # fmt: skip


def _edges(town: Town, kind: EdgeKind, place: dict[str, int]) -> EdgeRows:
    own = of_kind(town.edges, kind)
    ends = [np.array([place[end] for end in column], np.int32) for column in zip(*map(_ends, own), strict=True)]
    src, dst = ends or (np.zeros(0, np.int32), np.zeros(0, np.int32))
    return EdgeRows(kind.name, np.arange(len(own), dtype=np.int32), src, dst, *_days(own), _columns(kind, own))


def _ends(edge: Edge) -> tuple[str, str]:
    """Symmetric edges are stored with the smaller id first."""
    ends = sorted((edge.start, edge.end)) if edge.symmetric else (edge.start, edge.end)
    return ends[0], ends[1]


def _days(elements: Sequence[Element]) -> tuple[np.ndarray, np.ndarray]:
    periods = [[day.toordinal() for day in period(element)] for element in elements]
    days = np.array(periods, np.int32).reshape(-1, 2)
    return days[:, 0], days[:, 1]


def _columns(kind: Kind, elements: Sequence[Element]) -> dict[str, object]:
    return {prop.name: from_values(prop, [one.value(prop.name) for one in elements]) for prop in _kept(kind)}


def _kept(kind: Kind) -> tuple[Property, ...]:
    """What is kept beside an element: ids of nodes stand apart."""
    return layout.own_properties(kind) if isinstance(kind, NodeKind) else layout.queried(kind)


def named_walk(graph: Graph, walk: Walk) -> tuple[str | EdgeKey, ...]:
    """A walk of the array passes as ids with (kind, from, to) between them."""
    ids = graph.ids.list()
    found: list[str | EdgeKey] = [str(ids[walk.nodes[0]])]
    for (kind, row), node in zip(walk.edges, walk.nodes[1:], strict=True):
        edges = graph.edges[kind]
        found += [(kind, str(ids[edges.src[row]]), str(ids[edges.dst[row]])), str(ids[node])]
    return tuple(found)


# ---- Tables -----------------------------------------------------------------------------------------------------


class Tables:
    """The tables of the layout in memory, filled with one town after the other."""

    def __init__(self) -> None:
        self.connection = engine.scratch()
        for statement in ("CREATE TABLE ids (key INTEGER, id VARCHAR)", *_creating()):
            self.connection.run(statement)
        self.filled: set[str] = set()

    def fill(self, town: Town) -> None:
        """Hold this town and no other."""
        keys = {node_id: FIRST_KEY + place for node_id, place in numbered(town).items()}
        for table in self.filled:
            self.connection.run(f"DELETE FROM {table}")
        self.filled = {"ids"}
        self._insert("ids", pa.table({"key": list(keys.values()), "id": list(keys)}))
        for kind in (*SCHEMA.nodes, *SCHEMA.edges):
            own = of_kind((*town.nodes, *town.edges), kind)
            if own:
                self._insert(kind.name, _table(kind, own, keys))
                self.filled.add(kind.name)

    def _insert(self, table: str, rows: pa.Table) -> None:
        with self.connection.given({"given": rows}):
            self.connection.run(f"INSERT INTO {table} BY NAME SELECT * FROM given")

    def answer(self, sql: str) -> list[str]:
        """The ids of the keys that a query answers with, doubles kept."""
        return [str(row[0]) for row in self.connection.rows(f"SELECT i.id FROM ({sql}) q JOIN ids i ON i.key = q.key")]


def _creating() -> Iterator[str]:
    for kind in SCHEMA.kinds.values():
        yield from layout.create_tables(kind)


def _table(kind: Kind, elements: Sequence[Element], keys: dict[str, int]) -> pa.Table:
    columns: dict[str, list[object]] = {}
    if isinstance(kind, NodeKind):
        columns["key"] = [keys[node.id] for node in elements if isinstance(node, Node)]
    else:
        ends = [_ends(edge) for edge in elements if isinstance(edge, Edge)]
        columns["key"] = list(range(len(ends)))
        columns["src"], columns["dst"] = [keys[start] for start, _ in ends], [keys[end] for _, end in ends]
    columns["since"] = [period(element)[0] for element in elements]
    columns["until"] = [period(element)[1] for element in elements]
    for prop in _kept(kind):
        values = [element.value(prop.name) for element in elements]
        if any(value is not None for value in values):
            columns[prop.name] = values
    return pa.table(columns)
