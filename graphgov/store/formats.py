"""The layout of an embedded file: made, compared with the layout that is wanted, brought up to it.

What a file lacks is found by comparing its tables and columns with those that the schema asks for.  So a kind or a
property that is added to the schema is all that an older file needs to get its tables and columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from graphgov import engine, layout
from graphgov.errors import StoreError

Tables = Mapping[str, layout.Columns]
"""The tables of a file, those of its own among them: ``graphgov`` holds the number of the format."""


def create(connection: engine.Connection, tables: Tables, number: int) -> None:
    """Make all tables, or none."""
    with connection.transaction():
        for name, columns in tables.items():
            connection.run(layout.create_table(name, columns))
        connection.run("INSERT INTO graphgov VALUES (?)", [number])


def lacking(connection: engine.Connection, tables: Tables, number: int) -> list[str]:
    """The statements that a file needs to have these tables and this number; none where it has.

    Raises StoreError when it is no file of ours, or has what only a newer graphgov knows.
    """
    has = _tables_of(connection)
    version = connection.value("SELECT format FROM graphgov") if "format" in has.get("graphgov", ()) else None
    if not isinstance(version, int):
        raise StoreError("store_foreign", path=connection.path)
    if version > number or any(_unknown(has, tables)):
        raise StoreError("store_newer", path=connection.path)
    found = [statement for name, columns in tables.items() for statement in _wanting(name, columns, has.get(name))]
    return found if version == number else [*found, f"UPDATE graphgov SET format = {number}"]


def upgrade(connection: engine.Connection, tables: Tables, number: int) -> None:
    """Give a file what it lacks, all or nothing; a copy of the old one is kept beside it."""
    statements = lacking(connection, tables, number)
    if not statements:
        return
    assert connection.path is not None
    connection.run("CHECKPOINT")
    _backup(connection.path).write_bytes(connection.path.read_bytes())
    with connection.transaction():
        for statement in statements:
            connection.run(statement)


def _backup(path: Path) -> Path:
    """A name beside a file that no other copy has."""
    numbers = (path.with_suffix(f".old{number}.duckdb") for number in range(1, 1000))
    return next(name for name in numbers if not name.exists())


def _tables_of(connection: engine.Connection) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    asked = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
    for table, column, sql in connection.rows(asked):
        found.setdefault(str(table), {})[str(column)] = str(sql)
    return found


def _wanting(name: str, columns: layout.Columns, has: Mapping[str, str] | None) -> Iterator[str]:
    """What a table needs to have these columns; `has`: its own, None where there is no such table."""
    if has is None:
        yield layout.create_table(name, columns)
        return
    for column, sql in columns.items():
        if column not in has:
            yield f'ALTER TABLE {name} ADD COLUMN "{column}" {sql}'
        elif has[column] != _type(sql):
            yield f'ALTER TABLE {name} ALTER COLUMN "{column}" SET DATA TYPE {_type(sql)}'


def _unknown(has: Mapping[str, Mapping[str, str]], tables: Tables) -> Iterator[str]:
    """The tables of statements, the columns and the values of a list that a file has and nobody here knows."""
    for name, columns in has.items():
        wanted = tables.get(name)
        if wanted is None:
            if name.startswith(layout.said("")):
                yield name
            continue
        yield from columns.keys() - wanted.keys()
        for column in columns.keys() & wanted.keys():
            yield from _values(columns[column]) - _values(wanted[column])


def _values(sql: str) -> set[str]:
    return set(re.findall(r"'([^']*)'", sql))


def _type(sql: str) -> str:
    return sql.removesuffix(" NOT NULL")
