"""The clauses of a query, as plain frozen values: what is read, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

from graphgov.query.tree import Expr, Path, Word


@dataclass(frozen=True)
class Match:
    """Every way in which all paths lead somewhere, no tie twice, and the condition is true.

    `optional`: where there is none, one row in which the new variables are null.
    """

    paths: tuple[Path, ...]
    where: Expr | None = None
    optional: bool = False

    @property
    def searches(self) -> tuple[Path, ...]:
        """The paths of which the shortest are meant."""
        return tuple(path for path in self.paths if path.shortest)


@dataclass(frozen=True)
class Unwind:
    """A row for each item of a list."""

    of: Expr
    var: Word


@dataclass(frozen=True)
class Item:
    """A column: its expression, its name, and whether it was named; else the name is the expression's own text."""

    expr: Expr
    name: Word
    named: bool = True


@dataclass(frozen=True)
class Key:
    """What rows are ordered by."""

    expr: Expr
    descending: bool = False


@dataclass(frozen=True)
class Projection:
    """WITH or, when it is `last`, RETURN.  `everything`: all variables too (the star)."""

    items: tuple[Item, ...]
    last: bool
    distinct: bool = False
    everything: bool = False
    order: tuple[Key, ...] = ()
    skip: Expr | None = None
    limit: Expr | None = None
    where: Expr | None = None


@dataclass(frozen=True)
class Subquery:
    """The inside of ``EXISTS { }`` and ``COUNT { }``."""

    matches: tuple[Match, ...]
    result: Projection | None = None
    """What is counted, where it is said: different rows only, if it says DISTINCT."""
    others: tuple[Subquery, ...] = ()
    distinct: tuple[bool, ...] = ()
    """What is added by UNION, as in `Query`."""
    closed: bool = False
    """Whether it is a pattern as a condition, which may not have new variables."""


Clause = Match | Unwind | Projection


@dataclass(frozen=True)
class Query:
    """Parts that each end in RETURN; `distinct[n]`: whether duplicates go where part n + 1 is added."""

    parts: tuple[tuple[Clause, ...], ...]
    distinct: tuple[bool, ...] = ()
