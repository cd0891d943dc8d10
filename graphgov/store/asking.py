"""Cypher over an embedded file: compiled to SQL for the kinds that it speaks of, and run within limits."""

from __future__ import annotations

from collections.abc import Mapping

from graphgov.engine import Connection
from graphgov.query.parse import parse_query, placed
from graphgov.query.relations import catalog
from graphgov.query.select import Selection, select
from graphgov.schema import Schema
from graphgov.store.base import Found, Limits


def found(
    connection: Connection, schema: Schema, cypher: str, parameters: Mapping[str, object], limits: Limits
) -> Found:
    """The answer; BadQuery for a text outside of the language, StoreError past the time limit."""
    # One more than is wanted tells whether there are more.
    selection = selected(connection, schema, cypher, parameters, limits.rows + 1)
    rows = connection.asked(selection.sql, selection.bound, limits.seconds)
    return Found(selection.columns, tuple(rows[: limits.rows]), len(rows) > limits.rows)


def selected(
    connection: Connection, schema: Schema, cypher: str, parameters: Mapping[str, object], most: int | None = None
) -> Selection:
    """The SQL of a query; BadQuery with line and column for a text outside of the language."""

    def changing(kind: str) -> bool:
        return bool(connection.value(f"SELECT count(*) <> count(DISTINCT key) FROM {kind}"))

    with placed(cypher):
        return select(parse_query(cypher), catalog(schema, changing), parameters, most)
