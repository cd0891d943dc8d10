"""The findings as a page: how many of each, then one by one, each linked and with who has to act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from graphgov.findings import Found
from graphgov.report.refs import Ref, ref
from graphgov.report.scope import Scope


@dataclass(frozen=True)
class Counted:
    """How often a finding was made."""

    name: str
    severity: str
    count: int


class Problem(NamedTuple):
    """A finding on a node; `id` is the same from run to run, `detail` in the language that it was found in."""

    id: str
    name: str
    severity: str
    subject: Ref
    community: Ref | None
    detail: str
    responsible: Ref | None


@dataclass(frozen=True)
class Problems:
    """The counts, in the order of the findings (the gravest first), the first ones told, and how many there are."""

    counts: tuple[Counted, ...]
    first: tuple[Problem, ...]
    total: int


def counted(scope: Scope, found: Iterable[Found]) -> tuple[Counted, ...]:
    """How many there are of each among the findings on nodes of the scope."""
    nodes = scope.nodes()
    counts = Counter((each.name, each.severity) for each in found if nodes is None or nodes[each.node])
    return tuple(Counted(*key, count) for key, count in counts.items())


def problems(scope: Scope, found: Iterable[Found], most: int | None = None) -> Problems:
    """The findings on nodes of the scope, at most so many told one by one; None: all."""
    graph, territory, nodes = scope.coverage.snapshot.graph, scope.coverage.territory, scope.nodes()
    own = [each for each in found if nodes is None or nodes[each.node]]
    told = []
    for each in own[:most]:
        subject, community = ref(graph, each.node), ref(graph, int(territory.community[each.node]))
        assert subject is not None
        told.append(
            Problem(each.id, each.name, each.severity, subject, community, each.detail, ref(graph, each.responsible))
        )
    return Problems(counted(scope, own), tuple(told), len(own))
