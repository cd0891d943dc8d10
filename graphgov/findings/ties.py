"""Findings on ties: what holds, or has ended, between two nodes, and nothing else does in its place."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graphgov.coverage import Coverage
from graphgov.findings.model import Found, found
from graphgov.graph import AnyColumn, EdgeRows
from graphgov.graph.columns import Ints, Mask
from graphgov.graph.conditions import Rows
from graphgov.policy import EdgeFinding
from graphgov.query.tree import Direction, EdgePattern, Path


def on_ties(coverage: Coverage, finding: EdgeFinding, only: int | None) -> Iterator[Found]:
    """The ties that a finding's paths match on the day (or that ended before it), each on the path's first node."""
    seen: set[tuple[str, int, int]] = set()
    for path in finding.paths:
        for kind in map(str, path.edges[0].kinds):
            rows = coverage.snapshot.graph.edges[kind]
            candidates = _ended(coverage, rows) if finding.ended else coverage.snapshot.edges(kind).row
            if only is not None:
                touching = (rows.src[candidates] == only) | (rows.dst[candidates] == only)
                candidates = candidates[touching]
            for near, far, row in _matches(coverage, path, kind, candidates):
                if only not in (None, near) or (kind, near, row) in seen:
                    continue
                seen.add((kind, near, row))
                if not _replaced(coverage, finding, kind, near, far):
                    label = coverage.snapshot.graph.label(far)
                    yield found(coverage, finding, near, label, (kind, row), _basis(rows, row))


def _basis(rows: EdgeRows, row: int) -> str:
    return str(rows.columns["basis"].at(row) or "") if "basis" in rows.columns else ""


def _ended(coverage: Coverage, rows: EdgeRows) -> Ints:
    """The rows of edges that held before the day, or are said to have ended, and hold no longer."""
    day, alive = coverage.snapshot.day.toordinal(), coverage.snapshot.alive
    over = (rows.until <= day) & (rows.since < rows.until)
    ended = rows.columns["ended"].coded()
    over |= (rows.since == rows.until) & (ended.values == ended.code("yes"))
    open_keys = rows.key[(rows.until > day) & (rows.since < rows.until)]
    chosen = np.flatnonzero(over & ~np.isin(rows.key, open_keys) & alive[rows.src] & alive[rows.dst])
    # Of an edge with several periods, the last one speaks for it.
    last = {int(rows.key[row]): row for row in chosen[np.argsort(rows.until[chosen], kind="stable")].tolist()}
    return np.array(sorted(last.values()), np.int32)


def _matches(coverage: Coverage, path: Path, kind: str, candidates: Ints) -> Iterator[tuple[int, int, int]]:
    """The rows among the candidates that a path of one edge matches, as (first node, second node, row)."""
    (edge,), rows = path.edges, coverage.snapshot.graph.edges[kind]
    first, second = (coverage.passes.nodes(node) for node in path.nodes)
    fits = _fits(coverage, edge, kind, candidates)
    for near, far in _sides(edge, rows):
        chosen = candidates[fits & first[near[candidates]] & second[far[candidates]]]
        yield from zip(near[chosen].tolist(), far[chosen].tolist(), chosen.tolist(), strict=True)


def _sides(edge: EdgePattern, rows: EdgeRows) -> list[tuple[Ints, Ints]]:
    forward, backward = (rows.src, rows.dst), (rows.dst, rows.src)
    return {Direction.OUT: [forward], Direction.BACK: [backward], Direction.EITHER: [forward, backward]}[edge.direction]


def _fits(coverage: Coverage, edge: EdgePattern, kind: str, candidates: Ints) -> Mask:
    if edge.where is None:
        return np.ones(len(candidates), bool)
    rows = coverage.snapshot.graph.edges[kind]

    def column(name: str) -> AnyColumn | None:
        values = rows.columns.get(name)
        return None if values is None else values.take(candidates)

    return Rows(column, len(candidates), coverage.snapshot.day).true(edge.where)


def _replaced(coverage: Coverage, finding: EdgeFinding, kind: str, near: int, far: int) -> bool:
    """Whether a tie that makes the finding void holds between the same two nodes on the day."""
    if finding.without is None:
        return False
    if finding.without == "same":
        edges = coverage.snapshot.edges(kind)
        same = (edges.src == near) & (edges.dst == far) | (edges.src == far) & (edges.dst == near)
        return bool(same.any())
    assert isinstance(finding.without, Path)
    (edge,) = finding.without.edges
    return any(end == far for end, _, _ in coverage.passes.hops(edge, near))
