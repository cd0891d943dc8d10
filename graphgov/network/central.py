"""Who is central: degree, betweenness, eigenvector; by arrays, and by sampling where a city is too large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from graphgov.graph.adjacency import UNREACHED, Adjacency, Places, components
from graphgov.graph.columns import Ints
from graphgov.network.pairs import Pairs

Floats = np.ndarray[Any, np.dtype[np.float64]]

BUDGET = 20_000_000
"""Betweenness is exact while nodes times pairs are at most this; beyond it as many sources are drawn as it allows.

It bounds the iteration for eigenvectors as well: so many rounds times pairs.
"""

FEWEST_SOURCES = 32

ABREAST = 1 << 18
"""Betweenness walks from several sources at once, as many as make so many nodes: arrays of one small city are short."""

SEED = 20200630
"""Of the draw of sources: the same network always gets the same answer."""

DENSE = 1000
"""Eigenvectors of components of up to so many nodes are computed exactly, of larger ones by iteration."""

ROUNDS, TOLERANCE = 1000, 1e-9


@dataclass(frozen=True, eq=False)
class Centrality:
    """Three centralities of the nodes of `pairs`, aligned with ``pairs.nodes``.

    `sources`: from how many nodes betweenness was reckoned; `exact` when from all.  `eigenvector` is nan outside the
    largest component; `settled` is False when the iteration was stopped before it came to rest.
    """

    pairs: Pairs
    degree: Ints
    betweenness: Floats
    eigenvector: Floats
    sources: int
    settled: bool

    @property
    def exact(self) -> bool:
        """Whether betweenness was reckoned from every node."""
        return self.sources == self.pairs.size


def centrality(pairs: Pairs, budget: int = BUDGET) -> Centrality:
    """The centralities of the nodes of a graph.

    Degree: d(v), the number of others that v is joined to; weights do not count.

    Betweenness: b(v) = sum over pairs {s, t} of others of sigma(s, t | v) / sigma(s, t), where sigma counts shortest
    paths between s and t, and those of them that run through v (Freeman 1977); not normalised, every step is 1.
    Reckoned by Brandes 2001 (A faster algorithm for betweenness centrality); from a sample of k of n sources it is
    the sum over these times n / k (Brandes and Pich 2007), drawn with a fixed seed.

    Eigenvector: the x >= 0 of length 1 with A x = lambda x for the largest lambda, where A holds the weights
    (Bonacich 1972); of the largest component only (of equal ones that with the first node), nan elsewhere.
    """
    vector, settled = _eigenvector(pairs, min(ROUNDS, max(budget // max(len(pairs.one), 1), FEWEST_SOURCES)))
    between, sources = _betweenness(pairs, budget)
    degree = np.diff(pairs.adjacency.start).astype(np.int32)
    return Centrality(pairs, degree, between, vector, sources, settled)


def _betweenness(pairs: Pairs, budget: int) -> tuple[Floats, int]:
    total, size = np.zeros(pairs.size), pairs.size
    number = min(size, max(budget // max(len(pairs.one), 1), FEWEST_SOURCES))
    drawn = np.arange(size)
    if number < size:
        drawn = np.sort(np.random.default_rng(SEED).choice(size, number, replace=False))
    several = max(ABREAST // max(size, 1), 1)
    for first in range(0, number, several):
        total += _dependencies(pairs.adjacency, drawn[first : first + several])
    # Each pair of ends was met from both of them.
    return total * (size / max(number, 1) / 2), number


def _dependencies(graph: Adjacency, sources: Places) -> Floats:
    """How much the shortest paths from some nodes depend on every other, added up.

    All sources walk at once, each on a graph of its own: node v of the i-th one is i * size + v.
    """
    size, own = graph.size, np.arange(len(sources)) * graph.size
    depth = np.full(size * len(sources), UNREACHED, np.int32)
    paths, depends = np.zeros(len(depth)), np.zeros(len(depth))
    edge, steps = own + sources, list[tuple[Places, Places]]()
    depth[edge], paths[edge] = 0, 1.0
    while len(edge):
        places, whose = graph.places(edge % size)
        ends = graph.end[places] + (edge - edge % size)[whose]
        depth[ends[depth[ends] == UNREACHED]] = len(steps) + 1
        onward = depth[ends] == len(steps) + 1
        start, end = edge[whose[onward]], ends[onward]
        np.add.at(paths, end, paths[start])
        steps.append((start, end))
        edge = np.unique(end)
    for start, end in reversed(steps):
        np.add.at(depends, start, paths[start] / paths[end] * (1 + depends[end]))
    depends[own + sources] = 0.0
    found: Floats = depends.reshape(len(sources), size).sum(axis=0)
    return found


def _eigenvector(pairs: Pairs, rounds: int) -> tuple[Floats, bool]:
    vector = np.full(pairs.size, np.nan)
    if not len(pairs.one):
        return vector, True
    root = components(pairs.size, pairs.one, pairs.other)
    inside = np.flatnonzero(root == np.bincount(root).argmax())
    place = np.full(pairs.size, UNREACHED)
    place[inside] = np.arange(len(inside))
    own = place[pairs.one] != UNREACHED
    one, other, weight = place[pairs.one[own]], place[pairs.other[own]], pairs.weight[own].astype(float)
    if len(inside) <= DENSE:
        vector[inside] = _dense(len(inside), one, other, weight)
        return vector, True
    vector[inside], settled = _iterated(len(inside), (one, other), weight, rounds)
    return vector, settled


def _dense(size: int, one: Places, other: Places, weight: Floats) -> Floats:
    matrix = np.zeros((size, size))
    matrix[one, other] = matrix[other, one] = weight
    vector: Floats = np.abs(np.linalg.eigh(matrix)[1][:, -1])
    return vector


def _iterated(size: int, ends: tuple[Places, Places], weight: Floats, rounds: int) -> tuple[Floats, bool]:
    """Power iteration; with a shift, because on a network in two modes the plain one swings for ever."""
    (one, other), vector = ends, np.full(size, size**-0.5)
    for _ in range(rounds):
        drawn = np.bincount(one, weight * vector[other], size) + np.bincount(other, weight * vector[one], size)
        new = vector * (drawn @ vector) + drawn
        new /= np.linalg.norm(new)
        if np.abs(new - vector).max() < TOLERANCE:
            return new, True
        vector = new
    return vector, False
