"""The history of a node: everything that was ever said of it and of its ties, and which of it holds on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from graphgov import layout
from graphgov.errors import UnknownName
from graphgov.explain.asking import place_of
from graphgov.explain.judging import Judged, judged
from graphgov.explain.judging import Said as Word
from graphgov.explain.model import Place
from graphgov.graph import Graph, the_day
from graphgov.graph.arrow import as_arrow
from graphgov.graph.personal import PERSONAL
from graphgov.names import find_node
from graphgov.schema import EdgeKind, Kind, NodeKind, RecordKind
from graphgov.store import FileNames, Identifiers, Imports, Lookup, Said, Store

LASTING = ("valid_from", "valid_to", "ended")
"""Properties of which the last word holds, whichever the day."""

_FOUND_BY = ("aliases", "type")

Element = tuple[str, int, str]
"""Kind, key and property."""

Order = tuple[int, int, int]
"""Import, file and row of a statement."""


class End(NamedTuple):
    """A node; its identifier stands for its name where it has none."""

    id: str
    name: str


class Tie(NamedTuple):
    """A tie from the node, or (not `forward`) to it; a published number about it has no other end."""

    kind: str
    forward: bool = True
    other: End | None = None


@dataclass(frozen=True)
class Statement:
    """What a row says of one property of the node or of a tie of it; of none (""): that it is there.

    `number`, `reason`: of the import.  `since`, `until`: while the value holds.
    """

    place: Place
    number: int
    reason: str
    tie: Tie | None
    property: str
    value: str
    standing: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class History:
    """Everything that was said of a node, in the order of the days that it is stated for."""

    day: date
    node: End
    kind: str
    statements: tuple[Statement, ...]


def history(store: Store, text: str, day: date | None = None) -> History:
    """The history of what has an id or a name; a value holds or does not on `day` (None: the data's last).

    Raises UnknownName as `find_node` does, but not for an id that only ties or undone imports name.
    """
    with store.kept_open():
        graph = store.read({kind.name: _FOUND_BY for kind in store.schema.nodes})
        key, node = _found(store, graph, text)
        rows = _rows(store, key)
        files, imports = (answer.to_pylist() for answer in store.ask_all([FileNames(), Imports()]))
        record = _Record(
            key, the_day(graph, day), {row["import"]: row for row in imports},
            {(row["import"], row["file"]): row["name"] for row in files},
            _ends(store, graph, {row.other(key) for row in rows} - {key}),
        )  # fmt: skip
    own = [row for row in rows if isinstance(row.kind, NodeKind)]
    names = [str(row.values["name"]) for row in own if row.values["name"]]
    return History(
        record.day, node if node.name != node.id or not names else End(node.id, names[-1]),
        own[-1].kind.name if own else "", tuple(record.statements(rows)),
    )  # fmt: skip


def _found(store: Store, graph: Graph, text: str) -> tuple[int, End]:
    """The store's key of a node and what it is called."""
    import pyarrow as pa

    try:
        node = find_node(graph, text)
    except UnknownName:
        known = store.ask(Lookup(pa.array([text], pa.string()))).to_pylist()
        if not known:
            raise
        return int(known[0]["key"]), End(text, text)
    return int(graph.keys[node]), End(str(graph.ids.at(node)), graph.label(node))


class _Row(NamedTuple):
    """A statement as the store tells it."""

    kind: Kind
    values: Mapping[str, Any]

    @property
    def order(self) -> Order:
        return self.values["import"], self.values["file"], self.values["row"]

    def other(self, key: int) -> int:
        """The key of the node at the other end; its own where there is none."""
        ends = (self.values.get("src", key), self.values.get("dst", key))
        return int(ends[1] if ends[0] == key else ends[0])

    def said(self, hidden: Collection[str]) -> Iterator[tuple[str, str]]:
        """The properties that it says something of, with the values as they were written; at least an empty one."""
        found = False
        for prop in layout.own_properties(self.kind):
            value = self.values[prop.name]
            if value is not None and prop.name not in hidden:
                found = True
                yield prop.name, str(self.values.get(layout.text_column(prop.name)) or value)
        if not found:
            yield "", ""


def _rows(store: Store, key: int) -> list[_Row]:
    """All statements about a node and its ties, live or not, in their order."""
    keys = as_arrow(np.array([key], np.int32))
    asked = [(kind, column) for kind in store.schema.kinds.values() for column in _columns(kind)]
    answers = store.ask_all([Said(kind.name, keys, column, undone=True) for kind, column in asked])
    rows = (
        _Row(kind, row) for (kind, _), answer in zip(asked, answers, strict=True) for row in answer.to_pylist()
    )  # fmt: skip
    return sorted(rows, key=_place)


def _place(row: _Row) -> tuple[object, ...]:
    """By day, then by import; what is said of the node itself before its ties."""
    return row.values["said_on"], row.values["import"], not isinstance(row.kind, NodeKind), row.order


def _columns(kind: Kind) -> tuple[str, ...]:
    match kind:
        case EdgeKind():
            return ("src", "dst")
        case RecordKind():
            return ("src",)
    return ("key",)


def _ends(store: Store, graph: Graph, keys: set[int]) -> dict[int, End]:
    """What the nodes with these keys are called; what is no node, because nobody has stated it, by its id."""
    nodes = np.flatnonzero(np.isin(graph.keys, np.array(sorted(keys), np.int32))).tolist()
    found = {int(graph.keys[node]): End(str(graph.ids.at(node)), graph.label(node)) for node in nodes}
    if len(found) < len(keys):
        ids = {row["key"]: row["id"] for row in store.ask(Identifiers()).to_pylist() if row["key"] in keys}
        found = {**{key: End(name, name) for key, name in ids.items()}, **found}
    return found


@dataclass(frozen=True)
class _Record:
    """What is known around the statements about a node: imports, files, the nodes at the other ends."""

    key: int
    day: date
    imports: Mapping[int, Mapping[str, Any]]
    files: dict[tuple[int, int], str]
    ends: Mapping[int, End]

    def statements(self, rows: list[_Row]) -> Iterator[Statement]:
        """What each row says, property by property, and what became of it."""
        hidden = PERSONAL if any(row.values.get("type") == "individual_business" for row in rows) else ()
        standings = self._standings(rows, hidden)
        for row in rows:
            number = row.values["import"]
            for name, value in row.said(hidden):
                standing, since, until = standings[_element(row, name)][row.order]
                yield Statement(
                    place_of(dict(row.values), self.files), number, str(self.imports[number]["reason"]), self._tie(row),
                    name, value, standing, since, until,
                )  # fmt: skip

    def _standings(self, rows: list[_Row], hidden: Collection[str]) -> dict[Element, dict[Order, Judged]]:
        said: dict[Element, list[Word]] = defaultdict(list)
        lasting = set[Element]()
        for row in rows:
            undone = bool(self.imports[row.values["import"]]["undone"])
            for name, value in row.said(hidden):
                element = _element(row, name)
                said[element].append(Word(row.values["said_on"], row.order, value, undone))
                if name in LASTING or isinstance(row.kind, RecordKind):
                    lasting.add(element)
        return {
            element: dict(zip((word.order for word in words), judged(words, self.day, element in lasting), strict=True))
            for element, words in said.items()
        }

    def _tie(self, row: _Row) -> Tie | None:
        if isinstance(row.kind, NodeKind):
            return None
        other = row.other(self.key)
        end = None if isinstance(row.kind, RecordKind) else self.ends[other]
        return Tie(row.kind.name, row.values["src"] == self.key, end)


def _element(row: _Row, name: str) -> Element:
    return row.kind.name, int(row.values["key"]), name
