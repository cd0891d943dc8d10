"""(j) `graphgov serve` on a large city: from the start to where it answers, and every page and filter warm.

Each address is asked once to warm it, then `ROUNDS` times; what counts is the 95th percentile of each, as a browser on
the same machine sees it.  Warm answers are kept whole; so addresses that nobody has asked before are told apart.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

from bench_city import DAY, Sizes, nodes, write
from bench_rows import Row, Topic
from bench_ties import ties

from graphgov.graph import Graph
from graphgov.intake import Options, import_tables
from graphgov.store import open_store

SEED = 20261123
ROUNDS = 20
START, PAGE = 5.0, 0.1
"""The goals in seconds."""

PAGES = (
    "", "?standard=two_coverages", "coverage?by=district", "official", "official?by=district", "matrix", "findings",
    "findings?severity=high", "analyst", "map", "path", "status",
)  # fmt: skip

FILTERS = (
    "", "kind=Place", "standard=organization", "state=covered", "state=all", "category=small_micro_enterprise",
    "category=individual_business", "finding=must_build", "trait=staff_50", "trait=unsurveyed", "form=N1&state=all",
    "quadrant=covered_unlinked&state=all", "view=two_new", "reason=-", "responsible=-", "q=1234", "sort=name",
    "sort=-employees", "sort=responsible", "page=300", "q=99&sort=name&category=small_micro_enterprise",
)  # fmt: skip


def addresses(graph: Graph) -> list[str]:
    """What is asked again and again: every page, every filter, some areas and subjects."""
    return [*PAGES, *(f"blind-spots?{asked}" for asked in FILTERS), *_of_nodes(graph, 4, 0)]


def fresh(graph: Graph) -> list[str]:
    """What nobody has asked before: lists, areas, subjects and surroundings."""
    return list(_of_nodes(graph, 40, 1))


def _of_nodes(graph: Graph, count: int, first: int) -> Iterator[str]:
    for kind in ("Community", "Unit", "PartyOrganization"):
        rows = graph.nodes[kind]
        for node in range(rows.first + first, rows.first + rows.count, max(rows.count // count, 1)):
            id = quote(str(graph.ids.at(node)), safe="")
            yield f"subject/{id}"
            yield f"blind-spots?community={id}" if kind == "Community" else f"ego/{id}"


@contextmanager
def serving(database: Path) -> Iterator[str]:
    """The command as a process, and the address that it prints."""
    how = ["--db", str(database), "--port", "0", "--no-open", "--lang", "en"]
    called = [sys.executable, "-m", "graphgov", "serve", *how]
    process = subprocess.Popen(called, stdout=subprocess.PIPE, encoding="utf-8")
    try:
        assert process.stdout is not None
        yield re.findall(r"http://\S+", process.stdout.readline())[0]
    finally:
        process.kill()
        process.wait()


def asked(address: str) -> float:
    """Seconds until the whole answer is there."""
    start = time.perf_counter()
    with urlopen(address, timeout=600) as response:
        response.read()
    return time.perf_counter() - start


def late(times: Iterable[float]) -> float:
    """The 95th percentile."""
    every = sorted(times)
    return every[int(0.95 * (len(every) - 1))]


def measure(units: int, scratch: Path) -> list[Row]:
    """The rows of a city of so many units, made for it."""
    folder, sizes, database = scratch / "city", Sizes(units), scratch / "serve.duckdb"
    write(nodes(sizes, SEED) | ties(sizes, SEED), folder)
    store = open_store(database)
    import_tables(store, folder, Options(source="city", stated_on=DAY))
    return measured(units, database, store.read({}))


def measured(units: int, database: Path, graph: Graph) -> list[Row]:
    """The rows of a database."""
    begun = time.perf_counter()
    with serving(database) as root:
        started = time.perf_counter() - begun
        every = addresses(graph)
        cold = {address: asked(root + address) for address in every}
        warm = {address: late(asked(root + address) for _ in range(ROUNDS)) for address in every}
        new = [asked(root + address) for address in fresh(graph)]
    slowest, first = max(warm, key=warm.__getitem__), max(cold, key=cold.__getitem__)
    over = sum(seconds > PAGE for seconds in warm.values())
    return [
        Row(units, "(j) serve: from the start until it answers", started, "", f"<= {START:.0f} s"),
        Row(units, "(j) serve: p95 of the slowest address, warm", warm[slowest],
            f"/{slowest}; {over} of {len(warm)} over", f"<= {PAGE} s"),
        Row(units, f"(j) serve: p95 of {len(new)} addresses never asked before", late(new)),
        Row(units, "(j) serve: the slowest first answer of all", cold[first], f"/{first}"),
    ]  # fmt: skip


def asked_for(sizes: Sequence[int]) -> list[Row]:
    """The rows of the last of the sizes."""
    with tempfile.TemporaryDirectory() as scratch:
        return measure(sizes[-1], Path(scratch))


TOPIC = Topic(
    "serve",
    "Live pages",
    "A server process, asked by this machine; warm: asked before.",
    ("duckdb", "numpy", "pyarrow", "flask", "jinja2"),
    asked_for,
)
