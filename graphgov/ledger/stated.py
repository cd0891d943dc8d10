"""What a store holds around some communities, and who said it last: what a source can withdraw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphgov import layout
from graphgov.graph import Graph
from graphgov.graph.arrow import as_arrow
from graphgov.graph.columns import Ints, Mask
from graphgov.schema import EdgeKind
from graphgov.store import Said, Store

Row = Mapping[str, Any]


class Record:
    """The live statements about some elements, each source's last word last."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[tuple[str, int], list[Row]] = defaultdict(list)
        self._asked: set[tuple[str, int]] = set()

    def ask(self, kind: str, keys: Sequence[int]) -> None:
        """Fetch what is said of elements of a kind."""
        new = sorted({key for key in keys if (kind, key) not in self._asked})
        if not new:
            return
        self._asked.update((kind, key) for key in new)
        for row in self._store.ask(Said(kind, as_arrow(np.array(new, np.int32)))).to_pylist():
            self._rows[kind, row["key"]].append(row)
        for key in new:
            self._rows[kind, key].sort(key=lambda row: (row["said_on"], row["import"], row["file"], row["row"]))

    def last(self, kind: str, key: int, source: str) -> Row | None:
        """A source's last word on an element, if it has not withdrawn it."""
        own = [row for row in self._rows[kind, key] if row["source"] == source]
        return own[-1] if own and own[-1]["file"] != layout.WITHDRAWN else None

    def other(self, kind: str, key: int, source: str) -> str:
        """Another source that states an element; empty where none does."""
        last = {row["source"]: row["file"] for row in self._rows[kind, key]}
        return next((other for other, file in last.items() if file != layout.WITHDRAWN and other != source), "")

    def withdrawn(self, kind: str, key: int) -> Row | None:
        """The statement that ended an element, where it was a withdrawal."""
        ends = [row for row in self._rows[kind, key] if row["valid_to"] is not None]
        return ends[-1] if ends and ends[-1]["file"] == layout.WITHDRAWN else None


@dataclass(frozen=True)
class Tie:
    """A tie in the graph: its ends (places of nodes), and the days between which it holds."""

    kind: EdgeKind
    key: int
    ends: tuple[int, int]
    since: int
    until: int


def kinds_of(graph: Graph) -> list[str]:
    """The kind of every node."""
    return [rows.kind for rows in graph.nodes.values() for _ in range(rows.count)]


def numbered(graph: Graph, ids: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Identifiers with the places of their nodes, of those that are there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.index_in(pa.array(ids, pa.string()), value_set=graph.ids.array).to_pylist()
    return ((each, place) for each, place in zip(ids, found, strict=True) if place is not None)


def periods(graph: Graph) -> tuple[Ints, Ints]:
    """The first day of every node, and the day from which on it no longer holds."""
    since, until = np.full(graph.size, layout.END.toordinal(), np.int32), np.zeros(graph.size, np.int32)
    for rows in graph.nodes.values():
        np.minimum.at(since, rows.node, rows.since)
        np.maximum.at(until, rows.node, np.where(rows.since < rows.until, rows.until, 0))
    return since, until


def near(graph: Graph, areas: set[int], kinds: Sequence[str]) -> Mask:
    """Whatever is, or was, in some areas: directly, in a place there, or as an organization of somebody there."""
    inside = np.zeros(graph.size, bool)
    inside[list(areas)] = True
    places = np.array([kind == "Place" for kind in kinds], bool)
    located, part, having = (graph.edges[name] for name in ("LOCATED_IN", "PART_OF", "HAS_PARTY_ORG"))
    count = -1
    while count != (count := int(inside.sum())):
        inside[located.src[inside[located.dst]]] = True
        among = places[part.src] & inside[part.dst]
        inside[part.src[among]] = True
    inside[having.dst[inside[having.src]]] = True
    return inside


def same(known: Mapping[str, str], values: Mapping[str, str], exactly: bool) -> bool:
    """Whether a row may be about the tie that is known by this; not `exactly`: what it leaves open does not matter,
    nor a first day that nobody had known."""
    if "id" in known:
        return not exactly
    basis, first = (values.get(name, "") for name in ("basis", "valid_from"))
    if exactly:
        return (known.get("basis", ""), known.get("valid_from", "")) == (basis, first)
    return basis in ("", known.get("basis", "")) and (not first or first == known.get("valid_from", first))


def identity(row: Row) -> dict[str, str]:
    """What the tie of a statement is known by, beside its ends."""
    if row["id"] is not None:
        return {"id": row["id"]}
    first = row["valid_from_text"] or row["valid_from"]
    known = {"basis": row["basis"], "valid_from": None if first is None else str(first)}
    return {name: value for name, value in known.items() if value is not None}
