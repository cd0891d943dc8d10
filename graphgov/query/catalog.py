"""What a query is checked against, as a value: kinds of node and tie, their properties, and where their rows are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

TEXT, COUNT, NUMBER, DATE, TRUTH = "text", "count", "number", "date", "truth"
"""The types of values: text, whole number, fraction, day, truth value."""


@dataclass(frozen=True)
class Property:
    """A property: its type, its column in the rows, and its values where they are a list."""

    type: str
    column: str
    values: frozenset[str] | None = None


@dataclass(frozen=True)
class Table:
    """A table that has one row for each element of a kind: its keys by their own names, and other columns as SQL.

    ``{t}`` stands in them for what the table is called, and ``{i}`` for a second one, `beside`, where some columns lie:
    it has one row for each key.
    """

    name: str
    columns: Mapping[str, str]
    beside: str = ""

    def column(self, name: str, called: str, beside: str) -> str:
        """The SQL of a column."""
        return self.columns.get(name, f"{{t}}.{name}").format(t=called, i=beside)

    def is_beside(self, column: str) -> bool:
        """Whether a column lies in the second table."""
        return "{i}." in self.columns.get(column, "")

    def read(self, columns: Collection[str], called: str, beside: str) -> str:
        """What stands behind FROM, so that these columns are there."""
        if not any(map(self.is_beside, columns)):
            return f"{self.name} {called}"
        return f"({self.name} {called} JOIN {self.beside} {beside} ON {beside}.key = {called}.key)"


@dataclass(frozen=True)
class Kind:
    """A kind of node or tie.

    `rows` is the SQL of its elements, of which there is one row each: a column `key` that no other element has, of a
    tie `src` and `dst`, and the columns that are asked for.  `labels` are what a node of it is called; `ends` the
    pairs of kinds of node that a tie of it joins.  `table` is where its elements lie as they are, if they do; `none` is
    whether there are surely none of them.  `between` is the kind that has the ties of some pairs alone, where these lie
    apart.
    """

    name: str
    properties: Mapping[str, Property]
    rows: Callable[[Collection[str]], str]
    labels: tuple[str, ...] = ()
    ends: frozenset[tuple[str, str]] = frozenset()
    table: Callable[[], Table | None] = lambda: None
    none: Callable[[], bool] = lambda: False
    between: Callable[[frozenset[tuple[str, str]]], Kind] | None = None


@dataclass(frozen=True)
class Catalog:
    """All kinds.  `whole`: there are no others, so that a node or tie of no kind named may be any of these."""

    nodes: Mapping[str, Kind]
    edges: Mapping[str, Kind]
    whole: bool = False
