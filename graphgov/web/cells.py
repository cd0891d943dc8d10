"""The cells of a query's answer: identifiers of nodes are told from other values, to be linked to and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphgov.answers.asked import cell
from graphgov.graph import Snapshot
from graphgov.graph.columns import Ints
from graphgov.report.refs import Ref, ref
from graphgov.store.shown import Shown


@dataclass(frozen=True)
class Piece:
    """A value as it is shown; of a node its page, and its name where that does not stand beside it."""

    value: Any
    ref: Ref | None = None
    name: str = ""


@dataclass(frozen=True)
class Cells:
    """Rows of cells, a cell being one piece or, of a list, several; `nodes`: for each column the nodes in it."""

    columns: tuple[str, ...]
    numbers: tuple[bool, ...]
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]
    nodes: tuple[tuple[int, ...], ...]

    def rings(self) -> list[Ints]:
        """The nodes of the columns that have some, each node in the first only."""
        seen, found = set[int](), list[Ints]()
        for column in self.nodes:
            new = [node for node in column if node not in seen]
            seen.update(new)
            if new:
                found.append(np.asarray(new, np.int32))
        return found


def cells(snapshot: Snapshot, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> Cells:
    """The cells of an answer.  A column is one of nodes when every text in it is the identifier of one that holds."""
    known = _nodes(snapshot, {text for row in rows for value in row for text in _texts(value)})
    of_nodes = [_of_nodes([row[place] for row in rows], known) for place in range(len(columns))]
    numbers = tuple(all(isinstance(row[place], int | float | None) for row in rows) for place in range(len(columns)))
    told = tuple(
        tuple(_pieces(snapshot, value, known if of else {}, row) for value, of in zip(row, of_nodes, strict=True))
        for row in rows
    )
    nodes = tuple(
        tuple(dict.fromkeys(known[text] for row in rows for text in _texts(row[place]))) if of else ()
        for place, of in enumerate(of_nodes)
    )
    return Cells(tuple(columns), numbers, told, nodes)


def _texts(value: Any) -> list[str]:
    return [text for text in map(_text, _items(value)) if text is not None]


def _items(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]


def _text(value: Any) -> str | None:
    """What may be the identifier of a node: a text, or that of a node itself."""
    if isinstance(value, Shown):
        return None if value.tie else value.properties.get("id")
    return value if isinstance(value, str) else None


def _of_nodes(values: list[Any], known: dict[str, int]) -> bool:
    texts = [text for value in values for text in _texts(value)]
    return bool(texts) and all(text in known for text in texts)


def _nodes(snapshot: Snapshot, texts: set[str]) -> dict[str, int]:
    """The nodes that hold, by identifier; all are looked up at once, because one by one takes long in a city."""
    import pyarrow as pa
    import pyarrow.compute as pc

    asked, ids = sorted(texts), snapshot.graph.ids.array
    places = pc.index_in(pa.array(asked, pa.string()).cast(ids.type), value_set=ids).to_pylist()
    return {text: node for text, node in zip(asked, places, strict=True) if node is not None and snapshot.alive[node]}


def _pieces(snapshot: Snapshot, value: Any, known: dict[str, int], row: Sequence[Any]) -> tuple[Piece, ...]:
    found = []
    for each in _items(value):
        node = ref(snapshot.graph, known[text]) if (text := _text(each)) in known else None
        name = "" if node is None or node.name == text or node.name in row else node.name
        found.append(Piece(cell(each) if node is None else text, node, name))
    return tuple(found)
