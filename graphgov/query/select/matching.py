"""MATCH as relations and conditions: every way in which all its paths lead somewhere, no tie twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations

from graphgov.errors import BadQuery
from graphgov.query.catalog import Catalog, Kind
from graphgov.query.clauses import Match
from graphgov.query.select.block import Block, Group
from graphgov.query.select.conditions import labelled
from graphgov.query.select.elements import EdgeRows, NodeRows
from graphgov.query.select.expressions import Context, Expressions, Scope
from graphgov.query.select.misanswered import refuse_in_match
from graphgov.query.select.places import check_known, edge_kinds
from graphgov.query.select.shortest import Searching, refuse_beside
from graphgov.query.select.values import EDGE, NODE, STEPS, Type, Value
from graphgov.query.select.walks import StepRows
from graphgov.query.tree import Direction, EdgePattern, NodePattern, Path, Word, conjuncts

MOST_REPEATED = 8
"""A repetition takes at most this many ties."""


@dataclass
class _Node:
    """A node of a pattern, or several of one name: what it can be, and what it is once a relation says so."""

    kinds: set[str]
    var: Word | None
    bound: Value | None = None
    value: Value | None = None
    stated: bool = False
    tied: bool = False
    column: int = 1


@dataclass
class _Tie:
    """A tie of a pattern between two nodes."""

    pattern: EdgePattern
    kinds: dict[str, Kind]
    near: _Node
    far: _Node
    keys: list[str] = field(default_factory=list)


def matched(context: Context, block: Block, scope: Scope, clause: Match) -> Scope:
    """The scope with the new variables of a MATCH, which is added to a block."""
    return _Matching(context, block, scope, clause).run()


class _Matching:
    def __init__(self, context: Context, block: Block, scope: Scope, clause: Match) -> None:
        self.context, self.block, self.clause = context, block, clause
        self.catalog: Catalog = context.catalog
        self.scope = dict(scope)
        self.group: Group = block.group(optional=clause.optional)
        self.nodes: dict[str, _Node] = {}
        self.ties: list[_Tie] = []

    def run(self) -> Scope:
        before = self.scope
        self.scope = dict(before)
        refuse_in_match(self.clause, before)
        refuse_beside(self.clause)
        searches = [(path, Searching(self.context, path)) for path in self.clause.searches]
        ends = [self._ends(path, search) for path, search in searches]
        lines = [self._line(path) for path in self.clause.paths if not path.shortest] + ends
        self._narrow()
        for pattern, node in (pair for line in lines for pair in line):
            self._place(pattern, node)
        for tie in self.ties:
            self._walk(tie)
        for pattern, node in (pair for line in lines for pair in line):
            self._finish(pattern, node)
        self._apart()
        for condition in conjuncts(self.clause.where):
            if not any([search.takes(condition) for _, search in searches]):
                self.group.conditions.append(Expressions(self.context, self.scope).truth(condition))
        for (_, search), line in zip(searches, ends, strict=True):
            self._search(search, line)
        # What an optional pattern leaves out is there for what comes after.
        return {**self.scope, **before} if self.clause.optional else self.scope

    # ---- What the patterns speak of

    def _line(self, path: Path) -> list[tuple[NodePattern, _Node]]:
        if path.var is not None:
            raise BadQuery("cypher_path_variable", column=path.var.column, word=path.var)
        line = [(pattern, self._node(pattern)) for pattern in path.nodes]
        for pattern, (_, near), (_, far) in zip(path.edges, line, line[1:], strict=False):
            self._tie(pattern, near, far)
        return line

    def _ends(self, path: Path, search: Searching) -> list[tuple[NodePattern, _Node]]:
        """The ends of a search.  What is said of one in its braces says which node it is, as its kind would."""
        line = [(pattern, self._node(pattern)) for pattern in path.nodes]
        for pattern, node in line:
            node.kinds &= search.joined
            node.stated |= pattern.where is not None
            if not node.kinds:
                raise BadQuery("cypher_never", column=pattern.column)
        return line

    def _search(self, search: Searching, ends: list[tuple[NodePattern, _Node]]) -> None:
        (_, near), (_, far) = ends
        assert near.value is not None
        assert far.value is not None
        for var, value in search.rows(self.block, self.group, near.value, far.value).items():
            if var in self.scope:
                raise BadQuery("query_variable_twice", column=Word(var).column, word=var)
            self.scope[var] = replace(value, nullable=self.clause.optional)

    def _node(self, pattern: NodePattern) -> _Node:
        for kind in pattern.kinds:
            check_known(kind, self.catalog.nodes, "query_node_kind")
        stated = set(map(str, pattern.kinds)) or set(self.catalog.nodes)
        if pattern.var is not None and pattern.var in self.nodes:
            node = self.nodes[pattern.var]
            node.kinds &= stated
            node.stated |= bool(pattern.kinds)
            return node
        node = _Node(stated, pattern.var, stated=bool(pattern.kinds), column=pattern.column)
        if pattern.var is not None:
            if pattern.var in self.scope:
                node.bound = self.scope[pattern.var]
                if node.bound.type.name != NODE:
                    raise BadQuery("cypher_no_node", column=pattern.var.column, word=pattern.var)
                node.kinds &= node.bound.kinds
            self.nodes[pattern.var] = node
        return node

    def _tie(self, pattern: EdgePattern, near: _Node, far: _Node) -> None:
        kinds = edge_kinds(pattern, self.catalog)
        if pattern.starred and (pattern.high is None or pattern.high > MOST_REPEATED):
            raise BadQuery("query_unbounded", column=pattern.column, most=MOST_REPEATED)
        if pattern.high is not None and pattern.low > pattern.high:
            # Neo4j takes it, and finds nothing.
            pattern = replace(pattern, low=1, high=1)
            self.group.conditions.append("FALSE")
        if pattern.var is not None and any(tie.pattern.var == pattern.var for tie in self.ties):
            raise BadQuery("query_variable_twice", column=pattern.var.column, word=pattern.var)
        near.tied = far.tied = True
        self.ties.append(_Tie(pattern, kinds, near, far))

    # ---- Which kinds the nodes can be of

    def _narrow(self) -> None:
        before = None
        while before != (before := [(len(tie.near.kinds), len(tie.far.kinds)) for tie in self.ties]):
            for tie in self.ties:
                near, far = _reached(tie, tie.near.kinds, tie.far.kinds)
                if not (near and far):
                    raise self._impossible(tie)
                tie.near.kinds &= near
                tie.far.kinds &= far
        for name, node in self.nodes.items():
            if not node.kinds:
                raise BadQuery("cypher_never", column=node.column)
            if node.bound is not None:
                self.scope[name] = replace(node.bound, narrowed=frozenset(node.kinds))

    def _impossible(self, tie: _Tie) -> BadQuery:
        allowed = sorted({f"{start} -> {end}" for kind in tie.kinds.values() for start, end in kind.ends})
        return BadQuery(
            "query_edge_not_allowed", column=tie.pattern.column, word="|".join(tie.kinds),
            start="|".join(sorted(tie.near.kinds)), end="|".join(sorted(tie.far.kinds)), allowed="; ".join(allowed),
        )  # fmt: skip

    # ---- Relations

    def _place(self, pattern: NodePattern, node: _Node) -> None:
        """A relation for a node, unless it is bound already or the ties that lead to it say all of it."""
        if node.value is not None:
            return
        if node.bound is not None:
            node.value = node.bound
            return
        if not node.stated and not node.tied and not self.catalog.whole:
            raise BadQuery("cypher_any_node", column=pattern.column)
        if node.var is None and not node.stated and pattern.where is None and node.tied:
            return
        rows = NodeRows(self.context.names.new("n"), _only(self.catalog.nodes, node.kinds))
        self.group.add(rows)
        optional = self.clause.optional
        node.value = Value(
            f"{rows.name}.key", Type(NODE, frozenset(node.kinds)), rows, self.group, nullable=optional
        )
        if node.var is not None:
            self.scope[node.var] = node.value

    def _walk(self, tie: _Tie) -> None:
        pattern = tie.pattern
        ends = (frozenset(tie.near.kinds), frozenset(tie.far.kinds))
        name = self.context.names.new("e")
        walked: EdgeRows | StepRows
        if not pattern.starred:
            walked = edge = EdgeRows(name, tie.kinds, pattern.direction, ends)
            self.group.add(edge)
            tie.keys = [f"{name}.key"]
            kinds = Type(EDGE, frozenset(tie.kinds))
            value = Value(tie.keys[0], kinds, edge, self.group, nullable=self.clause.optional)
            self._condition(pattern, value)
            if pattern.var is not None and pattern.var in self.scope:
                bound = self.scope[pattern.var]
                if bound.type.name != EDGE:
                    raise BadQuery("cypher_no_tie", column=pattern.var.column, word=pattern.var)
                self.group.conditions.append(f"{value.sql} = {bound.sql}")
        else:
            # Of several ties only the first and the last have these ends.
            every = frozenset(self.catalog.nodes)
            own = ends if pattern.high == 1 else (every, every)
            walked = steps = StepRows(
                name, EdgeRows(name, tie.kinds, pattern.direction, own), (pattern.low, pattern.high or 0),
                self._every(tie) if pattern.low == 0 else None, self.clause.optional,
            )  # fmt: skip
            self.group.add(steps)
            tie.keys = [steps.hop(place, "key") for place in range(1, steps.high + 1)]
            value = Value(f"{name}.length", Type(STEPS, frozenset(tie.kinds)), None, self.group)
            self.context.steps[value.sql] = steps
            for place in range(1, steps.high + 1):
                self._condition(pattern, steps.tie(place, self.group), "{key} IS NULL OR ")
            if pattern.var is not None and pattern.var in self.scope:
                raise BadQuery("query_variable_twice", column=pattern.var.column, word=pattern.var)
        if pattern.var is not None:
            self.scope.setdefault(pattern.var, value)
        self._link(tie.near, walked.end("near"))
        self._link(tie.far, walked.end("far"))

    def _every(self, tie: _Tie) -> str:
        kinds = _only(self.catalog.nodes, tie.near.kinds & tie.far.kinds)
        if not kinds:
            return "(SELECT 1 AS key WHERE FALSE)"
        return "(" + " UNION ALL ".join(kind.rows(()) for kind in kinds.values()) + ")"

    def _link(self, node: _Node, key: str) -> None:
        if node.value is None:
            node.value = Value(key, Type(NODE, frozenset(node.kinds)), None, self.group)
        else:
            self.group.conditions.append(f"{key} = {node.value.sql}")

    def _condition(self, pattern: EdgePattern, tie: Value, unless: str = "") -> None:
        """What a pattern says of a tie; of one that a walk may lack, unless it does."""
        if pattern.where is not None:
            own: dict[str, Value] = {"": tie} if pattern.var is None else {"": tie, pattern.var: tie}
            condition = Expressions(self.context, {**self.scope, **own}).truth(pattern.where)
            self.group.conditions.append(f"({unless.format(key=tie.sql)}{condition})")

    def _finish(self, pattern: NodePattern, node: _Node) -> None:
        """What a pattern says of a node that has its relation."""
        assert node.value is not None
        here = Expressions(self.context, {**self.scope, "": node.value})
        if node.bound is not None:
            if pattern.kinds and not node.bound.kinds <= set(pattern.kinds):
                assert pattern.var is not None
                self.group.conditions.append(labelled(here, node.bound, pattern.kinds))
            elif not node.tied:
                self.group.conditions.append(f"{node.bound.sql} IS NOT NULL")
        if pattern.where is not None:
            self.group.conditions.append(here.truth(pattern.where))

    def _apart(self) -> None:
        for one, other in combinations(self.ties, 2):
            if set(one.kinds) & set(other.kinds):
                pairs = ((a, b) for a in one.keys for b in other.keys)
                # A tie that a shorter walk lacks is null.
                sure = not (one.pattern.starred or other.pattern.starred)
                self.group.conditions += [f"{a} <> {b}" if sure else f"COALESCE({a} <> {b}, TRUE)" for a, b in pairs]


def _only(kinds: Mapping[str, Kind], names: set[str]) -> dict[str, Kind]:
    return {name: kind for name, kind in kinds.items() if name in names}


def _reached(tie: _Tie, near: set[str], far: set[str]) -> tuple[set[str], set[str]]:
    """The kinds of both ends between which a tie can lead."""
    pairs = set[tuple[str, str]]()
    for kind in tie.kinds.values():
        if tie.pattern.direction is not Direction.BACK:
            pairs |= kind.ends
        if tie.pattern.direction is not Direction.OUT:
            pairs |= {(end, start) for start, end in kind.ends}
    if not tie.pattern.starred:
        fitting = {(start, end) for start, end in pairs if start in near and end in far}
    else:
        fitting = {(start, end) for start in near for end in _over(tie.pattern, pairs, start) if end in far}
    return {start for start, _ in fitting}, {end for _, end in fitting}


def _over(pattern: EdgePattern, pairs: set[tuple[str, str]], start: str) -> set[str]:
    level, found = {start}, {start} if pattern.low == 0 else set()
    for step in range(1, (pattern.high or 0) + 1):
        level = {end for begin, end in pairs if begin in level}
        if step >= pattern.low:
            found |= level
    return found
