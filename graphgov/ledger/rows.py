"""A table and its shape to facts: what each row speaks of, and what is told of its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from graphgov.files.sheets import Cell
from graphgov.ledger.beside import bare_section, community_in
from graphgov.ledger.cells import SOUND_CODE, Day, Ear, Note, ear, properties
from graphgov.ledger.dictionary import Dictionary
from graphgov.ledger.facts import NONE, Bond, Facts, Place, Thing
from graphgov.ledger.mapping import (
    BESIDE,
    HEADING,
    HOLDS,
    KIND,
    MEMBERS,
    NOTHING,
    PERSON,
    SECTION,
    SHEET,
    NodeRule,
    Shape,
    TieRule,
    fields_of,
    filled,
    split,
)
from graphgov.ledger.proposal import titles_of
from graphgov.ledger.report import DOUBTED, REJECTED, Entry
from graphgov.ledger.table import Row, Table
from graphgov.ledger.values import text
from graphgov.schema import SCHEMA

SUBJECT = "subject"

IN_ORDER = ("city", "district", "street", "community")
"""Nodes that others are within come first, and what is within them after."""


STEP = 2_000
"""Rows from one time to the next that it is told how far the work is."""


class _Column(NamedTuple):
    title: str
    place: int
    hear: Ear
    private: bool


class _Spoken(NamedTuple):
    """What the cells of a row say: values by slot, names where there may be several, columns, texts by title."""

    values: dict[str, str]
    owned: dict[str, dict[str, str]]
    """The same by node or tie, and property."""
    names: dict[str, list[str]]
    columns: dict[str, str]
    texts: Mapping[str, str]


class Reader:
    """Reads the rows of one table into facts."""

    def __init__(self, table: Table, number: int, shape: Shape, dictionary: Dictionary, days: Day) -> None:
        self.table, self.number, self.shape, self.dictionary = table, number, shape, dictionary
        self.titles = titles_of(table)
        self.beside = {SHEET: table.sheet, HEADING: community_in(table.heading)}
        self.columns = tuple(self._columns(days))
        self.several = {f"{rule.name}.name" for rule in shape.nodes if rule.several}
        self.holding = {split(slot)[0] for slot in self._slots() if split(slot)[1] == HOLDS}
        self.nodes = sorted(shape.nodes, key=_rank)
        self.fields = tuple(self._fields())
        self.defaults: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}

    def _columns(self, days: Day) -> Iterator[_Column]:
        for rule in self.shape.columns:
            if rule.means in (NOTHING, PERSON):
                continue
            place = self.titles.index(rule.title) if rule.title not in BESIDE else NONE
            reading = self.shape.reading.get(rule.means)
            hear = ear(rule, self.shape, self.dictionary, days)
            yield _Column(rule.title, place, hear, reading is not None and reading.private)

    def _fields(self) -> Iterator[tuple[str, int, tuple[str, ...]]]:
        """The columns that ids and values of nodes are made of, and their words that are as good as blank."""
        empty = {rule.title: rule.empty for rule in self.shape.columns}
        templates = (template for rule in self.shape.nodes for template in (rule.id, *rule.values.values()))
        for title in dict.fromkeys(title for template in templates for title in fields_of(template)):
            yield title, self.titles.index(title), empty.get(title, ())

    def _slots(self) -> frozenset[str]:
        return frozenset(rule.means for rule in self.shape.columns)

    def read(self, facts: Facts, heard: Callable[[int], None] = lambda rows: None) -> None:
        """Add what all rows say; from time to time `heard` is told how many of them have been read."""
        for at, row in enumerate(self.table.rows):
            if at % STEP == 0:
                heard(at)
            self._read(row, facts)

    def _read(self, row: Row, facts: Facts) -> None:
        spoken, notes = self._hear(row)
        entries = [self._entry(row, column, cell, note) for column, cell, note in notes]
        entries += self._contradictions(row, spoken)
        missing = self._missing_name(row, spoken)
        if missing is not None:
            entries.append(missing)
        if any(entry.outcome == REJECTED for entry in entries):
            facts.rejected[self.number, row.number] = entries
            return
        facts.entries += entries
        things = self._things(row, spoken, facts)
        facts.rows += bool(things)
        for rule in self.shape.ties:
            facts.bonds += self._bonds(rule, row, spoken, (things, facts))

    # ---- Cells ------------------------------------------------------------------------------------------------

    def _cell(self, column: _Column, row: Row) -> Cell:
        if column.place >= 0:
            return row.cells[column.place] if column.place < len(row.cells) else None
        return bare_section(row.section or "") if column.title == SECTION else self.beside[column.title]

    def _hear(self, row: Row) -> tuple[_Spoken, list[tuple[_Column, Cell, Note]]]:
        values: dict[str, str] = {}
        weak: dict[str, str] = {}
        names: dict[str, list[str]] = {}
        columns: dict[str, str] = {}
        notes: list[tuple[_Column, Cell, Note]] = []
        for column in self.columns:
            cell = self._cell(column, row)
            heard = column.hear(cell)
            notes += [(column, cell, note) for note in heard.notes]
            for slot, value, is_weak in heard.said:
                if slot in self.several:
                    names.setdefault(slot, []).append(value)
                elif not is_weak:
                    values.setdefault(slot, value)
                elif weak.get(slot, "unknown") == "unknown":
                    weak[slot] = value
                columns.setdefault(slot, column.title)
        said = {**weak, **values}
        owned: dict[str, dict[str, str]] = {}
        for slot, value in said.items():
            owner, prop = split(slot)
            owned.setdefault(owner, {})[prop] = value
        return _Spoken(said, owned, names, columns, self._texts(row)), notes

    def _texts(self, row: Row) -> Mapping[str, str]:
        """The cells that ids and values are made of, as texts by their titles."""
        found: dict[str, str] = {}
        for title, place, empty in self.fields:
            said = text(row.cells[place]).value or "" if place < len(row.cells) else ""
            found[title] = "" if said in empty else said
        return found

    def _entry(self, row: Row, column: _Column, cell: Cell, note: Note) -> Entry:
        value = "" if column.private else text(cell).value or ""
        return Entry(
            note.outcome, note.key, self.table.file, self.table.sheet, row.number, column.title, value, note.fields
        )

    def _about(self, row: Row, outcome: str, key: str, column: str, value: str = "") -> Entry:
        return Entry(outcome, key, self.table.file, self.table.sheet, row.number, column, value)

    def _contradictions(self, row: Row, spoken: _Spoken) -> Iterator[Entry]:
        said, columns = spoken.values, spoken.columns
        if said.get("subject.reported_org") == "no" and said.get("organization.name"):
            column = columns["subject.reported_org"]
            yield self._about(row, DOUBTED, "none_but_named", column, said["organization.name"])
        code, kind = said.get("subject.uscc", ""), said.get("subject.type", "")
        registered = self.dictionary.uscc.get(code[:2], "")
        if said.get(f"subject.{SOUND_CODE}") and registered and kind and registered != kind and kind != "other":
            yield self._about(row, DOUBTED, "code_of_other_type", columns["subject.uscc"], code)

    def _missing_name(self, row: Row, spoken: _Spoken) -> Entry | None:
        """A row that says something of a subject without naming it."""
        if SUBJECT not in self.shape.node or self.shape.node[SUBJECT].id or spoken.values.get("subject.name"):
            return None
        own = {prop for prop, value in spoken.owned.get(SUBJECT, {}).items() if value != "unknown"}
        named = next((rule.title for rule in self.shape.columns if rule.means == "subject.name"), "")
        if self.dictionary.groups["seat"] in named and spoken.values.get("organization.name"):
            # An organization without a seat of its own: what is said of forms is said of it.
            own.discard("reported_org")
        return self._about(row, REJECTED, "name_missing", named) if own and named else None

    # ---- Things -----------------------------------------------------------------------------------------------

    def _things(self, row: Row, spoken: _Spoken, facts: Facts) -> dict[str, list[int]]:
        """Add the nodes that a row names; their places among all things by the names of their rules."""
        found: dict[str, list[int]] = {}
        for rule in self.nodes:
            for thing in self._named(rule, row, spoken, found):
                found.setdefault(rule.name, []).append(len(facts.things))
                facts.things.append(thing)
        return found

    def _named(self, rule: NodeRule, row: Row, spoken: _Spoken, found: dict[str, list[int]]) -> Iterator[Thing]:
        slot = f"{rule.name}.name"
        place = Place(self.number, row.number, spoken.columns.get(slot, ""))
        scope = self._scope(rule, found)
        if rule.several:
            for name in dict.fromkeys(spoken.names.get(slot, ())):
                yield self._thing(rule, name, place._replace(column=spoken.columns[slot]), scope, {})
            return
        if rule.name not in spoken.owned and not rule.id and not rule.of:
            return
        said = dict(spoken.owned.get(rule.name, ()))
        identifier = filled(rule.id, spoken.texts) if rule.id else said.pop("id", "")
        rule_filled = rule
        if self.fields:
            constants = {prop: filled(value, spoken.texts) for prop, value in rule.values.items()}
            rule_filled = replace(rule, values=constants)
        name = said.pop("name", rule_filled.values.get("name", ""))
        if rule.of:
            of = found.get(rule.of, [NONE])[0]
            if name or of != NONE:
                made = bool(name) or not found.keys().isdisjoint(MEMBERS)
                yield self._thing(rule_filled, name, place, scope, said)._replace(of=of, made=made)
        elif identifier or (name and not rule.id):
            yield self._thing(rule_filled, name, place, scope, said)._replace(id=identifier)

    def _scope(self, rule: NodeRule, found: dict[str, list[int]]) -> int:
        """The node that a name is unique in; where the row does not have it, what that one would be in."""
        within = rule.within
        while within and within not in found:
            outer = self.shape.node.get(within) or self.dictionary.nodes.get(within)
            within = outer.within if outer else ""
        return found[within][0] if within else NONE

    def _thing(self, rule: NodeRule, name: str, place: Place, scope: int, said: dict[str, str]) -> Thing:
        # Of what is told all about, the name need not say anything: to ask it takes long.
        by_name = {} if rule.kind and "type" in said else dict(self.dictionary.of_name(name))
        by_name.pop("mode", None)
        kind_by_name = by_name.pop(KIND, "")
        kind = said.pop(KIND, "") or rule.kind or kind_by_name
        sound, code = said.pop(SOUND_CODE, "") == "yes", said.get("uscc", "")
        defaults = dict(_TYPES.get(kind, {}))
        defaults |= by_name if kind_by_name == kind else {}
        defaults |= {"type": self.dictionary.uscc[code[:2]]} if sound and code[:2] in self.dictionary.uscc else {}
        own = {prop: value for prop, value in rule.values.items() if prop != "name" and value}
        stated = rule.name == SUBJECT or bool(rule.id)
        values = {**(own if stated else {}), **said}
        known = SCHEMA.node[kind].by_name
        first = {**defaults, **own} if not (kind_by_name == kind and by_name) else {**own, **defaults}
        return Thing(
            rule.name, kind, name, place, "", scope, NONE,
            {prop: value for prop, value in values.items() if prop in known},
            # Most things have one of few sets of defaults, each of which is kept once.
            self.defaults.setdefault(tuple(first.items()), first),
            code if kind == "Unit" else "", sound, rule.reference,
        )  # fmt: skip

    # ---- Ties -------------------------------------------------------------------------------------------------

    def _bonds(
        self, rule: TieRule, row: Row, spoken: _Spoken, known: tuple[dict[str, list[int]], Facts]
    ) -> Iterator[Bond]:
        things, facts = known
        start = next((name for name in rule.starts if name in things), "")
        end = next((name for name in rule.ends if name in things), "")
        if not start or not end or (rule.name in self.holding and not self._holds(rule, start, spoken)):
            return
        own = spoken.owned.get(rule.name, {})
        place = Place(
            self.number, row.number, spoken.columns.get(f"{end}.name") or spoken.columns.get(f"{start}.name", "")
        )
        allowed = properties_of(rule.kind)
        for one in things[start]:
            for other in things[end]:
                values = {**rule.values, **{prop: value for prop, value in own.items() if prop in allowed}}
                if rule.kind == "HAS_PARTY_ORG" and "mode" not in values:
                    values["mode"] = self._mode(facts.things[one], facts.things[other], len(things[start]))
                yield Bond(rule.kind, one, other, place, values)

    def _holds(self, rule: TieRule, start: str, spoken: _Spoken) -> bool:
        """Whether a row says that a tie is there; members that are named are members."""
        return start in MEMBERS or spoken.values.get(f"{rule.name}.{HOLDS}") == "yes"

    def _mode(self, subject: Thing, organization: Thing, served: int) -> str:
        """How an organization was formed, of which no column tells: several are served by it, or its name says it."""
        by_name = self.dictionary.of_name(organization.name).get("mode", "")
        if by_name or served > 1:
            return by_name or "joint"
        return "single" if subject.name and subject.name in organization.name else "unknown"


_TYPES = {"Unit": {"type": "other"}, "Place": {"type": "other"}, "Community": {"type": "community"}}
"""What is taken for the type of what nobody tells the type of."""


def _rank(rule: NodeRule) -> tuple[int, bool]:
    """What others are within comes before them; what one of them has comes last."""
    return (*IN_ORDER, rule.name).index(rule.name), bool(rule.of)


@cache
def properties_of(kind: str) -> frozenset[str]:
    """The properties of a kind of tie."""
    return frozenset(SCHEMA.edge[kind].by_name) & frozenset(properties())
