"""What reaches every subject, as the ways that prove it, in numbers that a page can read."""

from __future__ import annotations

import numpy as np

from graphgov.graph import Walk
from graphgov.graph.columns import Ints
from graphgov.policy import enabled
from graphgov.report.census import Census
from graphgov.report.facets import Facet


def proofs(census: Census) -> Facet:
    """For every subject, in the order of the census, all rules that hold, each with its proving way.

    A value is a list with one entry for each rule, the strongest first: [place of the rule among those in force, step,
    node, step, node, ...].  A step is twice the place of the edge's kind in the schema, plus one when the edge is
    walked against its direction; a node is its number in the census, `NULL` where it has none.
    """
    coverage, number = census.coverage, census.number
    rules = enabled(coverage.policy.rules)
    by_rung = sorted(range(len(rules)), key=lambda place: rules[place].rung)
    found: list[list[tuple[int, ...]]] = [[] for _ in census.subjects]
    for place in by_rung:
        for row in np.flatnonzero(coverage.held(rules[place].name)[census.subjects]).tolist():
            way = coverage.proof(int(census.subjects[row]), rules[place])
            assert way is not None
            found[row].append((place, *_steps(census, way, number)))
    values: dict[tuple[tuple[int, ...], ...], int] = {}
    codes = [values.setdefault(tuple(ways), len(values)) for ways in found]
    return Facet(np.array(codes, np.int32), [[list(way) for way in ways] for ways in values])


def _steps(census: Census, way: Walk, number: Ints) -> list[int]:
    """The way without its first node."""
    schema, graph = census.coverage.snapshot.schema, census.coverage.snapshot.graph
    kinds, steps = list(schema.edge), list[int]()
    for (kind, row), node in zip(way.edges, way.nodes[1:], strict=True):
        forward = schema.edge[kind].symmetric or int(graph.edges[kind].dst[row]) == node
        steps += [2 * kinds.index(kind) + (not forward), int(number[node])]
    return steps
