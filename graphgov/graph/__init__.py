"""The graph as arrays, what holds of it on a day, and paths answered on them."""

from graphgov.graph.columns import NULL, AnyColumn, Column, Texts
from graphgov.graph.model import ClaimRow, EdgeRows, Edges, Graph, NodeRows, Snapshot, the_day
from graphgov.graph.passes import Passes
from graphgov.graph.walks import Walk, ends, walk

__all__ = [
    "NULL",
    "AnyColumn",
    "ClaimRow",
    "Column",
    "EdgeRows",
    "Edges",
    "Graph",
    "NodeRows",
    "Passes",
    "Snapshot",
    "Texts",
    "Walk",
    "ends",
    "the_day",
    "walk",
]
