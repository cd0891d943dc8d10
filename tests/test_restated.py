"""Queries generated from the policy, on a real server: they give what graphgov's own commands give, on every day."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
import town
from cases.tables import write_tables
from click.testing import CliRunner
from neo4j_server import emptied, shared
from reference import Town
from restated import Rows, expected
from strategies import AS_OF
from strategies import write_tables as write_town
from test_import import HISTORY_DAYS, take_in_history
from test_territory import draw_addresses

from graphgov.cli import cli
from graphgov.coverage import NOWHERE, STATES, Coverage
from graphgov.graph import Graph
from graphgov.intake import Options, import_tables
from graphgov.named import NamedQuery, bound, parsed
from graphgov.policy import read_policy
from graphgov.restated import GROUPS, home, queries
from graphgov.store import Limits, Neo4jStore, Store, open_store

HISTORIES, HISTORIES_LONG = 1, 12
TOWNS, TOWNS_LONG = 3, 100

SHIPPED = {name: parsed(name, text) for name, text in queries(read_policy()).items()}


def asked(store: Store, query: NamedQuery, day: date) -> Rows:
    """The rows of a query without names; of a standard those of every state."""
    rows: Rows = Counter()
    asks = [{"state": state} for state in STATES] if query.parameters[1:] else [{}]
    for more in asks:
        given = bound(query, {"day": day.isoformat(), **more}, day)
        found = store.query(query.text, given, Limits(rows=100_000))
        assert not found.more
        rows.update((*row[:2], *row[3:]) for row in found.rows)
    return rows


def compare(store: Store, graph: Graph, day: date, names: list[str]) -> set[str]:
    """Compare queries on a day; which of them had rows."""
    coverage, had = Coverage(graph.on(day), read_policy()), set[str]()
    for name in names:
        wanted, found = expected(coverage, name), asked(store, SHIPPED[name], day)
        assert found == wanted, f"{name} on {day}: {found - wanted} too many, {wanted - found} missing"
        had |= {name} if found else set()
    return had


NEWS = {
    "Unit": [
        {"id": "farm", "type": "enterprise", "operating": "no", "full_members": "4"},
        {"id": "kiosk", "type": "individual_business", "reported_org": "no", "has_union": "yes"},
        {"id": "lab", "type": "public_institution", "employees": "60", "has_instructor": "no"},
        {"id": "mill", "type": "enterprise", "full_members": "0", "size": "large"},
        {"id": "factory", "type": "enterprise", "operating": "no"},
        {"id": "school", "type": "public_institution", "reported_covered": "no", "counted_on": "2018-01-01"},
        {"id": "mover", "type": "enterprise", "planned_date": "2019-01-01"},
        {"id": "tied", "type": "social_organization", "exempt_reason": "新设", "exempt_until": "2018"},
    ],
    "Place": [
        {"id": "M", "type": "commercial_building", "operating": "yes"}, {"id": "G", "type": "other"},
        {"id": "I", "type": "industrial_park"}, {"id": "R", "type": "residential_building"},
    ],
    "PartyOrganization": [
        {"id": "OB", "type": "ordinary", "tier": "general_branch"}, {"id": "BA", "type": "functional"},
        {"id": "OT", "type": "ordinary", "tier": "branch", "full_members": "2"}, {"id": "BX", "type": "big_committee"},
        {"id": "CB", "type": "ordinary", "tier": "general_branch", "full_members": "40", "instructors": "0"},
        {"id": "OC", "type": "ordinary", "tier": "committee", "term_ends": "2018"},
    ],
    "HAS_PARTY_ORG": [
        {"from": "bank", "to": "OZ", "mode": "single"}, {"from": "bank", "to": "OB", "mode": "single"},
        {"from": "cafe", "to": "OJ", "mode": "single"},
        *({"from": unit, "to": "OT", "mode": "joint"} for unit in ["press", "club", "hotel", "store", "tied", "stall"]),
    ],
    "MEMBER_OF": [{"from": "agency", "to": "BA", "role": "member_unit", "seats": "2"}],
    "LOCATED_IN": [
        {"from": "factory", "to": "A", "role": "operating", "valid_from": "2020-03-01"}, {"from": "club", "to": "Z"},
    ],
    "CO_CONSTRUCTS": [
        {"from": "store", "to": "B", "valid_to": "2020-12-01"}, {"from": "OC", "to": "A", "valid_to": "2020-10-01"},
    ],
    "Claim": [
        {"about": "T", "measure": "tenants", "value": "2", "stated_on": "2020-09-01"},
        {"about": "BA", "measure": "introduced_units", "value": "4", "stated_on": "2019-01-01"},
        {"about": "A", "measure": "co_constructing", "value": "1", "stated_on": "2019-01-01"},
        {"about": "A", "measure": "partners", "value": "5", "stated_on": "2019-01-01"},
        {"about": "bank", "measure": "part_time_seats", "value": "1", "stated_on": "2019-01-01"},
        {"about": "bank", "measure": "member_units", "value": "1", "stated_on": "2019-01-01"},
    ],
}  # fmt: skip
"""What a later source says of the town: kinds, counts, ties and roles that were others before."""

DAYS = (town.BEFORE, town.DAY, date(2020, 10, 1))
"""The last one is the cut-off."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Neo4jStore:
    """The town as two sources state it, and a third that changes much, on a server."""
    folder, found = tmp_path_factory.mktemp("town"), open_store(emptied(shared()))
    assert isinstance(found, Neo4jStore)
    import_tables(found, write_tables(folder / "paper", town.tables()), Options("paper", date(2019, 1, 1)))
    import_tables(found, write_tables(folder / "news", NEWS), Options("news", date(2020, 10, 1)))
    return found



@pytest.fixture
def empty() -> Neo4jStore:
    """An empty database."""
    found = open_store(emptied(shared()))
    assert isinstance(found, Neo4jStore)
    return found


@pytest.mark.parametrize("group", GROUPS)
def test_the_town(group: str, store: Neo4jStore) -> None:
    """Every query, on the cut-off and before it, has the rows that the commands have, which are checked on paper; and
    each has some."""
    graph, names = store.read(), [name for name in SHIPPED if name.startswith(f"{group}/")]
    assert graph.cutoff == DAYS[-1]
    assert set[str]().union(*(compare(store, graph, day, names) for day in DAYS)) == set(names)


PLACED = ("registered_community", "street", "district", "community")

WHERE_ALL_ARE = "\n".join(
    [
        "MATCH (x:Unit|Place)", "WHERE x.since <= $day AND $day < x.until", *home.clauses("x", ["x"], PLACED),
        f"RETURN x.id AS id, {', '.join(PLACED)}",
    ]
)  # fmt: skip


def test_where_the_town_is(store: Neo4jStore) -> None:
    """A query finds where everything of the town belongs: what moved, what has two addresses, what is in a building."""
    graph = store.read()
    for day in DAYS:
        found = store.query(WHERE_ALL_ARE, {"day": day}, Limits()).rows
        assert sorted(found) == sorted(placed(Coverage(graph.on(day), read_policy()))), day
    # On paper: by their own addresses and not by those of the market in B and of the business district in A.
    assert {("shop", None, "S", "D", "A"), ("club", None, "W", "D", "B")} <= set(found)


def test_histories(empty: Neo4jStore, tmp_path: Path, long: bool) -> None:
    """On random histories, on days before, within and after them; with --long every query.

    Rules on histories are shown by `test_neo4j_rules`; the rest takes long.
    """
    names = [name for name in SHIPPED if long or name.split("/")[0] in ("denominators", "gaps", "views")]
    had = set[str]()
    for number in range(HISTORIES_LONG if long else HISTORIES):
        empty.bolt.run("MATCH (n) DETACH DELETE n")
        take_in_history(empty, Random(f"all {number}"), tmp_path / str(number))
        for day in HISTORY_DAYS:
            had |= compare(empty, empty.read(), day, names)
    assert had


def test_whose_community(empty: Neo4jStore, tmp_path: Path, long: bool) -> None:
    """On random addresses of all sorts: a query finds where everything belongs, as the territory of coverage has it."""
    for number in range(TOWNS_LONG if long else TOWNS):
        choose = Random(f"home {number}")
        day = choose.choice(AS_OF)
        empty.bolt.run("MATCH (n) DETACH DELETE n")
        (tmp_path / str(number)).mkdir()
        write_town(single_parents(draw_addresses(choose, day)), tmp_path / str(number))
        import_tables(empty, tmp_path / str(number), Options(stated_on=day))
        for asked_on in {day, choose.choice(AS_OF)}:
            coverage = Coverage(empty.read().on(asked_on), read_policy())
            found = empty.query(WHERE_ALL_ARE, {"day": asked_on}, Limits()).rows
            assert sorted(found) == sorted(placed(coverage)), f"home {number} on {asked_on}"


def single_parents(of: Town) -> Town:
    """A town whose communities and divisions are part of one division each: of several the docs say what may differ."""
    first = {edge.start: edge for edge in reversed(of.edges) if edge.kind == "PART_OF"}
    kept = (edge for edge in of.edges if edge.kind != "PART_OF" or of.node(edge.start).kind == "Place")
    return replace(of, edges=(*kept, *(edge for edge in first.values() if of.node(edge.start).kind != "Place")))


def placed(coverage: Coverage) -> Iterator[tuple[str | None, ...]]:
    """Every unit and place with what `PLACED` names."""
    columns = [getattr(coverage.territory, name) for name in PLACED]
    for kind in ("Unit", "Place"):
        part = coverage.snapshot.slice_of(kind)
        for node in range(part.start, part.stop):
            if coverage.snapshot.alive[node]:
                where = (int(column[node]) for column in columns)
                yield town.name(coverage, node), *(None if at == NOWHERE else town.name(coverage, at) for at in where)


HOSTILE = "'} RETURN 1 // \\ \\u000a CREATE (:X) \n// column x: text"

OWN = '''
default_standard = "mine"
default_denominator = { Unit = "named", Place = "everywhere" }

[[rule]]
name = "规则"
rung = 1
gives = "work"
path = PATH
source = HOSTILE
note = HOSTILE

[[standard]]
name = "mine"
rungs = [1]
source = "// en: another"

[[denominator]]
name = "named"
path = "(return:Unit WHERE return.id <> 'u2' AND (return.employees * 2 - 1) * 3 < 70)"
source = "x"

[[denominator]]
name = "everywhere"
path = "(p:Place)"
source = "x"

[[category]]
name = "every"
path = "(u:Unit)"
source = "x"

[[finding]]
name = "stated"
severity = "low"
claim = true
source = "without any measure"

[[finding]]
name = "placed"
severity = "low"
path = """
(u:Unit WHERE NOT (u.id = 'u2' OR u.id = 'u4') AND u.community IS NULL AND (u.street = 'd' OR u.district IS NULL))"""
lacks = ["规则"]
source = "x"
'''

OWN_SUBJECTS = {
    "rules/规则": "u1", "denominators/named": "u1 u3", "categories/every": "u1 u2 u3 u4", "findings/placed": "u3",
}  # fmt: skip


def test_a_policy_of_ones_own(empty: Neo4jStore, tmp_path: Path) -> None:
    """Its queries are written into a new folder, once; whatever it says stays what it is, in text and in comments."""
    path = "(match:Unit {no_org_reason: '" + HOSTILE.replace("\\", "\\\\").replace("'", "\\'") + "'})"
    text = OWN.replace("PATH", json.dumps(path)).replace("HOSTILE", json.dumps(HOSTILE))
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    units = [{"id": f"u{number}", "type": "other", "employees": str(number * 4)} for number in range(1, 5)]
    rows = [{**unit, "no_org_reason": reason} for unit, reason in zip(units, (HOSTILE, "x", "", "\\"), strict=True)]
    places = [{"id": "p1", "type": "other"}]
    import_tables(empty, write_tables(tmp_path / "own", {"Unit": rows, "Place": places}), Options("own", town.DAY))

    command = ("policy", "queries", str(tmp_path / "cypher"), "--policy", str(tmp_path / "own.toml"), "--lang", "en")
    first, again = (CliRunner().invoke(cli, command) for _ in range(2))
    assert (first.exit_code, "wrote 7 queries" in first.output, again.exit_code) == (0, True, 2)
    files = {each.relative_to(tmp_path / "cypher").as_posix(): each for each in (tmp_path / "cypher").rglob("*.cypher")}
    assert set(files) == {
        "schema.cypher", "rules/规则.cypher", "standards/mine.cypher", "denominators/named.cypher",
        "categories/every.cypher", "findings/placed.cypher", "denominators/everywhere.cypher", "findings/stated.cypher",
    }  # fmt: skip
    coverage = Coverage(empty.read().on(town.DAY), read_policy(tmp_path / "own.toml"))
    for name in (name.removesuffix(".cypher") for name in files if "/" in name):
        query = parsed(name, files[f"{name}.cypher"].read_text(encoding="utf-8"))
        found = asked(empty, query, town.DAY)
        assert found == expected(coverage, name), name
        assert name not in OWN_SUBJECTS or " ".join(sorted(row[1] for row in found)) == OWN_SUBJECTS[name], name
