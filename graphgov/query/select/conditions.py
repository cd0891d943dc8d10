"""Conditions: three-valued, and refused where Cypher would be false or null in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphgov.errors import BadQuery
from graphgov.query import terms
from graphgov.query.catalog import TEXT
from graphgov.query.select import lists
from graphgov.query.select.block import element_of
from graphgov.query.select.comparing import Side, compared, in_list, within
from graphgov.query.select.places import check_known, column_of, is_written, refuse_type
from graphgov.query.select.values import LIST, NODE, NULL, STEPS, UNKNOWN, Value
from graphgov.query.tree import All, Any, Compare, Expr, In, IsNull, Not, Word

if TYPE_CHECKING:
    from graphgov.query.select.expressions import Expressions


def condition(here: Expressions, expr: Expr) -> str:
    """The SQL of a condition that is no value of another sort."""
    match expr:
        case Compare(operator, left, right):
            return compared(operator, _side(here, left), _side(here, right))
        case In(value, options) | terms.InList(value, terms.ListOf(options)):
            return within(_side(here, value), [_side(here, option) for option in options])
        case terms.InList(value, among):
            return in_list(_side(here, value), here.typed(among, LIST))
        case IsNull(value):
            return f"({here.value(value).sql} IS NULL)"
        case Not(part):
            return f"(NOT {here.truth(part)})"
        case All(several):
            return "(" + (" AND ".join(map(here.truth, several)) or "TRUE") + ")"
        case Any(several):
            return "(" + (" OR ".join(map(here.truth, several)) or "FALSE") + ")"
        case terms.Differ(left, right):
            return f"({here.truth(left)} <> {here.truth(right)})"
        case terms.TextTest(operator, value, part):
            return _text_test(here, operator, value, part)
        case terms.Labelled(var, kinds):
            return labelled(here, here.variable(var), kinds)
        case terms.Quantified():
            return _quantified(here, expr)
        case terms.Exists(body):
            if body.closed:
                raise BadQuery("cypher_predicate", column=column_of(expr))
            return here.context.subquery(expr, here.scope)
    raise AssertionError(expr)


def _side(here: Expressions, expr: Expr) -> Side:
    return expr, here.value(expr)


def _text_test(here: Expressions, operator: str, *exprs: Expr) -> str:
    values = [here.value(expr) for expr in exprs]
    for expr, value in zip(exprs, values, strict=True):
        if value.type.name not in (TEXT, NULL) and not is_written(expr):
            refuse_type(expr, TEXT, value.type.name)
    if any(value.type.name != TEXT for value in values):
        return UNKNOWN
    text, part = (value.sql for value in values)
    match operator:
        case "STARTS WITH":
            return f"(LEFT({text}, CAST(LENGTH({part}) AS INTEGER)) = {part})"
        case "ENDS WITH":
            return f"(RIGHT({text}, CAST(LENGTH({part}) AS INTEGER)) = {part})"
    return f"(POSITION({part} IN {text}) > 0)"


def labelled(here: Expressions, value: Value, kinds: tuple[Word, ...]) -> str:
    """The SQL of whether an element is of one of these kinds; unknown when there is no element."""
    if not value.type.element:
        raise BadQuery("cypher_no_kind", column=kinds[0].column, word=kinds[0])
    known = here.context.catalog.nodes if value.type.name == NODE else here.context.catalog.edges
    for kind in kinds:
        check_known(kind, known, "query_node_kind" if value.type.name == NODE else "query_edge_kind")
    if value.type.kinds <= set(kinds):
        of_them = "TRUE"
    else:
        of_them = element_of(value, here.context.catalog, here.context.names, kinds[0]).is_of(kinds)
    return f"(CASE WHEN {value.sql} IS NULL THEN NULL ELSE {of_them} END)" if value.nullable else of_them


def _quantified(here: Expressions, expr: terms.Quantified) -> str:
    among = here.value(expr.of)
    steps = here.context.steps.get(among.sql)
    if among.type.name != STEPS or steps is None or among.group is None or expr.which == "single":
        return lists.quantified(here, expr)
    found = []
    for place in range(1, steps.high + 1):
        inner = here.within(expr.var, steps.tie(place, among.group))
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
