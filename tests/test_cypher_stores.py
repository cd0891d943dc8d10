"""The named queries, and queries about earlier values, on random towns: equal rows on a file and on a server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cases.tables import write_tables
from neo4j_server import emptied, shared
from reference import Edge, Town
from strategies import AS_OF, draw_town

from graphgov.intake import Options, import_tables
from graphgov.named import bound, library
from graphgov.restated import GROUPS
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, Limits, Neo4jStore, Store, copy, open_store

TOWNS, DATABASES, DATABASES_LONG = 24, 1, 9
"""So many towns lie side by side in each database: one to plan each query for, and one import."""

QUICK = ("denominators", "gaps", "views")
"""The groups of generated queries that are asked in every run, with those below; all with --long."""

OF_TERRITORY = ("findings/registered_elsewhere", "findings/unplaced")
"""What is generated otherwise than by rules."""

STATED = (date(2019, 12, 31), date(2020, 12, 31))
"""Two days that things are stated for: on the second some have other values."""

EARLIER = {
    "values of a day": (
        "MATCH (u:Unit) WHERE CASE WHEN u.values_since <= $day THEN u.members > 1 ELSE EXISTS { MATCH "
        "(u)<-[:EARLIER_VALUES_OF]-(v:EarlierUnit) WHERE v.since <= $day AND $day < v.until AND v.members > 1 } END "
        "RETURN u.id AS id ORDER BY id"
    ),
    "ties as they were": (
        "MATCH (a)-[t:HAS_PARTY_ORG|EARLIER_HAS_PARTY_ORG]->(o:PartyOrganization) "
        "WHERE coalesce(t.values_since, t.since) <= $day AND $day < t.until "
        "RETURN a.id AS a, type(t) AS type, t.mode AS mode"
    ),
    "nodes and ties themselves": (
        "MATCH (a)-[t:LOCATED_IN|HAS_PARTY_ORG|MEMBER_OF|EARLIER_HAS_PARTY_ORG]->(b) OPTIONAL MATCH "
        "(a)<-[v:EARLIER_VALUES_OF]-(e) RETURN a, t, b, v, e"
    ),
    "lists of them": "MATCH (p:Place)-[steps:PART_OF*0..2]->(q) RETURN p.id AS id, steps, size(steps) AS n",
    "all there is": "MATCH (n:Unit|Place|Community|Division|PartyOrganization) RETURN labels(n) AS l, count(*) AS n",
}  # fmt: skip
"""Queries about what the server keeps beside the values stated last."""


def tables_of(town: Town, changed: Random | None = None) -> dict[str, list[dict[str, Any]]]:
    """A town as own tables; some values of units are others when it is stated again."""
    found: dict[str, list[dict[str, Any]]] = {}
    for node in town.nodes:
        row = {"id": node.id, "valid_from": node.valid_from, "valid_to": node.valid_to, **node.props}
        if changed is not None and node.kind == "Unit" and changed.random() < 0.5:
            row["members"] = changed.randint(0, 4)
        found.setdefault(node.kind, []).append(row)
    for edge in town.edges:
        row = {"from": edge.start, "to": edge.end, "valid_from": edge.valid_from, "valid_to": edge.valid_to}
        row |= {"ended": edge.ended, **edge.props}
        if changed is not None and edge.kind == "HAS_PARTY_ORG" and changed.random() < 0.5:
            row["mode"] = changed.choice(("single", "joint", "area"))
        found.setdefault(edge.kind, []).append(row)
    return found


@pytest.fixture(scope="module")
def server() -> Iterator[Neo4jStore]:
    """An empty server."""
    store = open_store(emptied(shared()))
    assert isinstance(store, Neo4jStore)
    yield store
    store.close()


def side_by_side(choose: Random) -> Town:
    """Several random towns that have nothing to do with each other."""
    towns = [draw_town(choose) for _ in range(TOWNS)]
    nodes = [replace(node, id=f"{place}{node.id}") for place, town in enumerate(towns) for node in town.nodes]
    edges = [_beside(edge, str(place)) for place, town in enumerate(towns) for edge in town.edges]
    return Town(tuple(nodes), tuple(edges))


def _beside(edge: Edge, place: str) -> Edge:
    own = {"id": f"{place}{edge.props['id']}"} if edge.props.get("id") else {}
    return replace(edge, start=place + edge.start, end=place + edge.end, props={**edge.props, **own})


def asked(store: Store, names: Sequence[str], given: Mapping[str, str]) -> dict[str, list[str]]:
    """The rows of every query: in their order where the query says one, which is then of different values; a UNION has
    none."""
    day, found = date.fromisoformat(given["day"]), {}
    for name in names:
        query = library()[name]
        own = {parameter.name: given[parameter.name] for parameter in query.parameters if parameter.name in given}
        rows = list(map(repr, store.query(query.text, bound(query, own, day), Limits(seconds=300)).rows))
        found[name] = sorted(rows) if "UNION" in query.text else rows
    for name, text in EARLIER.items():
        values = {"day": day} if "$day" in text else {}
        found[name] = sorted(map(repr, store.query(text, values, Limits()).rows))
    return found


def test_both_stores_give_the_same_rows(server: Neo4jStore, tmp_path: Path, long: bool) -> None:
    """Of all named queries, on towns whose values change; most queries find something in one of them.

    In each run those written by hand and the quick ones of the others, which `test_restated` and `test_restated_file`
    compare with the commands too; every one with --long.
    """
    names = [
        name for name, query in library().items()
        if long or query.group not in GROUPS or query.group in QUICK or name in OF_TERRITORY
    ]  # fmt: skip
    something = set[str]()
    for number in range(DATABASES_LONG if long else DATABASES):
        choose = Random(f"stores:{number}")
        town = side_by_side(choose)
        file = EmbeddedStore(tmp_path / f"{number}.duckdb", SCHEMA)
        for source, day in zip("AB", STATED, strict=True):
            folder = write_tables(tmp_path / f"{number}{source}", tables_of(town, choose if source == "B" else None))
            import_tables(file, folder, Options("A", day))
        copy(file, server, replace=True)
        given = {"day": choose.choice(AS_OF).isoformat(), "before": choose.choice(AS_OF).isoformat()}
        given["id"] = choose.choice(town.nodes).id
        given["from"], given["to"] = (node.id for node in choose.sample(town.nodes[:10], 2))
        with file.kept_open():
            ours, theirs = (asked(store, names, given) for store in (file, server))
        differing = [(name, ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]]
        assert differing == [], f"stores:{number}"
        something |= {name for name, rows in ours.items() if rows}
    assert len(something) > len(names) / 3, something
