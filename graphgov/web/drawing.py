"""Pictures on live pages: the map of an area, and what is around a node; drawn as everywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from graphgov import words
from graphgov.answers import near
from graphgov.answers.model import Answer
from graphgov.coverage import NOWHERE
from graphgov.errors import BadOption, one_of
from graphgov.export.svg import Size, fragment, icon
from graphgov.network import Network, neighbourhood, network
from graphgov.report.refs import AREAS, Ref, ref
from graphgov.report.scope import Scope
from graphgov.schema import LAYERS, Layer
from graphgov.view.areas import division
from graphgov.view.ego import around
from graphgov.view.picture import AREA, BUBBLE, Picture
from graphgov.view.rings import community
from graphgov.view.scene import Scene, scene
from graphgov.web.asking import Asked
from graphgov.web.behind import of_node
from graphgov.web.links import Links
from graphgov.web.looks import Page
from graphgov.web.parts import node_of, scope_of
from graphgov.web.state import Loaded

SIZE = Size(1040.0, 760.0)
"""A drawing on a page, in the units of its view box: it takes the width that there is."""

MOST_AROUND = 1_500
"""So many neighbours are drawn; more are told as a table."""

MOST_WORST = 20
"""So many areas are named beside a map, those with the most blind spots."""


def map_picture(asked: Asked, loaded: Loaded) -> Picture:
    """The picture of the whole, or of the area whose id stands in the address."""
    scope = scope_of(asked, loaded)
    return loaded.kept(("map", *asked.key[1:4], scope.coverage.snapshot.day), partial(_map, asked, loaded, scope))


def _map(asked: Asked, loaded: Loaded, scope: Scope) -> Picture:
    whole = scene_of(asked, loaded, scope, Layer.LINKAGE)
    node = node_of(scope.coverage, asked) if asked.id else NOWHERE
    kind = "" if node == NOWHERE else scope.coverage.snapshot.graph.kind_of(node)
    if kind and kind not in AREAS:
        raise BadOption("not_an_area", id=asked.id)
    return community(whole, node) if kind == "Community" else division(whole, node)


def map_page(asked: Asked, loaded: Loaded) -> Page:
    """The map with its trail, its legend, and the worst of what is drawn as a table."""
    picture = map_picture(asked, loaded)
    areas = [mark for mark in picture.marks if mark.role in (AREA, BUBBLE) and mark.base]
    worst = sorted(areas, key=lambda mark: (mark.covered or 0) - (mark.base or 0))[:MOST_WORST]
    values = {"worst": worst, **drawn(asked, picture, "map")}
    return Page("map", scope_of(asked, loaded), picture.title, values)


def around_picture(asked: Asked, loaded: Loaded) -> Picture:
    """What is around a node, within some steps; raises BadOption when that is too much for anybody to tell apart."""
    scope, layer = scope_of(asked, loaded), layer_of(asked)
    node, hops = node_of(scope.coverage, asked), asked.count("hops", 1) or 1
    whole = scene_of(asked, loaded, scope, layer)
    count = int(neighbourhood(whole.network, node, hops).mask.sum())
    if count > MOST_AROUND:
        raise BadOption("too_many_around", count=count, most=MOST_AROUND)
    return around(whole, node, hops)


def around_page(asked: Asked, loaded: Loaded) -> Page:
    """Who is around a node: drawn, and as the table of the command line."""
    picture = around_picture(asked, loaded)
    values = {"answer": around_answer(asked, loaded), **drawn(asked, picture, "ego"), **_fields(asked)}
    behind = of_node(asked, loaded, asked.count("hops", 1) or 1)
    return Page("ego", scope_of(asked, loaded), picture.title, values, behind=behind)


def around_answer(asked: Asked, loaded: Loaded) -> Answer:
    """Who is around a node, the nearest first."""
    of = network_of(asked, loaded)
    node_of(loaded.coverage(asked.day), asked)
    return near.neighbors(of, asked.id or "", asked.count("hops", 1) or 1, asked.count("limit", None) or None)


def path_answer(asked: Asked, loaded: Loaded) -> Answer:
    """How two are joined."""
    one, other = asked.get("from"), asked.get("to")
    if one is None or other is None:
        raise BadOption("no_ends")
    return near.joined(network_of(asked, loaded), one, other)


def path_page(asked: Asked, loaded: Loaded) -> Page:
    """Two fields, and once they are filled in the way from one to the other."""
    ends, scope = asked.get("from") and asked.get("to"), scope_of(asked, loaded)
    answer = path_answer(asked, loaded) if ends else None
    values = {"answer": answer, "passed": _passed(scope, answer) if answer else (), **_fields(asked)}
    return Page("path", scope, words.word("nav", "path"), values)


def _passed(scope: Scope, answer: Answer) -> tuple[Ref | None, ...]:
    """The nodes that a way leads over, to be linked to."""
    graph = scope.coverage.snapshot.graph
    value: Any = answer.value
    nodes = (graph.find(each["id"]) for each in value["nodes"])
    return tuple(ref(graph, node) for node in nodes if node is not None)


def layer_of(asked: Asked) -> str:
    """The layer of ties that is asked for; that of linkages by default."""
    return one_of("layer", asked.get("layer") or LAYERS[0], LAYERS)


def network_of(asked: Asked, loaded: Loaded) -> Network:
    """The ties of the layer on the day."""
    snapshot, layer = loaded.coverage(asked.day).snapshot, layer_of(asked)
    return loaded.kept(("network", snapshot.day, layer), partial(network, snapshot, layer))


def scene_of(asked: Asked, loaded: Loaded, scope: Scope, layer: str) -> Scene:
    """What pictures of the day, the standard and a layer of ties share."""
    key = ("scene", scope.coverage.snapshot.day, scope.standard, asked.lang, layer)
    return loaded.kept(key, partial(scene, scope.coverage, scope.standard, asked.lang, layer=layer))


def drawn(asked: Asked, picture: Picture, page: str) -> dict[str, Any]:
    """A picture for the template: the drawing with links, the legend with signs, the way to here."""
    from markupsafe import Markup

    links = Links(asked.carried)
    kinds = {mark.link: mark.kind for mark in picture.marks if mark.link}

    def link(id: str) -> str:
        return links("map", id) if kinds.get(id) in AREAS and page == "map" else links(_page(kinds.get(id, "")), id)

    return {
        "drawing": Markup(fragment(picture, SIZE, link)),
        "picture": picture,
        "legend": [(Markup(icon(entry)), entry) for entry in picture.legend],
        "link": link,
    }


def _page(kind: str) -> str:
    return "area" if kind in AREAS else "subject"


def _fields(asked: Asked) -> Mapping[str, object]:
    """What the form of a network page is filled in with."""
    ends = {"one": asked.get("from"), "other": asked.get("to")}
    return {"layers": LAYERS, "layer": layer_of(asked), "hops": asked.count("hops", 1), **ends}
