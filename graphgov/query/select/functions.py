"""The functions of the language, one entry each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graphgov.errors import BadQuery
from graphgov.query.catalog import COUNT, DATE, NUMBER, TEXT, TRUTH
from graphgov.query.check import is_date
from graphgov.query.select import dialect, lists, paths, texts
from graphgov.query.select.arguments import Arguments, element, only
from graphgov.query.select.comparing import comparable
from graphgov.query.select.values import (
    COUNTS,
    EDGE,
    LIST,
    NODE,
    NULL,
    NULLS,
    NUMBERS,
    PATH,
    STEPS,
    TEXTS,
    TRUTHS,
    Type,
    Value,
    common,
)
from graphgov.query.tree import Call, Literal

if TYPE_CHECKING:
    from graphgov.query.select.expressions import Expressions


def call(here: Expressions, expr: Call) -> Value:
    """The value of a function; BadQuery where its arguments do not fit."""
    if len(expr.arguments) == 1 and here.value(expr.arguments[0]).type.name == NULL:
        return Value("NULL", NULLS)
    found = FUNCTIONS[expr.function](here, expr.arguments)
    if found is None:
        raise BadQuery("cypher_arguments", column=expr.function.column, usage=USAGE[expr.function])
    return found


def _coalesce(here: Expressions, arguments: Arguments) -> Value | None:
    values = [here.value(argument) for argument in arguments]
    type_ = common(value.type for value in values)
    if not values or type_ is None or type_.name in (STEPS, PATH):
        return None
    nullable = all(value.nullable for value in values)
    return Value(f"COALESCE({', '.join(value.sql for value in values)})", type_, nullable=nullable)


def _nullif(here: Expressions, arguments: Arguments) -> Value | None:
    if len(arguments) != 2:
        return None
    left, right = map(here.value, arguments)
    if not comparable((arguments[0], left), (arguments[1], right)):
        return left
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
    value = only(here, arguments, EDGE)
    if value is None:
        return None
    if len(value.type.kinds) == 1:
        return Value(f"CASE WHEN {value.sql} IS NOT NULL THEN '{min(value.type.kinds)}' END", TEXTS)
    return Value(element(here, arguments[0], value).label, TEXTS)


def _end(column: str) -> Callable[[Expressions, Arguments], Value | None]:
    def end(here: Expressions, arguments: Arguments) -> Value | None:
        value = only(here, arguments, EDGE)
        if value is None:
            return None
        tie = element(here, arguments[0], value)
        if value.group is None:
            return None
        place = 0 if column == "src" else 1
        kinds = frozenset(pair[place] for kind in tie.kinds.values() for pair in kind.ends)
        return Value(tie.column(column), Type(NODE, kinds), None, value.group, nullable=value.nullable)

    return end


def _labels(here: Expressions, arguments: Arguments) -> Value | None:
    value = only(here, arguments, NODE)
    if value is None:
        return None
    label = element(here, arguments[0], value).label
    whens = []
    for name in sorted(value.type.kinds):
        names = [f"'{each}'" for each in here.context.catalog.nodes[name].labels]
        whens.append(f"WHEN '{name}' THEN {dialect.list_of(names, 'VARCHAR')}")
    return Value(f"CASE {label} {' '.join(whens)} END", Type(LIST, of=TEXTS))


def _to_float(here: Expressions, arguments: Arguments) -> Value | None:
    value = only(here, arguments, COUNT, NUMBER)
    return None if value is None else Value(f"CAST({value.sql} AS DOUBLE)", NUMBERS)


def _to_string(here: Expressions, arguments: Arguments) -> Value | None:
    value = only(here, arguments, COUNT, TEXT, DATE, TRUTH)
    return None if value is None else Value(f"CAST({value.sql} AS VARCHAR)", TEXTS)


def _abs(here: Expressions, arguments: Arguments) -> Value | None:
    value = only(here, arguments, COUNT, NUMBER)
    return None if value is None else Value(f"ABS({value.sql})", value.type)


def _is_empty(here: Expressions, arguments: Arguments) -> Value | None:
    if only(here, arguments, LIST, TEXT) is None:
        return None
    size = _size(here, arguments)
    return None if size is None else Value(f"({size.sql} = 0)", TRUTHS)


def _to_integer(here: Expressions, arguments: Arguments) -> Value | None:
    value = only(here, arguments, COUNT, NUMBER)
    if value is None or value.type.name == COUNT:
        return value
    whole = f"CAST(TRUNC({value.sql}) AS BIGINT)"
    return Value(f"CASE {_beyond(value.sql, _MOST, _LEAST)} ELSE {whole} END", COUNTS)


def _sign(here: Expressions, arguments: Arguments) -> Value | None:
    value = only(here, arguments, COUNT, NUMBER)
    return None if value is None else Value(f"CAST(SIGN({value.sql}) AS BIGINT)", COUNTS)


def _whole(template: str) -> Callable[[Expressions, Arguments], Value | None]:
    def whole(here: Expressions, arguments: Arguments) -> Value | None:
        value = only(here, arguments, COUNT, NUMBER)
        return None if value is None else Value(template.format(f"CAST({value.sql} AS DOUBLE)"), NUMBERS)

    return whole


_MOST, _LEAST = "9223372036854775807", "(-9223372036854775807 - 1)"


def _beyond(number: str, most: str, least: str) -> str:
    """What becomes of fractions beyond the whole numbers: the last of these, as in Neo4j; SQL would end in an error."""
    limit = "9.223372036854775808E18"
    return f"WHEN {number} >= {limit} THEN {most} WHEN {number} <= -{limit} THEN {least}"


# Halves go up, as in Neo4j, and so -2.5 to -2; SQL's ROUND would take them away from zero.
_ROUND = (
    f"CASE {_beyond('{0}', '9.223372036854775808E18', '-9.223372036854775808E18')} "
    "WHEN {0} - FLOOR({0}) >= 0.5 THEN FLOOR({0}) + 1 ELSE FLOOR({0}) END"
)


def _item(place: str, pick: Callable[[str], str]) -> Callable[[Expressions, Arguments], Value | None]:
    def item(here: Expressions, arguments: Arguments) -> Value | None:
        value = only(here, arguments, LIST, STEPS)
        if value is None:
            return None
        if value.type.name == STEPS:
            steps = here.context.steps.get(value.sql)
            if steps is None or value.group is None:
                return None
            if place == "head":
                return replace(steps.tie(1, value.group), nullable=True)
            value = lists.listed(here.context, value)
        of = value.type.of
        return None if of is None else Value(pick(value.sql), of, None, value.group, nullable=True)

    return item


def _range(here: Expressions, arguments: Arguments) -> Value | None:
    """Whole numbers one after another; the step is written out, because with 0 Neo4j ends in an error.

    It ends in one for null too, and so does this.
    """
    match arguments:
        case (low, high):
            step = 1
        case (low, high, Literal(int() as step)) if step and not isinstance(step, bool):
            pass
        case _:
            return None
    first, last = here.value(low), here.value(high)
    if {first.type.name, last.type.name} != {COUNT}:
        return None
    return Value(dialect.numbers(first.sql, last.sql, str(step)), Type(LIST, of=COUNTS))


def _tail(here: Expressions, arguments: Arguments) -> Value | None:
    value = only(here, arguments, LIST)
    return None if value is None else Value(dialect.rest(value.sql), value.type, None, value.group)


FUNCTIONS: dict[str, Callable[[Expressions, Arguments], Value | None]] = {
    "abs": _abs, "ceil": _whole("CEIL({0})"), "coalesce": _coalesce, "date": _date, "duration": _duration,
    "endnode": _end("dst"), "floor": _whole("FLOOR({0})"), "head": _item("head", dialect.first), "isempty": _is_empty,
    "labels": _labels, "last": _item("last", dialect.last), "left": texts.side("LEFT"),
    "length": paths.length, "ltrim": texts.trim("LEADING"), "nodes": paths.nodes, "nullif": _nullif, "range": _range,
    "relationships": paths.ties, "replace": texts.replace,
    "right": texts.side("RIGHT"), "round": _whole(_ROUND), "rtrim": texts.trim("TRAILING"), "sign": _sign,
    "size": _size, "split": texts.split, "startnode": _end("src"), "substring": texts.substring, "tail": _tail,
    "tofloat": _to_float, "tointeger": _to_integer, "tolower": texts.cased("LOWER", texts.LOWER),
    "tostring": _to_string, "toupper": texts.cased("UPPER", texts.UPPER), "trim": texts.trim("BOTH"), "type": _type,
}  # fmt: skip

USAGE = {
    "abs": "abs(1)", "ceil": "ceil(1.2)", "coalesce": "coalesce(a.x, b.x)", "date": "date('2020-06-30')",
    "duration": "$day - duration('P90D')", "endnode": "endNode(t)", "floor": "floor(1.8)",
    "head": "head(collect(u.id))", "isempty": "isEmpty(u.aliases)", "labels": "labels(n)",
    "last": "last(collect(u.id))", "left": "left(u.id, 2)", "length": "length(p)", "ltrim": "lTrim(u.name)",
    "nodes": "nodes(p)", "nullif": "nullIf(u.operating, 'unknown')", "range": "range(0, 10, 2)",
    "relationships": "relationships(p)", "replace": "replace(u.id, '-', '')",
    "right": "right(u.id, 2)", "round": "round(1.5)", "rtrim": "rTrim(u.name)", "sign": "sign(-2)",
    "size": "size(steps)", "split": "split(u.id, '-')", "startnode": "startNode(t)",
    "substring": "substring(u.id, 0, 2)", "tail": "tail(collect(u.id))", "tofloat": "toFloat(1)",
    "tointeger": "toInteger(1.5)", "tolower": "toLower(u.id)", "tostring": "toString(1)", "toupper": "toUpper(u.id)",
    "trim": "trim(u.name)", "type": "type(t)",
}  # fmt: skip
