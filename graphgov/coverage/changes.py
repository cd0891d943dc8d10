"""What differs between two days: who is new, gone, elsewhere, called otherwise; which ties are new or have ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graphgov.coverage.compare import Comparison, compare
from graphgov.coverage.states import Coverage
from graphgov.coverage.succession import TERRITORY, Succession, successions
from graphgov.coverage.territory import Territory
from graphgov.coverage.ties import NOWHERE
from graphgov.graph import EdgeRows, Graph, Texts
from graphgov.graph.arrow import as_numpy
from graphgov.graph.columns import Ints, Mask
from graphgov.graph.stated import FirstDays, as_stated
from graphgov.names import same_name
from graphgov.store import FirstStated, Store

if TYPE_CHECKING:
    import pyarrow as pa


class Moved(NamedTuple):
    """A node that is elsewhere (see `where_of`).

    `replaced`: only because the code of where it is has been replaced.
    """

    node: int
    before: int
    after: int
    replaced: bool


class Renamed(NamedTuple):
    """A node with another name; `only_written`: the same name, written otherwise."""

    node: int
    before: str
    after: str
    only_written: bool


class Tie(NamedTuple):
    """A tie by its kind and its row in the graph; `day`: when it began or ended, where that is stated."""

    kind: str
    row: int
    src: int
    dst: int
    day: date | None


class Begun(NamedTuple):
    """A node that is new or gone; `day`: when it began or ended, where that is stated."""

    node: int
    day: date | None


def known_graph(store: Store, graph: Graph, day: date) -> Graph:
    """A store's graph, in which what is first stated after a day and has no known start begins when it is stated."""
    kinds = [*graph.nodes, *graph.edges]
    answers = store.ask_all([FirstStated(kind) for kind in kinds])
    first = {
        kind: FirstDays(as_numpy(answer.column("key")), _ordinals(answer.column("said_on")))
        for kind, answer in zip(kinds, answers, strict=True)
    }
    return as_stated(graph, first, day)


def _ordinals(days: pa.ChunkedArray) -> Ints:
    import pyarrow.compute as pc

    since_1970 = as_numpy(pc.cast(days, "int32"))
    return np.asarray(since_1970 + date(1970, 1, 1).toordinal(), np.int32)


@dataclass(frozen=True, eq=False)
class Changes:
    """What differs between two coverages of one graph under one policy, each as it is asked for.

    `among`: only of these nodes (mask over all; None: all), of ties with one of them at an end.
    """

    before: Coverage
    after: Coverage
    among: Mask | None = None

    @property
    def graph(self) -> Graph:
        """The graph."""
        return self.after.snapshot.graph

    def compared(self, kind: str, standard: str) -> Comparison:
        """The states of the subjects of a kind on both days under a standard."""
        found = compare(self.before, self.after, kind, (), standard, self.after.denominator(kind))
        flips = tuple(flip for flip in found.flips if self.among is None or self.among[flip.node])
        return Comparison(found.rates, flips)

    def _on_both(self, kind: str) -> Ints:
        return self._nodes(kind, self.before.snapshot.alive & self.after.snapshot.alive)

    def _nodes(self, kind: str, mask: Mask) -> Ints:
        part = self.after.snapshot.slice_of(kind)
        chosen = mask[part] if self.among is None else mask[part] & self.among[part]
        return np.flatnonzero(chosen).astype(np.int32) + np.int32(part.start)

    @cached_property
    def successions(self) -> tuple[Succession, ...]:
        """Which communities and divisions replace others: stated, or proposed by their names."""
        return successions(self.before, self.after, self._appeared, self._vanished)

    @cached_property
    def _appeared(self) -> dict[str, Ints]:
        there = self.after.snapshot.alive & ~self.before.snapshot.alive
        return {kind: self._nodes(kind, there) for kind in self.graph.nodes}

    @cached_property
    def _vanished(self) -> dict[str, Ints]:
        there = self.before.snapshot.alive & ~self.after.snapshot.alive
        return {kind: self._nodes(kind, there) for kind in self.graph.nodes}

    def new(self, kind: str) -> tuple[Begun, ...]:
        """The nodes of a kind that hold on the later day only and replace none; without a day: first stated since."""
        replacing = {each.new for each in self.successions}
        return tuple(self._begun(self.after, "valid_from", self._appeared[kind], replacing))

    def gone(self, kind: str) -> tuple[Begun, ...]:
        """The nodes of a kind that hold on the earlier day only and are replaced by none."""
        replaced = {each.old for each in self.successions}
        return tuple(self._begun(self.before, "valid_to", self._vanished[kind], replaced))

    @staticmethod
    def _begun(coverage: Coverage, name: str, nodes: Ints, others: set[int]) -> Iterator[Begun]:
        for node in nodes.tolist():
            if node not in others:
                day = coverage.snapshot.value(node, name)
                yield Begun(node, day if isinstance(day, date) else None)

    def moved(self, kind: str) -> tuple[Moved, ...]:
        """The nodes of a kind that hold on both days and are elsewhere."""
        before, after = (_homes(coverage, kind) for coverage in (self.before, self.after))
        nodes = self._on_both(kind)
        nodes = nodes[before[nodes] != after[nodes]]
        replaced = {(each.old, each.new) for each in self.successions}
        return tuple(
            Moved(node, was, now, (was, now) in replaced)
            for node, was, now in zip(nodes.tolist(), before[nodes].tolist(), after[nodes].tolist(), strict=True)
        )

    def renamed(self, kind: str) -> tuple[Renamed, ...]:
        """The nodes of a kind that hold on both days and whose names differ."""
        before, after = (coverage.snapshot.column(kind, "name") for coverage in (self.before, self.after))
        if before is after:
            return ()
        assert isinstance(before, Texts) and isinstance(after, Texts)
        part = self.after.snapshot.slice_of(kind)
        differ = np.zeros(self.graph.size, bool)
        differ[part] = _differ(before, after)
        nodes = self._on_both(kind)
        nodes = nodes[differ[nodes]]
        was, now = ([name or "" for name in side.take(nodes - part.start).list()] for side in (before, after))
        return tuple(
            Renamed(node, one, other, same_name(one, other, kind))
            for node, one, other in zip(nodes.tolist(), was, now, strict=True)
        )

    def new_ties(self, kind: str) -> tuple[Tie, ...]:
        """The ties of a kind that hold on the later day only; without a day: first stated since, or an end is new."""
        return self._ties(kind, self.after, self.before, "valid_from")

    def ended_ties(self, kind: str) -> tuple[Tie, ...]:
        """The ties of a kind that hold on the earlier day only; without a day: an end is gone."""
        return self._ties(kind, self.before, self.after, "valid_to")

    def _ties(self, kind: str, there: Coverage, absent: Coverage, name: str) -> tuple[Tie, ...]:
        rows: EdgeRows = self.graph.edges[kind]
        here, other = there.snapshot.edges(kind), absent.snapshot.edges(kind)
        only = ~np.isin(rows.key[here.row], rows.key[other.row])
        if self.among is not None:
            only &= self.among[here.src] | self.among[here.dst]
        days = rows.columns[name]
        found = []
        for place in np.flatnonzero(only).tolist():
            day = days.at(int(here.row[place]))
            ends = (int(here.src[place]), int(here.dst[place]))
            found.append(Tie(kind, int(here.row[place]), *ends, day if isinstance(day, date) else None))
        return tuple(found)


def _differ(one: Texts, other: Texts) -> Mask:
    """Where two columns of texts differ; nothing is an empty text."""
    import pyarrow.compute as pc

    filled = (pc.fill_null(side.array, "") for side in (one, other))
    mask: Mask = as_numpy(pc.not_equal(*filled))
    return mask


def where_of(coverage: Coverage, node: int) -> int:
    """Where a node is: in a community, or in a division where no community is known; a division in the one above."""
    return int(_homes(coverage, coverage.snapshot.graph.kind_of(node))[node])


def _homes(coverage: Coverage, kind: str) -> Ints:
    """Where the nodes of a kind are; an array over all nodes."""
    territory = coverage.territory
    if kind in TERRITORY:
        return territory.parent
    return coverage.once("homes", lambda: _in_communities(territory))


def _in_communities(territory: Territory) -> Ints:
    known = territory.community != NOWHERE
    return np.where(known, territory.community, territory.division).astype(np.int32)
