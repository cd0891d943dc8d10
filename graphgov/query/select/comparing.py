"""Comparisons and IN: of one type as in SQL; values of two types are never equal and have no order, as in Cypher.

Where one of these is a day, or comes from a row, it is refused: Cypher would say false or null in silence.
"""

from __future__ import annotations

from graphgov.errors import BadQuery
from graphgov.query.catalog import COUNT, DATE, NUMBER
from graphgov.query.select import dialect
from graphgov.query.select.literals import EXACT
from graphgov.query.select.places import check_known, column_of, is_written, refuse_type
from graphgov.query.select.values import LIST, NULL, SEVERAL, UNKNOWN, Type, Value, common
from graphgov.query.tree import Expr, Literal, Word

Side = tuple[Expr, Value]
"""A side of a comparison: as it is written, and what it is."""


def compared(operator: str, left: Side, right: Side) -> str:
    """The SQL of a comparison."""
    (one, a), (_, b) = left, right
    alike, ordered = comparable(left, right), operator not in ("=", "<>")
    types = {a.type.name, b.type.name}
    if types == {LIST}:
        if ordered:
            raise BadQuery("cypher_compares_list", column=column_of(one))
        _refuse_inexact(one, a.type, b.type)
        same = dialect.same_items(a.sql, b.sql, alike=alike)
        return same if operator == "=" else f"(NOT {same})"
    if types == {LIST, NULL} or (ordered and not alike):
        return UNKNOWN
    if not alike:
        apart = "FALSE" if operator == "=" else "TRUE"
        return f"(CASE WHEN {a.sql} IS NOT NULL AND {b.sql} IS NOT NULL THEN {apart} END)"
    elements = [value.type.name for value in (a, b) if value.type.element]
    if ordered and elements:
        raise BadQuery("cypher_order_of", column=column_of(one), type=elements[0])
    return f"({a.sql} {operator} {b.sql})"


def comparable(left: Side, right: Side) -> bool:
    """Whether two sides are of one type; BadQuery where it must be a mistake that they are not, or that value."""
    (one, a), (other, b) = left, right
    for expr, value in (left, right):
        if value.type.name in SEVERAL and value.type.name != LIST:
            raise BadQuery("cypher_compares_list", column=column_of(expr))
    if common((a.type, b.type)) is None:
        if not (is_written(one) and is_written(other)) or DATE in (a.type.name, b.type.name):
            refuse_type(other, a.type.name, b.type.name)
        return False
    _refuse_value(one, b.type)
    _refuse_value(other, a.type)
    return True


def within(value: Side, options: list[Side]) -> str:
    """Whether a value is among others that are written out."""
    if not options:
        return "FALSE"
    (expr, one), alike, others = value, list[str](), list[Side]()
    if one.type.name == NULL:
        return UNKNOWN
    _refuse_inexact(expr, one.type, *(other.type for _, other in options))
    for option in options:
        if comparable(value, option) and LIST not in (one.type.name, option[1].type.name):
            alike.append(option[1].sql)
        else:
            others.append(option)
    tests = [f"({one.sql} IN ({', '.join(alike)}))"] if alike else []
    tests += [compared("=", value, option) for option in others]
    return tests[0] if len(tests) == 1 else f"({' OR '.join(tests)})"


def in_list(value: Side, several: Value) -> str:
    """Whether a value is among the items of a list."""
    (expr, one), of = value, several.type.of
    if of is None:
        return UNKNOWN
    if one.type.name in SEVERAL:
        raise BadQuery("cypher_compares_list", column=column_of(expr))
    if common((one.type, of)) is None:
        refuse_type(expr, of.name, one.type.name)
    _refuse_inexact(expr, one.type, of)
    return dialect.contains(several.sql, one.sql)


def _refuse_inexact(expr: Expr, *types: Type) -> None:
    """Refuse whole numbers too large to be told from fractions: SQL would find some equal that Cypher's IN does not."""
    items = [type_.of or type_ for type_ in types]
    if {COUNT, NUMBER} <= {item.name for item in items} and any(item.large for item in items):
        raise BadQuery("query_number", column=column_of(expr), most=EXACT)


def _refuse_value(stated: Expr, type_: Type) -> None:
    """Refuse a text that is written out and is none of the values that there are."""
    if isinstance(stated, Literal) and isinstance(stated.value, str) and type_.values is not None:
        check_known(Word(stated.value, stated.column), type_.values, "query_value")
