"""A page that shows a network to be moved about in: pyvis holds the data, a template of ours draws the page.

pyvis as it comes computes positions in the browser for minutes, asks other hosts for its parts and lets names run as
script.  So its lists are filled directly with positions that are known, nothing of its own page is used, and its copy
of vis-network (MIT or Apache-2.0, whose notice stays in it) stands inside of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphgov import words
from graphgov.errors import needing
from graphgov.export.model import Export, Format, Written
from graphgov.export.pictures import picture_of
from graphgov.export.svg import FONTS, drawn, icon
from graphgov.files.inlined import as_data, content_policy
from graphgov.files.templates import Templates, as_it_is
from graphgov.files.whole import whole_file
from graphgov.files.writers import shortened, width
from graphgov.view import colours
from graphgov.view.picture import AREA, Entry, Mark, Picture, Tie

if TYPE_CHECKING:
    from markupsafe import Markup
    from pyvis.network import Network

LIBRARY = "templates/lib/vis-9.1.2/vis-network.min.js"
"""The drawing library, as pyvis 0.3.2 brings it."""

ZOOM = 50.0
"""Units of the page for one of the layout."""

ALPHA = 0.45
"""How much of what is below a line it hides."""

_ROW = 14
"""Columns in a row of a label."""

TEMPLATES = Templates("graphgov.export")


def network_of(picture: Picture) -> Network:
    """A picture as a network of pyvis: fixed positions, no physics; raises MissingExtra without pyvis."""
    with needing("html", ".html"):
        from pyvis.network import Network
    network = Network(directed=False)
    place = {mark.id: number for number, mark in enumerate(picture.marks)}
    # add_node and add_edge compare each with all that is there: with ten thousand that takes minutes.
    network.nodes = [_node(number, mark) for number, mark in enumerate(picture.marks)]
    network.edges = [_edge(number, tie, place) for number, tie in enumerate(picture.ties)]
    network.options = {
        "layout": {"improvedLayout": False},
        "physics": {"enabled": False},
        "nodes": {"shape": "custom", "fixed": True, "chosen": False},
        "interaction": {"dragNodes": False, "hover": True},
    }
    return network


def _node(number: int, mark: Mark) -> dict[str, Any]:
    """A mark as vis-network and our script know it; an area stands at the top of its circle, where its name is."""
    area = mark.role == AREA
    node = {
        "id": number, "x": round(mark.x * ZOOM, 1), "y": round((mark.y - (mark.r if area else 0.0)) * ZOOM, 1),
        "r": round(mark.r * ZOOM, 1), "label": _label(mark), "name": mark.name, "look": mark.shape,
        "colour": mark.colour, "told": mark.caption, "key": mark.id if mark.link == mark.id else "",
        "count": mark.count,
    }  # fmt: skip
    return {**node, "area": 1, "around": node["r"]} if area else node


def _label(mark: Mark) -> str:
    """A name in two rows at most."""
    if mark.role == AREA or width(mark.name) <= _ROW:
        return mark.name
    first = shortened(mark.name, _ROW + 1).removesuffix("…")
    return f"{first}\n{shortened(mark.name[len(first) :], _ROW)}"


def _edge(number: int, tie: Tie, place: dict[str, int]) -> dict[str, Any]:
    line = colours.LINES.get(tie.kind, colours.OTHER_LINE)
    return {
        "id": number, "from": place[tie.source], "to": place[tie.target], "kind": tie.kind, "told": tie.caption,
        "color": line.colour, "width": round(1.2 + 0.6 * log2(tie.count), 1), "dashes": list(line.dashes),
    }  # fmt: skip


def page(picture: Picture, marking: str = "") -> str:
    """A picture as a page of its own: nothing is asked of any other place, and only what is in it runs."""
    network = network_of(picture)
    style, script, library = _asset("network.css"), _asset("network.js"), _library()
    data = {
        "nodes": network.nodes, "edges": network.edges, "options": network.options, "fonts": FONTS,
        "colours": {key: _colour(colour) for key, colour in colours.COLOURS.items()},
        "alpha": ALPHA, "box": [part * ZOOM for part in picture.box],
        "words": {key: words.word("picture", key, lang=picture.lang) for key in ("shown", "more", "nothing")},
    }  # fmt: skip
    rendered = TEMPLATES.render(
        "network.html", picture.lang, picture=picture, marking=marking, legend=list(_legend(picture)),
        data=as_data(data), policy=content_policy((style,), (library, script)),
        style=as_it_is(style), script=as_it_is(script), library=as_it_is(library),
    )  # fmt: skip
    return str(rendered)


def _colour(colour: colours.Colour) -> dict[str, str]:
    return {"fill": colour.fill, "ink": colour.ink, "line": colour.line, "sign": colour.sign}


def _legend(picture: Picture) -> Iterator[tuple[Entry, Markup]]:
    """The lines of the legend, each with its sign."""
    for entry in picture.legend:
        yield entry, as_it_is(icon(entry))


@cache
def _asset(name: str) -> str:
    return files("graphgov.export").joinpath("assets", name).read_text(encoding="utf-8")


@cache
def _library() -> str:
    return files("pyvis").joinpath(LIBRARY).read_text(encoding="utf-8")


def _write(export: Export, path: Path) -> Written:
    picture = picture_of(export, single=True)
    with whole_file(path) as draft:
        draft.write_text(page(picture, export.marking), encoding="utf-8", newline="\n")
    return drawn(picture)


FORMAT = Format("html", ("network",), _write)
