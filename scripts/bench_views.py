"""Pictures: laying out a city, and pages of its network until they stand in a browser, beside pyvis as it comes."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import which

import numpy as np
from bench_city import DAY, Sizes, nodes, write
from bench_rows import Row, Topic, median, ratio
from bench_ties import ties
from playwright.sync_api import Browser, TimeoutError, sync_playwright

from graphgov.coverage import Coverage
from graphgov.export.html import network_of, page
from graphgov.intake import Options, import_tables
from graphgov.network import neighbourhood
from graphgov.policy import read_policy
from graphgov.store import open_store
from graphgov.view.layout import layout
from graphgov.view.marks import Marker
from graphgov.view.picture import Picture
from graphgov.view.rings import nodes as picture_of_nodes
from graphgov.view.scene import Scene, scene

SEED = 20261124
PAGES = {500: 1, 2_000: 2, 10_000: 5}
"""Marks of a page, and the seconds that it may take to be built and drawn."""

LAYOUTS = (10_000, 1_000_000)

STOCK_LIMIT = 60
OFFLINE = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


def city(units: int, scratch: Path) -> Coverage:
    """A generated city, read from a store, with what a coverage needs worked out."""
    folder, sizes = scratch / f"city{units}", Sizes(units)
    write(nodes(sizes, SEED) | ties(sizes, SEED), folder)
    store = open_store(scratch / f"city{units}.duckdb")
    import_tables(store, folder, Options(source="city", stated_on=DAY))
    coverage = Coverage(store.read().on(DAY), read_policy())
    coverage.states("Unit", coverage.policy.default_standard)
    coverage.territory.responsible  # noqa: B018  # worked out once, as a page of figures has done already
    coverage.category("Unit")
    return coverage


def part(drawn: Scene, marks: int) -> Picture:
    """A picture of so many marks: what is nearest, tie by tie, to the node that has most of them."""
    alive, marker = drawn.coverage.snapshot.alive, Marker(drawn)
    most_tied = int(np.diff(drawn.network.adjacency.start).argmax())
    near = neighbourhood(drawn.network, most_tied, 50).nodes
    others = alive.copy()
    others[near] = False
    order = np.concatenate([near, np.flatnonzero(others)])
    low, high = 0, int(alive.sum())
    while low < high:
        middle = (low + high) // 2
        chosen = np.zeros(len(alive), bool)
        chosen[order[:middle]] = True
        low, high = (middle + 1, high) if marker.number(chosen) < marks else (low, middle)
    chosen = np.zeros(len(alive), bool)
    chosen[order[:low]] = True
    return picture_of_nodes(drawn, chosen)


def until(browser: Browser, file: Path, ready: str, limit: float) -> float:
    """Seconds from opening a file until a selector finds something, or the limit; nothing else is let through."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.route(lambda url: not url.startswith("file:"), lambda route: route.abort())
    opened, start = context.new_page(), time.perf_counter()
    try:
        opened.goto(file.as_uri(), wait_until="commit", timeout=limit * 1000)
        opened.wait_for_selector(ready, state="attached", timeout=limit * 1000)
    except TimeoutError:
        return limit
    finally:
        context.close()
    return time.perf_counter() - start


def stock(picture: Picture, file: Path) -> None:
    """The same network as its users write it with pyvis."""
    from pyvis.network import Network

    network, known = Network(cdn_resources="in_line"), network_of(picture)
    for node in known.nodes:
        network.add_node(node["id"], label=node["name"])
    for edge in known.edges:
        network.add_edge(edge["from"], edge["to"])
    file.write_text(network.generate_html(), encoding="utf-8")


def pages(coverage: Coverage, browser: Browser, scratch: Path) -> Iterator[Row]:
    """Pages of several sizes, built and drawn, and pyvis's own of the same marks and lines."""
    units = coverage.snapshot.graph.nodes["Unit"].count
    drawn = scene(coverage, lang="zh")
    part(drawn, min(PAGES))  # what is worked out once for all pictures
    for marks, goal in PAGES.items():
        start = time.perf_counter()
        picture = part(drawn, marks)
        own, other = scratch / f"own{marks}.html", scratch / f"stock{marks}.html"
        own.write_text(page(picture), encoding="utf-8")
        built = time.perf_counter() - start
        shown = until(browser, own, "body[data-ready]", 60)
        start = time.perf_counter()
        stock(picture, other)
        stock_built = time.perf_counter() - start
        stock_shown = until(browser, other, '#loadingBar[style*="display: none"]', STOCK_LIMIT)
        late = ">" if stock_shown >= STOCK_LIMIT else ""
        what = f"page of {len(picture.marks):,} marks, {len(picture.ties):,} lines"
        beside = f"built {built:.2f}, {own.stat().st_size / 1e6:.1f} MB, shown {shown:.2f}"
        yield Row(units, what, built + shown, beside, f"<= {goal} s")
        beside = f"built {stock_built:.2f}, shown {late}{stock_shown:.1f}, {ratio(stock_shown, shown)} as long"
        yield Row(units, f"pyvis as it comes, {len(picture.marks):,}", stock_built + stock_shown, beside)


def measure(_: Sequence[int]) -> Iterator[Row]:
    """Layouts of cities of `LAYOUTS`, then pages."""
    path = which("chromium")
    for size in LAYOUTS:
        with tempfile.TemporaryDirectory() as scratch:
            coverage = city(size, Path(scratch))
            goal = "<= 0.2 s" if size <= 10_000 else ""
            yield Row(size, "layout of everything", median(lambda c=coverage: layout(c), 3), "", goal)
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(OFFLINE))
        browser.new_page().close()  # what a browser does once is no page's
        yield from pages(city(40_000, Path(scratch)), browser, Path(scratch))
        browser.close()


TOPIC = Topic(
    "views",
    "Pictures and pages of networks",
    "Laying out whole cities; pages of a network until they stand in a browser, beside pyvis as it comes.",
    ("numpy", "networkx", "pyvis"),
    measure,
    ("chromium",),
)
