"""Random towns, paths and days for property tests, with Hypothesis or, much faster, from a seed.

There is one way of drawing: functions of a `random.Random`.  Hypothesis passes one that it controls (and so can make
failures small), `seeded_cases` passes ordinary ones.  What is drawn is always valid: a town can be imported, a path
is accepted by the checks of the language.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st
from reference import (
    Day,
    Edge,
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
    Test,
    Town,
    Value,
    Where,
)

from graphgov.schema import SCHEMA, EdgeKind, Kind, NodeKind, Property, Type

DAYS = tuple(
    date.fromisoformat(day)
    for day in ("2019-11-30", "2020-02-29", "2020-03-01", "2020-05-30", "2020-11-30", "2021-02-28", "2021-03-01")
)
"""The days on which things begin and end: few, so that boundaries are hit; and often a duration of `SHIFTS` apart,
counted to a month's last day too (2019-11-30 and three months are 2020-02-29)."""
AS_OF = tuple(sorted({day + timedelta(days=shift) for day in DAYS for shift in (-1, 0, 1)}))
SHIFTS = ((0, 90), (3, 0), (12, 0), (0, 1))
"""Months and days of the durations in conditions."""
TEXTS = ("甲", "乙", "O'X")
COUNTS = (0, 1, 2, 3, 10)
MOST_NODES = 12
SUBJECTS: tuple[tuple[str, ...], ...] = (
    ("Unit",), ("Place",), ("Unit", "Place"), ("Community",), ("PartyOrganization",),
)
UNTESTED = {"id", "from", "to", "code", "uscc"}
"""Properties that no test is drawn for as for any other: identities, and codes with a form of their own."""
UNTOUCHED = UNTESTED | {"valid_from", "valid_to", "ended", "same_as"}
"""Properties that are not drawn as any other; what was judged to be another is in the tests of judgements."""
PREFIXES = {"Division": "d", "Community": "社", "Place": "p", "Unit": "U", "PartyOrganization": "o"}

T = TypeVar("T")
P = TypeVar("P", NodePattern, EdgePattern)


class Case(NamedTuple):
    """What the evaluators must agree on."""

    town: Town
    path: PathPattern
    day: date


# ---- With Hypothesis --------------------------------------------------------------------------------------------


def days() -> st.SearchStrategy[date]:
    """Days on, just before and just after those on which things begin and end."""
    return st.sampled_from(AS_OF)


def towns(edge_kinds: Sequence[str] = ()) -> st.SearchStrategy[Town]:
    """Towns of 3 to 12 nodes; rich in edges of the kinds that are given."""
    return _randoms().map(lambda choose: draw_town(choose, likely=edge_kinds))


def paths() -> st.SearchStrategy[PathPattern]:
    """Valid paths of 0 to 4 steps."""
    return _randoms().map(draw_path)


def cases() -> st.SearchStrategy[Case]:
    """A path, a day, and a town made for them: about half of the answers are not empty."""
    return _randoms().map(draw_case)


def _randoms() -> st.SearchStrategy[Random]:
    return st.randoms(use_true_random=False)


# ---- From a seed ------------------------------------------------------------------------------------------------


def seeded_cases(n: int, seed: int = 0) -> Iterator[Case]:
    """`n` cases; number i of a seed is always the same, however many are drawn: `seeded_case(seed, i)`."""
    return (seeded_case(seed, i) for i in range(n))


def seeded_case(seed: int, i: int) -> Case:
    """One case of `seeded_cases`."""
    return draw_case(Random(f"{seed}:{i}"))


def draw_case(choose: Random) -> Case:
    """A case; see `cases`."""
    path, day = draw_path(choose), choose.choice(DAYS if _chance(choose, 70) else AS_OF)
    return Case(draw_town(choose, path, day), path, day)


def _chance(choose: Random, percent: int) -> bool:
    return choose.randrange(100) >= 100 - percent


def _some(choose: Random, among: Sequence[T], most: int) -> tuple[T, ...]:
    """One to `most` different ones, in the order that they have."""
    wanted = {choose.randrange(len(among)) for _ in range(choose.randint(1, most))}
    return tuple(among[at] for at in sorted(wanted))


# ---- Paths ------------------------------------------------------------------------------------------------------


def draw_path(choose: Random) -> PathPattern:
    """A valid path: an edge kind once, ends that the schema allows, repetition of hierarchies only."""
    kinds, steps = [choose.choice(SUBJECTS)], list[EdgePattern]()
    for _ in range(choose.choice((0, 1, 1, 1, 2, 2, 2, 3, 3, 4))):
        drawn = (_draw_step(choose, kinds[-1], {kind for edge in steps for kind in edge.kinds}) for _ in range(25))
        fitting = (one for one in drawn if one and fits([*kinds, one[1]], [*steps, one[0]]))
        found = next(fitting, None)
        if found is None:
            break
        steps.append(found[0])
        kinds.append(found[1])
    nodes = [_draw_node_pattern(choose, f"n{at}" if at else "x", one) for at, one in enumerate(kinds)]
    return PathPattern(tuple(nodes), tuple(_tested(choose, f"e{at}", edge) for at, edge in enumerate(steps)))


def _tested(choose: Random, var: str, edge: EdgePattern) -> EdgePattern:
    tests = _draw_tests(choose, [SCHEMA.edge[kind] for kind in edge.kinds], 35)
    return replace(edge, tests=tests, var=_var(choose, var, tests))


def _var(choose: Random, name: str, tests: Sequence[Test]) -> str:
    needed = any(isinstance(test, Where) for test in tests)
    return name if needed or _chance(choose, 25) else ""


def _draw_node_pattern(choose: Random, var: str, kinds: tuple[str, ...]) -> NodePattern:
    tests = _draw_tests(choose, [SCHEMA.node[kind] for kind in kinds or SCHEMA.node], 65 if var == "x" else 40)
    return NodePattern(var if var == "x" else _var(choose, var, tests), kinds, tests)


def _draw_step(choose: Random, left: tuple[str, ...], used: set[str]) -> tuple[EdgePattern, tuple[str, ...]] | None:
    """A step from a node of the kinds `left`, and the kinds of the node that it leads to; None: luck failed."""
    lefts = left or tuple(SCHEMA.node)
    symmetric = _chance(choose, 20)
    direction = "-" if symmetric else choose.choice(("->", "<-"))
    unused = [kind for kind in SCHEMA.edges if kind.name not in used and kind.symmetric == symmetric]
    leading = [kind for kind in unused if any(here in lefts for here, _ in allowed(kind, direction))]
    if not leading:
        return None
    chosen = _some(choose, leading, 2 if _chance(choose, 30) else 1)
    low, high = 1, 1
    if all(kind.acyclic for kind in chosen) and _chance(choose, 70):
        low, high = sorted((choose.choice((0, 0, 0, 1, 1, 2, 3)), choose.choice((0, 1, 2, 2, 3, 5))))
    ends = {there for kind in chosen for here, there in allowed(kind, direction) if here in lefts}
    onward = sorted(ends | set(left if low == 0 else ()))
    right = () if _chance(choose, 15) else _some(choose, onward, 3 if _chance(choose, 40) else 1)
    return EdgePattern(tuple(kind.name for kind in chosen), direction, low, high), right


def allowed(kind: EdgeKind, direction: str) -> frozenset[tuple[str, str]]:
    """The pairs of node kinds (here, there) that an edge of a kind leads between in a pattern's direction."""
    return frozenset((there, here) for here, there in kind.ends) if direction == "<-" else kind.ends


def fits(kinds: Sequence[tuple[str, ...]], steps: Sequence[EdgePattern]) -> bool:
    """Whether each edge kind and each kind of node that is named can take part in some walk of the path.

    Hierarchies are closed (what is allowed over several edges is allowed over one), so one edge tells all.
    """
    possible = [set(one or SCHEMA.node) for one in kinds]
    for _ in kinds:
        for at, step in enumerate(steps):
            pairs = {pair for pair in _pairs(step) if pair[0] in possible[at] and pair[1] in possible[at + 1]}
            possible[at], possible[at + 1] = {here for here, _ in pairs}, {there for _, there in pairs}
    used = all(
        allowed(SCHEMA.edge[kind], step.direction) & set(product(possible[at], possible[at + 1]))
        for at, step in enumerate(steps)
        for kind in step.kinds
    )
    return used and all(left.issuperset(named) for left, named in zip(possible, kinds, strict=True))


def _pairs(step: EdgePattern) -> set[tuple[str, str]]:
    """The pairs of node kinds that a step may lead between; one of no edge leads from a kind to itself."""
    staying = {(kind, kind) for kind in SCHEMA.node} if step.low == 0 else set[tuple[str, str]]()
    return staying.union(*(allowed(SCHEMA.edge[kind], step.direction) for kind in step.kinds if step.high))


def _draw_tests(choose: Random, kinds: Sequence[Kind], percent: int) -> tuple[Test, ...]:
    """Tests of properties that all of the kinds have, with values that all of them can take."""
    if not _chance(choose, percent):
        return ()
    domains = _shared_domains(kinds)
    plain = [name for name, (type_, _) in domains.items() if type_ is not Type.DATE]
    tests: list[Test] = []
    if _chance(choose, 60):
        for name in _some(choose, plain, 2 if _chance(choose, 25) else 1):
            values = _some(choose, domains[name][1], 2)
            tests.append(OneOf(name, values) if len(values) > 1 or _chance(choose, 10) else Equals(name, values[0]))
    if not tests or _chance(choose, 25):
        tests.append(Where(_draw_condition(choose, domains, 2)))
    return tuple(tests)


# ---- Conditions -------------------------------------------------------------------------------------------------

Domains = dict[str, tuple[Type, tuple[str | int, ...]]]
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


def _shared_domains(kinds: Sequence[Kind]) -> Domains:
    """Type and values of every property that all kinds have, with the values that all can take; ids of nodes too."""
    domains: Domains = {}
    for name in set.intersection(*(set(kind.by_name) for kind in kinds)) - UNTESTED:
        values = [domain(kind.by_name[name]) for kind in kinds]
        common = tuple(value for value in values[0] if all(value in others for others in values))
        type_ = kinds[0].by_name[name].type
        if common or type_ is Type.DATE:
            domains[name] = (type_, common)
    if isinstance(kinds[0], NodeKind):
        domains["id"] = (Type.TEXT, tuple(f"{PREFIXES[kind.name]}{number}" for kind in kinds for number in range(4)))
    return dict(sorted(domains.items()))


def domain(prop: Property) -> tuple[str | int, ...]:
    """The values that are drawn for a property; none for dates."""
    if prop.type is Type.COUNT:
        return COUNTS
    return TEXTS if prop.type is Type.TEXT else prop.values


def _draw_condition(choose: Random, domains: Domains, depth: int) -> Expr:
    if depth and _chance(choose, 45):
        op = choose.choice(("AND", "OR", "NOT"))
        count = 1 if op == "NOT" else 2
        return Op(op, tuple(_draw_condition(choose, domains, depth - 1) for _ in range(count)))
    if depth < 2 and _chance(choose, 4):
        return Literal(_chance(choose, 50))
    type_ = choose.choice(sorted({type_ for type_, _ in domains.values()}))
    name = choose.choice([name for name, (its_type, _) in domains.items() if its_type is type_])
    values = domains[name][1]
    if _chance(choose, 15):
        return Op(choose.choice(("IS NULL", "IS NOT NULL")), (Prop(name),))
    if type_ is Type.DATE:
        return _draw_comparison(choose, COMPARISONS, _draw_date(choose, name), _draw_day(choose))
    operand = _draw_operand(choose, name, domains)
    if _chance(choose, 25):
        return Op("IN", (operand, *map(Literal, _some(choose, values, 3))))
    ordered = COMPARISONS if type_ is Type.COUNT else COMPARISONS[:2]
    return _draw_comparison(choose, ordered, operand, Literal(choose.choice(values)))


def _draw_comparison(choose: Random, ops: Sequence[str], left: Expr, right: Expr) -> Expr:
    return Op(choose.choice(ops), (right, left) if _chance(choose, 20) else (left, right))


def _draw_date(choose: Random, name: str) -> Expr:
    return Op("coalesce", (Prop(name), _draw_day(choose))) if _chance(choose, 25) else Prop(name)


def _draw_day(choose: Random) -> Day:
    if _chance(choose, 40):
        return Day()
    sign = choose.choice((1, -1))
    months, later = choose.choice(SHIFTS)
    return Day(sign * months, sign * later)


def _draw_operand(choose: Random, name: str, domains: Domains) -> Expr:
    """A property, or something made of it: what may be unknown, what never is, a sum."""
    type_, values = domains[name]
    literal = Literal(choose.choice(values))
    alike = Prop(choose.choice([other for other, (its_type, _) in domains.items() if its_type is type_]))
    made = choose.randrange(7)
    if made == 0:
        return Op("nullIf", (Prop(name), literal))
    if made == 1:
        return Op("coalesce", (Prop(name), literal))
    if type_ is Type.COUNT and made == 2:
        return Op("coalesce", (Prop(name), alike, literal))
    if type_ is Type.COUNT and made in (3, 4, 5):
        total = Op(choose.choice("+-*"), (Prop(name), choose.choice((alike, literal))))
        both = choose.choice(((total, alike), (alike, total)))
        return Op(choose.choice("+-*"), both) if _chance(choose, 30) else total
    return Prop(name)


# ---- Towns ------------------------------------------------------------------------------------------------------


def draw_town(choose: Random, path: PathPattern | None = None, day: date = DAYS[0], likely: Sequence[str] = ()) -> Town:
    """A town of 3 to 12 nodes, rich in edges of the kinds of a path and the `likely` ones.

    Mostly with one walk that matches the path on the day, and with copies of edges that differ in little.
    """
    draft = _Draft(choose, path or PathPattern((NodePattern(),)), day)
    if _chance(choose, 75):
        draft.plant()
    for _ in range(choose.randint(max(3, len(draft.nodes)), MOST_NODES) - len(draft.nodes)):
        pattern = choose.choice(draft.path.nodes)
        kinds = pattern.kinds if _chance(choose, 70) else ()
        draft.add_node(choose.choice(kinds or tuple(SCHEMA.node)), [pattern], sure=_chance(choose, 30))
    kinds = (*(kind for edge in draft.path.edges for kind in edge.kinds), *likely)
    for _ in range(choose.randint(2, 14)):
        draft.tie(choose.choice(kinds if kinds and _chance(choose, 70) else tuple(SCHEMA.edge)))
    for _ in range(choose.randint(0, 4)):
        draft.copy()
    choose.shuffle(draft.nodes)
    choose.shuffle(draft.edges)
    return Town(tuple(draft.nodes), tuple(draft.edges))


class _Draft:
    """A town in the making."""

    def __init__(self, choose: Random, path: PathPattern, day: date) -> None:
        self.choose, self.path, self.day = choose, path, day
        parts: tuple[NodePattern | EdgePattern, ...] = (*path.nodes, *path.edges)
        self.asked = {name for part in parts for name in _props(part.tests)}
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []
        self.identities: set[object] = set()

    def plant(self) -> None:
        """A walk that matches the path on the day, where one is found that is not too long."""
        routes = (_draw_route(self.choose, self.path) for _ in range(10))
        route = next((route for route in routes if route and len(route.stops) <= MOST_NODES), None)
        if route is None:
            return
        for kind, patterns in route.stops:
            self.add_node(kind, patterns, sure=True)
        for (kind, pattern), (here, there) in zip(route.legs, pairwise(list(self.nodes)), strict=True):
            turned = pattern.direction == "<-" or (pattern.direction == "-" and _chance(self.choose, 50))
            self.add_edge(kind, *((there, here) if turned else (here, there)), sure=True)

    def add_node(self, kind: str, patterns: Sequence[NodePattern], sure: bool) -> None:
        """A new node, mostly made to match all of the patterns on the day when it is to be sure."""
        patterns = _relaxed(self.choose, patterns)
        node_id = f"{PREFIXES[kind]}{sum(node.kind == kind for node in self.nodes)}"

        def draw() -> Node:
            props = _draw_props(self.choose, SCHEMA.node[kind], self.asked, patterns, sure)
            return Node(kind, node_id, props, *_draw_span(self.choose))

        def matches(node: Node) -> bool:
            return all(pattern.matches(node, self.day) for pattern in patterns)

        self.nodes.append(_likely(draw, matches, sure))

    def add_edge(self, kind: str, start: Node, end: Node, sure: bool) -> None:
        """A new edge, mostly made to match the path's step of its kind when it is to be sure; none when it is there."""
        patterns = _relaxed(self.choose, [pattern for pattern in self.path.edges if kind in pattern.kinds])

        def draw() -> Edge:
            props = _draw_props(self.choose, SCHEMA.edge[kind], self.asked, patterns, sure)
            if _chance(self.choose, 8):
                props["id"] = f"{kind}-{len(self.edges)}"
            ended = self.choose.choice((None, None, None, "no", "unknown", "yes"))
            return Edge(kind, start.id, end.id, props, *_draw_span(self.choose), ended)

        def matches(edge: Edge) -> bool:
            return all(pattern.matches(edge, self.day) for pattern in patterns)

        self._keep(_likely(draw, matches, sure))

    def _keep(self, edge: Edge) -> None:
        ends = sorted((edge.start, edge.end)) if edge.symmetric else (edge.start, edge.end)
        identity = edge.props.get("id") or (edge.kind, *ends, edge.props.get("basis"), edge.valid_from)
        if identity not in self.identities and not self._closes_cycle(edge):
            self.identities.add(identity)
            self.edges.append(edge)

    def _closes_cycle(self, new: Edge) -> bool:
        """Whether it would close a cycle on some day, of a kind that may have none.  Nothing changes between DAYS."""
        for day in (date.min, *DAYS):
            if not (SCHEMA.edge[new.kind].acyclic and new.holds(day)):
                continue
            reached = {new.end}
            for _ in self.nodes:
                alike = (edge for edge in self.edges if edge.kind == new.kind and edge.holds(day))
                reached |= {edge.end for edge in alike if edge.start in reached}
            if new.start in reached:
                return True
        return False

    def tie(self, kind: str) -> None:
        """A new edge of a kind, where there are ends for it."""
        ends = [(start, end) for start in self.nodes for end in self.nodes if _may_join(kind, start, end)]
        if ends:
            self.add_edge(kind, *self.choose.choice(ends), sure=_chance(self.choose, 35))

    def copy(self) -> None:
        """An edge parallel to one that is there: at another time, of other values, of another kind, or turned."""
        if not self.edges:
            return
        edge = self.choose.choice(self.edges)
        if _chance(self.choose, 50):
            first, after = _draw_span(self.choose)
            own = {"id": f"again-{len(self.edges)}"} if "id" in edge.props else {}
            self._keep(replace(edge, valid_from=first, valid_to=after, props={**edge.props, **own}))
            return
        one, other = (node for node in self.nodes if node.id in (edge.start, edge.end))
        both_ways = ((one, other), (other, one))
        ties = [(kind, way) for kind in SCHEMA.edge for way in both_ways if _may_join(kind, *way)]
        kind, way = self.choose.choice(ties)
        self.add_edge(kind, *way, sure=_chance(self.choose, 35))


def _may_join(kind: str, start: Node, end: Node) -> bool:
    return start is not end and (start.kind, end.kind) in SCHEMA.edge[kind].ends


class _Route(NamedTuple):
    """Kinds to make a walk of: of nodes, each with the patterns that it stands for, and of the edges between them."""

    stops: list[tuple[str, list[NodePattern]]]
    legs: list[tuple[str, EdgePattern]]


def _draw_route(choose: Random, path: PathPattern) -> _Route | None:
    route = _Route([(choose.choice(path.nodes[0].kinds or tuple(SCHEMA.node)), [path.nodes[0]])], [])
    for edge, pattern in zip(path.edges, path.nodes[1:], strict=True):
        last_kinds = pattern.kinds or tuple(SCHEMA.node)
        for remaining in reversed(range(choose.randint(edge.low, min(edge.high, edge.low + 2)))):
            onward = [
                (kind, there)
                for kind in edge.kinds
                for here, there in sorted(allowed(SCHEMA.edge[kind], edge.direction))
                if here == route.stops[-1][0] and (remaining or there in last_kinds)
            ]
            if not onward:
                return None
            kind, there = choose.choice(onward)
            route.legs.append((kind, edge))
            route.stops.append((there, []))
        if route.stops[-1][0] not in last_kinds:
            return None
        route.stops[-1][1].append(pattern)
    return route


def _relaxed(choose: Random, patterns: Sequence[P]) -> list[P]:
    """At times without conditions: where all else matches, it is decisive what is made of the unknown."""
    if not _chance(choose, 30):
        return list(patterns)
    return [replace(part, tests=tuple(test for test in part.tests if not isinstance(test, Where))) for part in patterns]


def _likely(draw: Callable[[], T], fits: Callable[[T], bool], sure: bool) -> T:
    """When it is to be sure: the first drawn of a dozen that fits, else the last."""
    drawn = draw()
    for _ in range(11 if sure else 0):
        if fits(drawn):
            break
        drawn = draw()
    return drawn


def _draw_props(
    choose: Random, kind: Kind, asked: set[str], patterns: Sequence[NodePattern] | Sequence[EdgePattern], sure: bool
) -> dict[str, Value]:
    """Values of what is required, of what the path asks for, and of a few more; often those that it asks for."""
    own = [prop for prop in kind.properties if prop.name not in UNTOUCHED]
    more = _some(choose, own, 2)
    props: dict[str, Value] = {}
    for prop in own:
        if prop.required or (prop.name in asked and _chance(choose, 75)) or prop in more:
            props[prop.name] = choose.choice(domain(prop) or DAYS)
    takes = {prop.name: domain(prop) for prop in own}
    for test in (test for pattern in patterns for test in pattern.tests if sure or _chance(choose, 50)):
        if not isinstance(test, Where):
            wanted = test.wanted if isinstance(test, Equals) else choose.choice(test.wanted)
            if wanted in takes.get(test.prop, ()):
                props[test.prop] = wanted
    return props


def _draw_span(choose: Random) -> tuple[date | None, date | None]:
    """First day and first day after; None: unknown, open."""
    first = choose.choice((None, *DAYS)) if _chance(choose, 60) else None
    after = choose.choice([day for day in DAYS if first is None or day > first] or [None])
    return first, after if _chance(choose, 45) else None


def _props(tests: Sequence[Test]) -> set[str]:
    """The properties that tests ask for."""
    asked = (_props_of(test.condition) if isinstance(test, Where) else {test.prop} for test in tests)
    return set[str]().union(*asked)


def _props_of(expr: Expr) -> set[str]:
    parts = expr.parts if isinstance(expr, Op) else ()
    return {expr.name} if isinstance(expr, Prop) else set[str]().union(*map(_props_of, parts))


# ---- As files ---------------------------------------------------------------------------------------------------


def write_tables(town: Town, folder: Path) -> None:
    """A town as graphgov's own tables: one CSV a kind that occurs, with every column that the schema gives it."""
    elements: dict[str, list[Node | Edge]] = {}
    everything: tuple[Node | Edge, ...] = (*town.nodes, *town.edges)
    for element in everything:
        elements.setdefault(element.kind, []).append(element)
    for kind, rows in elements.items():
        columns = list(SCHEMA.kinds[kind].by_name)
        with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            writer.writerows([_cell(row, column) for column in columns] for row in rows)


def _cell(row: Node | Edge, column: str) -> str:
    ends = {"from": row.start, "to": row.end} if isinstance(row, Edge) else {}
    value = ends.get(column) or row.value(column)
    return "" if value is None else str(value)
