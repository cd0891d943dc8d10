"""The nodes and edges of a network in Arrow batches of some thousands: however many, little memory is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graphgov import layout
from graphgov.coverage import NOWHERE, STATES, SUBJECTS, Coverage
from graphgov.graph import NULL, AnyColumn, Column, EdgeRows, Snapshot, Texts
from graphgov.graph.columns import Ints, Mask
from graphgov.graph.personal import PERSONAL, personal
from graphgov.schema import EdgeKind, Property, Schema, Type

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 20_000
"""So many nodes or edges are in memory at a time."""

AGREEMENT = "agreement_id"
"""What the `id` of a tie is called where ties stand beside nodes: formats have ids of edges of their own."""

DERIVED = ("state", "category", "community", "street", "district")
"""What follows from the policy and the territory, beside what is stored: of subjects, then (as ids) of all nodes."""

_EPOCH = 719163  # 1970-01-01 as an ordinal


@dataclass(frozen=True)
class Batch:
    """Some nodes or edges of one kind.

    `nodes`: their numbers.  `ends`: of edges, the numbers of the nodes that they join, from and to; of nodes None.
    `rows`: of nodes `id`, `kind`, `DERIVED` and the kind's properties; of edges `source`, `target`, `kind` and the
    kind's properties.
    """

    kind: str
    rows: pa.RecordBatch
    nodes: Ints
    ends: tuple[Ints, Ints] | None = None


@dataclass(frozen=True, eq=False)
class Elements:
    """Which nodes, and which rows of edges, of a graph are asked for; values are those of the coverage's day.

    Of what does not hold on the day the last values stand.  States are those under a standard.
    """

    coverage: Coverage
    standard: str
    nodes: Ints
    edges: Mapping[str, Ints]

    @property
    def snapshot(self) -> Snapshot:
        """What holds on the day."""
        return self.coverage.snapshot

    @property
    def count(self) -> int:
        """How many nodes and edges there are."""
        return len(self.nodes) + self.edge_count

    @property
    def edge_count(self) -> int:
        """How many edges there are."""
        return sum(map(len, self.edges.values()))

    def node_batches(self) -> Iterator[Batch]:
        """The nodes, kind by kind."""
        for kind in self.snapshot.schema.nodes:
            part = self.snapshot.slice_of(kind.name)
            low, high = np.searchsorted(self.nodes, (part.start, part.stop))
            for nodes in _parts(self.nodes[low:high]):
                yield Batch(kind.name, self._node_rows(kind.name, nodes - part.start, nodes), nodes)

    def edge_batches(self) -> Iterator[Batch]:
        """The edges, kind by kind."""
        for kind in self.edges:
            rows = self.snapshot.graph.edges[kind]
            for chosen in _parts(self.edges[kind]):
                ends = rows.src[chosen], rows.dst[chosen]
                yield Batch(kind, self._edge_rows(rows, chosen, ends), chosen, ends)

    def _node_rows(self, kind: str, here: Ints, nodes: Ints) -> pa.RecordBatch:
        import pyarrow as pa

        columns = {"id": self.snapshot.graph.ids.take(nodes).array, "kind": _constant(kind, len(nodes))}
        columns |= self._derived(kind, here, nodes)
        for prop in layout.own_properties(self.snapshot.schema.node[kind]):
            values = arrow(self.snapshot.column(kind, prop.name).take(here))
            if kind == "Unit" and prop.name in PERSONAL:
                values = _without(values, personal(self.snapshot)[here])
            columns[prop.name] = values
        return pa.record_batch(columns)

    def _derived(self, kind: str, here: Ints, nodes: Ints) -> dict[str, pa.Array]:
        import pyarrow as pa

        found = {}
        if kind in SUBJECTS:
            found["state"] = arrow(Column(self.coverage.states(kind, self.standard)[here].astype(np.int32), STATES))
            found["category"] = arrow(self.coverage.category(kind).take(here))
        for level in ("community", "street", "district"):
            home = getattr(self.coverage.territory, level)[nodes]
            found[level] = self.snapshot.graph.ids.array.take(pa.array(home, mask=home == NOWHERE))
        return found

    def _edge_rows(self, rows: EdgeRows, chosen: Ints, ends: tuple[Ints, Ints]) -> pa.RecordBatch:
        import pyarrow as pa

        ids = self.snapshot.graph.ids
        columns = {
            "source": ids.take(ends[0]).array, "target": ids.take(ends[1]).array,
            "kind": _constant(rows.kind, len(chosen)),
        }  # fmt: skip
        for prop in layout.queried(self.snapshot.schema.edge[rows.kind]):
            columns[edge_name(prop)] = arrow(rows.columns[prop.name].take(chosen))
        return pa.record_batch(columns)


def edge_name(prop: Property) -> str:
    """What a property of ties is called in a file that holds nodes too."""
    return AGREEMENT if prop.name == "id" else prop.name


def node_properties(schema: Schema) -> dict[str, Type]:
    """What nodes of any kind have beside their ids, with its type: the columns of `node_batches`."""
    every = (prop for kind in schema.nodes for prop in layout.own_properties(kind))
    return {"kind": Type.TEXT} | dict.fromkeys(DERIVED, Type.TEXT) | {prop.name: prop.type for prop in every}


def edge_properties(schema: Schema) -> dict[str, Type]:
    """What edges of any kind have beside their ends, with its type: the columns of `edge_batches`."""
    every = (prop for kind in schema.edges for prop in layout.queried(kind))
    return {"kind": Type.TEXT} | {edge_name(prop): prop.type for prop in every}


def selected(
    snapshot: Snapshot, kinds: Iterable[EdgeKind], inside: Mask | None, partners: bool = True, history: bool = False
) -> tuple[Ints, dict[str, Ints]]:
    """Which nodes and which rows of edges of some kinds hold on the snapshot's day, or (`history`) on any day.

    `inside` (mask over all nodes): only these and the ties between them; with `partners` their ties to others too,
    and the others.
    """
    graph = snapshot.graph
    there = np.ones(graph.size, bool) if history else snapshot.alive
    chosen = there if inside is None else there & inside
    edges, taken = {}, chosen.copy()
    for kind in kinds:
        rows = graph.edges[kind.name]
        row = _ever(rows, snapshot.day.toordinal()) if history else snapshot.edges(kind.name).row
        near, far = chosen[rows.src[row]], chosen[rows.dst[row]]
        row = row[near | far if partners else near & far]
        taken[rows.src[row]] = taken[rows.dst[row]] = True
        edges[kind.name] = row
    return np.flatnonzero(taken).astype(np.int32), edges


def _ever(rows: EdgeRows, day: int) -> Ints:
    """A row for each edge that holds on some day: the one of the day, else the last."""
    row = np.flatnonzero(rows.since < rows.until).astype(np.int32)
    holds = (rows.since[row] <= day) & (day < rows.until[row])
    row = row[np.lexsort((rows.until[row], holds, rows.key[row]))]
    last = np.ones(len(row), bool)
    last[:-1] = rows.key[row[1:]] != rows.key[row[:-1]]
    return np.sort(row[last])


def _parts(numbers: Ints) -> Iterator[Ints]:
    for start in range(0, len(numbers), ROWS):
        yield numbers[start : start + ROWS]


def arrow(column: AnyColumn) -> pa.Array:
    """A column as Arrow has it: texts, whole numbers, days, or texts of a dictionary; empty is null."""
    import pyarrow as pa

    if isinstance(column, Texts):
        return column.array
    values, empty = column.values, column.values == NULL
    if column.vocabulary is not None:
        return pa.DictionaryArray.from_arrays(pa.array(values, mask=empty), pa.array(column.vocabulary, pa.string()))
    if column.days:
        return pa.array(values - np.int32(_EPOCH), pa.int32(), mask=empty).cast(pa.date32())
    return pa.array(values, mask=empty)


def _constant(kind: str, count: int) -> pa.Array:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), [kind])


def _without(values: pa.Array, hidden: Mask) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pa.array(hidden), pa.nulls(len(values), values.type), values)
