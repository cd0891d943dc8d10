"""What the columns of one sort of table mean: plain values, from a person's file or proposed.

A column means a property of a node (`subject.employees`) or of a tie (`membership.valid_from`), a reading (`form`), a
person (who is dropped), or nothing.  A row is about nodes; ties join those that it has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from functools import cache, cached_property

PERSON, NOTHING = "person", "-"
"""What a column means whose cells are people, and one that is left alone."""

SECTION, SHEET, HEADING = "@section", "@sheet", "@heading"
"""Columns that stand in no row: the section that a row is in, the name of its sheet, what stands above the header."""

MEMBERS = ("member", "member_in_area", "member_introduced")
"""Nodes that, when a row names them, are members of the big committee of its community."""

BESIDE = (SECTION, SHEET, HEADING)

HOLDS, KIND = "holds", "kind"
"""Properties that the schema does not have: whether a tie is there; of which kind a node is."""

WEAK = "?"
"""Behind a property in a vocabulary: said only where nothing else says it."""

_FIELD = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True)
class NodeRule:
    """One of the nodes that a row is about.

    `id` and `values` may hold {titles of columns}; where one of these is blank, there is no such node or value.
    """

    name: str
    kind: str = ""
    """Empty: what its name says."""
    id: str = ""
    """Empty: what it is known by, or one made up of its name and of what it is within."""
    within: str = ""
    of: str = ""
    several: bool = False
    reference: bool = False
    """It is only mentioned: some other table, or the graph, has it."""
    values: Map[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TieRule:
    """A tie between two nodes of a row: from the first of `starts` that the row has to the first of `ends`."""

    name: str
    kind: str
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    values: Map[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """How the words of a column are understood, and what each says: {word: {node.property: value}}."""

    name: str
    words: Map[str, Map[str, str]] = field(default_factory=dict)
    flag: str = ""
    text: str = ""
    others: Map[str, str] | None = None
    organization: str = ""
    private: bool = False
    period: tuple[str, ...] = ()

    @property
    def slots(self) -> frozenset[str]:
        """Everything that its words may say something of."""
        said = {slot.removesuffix(WEAK) for says in self.words.values() for slot in says}
        said |= {slot.removesuffix(WEAK) for slot in self.others or ()}
        said |= {slot for slot in (self.flag, self.text) if slot}
        return frozenset(said | ({f"{self.organization}.name"} if self.organization else set()))


@dataclass(frozen=True)
class ColumnRule:
    """What a column means.  `values` are its own words, `*` in one is anything; `others` stands for all other words."""

    title: str
    means: str
    says: Map[str, str] = field(default_factory=dict)
    values: Map[str, str] = field(default_factory=dict)
    others: str | None = None
    empty: tuple[str, ...] = ()
    """Words that are as good as a blank cell."""


@dataclass(frozen=True)
class Own:
    """What a mapping file adds to what the dictionary knows: nodes, ties, words of readings."""

    nodes: tuple[NodeRule, ...] = ()
    ties: tuple[TieRule, ...] = ()
    readings: tuple[Reading, ...] = ()


NOTHING_OWN = Own()


@dataclass(frozen=True)
class Shape:
    """How tables with these titles are to be read: the rules of their columns, and all that these speak of."""

    titles: tuple[str, ...]
    columns: tuple[ColumnRule, ...]
    nodes: tuple[NodeRule, ...] = ()
    ties: tuple[TieRule, ...] = ()
    readings: tuple[Reading, ...] = ()
    own: Own = NOTHING_OWN

    @cached_property
    def node(self) -> dict[str, NodeRule]:
        """Its nodes by name."""
        return {rule.name: rule for rule in self.nodes}

    @cached_property
    def tie(self) -> dict[str, TieRule]:
        """Its ties by name."""
        return {rule.name: rule for rule in self.ties}

    @cached_property
    def reading(self) -> dict[str, Reading]:
        """Its readings by name."""
        return {reading.name: reading for reading in self.readings}

    def fits(self, titles: frozenset[str]) -> bool:
        """Whether a table with these titles can be read so; further columns do not matter."""
        return titles >= set(self.titles)


@dataclass(frozen=True)
class Mapping:
    """The shapes that a mapping file holds."""

    shapes: tuple[Shape, ...]

    def of(self, titles: frozenset[str]) -> Shape | None:
        """The shape for a table with these titles: of those that fit the one that asks for most; None: none fits."""
        fitting = [shape for shape in self.shapes if shape.fits(titles)]
        return max(fitting, key=lambda shape: len(shape.titles), default=None)


def fields_of(template: str) -> tuple[str, ...]:
    """The titles in braces of a template."""
    return tuple(_FIELD.findall(template))


def filled(template: str, cells: Map[str, str]) -> str:
    """A template with its fields filled in; empty when one of them is blank."""
    if any(not cells.get(name) for name in fields_of(template)):
        return ""
    return _FIELD.sub(lambda match: cells[match[1]], template)


@cache
def split(means: str) -> tuple[str, str]:
    """A meaning as the name of a node or tie and its property."""
    owner, _, prop = means.partition(".")
    return owner, prop
