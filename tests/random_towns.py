"""Random towns for whole-program properties: each with a day, and with every property a store would read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from random import Random

from building import graph_of
from reference import Town
from strategies import AS_OF

from graphgov.graph import EdgeRows, Graph, NodeRows
from graphgov.graph.columns import AnyColumn, from_values
from graphgov.schema import SCHEMA

TOWNS, TOWNS_LONG = 500, 5000


def towns(draw: Callable[[Random, date], Town], seed: str, long: bool) -> Iterator[tuple[str, Town, date]]:
    """Random towns, each with a day and the name of its seed: number i is always the same."""
    for number in range(TOWNS_LONG if long else TOWNS):
        choose = Random(f"{seed}:{number}")
        day = choose.choice(AS_OF)
        yield f"{seed}:{number} on {day}", draw(choose, day), day


def whole(town: Town) -> Graph:
    """The town as a graph with every property of every kind, stated or not, as a store reads it."""
    graph = graph_of(town)
    nodes = {kind: replace(rows, columns=_filled(rows, len(rows.node))) for kind, rows in graph.nodes.items()}
    edges = {kind: replace(rows, columns=_filled(rows, len(rows.src))) for kind, rows in graph.edges.items()}
    return replace(graph, nodes=nodes, edges=edges)


def _filled(rows: NodeRows | EdgeRows, count: int) -> dict[str, AnyColumn]:
    declared = SCHEMA.kinds[rows.kind].by_name
    return {**{name: from_values(prop, [None] * count) for name, prop in declared.items()}, **rows.columns}
