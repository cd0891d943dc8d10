"""Stated against known: what sources claim in numbers, and what is known by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graphgov.coverage.states import Coverage
from graphgov.graph import NULL, ClaimRow, ends
from graphgov.graph.columns import Ints
from graphgov.policy import Measure
from graphgov.query.tree import Direction, Path


@dataclass(frozen=True)
class Stated:
    """A claim and what is known of the same measure; `known` is None for what nothing can count yet."""

    claim: ClaimRow
    known: int | None

    @property
    def differs(self) -> bool:
        """Whether what is known is another number."""
        return self.known is not None and self.known != self.claim.value


def known(coverage: Coverage, measure: Measure, node: int) -> int | None:
    """What a measure counts from a node on the day; None when it has no path, or none that starts from such a node."""
    kind = coverage.snapshot.graph.kind_of(node)
    paths = [path for path in measure.paths if kind in path.subject.kinds]
    if not paths:
        return None
    if measure.sum is not None:
        return sum(_summed(coverage, measure, path, node) for path in paths)
    found: set[int] = set()
    for path in paths:
        found.update(counted(coverage, path, measure.of, node)[1].tolist())
    return len(found)


def counted(coverage: Coverage, path: Path, of: str | None, only: int | None = None) -> tuple[Ints, Ints]:
    """Distinct pairs (subject, counted node) of a path, by subject; `of`: the variable of the counted node."""
    return ends(coverage.passes, path, path.index(of) if of else -1, only)


def _summed(coverage: Coverage, measure: Measure, path: Path, node: int) -> int:
    """The sum over the distinct edges bound to the measure's variable; an unknown summand counts nothing."""
    assert measure.sum is not None
    place = next(index for index, edge in enumerate(path.edges) if edge.var == measure.sum_var)
    edge, passes = path.edges[place], coverage.passes
    starts = np.zeros(coverage.snapshot.graph.size, bool)
    starts[ends(passes, path, place, node)[1]] = True
    onward = passes.subjects(Path(path.nodes[place + 1 :], path.edges[place + 1 :]))
    total = 0
    for kind in map(str, edge.kinds):
        edges, rows = coverage.snapshot.edges(kind), passes.edge_rows(kind)
        near, far = (edges.src, edges.dst) if edge.direction is Direction.OUT else (edges.dst, edges.src)
        chosen = starts[near] & onward[far]
        if edge.where is not None:
            chosen &= passes.edge_mask(kind, edge.where)
        values = np.broadcast_to(rows.scalar(measure.sum).values, chosen.shape)[chosen]
        total += int(values[values != NULL].sum())
    return total


def stated(coverage: Coverage, about: int | None = None) -> Iterator[Stated]:
    """Every claim stated for the day or before (the last one of each source and measure), or those about one node."""
    latest: dict[tuple[int, str, str], ClaimRow] = {}
    for claim in coverage.snapshot.graph.claims:
        here = coverage.snapshot.alive[claim.about] and claim.stated_on <= coverage.snapshot.day
        if here and about in (None, claim.about):
            latest[claim.about, claim.measure, claim.source] = claim
    measures = {measure.name: measure for measure in coverage.policy.measures}
    for claim in latest.values():
        measure = measures.get(claim.measure)
        yield Stated(claim, known(coverage, measure, claim.about) if measure else None)
