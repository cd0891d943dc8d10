"""The strict reader: every fault of a policy file at once, with its line, entry, key and the nearest right word."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path as File
from typing import Any, TypeVar

from graphgov.errors import BadInput, BadPolicy, Problem, nearest
from graphgov.policy import tables
from graphgov.policy.cells import Cells, Faults, is_rung
from graphgov.policy.entries import GIVES, Category, Denominator, Entry, Rule, Standard
from graphgov.policy.findings import Names, read_finding
from graphgov.policy.lines import lines_of
from graphgov.policy.model import TABLES, Policy
from graphgov.policy.paths import Texts
from graphgov.schema import SCHEMA, Schema

SHIPPED = "policy.toml"

DEFAULTS = ("default_standard", "default_denominator")

REFERRED = ("rule", "presence", "standard")
"""The tables that share their names, because a finding may refer to an entry of any of them."""

E = TypeVar("E", bound=Entry)


def read_policy(path: File | None = None, schema: Schema = SCHEMA) -> Policy:
    """The policy of a file, or the shipped one.  A file replaces the shipped policy wholly: nothing of that is kept.

    Raises BadInput when there is no such file, and BadPolicy with every fault of it at once: text that is not TOML,
    unknown tables, keys, values and names, wrong types, missing keys, names that stand there twice, paths that are not
    of the language or do not fit the schema or their entry, rungs out of order.
    """
    if path is None:
        return _shipped(schema)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise BadInput("no_such_path", path=path) from None
    except OSError as error:
        fields = (("reason", error.strerror or str(error)),)
        raise BadPolicy([Problem(path.name, key="unreadable", fields=fields)]) from None
    return _read(data, path.name, schema)


@cache
def _shipped(schema: Schema) -> Policy:
    return _read(files("graphgov").joinpath(SHIPPED).read_bytes(), SHIPPED, schema)


def _read(data: bytes, file: str, schema: Schema) -> Policy:
    text, tables = _parsed(data, file)
    return _Reader(tables, Faults(file, lines_of(text)), schema).policy()


def _parsed(data: bytes, file: str) -> tuple[str, dict[str, Any]]:
    try:
        # Windows' Notepad begins a file with a mark.
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadPolicy([Problem(file, line, key="not_utf8")]) from None
    try:
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Besides its own errors the parser lets through those of numbers of thousands of digits and of deep nesting.
        reason = str(error)
        _, found, place = reason.rpartition("(at line ")
        line = int(place.partition(",")[0]) if found else text.count("\n") + 1
        raise BadPolicy([Problem(file, line, key="policy_toml", fields=(("reason", reason),))]) from None


class _Reader:
    """Reads the tables in an order in which every entry follows those that it may refer to."""

    def __init__(self, values: dict[str, Any], faults: Faults, schema: Schema) -> None:
        self.values = values
        self.faults = faults
        self.schema = schema
        self.cells = {table: list(self._cells(table)) for table in TABLES}
        self.known = {table: [cells.name for cells in every if cells.name] for table, every in self.cells.items()}

    def _cells(self, table: str) -> Iterator[Cells]:
        entries = self.values.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self._fault(table, "policy_not_tables", word=table)
            return
        for index, values in enumerate(entries):
            yield Cells(table, index, values, self.faults)

    def _fault(self, key: str, message: str, value: object = "", *, part: str = "", **fields: object) -> None:
        """A fault of a key (or of a part of its table) that belongs to no entry."""
        lines = self.faults.lines
        line = (part and lines.of(key, 0, part)) or lines.of("", 0, key) or lines.of(key)
        self.faults.add((line, f"{key}.{part}" if part else key), message, value, **fields)

    def _each(self, table: str, build: Callable[[Cells, Texts], E]) -> tuple[E, ...]:
        """The sound entries of a table."""
        built = [(cells, build(cells, Texts(cells, self.schema))) for cells in self.cells[table]]
        return tuple(entry for cells, entry in built if cells.sound)

    def policy(self) -> Policy:
        """The policy; raises BadPolicy when there is any fault."""
        self._check_tables()
        self._check_names()
        rules = self._each("rule", tables.read_rule)
        self._check_rungs(rules)
        presences = self._each("presence", tables.read_presence)
        referring = tables.Referring(self.known, self._all_rungs(), presences=presences)
        standards = self._each("standard", referring.standard)
        referring = replace(referring, standards=standards)
        denominators = self._each("denominator", tables.read_denominator)
        categories = self._each("category", tables.read_category)
        off = frozenset(entry.name for entry in (*rules, *presences) if not entry.enabled)
        names = Names(self.known, rules, standards, off)
        policy = Policy(
            rules=rules,
            presences=presences,
            standards=standards,
            denominators=denominators,
            rates=self._each("rate", referring.rate),
            categories=categories,
            gaps=self._each("gap", referring.gap),
            views=self._each("view", tables.read_view),
            measures=self._each("measure", tables.read_measure),
            findings=self._each("finding", lambda cells, texts: read_finding(cells, texts, names)),
            default_standard=self._default_standard(standards),
            default_denominator=self._default_denominator(denominators, categories),
            file=self.faults.file,
        )
        self.faults.raise_any()
        return policy

    def _check_tables(self) -> None:
        known = (*DEFAULTS, *TABLES)
        for key in self.values:
            if key not in known:
                self._fault(key, "policy_table", near=nearest(key, known), known=", ".join(known))

    def _check_names(self) -> None:
        """Refuse names that stand there twice: in a table, or among all that a finding can refer to."""
        for tables_together in (*((table,) for table in TABLES if table not in REFERRED), REFERRED):
            first: dict[str, Cells] = {}
            for cells in (cells for table in tables_together for cells in self.cells[table] if cells.name):
                other = first.setdefault(cells.name, cells)
                if other is not cells:
                    cells.fault("name", "policy_twice", cells.name, entry=other.table, line=other.line("name"))

    def _all_rungs(self) -> frozenset[int]:
        """The rungs of all rules; none when that of any rule is at fault, for it could be any."""
        stated = [cells.values.get("rung", 0) for cells in self.cells["rule"]]
        return frozenset(stated) if all(map(is_rung, stated)) else frozenset()

    def _check_rungs(self, rules: Sequence[Rule]) -> None:
        """Refuse rules that do not give what most of their rung do, rungs that give more than stronger ones."""
        gives = {
            rung: Counter(rule.gives for rule in rules if rule.rung == rung).most_common(1)[0][0]
            for rung in sorted({rule.rung for rule in rules})
        }
        place = {rule.name: cells for cells in self.cells["rule"] for rule in rules if rule.name == cells.name}
        for rule in rules:
            if rule.gives != gives[rule.rung]:
                place[rule.name].fault("gives", "policy_one_rung", rule.gives, rung=rule.rung, gives=gives[rule.rung])
        for stronger, weaker in pairwise(gives):
            if GIVES.index(gives[weaker]) < GIVES.index(gives[stronger]):
                first = next(rule for rule in rules if rule.rung == weaker)
                place[first.name].fault(
                    "rung", "policy_rung_order", weaker, gives=gives[weaker], stronger=stronger, other=gives[stronger]
                )

    def _default_standard(self, standards: Sequence[Standard]) -> str:
        name = self.values.get("default_standard")
        if name is None:
            self._fault("default_standard", "policy_missing")
        elif not isinstance(name, str):
            self._fault("default_standard", "policy_not_text", name)
        elif self._check_default("default_standard", "", name, "standard", standards):
            return name
        return ""

    def _default_denominator(self, bases: Sequence[Denominator], categories: Sequence[Category]) -> dict[str, str]:
        key = "default_denominator"
        chosen = self.values.get(key)
        if chosen is None:
            self._fault(key, "policy_missing")
            return {}
        if not isinstance(chosen, dict):
            self._fault(key, "policy_not_choices", chosen)
            return {}
        for kind, name in chosen.items():
            if kind not in self.schema.node:
                known = tuple(self.schema.node)
                self._fault(key, "policy_key", part=kind, near=nearest(kind, known), known=", ".join(known))
            elif not isinstance(name, str):
                self._fault(key, "policy_not_text", name, part=kind)
            elif (found := self._check_default(key, kind, name, "denominator", bases)) and found.kind != kind:
                self._fault(key, "policy_other_kind", name, part=kind, found=found.kind, needed=kind)
        for kind in dict.fromkeys(category.kind for category in categories):
            if kind not in chosen:
                self._fault(key, "policy_missing", part=kind)
        return dict(chosen)

    def _check_default(self, key: str, part: str, name: str, table: str, entries: Sequence[E]) -> E | None:
        """The entry that a default names; that it is there and not switched off."""
        known = self.known[table]
        if name not in known:
            self._fault(key, "policy_unknown", name, part=part, near=nearest(name, known), known=", ".join(known))
        found = next((entry for entry in entries if entry.name == name), None)
        if found is not None and not found.enabled:
            self._fault(key, "policy_off", name, part=part)
        return found
