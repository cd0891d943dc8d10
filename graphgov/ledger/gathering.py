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
from graphgov.names import as_aliases, matching, other_names
from graphgov.schema import SCHEMA, EdgeKind

if TYPE_CHECKING:
    import pyarrow as pa

Tell = Callable[[Place, str, str, str, Mapping[str, object]], None]
"""Told the place, the outcome, the value, the key of the message, and its fields."""

ONE_ONLY = ("LOCATED_IN", "HAS_PARTY_ORG")
"""Ties of which a second one with another first day is a contradiction and no second agreement."""


class Written(NamedTuple):
    """The values of a row, where it was first spoken of, where other values come from, and which nobody has stated."""

    values: dict[str, str]
    first: Place
    places: dict[str, Place]
    taken: set[str] | frozenset[str]


class Gathered:
    """The rows of all kinds: nodes by identifier, ties by ends and first day."""

    def __init__(self, known: Known, tell: Tell) -> None:
        self.known, self.tell = known, tell
        self.nodes: dict[str, dict[str, Written]] = {kind.name: {} for kind in SCHEMA.nodes}
        self.ties: dict[str, dict[tuple[str, str, str], Written]] = {kind.name: {} for kind in SCHEMA.edges}
        self.aliases: dict[str, list[str]] = {}
        self.kinds: dict[str, str] = {}
        self.places: dict[str, list[Place]] = {}
        self.homes: dict[str, tuple[str, Place]] = {}

    # ---- Nodes ------------------------------------------------------------------------------------------------

    def node(self, thing: Thing, key: str) -> None:
        """Take in what is said of a node."""
        new = key not in self.known.kinds
        self.kinds.setdefault(key, thing.kind if new else self.known.kinds[key])
        if thing.reference or not (new or thing.values or thing.role == SUBJECT or key in self.known.ended):
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
        self._also_called(thing, key, before, before.first)
        for prop, value in thing.values.items():
            self._value(before, prop, value, thing.place)

    def _first(self, thing: Thing, key: str, new: bool) -> Written:
        defaults = {prop: value for prop, value in thing.defaults.items() if new and prop not in thing.values}
        values = {**defaults, **thing.values}
        if new and thing.role == SUBJECT and "type" in defaults and "type" in SCHEMA.node[thing.kind].by_name:
            self.tell(thing.place, CHANGED, thing.name, "type_taken", {"kind": thing.kind, "type": values["type"]})
        written = Written(values, thing.place, {}, set(defaults) or frozenset())
        if thing.name in self.known.aliases.get(key, ()):
            return written
        if thing.name and (new or thing.role == SUBJECT):
            values["name"] = thing.name
        if not new:
            before = Written({"name": self.known.names.get(key, "")}, thing.place, {}, frozenset())
            self._also_called(thing, key, before, key)
        return written

    def _also_called(self, thing: Thing, key: str, before: Written, where: Place | str) -> None:
        """A name that is another one than before is one more name of the node; `where` the first one stands."""
        name = before.values.get("name", "")
        if not thing.name or not name or thing.name == name:
            return
        other = name if before.values is not self.nodes[self.kinds[key]].get(key, before).values else thing.name
        among = self.aliases.setdefault(key, [])
        if other not in among:
            among.append(other)
            if matching(thing.name, thing.kind) != matching(name, thing.kind) or thing.role == SUBJECT:
                self.tell(thing.place, JOINED, thing.name, "other_name", {"name": name, "other": where})

    def _value(self, before: Written, prop: str, value: str, place: Place) -> None:
        said = before.values.get(prop)
        if said is None or (said == "unknown" and value != "unknown") or prop in before.taken:
            before.values[prop], before.places[prop] = value, place
            if isinstance(before.taken, set):
                before.taken.discard(prop)
        elif said != value and value != "unknown":
            self.tell(
                place,
                DOUBTED,
                value,
                "contradicts",
                {"property": prop, "said": said, "other": before.places.get(prop, before.first)},
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
                    self._value(before, prop, value, place)
                return
            first = ""
        elif (*ends, first) in rows:
            return
        rows[*ends, first] = Written(dict(values), place, {}, frozenset())

    def _at_home(self, start: str, end: str, kind: str, place: Place) -> bool:
        """Whether a subject is not in another community by an earlier row."""
        if kind == "Place":
            return True
        before, where = self.homes.setdefault(start, (end, place))
        if before == end:
            return True
        self.tell(place, DOUBTED, self._name(end), "two_communities", {"said": self._name(before), "other": where})
        return False

    def _name(self, key: str) -> str:
        """What a node is called."""
        written = self.nodes[self.kinds[key]].get(key) if key in self.kinds else None
        return (written.values.get("name") if written else None) or self.known.names.get(key) or key

    # ---- Tables -----------------------------------------------------------------------------------------------

    def tables(self, file_of: Mapping[int, int]) -> tuple[dict[str, tables.Table], dict[str, Origins]]:
        """The own tables by kind, and the files and rows that their rows come from; `file_of`: those of tables.

        All is given away: of a city it is too large to be there twice.  Only where rows come from is kept.
        """
        for rows in self.nodes.values():
            for key, written in rows.items():
                others = [name for name in self.aliases.get(key, ()) if name != written.values.get("name")]
                if others:
                    said = other_names(written.values.get("aliases", "")) or self.known.aliases.get(key, [])
                    written.values["aliases"] = as_aliases([*said, *others])
        found: dict[str, tables.Table] = {}
        origins: dict[str, Origins] = {}
        for kind, columns, every in self._identified():
            if every:
                found[kind] = _table(kind, columns, every)
                origins[kind] = Origins(
                    np.array([file_of[each.first.table] for each in every], np.int32),
                    np.array([each.first.row for each in every], np.int32),
                )
                self.places[kind] = [each.first for each in every]
                (self.nodes.get(kind) or self.ties[kind]).clear()
        return found, origins

    def place(self, kind: str, row: int) -> Place:
        """Where the row of an own table (from 1) comes from."""
        return self.places[kind][row - 1]

    def _identified(self) -> Iterator[tuple[str, dict[str, list[str]], list[Written]]]:
        """The kinds with their columns of identifiers and what stands beside these."""
        for kind, nodes in self.nodes.items():
            yield kind, {"id": list(nodes)}, list(nodes.values())
        for kind, ties in self.ties.items():
            yield kind, {"from": [one for one, _, _ in ties], "to": [two for _, two, _ in ties]}, list(ties.values())


def _table(kind: str, identifiers: dict[str, list[str]], rows: list[Written]) -> tables.Table:
    import pyarrow as pa

    names = dict.fromkeys(name for row in rows for name in row.values)
    columns: dict[str, pa.Array] = {name: pa.array(column, pa.string()) for name, column in identifiers.items()}
    columns |= {name: pa.array([row.values.get(name) for row in rows], pa.string()) for name in names}
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
    _shared(found, tell)
    return found


def _shared(found: Gathered, tell: Tell) -> None:
    """Organizations that are said to be formed for one unit alone, and that several have."""
    having: dict[str, list[Written]] = {}
    for (_, organization, _), written in found.ties["HAS_PARTY_ORG"].items():
        if written.values.get("mode") == "single":
            having.setdefault(organization, []).append(written)
    for organization, several in having.items():
        for written in several[1:]:
            name = found.nodes["PartyOrganization"].get(organization)
            shown = name.values.get("name", organization) if name else organization
            tell(written.first, DOUBTED, shown, "shared_single", {})
