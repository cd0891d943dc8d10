"""The findings of a policy file: which shape each has, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphgov.policy.cells import Cells
from graphgov.policy.entries import (
    DERIVED,
    SEVERITIES,
    ClaimFinding,
    CountFinding,
    EdgeFinding,
    Finding,
    Rule,
    Standard,
    StateFinding,
)
from graphgov.policy.paths import Shape, Texts
from graphgov.query.tree import Path

_KEYS = {
    "claim": ("severity", "claim"),
    "edge": ("severity", "edge", "ended", "without"),
    "count": ("severity", "path", "of", "sum", "holds"),
    "state": ("severity", "path", "has", "lacks", "only"),
}
"""The keys of each shape."""

_ALL_KEYS = tuple(dict.fromkeys(key for keys in _KEYS.values() for key in keys))


@dataclass(frozen=True)
class Names:
    """What findings may refer to: every name of the file by table, and those entries that are sound."""

    known: Mapping[str, Sequence[str]]
    rules: tuple[Rule, ...]
    standards: tuple[Standard, ...]
    off: frozenset[str]
    """rules and presences that are switched off"""

    def resolve(self, cells: Cells, key: str, tables: Sequence[str]) -> tuple[str, ...]:
        """The enabled rules and presences that the names at a key stand for, each once."""
        among = [name for table in tables for name in self.known[table]]
        found: list[str] = []
        for place, word in cells.texts(key):
            if cells.known(place, word, among):
                found += self._of_standard(word) if word in self.known["standard"] else [word]
        return tuple(name for name in dict.fromkeys(found) if name not in self.off)

    def _of_standard(self, name: str) -> list[str]:
        rungs = {rung for standard in self.standards if standard.name == name for rung in standard.rungs}
        return [rule.name for rule in self.rules if rule.rung in rungs]


def read_finding(cells: Cells, texts: Texts, names: Names) -> Finding:
    """The finding of an entry."""
    shape = _shape(cells)
    cells.refuse_others(_KEYS[shape], _ALL_KEYS)
    common = cells.common() | {"severity": cells.choice("severity", SEVERITIES)}
    if shape == "claim":
        if not cells.flag("claim", default=True):
            cells.fault("claim", "policy_claim")
        return ClaimFinding(**common)
    if shape == "edge":
        return EdgeFinding(
            **common, paths=texts.paths("edge", Shape.ONE), ended=cells.flag("ended"), without=_without(cells, texts)
        )
    if shape == "count":
        path = texts.path("path", Shape.SOME)
        of, total = texts.counted([path]), texts.total([path])
        operator, limit = texts.limit(path)
        return CountFinding(**common, path=path, of=of, sum=total, operator=operator, limit=limit)
    return _state(cells, texts, names, common)


def _shape(cells: Cells) -> str:
    for key in ("claim", "edge"):
        if key in cells.values:
            return key
    return "count" if cells.values.keys() & {"of", "sum", "holds"} else "state"


def _without(cells: Cells, texts: Texts) -> str | Path | None:
    if "without" not in cells.values:
        return None
    if cells.values["without"] == "same":
        return "same"
    return texts.path("without", Shape.ONE)


def _state(cells: Cells, texts: Texts, names: Names, common: dict[str, Any]) -> StateFinding:
    path = texts.path("path", Shape.NONE, extra=DERIVED)
    has = names.resolve(cells, "has", ("rule", "presence", "standard"))
    lacks = names.resolve(cells, "lacks", ("rule", "presence", "standard"))
    only = names.resolve(cells, "only", ("rule", "standard"))
    for key, found in (("has", has), ("only", only)):
        if key in cells.values and not found:
            # All that it asks for is switched off: it can be true of nothing.
            common = common | {"enabled": False}
    return StateFinding(**common, path=path, has=has, lacks=lacks, only=only)
