"""What lists of subjects are filtered by, as few distinct combinations: a page looks at those and not at every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from graphgov.coverage import SUBJECTS, view_mask
from graphgov.coverage.form import form_codes, quadrant_codes
from graphgov.coverage.listing import stated_none
from graphgov.findings import having
from graphgov.graph import NULL
from graphgov.graph.columns import Codes, Ints, Mask
from graphgov.policy import enabled
from graphgov.report.packed import combinations
from graphgov.report.scope import Scope
from graphgov.report.traits import TRAITS, trait, traits_of

Values = Ints | Mask | Codes


@dataclass(frozen=True, eq=False)
class Facet:
    """A code for every row and, for each code, what it stands for, as plain values."""

    codes: Ints
    values: list[object]


@dataclass(frozen=True, eq=False)
class Facets:
    """The facets of nodes (numbers over the whole graph), all of them subjects.

    Names of standards, findings, traits and views are told by their places in the tuples of the same name.
    """

    scope: Scope
    nodes: Ints

    @property
    def standards(self) -> tuple[str, ...]:
        """The standards that are in force."""
        return tuple(entry.name for entry in enabled(self.scope.coverage.policy.standards))

    @cached_property
    def findings(self) -> tuple[str, ...]:
        """The findings that are in force."""
        return tuple(entry.name for entry in enabled(self.scope.coverage.policy.findings))

    @property
    def traits(self) -> tuple[str, ...]:
        """The traits that there are."""
        return tuple(TRAITS)

    @property
    def views(self) -> tuple[str, ...]:
        """The cross views that are in force."""
        return tuple(entry.name for entry in enabled(self.scope.coverage.policy.views))

    def states(self) -> Facet:
        """[the code of the state under each standard, one digit each; the place in `QUADRANTS`; stated none: 0 or 1].

        A digit is the place in `coverage.STATES`.
        """
        coverage = self.scope.coverage
        columns = [self._over(partial(coverage.states, standard=name)) for name in self.standards]
        columns.append(self._over(lambda kind: quadrant_codes(coverage, kind)))
        columns.append(self._over(lambda kind: stated_none(coverage, kind)))
        codes, rows = combinations(columns, len(self.nodes))
        return Facet(codes, [["".join(map(str, row[:-2])), *row[-2:]] for row in rows.tolist()])

    def found(self) -> Facet:
        """The places of the findings on it, in the order of `findings`."""
        return self._sets([having(self.scope.coverage, name)[self.nodes] for name in self.findings])

    def marks(self) -> Facet:
        """[its row of the official form (a place in `FORM`, or `NULL`); places of its traits; places of its views]."""
        coverage = self.scope.coverage
        form = self._over(self._form)
        traits = [self._over(partial(self._trait, name)) for name in self.traits]
        views = [self._over(partial(view_mask, coverage, view)) for view in enabled(coverage.policy.views)]
        codes, rows = combinations([form, *traits, *views], len(self.nodes))
        split = 1 + len(traits)
        return Facet(codes, [[row[0], _places(row[1:split]), _places(row[split:])] for row in rows.tolist()])

    def _form(self, kind: str) -> Ints | None:
        """Of units that the form counts, as `official_form` does; of all others none."""
        if kind != "Unit":
            return None
        coverage = self.scope.coverage
        counted = coverage.base(kind, coverage.denominator(kind))[0] & ~coverage.exempt(kind)
        return np.where(counted, form_codes(coverage), NULL).astype(np.int32)

    def _trait(self, name: str, kind: str) -> Mask | None:
        return trait(self.scope.coverage, kind, name) if name in traits_of(self.scope.coverage, kind) else None

    def _sets(self, masks: list[Mask]) -> Facet:
        codes, rows = combinations([mask.astype(np.int32) for mask in masks], len(self.nodes))
        return Facet(codes, [_places(row) for row in rows.tolist()])

    def _over(self, of_kind: Callable[[str], Values | None]) -> Ints:
        """An array over the subjects of each kind as one over the nodes; `NULL` for a kind that has none."""
        every = np.full(self.scope.coverage.snapshot.graph.size, NULL, np.int32)
        for kind in SUBJECTS:
            values = of_kind(kind)
            if values is not None:
                every[self.scope.coverage.snapshot.slice_of(kind)] = values
        chosen: Ints = every[self.nodes]
        return chosen


def _places(row: Sequence[int]) -> list[int]:
    return [place for place, there in enumerate(row) if there == 1]
