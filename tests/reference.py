"""The slow, obvious evaluator that every other evaluator is compared with (design, section 4).

Written from the design and not from the code: nothing of graphgov is used but the declaration of kinds.  A `Town` is
plain values; a `PathPattern` is the reference's own, with a `text` in the language, so that the real code parses the
text while the reference interprets the values.  Everything is done in the most literal way that there is.
"""

from __future__ import annotations

import calendar
import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, pairwise, product

from graphgov.schema import SCHEMA

Value = str | int | date
EdgeKey = tuple[str, str, str]
"""kind, from, to"""


# ---- A town -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """A node: its kind, its id, and its properties other than its days."""

    kind: str
    id: str
    props: dict[str, Value] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None

    def value(self, prop: str) -> Value | None:
        """The value of any of its properties; None when nothing is stated."""
        own = {"id": self.id, "valid_from": self.valid_from, "valid_to": self.valid_to}
        return own[prop] if prop in own else self.props.get(prop)

    def holds(self, day: date) -> bool:
        """Whether it holds on a day: from its first day (or ever since) until before its last (or for ever)."""
        return _within(self.valid_from, self.valid_to, day)


@dataclass(frozen=True)
class Edge:
    """An edge as it is stored: `start` and `end` are the columns `from` and `to`."""

    kind: str
    start: str
    end: str
    props: dict[str, Value] = field(default_factory=dict)
    valid_from: date | None = None
    valid_to: date | None = None
    ended: str | None = None

    @property
    def symmetric(self) -> bool:
        """Whether it has no direction."""
        return SCHEMA.edge[self.kind].symmetric

    def value(self, prop: str) -> Value | None:
        """The value of any of its properties; None when nothing is stated."""
        own = {"valid_from": self.valid_from, "valid_to": self.valid_to, "ended": self.ended}
        return own[prop] if prop in own else self.props.get(prop)

    def holds(self, day: date) -> bool:
        """As a node; one that has ended, nobody knows when, holds on no day."""
        if self.ended == "yes" and self.valid_to is None:
            return False
        return _within(self.valid_from, self.valid_to, day)

    def ways(self) -> tuple[tuple[str, str], ...]:
        """The ways to go along it, by its own direction: one, or both when it is symmetric."""
        way = (self.start, self.end)
        return (way, way[::-1]) if self.symmetric else (way,)


def _within(first: date | None, after: date | None, day: date) -> bool:
    return (first is None or first <= day) and (after is None or day < after)


@dataclass(frozen=True)
class Town:
    """Nodes and edges.  An edge's index in `edges` is its identity: parallel edges differ in nothing else."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def node(self, node_id: str) -> Node:
        """The node of that id; KeyError when there is none."""
        for node in self.nodes:
            if node.id == node_id:
                return node
        raise KeyError(node_id)

    def holding(self, kind: str, day: date) -> Iterator[Edge]:
        """The edges of a kind that hold on a day, and whose both ends do."""
        for edge in self.edges:
            ends_hold = self.node(edge.start).holds(day) and self.node(edge.end).holds(day)
            if edge.kind == kind and edge.holds(day) and ends_hold:
                yield edge


# ---- Conditions: three-valued -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Prop:
    """A property of the pattern element that the condition stands in."""

    name: str


@dataclass(frozen=True)
class Literal:
    """A text, a whole number, or true or false."""

    literal: str | int


@dataclass(frozen=True)
class Day:
    """$day, or so many months and days after it (before it, when negative)."""

    months: int = 0
    days: int = 0


@dataclass(frozen=True)
class Op:
    """Something made of parts: an operator of `BINDS` or a function; IN has the list's values as its further parts."""

    op: str
    parts: tuple[Expr, ...]


Expr = Prop | Literal | Day | Op

BINDS = {
    "OR": 1, "AND": 2, "NOT": 3, "IN": 4, "IS NULL": 4, "IS NOT NULL": 4,
    "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6,
}
"""How strongly the text of an operator binds, as in Cypher; functions and all that is not an Op: `TIGHT`."""
TIGHT = 9

STRICT: dict[str, Callable[..., bool | int]] = {
    "NOT": operator.not_, "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le,
    ">": operator.gt, ">=": operator.ge, "+": operator.add, "-": operator.sub, "*": operator.mul,
    "IN": lambda value, *among: value in among,
}
"""What is unknown as soon as one of its parts is."""


def evaluate(expr: Expr, of: Node | Edge, day: date) -> Value | None:
    """The value of an expression for a node or edge on a day; None: unknown."""
    match expr:
        case Prop(name):
            return of.value(name)
        case Literal(literal):
            return literal
        case Day(months, days):
            return shifted(day, months, days)
    parts = [evaluate(part, of, day) for part in expr.parts]
    match expr.op:
        case "OR":
            return True if True in parts else None if None in parts else False
        case "AND":
            return False if False in parts else None if None in parts else True
        case "IS NULL":
            return parts[0] is None
        case "IS NOT NULL":
            return parts[0] is not None
        case "coalesce":
            return next((part for part in parts if part is not None), None)
        case "nullIf":
            return None if parts[0] == parts[1] else parts[0]
    return None if None in parts else STRICT[expr.op](*parts)


def shifted(day: date, months: int, days: int) -> date:
    """So many months later, on the month's last day when it lacks that day; then so many days later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last)) + timedelta(days=days)


def expr_text(expr: Expr, var: str, least: int = 0) -> str:
    """An expression in the language, in brackets only where it binds less than `least`: precedence is tested too."""
    match expr:
        case Prop(name):
            return f"{var}.{name}"
        case Literal(literal):
            return literal_text(literal)
        case Day(0, 0):
            return "$day"
        case Day(months, days):
            text, binds = f"$day {'-' if months + days < 0 else '+'} duration('{_lasting(abs(months), abs(days))}')", 5
        case Op(op, parts) if op in BINDS:
            text, binds = _operator_text(op, parts, var), BINDS[op]
        case Op(op, parts):
            text, binds = f"{op}({', '.join(expr_text(part, var) for part in parts)})", TIGHT
    return text if binds >= least else f"({text})"


def _lasting(months: int, days: int) -> str:
    parts = ((months // 12, "Y"), (months % 12, "M"), (days, "D"))
    return "P" + "".join(f"{number}{unit}" for number, unit in parts if number)


def _operator_text(op: str, parts: tuple[Expr, ...], var: str) -> str:
    if op == "NOT":
        return f"NOT {expr_text(parts[0], var, BINDS['NOT'] + 1)}"
    if op in ("IS NULL", "IS NOT NULL"):
        return f"{expr_text(parts[0], var, TIGHT)} {op}"
    if op == "IN":
        return f"{expr_text(parts[0], var, TIGHT)} IN [{', '.join(expr_text(part, var) for part in parts[1:])}]"
    # The first part of + - * may bind as loosely as they do: a - b + c is (a - b) + c.
    first = expr_text(parts[0], var, BINDS[op] + (0 if op in "+-*" else 1))
    return f" {op} ".join([first, *(expr_text(part, var, BINDS[op] + 1) for part in parts[1:])])


def literal_text(value: str | int) -> str:
    """A literal as the language writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


# ---- Patterns ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Equals:
    """{prop: value}"""

    prop: str
    wanted: str | int


@dataclass(frozen=True)
class OneOf:
    """{prop: [value, value]}"""

    prop: str
    wanted: tuple[str | int, ...]


@dataclass(frozen=True)
class Where:
    """WHERE condition"""

    condition: Expr


Test = Equals | OneOf | Where


def passes(tests: tuple[Test, ...], of: Node | Edge, day: date) -> bool:
    """Whether a node or edge passes every test for certain: what is unknown does not pass."""
    for test in tests:
        match test:
            case Equals(prop, wanted):
                passed = of.value(prop) == wanted
            case OneOf(prop, among):
                passed = of.value(prop) in among
            case Where(condition):
                passed = evaluate(condition, of, day) is True
        if not passed:
            return False
    return True


def _tests_text(var: str, tests: tuple[Test, ...]) -> str:
    wanted = [f"{test.prop}: {literal_text(test.wanted)}" for test in tests if isinstance(test, Equals)]
    for test in tests:
        if isinstance(test, OneOf):
            wanted.append(f"{test.prop}: [{', '.join(map(literal_text, test.wanted))}]")
    conditions = [test.condition for test in tests if isinstance(test, Where)]
    least = BINDS["AND"] if len(conditions) > 1 else 0
    where = " AND ".join(expr_text(condition, var, least) for condition in conditions)
    return (" {" + ", ".join(wanted) + "}" if wanted else "") + (" WHERE " + where if where else "")


@dataclass(frozen=True)
class NodePattern:
    """A node of a path: no kinds means any kind."""

    var: str = ""
    kinds: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()

    def matches(self, node: Node, day: date) -> bool:
        """Whether a node holds on the day, is of one of the kinds, and passes every test for certain."""
        kind_fits = not self.kinds or node.kind in self.kinds
        return node.holds(day) and kind_fits and passes(self.tests, node, day)

    def text(self) -> str:
        """The pattern in the language."""
        kinds = ":" + "|".join(self.kinds) if self.kinds else ""
        return f"({(self.var + kinds + _tests_text(self.var, self.tests)).strip()})"


@dataclass(frozen=True)
class EdgePattern:
    """A step of a path: from `low` to `high` edges, each of one of the kinds and passing every test.

    `direction` is ``->``, ``<-``, or ``-`` for symmetric kinds.
    """

    kinds: tuple[str, ...]
    direction: str = "->"
    low: int = 1
    high: int = 1
    var: str = ""
    tests: tuple[Test, ...] = ()

    def matches(self, edge: Edge, day: date) -> bool:
        """Whether an edge holds on the day, is of one of the kinds, and passes every test for certain."""
        return edge.holds(day) and edge.kind in self.kinds and passes(self.tests, edge, day)

    def ways(self, edge: Edge) -> tuple[tuple[str, str], ...]:
        """The (here, there) by which an edge leads onward in the pattern's direction."""
        return tuple((there, here) for here, there in edge.ways()) if self.direction == "<-" else edge.ways()

    def text(self) -> str:
        """The pattern in the language."""
        times = "" if (self.low, self.high) == (1, 1) else f"*{self.low}..{self.high}"
        inner = f"[{self.var}:{'|'.join(self.kinds)}{times}{_tests_text(self.var, self.tests)}]"
        return f"{'<-' if self.direction == '<-' else '-'}{inner}{'->' if self.direction == '->' else '-'}"


@dataclass(frozen=True)
class PathPattern:
    """A linear path: one node more than steps; its first node is its subject."""

    nodes: tuple[NodePattern, ...]
    edges: tuple[EdgePattern, ...] = ()

    def text(self) -> str:
        """The path in the language."""
        onward = (edge.text() + node.text() for edge, node in zip(self.edges, self.nodes[1:], strict=True))
        return self.nodes[0].text() + "".join(onward)


# ---- Evaluation -------------------------------------------------------------------------------------------------

Walk = tuple[str | int, ...]
"""node id, index of an edge, node id, ... node id"""


def walks(town: Town, path: PathPattern, day: date) -> Iterator[Walk]:
    """Every walk that matches a path on a day; each stored edge is used at most once in a walk."""
    for node in town.nodes:
        if path.nodes[0].matches(node, day):
            yield from _onward(town, path, day, 0, (node.id,))


def _onward(town: Town, path: PathPattern, day: date, step: int, walk: Walk) -> Iterator[Walk]:
    if step == len(path.edges):
        yield walk
        return
    for longer in _stretches(town, path.edges[step], day, 0, walk):
        if path.nodes[step + 1].matches(town.node(str(longer[-1])), day):
            yield from _onward(town, path, day, step + 1, longer)


def _stretches(town: Town, pattern: EdgePattern, day: date, taken: int, walk: Walk) -> Iterator[Walk]:
    if taken >= pattern.low:
        yield walk
    if taken == pattern.high:
        return
    for index, edge in enumerate(town.edges):
        if index in walk[1::2] or not pattern.matches(edge, day):
            continue
        for here, there in pattern.ways(edge):
            if here == walk[-1] and town.node(there).holds(day):
                yield from _stretches(town, pattern, day, taken + 1, (*walk, index, there))


def subjects(town: Town, path: PathPattern, day: date) -> set[str]:
    """The ids of the first nodes of all walks."""
    return {str(walk[0]) for walk in walks(town, path, day)}


def named(town: Town, walk: Walk) -> tuple[str | EdgeKey, ...]:
    """A walk with (kind, from, to) in the place of each edge's index."""
    keys = ((edge.kind, edge.start, edge.end) for edge in town.edges)
    by_index = dict(enumerate(keys))
    return tuple(by_index[step] if isinstance(step, int) else step for step in walk)


def is_walk(town: Town, path: PathPattern, day: date, walk: Sequence[str | EdgeKey]) -> bool:
    """Whether a given walk matches a path on a day: node ids with (kind, from, to) between them.

    Found otherwise than by `walks`: try every way to share the walk's edges out among the path's steps, and for
    each every choice of stored edges that the keys may stand for.  A symmetric edge's key may be either way round.
    """
    ids, keys = list(walk[0::2]), list(walk[1::2])
    known = {node.id: node for node in town.nodes}
    if len(ids) != len(keys) + 1 or not all(one in known and known[str(one)].holds(day) for one in ids):
        return False
    for lengths in product(*(range(edge.low, edge.high + 1) for edge in path.edges)):
        if sum(lengths) != len(keys):
            continue
        corners = [known[str(ids[at])] for at in accumulate(lengths, initial=0)]
        if not all(pattern.matches(node, day) for pattern, node in zip(path.nodes, corners, strict=True)):
            continue
        steps = [edge for edge, length in zip(path.edges, lengths, strict=True) for _ in range(length)]
        stored = [
            [at for at, edge in enumerate(town.edges) if _is_step(edge, key, here, there) and step.matches(edge, day)
             and (here, there) in step.ways(edge)]
            for step, key, (here, there) in zip(steps, keys, pairwise(ids), strict=True)
        ]
        if any(len(set(chosen)) == len(chosen) for chosen in product(*stored)):
            return True
    return False


def _is_step(edge: Edge, key: str | EdgeKey, here: object, there: object) -> bool:
    keys = [(edge.kind, start, end) for start, end in edge.ways()]
    return key in keys and {here, there} == {edge.start, edge.end}


# ---- Whose community, and values by statement -------------------------------------------------------------------


def community_of(town: Town, node_id: str, day: date) -> str | None:
    """The id of the community that a node belongs to on a day, else of the division, else None.

    Of a unit or a place: the end of the shortest chain of LOCATED_IN (and, between places, PART_OF) to a community,
    one without a registered address in it before any other; of several, edge by edge from the node, an operating or
    unstated role before a registered one, then the latest start; then the smallest id of the community.  Only when
    there is none, the same to a division.  Of a party organization: that of what HAS it (communities before divisions,
    the latest start, the smallest id), else its superior's in the same way.  A community or division is its own.
    """
    node = town.node(node_id)
    if not node.holds(day):
        return None
    if node.kind in ("Community", "Division"):
        return node.id
    if node.kind == "PartyOrganization":
        havers = [(edge, edge.start) for edge in town.holding("HAS_PARTY_ORG", day) if edge.end == node_id]
        superiors = [(edge, edge.end) for edge in town.holding("SUBORDINATE_TO", day) if edge.start == node_id]
        return _of_others(town, havers, day) or _of_others(town, superiors, day)
    for kind in ("Community", "Division"):
        chains = list(_chains(town, node, kind, day))
        if chains:
            return min(chains, key=_order)[-1].end
    return None


def _order(chain: tuple[Edge, ...]) -> tuple[object, ...]:
    ranks = [_rank(edge) for edge in chain]
    return any(registered for registered, _ in ranks), len(chain), ranks, chain[-1].end


def _rank(edge: Edge) -> tuple[bool, int]:
    """Operating before registered, then the latest first day before all others."""
    return edge.props.get("role") == "registered", -(edge.valid_from or date.min).toordinal()


def _chains(town: Town, node: Node, kind: str, day: date) -> Iterator[tuple[Edge, ...]]:
    onward = {"Unit": "LOCATED_IN", "Place": "PART_OF"}[node.kind]
    for edge in town.holding("LOCATED_IN", day):
        if edge.start == node.id and town.node(edge.end).kind == kind:
            yield (edge,)
    for edge in town.holding(onward, day):
        container = town.node(edge.end)
        if edge.start == node.id and container.kind == "Place":
            for chain in _chains(town, container, kind, day):
                yield (edge, *chain)


def _of_others(town: Town, others: Sequence[tuple[Edge, str]], day: date) -> str | None:
    found = [(edge, place) for edge, other in others if (place := community_of(town, other, day))]
    ranked = sorted((town.node(place).kind, _rank(edge), place) for edge, place in found)
    return ranked[0][-1] if ranked else None


@dataclass(frozen=True)
class Statement:
    """What one source states of one node or edge for one day; None: nothing stated."""

    stated_on: date
    values: dict[str, Value | None]


def value_on(statements: Sequence[Statement], prop: str, day: date) -> Value | None:
    """A property's value on a day: the one last stated for a day <= `day`, else the first stated; empty never counts.

    `statements` are in the order of their import: of several for the same day the one imported last decides.
    """
    said = [(one.stated_on, one.values[prop]) for one in statements if one.values.get(prop) is not None]
    by_then = [stated_on for stated_on, _ in said if stated_on <= day]
    if not said:
        return None
    decisive = max(by_then) if by_then else min(stated_on for stated_on, _ in said)
    return [value for stated_on, value in said if stated_on == decisive][-1]
