"""Expressions that a query has beside those of a path (`tree`): plain frozen values too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphgov.query.clauses import Subquery
    from graphgov.query.tree import Expr, Word


@dataclass(frozen=True)
class Variable:
    """What a variable stands for: an element, a value, a list."""

    name: Word


@dataclass(frozen=True)
class Member:
    """A property of what an expression gives: ``startNode(t).id``."""

    of: Expr
    name: Word


@dataclass(frozen=True)
class Rows:
    """The star of ``count(*)``."""


@dataclass(frozen=True)
class Unique:
    """The different values of an aggregate's argument: ``count(DISTINCT u)``."""

    value: Expr


@dataclass(frozen=True)
class ListOf:
    """A list that is written out."""

    items: tuple[Expr, ...]
    column: int = 0


@dataclass(frozen=True)
class Indexed:
    """The item of a list at a place, from 0, or from -1 backwards; null where there is none."""

    of: Expr
    at: Expr


@dataclass(frozen=True)
class Sliced:
    """The items of a list from a place up to another, which is not among them; from its start, up to its end."""

    of: Expr
    low: Expr | None
    high: Expr | None


@dataclass(frozen=True)
class Comprehension:
    """What `each` is for the items of a list for which a condition is true; the items themselves without it."""

    var: Word
    of: Expr
    where: Expr | None
    each: Expr | None


@dataclass(frozen=True)
class InList:
    """Whether a value is in a list that is not written out; unknown as in `In`, and where the list holds a null."""

    value: Expr
    among: Expr


@dataclass(frozen=True)
class Negative:
    """``-value``."""

    value: Expr


@dataclass(frozen=True)
class TextTest:
    """``value STARTS WITH part`` and the like; unknown when either is null."""

    operator: str
    value: Expr
    part: Expr


@dataclass(frozen=True)
class Differ:
    """Exclusive disjunction; unknown when either part is."""

    left: Expr
    right: Expr


@dataclass(frozen=True)
class Labelled:
    """Whether an element is of one of these kinds."""

    var: Word
    kinds: tuple[Word, ...]


@dataclass(frozen=True)
class Case:
    """The result of the first branch whose condition is true, or that equals `operand` where there is one."""

    operand: Expr | None
    branches: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr | None


@dataclass(frozen=True)
class Quantified:
    """Whether a condition holds for ``all``, ``any``, ``none`` or a ``single`` one of a list."""

    which: str
    var: Word
    of: Expr
    where: Expr


@dataclass(frozen=True)
class Exists:
    """Whether a pattern leads anywhere."""

    body: Subquery


@dataclass(frozen=True)
class CountOf:
    """In how many ways a pattern leads somewhere."""

    body: Subquery


Term = (
    Variable | Member | Rows | Unique | ListOf | Indexed | Sliced | Comprehension | InList | Negative | TextTest
    | Differ | Labelled | Case | Quantified | Exists | CountOf
)  # fmt: skip


def inner(term: Term) -> tuple[Expr, ...]:
    """The expressions in a term, those of a subquery's patterns not among them."""
    match term:
        case Member(of, _):
            return (of,)
        case Unique(value) | Negative(value):
            return (value,)
        case ListOf(items):
            return items
        case InList(value, other) | TextTest(_, value, other) | Differ(value, other):
            return (value, other)
        case Case(operand, branches, otherwise):
            ends = (part for part in (operand, otherwise) if part is not None)
            return (*ends, *(part for branch in branches for part in branch))
        case Quantified(_, _, of, where):
            return (of, where)
        case Indexed(of, at):
            return (of, at)
        case Sliced(of, one, other) | Comprehension(_, of, one, other):
            return (of, *(part for part in (one, other) if part is not None))
    return ()
