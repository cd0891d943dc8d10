"""What a picture holds, as plain values: every drawing (page, SVG, PNG, pyvis) shows the same of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graphgov.view.colours import OTHER_LINE

AREA, BUBBLE, MARK = "area", "bubble", "mark"
"""What a mark is drawn as: what encloses others, a filled circle with a rate, a sign of one node."""


@dataclass(frozen=True)
class Mark:
    """Something drawn: a node, or several subjects together.

    `id` is unique in the picture: a node's own id, or of several nodes one that begins with a blank.  `x`, `y`, `r`
    are in the layout's units, y downwards.  `shape` and `colour` are keys of `colours`.  `caption` says everything in
    words; `covered` of `base` are the numbers behind a rate (None: there is none), `state` that of a single subject.
    `link` is the id of the node that a reader can open; `count` how many units an area or a bubble stands for, how
    many subjects a mark.
    """

    id: str
    name: str
    kind: str
    role: str
    shape: str
    colour: str
    x: float
    y: float
    r: float
    caption: str
    covered: int | None = None
    base: int | None = None
    state: str = ""
    link: str = ""
    count: int = 0


@dataclass(frozen=True)
class Tie:
    """A line between two marks: `number` says how many ties of which kind it stands for."""

    source: str
    target: str
    number: tuple[tuple[str, int], ...]
    caption: str

    @property
    def count(self) -> int:
        """How many ties it stands for."""
        return sum(count for _, count in self.number)

    @property
    def kind(self) -> str:
        """The kind of its ties; of several kinds, the key of `colours.OTHER_LINE`."""
        return self.number[0][0] if len(self.number) == 1 else OTHER_LINE.key


@dataclass(frozen=True)
class Entry:
    """A line of the legend: what a colour, a shape or a line means; `number` says how often, in words."""

    sort: str
    key: str
    label: str
    number: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture, in one language.

    `basis` says the day, the standard and the denominators; `trail` leads from the whole to what is shown, as (id,
    name) pairs, an empty id for the whole; `notes` say what is not drawn.  `box` is x, y, width, height of all marks.
    Areas come first in `marks`, the larger ones before what they enclose.
    """

    title: str
    day: date
    standard: str
    lang: str
    basis: str
    marks: tuple[Mark, ...]
    ties: tuple[Tie, ...]
    legend: tuple[Entry, ...]
    trail: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The rectangle around all marks; of nothing, one of size 1."""
        if not self.marks:
            return (0.0, 0.0, 1.0, 1.0)
        left, top = min(mark.x - mark.r for mark in self.marks), min(mark.y - mark.r for mark in self.marks)
        right, bottom = max(mark.x + mark.r for mark in self.marks), max(mark.y + mark.r for mark in self.marks)
        return (left, top, right - left, bottom - top)
