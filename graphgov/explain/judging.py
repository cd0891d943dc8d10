"""Which of several statements about a property holds on a day, and for how long.

The rules are those of `graphgov.intake.merge`, told here of single statements: of several for one day that of the last
import; before the first day the first value; a validity (`lasting`) is that of the last word, whichever the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, zip_longest
from typing import NamedTuple

HOLDS, WAS, COMES, OVERRULED, UNDONE = STANDINGS = ("holds", "was", "comes", "overruled", "undone")
"""On the day: the value holds; it held before; it will; another statement beats it; its import was taken back."""


class Said(NamedTuple):
    """A value as it was said: for which day, in which order (import, file, row), and whether it was taken back."""

    day: date
    order: tuple[int, int, int]
    value: object
    undone: bool = False


class Judged(NamedTuple):
    """What became of it; `since`, `until`: while the value holds (None: with no known start, no known end)."""

    standing: str
    since: date | None = None
    until: date | None = None


def judged(said: Sequence[Said], day: date, lasting: bool = False) -> list[Judged]:
    """What became of each of the values said of one property of one element, on a day."""
    live = sorted((each for each in said if not each.undone), key=lambda each: (each.day, each.order))
    periods = _periods(live[-1:] if lasting else live)
    return [_judged(each, periods, day, lasting) for each in said]


class _Period(NamedTuple):
    days: Sequence[date]
    value: object
    since: date | None
    until: date | None


def _periods(live: Sequence[Said]) -> list[_Period]:
    """The values one after the other: from the first day that each is stated for on, the first from the beginning."""
    last = {each.day: each.value for each in live}
    runs = [(value, list(days)) for value, days in groupby(last, key=last.__getitem__)]
    return [
        _Period(days, value, days[0] if number else None, later[1][0] if later else None)
        for number, ((value, days), later) in enumerate(zip_longest(runs, runs[1:]))
    ]


def _judged(each: Said, periods: Sequence[_Period], day: date, lasting: bool) -> Judged:
    if each.undone:
        return Judged(UNDONE)
    for period in _of(each, periods, lasting):
        if period.since is not None and day < period.since:
            return Judged(COMES, period.since, period.until)
        if period.until is not None and period.until <= day:
            return Judged(WAS, period.since, period.until)
        return Judged(HOLDS, period.since, period.until)
    return Judged(OVERRULED)


def _of(each: Said, periods: Sequence[_Period], lasting: bool) -> Iterator[_Period]:
    """The period that a value is said in, where it is the one that counts there."""
    return (period for period in periods if (lasting or each.day in period.days) and period.value == each.value)

