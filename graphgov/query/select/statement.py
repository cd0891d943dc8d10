"""A whole query as one SELECT."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from graphgov.errors import BadQuery
from graphgov.query import terms
from graphgov.query.catalog import Catalog
from graphgov.query.clauses import Clause, Match, Projection, Query, Subquery, Unwind
from graphgov.query.select import dialect
from graphgov.query.select.block import Block, Names
from graphgov.query.select.expressions import Context, Expressions, Scope, has_aggregate, variables
from graphgov.query.select.literals import Literals
from graphgov.query.select.matching import matched
from graphgov.query.select.misanswered import refuse_bare_count, refuse_lost_order
from graphgov.query.select.places import column_of
from graphgov.query.select.projecting import Projected, left_behind, projected
from graphgov.query.select.rows import Items
from graphgov.query.select.semijoin import as_membership
from graphgov.query.select.shortest import Search, is_steady
from graphgov.query.select.values import LIST, NULL, NULLS, Type, Value, common
from graphgov.query.tree import Word


@dataclass(frozen=True)
class Selection:
    """The SQL of a query, what it is bound with, and what its columns are called; of elements it gives the keys.

    What `searches` ask for is found first, each bound to its own names.
    """

    sql: str
    bound: Mapping[str, object]
    columns: tuple[str, ...]
    types: tuple[Type, ...] = ()
    searches: tuple[Search, ...] = ()

    def values(self, sql: str, found: Mapping[str, object]) -> dict[str, object]:
        """What one of its statements is bound with, of what was given and `found` since."""
        used = set(re.findall(r"\$(\w+)", sql))
        return {name: value for name, value in {**self.bound, **found}.items() if name in used}


def select(query: Query, catalog: Catalog, given: Mapping[str, object], most: int | None = None) -> Selection:
    """A query over the rows of a catalog, with the values given for its parameters; at most so many rows of it.

    Raises BadQuery with the place of the first thing that is not there, does not fit, or might be answered otherwise
    than by Neo4j.
    """
    literals, names = Literals(given), Names()
    context = Context(catalog, literals, names, lambda expr, scope: _subquery(context, expr, scope))
    parts = [_part(context, clauses) for clauses in query.parts]
    columns = tuple(str(word) for word, _, _ in parts[0].columns)
    types = tuple(_joined(values) for values in zip(*(part.columns for part in parts), strict=True))
    for word, of in zip(parts[0].columns, types, strict=True):
        if of.uneven:
            raise BadQuery("cypher_mixed", column=word[0].column)
    if len(parts) == 1:
        sql = parts[0].rows(most)
    else:
        sql = _joint(context, parts, query.distinct) + ("" if most is None else f" LIMIT {most}")
    return Selection(sql, literals.bound, columns, types, tuple(context.searches))


def _joined(values: tuple[tuple[Word, str, Value], ...]) -> Type:
    """What a column is in all parts together."""
    return common(value.type for _, _, value in values) or NULLS


def _joint(context: Context, parts: list[Projected], distinct: tuple[bool, ...]) -> str:
    if len(set(distinct)) > 1:
        raise BadQuery("cypher_unions", column=1)
    names = [f"c{place}" for place, _ in enumerate(parts[0].columns)]
    for part in parts[1:]:
        _refuse_unlike(parts[0], part)
    arms = []
    for place, part in enumerate(parts):
        own = ", ".join(f"{column} AS {name}" for (_, column, _), name in zip(part.columns, names, strict=True))
        rank = f", {place} AS part, {part.rank or '0'} AS place" if not any(distinct) else ""
        arms.append(f"SELECT {own}{rank} FROM ({part.sql}) u{place}")
    listed = ", ".join(names)
    ordered = any(part.rank for part in parts)
    if any(distinct):
        return f"SELECT {listed} FROM ({' UNION '.join(arms)}) w"
    order = " ORDER BY part, place" if ordered else ""
    return f"SELECT {listed} FROM ({' UNION ALL '.join(arms)}) w{order}"


def _refuse_unlike(one: Projected, other: Projected) -> None:
    """What is joined by UNION has the same columns, of types that have one in common."""
    if [word for word, _, _ in one.columns] != [word for word, _, _ in other.columns]:
        raise BadQuery("cypher_union_columns", column=other.columns[0][0].column)
    for (word, _, left), (_, _, right) in zip(one.columns, other.columns, strict=True):
        if common((left.type, right.type)) is None:
            raise BadQuery("cypher_union_types", column=word.column, word=word)


def _part(context: Context, clauses: tuple[Clause, ...]) -> Projected:
    """One part of a union: clauses up to RETURN."""
    block, scope = Block(), dict[str, Value]()
    refuse_lost_order(clauses)
    for place, clause in enumerate(clauses):
        last = place == len(clauses) - 1
        if last != (isinstance(clause, Projection) and clause.last):
            raise BadQuery("cypher_return", column=1)
        match clause:
            case Match(paths):
                if clause.searches and not is_steady(clauses[:place]):
                    raise BadQuery("cypher_shortest_cut", column=paths[0].nodes[0].column)
                scope = dict(matched(context, block, scope, clause))
            case Unwind():
                if variables(clause.of):
                    # DuckDB joins without the conditions, all with all, what stands beside a list of its rows.
                    block, scope = projected(context, block, scope, _EVERYTHING).block(context)
                scope = _unwound(context, block, scope, clause)
            case Projection():
                found = projected(context, block, scope, clause)
                if last:
                    return found
                block, scope = found.block(context)
                if clause.where is not None and not found.filtered:
                    block.wheres.append(Expressions(context, scope, left_behind(clause, scope)).truth(clause.where))
    raise BadQuery("cypher_return", column=1)


_EVERYTHING = Projection((), last=False, everything=True)


def _unwound(context: Context, block: Block, scope: dict[str, Value], clause: Unwind) -> dict[str, Value]:
    if clause.var in scope:
        raise BadQuery("query_variable_twice", column=clause.var.column, word=clause.var)
    value = Expressions(context, scope).value(clause.of)
    if value.type.name not in (LIST, NULL):
        raise BadQuery("query_type", column=column_of(clause.of), expected=LIST, found=value.type.name)
    item = value.type.of or Type(NULL)
    group = block.group()
    listed = dialect.unnested(f"CAST({value.sql} AS {context.literals.sql_type(Type(LIST, of=item))})")
    if not block.groups[0].rows:
        listed = f"(SELECT {listed})"
    rows = Items(context.names.new("i"), listed)
    group.add(rows)
    return {**scope, clause.var: Value(rows.item, item, None, group if item.element else None, nullable=True)}


def _subquery(context: Context, expr: terms.Exists | terms.CountOf, scope: Scope) -> str:
    if isinstance(expr, terms.Exists) and not expr.body.others and expr.body.result is None:
        before = context.names.count
        block = _matched(context, expr, expr.body, scope)[0]
        return as_membership(block, scope, before) or f"EXISTS (SELECT 1 AS one{block.sql()})"
    first, *others = [_arm(context, expr, body, scope) for body in (expr.body, *expr.body.others)]
    for other in others:
        _refuse_unlike(first, other)
    if len(set(expr.body.distinct)) > 1:
        raise BadQuery("cypher_unions", column=1)
    rows = (" UNION " if any(expr.body.distinct) else " UNION ALL ").join(arm.sql for arm in (first, *others))
    return f"EXISTS ({rows})" if isinstance(expr, terms.Exists) else f"(SELECT COUNT(*) FROM ({rows}) s)"


def _matched(
    context: Context, expr: terms.Exists | terms.CountOf, body: Subquery, scope: Scope
) -> tuple[Block, dict[str, Value]]:
    """What a subquery reads, and its variables with those outside."""
    refuse_bare_count(expr, body, scope)
    block, inner = Block(), dict(scope)
    for clause in body.matches:
        if clause.searches:
            raise BadQuery("cypher_shortest_inside", column=column_of(expr))
        inner = dict(matched(context, block, inner, clause))
    new = [Word(word) for word in inner if word not in scope]
    if body.closed and new:
        raise BadQuery("cypher_new_variable", column=column_of(expr), word=new[0])
    return block, inner


def _arm(context: Context, expr: terms.Exists | terms.CountOf, body: Subquery, scope: Scope) -> Projected:
    """The rows of one part of a subquery: none is added or left out but by DISTINCT."""
    block, inner = _matched(context, expr, body, scope)
    result = body.result
    if result is None:
        if expr.body.others:
            raise BadQuery("cypher_subquery", column=column_of(expr))
        return Projected(lambda: f"SELECT 1 AS one{block.sql()}", (), None)
    grouped = any(has_aggregate(item.expr) for item in result.items)
    if grouped or result.skip or result.limit or result.everything:
        raise BadQuery("cypher_subquery", column=column_of(result.items[0].expr) if result.items else column_of(expr))
    return projected(context, block, inner, replace(result, order=()))
