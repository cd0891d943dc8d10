"""Who stands in the one file: areas, organizations and subjects by name, and what is counted only together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graphgov.coverage import NOWHERE, SUBJECTS, Coverage
from graphgov.coverage.listing import in_order, is_category
from graphgov.graph import NULL
from graphgov.graph.columns import Ints, Mask
from graphgov.policy import enabled
from graphgov.report.packed import combinations
from graphgov.report.scope import Scope
from graphgov.schema import Layer

STEPS = 2
"""Ties that a proving path has at most: what is so far away from an area is named in its report."""

Whole = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, eq=False)
class Census:
    """The nodes of a scope that hold on the day, in the order in which the file numbers them: from 0, without gaps.

    Areas first, then party organizations, then subjects: units, then places, each as a list of blind spots has them.
    Units of a container category (individual businesses) have no number: what is one person's is told in sums only.
    """

    scope: Scope

    @property
    def coverage(self) -> Coverage:
        """What is told."""
        return self.scope.coverage

    @cached_property
    def together(self) -> Mask:
        """Which nodes are counted only together."""
        coverage, mask = self.coverage, np.zeros(self.coverage.snapshot.graph.size, bool)
        for entry in enabled(coverage.policy.categories):
            if entry.container:
                mask[coverage.snapshot.slice_of(entry.kind)] |= is_category(coverage, entry.kind, entry.name)
        return mask

    def _there(self, kind: str) -> Ints:
        """The nodes of a kind that hold on the day and, of subjects, belong to the area; in the graph's order."""
        part, alive = self.coverage.snapshot.slice_of(kind), self.coverage.snapshot.alive
        mask = alive[part] & (self.scope.inside(kind) if kind in SUBJECTS else self._near[part])
        nodes: Ints = (np.flatnonzero(mask) + part.start).astype(np.int32)
        return nodes

    @cached_property
    def _near(self) -> Mask:
        """Which areas and organizations an area has to do with: its own, and what reaches in, with where that is."""
        inside, territory = self.scope.nodes(), self.coverage.territory
        if inside is None:
            return np.ones(self.coverage.snapshot.graph.size, bool)
        near = inside.copy()
        for _ in range(STEPS):
            reached = near.copy()
            for kind in self.coverage.snapshot.schema.edges:
                if kind.layer == Layer.PLACE:
                    continue
                edges = self.coverage.snapshot.edges(kind.name)
                reached[edges.src[near[edges.dst]]] = True
                reached[edges.dst[near[edges.src]]] = True
            near = reached
        for nodes in (territory.responsible[inside], territory.community[near], territory.division[near]):
            near[nodes[nodes != NOWHERE]] = True
        areas = np.flatnonzero(near & (territory.parent != NOWHERE))
        while len(areas):
            above = np.unique(territory.parent[areas])
            areas = above[(above != NOWHERE) & ~near[above]]
            near[areas] = True
        return near

    @cached_property
    def areas(self) -> Ints:
        """Divisions and communities."""
        return np.concatenate([self._there("Division"), self._there("Community")])

    @cached_property
    def organizations(self) -> Ints:
        """Party organizations."""
        return self._there("PartyOrganization")

    @cached_property
    def subjects(self) -> Ints:
        """Units and places that are shown one by one."""
        parts = []
        for kind in SUBJECTS:
            nodes = self._there(kind)
            parts.append(in_order(self.coverage, kind, nodes[~self.together[nodes]]))
        return np.concatenate(parts)

    @cached_property
    def held(self) -> Ints:
        """Units and places that are counted only together."""
        nodes = np.concatenate([self._there(kind) for kind in SUBJECTS])
        held: Ints = nodes[self.together[nodes]]
        return held

    @cached_property
    def holders(self) -> Ints:
        """For each of `held` the place, else the community, that holds it; `NOWHERE`: neither is known."""
        place = self.coverage.territory.place[self.held]
        return np.where(place == NOWHERE, self.coverage.territory.community[self.held], place).astype(np.int32)

    @cached_property
    def named(self) -> Ints:
        """All nodes with a number, in the order of their numbers."""
        return np.concatenate([self.areas, self.organizations, self.subjects])

    @cached_property
    def number(self) -> Ints:
        """The number of every node of the graph; `NULL` for those that have none.  ``number[NOWHERE]`` is `NULL`."""
        number = np.full(self.coverage.snapshot.graph.size + 1, NULL, np.int32)
        number[self.named] = np.arange(len(self.named), dtype=np.int32)
        return number


@dataclass(frozen=True, eq=False)
class Sums:
    """What is counted together: of `units` subjects each, which are alike in every column that is kept.

    `first`: one of them, by its place among all that were given.  `employees`: the sum of the numbers known, `NULL`
    when none is.
    """

    first: Ints
    units: Whole
    employees: Whole


def summed(columns: list[Ints], employees: Ints) -> Sums:
    """Rows that are equal in all columns, as one row each, in the order of the columns."""
    codes, distinct = combinations(columns, len(employees))
    order = np.lexsort(distinct.T[::-1]) if len(distinct) else np.zeros(0, np.intp)
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    codes, size = rank[codes], len(order)
    first = np.zeros(size, np.int32)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1, dtype=np.int32)
    known = np.bincount(codes, employees != NULL, minlength=size) > 0
    people = np.bincount(codes, np.where(employees == NULL, 0, employees), minlength=size)
    return Sums(
        first, np.bincount(codes, minlength=size).astype(np.int64), np.where(known, people, NULL).astype(np.int64)
    )
