"""What Neo4j 5.26 itself answers wrongly, or by its plan: refused, so that an accepted query has one answer.

Each is shown on a server by a test in tests/test_cypher_differential.py that fails once Neo4j is right; but the bare
count of a node's ties, which random queries met in some plans, is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product, takewhile

from graphgov.errors import BadQuery
from graphgov.query import terms
from graphgov.query.clauses import Clause, Match, Projection, Subquery
from graphgov.query.select.expressions import Scope, has_aggregate, variables
from graphgov.query.select.places import column_of, is_written
from graphgov.query.tree import Attribute, Expr, parts


def refuse_in_match(clause: Match, before: Scope) -> None:
    """Refuse what a MATCH, with these variables before it, may be answered wrongly for."""
    _refuse_kind_twice(clause)
    if clause.optional:
        _refuse_counts(clause)
        _refuse_alone(clause, before)


def _refuse_kind_twice(clause: Match) -> None:
    """A kind of tie that is named twice: some plans find its ties twice, some once."""
    for kinds in (edge.kinds for path in clause.paths for edge in path.edges):
        for place, kind in enumerate(kinds):
            if kind in kinds[:place]:
                raise BadQuery("cypher_kind_twice", column=kind.column, word=kind)


def _refuse_counts(clause: Match) -> None:
    """``COUNT { }`` among the conditions of OPTIONAL MATCH, or within an ``EXISTS { }`` among them.

    What there is nothing to count for is lost (it is grouped by the row, and of nothing there is no group).
    """
    for pattern in (pattern for path in clause.paths for pattern in path.patterns):
        _refuse_count(pattern.where)
    _refuse_count(clause.where)


def _refuse_count(expr: Expr | None) -> None:
    for part in () if expr is None else parts(expr):
        match part:
            case terms.CountOf():
                raise BadQuery("cypher_optional_count", column=column_of(part))
            case terms.Exists(body):
                for inner in (match for each in (body, *body.others) for match in each.matches):
                    _refuse_counts(inner)


def _refuse_alone(clause: Match, before: Scope) -> None:
    """A new node that stands alone beside other patterns of an OPTIONAL MATCH.

    Where nobody asks for it, a DISTINCT behind forgets it, and finds the others although there is no such node.
    """
    for path in clause.paths:
        others = {node.var for other in clause.paths if other is not path for node in other.nodes}
        node = path.nodes[0]
        if len(clause.paths) > 1 and not path.edges and (node.var is None or node.var not in {*before, *others}):
            raise BadQuery("cypher_optional_alone", column=node.column)


def refuse_bare_count(expr: terms.Exists | terms.CountOf, body: Subquery, scope: Scope) -> None:
    """Refuse a subquery that asks for no more than the ties of a node that may be none.

    Their number may be looked up, and of no node that is null, where else it is 0.
    """
    match body.matches:
        case (Match((path,), None),) if len(path.edges) == 1 and path.edges[0].where is None:
            ends = [(node, None if node.var is None else scope.get(node.var)) for node in path.nodes]
            bare = [value is None and not node.kinds and node.where is None for node, value in ends]
            if any(value is not None and value.nullable for _, value in ends) and any(bare):
                raise BadQuery("cypher_maybe_none", column=column_of(expr))


def refuse_lost_order(clauses: Sequence[Clause]) -> None:
    """Refuse an order, of different rows or groups, by what is computed of the OPTIONAL MATCH that a query begins with.

    It may be computed too early; where nothing matches it is null then, instead of what is made of null.
    """
    begun = list(takewhile(lambda clause: isinstance(clause, Match) and clause.optional, clauses))
    clause = clauses[len(begun)] if len(begun) < len(clauses) else None
    if not (begun and isinstance(clause, Projection)):
        return
    if clause.distinct or any(has_aggregate(item.expr) for item in clause.items):
        computed = [item for item in clause.items if _is_computed(item.expr)]
        for key, item in product(clause.order, computed):
            if item.name in variables(key.expr) or item.expr in parts(key.expr):
                raise BadQuery("cypher_optional_order", column=column_of(key.expr), word=item.name)


def _is_computed(expr: Expr) -> bool:
    return not (isinstance(expr, terms.Variable | Attribute) or is_written(expr) or has_aggregate(expr))
