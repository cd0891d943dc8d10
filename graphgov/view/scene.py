"""What all pictures of one day, standard and language share: figures, positions, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphgov import words
from graphgov.coverage import NOWHERE, SUBJECTS, Coverage, percent
from graphgov.coverage.rates import counts
from graphgov.coverage.states import BLIND, CLAIMED, COVERED, UNKNOWN
from graphgov.files.writers import plain, shortened
from graphgov.graph.columns import Codes, Ints
from graphgov.network import Network, network
from graphgov.schema import Layer
from graphgov.view.layout import Layout, layout

LONGEST = 80
"""Names in pictures are cut after so many columns."""


@dataclass(frozen=True)
class Tally:
    """Subjects of one kind in an area, by state (as `STATES`)."""

    kind: str
    by_state: tuple[int, ...]

    @property
    def covered(self) -> int:
        """How many are covered."""
        return self.by_state[COVERED]

    @property
    def blind(self) -> int:
        """How many are blind spots."""
        return self.by_state[BLIND]

    @property
    def base(self) -> int:
        """How many there are in the denominator."""
        return sum(self.by_state[state] for state in (COVERED, CLAIMED, UNKNOWN, BLIND))


@dataclass(frozen=True, eq=False)
class Scene:
    """A coverage looked at under a standard, in a language; what pictures are made of.

    `denominators` are those of the kinds of subject; `layer` is the layer of the ties that are drawn.
    """

    coverage: Coverage
    standard: str
    lang: str
    denominators: dict[str, str]
    layer: str = Layer.LINKAGE

    @cached_property
    def layout(self) -> Layout:
        """Where everything is."""
        return layout(self.coverage, self.standard)

    @cached_property
    def network(self) -> Network:
        """The ties that are drawn."""
        return network(self.coverage.snapshot, self.layer)

    def id(self, node: int) -> str:
        """A node's id; empty for `NOWHERE`."""
        return "" if node == NOWHERE else str(self.coverage.snapshot.graph.ids.at(node))

    def name(self, node: int) -> str:
        """A node's name, else its id, on one line and not too long; what belongs nowhere is called so."""
        if node == NOWHERE:
            return self.word("message", "group_no_community")
        return shortened(plain(self.coverage.snapshot.graph.label(node)), LONGEST)

    def word(self, *path: str) -> str:
        """A word of the catalogue."""
        return words.word(*path, lang=self.lang)

    def say(self, key: str, **fields: object) -> str:
        """A sentence of the table ``picture`` of the catalogue."""
        return words.say("picture", key, self.lang, **fields)

    def value(self, kind: str, name: str, value: str) -> str:
        """The label of a property's value."""
        return words.value_word(kind, name, value, self.lang)

    @cached_property
    def basis(self) -> str:
        """The line that says of which day, under which standard, of whom."""
        named = [words.word("denominator", name, lang=self.lang) for name in self.denominators.values()]
        parts = (
            words.say("message", "as_of", self.lang, day=self.coverage.snapshot.day),
            words.say("message", "by_standard", self.lang, standard=self.word("standard", self.standard)),
            words.say("message", "of_denominator", self.lang, denominator=self.word("message", "comma").join(named)),
        )
        return self.word("message", "between").join(parts)

    def tally(self, kind: str, node: int) -> Tally:
        """The subjects of a kind in a community or division and everything below it."""
        return self._tally(kind, self._sums[kind][node - NOWHERE])

    def own(self, kind: str, node: int) -> Tally:
        """The subjects of a kind that a division holds itself, or (`NOWHERE`) that belong nowhere."""
        return self._tally(kind, self._tables[kind][node - NOWHERE])

    def whole(self, kind: str) -> Tally:
        """All subjects of a kind."""
        return self._tally(kind, self._tables[kind].sum(axis=0))

    def _tally(self, kind: str, row: Ints) -> Tally:
        return Tally(kind, tuple(row.tolist()))

    @cached_property
    def _tables(self) -> dict[str, Ints]:
        """For each kind of subject a table: a row for `NOWHERE`, then for every community and division, by state."""
        snapshot = self.coverage.snapshot
        rows = max(snapshot.slice_of(kind).stop for kind in ("Division", "Community")) - NOWHERE
        return {
            kind: counts(self.layout.home[snapshot.slice_of(kind)] - NOWHERE, self.states(kind), rows)
            for kind in self.denominators
        }

    @cached_property
    def _sums(self) -> dict[str, Ints]:
        """The same tables, with everything below a division added to its own."""
        parent = self.coverage.territory.parent
        sums = {kind: table.copy() for kind, table in self._tables.items()}
        for kind, table in self._tables.items():
            for row in np.flatnonzero(table.any(axis=1)).tolist():
                above = row + NOWHERE
                while above != NOWHERE and (above := int(parent[above])) != NOWHERE:
                    sums[kind][above - NOWHERE] += table[row]
        return sums

    def states(self, kind: str) -> Codes:
        """The code of the state of every subject of a kind."""
        return self.coverage.states(kind, self.standard, self.denominators[kind])

    def told(self, *tallies: Tally) -> str:
        """Tallies in words, a line for each kind that is there: how many are covered of how many, how many blind."""
        return "\n".join(
            self.say(
                "tally", kind=self.word("kind", tally.kind), covered=tally.covered, base=tally.base,
                rate=percent(tally.covered, tally.base), blind=tally.blind,
            )
            for tally in tallies
            if any(tally.by_state)
        ) or self.say("nobody")  # fmt: skip


def scene(
    coverage: Coverage,
    standard: str | None = None,
    lang: str | None = None,
    denominators: Mapping[str, str] | None = None,
    layer: str = Layer.LINKAGE,
) -> Scene:
    """What pictures are made of; by default the policy's standard and denominators, and the language in force."""
    asked = denominators or {}
    return Scene(
        coverage,
        coverage.policy.standard(standard or coverage.policy.default_standard).name,
        lang or words.language(),
        {kind: coverage.denominator(kind, asked.get(kind)) for kind in SUBJECTS},
        layer,
    )
