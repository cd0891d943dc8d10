"""The relations that stand behind FROM: rows of nodes, of ties, of repeated ties, of lists, of an inner SELECT.

A relation is written last: only then is it known which of its columns were asked for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from graphgov.query.catalog import COUNT, TEXT, Kind, Property, Table
from graphgov.query.select.values import EDGE, NULL, SQL_TYPES, Type, Value, common
from graphgov.query.tree import Direction

if TYPE_CHECKING:
    from graphgov.query.select.block import Group


class Rows(ABC):
    """A relation with a name of its own."""

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def sql(self) -> str:
        """What stands before its name."""

    def read(self) -> str:
        """What stands behind FROM or JOIN: the relation with its name."""
        return f"{self.sql()} {self.name}"

    @property
    def names(self) -> tuple[str, ...]:
        """Its name, and those of tables beside it."""
        return (self.name,)


class Element(ABC):
    """A node or tie whose properties can be asked for."""

    kinds: Mapping[str, Kind]

    @abstractmethod
    def column(self, column: str) -> str:
        """The SQL of one of its columns."""

    @property
    def label(self) -> str:
        """The SQL of its kind's name."""
        return self.column("label")

    def property(self, name: str) -> tuple[str, Type] | None:
        """SQL and type of a property; None when no kind has it, or kinds disagree about its type."""
        found = [kind.properties[name] for kind in self.kinds.values() if name in kind.properties]
        type_ = common(_type(each) for each in found)
        if not found or type_ is None or len({each.type for each in found} - {NULL}) > 1:
            return None
        sql = self.column(found[0].column)
        # Counts are kept in 32 bits, and Cypher computes in 64.
        return (f"CAST({sql} AS BIGINT)" if type_.name == COUNT else sql), type_


def _type(prop: Property) -> Type:
    return Type(prop.type, values=prop.values)


class _Elements(Rows, Element):
    """All elements of some kinds.  Where these are one table, it is read as it is: the less to plan, the sooner."""

    _table: Table | None

    def __init__(self, name: str, kinds: Mapping[str, Kind]) -> None:
        super().__init__(name)
        self.kinds = kinds
        self._wanted: dict[str, None] = {}

    def column(self, column: str) -> str:
        """The SQL of one of its columns."""
        self._wanted[column] = None
        if self._table is None:
            return f"{self.name}.{column}"
        if column == "label":
            # Under OPTIONAL MATCH there may be no row.
            return f"CASE WHEN {self.name}.key IS NOT NULL THEN '{next(iter(self.kinds))}' END"
        return self._table.column(column, *self.names)

    def read(self) -> str:
        """The relation with its name."""
        return super().read() if self._table is None else self._table.read(self._wanted, *self.names)

    @property
    def names(self) -> tuple[str, str]:
        """Its name, and that of the table beside its own."""
        return self.name, f"i{self.name[1:]}"


def _arm(kind: Kind, wanted: Sequence[str], keys: Sequence[str]) -> str:
    """The SELECT of a kind's keys and of the columns asked for: null where it lacks one, or nobody has it."""
    types = {prop.column: prop.type for prop in kind.properties.values()}
    own, table = [name for name in wanted if name in types], kind.table()
    columns = list(keys)
    for name in wanted:
        if name == "label":
            columns.append(f"'{kind.name}' AS label")
        elif types.get(name, NULL) == NULL:
            columns.append(f"NULL AS {name}")
        else:
            columns.append(f"{f't.{name}' if table is None else table.column(name, 't', 'i')} AS {name}")
    read = f"({kind.rows(own)}) t" if table is None else table.read(own, "t", "i")
    return f"SELECT {', '.join(columns)} FROM {read}"


class NodeRows(_Elements):
    """Every node of some kinds."""

    def __init__(self, name: str, kinds: Mapping[str, Kind]) -> None:
        super().__init__(name, kinds)
        self._table = next(iter(kinds.values())).table() if len(kinds) == 1 else None

    def sql(self) -> str:
        """The rows of each kind."""
        arms = [_arm(kind, list(self._wanted), ("t.key AS key",)) for kind in self.kinds.values()]
        return "(" + " UNION ALL ".join(arms) + ")"


class EdgeRows(_Elements):
    """Every tie of some kinds, walked in a direction: `near` and `far` beside its own `src` and `dst`.

    Without a direction a tie has two rows, one for each way, and one if both its ends are the same node.
    """

    def __init__(
        self, name: str, kinds: Mapping[str, Kind], direction: Direction, ends: tuple[frozenset[str], frozenset[str]]
    ) -> None:
        super().__init__(name, kinds)
        self.direction, self._ends = direction, ends
        ways = [(kind, *way) for kind in kinds.values() for way in self.ways(kind)]
        self._table, self._own = None, {"near": "near", "far": "far"}
        if len(kinds) == len(ways) == 1:
            kind, near, far = ways[0]
            self._table = kind.table()
            if self._table is not None:
                self._own = {"near": near, "far": far}

    def end(self, which: str) -> str:
        """The SQL of the key of its end that is `near` or `far`."""
        return f"{self.name}.{self._own[which]}"

    def sql(self) -> str:
        """The rows of each kind, for each way to walk it that can lead from one end to the other."""
        return "(" + " UNION ALL ".join(self.arms(list(self._wanted))) + ")"

    def arms(self, wanted: Sequence[str]) -> list[str]:
        """One SELECT for each kind and way, with the columns asked for."""
        found = []
        names = [name for name in wanted if name not in ("src", "dst")]
        for kind in self.kinds.values():
            for near, far in self.ways(kind):
                # A tie of a node with itself is one way to walk, not two.
                both = self.direction is Direction.EITHER and near == "dst" and self._fits(kind, "src")
                once = " WHERE t.src <> t.dst" if both else ""
                keys = (f"t.{near} AS near", f"t.{far} AS far", "t.key AS key", "t.src AS src", "t.dst AS dst")
                found.append(_arm(kind, names, keys) + once)
        return found

    def ways(self, kind: Kind) -> list[tuple[str, str]]:
        """The columns at which a walk over a tie of a kind begins and ends."""
        ways = [("src", "dst", Direction.OUT), ("dst", "src", Direction.BACK)]
        return [
            (near, far) for near, far, way in ways
            if self.direction in (way, Direction.EITHER) and self._fits(kind, near)
        ]  # fmt: skip

    def _fits(self, kind: Kind, near: str) -> bool:
        pairs = kind.ends if near == "src" else {(end, start) for start, end in kind.ends}
        return any(start in self._ends[0] and end in self._ends[1] for start, end in pairs)


class Hop(Element):
    """One of the ties of a repetition."""

    def __init__(self, steps: StepRows, place: int) -> None:
        self._steps, self._place, self.kinds = steps, place, steps.kinds

    def column(self, column: str) -> str:
        """The SQL of one of its columns; null where the walk is shorter."""
        return self._steps.hop(self._place, column)


class Carried(Element):
    """An element whose rows were read further in, and of which the key came out.

    `also` makes one of its columns come out too, for which nothing has to be joined again.  Where that takes longer
    than to look a column up by the key, `lookup` says where, and `beside` the same of the table beside its own.
    """

    def __init__(
        self, element: Element, also: Callable[[str], str], lookup: Callable[[], Element] | None,
        beside: Callable[[str], str],
    ) -> None:  # fmt: skip
        self.kinds = element.kinds
        self._element, self._also, self._lookup, self._beside = element, also, lookup, beside

    def column(self, column: str) -> str:
        """The SQL of one of its columns."""
        if self._lookup is None or self._short(column):
            return self._also(self._element.column(column))
        table = next(iter(self.kinds.values())).table() if len(self.kinds) == 1 else None
        if table is not None and table.is_beside(column):
            return table.column(column, "", self._beside(table.beside))
        return self._lookup().column(column)

    def _short(self, column: str) -> bool:
        """Whether its values are of few bytes: what is grouped by texts takes longer than to look these up."""
        props = [prop for kind in self.kinds.values() for prop in kind.properties.values() if prop.column == column]
        return column in ("src", "dst") or all(prop.type != TEXT or prop.values for prop in props)


class StepRows(Rows):
    """Walks of `low` to `high` ties, none twice: `near`, `far`, `length`, and the columns of each tie.

    `start` is where walks of no tie begin and end: the SQL of all nodes' keys.  `optional`: there may be no walk.
    """

    def __init__(self, name: str, ties: EdgeRows, bounds: tuple[int, int], start: str | None, optional: bool) -> None:
        super().__init__(name)
        self.kinds, (self.low, self.high), self.optional = ties.kinds, bounds, optional
        self._ties, self._start = ties, start
        self._wanted: dict[str, None] = {"key": None}

    def tie(self, place: int, group: Group) -> Value:
        """The tie at a place, from 1, of the group that the walks are read in."""
        return Value(self.hop(place, "key"), Type(EDGE, frozenset(self.kinds)), Hop(self, place), group)

    def end(self, which: str) -> str:
        """The SQL of the key of the end that is `near` or `far`."""
        return f"{self.name}.{which}"

    def hop(self, place: int, column: str) -> str:
        """The SQL of a column of the tie at a place, from 1."""
        self._wanted[column] = None
        return f"{self.name}.h{place}_{column}"

    def sql(self) -> str:
        """One SELECT for each length."""
        wanted = list(self._wanted)
        ties = "(" + " UNION ALL ".join(self._ties.arms([name for name in wanted if name != "key"])) + ")"
        arms = []
        for length in range(self.low, self.high + 1):
            hops = ", ".join(self._hops(length, wanted))
            if length == 0:
                arms.append(f"SELECT t.key AS near, t.key AS far, 0 AS length, {hops} FROM {self._start} t")
                continue
            # Named otherwise than relations are, of which conditions can speak.
            joined = f"{ties} hop_1" + "".join(
                f" JOIN {ties} hop_{place} ON hop_{place}.near = hop_{place - 1}.far" for place in range(2, length + 1)
            )
            apart = [f"hop_{a}.key <> hop_{b}.key" for a, b in combinations(range(1, length + 1), 2)]
            where = f" WHERE {' AND '.join(apart)}" if apart else ""
            ends = f"hop_1.near AS near, hop_{length}.far AS far, {length} AS length"
            arms.append(f"SELECT {ends}, {hops} FROM {joined}{where}")
        return "(" + " UNION ALL ".join(arms) + ")"

    def _hops(self, length: int, wanted: Sequence[str]) -> list[str]:
        return [
            f"{f'hop_{place}.{column}' if place <= length else self._gap(column)} AS h{place}_{column}"
            for place in range(1, self.high + 1)
            for column in wanted
        ]

    def _gap(self, column: str) -> str:
        types = {
            prop.column: SQL_TYPES[prop.type] for kind in self.kinds.values() for prop in kind.properties.values()
        }
        keys = {"key": "BIGINT", "src": "BIGINT", "dst": "BIGINT", "label": "VARCHAR"}
        return f"CAST(NULL AS {(types | keys)[column]})"


class Inner(Rows):
    """The rows of an inner SELECT, of which further columns may be asked for until it is written."""

    def __init__(self, name: str, select: Callable[[], str]) -> None:
        super().__init__(name)
        self._select = select

    def sql(self) -> str:
        """The SELECT in brackets."""
        return f"({self._select()})"


class Whole(Rows):
    """A table as it is."""

    def __init__(self, name: str, table: str) -> None:
        super().__init__(name)
        self._table = table

    def sql(self) -> str:
        """What it is called."""
        return self._table


class Items(Rows):
    """The items of a list: a column `item`, and where it is said one `place`."""

    def __init__(self, name: str, relation: str, columns: str = "item") -> None:
        super().__init__(f"{name}({columns})")
        self._relation, self.item = relation, f"{name}.item"

    def sql(self) -> str:
        """The relation of the list."""
        return self._relation
