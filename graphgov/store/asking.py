"""Cypher over an embedded file: compiled to SQL for the kinds that it speaks of, and run within limits."""

from __future__ import annotations

from collections.abc import Mapping

from graphgov.engine import Connection
from graphgov.query.catalog import Catalog
from graphgov.query.parse import parse_query, placed
from graphgov.query.relations import catalog
from graphgov.query.select import Selection, select
from graphgov.schema import Schema
from graphgov.store.base import Found, Limits
from graphgov.store.searching import searched
from graphgov.store.shown import with_elements


def found(
    connection: Connection, schema: Schema, cypher: str, parameters: Mapping[str, object], limits: Limits
) -> Found:
    """The answer; BadQuery for a text outside of the language, StoreError past the time limit."""
    return answered(connection, _catalog(connection, schema), cypher, parameters, limits)


def answered(
    connection: Connection, kinds: Catalog, cypher: str, parameters: Mapping[str, object], limits: Limits
) -> Found:
    """The same over any tables that a catalog describes."""
    with placed(cypher):
        # One more than is wanted tells whether there are more.
        selection = select(parse_query(cypher), kinds, parameters, limits.rows + 1)
        bound = selection.values(selection.sql, searched(connection, selection, limits))
    rows = connection.asked(selection.sql, bound, limits.seconds)
    wanted = with_elements(connection, kinds, selection.types, rows[: limits.rows], limits.seconds)
    return Found(selection.columns, tuple(wanted), len(rows) > limits.rows)


def selected(
    connection: Connection, schema: Schema, cypher: str, parameters: Mapping[str, object]
) -> Selection:
    """The SQL of a query; BadQuery with line and column for a text outside of the language."""
    with placed(cypher):
        return select(parse_query(cypher), _catalog(connection, schema), parameters)


def _catalog(connection: Connection, schema: Schema) -> Catalog:
    def changing(kind: str) -> bool:
        return bool(connection.value(f"SELECT count(*) <> count(DISTINCT key) FROM {kind}"))

    return catalog(schema, changing)
