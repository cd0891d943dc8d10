"""The functions of the language, one entry each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graphgov.errors import BadQuery
from graphgov.query.catalog import COUNT, DATE, NUMBER, TEXT
from graphgov.query.check import is_date
from graphgov.query.select import dialect
from graphgov.query.select.block import element_of
from graphgov.query.select.conditions import comparable
from graphgov.query.select.places import column_of
from graphgov.query.select.values import (
    COUNTS,
    EDGE,
    LIST,
    NODE,
    NULL,
    NUMBERS,
    STEPS,
    TEXTS,
    TRUTHS,
    Type,
    Value,
    common,
)
from graphgov.query.tree import Call, Expr, Literal, Word

if TYPE_CHECKING:
    from graphgov.query.select.expressions import Expressions
    from graphgov.query.select.rows import Element


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
    return Value(_element(here, arguments[0], value).label, TEXTS)


def _end(column: str) -> Callable[[Expressions, Arguments], Value | None]:
    def end(here: Expressions, arguments: Arguments) -> Value | None:
        value = _only(here, arguments, EDGE)
        if value is None:
            return None
        element = _element(here, arguments[0], value)
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
    label = _element(here, arguments[0], value).label
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


def _is_empty(here: Expressions, arguments: Arguments) -> Value | None:
    if _only(here, arguments, LIST, TEXT) is None:
        return None
    size = _size(here, arguments)
    return None if size is None else Value(f"({size.sql} = 0)", TRUTHS)


def _to_integer(here: Expressions, arguments: Arguments) -> Value | None:
    value = _only(here, arguments, COUNT, NUMBER)
    if value is None or value.type.name == COUNT:
        return value
    whole = f"CAST(TRUNC({value.sql}) AS BIGINT)"
    return Value(f"CASE {_beyond(value.sql, _MOST, _LEAST)} ELSE {whole} END", COUNTS)


def _sign(here: Expressions, arguments: Arguments) -> Value | None:
    value = _only(here, arguments, COUNT, NUMBER)
    return None if value is None else Value(f"CAST(SIGN({value.sql}) AS BIGINT)", COUNTS)


def _whole(template: str) -> Callable[[Expressions, Arguments], Value | None]:
    def whole(here: Expressions, arguments: Arguments) -> Value | None:
        value = _only(here, arguments, COUNT, NUMBER)
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
        value = _only(here, arguments, LIST, STEPS)
        if value is None:
            return None
        if value.type.name == STEPS:
            steps = here.context.steps.get(value.sql)
            if place != "head" or steps is None or value.group is None:
                return None
            return replace(steps.tie(1, value.group), nullable=True)
        of = value.type.of
        return None if of is None else Value(pick(value.sql), of, None, value.group, nullable=True)

    return item


def _tail(here: Expressions, arguments: Arguments) -> Value | None:
    value = _only(here, arguments, LIST)
    return None if value is None else Value(dialect.rest(value.sql), value.type, None, value.group)


def _substring(here: Expressions, arguments: Arguments) -> Value | None:
    match arguments:
        case (text, start) if (first := _number(start)) is not None:
            length = ""
        case (text, start, most) if (first := _number(start)) is not None and (count := _number(most)) is not None:
            length = f", {count}"
        case _:
            return None
    value = _only(here, (text,), TEXT)
    return None if value is None else Value(f"SUBSTRING({value.sql}, {first + 1}{length})", TEXTS)


def _side(function: str) -> Callable[[Expressions, Arguments], Value | None]:
    def side(here: Expressions, arguments: Arguments) -> Value | None:
        count = _number(arguments[1]) if len(arguments) == 2 else None
        value = _only(here, arguments[:1], TEXT)
        return None if value is None or count is None else Value(f"{function}({value.sql}, {count})", TEXTS)

    return side


def _trim(which: str) -> Callable[[Expressions, Arguments], Value | None]:
    def trim(here: Expressions, arguments: Arguments) -> Value | None:
        value = _only(here, arguments, TEXT)
        return None if value is None else Value(f"TRIM({which} '{_SPACES}' FROM {value.sql})", TEXTS)

    return trim


_SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2008\u2009\u200a\u2028\u2029\u205f\u3000"
)
"""What Neo4j trims: the white space of Java, which has no no-break spaces; SQL would take blanks only."""


def _replace(here: Expressions, arguments: Arguments) -> Value | None:
    if len(arguments) != 3 or not _part(arguments[1]):
        return None
    value, part, other = (_only(here, (argument,), TEXT) for argument in arguments)
    if value is None or part is None or other is None:
        return None
    return Value(f"REPLACE({value.sql}, {part.sql}, {other.sql})", TEXTS)


def _split(here: Expressions, arguments: Arguments) -> Value | None:
    if len(arguments) != 2 or not _part(arguments[1]):
        return None
    value, part = (_only(here, (argument,), TEXT) for argument in arguments)
    if value is None or part is None:
        return None
    return Value(dialect.split(value.sql, part.sql), Type(LIST, of=TEXTS))


def _number(argument: Expr) -> int | None:
    """A place or length that is written out: with others Neo4j ends in an error for some rows, and SQL counts back."""
    match argument:
        case Literal(int() as value) if not isinstance(value, bool) and 0 <= value <= _FURTHEST:
            return value
    return None


_FURTHEST = 2**30
"""The sum of two such numbers is still one that Neo4j counts texts with."""


def _part(argument: Expr) -> bool:
    """Whether it is a text that is written out and not empty: every place of a text has an empty one."""
    return isinstance(argument, Literal) and isinstance(argument.value, str) and argument.value != ""


def _element(here: Expressions, argument: Expr, value: Value) -> Element:
    return element_of(value, here.context.catalog, here.context.names, Word("id", column_of(argument)))


def _only(here: Expressions, arguments: Arguments, *types: str) -> Value | None:
    if len(arguments) != 1:
        return None
    value = here.value(arguments[0])
    return value if value.type.name in types and value.type.name != NULL else None


FUNCTIONS: dict[str, Callable[[Expressions, Arguments], Value | None]] = {
    "abs": _abs, "ceil": _whole("CEIL({0})"), "coalesce": _coalesce, "date": _date, "duration": _duration,
    "endnode": _end("dst"), "floor": _whole("FLOOR({0})"), "head": _item("head", dialect.first), "isempty": _is_empty,
    "labels": _labels, "last": _item("last", dialect.last), "left": _side("LEFT"), "ltrim": _trim("LEADING"),
    "nullif": _nullif, "replace": _replace, "right": _side("RIGHT"), "round": _whole(_ROUND),
    "rtrim": _trim("TRAILING"), "sign": _sign, "size": _size, "split": _split, "startnode": _end("src"),
    "substring": _substring, "tail": _tail, "tofloat": _to_float, "tointeger": _to_integer, "tostring": _to_string,
    "trim": _trim("BOTH"), "type": _type,
}  # fmt: skip

USAGE = {
    "abs": "abs(1)", "ceil": "ceil(1.2)", "coalesce": "coalesce(a.x, b.x)", "date": "date('2020-06-30')",
    "duration": "$day - duration('P90D')", "endnode": "endNode(t)", "floor": "floor(1.8)",
    "head": "head(collect(u.id))", "isempty": "isEmpty(u.aliases)", "labels": "labels(n)",
    "last": "last(collect(u.id))", "left": "left(u.id, 2)", "ltrim": "lTrim(u.name)",
    "nullif": "nullIf(u.operating, 'unknown')", "replace": "replace(u.id, '-', '')", "right": "right(u.id, 2)",
    "round": "round(1.5)", "rtrim": "rTrim(u.name)", "sign": "sign(-2)", "size": "size(steps)",
    "split": "split(u.id, '-')", "startnode": "startNode(t)", "substring": "substring(u.id, 0, 2)",
    "tail": "tail(collect(u.id))", "tofloat": "toFloat(1)", "tointeger": "toInteger(1.5)", "tostring": "toString(1)",
    "trim": "trim(u.name)", "type": "type(t)",
}  # fmt: skip
