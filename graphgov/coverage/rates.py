"""Rates: how many of whom are covered, by whatever the subjects are grouped by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise, repeat
from math import nan
from typing import NamedTuple

import numpy as np

from graphgov import words
from graphgov.coverage.states import (
    ABSENT,
    BASE_UNKNOWN,
    BLIND,
    CLAIMED,
    COVERED,
    NOT_APPLICABLE,
    STATES,
    UNKNOWN,
    Coverage,
)
from graphgov.errors import none_of, one_of
from graphgov.graph import NULL
from graphgov.graph.columns import Codes, Ints, Mask

EMPLOYEE_BANDS = (10, 50, 100)
"""Lower bounds of the bands that units are grouped by, after the one from 0."""

_BANDS = {
    shown: place
    for place, shown in enumerate(
        (*(f"{low}-{high - 1}" for low, high in pairwise((0, *EMPLOYEE_BANDS))), f"{EMPLOYEE_BANDS[-1]}+")
    )
}
"""The bands as they are shown, in their order."""


class Rate(NamedTuple):
    """Coverage of one group of subjects.

    `group` are the keys it is grouped by (an id or a value; empty: nobody said), `labels` their names.  The rate is
    covered / base, with base = covered + claimed + unknown + blind; `upper` counts claimed and unknown as covered.
    """

    kind: str
    standard: str
    denominator: str
    day: date
    group: tuple[str, ...]
    labels: tuple[str, ...]
    covered: int
    claimed: int
    unknown: int
    blind: int
    not_applicable: int
    base_unknown: int

    @property
    def base(self) -> int:
        """How many subjects the rate is of."""
        return self.covered + self.claimed + self.unknown + self.blind

    @property
    def rate(self) -> float:
        """Share covered, 0 to 1; nan when there are no subjects."""
        return self.covered / self.base if self.base else nan

    @property
    def upper(self) -> float:
        """Share covered if all that is claimed or unknown were; nan when there are no subjects."""
        return (self.base - self.blind) / self.base if self.base else nan


def share(part: int, whole: int) -> float | None:
    """A share for people, in thousandths, 0 to 1: 1 only when all, 0 only when none; None of nothing."""
    if not whole:
        return None
    if part in (0, whole):
        return float(part == whole)
    return min(max(round(100 * part / whole, 1), 0.1), 99.9) / 100


def percent(part: int, whole: int) -> str:
    """The same as a text: ``n/a`` of nothing, ``100 %`` of all, ``0 %`` of none, else with one decimal."""
    found = share(part, whole)
    if found is None:
        return "n/a"
    return f"{100 * found:.0f} %" if found in (0, 1) else f"{100 * found:.1f} %"


Grouping = tuple[Ints, Callable[[int], tuple[str, str]]]
"""A code for every subject of a kind (`NULL`: nobody said) and, for a code, its key and its label."""


def _by_node(name: str) -> Callable[[Coverage, str], Grouping]:
    def grouping(coverage: Coverage, kind: str) -> Grouping:
        graph = coverage.snapshot.graph
        nodes: Ints = getattr(coverage.territory, name)[coverage.snapshot.slice_of(kind)]
        return nodes, lambda node: (str(graph.ids.at(node)), graph.label(node))

    return grouping


def _by_value(name: str) -> Callable[[Coverage, str], Grouping]:
    def grouping(coverage: Coverage, kind: str) -> Grouping:
        if name not in coverage.snapshot.schema.node[kind].by_name:
            raise none_of("--by", name, [other for other in DIMENSIONS if other != name])
        column = coverage.column(kind, name).coded()
        codes, vocabulary = column.values.astype(np.int32), column.vocabulary or ()
        return codes, lambda code: (vocabulary[code], words.value_word(kind, name, vocabulary[code]))

    return grouping


def _by_category(coverage: Coverage, kind: str) -> Grouping:
    column = coverage.category(kind)
    names = column.vocabulary or ()
    return column.values, lambda code: (names[code], words.word("category", names[code]))


def _by_employees(coverage: Coverage, kind: str) -> Grouping:
    employees = coverage.column(kind, "employees").coded().values
    bands = np.searchsorted(np.array(EMPLOYEE_BANDS), employees, side="right").astype(np.int32)
    shown = tuple(_BANDS)
    return np.where(employees == NULL, NULL, bands).astype(np.int32), lambda code: (shown[code], shown[code])


DIMENSIONS: dict[str, Callable[[Coverage, str], Grouping]] = {
    "district": _by_node("district"),
    "street": _by_node("street"),
    "community": _by_node("community"),
    "place": _by_node("place"),
    "category": _by_category,
    "type": _by_value("type"),
    "line": _by_node("line"),
    "responsible": _by_node("responsible"),
    "industry": _by_value("industry"),
    "ownership": _by_value("ownership"),
    "size": _by_value("size"),
    "employees": _by_employees,
    "reason": _by_value("no_org_reason"),
}
"""What rates can be grouped by."""


def dimension(name: str) -> Callable[[Coverage, str], Grouping]:
    """A dimension by name; UnknownName with the nearest one."""
    return DIMENSIONS[one_of("--by", name, DIMENSIONS)]


def counts(codes: Ints, states: Codes, groups: int) -> Ints:
    """Subjects by group (rows; none of `codes` is `NULL`) and state (columns, as `STATES`); absent ones in none."""
    width = len(STATES) + 1
    place = codes * width + (states - ABSENT)
    return np.bincount(place, minlength=groups * width).reshape(groups, width)[:, 1:].astype(np.int64)


def rates(
    coverage: Coverage, kind: str, by: tuple[str, ...] = (), standard: str | None = None,
    denominator: str | None = None, among: Mask | None = None,
) -> tuple[Rate, ...]:  # fmt: skip
    """The rate of every group of subjects of a kind that is not empty, `in_order`.

    Without `by`: one rate, of all.  `among`: only these subjects (mask over the kind's), as a cross view has them.
    """
    standard = coverage.policy.standard(standard or coverage.policy.default_standard).name
    denominator = coverage.denominator(kind, denominator)
    states = coverage.states(kind, standard, denominator)
    groupings = [dimension(name)(coverage, kind) for name in by]
    if among is not None:
        rows = among.nonzero()[0]
        states = states.take(rows)
        groupings = [(codes.take(rows), show) for codes, show in groupings]
    combined, parts = _combined([codes for codes, _ in groupings], len(states))
    table = counts(combined, states, len(parts))
    there = np.flatnonzero(table.any(axis=1))
    named = [_named(codes, show) for codes, (_, show) in zip(parts[there].T, groupings, strict=True)]
    if by:
        order = np.lexsort([which for _, _, which in reversed(named)])
        there, named = there[order], [(keys, labels, which[order]) for keys, labels, which in named]
    groups = _groups([(keys, which) for keys, _, which in named], len(there))
    labels = _groups([(labels, which) for _, labels, which in named], len(there))
    numbers = table[there][:, (COVERED, CLAIMED, UNKNOWN, BLIND, NOT_APPLICABLE, BASE_UNKNOWN)].T.tolist()
    head = map(repeat, (kind, standard, denominator, coverage.snapshot.day))
    # Thirteen thousand communities and types: made column by column, in half the time.
    return tuple(map(Rate._make, zip(*head, groups, labels, *numbers, strict=False)))


def whole(
    coverage: Coverage, kind: str, standard: str, denominator: str | None = None, among: Mask | None = None
) -> Rate:
    """The rate of all subjects of a kind (in a mask over them); that of nothing when there are none."""
    for rate in rates(coverage, kind, (), standard, denominator, among):
        return rate
    base = coverage.denominator(kind, denominator)
    return Rate(kind, coverage.policy.standard(standard).name, base, coverage.snapshot.day, (), (), 0, 0, 0, 0, 0, 0)


def in_order(group: tuple[str, ...]) -> tuple[tuple[bool, int, str], ...]:
    """What groups are sorted by: their keys, bands by their bounds and not as texts; nobody-said last."""
    return tuple([(not key, _BANDS.get(key, -1), key) for key in group])


def _named(codes: Ints, show: Callable[[int], tuple[str, str]]) -> tuple[list[str], list[str], Ints]:
    """The keys and labels of what some codes stand for, `in_order` of the keys, and the place of every code in them."""
    distinct, which = np.unique(codes, return_inverse=True)
    nobody = ("", words.word("remark", "nobody_said"))
    names = [nobody if code == NULL else show(code) for code in distinct.tolist()]
    order = sorted(range(len(names)), key=lambda place: in_order(names[place][:1]))
    rank = np.empty(len(names), np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    return [names[place][0] for place in order], [names[place][1] for place in order], rank[which]


def _groups(columns: list[tuple[list[str], Ints]], size: int) -> list[tuple[str, ...]]:
    """Rows of texts: of every column what stands at the places given; empty rows when there is no column."""
    if not columns:
        return [()] * size
    return list(zip(*([texts[place] for place in places.tolist()] for texts, places in columns), strict=True))


def _combined(columns: list[Ints], size: int) -> tuple[Ints, Ints]:
    """Several codes as one, none negative, and what each stands for: a row of the codes of every column."""
    if not columns:
        return np.zeros(size, np.int32), np.zeros((1, 0), np.int32)
    present, whole = _distinct(columns[0] - NULL)
    parts = present[:, None] + np.int32(NULL)
    for codes in columns[1:]:
        present, place = _distinct(codes - NULL)
        kept, whole = _distinct(whole * len(present) + place)
        before, own = np.divmod(kept, len(present))
        parts = np.column_stack([parts[before], present[own] + np.int32(NULL)])
    return whole, parts


def _distinct(codes: Ints) -> tuple[Ints, Ints]:
    """The distinct codes (none negative) and, for each code, its place among them; by counting, not by sorting."""
    there = np.bincount(codes) > 0
    place: Ints = (np.cumsum(there) - 1).astype(np.int32)
    return np.flatnonzero(there).astype(np.int32), place.take(codes)

