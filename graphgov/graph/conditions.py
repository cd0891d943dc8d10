"""Expressions of the language over columns: for every row true, false, or neither (unknown)."""

from __future__ import annotations

import typing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce

import numpy as np

from graphgov.graph.columns import NULL, AnyColumn, Column, Ints, Mask
from graphgov.query.tree import (
    All,
    Any,
    Arithmetic,
    Attribute,
    Call,
    Compare,
    Expr,
    In,
    IsNull,
    Literal,
    Not,
    date_of,
    parts,
)

_OPERATORS: dict[str, Callable[[Numbers, Numbers], Mask]] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_ARITHMETIC = {"+": np.add, "-": np.subtract, "*": np.multiply}

Numbers = np.ndarray[typing.Any, np.dtype[typing.Any]]

_FEW = 32
"""So many values of a column are compared one by one sooner than rows are looked up in a table."""


@dataclass(frozen=True, eq=False)
class Rows:
    """What expressions are evaluated over: columns by name, how many rows, the day."""

    column: Callable[[str], AnyColumn | None]
    size: int
    day: date

    def true(self, expr: Expr) -> Mask:
        """For which rows an expression is true."""
        return self._holds(expr, True)

    def false(self, expr: Expr) -> Mask:
        """For which rows an expression is false."""
        return self._holds(expr, False)

    def _holds(self, expr: Expr, wanted: bool) -> Mask:
        column = self._listed(expr)
        if column is None:
            return self._worked_out(expr, wanted)
        return _among(column.values, *_values_for(expr, wanted, column.vocabulary or (), self.day))

    def _listed(self, expr: Expr) -> Column | None:
        """The one column that an expression looks at, when it has fewer values than rows."""
        name = _only_name(expr)
        column = None if name is None else self.column(name)
        if not isinstance(column, Column) or column.vocabulary is None:
            return None
        return column if len(column.vocabulary) + 1 < min(self.size, _FEW) else None

    def _worked_out(self, expr: Expr, wanted: bool) -> Mask:
        match expr:
            case Not(part):
                return self._holds(part, not wanted)
            case All(several) | Any(several):
                masks = [self._holds(part, wanted) for part in several]
                both = isinstance(expr, All) is wanted
                if not masks:
                    return np.full(self.size, both)
                return reduce(np.logical_and if both else np.logical_or, masks)
            case IsNull(value):
                return self._null(value, wanted)
            case Compare(operator, left, right):
                return self._compare(operator if wanted else _OPPOSITE[operator], left, right)
            case In(value, options):
                return self._within(value, options, wanted)
            case Literal(bool() as truth):
                return np.full(self.size, truth is wanted)
            case Literal(None):
                return np.zeros(self.size, bool)
            case Call():
                return self._whole(self.scalar(expr).values == int(wanted))
        raise AssertionError(expr)

    def _whole(self, mask: Mask) -> Mask:
        """A mask over all rows, of one that may stand for all of them."""
        return mask if len(mask) == self.size else np.full(self.size, mask)

    def _null(self, value: Expr, wanted: bool) -> Mask:
        known = _known(self.scalar(value).values)
        return self._whole(~known if wanted else known)

    def _compare(self, operator: str, left: Expr, right: Expr) -> Mask:
        a, b = self.scalar(left), self.scalar(right)
        if (a.vocabulary is None) is not (b.vocabulary is None):
            return np.zeros(self.size, bool)  # null on one side: the checker lets nothing else through
        if a.vocabulary is not None:
            a, b = _ranked(a, b) if operator not in ("=", "<>") else _merged(a, b)
        known = _known(a.values) & _known(b.values)
        return self._whole(known & _OPERATORS[operator](a.values, b.values))

    def _within(self, value: Expr, options: tuple[Literal, ...], wanted: bool) -> Mask:
        column = self.scalar(value)
        known = _known(column.values)
        given = [option.value for option in options if option.value is not None]
        if column.vocabulary is not None:
            numbers = [column.code(str(option)) for option in given]
        else:
            numbers = [int(option) for option in given if not isinstance(option, str)]
        found = np.isin(column.values, np.array(numbers, np.int32)) & known
        if not wanted:
            # A null among the options: not found is unknown, not false.
            found = known & ~found if len(given) == len(options) else np.zeros(self.size, bool)
        return self._whole(found)

    def against(self, values: Ints, operator: str, limit: Expr) -> Mask:
        """For which rows ``value operator limit`` is true; unknown when the limit is."""
        bound = self.scalar(limit).values
        true: Mask = _known(bound) & _OPERATORS[operator](values, bound)
        return true

    def scalar(self, expr: Expr) -> Column:
        """The values of an expression (of a truth 0 or 1); one value stands for all rows (length 1)."""
        day = date_of(expr, self.day)
        if day is not None:
            return _constant(day.toordinal(), days=True)
        match expr:
            case Literal(None):
                return _constant(NULL)
            case Literal(str() as text):
                return Column(np.zeros(1, np.int32), (text,))
            case Literal(value):
                number = int(value or 0)
                return _constant(number) if number >= 0 else Column(np.array([number], np.float64))
            case Attribute(_, name):
                column = self.column(str(name))
                return _constant(NULL) if column is None else column.coded()
            case Call("coalesce", arguments):
                return reduce(self._first, map(self.scalar, arguments))
            case Call("nullif", (value, other)):
                kept = self.scalar(value)
                nothing = np.array(np.nan if _wide(kept.values) is kept.values else NULL, kept.values.dtype)
                values = np.where(self._compare("=", value, other), nothing, kept.values)
                return Column(values, kept.vocabulary, kept.days)
            case Arithmetic(operator, left, right):
                a, b = self.scalar(left).values, self.scalar(right).values
                return Column(_ARITHMETIC[operator](_wide(a), _wide(b)))
        return Column(np.where(self.true(expr), 1, np.where(self.false(expr), 0, NULL)).astype(np.int32))

    def _first(self, a: Column, b: Column) -> Column:
        if a.vocabulary is not None and b.vocabulary is not None:
            a, b = _merged(a, b)
        one, other = a.values, b.values
        if one.dtype.kind != other.dtype.kind:
            one, other = _wide(one), _wide(other)
        values = np.where(_known(one), one, other)
        return Column(values, a.vocabulary if a.vocabulary is not None else b.vocabulary, a.days or b.days)


@lru_cache(4096)
def _only_name(expr: Expr) -> str | None:
    """The name of the one property that an expression looks at; None when there are none or several."""
    names = {str(part.name) for part in parts(expr) if isinstance(part, Attribute)}
    return names.pop() if len(names) == 1 else None


@lru_cache(4096)
def _values_for(
    expr: Expr, wanted: bool, vocabulary: tuple[str, ...], day: date
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For which codes of its one column an expression is true (or false, as `wanted`), and all the other codes.

    So what is asked of a column with few values is worked out once for each value, not once for each row.
    """
    every = Column(np.arange(NULL, len(vocabulary), dtype=np.int32), vocabulary)
    holds = Rows(lambda name: every, len(every), day)._worked_out(expr, wanted)
    return tuple(every.values[holds].tolist()), tuple(every.values[~holds].tolist())


def _among(values: Ints, these: tuple[int, ...], others: tuple[int, ...]) -> Mask:
    """Where a value is one of `these`, when every value is one of these or one of the others."""
    if len(others) < len(these):
        return ~_among(values, others, these)
    if not these:
        return np.zeros(len(values), bool)
    return reduce(np.logical_or, [values == value for value in these])


def _constant(value: int, days: bool = False) -> Column:
    return Column(np.array([value], np.int32), None, days)


def _known(values: Numbers) -> Mask:
    known: Mask = values == values if values.dtype.kind == "f" else values != NULL
    return known


def _wide(values: Numbers) -> Numbers:
    """Numbers that may be negative or large, as what is computed may be: as fractions, and nan where empty."""
    return values if values.dtype.kind == "f" else np.where(values == NULL, np.nan, values)


def _merged(a: Column, b: Column) -> tuple[Column, Column]:
    """Both columns in one vocabulary."""
    if a.vocabulary == b.vocabulary:
        return a, b
    vocabulary = tuple(dict.fromkeys((*(a.vocabulary or ()), *(b.vocabulary or ()))))
    return _recoded(a, vocabulary), _recoded(b, vocabulary)


def _ranked(a: Column, b: Column) -> tuple[Column, Column]:
    """Both columns in one vocabulary in the order of its texts, for < and >."""
    vocabulary = tuple(sorted({*(a.vocabulary or ()), *(b.vocabulary or ())}))
    return _recoded(a, vocabulary), _recoded(b, vocabulary)


def _recoded(column: Column, vocabulary: tuple[str, ...]) -> Column:
    if column.vocabulary == vocabulary[: len(column.vocabulary or ())]:
        return Column(column.values, vocabulary)
    place = {text: code for code, text in enumerate(vocabulary)}
    # The last place is that of NULL, -1.
    codes = np.array([*(place[text] for text in column.vocabulary or ()), NULL], np.int32)
    return Column(codes[column.values], vocabulary)
