"""O4, Davis and Revere: what has been published of them comes out of the questions about networks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import affiliations, expected
from cases.tables import Tables

from graphgov.graph import Snapshot, the_day
from graphgov.intake import Options, import_tables
from graphgov.network import centrality, interlocks, projection
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore

Factory = pytest.TempPathFactory


def imported(tmp: Path, tables: Tables) -> Snapshot:
    """Tables that went into a file and came back."""
    store = EmbeddedStore(tmp / "graph.duckdb", SCHEMA)
    import_tables(store, affiliations.write(tmp / "tables", tables), Options())
    graph = store.read()
    return graph.on(the_day(graph, None))


@pytest.fixture(scope="module")
def boston(tmp_path_factory: Factory) -> Snapshot:
    """Paul Revere and the others."""
    return imported(tmp_path_factory.mktemp("revere"), affiliations.revere())


@pytest.fixture(scope="module")
def want() -> Any:
    """What the oracle found of them."""
    return expected(affiliations.CASE)["revere"]


def ids(snapshot: Snapshot, nodes: np.ndarray) -> list[str]:
    """Identifiers."""
    return [str(snapshot.graph.ids.at(int(node))) for node in nodes]


def test_davis(tmp_path: Path) -> None:
    """18 women, 14 events, 89 ties; the published attendance of every event; three women went to eight."""
    snapshot, want = imported(tmp_path, affiliations.davis()), expected(affiliations.CASE)["davis_networkx"]
    ties = snapshot.edges("MEMBER_OF")
    attended = dict(zip(*np.unique(ids(snapshot, ties.dst), return_counts=True), strict=True))
    went = dict(zip(*np.unique(ids(snapshot, ties.src), return_counts=True), strict=True))
    assert (len(went), len(attended), len(ties.src)) == (18, 14, 89)
    assert attended == want["members_per_event"]
    assert sorted(name for name, number in went.items() if number == 8) == sorted(
        name for _, name in want["events_per_unit_top"]
    )
    # Everybody who was at event 8 shares it: 14 women, 13 others each, and more by other events.
    women = projection(snapshot, "members")
    assert centrality(women).degree.max() == 17


def test_revere_interlocks(boston: Snapshot, want: Any) -> None:
    """The seven groups share members exactly as the oracle counts; pairs that share none are not told."""
    found = {
        frozenset(ids(boston, np.array([lock.one, lock.other]))): len(lock.shared) for lock in interlocks(boston)
    }
    assert found == {frozenset(pair.split("|")): number for pair, number in want["shared_members"].items() if number}


def test_revere_is_most_central(boston: Snapshot, want: Any) -> None:
    """The first ten by betweenness with their values, and the first five by eigenvector; Revere leads both."""
    men = projection(boston, "members")
    assert (men.size, len(men.one)) == (want["units"], want["co_membership_edges"])
    found, names = centrality(men), ids(boston, men.nodes)
    assert found.exact and found.settled
    first = sorted(zip(np.round(-found.betweenness, 3).tolist(), names, strict=True))[:10]
    assert [[name, round(-value, 1)] for value, name in first] == want["betweenness_top10"]
    vector = sorted(zip(np.round(-found.eigenvector, 6).tolist(), names, strict=True))[:5]
    assert [name for _, name in vector] == want["eigenvector_top5"]
    assert first[0][1] == vector[0][1] == "Revere.Paul"
