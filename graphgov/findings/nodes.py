"""Findings on nodes: a condition on what a subject is and on what reaches it, or a count against a limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from graphgov import words
from graphgov.coverage import Coverage, counted
from graphgov.findings.model import Found, found
from graphgov.graph import NULL
from graphgov.graph.columns import Ints, Mask
from graphgov.graph.personal import PERSONAL, personal
from graphgov.policy import CountFinding, StateFinding, enabled
from graphgov.query.tree import Attribute, parts

Whole = np.ndarray[Any, np.dtype[np.int64]]


def on_states(coverage: Coverage, finding: StateFinding, only: int | None) -> Iterator[Found]:
    """Subjects for which the condition holds and which have, lack, or have only what the finding says."""
    nodes = with_state(coverage, finding, only)
    for node, detail in zip(nodes.tolist(), stated_details(coverage, finding, nodes), strict=True):
        yield found(coverage, finding, node, detail)


def with_state(coverage: Coverage, finding: StateFinding, only: int | None = None) -> Whole:
    """The nodes that have a finding of this shape; `only`: this one, or none."""
    passes, subject = coverage.passes, finding.path.subject
    nodes: Whole = np.array([only] if only is not None and passes.matches(subject, only) else [], np.int64)
    if only is None:
        nodes = np.flatnonzero(passes.nodes(subject))
    return nodes[_reached(coverage, finding, nodes)]


def _reached(coverage: Coverage, finding: StateFinding, nodes: Whole) -> Mask:
    """Which of the nodes have, lack, or have only what the finding says."""
    mask: Mask = ~coverage.any_of(finding.lacks)[nodes]
    if finding.has:
        mask &= coverage.any_of(finding.has)[nodes]
    if finding.only:
        others = [rule.name for rule in enabled(coverage.policy.rules) if rule.name not in finding.only]
        mask &= coverage.any_of(finding.only)[nodes] & ~coverage.any_of(others)[nodes]
    return mask


def stated_details(coverage: Coverage, finding: StateFinding, nodes: Whole) -> list[str]:
    """For each of the nodes the values that the condition looked at, in words."""
    where, details = finding.path.subject.where, [""] * len(nodes)
    looked_at = [str(part.name) for part in parts(where) if isinstance(part, Attribute)] if where is not None else []
    for kind in map(str, finding.path.subject.kinds):
        part, declared = coverage.snapshot.slice_of(kind), coverage.snapshot.schema.node[kind].by_name
        places = np.flatnonzero((nodes >= part.start) & (nodes < part.stop))
        names = [name for name in dict.fromkeys(looked_at) if name in declared and name != "type"]
        columns = [_labels(coverage, kind, name, nodes[places] - part.start) for name in names]
        for place, *labels in zip(places.tolist(), *columns, strict=True):
            details[place] = "; ".join(filter(None, labels))
    return details


def _labels(coverage: Coverage, kind: str, name: str, rows: Whole) -> list[str]:
    """A property of some nodes of a kind with its values, in words; empty where nothing is stated or to be shown."""
    values = coverage.column(kind, name).take(rows).list()
    if kind == "Unit" and name in PERSONAL:
        hidden = personal(coverage.snapshot)[rows].tolist()
        values = [None if hide else value for value, hide in zip(values, hidden, strict=True)]
    label = words.word("property", name)
    shown = {value: f"{label} {words.value_word(kind, name, str(value))}" for value in set(values) - {None}}
    return [shown.get(value, "") for value in values]


def on_counts(coverage: Coverage, finding: CountFinding, only: int | None) -> Iterator[Found]:
    """Subjects from which the path reaches a number (or sum) that breaks the limit; unknown never accuses."""
    size, passes = coverage.snapshot.graph.size, coverage.passes
    if only is not None and not passes.matches(finding.path.subject, only):
        return
    subject, end = counted(coverage, finding.path, finding.of, only)
    totals: Whole = np.bincount(subject, minlength=size)
    known = np.ones(size, bool)
    if finding.sum is not None:
        values = _values(coverage, finding, end)
        known = totals > 0
        known[subject[values == NULL]] = False
        totals = np.bincount(subject, weights=np.where(values == NULL, 0, values), minlength=size).astype(np.int64)
    mask = passes.nodes(finding.path.subject) & known & _breaks(coverage, finding, totals)
    if only is not None:
        mask[np.arange(size) != only] = False
    for node in np.flatnonzero(mask).tolist():
        yield found(coverage, finding, node, str(int(totals[node])))


def _values(coverage: Coverage, finding: CountFinding, nodes: Ints) -> Whole:
    """The summand of every counted node."""
    assert finding.sum is not None
    values = np.full(coverage.snapshot.graph.size, NULL, np.int64)
    for kind in coverage.snapshot.schema.node:
        part = coverage.snapshot.slice_of(kind)
        rows = coverage.passes.rows(kind)
        values[part] = np.broadcast_to(rows.scalar(finding.sum).values, rows.size)
    chosen: Whole = values[nodes]
    return chosen


def _breaks(coverage: Coverage, finding: CountFinding, totals: Whole) -> Mask:
    """For which nodes `totals operator limit` is true."""
    mask = np.zeros(len(totals), bool)
    for kind in map(str, finding.path.subject.kinds):
        part, rows = coverage.snapshot.slice_of(kind), coverage.passes.rows(kind)
        mask[part] = rows.against(totals[part].astype(np.int32), finding.operator, finding.limit)
    return mask

