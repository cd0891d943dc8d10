"""The network in every format that programs read: what other programs read again is what was there."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from networks import MARKING, Read, cases, expected, export_of, in_order, written
from reference import Edge, Node, Town

from graphgov.export.elements import DERIVED

ROUND_TRIP = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all examples of a property write to."""
    return tmp_path_factory.mktemp("networks")


def of_networkx(graph: nx.MultiDiGraph, *more: str) -> Read:
    """What networkx has read, without what follows from the policy and what (`more`) only the format has."""
    assert isinstance(graph, nx.MultiDiGraph)
    nodes = {name: _stored(values, more) for name, values in graph.nodes(data=True)}
    return nodes, in_order([(start, end, _stored(values, more)) for start, end, values in graph.edges(data=True)])


def _stored(values: Mapping[str, Any], more: Iterable[str] = ()) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in (*DERIVED, *more)}


def said(values: Mapping[str, Any], *more: str) -> dict[str, Any]:
    """What is said in a row of a table: whole numbers as such, days as texts, nothing of what is empty."""
    kept = {name: value for name, value in _stored(values, more).items() if value not in ("", None)}
    return {name: _plain(value) for name, value in kept.items() if value == value and value is not pd.NaT}


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) else value if isinstance(value, int | str) else str(value)


def in_xml(read: Read) -> Read:
    """What XML makes of it: it cannot hold U+FFFE and U+FFFF."""

    def held(values: dict[str, Any]) -> dict[str, Any]:
        return {name: re.sub("[\ufffe\uffff]", "\ufffd", v) if isinstance(v, str) else v for name, v in values.items()}

    return {name: held(v) for name, v in read[0].items()}, in_order([(*ends, held(v)) for *ends, v in read[1]])


@ROUND_TRIP
@given(cases())
def test_json_is_read_by_networkx(folder: Path, case: tuple[Town, date]) -> None:
    """Nodes, parallel ties, days, numbers, hostile texts, and nothing where nothing was said: all as in the town."""
    file = written(export_of(*case), "json", folder / "network.json")
    graph = nx.node_link_graph(json.loads(file.read_bytes().decode("utf-8")))
    assert of_networkx(graph) == expected(*case)
    assert graph.graph == {"day": str(case[1]), "history": False, "marking": MARKING}


@ROUND_TRIP
@given(cases())
def test_graphml_is_read_by_networkx(folder: Path, case: tuple[Town, date]) -> None:
    """The same from GraphML, with its types: numbers are numbers; what XML cannot hold is replaced, all else exact."""
    graph = nx.read_graphml(written(export_of(*case), "graphml", folder / "network.graphml"), force_multigraph=True)
    assert of_networkx(graph) == in_xml(expected(*case))
    assert graph.graph["day"] == str(case[1])
    assert graph.graph["marking"] == MARKING


@ROUND_TRIP
@given(cases())
def test_graphml_is_read_by_igraph(folder: Path, case: tuple[Town, date]) -> None:
    """igraph has the same nodes, parallel ties and values; where nothing was said it has an empty text or no number."""
    graph = igraph.Graph.Read_GraphML(str(written(export_of(*case), "graphml", folder / "network.graphml")))
    ids = graph.vs["id"] if len(graph.vs) else []
    nodes = {vertex["id"]: said(vertex.attributes(), "id") for vertex in graph.vs}
    edges = [(ids[edge.source], ids[edge.target], said(edge.attributes(), "id")) for edge in graph.es]
    assert (nodes, in_order(edges)) == in_xml(expected(*case))


@ROUND_TRIP
@given(cases())
def test_gexf_is_read_by_networkx(folder: Path, case: tuple[Town, date]) -> None:
    """The same from GEXF; its last day is the one before the first on which a thing no longer holds."""
    graph = nx.read_gexf(written(export_of(*case), "gexf", folder / "network.gexf"))
    graph = nx.MultiDiGraph(graph)
    nodes, edges = in_xml(expected(*case))
    assert of_networkx(graph, "label", "start", "end", "id", "weight", "viz") == (nodes, edges)
    for name, values in graph.nodes(data=True):
        assert values["label"] == nodes[name].get("name", name)
        assert_span(values, nodes[name])
    for _, _, values in graph.edges(data=True):
        assert_span(values, values)


def assert_span(read: Mapping[str, Any], stored: Mapping[str, Any]) -> None:
    """Gephi's days of a thing are those that are stored, its last day inclusive."""
    assert read.get("start") == stored.get("valid_from")
    until = stored.get("valid_to")
    assert read.get("end") == (until and str(date.fromisoformat(until) - timedelta(days=1)))


@ROUND_TRIP
@given(cases())
def test_parquet_is_read_by_pandas_and_polars(folder: Path, case: tuple[Town, date]) -> None:
    """pandas and polars have the same rows: counts as whole numbers, days as days, nothing where nothing was said."""
    folder = written(export_of(*case), "parquet", emptied(folder / "parquet"))
    for read in (lambda file: pd.read_parquet(file).to_dict("records"), lambda file: pl.read_parquet(file).to_dicts()):
        assert tables(read(folder / "nodes.parquet"), read(folder / "edges.parquet"), "id") == expected(*case)


@ROUND_TRIP
@given(cases())
def test_tables_for_gephi(folder: Path, case: tuple[Town, date]) -> None:
    """The columns that Gephi knows by name, and the rest as it is stored; every tie weighs 1."""
    folder = written(export_of(*case), "gephi", emptied(folder / "gephi"))
    nodes, edges = (
        pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False).to_dict("records")
        for name in ("nodes", "edges")
    )
    assert all(row["Label"] == (row["name"] or row["Id"]) for row in nodes)
    assert {(row["Type"], row["Weight"]) for row in edges} <= {("Directed", "1")}
    renamed = [{name.lower() if name in ("Source", "Target") else name: v for name, v in row.items()} for row in edges]
    found = tables(nodes, renamed, "Id", "Label", "Type", "Weight")
    assert found == as_texts(expected(*case))


def emptied(folder: Path) -> Path:
    """A folder without what an example before has left."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def tables(nodes: list[dict[str, Any]], edges: list[dict[str, Any]], identifier: str, *more: str) -> Read:
    """The rows of two tables as nodes and edges."""
    named = {row[identifier]: said(row, identifier, *more) for row in nodes}
    return named, in_order([(row["source"], row["target"], said(row, "source", "target", *more)) for row in edges])


def as_texts(read: Read) -> Read:
    """The same where every value is a text."""

    def texts(values: dict[str, Any]) -> dict[str, Any]:
        return {name: str(value) for name, value in values.items()}

    return {name: texts(values) for name, values in read[0].items()}, [(*ends, texts(v)) for *ends, v in read[1]]


def test_progress_is_told(folder: Path) -> None:
    """Of 5 nodes and 4 ties, kind by kind, how many are written, and of how many."""
    units = [Node("Unit", f"U{n}", {"type": "other"}) for n in range(4)]
    ties = (Edge("LOCATED_IN", unit.id, "C") for unit in units)
    export = export_of(Town((Node("Community", "C", {"type": "community"}), *units), tuple(ties)), date(2020, 1, 1))
    told: list[tuple[str, int, int]] = []
    for name in ("json", "graphml", "gexf", "parquet", "gephi"):
        told.clear()
        asked = replace(export, progress=lambda *step: told.append(step))
        written(asked, name, emptied(folder / f"progress-{name}"))
        assert told == [("write", 1, 9), ("write", 5, 9), ("write", 9, 9)], name
