"""Exports of a large network: seconds and the most memory held, beside only reading the same graph."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench_city import DAY, Sizes, nodes, write
from bench_rows import Row, Topic, cold
from bench_ties import ties

from graphgov.intake import Options, import_tables
from graphgov.store import open_store

SEED = 20261124
_READING = "import sys; from graphgov.store import open_store; open_store(sys.argv[1]).read()"


def measure(units: int, scratch: Path) -> Iterator[Row]:
    """A city of so many units as GraphML, GEXF and JSON, each by a cold process of its own."""
    folder, sizes, database = scratch / "city", Sizes(units), scratch / "city.duckdb"
    write(nodes(sizes, SEED) | ties(sizes, SEED), folder)
    import_tables(open_store(database), folder, Options(source="city", stated_on=DAY))
    seconds, memory = cold([sys.executable, "-c", _READING, str(database)], 1)
    yield Row(units, "(x) reading the whole graph, a cold process", seconds, f"{memory} MiB")
    for suffix in ("graphml", "gexf", "json"):
        file = scratch / f"network.{suffix}"
        seconds, more = cold([sys.executable, "-m", "graphgov", "export", str(file), "--db", str(database)], 1)
        beside = f"{more} MiB, {more - memory:+} of reading; {file.stat().st_size >> 20} MiB written"
        yield Row(units, f"(x) graphgov export network.{suffix}", seconds, beside)
        file.unlink()


def measured(sizes: Sequence[int]) -> Iterator[Row]:
    """The last of the sizes."""
    with tempfile.TemporaryDirectory() as scratch:
        yield from measure(sizes[-1], Path(scratch))


TOPIC = Topic(
    "export",
    "Exports",
    "Seconds and the most memory of a cold process, beside only reading the same graph.",
    ("duckdb", "numpy", "pyarrow"),
    measured,
)
