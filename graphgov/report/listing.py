"""Blind spots as lines of a list, ready to be linked; who they are is answered by `coverage.listing`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphgov.coverage.listing import BlindSpots
from graphgov.coverage.together import BlindSpot
from graphgov.report.refs import Ref, ref


class Line(NamedTuple):
    """A blind spot, or what holds several that are counted together (`units`, of them `stated_none`).

    `subject` is None when nobody knows where they are.  `employees`: those known.
    """

    subject: Ref | None
    category: str
    units: int
    district: Ref | None
    street: Ref | None
    community: Ref | None
    stated_none: int
    reason: str
    employees: int | None
    responsible: Ref | None

    @property
    def remark(self) -> str:
        """What was said of it, as the catalogue calls it."""
        return "stated_none" if self.stated_none else "nobody_said"


@dataclass(frozen=True, eq=False)
class Listed:
    """The first lines of the blind spots that were `found`: those told one by one, and those counted together."""

    found: BlindSpots
    lines: tuple[Line, ...]
    together: tuple[Line, ...]


def listed(found: BlindSpots, most: int | None = None) -> Listed:
    """At most so many lines of each sort; None: all."""
    lines = tuple(_line(found, row) for row in found.rows(most))
    return Listed(found, lines, tuple(_line(found, row) for row in found.containers[:most]))


def _line(found: BlindSpots, row: BlindSpot) -> Line:
    graph = found.coverage.snapshot.graph
    subject, district, street, community, responsible = (
        ref(graph, node) for node in (row.node, row.district, row.street, row.community, row.responsible)
    )
    return Line(
        subject, row.category, row.units, district, street, community, row.stated_none, row.reason or "",
        row.employees, responsible,
    )  # fmt: skip
