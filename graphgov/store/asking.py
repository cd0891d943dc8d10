"""Cypher over an embedded file: compiled to SQL for the kinds that it speaks of, and run within limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from graphgov.engine import Connection
from graphgov.query.catalog import Catalog
from graphgov.query.parse import parse_query, placed
from graphgov.query.relations import catalog
from graphgov.query.select import Selection, select
from graphgov.schema import Schema
from graphgov.store.base import Found, Limits
from graphgov.store.searching import searched
from graphgov.store.shown import with_elements


def kinds(schema: Schema, held: Callable[[], AbstractContextManager[Connection]]) -> Catalog:
    """The kinds of a file in one state; `held` opens it, for what is asked of a kind once somebody speaks of it."""

    def changing(kind: str) -> bool:
        with held() as connection:
            return bool(connection.value(f"SELECT count(*) <> count(DISTINCT key) FROM {kind}"))

    return catalog(schema, changing)


def answered(
    connection: Connection, kinds: Catalog, cypher: str, parameters: Mapping[str, object], limits: Limits
) -> Found:
    """The answer over any tables that a catalog describes.

    Raises BadQuery for a text outside of the language, StoreError past the time limit.
    """
    with placed(cypher):
        # One more than is wanted tells whether there are more.
        selection = select(parse_query(cypher), kinds, parameters, limits.rows + 1)
        bound = selection.values(selection.sql, searched(connection, selection, limits))
    rows = connection.asked(selection.sql, bound, limits.seconds)
    more = len(rows) > limits.rows
    wanted = with_elements(connection, kinds, selection.types, rows[: limits.rows] if more else rows, limits.seconds)
    return Found(selection.columns, tuple(wanted), more)


def selected(kinds: Catalog, cypher: str, parameters: Mapping[str, object]) -> Selection:
    """The SQL of a query; BadQuery with line and column for a text outside of the language."""
    with placed(cypher):
        return select(parse_query(cypher), kinds, parameters)
