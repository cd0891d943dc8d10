"""Values that need no row: what is written out, what is bound, and days that are computed from these."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date

from graphgov.errors import BadQuery, nearest
from graphgov.query.catalog import COUNT, DATE, NUMBER, TEXT, TRUTH
from graphgov.query.check import is_date, is_duration
from graphgov.query.select import dialect
from graphgov.query.select.values import LIST, NULLS, SQL_TYPES, Type, Value, common
from graphgov.query.tree import Arithmetic, Call, Expr, Literal, Parameter, Word, date_of

MOST = 2**63 - 1
"""The largest whole number, of 64 bits."""

EXACT = 2**53
"""Beyond it, whole numbers and fractions are no longer told apart."""

_HARMLESS = re.compile(r"[\w .,:;()/+*=-]*")
"""Texts that stand in the SQL as they are; all others are bound."""


class Literals:
    """The values of a statement; `bound` are those that the engine is given beside the SQL."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given, self.bound = given, dict[str, object]()

    def literal(self, value: object, column: int) -> Value:
        """A value that is written out."""
        match value:
            case None:
                return Value("NULL", NULLS, constant=True)
            case bool():
                return Value("TRUE" if value else "FALSE", Type(TRUTH), constant=True)
            case int():
                if not -MOST - 1 <= value <= MOST:
                    raise BadQuery("query_number", column=column, most=MOST)
                # What lies below the largest number with its sign is one with a sign before it for SQL.
                sql = str(value) if value >= -MOST else f"({value + 1} - 1)"
                return Value(sql, _whole(value), constant=True)
            case float():
                if abs(value) > sys.float_info.max:
                    raise BadQuery("query_number", column=column, most=sys.float_info.max)
                return Value(f"CAST({value!r} AS DOUBLE)", Type(NUMBER), constant=True)
        text = str(value)
        sql = f"'{text}'" if _HARMLESS.fullmatch(text) else self._bind(text, Type(TEXT))
        return Value(sql, Type(TEXT), constant=True)

    def parameter(self, name: Word) -> Value:
        """A value that is bound from outside."""
        value = self.given(name)
        type_ = _type_of(value)
        if type_ is None:
            raise BadQuery("cypher_parameter_type", column=name.column, word=name)
        return Value(self._bind(value, type_) if value is not None else "NULL", type_, constant=True)

    def given(self, name: Word) -> object:
        """What a parameter stands for; BadQuery for one that is not given."""
        if name not in self._given:
            near, known = nearest(name, list(self._given)), ", ".join(self._given) or "-"
            raise BadQuery("query_parameter", column=name.column, word=name, near=near, known=known)
        return self._given[name]

    def _bind(self, value: object, type_: Type) -> str:
        if isinstance(value, str) and "\0" in value:
            raise BadQuery("cypher_control", column=1)
        for name, known in self.bound.items():
            if type(known) is type(value) and known == value:
                return dialect.parameter(name, self.sql_type(type_))
        name = f"p{len(self.bound) + 1}"
        self.bound[name] = value
        return dialect.parameter(name, self.sql_type(type_))

    def sql_type(self, type_: Type) -> str:
        """The SQL type of values of a type; of elements, that of their keys."""
        if type_.name == LIST:
            return dialect.list_type(self.sql_type(type_.of or NULLS))
        return "BIGINT" if type_.element else SQL_TYPES[type_.name]

    def moment(self, expr: Expr) -> Value | None:
        """The day that ``$day``, a date, or either with a duration stands for; None for any other expression."""
        day = date_of(self._folded(expr), date.min)
        return None if day is None else Value(f"DATE '{day.isoformat()}'", Type(DATE), constant=True)

    def _folded(self, expr: Expr) -> Expr:
        match expr:
            case Parameter(name):
                value = self.given(name)
                return Call(Word("date"), (Literal(value.isoformat()),)) if isinstance(value, date) else Literal(None)
            case Arithmetic(("+" | "-") as operator, left, Call("duration", arguments) as right):
                match arguments:
                    case (Literal(str() as text),) if is_duration(text):
                        return Arithmetic(operator, self._folded(left), right)
                raise BadQuery("cypher_arguments", column=right.function.column, usage="duration('P90D')")
            case Arithmetic():
                return Literal(None)
            case Call("date", (Literal(str() as text),)):
                return expr if is_date(text) else Literal(None)
        return Literal(None)


def _type_of(value: object) -> Type | None:
    match value:
        case None:
            return NULLS
        case bool():
            return Type(TRUTH)
        case int():
            return _whole(value)
        case float():
            return Type(NUMBER)
        case str():
            return Type(TEXT)
        case date():
            return Type(DATE)
        case list() | tuple():
            return _list_type(value)
    return None


def _whole(value: int) -> Type:
    return Type(COUNT, large=abs(value) > EXACT)


def _list_type(values: Sequence[object]) -> Type | None:
    types = [_type_of(value) for value in values]
    of = common(type_ for type_ in types if type_ is not None)
    if of is None or of.name == LIST or None in types:
        return None
    return Type(LIST, of=of)

