"""A picture of what is around one node: rings of what is one, two, three ties away."""

from __future__ import annotations

from math import pi

import numpy as np

from graphgov.graph.adjacency import adjacency
from graphgov.graph.columns import Ints
from graphgov.network import Adjacency, neighbourhood
from graphgov.view.layout import Floats
from graphgov.view.lines import NO_MARK, bundled
from graphgov.view.marks import Marker
from graphgov.view.packing import Circle
from graphgov.view.picture import Picture
from graphgov.view.rings import of_marks
from graphgov.view.scene import Scene

_GAP, _ROOM = 5.0, 3.6
"""From ring to ring at least, and from one to the next on a ring, in radii of a mark."""


def around(scene: Scene, node: int, hops: int = 1) -> Picture:
    """A node in the middle, on rings around it what is 1, 2 ... up to `hops` ties away, and the ties among all that.

    Each stands as near as that allows to what it is tied to on the ring inside of its own.  A node that is shown only
    together with others stands for all of them.
    """
    marker, near = Marker(scene), neighbourhood(scene.network, node, hops)
    signs = marker.signs(near.nodes)
    ends = marker.ends(signs.tolist())
    distance = np.full(len(signs), hops)
    np.minimum.at(distance, ends[near.nodes], near.distance)
    order = np.lexsort((signs, distance))
    signs, distance = signs[order], distance[order]
    ends = marker.ends(signs.tolist())
    src, dst = ends[scene.network.src], ends[scene.network.dst]
    there = (src != NO_MARK) & (dst != NO_MARK)
    x, y = on_rings(distance, adjacency(len(signs), src[there], dst[there]))
    places = [Circle(*place, 1.0) for place in zip(x.tolist(), y.tolist(), strict=True)]
    marks = [marker.mark(sign, place) for sign, place in zip(signs.tolist(), places, strict=True)]
    steps = ((marks[0].link, marks[0].name),)
    title = scene.say("hops", name=marks[0].name, hops=hops)
    return of_marks(scene, bundled(scene.network, ends), marks, steps, title)


def on_rings(distance: Ints, ties: Adjacency) -> tuple[Floats, Floats]:
    """Coordinates of marks that are sorted by distance; all of a distance on one ring, evenly."""
    angle, reach = np.zeros(len(distance)), np.zeros(len(distance))
    radius = 0.0
    for hop in range(1, int(distance.max(initial=0)) + 1):
        ring = np.flatnonzero(distance == hop)
        places, whose = ties.places(ring.astype(np.int32))
        inner = ties.end[places]
        towards = np.zeros(len(ring), complex)
        nearer = distance[inner] == hop - 1
        np.add.at(towards, whose[nearer], reach[inner[nearer]] * np.exp(1j * angle[inner[nearer]]))
        wish = np.angle(towards)
        order = np.lexsort((ring, wish))
        even = 2 * pi * np.arange(len(ring)) / len(ring)
        turn = float(np.angle(np.exp(1j * (wish[order] - even)).sum())) if hop > 1 else -pi / 2
        radius = max(radius + _GAP, len(ring) * _ROOM / (2 * pi))
        angle[ring[order]], reach[ring] = even + turn, radius
    return reach * np.cos(angle), reach * np.sin(angle)
