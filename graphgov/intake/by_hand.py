"""Facts stated by hand: one value corrected, something ended, each an import of its own with its reason.

They are statements like any other, of the authority that says so: what other sources said stays on record, and comes
back when the import is undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from graphgov import layout, words
from graphgov.errors import BadInput, UnknownName, none_of
from graphgov.files import tables
from graphgov.graph import Graph
from graphgov.intake.own_tables import Given, Options, Receipt, take_in
from graphgov.intake.staging import Origins
from graphgov.names import find_node
from graphgov.schema import EdgeKind, Kind, Property, Schema
from graphgov.store import Said, Store

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Word:
    """Who says something, why, and for which day; None: the latest day that anything is stated for."""

    authority: str
    reason: str
    stated_on: date | None = None


@dataclass(frozen=True)
class Element:
    """What something is said of: a node, or a tie between two of them; ids, and what it is called."""

    kind: str
    id: str
    name: str
    ends: tuple[str, str] | None = None


@dataclass(frozen=True)
class Change:
    """A property: its value before, the one stated, the one now (None: nobody says), and who states that for when."""

    property: str
    before: str | None
    stated: str
    now: str | None
    source: str
    stated_on: date


@dataclass(frozen=True)
class Correction:
    """What was said of an element and what came of it; `receipt.number` is None when all of it had been said."""

    element: Element
    word: Word
    receipt: Receipt
    changes: tuple[Change, ...]


def correct(store: Store, what: Sequence[str], values: Mapping[str, str], word: Word) -> Correction:
    """State values of a node (its id or name) or of a tie (its id; or its kind and its two ends).

    Properties, and the words of those that have a list, may be given by their labels in the language in force.  Raises
    UnknownName when there is no such thing or property, BadTables for values that cannot be; then nothing was written.
    """
    if not (word.authority.strip() and word.reason.strip()):
        raise BadInput("by_hand_unsaid")
    graph = store.read({kind.name: ("aliases",) for kind in store.schema.nodes})
    element, key = _found(store, graph, what)
    kind = store.schema.kinds[element.kind]
    stated = dict(_understood(kind, values))
    before = _said(store, kind, key)
    known_by = identity(element, before)
    for name in stated.keys() & known_by.keys():
        raise BadInput("by_hand_identity", property=name)
    table = _table(element, {**known_by, **stated})
    given = Given(word.authority.strip(), (), {kind.name: table}, [], _origins(kind.name))
    options = Options(given.source, word.stated_on or graph.cutoff, reason=word.reason.strip())
    receipt = take_in(store, given, options, lambda stage, done, of: None, store.schema)
    was, now = _last(before), _last(_said(store, kind, key))
    changes = (
        Change(name, _shown(was, name), value, _shown(now, name), now[name]["source"], now[name]["said_on"])
        for name, value in stated.items()
    )
    return Correction(element, word, receipt, tuple(changes))


def _origins(kind: str) -> dict[str, Origins]:
    """It stands in no file; its place in the record is that of an import's first file and row."""
    return {kind: Origins(np.array([0], np.int32), np.array([1], np.int32))}


# ---- What is meant ------------------------------------------------------------------------------------------------


def _found(store: Store, graph: Graph, what: Sequence[str]) -> tuple[Element, int]:
    """The element that is meant, and its key."""
    match list(what):
        case [text]:
            node = graph.find(text)
            tie = _by_id(store, graph, text) if node is None else None
            if tie is not None:
                return tie
            node = find_node(graph, text) if node is None else node
            element = Element(graph.kind_of(node), str(graph.ids.at(node)), graph.label(node))
            return element, int(graph.keys[node])
        case [kind, start, end]:
            return _between(store, graph, _kind(store.schema, kind), (find_node(graph, start), find_node(graph, end)))
    raise BadInput("by_hand_what")


def _kind(schema: Schema, text: str) -> EdgeKind:
    labels = {words.word("edge", name): name for name in schema.edge}
    name = labels.get(text, text.upper())
    if name not in schema.edge:
        raise none_of(words.word("message", "kind"), text, (*schema.edge, *labels))
    return schema.edge[name]


def _by_id(store: Store, graph: Graph, text: str) -> tuple[Element, int] | None:
    import pyarrow as pa

    asked = pa.array([text], pa.string())
    answers = store.ask_all([Said(kind.name, asked, "id") for kind in store.schema.edges])
    for kind, said in zip(store.schema.edges, answers, strict=True):
        for row in said.to_pylist()[-1:]:
            places = [int(np.flatnonzero(graph.keys == row[end])[0]) for end in ("src", "dst")]
            return _tie(graph, kind, text, places), int(row["key"])
    return None


def _between(store: Store, graph: Graph, kind: EdgeKind, ends: tuple[int, int]) -> tuple[Element, int]:
    edges, (src, dst) = graph.edges[kind.name], ends
    same = (edges.src == src) & (edges.dst == dst)
    if kind.symmetric:
        same |= (edges.src == dst) & (edges.dst == src)
    keys = sorted({int(key) for key in edges.key[same]})
    fields = {"kind": words.word("edge", kind.name), "start": graph.label(src), "end": graph.label(dst)}
    if not keys:
        raise UnknownName("unknown_tie", **fields)
    said = [_last(_said(store, kind, key)) for key in keys]
    if len(keys) > 1:
        shown = ("  " + ", ".join(str(tie[name][name]) for name in _TOLD if name in tie) for tie in said)
        raise UnknownName("several_ties", **fields, count=len(keys), list="\n".join(shown))
    row = int(np.flatnonzero(edges.key == keys[0])[0])
    identifier = said[0]["id"]["id"] if "id" in said[0] else ""
    return _tie(graph, kind, identifier, [int(edges.src[row]), int(edges.dst[row])]), keys[0]


_TOLD = ("id", "basis", "valid_from", "valid_to")
"""What ties between the same two are told apart by."""


def _tie(graph: Graph, kind: EdgeKind, identifier: str, places: Sequence[int]) -> Element:
    start, end = (graph.label(place) for place in places)
    name = f"{start} → {words.word('edge', kind.name)} → {end}"
    return Element(kind.name, identifier, name, (str(graph.ids.at(places[0])), str(graph.ids.at(places[1]))))


def _understood(kind: Kind, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Properties and values by their names in the schema."""
    known = [prop for prop in layout.own_properties(kind) if prop.name != "id"]
    named = {prop.name: prop for prop in known}
    labels = {words.word("property", prop.name): prop for prop in known}
    for name, value in values.items():
        prop = named.get(name) or labels.get(name)
        if prop is None:
            raise none_of(words.word("message", "column_property"), name, (*named, *labels))
        if not value.strip():
            raise BadInput("by_hand_empty", property=name)
        yield prop.name, _code(kind, prop, value.strip())


def _code(kind: Kind, prop: Property, value: str) -> str:
    return {words.value_word(kind.name, prop.name, each): each for each in prop.values}.get(value, value)


# ---- The record ---------------------------------------------------------------------------------------------------


def _said(store: Store, kind: Kind, key: int) -> list[Row]:
    """The live statements about an element, the weightiest last."""
    import pyarrow as pa

    rows: list[Row] = store.ask(Said(kind.name, pa.array([key], pa.int32()))).to_pylist()
    return sorted(rows, key=lambda row: (row["said_on"], row["import"], row["file"], row["row"]))


def _last(said: Sequence[Row]) -> dict[str, Row]:
    """The statement with the last word on every property that somebody has stated."""
    return {name: row for row in said for name, value in row.items() if value is not None}


def _shown(last: Mapping[str, Row], name: str) -> str | None:
    row = last.get(name)
    return None if row is None else str(row.get(layout.text_column(name)) or row[name])


def _table(element: Element, row: Mapping[str, str | None]) -> tables.Table:
    import pyarrow as pa

    columns = {name: pa.array([value], pa.string()) for name, value in row.items()}
    return tables.Table(tables.File(element.kind, element.kind, "", b""), pa.table(columns), pa.array([1], pa.int32()))


def identity(element: Element, said: Sequence[Row]) -> dict[str, str | None]:
    """The cells by which a row is about an element, of which these things are `said`."""
    if element.ends is None:
        return {"id": element.id}
    ends = {"from": element.ends[0], "to": element.ends[1]}
    last = said[-1]
    if last["id"] is not None:
        return {**ends, "id": last["id"]}
    first = last["valid_from_text"] or last["valid_from"]
    return {**ends, "basis": last["basis"], "valid_from": None if first is None else str(first)}
