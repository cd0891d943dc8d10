"""Divisions and communities as circles in circles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from graphgov.coverage import NOWHERE, Territory
from graphgov.view.packing import Circle, enclosing, pack

_APART, _MARGIN = 1.08, 1.05
"""Neighbours are packed, and circles are closed around them, with so much room."""

Circles = dict[int, Circle]


def nested(territory: Territory, radius: Mapping[int, float]) -> tuple[Circles, Circles]:
    """The circles of the divisions and communities that hold, and of what divisions hold themselves.

    `radius` says how large a community is (1 where it says nothing), and of a division how large is what it holds
    itself; under `NOWHERE` that of what belongs nowhere, which has a circle beside all others.
    """
    snapshot, below = territory.snapshot, dict[int, list[tuple[int, bool]]]()
    divisions, communities = (
        [node for node in range(part.start, part.stop) if snapshot.alive[node]]
        for part in (snapshot.slice_of("Division"), snapshot.slice_of("Community"))
    )
    # (division, True) stands for what it holds itself.
    for node in (NOWHERE, *divisions):
        below[node] = [(node, True)] if node in radius else []
    for node in (*divisions, *communities):
        below[int(territory.parent[node])].append((node, False))
    return _placed(_packed(below, radius))


class _Part(NamedTuple):
    """Something in a division, about the division's middle; `own`: what the division holds itself."""

    node: int
    own: bool
    circle: Circle


def _packed(below: Mapping[int, list[tuple[int, bool]]], radius: Mapping[int, float]) -> dict[int, list[_Part]]:
    """What is in every division, packed from the bottom up: those below a division come before it."""
    order = [NOWHERE]
    for node in order:  # it grows while it is walked
        order += [child for child, own in below[node] if child in below and not own]
    inner, whole = dict[int, list[_Part]](), dict[int, float]()
    for node in reversed(order):
        parts = [
            (whole[child] if child in whole and not own else radius.get(child, 1.0), child, own)
            for child, own in below[node]
        ]
        parts.sort(key=lambda part: (-part[0], part[1], part[2]))
        packed = pack([size * _APART for size, _, _ in parts])
        around = enclosing(packed)
        whole[node] = max(around.r * _MARGIN, 1.0)
        inner[node] = [
            _Part(child, own, Circle(circle.x - around.x, circle.y - around.y, size))
            for (size, child, own), circle in zip(parts, packed, strict=True)
        ]
    return inner


def _placed(inner: dict[int, list[_Part]]) -> tuple[Circles, Circles]:
    """Every circle where it is in the whole, from the top down."""
    circles, rest = Circles(), Circles()
    for node in reversed(inner):
        middle = circles.get(node, Circle(0.0, 0.0, 0.0))
        for child, own, (x, y, r) in inner[node]:
            (rest if own else circles)[child] = Circle(middle.x + x, middle.y + y, r)
    return circles, rest
