"""WITH and RETURN: what was read becomes rows of columns, grouped, without duplicates, in an order, cut to size."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graphgov.errors import BadQuery
from graphgov.query import terms
from graphgov.query.catalog import COUNT
from graphgov.query.clauses import Item, Key, Projection
from graphgov.query.select.aggregates import Grouping, of_labels
from graphgov.query.select.block import Block, Group
from graphgov.query.select.expressions import Context, Expressions, Scope, has_aggregate
from graphgov.query.select.lists import listed
from graphgov.query.select.places import column_of
from graphgov.query.select.rows import Inner
from graphgov.query.select.values import LIST, NULL, SEVERAL, STEPS, Value
from graphgov.query.tree import Expr, Literal, Parameter, Word


@dataclass(frozen=True)
class Last:
    """The SELECT for rows that nothing comes after: in their order, and how many are left out, and wanted."""

    sql: str
    skip: int | None = None
    limit: int | None = None


@dataclass(frozen=True)
class Projected:
    """A SELECT with its columns: what each variable is called in it, and the column of the order, if rows have one.

    `filtered`: the clause's condition is in it.  `last` is the same without that column.
    """

    sql: str
    columns: tuple[tuple[Word, str, Value], ...]
    rank: str | None
    filtered: bool = False
    last: Last | None = None

    def rows(self, most: int | None) -> str:
        """The rows alone in their order, at most so many."""
        last = self.last or Last(self.sql)
        limits = [number for number in (last.limit, most) if number is not None]
        limit = f" LIMIT {min(limits)}" if limits else ""
        return f"{last.sql}{limit}" + (f" OFFSET {last.skip}" if last.skip else "")

    def block(self, context: Context) -> tuple[Block, dict[str, Value]]:
        """A block that goes on from it, and the scope."""
        block, rows = Block(), Inner(context.names.new("c"), self.sql)
        group = block.group()
        group.add(rows)
        if self.rank is not None:
            block.rank = f"{rows.name}.{self.rank}"
        return block, {word: _carried(value, f"{rows.name}.{name}", group) for word, name, value in self.columns}


def _carried(value: Value, sql: str, group: Group) -> Value:
    of_elements = value.type.element or (value.type.of is not None and value.type.of.element)
    return replace(value, sql=sql, element=None, group=group if of_elements else None, constant=False)


def projected(context: Context, block: Block, scope: Scope, clause: Projection) -> Projected:
    """A block's rows as a clause has them; with its order as a column, so that it is not lost."""
    items = _items(clause, scope)
    grouped = any(has_aggregate(item.expr) for item in items)
    if grouped or clause.distinct:
        return _in_two(context, block, scope, replace(clause, items=items), grouped)
    here = Expressions(context, scope)
    values = [_value(here, item) for item in items]
    after = dict(scope) | {str(item.name): value for item, value in zip(items, values, strict=True)}
    if clause.where is not None and not (clause.skip or clause.limit):
        # Here, because it may still speak of what the clause leaves behind.
        block.wheres.append(Expressions(context, after).truth(clause.where))
    keys = _keys(Expressions(context, after), clause.order)
    found = _select(context, block, list(zip(items, values, strict=True)), keys, clause)
    return replace(found, filtered=not (clause.skip or clause.limit))


def _items(clause: Projection, scope: Scope) -> tuple[Item, ...]:
    every = sorted(scope) if clause.everything else []
    if clause.everything and not every:
        raise BadQuery("cypher_nothing", column=1)
    items = (*(Item(terms.Variable(Word(name)), Word(name)) for name in every), *clause.items)
    seen = set[str]()
    for item in items:
        if item.name in seen:
            raise BadQuery("cypher_column_twice", column=item.name.column, word=item.name)
        seen.add(item.name)
        if not (item.named or clause.last or isinstance(item.expr, terms.Variable)):
            raise BadQuery("cypher_unnamed", column=item.name.column, word=item.name)
    return items


def _value(here: Expressions, item: Item) -> Value:
    value = here.value(item.expr)
    return listed(here.context, value) if value.type.name == STEPS else value


def _in_two(context: Context, block: Block, scope: Scope, clause: Projection, grouped: bool) -> Projected:
    """Groups or different rows first, their order after."""
    if grouped:
        sql, values = Grouping(context, block, scope).select(clause.items)
    else:
        here = Expressions(context, scope)
        found = [_value(here, item) for item in clause.items]
        names = [context.names.new("v") for _ in found]
        columns = ", ".join(f"{value.sql} AS {name}" for value, name in zip(found, names, strict=True))
        sql, values = f"SELECT DISTINCT {columns}{block.sql()}", list(zip(names, found, strict=True))
    if clause.distinct and grouped:
        sql = f"SELECT DISTINCT * FROM ({sql}) d"
    columns_of = tuple((item.name, name, value) for item, (name, value) in zip(clause.items, values, strict=True))
    for item, (_, value) in zip(clause.items, values, strict=True):
        if clause.distinct and value.type.name == LIST and not of_labels(item.expr):
            raise BadQuery("cypher_distinct_list", column=column_of(item.expr))
    whole = Projected(sql, columns_of, None)
    if not (clause.order or clause.skip or clause.limit):
        return whole
    outer, after = whole.block(context)
    known = tuple((item.expr, after[item.name]) for item in clause.items)
    keys = _keys(Expressions(context, after, known), clause.order)
    again = [(item, after[item.name]) for item in clause.items]
    return _select(context, outer, again, keys, clause)


def _keys(here: Expressions, order: tuple[Key, ...]) -> list[str]:
    keys = []
    for key in order:
        value = here.value(key.expr)
        if value.type.element or value.type.name in SEVERAL:
            raise BadQuery("cypher_order_of", column=column_of(key.expr), type=value.type.name)
        # A literal is no order, and SQL would take a number for a column's place.
        if not (value.constant or value.type.name == NULL or value.sql in ("TRUE", "FALSE")):
            keys.append(f"{value.sql} {'DESC NULLS FIRST' if key.descending else 'ASC NULLS LAST'}")
    return keys


def _select(
    context: Context, block: Block, values: list[tuple[Item, Value]], keys: list[str], clause: Projection
) -> Projected:
    names = [context.names.new("v") for _ in values]
    selected = [f"{value.sql} AS {name}" for (_, value), name in zip(values, names, strict=True)]
    rank = None
    order = ", ".join(keys) or block.rank
    if order:
        rank = context.names.new("r")
        selected.append(f"row_number() OVER (ORDER BY {order}) AS {rank}" if keys else f"{block.rank} AS {rank}")
    read, by = block.sql(), f" ORDER BY {order}" if order else ""
    limit, skip = (None if number is None else _number(context, number) for number in (clause.limit, clause.skip))
    last = Last(f"SELECT {', '.join(selected[: len(values)])}{read}{by}", skip, limit)
    sql = f"SELECT {', '.join(selected)}{read}" + (by if clause.limit or clause.skip else "")
    for word, number in (("LIMIT", limit), ("OFFSET", skip)):
        sql += f" {word} {number}" if number is not None else ""
    columns = tuple((item.name, name, value) for (item, value), name in zip(values, names, strict=True))
    return Projected(sql, columns, rank, last=last)


def _number(context: Context, expr: Expr) -> int:
    """How many rows: a whole number that is known before any row is."""
    value: object = None
    match expr:
        case Literal(found):
            value = found
        case Parameter(name):
            value = context.literals.given(name)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadQuery("cypher_rows", column=column_of(expr), type=COUNT)
    return value
