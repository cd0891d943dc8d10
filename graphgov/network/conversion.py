"""A part of the graph as a networkx graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from graphgov.graph.columns import NULL, AnyColumn, Column, Ints, Mask
from graphgov.graph.personal import PERSONAL, personal
from graphgov.network.model import Network

if TYPE_CHECKING:
    import networkx as nx

_KEPT_APART = {"id", "from", "to"}


def to_networkx(network: Network, nodes: Mask | None = None) -> nx.MultiDiGraph:
    """The nodes that hold on the day, or those of a mask among them, and the ties of the network between them.

    Nodes are keyed by their ids and ties by "KIND:number", so that parallel ones stay apart; the number is the
    store's.  Both carry `kind` and every property that the store was asked to read, dates as dates; what nobody
    stated is left out, and so are the members of individual businesses, who are one or two people.  A symmetric tie
    stands once, as it is stored.  The graph itself carries `day` and `layer`.
    """
    import networkx as nx

    snapshot = network.snapshot
    chosen = snapshot.alive if nodes is None else snapshot.alive & nodes
    found = nx.MultiDiGraph(day=snapshot.day, layer=network.layer)
    found.add_nodes_from(_nodes(network, chosen))
    found.add_edges_from(_ties(network, network.within(chosen)))
    return found


def _nodes(network: Network, chosen: Mask) -> Iterator[tuple[str, dict[str, Any]]]:
    snapshot = network.snapshot
    for kind in snapshot.schema.nodes:
        rows = np.flatnonzero(chosen[snapshot.slice_of(kind.name)]).astype(np.int32)
        read = [name for name in kind.by_name if name in snapshot.graph.nodes[kind.name].columns]
        columns = {name: snapshot.column(kind.name, name) for name in read if name not in _KEPT_APART}
        if kind.name == "Unit":
            columns |= {name: _without(columns[name], personal(snapshot)) for name in PERSONAL if name in columns}
        ids = snapshot.column(kind.name, "id").take(rows).list()
        for identifier, values in zip(ids, _records(columns, rows), strict=True):
            yield str(identifier), {"kind": kind.name, **values}


def _without(column: AnyColumn, hidden: Mask) -> Column:
    assert isinstance(column, Column)
    return Column(np.where(hidden, NULL, column.values).astype(np.int32), column.vocabulary, column.days)


def _ties(network: Network, numbers: Ints) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    graph = network.snapshot.graph
    for code, kind in enumerate(network.kinds):
        own = numbers[network.kind[numbers] == code]
        edges, rows = graph.edges[kind], network.row[own]
        columns = {name: column for name, column in edges.columns.items() if name not in _KEPT_APART}
        ends = (graph.ids.take(side[own]).list() for side in (network.src, network.dst))
        found = zip(*ends, edges.key[rows].tolist(), _records(columns, rows), strict=True)
        for start, end, key, values in found:
            yield str(start), str(end), f"{kind}:{key}", {"kind": kind, **values}


def _records(columns: Mapping[str, AnyColumn], rows: Ints) -> Iterator[dict[str, Any]]:
    """What is stated in some rows of columns, row by row."""
    values = [column.take(rows).list() for column in columns.values()]
    for record in zip(*values, strict=True) if values else ((),) * len(rows):
        yield {name: value for name, value in zip(columns, record, strict=True) if value is not None}
