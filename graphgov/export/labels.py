"""Which names stand in a drawing, and where: large things first, none over another, none that is too small to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from graphgov.coverage import percent
from graphgov.files.writers import shortened, width
from graphgov.names import normalized
from graphgov.view.picture import AREA, BUBBLE, Mark

SMALLEST = 10.0
"""The smallest size of text in pixels."""

_LARGEST = 15.0
_LINE = 1.25
"""From line to line, in sizes of the text."""

_ROOM_INSIDE = 15.0
"""Circles of a smaller radius in pixels have no text inside."""

_NARROWEST = 4
"""No name is cut to fewer columns."""

_CELL = 40.0


@dataclass(frozen=True)
class Label:
    """A line of text around a middle (x) on a base line (y), in pixels; `bold`: of an area; `ink`: its colour's key."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False
    on: str = ""


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


class _Taken:
    """What is covered already, in cells, so that few boxes have to be compared."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], list[_Box]] = {}

    def free(self, box: _Box) -> bool:
        return not any(
            box.left < other.right and other.left < box.right and box.top < other.bottom and other.top < box.bottom
            for cell in _cells(box)
            for other in self.cells.get(cell, ())
        )

    def take(self, box: _Box) -> None:
        for cell in _cells(box):
            self.cells.setdefault(cell, []).append(box)


def _cells(box: _Box) -> Iterator[tuple[int, int]]:
    for column in range(int(box.left // _CELL), int(box.right // _CELL) + 1):
        for row in range(int(box.top // _CELL), int(box.bottom // _CELL) + 1):
            yield column, row


def labels(marks: tuple[Mark, ...]) -> list[Label]:
    """The labels of marks whose places are in pixels."""
    taken, found = _Taken(), list[Label]()
    for mark in sorted((mark for mark in marks if mark.role == AREA), key=lambda mark: -mark.r):
        found += _first_free(taken, _of_area(mark))
    bubbles = sorted((mark for mark in marks if mark.role == BUBBLE), key=lambda mark: -mark.r)
    for mark in bubbles:
        found += _first_free(taken, _in_bubble(mark))
    single = [mark for mark in marks if mark.role not in (AREA, BUBBLE)]
    for mark in single:
        taken.take(_Box(mark.x - mark.r, mark.y - mark.r, mark.x + mark.r, mark.y + mark.r))
    # What has to be acted on is named before what is well.
    for mark in sorted(single, key=lambda mark: (mark.shape != "hexagon", mark.state != "blind", -mark.r)):
        found += _first_free(taken, _beside(mark))
    return found


def _first_free(taken: _Taken, offers: Iterator[tuple[Label, ...]]) -> tuple[Label, ...]:
    """The first of several ways to name a mark that is over nothing else."""
    for offer in offers:
        boxes = [_box(label) for label in offer]
        if all(taken.free(box) for box in boxes):
            for box in boxes:
                taken.take(box)
            return offer
    return ()


def _box(label: Label) -> _Box:
    half = wide(label.text, label.size) / 2
    return _Box(label.x - half, label.y - label.size, label.x + half, label.y + 0.25 * label.size)


def wide(text: str, size: float) -> float:
    """About how wide a text is, in pixels: a Chinese sign is as wide as high, a Latin letter little more than half."""
    return width(text) * 0.54 * size


def _fitting(text: str, size: float, room: float) -> str:
    """A name in a room in pixels: without its legal suffix, then cut; empty when hardly anything would be left."""
    columns = int(room / (0.54 * size))
    plain = text if width(text) <= columns else normalized(text) or text
    return shortened(plain, columns) if columns >= _NARROWEST else ""


def _of_area(mark: Mark) -> Iterator[tuple[Label, ...]]:
    size = min(_LARGEST, max(SMALLEST, mark.r / 9))
    text = _fitting(mark.name, size, max(2.0 * mark.r, 0.0))
    if text and mark.r > 2 * size:
        for y in (mark.y - mark.r + 1.1 * size, mark.y - mark.r - 0.3 * size, mark.y + mark.r - 0.4 * size, mark.y):
            yield (Label(text, mark.x, y, size, bold=True),)


def _in_bubble(mark: Mark) -> Iterator[tuple[Label, ...]]:
    """The name over its numbers; in smaller circles the rate alone."""
    if mark.r < _ROOM_INSIDE or mark.base is None:
        return
    size = min(13.0, max(SMALLEST, mark.r / 4))
    name, numbers = _fitting(mark.name, size, 1.8 * mark.r), f"{mark.covered}/{mark.base}"
    if name and wide(numbers, size) < 1.8 * mark.r and mark.r > 1.6 * size:
        yield (
            Label(name, mark.x, mark.y - 0.2 * size, size, on=mark.colour),
            Label(numbers, mark.x, mark.y + (_LINE - 0.2) * size, size, on=mark.colour),
        )
    for text in (numbers, percent(mark.covered or 0, mark.base)):
        if wide(text, SMALLEST) < 1.9 * mark.r:
            yield (Label(text, mark.x, mark.y + 0.35 * SMALLEST, SMALLEST, on=mark.colour),)


def _beside(mark: Mark) -> Iterator[tuple[Label, ...]]:
    size = SMALLEST
    for most in (22, 12):
        text = shortened(mark.name, most)
        half = wide(text, size) / 2
        for x, y in (
            (mark.x, mark.y + mark.r + 1.1 * size),
            (mark.x, mark.y - mark.r - 0.3 * size),
            (mark.x + mark.r + half + 2, mark.y + 0.35 * size),
            (mark.x - mark.r - half - 2, mark.y + 0.35 * size),
        ):
            yield (Label(text, x, y, size),)
