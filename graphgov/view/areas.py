"""Pictures of a city, a district or a street: circles in circles, coloured by rate, with the ties between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from graphgov.coverage import NOWHERE, Territory
from graphgov.graph.columns import Ints
from graphgov.view import colours
from graphgov.view.lines import NO_MARK, Bundles, bundled, line_entries, lines
from graphgov.view.picture import AREA, BUBBLE, Entry, Mark, Picture, Tie
from graphgov.view.scene import Scene

LEVELS = ("community", "street", "district", "city")
"""What circles can stand for, the smallest first."""

MOST_BUBBLES = 3000
"""Communities are drawn up to so many; beyond, streets are the smallest circles, then districts."""

MOST_LINES = 300
"""Ties are summed between communities up to so many lines; beyond, between streets, then between districts."""


def city(scene: Scene, finest: str = "community") -> Picture:
    """Everything: districts, streets, communities, and ties between them.

    `finest`: circles stand for no smaller level of `LEVELS`.
    """
    return division(scene, NOWHERE, finest)


def division(scene: Scene, top: int, finest: str = "community") -> Picture:
    """One division and what is below it; `NOWHERE`: everything."""
    shown = _shown(scene, top, finest)
    marks = _marks(scene, shown)
    ties = _ties(scene, shown, marks)
    steps = trail(scene, top)
    return Picture(
        steps[-1][1], scene.coverage.snapshot.day, scene.standard, scene.lang, scene.basis, marks, ties,
        _legend(scene, marks, ties), steps,
    )  # fmt: skip


def trail(scene: Scene, node: int) -> tuple[tuple[str, str], ...]:
    """From the whole to a node: (id, name) of every division above it and of itself.

    The whole has an empty id; it is called after the division that everything is in, where there is one.
    """
    parent, steps = scene.coverage.territory.parent, list[int]()
    tops = [node for node in _homes(scene) if parent[node] == NOWHERE]
    named = tops[0] if len(tops) == 1 else NOWHERE
    while node not in (NOWHERE, named):
        steps.append(node)
        node = int(parent[node])
    whole = scene.say("whole") if named == NOWHERE else scene.name(named)
    return (("", whole), *((scene.id(step), scene.name(step)) for step in reversed(steps)))


@dataclass(frozen=True, eq=False)
class _Shown:
    """Which divisions and communities are drawn: as areas, as bubbles, and those whose own subjects are a bubble.

    `level` is the level of the smallest circles.
    """

    areas: tuple[int, ...]
    bubbles: tuple[int, ...]
    rests: tuple[int, ...]
    level: str


def _shown(scene: Scene, top: int, finest: str) -> _Shown:
    territory, below = scene.coverage.territory, _below(scene, top)
    level = {node: level_of(territory, node) for node in below}
    number = Counter(level.values())
    place = next((i for i in range(LEVELS.index(finest), 3) if number[LEVELS[i]] <= MOST_BUBBLES), 2)
    seen = [node for node in below if LEVELS.index(level[node]) >= place or node == top]
    around = {top, *(int(territory.parent[node]) for node in seen)}
    areas = [node for node in seen if node in around]
    held = [*areas, *([NOWHERE] if top == NOWHERE else [])]
    rests = [node for node in held if any(any(scene.own(kind, node).by_state) for kind in scene.denominators)]
    return _Shown(tuple(areas), tuple(node for node in seen if node not in around), tuple(rests), LEVELS[place])


def level_of(territory: Territory, node: int) -> str:
    """The level of a division or community, one of `LEVELS`."""
    return "community" if territory.snapshot.graph.kind_of(node) == "Community" else territory.level(node)


def _homes(scene: Scene) -> list[int]:
    """The divisions, then the communities, that hold on the day."""
    snapshot = scene.coverage.snapshot
    parts = [snapshot.slice_of(kind) for kind in ("Division", "Community")]
    return [node for part in parts for node in range(part.start, part.stop) if snapshot.alive[node]]


def _below(scene: Scene, top: int) -> list[int]:
    """The divisions, then the communities, that hold on the day and are the top or below it."""
    parent, inside, found = scene.coverage.territory.parent, {top}, list[int]()
    for node in _homes(scene):
        steps = [node]
        while steps[-1] not in inside and steps[-1] != NOWHERE:
            steps.append(int(parent[steps[-1]]))
        if steps[-1] in inside:
            inside.update(steps)
            found.append(node)
    return found


def _marks(scene: Scene, shown: _Shown) -> tuple[Mark, ...]:
    """Areas, the largest first, then circles with a rate."""
    areas = sorted((area(scene, node) for node in shown.areas), key=lambda mark: -mark.r)
    bubbles = (bubble(scene, node) for node in shown.bubbles)
    return (*areas, *bubbles, *(_rest(scene, node) for node in shown.rests))


def area(scene: Scene, node: int) -> Mark:
    """A division or community as what encloses others."""
    # Areas that lie in each other are told apart: every other level is tinted.
    tinted = level_of(scene.coverage.territory, node) in ("district", "community")
    return replace(bubble(scene, node), role=AREA, colour=(colours.TINTED if tinted else colours.PLAIN).key)


def bubble(scene: Scene, node: int) -> Mark:
    """A division or community as a circle with its rate."""
    units = scene.tally("Unit", node)
    told = scene.told(*(scene.tally(kind, node) for kind in scene.denominators))
    return Mark(
        scene.id(node), scene.name(node), scene.coverage.snapshot.graph.kind_of(node), BUBBLE, "circle",
        colours.shade(units.covered, units.base).key, *scene.layout.circle(node), f"{scene.name(node)}\n{told}",
        units.covered, units.base, link=scene.id(node), count=sum(units.by_state),
    )  # fmt: skip


def _own_id(scene: Scene, node: int) -> str:
    return f" {scene.id(node)}"


def _rest(scene: Scene, node: int) -> Mark:
    """The circle of what a division holds itself, or of what belongs nowhere."""
    units = scene.own("Unit", node)
    name = scene.name(node) if node == NOWHERE else scene.say("own", name=scene.name(node))
    told = scene.told(*(scene.own(kind, node) for kind in scene.denominators))
    return Mark(
        _own_id(scene, node), name, "Division", BUBBLE, "circle", colours.shade(units.covered, units.base).key,
        *scene.layout.rest[node], f"{name}\n{told}", units.covered, units.base, count=sum(units.by_state),
    )  # fmt: skip


def _ties(scene: Scene, shown: _Shown, marks: tuple[Mark, ...]) -> tuple[Tie, ...]:
    """Linkages between circles, summed; between larger circles where there would be too many lines."""
    place = {mark.id: number for number, mark in enumerate(marks)}
    bundles: Bundles = {}
    for level in LEVELS[LEVELS.index(shown.level) : 3]:
        of_home = _places(scene, shown, level, place)
        bundles = bundled(scene.network, of_home[scene.layout.home - NOWHERE])
        if len(bundles) <= MOST_LINES:
            break
    return lines(scene, marks, bundles)


def _places(scene: Scene, shown: _Shown, level: str, place: Mapping[str, int]) -> Ints:
    """For `NOWHERE` (first) and every node that is a home, the place of the mark that its ties lead to at a level."""
    territory = scene.coverage.territory
    drawn, rests = {*shown.areas, *shown.bubbles}, set(shown.rests)
    found = np.full(scene.coverage.snapshot.graph.size + 1, NO_MARK, np.int32)
    for node in (NOWHERE, *_homes(scene)):
        step = node
        while step != NOWHERE and (step not in drawn or LEVELS.index(level_of(territory, step)) < LEVELS.index(level)):
            step = int(territory.parent[step])
        own = step == node and node in rests and (level == shown.level or node == NOWHERE)
        found[node - NOWHERE] = place.get(_own_id(scene, node) if own else scene.id(step), NO_MARK)
    return found


def _legend(scene: Scene, marks: tuple[Mark, ...], ties: tuple[Tie, ...]) -> tuple[Entry, ...]:
    bubbles = [mark for mark in marks if mark.role == BUBBLE]
    number = Counter(mark.colour for mark in bubbles)
    head = (Entry("shape", "circle", scene.say("size")), Entry("heading", "", scene.say("shades")))
    shades = tuple(
        Entry("colour", colour.key, colours.label(colour, scene.lang), scene.say("circles", count=number[colour.key]))
        for colour in (*colours.RATES, colours.NOTHING)
    )
    return (*head, *shades, *line_entries(scene, ties))
