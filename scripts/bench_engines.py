"""graphgov beside numpy, DuckDB and networkx by hand, on one generated city, in one run.

Every answer is compared before it is timed.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import bench_networkx
import bench_numpy
import bench_sql
from bench_city import DAY, Sizes, nodes, write
from bench_rows import Row, Topic, median, process, ratio
from bench_ties import ties

from graphgov.coverage import Coverage, rates
from graphgov.explain import explain
from graphgov.graph import Graph
from graphgov.intake import Options, import_tables
from graphgov.policy import read_policy
from graphgov.store import Store, open_store

SEED = 20261123


def blind(graph: Graph, day: date) -> list[list[str]]:
    """The ids of the blind spots, of a snapshot that is loaded and nothing else."""
    coverage = Coverage(graph.on(day), read_policy())
    return [sorted(map(str, graph.ids.take(coverage.blind(kind, "any_tie")).list())) for kind in ("Unit", "Place")]


def answers(graph: Graph, folder: Path, units: int) -> list[Row]:
    """(a) and (b): blind masks and rates by community and type, beside the same by hand."""
    snapshot, policy = graph.on(DAY), read_policy()
    for kind in graph.edges:
        snapshot.edges(kind)
    city = bench_numpy.load(folder, DAY)
    expected = [sorted(city.ids.take(found).to_pylist()) for found in bench_numpy.blind(city)]
    if blind(graph, DAY) != expected:
        raise AssertionError("numpy by hand finds other blind spots")

    def fresh() -> None:
        coverage = Coverage(snapshot, policy)
        for kind in ("Unit", "Place"):
            coverage.blind(kind, "any_tie")

    def grouped() -> None:
        rates(Coverage(snapshot, policy), "Unit", ("community", "type"))

    own, own_rates = median(fresh), median(grouped)
    by_hand, rates_by_hand = median(lambda: bench_numpy.blind(city)), median(lambda: bench_numpy.rates(city))
    found = [
        Row(units, "(a) blind masks of a loaded snapshot", own),
        Row(units, "(a) numpy by hand", by_hand, f"graphgov takes {ratio(own, by_hand)}", "<= 1.5 x"),
        Row(units, "(b) rates by community x type", own_rates),
        Row(units, "(b) numpy by hand", rates_by_hand, f"graphgov takes {ratio(own_rates, rates_by_hand)}", "<= 1.5 x"),
    ]
    for integers in (True, False):
        keys = "integer" if integers else "text"
        connection = bench_sql.load(folder, DAY, integers=integers)
        for letter, mine, query in (("a", own, bench_sql.blind), ("b", own_rates, bench_sql.rates)):
            taken = median(lambda query=query, connection=connection: query(connection, DAY))
            beside = f"graphgov takes {ratio(mine, taken)}"
            found.append(Row(units, f"({letter}) DuckDB SQL by hand, {keys} keys", taken, beside, "< 1 x"))
        connection.close()
    if units <= 100_000:
        network = bench_networkx.load(folder, DAY)
        if [sorted(part) for part in bench_networkx.blind(network, DAY)] != expected:
            raise AssertionError("networkx finds other blind spots")
        for letter, mine, query in (("a", own, bench_networkx.blind), ("b", own_rates, bench_networkx.rates)):
            taken = median(lambda query=query: query(network, DAY), 1)
            found.append(Row(units, f"({letter}) networkx", taken, f"graphgov takes {ratio(mine, taken)}", "< 1 x"))
    return found


def taking_in(folder: Path, scratch: Path, units: int) -> tuple[Store, list[Row]]:
    """(c): the first import, the same again, and DuckDB copying the same files into bare tables."""
    copied = median(lambda: bench_sql.copied(folder, scratch / f"bare{time.time_ns()}.duckdb"), 3)
    stores: list[Store] = []

    def first() -> None:
        stores.append(open_store(scratch / f"own{len(stores)}.duckdb"))
        import_tables(stores[-1], folder, Options(source="city", stated_on=DAY))

    own = median(first, 3 if units <= 1_000_000 else 1)
    again = median(lambda: import_tables(stores[-1], folder, Options(source="city", stated_on=DAY)), 1)
    return stores[-1], [
        Row(units, "(c) DuckDB copies the files into bare tables", copied),
        Row(units, "(c) first import", own, f"{ratio(own, copied)} of the copy", "<= 3 x"),
        Row(units, "(c) the same import again", again, f"{ratio(again, own)} of the first"),
    ]


def measure(units: int, scratch: Path) -> Iterator[Row]:
    """All rows of one size."""
    folder, sizes = scratch / f"city{units}", Sizes(units)
    write(nodes(sizes, SEED) | ties(sizes, SEED), folder)
    store, found = taking_in(folder, scratch, units)
    yield from found
    start = time.perf_counter()
    graph = store.read()
    yield Row(units, "(g) reading the whole graph", time.perf_counter() - start)
    yield from answers(graph, folder, units)
    coverage = Coverage(graph.on(DAY), read_policy())
    node = int(coverage.blind("Unit", "any_tie")[0])
    explain(coverage, node, store)
    yield Row(units, "(e) one explain, warm", median(lambda: explain(coverage, node, store)), "", "<= 0.1 s")
    database = str(scratch / f"own{len(list(scratch.glob('own*.duckdb'))) - 1}.duckdb")
    yield process(units, "(d) <= 2 s, <= 1 GiB", "blind-spots", "--db", database)
    yield process(units, "(e) <= 1 s", "explain", str(graph.ids.at(node)), "--db", database)


def measured(sizes: Sequence[int]) -> Iterator[Row]:
    """All rows of all sizes."""
    yield process(0, "(f) <= 0.3 s", "--help")
    for units in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            yield from measure(units, Path(scratch))


TOPIC = Topic(
    "engines",
    "Blind spots, rates, import",
    "A generated city, every engine on the same files in the same run, every answer compared before it is timed.",
    ("duckdb", "numpy", "pyarrow", "networkx"),
    measured,
)
