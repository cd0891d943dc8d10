"""The strict reader of mapping files: every fault at once, with its place in the file and the nearest right word."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Mapping as Map
from dataclasses import replace
from pathlib import Path
from typing import Any

from graphgov.errors import BadInput, BadMapping, Problem, nearest
from graphgov.ledger.dictionary import Dictionary, dictionary, vocabulary
from graphgov.ledger.mapping import (
    BESIDE,
    HOLDS,
    KIND,
    NOTHING,
    PERSON,
    WEAK,
    ColumnRule,
    Mapping,
    NodeRule,
    Own,
    Reading,
    Shape,
    TieRule,
    fields_of,
    split,
)
from graphgov.ledger.proposal import shape_of, with_own
from graphgov.schema import SCHEMA, Property, Type

OF_SHAPES = ("titles", "columns", "node", "tie", "vocabulary")
OF_COLUMNS = ("means", "says", "values", "others", "empty")
OF_NODES = ("kind", "id", "within", "of", "several", "reference", "values")
"""The keys that a table, a column and a node can have."""


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file.  Raises BadMapping with every fault, BadInput when it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise BadInput("no_such_path", path=path) from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput("mapping_unreadable", path=path) from error
    return mapping_of(text, path.name)


def mapping_of(text: str, file: str) -> Mapping:
    """The mapping in the text of a file of that name.  Raises BadMapping."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadMapping([Problem(file, key="policy_toml", fields=(("reason", str(error)),))]) from error
    reader = _Reader(file)
    reader.keys(raw, ("table",), "")
    tables = raw.get("table", [])
    if not isinstance(tables, list) or not tables:
        reader.fault("table", "", "mapping_no_table")
        tables = []
    shapes = [reader.shape(each, f"table {number}") for number, each in enumerate(tables, 1)]
    if reader.problems:
        raise BadMapping(reader.problems)
    return Mapping(tuple(shapes))


class _Reader:
    """Reads the tables of a file and writes down what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file, self.problems = file, list[Problem]()
        self.words: Dictionary = dictionary()
        self.words_known: Dictionary = self.words
        self.titles: tuple[str, ...] = ()

    def fault(self, place: str, value: object, key: str, among: Collection[str] | None = None) -> None:
        """Write down a fault: where, the wrong word, and what would be right."""
        word = value if isinstance(value, str) else repr(value)
        fields = (("near", nearest(word, tuple(among))), ("known", ", ".join(among))) if among is not None else ()
        self.problems.append(Problem(self.file, 0, place, word, key, fields))

    def keys(self, raw: Map[str, Any], known: Sequence[str], place: str) -> None:
        """Faults of keys that there are not."""
        for key in raw:
            if key not in known:
                self.fault(place, key, "mapping_key", known)

    # ---- A table ----------------------------------------------------------------------------------------------

    def shape(self, raw: Any, place: str) -> Shape:
        """One table."""
        self.keys(raw, OF_SHAPES, place)
        columns = self.table(raw.get("columns", {}), f"{place} columns")
        listed = tuple(title for title in columns if title not in BESIDE)
        self.titles = self.texts(raw["titles"], f"{place} titles") if "titles" in raw else listed
        nodes = tuple(self.node(name, each, f"{place} node {name}") for name, each in self.named(raw, "node", place))
        known = {**self.words.nodes, **{rule.name: rule for rule in nodes}}
        ties = tuple(self.tie(name, each, known, f"{place} tie {name}") for name, each in self.named(raw, "tie", place))
        own = Own(nodes, tuple(tie for tie in ties if tie), tuple(self.readings(raw, place)))
        self.words_known = with_own(self.words, own)
        rules = [rule for title, each in columns.items() for rule in self.column(title, each, f"{place} columns")]
        if self.problems:
            return Shape((), ())
        return shape_of(self.titles, rules, self.words, own)

    def named(self, raw: Map[str, Any], name: str, place: str) -> Iterator[tuple[str, Map[str, Any]]]:
        for key, each in self.table(raw.get(name, {}), f"{place} {name}").items():
            yield key, self.table(each, f"{place} {name} {key}")

    def node(self, name: str, raw: Map[str, Any], place: str) -> NodeRule:
        """A node of the person's own."""
        self.keys(raw, OF_NODES, place)
        kind = self.one(raw.get("kind", ""), tuple(SCHEMA.node), f"{place} kind", empty=True)
        values = self.pairs(raw.get("values", {}), f"{place} values")
        for prop, value in values.items():
            if kind:
                self.value(SCHEMA.node[kind].by_name.get(prop), prop, value, tuple(SCHEMA.node[kind].by_name), place)
            self.in_titles(value, f"{place} values")
        made = self.text(raw.get("id", ""), f"{place} id")
        self.in_titles(made, f"{place} id")
        flags = {key: self.flag(raw.get(key, False), f"{place} {key}") for key in ("several", "reference")}
        return NodeRule(
            name, kind, made, self.text(raw.get("within", ""), place), self.text(raw.get("of", ""), place), **flags,
            values=values,
        )  # fmt: skip

    def tie(self, name: str, raw: Map[str, Any], nodes: Map[str, NodeRule], place: str) -> TieRule | None:
        """A tie of the person's own."""
        self.keys(raw, ("kind", "from", "to", "values"), place)
        kind = self.one(raw.get("kind", ""), tuple(SCHEMA.edge), f"{place} kind")
        ends = []
        for side in ("from", "to"):
            given = raw.get(side, [])
            names = self.texts([given] if isinstance(given, str) else given, f"{place} {side}")
            ends.append(tuple(self.one(each, tuple(nodes), f"{place} {side}") for each in names))
            if not names:
                self.fault(f"{place} {side}", "", "policy_missing")
        values = self.pairs(raw.get("values", {}), f"{place} values")
        if not kind:
            return None
        for prop, value in values.items():
            self.value(SCHEMA.edge[kind].by_name.get(prop), prop, value, tuple(SCHEMA.edge[kind].by_name), place)
        return TieRule(name, kind, ends[0], ends[1], values)

    def readings(self, raw: Map[str, Any], place: str) -> Iterator[Reading]:
        """Words of the person's own, before those of the dictionary."""
        for name, entries in self.table(raw.get("vocabulary", {}), f"{place} vocabulary").items():
            here = f"{place} vocabulary {name}"
            if not isinstance(entries, list):
                self.fault(here, entries, "policy_not_tables")
                continue
            for entry in entries:
                self.keys(self.table(entry, here), ("words", "says"), here)
                self.texts(entry.get("words", []), f"{here} words")
                self.pairs(entry.get("says", {}), f"{here} says")
            before = self.words.readings.get(name, Reading(name))
            if not self.problems:
                yield replace(before, words={**before.words, **vocabulary(entries)})

    def column(self, title: str, raw: Any, place: str) -> Iterator[ColumnRule]:
        """The rules of one column: a meaning, a table with more about it, or several of these."""
        here = f"{place} {title}"
        if title not in (*self.titles, *BESIDE):
            self.fault(place, title, "mapping_title", self.titles)
        for each in raw if isinstance(raw, list) else [raw]:
            given = {"means": each} if isinstance(each, str) else self.table(each, here)
            self.keys(given, OF_COLUMNS, here)
            means = self.text(given.get("means", ""), f"{here} means")
            self.means(means, here)
            says = self.pairs(given.get("says", {}), f"{here} says")
            for slot in says:
                self.means(slot, f"{here} says")
            others = given.get("others")
            yield ColumnRule(
                title, means, says, self.pairs(given.get("values", {}), f"{here} values"),
                None if others is None else self.text(others, f"{here} others"),
                self.texts(given.get("empty", []), f"{here} empty"),
            )  # fmt: skip

    def means(self, means: str, place: str) -> None:
        """Faults of a meaning."""
        if means in (NOTHING, PERSON) or means in self.words_known.readings:
            return
        owner, prop = split(means.removesuffix(WEAK))
        owners: dict[str, NodeRule | TieRule] = {**self.words_known.nodes, **self.words_known.ties}
        if owner not in owners or not prop:
            self.fault(place, means, "mapping_means", (NOTHING, PERSON, *self.words_known.readings, *owners))
            return
        rule = owners[owner]
        kinds = [kind for kind in SCHEMA.kinds.values() if kind.name == rule.kind or not rule.kind]
        kinds += [SCHEMA.node["Place"]] if rule.kind == "Unit" else []
        known = [KIND, HOLDS, *(each for kind in kinds for each in kind.by_name)]
        if prop not in known:
            self.fault(place, prop, "mapping_property", tuple(dict.fromkeys(known)))

    # ---- Values -----------------------------------------------------------------------------------------------

    def value(self, prop: Property | None, name: str, value: str, known: Collection[str], place: str) -> None:
        """Faults of a constant."""
        if prop is None:
            self.fault(place, name, "mapping_property", known)
        elif prop.type in (Type.CHOICE, Type.FLAG) and value not in prop.values and "{" not in value:
            self.fault(f"{place} {name}", value, "bad_value", prop.values)

    def in_titles(self, template: str, place: str) -> None:
        for title in fields_of(template):
            if title not in self.titles:
                self.fault(place, title, "mapping_title", self.titles)

    def one(self, word: Any, known: Sequence[str], place: str, empty: bool = False) -> str:
        if word in known:
            return str(word)
        if not (empty and word == ""):
            self.fault(place, word, "bad_value", known)
        return ""

    def text(self, value: Any, place: str) -> str:
        if isinstance(value, str):
            return value
        self.fault(place, value, "policy_not_text")
        return ""

    def texts(self, value: Any, place: str) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return tuple(value)
        self.fault(place, value, "policy_not_texts")
        return ()

    def flag(self, value: Any, place: str) -> bool:
        if isinstance(value, bool):
            return value
        self.fault(place, value, "policy_not_flag")
        return False

    def table(self, value: Any, place: str) -> Map[str, Any]:
        if isinstance(value, dict):
            return value
        self.fault(place, value, "mapping_not_table")
        return {}

    def pairs(self, value: Any, place: str) -> dict[str, str]:
        found = self.table(value, place)
        return {name: self.text(each, f"{place} {name}") for name, each in found.items()}
