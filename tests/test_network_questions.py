"""Bridges, components, centrality, interlocks, segmentation, red ties, reach: on paper, and against networkx."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
import town
from cases.tables import write_tables
from hypothesis import given
from hypothesis import strategies as st
from random_towns import whole
from reference import Town
from strategies import days, towns

from graphgov.coverage import Coverage, Territory
from graphgov.errors import BadInput
from graphgov.intake import Options, import_tables
from graphgov.network import (
    Network,
    Pairs,
    adjoining,
    bridges,
    central,
    centrality,
    cohesion,
    interlocks,
    isolates,
    network,
    paired,
    pairs,
    projection,
    reach,
    segmentation,
    segments,
)
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore

Factory = pytest.TempPathFactory
Ends = tuple[int, list[tuple[int, int]]]


@pytest.fixture(scope="module")
def paper(tmp_path_factory: Factory) -> Coverage:
    """The town on paper on its day."""
    return town.on(town.store_of(tmp_path_factory.mktemp("town")).read())


@pytest.fixture(scope="module")
def linkages(paper: Coverage) -> Network:
    """Its linkages."""
    return network(paper.snapshot)


def graphs(most: int = 25) -> st.SearchStrategy[Ends]:
    """Numbers of nodes and ties between different ones, parallel ones too."""

    def ties(size: int) -> st.SearchStrategy[Ends]:
        ends = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda tie: tie[0] != tie[1])
        return st.tuples(st.just(size), st.lists(ends, max_size=3 * size))

    return st.integers(2, most).flatmap(ties)


def pairs_of(size: int, ties: list[tuple[int, int]]) -> tuple[Pairs, nx.Graph]:
    """A graph as pairs and as networkx has it, weighted by parallel ties."""
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    for one, other in ties:
        graph.add_edge(one, other, weight=graph.get_edge_data(one, other, {"weight": 0})["weight"] + 1)
    ends = sorted((*sorted(edge), weight) for *edge, weight in graph.edges(data="weight"))
    one, other, weight = (np.array([end[place] for end in ends], np.int32) for place in range(3))
    return Pairs("ties", "linkage", np.arange(size, dtype=np.int32), one, other, weight), graph


def simple(of: Network) -> nx.Graph:
    """The ties of a network as networkx has them, by node number."""
    return nx.Graph(list(zip(of.src.tolist(), of.dst.tolist(), strict=True)))


# ---- Bridges, isolates, components ----------------------------------------------------------------------------------


def test_bridges(paper: Coverage, linkages: Network) -> None:
    """One circle (A, BA, agency, OC) in the main part: 16 of its 20 ties are bridges, and all 9 elsewhere.

    The one between A and its committee parts nine from eleven; of the clinic's two ties one parts six, one five.
    """
    found = bridges(linkages)
    assert len(found) == 16 + 9
    shown = [(town.name(paper, each.start), town.name(paper, each.end), each.apart) for each in found]
    assert shown[:3] == [("CA", "A", 9), ("CA", "clinic", 6), ("clinic", "CB", 5)]
    assert sorted(shown[3:6]) == [("BA", "school", 3), ("CA", "OJ", 3), ("CB", "B", 3)]
    circle = {"A", "BA", "agency", "OC"}
    assert not any({start, end} <= circle for start, end, _ in shown)
    assert [tie.kind for tie in linkages.ties_between(found[0].start, found[0].end)] == ["HAS_PARTY_ORG"]


@given(towns(("PAIRED_WITH", "MEMBER_OF", "CO_CONSTRUCTS", "HAS_PARTY_ORG")), days())
def test_bridges_agree_with_networkx(drawn: Town, day: date) -> None:
    """The same pairs, and the smaller part really has as many nodes."""
    of = network(whole(drawn).on(day), "all")
    graph, found = simple(of), bridges(of)
    assert sorted(tuple(sorted((each.start, each.end))) for each in found) == sorted(
        tuple(sorted(edge)) for edge in nx.bridges(graph)
    )
    for each in found:
        cut = graph.copy()
        cut.remove_edge(each.start, each.end)
        here, there = (len(nx.node_connected_component(cut, node)) for node in (each.end, each.start))
        assert each.apart == here <= there


@given(graphs())
def test_bridges_of_dense_graphs(drawn: Ends) -> None:
    """Also where many circles run through each other."""
    from graphgov.network.cohesion import _forest

    of, graph = pairs_of(*drawn)
    parent, _, whole_of = _forest(of)
    lower = np.flatnonzero(whole_of)
    found = sorted(tuple(sorted(edge)) for edge in zip(lower.tolist(), parent[lower].tolist(), strict=True))
    assert found == sorted(tuple(sorted(edge)) for edge in nx.bridges(graph))


def test_isolates(paper: Coverage, linkages: Network) -> None:
    """Who has no linkage on the day: not who is not there, nor who has only an address; what has ended is none."""
    mask = np.zeros(paper.snapshot.graph.size, bool)
    mask[isolates(linkages)] = True
    assert town.names(paper, mask) == "D H K T V W Y club corp farm guest hotel kiosk owners ruin studio tied"
    assert len(isolates(linkages)) == 17


def test_cohesion(paper: Coverage, linkages: Network) -> None:
    """Community B is in five pieces, the largest of four; the stall's only tie leads out; the village is alone."""
    found = {town.name(paper, row.community): row for row in cohesion(linkages, paper.territory)}
    b, v = found["B"], found["V"]
    assert (b.nodes, b.components, b.largest, b.alone) == (17, 5, 4, 2)
    assert (v.nodes, v.components, v.largest, v.alone) == (1, 0, 0, 1)


@given(towns(("PAIRED_WITH", "LOCATED_IN", "CO_CONSTRUCTS", "HAS_PARTY_ORG")), days())
def test_cohesion_agrees_with_networkx(drawn: Town, day: date) -> None:
    """Nodes, pieces, the largest and those alone of every community, as networkx finds them in its part."""
    of = network(whole(drawn).on(day), "all")
    home, alive = Territory(of.snapshot).community, of.snapshot.alive
    graph = simple(of)
    for row in cohesion(of, Territory(of.snapshot)):
        own = np.flatnonzero((home == row.community) & alive).tolist()
        part = nx.Graph(graph.subgraph(own).edges)
        part.add_nodes_from(own)
        sizes = sorted(len(each) for each in nx.connected_components(part))
        joined = [size for size in sizes if size > 1]
        assert (row.nodes, row.alone, row.components) == (len(own), sizes.count(1), len(joined))
        assert row.largest == max(joined, default=0)


# ---- Centrality -----------------------------------------------------------------------------------------------------


@given(graphs())
def test_centrality_agrees_with_networkx(drawn: Ends) -> None:
    """Degree, betweenness and, in the largest component, the eigenvector, by its own equation."""
    of, graph = pairs_of(*drawn)
    found = centrality(of)
    assert dict(enumerate(found.degree.tolist())) == dict(graph.degree)
    between = nx.betweenness_centrality(graph, normalized=False)
    assert found.exact and np.allclose(found.betweenness, [between[node] for node in range(of.size)])
    inside = np.flatnonzero(~np.isnan(found.eigenvector))
    if not drawn[1]:
        assert not len(inside)
        return
    assert set(inside.tolist()) in map(set, nx.connected_components(graph))
    assert len(inside) == max(map(len, nx.connected_components(graph)))
    matrix, vector = nx.to_numpy_array(graph, inside.tolist()), found.eigenvector[inside]
    assert np.isclose(np.linalg.norm(vector), 1) and (vector >= -1e-9).all()
    assert np.allclose(matrix @ vector, np.linalg.eigvalsh(matrix)[-1] * vector)


def test_iterated_eigenvector_is_the_exact_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the size that is solved exactly the iteration comes to the same, also on a network in two modes."""
    of, _ = pairs_of(7, [(0, 4), (0, 5), (1, 4), (1, 5), (2, 5), (2, 6), (3, 6)])
    exact = centrality(of)
    monkeypatch.setattr(central, "DENSE", 0)
    assert centrality(of).settled and np.allclose(centrality(of).eigenvector, exact.eigenvector, atol=1e-6)
    monkeypatch.setattr(central, "ROUNDS", 3)
    assert not centrality(of).settled


def test_sampled_betweenness_says_so() -> None:
    """With too small a budget so many sources are drawn, always the same; on a wheel the hub is still first."""
    of, _ = pairs_of(101, [(0, node) for node in range(1, 101)])
    assert (centrality(of).exact, centrality(of).sources) == (True, 101)
    drawn, again = centrality(of, budget=0), centrality(of, budget=0)
    assert (drawn.exact, drawn.sources) == (False, 32)
    assert (drawn.betweenness == again.betweenness).all()
    # From every rim node drawn, 99 others are reached through the hub: 31 or 32 times 99 times 101/32, halved.
    assert drawn.betweenness[0] in (32 * 99 * 101 / 32 / 2, 31 * 99 * 101 / 32 / 2)
    assert not drawn.betweenness[1:].any()


def test_the_docs_tell_the_budget() -> None:
    """The page says up to which size betweenness is exact, and from how many sources at least it is estimated."""
    text = (Path(__file__).resolve().parents[1] / "docs" / "networks.md").read_text(encoding="utf-8")
    assert f"at most {central.BUDGET // 10**6} million" in text and f"{central.FEWEST_SOURCES} at least" in text


def test_centrality_on_paper(paper: Coverage, linkages: Network) -> None:
    """BA has four neighbours; every way from the two units with the joint branch to others runs over the branch."""
    of = paired(linkages)
    place = {town.name(paper, int(node)): at for at, node in enumerate(of.nodes)}
    found = centrality(of)
    assert found.degree[place["BA"]] == 4 and found.degree[place["stall"]] == 1
    # OJ stands between mill, cafe and each other, and between both and the 17 others of the main part.
    assert found.betweenness[place["OJ"]] == pytest.approx(1 + 2 * 17)
    assert found.betweenness[place["stall"]] == 0


# ---- Interlocks -----------------------------------------------------------------------------------------------------


def store_of(tmp: Path, extra: dict[str, list[dict[str, str]]]) -> Coverage:
    """The town on paper with some rows more."""
    tables = town.tables()
    every = {kind: [*tables.get(kind, []), *extra.get(kind, [])] for kind in (*tables, *extra)}
    store = EmbeddedStore(tmp / "more.duckdb", SCHEMA)
    import_tables(store, write_tables(tmp / "more", every), Options(stated_on=date(2019, 1, 1)))
    return town.on(store.read())


def test_interlocks(tmp_path: Path) -> None:
    """A second committee shares the factory, which is in one by its branch and in the other itself, and the school."""
    assert not interlocks(town.on(town.store_of(tmp_path).read()).snapshot)
    coverage = store_of(tmp_path, {
        "PartyOrganization": [{"id": "BB", "type": "big_committee"}],
        "MEMBER_OF": [{"from": start, "to": "BB"} for start in ("factory", "school", "store")],
    })  # fmt: skip
    (lock,) = interlocks(coverage.snapshot)
    assert (town.name(coverage, lock.one), town.name(coverage, lock.other)) == ("BA", "BB")
    assert sorted(town.name(coverage, node) for node in lock.shared) == ["factory", "school"]
    members = projection(coverage.snapshot, "members")
    shared = {
        (town.name(coverage, int(members.nodes[a])), town.name(coverage, int(members.nodes[b]))): int(weight)
        for a, b, weight in zip(members.one, members.other, members.weight, strict=True)
    }
    assert {frozenset(pair): weight for pair, weight in shared.items()} == {
        frozenset(("school", "factory")): 2, frozenset(("school", "agency")): 1, frozenset(("factory", "agency")): 1,
        frozenset(("school", "store")): 1, frozenset(("factory", "store")): 1,
    }  # fmt: skip


def test_parties(paper: Coverage, tmp_path: Path) -> None:
    """A unit acts by the organization that it has alone: not by a joint one, not by one that two units claim."""

    def acting(coverage: Coverage) -> dict[str, str]:
        found = enumerate(pairs.parties(coverage.snapshot).tolist())
        return {town.name(coverage, node): town.name(coverage, party) for node, party in found if node != party}

    own = {"OC": "agency", "OG": "school", "OB": "factory", "OF": "ghost", "PG": "ghost", "OT": "press"}
    assert acting(paper) == own
    twice = store_of(tmp_path, {"HAS_PARTY_ORG": [{"from": "store", "to": "OB", "mode": "single"}]})
    assert acting(twice) == {name: unit for name, unit in own.items() if name != "OB"}


@given(towns(("MEMBER_OF", "HAS_PARTY_ORG")), days())
def test_projections_count_what_is_shared(drawn: Town, day: date) -> None:
    """Every pair of members, or of committees, that shares something, with how much, and every node."""
    snapshot = whole(drawn).on(day)
    ties = list(zip(*(side.tolist() for side in pairs.memberships(snapshot)), strict=True))
    for side, own, shared in (("members", 0, 1), ("committees", 1, 0)):
        found, of = projection(snapshot, side), dict[int, set[int]]()
        for tie in ties:
            of.setdefault(tie[own], set()).add(tie[shared])
        nodes = found.nodes.tolist()
        assert nodes == sorted(of)
        assert {
            (nodes[a], nodes[b]): weight
            for a, b, weight in zip(found.one.tolist(), found.other.tolist(), found.weight.tolist(), strict=True)
        } == {(a, b): len(of[a] & of[b]) for a, b in combinations(nodes, 2) if of[a] & of[b]}


def test_too_large_a_projection_is_refused(paper: Coverage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three members make three pairs; with room for two it is an error that names both numbers."""
    monkeypatch.setattr(pairs, "MOST_PAIRS", 2)
    with pytest.raises(BadInput, match=r"3.*2"):
        projection(paper.snapshot, "members")


# ---- Line and block -------------------------------------------------------------------------------------------------


def test_segmentation(paper: Coverage, linkages: Network) -> None:
    """Thirteen pairs of parties: eleven across systems, five across communities.

    Within the territory's own system are G with CA and M with CB.  Of 17 tied parties seven are the territory's and
    ten a system each, so that of 136 pairs 21 are within one.
    """
    line, block = segmentation(linkages, paper.territory)
    assert (line.external, line.internal, line.unknown) == (11, 2, 0)
    assert line.index == pytest.approx(9 / 13)
    assert line.expected == pytest.approx((136 - 2 * 21) / 136)
    assert (block.external, block.internal, block.unknown) == (5, 8, 0)
    assert block.index == pytest.approx(-3 / 13)


def test_segmentation_of_another_day(paper: Coverage) -> None:
    """A year before, the club and the mover are tied to committees, the mover in A itself, away from the ghost."""
    before = town.on(paper.snapshot.graph, town.BEFORE)
    line, block = segmentation(network(before.snapshot), before.territory)
    assert (line.external, line.internal) == (13, 2)
    assert (block.external, block.internal) == (6, 9)


def test_systems(tmp_path: Path) -> None:
    """The territory is one system; a unit is in its line's, an organization in its holder's, else its superior's."""
    coverage = store_of(tmp_path, {
        "PartyOrganization": [{"id": name, "type": "ordinary"} for name in ("X1", "X2", "X3", "X4")],
        # X1 and, under it, X2 have nobody to hold them: they are in the system of the factory's branch, corp's.
        "SUBORDINATE_TO": [{"from": "X1", "to": "OB"}, {"from": "X2", "to": "X1"}, {"from": "X3", "to": "OJ"}],
    })  # fmt: skip
    group = segments.systems(coverage.territory)
    size = coverage.snapshot.graph.size

    def of(identifier: str) -> str:
        number = int(group[town.node(coverage, identifier)])
        return "territory" if number == size else town.name(coverage, number)

    assert {of(name) for name in ("A", "CA", "BA", "SW", "Z", "OZ", "D", "CB")} == {"territory"}
    assert {of(name) for name in ("mill", "factory", "corp", "OB", "X1", "X2")} == {"corp"}
    # The branch of mill and cafe is in neither's system; what is under it is in its own.
    assert (of("OJ"), of("X3"), of("X4"), of("cafe"), of("OC")) == ("OJ", "OJ", "X4", "cafe", "agency")


def test_segmentation_without_ties(paper: Coverage) -> None:
    """Without a single pair there is no index, and none to be expected."""
    for row in segmentation(Network(paper.snapshot, "linkage", ()), paper.territory):
        assert (row.external, row.internal, row.unknown) == (0, 0, 0)
        assert np.isnan(row.index) and np.isnan(row.expected)


# ---- Red ties and reach ---------------------------------------------------------------------------------------------


def test_red_ties(tmp_path: Path) -> None:
    """Z adjoins two compounds: G, with nothing in common, and I, which the committee of Z's own branch reaches."""
    coverage = store_of(tmp_path, {
        "Place": [{"id": "I", "type": "compound"}, {"id": "J", "type": "compound"}],
        "ADJACENT_TO": [{"from": "G", "to": "Z"}, {"from": "I", "to": "Z"}, {"from": "G", "to": "I"},
                        {"from": "M", "to": "J"}, {"from": "Z", "to": "J"}],
        "MEMBER_OF": [{"from": "OZ", "to": "BA"}],
        "PAIRED_WITH": [{"from": "I", "to": "BA"}, {"from": "J", "to": "studio"}],
    })  # fmt: skip
    found = {town.name(coverage, row.compound): row for row in adjoining(network(coverage.snapshot))}
    assert sorted(found) == ["G", "I", "J"]

    def named(nodes: tuple[int, ...]) -> str:
        return " ".join(sorted(town.name(coverage, node) for node in nodes))

    assert named(found["G"].of_district) == "BA OZ" and named(found["G"].of_compound) == "CA"
    assert found["G"].candidate
    assert named(found["I"].shared) == "BA" and not found["I"].candidate
    # The studio is in a building of the district.
    assert (found["J"].shared, found["J"].direct, found["J"].candidate) == ((), 1, False)


def test_reach(paper: Coverage, linkages: Network) -> None:
    """The circle of BA: four in one step, five more in two; OC is met by two ties, of the agency and of A."""
    found = reach(linkages, town.node(paper, "BA"))
    assert (found.within(1), found.within(2)) == (4, 9)
    assert found.counts == (
        (1, "HAS_PARTY_ORG", 1), (1, "MEMBER_OF", 3),
        (2, "HAS_PARTY_ORG", 4), (2, "PAIRED_WITH", 1), (2, "CO_CONSTRUCTS", 1),
    )  # fmt: skip
    (oc,) = (each for each in found.reached if town.name(paper, each.node) == "OC")
    assert (oc.step, oc.kinds) == (2, ("CO_CONSTRUCTS", "HAS_PARTY_ORG"))
    assert sorted(town.name(paper, node) for node in oc.via) == ["A", "agency"]
