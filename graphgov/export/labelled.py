"""Elements as they lie in Neo4j: what a graphgov server has on nodes, ties and claims, without its record.

How that is stands in docs/neo4j.md.  So the named queries of the folder cypher/ run on what is exported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from graphgov import layout
from graphgov.export.elements import AGREEMENT, Batch, arrow
from graphgov.export.encoding import counting
from graphgov.graph import Column, EdgeRows, NodeRows
from graphgov.store.property_graph import ELEMENT

if TYPE_CHECKING:
    import pyarrow as pa

    from graphgov.export.model import Export
    from graphgov.graph.columns import Ints

CLAIM, ABOUT = "Claim", "ABOUT"


@dataclass(frozen=True)
class Labelled:
    """Rows of nodes of the same labels, or of ties of one type.

    `ends`: of ties, the ids of the nodes that they join; of nodes None.  Nodes have their `id` in the first column (a
    claim, which has none, its `key`), ties their `key`: a number among those of their kind.
    """

    labels: tuple[str, ...]
    rows: pa.RecordBatch
    ends: tuple[pa.Array, pa.Array] | None = None


def labelled(export: Export) -> Iterator[Labelled]:
    """Nodes, claims, ties between nodes, ties of claims; kind by kind.

    Claims are those about the nodes, of an export of one day those stated by that day.
    """
    elements, graph = export.elements, export.coverage.snapshot.graph

    @cache
    def spans(kind: str) -> tuple[Ints, Ints]:
        rows = graph.nodes.get(kind) or graph.edges[kind]
        return _spans(rows)

    for batch in counting(elements, elements.node_batches(), export.progress):
        here = batch.nodes - graph.nodes[batch.kind].first
        days = _days(*(span[here] for span in spans(batch.kind)))
        yield Labelled((ELEMENT, batch.kind), _columns(batch, days))
    claims, about = _claims(export)
    if len(about):
        yield Labelled((CLAIM,), claims)
    for batch in counting(elements, elements.edge_batches(), export.progress, len(elements.nodes)):
        key = graph.edges[batch.kind].key[batch.nodes]
        days = _days(*(span[key] for span in spans(batch.kind)))
        ends = batch.rows.column("source"), batch.rows.column("target")
        yield Labelled((batch.kind,), _columns(batch, {"key": _numbers(key), **days}, first="key"), ends)
    if len(about):
        yield Labelled((ABOUT,), claims.select(["key"]), (claims.column("key"), about))


def _columns(batch: Batch, more: dict[str, pa.Array], first: str = "id") -> pa.RecordBatch:
    import pyarrow as pa

    own = dict(zip(batch.rows.column_names, batch.rows.columns, strict=True))
    if AGREEMENT in own:
        own["id"] = own.pop(AGREEMENT)
    every = {name: column for name, column in {**own, **more}.items() if name not in ("kind", "source", "target")}
    return pa.record_batch({first: every.pop(first), **every})


def _spans(rows: NodeRows | EdgeRows) -> tuple[Ints, Ints]:
    """The first day of every element, and the first day after it, over all periods of its values (ordinals).

    A node's place is its number within its kind, a tie's its key."""
    element = rows.key if isinstance(rows, EdgeRows) else rows.node - rows.first
    count = int(element.max(initial=-1)) + 1 if isinstance(rows, EdgeRows) else rows.count
    # Whoever holds on no day (an identifier that only ties name, a tie that ended nobody knows when) begins and ends
    # on the first day that there is.
    since, until = np.full(count, layout.END.toordinal(), np.int32), np.ones(count, np.int32)
    there = rows.since < rows.until
    np.minimum.at(since, element[there], rows.since[there])
    np.maximum.at(until, element[there], rows.until[there])
    return np.minimum(since, until), until


def _days(since: Ints, until: Ints) -> dict[str, pa.Array]:
    return {"since": arrow(Column(since, days=True)), "until": arrow(Column(until, days=True))}


def _numbers(values: Ints) -> pa.Array:
    import pyarrow as pa

    return pa.array(values, pa.int32())


def _claims(export: Export) -> tuple[pa.RecordBatch, pa.Array]:
    """The claims, and the ids of what they are about."""
    import pyarrow as pa

    elements, day = export.elements, export.coverage.snapshot.day
    chosen = set(elements.nodes.tolist())
    every = enumerate(export.coverage.snapshot.graph.claims)
    kept = [
        (key, claim)
        for key, claim in every
        if claim.about in chosen and (export.selection.history or claim.stated_on <= day)
    ]
    types = {"value": pa.int32(), "stated_on": pa.date32()}
    columns = {"key": pa.array([key for key, _ in kept], pa.int32())}
    for name in ("measure", "value", "measured_in", "stated_on", "doubt", "source"):
        columns[name] = pa.array([getattr(claim, name) for _, claim in kept], types.get(name, pa.string()))
    about = elements.snapshot.graph.ids.array.take(pa.array([claim.about for _, claim in kept], pa.int32()))
    return pa.record_batch(columns), about
