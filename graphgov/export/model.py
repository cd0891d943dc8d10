"""What an export is, and what a format is: a module of this package that declares `FORMAT`.

The command line, the docs and the refusals find formats through `formats`; adding one is adding its module (and its
description in ``words.toml``).
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from graphgov import words
from graphgov.answers.questions import Where
from graphgov.errors import BadOption, one_of
from graphgov.schema import ALL_LAYERS

if TYPE_CHECKING:
    from graphgov.answers.model import Answer
    from graphgov.coverage import Coverage
    from graphgov.export.elements import Elements
    from graphgov.graph.columns import Mask
    from graphgov.store import Progress, Store

WHAT = ("network", "blind-spots", "coverage", "findings", "workbook", "tables")
"""What can be exported; `workbook`: all that a person would mail on, `tables`: all that is stored, to import again."""


@dataclass(frozen=True)
class Selection:
    """Which part: of the territory (`where`), on the day or (`history`) as it was on any day.

    Of the network also the ties of one `layer`, and what lies within so many `hops` of them `around` one node, named
    by its id or name.  `split_by`: a file for every "street".  BadOption when a part of the territory is named and a
    node to look around too.
    """

    where: Where = field(default_factory=Where)
    history: bool = False
    layer: str = ALL_LAYERS
    around: str | None = None
    hops: int = 1
    split_by: str | None = None

    def __post_init__(self) -> None:
        """Refuse what would be two parts at once."""
        if self.around is not None and (self.where != Where() or self.split_by):
            raise BadOption("around_alone")


@dataclass(frozen=True, eq=False)
class Export:
    """All that a format may ask: the store, what holds on the day, what is asked of it, and how it is marked.

    `read` gives the coverage on the day; it is told whether every property is needed, and only called where something
    is.  `progress` is told the stage, how many elements are written and how many there are; `warn` is told the key of a
    message (table ``message``) when something is written that will disappoint.
    """

    store: Store
    read: Callable[[bool], Coverage]
    what: str
    selection: Selection = field(default_factory=Selection)
    standard: str | None = None
    marking: str = ""
    progress: Progress = field(default=lambda stage, done, of: None)
    warn: Callable[[str], None] = field(default=lambda message: None)

    @cached_property
    def coverage(self) -> Coverage:
        """What holds on the day, by the policy."""
        return self.read(self.what in ("network", "workbook"))

    @cached_property
    def nodes(self) -> Mask | None:
        """Which nodes (mask over all) belong to the part of the territory that is asked for; None: all."""
        from graphgov.answers.choosing import chosen

        return chosen(self.coverage, self.selection.where)

    @cached_property
    def elements(self) -> Elements:
        """The nodes and edges of the network asked for."""
        around = self._around()
        return self.part_of(self.nodes if around is None else around, partners=around is None)

    def part_of(self, inside: Mask | None, partners: bool = True) -> Elements:
        """The nodes and edges asked for of a part; see `elements.selected`."""
        from graphgov.export.elements import Elements, selected

        snapshot, asked = self.coverage.snapshot, self.selection
        kinds = snapshot.schema.layer(asked.layer)
        nodes, edges = selected(snapshot, kinds, inside, partners, asked.history)
        return Elements(self.coverage, self.standard_name, nodes, edges)

    @property
    def standard_name(self) -> str:
        """The standard asked for, else the policy's own."""
        policy = self.coverage.policy
        return policy.standard(self.standard or policy.default_standard).name

    @cached_property
    def ego(self) -> int | None:
        """The node around which is asked."""
        from graphgov.names import find_node

        if self.selection.around is None:
            return None
        return find_node(self.coverage.snapshot.graph, self.selection.around)

    def _around(self) -> Mask | None:
        from graphgov.network import neighbourhood, network

        if self.ego is None:
            return None
        return neighbourhood(network(self.coverage.snapshot, self.selection.layer), self.ego, self.selection.hops).mask

    @cached_property
    def answer(self) -> Answer:
        """The answer to `what`, where it is a list: blind spots, coverage, findings."""
        from graphgov.answers import blind, found, tables
        from graphgov.answers.questions import BlindQuestion, RateQuestion

        match self.what:
            case "blind-spots":
                return blind.answer(self.coverage, BlindQuestion(standard=self.standard), self.selection.where, None)
            case "findings":
                return found.answer(self.coverage, None, None, self.selection.where, None)
            case _:
                question = RateQuestion(("district", "street", "community"), standard=self.standard)
                return tables.grouped(self.coverage, question, self.nodes)


Written = dict[str, int]
"""How many of what were written: file names or kinds of things, for the message."""


@dataclass(frozen=True)
class Format:
    """A format: its name is what the command line, the docs and a file's suffix call it.

    `holds`: what of `WHAT` it can hold; the first is what it holds when nothing is said.  `write` writes an export to
    a path, whole or not at all.  `folder`: it is a folder, so that no suffix asks for it.  `marked`: a line of marking
    finds a place in it.  `selects`: it can hold a part; else all that is stored goes into it.  `splits`: it can be a
    folder of files, one for every part.
    """

    name: str
    holds: tuple[str, ...]
    write: Callable[[Export, Path], Written]
    folder: bool = False
    marked: bool = True
    selects: bool = True
    splits: bool = False

    def what(self, asked: str | None) -> str:
        """What is exported: as asked, else the format's own; BadOption with the formats that can hold it."""
        if asked is None or asked in self.holds:
            return asked or self.holds[0]
        able = ", ".join(other.name for other in formats().values() if asked in other.holds)
        raise BadOption("cannot_hold", format=self.name, what=words.word("what", asked), known=able)


@cache
def formats() -> dict[str, Format]:
    """Every format by name."""
    package = import_module("graphgov.export")
    modules = (import_module(f"graphgov.export.{found.name}") for found in pkgutil.iter_modules(package.__path__))
    found = sorted((module.FORMAT for module in modules if hasattr(module, "FORMAT")), key=lambda each: each.name)
    return {each.name: each for each in found}


def format_of(path: Path, asked: str | None) -> Format:
    """The format asked for, else the one that the suffix means; of what has no suffix, own tables.

    Raises UnknownName for a format that there is not, and BadOption for a suffix that means none.
    """
    known = formats()
    if asked is not None:
        return known[one_of("--format", asked, known)]
    suffixes = {f".{name}": each for name, each in known.items() if not each.folder}
    if not path.suffix or path.is_dir():
        return known["tables"]
    if path.suffix.lower() not in suffixes:
        raise BadOption("bad_suffix", path=path, known=", ".join(suffixes))
    return suffixes[path.suffix.lower()]
