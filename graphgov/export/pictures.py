"""Which picture an export asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphgov.errors import BadOption
from graphgov.schema import ALL_LAYERS

if TYPE_CHECKING:
    from graphgov.export.model import Export
    from graphgov.graph.columns import Mask
    from graphgov.view.picture import Picture
    from graphgov.view.scene import Scene

MOST_MARKS = 10_000
"""So many single nodes can be drawn; more are not told apart by anybody, and no browser moves them."""


def picture_of(export: Export, single: bool = False) -> Picture:
    """The picture of the part that is asked for.

    Around a node its neighbours, of a community its rings; of a street, a district or everything the circles of
    communities, or (`single`) every node by itself.  Raises BadOption when there are more than `MOST_MARKS` of them, or
    when something is asked for that a picture does not have.
    """
    from graphgov.answers.choosing import named
    from graphgov.coverage import NOWHERE
    from graphgov.network import neighbourhood
    from graphgov.view.areas import division
    from graphgov.view.ego import around
    from graphgov.view.rings import community, nodes

    part, scene = export.selection, _scene(export)
    if part.history:
        raise BadOption("not_drawn", option="--history")
    if export.ego is not None:
        _check(scene, neighbourhood(scene.network, export.ego, part.hops).mask)
        return around(scene, export.ego, part.hops)
    below = named(export.coverage, part.where)
    top = list(below.values())[-1] if below else NOWHERE
    if "community" in below:
        _check(scene, scene.layout.home == below["community"])
        return community(scene, below["community"])
    if single:
        chosen = export.coverage.snapshot.alive if export.nodes is None else export.nodes
        _check(scene, chosen)
        return nodes(scene, chosen, top)
    return division(scene, top)


def _check(scene: Scene, chosen: Mask) -> None:
    from graphgov.view.marks import Marker

    number = Marker(scene).number(chosen)
    if number > MOST_MARKS:
        raise BadOption("too_many_marks", count=number, most=MOST_MARKS)


def _scene(export: Export) -> Scene:
    from graphgov.schema import Layer
    from graphgov.view.scene import scene

    layer = Layer.LINKAGE if export.selection.layer == ALL_LAYERS else export.selection.layer
    return scene(export.coverage, export.standard, layer=layer)
