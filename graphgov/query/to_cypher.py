"""A path as Cypher for a Neo4j server, over the graph as `graphgov.store.property_graph` lays it out there.

Whatever a path meets holds on ``$day``, and values are those of the day.  What an element was like before stands beside
it: a tie with a condition is looked for among ``MEMBER_OF|EARLIER_MEMBER_OF``, and where a node ``o`` has a condition,
``(o)<-[:EARLIER_VALUES_OF*0..1]-(o_then)`` finds what held its values, the node itself or one of its earlier ones.
``PART_OF*0..2`` is ``PART_OF*0..1`` twice: so the nodes between have names, and conditions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graphgov.query.cypher_text import Naming, conjuncts
from graphgov.query.tree import Attribute, Direction, EdgePattern, Expr, NodePattern, Path

_ARROWS = {Direction.OUT: ("-", "->"), Direction.BACK: ("<-", "-"), Direction.EITHER: ("-", "-")}

_EARLIER_VALUES = "<-[:EARLIER_VALUES_OF*0..1]-"


@dataclass(frozen=True)
class Matched:
    """A pattern, and the conditions under which what it matches is there on ``$day``.

    `nodes` and `ties` are the variables of the path's nodes and ties, in their order; `values` is the variable of what
    holds the last node's values of the day: that of the node itself when nothing has asked for them.
    """

    pattern: str
    where: tuple[str, ...]
    nodes: tuple[str, ...]
    values: str
    ties: tuple[str, ...] = ()


def subjects_cypher(path: Path) -> str:
    """A query for the identifiers (column `id`) of all subjects from which a checked path leads somewhere on ``$day``.

    Its only parameter is ``$day``.  Values are those of the day, also where an element has others now.
    """
    patterns = Patterns()
    subject = patterns.node(path.subject)
    (name,) = subject.nodes
    reached = (exists(patterns.walk(path, name)),) if path.edges else ()
    return f"{matching(subject, *reached)}\nRETURN {name}.id AS id ORDER BY id"


def matching(found: Matched, *conditions: str, word: str = "MATCH") -> str:
    """A clause for a pattern, under further conditions."""
    return f"{word} {found.pattern}\n{where_all((*found.where, *conditions))}"


def exists(found: Matched) -> str:
    """That a pattern is found, as a condition among others."""
    inner = where_all(found.where).replace("\n", "\n  ")
    return f"EXISTS {{ MATCH {found.pattern}\n  {inner} }}"


def where_all(conditions: Sequence[str]) -> str:
    """WHERE with conditions one below the other; there is no line break in a literal."""
    return "WHERE " + "\n  AND ".join(condition.replace("\n", "\n  ") for condition in conditions)


def either(conditions: Sequence[str]) -> str:
    """That any of some conditions is true, as a condition among others; false when there are none."""
    if len(conditions) == 1:
        return conditions[0]
    return "(" + "\n  OR ".join(conditions) + ")" if conditions else "false"


def every(conditions: Sequence[str]) -> str:
    """That all of some conditions are true, as one among others; true when there are none."""
    if len(conditions) == 1:
        return conditions[0]
    return f"({' AND '.join(conditions)})" if conditions else "true"


def holds(name: str) -> str:
    """That a node or tie is there on the day."""
    return f"{name}.since <= $day AND $day < {name}.until"


def held_then(name: str) -> str:
    """That a tie, or what holds the values of a node, has those of the day."""
    return f"coalesce({name}.values_since, {name}.since) <= $day AND $day < {name}.until"


def naming(values: str, element: str) -> Naming:
    """Properties as those of one variable; the identifier is always the element's."""

    def name(attribute: Attribute) -> str:
        return f"{element if attribute.name == 'id' else values}.{attribute.name}"

    return name


def labels(kinds: Sequence[str]) -> str:
    """The kinds that a node may be of; nothing for any."""
    return ":" + "|".join(kinds) if kinds else ""


@dataclass
class Names:
    """The variables of one query, each given once: the initial of what it stands for, numbered from the second on."""

    given: set[str] = field(default_factory=set)

    def new(self, wish: str) -> str:
        """A variable that nothing has yet."""
        found, number = wish, 1
        while found in self.given:
            number += 1
            found = f"{wish}{number}"
        self.given.add(found)
        return found

    def node(self, kinds: Sequence[str]) -> str:
        """One for a node: u for a Unit, o for a PartyOrganization, x for one of several kinds."""
        initials = [letter for letter in kinds[0] if letter.isupper()] if len(kinds) == 1 else ["X"]
        return self.new(initials[-1].lower())

    def tie(self, edge: EdgePattern) -> str:
        """One for a tie: its initial, or step where there may be none."""
        return self.new("step" if edge.repeated else edge.kinds[0][0].lower())


@dataclass
class Patterns:
    """Writes paths as patterns of one query."""

    names: Names = field(default_factory=Names)

    def within(self) -> Patterns:
        """Those of a part of the query that sees all variables so far, and whose own nothing else sees."""
        return Patterns(Names(set(self.names.given)))

    def node(self, pattern: NodePattern, valued: bool = False) -> Matched:
        """A node, with what holds its values when it has a condition or when these are asked for (`valued`)."""
        name = self.names.node(pattern.kinds)
        text = f"({name}{labels(pattern.kinds)})"
        if pattern.where is None and not valued:
            return Matched(text, (holds(name),), (name,), name)
        then = self.values_of(name)
        own = _conditions(pattern.where, naming(then.values, name))
        where = (*then.where, *own)
        return Matched(f"{text}{_EARLIER_VALUES}({then.values})", where, (name,), then.values)

    def values_of(self, name: str) -> Matched:
        """What holds the values that a node had on the day; nothing unless the node was there."""
        then = self.names.new(f"{name}_then")
        return Matched(f"({name}){_EARLIER_VALUES}({then})", (held_then(then),), (name,), then)

    def from_kinds(self, path: Path, start: str, valued: str | None = None) -> Matched:
        """A path from a node that is found already, when it is of the right kind and its conditions hold."""
        subject, found = path.subject, self.walk(path, start, valued)
        pattern = found.pattern.replace(f"({start})", f"({start}{labels(subject.kinds)})", 1)
        own: tuple[str, ...] = ()
        if subject.where is not None:
            then = self.values_of(start)
            where = (*then.where, *conjuncts(subject.where, naming(then.values, start)))
            own = (exists(replace(then, where=where)),)
        return replace(found, pattern=pattern, where=(*own, *found.where))

    def walk(self, path: Path, start: str, valued: str | None = None) -> Matched:
        """A path from a node that is found already, whose own conditions are not said again.

        `valued`: the variable (in the path) of a tie whose values are asked for, though it may have no condition.
        """
        pattern, where, nodes, ties, values = f"({start})", list[str](), [start], list[str](), start
        for place, (edge, target) in enumerate(zip(path.edges, path.nodes[1:], strict=True), 1):
            first, *more = [self.tie(hop, edge.var is not None and edge.var == valued) for hop in _hops(edge)]
            pattern, where, ties = pattern + first.pattern, [*where, *first.where], [*ties, *first.ties]
            for tie in more:
                between = self.node(NodePattern())
                pattern += between.pattern + tie.pattern
                where += [*between.where, *tie.where]
            found = self.node(target)
            if place < len(path.edges):
                found = _apart(found, target)
            pattern, where, values = pattern + found.pattern, [*where, *found.where], found.values
            nodes += found.nodes
        return Matched(pattern, tuple(where), tuple(nodes), values, tuple(ties))

    def fork(self, paths: Sequence[Path], start: str) -> Matched:
        """The first tie and node of paths that begin alike (`beginning`), where any of them goes on as it says.

        So they are looked for once, not once for each path.
        """
        edge, target = paths[0].edges[0], paths[0].nodes[1]
        tie = self.tie(replace(edge, where=None), edge.where is not None)
        node = self.node(replace(target, where=None), target.where is not None)
        ways = [self._onward(path, tie, node) for path in paths]
        shared = [condition for condition in ways[0] if all(condition in way for way in ways)]
        apart = dict.fromkeys(every([each for each in way if each not in shared]) for way in ways)
        further = () if "true" in apart else (either(list(apart)),)
        where = (*tie.where, *node.where, *shared, *further)
        return Matched(f"({start}){tie.pattern}{node.pattern}", where, (start, *node.nodes), node.values, tie.ties)

    def _onward(self, path: Path, tie: Matched, node: Matched) -> list[str]:
        """What a path asks of its first tie and of the node behind it, and how it goes on."""
        edge, target, (name,) = path.edges[0], path.nodes[1], node.nodes
        found = [*_conditions(edge.where, naming(tie.values, tie.values)),
                 *_conditions(target.where, naming(node.values, name))]  # fmt: skip
        if len(path.edges) > 1:
            found.append(exists(self.within().walk(replace(path, nodes=path.nodes[1:], edges=path.edges[1:]), name)))
        return found

    def tie(self, edge: EdgePattern, valued: bool = False) -> Matched:
        """A tie between two nodes, or `*0..1` of it; `valued`: its values are asked for."""
        name, (start, end) = self.names.tie(edge), _ARROWS[edge.direction]
        asked = valued or edge.where is not None
        kinds = "|".join([*edge.kinds, *(f"EARLIER_{kind}" for kind in edge.kinds if asked)])
        one = "one" if edge.repeated else name
        where = [held_then(one) if asked else holds(one)]
        where += _conditions(edge.where, naming(one, one))
        if edge.repeated:
            where = [f"all(one IN {name} WHERE {' AND '.join(where)})"]
        within = f"*{edge.low}..{edge.high}" if edge.repeated else ""
        return Matched(f"{start}[{name}:{kinds}{within}]{end}", tuple(where), (), name, (name,))


def beginning(path: Path) -> tuple[object, ...]:
    """What paths have in common that `Patterns.fork` writes as one; one that begins with a repetition stays alone."""
    edge, target = path.edges[0], path.nodes[1]
    own = path if edge.repeated else None
    return (own, edge.kinds, edge.direction, edge.where is None, target.kinds, target.where is None)


def _conditions(where: Expr | None, name: Naming) -> tuple[str, ...]:
    return conjuncts(where, name) if where is not None else ()


def _hops(edge: EdgePattern) -> list[EdgePattern]:
    """A repetition as single ties, those beyond the lower bound `*0..1` of one: so all nodes between have names."""
    high = edge.high or 0
    hops = [replace(edge, low=1, high=1)] * edge.low + [replace(edge, low=0, high=1)] * (high - edge.low)
    return hops or [replace(edge, low=0, high=0)]


def _apart(found: Matched, target: NodePattern) -> Matched:
    """A node in the middle of a path: what holds its values stands in a pattern of its own.

    In one pattern two ties are never the same one; a node that stands at two places of a path has only one to its
    values.
    """
    (name,) = found.nodes
    if found.values == name:
        return found
    then = Matched(f"({name}){_EARLIER_VALUES}({found.values})", found.where, (name,), found.values)
    return Matched(f"({name}{labels(target.kinds)})", (exists(then),), (name,), name)
