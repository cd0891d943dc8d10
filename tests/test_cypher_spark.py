"""The SQL of named queries on another engine: what needs nothing of the dialect is answered alike by Spark."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from graphgov import engine
from graphgov.answers.asked import cutoff
from graphgov.named import NamedQuery, bound, shipped
from graphgov.query.parse import parse_query
from graphgov.query.relations import catalog
from graphgov.query.select import Selection, dialect, select
from graphgov.restated import GROUPS
from graphgov.schema import SCHEMA
from graphgov.store import open_store

SPARK = {
    "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR",
    "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.driver.memory": "3g",
    "spark.sql.ansi.enabled": "true",
    # Small data and long queries: what Spark spends on compiling and on plans made anew never comes back; and where it
    # sorts for joins, because it estimates sizes from estimates, it runs out of memory.
    "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false", "spark.sql.shuffle.partitions": "1",
    "spark.sql.autoBroadcastJoinThreshold": str(2**62),
}  # fmt: skip

BESIDE = re.compile(r"::|//|\[|\b(?:unnest|list\w*|len|string_agg|regexp\w*|error)\b|QUALIFY", re.IGNORECASE)
"""What is no standard SQL, and DuckDB would take."""

COLUMNS = re.compile(r"SELECT ([^()]*?) FROM")
"""The columns of an inner SELECT, where nothing is computed."""

WRITTEN = re.compile(r"'(?:[^']|'')*'|\$(\w+)|\bVARCHAR\b")


def selections(connection: engine.Connection, queries: Mapping[str, NamedQuery], kunming: Path) -> dict[str, Selection]:
    """The SQL of those queries that need nothing of the dialect, asked with their examples."""
    day = cutoff(open_store(kunming))

    def changing(kind: str) -> bool:
        return bool(connection.value(f"SELECT count(*) <> count(DISTINCT key) FROM {kind}"))

    kinds, found = catalog(SCHEMA, changing), {}
    for name, query in queries.items():
        with dialect.noted() as needs:
            selection = select(parse_query(query.text), kinds, bound(query, query.example, day))
        if not needs:
            found[name] = selection
    return found


def for_spark(sql: str) -> str:
    """SQL as Spark writes two things: the type of a text, and where a bound value stands; texts stay as they are."""

    def other(match: re.Match[str]) -> str:
        return match[0] if match[0].startswith("'") else f":{match[1]}" if match[1] else "STRING"

    return WRITTEN.sub(other, sql)


def rows(found: Sequence[Sequence[Any]]) -> Counter[tuple[Any, ...]]:
    """Rows with their numbers, whatever their order."""
    return Counter(map(tuple, found))


@contextmanager
def spark(connection: engine.Connection, folder: Path) -> Iterator[Any]:
    """A session of Spark on this machine, which has the tables of a file as Parquet."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", str(folder / "warehouse"))
    for name, value in SPARK.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        for (name,) in connection.rows("SELECT table_name FROM information_schema.tables"):
            file = folder / f"{name}.parquet"
            parquet.write_table(connection.table(f"SELECT * FROM {name}"), file)
            session.read.parquet(str(file)).cache().createOrReplaceTempView(name)
        yield session
    finally:
        session.stop()


# Its own tests look at the version of pandas as soon as it is imported; here are no data frames.
@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
def test_spark(kunming: Path, tmp_path: Path, long: bool) -> None:
    """Named queries are standard SQL unless the dialect says so; with --long each of them gives Spark the same rows."""
    by_hand = {name: query for name, query in shipped().items() if query.group not in GROUPS}
    connection = engine.connect(kunming, write=False)
    try:
        found = selections(connection, shipped() if long else by_hand, kunming)
        assert len(found) >= len(by_hand) // 2
        for name, selection in found.items():
            assert not BESIDE.search(selection.sql), name
            for columns in set(COLUMNS.findall(selection.sql)):
                names = re.findall(r" AS (\w+)", columns)
                assert len(names) == len(set(names)), name  # DuckDB would take the first of a name
        if long:
            with spark(connection, tmp_path) as session:
                for name, selection in found.items():
                    sql, values = selection.sql, selection.values(selection.sql, {})
                    here = rows(connection.asked(sql, values, 300))
                    assert rows(session.sql(for_spark(sql), args=values).collect()) == here, name
    finally:
        connection.close()
