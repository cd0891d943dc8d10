"""The physical tables that a kind is kept in: derived from the schema, the same for every engine that speaks SQL.

A kind's table (``Unit``, ``LOCATED_IN``) holds one row for each element and period in which its values stay the
same: ``since <= day < until`` finds the one row of an element on a day.  Its `said` table holds the record, one
row for each statement.  Keys are dense integers; text ids stand in ``ids`` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from graphgov.schema import EdgeKind, Kind, NodeKind, Property, RecordKind, Type

BEGINNING = date.min
"""Stored `since` of what has always held."""

END = date.max
"""Stored `until` of what has no end."""

WITHDRAWN = -1
"""In place of a statement's file: its source no longer says the element, which stands in none of its rows."""

SQL_TYPES = {
    Type.TEXT: "VARCHAR",
    Type.COUNT: "INTEGER",
    Type.DATE: "DATE",
    Type.FLAG: "ENUM",
    Type.CHOICE: "ENUM",
}

Columns = Mapping[str, str]
"""The columns of a table: names, and SQL types."""

# What a row is about is kept as keys, not as values.
_ENDS = {"from", "to", "about"}
_IDENTITY = {"id", *_ENDS}


def said(kind: str) -> str:
    """The table with the statements about a kind."""
    return f"said_{kind}"


def own_properties(kind: Kind) -> tuple[Property, ...]:
    """The properties of a kind that are kept as values."""
    return tuple(prop for prop in kind.properties if prop.name not in _IDENTITY)


def queried(kind: Kind) -> tuple[Property, ...]:
    """The properties that a query may look at: the values and `id`; where a tie leads is said by the path."""
    return tuple(prop for prop in kind.properties if prop.name not in _ENDS)


def value_columns(kind: Kind) -> Iterator[tuple[str, str]]:
    """Names and SQL types of a kind's value columns; a date has its text beside it where it was partial."""
    for prop in own_properties(kind):
        yield prop.name, sql_type(prop)
        if prop.type is Type.DATE:
            yield text_column(prop.name), "VARCHAR"


def text_column(name: str) -> str:
    """The column with a partial date as it was written."""
    return f"{name}_text"


def sql_type(prop: Property) -> str:
    """The SQL type of a property; values from a list become an enumeration in the schema's order."""
    if prop.values:
        return "ENUM(" + ", ".join(f"'{value}'" for value in prop.values) + ")"
    return SQL_TYPES[prop.type]


def key_columns(kind: Kind) -> tuple[str, ...]:
    """The integer columns that say which element a row is about."""
    match kind:
        case NodeKind():
            return ("key",)
        case EdgeKind():
            return ("key", "src", "dst")
        case RecordKind():
            return ("key", "src")


def tables(kind: Kind) -> dict[str, Columns]:
    """A kind's two tables, each with its columns: that of the elements, and that of the statements about them."""
    keys = {name: "INTEGER NOT NULL" for name in key_columns(kind)}
    own_id = {"id": "VARCHAR"} if isinstance(kind, EdgeKind) else {}
    values = dict(value_columns(kind))
    period = {"since": "DATE NOT NULL", "until": "DATE NOT NULL"}
    if isinstance(kind, RecordKind):
        period = {"import": "INTEGER NOT NULL"}
    record = dict.fromkeys(("import", "file", "row"), "INTEGER NOT NULL")
    return {kind.name: keys | own_id | period | values, said(kind.name): record | keys | own_id | values}


def create_table(name: str, columns: Columns) -> str:
    """The statement that creates a table."""
    return f"CREATE TABLE {name} ({', '.join(f'{column} {sql}' for column, sql in columns.items())})"


def create_tables(kind: Kind) -> Iterator[str]:
    """The statements that create a kind's two tables."""
    return (create_table(name, columns) for name, columns in tables(kind).items())
