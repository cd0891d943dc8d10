"""A path as Cypher for a Neo4j server, over the graph as `graphgov.store.property_graph` lays it out there.

Every node and tie of a compiled path holds on ``$day``, those inside a repetition included: a repetition becomes one
pattern for each of its lengths.  Patterns that begin at the same subject are alternatives of one EXISTS each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import product

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
    date_of,
)

_ARROWS = {Direction.OUT: ("-", "->"), Direction.BACK: ("<-", "-"), Direction.EITHER: ("-", "-")}


@dataclass(frozen=True)
class Cypher:
    """A query and the parameters that it needs beside ``$day``."""

    text: str
    parameters: dict[str, str] = field(default_factory=dict)


def subjects_cypher(path: Path) -> Cypher:
    """A query for the identifiers (column `id`) of all subjects from which a checked path leads somewhere on ``$day``.

    Values are those of the day, also where an element has others now.
    """
    compiler = _Compiler()
    subject = path.subject
    wheres = [_holds("n"), *compiler.node_condition("n", subject)]
    if path.edges:
        wheres.append(compiler.reached(path))
    labels = _labels(subject)
    return Cypher(f"MATCH (n{labels})\nWHERE {_all(wheres)}\nRETURN n.id AS id ORDER BY id", compiler.parameters)


def _labels(pattern: NodePattern) -> str:
    return ":" + "|".join(pattern.kinds) if pattern.kinds else ""


def _holds(name: str) -> str:
    return f"{name}.since <= $day AND $day < {name}.until"


def _all(conditions: list[str]) -> str:
    return "\n  AND ".join(conditions)


class _Compiler:
    """Conditions over elements; texts that need it become parameters."""

    def __init__(self) -> None:
        self.parameters: dict[str, str] = {}

    def reached(self, path: Path) -> str:
        """That the rest of a path leads somewhere from ``n``: one EXISTS for each choice of lengths."""
        lengths = product(*(range(edge.low, (edge.high or 0) + 1) for edge in path.edges))
        found = [self._exists(path, chosen) for chosen in lengths]
        return found[0] if len(found) == 1 else "(" + "\n   OR ".join(found) + ")"

    def _exists(self, path: Path, lengths: tuple[int, ...]) -> str:
        pattern, here, wheres = "(n)", "n", list[str]()
        for place, (edge, length) in enumerate(zip(path.edges, lengths, strict=True), 1):
            target = path.nodes[place]
            for step in range(1, length + 1):
                tie, here = f"r{place}_{step}", f"n{place}_{step}"
                start, end = _ARROWS[edge.direction]
                last = step == length
                pattern += f"{start}[{tie}:{self._types(edge)}]{end}({here}{_labels(target) if last else ''})"
                wheres += [*self._edge_condition(tie, edge), _holds(here)]
            if length == 0:
                wheres += [f"({' OR '.join(f'{here}:{kind}' for kind in target.kinds)})"] if target.kinds else []
            wheres += self.node_condition(here, target)
        return f"EXISTS {{ MATCH {pattern} WHERE {' AND '.join(wheres)} }}" if wheres else "true"

    def _types(self, edge: EdgePattern) -> str:
        """The types of the relationships: with a condition also of those that keep earlier values."""
        earlier = [f"EARLIER_{kind}" for kind in edge.kinds] if edge.where is not None else []
        return "|".join([*edge.kinds, *earlier])

    def _edge_condition(self, name: str, edge: EdgePattern) -> Iterator[str]:
        if edge.where is None:
            yield _holds(name)
            return
        yield f"coalesce({name}.values_since, {name}.since) <= $day AND $day < {name}.until"
        yield self.expression(edge.where, name, name)

    def node_condition(self, name: str, pattern: NodePattern) -> Iterator[str]:
        """A node's condition on its values of the day: its own, or those that are kept as its earlier ones."""
        if pattern.where is None:
            return
        now, before = (self.expression(pattern.where, values, name) for values in (name, "v"))
        yield (
            f"CASE WHEN {name}.values_since <= $day THEN {now} ELSE EXISTS {{ "
            f"MATCH ({name})<-[:EARLIER_VALUES_OF]-(v) WHERE {_holds('v')} AND {before} }} END"
        )

    def expression(self, expr: Expr, values: str, element: str) -> str:
        """An expression over the properties that one variable holds; the identifier is always the element's."""
        day = date_of(expr, date.min)
        if day is not None:
            return _moment(expr)

        def inner(part: Expr) -> str:
            return self.expression(part, values, element)

        match expr:
            case Literal(value):
                return self._literal(value)
            case Attribute(_, name):
                return f"{element if name == 'id' else values}.{name}"
            case Call(function, arguments):
                known = {"coalesce": "coalesce", "nullif": "nullIf"}
                return f"{known[function]}({', '.join(map(inner, arguments))})"
            case Arithmetic(operator, left, right):
                # As fractions, as in SQL: whole numbers of 64 bits overflow too, and that ends the query.
                return f"(toFloat({inner(left)}) {operator} toFloat({inner(right)}))"
            case Compare(operator, left, right):
                return f"({inner(left)} {operator} {inner(right)})"
            case In(value, options):
                return f"({inner(value)} IN [{', '.join(map(inner, options))}])"
            case IsNull(value):
                return f"({inner(value)} IS NULL)"
            case Not(part):
                return f"(NOT {inner(part)})"
            case All(several):
                return "(" + (" AND ".join(map(inner, several)) or "true") + ")"
            case Any(several):
                return "(" + (" OR ".join(map(inner, several)) or "false") + ")"
        raise AssertionError(expr)

    def _literal(self, value: str | float | bool | None) -> str:
        match value:
            case None:
                return "null"
            case bool():
                return "true" if value else "false"
            case int() | float():
                return str(value)
        # A backslash before a u means something in Cypher before any quote does.
        if "\\" in value or "'" in value:
            name = f"text{len(self.parameters)}"
            self.parameters[name] = value
            return f"${name}"
        return f"'{value}'"


def _moment(expr: Expr) -> str:
    """A day that needs no graph: ``$day``, a date, or either with a duration."""
    match expr:
        case Parameter(name):
            return f"${name}"
        case Call("date", (Literal(text),)):
            return f"date('{text}')"
        case Arithmetic(operator, left, Call("duration", (Literal(text),))):
            return f"({_moment(left)} {operator} duration('{text}'))"
    raise AssertionError(expr)
