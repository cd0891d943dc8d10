"""The graph as it was known: what nobody says the beginning of begins when it is first spoken of.

An unknown start is the beginning of time, so that it turns nobody into a blind spot.  Ledgers of every quarter, without
a single date in them, would then differ in nothing: what the second names for the first time would always have held.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple, TypeVar

import numpy as np

from graphgov.graph.columns import Ints
from graphgov.graph.model import EdgeRows, Graph, NodeRows

Rows = TypeVar("Rows", NodeRows, EdgeRows)


class FirstDays(NamedTuple):
    """The days (proleptic ordinals) that elements, by the store's keys, are first stated for."""

    key: Ints
    day: Ints


def as_stated(graph: Graph, first: Mapping[str, FirstDays], after: date) -> Graph:
    """The graph, in which what has an unknown start and is first stated after a day begins when it is.

    `first`: of every kind.  Where nothing is stated for that day or before, nobody can say what is new: the same graph.
    """
    earliest = min((int(days.day.min()) for days in first.values() if len(days.day)), default=0)
    if earliest > after.toordinal():
        return graph
    return replace(
        graph,
        nodes={kind: _begun(rows, graph.keys[rows.node], first[kind], after) for kind, rows in graph.nodes.items()},
        edges={kind: _begun(rows, rows.key, first[kind], after) for kind, rows in graph.edges.items()},
    )


def _begun(rows: Rows, keys: Ints, first: FirstDays, after: date) -> Rows:
    size = max((int(each.max()) + 1 for each in (keys, first.key) if len(each)), default=0)
    day_of = np.zeros(size, np.int32)
    day_of[first.key] = first.day
    stated = day_of[keys]
    # Only the first of an element's rows begins with time; what is said to have ended before anybody spoke of it stays.
    late = (rows.since == date.min.toordinal()) & (stated > after.toordinal()) & (stated < rows.until)
    return replace(rows, since=np.where(late, stated, rows.since).astype(np.int32))
