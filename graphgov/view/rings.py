"""Pictures of single nodes: a community as rings around its committee, and any nodes where the layout puts them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, cos, pi, sin

import numpy as np

from graphgov.coverage import NOWHERE
from graphgov.graph.columns import Ints, Mask
from graphgov.view.areas import area, trail
from graphgov.view.layout import Floats
from graphgov.view.lines import NO_MARK, Bundles, bundled, line_entries, lines
from graphgov.view.marks import Marker, state_entries
from graphgov.view.packing import Circle
from graphgov.view.picture import Mark, Picture
from graphgov.view.scene import Scene

_RIM = 1.1
"""The rim, where what is tied from outside stands, in radii of the community."""

_ROOM = 3.0
"""From one to the next on the rim, in radii of a mark."""


def community(scene: Scene, home: int) -> Picture:
    """One community: its committee in the middle, what it has around it, and on the rim what is tied to it.

    `home` may be a division too: what is known to the division itself; or `NOWHERE`: what belongs nowhere.
    """
    marker = Marker(scene)
    inside = _inhabitants(scene) & (scene.layout.home == home)
    signs = marker.signs(np.flatnonzero(inside).astype(np.int32))
    own = [] if home == NOWHERE else [home]
    marks = [marker.mark(sign, marker.circle(sign)) for sign in signs.tolist()]
    strangers = _tied_from_outside(marker, inside, own)
    rim = _rim(marker, signs, strangers, scene.layout.rest.get(home) or scene.layout.circle(home))
    around = [area(scene, node) for node in own if scene.coverage.snapshot.graph.kind_of(node) == "Community"]
    every = [*(home for _ in around), *signs.tolist(), *(sign for sign, _ in rim)]
    marks = [*around, *marks, *(marker.outside(sign, circle) for sign, circle in rim)]
    bundles, first = bundled(scene.network, marker.ends(every)), len(marks) - len(rim)
    # What is outside is there for its ties to the community, not for those among itself.
    bundles = {pair: number for pair, number in bundles.items() if pair[0] < first}
    return of_marks(scene, bundles, marks, trail(scene, home))


def nodes(scene: Scene, chosen: Mask, top: int = NOWHERE) -> Picture:
    """Some nodes (mask over all) where the layout puts them, within the divisions and communities that they are in.

    `top` is the division that the picture is called after.

    Subjects that are shown only together are shown with all that they are with.
    """
    marker = Marker(scene)
    inside = _inhabitants(scene)
    signs = marker.signs(np.flatnonzero(inside & chosen).astype(np.int32))
    homes = {marker.home(sign) for sign in signs.tolist()}
    around = _around(scene, homes | set(np.flatnonzero(chosen & scene.coverage.snapshot.alive & ~inside).tolist()))
    areas = [area(scene, node) for node in around]
    marks = [*areas, *(marker.mark(sign, marker.circle(sign)) for sign in signs.tolist())]
    bundles = bundled(scene.network, marker.ends([*around, *signs.tolist()]))
    return of_marks(scene, bundles, marks, trail(scene, top))


def _around(scene: Scene, homes: set[int]) -> list[int]:
    """Homes and the divisions that they are in, the largest first.

    Those at the top that hold nothing but one other are left out: they would only make everything small.
    """
    parent, found = scene.coverage.territory.parent, set[int]()
    for node in homes:
        while node != NOWHERE and node not in found:
            found.add(node)
            node = int(parent[node])
    tops = [node for node in found if parent[node] == NOWHERE]
    while len(tops) == 1 and tops[0] not in homes:
        below = [node for node in found if parent[node] == tops[0]]
        if len(below) > 1:
            break
        found.discard(tops[0])
        tops = below
    return sorted(found, key=lambda node: (-float(scene.layout.r[node]), node))


def of_marks(
    scene: Scene, bundles: Bundles, marks: Sequence[Mark], steps: tuple[tuple[str, str], ...], title: str = ""
) -> Picture:
    """A picture of single marks with the ties between them; its title is the last step of its trail, unless given."""
    ties = lines(scene, marks, bundles)
    return Picture(
        title or steps[-1][1], scene.coverage.snapshot.day, scene.standard, scene.lang, scene.basis, tuple(marks), ties,
        (*state_entries(scene, marks), *line_entries(scene, ties)), steps,
    )  # fmt: skip


def _inhabitants(scene: Scene) -> Mask:
    """What is drawn inside of communities: everything that holds but divisions and communities."""
    inside = scene.coverage.snapshot.alive.copy()
    for kind in ("Division", "Community"):
        inside[scene.coverage.snapshot.slice_of(kind)] = False
    return inside


def _tied_from_outside(marker: Marker, inside: Mask, own: list[int]) -> Ints:
    """The signs of what has a tie to a node inside, or to the community itself, and is not inside."""
    network, here = marker.scene.network, inside.copy()
    here[own] = True
    others = [far[here[near] & ~here[far]] for near, far in ((network.src, network.dst), (network.dst, network.src))]
    return marker.signs(np.concatenate(others))


def _rim(marker: Marker, signs: Ints, strangers: Ints, middle: Circle) -> list[tuple[int, Circle]]:
    """Where strangers stand: evenly around, each as near as that allows to what it is tied to."""
    r = float(np.median([marker.circle(sign).r for sign in signs.tolist()] or [middle.r / 8]))
    wish = _directions(marker, signs, strangers, middle)
    order = np.lexsort((strangers, wish))
    reach = middle.r * _RIM + r
    rims = ceil(len(strangers) * _ROOM * r / (2 * pi * reach))
    found = list[tuple[int, Circle]]()
    for rim in range(rims):
        here = order[rim::rims]
        even = 2 * pi * np.arange(len(here)) / len(here)
        turn = float(np.angle(np.exp(1j * (wish[here] - even)).sum()))
        for number, angle in zip(here.tolist(), (even + turn).tolist(), strict=True):
            circle = Circle(middle.x + reach * cos(angle), middle.y + reach * sin(angle), r)
            found.append((int(strangers[number]), circle))
        reach += _ROOM * r
    return found


def _directions(marker: Marker, signs: Ints, strangers: Ints, middle: Circle) -> Floats:
    """For every stranger the mean direction, from the middle, of what it is tied to; an angle."""
    scene, network = marker.scene, marker.scene.network
    far, near = marker.ends(strangers.tolist()), marker.ends(signs.tolist())
    along = np.nan_to_num(scene.layout.x - middle.x + 1j * (scene.layout.y - middle.y))
    total = np.zeros(len(strangers), complex)
    for one, other in ((network.src, network.dst), (network.dst, network.src)):
        tied = (far[one] != NO_MARK) & (near[other] != NO_MARK)
        np.add.at(total, far[one[tied]], along[other[tied]])
    return np.angle(total)
