"""The report file: how long it takes to be built, how large it is, and how long until it stands in a browser."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import which

from bench_city import DAY, Sizes, nodes, write
from bench_rows import Row, Topic, timed
from bench_ties import ties
from bench_views import OFFLINE
from playwright.sync_api import Browser, sync_playwright

from graphgov.answers.needs import OF_FINDINGS, wanted
from graphgov.coverage import Coverage
from graphgov.intake import Options, import_tables
from graphgov.policy import read_policy
from graphgov.report.page import NEEDS, Report, page
from graphgov.report.scope import Scope
from graphgov.store import Store, open_store

SEED = 20261125
GOALS = {10_000: (2.0, 1.0, 0.5), 100_000: (10.0, 10.0, 1.5)}
"""Seconds to build, megabytes, seconds until it can be used, for so many units."""

READY = "body[data-ready]"


def imported(units: int, scratch: Path) -> Store:
    """A generated city in a store."""
    folder, sizes = scratch / "city", Sizes(units)
    write(nodes(sizes, SEED) | ties(sizes, SEED), folder)
    store = open_store(scratch / "city.duckdb")
    import_tables(store, folder, Options(source="city", stated_on=DAY))
    return store


def shown(browser: Browser, file: Path) -> float:
    """Seconds from opening the file until it answers."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    opened, start = context.new_page(), time.perf_counter()
    opened.goto(file.as_uri(), wait_until="commit")
    # Not by an expression: the page's content policy lets nobody evaluate one.
    opened.wait_for_selector(READY, state="attached")
    taken = time.perf_counter() - start
    context.close()
    return taken


def built(units: int, scratch: Path, browser: Browser) -> list[Row]:
    """From the store to the file, and from opening it to a page that answers; the time of this process beside."""
    store, policy, file = imported(units, scratch), read_policy(), scratch / "report.html"

    def build() -> None:
        coverage = Coverage(store.read(wanted(policy, OF_FINDINGS, NEEDS)).on(DAY), policy)
        file.write_text(page(Report(Scope(coverage, policy.default_standard), store, "zh")), encoding="utf-8")

    _, taken, used = timed(build)
    shown(browser, file)  # the browser's own start is not the page's
    ready = statistics.median(shown(browser, file) for _ in range(5))
    seconds, size, wait = GOALS[units]
    megabytes = file.stat().st_size / 1e6
    fits = "" if megabytes <= size else "too large; "
    return [
        Row(units, "report: read and built", taken, f"{used:.1f} s of the processor", f"<= {seconds:g} s"),
        Row(units, "report: ready in Chromium", ready, f"{fits}{megabytes:.2f} of {size:g} MB", f"<= {wait:g} s"),
    ]


def measure(_: Sequence[int]) -> Iterator[Row]:
    """The sizes that have goals."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=list(OFFLINE))
        for units in GOALS:
            with tempfile.TemporaryDirectory() as scratch:
                yield from built(units, Path(scratch), browser)
        browser.close()


TOPIC = Topic(
    "report",
    "The report file",
    "From the store to the file, and from opening the file in a new window to a page that answers.",
    ("duckdb", "numpy", "jinja2"),
    measure,
    ("chromium",),
)
