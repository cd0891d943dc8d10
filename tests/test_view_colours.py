"""Colours: one scale, exact bounds, text on them that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphgov import words
from graphgov.coverage import STATES
from graphgov.schema import SCHEMA
from graphgov.view import colours


@pytest.mark.parametrize("colour", colours.COLOURS.values(), ids=lambda colour: colour.key)
def test_text_on_a_colour_can_be_read(colour: colours.Colour) -> None:
    """At least 4.5 : 1, as WCAG 2.1 asks of text; outlines at least 3 : 1 where they carry the meaning."""
    assert colours.contrast(colour.ink, colour.fill) >= 4.5
    if colour.sign:
        assert colours.contrast(colour.line, "#ffffff") >= 3 or colours.contrast(colour.ink, "#ffffff") >= 3


def test_contrast_by_hand() -> None:
    """Black on white is 21 : 1; #767676 is the lightest grey with 4.5 : 1 on white (WCAG's own examples)."""
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#ffffff", "#ffffff") == 1
    assert colours.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert colours.contrast("#777777", "#ffffff") < 4.5


@pytest.mark.parametrize(
    ("covered", "base", "expected"),
    [
        (0, 0, "no_base"), (0, 7, "below_30"), (299, 1000, "below_30"), (3, 10, "below_50"), (499, 1000, "below_50"),
        (1, 2, "below_70"), (699, 1000, "below_70"), (7, 10, "below_85"), (8499, 10000, "below_85"),
        (85, 100, "from_85"), (7, 7, "from_85"),
    ],
)  # fmt: skip
def test_bounds_of_the_scale(covered: int, base: int, expected: str) -> None:
    """A bound belongs to the better shade, and nothing is rounded up to it."""
    assert colours.shade(covered, base).key == expected


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_better_rate_is_never_browner(covered: int, base: int) -> None:
    """The shades are in the order of the rates."""
    order = [colour.key for colour in colours.RATES]
    worse, better = (colours.shade(min(number, base), base).key for number in (covered, covered + 1))
    assert order.index(worse) <= order.index(better)


def test_every_state_kind_and_linkage_has_a_look_and_a_label() -> None:
    """What coverage and the schema know can be drawn and read, in both languages; nothing else is declared."""
    assert {colour.key for colour in colours.STATES} == set(STATES)
    assert set(colours.SHAPES) == set(SCHEMA.node)
    assert {kind.name for kind in SCHEMA.layer("linkage")} <= set(colours.LINES) <= set(SCHEMA.edge)
    told = (*colours.RATES, colours.NOTHING, *colours.STATES)
    assert all(words.has("state" if colour in colours.STATES else "shade", colour.key) for colour in told)
    for lang in words.LANGUAGES:
        assert len({colours.label(colour, lang) for colour in told}) == len(told)


def test_blind_spots_are_hollow_and_have_a_sign() -> None:
    """Whoever sees no colours sees the ring and the exclamation mark."""
    blind = next(colour for colour in colours.STATES if colour.key == "blind")
    assert (blind.fill, blind.sign) == ("#ffffff", "!")
    assert [colour.sign for colour in colours.STATES if colour.key == "covered"] == [""]
