"""A tree against a schema: every kind, property and value must be there, every edge possible.

The schema is an argument.  A fault is a `BadQuery` with the column where it stands and the nearest right word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NoReturn

from graphgov.errors import BadQuery, nearest
from graphgov.layout import queried
from graphgov.query.terms import ListOf
from graphgov.query.tree import (
    All,
    Any,
    Arithmetic,
    Attribute,
    Call,
    Compare,
    Direction,
    EdgePattern,
    Expr,
    In,
    IsNull,
    Literal,
    NodePattern,
    Not,
    Parameter,
    Path,
    Word,
    date_of,
    parts,
)
from graphgov.schema import EdgeKind, Property, Schema, Type

MOST_REPEATED = 5
"""A repetition takes at most this many edges."""

MOST = 2**31 - 1
"""The largest number: counts are kept in 32 bits."""

FUNCTIONS = ("coalesce", "date", "duration", "nullif")

Lookup = Callable[[Word], Property | None]


@dataclass(frozen=True)
class _Domain:
    """What an expression can be: a type ("text", "count", "date", "truth", "duration"; "" for null) and its values."""

    type: str
    values: frozenset[str] | None = None


_TYPES = {Type.TEXT: "text", Type.COUNT: "count", Type.DATE: "date", Type.FLAG: "text", Type.CHOICE: "text"}


def check_path(path: Path, schema: Schema, extra: Sequence[Property] = ()) -> Path:
    """The path with the kinds of every node narrowed to those that its edges allow.

    `extra` are properties that every node of the path is taken to have beside the schema's (derived attributes).
    Raises BadQuery for the first fault, from left to right.
    """
    _check_variables(path)
    for node in path.nodes:
        for kind in node.kinds:
            _known(kind, schema.node, "query_node_kind")
    _check_edges(path, schema)
    nodes = _narrowed(path, schema)
    for node in nodes:
        own = (*(prop for kind in node.kinds for prop in queried(schema.node[kind])), *extra)
        _check_where(node, own)
    for edge in path.edges:
        _check_where(edge, [prop for kind in edge.kinds for prop in queried(schema.edge[kind])])
    return replace(path, nodes=nodes)


def check_condition(expr: Expr, var: str, properties: Iterable[Property], *, type: str = "truth") -> None:
    """Check an expression over one variable; its type must be `type`."""
    domain = _domain(expr, _lookup(Word(var), properties))
    if domain.type != type:
        raise BadQuery("query_type", column=_column(expr), expected=type, found=domain.type)


def _known(word: Word, names: Collection[str], key: str, **fields: object) -> None:
    if word not in names:
        near = nearest(word, sorted(names))
        raise BadQuery(key, column=word.column, word=word, near=near, known=", ".join(sorted(names)), **fields)


def _check_variables(path: Path) -> None:
    seen: set[str] = set()
    for pattern in path.patterns:
        if pattern.var is not None:
            if pattern.var in seen:
                raise BadQuery("query_variable_twice", column=pattern.var.column, word=pattern.var)
            seen.add(pattern.var)


def _check_edges(path: Path, schema: Schema) -> None:
    seen: set[str] = set()
    for edge in path.edges:
        if not edge.kinds:
            raise BadQuery("query_edge_without_kind", column=edge.column)
        for kind in edge.kinds:
            _known(kind, schema.edge, "query_edge_kind")
            if kind in seen:
                raise BadQuery("query_edge_kind_twice", column=kind.column, word=kind)
            seen.add(kind)
            declared = schema.edge[kind]
            if declared.symmetric and edge.direction is not Direction.EITHER:
                raise BadQuery("query_arrow_on_symmetric", column=kind.column, word=kind)
            if not declared.symmetric and edge.direction is Direction.EITHER:
                raise BadQuery("query_no_arrow", column=kind.column, word=kind)
            if edge.repeated:
                _check_repetition(edge, declared, kind, schema)


def _check_repetition(edge: EdgePattern, declared: EdgeKind, kind: Word, schema: Schema) -> None:
    if not declared.acyclic:
        among = ", ".join(name for name, other in schema.edge.items() if other.acyclic)
        raise BadQuery("query_not_repeatable", column=kind.column, word=kind, among=among)
    if edge.high is None or edge.high > MOST_REPEATED:
        raise BadQuery("query_unbounded", column=edge.column, most=MOST_REPEATED)
    if edge.low > edge.high:
        raise BadQuery("query_range", column=edge.column, low=edge.low, high=edge.high)


def ends(kind: EdgeKind, direction: Direction) -> frozenset[tuple[str, str]]:
    """The pairs of kinds that an edge kind can join, in the order in which the path walks it."""
    if direction is Direction.BACK:
        return frozenset((end, start) for start, end in kind.ends)
    return kind.ends


def reachable(kinds: Collection[str], edge: EdgePattern, schema: Schema) -> set[str]:
    """The kinds that one step over an edge pattern can lead to from any of `kinds`."""
    pairs = {pair for kind in edge.kinds for pair in ends(schema.edge[kind], edge.direction)}
    return {end for start, end in pairs if start in kinds}


def over(kinds: Collection[str], edge: EdgePattern, schema: Schema) -> set[str]:
    """The kinds that the whole edge pattern, repetition included, can lead to from any of `kinds`."""
    level, found = set(kinds), set(kinds) if edge.low == 0 else set()
    for step in range(1, (edge.high or 0) + 1):
        level = reachable(level, edge, schema)
        if step >= edge.low:
            found |= level
    return found


def flipped(edge: EdgePattern) -> EdgePattern:
    """The edge pattern as it looks when it is walked from its other end."""
    turn = {Direction.OUT: Direction.BACK, Direction.BACK: Direction.OUT, Direction.EITHER: Direction.EITHER}
    return replace(edge, direction=turn[edge.direction])


def _narrowed(path: Path, schema: Schema) -> tuple[NodePattern, ...]:
    """Every node with the kinds that the edges beside it allow; a kind or an edge that never fits is a fault."""
    stated = [set(map(str, node.kinds)) or set(schema.node) for node in path.nodes]
    for index, edge in enumerate(path.edges):
        left, right = stated[index], stated[index + 1]
        for kind in edge.kinds:
            single = replace(edge, kinds=(kind,))
            if not over(left, single, schema) & right:
                start, end = sorted(left), sorted(right)
                raise BadQuery(
                    "query_edge_not_allowed", column=kind.column, word=kind, start="|".join(start), end="|".join(end),
                    allowed="; ".join(f"{a} -> {b}" for a, b in sorted(ends(schema.edge[kind], edge.direction))),
                )
        _refuse_idle(path.nodes[index], left & over(right, flipped(edge), schema), edge)
        _refuse_idle(path.nodes[index + 1], right & over(left, edge, schema), edge)
    for index, edge in enumerate(path.edges):
        stated[index + 1] &= over(stated[index], edge, schema)
    for index in range(len(path.edges) - 1, -1, -1):
        stated[index] &= over(stated[index + 1], flipped(path.edges[index]), schema)
    return tuple(
        replace(node, kinds=tuple(Word(kind) for kind in schema.node if kind in kinds))
        for node, kinds in zip(path.nodes, stated, strict=True)
    )


def _refuse_idle(node: NodePattern, used: set[str], edge: EdgePattern) -> None:
    for kind in node.kinds:
        if kind not in used:
            raise BadQuery("query_kind_never_fits", column=kind.column, word=kind, edge="|".join(edge.kinds))


def _lookup(var: Word, properties: Iterable[Property]) -> Lookup:
    # A choice's values differ by kind (type): with several kinds, any of theirs will do.
    merged: dict[str, Property] = {}
    for prop in properties:
        before = merged.get(prop.name)
        if before is not None and prop.choices != before.choices:
            prop = replace(prop, choices=tuple(dict.fromkeys((*before.choices, *prop.choices))))
        merged[prop.name] = prop

    def look(attribute: Word) -> Property | None:
        if attribute not in merged:
            _known(attribute, merged, "query_property", var=var)
        return merged[attribute]

    return look


def _check_where(pattern: NodePattern | EdgePattern, properties: Iterable[Property]) -> None:
    if pattern.where is None:
        return
    for attribute in _attributes(pattern.where):
        if attribute.var and attribute.var != pattern.var:
            own = pattern.var or ""
            raise BadQuery("query_other_variable", column=attribute.var.column, word=attribute.var, own=own)
    domain = _domain(pattern.where, _lookup(pattern.var or Word(""), properties))
    if domain.type != "truth":
        raise BadQuery("query_type", column=_column(pattern.where), expected="truth", found=domain.type)


def _attributes(expr: Expr) -> list[Attribute]:
    return [part for part in parts(expr) if isinstance(part, Attribute)]


def _column(expr: Expr) -> int:
    for part in parts(expr):
        if isinstance(part, Attribute):
            return part.name.column
        if isinstance(part, Literal) and part.column:
            return part.column
        if isinstance(part, Parameter):
            return part.name.column
        if isinstance(part, ListOf):
            return part.column
    return 1


def _domain(expr: Expr, look: Lookup) -> _Domain:
    match expr:
        case Literal(None):
            return _Domain("")
        case Literal(bool()):
            return _Domain("truth")
        case Literal(int() | float() as number, column):
            if abs(number) > MOST:
                raise BadQuery("query_number", column=column, most=MOST)
            return _Domain("count")
        case Literal(value):
            return _Domain("text", frozenset((str(value),)))
        case Parameter(name):
            _known(name, ("day",), "query_parameter")
            return _Domain("date")
        case Attribute(_, name):
            prop = look(name)
            assert prop is not None
            return _Domain(_TYPES[prop.type], frozenset(prop.values) if prop.values else None)
        case Call():
            return _call(expr, look)
        case Arithmetic():
            return _arithmetic(expr, look)
        case Compare(_, left, right):
            _comparable(left, right, look)
        case In(value, options):
            for option in options:
                _comparable(value, option, look)
        case IsNull(value):
            _domain(value, look)
        case Not(part):
            _truth(part, look)
        case All(several) | Any(several):
            for part in several:
                _truth(part, look)
        case _:
            raise BadQuery("query_not_in_path", column=_column(expr))
    return _Domain("truth")


def _wrong_type(expr: Expr, expected: str, found: str) -> NoReturn:
    raise BadQuery("query_type", column=_column(expr), expected=expected, found=found or "null")


def _truth(expr: Expr, look: Lookup) -> None:
    domain = _domain(expr, look)
    if domain.type not in ("truth", ""):
        _wrong_type(expr, "truth", domain.type)


def _comparable(left: Expr, right: Expr, look: Lookup) -> None:
    a, b = _domain(left, look), _domain(right, look)
    if a.type and b.type and a.type != b.type:
        _wrong_type(right, a.type, b.type)
    for one, other, domain in ((left, right, a), (right, left, b)):
        stated = isinstance(other, Literal) and isinstance(other.value, str) and not isinstance(one, Literal)
        if stated and domain.values is not None:
            assert isinstance(other, Literal)
            _known(Word(str(other.value), other.column), domain.values, "query_value")


def _call(call: Call, look: Lookup) -> _Domain:
    _known(call.function, FUNCTIONS, "query_function")
    match call:
        case Call("date", (Literal(str() as text),)) if is_date(text):
            return _Domain("date")
        case Call("duration", (Literal(str() as text),)) if is_duration(text):
            return _Domain("duration")
        case Call("coalesce", arguments) if arguments:
            domains = [_domain(argument, look) for argument in arguments]
            for argument, domain in zip(arguments, domains, strict=True):
                if domain.type and domain.type != domains[0].type:
                    _wrong_type(argument, domains[0].type, domain.type)
            return _Domain(domains[0].type, _union(domains))
        case Call("nullif", (value, other)):
            _comparable(value, other, look)
            return _domain(value, look)
    raise BadQuery("query_arguments", column=call.function.column, word=call.function)


def _union(domains: list[_Domain]) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for domain in domains:
        if domain.values is None and domain.type:
            return None
        found |= domain.values or frozenset()
    return found


def _arithmetic(expr: Arithmetic, look: Lookup) -> _Domain:
    left, right = _domain(expr.left, look), _domain(expr.right, look)
    if left.type == "date" and right.type == "duration" and expr.operator != "*":
        if date_of(expr.left, date.min) is None:
            raise BadQuery("query_date_of_property", column=_column(expr.left))
        return left
    for side, domain in ((expr.left, left), (expr.right, right)):
        if domain.type != "count":
            _wrong_type(side, "count", domain.type)
    return left


def is_date(text: str) -> bool:
    """Whether a text is a day as the language writes it: 2020-06-30."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_duration(text: str) -> bool:
    """At most four digits: nobody counts further, and a day beyond the last year is the last day."""
    return re.fullmatch("P[0-9]{1,4}[DMY]", text) is not None
