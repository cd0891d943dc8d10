"""The network in every format that programs read: what other programs read again is what was there."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from networks import Read, cases, expected, export_of, in_order, written
from reference import Town

ROUND_TRIP = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all examples of a property write to."""
    return tmp_path_factory.mktemp("networks")


def of_networkx(graph: nx.MultiDiGraph) -> Read:
    """What networkx has read."""
    nodes = {name: dict(values) for name, values in graph.nodes(data=True)}
    return nodes, in_order([(start, end, dict(values)) for start, end, values in graph.edges(data=True)])


@ROUND_TRIP
@given(cases())
def test_json_is_read_by_networkx(folder: Path, case: tuple[Town, date]) -> None:
    """Nodes, parallel ties, days, numbers, hostile texts, and nothing where nothing was said: all as in the town."""
    town, day = case
    file = written(export_of(town, day), "json", folder / "network.json")
    value = json.loads(file.read_bytes().decode("utf-8"))
    graph = nx.node_link_graph(value)
    assert isinstance(graph, nx.MultiDiGraph)
    assert of_networkx(graph) == expected(town, day)
    assert graph.graph == {"day": str(day), "history": False, "marking": "内部资料 <&>"}
