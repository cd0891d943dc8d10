"""The benchmark: graphgov beside numpy, DuckDB and networkx by hand, on one generated city, in one run.

Every answer is compared before it is timed.  What counts are ratios: the machines are shared, seconds are not.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path

import bench_export
import bench_networkx
import bench_numpy
import bench_report
import bench_serve
import bench_sql
import bench_views
from bench_city import DAY, Sizes, nodes, write
from bench_rows import Row, median, process, ratio, table
from bench_ties import ties

from graphgov.coverage import Coverage, rates
from graphgov.explain import explain
from graphgov.graph import Graph
from graphgov.intake import Options, import_tables
from graphgov.policy import read_policy
from graphgov.store import Store, open_store

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
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


def measure(units: int, scratch: Path) -> list[Row]:
    """All rows of one size."""
    folder, sizes = scratch / f"city{units}", Sizes(units)
    write(nodes(sizes, SEED) | ties(sizes, SEED), folder)
    store, found = taking_in(folder, scratch, units)
    start = time.perf_counter()
    graph = store.read()
    found.append(Row(units, "(g) reading the whole graph", time.perf_counter() - start))
    found += answers(graph, folder, units)
    coverage = Coverage(graph.on(DAY), read_policy())
    node = int(coverage.blind("Unit", "any_tie")[0])
    explain(coverage, node, store)
    found.append(Row(units, "(e) one explain, warm", median(lambda: explain(coverage, node, store)), "", "<= 0.1 s"))
    database = str(scratch / f"own{len(list(scratch.glob('own*.duckdb'))) - 1}.duckdb")
    found.append(process(units, "(d) <= 2 s, <= 1 GiB", "blind-spots", "--db", database))
    found.append(process(units, "(e) <= 1 s", "explain", str(graph.ids.at(node)), "--db", database))
    return found


def page(rows: list[Row], command: str) -> str:
    """docs/benchmarks.md."""
    with Path("/proc/meminfo").open(encoding="ascii") as lines:
        memory = int(next(lines).split()[1]) >> 20
    packages = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "numpy", "pyarrow", "networkx"))
    return (
        "# Benchmarks\n\n"
        "A generated city, every engine on the same files in the same run, every answer compared before it is timed.\n"
        "Medians; ratios count, seconds do not: the machine is shared. Written by the command, never by hand.\n\n"
        f"- command: `{command}`\n- machine: {os.cpu_count()} cores, {memory} GiB, {platform.machine()}\n"
        f"- versions: Python {platform.python_version()}, {packages}\n\n{table(rows)}\n"
    )


def main() -> None:
    """Measure, print, and write the page when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--large", action="store_true", help="10 million units too")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--export", action="store_true", help="exports of the last of these sizes, and nothing else")
    parser.add_argument("--report", action="store_true", help="the report file, and nothing else")
    parser.add_argument("--serve", action="store_true", help="live pages of the last of these sizes, and nothing else")
    parser.add_argument("--views", action="store_true", help="pictures and pages of networks, and nothing else")
    asked = parser.parse_args()
    if asked.export:
        with tempfile.TemporaryDirectory() as scratch:
            print(table(bench_export.measure(asked.units[-1], Path(scratch))))
        return
    if asked.report:
        print(table(bench_report.measure()))
        return
    if asked.serve:
        with tempfile.TemporaryDirectory() as scratch:
            print(table(bench_serve.measure(asked.units[-1], Path(scratch))))
        return
    if asked.views:
        print(table(bench_views.measure()))
        return
    rows = [process(0, "(f) <= 0.3 s", "--help")]
    for units in [*asked.units, *([10_000_000] if asked.large else [])]:
        with tempfile.TemporaryDirectory() as scratch:
            rows += measure(units, Path(scratch))
            print(table(rows), flush=True)
    if asked.write:
        PAGE.write_text(page(rows, "scripts/bench --write" + (" --large" if asked.large else "")), encoding="utf-8")


if __name__ == "__main__":
    main()
