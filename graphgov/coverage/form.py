"""The official form, the quadrants, the containers, the formation gaps: other cuts of the same coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graphgov.coverage.rates import Grouping, dimension
from graphgov.coverage.states import BASE_UNKNOWN, COVERED, NOT_APPLICABLE, Coverage
from graphgov.coverage.ties import NOWHERE
from graphgov.graph import NULL
from graphgov.graph.columns import Ints, Mask
from graphgov.policy import Gap, View, enabled

FORM = ("S1", "S2", "S3", "J", "A", "O", "N1", "N2", "N3", "members_unknown")
"""The rows of the official form that a unit can be in: exactly one of them, the strongest."""


@dataclass(frozen=True)
class OfficialForm:
    """Units by row of the official form; `instructed` (G) lies over the rows without an organization.

    The identity S1+S2+S3+J+A+O+N1+N2+N3+members_unknown = total holds by construction and is asserted.
    """

    denominator: str
    group: tuple[str, ...]
    labels: tuple[str, ...]
    rows: Mapping[str, int]
    instructed: int
    total: int

    def __post_init__(self) -> None:
        """Hold the identity wherever a form is made, so wherever it is printed."""
        if sum(self.rows.values()) != self.total:
            raise AssertionError(f"official form: {dict(self.rows)} does not add up to {self.total}")


def form_codes(coverage: Coverage) -> Ints:
    """The place in `FORM` of every unit, whatever its denominator."""
    part = coverage.snapshot.slice_of("Unit")
    organization = [rule for rule in enabled(coverage.policy.rules) if rule.gives == "organization" and rule.form]
    organization.sort(key=lambda rule: FORM.index(str(rule.form)))
    members = coverage.members()
    chosen = [coverage.held(rule.name)[part] for rule in organization]
    codes = [FORM.index(str(rule.form)) for rule in organization]
    without = {"members_unknown": members == NULL, "N1": members >= 3, "N2": members >= 1, "N3": members == 0}
    chosen += list(without.values())
    codes += [FORM.index(name) for name in without]
    return np.select(chosen, codes, NULL).astype(np.int32)


def official_form(
    coverage: Coverage, by: tuple[str, ...] = (), denominator: str | None = None, among: Mask | None = None
) -> tuple[OfficialForm, ...]:
    """The official form of the units in a denominator, for each group of `by` (one dimension at most).

    `among`: only these units (mask over the units), as a view or a sheet has them.
    """
    name = coverage.denominator("Unit", denominator)
    inside = coverage.base("Unit", name)[0] & ~coverage.exempt("Unit")
    if among is not None:
        inside &= among
    grouping = dimension(by[0])(coverage, "Unit") if by else None
    part = coverage.snapshot.slice_of("Unit")
    instructed = coverage.any_of(rule.name for rule in enabled(coverage.policy.rules) if rule.form == "G")[part]
    codes, shown = _groups(grouping, len(inside))
    form = form_codes(coverage)
    found = []
    for code in np.unique(codes[inside]).tolist():
        here = inside & (codes == code)
        rows = np.bincount(form[here], minlength=len(FORM))
        over = here & instructed & (form >= FORM.index("N1"))
        key, label = shown(code) if code != NULL else ("", "")
        group, labels = ((key,), (label,)) if by else ((), ())
        table = {row: int(number) for row, number in zip(FORM, rows, strict=True)}
        found.append(OfficialForm(name, group, labels, table, int(over.sum()), int(here.sum())))
    return tuple(found)


def _groups(grouping: Grouping | None, size: int) -> Grouping:
    return grouping if grouping is not None else (np.zeros(size, np.int32), lambda code: ("", ""))


@dataclass(frozen=True)
class NamedRate:
    """A rate that has a name of its own: `part` of the `base` of a denominator are reached by its rungs."""

    name: str
    kind: str
    denominator: str
    part: int
    base: int
    base_unknown: int


def named_rates(coverage: Coverage, nodes: Mask | None = None) -> tuple[NamedRate, ...]:
    """The policy's named rates on the day: 应建已建率, 单独组建率 and the like.  The exempt are in no base.

    `nodes`: only of these (mask over all nodes), as an area has them.
    """
    found = []
    for rate in enabled(coverage.policy.rates):
        kind = coverage.policy.denominator(rate.denominator).kind
        inside, doubtful = coverage.base(kind, rate.denominator)
        counted = ~coverage.exempt(kind)
        if nodes is not None:
            counted &= nodes[coverage.snapshot.slice_of(kind)]
        rules = [rule.name for rule in enabled(coverage.policy.rules) if rule.rung in rate.rungs]
        reached = coverage.any_of(rules)[coverage.snapshot.slice_of(kind)]
        numbers = (int((counted & mask).sum()) for mask in (inside & reached, inside, doubtful))
        found.append(NamedRate(rate.name, kind, rate.denominator, *numbers))
    return tuple(found)


QUADRANTS = ("covered_linked", "covered_unlinked", "uncovered_linked", "uncovered_unlinked")


def quadrants(
    coverage: Coverage, kind: str, denominator: str | None = None, standard: str = "two_coverages",
    among: Mask | None = None,
) -> dict[str, int]:  # fmt: skip
    """Subjects of a denominator by covered (under a standard) and linked (any linkage path), named as `QUADRANTS`.

    `among`: only these subjects (mask over the kind's).
    """
    codes = quadrant_codes(coverage, kind, denominator, standard)
    if among is not None:
        codes = codes[among]
    cells = np.bincount(codes[codes != NULL], minlength=len(QUADRANTS)).tolist()
    return dict(zip(QUADRANTS, cells, strict=True))


def quadrant_codes(
    coverage: Coverage, kind: str, denominator: str | None = None, standard: str = "two_coverages"
) -> Ints:
    """The place in `QUADRANTS` of every subject of a kind; `NULL` for what is in no base."""
    states = coverage.states(kind, standard, denominator)
    part = coverage.snapshot.slice_of(kind)
    linked = coverage.any_of(rule.name for rule in enabled(coverage.policy.rules) if rule.gives == "linkage")[part]
    there = (states > NOT_APPLICABLE) & (states != BASE_UNKNOWN)
    places = 2 * (~coverage.counted(standard)[part]).astype(np.int32) + ~linked
    return np.where(there, places, NULL).astype(np.int32)


@dataclass(frozen=True)
class Container:
    """What holds subjects that are counted only together: a market, street or building, else a community."""

    node: int
    count: int
    covered: int
    employees: int
    employees_unknown: int
    container_covered: bool


def containers(
    coverage: Coverage, category: str, standard: str, denominator: str | None = None
) -> tuple[Container, ...]:
    """The subjects of a container category for each place, else community (`NOWHERE`: neither) that holds them.

    The container's own coverage stands beside and is not inherited.  Employees: the sum of those known.
    """
    kind = coverage.policy.category(category).kind
    names = coverage.category(kind)
    states = coverage.states(kind, standard, denominator)
    here = (names.values == names.code(category)) & (states > NOT_APPLICABLE) & (states != BASE_UNKNOWN)
    part = coverage.snapshot.slice_of(kind)
    place, community = coverage.territory.place[part], coverage.territory.community[part]
    holder = np.where(place == NOWHERE, community, place)
    employees = coverage.column(kind, "employees").coded().values
    held = coverage.counted(standard)
    found = []
    for node in np.unique(holder[here]).tolist():
        inside = here & (holder == node)
        known = inside & (employees != NULL)
        found.append(
            Container(
                node, int(inside.sum()), int((inside & (states == COVERED)).sum()), int(employees[known].sum()),
                int((inside & ~known).sum()), node != NOWHERE and bool(held[node]),
            )
        )  # fmt: skip
    return tuple(found)


def gap_nodes(coverage: Coverage, gap: Gap, nodes: Mask | None = None) -> tuple[Ints, int]:
    """The nodes with a formation gap, and of how many that hold on the day; `nodes`: only of these (mask over all)."""
    kind, part = gap.kind, coverage.snapshot.slice_of(gap.kind)
    subject = coverage.matches(kind, gap.path.subject)[0] & coverage.snapshot.alive[part]
    if nodes is not None:
        subject = subject & nodes[part]
    missing = subject & ~coverage.any_of(gap.presence)[part]
    return (np.flatnonzero(missing) + part.start).astype(np.int32), int(subject.sum())


def view_mask(coverage: Coverage, view: View, kind: str) -> Mask:
    """Which subjects of a kind a cross view takes in."""
    mask = np.zeros(coverage.snapshot.graph.nodes[kind].count, bool)
    for path in view.paths:
        if kind in path.subject.kinds:
            mask |= coverage.matches(kind, path.subject)[0]
    return mask

