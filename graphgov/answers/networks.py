"""The answers of `graphgov network`: bridges, isolates, components, centrality, interlocks, segmentation, red ties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphgov import words
from graphgov.answers.choosing import chosen
from graphgov.answers.model import Answer
from graphgov.answers.near import basis, heading, names, node_cells, node_columns, readings, tie_json, told
from graphgov.answers.questions import Where
from graphgov.answers.showing import identifier, kind_and_type, label, left_out, node_json
from graphgov.coverage import Coverage
from graphgov.errors import one_of
from graphgov.files.writers import Cell, Column, Sheet
from graphgov.graph import Graph
from graphgov.network import (
    PROJECTIONS,
    Centrality,
    Network,
    Segmentation,
    adjoining,
    bridges,
    centrality,
    cohesion,
    interlocks,
    isolates,
    network,
    paired,
    projection,
    segmentation,
)

MEASURES = ("betweenness", "degree", "eigenvector")
"""What the most central nodes can be sorted by."""

Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class _List:
    """The rows of an answer that are shown, in both forms, and how many there are."""

    columns: tuple[Column, ...]
    rows: Rows
    listed: list[dict[str, Any]]
    total: int

    def answer(
        self, of: Network, head: tuple[str, ...], foot: tuple[str, ...] = (), value: Mapping[str, Any] | None = None
    ) -> Answer:
        """The answer; `value`: what JSON says besides."""
        sheet = Sheet(self.columns, self.rows)
        said = {**basis(of), **(value or {}), "count": self.total, "rows": self.listed}
        return Answer(said, (sheet,), head, (*foot, *left_out(len(self.rows), self.total)), sheet)


def bridging(of: Network, most: int | None) -> Answer:
    """The ties that alone hold two parts of a component together."""
    graph, found = of.snapshot.graph, bridges(of)
    shown = [(each, of.ties_between(each.start, each.end)) for each in found[:most]]
    columns = (
        heading("network", "apart", right=True), *node_columns("rest", "cut_off"), heading("message", "tie"),
    )  # fmt: skip
    rows: Rows = tuple(
        (each.apart, *node_cells(graph, each.start, each.end), readings(tuple(tie.kind for tie in ties)))
        for each, ties in shown
    )
    listed = [
        {
            "apart": each.apart, "rest": node_json(graph, each.start), "cut_off": node_json(graph, each.end),
            "ties": [tie_json(of, tie) for tie in ties],
        }
        for each, ties in shown
    ]  # fmt: skip
    head = (told(of, "undirected", "once"), words.say("network", "bridges", count=len(found)))
    return _List(columns, rows, listed, len(found)).answer(of, head)


def alone(coverage: Coverage, of: Network, kind: str | None, where: Where, most: int | None) -> Answer:
    """Who has no tie of the layer: how many of each kind, then whom."""
    graph, territory, mask = of.snapshot.graph, coverage.territory, chosen(coverage, where)
    if kind is not None:
        one_of("kind", kind, of.snapshot.schema.node)
    nodes = [
        node
        for node in isolates(of).tolist()
        if kind in (None, graph.kind_of(node)) and (mask is None or mask[node])
    ]  # fmt: skip
    counts = Counter(graph.kind_of(node) for node in nodes)
    columns = (
        heading("property", "id"), heading("property", "name"), heading("message", "kind"),
        heading("message", "column_community"),
    )  # fmt: skip
    rows: Rows = tuple(
        (
            identifier(graph, node), label(graph, node), kind_and_type(of.snapshot, node),
            label(graph, int(territory.community[node])),
        )
        for node in nodes[:most]
    )  # fmt: skip
    each = (f"{words.word('kind', name)} {count}" for name, count in counts.items())
    listed = [{**(node_json(graph, node) or {}), "kind": graph.kind_of(node)} for node in nodes[:most]]
    head = (told(of), words.say("network", "isolates", counts=words.word("message", "comma").join(each) or 0))
    return _List(columns, rows, listed, len(nodes)).answer(of, head, value={"counts": dict(counts)})


def pieces(coverage: Coverage, of: Network, where: Where, most: int | None) -> Answer:
    """Every community's components."""
    graph, mask = of.snapshot.graph, chosen(coverage, where)
    found = [row for row in cohesion(of, coverage.territory) if mask is None or mask[row.community]]
    numbers = ("components", "largest", "alone", "nodes")
    columns = (*node_columns("community"), *(heading("network", name, right=True) for name in numbers))
    counted = [(row.community, {name: getattr(row, name) for name in numbers}) for row in found[:most]]
    rows: Rows = tuple((*node_cells(graph, community), *values.values()) for community, values in counted)
    listed = [{"community": node_json(graph, community), **values} for community, values in counted]
    return _List(columns, rows, listed, len(found)).answer(of, (told(of, "undirected", "inside"),))


def central(of: Network, by: str, side: str, most: int | None) -> Answer:
    """The most central nodes of a network or of a projection of its memberships, by one of `MEASURES`."""
    graph = of.snapshot.graph
    one_of("measure", by, MEASURES)
    one_of("projection", side, PROJECTIONS)
    found = centrality(paired(of) if side == "ties" else projection(of.snapshot, side))
    values = np.nan_to_num(getattr(found, by).astype(float), nan=-1.0)
    # Nodes are numbered in the graph's order, so that equal ones always come in the same order.
    order = np.lexsort((found.pairs.nodes, -np.round(values, 6))).tolist()
    columns = (
        Column("#", right=True), heading("property", "id"), heading("property", "name"), heading("message", "kind"),
        *(heading("network", name, right=True) for name in MEASURES),
    )  # fmt: skip
    rows: Rows = tuple(
        (
            place, identifier(graph, node), label(graph, node), kind_and_type(of.snapshot, node),
            *(_shown(name, value) for name, value in _measured(found, at).items()),
        )
        for place, (at, node) in enumerate(((at, int(found.pairs.nodes[at])) for at in order[:most]), 1)
    )  # fmt: skip
    listed = [{**(node_json(graph, int(found.pairs.nodes[at])) or {}), **_measured(found, at)} for at in order[:most]]
    value = {
        "projection": side, "betweenness_exact": found.exact, "betweenness_sources": found.sources,
        "eigenvector_settled": found.settled,
    }  # fmt: skip
    shown = _List(columns, rows, listed, len(order))
    return shown.answer(of, (told(of, f"projection_{side}"),), _how(found), value)


def _measured(found: Centrality, at: int) -> dict[str, float | None]:
    value = float(found.eigenvector[at])
    vector = None if np.isnan(value) else round(value, 6)
    between, degree = round(float(found.betweenness[at]), 3), int(found.degree[at])
    return {"betweenness": between, "degree": degree, "eigenvector": vector}


def _shown(name: str, value: float | None) -> Cell:
    if value is None or name == "degree":
        return value
    return f"{value:.1f}" if name == "betweenness" else f"{value:.4f}"


def _how(found: Centrality) -> tuple[str, ...]:
    """How the numbers were come by."""
    inside = int((~np.isnan(found.eigenvector)).sum())
    key = "exact" if found.exact else "sampled"
    lines = [words.say("network", key, sources=found.sources, nodes=found.pairs.size)]
    lines.append(words.say("network", "eigenvector_of", inside=inside, nodes=found.pairs.size))
    return (*lines, *([] if found.settled else [words.word("network", "unsettled")]))


def shared_members(of: Network, most: int | None) -> Answer:
    """The pairs of big committees that share members."""
    graph, found = of.snapshot.graph, interlocks(of.snapshot)
    columns = (*node_columns("one", "other"), heading("network", "shared", right=True), heading("network", "members"))
    rows: Rows = tuple(
        (*node_cells(graph, lock.one, lock.other), len(lock.shared), names(graph, lock.shared)) for lock in found[:most]
    )
    listed = [
        {
            "one": node_json(graph, lock.one), "other": node_json(graph, lock.other), "shared": len(lock.shared),
            "members": [node_json(graph, node) for node in lock.shared],
        }
        for lock in found[:most]
    ]  # fmt: skip
    return _List(columns, rows, listed, len(found)).answer(of, (told(of, "projection_committees"),))


def divided(coverage: Coverage, against: Coverage | None, layer: str) -> Answer:
    """The E-I index by superior system and by territory, on a day and, where asked for, on another before it."""
    of = network(coverage.snapshot, layer)
    both = [each for each in (against, coverage) if each is not None]
    rows = [row for each in both for row in segmentation(network(each.snapshot, layer), each.territory)]
    numbers = ("external", "internal", "unknown", "index", "expected")
    columns = (
        heading("network", "divide"), heading("network", "day"),
        *(heading("network", name, right=True) for name in numbers),
    )  # fmt: skip
    sheet = Sheet(columns, tuple(_divide_cells(row) for row in sorted(rows, key=lambda row: row.divide != "line")))
    value = {**basis(of), "rows": [_divide_json(row) for row in rows]}
    return Answer(value, (sheet,), (told(of, "of_parties"),), (words.word("network", "index_says"),), sheet)


def _divide_cells(row: Segmentation) -> tuple[Cell, ...]:
    indexes = (f"{number:+.3f}" if number == number else words.word("network", "no_index") for number in _indexes(row))
    return (words.word("network", row.divide), str(row.day), row.external, row.internal, row.unknown, *indexes)


def _indexes(row: Segmentation) -> tuple[float, float]:
    return row.index, row.expected


def _divide_json(row: Segmentation) -> dict[str, Any]:
    index, expected = (round(number, 6) if number == number else None for number in _indexes(row))
    return {
        "divide": row.divide, "day": str(row.day), "external": row.external, "internal": row.internal,
        "unknown": row.unknown, "index": index, "expected": expected,
    }  # fmt: skip


def red_ties(of: Network, most: int | None) -> Answer:
    """Business districts and the compounds next to them: which share no organization, and which do."""
    graph, found = of.snapshot.graph, adjoining(of)
    columns = (
        *node_columns("district", "compound"), heading("network", "candidate"),
        *(heading("network", name) for name in ("shared_organizations", "of_district", "of_compound")),
        heading("network", "direct", right=True),
    )  # fmt: skip
    rows: Rows = tuple(
        (
            *node_cells(graph, row.district, row.compound), words.word("value", "flag", _yes(row.candidate)),
            names(graph, row.shared), names(graph, row.of_district), names(graph, row.of_compound), row.direct,
        )
        for row in found[:most]
    )  # fmt: skip
    listed = [
        {
            "district": node_json(graph, row.district), "compound": node_json(graph, row.compound),
            "candidate": row.candidate, "direct": row.direct, "shared": _nodes(graph, row.shared),
            "of_district": _nodes(graph, row.of_district), "of_compound": _nodes(graph, row.of_compound),
        }
        for row in found[:most]
    ]  # fmt: skip
    line = words.say("network", "red_ties", count=sum(row.candidate for row in found), of=len(found))
    return _List(columns, rows, listed, len(found)).answer(of, (told(of), line))


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _nodes(graph: Graph, nodes: tuple[int, ...]) -> list[dict[str, str | None] | None]:
    return [node_json(graph, node) for node in nodes]
