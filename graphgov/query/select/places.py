"""Where an expression stands in the text, and refusals that say so."""

from __future__ import annotations

from collections.abc import Collection
from typing import NoReturn

from graphgov.errors import BadQuery, nearest
from graphgov.query import terms
from graphgov.query.catalog import Catalog, Kind
from graphgov.query.tree import Attribute, Call, EdgePattern, Expr, Literal, Parameter, Word, parts


def check_known(word: Word, known: Collection[str], key: str) -> None:
    """Refuse a kind, or a value, that there is not, with the nearest one."""
    if word not in known:
        near = nearest(word, sorted(known))
        raise BadQuery(key, column=word.column, word=word, near=near, known=", ".join(sorted(known)))


def edge_kinds(pattern: EdgePattern, catalog: Catalog) -> dict[str, Kind]:
    """The kinds of tie that a pattern names, or all; refused where one is unknown, or none is named of several."""
    for kind in pattern.kinds:
        check_known(kind, catalog.edges, "query_edge_kind")
    if not pattern.kinds and not catalog.whole:
        raise BadQuery("query_edge_without_kind", column=pattern.column)
    return {name: catalog.edges[name] for name in dict.fromkeys(map(str, pattern.kinds)) or catalog.edges}


def refuse_type(expr: Expr, expected: str, found: str) -> NoReturn:
    """Refuse an expression because of its type."""
    raise BadQuery("query_type", column=column_of(expr), expected=expected, found=found)


OF_ROWS = (
    Attribute, terms.Variable, terms.Member, terms.Labelled, terms.Quantified, terms.Comprehension, terms.Exists,
    terms.CountOf,
)  # fmt: skip
"""What speaks of variables, or may."""


def is_written(expr: Expr) -> bool:
    """Whether an expression is the same for every row: made of what is written out, and of parameters."""
    return not any(isinstance(part, (*OF_ROWS, terms.Rows)) for part in parts(expr))


def column_of(expr: Expr) -> int:
    """Where an expression stands: its first part that says so."""
    for part in parts(expr):
        match part:
            case Attribute(var, name):
                return var.column or name.column
            case Literal(_, column) if column:
                return column
            case Parameter(name) | terms.Variable(name) | Call(name):
                return name.column
            case terms.Labelled(var) | terms.Quantified(_, var) | terms.Comprehension(var):
                return var.column
            case terms.ListOf(_, column):
                return column
            case terms.Exists(body) | terms.CountOf(body):
                return body.matches[0].paths[0].nodes[0].column
    return 1
