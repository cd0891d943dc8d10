"""Area by category: the rate of every pair, for units and for places apart; nothing is added up across the two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphgov.coverage import NOWHERE, Rate
from graphgov.policy import enabled
from graphgov.report.refs import Ref, ref
from graphgov.report.scope import Scope
from graphgov.report.worst import SMALL_BASE, levels_below


class Cell(NamedTuple):
    """A rate, and whether its base is too small to say much."""

    rate: Rate
    small: bool


@dataclass(frozen=True)
class Row:
    """An area with its cells, in the order of `Matrix.categories` (None: nobody there), and all of them together.

    `above`: the ids of the areas around it that have rows of their own, the largest first.  `area` is None for what is
    known to no area of the first level.
    """

    area: Ref | None
    level: str
    above: tuple[str, ...]
    cells: tuple[Cell | None, ...]
    whole: Cell


@dataclass(frozen=True)
class Matrix:
    """The areas below a scope, each followed by those within it, by the categories of one kind of subject.

    `categories`: those of the story first, then in the order of the policy; only such as anybody is in.
    """

    kind: str
    levels: tuple[str, ...]
    categories: tuple[str, ...]
    rows: tuple[Row, ...]


def matrix(scope: Scope, kind: str, deepest: str = "community") -> Matrix:
    """The matrix of a kind of subject, down to a level of the territory."""
    below = levels_below(scope)
    levels = below[: below.index(deepest) + 1] if deepest in below else below
    categories = _categories(scope, kind)
    by_level = {level: _by_area(scope, kind, level) for level in levels}
    whole = {level: {rate.group[0]: rate for rate in scope.rates(kind, (level,))} for level in levels}
    places = {level: {key: _above(scope, key, levels[:depth]) for key in whole[level] if key}
              for depth, level in enumerate(levels)}  # fmt: skip
    keys = sorted((*above, key) for level in levels for key, above in places[level].items())
    depth = {(*above, key): level for level in levels for key, above in places[level].items()}
    rows = [_row(scope, key, depth[key], by_level, whole, categories) for key in keys]
    if levels and "" in whole[levels[0]]:
        rows.append(_row(scope, ("",), levels[0], by_level, whole, categories))
    return Matrix(kind, levels, categories, tuple(rows))


Cells = dict[str, dict[tuple[str, ...], Rate]]


def _categories(scope: Scope, kind: str) -> tuple[str, ...]:
    there = {rate.group[0] for rate in scope.rates(kind, ("category",)) if rate.base}
    entries = [entry for entry in enabled(scope.coverage.policy.categories) if entry.name in there]
    return tuple(entry.name for entry in sorted(entries, key=lambda entry: not entry.story))


def _by_area(scope: Scope, kind: str, level: str) -> dict[tuple[str, ...], Rate]:
    return {rate.group: rate for rate in scope.rates(kind, (level, "category"))}


def _above(scope: Scope, key: str, levels: tuple[str, ...]) -> tuple[str, ...]:
    """The ids of the areas of some levels that an area lies in."""
    territory, graph, node = scope.coverage.territory, scope.coverage.snapshot.graph, scope.homes[key]
    found = (int(getattr(territory, level)[node]) for level in levels)
    return tuple(str(graph.ids.at(area)) for area in found if area not in (NOWHERE, node))


def _row(
    scope: Scope, key: tuple[str, ...], level: str, by_level: Cells, whole: dict[str, dict[str, Rate]],
    categories: tuple[str, ...],
) -> Row:  # fmt: skip
    own = key[-1]
    found = (by_level[level].get((own, category)) for category in categories)
    area = ref(scope.coverage.snapshot.graph, scope.homes[own]) if own else None
    cells = tuple(_cell(rate) if rate is not None and rate.base else None for rate in found)
    return Row(area, level, key[:-1], cells, _cell(whole[level][own]))


def _cell(rate: Rate) -> Cell:
    return Cell(rate, rate.base < SMALL_BASE)
