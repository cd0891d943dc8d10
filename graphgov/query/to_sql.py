"""A path as SQL over the tables of `graphgov.layout`: plain standard SQL, so that any engine will do.

Every node and edge of a compiled path holds on the day, those inside a repetition included.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from graphgov.query.expand import Chain, Step, chains
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
    Path,
    date_of,
)
from graphgov.schema import Schema, Type


def subjects_sql(path: Path, schema: Schema, day: date) -> str:
    """A query for the keys (column `key`) of all subjects from which a checked path leads somewhere on a day.

    Two-valued at the border, as WHERE is: a condition that is unknown does not hold.
    """
    return "\nUNION ALL\n".join(_one_kind(kind, every, schema, day) for kind, every in _by_kind(path, schema).items())


def _by_kind(path: Path, schema: Schema) -> dict[str, list[Chain]]:
    found: dict[str, list[Chain]] = {str(kind): [] for kind in path.subject.kinds}
    for chain in chains(path, schema):
        found[chain.steps[0].kind].append(chain)
    return {kind: every for kind, every in found.items() if every}


def _one_kind(kind: str, every: Sequence[Chain], schema: Schema, day: date) -> str:
    ways = " OR\n  ".join(dict.fromkeys(_way(chain, schema, day) for chain in every))
    return f"SELECT n0.key AS key FROM {kind} n0 WHERE {_holds('n0', day)} AND (\n  {ways})"


def _way(chain: Chain, schema: Schema, day: date) -> str:
    """The condition on `n0` that one chain starts from it."""
    own = _conditions(chain.steps[0], "n0", schema, day)
    if not chain.links:
        return " AND ".join(own) or "TRUE"
    tables, wheres = [], []
    for index, link in enumerate(chain.links, start=1):
        edge, node, before = f"e{index}", f"n{index}", f"n{index - 1}"
        near, far = ("src", "dst") if link.forward else ("dst", "src")
        tables += [f"{link.kind} {edge}", f"{chain.steps[index].kind} {node}"]
        wheres += [f"{edge}.{near} = {before}.key", f"{node}.key = {edge}.{far}", _holds(edge, day), _holds(node, day)]
        if link.where is not None:
            wheres.append(_truth(link.where, edge, schema, link.kind, day))
        wheres += _conditions(chain.steps[index], node, schema, day)
    exists = f"EXISTS (SELECT 1 FROM {', '.join(tables)} WHERE {' AND '.join(wheres)})"
    return " AND ".join([*own, exists])


def _conditions(step: Step, alias: str, schema: Schema, day: date) -> list[str]:
    return [_truth(expr, alias, schema, step.kind, day) for expr in step.where]


def _holds(alias: str, day: date) -> str:
    return f"{alias}.since <= {_date(day)} AND {_date(day)} < {alias}.until"


def _date(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def _truth(expr: Expr, alias: str, schema: Schema, kind: str, day: date) -> str:
    return _Compiler(alias, schema, kind, day).sql(expr)


class _Compiler:
    """Expressions over one table's columns."""

    def __init__(self, alias: str, schema: Schema, kind: str, day: date) -> None:
        self.alias, self.kind, self.day, self.nodes = alias, kind, day, schema.node
        self.properties = schema.kinds[kind].by_name

    def sql(self, expr: Expr) -> str:
        day = date_of(expr, self.day)
        if day is not None:
            return _date(day)
        match expr:
            case Literal(None):
                return "NULL"
            case Literal(bool() as value):
                return "TRUE" if value else "FALSE"
            case Literal(int() as value):
                return str(value)
            case Literal(value):
                return "'" + str(value).replace("'", "''") + "'"
            case Attribute(_, name):
                return self.attribute(str(name))
            case Call("coalesce", arguments):
                return f"COALESCE({', '.join(map(self.sql, arguments))})"
            case Call("nullif", (left, right)):
                return f"NULLIF({self.sql(left)}, {self.sql(right)})"
            case Arithmetic(operator, left, right) | Compare(operator, left, right):
                return f"({self.sql(left)} {operator} {self.sql(right)})"
            case In(value, options):
                return self.within(value, options)
            case IsNull(value):
                return f"({self.sql(value)} IS NULL)"
            case Not(part):
                return f"(NOT {self.sql(part)})"
            case All(several):
                return "(" + " AND ".join(map(self.sql, several)) + ")"
            case Any(several):
                return "(" + " OR ".join(map(self.sql, several)) + ")"
        raise AssertionError(expr)

    def attribute(self, name: str) -> str:
        prop = self.properties.get(name)
        if prop is None:
            # Another kind of the same pattern has this property; here nobody can have said anything.
            return "NULL"
        if name == "id" and self.kind in self.nodes:
            # max, although there is one: Spark takes no correlated subquery that might have several rows.
            return f"(SELECT max(ids.id) FROM ids WHERE ids.key = {self.alias}.key)"
        if prop.type in (Type.FLAG, Type.CHOICE):
            # Stored as an enumeration: as text, a value outside of it is unequal and not an error.
            return f"CAST({self.alias}.{name} AS STRING)"
        return f"{self.alias}.{name}"

    def within(self, value: Expr, options: tuple[Literal, ...]) -> str:
        if not options:
            return "FALSE"
        return f"({self.sql(value)} IN ({', '.join(map(self.sql, options))}))"
