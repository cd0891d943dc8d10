"""Two coverages side by side: another day, or another policy; rates, and who flips, by name."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan, nan

from graphgov.coverage.rates import Rate, in_order, rates
from graphgov.coverage.states import ABSENT, STATES, Coverage


@dataclass(frozen=True)
class Flip:
    """A subject whose state differs; "absent" when it does not hold on that day."""

    node: int
    before: str
    after: str


@dataclass(frozen=True)
class Comparison:
    """The rates of both (a group that one lacks is None there), and the subjects that differ."""

    rates: tuple[tuple[Rate | None, Rate | None], ...]
    flips: tuple[Flip, ...]


def compare(
    before: Coverage, after: Coverage, kind: str, by: tuple[str, ...] = (), standard: str | None = None,
    denominator: str | None = None,
) -> Comparison:  # fmt: skip
    """Compare two coverages of the same graph; each under its own policy's standard of that name."""
    old = {rate.group: rate for rate in rates(before, kind, by, standard, denominator)}
    new = {rate.group: rate for rate in rates(after, kind, by, standard, denominator)}
    groups = sorted({*old, *new}, key=in_order)
    states = [
        coverage.states(kind, standard or coverage.policy.default_standard, denominator) for coverage in (before, after)
    ]
    first = after.snapshot.slice_of(kind).start
    flips = tuple(
        Flip(first + index, _name(int(states[0][index])), _name(int(states[1][index])))
        for index in (states[0] != states[1]).nonzero()[0].tolist()
    )
    return Comparison(tuple((old.get(group), new.get(group)) for group in groups), flips)


def points(before: Rate | None, after: Rate | None) -> float | None:
    """By how many percentage points a rate has changed, between the two as they are printed, with one decimal.

    None when one of them is of nothing.
    """
    old, new = (100 * (rate.rate if rate else nan) for rate in (before, after))
    return None if isnan(old) or isnan(new) else round(round(new, 1) - round(old, 1), 1)


def _name(code: int) -> str:
    return "absent" if code == ABSENT else STATES[code]
