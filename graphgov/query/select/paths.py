"""The functions of a path: its length, its nodes, its ties.  It is a list of keys: of nodes and ties by turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphgov.query.select import dialect
from graphgov.query.select.arguments import Arguments, only
from graphgov.query.select.values import COUNTS, EDGE, LIST, PATH, Type, Value

if TYPE_CHECKING:
    from graphgov.query.select.expressions import Expressions


def length(here: Expressions, arguments: Arguments) -> Value | None:
    """The number of its ties."""
    path = only(here, arguments, PATH)
    return None if path is None else Value(dialect.whole_division(dialect.size(path.sql), "2"), COUNTS)


def nodes(here: Expressions, arguments: Arguments) -> Value | None:
    """Its nodes, from end to end."""
    path = only(here, arguments, PATH)
    if path is None:
        return None
    return Value(dialect.every_second(path.sql, 0), Type(LIST, of=path.type.of), None, path.group)


def ties(here: Expressions, arguments: Arguments) -> Value | None:
    """Its ties in the order in which they are walked."""
    path = only(here, arguments, PATH)
    return None if path is None else ties_of(path)


def ties_of(path: Value) -> Value:
    """The list of a path's ties."""
    return Value(dialect.every_second(path.sql, 1), Type(LIST, of=Type(EDGE, path.type.kinds)), None, path.group)
