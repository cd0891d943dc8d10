"""Ties repeated: the relation of walks over several of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from graphgov.query.select.elements import EdgeRows, Element, null, sql_types
from graphgov.query.select.rows import Rows
from graphgov.query.select.values import EDGE, Type, Value

if TYPE_CHECKING:
    from graphgov.query.select.block import Group


class Hop(Element):
    """One of the ties of a repetition."""

    def __init__(self, steps: StepRows, place: int) -> None:
        self._steps, self._place, self.kinds = steps, place, steps.kinds

    def column(self, column: str) -> str:
        """The SQL of one of its columns; null where the walk is shorter."""
        return self._steps.hop(self._place, column)


class StepRows(Rows):
    """Walks of `low` to `high` ties, none twice: `near`, `far`, `length`, and the columns of each tie.

    `start` is where walks of no tie begin and end: the SQL of all nodes' keys.  `optional`: there may be no walk.
    """

    def __init__(self, name: str, ties: EdgeRows, bounds: tuple[int, int], start: str | None, optional: bool) -> None:
        super().__init__(name)
        self.kinds, (self.low, self.high), self.optional = ties.kinds, bounds, optional
        self._ties, self._start = ties, start
        self._wanted: dict[str, None] = {"key": None}

    def tie(self, place: int, group: Group) -> Value:
        """The tie at a place, from 1, of the group that the walks are read in."""
        return Value(self.hop(place, "key"), Type(EDGE, frozenset(self.kinds)), Hop(self, place), group)

    def end(self, which: str) -> str:
        """The SQL of the key of the end that is `near` or `far`."""
        return f"{self.name}.{which}"

    def hop(self, place: int, column: str) -> str:
        """The SQL of a column of the tie at a place, from 1."""
        if column in self._ties.lacking:
            return self._gap(column)
        self._wanted[column] = None
        return f"{self.name}.h{place}_{column}"

    def sql(self) -> str:
        """One SELECT for each length."""
        wanted = list(self._wanted)
        ties = "(" + " UNION ALL ".join(self._ties.arms([name for name in wanted if name != "key"])) + ")"
        arms = []
        high = 0 if self.low == 0 and self._ties.none else self.high
        for length in range(self.low, high + 1):
            hops = ", ".join(self._hops(length, wanted))
            if length == 0:
                arms.append(f"SELECT t.key AS near, t.key AS far, 0 AS length, {hops} FROM {self._start} t")
                continue
            # Named otherwise than relations are, of which conditions can speak.
            joined = f"{ties} hop_1" + "".join(
                f" JOIN {ties} hop_{place} ON hop_{place}.near = hop_{place - 1}.far" for place in range(2, length + 1)
            )
            apart = [f"hop_{a}.key <> hop_{b}.key" for a, b in combinations(range(1, length + 1), 2)]
            where = f" WHERE {' AND '.join(apart)}" if apart else ""
            ends = f"hop_1.near AS near, hop_{length}.far AS far, {length} AS length"
            arms.append(f"SELECT {ends}, {hops} FROM {joined}{where}")
        return "(" + " UNION ALL ".join(arms) + ")"

    def _hops(self, length: int, wanted: Sequence[str]) -> list[str]:
        return [
            f"{f'hop_{place}.{column}' if place <= length else self._gap(column)} AS h{place}_{column}"
            for place in range(1, self.high + 1)
            for column in wanted
        ]

    def _gap(self, column: str) -> str:
        keys = {"key": "BIGINT", "src": "BIGINT", "dst": "BIGINT", "label": "VARCHAR"}
        return null((sql_types(self.kinds.values()) | keys)[column])
