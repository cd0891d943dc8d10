"""What is read between two projections: the groups of relations behind FROM, and the conditions behind WHERE."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from graphgov.errors import BadQuery
from graphgov.query.catalog import Catalog, Kind
from graphgov.query.select.elements import EdgeRows, Element, NodeRows
from graphgov.query.select.rows import Rows
from graphgov.query.select.values import NODE, Value
from graphgov.query.tree import Direction, Word


class Names:
    """Names that no two relations and columns of a statement share."""

    def __init__(self) -> None:
        self.count = 0

    def new(self, prefix: str) -> str:
        """A name that there was not."""
        self.count += 1
        return f"{prefix}{self.count}"


@dataclass
class Group:
    """Relations that are read together: all rows of them that meet the conditions, or, if optional, one of nulls."""

    optional: bool = False
    rows: list[tuple[Rows, str]] = field(default_factory=list)
    """Each with its condition of LEFT JOIN; empty: every row of it."""
    conditions: list[str] = field(default_factory=list)
    found: dict[str, Element] = field(default_factory=dict)
    """Elements whose properties were asked for by their key."""

    def add(self, rows: Rows, left: str = "") -> None:
        """Read a further relation."""
        self.rows.append((rows, left))

    def joined(self) -> str:
        """The relations behind FROM, each after one that a condition ties it to: not every engine looks for itself."""
        first, *sure = _along([rows for rows, left in self.rows if not left], self.conditions)
        text = "".join([first.read(), *(f" CROSS JOIN {rows.read()}" for rows in sure)])
        return text + "".join(f" LEFT JOIN {rows.read()} ON {left}" for rows, left in self.rows if left)


class Block:
    """Groups in the order of their clauses."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.wheres: list[str] = []
        self.rank: str | None = None
        """The column that says in which order the rows came, where they came in one."""

    def group(self, *, optional: bool = False) -> Group:
        """A further group."""
        if optional and not self.groups:
            self.group().add(_OneRow("one"))
        self.groups.append(Group(optional))
        return self.groups[-1]

    def sql(self) -> str:
        """FROM and WHERE; empty when nothing is read."""
        read, wheres = "", list(self.wheres)
        for group in self.groups:
            if group.optional:
                # What no row can be added by adds no column either.
                joined = f"({group.joined()})" if len(group.rows) > 1 else group.joined() if group.rows else ""
                read += f" LEFT JOIN {joined} ON {_all(group.conditions)}" if joined else ""
                continue
            wheres += group.conditions
            if group.rows:
                read += f" CROSS JOIN {group.joined()}" if read else f" FROM {group.joined()}"
        return read + (f" WHERE {_all(wheres)}" if wheres else "")


class _OneRow(Rows):
    def sql(self) -> str:
        return "(SELECT 1 AS one)"


def _along(rows: list[Rows], conditions: list[str]) -> list[Rows]:
    """Relations in such an order that a column ties each to those before it, where one does."""
    tied = [set(match.groups()) for match in map(_SAME.fullmatch, conditions) if match]
    found, names, rest = list[Rows](), set[str](), list(rows)
    while rest:
        near = {name for pair in tied if pair & names for name in pair}
        following = next((one for one in rest if one.name in near), rest[0])
        rest.remove(following)
        found.append(following)
        names.add(following.name)
    return found


_SAME = re.compile(r"(\w+)\.\w+ = (\w+)\.\w+")
"""A condition that columns of two relations are equal."""


def _all(conditions: list[str]) -> str:
    return " AND ".join(conditions) or "TRUE"


def link(group: Group, rows: Rows, value: Value, *, sure: bool) -> None:
    """Read a relation where its key is that of a value; `sure`: it is there for every row."""
    same = f"{rows.name}.key = {value.sql}"
    group.add(rows, "" if sure else same)
    group.conditions += [same] if sure else []


def element_of(value: Value, catalog: Catalog, names: Names, asked: Word, *, sure: bool = False) -> Element:
    """The element that a value is the key of: what it was matched as, else its rows joined to where the key is.

    `sure`: there is one in every row.  BadQuery with what is `asked` of it, if nobody can say yet where its rows are.
    """
    if value.element is not None:
        return value.element
    if value.group is None:
        raise BadQuery("cypher_picked", column=asked.column, word=asked)
    found = value.group.found.get(value.sql)
    if found is None:
        rows: NodeRows | EdgeRows
        if value.type.name == NODE:
            rows = NodeRows(names.new("n"), _of(catalog.nodes, value.type.kinds))
        else:
            every = frozenset(catalog.nodes)
            rows = EdgeRows(names.new("e"), _of(catalog.edges, value.type.kinds), Direction.OUT, (every, every))
        link(value.group, rows, value, sure=sure)
        found = value.group.found[value.sql] = rows
    return found


def _of(kinds: Mapping[str, Kind], names: frozenset[str]) -> dict[str, Kind]:
    return {name: kind for name, kind in kinds.items() if name in names}
