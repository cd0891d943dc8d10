"""What a report is about: a coverage under one standard, in the whole city or one area, beside an earlier day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from graphgov.coverage import NOWHERE, Coverage, Rate, rates, whole
from graphgov.coverage.states import ABSENT, BLIND
from graphgov.graph.columns import Codes, Mask


@dataclass(frozen=True, eq=False)
class Scope:
    """A coverage and what of it is asked: `standard`; `area`, a division or community (`NOWHERE`: everything).

    `before` is what it is compared with: the same graph on another day or under another policy.  Masks are over the
    subjects of a kind, aligned with `Coverage.states`.
    """

    coverage: Coverage
    standard: str
    before: Coverage | None = None
    area: int = NOWHERE

    def earlier(self) -> Scope | None:
        """The same question to what it is compared with."""
        return None if self.before is None else replace(self, coverage=self.before, before=None)

    @cached_property
    def homes(self) -> dict[str, int]:
        """Every community and division by its id: a few thousand, where looking one up among all takes long."""
        graph = self.coverage.snapshot.graph
        parts = (self.coverage.snapshot.slice_of(kind) for kind in ("Division", "Community"))
        return {str(graph.ids.at(node)): node for part in parts for node in range(part.start, part.stop)}

    def nodes(self) -> Mask | None:
        """Which nodes (mask over all) belong to the area on the day; None for everything."""
        return None if self.area == NOWHERE else self.coverage.territory.within(self.area)

    def inside(self, kind: str) -> Mask:
        """Which subjects of a kind belong to the area on the day."""
        part = self.coverage.snapshot.slice_of(kind)
        nodes = self.nodes()
        return np.ones(part.stop - part.start, bool) if nodes is None else nodes[part]

    def states(self, kind: str, standard: str | None = None) -> Codes:
        """The states of the subjects of a kind; `ABSENT` for those outside the area."""
        states = self.coverage.states(kind, standard or self.standard)
        return states if self.area == NOWHERE else np.where(self.inside(kind), states, np.int8(ABSENT))

    def blind(self, kind: str) -> Mask:
        """Which subjects of a kind are blind spots in the area."""
        mask: Mask = self.states(kind) == BLIND
        return mask

    def rates(self, kind: str, by: tuple[str, ...] = (), standard: str | None = None) -> tuple[Rate, ...]:
        """The rates of the subjects in the area, by what they are grouped by."""
        among = None if self.area == NOWHERE else self.inside(kind)
        return rates(self.coverage, kind, by, standard or self.standard, None, among)

    def rate(self, kind: str, standard: str | None = None, among: Mask | None = None) -> Rate:
        """The rate of all subjects of a kind in the area (and in a mask); that of nothing when there are none."""
        mask = self.inside(kind) if among is None else self.inside(kind) & among
        return whole(self.coverage, kind, standard or self.standard, None, mask)
