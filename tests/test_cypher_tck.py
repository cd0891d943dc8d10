"""The openCypher TCK: every scenario is answered as it says, or refused with a named error."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import neo4j
from neo4j.time import Date
from neo4j_server import shared
from tck import NoValue, Scenario, scenarios, value_of

from graphgov import engine
from graphgov.errors import BadQuery, StoreError
from graphgov.query import terms
from graphgov.query.catalog import COUNT, DATE, NUMBER, TEXT, TRUTH, Catalog, Kind, Property
from graphgov.query.clauses import Query
from graphgov.query.parse import parse_query
from graphgov.query.tree import Attribute, EdgePattern, NodePattern
from graphgov.store import Limits
from graphgov.store.asking import answered
from graphgov.store.shown import Shown

TYPES = {
    str: (TEXT, "VARCHAR"), bool: (TRUTH, "BOOLEAN"), int: (COUNT, "BIGINT"), float: (NUMBER, "DOUBLE"),
    Date: (DATE, "DATE"),
}  # fmt: skip
NOBODY = "null"
"""The type of a property that no element has."""

GOLDEN = Path(__file__).parent / "golden"

TALLY = GOLDEN / "tck.csv"
"""How many scenarios of each feature are passed and refused; docs/cypher.md shows it."""

OUTSIDE = GOLDEN / "tck_outside.csv"
"""By what errors scenarios that want rows are refused, how many, and what they need that the language leaves out."""

EVERY = 24
"""One scenario of so many is run; all with --long."""


class Untyped(Exception):
    """A graph that no catalog describes: several labels, or a property of several types."""


def things(value: Any) -> Iterator[Any]:
    """Every part of a tree."""
    yield value
    if is_dataclass(value):
        for each in fields(value):
            yield from things(getattr(value, each.name))
    elif isinstance(value, tuple):
        for part in value:
            yield from things(part)


class World:
    """The graph of a scenario, made in a server and read into tables; kinds and properties of the query declared."""

    def __init__(self, driver: neo4j.Driver, setup: Sequence[str], query: Query) -> None:
        nodes, edges = _made(driver, setup)
        self.connection = engine.scratch()
        parts = list(things(query))
        labels = {str(kind) for part in parts if isinstance(part, NodePattern | terms.Labelled) for kind in part.kinds}
        types = {str(kind) for part in parts if isinstance(part, EdgePattern) for kind in part.kinds}
        names = {str(part.name) for part in parts if isinstance(part, Attribute | terms.Member)}
        every = sorted(names.union(*(row[-1] for row in (*nodes, *edges))))
        # A property has one column, whatever kind it is of.
        self.columns = {name: f"p{place}" for place, name in enumerate(every)}
        known = {label for _, label, _ in nodes} | labels | {""}
        places = {label: f"n{place}" for place, label in enumerate(sorted(known))}
        self.nodes = {label: self._kind(table, nodes, label, names) for label, table in places.items()}
        pairs = frozenset((start, end) for start in self.nodes for end in self.nodes)
        # As a node may be of no label, so a graph without ties has a kind of them, of which there is none.
        joining = sorted({kind for _, kind, *_ in edges} | types) or [""]
        ties = {kind: f"e{place}" for place, kind in enumerate(joining)}
        self.edges = {kind: self._kind(table, edges, kind, names, pairs) for kind, table in ties.items()}

    def _kind(
        self, table: str, rows: Collection[Any], own: str, names: set[str],
        ends: frozenset[tuple[str, str]] = frozenset(),
    ) -> Kind:  # fmt: skip
        keys = ("key", "src", "dst") if ends else ("key",)
        mine = [(key, *others) for key, kind, *others in rows if kind == own]
        properties, columns = dict[str, Property](), [f"{key} BIGINT" for key in keys]
        wanted = sorted({name for row in mine for name in row[-1]} | names)
        for name in wanted:
            found = {type(row[-1][name]) for row in mine if name in row[-1]}
            if len(found) > 1 or found - set(TYPES):
                raise Untyped(name)
            type_, sql = TYPES[found.pop()] if found else (NOBODY, "VARCHAR")
            properties[name] = Property(type_, self.columns[name])
            columns.append(f"{self.columns[name]} {sql}")
        self.connection.run(f"CREATE TABLE {table} ({', '.join(columns)})")
        for row in mine:
            values = [*row[:-1], *(_native(row[-1].get(name)) for name in wanted)]
            self.connection.run(f"INSERT INTO {table} VALUES ({', '.join('?' for _ in values)})", values)

        def sql(asked: Collection[str]) -> str:
            return f"SELECT {', '.join(f't.{name}' for name in (*keys, *asked))} FROM {table} t"

        return Kind(own, properties, sql, labels=(own,) if own else (), ends=ends)

    def ask(self, query: str, given: dict[str, Any]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
        """Columns and rows of the query."""
        catalog = Catalog(self.nodes, self.edges, whole=True)
        found = answered(self.connection, catalog, query, given, Limits(60, 1_000_000))
        return found.columns, list(found.rows)


def _native(value: Any) -> Any:
    return value.to_native() if isinstance(value, Date) else value


def _made(driver: neo4j.Driver, setup: Sequence[str]) -> tuple[list[Any], list[Any]]:
    if not setup:
        return [], []
    with driver.session(database="neo4j") as session:
        session.run("MATCH (n) DETACH DELETE n").consume()
        for statement in setup:
            session.run(statement).consume()
        nodes = session.run("MATCH (n) RETURN id(n), labels(n), properties(n)").values()
        edges = session.run("MATCH (a)-[r]->(b) RETURN id(r), type(r), id(a), id(b), properties(r)").values()
    if any(len(labels) > 1 for _, labels, _ in nodes):
        raise Untyped("labels")
    return [(key, "".join(labels), values) for key, labels, values in nodes], edges


def judged(driver: neo4j.Driver, scenario: Scenario) -> str:
    """How a scenario came out: "passed", "refused" by name, or "wrong" with what came."""
    try:
        query = parse_query(scenario.query)
        given = {name: value_of(value) for name, value in scenario.parameters.items()}
        columns, rows = World(driver, scenario.setup, query).ask(scenario.query, given)
    except (BadQuery, StoreError, Untyped, NoValue) as error:
        return f"refused: {getattr(error, 'key', type(error).__name__)}"
    if scenario.rows is None:
        return f"wrong: {rows} where an error is wanted"
    try:
        expected = [tuple(map(value_of, row)) for row in scenario.rows]
    except NoValue:
        return f"wrong: {rows}"
    plain = _plain_in_any_order if scenario.lists_unordered else repr
    one, other = ([tuple(map(plain, map(_number, row))) for row in each] for each in (rows, expected))
    equal = one == other if scenario.ordered else Counter(one) == Counter(other)
    return "passed" if equal and list(columns) == list(scenario.columns) else f"wrong: {columns} {rows}"


def _number(value: Any) -> Any:
    if isinstance(value, list):
        return [_number(each) for each in value]
    if isinstance(value, Shown):
        return replace(value, properties={name: _number(each) for name, each in value.properties.items()})
    if isinstance(value, date):
        return value.isoformat()
    # The larger are told apart as whole numbers alone.
    small = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= 2**53
    return float(value) if small else value


def _plain_in_any_order(value: Any) -> str:
    return repr(sorted(value, key=repr)) if isinstance(value, list) else repr(value)


@dataclass
class Tally:
    """How scenarios came out, by feature; by what errors those were refused that want rows; what was wrong."""

    found: dict[str, Counter[str]] = field(default_factory=dict)
    outside: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, scenario: Scenario, result: str) -> None:
        """Count one."""
        came, _, error = result.partition(": ")
        self.found.setdefault(scenario.feature, Counter())[came] += 1
        if came == "refused" and scenario.rows is not None:
            self.outside[error] += 1
        if came == "wrong":
            self.wrong.append("\n".join((scenario.name, scenario.query, result, f"wanted {scenario.rows}")))


def test_tck(long: bool) -> None:
    """None is answered otherwise than the TCK says; all together they come out as docs/cypher.md shows.

    A scenario that wants rows is refused by nothing but what it needs of Cypher that the language leaves out.
    """
    every, tally = list(scenarios()), Tally()
    assert len(every) > 3_800
    with neo4j.GraphDatabase.driver(shared(), notifications_min_severity="OFF") as driver:
        for scenario in every if long else every[::EVERY]:
            tally.add(scenario, judged(driver, scenario))
    assert not tally.wrong, tally.wrong[0]
    outside = {row["refused"]: int(row["scenarios"]) for row in _rows(OUTSIDE)}
    if long:
        found = [(feature, str(came["passed"]), str(came["refused"])) for feature, came in sorted(tally.found.items())]
        assert [tuple(row.values()) for row in _rows(TALLY)] == found
        assert outside == tally.outside
    else:
        assert tally.outside.keys() <= outside.keys()
        assert sum(came["passed"] for came in tally.found.values()) > 10


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_finds_a_wrong_answer() -> None:
    """The comparison has power: a scenario whose rows are changed is wrong."""
    scenario = next(each for each in scenarios() if each.query.strip() == "RETURN 1 AS literal")
    with neo4j.GraphDatabase.driver(shared(), notifications_min_severity="OFF") as driver:
        assert judged(driver, scenario) == "passed"
        scenario.rows = [("2",)]
        assert judged(driver, scenario).startswith("wrong")
