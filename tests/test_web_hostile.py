"""Names, texts and identifiers that are attacks: they stay names, texts and identifiers, on every page and file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import hostile
import pytest
from browser import Visit, visiting
from playwright.sync_api import Browser
from serving import Pages, pages, served

from graphgov.files.writers import plain
from graphgov.graph import Graph
from graphgov.store import open_store
from graphgov.web.links import Links

SHOWN = (
    "/", "/blind-spots", "/blind-spots?kind=Place&sort=-name", "/blind-spots?state=all&limit=500", "/matrix", "/map",
    "/findings", "/analyst", "/status", "/official?by=district", "/coverage?by=community",
    "/ask?cypher=MATCH (u:Unit) RETURN u.id AS id, u.name AS name, u.no_org_reason AS reason",
    "/ask?show=picture&cypher=MATCH (u:Unit) RETURN u.id AS id LIMIT 100",
)  # fmt: skip

NODES = 12
"""So many nodes of every kind are opened."""


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town of attacks."""
    return hostile.database(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def graph(db: Path) -> Graph:
    """What is in it."""
    return open_store(db).read()


@pytest.fixture(scope="module")
def site(db: Path) -> Iterator[Pages]:
    """The town, asked directly."""
    yield pages(db)


@pytest.fixture(scope="module")
def address(db: Path) -> Iterator[str]:
    """The town behind a real server."""
    with served(db) as running:
        yield running.address.rstrip("/")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A browser window."""
    with visiting(browser) as opened:
        yield opened


def harmless(visit: Visit) -> None:
    """Nothing ran, nothing was loaded, and nothing of the names has become a part of the page."""
    visit.assert_quiet()
    assert visit.page.locator("script, img, iframe, object, [onload], [onerror], [onmouseover]").count() == 0
    # Of a link in a drawing `href` is no text.
    whole = "all => all.map(one => new URL(one.getAttribute('href'), location).href)"
    links = visit.page.eval_on_selector_all("a[href]", whole)
    assert links and {urlsplit(link).netloc for link in links} == {urlsplit(visit.page.url).netloc}


@pytest.mark.parametrize("target", SHOWN)
def test_pages(target: str, address: str, visit: Visit) -> None:
    """Quiet and accessible, as wide as the window."""
    visit.goto(address + target)
    harmless(visit)
    assert visit.violations() == []


@pytest.mark.parametrize("kind", ["Unit", "Place", "PartyOrganization", "Community", "Division"])
def test_pages_of_nodes(kind: str, address: str, graph: Graph, visit: Visit) -> None:
    """Reached by whatever their identifier is, they show it and the name as the texts that they are."""
    rows = graph.nodes[kind]
    for node in range(rows.first, rows.first + rows.count)[: NODES if kind != "Unit" else 2 * NODES]:
        id, name = str(graph.ids.at(node)), graph.label(node)
        for page in ("area", "map") if kind in ("Community", "Division") else ("subject", "ego"):
            visit.goto(address + Links({"lang": "zh"})(page, id))
            harmless(visit)
        if kind not in ("Community", "Division"):
            continue
        visit.goto(address + Links({})("area", id))
        assert visit.page.locator("h1").inner_text()[:20].strip() == plain(name)[:20].strip()


def test_every_identifier_has_its_page(site: Pages, graph: Graph) -> None:
    """Slashes, dots, quotes, blanks, signs of other scripts: the page of each is that of no other; as JSON too."""
    for node, id in enumerate(graph.ids.list()):
        told = site.json(Links({"format": "json"})("subject", str(id)))
        assert told["id"] == id and told["name"] == graph.label(node)


@pytest.mark.parametrize("id", [".", "..", "/", "//x", "/../x", "a/../b", "\\x", "%2e%2e", "?", "#", "a?format=json"])
def test_identifiers_that_look_like_paths(id: str, site: Pages, visit: Visit, address: str) -> None:
    """The address of any identifier asks for this one and nothing else, also as a browser rewrites addresses."""
    target = Links({"lang": "en"})("subject", id)
    assert f"Nothing has the identifier {id}" in site.text(target, 404).replace("&#34;", '"')
    visit.goto(address + target)
    assert f"Nothing has the identifier {id}" in visit.page.locator("main").inner_text()


def test_filters_by_attacks(site: Pages) -> None:
    """What is searched for and chosen stands in the form as a text."""
    for attack in hostile.ATTACKS:
        if len(attack) < 100:
            for name in ("q", "reason"):
                page = site.text(Links({})("blind-spots", **{name: attack.strip(), "state": "all"}))
                assert "<script" not in page and "<img" not in page and "onmouseover='" not in page


def test_tables_hold_no_formula(site: Pages) -> None:
    """A spreadsheet that opens the table computes nothing."""
    table = site.ask("/blind-spots?state=all&format=csv").data.decode("utf-8-sig")
    assert "'=cmd|" in table and "'@SUM" in table
    assert not any(cell.lstrip('"').startswith(("=", "@")) for line in table.splitlines() for cell in line.split(","))
