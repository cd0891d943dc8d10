"""Nodes and ties as answers of a query: the same value from an embedded file and from a server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from graphgov.engine import Connection
from graphgov.query.catalog import Catalog, Kind
from graphgov.query.select.values import EDGE, LIST, NODE, PATH, Type


@dataclass(frozen=True)
class Shown:
    """A node or a tie: its labels, or its one type; its properties that are not null, by name."""

    kinds: tuple[str, ...]
    tie: bool
    properties: Mapping[str, Any]

    @property
    def value(self) -> dict[str, Any]:
        """As a map for programs: labels or type, id where it has one, properties."""
        kinds = {"type": self.kinds[0]} if self.tie else {"labels": list(self.kinds)}
        return {**kinds, "id": self.properties.get("id"), "properties": dict(self.properties)}

    def __str__(self) -> str:
        """As Cypher writes it, with its id and name only."""
        said = ", ".join(f"{name}: '{self.properties[name]}'" for name in ("id", "name") if name in self.properties)
        inner = "".join(f":{kind}" for kind in self.kinds) + (f" {{{said}}}" if said else "")
        return f"[{inner}]" if self.tie else f"({inner})"


def element(kinds: Sequence[str], properties: Mapping[str, Any], *, tie: bool) -> Shown:
    """A node or a tie with its labels and properties in the order of their names."""
    there = {name: properties[name] for name in sorted(properties) if properties[name] is not None}
    return Shown(tuple(sorted(kinds)), tie, there)


def with_elements(
    connection: Connection, catalog: Catalog, types: Sequence[Type], rows: Sequence[tuple[Any, ...]], seconds: float
) -> Sequence[tuple[Any, ...]]:
    """The rows with nodes and ties where their keys are; one question for each kind that there can be."""
    if not any(map(_of_elements, types)):
        return rows

    def filled(values: Sequence[Any], of: Type) -> tuple[Any, ...]:
        found = dict(_fetched(connection, catalog, of, sorted(set(_keys(values))), seconds))
        return tuple(_filled(value, found) for value in values)

    columns = list(zip(*rows, strict=True))
    for place, type_ in enumerate(types if rows else ()):
        if type_.name == PATH and type_.of is not None:
            turns = [
                filled([None if path is None else path[start::2] for path in columns[place]], of)
                for start, of in enumerate((type_.of, Type(EDGE, type_.kinds)))
            ]
            columns[place] = tuple(_by_turns(nodes, ties) for nodes, ties in zip(*turns, strict=True))
            continue
        of = type_.of if type_.name == LIST and type_.of is not None else type_
        if of.element:
            columns[place] = filled(columns[place], of)
    return list(zip(*columns, strict=True))


def _of_elements(type_: Type) -> bool:
    return type_.element or type_.name == PATH or (type_.of is not None and _of_elements(type_.of))


def _by_turns(nodes: list[Any] | None, ties: list[Any] | None) -> list[Any] | None:
    """A path: its nodes with the ties between them."""
    if nodes is None or ties is None:
        return None
    return [each for step in zip_longest(nodes, ties) for each in step if each is not None]


def _keys(values: Sequence[Any]) -> Iterator[int]:
    for value in values:
        if isinstance(value, list):
            yield from _keys(value)
        elif value is not None:
            yield value


def _filled(value: Any, found: Mapping[int, Shown]) -> Any:
    if isinstance(value, list):
        return [_filled(each, found) for each in value]
    return None if value is None else found[value]


def _fetched(
    connection: Connection, catalog: Catalog, of: Type, keys: Sequence[int], seconds: float
) -> Iterator[tuple[int, Shown]]:
    kinds: Mapping[str, Kind] = catalog.nodes if of.name == NODE else catalog.edges
    for kind in (kinds[name] for name in sorted(of.kinds)) if keys else ():
        columns = [prop.column for prop in kind.properties.values()]
        listed = "".join(f", t.{column}" for column in columns)
        rows = kind.rows(list(dict.fromkeys(columns)))
        sql = f"SELECT t.key{listed} FROM ({rows}) t WHERE t.key IN (SELECT unnest($keys))"
        for key, *values in connection.asked(sql, {"keys": list(keys)}, seconds):
            assert isinstance(key, int)
            own = dict(zip(kind.properties, values, strict=True))
            yield key, element(kind.labels if of.name == NODE else (kind.name,), own, tie=of.name != NODE)
