"""Conditions: three-valued, and refused where Cypher would be false or null in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphgov.errors import BadQuery, nearest
from graphgov.query import terms
from graphgov.query.catalog import TEXT, TRUTH
from graphgov.query.select import dialect, lists
from graphgov.query.select.block import element_of
from graphgov.query.select.places import check_kind, column_of, refuse_type
from graphgov.query.select.values import EDGE, LIST, NODE, NULL, SEVERAL, STEPS, Value, common
from graphgov.query.tree import All, Any, Compare, Expr, In, IsNull, Literal, Not, Word

if TYPE_CHECKING:
    from graphgov.query.select.expressions import Expressions


def condition(here: Expressions, expr: Expr) -> str:
    """The SQL of a condition that is no value of another sort."""
    match expr:
        case Compare():
            return _compare(here, expr)
        case In(value, options):
            return _within(here, value, options)
        case terms.InList(value, terms.ListOf(items)):
            return _within(here, value, items)
        case terms.InList(value, among):
            return _in_list(here, value, among)
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
            return _text_test(operator, here.typed(value, TEXT).sql, here.typed(part, TEXT).sql)
        case terms.Labelled(var, kinds):
            return labelled(here, here.variable(var), kinds)
        case terms.Quantified():
            return _quantified(here, expr)
        case terms.Exists(body):
            if body.closed:
                raise BadQuery("cypher_predicate", column=column_of(expr))
            return here.context.subquery(expr, here.scope)
    raise AssertionError(expr)


def _compare(here: Expressions, expr: Compare) -> str:
    left, right = here.value(expr.left), here.value(expr.right)
    comparable(here, expr.left, left, expr.right, right)
    types = {left.type.name, right.type.name} - {NULL}
    if expr.operator not in ("=", "<>") and types & {NODE, EDGE, TRUTH}:
        raise BadQuery("cypher_order_of", column=column_of(expr.left), type=min(types))
    return f"({left.sql} {expr.operator} {right.sql})"


def comparable(here: Expressions, left: Expr, a: Value, right: Expr, b: Value) -> None:
    """Refuse what can never be equal; in Cypher it would be false, or null, in silence."""
    for one, value in ((left, a), (right, b)):
        if value.type.name in SEVERAL:
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


def _within(here: Expressions, value: Expr, options: tuple[Expr, ...]) -> str:
    one = here.value(value)
    if not options:
        return "FALSE"
    several = [here.value(option) for option in options]
    for option, other in zip(options, several, strict=True):
        comparable(here, value, one, option, other)
    return f"({one.sql} IN ({', '.join(other.sql for other in several)}))"


def _in_list(here: Expressions, value: Expr, among: Expr) -> str:
    one, several = here.value(value), here.typed(among, LIST)
    if several.type.of is None:
        return "CAST(NULL AS BOOLEAN)"
    if one.type.name in SEVERAL or common((one.type, several.type.of)) is None:
        refuse_type(value, several.type.of.name, one.type.name)
    return dialect.contains(several.sql, one.sql)


def _text_test(operator: str, text: str, part: str) -> str:
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
        check_kind(kind, known, "query_node_kind" if value.type.name == NODE else "query_edge_kind")
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
