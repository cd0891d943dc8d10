"""Lists: their items by place, parts of them, and what is asked or made of each item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphgov.errors import BadQuery
from graphgov.query import terms
from graphgov.query.catalog import COUNT
from graphgov.query.select import dialect
from graphgov.query.select.block import Block
from graphgov.query.select.places import column_of, refuse_type
from graphgov.query.select.rows import Items
from graphgov.query.select.values import EDGE, LIST, NULL, NULLS, PATH, SEVERAL, STEPS, Type, Value, common
from graphgov.query.tree import Arithmetic, Expr, Word

if TYPE_CHECKING:
    from graphgov.query.select.expressions import Context, Expressions


def listed(context: Context, walk: Value) -> Value:
    """The ties of a walk as a list, in the order in which they are walked."""
    steps = context.steps[walk.sql]
    keys = [steps.hop(place, "key") for place in range(1, steps.high + 1)]
    of = Type(EDGE, walk.type.kinds)
    every = dialect.list_of(keys, context.literals.sql_type(of))
    return Value(dialect.cut(every, "0", walk.sql), Type(LIST, of=of), None, walk.group)


def indexed(here: Expressions, expr: terms.Indexed) -> Value:
    """One item of a list."""
    of = here.value(expr.of)
    if of.type.element:
        raise BadQuery("cypher_outside", column=column_of(expr.of), word="x[...]")
    if of.type.name == NULL:
        return of
    values, place = _list(here, expr.of), here.typed(expr.at, COUNT)
    if values.type.of is None:
        return Value("NULL", NULLS)
    # Where a place is of other rows, it can be joined by only behind the next WITH.
    group = values.group if place.constant else None
    return Value(dialect.item(values.sql, place.sql), values.type.of, None, group, nullable=True)


def sliced(here: Expressions, expr: terms.Sliced) -> Value:
    """Items of a list that stand beside one another."""
    values = _list(here, expr.of)
    ends = [None if end is None else here.typed(end, COUNT) for end in (expr.low, expr.high)]
    whole = ("0", dialect.size(values.sql))
    low, high = (every if end is None else end.sql for end, every in zip(ends, whole, strict=True))
    if values.type.of is None:
        return Value("NULL", NULLS)
    bounds = (dialect.from_end(values.sql, low), dialect.from_end(values.sql, high))
    group = values.group if all(end is None or end.constant for end in ends) else None
    return replace(values, sql=dialect.cut(values.sql, *bounds), constant=False, group=group)


def joined(here: Expressions, expr: Arithmetic, left: Value, right: Value) -> Value:
    """The items of two lists, or of a list and one value before or behind it; null where either is."""
    values = (left, right)
    for value in values:
        if value.type.name in (STEPS, PATH):
            refuse_type(expr, LIST, value.type.name)
    item = common(value.type.of or NULLS if value.type.name == LIST else value.type for value in values)
    if item is None:
        raise BadQuery("cypher_list", column=column_of(expr))
    type_, of_item = Type(LIST, of=item), _sql_type(here, item)
    one, other = (
        f"CAST({value.sql} AS {_sql_type(here, type_)})" if value.type.name == LIST
        else dialect.list_of([value.sql], of_item) for value in values
    )  # fmt: skip
    group = left.group if left.group is right.group else None
    return Value(dialect.joined(one, other, [value.sql for value in values]), type_, None, group)


def comprehended(here: Expressions, expr: terms.Comprehension) -> Value:
    """What is made of the items of a list."""
    values = _list(here, expr.of)
    block, inner = _each(here, expr.var, values)
    if expr.where is not None:
        block.wheres.append(inner.truth(expr.where))
    each = inner.value(terms.Variable(expr.var) if expr.each is None else expr.each)
    if each.type.name in SEVERAL:
        refuse_type(expr.of if expr.each is None else expr.each, "text | count | number | date | node", LIST)
    # In two steps: an aggregate of nothing but what is outside would be one of the query outside.
    made = dialect.gathered("q.made", "q.place", _sql_type(here, each.type))
    rows = f"SELECT {each.sql} AS made, {block.rank} AS place{block.sql()}"
    sql = f"CASE WHEN {values.sql} IS NOT NULL THEN (SELECT {made} FROM ({rows}) q) END"
    return Value(sql, Type(LIST, of=each.type))


def quantified(here: Expressions, expr: terms.Quantified) -> str:
    """Whether a condition holds for some or all items of a list: unknown where an unknown item leaves it open."""
    values = _list(here, expr.of)
    block, inner = _each(here, expr.var, values)
    true, false = "COUNT(*) FILTER (WHERE q.met)", "COUNT(*) FILTER (WHERE NOT q.met)"
    unknown = "COUNT(*) > COUNT(q.met)"
    said = {
        "all": f"WHEN {false} > 0 THEN FALSE WHEN {unknown} THEN NULL ELSE TRUE",
        "any": f"WHEN {true} > 0 THEN TRUE WHEN {unknown} THEN NULL ELSE FALSE",
        "none": f"WHEN {true} > 0 THEN FALSE WHEN {unknown} THEN NULL ELSE TRUE",
        "single": f"WHEN {true} > 1 THEN FALSE WHEN {unknown} THEN NULL ELSE {true} = 1",
    }
    met = f"SELECT {inner.truth(expr.where)} AS met{block.sql()}"
    return f"CASE WHEN {values.sql} IS NOT NULL THEN (SELECT CASE {said[expr.which]} END FROM ({met}) q) END"


def _list(here: Expressions, expr: Expr) -> Value:
    value = here.typed(expr, LIST, STEPS)
    if value.type.name == STEPS:
        return listed(here.context, value)
    if value.type.name == NULL:
        return replace(value, sql=f"CAST(NULL AS {_sql_type(here, Type(LIST, of=NULLS))})")
    return value


def _each(here: Expressions, var: Word, values: Value) -> tuple[Block, Expressions]:
    """The rows of a list's items, and the compiler of what is said of one."""
    block, of = Block(), values.type.of or NULLS
    group = block.group()
    rows = Items(here.context.names.new("i"), dialect.items(values.sql), "item, place")
    group.add(rows)
    block.rank = f"{rows.item.partition('.')[0]}.place"
    item = Value(rows.item, of, None, group if of.element else None, nullable=True)
    return block, here.within(var, item)


def _sql_type(here: Expressions, type_: Type) -> str:
    return here.context.literals.sql_type(type_)
