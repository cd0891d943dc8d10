"""What ledgers call things: dictionary.toml, the one place to extend, as values."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from graphgov.files.sheets import Cell
from graphgov.ledger.mapping import NodeRule, Reading, TieRule
from graphgov.ledger.values import plain


@dataclass(frozen=True)
class Entry:
    """What columns of some titles mean; see the head of dictionary.toml."""

    means: str
    titles: tuple[str, ...]
    says: Mapping[str, str] = field(default_factory=dict)
    after: str = ""
    instead: str = ""
    alone: str = ""


@dataclass(frozen=True)
class Dictionary:
    """Nodes, ties, readings, titles and names that graphgov knows by itself."""

    nodes: Mapping[str, NodeRule]
    ties: Mapping[str, TieRule]
    readings: Mapping[str, Reading]
    entries: tuple[Entry, ...]
    person: re.Pattern[str]
    person_cell: re.Pattern[str]
    person_name: re.Pattern[str]
    names: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]
    uscc: Mapping[str, str]
    made: Mapping[str, str]
    groups: Mapping[str, str]
    senses: tuple[str, ...]

    @cached_property
    def by_title(self) -> dict[str, tuple[Entry, ...]]:
        """The entries of a title, in their order."""
        found: dict[str, tuple[Entry, ...]] = {}
        for entry in self.entries:
            for title in entry.titles:
                found[title] = (*found.get(title, ()), entry)
        return found

    def of_name(self, name: str) -> Mapping[str, str]:
        """What a name says of what it names: its kind, and type or tier."""
        said = word(name)
        return next((says for pattern, says in self.names if pattern.search(said)), {})


def word(cell: Cell) -> str:
    """A cell as words of vocabularies and titles are written: one form of width, small letters, no blanks."""
    return re.sub(r"\s+", "", plain(cell))


_EXPLAINED = re.compile(r"(?<=.)\([^()]*\)$")
_CODE = re.compile(r"^[a-z]?\d{1,3}[-、.:_]?(?=\D)")


def lookup(vocabulary: Mapping[str, Mapping[str, str]], cell: Cell) -> Mapping[str, str] | None:
    """What a cell says in a vocabulary; the code before a word (11 建立党委), 的 behind it, and what it explains in
    brackets, 党总支（下设3个支部）, do not matter."""
    said = word(cell)
    bare = _CODE.sub("", said)
    for form in (said, bare, bare.removesuffix("的"), _EXPLAINED.sub("", bare)):
        if form in vocabulary:
            return vocabulary[form]
    return None


@cache
def dictionary() -> Dictionary:
    """The dictionary that comes with graphgov."""
    raw = tomllib.loads(files("graphgov").joinpath("ledger", "dictionary.toml").read_text(encoding="utf-8"))
    names = set(raw["vocabulary"]) | set(raw["reading"])
    return Dictionary(
        {name: NodeRule(name, **values) for name, values in raw["node"].items()},
        {name: _tie(name, values) for name, values in raw["tie"].items()},
        {name: _reading(name, raw) for name in sorted(names)},
        tuple(Entry(**{**entry, "titles": tuple(map(word, entry["titles"]))}) for entry in raw["title"]),
        re.compile("|".join(raw["person"]["patterns"])),
        re.compile("|".join(f"(?:{pattern})" for pattern in raw["person"]["cells"])),
        re.compile(f"[{raw['person']['surnames'].strip()}][\u4e00-\u9fff]{{1,2}}"),
        tuple((re.compile(entry["pattern"]), entry["says"]) for entry in raw["name"]),
        raw["uscc"],
        raw["made"],
        raw["group"],
        tuple(raw["sense"]["words"]),
    )


def _tie(name: str, values: dict[str, Any]) -> TieRule:
    return TieRule(name, values["kind"], tuple(values["from"]), tuple(values["to"]), values.get("values", {}))


def _reading(name: str, raw: dict[str, Any]) -> Reading:
    how = raw["reading"].get(name, {})
    return Reading(name, vocabulary(raw["vocabulary"].get(name, ())), **how | {"period": tuple(how.get("period", ()))})


def vocabulary(entries: Any) -> dict[str, dict[str, str]]:
    """{word: what it says} of entries with several words each."""
    return {word(each): entry["says"] for entry in entries for each in entry["words"]}
