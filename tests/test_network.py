"""Ego networks, shortest paths, components, networkx graphs: by hand on the town on paper, and on random towns."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
import town
from hypothesis import given
from hypothesis import strategies as st
from random_towns import whole
from reference import Town
from strategies import days, towns

from graphgov.coverage import Coverage
from graphgov.errors import UnknownName
from graphgov.graph.adjacency import adjacency, components, distances
from graphgov.network import UNREACHED, Network, neighbourhood, network, paired, path, to_networkx
from graphgov.schema import LAYERS, SCHEMA
from graphgov.store import Batch, EmbeddedStore

Factory = pytest.TempPathFactory


@pytest.fixture(scope="module")
def paper(tmp_path_factory: Factory) -> Coverage:
    """The town on paper on its day."""
    return town.on(town.store_of(tmp_path_factory.mktemp("town")).read())


@pytest.fixture(scope="module")
def linkages(paper: Coverage) -> Network:
    """Its linkages."""
    return network(paper.snapshot)


def around(paper: Coverage, of: Network, ego: str, hops: int) -> dict[int, str]:
    """The ids within some hops, by distance."""
    found = neighbourhood(of, town.node(paper, ego), hops)
    names = [town.name(paper, int(node)) for node in found.nodes]
    return {
        step: " ".join(sorted(name for name, far in zip(names, found.distance, strict=True) if far == step))
        for step in sorted(set(found.distance.tolist()))
    }


# ---- On paper -----------------------------------------------------------------------------------------------------


def test_every_edge_kind_is_in_one_layer() -> None:
    """Every kind is in one layer, `all` holds them all, and an unknown layer is told with the nearest word."""
    single = [kind.name for layer in LAYERS[:-1] for kind in SCHEMA.layer(layer)]
    assert sorted(single) == sorted(SCHEMA.edge) == sorted(kind.name for kind in SCHEMA.layer("all"))
    with pytest.raises(UnknownName, match="linkage"):
        SCHEMA.layer("linkages")


def test_ego_network(paper: Coverage, linkages: Network) -> None:
    """The big committee BA: who has it and its members; then what these are tied to; ties among them all."""
    assert around(paper, linkages, "BA", 0) == {0: "BA"}
    assert around(paper, linkages, "BA", 1) == {0: "BA", 1: "A OB agency school"}
    assert around(paper, linkages, "BA", 2) == {0: "BA", 1: "A OB agency school", 2: "CA OC OG factory stall"}
    found = neighbourhood(linkages, town.node(paper, "BA"), 1)
    kinds = sorted(linkages.tie(int(number)).kind for number in found.ties)
    assert kinds == ["HAS_PARTY_ORG", "MEMBER_OF", "MEMBER_OF", "MEMBER_OF"]


def test_ego_network_of_other_layers(paper: Coverage) -> None:
    """Lines of command and places are other networks; a unit that has ended or begins later is alone."""
    assert around(paper, network(paper.snapshot, "line"), "factory", 1) == {0: "factory", 1: "corp mill"}
    assert around(paper, network(paper.snapshot, "place"), "T", 1) == {0: "T", 1: "Z bank studio"}
    assert around(paper, network(paper.snapshot, "all"), "gone", 5) == {0: "gone"}


def test_path(paper: Coverage, linkages: Network) -> None:
    """From the stall to the agency: over the school that it is paired with and the committee that both are in."""
    found = path(linkages, town.node(paper, "stall"), town.node(paper, "agency"))
    assert [town.name(paper, node) for node in found.nodes] == ["stall", "school", "BA", "agency"]
    assert found.length == 3
    assert [[tie.kind for tie in step.ties] for step in found.steps] == [["PAIRED_WITH"], ["MEMBER_OF"], ["MEMBER_OF"]]


def test_of_several_paths_the_smallest_ids(paper: Coverage, linkages: Network) -> None:
    """From A to the agency there are two ways round the circle, over BA and over OC: the first in order is told."""
    for ends in (("A", "agency"), ("agency", "A")):
        found = path(linkages, *(town.node(paper, end) for end in ends))
        assert [town.name(paper, node) for node in found.nodes] == [ends[0], "BA", ends[1]]


def test_path_tells_parallel_ties_and_days(paper: Coverage) -> None:
    """A step shows every tie that joins its ends, with its days; a step may go against the tie."""
    ties = path(network(paper.snapshot, "all"), town.node(paper, "A"), town.node(paper, "factory")).steps[0].ties
    assert [(tie.kind, tie.valid_from, tie.valid_to) for tie in ties] == [("LOCATED_IN", date(2020, 3, 1), None)]
    both = path(network(paper.snapshot, "all"), town.node(paper, "store"), town.node(paper, "B")).steps[0].ties
    assert [tie.kind for tie in both] == ["LOCATED_IN", "CO_CONSTRUCTS"]


def test_no_path(paper: Coverage, linkages: Network) -> None:
    """Nobody is joined to the farm; a node is joined to itself without a step."""
    farm, agency = town.node(paper, "farm"), town.node(paper, "agency")
    assert (path(linkages, farm, agency).length, path(linkages, farm, agency).nodes) == (None, ())
    assert (path(linkages, farm, farm).length, path(linkages, farm, farm).nodes) == (0, (farm,))


def test_converted(paper: Coverage, linkages: Network) -> None:
    """Ids are the keys, what was stated the values, dates are dates, and nothing that nobody stated is there."""
    found = to_networkx(linkages)
    assert (found.graph["day"], found.graph["layer"]) == (town.DAY, "linkage")
    assert found.nodes["mill"] == {
        "kind": "Unit", "type": "enterprise", "size": "small", "ownership": "private", "industry": "制造",
        "employees": 49, "full_members": 2, "members": 3, "operating": "yes",
    }  # fmt: skip
    assert "gone" not in found and "later" not in found
    ((start, end, data),) = found.edges("OB", data=True)
    assert (start, end) == ("OB", "BA")
    assert data == {"kind": "MEMBER_OF", "origin": "introduced", "seats": 3}
    before = to_networkx(network(paper.snapshot.graph.on(town.BEFORE)))
    assert {data["kind"]: data.get("valid_to") for _, _, data in before.edges("club", data=True)} == {
        "CO_CONSTRUCTS": date(2020, 1, 1)
    }


def test_converted_in_part(paper: Coverage, linkages: Network) -> None:
    """Only the nodes asked for, and the ties between them."""
    near = neighbourhood(linkages, town.node(paper, "BA"), 1)
    found = to_networkx(linkages, near.mask)
    assert sorted(found) == ["A", "BA", "OB", "agency", "school"]
    assert found.number_of_edges() == 4


# ---- On random towns ----------------------------------------------------------------------------------------------


@given(towns(("PAIRED_WITH", "MEMBER_OF", "HAS_PARTY_ORG")), days(), st.sampled_from(LAYERS))
def test_conversion_holds_what_holds(drawn: Town, day: date, layer: str) -> None:
    """Exactly the nodes and ties that hold on the day, parallel ones counted, whatever the layer."""
    snapshot = whole(drawn).on(day)
    found, ids = to_networkx(network(snapshot, layer)), snapshot.graph.ids.list()
    assert set(found) == {ids[node] for node in np.flatnonzero(snapshot.alive)}
    ties = [
        (ids[start], ids[end], kind.name)
        for kind in SCHEMA.layer(layer)
        for start, end in zip(snapshot.edges(kind.name).src, snapshot.edges(kind.name).dst, strict=True)
    ]
    assert sorted((start, end, data["kind"]) for start, end, data in found.edges(data=True)) == sorted(ties)


@given(towns(("PAIRED_WITH", "MEMBER_OF", "CO_CONSTRUCTS")), days(), st.sampled_from(LAYERS), st.integers(0, 4))
def test_neighbourhood_and_path_agree_with_networkx(drawn: Town, day: date, layer: str, hops: int) -> None:
    """From every node, the distances of networkx; to every node a path of that length that really is one."""
    of = network(whole(drawn).on(day), layer)
    graph, ids = to_networkx(of).to_undirected(), of.snapshot.graph.ids.list()
    for ego in np.flatnonzero(of.snapshot.alive).tolist():
        want = nx.single_source_shortest_path_length(graph, ids[ego])
        near = neighbourhood(of, ego, hops)
        names = [ids[node] for node in near.nodes]
        assert dict(zip(names, near.distance.tolist(), strict=True)) == {
            name: far for name, far in want.items() if far <= hops
        }
        assert len(near.ties) == graph.subgraph(names).number_of_edges()
        for end in np.flatnonzero(of.snapshot.alive).tolist():
            found = path(of, ego, end)
            assert found.length == want.get(ids[end])
            for step in found.steps:
                assert len(step.ties) == graph.number_of_edges(ids[step.start], ids[step.end]) > 0
            if found.length:
                every = [[str(node) for node in way] for way in nx.all_shortest_paths(graph, ids[ego], ids[end])]
                assert [ids[node] for node in found.nodes] == min(every)


@given(st.integers(1, 30).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.tuples(*[st.integers(0, n - 1)] * 2)))))
def test_components_agree_with_networkx(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    """Every node is told the smallest node of its component; what is in another cannot be reached."""
    size, ties = drawn
    one, other = (np.array([tie[side] for tie in ties], np.int32) for side in (0, 1))
    graph = nx.Graph(ties)
    graph.add_nodes_from(range(size))
    want = {node: min(part) for part in nx.connected_components(graph) for node in part}
    root = components(size, one, other)
    assert dict(enumerate(root.tolist())) == want
    far = distances(adjacency(size, one, other), np.array([0], np.int32))
    assert ((far == UNREACHED) == (root != root[0])).all()


def test_a_chain_is_one_component() -> None:
    """A chain of 100,000 nodes, the worst case, is one component from either end."""
    chain = np.arange(99_999, dtype=np.int32)
    for one in (chain, chain[::-1]):
        assert not components(100_000, one, one + 1).any()


def test_an_empty_graph_answers(tmp_path: Path) -> None:
    """A store without a node or a tie has a network, and nothing in it."""
    store = EmbeddedStore(tmp_path / "empty.duckdb", SCHEMA)
    with store.writing() as session:
        session.write(Batch())
    of = network(store.read().on(town.DAY), "all")
    assert (len(of.src), of.adjacency.size, paired(of).size) == (0, 0, 0)
    assert to_networkx(of).number_of_nodes() == 0
