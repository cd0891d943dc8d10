"""What can be asked, as people put it: names of places, standards, categories; and days, written YYYY-MM-DD."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graphgov.errors import BadInput


@dataclass(frozen=True)
class Where:
    """The part of the territory that is asked about, each by its id or name."""

    district: str | None = None
    street: str | None = None
    community: str | None = None


@dataclass(frozen=True)
class BlindQuestion:
    """Which blind spots are asked for; None asks nothing."""

    kind: str | None = None
    standard: str | None = None
    denominator: str | None = None
    category: str | None = None
    finding: str | None = None


@dataclass(frozen=True)
class RateQuestion:
    """Which rates are asked for, and by what they are grouped."""

    by: tuple[str, ...] = ()
    kind: str | None = None
    standard: str | None = None
    denominator: str | None = None


def day_of(text: str) -> date:
    """The day that a text says; BadInput when it says none."""
    try:
        # fromisoformat would also take 2020-W01-1 and 20200630.
        if len(text) != 10:
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput("bad_day", value=text) from None
