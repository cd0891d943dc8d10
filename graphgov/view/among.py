"""A picture of some nodes, whatever they are: on rings, with the ties among them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graphgov.graph.adjacency import adjacency
from graphgov.graph.columns import Ints
from graphgov.view.ego import on_rings
from graphgov.view.lines import NO_MARK, bundled
from graphgov.view.marks import Marker
from graphgov.view.packing import Circle
from graphgov.view.picture import Picture
from graphgov.view.rings import of_marks
from graphgov.view.scene import Scene


def among(scene: Scene, rings: Sequence[Ints], title: str) -> Picture:
    """Nodes, the first ones inside and each further sequence on a ring around, near what they are tied to there.

    A node that is shown only together with others stands for all of them, on the innermost of their rings.
    """
    marker = Marker(scene)
    ring = dict[int, int]()
    # The only one of the first ring stands in the middle.
    first = 0 if len(marker.signs(rings[0])) == 1 else 1
    for place, nodes in enumerate(rings, first):
        for sign in marker.signs(nodes).tolist():
            ring.setdefault(sign, place)
    signs, distance = np.array(list(ring), np.int64), np.array(list(ring.values()))
    ends = marker.ends(signs.tolist())
    src, dst = ends[scene.network.src], ends[scene.network.dst]
    there = (src != NO_MARK) & (dst != NO_MARK)
    x, y = on_rings(distance, adjacency(len(signs), src[there], dst[there]))
    places = [Circle(*place, 1.0) for place in zip(x.tolist(), y.tolist(), strict=True)]
    marks = [marker.mark(sign, place) for sign, place in zip(signs.tolist(), places, strict=True)]
    return of_marks(scene, bundled(scene.network, ends), marks, (), title)
