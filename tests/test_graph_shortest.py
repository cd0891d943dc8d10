"""Shortest walks over ties of one way, against networkx."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphgov.graph.shortest import Streets

KEYS = st.integers(-3, 4)
"""Keys of nodes: not numbered from 0, some below it."""


@given(st.lists(st.tuples(KEYS, KEYS), min_size=1, max_size=24), KEYS, KEYS, st.sampled_from([None, 1, 2, 3]))
def test_all_shortest_walks(ties: list[tuple[int, int]], start: int, end: int, most: int | None) -> None:
    """Every one of them once, by each of several parallel ties; none where the way is too long or there is none."""
    if start == end:
        return
    near, far = np.array(ties, np.int64).T
    walks = list(Streets(near, far).walks(start, end, most))
    found = Counter(tuple((ties[tie][0], ties[tie][1]) for tie in walk) for walk in walks)
    assert len(set(walks)) == len(walks)
    assert walks == sorted(walks)

    graph, parallel = nx.DiGraph(ties), Counter(ties)
    try:
        paths = list(nx.all_shortest_paths(graph, start, end))
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        paths = []
    expected = Counter[tuple[tuple[int, int], ...]]()
    for path in paths:
        steps = tuple(pairwise(path))
        if most is None or len(steps) <= most:
            expected[steps] = int(np.prod([parallel[step] for step in steps]))
    assert found == expected


def test_many_ways_are_found_one_by_one() -> None:
    """A ladder of forty steps has 2 ** 40 shortest walks: the first of them comes without the others."""
    near = [*(step for step in range(40) for _ in range(2))]
    far = [step + 1 for step in near]
    walks = Streets(np.array(near, np.int64), np.array(far, np.int64)).walks(0, 40)
    assert next(walks) == tuple(range(0, 80, 2))
    assert next(walks) == (*range(0, 78, 2), 79)


@pytest.mark.parametrize(("start", "end"), [(9, 1), (1, 9), (2, 1)])
def test_no_way(start: int, end: int) -> None:
    """From or to a node without ties, and against the direction."""
    assert list(Streets(np.array([1], np.int64), np.array([2], np.int64)).walks(start, end)) == []
