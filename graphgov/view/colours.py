"""The one place for what a picture's colours, signs, shapes and lines mean.

From brown (few are covered) to blue (nearly all are), never red against green; a number stands beside every colour.
The colours are those of ColorBrewer's YlOrBr and Blues (C. Brewer, 2002), which people with any colour vision tell
apart; text on each is at least 4.5 : 1 against it (WCAG 2.1, 1.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass

from graphgov import words


@dataclass(frozen=True)
class Colour:
    """A fill, the colour of text and signs on it, its outline; `low` is the rate in per cent that it begins at.

    `hatched`: drawn with lines across, so that nobody takes it for a rate.  `sign` stands in the middle of a mark.
    """

    key: str
    fill: str
    ink: str
    line: str
    low: int = 0
    hatched: bool = False
    sign: str = ""


RATES = (
    Colour("below_30", "#8c2d04", "#ffffff", "#662003", 0),
    Colour("below_50", "#d9771f", "#1c1306", "#a8560c", 30),
    Colour("below_70", "#fed98e", "#1c1306", "#c79b3f", 50),
    Colour("below_85", "#9ecae1", "#0b2233", "#5b93b3", 70),
    Colour("from_85", "#1f6fb4", "#ffffff", "#124a7d", 85),
)
"""Shades of a rate, the lowest first."""

NOTHING = Colour("no_base", "#e9edf1", "#3b4651", "#8a97a3", hatched=True)
"""There is nobody in the base, so there is no rate."""

STATES = (
    Colour("covered", "#1f6fb4", "#ffffff", "#124a7d"),
    Colour("claimed", "#9ecae1", "#0b2233", "#5b93b3", sign="?"),
    Colour("unknown", "#fed98e", "#1c1306", "#c79b3f", sign="?"),
    Colour("blind", "#ffffff", "#8c2d04", "#8c2d04", sign="!"),
    Colour("not_applicable", "#e9edf1", "#3b4651", "#8a97a3", sign="–"),
    Colour("base_unknown", "#e9edf1", "#3b4651", "#8a97a3", sign="?"),
)
"""Marks of the states of a subject; a blind spot is a hollow ring with an exclamation mark."""

ORGANIZATION = Colour("organization", "#123c5c", "#ffffff", "#0b2a42")
"""Party organizations: no subjects, so they have no state."""

PLAIN = Colour("plain", "#ffffff", "#16222d", "#c3ced8")
TINTED = Colour("tinted", "#eef3f7", "#16222d", "#b9c6d2")
"""What encloses other marks."""

COLOURS = {colour.key: colour for colour in (*RATES, NOTHING, *STATES, ORGANIZATION, PLAIN, TINTED)}
"""Every colour by its key."""

SHAPES = {
    "Division": "octagon",
    "Community": "octagon",
    "Unit": "circle",
    "Place": "diamond",
    "PartyOrganization": "hexagon",
}
"""The shape of every kind of node as a single mark; divisions and communities that hold others are circles."""

OUTSIDE = "square"
"""The shape of what is tied to a picture from outside of it."""

TOGETHER = "stack"
"""The shape of several subjects that are shown as one."""


@dataclass(frozen=True)
class Line:
    """How a tie is drawn; `dashes` are lengths of line and gap, none: drawn through."""

    key: str
    colour: str
    dashes: tuple[int, ...] = ()


LINES = {
    line.key: line
    for line in (
        Line("MEMBER_OF", "#8c510a"),
        Line("PAIRED_WITH", "#1f6fb4", (7, 3)),
        Line("CO_CONSTRUCTS", "#1f6fb4", (2, 3)),
        Line("INSTRUCTED_BY", "#5e6b77", (7, 3, 2, 3)),
        Line("HAS_PARTY_ORG", "#123c5c"),
        Line("SUBORDINATE_TO", "#9aa7b3", (4, 4)),
    )
}
"""Ties that have a line of their own."""

OTHER_LINE = Line("other", "#9aa7b3")
"""Every other tie, and ties of several kinds together."""


def shade(covered: int, base: int) -> Colour:
    """The shade of covered out of base: by the exact share, so that 84.96 % is not yet 85."""
    if not base:
        return NOTHING
    return next(colour for colour in reversed(RATES) if 100 * covered >= colour.low * base)


def label(colour: Colour, lang: str | None = None) -> str:
    """What a colour means, in words."""
    table = "state" if colour in STATES else "shade"
    return words.word(table, colour.key, lang=lang)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21; source: WCAG 2.1, relative luminance and contrast ratio."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
