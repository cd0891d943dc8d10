"""WITH and RETURN: what was read becomes rows of columns, grouped, without duplicates, in an order, cut to size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from graphgov.errors import BadQuery
from graphgov.query import terms
from graphgov.query.catalog import COUNT
from graphgov.query.clauses import Item, Key, Projection
from graphgov.query.select import dialect
from graphgov.query.select.aggregates import Grouping, beside_aggregates, of_labels
from graphgov.query.select.block import Block, element_of, link
from graphgov.query.select.elements import Carried, Element
from graphgov.query.select.expressions import Context, Expressions, Scope, has_aggregate, variables
from graphgov.query.select.lists import listed
from graphgov.query.select.places import column_of, is_written
from graphgov.query.select.rows import Inner, Whole
from graphgov.query.select.values import LIST, NULL, SEVERAL, STEPS, Value
from graphgov.query.tree import Expr, Literal, Parameter, Word, parts


@dataclass(frozen=True)
class Last:
    """The SELECT for rows that nothing comes after, in their order; the SQL of how many are left out, and wanted."""

    sql: str
    skip: str | None = None
    limit: str | None = None


class More:
    """Further columns of a SELECT, each once; `grouped`: its rows are grouped by them too."""

    def __init__(self, add: Callable[[str], str], *, grouped: bool) -> None:
        self._add, self.grouped = add, grouped
        self._found: dict[str, str] = {}

    def column(self, sql: str) -> str:
        """What a column of this SQL is called."""
        if sql not in self._found:
            self._found[sql] = self._add(sql)
        return self._found[sql]


@dataclass(frozen=True)
class Projected:
    """A SELECT with its columns: what each variable is called in it, and the column of the order, if rows have one.

    `filtered`: the clause's condition is in it.  `last` is the same without that column.  Where rows are neither left
    out nor made otherwise, `more` can still be asked for.
    """

    text: Callable[[], str]
    columns: tuple[tuple[Word, str, Value], ...]
    rank: str | None
    filtered: bool = False
    last: Callable[[], Last] | None = None
    more: More | None = None

    @property
    def sql(self) -> str:
        """The SELECT, as far as its columns have been asked for."""
        return self.text()

    def rows(self, most: int | None) -> str:
        """The rows alone in their order, at most so many."""
        last = Last(self.sql) if self.last is None else self.last()
        limits = [number for number in (last.limit, None if most is None else str(most)) if number is not None]
        fewest = min(limits, key=int, default="") if all(map(str.isdecimal, limits)) else f"LEAST({', '.join(limits)})"
        limit = f" LIMIT {fewest}" if fewest else ""
        return f"{last.sql}{limit}" + (f" OFFSET {last.skip}" if last.skip not in (None, "0") else "")

    def block(self, context: Context) -> tuple[Block, dict[str, Value]]:
        """A block that goes on from it, and the scope."""
        block, rows = Block(), Inner(context.names.new("c"), self.text)
        group = block.group()
        group.add(rows)
        if self.rank is not None:
            block.rank = f"{rows.name}.{self.rank}"
        scope = dict[str, Value]()
        for word, name, value in self.columns:
            of_elements = value.type.element or (value.type.of is not None and value.type.of.element)
            own = f"{rows.name}.{name}"
            after = Value(own, value.type, None, group if of_elements else None, nullable=value.nullable)
            scope[word] = self._carried(context, after, value.element, rows.name)
        return block, scope

    def _carried(self, context: Context, after: Value, element: Element | None, rows: str) -> Value:
        more, group = self.more, after.group
        if more is None or element is None or group is None or not after.type.element:
            return after

        def also(sql: str) -> str:
            return f"{rows}.{more.column(sql)}"

        def lookup() -> Element:
            return element_of(after, context.catalog, context.names, Word("id"), sure=not after.nullable)

        @cache
        def beside(table: str) -> str:
            named = Whole(context.names.new("i"), table)
            link(group, named, after, sure=not after.nullable)
            return named.name

        return replace(after, element=Carried(element, also, lookup if more.grouped else None, beside))


def projected(context: Context, block: Block, scope: Scope, clause: Projection) -> Projected:
    """A block's rows as a clause has them; with its order as a column, so that it is not lost."""
    items = _items(clause, scope)
    grouped = any(has_aggregate(item.expr) for item in items)
    if grouped or clause.distinct:
        return _in_two(context, block, scope, replace(clause, items=items), grouped)
    here = Expressions(context, scope)
    values = [_value(here, item) for item in items]
    after = dict(scope) | {str(item.name): value for item, value in zip(items, values, strict=True)}
    where = None if clause.skip or clause.limit or _of_subquery(clause.where, items) else clause.where
    if where is not None:
        # Here, because it may still speak of what the clause leaves behind.
        block.wheres.append(Expressions(context, after).truth(where))
    keys = _keys(Expressions(context, after), clause.order)
    found = _select(context, block, list(zip(items, values, strict=True)), keys, clause)
    return replace(found, filtered=where is not None)


def left_behind(clause: Projection, scope: Scope) -> tuple[tuple[Expr, Value], ...]:
    """What a condition behind a clause may still ask for by what it was: columns, whose variables are gone."""
    return tuple(
        (item.expr, scope[item.name]) for item in clause.items
        if item.name in scope and not has_aggregate(item.expr) and not variables(item.expr) & scope.keys()
    )  # fmt: skip


def _of_subquery(where: Expr | None, items: tuple[Item, ...]) -> bool:
    """Whether a condition speaks of items alone, and of one with a subquery, which would be written and asked twice."""
    if where is None or _has_subquery(where):
        return False
    counted, spoken = {str(item.name): _has_subquery(item.expr) for item in items}, variables(where)
    return spoken <= counted.keys() and any(counted[name] for name in spoken)


def _has_subquery(expr: Expr) -> bool:
    return any(isinstance(part, terms.Exists | terms.CountOf) for part in parts(expr))


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
    selected: Grouping | _Selected
    if grouped:
        selected = Grouping(context, block, scope)
        values = selected.select(clause.items)
    else:
        here = Expressions(context, scope)
        values = [(context.names.new("v"), _value(here, item)) for item in clause.items]
        columns = [f"{value.sql} AS {name}" for name, value in values]
        selected = _Selected(context, block, columns, "SELECT DISTINCT")

    def text() -> str:
        sql = selected.sql()
        return f"SELECT DISTINCT * FROM ({sql}) d" if clause.distinct and grouped else sql

    columns_of = tuple((item.name, name, value) for item, (name, value) in zip(clause.items, values, strict=True))
    for item, (_, value) in zip(clause.items, values, strict=True):
        if clause.distinct and value.type.name == LIST and not of_labels(item.expr):
            raise BadQuery("cypher_distinct_list", column=column_of(item.expr))
    whole = Projected(text, columns_of, None, more=More(selected.also, grouped=True))
    if not (clause.order or clause.skip or clause.limit):
        return whole
    outer, after = whole.block(context)
    known = tuple((item.expr, after[item.name]) for item in clause.items)
    keys = [
        sql for key in clause.order
        for sql in _keys(Expressions(context, after, beside_aggregates(known, key.expr)), (key,))
    ]  # fmt: skip
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
    by = f" ORDER BY {order}" if order else ""
    limit, skip = (None if number is None else _number(context, number) for number in (clause.limit, clause.skip))
    last = _Selected(context, block, list(selected))
    if order:
        rank = context.names.new("r")
        selected.append(f"row_number() OVER (ORDER BY {order}) AS {rank}" if keys else f"{block.rank} AS {rank}")
    whole, cut = _Selected(context, block, selected), bool(clause.limit or clause.skip)
    end = (by if cut else "") + "".join(
        f" {word} {number}" for word, number in (("LIMIT", limit), ("OFFSET", skip)) if number is not None
    )
    columns = tuple((item.name, name, value) for (item, value), name in zip(values, names, strict=True))
    return Projected(
        lambda: whole.sql() + end, columns, rank,
        last=lambda: Last(last.sql() + by, skip, limit),
        more=None if cut else More(whole.also, grouped=False),
    )  # fmt: skip


class _Selected:
    """What is selected from a block; `how` is SELECT, or that of different rows only."""

    def __init__(self, context: Context, block: Block, columns: list[str], how: str = "SELECT") -> None:
        self._context, self._block, self._columns, self._how = context, block, columns, how

    def also(self, sql: str) -> str:
        """A further column."""
        name = self._context.names.new("v")
        self._columns.append(f"{sql} AS {name}")
        return name

    def sql(self) -> str:
        """The SELECT."""
        return f"{self._how} {', '.join(self._columns)}{self._block.sql()}"


def _number(context: Context, expr: Expr) -> str:
    """The SQL of how many rows: a whole number that is known before any row is, and not below 0."""
    known: object = None
    match expr:
        case Literal(value):
            known = value
        case Parameter(name):
            known = context.literals.given(name)
        case _ if is_written(expr) and not has_aggregate(expr):
            computed = Expressions(context, {}).value(expr)
            if computed.type.name == COUNT:
                negative = dialect.failed("SKIP or LIMIT below 0", "BIGINT")
                return f"CASE WHEN {computed.sql} >= 0 THEN {computed.sql} ELSE {negative} END"
    if isinstance(known, bool) or not isinstance(known, int) or known < 0:
        raise BadQuery("cypher_rows", column=column_of(expr), type=COUNT)
    return str(known)
