"""Circles: none over another, all inside of what encloses them."""

from __future__ import annotations

from itertools import combinations
from math import hypot

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graphgov.view.packing import Circle, enclosing, pack

RADII = st.lists(st.floats(0.01, 1000.0), max_size=60)


def overlap(one: Circle, other: Circle) -> float:
    """By how much two circles overlap, as a share of the smaller radius; at most 0 when they do not."""
    return (one.r + other.r - hypot(one.x - other.x, one.y - other.y)) / min(one.r, other.r)


@given(RADII)
@example([1.0] * 60)
@example([1000.0] + [0.01] * 59)
def test_no_two_circles_overlap(radii: list[float]) -> None:
    """Whatever the radii and their order, each circle keeps its radius and lies over no other."""
    packed = pack(radii)
    assert [circle.r for circle in packed] == radii
    assert all(overlap(one, other) < 1e-4 for one, other in combinations(packed, 2))


@given(RADII)
def test_the_same_radii_give_the_same_circles(radii: list[float]) -> None:
    """Nothing is drawn by lot."""
    assert pack(radii) == pack(list(radii))


@given(RADII.filter(bool))
def test_what_encloses_holds_all_of_it(radii: list[float]) -> None:
    """No circle stands out, and the enclosing one is not larger than it has to be for the two farthest apart."""
    packed = pack(radii)
    x, y, r = enclosing(packed)
    assert all(hypot(circle.x - x, circle.y - y) + circle.r <= r * (1 + 1e-9) for circle in packed)
    widest = max(
        [hypot(one.x - other.x, one.y - other.y) + one.r + other.r for one, other in combinations(packed, 2)]
        + [2 * max(radii)]
    )
    # Jung's theorem: a set of a diameter fits into a circle of at most 1/sqrt(3) of it; and its steps are few.
    assert widest / 2 <= r * (1 + 1e-9)
    assert r <= widest / 3**0.5 * 1.05


def test_three_equal_circles_by_hand() -> None:
    """Three circles of radius 1 that touch are enclosed by one of radius 1 + 2/sqrt(3)."""
    packed = pack([1.0, 1.0, 1.0])
    assert all(overlap(one, other) == pytest.approx(0, abs=1e-9) for one, other in combinations(packed, 2))
    assert enclosing(packed).r == pytest.approx(1 + 2 / 3**0.5, rel=0.02)


def test_many_equal_circles_are_packed_densely() -> None:
    """200 equal circles fill at least 70 % of what encloses them (no packing in the plane fills more than 90.7 %)."""
    packed = pack([1.0] * 200)
    assert 200 / enclosing(packed).r ** 2 > 0.7


def test_nothing_is_enclosed_by_a_point() -> None:
    """There are no special cases for the caller to mind."""
    assert pack([]) == []
    assert enclosing([]) == Circle(0.0, 0.0, 0.0)
    assert enclosing(pack([5.0])) == Circle(0.0, 0.0, 5.0)
