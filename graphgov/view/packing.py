"""Circles packed around a point without overlap, and the circle that encloses them.

Source: W. Wang, H. Wang, G. Dai, H. Wang, "Visualization of large hierarchical data by circle packing", CHI 2006: a
new circle touches two neighbours on the front of those that are placed; where it would overlap a third one of the
front, the front is shortened to that one and the circle is tried again.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot, inf, sqrt
from typing import NamedTuple

_TOLERANCE = 1e-9
"""Circles that touch do not overlap, whatever the last digits say (share of a radius)."""

_STEPS = 100
"""Steps towards the smallest enclosing circle; its radius is then at most about one per cent too large."""


class Circle(NamedTuple):
    """A centre and a radius."""

    x: float
    y: float
    r: float


def pack(radii: Sequence[float]) -> list[Circle]:
    """Circles of these radii, packed around the origin in the order given: large ones first pack best.

    No two overlap.  The same radii always give the same circles.
    """
    front = _Front(radii)
    for circle in range(len(radii)):
        front.place(circle)
    return [Circle(*each) for each in zip(front.x, front.y, front.r, strict=True)]


def enclosing(circles: Sequence[Circle]) -> Circle:
    """A circle around circles, hardly larger than the smallest one; around nothing a point.

    Source: M. Bădoiu, K. Clarkson, "Optimal core-sets for balls", 2008: from anywhere, step by step less far, towards
    whatever reaches out farthest.
    """
    if len(circles) < 2:
        return circles[0] if circles else Circle(0.0, 0.0, 0.0)
    weight = sum(circle.r * circle.r for circle in circles) or 1.0
    x = sum(circle.x * circle.r * circle.r for circle in circles) / weight
    y = sum(circle.y * circle.r * circle.r for circle in circles) / weight
    best = Circle(0.0, 0.0, inf)
    for step in range(2, _STEPS + 2):
        reach, farthest = max((hypot(each.x - x, each.y - y) + each.r, each) for each in circles)
        best = min(best, Circle(x, y, reach), key=lambda circle: circle.r)
        away = reach - farthest.r
        # The far side of the farthest circle is what counts, not its centre.
        share = reach / away / step if away else 0.0
        x, y = x + (farthest.x - x) * share, y + (farthest.y - y) * share
    return best


class _Front:
    """The circles placed so far, and the closed chain of those that are outermost."""

    def __init__(self, radii: Sequence[float]) -> None:
        self.r = [float(radius) for radius in radii]
        self.x, self.y = [0.0] * len(self.r), [0.0] * len(self.r)
        self.after: dict[int, int] = {}
        self.before: dict[int, int] = {}
        self.distance: dict[int, float] = {}

    def place(self, circle: int) -> None:
        """Place the next circle."""
        if circle == 0:
            self._join(0, 0)
        elif circle == 1:
            self.x[0], self.x[1] = -self.r[1], self.r[0]
            self._join(0, 1)
            self._join(1, 0)
        else:
            self._touch(circle, self._nearest())

    def _join(self, first: int, second: int) -> None:
        self.after[first], self.before[second] = second, first
        self.distance[first] = self._distance(first, second)

    def _nearest(self) -> int:
        """The circle of the front that, with the one after it, is nearest to the origin."""
        return min(self.distance, key=lambda circle: (self.distance[circle], circle))

    def _distance(self, a: int, b: int) -> float:
        """How far from the origin two neighbours touch, squared."""
        whole = self.r[a] + self.r[b] or 1.0
        x = (self.x[a] * self.r[b] + self.x[b] * self.r[a]) / whole
        y = (self.y[a] * self.r[b] + self.y[b] * self.r[a]) / whole
        return x * x + y * y

    def _touch(self, circle: int, first: int) -> None:
        """Let a circle touch two neighbours of the front from outside, and become part of it between them."""
        second = self.after[first]
        while True:
            self._beside(circle, first, second)
            hit = self._hit(circle, first, second)
            if hit is None:
                break
            place, forward = hit
            if forward:
                second = place
            else:
                first = place
            self._cut(first, second)
        self._join(first, circle)
        self._join(circle, second)

    def _cut(self, first: int, second: int) -> None:
        """Take what lies between two circles out of the front."""
        between = self.after[first]
        while between != second:
            following = self.after.pop(between)
            del self.before[between], self.distance[between]
            between = following
        self._join(first, second)

    def _beside(self, circle: int, a: int, b: int) -> None:
        """Put a circle where it touches two others, on the outer side (on the right of the way from a to b)."""
        dx, dy = self.x[b] - self.x[a], self.y[b] - self.y[a]
        apart = hypot(dx, dy) or 1.0
        to_a, to_b = self.r[a] + self.r[circle], self.r[b] + self.r[circle]
        along = (apart * apart + to_a * to_a - to_b * to_b) / (2 * apart)
        aside = sqrt(max(0.0, to_a * to_a - along * along))
        self.x[circle] = self.x[a] + (dx * along + dy * aside) / apart
        self.y[circle] = self.y[a] + (dy * along - dx * aside) / apart

    def _hit(self, circle: int, first: int, second: int) -> tuple[int, bool] | None:
        """The circle of the front nearest along it that a circle overlaps, and whether it comes after `second`."""
        ahead, behind = self.after[second], self.before[first]
        far_ahead, far_behind = self.r[second], self.r[first]
        while True:
            if far_ahead <= far_behind:
                if ahead == first:
                    return None
                if self._overlap(circle, ahead):
                    return ahead, True
                far_ahead += self.r[ahead]
                done, ahead = ahead == behind, self.after[ahead]
            else:
                if behind == second:
                    return None
                if self._overlap(circle, behind):
                    return behind, False
                far_behind += self.r[behind]
                done, behind = behind == ahead, self.before[behind]
            if done:
                return None

    def _overlap(self, a: int, b: int) -> bool:
        reach = self.r[a] + self.r[b]
        apart = hypot(self.x[a] - self.x[b], self.y[a] - self.y[b])
        return apart < reach - _TOLERANCE * (1 + reach)
