"""`Database`: a store that was opened, its policy, and every question as a method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import numpy as np

from graphgov import words
from graphgov.answers import asked as asked_of
from graphgov.answers import blind, found, near, networks, tables
from graphgov.answers.model import Answer
from graphgov.answers.questions import BlindQuestion, RateQuestion, Where, day_of
from graphgov.api.table import Table, table
from graphgov.coverage import Coverage
from graphgov.errors import one_of
from graphgov.explain import Explanation, explain
from graphgov.export.elements import Batch, Elements
from graphgov.graph import Graph, Snapshot, the_day
from graphgov.named import named, written
from graphgov.names import find_node
from graphgov.network import Network, neighbourhood, network, to_networkx
from graphgov.policy import Policy, read_policy
from graphgov.sample import import_missing
from graphgov.schema import LAYERS
from graphgov.store import DEFAULT, Limits, Store, open_store

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa

Day = date | str | None
"""A day, or its text YYYY-MM-DD; None: the latest that anything is stated for."""

LINKAGE = LAYERS[0]


class InTerritory(TypedDict, total=False):
    """A part of the territory, each by id or name."""

    district: str
    street: str
    community: str


class OfBlindSpots(InTerritory, total=False):
    """Which blind spots are asked for."""

    kind: str
    standard: str
    denominator: str
    category: str
    finding: str


class OfRates(TypedDict, total=False):
    """Which rates are asked for."""

    kind: str
    standard: str
    denominator: str


@dataclass(frozen=True, eq=False)
class Database:
    """What a store holds at the moment when it is first asked, under a policy.

    Open it again to see what has been imported since.  Everything is asked of a day, `as_of`: a date, its text, or
    None for the latest that anything is stated for.  Things are named by id or name.  Errors are GraphgovError.
    """

    store: Store
    policy: Policy
    _coverages: dict[date, Coverage] = field(default_factory=dict, repr=False)

    @cached_property
    def graph(self) -> Graph:
        """Everything that is stored, as arrays."""
        return self.store.read()

    def snapshot(self, as_of: Day = None) -> Snapshot:
        """What holds on a day."""
        return self.coverage(as_of).snapshot

    def coverage(self, as_of: Day = None, policy: Policy | Path | str | None = None) -> Coverage:
        """Who is reached by what on a day; `policy`: under another than the database was opened with."""
        day = the_day(self.graph, day_of(as_of) if isinstance(as_of, str) else as_of)
        if policy is not None:
            return Coverage(self.graph.on(day), _policy(policy))
        if day not in self._coverages:
            self._coverages[day] = Coverage(self.graph.on(day), self.policy)
        return self._coverages[day]

    def network(self, layer: str = LINKAGE, as_of: Day = None) -> Network:
        """The ties of a layer (linkage, line, place, all) on a day, for the functions of `graphgov.network`."""
        return network(self.snapshot(as_of), layer)

    # ---- Coverage -------------------------------------------------------------------------------------------------

    def blind_spots(self, as_of: Day = None, **asked: Unpack[OfBlindSpots]) -> Table:
        """Blind spots, a row each: units, then places; individual businesses by what holds them (`units` counts)."""
        question: dict[str, Any] = {**asked}
        where = Where(**{name: question.pop(name) for name in InTerritory.__annotations__ if name in question})
        answer = blind.answer(self.coverage(as_of), BlindQuestion(**question), where, None)
        value: Any = answer.value
        rows = [
            {"kind": of["kind"], **row} for of in value["kinds"] for row in (*of["subjects"], *of["containers"])
        ]  # fmt: skip
        return table(answer, rows)

    def rates(self, by: str | Iterable[str] = (), as_of: Day = None, **asked: Unpack[OfRates]) -> Table:
        """Rates of coverage with numerator, base and upper bound, by one or two dimensions; each kind by itself."""
        by = (by,) if isinstance(by, str) else tuple(by)
        answer = tables.grouped(self.coverage(as_of), RateQuestion(by, **asked))
        value: Any = answer.value
        rows = []
        for rate in value["rates"]:
            keys = {each["by"]: {"id": each["key"], "name": each["label"]} for each in rate.pop("group")}
            rows.append({**keys, **rate})
        return table(answer, rows)

    def findings(
        self, name: str | None = None, severity: str | None = None, as_of: Day = None, **where: Unpack[InTerritory]
    ) -> Table:
        """What is worth acting on, the gravest first, with who is responsible."""
        answer = found.answer(self.coverage(as_of), name, severity, Where(**where), None)
        value: Any = answer.value
        return table(answer, value["findings"])

    def explain(self, who: str, as_of: Day = None) -> Explanation:
        """Why something is in its state, what reaches it, and who said so."""
        coverage = self.coverage(as_of)
        return explain(coverage, find_node(coverage.snapshot.graph, who), self.store)

    def ask(self, query: str, limit: int | None = None, seconds: float = Limits.seconds, **parameters: Any) -> Table:
        """Ask in Cypher, or a named query by its name; parameters are bound, days as dates.

        BadQuery for what cannot be asked, UnknownName for a name that there is not, StoreError past the time limit.
        `limit`: at most so many rows.
        """
        limits = Limits(seconds, Limits.rows if limit is None else limit)
        if query.split() == [query]:
            asked = named(query)
            values = asked_of.values_of(asked, self.store, {name: str(each) for name, each in parameters.items()}, None)
            answer = asked_of.answer_of(self.store.query(asked.text, values, limits), asked.asks)
        else:
            values = asked_of.values_with(written(query), self.store, parameters)
            answer = asked_of.answer_of(self.store.query(query, values, limits), query)
        value: Any = answer.value
        return table(answer, [dict(zip(value["columns"], row, strict=True)) for row in value["rows"]])

    # ---- Elements -------------------------------------------------------------------------------------------------

    def nodes(self, kind: str, as_of: Day = None) -> pa.Table:
        """The nodes of a kind that hold on a day, for data frames (`to_pandas`, or polars' `from_arrow`).

        Every property with the values of the day, beside it state and category (of subjects, under the default
        standard) and the ids of community, street and district.  UnknownName when there is no such kind.
        """
        coverage = self.coverage(as_of)
        part = coverage.snapshot.slice_of(one_of("kind", kind, coverage.snapshot.schema.node))
        there = np.flatnonzero(coverage.snapshot.alive[part]) + part.start
        found = Elements(coverage, coverage.policy.default_standard, there.astype(np.int32), {})
        return _whole(found.node_batches())

    def edges(self, kind: str, as_of: Day = None) -> pa.Table:
        """The ties of a kind that hold on a day and their properties; `source` and `target` are ids of nodes."""
        coverage = self.coverage(as_of)
        rows = coverage.snapshot.edges(one_of("kind", kind, coverage.snapshot.schema.edge)).row
        nothing = np.zeros(0, np.int32)
        return _whole(Elements(coverage, coverage.policy.default_standard, nothing, {kind: rows}).edge_batches())

    # ---- Networks -------------------------------------------------------------------------------------------------

    def neighbors(self, who: str, hops: int = 1, layer: str = LINKAGE, as_of: Day = None) -> Table:
        """Whom ties lead to from something within some hops, the nearest first."""
        return _listed(near.neighbors(self.network(layer, as_of), who, hops, None), "nodes")

    def path(self, one: str, other: str, layer: str = LINKAGE, as_of: Day = None) -> Table:
        """How two are joined by the fewest steps: a row for each tie of each step; no row when there is no way."""
        answer = near.joined(self.network(layer, as_of), one, other)
        value: Any = answer.value
        rows = [{"step": number, **tie} for number, step in enumerate(value["steps"], 1) for tie in step]
        return table(answer, rows)

    def reach(self, who: str, layer: str = LINKAGE, as_of: Day = None) -> Table:
        """Whom a committee reaches in one step and in two."""
        return _listed(near.circle(self.network(layer, as_of), who, None), "nodes")

    def bridges(self, layer: str = LINKAGE, as_of: Day = None) -> Table:
        """The ties without which the network falls apart."""
        return _listed(networks.bridging(self.network(layer, as_of), None))

    def isolates(self, kind: str | None = None, layer: str = LINKAGE, as_of: Day = None) -> Table:
        """Whoever has no tie of the layer."""
        return _listed(networks.alone(self.coverage(as_of), self.network(layer, as_of), kind, Where(), None))

    def components(self, layer: str = LINKAGE, as_of: Day = None) -> Table:
        """Into how many pieces ties join the nodes of every community."""
        return _listed(networks.pieces(self.coverage(as_of), self.network(layer, as_of), Where(), None))

    def central(
        self, measure: str = "betweenness", projection: str = "ties", layer: str = LINKAGE, as_of: Day = None
    ) -> Table:
        """The nodes of a network, or of a projection of its memberships, the most central first."""
        return _listed(networks.central(self.network(layer, as_of), measure, projection, None))

    def interlocks(self, as_of: Day = None) -> Table:
        """The pairs of big committees that share members."""
        return _listed(networks.shared_members(self.network(LINKAGE, as_of), None))

    def segmentation(self, against: Day = None, layer: str = LINKAGE, as_of: Day = None) -> Table:
        """The E-I index by superior system and by community; `against`: beside that of another day."""
        before = None if against is None else self.coverage(against)
        return _listed(networks.divided(self.coverage(as_of), before, layer))

    def red_ties(self, as_of: Day = None) -> Table:
        """Business districts with the compounds that adjoin them: which share no organization."""
        return _listed(networks.red_ties(self.network(LINKAGE, as_of), None))

    def to_networkx(
        self, layer: str = LINKAGE, around: str | None = None, hops: int = 1, as_of: Day = None
    ) -> nx.MultiDiGraph:
        """The graph on a day as networkx has it, ids as nodes; `around`: only what lies within `hops` of something."""
        of = self.network(layer, as_of)
        if around is None:
            return to_networkx(of)
        return to_networkx(of, neighbourhood(of, find_node(self.graph, around), hops).mask)

    # ---- Display --------------------------------------------------------------------------------------------------

    def _counts(self) -> list[tuple[str, int]]:
        snapshot = self.snapshot()
        nodes = ((kind, int(np.sum(snapshot.alive[snapshot.slice_of(kind)]))) for kind in self.graph.nodes)
        ties = ((kind, len(snapshot.edges(kind).row)) for kind in self.graph.edges)
        named = [(words.word("kind", kind), count) for kind, count in nodes]
        return [*named, *((words.word("edge", kind), count) for kind, count in ties)]

    def __repr__(self) -> str:
        counts = words.word("message", "comma").join(f"{name} {count}" for name, count in self._counts() if count)
        return f"{words.say('message', 'as_of', day=self.snapshot().day)}{words.word('message', 'between')}{counts}"

    def _repr_html_(self) -> str:
        return f"<div>{escape(repr(self))}</div>"


def _policy(policy: Policy | Path | str | None) -> Policy:
    return policy if isinstance(policy, Policy) else read_policy(None if policy is None else Path(policy))


def _whole(batches: Iterator[Batch]) -> pa.Table:
    import pyarrow as pa

    rows = [batch.rows for batch in batches]
    return pa.Table.from_batches(rows) if rows else pa.table({})


def _listed(answer: Answer, name: str = "rows") -> Table:
    value: Any = answer.value
    return table(answer, value[name])


def open(path: str | Path = DEFAULT, policy: Policy | Path | str | None = None) -> Database:
    """The database in a file, under the policy of a file, else the shipped one.

    Reads nothing yet: StoreError comes with the first question when there is no database.
    """
    return Database(open_store(path), _policy(policy))


def ask(query: str, path: str | Path = DEFAULT, /, **asked: Any) -> Table:
    """Ask the database in a file in Cypher, or a named query by its name: ``open(path).ask(query, ...)``."""
    return open(path).ask(query, **asked)


def demo(path: str | Path = "graphgov-demo.duckdb") -> Database:
    """The shipped sample (Kunming; its town is fictional), imported into a file of its own unless it is there.

    BadOption when the file holds other data.
    """
    opened = open(path)
    for _ in import_missing(opened.store, tuple(measure.name for measure in opened.policy.measures)):
        pass
    return opened
