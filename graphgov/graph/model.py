"""`Graph`: everything that is stored, as arrays with their days; `Snapshot`: what holds of it on one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graphgov.graph.arrow import as_scalar
from graphgov.graph.columns import AnyColumn, Ints, Mask, Texts
from graphgov.schema import Schema


@dataclass(frozen=True, eq=False)
class NodeRows:
    """The nodes of one kind: a row for each node and period, sorted by node.

    `node` counts over the whole graph; the nodes of a kind are numbered without gaps from `first` on.
    """

    kind: str
    first: int
    count: int
    node: Ints
    since: Ints
    until: Ints
    columns: Mapping[str, AnyColumn]


@dataclass(frozen=True, eq=False)
class EdgeRows:
    """The edges of one kind: a row for each edge and period; `key` is the store's, for looking an edge up."""

    kind: str
    key: Ints
    src: Ints
    dst: Ints
    since: Ints
    until: Ints
    columns: Mapping[str, AnyColumn]


class ClaimRow(NamedTuple):
    """A number that a source states about a node."""

    about: int
    measure: str
    value: int
    measured_in: str | None
    stated_on: date
    doubt: str | None
    source: str


@dataclass(frozen=True, eq=False)
class Graph:
    """All nodes and edges that a store holds.

    `keys[node]` is the store's key of a node, `ids[node]` its identifier, `names[node]` its last stated name.
    `cutoff` is the latest day that anything is stated for; None for an empty graph.
    """

    schema: Schema
    nodes: Mapping[str, NodeRows]
    edges: Mapping[str, EdgeRows]
    keys: Ints
    ids: Texts
    names: Texts
    cutoff: date | None
    claims: tuple[ClaimRow, ...] = ()

    @property
    def size(self) -> int:
        """The number of nodes."""
        return len(self.keys)

    def kind_of(self, node: int) -> str:
        """The kind of a node."""
        return next(rows.kind for rows in self.nodes.values() if rows.first <= node < rows.first + rows.count)

    def label(self, node: int) -> str:
        """A node's name, or its identifier when it has none."""
        return self.names.at(node) or str(self.ids.at(node))

    def find(self, identifier: str) -> int | None:
        """The node with an identifier."""
        import pyarrow.compute as pc

        position = pc.index(self.ids.array, as_scalar(identifier)).as_py()
        return None if position < 0 else int(position)

    def on(self, day: date) -> Snapshot:
        """What holds on a day."""
        return Snapshot(self, day)


@dataclass(frozen=True, eq=False)
class Edges:
    """The edges of one kind that hold on a day; `row` is their row in the graph."""

    rows: EdgeRows
    row: Ints
    src: Ints
    dst: Ints
    _columns: dict[str, AnyColumn] = field(default_factory=dict)

    @property
    def ends(self) -> tuple[Ints, Ints]:
        """Where they start and where they lead."""
        return self.src, self.dst

    def column(self, name: str) -> AnyColumn:
        """A property of these edges, aligned with `src` and `dst`."""
        if name not in self._columns:
            column = self.rows.columns[name]  # KeyError: the store was not asked to read it
            self._columns[name] = column if len(self.row) == len(column) else column.take(self.row)
        return self._columns[name]


class Between(NamedTuple):
    """The edges of a kind that hold on a day from nodes of one kind to nodes of another, which count from 0 each.

    So what is asked of them needs masks over the nodes of a kind, not over all nodes.  `place` is their place among the
    `Edges` of the day; None: they are all of them.
    """

    place: Ints | None
    ends: tuple[Ints, Ints]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A graph on one day.  Nodes keep the numbers that they have in the graph; `alive` says which of them hold."""

    graph: Graph
    day: date
    _edges: dict[str, Edges] = field(default_factory=dict)
    _between: dict[tuple[str, str, str], Between] = field(default_factory=dict)
    _columns: dict[tuple[str, str], AnyColumn] = field(default_factory=dict)

    @property
    def schema(self) -> Schema:
        """What there can be."""
        return self.graph.schema

    @cached_property
    def alive(self) -> Mask:
        """Which nodes hold on the day."""
        day, alive = self.day.toordinal(), np.zeros(self.graph.size, bool)
        for rows in self.graph.nodes.values():
            holds = (rows.since <= day) & (day < rows.until)
            if len(rows.node) == rows.count:
                alive[rows.first : rows.first + rows.count] = holds
            else:
                alive[rows.node[holds]] = True
        return alive

    def slice_of(self, kind: str) -> slice:
        """Where the nodes of a kind stand in arrays over all nodes."""
        rows = self.graph.nodes[kind]
        return slice(rows.first, rows.first + rows.count)

    def column(self, kind: str, name: str) -> AnyColumn:
        """A property of all nodes of a kind, with the values of the day (a node that does not hold: its last)."""
        if (kind, name) not in self._columns:
            rows = self.graph.nodes[kind]
            self._columns[kind, name] = self._column(rows, name)
        return self._columns[kind, name]

    def _column(self, rows: NodeRows, name: str) -> AnyColumn:
        if name == "id":
            return Texts(self.graph.ids.array[rows.first : rows.first + rows.count])
        column = rows.columns[name]  # KeyError: the store was not asked to read it
        return column if len(rows.node) == rows.count else column.take(self._row_of_day(rows.kind))

    def _row_of_day(self, kind: str) -> Ints:
        rows, day = self.graph.nodes[kind], self.day.toordinal()
        chosen = np.zeros(rows.count, np.int32)
        every = np.arange(len(rows.node), dtype=np.int32)
        chosen[rows.node - rows.first] = every
        holds = (rows.since <= day) & (day < rows.until)
        chosen[rows.node[holds] - rows.first] = every[holds]
        return chosen

    def value(self, node: int, name: str) -> object:
        """A property of one node on the day."""
        kind = self.graph.kind_of(node)
        return self.column(kind, name).at(node - self.graph.nodes[kind].first)

    def edges(self, kind: str) -> Edges:
        """The edges of a kind that hold on the day and whose ends do."""
        if kind not in self._edges:
            rows, day = self.graph.edges[kind], self.day.toordinal()
            holds = (rows.since <= day) & (day < rows.until) & self.alive[rows.src] & self.alive[rows.dst]
            row = np.flatnonzero(holds).astype(np.int32)
            whole = len(row) == len(rows.src)
            self._edges[kind] = Edges(
                rows, row, rows.src if whole else rows.src[row], rows.dst if whole else rows.dst[row]
            )
        return self._edges[kind]

    def between(self, kind: str, start: str, end: str) -> Between:
        """Those of `edges` that lead from nodes of the kind `start` to nodes of the kind `end`."""
        if (kind, start, end) not in self._between:
            edges, here, there = self.edges(kind), self.slice_of(start), self.slice_of(end)
            chosen = _within(edges.src, here) & _within(edges.dst, there)
            place = None if chosen.all() else np.flatnonzero(chosen).astype(np.int32)
            src, dst = edges.ends if place is None else (side.take(place) for side in edges.ends)
            ends = (src - np.int32(here.start), dst - np.int32(there.start))
            self._between[kind, start, end] = Between(place, ends)
        return self._between[kind, start, end]


def _within(nodes: Ints, part: slice) -> Mask:
    mask: Mask = (nodes >= part.start) & (nodes < part.stop)
    return mask


def the_day(graph: Graph, day: date | None) -> date:
    """The day asked for, else the data's cut-off, else (nothing stored) today."""
    return day or graph.cutoff or date.today()




