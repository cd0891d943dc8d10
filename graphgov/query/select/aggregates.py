"""Aggregation: rows become groups; what is not aggregated in a projection is what they are grouped by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graphgov.errors import BadQuery
from graphgov.query import terms
from graphgov.query.catalog import COUNT, DATE, NUMBER, TEXT
from graphgov.query.clauses import Item
from graphgov.query.select import dialect
from graphgov.query.select.block import Block
from graphgov.query.select.elements import Element
from graphgov.query.select.expressions import (
    AGGREGATES,
    Context,
    Expressions,
    Scope,
    asks_of_aggregate,
    has_aggregate,
    variables,
)
from graphgov.query.select.places import column_of, refuse_type
from graphgov.query.select.values import COUNTS, LIST, NULL, NULLS, NUMBERS, PATH, STEPS, Type, Value
from graphgov.query.tree import Attribute, Call, Expr, parts


def beside_aggregates(known: Sequence[tuple[Expr, Value]], expr: Expr) -> tuple[tuple[Expr, Value], ...]:
    """What an expression may use of what is known of a group: beside an aggregate variables and properties, no more.

    Neo4j refuses ``RETURN a.i + b.i AS x, a.i + b.i + count(*) AS n``; one computes x in a WITH before.
    """
    whole = not has_aggregate(expr) or any(one == expr for one, _ in known)
    simple = terms.Variable | Attribute
    return tuple((one, value) for one, value in known if whole or has_aggregate(one) or isinstance(one, simple))


class Grouping:
    """A projection with aggregates: an inner SELECT of what they are computed from, and an outer one by groups."""

    def __init__(self, context: Context, block: Block, scope: Scope) -> None:
        self.context, self.block = context, block
        self.before = Expressions(context, scope)
        self.inner: list[str] = []
        self.keys: list[str] = []
        self.known: list[tuple[Expr, Value]] = []
        self.found: list[tuple[str, Value]] = []
        self.variables: set[str] = set()
        self.between: dict[str, str] = {}
        """Aggregates that get a SELECT of their own, by the names of their columns."""
        self.marks: list[tuple[str, str, str]] = []
        """Which row of a group has a value first: the mark's name, the value's column, the order's."""

    def select(self, items: Sequence[Item]) -> list[tuple[str, Value]]:
        """For each item its column and value, which still knows its element inside."""
        elements = dict[str, Element | None]()
        for item in items:
            if not has_aggregate(item.expr):
                value = self.before.value(item.expr)
                # Two collections of the same may differ in their order; labels never do.
                if value.type.name in (STEPS, PATH) or (value.type.name == LIST and not of_labels(item.expr)):
                    raise BadQuery("cypher_group_list", column=column_of(item.expr))
                self._key(item.expr, value)
                elements[str(item.name)] = value.element
                if isinstance(item.expr, terms.Variable):
                    self.variables.add(item.expr.name)
        # Within the SELECT of a list's items it would be an aggregate of these.
        apart = any(asks_of_aggregate(part) for item in items for part in parts(item.expr))
        for item in items:
            for call in (part for part in parts(item.expr) if isinstance(part, Call) and part.function in AGGREGATES):
                if not any(seen == call for seen, _ in self.known):
                    value = self._aggregate(call)
                    self.known.append((call, self._named(value) if apart else value))
            here = Expressions(self.context, {}, beside_aggregates(self.known, item.expr), self._outside)
            value = replace(here.value(item.expr), element=elements.get(str(item.name)))
            self.found.append((self.context.names.new("v"), value))
        return list(self.found)

    def also(self, sql: str) -> str:
        """A further column, of an element that is grouped by: it has one value in each group."""
        name = self.context.names.new("v")
        column = self._column("k", sql)
        self.keys.append(column)
        self.found.append((name, Value(column, NULLS)))
        return name

    def sql(self) -> str:
        """The SELECT."""
        inner = f"SELECT {', '.join(self.inner) or '1 AS one'}{self.block.sql()}"
        if self.marks:
            # A layer of its own: a window cannot speak of the columns beside it.
            inner = f"SELECT g.*, {', '.join(self._mark(*mark) for mark in self.marks)} FROM ({inner}) g"
        outer = ", ".join(f"{value.sql} AS {name}" for name, value in self.found)
        by = f" GROUP BY {', '.join(self.keys)}" if self.keys else ""
        if self.between:
            named = [*self.keys, *(f"{sql} AS {name}" for name, sql in self.between.items())]
            inner, by = f"SELECT {', '.join(named)} FROM ({inner}) g{by}", ""
        return f"SELECT {outer} FROM ({inner}) g{by}"

    def _named(self, value: Value) -> Value:
        name = self.context.names.new("x")
        self.between[name] = value.sql
        return replace(value, sql=f"g.{name}")

    def _mark(self, name: str, column: str, order: str) -> str:
        by = ", ".join([*self.keys, column])
        return f"row_number() OVER (PARTITION BY {by} ORDER BY {order or column}) AS {name}"

    def _column(self, prefix: str, sql: str) -> str:
        name = self.context.names.new(prefix)
        self.inner.append(f"{sql} AS {name}")
        return f"g.{name}"

    def _key(self, expr: Expr, value: Value) -> Value:
        column = self._column("k", value.sql)
        self.keys.append(column)
        key = Value(column, value.type, nullable=value.nullable)
        self.known.append((expr, key))
        return key

    def _outside(self, expr: Expr) -> Value:
        """What speaks of rows beside an aggregate: the same for all rows of a group, or refused."""
        names, of_rows = variables(expr), terms.Exists | terms.CountOf | terms.Quantified | terms.Comprehension
        if isinstance(expr, of_rows) or not names <= self.variables:
            raise BadQuery("cypher_grouping", column=column_of(expr))
        value = self.before.value(expr)
        if value.type.name == STEPS:
            raise BadQuery("cypher_grouping", column=column_of(expr))
        return self._key(expr, value)

    def _aggregate(self, call: Call) -> Value:
        name = call.function
        if len(call.arguments) != 1:
            raise BadQuery("cypher_arguments", column=name.column, usage=f"{name}(x)")
        argument = call.arguments[0]
        if isinstance(argument, terms.Rows):
            if name != "count":
                raise BadQuery("cypher_arguments", column=name.column, usage=f"{name}(x)")
            return Value("COUNT(*)", COUNTS)
        distinct = isinstance(argument, terms.Unique)
        expr = argument.value if isinstance(argument, terms.Unique) else argument
        if has_aggregate(expr):
            raise BadQuery("cypher_aggregate", column=name.column, word=name)
        value = self.before.value(expr)
        if value.type.name == LIST and name == "collect":
            raise BadQuery("cypher_list", column=column_of(expr))
        if value.type.name in (STEPS, PATH) or (value.type.name == LIST and name != "count") or (
            distinct and value.type.name == LIST
        ):
            raise BadQuery("cypher_steps", column=column_of(expr))
        column = self._column("a", value.sql)
        if name == "collect":
            return self._collect(value, column, distinct)
        return self._number(name, expr, value.type, f"{'DISTINCT ' if distinct else ''}{column}")

    def _number(self, name: str, expr: Expr, type_: Type, column: str) -> Value:
        allowed = {"sum": (COUNT, NUMBER), "avg": (COUNT, NUMBER), "count": (type_.name,)}
        among = (*allowed.get(name, (COUNT, NUMBER, TEXT, DATE)), NULL)
        if type_.name not in among:
            refuse_type(expr, " | ".join(among[:-1]), type_.name)
        match name:
            case "count":
                return Value(f"COUNT({column})", COUNTS)
            case "sum" if type_.mixed:
                raise BadQuery("cypher_mixed", column=column_of(expr))
            case "sum" if type_.name == NUMBER:
                return Value(f"COALESCE(SUM({column}), 0)", NUMBERS)
            case "sum":
                return Value(f"CAST(COALESCE(SUM({_cast(column, 'BIGINT')}), 0) AS BIGINT)", COUNTS)
            case "avg":
                return Value(f"AVG({_cast(column, 'DOUBLE')})", NUMBERS)
        return Value(f"{name.upper()}({column})", type_)

    def _collect(self, value: Value, column: str, distinct: bool) -> Value:
        rank = self.block.rank
        only = order = ""
        if rank is not None:
            order = self._column("o", rank)
        if distinct:
            mark = self.context.names.new("f")
            self.marks.append((mark, column, order))
            only = f"g.{mark} = 1"
        # Elements are collected by their keys; text and days in an order that any run has.
        item = self.context.literals.sql_type(value.type)
        return Value(dialect.collected(column, order, only, item), Type(LIST, of=value.type))


def of_labels(expr: Expr) -> bool:
    """Whether an expression is the list of a node's kinds."""
    return isinstance(expr, Call) and expr.function == "labels"


def _cast(column: str, sql_type: str) -> str:
    distinct, _, name = column.rpartition(" ")
    return f"{distinct} CAST({name} AS {sql_type})".strip()
