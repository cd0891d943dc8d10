"""The searches of a query over an embedded file: their walks are found on arrays."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from time import monotonic

from graphgov.engine import Columns, Connection
from graphgov.errors import BadQuery, StoreError
from graphgov.graph.shortest import Streets
from graphgov.query.select import Search, Selection
from graphgov.store.base import Limits

MOST_PAIRS, MOST_WALKS = 1_000, 100_000
"""A search is for walks between at most so many pairs of nodes, and finds at most so many."""


def searched(connection: Connection, selection: Selection, limits: Limits) -> dict[str, object]:
    """What the searches of a query find, by the names that it is bound to.

    BadQuery for a pair of one and the same node, which Neo4j refuses too, or too many of them; StoreError past the
    time limit.
    """
    bound, deadline = dict[str, object](), monotonic() + limits.seconds

    def numbers(sql: str) -> Columns:
        return connection.columns(sql, selection.values(sql, bound), max(deadline - monotonic(), 0))

    for search in selection.searches:
        pairs = numbers(search.ends)
        ends = list(zip(pairs["near"].tolist(), pairs["far"].tolist(), strict=True))
        if len(ends) > MOST_PAIRS:
            raise BadQuery("cypher_shortest_pairs", column=search.column, most=MOST_PAIRS)
        if any(start == end for start, end in ends):
            raise BadQuery("cypher_shortest_same", column=search.column)
        walks = _walks(search, ends, numbers(search.ties), deadline) if ends else ()
        found = list(islice(walks, MOST_WALKS + 1))
        if len(found) > MOST_WALKS:
            raise BadQuery("cypher_shortest_many", column=search.column, most=MOST_WALKS)
        bound |= search.bound(found)
    return bound


def _walks(
    search: Search, ends: list[tuple[int, int]], ties: Columns, deadline: float
) -> Iterator[tuple[int, int, list[int]]]:
    """Both ends of each walk, and its nodes and ties by turns."""
    near, far, keys = (ties[name] for name in ("near", "far", "key"))
    streets = Streets(near, far)
    for start, end in ends:
        for walk in islice(streets.walks(start, end, search.most), None if search.every else 1):
            if monotonic() > deadline:
                raise StoreError("ask_too_long")
            steps = list(walk)
            turns = zip(keys[steps].tolist(), far[steps].tolist(), strict=True)
            yield start, end, [start, *(each for turn in turns for each in turn)]
