"""The picture of an area for inside of a page: the same drawing as elsewhere, its marks linked as the page links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphgov.coverage import NOWHERE
from graphgov.export.svg import Size, fragment
from graphgov.report.refs import Ref
from graphgov.view.areas import division
from graphgov.view.rings import community

if TYPE_CHECKING:
    from markupsafe import Markup

    from graphgov.report.links import Url
    from graphgov.view.scene import Scene

SIZE = Size(900, 620)


def picture(scene: Scene, node: int, url: Url, size: Size = SIZE) -> Markup:
    """A community as rings around its committee, a division (`NOWHERE`: everything) with the areas below it."""
    from markupsafe import Markup

    graph = scene.coverage.snapshot.graph
    ring = node != NOWHERE and graph.kind_of(node) == "Community"
    drawn = community(scene, node) if ring else division(scene, node)
    kinds = {mark.link: mark.kind for mark in drawn.marks}

    def link(id: str) -> str:
        return url(Ref(id, "", kinds[id]).page, id)

    return Markup(fragment(drawn, size, link))
