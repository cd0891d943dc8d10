"""Blind spots one by one: who they are, where, what was said of them, and who has to see to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from graphgov import words
from graphgov.coverage.states import ABSENT, STATES, SUBJECTS, Coverage
from graphgov.coverage.ties import NOWHERE
from graphgov.coverage.together import BlindSpot, containers_of
from graphgov.errors import none_of
from graphgov.graph import NULL
from graphgov.graph.columns import Codes, Ints, Mask
from graphgov.policy import Category, Denominator, enabled
from graphgov.schema import Schema

OfKind = TypeVar("OfKind", Category, Denominator)


ANY_STATE = "all"
"""What a list is asked for that is not about one state."""


@dataclass(frozen=True, eq=False)
class Among:
    """Which subjects are asked about: of a category, in a mask over all nodes (None asks nothing), in a state.

    `state`: one of `STATES`, or `ANY_STATE`.
    """

    category: str | None = None
    nodes: Mask | None = None
    state: str = "blind"


@dataclass(frozen=True, eq=False)
class BlindSpots:
    """The blind spots of one kind among the subjects asked about, in the order of district, street and community.

    `nodes` are shown one by one, `containers` hold the rest; `total` counts both.  `under` counts the blind spots
    among the same subjects under every enabled standard.  Where another state is asked for: those in that state.
    """

    coverage: Coverage
    kind: str
    standard: str
    denominator: str
    nodes: Ints
    containers: Sequence[BlindSpot]
    total: int
    under: dict[str, int]
    state: str = "blind"

    def rows(self, most: int | None = None) -> Iterator[BlindSpot]:
        """The first of the subjects that are shown one by one."""
        coverage, territory = self.coverage, self.coverage.territory
        nodes = self.nodes if most is None else self.nodes[:most]
        here = nodes - coverage.snapshot.slice_of(self.kind).start
        category = coverage.category(self.kind)
        names = category.vocabulary or ()
        reason = coverage.column(self.kind, "no_org_reason").coded()
        reasons = reason.vocabulary or ()
        employees = coverage.column(self.kind, "employees").coded().values[here]
        columns = (
            nodes, category.values[here], territory.district[nodes], territory.street[nodes],
            territory.community[nodes], stated_none(coverage, self.kind)[here], reason.values[here], employees,
            territory.responsible[nodes],
        )  # fmt: skip
        for row in zip(*(column.tolist() for column in columns), strict=True):
            node, sort, district, street, community, stated, why, people, responsible = row
            yield BlindSpot(
                node, "" if sort == NULL else names[sort], 1, district, street, community, int(stated),
                None if why == NULL else reasons[why], None if people == NULL else people, responsible,
            )  # fmt: skip


def blind_spots(
    coverage: Coverage, kind: str, standard: str | None = None, denominator: str | None = None, among: Among = Among()
) -> BlindSpots:
    """The blind spots of a kind.

    Subjects of a container category (individual businesses) are counted together, for each place, else community, that
    holds them, unless this very category is asked about.
    """
    standard = coverage.policy.standard(standard or coverage.policy.default_standard).name
    denominator = coverage.denominator(kind, denominator)
    part, asked = coverage.snapshot.slice_of(kind), _asked(coverage, kind, among)
    under = {
        entry.name: int((asked & _in_state(coverage.states(kind, entry.name, denominator), among)).sum())
        for entry in enabled(coverage.policy.standards)
    }
    chosen = asked & _in_state(coverage.states(kind, standard, denominator), among)
    single, held = chosen.copy(), list[tuple[str, Ints]]()
    for name in _together(coverage, kind, among):
        of_it = chosen & is_category(coverage, kind, name)
        single &= ~of_it
        held.append((name, (np.flatnonzero(of_it) + part.start).astype(np.int32)))
    order = _order(coverage, kind)
    return BlindSpots(
        coverage, kind, standard, denominator, order[single[order - part.start]],
        containers_of(coverage, kind, held, stated_none(coverage, kind)), int(chosen.sum()), under, among.state,
    )  # fmt: skip


def _in_state(states: Codes, among: Among) -> Mask:
    """Which subjects are in the state that is asked about."""
    mask: Mask = states != ABSENT if among.state == ANY_STATE else states == STATES.index(among.state)
    return mask


def _asked(coverage: Coverage, kind: str, among: Among) -> Mask:
    part = coverage.snapshot.slice_of(kind)
    asked = coverage.snapshot.alive[part].copy()
    if among.nodes is not None:
        asked &= among.nodes[part]
    if among.category is not None:
        asked &= is_category(coverage, kind, among.category)
    return asked


def is_category(coverage: Coverage, kind: str, name: str) -> Mask:
    """Which subjects of a kind are in a category."""
    categories = coverage.category(kind)
    mask: Mask = categories.values == categories.code(coverage.policy.category(name).name)
    return mask


def _together(coverage: Coverage, kind: str, among: Among) -> list[str]:
    return [
        category.name
        for category in enabled(coverage.policy.categories)
        if category.container and category.kind == kind and category.name != among.category
    ]


def _order(coverage: Coverage, kind: str) -> Ints:
    """All subjects of a kind `in_order`: sorted once, and then every list picks its own."""
    part = coverage.snapshot.slice_of(kind)
    every = np.arange(part.start, part.stop, dtype=np.int32)
    return coverage.once(f"order of {kind}", lambda: in_order(coverage, kind, every))


def in_order(coverage: Coverage, kind: str, nodes: Ints) -> Ints:
    """Subjects of a kind by district, street, community and category (as in the policy); placed nowhere: last."""
    territory, first = coverage.territory, coverage.snapshot.slice_of(kind).start
    community, division = territory.community[nodes], territory.division[nodes]
    home = np.where(community == NOWHERE, division, community)
    category = coverage.category(kind)
    key = _ranks(coverage)[home] * (len(category.vocabulary or ()) + 1) + category.values[nodes - first] - NULL
    return nodes[np.argsort(key, kind="stable")]


def _ranks(coverage: Coverage) -> Ints:
    """The place of every community and division in the order of the territory; NOWHERE, at the end, is last.

    There are a thousand of them to sort, where there may be a million subjects.
    """
    territory, graph = coverage.territory, coverage.snapshot.graph
    parts = [coverage.snapshot.slice_of(kind) for kind in ("Division", "Community")]
    homes = np.concatenate([np.arange(part.start, part.stop) for part in parts])
    levels = (territory.community[homes], territory.street[homes], territory.district[homes])
    order = np.lexsort(tuple(np.where(level == NOWHERE, graph.size, level) for level in levels))
    ranks = np.full(graph.size + 1, len(homes), np.int32)
    ranks[homes[order]] = np.arange(len(homes), dtype=np.int32)
    return ranks


def stated_none(coverage: Coverage, kind: str) -> Mask:
    """Of which subjects of a kind a source says that they have no party organization, or why they have none."""
    mask: Mask = coverage.column(kind, "no_org_reason").coded().values != NULL
    for name in ("reported_org", "reported_covered"):
        mask |= coverage.is_value(kind, name, "no")
    return mask


def unmentioned(coverage: Coverage, kind: str) -> Mask:
    """The subjects of a kind that hold on the day, that nothing reaches and of which nobody has said anything."""
    part = coverage.snapshot.slice_of(kind)
    said = np.zeros(part.stop - part.start, bool)
    for name in ("reported_org", "reported_covered", "has_instructor", "no_org_reason", "planned_date"):
        said |= coverage.column(kind, name).coded().values != NULL
    reached = coverage.any_of(rule.name for rule in enabled(coverage.policy.rules))[part]
    mask: Mask = coverage.snapshot.alive[part] & ~said & ~reached
    return mask


def kinds_asked(
    coverage: Coverage, kind: str | None = None, denominator: str | None = None, category: str | None = None
) -> tuple[str, ...]:
    """The kinds of subject that a question is about; without any word about it: all.

    UnknownName when a denominator or category is of another kind than the one asked for.
    """
    policy = coverage.policy
    kinds: tuple[str, ...] = (kind,) if kind else SUBJECTS
    if denominator is not None:
        kinds = _only("denominator", policy.denominator(denominator), policy.denominators, kinds)
    if category is not None:
        kinds = _only("category", policy.category(category), policy.categories, kinds)
    return kinds


def _only(table: str, entry: OfKind, entries: tuple[OfKind, ...], kinds: tuple[str, ...]) -> tuple[str, ...]:
    if entry.kind in kinds:
        return (entry.kind,)
    known = [other.name for other in enabled(entries) if other.kind in kinds]
    what = f"{words.word('entry', table)} ({', '.join(words.word('kind', kind) for kind in kinds)})"
    raise none_of(what, entry.name, known)


def kinds_grouped(schema: Schema, kinds: tuple[str, ...], by: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some kinds that can be grouped so: units have a size and an owner, places have not."""
    return tuple(kind for kind in kinds if all(_has(schema, kind, name) for name in by))


def _has(schema: Schema, kind: str, name: str) -> bool:
    someones = any(name in schema.node[other].by_name for other in SUBJECTS)
    return name in schema.node[kind].by_name or not someones
