"""Expressions of the language as Cypher, with no more brackets than they need."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from graphgov.query.quoting import quoted
from graphgov.query.tree import (
    All,
    Any,
    Arithmetic,
    Attribute,
    Call,
    Compare,
    Expr,
    In,
    IsNull,
    Literal,
    Not,
    Parameter,
    date_of,
)

_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _ATOM = range(7)

_FUNCTIONS = {"coalesce": "coalesce", "nullif": "nullIf"}

Naming = Callable[[Attribute], str]
"""How a property is written: ``u.employees``."""


def expression(expr: Expr, naming: Naming) -> str:
    """An expression of a checked path."""
    return _Writer(naming).inside(expr, _OR)


def conjuncts(expr: Expr, naming: Naming) -> tuple[str, ...]:
    """The conditions, each to be joined to others with AND, that an expression is made of."""
    parts = expr.parts if isinstance(expr, All) else (expr,)
    return tuple(_Writer(naming).inside(part, _NOT) for part in parts)


def operand(expr: Expr, naming: Naming) -> str:
    """An expression in brackets unless it is a single thing: what NOT or IS NULL can be said of."""
    return _Writer(naming).inside(expr, _ATOM)


class _Writer:
    """Writes an expression and how tightly it binds."""

    def __init__(self, naming: Naming) -> None:
        self.naming = naming

    def inside(self, expr: Expr, level: int) -> str:
        """An expression where something that binds as tightly as `level` is wanted."""
        text, own = self.written(expr)
        return text if own >= level else f"({text})"

    def written(self, expr: Expr) -> tuple[str, int]:
        if date_of(expr, date.min) is not None:
            return _moment(expr), _SUM if isinstance(expr, Arithmetic) else _ATOM
        match expr:
            case Literal(value):
                return _literal(value), _ATOM
            case Attribute():
                return self.naming(expr), _ATOM
            case Call(function, arguments):
                inner = ", ".join(self.inside(part, _OR) for part in arguments)
                return f"{_FUNCTIONS[function]}({inner})", _ATOM
            case Arithmetic():
                return self.arithmetic(expr)
            case Compare(operator, left, right):
                return f"{self.inside(left, _SUM)} {operator} {self.inside(right, _SUM)}", _COMPARISON
            case In(value, options):
                among = ", ".join(self.inside(option, _OR) for option in options)
                return f"{self.inside(value, _SUM)} IN [{among}]", _COMPARISON
            case IsNull(value):
                return f"{self.inside(value, _ATOM)} IS NULL", _COMPARISON
            case Not(IsNull(value)):
                return f"{self.inside(value, _ATOM)} IS NOT NULL", _COMPARISON
            case Not(part):
                return f"NOT {self.inside(part, _ATOM)}", _NOT
            case All(parts):
                return " AND ".join(self.inside(part, _NOT) for part in parts) or "true", _AND if parts else _ATOM
            case Any(parts):
                return " OR ".join(self.inside(part, _NOT) for part in parts) or "false", _OR if parts else _ATOM
        raise AssertionError(expr)

    def arithmetic(self, expr: Arithmetic) -> tuple[str, int]:
        level = _PRODUCT if expr.operator == "*" else _SUM
        sides = [expr.left, expr.right]
        left, right = (self.inside(side, level + place) for place, side in enumerate(sides))
        if any(isinstance(side, Arithmetic) for side in sides):
            # Two counts multiplied fit into 64 bits, three do not, and that ends the query: as fractions, as in SQL.
            left, right = (f"toFloat({self.inside(side, _OR)})" for side in sides)
        return f"{left} {expr.operator} {right}", level


def _literal(value: str | float | bool | None) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value) if value >= 0 else f"({value})"
    return quoted(value)


def _moment(expr: Expr) -> str:
    """A day that needs no graph: ``$day``, a date, or either with a duration."""
    match expr:
        case Parameter(name):
            return f"${name}"
        case Call("date", (Literal(text),)):
            return f"date('{text}')"
        case Arithmetic(operator, left, Call("duration", (Literal(text),))):
            return f"{_moment(left)} {operator} duration('{text}')"
    raise AssertionError(expr)
