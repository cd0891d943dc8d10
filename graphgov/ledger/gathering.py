"""Things with identifiers to graphgov's own tables: a row for every node and tie, with the place that it is from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphgov.files import tables
from graphgov.intake import Origins
from graphgov.ledger.facts import Facts, Place, Thing
from graphgov.ledger.known import Known
from graphgov.ledger.report import CHANGED, DOUBTED, JOINED
from graphgov.ledger.rows import SUBJECT
from graphgov.names import matching
from graphgov.schema import SCHEMA, EdgeKind

if TYPE_CHECKING:
    import pyarrow as pa

Tell = Callable[[Place, str, str, str, Mapping[str, object]], None]
"""Told the place, the outcome, the value, the key of the message, and its fields."""

ONE_ONLY = ("LOCATED_IN", "HAS_PARTY_ORG")
"""Ties of which a second one with another first day is a contradiction and no second agreement."""


class Written(NamedTuple):
    """The values of a row, and where each comes from."""

    values: dict[str, str]
    places: dict[str, Place]
    first: Place


class Gathered:
    """The rows of all kinds: nodes by identifier, ties by ends and first day."""

    def __init__(self, known: Known, tell: Tell) -> None:
        self.known, self.tell = known, tell
        self.nodes: dict[str, dict[str, Written]] = {kind.name: {} for kind in SCHEMA.nodes}
        self.ties: dict[str, dict[tuple[str, str, str], Written]] = {kind.name: {} for kind in SCHEMA.edges}
        self.aliases: dict[str, list[str]] = {}
        self.kinds: dict[str, str] = {}
        self.homes: dict[str, tuple[str, Place]] = {}

    # ---- Nodes ------------------------------------------------------------------------------------------------

    def node(self, thing: Thing, key: str) -> None:
        """Take in what is said of a node."""
        new = key not in self.known.kinds
        self.kinds.setdefault(key, thing.kind if new else self.known.kinds[key])
        if thing.reference or not (new or thing.values or thing.role == SUBJECT):
            return
        rows = self.nodes[self.kinds[key]]
        before = rows.get(key)
        if before is None:
            rows[key] = self._first(thing, key, new)
            return
        if thing.role == SUBJECT:
            self.tell(thing.place, JOINED, thing.name, "same_subject", {"other": before.first})
        if new and thing.name:
            before.values.setdefault("name", thing.name)
        self._also_called(thing, key, before)
        for prop, value in thing.values.items():
            self._value(before, prop, value, thing.place, new)

    def _first(self, thing: Thing, key: str, new: bool) -> Written:
        defaults = {prop: value for prop, value in thing.defaults.items() if new and prop not in thing.values}
        values = {**defaults, **thing.values}
        if new and thing.role == SUBJECT and "type" in defaults and "type" in SCHEMA.node[thing.kind].by_name:
            self.tell(thing.place, CHANGED, thing.name, "type_taken", {"kind": thing.kind, "type": values["type"]})
        written = Written(values, dict.fromkeys(values, thing.place), thing.place)
        if thing.name and (new or thing.role == SUBJECT):
            values["name"] = thing.name
        if not new:
            self._also_called(thing, key, Written({"name": self.known.names.get(key, "")}, {}, thing.place))
        return written

    def _also_called(self, thing: Thing, key: str, before: Written) -> None:
        """A name that is another one than before is one more name of the node."""
        name = before.values.get("name", "")
        if not thing.name or not name or thing.name == name:
            return
        other = name if before.values is not self.nodes[self.kinds[key]].get(key, before).values else thing.name
        among = self.aliases.setdefault(key, [])
        if other not in among:
            among.append(other)
            if matching(thing.name, thing.kind) != matching(name, thing.kind) or thing.role == SUBJECT:
                self.tell(thing.place, JOINED, thing.name, "other_name", {"name": name})

    def _value(self, before: Written, prop: str, value: str, place: Place, new: bool) -> None:
        said = before.values.get(prop)
        if said is None or (said == "unknown" and value != "unknown") or (prop not in before.places):
            before.values[prop], before.places[prop] = value, place
        elif said != value and value != "unknown":
            self.tell(
                place, DOUBTED, value, "contradicts", {"property": prop, "said": said, "other": before.places[prop]}
            )

    # ---- Ties -------------------------------------------------------------------------------------------------

    def tie(self, kind: EdgeKind, ends: tuple[str, str], values: Mapping[str, str], place: Place) -> None:
        """Take in a tie between two identifiers."""
        start, end = sorted(ends) if kind.symmetric else ends
        pair = tuple(self.kinds.get(key) or self.known.kinds.get(key, "") for key in (start, end))
        if start == end:
            self.tell(place, DOUBTED, start, "tied_to_itself", {})
            return
        if all(pair) and pair not in kind.ends and (not kind.symmetric or pair[::-1] not in kind.ends):
            self.tell(place, DOUBTED, start, "cannot_join", {"kind": kind.name, "start": pair[0], "end": pair[1]})
            return
        if kind.name == "LOCATED_IN" and not self._at_home(start, end, pair[1], place):
            return
        self._tie(kind, (start, end), values, place)

    def _tie(self, kind: EdgeKind, ends: tuple[str, str], values: Mapping[str, str], place: Place) -> None:
        rows = self.ties[kind.name]
        first = values.get("valid_from", "")
        if kind.name in ONE_ONLY:
            before = rows.get((*ends, ""))
            if before is not None:
                for prop, value in values.items():
                    self._value(before, prop, value, place, True)
                return
            first = ""
        elif (*ends, first) in rows:
            return
        rows[*ends, first] = Written(dict(values), dict.fromkeys(values, place), place)

    def _at_home(self, start: str, end: str, kind: str, place: Place) -> bool:
        """Whether a subject is not in another community by an earlier row."""
        if kind == "Place":
            return True
        before, where = self.homes.setdefault(start, (end, place))
        if before == end:
            return True
        self.tell(place, DOUBTED, end, "two_communities", {"said": before, "other": where})
        return False

    # ---- Tables -----------------------------------------------------------------------------------------------

    def tables(self, file_of: Mapping[int, int]) -> tuple[dict[str, tables.Table], dict[str, Origins]]:
        """The own tables by kind, and the files and rows that their rows come from; `file_of`: those of tables."""
        for rows in self.nodes.values():
            for key, written in rows.items():
                others = [name for name in self.aliases.get(key, ()) if name != written.values.get("name")]
                if others:
                    written.values["aliases"] = "|".join(dict.fromkeys(others))
        found: dict[str, tables.Table] = {}
        origins: dict[str, Origins] = {}
        for kind, identified in self._identified():
            if identified:
                found[kind] = _table(kind, [values for values, _ in identified])
                first = [written.first for _, written in identified]
                origins[kind] = Origins(
                    np.array([file_of[place.table] for place in first], np.int32),
                    np.array([place.row for place in first], np.int32),
                )
        return found, origins

    def place(self, kind: str, row: int) -> Place:
        """Where the row of an own table (from 1) comes from."""
        rows: list[Written] = list((self.nodes.get(kind) or self.ties[kind]).values())
        return rows[row - 1].first

    def _identified(self) -> Iterator[tuple[str, list[tuple[dict[str, str], Written]]]]:
        for kind, rows in self.nodes.items():
            yield kind, [({"id": key, **written.values}, written) for key, written in rows.items()]
        for kind, ties in self.ties.items():
            yield (
                kind,
                [({"from": one, "to": two, **written.values}, written) for (one, two, _), written in ties.items()],
            )


def _table(kind: str, rows: list[dict[str, str]]) -> tables.Table:
    import pyarrow as pa

    names = dict.fromkeys(name for row in rows for name in row)
    columns: dict[str, pa.Array] = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    return tables.Table(
        tables.File(kind, kind, "", b""), pa.table(columns), pa.array(range(1, len(rows) + 1), pa.int32())
    )


def gather(facts: Facts, keys: list[str], known: Known, tell: Tell) -> Gathered:
    """All that facts say, with the identifiers of their things."""
    found = Gathered(known, tell)
    for thing, key in zip(facts.things, keys, strict=True):
        if key:
            found.node(thing, key)
    for bond in facts.bonds:
        start, end = keys[bond.start], keys[bond.end]
        if start and end:
            found.tie(SCHEMA.edge[bond.kind], (start, end), bond.values, bond.place)
    for thing, key in zip(facts.things, keys, strict=True):
        if thing.of >= 0 and key and key not in known.kinds:
            found.tie(SCHEMA.edge["HAS_PARTY_ORG"], (keys[thing.of], key), {}, thing.place)
    return found
