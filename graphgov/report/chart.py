"""Where everything is on the map of linkages, as columns: the positions that every picture has (`view.layout`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graphgov.coverage import NOWHERE, STATES, SUBJECTS
from graphgov.coverage.rates import counts
from graphgov.graph import NULL
from graphgov.graph.columns import Ints
from graphgov.report.census import Census
from graphgov.report.packed import combinations, packed
from graphgov.schema import Layer
from graphgov.view.layout import Floats, Layout, layout

GRID = 1 << 16
"""The whole city is so many steps wide and high."""

INNER = 1 << 11
"""So many steps lead from the middle of a home to its edge."""


def chart(census: Census) -> dict[str, Any]:
    """Circles in a square of `grid` steps, y downwards; what is in a home by its steps from the home's middle.

    `areas` (in the order of their numbers): `x`, `y`, `r`; `rest`: [area, x, y, r] of what a division holds itself, and
    of what belongs nowhere (area -1).  `organizations` and `subjects`: `x` and `y` plus `inner`, in steps of which
    `inner` make the radius of the home; `mark`: the radius of such a mark for each home, areas first, then `rest`.
    `groups`: what is counted only together, `holder`, `home`, `x`, `y`, and how many in each state.
    `lines`: `from`, `to` (areas) and the `count` of linkages between them.
    """
    return _Chart(census, layout(census.coverage, census.scope.standard)).told()


@dataclass(frozen=True, eq=False)
class _Chart:
    census: Census
    layout: Layout

    @cached_property
    def box(self) -> tuple[float, float, float]:
        """Left, top, and the length of a side, of the square around everything."""
        circles = np.array([self.layout.circle(node) for node in self.census.areas.tolist()] + self._rests)
        circles = circles.reshape(-1, 3)
        if not len(circles):
            return 0.0, 0.0, 1.0
        low = (circles[:, :2] - circles[:, 2:]).min(axis=0)
        high = (circles[:, :2] + circles[:, 2:]).max(axis=0)
        return float(low[0]), float(low[1]), float(max(high - low))

    @cached_property
    def _holding(self) -> list[int]:
        """The divisions (and `NOWHERE`) that have a circle for what they hold themselves."""
        number = self.census.number
        return [node for node in self.layout.rest if node == NOWHERE or number[node] != NULL]

    @property
    def _rests(self) -> list[Any]:
        return [self.layout.rest[node] for node in self._holding]

    def _steps(self, values: Floats) -> Ints:
        return np.rint(values / self.box[2] * (GRID - 1)).astype(np.int32)

    def told(self) -> dict[str, Any]:
        census, plan = self.census, self.layout
        left, top, _ = self.box
        areas = {"x": plan.x[census.areas] - left, "y": plan.y[census.areas] - top, "r": plan.r[census.areas]}
        number = [NULL if node == NOWHERE else int(census.number[node]) for node in self._holding]
        rests = np.array(self._rests).reshape(-1, 3) - np.array([left, top, 0.0])
        return {
            "grid": GRID,
            "inner": INNER,
            "areas": {name: packed(self._steps(values)) for name, values in areas.items()},
            "rest": [[area, *circle] for area, circle in zip(number, self._steps(rests).tolist(), strict=True)],
            "organizations": self._inside(census.organizations, plan.home[census.organizations]),
            "subjects": self._inside(census.subjects, plan.home[census.subjects]),
            "mark": packed(self._marks()),
            "groups": self._groups(),
            "lines": self._lines(),
        }

    def _home(self, homes: Ints) -> Floats:
        """The circle of every home: that of what it holds itself, where it has one."""
        distinct, which = np.unique(homes, return_inverse=True)
        circles = [self.layout.rest.get(node) or self.layout.circle(node) for node in distinct.tolist()]
        found: Floats = np.array(circles).reshape(-1, 3)[which]
        return found

    def _inside(self, nodes: Ints, homes: Ints) -> dict[str, Any]:
        return self._offsets(self.layout.x[nodes], self.layout.y[nodes], homes)

    def _offsets(self, x: Floats, y: Floats, homes: Ints) -> dict[str, Any]:
        circle = self._home(homes)
        away = ((x - circle[:, 0]) / circle[:, 2], (y - circle[:, 1]) / circle[:, 2])
        return {
            name: packed(np.clip(np.rint(way * INNER) + INNER, 0, 2 * INNER).astype(np.int32))
            for name, way in zip(("x", "y"), away, strict=True)
        }

    def _marks(self) -> Ints:
        """The radius of a mark in every home, in steps of the grid; `NULL` where there is none."""
        census = self.census
        place = np.full(census.coverage.snapshot.graph.size + 1, NULL, np.int32)
        place[census.areas] = np.arange(len(census.areas))
        place[self._holding] = len(census.areas) + np.arange(len(self._holding))
        found = np.full(len(census.areas) + len(self._holding), NULL, np.int32)
        for nodes in (census.organizations, census.subjects):
            found[place[self.layout.home[nodes]]] = np.maximum(self._steps(self.layout.r[nodes]), 1)
        return found

    def _groups(self) -> dict[str, Any]:
        together, census = self.layout.together, self.census
        states = np.zeros((len(together.home), len(STATES)), np.int64)
        for kind in SUBJECTS:
            part = census.coverage.snapshot.slice_of(kind)
            group, own = together.group[part], census.scope.states(kind)
            states += counts(group[group >= 0], own[group >= 0], len(together.home))
        there = np.flatnonzero(states.any(axis=1))
        home = together.home[there]
        return {
            "holder": packed(census.number[together.holder[there]]),
            "home": packed(census.number[home]),
            **self._offsets(together.x[there], together.y[there], home),
            **{name: packed(states[there, place]) for place, name in enumerate(STATES)},
        }

    def _lines(self) -> dict[str, Any]:
        """Linkages between communities, both ways together."""
        census, home = self.census, self.layout.home
        pairs = [np.zeros((0, 2), np.int32)]
        for kind in census.coverage.snapshot.schema.layer(Layer.LINKAGE):
            edges = census.coverage.snapshot.edges(kind.name)
            ends = np.column_stack([census.number[home[edges.src]], census.number[home[edges.dst]]])
            pairs.append(np.sort(ends[(ends != NULL).all(axis=1) & (ends[:, 0] != ends[:, 1])], axis=1))
        every = np.concatenate(pairs)
        codes, distinct = combinations(list(every.T), len(every))
        return {
            "from": packed(distinct[:, 0]),
            "to": packed(distinct[:, 1]),
            "count": packed(np.bincount(codes, minlength=len(distinct))),
        }
