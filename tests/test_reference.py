"""The reference evaluator on towns small enough to draw, and what the random cases are worth.

The town (days of an edge or node in brackets: first day, first day after; nothing: always)::

    U1 --LOCATED_IN------------------> p1 --PART_OF--> p2 [, 2022) --PART_OF--> p3
    U2 --LOCATED_IN [2020, 2021)-----> p1              |                        |
    U3 --LOCATED_IN (ended)----------------------------> p2                     |
    U4 --LOCATED_IN [, 2020)---------------------------> p2 --HAS (area)--> o1  |
    U4 --LOCATED_IN [2021, )---------------------------> p2                     +--HAS (joint)--> o2
    U2 --PAIRED_WITH (basis A)-- U1        U2 --PAIRED_WITH (basis B)-- U1      U4 --PAIRED_WITH-- o1

           operating  employees  planned_date
    U1     yes        3          2020-02-29
    U2     -          -          -
    U3     no         0          -
    U4     unknown    10         -
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, permutations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from reference import (
    Day,
    Edge,
    EdgeKey,
    EdgePattern,
    Equals,
    Expr,
    Literal,
    Node,
    NodePattern,
    OneOf,
    Op,
    PathPattern,
    Prop,
    Statement,
    Town,
    Walk,
    Where,
    community_of,
    is_walk,
    named,
    subjects,
    value_on,
    walks,
)
from strategies import AS_OF, DAYS, Case, cases, days, paths, seeded_case, seeded_cases, towns, write_tables

from graphgov.schema import SCHEMA

END_19, NEW_20, END_20, NEW_21, END_21, NEW_22 = (
    date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1), date(2021, 12, 31), date(2022, 1, 1),
)

TOWN = Town(
    (
        Node("Unit", "U1", {"operating": "yes", "employees": 3, "planned_date": date(2020, 2, 29)}),
        Node("Unit", "U2"),
        Node("Unit", "U3", {"operating": "no", "employees": 0}),
        Node("Unit", "U4", {"operating": "unknown", "employees": 10}),
        Node("Place", "p1"),
        Node("Place", "p2", valid_to=NEW_22),
        Node("Place", "p3"),
        Node("PartyOrganization", "o1", {"type": "ordinary"}),
        Node("PartyOrganization", "o2", {"type": "ordinary"}),
    ),
    (
        Edge("LOCATED_IN", "U1", "p1"),
        Edge("LOCATED_IN", "U2", "p1", valid_from=NEW_20, valid_to=NEW_21),
        Edge("LOCATED_IN", "U3", "p2", ended="yes"),
        Edge("LOCATED_IN", "U4", "p2", valid_to=NEW_20),
        Edge("LOCATED_IN", "U4", "p2", valid_from=NEW_21),
        Edge("PART_OF", "p1", "p2"),
        Edge("PART_OF", "p2", "p3"),
        Edge("HAS_PARTY_ORG", "p2", "o1", {"mode": "area"}),
        Edge("HAS_PARTY_ORG", "p3", "o2", {"mode": "joint"}),
        Edge("PAIRED_WITH", "U2", "U1", {"basis": "A"}),
        Edge("PAIRED_WITH", "U2", "U1", {"basis": "B"}),
        Edge("PAIRED_WITH", "U4", "o1"),
    ),
)

UNIT, PLACE, ORG = NodePattern("x", ("Unit",)), NodePattern("", ("Place",)), NodePattern("", ("PartyOrganization",))
LOCATED, PAIRED = EdgePattern(("LOCATED_IN",)), EdgePattern(("PAIRED_WITH",), "-")
TENANT = PathPattern((UNIT, PLACE), (LOCATED,))


def _roof(low: int, high: int) -> PathPattern:
    part_of, has = EdgePattern(("PART_OF",), "->", low, high), EdgePattern(("HAS_PARTY_ORG",))
    return PathPattern((UNIT, PLACE, PLACE, ORG), (LOCATED, part_of, has))


def _unit_where(condition: Expr) -> PathPattern:
    return PathPattern((replace(UNIT, tests=(Where(condition),)),))


# ---- Time -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date.min, {"U1", "U4"}),
        (END_19, {"U1", "U4"}),
        (NEW_20, {"U1", "U2"}),
        (END_20, {"U1", "U2"}),
        (NEW_21, {"U1", "U4"}),
        (NEW_22, {"U1"}),
        (date.max, {"U1"}),
    ],
)
def test_days(day: date, expected: set[str]) -> None:
    """The first day counts and the last does not; an unknown start is ever; ended without a date is never; ends too."""
    assert subjects(TOWN, TENANT, day) == expected


def test_ended_with_a_date_holds_until_then() -> None:
    """`ended` says nothing more where the date is given; only yes ends."""
    edge = Edge("LOCATED_IN", "U1", "p1", valid_to=NEW_20, ended="yes")
    assert edge.holds(END_19) and not edge.holds(NEW_20)
    assert replace(edge, valid_to=None, ended="no").holds(NEW_20)
    assert replace(edge, valid_to=None, ended="unknown").holds(NEW_20)


def test_parallel_edges_are_told_apart() -> None:
    """The same unit in the same place at two times: each day has its own edge."""
    assert ("U4", 3, "p2") in set(walks(TOWN, TENANT, END_19))
    assert ("U4", 4, "p2") in set(walks(TOWN, TENANT, NEW_21))


# ---- Steps ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 2, {"U1", "U4"}), (0, 0, {"U4"}), (1, 1, {"U1", "U4"}), (2, 2, {"U1"}), (2, 5, {"U1"}), (3, 5, set())],
)
def test_repetition(low: int, high: int, expected: set[str]) -> None:
    """U1 reaches o1 over one edge and o2 over two, U4 reaches o1 over none and o2 over one."""
    assert subjects(TOWN, _roof(low, high), NEW_21) == expected


def test_walks_of_a_repetition() -> None:
    """Every walk is found once, with its edges; a repetition of no edge leaves the walk where it is."""
    assert sorted(walks(TOWN, _roof(0, 2), NEW_21)) == [
        ("U1", 0, "p1", 5, "p2", 6, "p3", 8, "o2"),
        ("U1", 0, "p1", 5, "p2", 7, "o1"),
        ("U4", 4, "p2", 6, "p3", 8, "o2"),
        ("U4", 4, "p2", 7, "o1"),
    ]


def test_inner_nodes_of_a_repetition_hold_too() -> None:
    """p2 is gone in 2022, so that its edges lead nowhere, though each of them is open."""
    assert subjects(TOWN, _roof(2, 2), END_21) == {"U1"}
    assert subjects(TOWN, _roof(2, 2), NEW_22) == set()


def test_inner_nodes_of_a_repetition_are_of_any_kind() -> None:
    """A division on the way from a community to a division is not asked for anything."""
    nodes = tuple(Node(kind, name, {"type": name}) for kind, name in _PLACES)
    town = Town(nodes, (Edge("PART_OF", "village", "town"), Edge("PART_OF", "town", "city")))
    city = NodePattern("", ("Division",), (Equals("type", "city"),))
    path = PathPattern((NodePattern("x", ("Community",)), city), (EdgePattern(("PART_OF",), "->", 1, 5),))
    assert list(walks(town, path, NEW_20)) == [("village", 0, "town", 1, "city")]


_PLACES = (("Community", "village"), ("Division", "town"), ("Division", "city"))


def test_directions() -> None:
    """An arrow goes as the edge is stored, the arrow back against it; a symmetric edge goes both ways."""
    host = PathPattern((NodePattern("x", ("Place",)), NodePattern("", ("Unit",))), (replace(LOCATED, direction="<-"),))
    assert subjects(TOWN, host, NEW_20) == {"p1"}
    assert subjects(TOWN, PathPattern((UNIT, UNIT), (LOCATED,)), NEW_20) == set()
    assert sorted(walks(TOWN, PathPattern((UNIT, UNIT), (PAIRED,)), NEW_20)) == [
        ("U1", 9, "U2"), ("U1", 10, "U2"), ("U2", 9, "U1"), ("U2", 10, "U1"),
    ]
    assert subjects(TOWN, PathPattern((NodePattern("x", ("PartyOrganization",)), UNIT), (PAIRED,)), NEW_20) == {"o1"}


def test_an_edge_is_used_once_in_a_walk() -> None:
    """There and back takes two agreements: U1 and U2 have them, U4 and o1 do not."""
    there_and_back = PathPattern((UNIT, NodePattern(), UNIT), (PAIRED, PAIRED))
    assert sorted(walks(TOWN, there_and_back, NEW_20)) == [
        ("U1", 9, "U2", 10, "U1"), ("U1", 10, "U2", 9, "U1"), ("U2", 9, "U1", 10, "U2"), ("U2", 10, "U1", 9, "U2"),
    ]


def test_kinds_and_filters() -> None:
    """Alternatives of kinds and of edge kinds; no kinds is any kind; a filter takes a value or one of several."""
    either = EdgePattern(("LOCATED_IN", "HAS_PARTY_ORG"))
    subject = NodePattern("x", ("Unit", "Place"))
    assert subjects(TOWN, PathPattern((subject, NodePattern()), (either,)), NEW_20) == {"U1", "U2", "p2", "p3"}
    area = replace(either, tests=(Equals("mode", "area"),))
    assert subjects(TOWN, PathPattern((subject, NodePattern()), (area,)), NEW_20) == {"p2"}
    some = replace(either, tests=(OneOf("mode", ("area", "joint")),))
    assert subjects(TOWN, PathPattern((subject, NodePattern()), (some,)), NEW_20) == {"p2", "p3"}


# ---- Conditions -------------------------------------------------------------------------------------------------

OPERATING, EMPLOYEES, PLANNED = Prop("operating"), Prop("employees"), Prop("planned_date")
YES, NO, UNKNOWN = Literal("yes"), Literal("no"), Literal("unknown")
IS_NO = Op("=", (OPERATING, NO))
KNOWN = Op("nullIf", (OPERATING, UNKNOWN))


@pytest.mark.parametrize(
    ("text", "condition", "expected"),
    [
        ("NOT x.operating = 'no'", Op("NOT", (IS_NO,)), "U1 U4"),
        ("x.operating <> 'no'", Op("<>", (OPERATING, NO)), "U1 U4"),
        ("coalesce(x.operating, 'unknown') <> 'no'", Op("<>", (Op("coalesce", (OPERATING, UNKNOWN)), NO)), "U1 U2 U4"),
        ("nullIf(x.operating, 'unknown') = 'yes'", Op("=", (KNOWN, YES)), "U1"),
        ("NOT nullIf(x.operating, 'unknown') = 'yes'", Op("NOT", (Op("=", (KNOWN, YES)),)), "U3"),
        ("nullIf(x.operating, 'unknown') IS NULL", Op("IS NULL", (KNOWN,)), "U2 U4"),
        ("x.operating IS NOT NULL", Op("IS NOT NULL", (OPERATING,)), "U1 U3 U4"),
        ("x.operating = 'no' OR NOT x.operating = 'no'", Op("OR", (IS_NO, Op("NOT", (IS_NO,)))), "U1 U3 U4"),
        ("x.operating = 'no' OR true", Op("OR", (IS_NO, Literal(True))), "U1 U2 U3 U4"),
        ("NOT (x.operating = 'no' AND false)", Op("NOT", (Op("AND", (IS_NO, Literal(False))),)), "U1 U2 U3 U4"),
        ("NOT (x.operating = 'no' AND true)", Op("NOT", (Op("AND", (IS_NO, Literal(True))),)), "U1 U4"),
        ("NOT x.operating IN ['yes', 'no']", Op("NOT", (Op("IN", (OPERATING, YES, NO)),)), "U4"),
        ("x.employees - 3 < 0", Op("<", (Op("-", (EMPLOYEES, Literal(3))), Literal(0))), "U3"),
        (
            "(x.employees + 1) * 2 >= 8",
            Op(">=", (Op("*", (Op("+", (EMPLOYEES, Literal(1))), Literal(2))), Literal(8))),
            "U1 U4",
        ),
        (
            "x.employees - (x.employees - 1) = 1",
            Op("=", (Op("-", (EMPLOYEES, Op("-", (EMPLOYEES, Literal(1))))), Literal(1))),
            "U1 U3 U4",
        ),
        (
            "(x.operating = 'no' OR x.operating = 'yes') AND x.employees <= 0",
            Op("AND", (Op("OR", (IS_NO, Op("=", (OPERATING, YES)))), Op("<=", (EMPLOYEES, Literal(0))))),
            "U3",
        ),
    ],
)
def test_conditions(text: str, condition: Expr, expected: str) -> None:
    """Null makes unknown, unknown does not match, and NOT leaves it so; the text has the brackets that it needs."""
    path = _unit_where(condition)
    assert subjects(TOWN, path, NEW_20) == set(expected.split())
    assert path.text() == f"(x:Unit WHERE {text})"


@pytest.mark.parametrize(
    ("condition", "holding", "failing"),
    [
        (Op("<", (PLANNED, Day())), date(2020, 3, 1), date(2020, 2, 29)),
        (Op("=", (PLANNED, Day(months=3))), date(2019, 11, 30), date(2019, 11, 28)),
        (Op("=", (PLANNED, Day(days=90))), date(2019, 12, 1), date(2019, 11, 30)),
        (Op("<", (Day(months=-12), PLANNED)), date(2021, 2, 28), date(2021, 3, 1)),
        (Op("=", (Op("coalesce", (Prop("valid_from"), Day())), PLANNED)), date(2020, 2, 29), date(2020, 3, 1)),
    ],
)
def test_days_in_conditions(condition: Expr, holding: date, failing: date) -> None:
    """$day and what lies a duration from it; three months after 30 November is the last of February."""
    assert subjects(TOWN, _unit_where(condition), holding) - {"U2", "U3", "U4"} == {"U1"}
    assert "U1" not in subjects(TOWN, _unit_where(condition), failing)


def test_conditions_on_edges() -> None:
    """An edge's own days can be asked for: on 2020-01-01 only U2's tenancy ends within a year."""
    within = Where(Op("<=", (Prop("valid_to"), Day(months=12))))
    assert subjects(TOWN, PathPattern((UNIT, PLACE), (replace(LOCATED, var="e", tests=(within,)),)), NEW_20) == {"U2"}


def test_text() -> None:
    """A path in the language: kinds, filters, conditions, arrows, repetition, and quotes made harmless."""
    path = PathPattern(
        (
            NodePattern("u", ("Unit", "Place"), (Equals("type", "other"), Where(Op(">", (EMPLOYEES, Literal(2)))))),
            NodePattern("", (), (OneOf("name", ("O'X", "甲")),)),
            NodePattern(),
            NodePattern("o", ("PartyOrganization",)),
        ),
        (
            EdgePattern(("LOCATED_IN", "MANAGES"), "->", 1, 1, "e", (Where(Op("<", (Prop("valid_to"), Day(0, -90)))),)),
            EdgePattern(("PART_OF",), "<-", 0, 5),
            EdgePattern(("PAIRED_WITH",), "-", tests=(Equals("basis", "A"),)),
        ),
    )
    assert path.text() == (
        "(u:Unit|Place {type: 'other'} WHERE u.employees > 2)"
        "-[e:LOCATED_IN|MANAGES WHERE e.valid_to < $day - duration('P90D')]->"
        "({name: ['O\\'X', '甲']})<-[:PART_OF*0..5]-()-[:PAIRED_WITH {basis: 'A'}]-(o:PartyOrganization)"
    )


# ---- A given walk -----------------------------------------------------------------------------------------------


def test_is_walk() -> None:
    """A proving path is checked edge by edge: ends, days, kinds, length; not which edge of parallel ones."""
    located, part_of = ("LOCATED_IN", "U1", "p1"), ("PART_OF", "p1", "p2")
    walk = ["U1", located, "p1", part_of, "p2", ("HAS_PARTY_ORG", "p2", "o1"), "o1"]
    assert is_walk(TOWN, _roof(0, 2), NEW_20, walk)
    assert not is_walk(TOWN, _roof(2, 2), NEW_20, walk), "one edge of PART_OF, and two are asked for"
    assert not is_walk(TOWN, _roof(0, 2), NEW_22, walk), "p2 does not hold any more"
    assert not is_walk(TOWN, _roof(0, 2), NEW_20, walk[:-2]), "it stops short of the organization"
    assert not is_walk(TOWN, _roof(0, 2), NEW_20, walk[:-1]), "it ends on an edge"
    assert not is_walk(TOWN, _roof(0, 2), NEW_20, ["U2", *walk[1:]]), "U1's edge does not start from U2"
    assert not is_walk(TOWN, _roof(0, 2), NEW_20, ["U9", *walk[1:]]), "nobody is called U9"
    assert not is_walk(TOWN, _roof(0, 2), NEW_20, ["U1", *walk[4:]]), "a leap"
    assert is_walk(TOWN, TENANT, NEW_21, ["U4", ("LOCATED_IN", "U4", "p2"), "p2"])
    assert not is_walk(TOWN, TENANT, NEW_20, ["U4", ("LOCATED_IN", "U4", "p2"), "p2"]), "neither of the two on that day"


def test_is_walk_on_symmetric_edges() -> None:
    """The key of a symmetric edge may come either way round; two of one key take two stored edges."""
    one, back = ("PAIRED_WITH", "U1", "U2"), ("PAIRED_WITH", "U2", "U1")
    pair = PathPattern((UNIT, UNIT), (PAIRED,))
    for key in (one, back):
        assert is_walk(TOWN, pair, NEW_20, ["U1", key, "U2"]) and is_walk(TOWN, pair, NEW_20, ["U2", key, "U1"])
    assert not is_walk(TOWN, pair, NEW_20, ["U1", one, "U1"]), "a tie leads to the other end"
    there_and_back = PathPattern((NodePattern("x"), NodePattern(), NodePattern()), (PAIRED, PAIRED))
    tie = ("PAIRED_WITH", "o1", "U4")
    assert is_walk(TOWN, there_and_back, NEW_20, ["U1", one, "U2", one, "U1"])
    assert not is_walk(TOWN, there_and_back, NEW_20, ["U4", tie, "o1", tie, "U4"])


# ---- Whose community, and values by statement -------------------------------------------------------------------


def _settled(*edges: Edge) -> Town:
    """Communities c1 and c2, street d1, units u and v, places p and q, organizations a and b; and edges."""
    kinds = {"c1": "Community", "c2": "Community", "d1": "Division", "u": "Unit", "v": "Unit", "p": "Place"}
    kinds |= {"q": "Place", "a": "PartyOrganization", "b": "PartyOrganization"}
    return Town(tuple(Node(kind, name) for name, kind in kinds.items()), edges)


def _in(start: str, end: str, role: str = "", since: date | None = None) -> Edge:
    return Edge("LOCATED_IN", start, end, {"role": role} if role else {}, valid_from=since)


def _has(start: str, end: str, since: date | None = None) -> Edge:
    return Edge("HAS_PARTY_ORG", start, end, valid_from=since)


Q_IN_P = Edge("PART_OF", "q", "p")
COMMUNITIES = {
    "operating before registered": ("u", "c2", [_in("u", "c1", "registered"), _in("u", "c2", "operating")]),
    "unstated before registered, though older": ("u", "c2", [_in("u", "c1", "registered", NEW_20), _in("u", "c2")]),
    "direct before a place's": ("u", "c1", [_in("u", "c1"), _in("u", "p"), _in("p", "c2")]),
    "an operating place before a registered address": (
        "u", "c2", [_in("u", "c1", "registered"), _in("u", "p"), _in("p", "c2")]
    ),
    "registered, when there is no other": ("u", "c1", [_in("u", "c1", "registered"), _in("u", "p")]),
    "of the place": ("u", "c2", [_in("u", "p"), _in("p", "c2"), _in("u", "d1")]),
    "of the place around the place": ("u", "c1", [_in("u", "q"), Q_IN_P, _in("p", "c1")]),
    "of the nearer place": ("u", "c2", [_in("u", "q"), Q_IN_P, _in("p", "c1"), _in("q", "c2")]),
    "a place's": ("q", "c1", [Q_IN_P, _in("p", "c1"), _in("q", "d1")]),
    "where it operates, of two places": (
        "u", "c2", [_in("u", "p", "registered"), _in("u", "q", "operating"), _in("p", "c1"), _in("q", "c2")]
    ),
    "the place that it moved to last": (
        "u", "c2", [_in("u", "p"), _in("u", "q", since=NEW_20), _in("p", "c1", since=NEW_21), _in("q", "c2")]
    ),
    "the latest start": ("u", "c2", [_in("u", "c1", since=NEW_20), _in("u", "c2", since=NEW_21)]),
    "an unknown start is the oldest": ("u", "c2", [_in("u", "c1"), _in("u", "c2", since=NEW_20)]),
    "the smallest id": ("u", "c1", [_in("u", "c2"), _in("u", "c1")]),
    "not yet": ("u", "c1", [_in("u", "c1"), _in("u", "c2", since=NEW_22 + timedelta(days=1))]),
    "known to a street only": ("u", "d1", [_in("u", "p"), _in("p", "d1")]),
    "nowhere": ("u", None, [_in("v", "c1"), _has("u", "a")]),
    "of what has it": ("a", "c1", [_has("u", "a"), _in("u", "p"), _in("p", "c1")]),
    "itself has it": ("a", "c2", [_has("c2", "a")]),
    "community before street": ("a", "c1", [_has("d1", "a", NEW_21), _has("u", "a"), _in("u", "c1")]),
    "of the last to have it": ("a", "c2", [_has("u", "a"), _has("v", "a", NEW_20), _in("u", "c1"), _in("v", "c2")]),
    "its superior's": ("b", "d1", [Edge("SUBORDINATE_TO", "b", "a"), _has("d1", "a")]),
    "not its superior's": ("b", "c1", [Edge("SUBORDINATE_TO", "b", "a"), _has("c2", "a"), _has("c1", "b")]),
    "a community is its own": ("c1", "c1", [Edge("PART_OF", "c1", "d1")]),
}


@pytest.mark.parametrize(("node", "expected", "edges"), COMMUNITIES.values(), ids=COMMUNITIES.keys())
def test_community(node: str, expected: str | None, edges: list[Edge]) -> None:
    """Where each thing is counted, in the order of the design; the order of the edges does not matter."""
    assert community_of(_settled(*edges), node, NEW_22) == expected
    assert community_of(_settled(*reversed(edges)), node, NEW_22) == expected


def test_value_on() -> None:
    """Last stated by the day, else first stated; empty beats nothing; of one day's the last imported."""
    record = [
        Statement(NEW_21, {"members": 5}),
        Statement(NEW_20, {"members": 1, "name": "甲"}),
        Statement(NEW_20, {"members": 2}),
        Statement(NEW_22, {"members": None, "name": "乙"}),
    ]
    assert [value_on(record, "members", day) for day in (END_19, NEW_20, END_20, NEW_21, NEW_22)] == [2, 2, 2, 5, 5]
    assert [value_on(record, "name", day) for day in (END_19, END_21, NEW_22)] == ["甲", "甲", "乙"]
    assert value_on(record, "employees", NEW_22) is None
    assert value_on([], "members", NEW_22) is None


# ---- The random cases -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many() -> list[Case]:
    """Enough cases for everything to occur."""
    return list(seeded_cases(2000))


def test_cases_are_worth_it(many: list[Case]) -> None:
    """30 % of the answers, and 15 % for each number of steps, are not empty; and 10 % take some and leave some."""
    answered: Counter[int] = Counter()
    asked = Counter(len(case.path.edges) for case in many)
    some_not_all = 0
    for case in many:
        found = subjects(*case)
        candidates = [node for node in case.town.nodes if case.path.nodes[0].matches(node, case.day)]
        answered[len(case.path.edges)] += bool(found)
        some_not_all += 0 < len(found) < len(candidates)
    assert answered.total() / len(many) >= 0.3
    assert set(asked) == {0, 1, 2, 3, 4}
    assert all(answered[steps] / asked[steps] >= 0.15 for steps in asked)
    assert some_not_all / len(many) >= 0.1


def test_cases_cover_the_schema_and_the_language(many: list[Case]) -> None:
    """Every kind of node and edge is in towns and in paths, and every form of the language in some path."""
    steps = [edge for case in many for edge in case.path.edges]
    patterns = [node for case in many for node in case.path.nodes]
    assert {edge.kind for case in many for edge in case.town.edges} == {kind for edge in steps for kind in edge.kinds}
    assert {kind for edge in steps for kind in edge.kinds} == set(SCHEMA.edge)
    assert {node.kind for case in many for node in case.town.nodes} == set(SCHEMA.node)
    assert {kind for node in patterns for kind in node.kinds} == set(SCHEMA.node)
    pairs = {(kind, edge.direction) for edge in steps for kind in edge.kinds}
    arrows = {kind.name: ("-",) if kind.symmetric else ("->", "<-") for kind in SCHEMA.edges}
    assert pairs == {(kind, arrow) for kind, ways in arrows.items() for arrow in ways}
    texts = "\n".join(case.path.text() for case in many)
    assert [form for form in FORMS if form not in texts] == []


FORMS = (
    "*0..0]", "*0..1", "*0..2", "*1..2", "*2..2", "*1..5", "()", "{type:", "['", "[0", "\\'", "(x:Unit|Place",
    " IN ", " OR ", " AND ", "NOT ", "true", "false", "coalesce(", "nullIf(", " IS NULL", " IS NOT NULL",
    ".id = '", "ended: 'yes'", "$day", "P90D", "P1Y", "P3M", "P1D",
    " + ", " - ", " * ", " < ", " <= ", " > ", " >= ", " = ", " <> ",
)


def _is_out_of_time(valid_from: date | None, valid_to: date | None) -> bool:
    return valid_from is not None and valid_to is not None and valid_to <= valid_from


def _faults_of_town(town: Town) -> Iterator[str]:
    """What an import would refuse."""
    kinds = {node.id: node.kind for node in town.nodes}
    if len(kinds) != len(town.nodes) or not 3 <= len(kinds) <= 12:
        yield "ids or number of nodes"
    for part in (*town.nodes, *town.edges):
        declared = SCHEMA.kinds[part.kind].by_name
        if _is_out_of_time(part.valid_from, part.valid_to):
            yield f"{part}: ends before it begins"
        for name, value in part.props.items():
            if declared[name].values and value not in declared[name].values:
                yield f"{part}: {name}"
        yield from (f"{part}: no {one.name}" for one in declared.values()
                    if one.required and one.name not in ("id", "from", "to") and one.name not in part.props)
    for edge in town.edges:
        if edge.start == edge.end or (kinds[edge.start], kinds[edge.end]) not in SCHEMA.edge[edge.kind].ends:
            yield f"{edge}: its ends"
    if len({_identity(edge) for edge in town.edges}) != len(town.edges):
        yield "the same edge twice"
    for kind in ("PART_OF", "SUBORDINATE_TO"):
        yield from (f"cycle of {kind} on {day}" for day in AS_OF if _has_cycle(town, kind, day))


def _identity(edge: Edge) -> object:
    ends = (edge.start, edge.end)
    unordered = frozenset(ends) if edge.symmetric else ends
    return edge.props.get("id") or (edge.kind, unordered, edge.props.get("basis"), edge.valid_from)


def _has_cycle(town: Town, kind: str, day: date) -> bool:
    """Take away what has nothing above it, until nothing is left or nothing can be taken."""
    left = [edge for edge in town.edges if edge.kind == kind and edge.holds(day)]
    while left:
        fewer = [edge for edge in left if edge.end in {other.start for other in left}]
        if len(fewer) == len(left):
            return True
        left = fewer
    return False


def _faults_of_path(path: PathPattern) -> Iterator[str]:
    """What the checks of the language would refuse."""
    used = [kind for edge in path.edges for kind in edge.kinds]
    names = [part.var for part in (*path.nodes, *path.edges) if part.var]
    if len(set(used)) != len(used) or len(set(names)) != len(names) or not path.nodes[0].var or len(path.edges) > 4:
        yield "edge kinds, variables or steps"
    for part in (*path.nodes, *path.edges):
        if not part.var and any(isinstance(test, Where) for test in part.tests):
            yield f"{part}: a condition on nothing"
    for edge in path.edges:
        kinds = [SCHEMA.edge[kind] for kind in edge.kinds]
        repeated = (edge.low, edge.high) != (1, 1)
        if len({kind.symmetric for kind in kinds}) > 1 or (edge.direction == "-") != kinds[0].symmetric:
            yield f"{edge}: its direction"
        if not 0 <= edge.low <= edge.high <= 5 or (repeated and not set(edge.kinds) <= {"PART_OF", "SUBORDINATE_TO"}):
            yield f"{edge}: its repetition"
    walked = set[tuple[int, str]]()
    for kinds in product(*(node.kinds or SCHEMA.node for node in path.nodes)):
        steps = [_joining(edge, *pair) for edge, pair in zip(path.edges, pairwise(kinds), strict=True)]
        if None not in steps:
            walked |= {*enumerate(kinds), *((at, kind) for at, step in enumerate(steps) for kind in step or ())}
    for at, part in (*enumerate(path.nodes), *enumerate(path.edges)):
        yield from (f"{part}: no walk has its {kind}" for kind in part.kinds if (at, kind) not in walked)


def _joining(step: EdgePattern, here: str, there: str) -> set[str] | None:
    """Which edge kinds of a step join two kinds of nodes; None: the step does not lead from one to the other."""
    pair = (there, here) if step.direction == "<-" else (here, there)
    joining = {kind for kind in step.kinds if pair in SCHEMA.edge[kind].ends}
    return joining if (joining and step.high) or (step.low == 0 and here == there) else None


def test_cases_are_valid(many: list[Case]) -> None:
    """What is drawn can be imported and read: no test of the real code fails on a case that it may refuse."""
    assert [fault for case in many for fault in (*_faults_of_town(case.town), *_faults_of_path(case.path))] == []


def test_walks_and_the_check_of_walks_agree(many: list[Case]) -> None:
    """Two ways of telling what matches: of all sequences of nodes and edges the check takes just those enumerated."""
    compared = 0
    short = (case for case in many if sum(edge.high for edge in case.path.edges) <= 2 and len(case.town.edges) <= 10)
    for case in short:
        found = {_turned(named(case.town, walk)) for walk in walks(*case)}
        candidates = {walk for count in range(3) for walk in _alternations(case.town, count)}
        assert found == {_turned(walk) for walk in candidates if is_walk(case.town, case.path, case.day, walk)}, case
        compared += bool(found)
    assert compared >= 50
    assert all(is_walk(*case, named(case.town, walk)) for case in many for walk in walks(*case))


def _turned(walk: tuple[str | EdgeKey, ...]) -> tuple[str | EdgeKey, ...]:
    """The walk with the keys of symmetric edges one way round, because it matters to the check no more than to ties."""
    def turned(step: str | EdgeKey) -> str | EdgeKey:
        if isinstance(step, str) or not SCHEMA.edge[step[0]].symmetric:
            return step
        return (step[0], min(step[1:]), max(step[1:]))

    return tuple(map(turned, walk))


def _alternations(town: Town, count: int) -> Iterator[tuple[str | EdgeKey, ...]]:
    for edges in permutations(town.edges, count):
        for ids in _chains([node.id for node in town.nodes], edges):
            keys = [(edge.kind, edge.start, edge.end) for edge in edges]
            yield (ids[0], *(part for pair in zip(keys, ids[1:], strict=True) for part in pair))


def _chains(ids: list[str], edges: tuple[Edge, ...]) -> Iterator[tuple[str, ...]]:
    """Node ids such that each edge joins neighbours, either way; and, without edges, each node by itself."""
    if not edges:
        yield from ((one,) for one in ids)
        return
    for chain in _chains(ids, edges[:-1]):
        for here, there in ((edges[-1].start, edges[-1].end), (edges[-1].end, edges[-1].start)):
            if here == chain[-1]:
                yield (*chain, there)


# ---- Whether a mistake would be found ---------------------------------------------------------------------------


Answer = set[str]


def _each(case: Case, change: Callable[[Node | Edge], Node | Edge]) -> Answer:
    town = Town(tuple(map(change, case.town.nodes)), tuple(map(change, case.town.edges)))
    return subjects(town, case.path, case.day)


def _each_step(case: Case, change: Callable[[EdgePattern], EdgePattern]) -> Answer:
    return subjects(case.town, replace(case.path, edges=tuple(map(change, case.path.edges))), case.day)


def _each_condition(case: Case, change: Callable[[Op], Expr]) -> Answer:
    def changed(expr: Expr) -> Expr:
        return change(replace(expr, parts=tuple(map(changed, expr.parts)))) if isinstance(expr, Op) else expr

    def part(pattern: NodePattern | EdgePattern) -> NodePattern | EdgePattern:
        tests = [Where(changed(test.condition)) if isinstance(test, Where) else test for test in pattern.tests]
        return replace(pattern, tests=tuple(tests))

    nodes, edges = tuple(map(part, case.path.nodes)), tuple(map(part, case.path.edges))
    return subjects(case.town, PathPattern(nodes, edges), case.day)


def _inclusive_end(part: Node | Edge) -> Node | Edge:
    return replace(part, valid_to=part.valid_to and part.valid_to + timedelta(days=1))


def _exclusive_start(part: Node | Edge) -> Node | Edge:
    return replace(part, valid_from=part.valid_from and part.valid_from + timedelta(days=1))


def _unknown_is_late(part: Node | Edge) -> Node | Edge:
    return replace(part, valid_from=part.valid_from or date.max)


def _ended_is_open(part: Node | Edge) -> Node | Edge:
    return part if isinstance(part, Node) or part.valid_to else replace(part, ended=None)


def _nodes_always_hold(part: Node | Edge) -> Node | Edge:
    return replace(part, valid_from=None, valid_to=None) if isinstance(part, Node) else part


def _one_way(case: Case) -> Answer:
    def as_stored(walk: Walk) -> bool:
        ties = [(at, edge) for at, step in enumerate(walk) if isinstance(step, int) for edge in [case.town.edges[step]]]
        return all(walk[at - 1] == edge.start for at, edge in ties if edge.symmetric)

    return {str(walk[0]) for walk in walks(*case) if as_stored(walk)}


def _no_parallels(case: Case) -> Answer:
    first = {(edge.kind, edge.start, edge.end): edge for edge in reversed(case.town.edges)}
    return subjects(replace(case.town, edges=tuple(first.values())), case.path, case.day)


def _two_valued_not(case: Case) -> Answer:
    return _each_condition(
        case, lambda op: replace(op, parts=(Op("coalesce", (*op.parts, Literal(False))),)) if op.op == "NOT" else op
    )


def _no_null_if(case: Case) -> Answer:
    return _each_condition(case, lambda op: op.parts[0] if op.op == "nullIf" else op)


def _zero_for_null(case: Case) -> Answer:
    return _each_condition(
        case,
        lambda op: replace(op, parts=tuple(Op("coalesce", (part, Literal(0))) for part in op.parts))
        if op.op in ("+", "-", "*") else op,
    )


MISTAKES: dict[str, Callable[[Case], Answer]] = {
    "the last day counts": lambda case: _each(case, _inclusive_end),
    "the first day does not count": lambda case: _each(case, _exclusive_start),
    "an unknown start is no start": lambda case: _each(case, _unknown_is_late),
    "ended without a date is open": lambda case: _each(case, _ended_is_open),
    "nodes are not asked for their days": lambda case: _each(case, _nodes_always_hold),
    "a tie is followed one way": _one_way,
    "one edge for parallel ones": _no_parallels,
    "no edge is one edge at least": lambda case: _each_step(case, lambda edge: replace(edge, low=max(1, edge.low))),
    "the bound is one too low": lambda case: _each_step(case, lambda edge: replace(edge, high=max(1, edge.high - 1))),
    "an arrow is turned": lambda case: _each_step(
        case, lambda edge: replace(edge, direction={"<-": "->", "->": "<-", "-": "-"}[edge.direction])
    ),
    "not unknown is true": _two_valued_not,
    "unknown is a value": _no_null_if,
    "null counts as zero": _zero_for_null,
    "only the first alternative": lambda case: _each_step(case, lambda edge: replace(edge, kinds=edge.kinds[:1])),
    "an edge's tests are forgotten": lambda case: _each_step(case, lambda edge: replace(edge, tests=())),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_would_be_found(many: list[Case], mistake: Callable[[Case], Answer]) -> None:
    """An evaluator that makes it gives another answer on some of 2,000 cases: comparing on them is worth something."""
    assert any(mistake(case) != subjects(*case) for case in many)


# ---- How they are drawn -----------------------------------------------------------------------------------------


def test_seeded_cases_can_be_repeated() -> None:
    """A case is known by its seed and number; another seed gives others."""
    assert list(seeded_cases(5, seed=3))[4] == seeded_case(3, 4)
    assert seeded_case(3, 4) != seeded_case(4, 4)


@settings(max_examples=40, deadline=None)
@given(cases())
def test_drawn_cases_are_valid(case: Case) -> None:
    """Hypothesis draws what the seeds draw, on days at and beside the boundaries."""
    assert [*_faults_of_town(case.town), *_faults_of_path(case.path)] == []
    assert case.day in AS_OF
    assert all(is_walk(*case, named(case.town, walk)) for walk in walks(*case))


@settings(max_examples=30, deadline=None)
@given(towns(("LOCATED_IN",)), paths(), days())
def test_drawn_parts_are_valid(town: Town, path: PathPattern, day: date) -> None:
    """Towns, paths and days are drawn by themselves too."""
    assert [*_faults_of_town(town), *_faults_of_path(path)] == []
    assert DAYS[0] - timedelta(days=1) <= day <= DAYS[-1] + timedelta(days=1)


def test_tables(tmp_path: Path) -> None:
    """A town is written whole: a file for each kind that occurs, the schema's columns, an empty cell for nothing."""
    write_tables(TOWN, tmp_path)
    texts = {file.stem: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    read = {kind: list(csv.DictReader(text.splitlines())) for kind, text in texts.items()}
    assert {kind: len(rows) for kind, rows in read.items()} == {
        "Unit": 4, "Place": 3, "PartyOrganization": 2,
        "LOCATED_IN": 5, "PART_OF": 2, "HAS_PARTY_ORG": 2, "PAIRED_WITH": 3,
    }
    assert all(list(rows[0]) == list(SCHEMA.kinds[kind].by_name) for kind, rows in read.items())
    stated = {column: cell for column, cell in read["Unit"][0].items() if cell}
    assert stated == {"id": "U1", "operating": "yes", "employees": "3", "planned_date": "2020-02-29"}
    stated = {column: cell for column, cell in read["LOCATED_IN"][1].items() if cell}
    assert stated == {"from": "U2", "to": "p1", "valid_from": "2020-01-01", "valid_to": "2021-01-01"}
    assert [row["ended"] for row in read["LOCATED_IN"]] == ["", "", "yes", "", ""]
