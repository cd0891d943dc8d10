"""Coverage of the shipped sample against the oracle that reads its files, and against SQL on the file it is kept in."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from sample_city import City, Row, first, last
from test_states import STANDARDS

from graphgov import engine
from graphgov.coverage import NOWHERE, STATES, SUBJECTS, Coverage, rates
from graphgov.graph import Graph
from graphgov.intake import Options, import_tables
from graphgov.policy import Policy, read_policy
from graphgov.query import Path as CheckedPath
from graphgov.query import subjects_sql
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore

SAMPLE = Path(__file__).resolve().parents[1] / "graphgov" / "sample" / "kunming"
UNPLANTED = {"member_by_organization", "co_constructs_by_organization"}
"""Rules that hold for nobody in the sample; the paper town has them."""
DAYS = (date(2019, 6, 30), date(2020, 6, 30), date(2020, 7, 23), date(2021, 6, 30))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """The shipped sample in a file, its folders in their order."""
    found = EmbeddedStore(tmp_path_factory.mktemp("sample") / "sample.duckdb", SCHEMA)
    for source in tomllib.loads((SAMPLE / "sources.toml").read_text(encoding="utf-8"))["source"]:
        import_tables(found, SAMPLE / source["name"], Options(source["name"], source["stated_on"]))
    return found


@pytest.fixture(scope="module")
def graph(store: EmbeddedStore) -> Graph:
    """The shipped sample."""
    return store.read()


@cache
def city(day: date) -> City:
    """The sample on a day as the oracle reads it from the files."""
    return City.read(SAMPLE, day)


def every_path(policy: Policy) -> Iterator[tuple[str, CheckedPath]]:
    """Every path of the policy's rules, presences, denominators, categories, gaps, views and measures, with a name."""
    for entry in (*policy.rules, *policy.presences, *policy.views, *policy.measures):
        yield from ((entry.name, path) for path in entry.paths)
    for single in (*policy.denominators, *policy.categories, *policy.gaps):
        yield single.name, single.path


@pytest.mark.parametrize("day", DAYS[1:], ids=str)
def test_policy_in_sql_and_on_arrays(day: date, store: EmbeddedStore, graph: Graph) -> None:
    """Every path of the policy has the same subjects in SQL on the file and on the arrays, and hardly any has none."""
    passes, empty = Coverage(graph.on(day), read_policy()).passes, set()
    place = {int(key): number for number, key in enumerate(graph.keys)}
    connection = engine.connect(store.path, write=False)
    for name, path in every_path(read_policy()):
        keys = connection.table(subjects_sql(path, SCHEMA, day)).column("key").to_pylist()
        assert sorted(place[key] for key in keys) == np.flatnonzero(passes.subjects(path)).tolist(), name
        empty |= set() if keys else {name}
    connection.close()
    assert empty <= UNPLANTED


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_sample_rungs(day: date, graph: Graph) -> None:
    """Every unit and place of the sample is reached on the rungs that the oracle finds."""
    coverage = Coverage(graph.on(day), read_policy())
    by_rung = {
        rung: coverage.any_of(rule.name for rule in coverage.policy.rules if rule.rung == rung)
        for rung in sorted({rule.rung for rule in coverage.policy.rules})
    }
    numbers = {str(one): number for number, one in enumerate(graph.ids.list())}
    for row in city(day).subjects():
        found = {rung for rung, mask in by_rung.items() if mask[numbers[row["id"]]]}
        assert found == city(day).rungs(row), row
    alive = sum(int(coverage.snapshot.alive[coverage.snapshot.slice_of(kind)].sum()) for kind in SUBJECTS)
    assert alive == len(list(city(day).subjects())) > 9000


def sample_state(row: Row, day: date, covered: bool) -> str:
    """The state of what holds in the sample, under the default denominator (not known to have stopped)."""
    until = row.get("exempt_until")
    if "exempt_reason" in row and (until is None or last(until) >= day):
        return "not_applicable"
    if row.get("operating") == "no":
        return "not_applicable"
    reported = (row.get("reported_org"), row.get("reported_covered"))
    if covered:
        return "covered"
    return "claimed" if "yes" in reported else "unknown" if "unknown" in reported else "blind"


def sample_category(kind: str, row: Row) -> str:
    """The category of a unit or place."""
    if kind == "Place":
        return {"residential_building": "residential_building", "other": "other_place"}.get(row["type"], row["type"])
    if row["type"] == "enterprise":
        sizes = {"small": "small_micro_enterprise", "micro": "small_micro_enterprise", "": "enterprise_size_unknown"}
        return sizes.get(row.get("size", ""), "enterprise_other")
    same = {"property_management_committee": "owners_committee", "other": "other_unit"}
    return same.get(row["type"], row["type"])


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("standard", STANDARDS)
def test_sample_states_by_category(standard: str, day: date, graph: Graph) -> None:
    """Units and places by category and state, under every standard and on every day, as the oracle counts them."""
    now, coverage = city(day), Coverage(graph.on(day), read_policy())
    for kind in SUBJECTS:
        counted: dict[str, Counter[str]] = {}
        for row in now.of(kind):
            state = sample_state(row, day, bool(now.rungs(row) & STANDARDS[standard]))
            counted.setdefault(sample_category(kind, row), Counter())[state] += 1
        found = {
            rate.group[0]: Counter({state: getattr(rate, state) for state in STATES})
            for rate in rates(coverage, kind, ("category",), standard)
        }
        assert found == counted
        blind = {str(graph.ids.at(int(number))) for number in coverage.blind(kind, standard)}
        assert len(blind) == sum(one["blind"] for one in counted.values()) > 0


def home_of(now: City, row: Row) -> str:
    """The latest of several operating addresses in a community, else where the oracle finds it."""
    direct = [
        edge for edge in now.out("LOCATED_IN", row["id"])
        if now.kinds[edge["to"]] == "Community" and edge.get("role", "operating") == "operating"
    ]  # fmt: skip
    began = sorted((first(edge["valid_from"]) if "valid_from" in edge else date.min, edge["to"]) for edge in direct)
    return began[-1][1] if began else now.community(row["id"])


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_sample_communities(day: date, graph: Graph) -> None:
    """Every unit and place of the sample is in the community, or else the division, where the oracle finds it."""
    coverage = Coverage(graph.on(day), read_policy())
    community, division = coverage.territory.community, coverage.territory.division
    numbers = {str(one): number for number, one in enumerate(graph.ids.list())}
    differ = []
    for row in city(day).subjects():
        number, home = numbers[row["id"]], home_of(city(day), row)
        found = community[number] if community[number] != NOWHERE else division[number]
        if ("" if found == NOWHERE else graph.ids.at(int(found))) != home:
            differ.append((row["id"], home, found))
    assert differ == []
