"""A path as SQL over the tables of `graphgov.layout`: plain standard SQL, so that any engine will do.

Every node and edge of a compiled path holds on the day, those inside a repetition included.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from graphgov.query.check import flipped, reachable
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
    Path,
    date_of,
)
from graphgov.schema import Schema, Type


def subjects_sql(path: Path, schema: Schema, day: date) -> str:
    """A query for the keys (column `key`) of all subjects from which a checked path leads somewhere on a day.

    Two-valued at the border, as WHERE is: a condition that is unknown does not hold.
    """
    steps = _Steps(schema, day, [])
    reach = steps.matching(path.nodes[-1], None)
    for edge, far, near in zip(path.edges[::-1], path.nodes[:0:-1], path.nodes[-2::-1], strict=True):
        reach = steps.matching(near, steps.back(edge, set(map(str, far.kinds)), reach))
    *inner, (_, last) = steps.relations
    named = ",\n".join(f"{name} AS ({sql})" for name, sql in inner)
    return f"WITH {named}\n{last}" if named else last


@dataclass(frozen=True)
class _Steps:
    """The relations (name, query for keys) that a path is answered by, from its far end to the subject.

    A relation a step, because one EXISTS for each chain of kinds and directions that a path stands for would be
    hundreds of them (DuckDB 2.0 planned 96 of eight tables each for 90 s), and this grows with the path's length only.
    """

    schema: Schema
    day: date
    relations: list[tuple[str, str]]

    def _relation(self, arms: Sequence[str]) -> str:
        name = f"r{len(self.relations)}"
        self.relations.append((name, "\nUNION ALL ".join(arms)))
        return name

    def matching(self, pattern: NodePattern, among: str | None) -> str:
        """The nodes that hold, match a pattern, and are in the relation `among`."""
        return self._relation([self._nodes(str(kind), pattern.where, among) for kind in pattern.kinds])

    def _nodes(self, kind: str, where: Expr | None, among: str | None) -> str:
        wheres = [_holds("n", self.day)]
        if where is not None:
            wheres.append(_truth(where, "n", self.schema, kind, self.day))
        if among is not None:
            wheres.append(f"n.key IN (SELECT key FROM {among})")
        return f"SELECT n.key AS key FROM {kind} n WHERE {' AND '.join(wheres)}"

    def back(self, edge: EdgePattern, kinds: set[str], reach: str) -> str:
        """From where `low` to `high` edges lead into a relation of nodes of these kinds; nodes inside hold."""
        found, level = ([reach] if edge.low == 0 else []), reach
        for length in range(1, (edge.high or 0) + 1):
            level = self._relation([arm for kind in edge.kinds for arm in self._edges(str(kind), edge, level)])
            kinds = reachable(kinds, flipped(edge), self.schema)
            if length >= edge.low:
                found.append(level)
            if length == edge.high or not kinds:
                break
            level = self._relation([self._nodes(kind, None, level) for kind in sorted(kinds)])
        if len(found) == 1:
            return found[0]
        return self._relation([f"SELECT key FROM {name}" for name in found] or [f"SELECT key FROM {level} WHERE FALSE"])

    def _edges(self, kind: str, edge: EdgePattern, level: str) -> Iterator[str]:
        """The near ends of edges of one kind whose far ends are in a relation, for each way to walk them."""
        wheres = [_holds("e", self.day)]
        if edge.where is not None:
            wheres.append(_truth(edge.where, "e", self.schema, kind, self.day))
        both = [("src", "dst", Direction.BACK), ("dst", "src", Direction.OUT)]
        for near, far, other in both:
            if edge.direction is not other:
                into = [f"e.{far} IN (SELECT key FROM {level})", *wheres]
                yield f"SELECT e.{near} AS key FROM {kind} e WHERE {' AND '.join(into)}"


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
            case Arithmetic(operator, left, right):
                # As fractions: what whole numbers of 32 bits overflow in is an error of DuckDB, and in numpy wrong.
                return f"(CAST({self.sql(left)} AS DOUBLE) {operator} CAST({self.sql(right)} AS DOUBLE))"
            case Compare(operator, left, right):
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
