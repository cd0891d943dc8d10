"""What the rows of ledgers speak of: nodes and ties as they are named there, not yet known by any identifier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graphgov.ledger.report import Entry

NONE = -1
"""No thing."""


class Place(NamedTuple):
    """Where something stands: the place of the table, the row as a person sees it, the title of the column."""

    table: int
    row: int
    column: str = ""


class Thing(NamedTuple):
    """A node that a row speaks of.

    `values` are stated of it, `defaults` only where nobody knows it yet.  `scope` is the place, among all things, of
    the node that its name is unique in, `of` that of the node whose big committee it is.  `made`: it may be new.
    """

    role: str
    kind: str
    name: str
    place: Place
    id: str = ""
    scope: int = NONE
    of: int = NONE
    values: Mapping[str, str] = {}
    defaults: Mapping[str, str] = {}
    code: str = ""
    sound: bool = False
    reference: bool = False
    made: bool = True


class Bond(NamedTuple):
    """A tie between two things, by their places among all things."""

    kind: str
    start: int
    end: int
    place: Place
    values: Mapping[str, str] = {}


@dataclass
class Facts:
    """All that the rows of an import speak of, in their order, and what is told of it; it grows as they are read."""

    things: list[Thing] = field(default_factory=list)
    bonds: list[Bond] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    rejected: dict[tuple[int, int], list[Entry]] = field(default_factory=dict)
    """Rows (table, row) that cannot be taken, and why."""
    rows: int = 0
    """Rows that were taken."""
