"""The page of a district, street or community: its rates, where it is worst below it, its blind spots, its picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graphgov.coverage import SUBJECTS
from graphgov.coverage.listing import Among, blind_spots
from graphgov.report.listing import Listed, listed
from graphgov.report.overview import Standing, standing
from graphgov.report.refs import Ref, ref
from graphgov.report.scope import Scope
from graphgov.report.subject import Subject, subject
from graphgov.report.worst import in_charge, level_of
from graphgov.store import Store

MOST_LISTED = 20
"""So many blind spots stand on the page of an area; the list has them all."""


@dataclass(frozen=True)
class Area:
    """An area on its own: `about` is what is said of the node itself (organizations, published numbers)."""

    ref: Ref
    level: str
    responsible: Ref | None
    about: Subject
    standings: tuple[Standing, ...]
    blind: tuple[Listed, ...]


def area(scope: Scope, node: int, store: Store) -> Area:
    """The page of a division or community; the scope's standard and earlier day hold for it as well."""
    own = replace(scope, area=node)
    graph = scope.coverage.snapshot.graph
    named = ref(graph, node)
    assert named is not None
    return Area(
        ref=named,
        level=level_of(own),
        responsible=ref(graph, in_charge(scope.coverage, node)),
        about=subject(scope.coverage, node, store),
        standings=tuple(standing(own, kind) for kind in SUBJECTS),
        blind=tuple(_listed(own, kind) for kind in SUBJECTS),
    )


def _listed(scope: Scope, kind: str) -> Listed:
    return listed(
        blind_spots(scope.coverage, kind, scope.standard, among=Among(nodes=scope.nodes())), MOST_LISTED
    )  # fmt: skip
