"""What a function is given."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graphgov.query.catalog import TEXT
from graphgov.query.select.block import element_of
from graphgov.query.select.places import column_of
from graphgov.query.select.values import NULL, TEXTS, Value
from graphgov.query.tree import Expr, Word

if TYPE_CHECKING:
    from graphgov.query.select.elements import Element
    from graphgov.query.select.expressions import Expressions

Arguments = tuple["Expr", ...]


def element(here: Expressions, argument: Expr, value: Value) -> Element:
    """The element that an argument is; BadQuery where nobody can say yet where its rows are."""
    return element_of(value, here.context.catalog, here.context.names, Word("id", column_of(argument)))


def only(here: Expressions, arguments: Arguments, *types: str) -> Value | None:
    """The one argument that there is, if it is of one of these types; a null is a text where a text may be."""
    if len(arguments) != 1:
        return None
    value = here.value(arguments[0])
    if value.type.name == NULL and TEXT in types:
        return replace(value, sql="CAST(NULL AS VARCHAR)", type=TEXTS)
    return value if value.type.name in types else None
