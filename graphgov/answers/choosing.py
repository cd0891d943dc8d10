"""Which nodes a command is asked about: names on the command line as a mask over all nodes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graphgov import words
from graphgov.answers.questions import Where
from graphgov.answers.showing import label
from graphgov.coverage import Coverage
from graphgov.errors import BadOption
from graphgov.graph.columns import Mask
from graphgov.names import find_node

KIND = {"district": "Division", "street": "Division", "community": "Community"}


def named(coverage: Coverage, where: Where) -> dict[str, int]:
    """The nodes that are named, by level.

    Raises UnknownName when nothing, or more than one thing, is called so, and BadOption when a street is given where
    a district is asked for, or the other way round.
    """
    found = {}
    for level, kind in KIND.items():
        text = getattr(where, level)
        if text is not None:
            found[level] = find_node(coverage.snapshot.graph, text, (kind,))
            _check_level(coverage, level, found[level])
    return found


def chosen(coverage: Coverage, where: Where) -> Mask | None:
    """The nodes (mask over all) that belong, on the day, to everything that is named; None when nothing is."""
    return belonging(coverage, named(coverage, where))


def belonging(coverage: Coverage, places: Mapping[str, int]) -> Mask | None:
    """The nodes that belong, on the day, to all of these nodes, by level; None when there are none of them."""
    masks = [getattr(coverage.territory, level) == node for level, node in places.items()]
    return np.logical_and.reduce(masks) if masks else None


def place_line(coverage: Coverage, where: Where) -> tuple[str, ...]:
    """The part of the territory that is asked about, as a line; no line when all of it is."""
    names = [label(coverage.snapshot.graph, node) for node in named(coverage, where).values()]
    return (" ".join(names),) if names else ()


def _check_level(coverage: Coverage, level: str, node: int) -> None:
    graph = coverage.snapshot.graph
    found = coverage.territory.level(node) if graph.kind_of(node) == "Division" else "community"
    if found != level:
        called = words.word("value", "Division", "type", found)
        raise BadOption("other_level", option=f"--{level}", name=graph.label(node), found=called)
