"""Nodes and ties: the relations of all that are of some kinds, and how their properties are asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from graphgov.query.catalog import COUNT, TEXT, Kind, Property, Table
from graphgov.query.select.rows import Rows
from graphgov.query.select.values import NULL, SQL_TYPES, Type, common
from graphgov.query.tree import Direction


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

    def is_of(self, kinds: Collection[str]) -> str:
        """The SQL of whether it, if there is one, is of any of some kinds."""
        names = ", ".join(f"'{kind}'" for kind in kinds)
        return f"({self.label} IN ({names}))"

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
    """All elements of some kinds.  Where these are one table, it is read as it is: the less to plan, the sooner.

    `held` are those of the kinds that fit here and of which there may be elements, at least one if any fits; `lacking`
    the columns that only others have, with their SQL types.
    """

    _table: Table | None

    def __init__(self, name: str, kinds: Mapping[str, Kind], fitting: list[Kind]) -> None:
        super().__init__(name)
        self.kinds = kinds
        self.held = [kind for kind in fitting if not kind.none()] or fitting[:1]
        there = {prop.column for kind in self.held for prop in kind.properties.values()}
        self.lacking = {name: of for name, of in sql_types(kinds.values()).items() if name not in there}
        self._wanted: dict[str, None] = {}

    def column(self, column: str) -> str:
        """The SQL of one of its columns."""
        if column in self.lacking:
            return null(self.lacking[column])
        self._wanted[column] = None
        if self._table is None:
            return f"{self.name}.{column}"
        if column == "label":
            # Under OPTIONAL MATCH there may be no row.
            return f"CASE WHEN {self.name}.key IS NOT NULL THEN '{self.held[0].name}' END"
        return self._table.column(column, *self.names)

    def is_of(self, kinds: Collection[str]) -> str:
        """The SQL of whether it, if there is one, is of any of some kinds; known beforehand of those that are held."""
        fitting = {kind.name in kinds for kind in self.held}
        return str(fitting.pop()).upper() if len(fitting) == 1 else super().is_of(kinds)

    def read(self) -> str:
        """The relation with its name."""
        return super().read() if self._table is None else self._table.read(self._wanted, *self.names)

    @property
    def names(self) -> tuple[str, str]:
        """Its name, and that of the table beside its own."""
        return self.name, f"i{self.name[1:]}"


def sql_types(kinds: Iterable[Kind]) -> dict[str, str]:
    """The SQL types of the columns of some kinds."""
    return {prop.column: SQL_TYPES[prop.type] for kind in kinds for prop in kind.properties.values()}


def null(of: str) -> str:
    """A null of an SQL type."""
    return f"CAST(NULL AS {of})"


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
        super().__init__(name, kinds, list(kinds.values()))
        self._table = self.held[0].table() if len(self.held) == 1 else None

    def sql(self) -> str:
        """The rows of each kind."""
        arms = [_arm(kind, list(self._wanted), ("t.key AS key",)) for kind in self.held]
        return "(" + " UNION ALL ".join(arms) + ")"


class EdgeRows(_Elements):
    """Every tie of some kinds, walked in a direction: `near` and `far` beside its own `src` and `dst`.

    Without a direction a tie has two rows, one for each way, and one if both its ends are the same node.
    """

    def __init__(
        self, name: str, kinds: Mapping[str, Kind], direction: Direction, ends: tuple[frozenset[str], frozenset[str]]
    ) -> None:
        self.direction, self._ends = direction, ends
        super().__init__(name, kinds, self._fitting(kinds))
        ways = [(kind, *way) for kind in self.held for way in self.ways(kind)]
        self._table, self._own = None, {"near": "near", "far": "far"}
        if len(self.held) == len(ways) == 1:
            kind, near, far = ways[0]
            self._table = kind.table()
            if self._table is not None:
                self._own = {"near": near, "far": far}

    @property
    def none(self) -> bool:
        """Whether there is surely no tie of these kinds."""
        return all(kind.none() for kind in self.held)

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
        for kind in self.held:
            for near, far in self.ways(kind):
                # A tie of a node with itself is one way to walk, not two.
                both = self.direction is Direction.EITHER and near == "dst" and self._pairs(kind, "src")
                once = " WHERE t.src <> t.dst" if both else ""
                keys = (f"t.{near} AS near", f"t.{far} AS far", "t.key AS key", "t.src AS src", "t.dst AS dst")
                found.append(_arm(kind, names, keys) + once)
        return found

    def ways(self, kind: Kind) -> list[tuple[str, str]]:
        """The columns at which a walk over a tie of a kind begins and ends."""
        ways = [("src", "dst", Direction.OUT), ("dst", "src", Direction.BACK)]
        return [
            (near, far) for near, far, way in ways
            if self.direction in (way, Direction.EITHER) and self._pairs(kind, near)
        ]  # fmt: skip

    def _fitting(self, kinds: Mapping[str, Kind]) -> list[Kind]:
        """The kinds of which a tie can lead from one end to the other, with those ties alone where they lie apart."""
        found = []
        for kind in kinds.values():
            pairs = frozenset(pair for near, _ in self.ways(kind) for pair in self._pairs(kind, near))
            if pairs:
                found.append(kind.between(pairs) if kind.between else kind)
        return found

    def _pairs(self, kind: Kind, near: str) -> list[tuple[str, str]]:
        """The pairs of a kind between which a walk can lead that begins at one of its columns."""
        nears, fars = self._ends if near == "src" else self._ends[::-1]
        return [(start, end) for start, end in kind.ends if start in nears and end in fars]


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
