"""The live pages in a real Chromium: quiet, accessible, every link leads somewhere, figures are the command line's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from browser import DESKTOP, PHONE, Visit, visiting
from playwright.sync_api import Browser
from serving import pages, served

from graphgov import words
from graphgov.view.colours import RATES
from graphgov.web.app import Settings

SHOWN = (
    "/",
    "/?standard=two_coverages&against=2019-12-31",
    "/blind-spots",
    "/blind-spots?kind=Place&sort=name",
    "/blind-spots?kind=Unit&trait=staff_50&reason=-&q=昆明",
    "/blind-spots?q=nobody",
    "/matrix",
    "/findings?limit=50",
    "/map",
    "/map/530102005004",
    "/ego/story-P1?hops=2",
    "/path?from=云南警官学院&to=虹山中路社区",
    "/analyst",
    "/ask",
    "/ask/standards/organization",
    "/ask/structure/within?p.id=SL-P0091",
    "/ask?show=picture&cypher=MATCH (u:Unit)-[:MEMBER_OF]->(o {id: $id}) RETURN o.id AS o, u.id AS u&p.id=story-P1",
    "/status",
    "/official?by=district",
    "/coverage?by=category",
    "/area/530102005004",
    "/subject/story-P1",
)
"""A page of every sort."""


@pytest.fixture(scope="module")
def address(kunming: Path) -> Iterator[str]:
    """A real server on the sample, with a line of marking."""
    with served(kunming, Settings(marking="内部资料")) as running:
        yield running.address


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A browser window."""
    with visiting(browser) as opened:
        yield opened


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize("target", SHOWN)
def test_pages_are_quiet_and_accessible(target: str, lang: str, address: str, visit: Visit, long: bool) -> None:
    """No error, no dialog, no request to anywhere else, no violation of accessibility; marked, and in one language.

    Accessibility is a matter of the page's structure, which both languages share: in one of them, with --long in both.
    """
    visit.goto(f"{address.rstrip('/')}{target}{'&' if '?' in target else '?'}lang={lang}")
    visit.assert_quiet()
    if long or lang == words.LANGUAGES[0]:
        assert visit.violations() == []
    assert visit.page.locator("html").get_attribute("lang") == lang
    assert visit.page.locator(".marking").first.inner_text() == "内部资料"


# A link of a drawing has no address as text of its own.
ABSOLUTE = "all => all.map(one => new URL(one.getAttribute('href'), document.baseURI).href)"


WHO = {"district", "street", "community", "responsible", "reason", "from", "to", "copy", "p.id", "cypher"}
"""Filters that name somebody: links that differ in these alone are of one sort."""


def sort_of(link: str) -> tuple[str, ...]:
    """The page that a link leads to, and what it asks there, but not about whom."""
    parts = urlsplit(link)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    return (parts.path.split("/")[1], *sorted(name if name in WHO else f"{name}={value}" for name, value in asked))


def test_links_lead_somewhere(address: str, kunming: Path, visit: Visit, long: bool) -> None:
    """Links of every page, as the browser reads them, are answered: some of each sort, with --long all."""
    sorts = dict[tuple[str, ...], set[str]]()
    for target in SHOWN:
        visit.goto(urljoin(address, target))
        for link in visit.page.eval_on_selector_all("a[href]", ABSOLUTE):
            sorts.setdefault(sort_of(link), set()).add(link.partition("#")[0])
    site = pages(kunming)
    assert len(sorts) > 200
    for links in sorts.values():
        for link in sorted(links)[: None if long else 1]:
            parts = urlsplit(link)
            assert parts.netloc == urlsplit(address).netloc
            response = site.ask(f"{parts.path}?{parts.query}" if parts.query else parts.path)
            assert response.status_code == 200, (link, response.text[:1000])


def test_the_form_filters(address: str, kunming: Path, visit: Visit) -> None:
    """Choosing and pressing Enter gives the address and the count of what was chosen; a heading sorts by its column."""
    visit.goto(urljoin(address, "/blind-spots?lang=en"))
    visit.page.select_option("select[name=district]", label="五华区")
    visit.page.select_option("select[name=category]", "small_micro_enterprise")
    visit.page.fill("input[name=q]", "昆明")
    visit.page.press("input[name=q]", "Enter")
    visit.page.wait_for_url("**category=small_micro_enterprise**")
    shown = visit.page.locator(".summary").inner_text()
    asked = "/blind-spots.json?district=五华区&category=small_micro_enterprise&q=昆明"
    (units,) = pages(kunming).json(asked)["kinds"]
    assert f"{units['blind']:,}" in shown
    visit.page.click("th a.sort:has-text('employees')")
    visit.page.wait_for_url("**sort=employees**")
    assert visit.page.locator("th[aria-sort=ascending]").inner_text().startswith("employees")
    assert f"{units['blind']:,}" in visit.page.locator(".summary").inner_text()
    visit.assert_quiet()


def test_the_matrix_is_coloured(address: str, kunming: Path, visit: Visit) -> None:
    """A cell has the colour of its rate, the same as in the report and in pictures; the numbers stand in it."""
    visit.goto(urljoin(address, "/matrix?lang=en"))
    cell = visit.page.locator(f"td.shade-{RATES[0].key}").first
    (red, green, blue) = (int(RATES[0].fill[at : at + 2], 16) for at in (1, 3, 5))
    assert cell.evaluate("one => getComputedStyle(one).backgroundColor") == f"rgb({red}, {green}, {blue})"
    assert "%" in cell.inner_text()


def test_what_stands_in_sums_is_told(address: str, kunming: Path, visit: Visit) -> None:
    """Of all the blind, the summary says how many are no rows of their own: those that the rows do not count."""
    visit.goto(urljoin(address, "/blind-spots?kind=Unit&lang=en"))
    (units,) = (each for each in pages(kunming).json("/blind-spots?kind=Unit&format=json")["kinds"])
    rows = int(visit.page.locator("table.list caption").first.inner_text().split()[-1].replace(",", ""))
    assert rows < units["blind"]
    assert f"{units['blind'] - rows:,} of them" in visit.page.locator(".summary").inner_text()


def test_the_way_between_two_leads_to_who_stands_on_it(address: str, visit: Visit) -> None:
    """An academy is a member of the community's big committee: three stand on the way, and each has a page."""
    visit.goto(urljoin(address, "/path?from=云南警官学院&to=虹山中路社区&lang=zh"))
    passed = visit.page.locator("main p.chips .chip")
    assert passed.all_inner_texts() == ["云南警官学院", "虹山中路社区“大党委”", "虹山中路社区"]
    passed.nth(1).locator("a").click()
    visit.page.wait_for_url("**/subject/story-P1**")
    assert visit.page.locator("h1").inner_text() == "虹山中路社区“大党委”"
    visit.assert_quiet()


def test_which_ones_takes_two_clicks(address: str, visit: Visit) -> None:
    """From the number on the first page to the list, from the list to one of them and its state; and back again."""
    visit.goto(f"{address}?lang=zh&as-of=2020-07-23")
    number = visit.page.locator(".figure a").first.inner_text()
    visit.page.locator(".figure a").first.click()
    visit.page.wait_for_url("**/blind-spots**as-of=2020-07-23**")
    assert number in visit.page.locator(".summary").inner_text()
    visit.page.locator("table.list tbody th a").first.click()
    visit.page.wait_for_url("**/subject/**as-of=2020-07-23**")
    assert words.word("state", "blind", lang="zh") in visit.page.locator("main").inner_text()
    visit.page.go_back()
    assert number in visit.page.locator(".summary").inner_text()
    visit.assert_quiet()


def test_the_other_language_is_the_same_page(address: str, visit: Visit) -> None:
    """The switch keeps everything else that was asked."""
    visit.goto(urljoin(address, "/blind-spots?lang=zh&q=昆明&trait=staff_50&sort=name"))
    visit.page.click(".languages a")
    visit.page.wait_for_url("**lang=en**")
    assert "trait=staff_50" in visit.page.url and "sort=name" in visit.page.url
    assert visit.page.locator("h1").inner_text() == words.word("nav", "blind-spots", lang="en")


def test_a_page_that_helps(address: str, visit: Visit) -> None:
    """What is refused is a page like the others, with the way back."""
    visit.goto(urljoin(address, "/blind-spots?as-of=2020-13-01&lang=zh"))
    assert visit.violations() == []
    assert "YYYY-MM-DD" in visit.page.locator("main").inner_text()
    visit.page.click("main a")
    assert visit.page.locator(".figure").first.is_visible()


def test_files_are_downloaded(address: str, visit: Visit) -> None:
    """The table of what is shown, as a spreadsheet opens it."""
    visit.goto(urljoin(address, "/blind-spots?community=530102005004&lang=zh"))
    with visit.page.expect_download() as started:
        visit.page.click("a[download]")
    content = Path(started.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") > 50
    visit.page.goto(urljoin(address, "/status.json"))
    assert json.loads(visit.page.locator("body").inner_text())["kinds"]["Unit"] > 1000


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_nothing_sticks_out(size: tuple[int, int], address: str, browser: Browser) -> None:
    """On a telephone and on a desk, only tables scroll sideways, never the page."""
    with visiting(browser, size) as visit:
        shown = ("/", "/blind-spots?trait=staff_50", "/map", "/findings?limit=20", "/status", "/subject/story-P1")
        for target in (*shown, "/area/530102005004", "/ask", "/ask/standards/organization"):
            visit.goto(urljoin(address, target))
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= size[0], target


def test_screenshots(address: str, browser: Browser, long: bool, request: pytest.FixtureRequest) -> None:
    """Pictures of every page in both languages and sizes, to be looked at; made with --long, one of them always."""
    folder = Path(request.config.rootpath) / ".artefacts" / "serve"
    folder.mkdir(parents=True, exist_ok=True)
    for size in (DESKTOP, PHONE):
        with visiting(browser, size) as visit:
            for number, target in enumerate(SHOWN if long else SHOWN[:1]):
                for lang in words.LANGUAGES:
                    visit.goto(f"{address.rstrip('/')}{target}{'&' if '?' in target else '?'}lang={lang}")
                    visit.page.screenshot(path=folder / f"{number:02}-{lang}-{size[0]}.png")
    assert len(list(folder.glob("00-*.png"))) == 4
