"""What every part of the sample's generator builds on: dice, dates, credit codes and tables."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from graphgov.schema import SCHEMA

Row = dict[str, str]
"""One row of a table; an empty cell is an absent key."""

T = TypeVar("T")


class Dice:
    """Draws that are the same on every machine.

    Made of `Random.random` alone: of the module it is the only sequence that is promised to stay.  Each part of the
    generator has a stream of its own, so that a change in one does not reshuffle the others.
    """

    def __init__(self, seed: int, stream: str) -> None:
        self._next = random.Random(f"{seed} {stream}").random

    def chance(self, share: float) -> bool:
        """True in this share (0 to 1) of the draws."""
        return self._next() < share

    def whole(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self._next() * (most - least + 1))

    def low(self, least: int, most: int) -> int:
        """A whole number, both ends included, small ones more often."""
        return min(self.whole(least, most), self.whole(least, most))

    def pick(self, things: Sequence[T]) -> T:
        """One of them."""
        return things[self.whole(0, len(things) - 1)]

    def some(self, things: Iterable[T], most: int) -> list[T]:
        """Different ones, `most` of them or as many as there are, in drawn order."""
        left = list(things)
        return [left.pop(self.whole(0, len(left) - 1)) for _ in range(min(most, len(left)))]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, each as often as its weight says."""
        mark = self._next() * sum(weights.values())
        for thing, weight in weights.items():
            mark -= weight
            if mark < 0:
                return thing
        return thing

    def date(self, first_year: int, last_year: int, *, whole: bool = False) -> str:
        """A date of these years; unless `whole`, one in three is a month or a year only, as ledgers have them."""
        year, month, day = self.whole(first_year, last_year), self.whole(1, 12), self.whole(1, 28)
        exact = 3 if whole else self.weighted({3: 0.66, 2: 0.22, 1: 0.12})
        return "-".join((f"{year}", f"{month:02}", f"{day:02}")[:exact])


class Tables:
    """The rows of one source, by kind."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = defaultdict(list)

    def node(self, kind: str, key: str, name: str, **values: object) -> Row:
        """Add a node; values that are None or empty state nothing."""
        return self._add(kind, {"id": key, "name": name, **values})

    def edge(self, kind: str, start: str, end: str, **values: object) -> Row:
        """Add an edge."""
        return self._add(kind, {"from": start, "to": end, **values})

    def claim(self, about: str, measure: str, value: int, measured_in: str, **values: object) -> Row:
        """Add a number that a source states about a node."""
        return self._add(
            "Claim", {"about": about, "measure": measure, "value": value, "measured_in": measured_in, **values}
        )

    def _add(self, kind: str, values: Mapping[str, object]) -> Row:
        row = {name: str(value) for name, value in values.items() if value not in (None, "")}
        self.rows[kind].append(row)
        return row

    def write(self, folder: Path) -> None:
        """Write `<Kind>.csv` for every kind that has rows: columns in the schema's order, only those in use.

        Files of the folder that are no longer written are removed.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.csv"):
            if old.stem not in self.rows:
                old.unlink()
        for kind, rows in self.rows.items():
            columns = [name for name in SCHEMA.kinds[kind].by_name if any(row.get(name) for row in rows)]
            with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
                table = csv.DictWriter(file, columns, restval="", lineterminator="\n")
                table.writeheader()
                table.writerows(rows)

    @classmethod
    def read(cls, folder: Path) -> Tables:
        """The tables of a folder that `write` wrote."""
        tables = cls()
        for path in sorted(folder.glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                tables.rows[path.stem] = [
                    {name: value for name, value in row.items() if value} for row in csv.DictReader(file)
                ]
        return tables


_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(category: str, region: str, number: int) -> str:
    """A formally right 统一社会信用代码 of nobody: category (2 signs), region (6 digits), a serial number.

    Its organization number begins with XL, which no register issues.  Check signs: GB 11714-1997 (weights and 11)
    within GB 32100-2015 (powers of 3 and 31).
    """
    body = f"XL{number:06}"
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rest = (
        11 - sum(signs.index(sign) * weight for sign, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    )
    code = f"{category}{region}{body}{'0X'[rest == 10] if rest > 9 else rest}"
    total = sum(_USCC_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code))
    return code + _USCC_SIGNS[(31 - total) % 31]
