"""Lines between marks: all ties of two marks as one, with what they are and how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from graphgov.graph.columns import Ints
from graphgov.network import Network
from graphgov.view import colours
from graphgov.view.picture import Entry, Mark, Tie
from graphgov.view.scene import Scene

NO_MARK = -1


Bundles = dict[tuple[int, int], dict[str, int]]
"""Pairs of marks by their places, the smaller first, each with how many ties there are of each kind."""


def bundled(network: Network, ends: Ints) -> Bundles:
    """The ties of a network between marks.

    `ends` gives for every node the place of the mark that its ties lead to; ties with an end of which it is `NO_MARK`,
    and those from a mark to itself, are left out.
    """
    src, dst = ends[network.src], ends[network.dst]
    there = (src != dst) & (src != NO_MARK) & (dst != NO_MARK)
    rows = np.stack([np.minimum(src, dst)[there], np.maximum(src, dst)[there], network.kind[there]], axis=1)
    found, number = np.unique(rows, axis=0, return_counts=True)
    bundles: Bundles = {}
    for (a, b, kind), count in zip(found.tolist(), number.tolist(), strict=True):
        bundles.setdefault((a, b), {})[network.kinds[kind]] = count
    return bundles


def lines(scene: Scene, marks: Sequence[Mark], bundles: Bundles) -> tuple[Tie, ...]:
    """A tie for every pair, with its words."""
    return tuple(_line(scene, marks[a], marks[b], tuple(number.items())) for (a, b), number in bundles.items())


def _line(scene: Scene, source: Mark, target: Mark, number: tuple[tuple[str, int], ...]) -> Tie:
    told = scene.word("message", "comma").join(f"{scene.word('edge', kind)} {count}" for kind, count in number)
    return Tie(source.id, target.id, number, scene.say("tie", source=source.name, target=target.name, ties=told))


def line_entries(scene: Scene, ties: Sequence[Tie]) -> tuple[Entry, ...]:
    """What the lines of a picture mean, with how many ties of each kind they stand for."""
    number: Counter[str] = Counter()
    for tie in ties:
        number.update(dict(tie.number))
    order = [kind.name for kind in scene.coverage.snapshot.schema.edges if number[kind.name]]
    found = [Entry("line", kind, scene.word("edge", kind), scene.say("ties", count=number[kind])) for kind in order]
    if any(tie.kind == colours.OTHER_LINE.key for tie in ties):
        found.append(Entry("line", colours.OTHER_LINE.key, scene.say("several_kinds")))
    return tuple(found)
