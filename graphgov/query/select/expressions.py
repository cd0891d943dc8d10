"""Expressions as SQL with a type: three-valued as in Cypher, and refused where the two could differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn

from graphgov.errors import BadQuery, nearest
from graphgov.query import terms
from graphgov.query.catalog import COUNT, DATE, NUMBER, TEXT, TRUTH, Catalog
from graphgov.query.select import dialect
from graphgov.query.select.block import Names, element_of
from graphgov.query.select.functions import FUNCTIONS, call
from graphgov.query.select.literals import Literals
from graphgov.query.select.rows import Element, StepRows
from graphgov.query.select.values import (
    COUNTS,
    EDGE,
    LIST,
    NODE,
    NULL,
    STEPS,
    TEXTS,
    TRUTHS,
    Type,
    Value,
    common,
)
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
    Parameter,
    Word,
    parts,
)

AGGREGATES = ("count", "sum", "avg", "min", "max", "collect")

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
        for seen, value in self.known:
            if seen == expr:
                return value
        if self.outside is not None and isinstance(expr, _OF_ROWS):
            return self.outside(expr)
        match expr:
            case Literal(written, column):
                return self.context.literals.literal(written, column)
            case Parameter(name):
                return self.context.literals.parameter(name)
            case Attribute(var, name):
                return self._attribute(var, name)
            case terms.Variable(name):
                return self._variable(name)
            case terms.Member(of, name):
                return self._property(self.value(of), name)
            case Call(function):
                return self._call(expr, function)
            case Arithmetic() | terms.Negative():
                return self._arithmetic(expr)
            case terms.ListOf(items):
                return self._list(items, expr)
            case terms.Case():
                return self._case(expr)
            case terms.CountOf():
                return Value(self.context.subquery(expr, self.scope), COUNTS)
            case terms.Rows() | terms.Unique():
                raise BadQuery("cypher_aggregate_only", column=column_of(expr))
        return Value(self._truth(expr), TRUTHS)

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
            return replace(value, sql="CAST(NULL AS BOOLEAN)", type=TRUTHS)
        return value

    def _variable(self, name: Word) -> Value:
        if name not in self.scope:
            near = nearest(name, list(self.scope))
            known = ", ".join(sorted(self.scope)) or "-"
            raise BadQuery("cypher_variable", column=name.column, word=name, near=near, known=known)
        return self.scope[name]

    def _attribute(self, var: Word, name: Word) -> Value:
        return self._property(self._variable(var), name)

    def _property(self, value: Value, name: Word) -> Value:
        if value.type.name == DATE:
            return _part_of_date(value, name)
        if not value.type.element:
            raise BadQuery("cypher_no_property", column=name.column, word=name, type=value.type.name)
        return _property_of(element_of(value, self.context.catalog, self.context.names), name)

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
        if expr.operator == "+" and TEXT in (left.type.name, right.type.name):
            self.typed(expr.left, TEXT)
            self.typed(expr.right, TEXT)
            return Value(f"({left.sql} || {right.sql})", TEXTS)
        left, right = self.typed(expr.left, COUNT, NUMBER), self.typed(expr.right, COUNT, NUMBER)
        type_ = common((left.type, right.type)) or COUNTS
        if type_.name == NULL:
            type_ = COUNTS
        a, b = _computed(left), _computed(right)
        if expr.operator in "/%":
            if not (isinstance(expr.right, Literal) and expr.right.value):
                raise BadQuery("cypher_divisor", column=column_of(expr.right), operator=expr.operator)
            if expr.operator == "%" and type_.name == NUMBER:
                refuse_type(expr.right, COUNT, NUMBER)
            if expr.operator == "/" and type_.name == COUNT:
                return Value(dialect.whole_division(a, b), type_)
        return Value(f"({a} {expr.operator} {b})", type_)

    def _list(self, items: tuple[Expr, ...], expr: Expr) -> Value:
        values = [self.value(item) for item in items]
        type_ = common(value.type for value in values)
        if type_ is None or type_.name in (LIST, STEPS) or type_.element:
            raise BadQuery("cypher_list", column=column_of(expr))
        sql = dialect.list_of([value.sql for value in values], self.context.literals.sql_type(type_))
        return Value(sql, Type(LIST, of=type_), constant=all(value.constant for value in values))

    def _case(self, expr: terms.Case) -> Value:
        results = [result for _, result in expr.branches]
        if expr.otherwise is not None:
            results.append(expr.otherwise)
        values = [self.value(result) for result in results]
        type_ = common(value.type for value in values)
        if type_ is None or type_.name == STEPS:
            shown = " | ".join(sorted({value.type.name for value in values}))
            raise BadQuery("cypher_branches", column=column_of(expr), types=shown)
        whens = []
        for (condition, _), value in zip(expr.branches, values, strict=False):
            if expr.operand is None:
                test = self.truth(condition)
            else:
                test = self._compare(Compare("=", expr.operand, condition))
            whens.append(f"WHEN {test} THEN {value.sql}")
        last = f" ELSE {values[-1].sql}" if expr.otherwise is not None else ""
        group = next((value.group for value in values if value.group is not None), None)
        if type_.element and len({id(value.group) for value in values if value.type.element}) > 1:
            group = None
        return Value(f"CASE {' '.join(whens)}{last} END", type_, None, group)

    def _truth(self, expr: Expr) -> str:
        match expr:
            case Compare():
                return self._compare(expr)
            case In(value, options):
                return self._within(value, options)
            case terms.InList(value, terms.ListOf(items)):
                return self._within(value, items)
            case terms.InList(value, among):
                return self._in_list(value, among)
            case IsNull(value):
                return f"({self.value(value).sql} IS NULL)"
            case Not(part):
                return f"(NOT {self.truth(part)})"
            case All(several):
                return "(" + (" AND ".join(map(self.truth, several)) or "TRUE") + ")"
            case Any(several):
                return "(" + (" OR ".join(map(self.truth, several)) or "FALSE") + ")"
            case terms.Differ(left, right):
                return f"({self.truth(left)} <> {self.truth(right)})"
            case terms.TextTest(operator, value, part):
                return self._text_test(operator, self.typed(value, TEXT).sql, self.typed(part, TEXT).sql)
            case terms.Labelled(var, kinds):
                return self.labelled(self._variable(var), kinds)
            case terms.Quantified():
                return self._quantified(expr)
            case terms.Exists(body):
                if body.closed:
                    raise BadQuery("cypher_predicate", column=column_of(expr))
                return self.context.subquery(expr, self.scope)
        raise AssertionError(expr)

    def _compare(self, expr: Compare) -> str:
        left, right = self.value(expr.left), self.value(expr.right)
        self.comparable(expr.left, left, expr.right, right)
        types = {left.type.name, right.type.name} - {NULL}
        if expr.operator not in ("=", "<>") and types & {NODE, EDGE, TRUTH}:
            raise BadQuery("cypher_order_of", column=column_of(expr.left), type=min(types))
        return f"({left.sql} {expr.operator} {right.sql})"

    def comparable(self, left: Expr, a: Value, right: Expr, b: Value) -> None:
        """Refuse what can never be equal; in Cypher it would be false, or null, in silence."""
        for one, value in ((left, a), (right, b)):
            if value.type.name in (LIST, STEPS):
                raise BadQuery("cypher_compares_list", column=column_of(one))
        if common((a.type, b.type)) is None:
            refuse_type(right, a.type.name, b.type.name)
        for other, domain, side in ((right, a, left), (left, b, right)):
            stated = isinstance(other, Literal) and isinstance(other.value, str) and not isinstance(side, Literal)
            if stated and domain.type.values is not None:
                assert isinstance(other, Literal)
                known = sorted(domain.type.values)
                if other.value not in known:
                    near = nearest(str(other.value), known)
                    raise BadQuery(
                        "query_value", column=other.column, word=other.value, near=near, known=", ".join(known)
                    )

    def _within(self, value: Expr, options: tuple[Expr, ...]) -> str:
        one = self.value(value)
        if not options:
            return "FALSE"
        several = [self.value(option) for option in options]
        for option, other in zip(options, several, strict=True):
            self.comparable(value, one, option, other)
        return f"({one.sql} IN ({', '.join(other.sql for other in several)}))"

    def _in_list(self, value: Expr, among: Expr) -> str:
        one, several = self.value(value), self.typed(among, LIST)
        if several.type.of is None:
            return "CAST(NULL AS BOOLEAN)"
        if one.type.name in (LIST, STEPS) or common((one.type, several.type.of)) is None:
            refuse_type(value, several.type.of.name, one.type.name)
        return dialect.contains(several.sql, one.sql)

    @staticmethod
    def _text_test(operator: str, text: str, part: str) -> str:
        match operator:
            case "STARTS WITH":
                return f"(LEFT({text}, CAST(LENGTH({part}) AS INTEGER)) = {part})"
            case "ENDS WITH":
                return f"(RIGHT({text}, CAST(LENGTH({part}) AS INTEGER)) = {part})"
        return f"(POSITION({part} IN {text}) > 0)"

    def labelled(self, value: Value, kinds: tuple[Word, ...]) -> str:
        """The SQL of whether an element is of one of these kinds; unknown when there is no element."""
        if not value.type.element:
            raise BadQuery("cypher_no_kind", column=kinds[0].column, word=kinds[0])
        known = self.context.catalog.nodes if value.type.name == NODE else self.context.catalog.edges
        for kind in kinds:
            check_kind(kind, known, "query_node_kind" if value.type.name == NODE else "query_edge_kind")
        if value.type.kinds <= set(kinds):
            return f"(CASE WHEN {value.sql} IS NULL THEN NULL ELSE TRUE END)"
        label = element_of(value, self.context.catalog, self.context.names).label
        names = ", ".join(f"'{kind}'" for kind in kinds)
        return f"(CASE WHEN {value.sql} IS NULL THEN NULL ELSE {label} IN ({names}) END)"

    def _quantified(self, expr: terms.Quantified) -> str:
        among = self.value(expr.of)
        steps = self.context.steps.get(among.sql)
        if among.type.name != STEPS or steps is None:
            raise BadQuery("cypher_quantified", column=expr.var.column)
        found = []
        for place in range(1, steps.high + 1):
            inner = replace(self, scope={**self.scope, expr.var: steps.tie(place)}, outside=None)
            condition = inner.truth(expr.where)
            if expr.which == "all":
                found.append(f"({among.sql} < {place} OR {condition})")
            else:
                found.append(f"({among.sql} >= {place} AND {condition})")
        joined = " AND " if expr.which == "all" else " OR "
        text = "(" + joined.join(found) + ")"
        text = f"(NOT {text})" if expr.which == "none" else text
        # Under OPTIONAL MATCH there may be no walk: nothing is known of its ties then.
        return f"CASE WHEN {among.sql} IS NOT NULL THEN {text} END" if steps.optional else text


_OF_ROWS = (
    Attribute, terms.Variable, terms.Member, terms.Labelled, terms.Quantified, terms.Exists, terms.CountOf,
)  # fmt: skip


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


def check_kind(kind: Word, known: Mapping[str, object], key: str) -> None:
    """Refuse a kind that there is not, with the nearest one."""
    if kind not in known:
        near = nearest(kind, sorted(known))
        raise BadQuery(key, column=kind.column, word=kind, near=near, known=", ".join(sorted(known)))


def refuse_type(expr: Expr, expected: str, found: str) -> NoReturn:
    """Refuse an expression because of its type."""
    raise BadQuery("query_type", column=column_of(expr), expected=expected, found=found)


def column_of(expr: Expr) -> int:
    """Where an expression stands: its first part that says so."""
    for part in parts(expr):
        match part:
            case Attribute(var, name):
                return var.column or name.column
            case Literal(_, column) if column:
                return column
            case Parameter(name) | terms.Variable(name) | Call(name):
                return name.column
            case terms.Labelled(var) | terms.Quantified(_, var):
                return var.column
            case terms.ListOf(_, column):
                return column
            case terms.Exists(body) | terms.CountOf(body):
                return body.matches[0].paths[0].nodes[0].column
    return 1


def has_aggregate(expr: Expr) -> bool:
    """Whether there is an aggregate in an expression."""
    return any(isinstance(part, Call) and part.function in AGGREGATES for part in parts(expr))


def variables(expr: Expr) -> set[str]:
    """The variables that an expression speaks of, those of subqueries not among them."""
    return {
        str(part.name if isinstance(part, terms.Variable) else part.var)
        for part in parts(expr)
        if isinstance(part, Attribute | terms.Variable | terms.Labelled)
    }
