"""The entries of a policy file, table by table, but for findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graphgov.policy.cells import Cells
from graphgov.policy.entries import (
    FORMS,
    GIVES,
    Category,
    Denominator,
    Gap,
    Measure,
    Presence,
    Rate,
    Rule,
    Standard,
    View,
)
from graphgov.policy.paths import Shape, Texts
from graphgov.query.tree import Path


def read_rule(cells: Cells, texts: Texts) -> Rule:
    """A rule."""
    cells.refuse_others(("rung", "gives", "form", "path"))
    return Rule(
        **cells.common(),
        rung=cells.rung("rung"),
        gives=cells.choice("gives", GIVES),
        form=cells.choice("form", FORMS, required=False) or None,
        paths=texts.paths("path"),
    )


def read_presence(cells: Cells, texts: Texts) -> Presence:
    """A presence."""
    cells.refuse_others(("path",))
    return Presence(**cells.common(), paths=texts.paths("path"))


def read_denominator(cells: Cells, texts: Texts) -> Denominator:
    """A denominator: a condition on subjects of one kind."""
    cells.refuse_others(("path",))
    return Denominator(**cells.common(), path=texts.path("path", Shape.NONE, one_kind=True))


def read_category(cells: Cells, texts: Texts) -> Category:
    """A category: a condition on subjects of one kind."""
    cells.refuse_others(("path", "story", "container"))
    path = texts.path("path", Shape.NONE, one_kind=True)
    return Category(**cells.common(), path=path, story=cells.flag("story"), container=cells.flag("container"))


def read_view(cells: Cells, texts: Texts) -> View:
    """A cross view: conditions on subjects."""
    cells.refuse_others(("path", "headline"))
    return View(**cells.common(), paths=texts.paths("path", Shape.NONE), headline=cells.flag("headline"))


def read_measure(cells: Cells, texts: Texts) -> Measure:
    """A measure; without any path nothing is known, and published numbers are only kept."""
    cells.refuse_others(("path", "of", "sum"))
    paths = texts.paths("path", empty=True)
    return Measure(**cells.common(), paths=paths, of=texts.counted(paths), sum=texts.total(paths))


@dataclass(frozen=True)
class Referring:
    """Reads the entries that refer to others by name; `known` are all names of the file, by table."""

    known: Mapping[str, Sequence[str]]
    rungs: frozenset[int]
    """the rungs that some rule stands on; none when nobody can say"""
    standards: Sequence[Standard] = ()
    presences: Sequence[Presence] = ()

    def standard(self, cells: Cells, texts: Texts) -> Standard:
        """A standard: rungs, each of which some rule stands on."""
        cells.refuse_others(("rungs",))
        return Standard(**cells.common(), rungs=self._rungs(cells))

    def rate(self, cells: Cells, texts: Texts) -> Rate:
        """A rate: a denominator, and rungs or a standard's rungs."""
        cells.refuse_others(("rungs", "standard", "denominator"))
        common = cells.common()
        rungs: frozenset[int] = frozenset()
        if "standard" not in cells.values:
            rungs = self._rungs(cells)
        elif "rungs" in cells.values:
            cells.fault("standard", "policy_either", other="rungs")
        elif self._names(cells, "standard", "standard"):
            named = cells.values["standard"]
            rungs = frozenset(rung for entry in self.standards if entry.name == named for rung in entry.rungs)
        return Rate(**common, rungs=rungs, denominator=self._names(cells, "denominator", "denominator"))

    def gap(self, cells: Cells, texts: Texts) -> Gap:
        """A formation gap: subjects of one kind, and presences of that kind; switched off when all of these are."""
        cells.refuse_others(("path", "presence"))
        common = cells.common()
        path = texts.path("path", Shape.NONE, one_kind=True)
        there = {presence.name: presence for presence in self.presences}
        names = []
        for place, word in cells.texts("presence", required=True):
            if cells.known(place, word, self.known["presence"]):
                names.append(word)
                self._same_kind(cells, place, path, there.get(word))
        on = tuple(name for name in dict.fromkeys(names) if name in there and there[name].enabled)
        return Gap(**common | {"enabled": common["enabled"] and bool(on)}, path=path, presence=on)

    def _same_kind(self, cells: Cells, place: str, path: Path, presence: Presence | None) -> None:
        if presence is None or not path.nodes:
            return
        kinds = {str(kind) for every in presence.paths for kind in every.subject.kinds}
        if not kinds & set(path.subject.kinds):
            found = ", ".join(sorted(kinds))
            cells.fault(place, "policy_other_kind", presence.name, found=found, needed=", ".join(path.subject.kinds))

    def _names(self, cells: Cells, key: str, table: str) -> str:
        name = cells.text(key)
        if name:
            cells.known(key, name, self.known[table])
        return name

    def _rungs(self, cells: Cells) -> frozenset[int]:
        rungs = cells.rungs("rungs")
        for rung in sorted(rungs - self.rungs) if self.rungs else ():
            among = ", ".join(map(str, sorted(self.rungs)))
            cells.fault("rungs", "policy_unknown", rung, near="", known=among)
        return rungs
