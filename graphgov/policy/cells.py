"""One table of a policy file, read key by key: whatever is wrong is noted and reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphgov.errors import BadPolicy, BadQuery, Problem, nearest
from graphgov.policy.lines import Lines

COMMON = ("name", "source", "note", "contested", "local", "enabled")
"""The keys that every entry can have."""


@dataclass
class Faults:
    """The faults of a policy file so far."""

    file: str
    lines: Lines
    found: list[Problem] = field(default_factory=list)

    def add(self, place: tuple[int, str], key: str, value: object = "", **fields: object) -> None:
        """Note a fault at a line and entry; `key` is that of its message."""
        line, column = place
        texts = tuple((name, str(text)) for name, text in fields.items())
        self.found.append(Problem(self.file, line, column, str(value), key, texts))

    def raise_any(self) -> None:
        """Raise BadPolicy with all of them, in the order of the file, if there are any."""
        if self.found:
            raise BadPolicy(sorted(self.found, key=lambda problem: problem.row))


@dataclass
class Cells:
    """The keys of one entry: `values` as TOML gives them, `index` its place (from 0) among those of its table.

    Every reading method returns a neutral value where it notes a fault; `sound` tells whether there was any.
    """

    table: str
    index: int
    values: dict[str, Any]
    faults: Faults
    sound: bool = True

    @property
    def name(self) -> str:
        """The entry's name; empty when it has none."""
        name = self.values.get("name")
        return name if isinstance(name, str) else ""

    def line(self, key: str = "") -> int:
        """The line of a key, or of the entry's header."""
        return self.faults.lines.of(self.table, self.index, key)

    def fault(self, key: str, message: str, value: object = "", **fields: object) -> None:
        """Note a fault of a key; ``path[2]`` is the second of the texts at `path`."""
        self.sound = False
        entry = f"{self.table} {self.name or f'#{self.index + 1}'}"
        line = self.line(key.partition("[")[0])
        self.faults.add((line, f"{entry}.{key}" if key else entry), message, value, **fields)

    def refuse_others(self, keys: Iterable[str], elsewhere: Iterable[str] = ()) -> None:
        """Note every key that is neither common nor among `keys`; what is right `elsewhere` is no misspelling."""
        known = (*COMMON, *keys)
        for key in self.values:
            if key not in known:
                near = "" if key in elsewhere else nearest(key, (*known, *elsewhere))
                self.fault(key, "policy_key", near=near, known=", ".join(known))

    def _get(self, key: str, fits: Callable[[Any], bool], message: str, required: bool) -> Any:
        if key not in self.values:
            if required:
                self.fault(key, "policy_missing")
            return None
        value = self.values[key]
        if fits(value):
            return value
        self.fault(key, message, value)
        return None

    def text(self, key: str, required: bool = True) -> str:
        """A text that is not empty."""
        value = self._get(key, lambda value: isinstance(value, str), "policy_not_text", required)
        if value is not None and not value.strip():
            self.fault(key, "policy_empty")
        return value or ""

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self._get(key, lambda value: isinstance(value, bool), "policy_not_flag", False)
        return default if value is None else bool(value)

    def rung(self, key: str) -> int:
        """A whole number of at least 1."""
        return self._get(key, is_rung, "policy_not_rung", True) or 0

    def rungs(self, key: str) -> frozenset[int]:
        """A list of whole numbers of at least 1."""
        numbers = self._get(key, lambda value: _is_list_of(value, is_rung), "policy_not_rungs", True)
        if numbers == []:
            self.fault(key, "policy_empty")
        return frozenset(numbers or ())

    def texts(self, key: str, required: bool = False, empty: bool = False) -> tuple[tuple[str, str], ...]:
        """A text or a list of texts, each with its place (``path``, ``path[2]``); an empty list only if `empty`."""

        def fits(value: Any) -> bool:
            return isinstance(value, str) or _is_list_of(value, lambda part: isinstance(part, str))

        value = self._get(key, fits, "policy_not_texts", required)
        if value == [] and not empty:
            self.fault(key, "policy_empty")
        if isinstance(value, str):
            return ((key, value),)
        return tuple((f"{key}[{number}]", part) for number, part in enumerate(value or (), start=1))

    def choice(self, key: str, among: Sequence[str], required: bool = True) -> str:
        """One of several texts; empty when it is not required and not there."""
        value = self._get(key, lambda value: isinstance(value, str), "policy_not_text", required)
        if value is not None and value not in among:
            self.fault(key, "bad_value", value, near=nearest(value, among), known=", ".join(among))
        return value or ""

    def known(self, key: str, word: str, among: Collection[str]) -> bool:
        """Whether a word is the name of something; if not, that is noted."""
        if word not in among:
            self.fault(key, "policy_unknown", word, near=nearest(word, sorted(among)), known=", ".join(among))
        return word in among

    def query_fault(self, key: str, error: BadQuery, text: str) -> None:
        """Note what is wrong with a text of the query language; its message names the column inside the text."""
        self.fault(key, error.key, text, **error.fields)

    def common(self) -> dict[str, Any]:
        """What every entry has, as arguments of its class."""
        name = self.text("name")
        if name and not name.isidentifier():
            self.fault("name", "policy_name", name)
        return {
            "name": name,
            "source": self.text("source"),
            "note": self._get("note", lambda value: isinstance(value, str), "policy_not_text", False) or "",
            "contested": self.flag("contested"),
            "local": self.flag("local"),
            "enabled": self.flag("enabled", default=True),
        }


def is_rung(value: Any) -> bool:
    """Whether a value of TOML can be a rung: a whole number of at least 1 (true is none)."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _is_list_of(value: Any, fits: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and all(map(fits, value))
