"""Where nodes stand and which colour they have in files for Gephi: as in our own pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphgov.coverage import STATES, SUBJECTS, Coverage
from graphgov.coverage.states import ABSENT
from graphgov.graph.columns import Ints
from graphgov.view.colours import COLOURS, NOTHING, ORGANIZATION, Colour, shade
from graphgov.view.layout import Floats
from graphgov.view.scene import scene

SCALE = 10.0
"""Gephi's unit in ours, so that the smallest nodes are not too small for its screen."""

PALETTE = tuple(COLOURS.values())

_PLACE = {colour.key: place for place, colour in enumerate(PALETTE)}

_HOLLOW = "#ffffff"


@dataclass(frozen=True, eq=False)
class Looks:
    """Arrays over all nodes: `x`, `y` (upwards), `size` (nan: nowhere), and `colour`, a place in `PALETTE`."""

    x: Floats
    y: Floats
    size: Floats
    colour: Ints


def looks(coverage: Coverage, standard: str) -> Looks:
    """The looks of every node that holds on the day; of the others nan and the colour of nothing."""
    seen, snapshot = scene(coverage, standard), coverage.snapshot
    colour = np.full(snapshot.graph.size, _PLACE[NOTHING.key], np.int32)
    colour[snapshot.slice_of("PartyOrganization")] = _PLACE[ORGANIZATION.key]
    of_state = np.array([_PLACE[state] for state in STATES] + [_PLACE[NOTHING.key]], np.int32)
    for kind in SUBJECTS:
        states = seen.states(kind)
        colour[snapshot.slice_of(kind)] = of_state[np.where(states == ABSENT, len(STATES), states)]
    for kind in ("Division", "Community"):
        part = snapshot.slice_of(kind)
        for node in range(part.start, part.stop):
            units = seen.tally("Unit", node)
            colour[node] = _PLACE[shade(units.covered, units.base).key]
    places = seen.layout
    x, y, size = SCALE * places.x, -SCALE * places.y, SCALE * places.r
    for kind in ("Division", "Community"):
        # A disc would cover what is in it: a mark at the top of its circle stands for it.
        part = snapshot.slice_of(kind)
        y[part] += size[part]
        size[part] = np.where(np.isnan(size[part]), np.nan, SCALE)
    return Looks(x, y, size, colour)


def seen_colour(colour: Colour) -> tuple[int, int, int]:
    """Red, green and blue of a colour on white paper: of a hollow mark those of its outline."""
    shown = colour.line if colour.fill == _HOLLOW else colour.fill
    red, green, blue = (int(shown[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue
