"""All findings of a name as an array of nodes: they are counted at once, and worded when they are shown.

A city of a million units has a million findings; each as a value, with its identity and its words, takes a minute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graphgov.coverage import Coverage
from graphgov.findings.model import Found, found
from graphgov.findings.nodes import Whole, stated_details, with_state
from graphgov.graph.columns import Mask
from graphgov.policy import Finding, StateFinding


@dataclass(frozen=True, eq=False)
class Several:
    """The findings of one name, in their order; `nodes` says on which node each is.

    `made` are the findings themselves where they had to be made to be found (ties, counts, claims); None: they are not.
    """

    coverage: Coverage
    finding: Finding
    nodes: Whole
    made: tuple[Found, ...] | None

    def count(self, nodes: Mask | None = None) -> int:
        """How many are on some nodes (mask over all); None: on any."""
        return len(self.nodes) if nodes is None else int(nodes[self.nodes].sum())

    def first(self, most: int, nodes: Mask | None = None) -> Iterator[Found]:
        """The first of those on some nodes."""
        places = np.arange(len(self.nodes)) if nodes is None else np.flatnonzero(nodes[self.nodes])
        places = places[:most]
        if self.made is not None:
            yield from (self.made[place] for place in places.tolist())
            return
        assert isinstance(self.finding, StateFinding)
        chosen = self.nodes[places]
        details = stated_details(self.coverage, self.finding, chosen)
        for node, detail in zip(chosen.tolist(), details, strict=True):
            yield found(self.coverage, self.finding, node, detail)


def of_states(coverage: Coverage, finding: StateFinding) -> Several:
    """The findings of a condition on what a subject is and on what reaches it."""
    return Several(coverage, finding, with_state(coverage, finding), None)


def of_made(coverage: Coverage, finding: Finding, made: Iterator[Found]) -> Several:
    """Findings that have been made already."""
    every = tuple(made)
    return Several(coverage, finding, np.array([each.node for each in every], np.int64), every)
