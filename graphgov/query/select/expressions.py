"""Expressions as SQL with a type: three-valued as in Cypher, and refused where the two could differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from graphgov.errors import BadQuery, nearest
from graphgov.query import terms
from graphgov.query.catalog import COUNT, DATE, NUMBER, TEXT, TRUTH, Catalog
from graphgov.query.select import dialect, lists
from graphgov.query.select.block import Names, element_of
from graphgov.query.select.conditions import condition
from graphgov.query.select.elements import Element
from graphgov.query.select.functions import FUNCTIONS, call
from graphgov.query.select.literals import Literals
from graphgov.query.select.places import OF_ROWS, column_of, refuse_type
from graphgov.query.select.values import (
    COUNTS,
    LIST,
    NULL,
    NUMBERS,
    PATH,
    SEVERAL,
    STEPS,
    TEXTS,
    TRUTHS,
    UNKNOWN,
    Type,
    Value,
    common,
)
from graphgov.query.select.walks import StepRows
from graphgov.query.tree import (
    Arithmetic,
    Attribute,
    Call,
    Compare,
    Expr,
    Literal,
    Parameter,
    Word,
    parts,
)

if TYPE_CHECKING:
    from graphgov.query.select.shortest import Search

AGGREGATES = ("count", "sum", "avg", "min", "max", "collect")

LONGEST = 200_000
"""Characters of the SQL of one expression: what is in one another can grow by some times at each level."""

Scope = Mapping[str, Value]
"""What each variable stands for."""


@dataclass(frozen=True)
class Context:
    """What is the same for a whole statement."""

    catalog: Catalog
    literals: Literals
    names: Names
    subquery: Callable[[terms.Exists | terms.CountOf, Scope], str]
    steps: dict[str, StepRows] = field(default_factory=dict)
    """The walks behind values that are repetitions, by their SQL."""
    searches: list[Search] = field(default_factory=list)
    """What has to be found before the statement is asked, in this order."""


@dataclass(frozen=True)
class Expressions:
    """The compiler of expressions in one place of a query.

    Of whom a pattern's map speaks is the variable without a name.  `known` are expressions whose value is already a
    column; `outside` is asked for whatever else speaks of a variable, where rows have been grouped.
    """

    context: Context
    scope: Scope
    known: tuple[tuple[Expr, Value], ...] = ()
    outside: Callable[[Expr], Value] | None = None

    def value(self, expr: Expr) -> Value:
        """The SQL of an expression; BadQuery where it cannot be one, or Cypher and SQL might differ."""
        value = self._value(expr)
        if len(value.sql) > LONGEST:
            raise BadQuery("cypher_long")
        return value

    def _value(self, expr: Expr) -> Value:
        for seen, value in self.known:
            if seen == expr:
                return value
        if self.outside is not None and isinstance(expr, OF_ROWS) and not asks_of_aggregate(expr):
            return self.outside(expr)
        match expr:
            case Literal(written, column):
                return self.context.literals.literal(written, column)
            case Parameter(name):
                return self.context.literals.parameter(name)
            case Attribute(var, name):
                return self._attribute(var, name)
            case terms.Variable(name):
                return self.variable(name)
            case terms.Member(of, name):
                return self._property(self.value(of), name)
            case Call(function):
                return self._call(expr, function)
            case Arithmetic() | terms.Negative():
                return self._arithmetic(expr)
            case terms.ListOf(items):
                return self._list(items, expr)
            case terms.Indexed():
                return lists.indexed(self, expr)
            case terms.Sliced():
                return lists.sliced(self, expr)
            case terms.Comprehension():
                return lists.comprehended(self, expr)
            case terms.Case():
                return self._case(expr)
            case terms.CountOf():
                return Value(self.context.subquery(expr, self.scope), COUNTS)
            case terms.Rows() | terms.Unique():
                raise BadQuery("cypher_aggregate_only", column=column_of(expr))
        return Value(condition(self, expr), TRUTHS)

    def within(self, var: Word, item: Value) -> Expressions:
        """The compiler of what is said of one item of a list, whose name hides another of that name."""
        known = tuple((expr, value) for expr, value in self.known if var not in variables(expr))
        return replace(self, scope={**self.scope, var: item}, known=known, outside=None)

    def truth(self, expr: Expr) -> str:
        """The SQL of a condition."""
        if isinstance(expr, terms.Exists) and self.outside is None:
            return self.context.subquery(expr, self.scope)
        return self.typed(expr, TRUTH).sql

    def typed(self, expr: Expr, *types: str) -> Value:
        """A value that has to be of one of these types, or null."""
        value = self.value(expr)
        if value.type.name not in (*types, NULL):
            refuse_type(expr, " | ".join(types), value.type.name)
        if value.type.name == NULL and TRUTH in types:
            return replace(value, sql=UNKNOWN, type=TRUTHS)
        return value

    def variable(self, name: Word) -> Value:
        """What a variable stands for; BadQuery with the nearest one when there is none."""
        if name not in self.scope:
            near = nearest(name, list(self.scope))
            known = ", ".join(sorted(self.scope)) or "-"
            raise BadQuery("cypher_variable", column=name.column, word=name, near=near, known=known)
        return self.scope[name]

    def _attribute(self, var: Word, name: Word) -> Value:
        return self._property(self.variable(var), name)

    def _property(self, value: Value, name: Word) -> Value:
        if value.type.name == DATE:
            return _part_of_date(value, name)
        if value.type.name == NULL:
            return value
        if not value.type.element:
            raise BadQuery("cypher_no_property", column=name.column, word=name, type=value.type.name)
        return _property_of(element_of(value, self.context.catalog, self.context.names, name), name)

    def _call(self, expr: Call, function: Word) -> Value:
        if function in AGGREGATES:
            raise BadQuery("cypher_aggregate", column=function.column, word=function)
        if function not in FUNCTIONS:
            near = nearest(function, [*FUNCTIONS, *AGGREGATES])
            known = ", ".join(sorted((*FUNCTIONS, *AGGREGATES)))
            raise BadQuery("cypher_function", column=function.column, word=function, near=near, known=known)
        return call(self, expr)

    def _arithmetic(self, expr: Arithmetic | terms.Negative) -> Value:
        moment = self.context.literals.moment(expr)
        if moment is not None:
            return moment
        if isinstance(expr, terms.Negative):
            value = self.typed(expr.value, COUNT, NUMBER)
            return Value(f"(-{_computed(value)})", value.type)
        left, right = self.value(expr.left), self.value(expr.right)
        if expr.operator == "+" and LIST in (left.type.name, right.type.name):
            return lists.joined(self, expr, left, right)
        if expr.operator == "+" and TEXT in (left.type.name, right.type.name):
            self.typed(expr.left, TEXT)
            self.typed(expr.right, TEXT)
            return Value(f"({left.sql} || {right.sql})", TEXTS)
        left, right = self.typed(expr.left, COUNT, NUMBER), self.typed(expr.right, COUNT, NUMBER)
        names = {left.type.name, right.type.name}
        if any(value.type.mixed for value in (left, right)) and not any(
            value.type.name == NUMBER and not value.type.mixed for value in (left, right)
        ):
            raise BadQuery("cypher_mixed", column=column_of(expr))
        type_ = NUMBERS if NUMBER in names else COUNTS
        a, b = _computed(left), _computed(right)
        if expr.operator in "/%":
            if not (isinstance(expr.right, Literal) and expr.right.value):
                # Of fractions there would be values for it that are no numbers.
                zero = dialect.failed("division by zero", "DOUBLE" if right.type.name == NUMBER else "BIGINT")
                b = f"CASE WHEN {b} = 0 AND {a} IS NOT NULL THEN {zero} ELSE {b} END"
            if expr.operator == "/" and type_.name == COUNT:
                return Value(dialect.whole_division(a, b), type_)
        return Value(f"({a} {expr.operator} {b})", type_)

    def _list(self, items: tuple[Expr, ...], expr: Expr) -> Value:
        values = [self.value(item) for item in items]
        type_ = common(value.type for value in values)
        if type_ is None or type_.name in SEVERAL:
            raise BadQuery("cypher_list", column=column_of(expr))
        sql = dialect.list_of([value.sql for value in values], self.context.literals.sql_type(type_))
        return Value(sql, Type(LIST, of=type_), constant=all(value.constant for value in values))

    def _case(self, expr: terms.Case) -> Value:
        results = [result for _, result in expr.branches]
        if expr.otherwise is not None:
            results.append(expr.otherwise)
        values = [self.value(result) for result in results]
        type_ = common(value.type for value in values)
        if type_ is None or type_.name in (STEPS, PATH):
            shown = " | ".join(sorted({value.type.name for value in values}))
            raise BadQuery("cypher_branches", column=column_of(expr), types=shown)
        whens = []
        for (tested, _), value in zip(expr.branches, values, strict=False):
            whole = tested if expr.operand is None else Compare("=", expr.operand, tested)
            test = self.truth(whole)
            whens.append(f"WHEN {test} THEN {value.sql}")
        last = f" ELSE {values[-1].sql}" if expr.otherwise is not None else ""
        return Value(f"CASE {' '.join(whens)}{last} END", type_, nullable=True)


def _computed(value: Value) -> str:
    return f"CAST({value.sql} AS {'DOUBLE' if value.type.name == NUMBER else 'BIGINT'})"


def _property_of(element: Element, name: Word) -> Value:
    found = element.property(name)
    if found is None:
        every = sorted({prop for kind in element.kinds.values() for prop in kind.properties})
        near = nearest(name, every)
        raise BadQuery("query_property", column=name.column, word=name, near=near, known=", ".join(every))
    return Value(*found)


def _part_of_date(value: Value, name: Word) -> Value:
    if name not in ("year", "month", "day"):
        near = nearest(name, ["year", "month", "day"])
        raise BadQuery("query_property", column=name.column, word=name, near=near, known="day, month, year")
    return Value(f"CAST(EXTRACT({name.upper()} FROM {value.sql}) AS BIGINT)", COUNTS)


def has_aggregate(expr: Expr) -> bool:
    """Whether there is an aggregate in an expression."""
    return any(isinstance(part, Call) and part.function in AGGREGATES for part in parts(expr))


def asks_of_aggregate(expr: Expr) -> bool:
    """Whether an expression is of the items of a list that is aggregated: ``[x IN collect(t) WHERE ...]``."""
    return isinstance(expr, terms.Comprehension | terms.Quantified) and has_aggregate(expr.of)


def variables(expr: Expr) -> set[str]:
    """The variables that an expression speaks of, those of subqueries not among them."""
    return {
        str(part.name if isinstance(part, terms.Variable) else part.var)
        for part in parts(expr)
        if isinstance(part, Attribute | terms.Variable | terms.Labelled)
    }
