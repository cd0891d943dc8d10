"""Where it is worst: groups by number of blind spots and by rate, and who has to see to each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphgov.coverage import NOWHERE, Coverage, Rate
from graphgov.report.refs import Ref, ref
from graphgov.report.scope import Scope
from graphgov.view import areas

LEVELS = ("district", "street", "community")
"""Levels of the territory that are compared, from above."""

MOST_RANKED = 5
"""So many stand in each list."""

SMALL_BASE = 5
"""Groups of fewer subjects have no place among the rates: one subject would be twenty points and more."""


class Ranked(NamedTuple):
    """A group with its rate and the organization that has to see to it; None: nobody is known."""

    group: Ref
    rate: Rate
    responsible: Ref | None


@dataclass(frozen=True)
class Worst:
    """The groups of one level with the most blind spots, and those with the lowest rates.

    `groups`: how many there are, `small` of them too small to be ranked by rate.  `nowhere`: blind spots of no group.
    """

    by: str
    most: tuple[Ranked, ...]
    lowest: tuple[Ranked, ...]
    groups: int
    small: int
    nowhere: int


def worst(scope: Scope, kind: str) -> tuple[Worst, ...]:
    """The levels below the area of a scope, and the organizations that are responsible."""
    return tuple(_level(scope, kind, by) for by in (*levels_below(scope), "responsible"))


def levels_below(scope: Scope) -> tuple[str, ...]:
    """The levels of the territory that lie below the area of a scope."""
    level = level_of(scope)
    return LEVELS[LEVELS.index(level) + 1 :] if level in LEVELS else LEVELS


def level_of(scope: Scope) -> str:
    """The level of the area of a scope; empty for the whole."""
    return "" if scope.area == NOWHERE else areas.level_of(scope.coverage.territory, scope.area)


def _level(scope: Scope, kind: str, by: str) -> Worst:
    found = scope.rates(kind, (by,))
    groups = [rate for rate in found if rate.group[0] and rate.base]
    most = sorted((rate for rate in groups if rate.blind), key=lambda rate: (-rate.blind, rate.rate, rate.group))
    ranked = [rate for rate in groups if rate.base >= SMALL_BASE]
    lowest = sorted((rate for rate in ranked if rate.blind), key=lambda rate: (rate.rate, -rate.blind, rate.group))
    return Worst(
        by, _ranked(scope, by, most[:MOST_RANKED]), _ranked(scope, by, lowest[:MOST_RANKED]), len(groups),
        len(groups) - len(ranked), sum(rate.blind for rate in found if not rate.group[0]),
    )  # fmt: skip


def _ranked(scope: Scope, by: str, found: list[Rate]) -> tuple[Ranked, ...]:
    return tuple(_row(scope, by, rate) for rate in found)


def _row(scope: Scope, by: str, rate: Rate) -> Ranked:
    (key,), (label,) = rate.group, rate.labels
    if by == "responsible":
        return Ranked(Ref(key, label, "PartyOrganization"), rate, None)
    node = scope.homes[key]
    graph = scope.coverage.snapshot.graph
    return Ranked(Ref(key, label, graph.kind_of(node)), rate, ref(graph, in_charge(scope.coverage, node)))


def in_charge(coverage: Coverage, area: int) -> int:
    """The organization that has to see to an area: the one named, else the area's own; `NOWHERE` without one."""
    named = int(coverage.territory.responsible[area])
    return int(coverage.territory.committee[area]) if named == NOWHERE else named
