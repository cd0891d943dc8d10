"""The functions of the language, one entry each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from graphgov.errors import BadQuery
from graphgov.query.catalog import COUNT, DATE, NUMBER, TEXT
from graphgov.query.check import is_date
from graphgov.query.select import dialect
from graphgov.query.select.block import element_of
from graphgov.query.select.conditions import comparable
from graphgov.query.select.values import COUNTS, EDGE, LIST, NODE, NULL, NUMBERS, STEPS, TEXTS, Type, Value, common
from graphgov.query.tree import Call, Expr, Literal

if TYPE_CHECKING:
    from graphgov.query.select.expressions import Expressions


def call(here: Expressions, expr: Call) -> Value:
    """The value of a function; BadQuery where its arguments do not fit."""
    found = FUNCTIONS[expr.function](here, expr.arguments)
    if found is None:
        raise BadQuery("cypher_arguments", column=expr.function.column, usage=USAGE[expr.function])
    return found


Arguments = tuple["Expr", ...]


def _coalesce(here: Expressions, arguments: Arguments) -> Value | None:
    values = [here.value(argument) for argument in arguments]
    type_ = common(value.type for value in values)
    if not values or type_ is None or type_.name == STEPS or type_.element:
        return None
    return Value(f"COALESCE({', '.join(value.sql for value in values)})", type_)


def _nullif(here: Expressions, arguments: Arguments) -> Value | None:
    if len(arguments) != 2:
        return None
    left, right = map(here.value, arguments)
    comparable(here, arguments[0], left, arguments[1], right)
    return None if left.type.element else Value(f"NULLIF({left.sql}, {right.sql})", left.type)


def _date(here: Expressions, arguments: Arguments) -> Value | None:
    match arguments:
        case (Literal(str() as text),) if is_date(text):
            return Value(f"DATE '{date.fromisoformat(text).isoformat()}'", Type(DATE), constant=True)
    return None


def _duration(_: Expressions, __: Arguments) -> Value | None:
    return None  # where it is added to a day, the day is computed as a whole


def _size(here: Expressions, arguments: Arguments) -> Value | None:
    if len(arguments) != 1:
        return None
    value = here.value(arguments[0])
    match value.type.name:
        case "list":
            return Value(dialect.size(value.sql), COUNTS)
        case "relationships":
            return Value(f"CAST({value.sql} AS BIGINT)", COUNTS)
        case "text":
            return Value(f"CAST(LENGTH({value.sql}) AS BIGINT)", COUNTS)
    return None


def _type(here: Expressions, arguments: Arguments) -> Value | None:
    value = _only(here, arguments, EDGE)
    if value is None:
        return None
    if len(value.type.kinds) == 1:
        return Value(f"CASE WHEN {value.sql} IS NOT NULL THEN '{min(value.type.kinds)}' END", TEXTS)
    return Value(element_of(value, here.context.catalog, here.context.names).label, TEXTS)


def _end(column: str) -> Callable[[Expressions, Arguments], Value | None]:
    def end(here: Expressions, arguments: Arguments) -> Value | None:
        value = _only(here, arguments, EDGE)
        if value is None:
            return None
        element = element_of(value, here.context.catalog, here.context.names)
        if value.group is None:
            return None
        place = 0 if column == "src" else 1
        kinds = frozenset(pair[place] for kind in element.kinds.values() for pair in kind.ends)
        return Value(element.column(column), Type(NODE, kinds), None, value.group, nullable=value.nullable)

    return end


def _labels(here: Expressions, arguments: Arguments) -> Value | None:
    value = _only(here, arguments, NODE)
    if value is None:
        return None
    label = element_of(value, here.context.catalog, here.context.names).label
    whens = []
    for name in sorted(value.type.kinds):
        names = [f"'{each}'" for each in here.context.catalog.nodes[name].labels]
        whens.append(f"WHEN '{name}' THEN {dialect.list_of(names, 'VARCHAR')}")
    return Value(f"CASE {label} {' '.join(whens)} END", Type(LIST, of=TEXTS))


def _to_float(here: Expressions, arguments: Arguments) -> Value | None:
    value = _only(here, arguments, COUNT, NUMBER)
    return None if value is None else Value(f"CAST({value.sql} AS DOUBLE)", NUMBERS)


def _to_string(here: Expressions, arguments: Arguments) -> Value | None:
    value = _only(here, arguments, COUNT, TEXT, DATE)
    return None if value is None else Value(f"CAST({value.sql} AS VARCHAR)", TEXTS)


def _abs(here: Expressions, arguments: Arguments) -> Value | None:
    value = _only(here, arguments, COUNT, NUMBER)
    return None if value is None else Value(f"ABS({value.sql})", value.type)


def _head(here: Expressions, arguments: Arguments) -> Value | None:
    value = _only(here, arguments, LIST)
    if value is None or value.type.of is None or value.type.of.element:
        return None
    return Value(dialect.first(value.sql), value.type.of)


def _only(here: Expressions, arguments: Arguments, *types: str) -> Value | None:
    if len(arguments) != 1:
        return None
    value = here.value(arguments[0])
    return value if value.type.name in types and value.type.name != NULL else None


FUNCTIONS: dict[str, Callable[[Expressions, Arguments], Value | None]] = {
    "abs": _abs, "coalesce": _coalesce, "date": _date, "duration": _duration, "endnode": _end("dst"), "head": _head,
    "labels": _labels, "nullif": _nullif, "size": _size, "startnode": _end("src"), "tofloat": _to_float,
    "tostring": _to_string, "type": _type,
}  # fmt: skip

USAGE = {
    "abs": "abs(1)", "coalesce": "coalesce(a.x, b.x)", "date": "date('2020-06-30')",
    "duration": "$day - duration('P90D')", "endnode": "endNode(t)", "head": "head(collect(u.id))",
    "labels": "labels(n)", "nullif": "nullIf(u.operating, 'unknown')", "size": "size(steps)",
    "startnode": "startNode(t)", "tofloat": "toFloat(1)", "tostring": "toString(1)", "type": "type(t)",
}  # fmt: skip
