"""Expressions of the language over columns: for every row true, false, or neither (unknown)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import reduce

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
)

_OPERATORS: dict[str, Callable[[Ints, Ints], Mask]] = {
    "=": np.equal,
    "<>": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
_ARITHMETIC = {"+": np.add, "-": np.subtract, "*": np.multiply}


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
        match expr:
            case Not(part):
                return self._holds(part, not wanted)
            case All(parts) | Any(parts):
                masks = [self._holds(part, wanted) for part in parts]
                both = isinstance(expr, All) is wanted
                neutral = np.full(self.size, both)
                return reduce(np.logical_and if both else np.logical_or, masks, neutral)
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
        raise AssertionError(expr)

    def _null(self, value: Expr, wanted: bool) -> Mask:
        null: Mask = self.scalar(value).values == NULL
        return null if wanted else ~null

    def _compare(self, operator: str, left: Expr, right: Expr) -> Mask:
        a, b = self.scalar(left), self.scalar(right)
        if (a.vocabulary is None) is not (b.vocabulary is None):
            return np.zeros(self.size, bool)  # null on one side: the checker lets nothing else through
        if a.vocabulary is not None:
            a, b = _ranked(a, b) if operator not in ("=", "<>") else _merged(a, b)
        known: Mask = (a.values != NULL) & (b.values != NULL)
        return known & _OPERATORS[operator](a.values, b.values)

    def _within(self, value: Expr, options: tuple[Literal, ...], wanted: bool) -> Mask:
        column = self.scalar(value)
        known = column.values != NULL
        given = [option.value for option in options if option.value is not None]
        if column.vocabulary is not None:
            numbers = [column.code(str(option)) for option in given]
        else:
            numbers = [int(option) for option in given if not isinstance(option, str)]
        found: Mask = np.isin(column.values, np.array(numbers, np.int32)) & known
        if wanted:
            return found
        # A null among the options: not found is unknown, not false.
        missed: Mask = known & ~found if len(given) == len(options) else np.zeros(self.size, bool)
        return missed

    def against(self, values: Ints, operator: str, limit: Expr) -> Mask:
        """For which rows ``value operator limit`` is true; unknown when the limit is."""
        bound = self.scalar(limit).values
        true: Mask = (bound != NULL) & _OPERATORS[operator](values, bound)
        return true

    def scalar(self, expr: Expr) -> Column:
        """The values of an expression that is not a truth value; one value stands for all rows (length 1)."""
        day = date_of(expr, self.day)
        if day is not None:
            return _constant(day.toordinal(), days=True)
        match expr:
            case Literal(None):
                return _constant(NULL)
            case Literal(str() as text):
                return Column(np.zeros(1, np.int32), (text,))
            case Literal(value):
                return _constant(int(value or 0))
            case Attribute(_, name):
                column = self.column(str(name))
                return _constant(NULL) if column is None else column.coded()
            case Call("coalesce", arguments):
                return reduce(self._first, map(self.scalar, arguments))
            case Call("nullif", (value, other)):
                kept = self.scalar(value)
                values = np.broadcast_to(kept.values, self.size)
                same = np.broadcast_to(self._compare("=", value, other), self.size)
                return Column(np.where(same, NULL, values).astype(np.int32), kept.vocabulary, kept.days)
            case Arithmetic(operator, left, right):
                a, b = self.scalar(left).values, self.scalar(right).values
                return _shifted(_ARITHMETIC[operator](a.astype(np.int64), b), (a != NULL) & (b != NULL))
        raise AssertionError(expr)

    def _first(self, a: Column, b: Column) -> Column:
        if a.vocabulary is not None and b.vocabulary is not None:
            a, b = _merged(a, b)
        values = np.where(a.values != NULL, a.values, b.values)
        return Column(values, a.vocabulary if a.vocabulary is not None else b.vocabulary, a.days or b.days)


def _constant(value: int, days: bool = False) -> Column:
    return Column(np.array([value], np.int32), None, days)


def _shifted(values: Ints, known: Mask) -> Column:
    return Column(np.where(known, values, NULL), None)


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
