"""Nodes as pages name them: what links to them needs, and no more."""

from __future__ import annotations

from typing import NamedTuple

from graphgov.coverage import NOWHERE
from graphgov.graph import Graph

AREAS = ("Division", "Community")
"""Kinds of node whose page is that of an area."""


class Ref(NamedTuple):
    """A node by its id, its name (else its id) and its kind."""

    id: str
    name: str
    kind: str

    @property
    def page(self) -> str:
        """Which page tells of it, as in `links.PAGES`."""
        return "area" if self.kind in AREAS else "subject"


def ref(graph: Graph, node: int) -> Ref | None:
    """A node to be named; None for `NOWHERE`."""
    if node == NOWHERE:
        return None
    return Ref(str(graph.ids.at(node)), graph.label(node), graph.kind_of(node))
