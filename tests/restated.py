"""What graphgov's own commands say of every entry of a policy: the rows that its query in Cypher has to give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import numpy as np

from graphgov.coverage import STATES, SUBJECTS, Coverage, gap_nodes, stated, view_mask
from graphgov.coverage.listing import stated_none
from graphgov.coverage.states import ABSENT
from graphgov.findings import findings
from graphgov.policy import ClaimFinding, CountFinding, EdgeFinding, Entry

Rows = Counter[tuple[Any, ...]]
Named = TypeVar("Named", bound=Entry)


def expected(coverage: Coverage, name: str) -> Rows:
    """The rows of a query by its name; of a standard every state, as its fourth column says; names are left out."""
    table, _, entry = name.partition("/")
    rows = _TABLES[table](coverage, entry)
    return Counter(rows)


def _subjects(coverage: Coverage, mask: np.ndarray, *more: Any) -> Iterator[tuple[Any, ...]]:
    """The subjects of a mask over all nodes."""
    for node in np.flatnonzero(mask & coverage.snapshot.alive).tolist():
        yield (*_subject(coverage, node), *more)


def _subject(coverage: Coverage, node: int) -> tuple[str, str]:
    graph = coverage.snapshot.graph
    return graph.kind_of(node), str(graph.ids.at(node))


def _whole(coverage: Coverage, kind: str, mask: np.ndarray) -> np.ndarray:
    """A mask over the nodes of a kind as one over all nodes."""
    found = np.zeros(coverage.snapshot.graph.size, bool)
    found[coverage.snapshot.slice_of(kind)] = mask
    return found


def _rule(coverage: Coverage, name: str) -> Iterator[tuple[Any, ...]]:
    return _subjects(coverage, coverage.held(name))


def _standard(coverage: Coverage, name: str) -> Iterator[tuple[Any, ...]]:
    for kind in (kind for kind in SUBJECTS if kind in coverage.policy.default_denominator):
        first, none = coverage.snapshot.slice_of(kind).start, stated_none(coverage, kind)
        for place, code in enumerate(coverage.states(kind, name).tolist()):
            if code != ABSENT:
                state = STATES[code]
                remark = ("stated_none" if none[place] else "nobody_said") if state == "blind" else None
                yield (*_subject(coverage, first + place), state, remark)


def _denominator(coverage: Coverage, name: str) -> Iterator[tuple[Any, ...]]:
    kind = coverage.policy.denominator(name).kind
    for mask, belongs in zip(coverage.base(kind, name), ("yes", "unknown"), strict=True):
        yield from _subjects(coverage, _whole(coverage, kind, mask), belongs)


def _category(coverage: Coverage, name: str) -> Iterator[tuple[Any, ...]]:
    kind = coverage.policy.category(name).kind
    categories = coverage.category(kind)
    return _subjects(coverage, _whole(coverage, kind, categories.values == categories.code(name)))


def _entry(entries: tuple[Named, ...], name: str) -> Named:
    return next(entry for entry in entries if entry.name == name)


def _gap(coverage: Coverage, name: str) -> Iterator[tuple[Any, ...]]:
    return (_subject(coverage, node) for node in gap_nodes(coverage, _entry(coverage.policy.gaps, name))[0].tolist())


def _view(coverage: Coverage, name: str) -> Iterator[tuple[Any, ...]]:
    for kind in SUBJECTS:
        mask = view_mask(coverage, _entry(coverage.policy.views, name), kind)
        yield from _subjects(coverage, _whole(coverage, kind, mask))


def _measure(coverage: Coverage, name: str) -> Iterator[tuple[Any, ...]]:
    return (row for row in _stated(coverage) if row[2] == name)


def _stated(coverage: Coverage) -> Iterator[tuple[Any, ...]]:
    for each in stated(coverage):
        claim = each.claim
        subject = _subject(coverage, claim.about)
        yield (*subject, claim.measure, claim.value, claim.stated_on, claim.source, each.known)


def _finding(coverage: Coverage, name: str) -> Iterator[tuple[Any, ...]]:
    entry = coverage.policy.finding(name)
    if isinstance(entry, ClaimFinding):
        yield from (row for row in _stated(coverage) if row[-1] not in (None, row[3]))
        return
    for each in findings(coverage, (name,)):
        subject = _subject(coverage, each.node)
        if each.edge is None:
            yield subject + ((int(each.detail),) if isinstance(entry, CountFinding) else ())
        else:
            assert isinstance(entry, EdgeFinding)
            yield (*subject, *_tie(coverage, *each.edge, each.node))


def _tie(coverage: Coverage, kind: str, row: int, node: int) -> tuple[Any, ...]:
    graph, rows = coverage.snapshot.graph, coverage.snapshot.graph.edges[kind]
    ends = (int(rows.src[row]), int(rows.dst[row]))
    other = str(graph.ids.at(ends[1] if ends[0] == node else ends[0]))
    return kind, other, *(rows.columns[name].at(row) for name in ("id", "valid_from", "valid_to", "basis"))


_TABLES: dict[str, Callable[[Coverage, str], Iterator[tuple[Any, ...]]]] = {
    "rules": _rule, "standards": _standard, "denominators": _denominator, "categories": _category, "gaps": _gap,
    "views": _view, "measures": _measure, "findings": _finding,
}  # fmt: skip
