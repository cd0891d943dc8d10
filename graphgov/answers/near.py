"""The answers of `graphgov neighbors`, `path` and `network reach`: who is around, and how two are joined."""

from __future__ import annotations

from typing import Any

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.answers.showing import identifier, kind_and_type, label, left_out, node_json
from graphgov.files.writers import CSV, Cell, Column, Sheet
from graphgov.graph import Graph
from graphgov.names import find_node
from graphgov.network import Network, Reach, Reached, Step, Tie, path, reach


def told(network: Network, *how: str) -> str:
    """What every answer about a network begins with: day, layer, and what joins whom (keys of table ``network``)."""
    parts = [words.say("message", "as_of", day=network.snapshot.day)]
    parts.append(words.say("network", "layer", layer=words.word("layer", network.layer)))
    parts += [words.word("network", key) for key in how]
    return words.word("message", "between").join(parts)


def basis(network: Network) -> dict[str, Any]:
    """What every JSON answer about a network begins with."""
    return {"day": str(network.snapshot.day), "layer": network.layer}


def heading(*path: str, right: bool = False) -> Column:
    """A column named by the catalogue."""
    return Column(words.word(*path), right)


def node_columns(*headings: str) -> tuple[Column, ...]:
    """A column with the name of a node for each heading (of the table ``network``), and in CSV one with its id."""
    ids = words.word("property", "id")
    return tuple(
        column
        for text in (words.word("network", name) for name in headings)
        for column in (Column(text), Column(f"{text}.{ids}", shown=CSV))
    )


def node_cells(graph: Graph, *nodes: int) -> tuple[Cell, ...]:
    """The cells of `node_columns`."""
    return tuple(cell for node in nodes for cell in (label(graph, node), identifier(graph, node)))


def names(graph: Graph, nodes: tuple[int, ...]) -> str:
    """The names of some nodes in one cell."""
    return words.word("message", "comma").join(label(graph, node) for node in nodes)


def readings(kinds: tuple[str, ...]) -> str:
    """Kinds of tie in one cell."""
    return words.word("message", "comma").join(words.word("edge", kind) for kind in kinds)


def neighbors(network: Network, who: str, hops: int, most: int | None) -> Answer:
    """Whom ties lead to within some hops, the nearest first; UnknownName when nothing is called `who`."""
    found = reach(network, find_node(network.snapshot.graph, who), hops)
    sheet = _circle(network, found, most)
    value = {**_circle_json(network, found, most), "hops": hops}
    return Answer(value, (sheet,), _head(network, found), left_out(len(sheet.rows), len(found.reached)), sheet)


def circle(network: Network, who: str, most: int | None) -> Answer:
    """The friends circle: how many in one step and in two, by kind of tie; then whom."""
    found = reach(network, find_node(network.snapshot.graph, who))
    step, count = heading("network", "step", right=True), heading("message", "count", right=True)
    columns = (step, heading("message", "tie"), count)
    counts = Sheet(columns, tuple((step, words.word("edge", kind), number) for step, kind, number in found.counts))
    sheet = _circle(network, found, most)
    value = {
        **_circle_json(network, found, most),
        "counts": [{"step": step, "tie": kind, "count": number} for step, kind, number in found.counts],
    }
    within = words.say("network", "within", one=found.within(1), two=found.within(2))
    foot = left_out(len(sheet.rows), len(found.reached))
    return Answer(value, (counts, sheet), (*_head(network, found), within), foot, sheet)


def _head(network: Network, found: Reach) -> tuple[str, ...]:
    return (told(network, "undirected"), label(network.snapshot.graph, found.of))


def _circle(network: Network, found: Reach, most: int | None) -> Sheet:
    snapshot, graph = network.snapshot, network.snapshot.graph
    columns = (
        heading("network", "step", right=True), heading("property", "id"), heading("property", "name"),
        heading("message", "kind"), heading("message", "tie"), heading("network", "via"),
    )  # fmt: skip
    rows = tuple(
        (
            each.step, identifier(graph, each.node), label(graph, each.node), kind_and_type(snapshot, each.node),
            readings(each.kinds), names(graph, each.via) if each.step > 1 else "",
        )
        for each in found.reached[:most]
    )  # fmt: skip
    return Sheet(columns, rows)


def _circle_json(network: Network, found: Reach, most: int | None) -> dict[str, Any]:
    graph = network.snapshot.graph
    return {
        **basis(network),
        "of": node_json(graph, found.of),
        "count": len(found.reached),
        "nodes": [_reached_json(graph, each) for each in found.reached[:most]],
    }


def _reached_json(graph: Graph, each: Reached) -> dict[str, Any]:
    via = [graph.ids.at(node) for node in each.via]
    return {
        **(node_json(graph, each.node) or {}), "kind": graph.kind_of(each.node), "step": each.step,
        "ties": list(each.kinds), "via": via,
    }  # fmt: skip


def joined(network: Network, one: str, other: str) -> Answer:
    """A shortest path between two nodes: every tie of every step with its days and what it rests on."""
    graph = network.snapshot.graph
    found = path(network, find_node(graph, one), find_node(graph, other))
    columns = (
        heading("network", "step", right=True), *node_columns("from"), heading("message", "tie"), *node_columns("to"),
        heading("property", "valid_from"), heading("property", "valid_to"), heading("property", "basis"),
    )  # fmt: skip
    ends = label(graph, found.start), label(graph, found.end)
    rows = tuple(
        (number, *_tie_cells(network, step, tie)) for number, step in enumerate(found.steps, 1) for tie in step.ties
    )
    key = "no_path" if found.length is None else "path_length"
    line = words.say("network", key, one=ends[0], other=ends[1], length=found.length)
    value = {
        **basis(network),
        "length": found.length,
        "nodes": [node_json(graph, node) for node in found.nodes],
        "steps": [[tie_json(network, tie) for tie in step.ties] for step in found.steps],
    }
    sheet = Sheet(columns, rows)
    return Answer(value, (sheet,) if rows else (), (told(network, "undirected"), line), (), sheet)


def _tie_cells(network: Network, step: Step, tie: Tie) -> tuple[Cell, ...]:
    graph = network.snapshot.graph
    forward = tie.src == step.start or network.snapshot.schema.edge[tie.kind].symmetric
    reading = words.word("edge" if forward else "edge_back", tie.kind)
    stated = (str(tie.valid_from or ""), str(tie.valid_to or ""), _stated(network, tie, "basis"))
    return (*node_cells(graph, step.start), reading, *node_cells(graph, step.end), *stated)


def tie_json(network: Network, tie: Tie) -> dict[str, Any]:
    """A tie for JSON."""
    graph = network.snapshot.graph
    return {
        "kind": tie.kind, "from": node_json(graph, tie.src), "to": node_json(graph, tie.dst),
        "valid_from": tie.valid_from and str(tie.valid_from), "valid_to": tie.valid_to and str(tie.valid_to),
        "basis": _stated(network, tie, "basis"),
    }  # fmt: skip


def _stated(network: Network, tie: Tie, name: str) -> str | None:
    value = network.snapshot.graph.edges[tie.kind].columns[name].at(tie.row)
    return None if value is None else str(value)
