"""shortestPath and allShortestPaths: what is walked on arrays before the query is asked, and the rows that come of it.

SQL finds the pairs of ends and the ties that may be walked; whoever asks the query finds the walks between the ends
and binds them to names, of which the query makes a relation.
"""

from __future__ import annotations

from dataclasses import dataclass

from graphgov.errors import BadQuery
from graphgov.query import terms
from graphgov.query.clauses import Clause, Match, Projection
from graphgov.query.select import dialect
from graphgov.query.select.block import Block, Group
from graphgov.query.select.elements import EdgeRows, NodeRows
from graphgov.query.select.expressions import Context, Expressions, variables
from graphgov.query.select.paths import ties_of
from graphgov.query.select.places import column_of, edge_kinds
from graphgov.query.select.rows import Rows
from graphgov.query.select.values import EDGE, NODE, PATH, Type, Value
from graphgov.query.tree import Call, Expr, Not, Path, Shortest, Word, parts

ENDS = ("near", "far")


@dataclass(frozen=True)
class Search:
    """What has to be found before a query is asked: the shortest walks between pairs of nodes.

    `ends` is the SQL of the pairs, `near` and `far`; `ties` that of the ties that may be walked, each from its `near`
    to its `far`, with its `key`.  A walk has 1 to `most` ties, any number for None; of a pair `every` shortest walk
    is wanted, or any one.  `column` says where it stands in the text.
    """

    name: str
    ends: str
    ties: str
    most: int | None
    every: bool
    column: int

    def bound(self, found: list[tuple[int, int, list[int]]]) -> dict[str, object]:
        """What the query is bound to: of every walk its ends, and its nodes and ties by turns."""
        columns = list(zip(*found, strict=True)) or [(), (), ()]
        return {f"{self.name}_{name}": list(each) for name, each in zip((*ENDS, "walk"), columns, strict=True)}


class WalkRows(Rows):
    """The walks of a search: `near`, `far` and `walk`."""

    def sql(self) -> str:
        """The relation of what is bound."""
        types = {"near": "BIGINT", "far": "BIGINT", "walk": dialect.list_type("BIGINT")}
        each = (
            f"{dialect.unnested(dialect.parameter(f'{self.name}_{name}', dialect.list_type(type_)))} AS {name}"
            for name, type_ in types.items()
        )
        return f"(SELECT {', '.join(each)})"


def is_steady(clauses: tuple[Clause, ...]) -> bool:
    """Whether clauses give the same rows however often they are asked; a search and the query have to agree."""
    projections = [clause for clause in clauses if isinstance(clause, Projection)]
    return not any(
        clause.skip or clause.limit or any(_collects(item.expr) for item in clause.items) for clause in projections
    )


def _collects(expr: Expr) -> bool:
    return any(isinstance(part, Call) and part.function == "collect" for part in parts(expr))


def refuse_beside(clause: Match) -> None:
    """Refuse other ties beside a search in one MATCH: whether both may be the same is not said anywhere."""
    others = [path for path in clause.paths if path.edges and not path.shortest]
    if clause.searches and others:
        raise BadQuery("cypher_shortest_beside", column=others[0].nodes[0].column)


class Searching:
    """One search of a MATCH, from its pattern and the conditions about its walk to the relation of its walks."""

    def __init__(self, context: Context, path: Path) -> None:
        if len(path.edges) != 1:
            raise BadQuery("cypher_shortest_one", column=path.nodes[0].column)
        self._context, self._path, (self._edge,) = context, path, path.edges
        self._kinds = edge_kinds(self._edge, context.catalog)
        if self._edge.low not in (0, 1) or self._edge.high == 0:
            raise BadQuery("cypher_shortest_least", column=self._edge.column)
        if self._edge.where is not None:
            raise BadQuery("cypher_shortest_map", column=self._edge.column)
        every = frozenset(context.catalog.nodes)
        self._ties = EdgeRows(context.names.new("e"), self._kinds, self._edge.direction, (every, every))
        self._block = Block()
        group = self._block.group()
        group.add(self._ties)
        self._tie = Value(f"{self._ties.name}.key", Type(EDGE, frozenset(self._kinds)), self._ties, group)

    @property
    def joined(self) -> frozenset[str]:
        """The kinds of node that its ties join."""
        return frozenset(end for kind in self._kinds.values() for pair in kind.ends for end in pair)

    def takes(self, condition: Expr) -> bool:
        """Whether a condition is about the walk: it is heeded on the way then, or refused if it cannot be."""
        own = {str(word) for word in (self._path.var, self._edge.var) if word is not None}
        if not own & variables(condition):
            return False
        match condition:
            case terms.Quantified(("all" | "none") as which, var, of, where) if not own & variables(where):
                wanted = Not(where) if which == "none" else where
                if of in (self._of_path("relationships"), terms.Variable(self._edge.var or Word(""))):
                    self._only_ties(wanted, var)
                    return True
                if of == self._of_path("nodes"):
                    self._only_nodes(wanted, var)
                    return True
        raise BadQuery("cypher_shortest_where", column=column_of(condition))

    def _of_path(self, function: str) -> Expr:
        return Call(Word(function), (terms.Variable(self._path.var or Word("")),))

    def _only_ties(self, condition: Expr, var: Word) -> None:
        self._block.wheres.append(Expressions(self._context, {var: self._tie}).truth(condition))

    def _only_nodes(self, condition: Expr, var: Word) -> None:
        catalog, block = self._context.catalog, Block()
        kinds = {name: kind for name, kind in catalog.nodes.items() if name in self.joined}
        group, rows = block.group(), NodeRows(self._context.names.new("n"), kinds)
        group.add(rows)
        node = Value(f"{rows.name}.key", Type(NODE, frozenset(kinds)), rows, group)
        block.wheres.append(Expressions(self._context, {var: node}).truth(condition))
        for end in ENDS:
            self._block.wheres.append(f"{self._ties.end(end)} IN (SELECT {node.sql}{block.sql()})")

    def rows(self, before: Block, group: Group, near: Value, far: Value) -> dict[str, Value]:
        """Add the relation of the walks to a group, and name its variables; what is read before gives the ends."""
        name = self._context.names.new("w")
        ends = f"SELECT DISTINCT {near.sql} AS near, {far.sql} AS far{before.sql()}"
        known = f"SELECT near, far FROM ({ends}) s WHERE near IS NOT NULL AND far IS NOT NULL ORDER BY near, far"
        own = ", ".join(f"{self._ties.end(end)} AS {end}" for end in ENDS)
        ties = f"SELECT {own}, {self._tie.sql} AS key{self._block.sql()} ORDER BY {self._ties.name}.key"
        every = self._path.shortest is Shortest.EVERY
        self._context.searches.append(Search(name, known, ties, self._edge.high, every, self._path.nodes[0].column))
        group.add(WalkRows(name))
        group.conditions += [f"{name}.near = {near.sql}", f"{name}.far = {far.sql}"]
        return self._variables(f"{name}.walk", group, self.joined | near.type.kinds | far.type.kinds)

    def _variables(self, walk: str, group: Group, nodes: frozenset[str]) -> dict[str, Value]:
        found, tie = dict[str, Value](), self._tie.type
        if self._path.var is not None:
            found[self._path.var] = Value(walk, Type(PATH, tie.kinds, of=Type(NODE, nodes)), None, group)
        if self._edge.var is not None:
            ties = ties_of(Value(walk, Type(PATH, tie.kinds), None, group))
            one = Value(dialect.item(ties.sql, "0"), tie, None, group, nullable=True)
            found[self._edge.var] = ties if self._edge.starred else one
        return found
