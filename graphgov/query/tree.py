"""The tree of the language: plain frozen values, what a text means and nothing of how it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from graphgov.query import terms
from graphgov.query.terms import Term


class Word(str):
    """A name as it stands in the text, with the column (from 1) where it stands."""

    __slots__ = ("column",)
    column: int

    def __new__(cls, text: str, column: int = 0) -> Word:  # noqa: D102 - the class says it
        word = super().__new__(cls, text)
        word.column = column
        return word


@dataclass(frozen=True)
class Literal:
    """A text, a number, a truth value or null."""

    value: str | float | bool | None
    column: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Parameter:
    """A value given from outside, like ``$day``."""

    name: Word


@dataclass(frozen=True)
class Attribute:
    """A property of a pattern's variable; `var` is empty where the pattern's own map names it."""

    var: Word
    name: Word


@dataclass(frozen=True)
class Call:
    """A function of other expressions."""

    function: Word
    arguments: tuple[Expr, ...]


@dataclass(frozen=True)
class Arithmetic:
    """``left + right``, ``left - right``, ``left * right``."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Compare:
    """``left operator right``; unknown when either side is null."""

    operator: str
    left: Expr
    right: Expr


@dataclass(frozen=True)
class In:
    """Whether a value is one of a list; unknown when it is null."""

    value: Expr
    options: tuple[Literal, ...]


@dataclass(frozen=True)
class IsNull:
    """Whether a value is null; never unknown."""

    value: Expr


@dataclass(frozen=True)
class Not:
    """Negation; unknown stays unknown."""

    part: Expr


@dataclass(frozen=True)
class All:
    """Conjunction."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True)
class Any:
    """Disjunction."""

    parts: tuple[Expr, ...]


Expr = Literal | Parameter | Attribute | Call | Arithmetic | Compare | In | IsNull | Not | All | Any | Term
"""A `Term` stands in queries only."""


@dataclass(frozen=True)
class NodePattern:
    """A node: one of `kinds` (any, when empty) for which `where` is true."""

    kinds: tuple[Word, ...] = ()
    where: Expr | None = None
    var: Word | None = None
    column: int = field(default=0, compare=False)


class Direction(StrEnum):
    """Which way an edge is walked, seen from the path's beginning."""

    OUT = "out"
    BACK = "back"
    EITHER = "either"


@dataclass(frozen=True)
class EdgePattern:
    """`low` to `high` edges in a row, each one of `kinds` for which `where` is true."""

    kinds: tuple[Word, ...]
    direction: Direction
    low: int = 1
    high: int | None = 1
    where: Expr | None = None
    var: Word | None = None
    column: int = field(default=0, compare=False)
    starred: bool = field(default=False, compare=False)
    """Whether a repetition is written, even if it is of exactly one: a query's variable is a list then."""

    @property
    def repeated(self) -> bool:
        """Whether it stands for anything but exactly one edge."""
        return (self.low, self.high) != (1, 1)


class Shortest(StrEnum):
    """Which of the shortest walks between the ends of a path are meant: any one of them, or all."""

    ONE = "shortestPath"
    EVERY = "allShortestPaths"


@dataclass(frozen=True)
class Path:
    """A linear pattern from its subject, the first node; one more node than edges."""

    nodes: tuple[NodePattern, ...]
    edges: tuple[EdgePattern, ...] = ()
    text: str = field(default="", compare=False)
    var: Word | None = None
    """The variable of a whole path; in queries only, as is the next."""
    shortest: Shortest | None = None

    @property
    def subject(self) -> NodePattern:
        """The node that the path is about."""
        return self.nodes[0]

    @property
    def patterns(self) -> tuple[NodePattern | EdgePattern, ...]:
        """Its nodes, then its edges."""
        return (*self.nodes, *self.edges)

    def index(self, var: str) -> int:
        """The place of the node bound to a variable; ValueError when there is none."""
        return [node.var for node in self.nodes].index(Word(var))

    def __str__(self) -> str:
        return self.text


def parts(expr: Expr) -> Iterator[Expr]:
    """An expression and everything in it."""
    yield expr
    match expr:
        case Call(_, arguments):
            inner: tuple[Expr, ...] = arguments
        case Arithmetic(_, left, right) | Compare(_, left, right):
            inner = (left, right)
        case In(value, _) | IsNull(value) | Not(value):
            inner = (value,)
        case All(several) | Any(several):
            inner = several
        case Literal() | Parameter() | Attribute():
            inner = ()
        case term:
            inner = terms.inner(term)
    for part in inner:
        yield from parts(part)


def attributes(path: Path) -> set[tuple[str, str]]:
    """The properties that a path looks at, as pairs of kind and property (of every kind that it names)."""
    found = set()
    for pattern in path.patterns:
        names = {part.name for part in parts(pattern.where or All(())) if isinstance(part, Attribute)}
        found |= {(str(kind), str(name)) for kind in pattern.kinds for name in names}
    return found


def conjunction(*conditions: Expr | None) -> Expr | None:
    """All of the conditions that are given; None when there are none."""
    given = tuple(condition for condition in conditions if condition is not None)
    return given[0] if len(given) == 1 else All(given) if given else None


def conjuncts(condition: Expr | None) -> tuple[Expr, ...]:
    """The conditions that all have to be true where one is: none, itself, or the parts of its AND."""
    match condition:
        case None:
            return ()
        case All(several):
            return tuple(each for part in several for each in conjuncts(part))
    return (condition,)


def date_of(expr: Expr, day: date) -> date | None:
    """The day that an expression stands for, when it is one that needs no graph: ``$day - duration('P90D')``."""
    match expr:
        case Parameter("day"):
            return day
        case Call("date", (Literal(str() as text),)):
            return date.fromisoformat(text)
        case Arithmetic(operator, left, Call("duration", (Literal(str() as text),))):
            start = date_of(left, day)
            return None if start is None else _shift(start, text, 1 if operator == "+" else -1)
    return None


def _shift(start: date, duration: str, sign: int) -> date:
    number, unit = int(duration[1:-1]), duration[-1]
    beyond = date.max if sign > 0 else date.min
    if unit == "D":
        days = start.toordinal() + sign * number
        return date.fromordinal(days) if date.min.toordinal() <= days <= date.max.toordinal() else beyond
    months = start.year * 12 + start.month - 1 + sign * number * (12 if unit == "Y" else 1)
    year, month = months // 12, months % 12 + 1
    if not date.min.year <= year <= date.max.year:
        return beyond
    # 31 January and a month is 28 or 29 February, as in Cypher.
    return next(date(year, month, last) for last in range(start.day, 0, -1) if _is_day(year, month, last))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def bind(path: Path, position: int, var: str) -> Path:
    """The path with one node's variable set."""
    nodes = list(path.nodes)
    nodes[position] = replace(nodes[position], var=Word(var))
    return replace(path, nodes=tuple(nodes))
