"""Every page of the report file as a person sees it, kept for looking at: with --long, into .artefacts/report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser import DESKTOP, PHONE, visiting
from playwright.sync_api import Browser
from reported import Reported, made

FOLDER = Path(__file__).resolve().parents[1] / ".artefacts" / "report"

PAGES = {
    "overview": "overview", "list": "blind-spots", "list_filtered": "blind-spots?kind=Unit&finding=must_build",
    "matrix": "matrix", "map": "map", "map_district": "map/530102000000", "map_community": "map/530102005004",
    "findings": "findings", "analysis": "analyst", "blind_spot": "subject/SL-U01072", "covered": "subject/SL-U00110",
    "place": "subject/SL-P0001", "committee": "subject/story-P1", "district": "area/530102000000",
    "community": "area/530102005004",
}  # fmt: skip

UPRIGHT, ACROSS = 703, 1016
"""Pixels of CSS between the margins of A4: 186 and 269 mm."""

STICKING_OUT = """() => Array.from(document.querySelectorAll("table, .block, .card")).filter((part) => {
  return part.getBoundingClientRect().right > window.innerWidth + 1 || part.scrollWidth > part.clientWidth + 1;
}).map((part) => part.className + " " + part.getBoundingClientRect().right)"""


@pytest.fixture(scope="module")
def report(kunming: Path, tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """The file of the sample, beside an earlier day."""
    return made(tmp_path_factory.mktemp("report"), kunming, "--against", "2019-12-31")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_fits_the_screen(
    browser: Browser, report: Reported, lang: str, size: tuple[int, int], long: bool
) -> None:
    """Nothing sticks out sideways, in neither language, at neither size; with --long each is kept as a picture."""
    with visiting(browser, size) as visit:
        for name, page in PAGES.items():
            report.open(visit, f"#/{page}" + ("&" if "?" in page else "?") + f"lang={lang}")
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= size[0], page
            if long:
                FOLDER.mkdir(parents=True, exist_ok=True)
                visit.page.screenshot(path=FOLDER / f"{name}_{lang}_{size[0]}.png", full_page=size == PHONE)
        visit.assert_quiet()


def test_twice_as_large_still_fits(browser: Browser, report: Reported) -> None:
    """At 200 % zoom a desk's screen is half as wide for the page, which stays within it."""
    with visiting(browser, (DESKTOP[0] // 2, DESKTOP[1] // 2)) as visit:
        for page in PAGES.values():
            report.open(visit, f"#/{page}")
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= DESKTOP[0] // 2, page


def test_a_list_is_printed_whole(browser: Browser, report: Reported) -> None:
    """On paper all rows of a list stand, not the fifty of the screen, and the heading of the table on every page."""
    with visiting(browser) as visit:
        report.open(visit, "#/blind-spots?kind=Unit&finding=must_build&lang=zh")
        answer = report.json("blind-spots", "--kind", "Unit", "--finding", "must_build")
        rows = visit.page.locator(".one-by-one tbody tr")
        assert rows.count() == 50
        visit.page.evaluate("() => { window.dispatchEvent(new Event('beforeprint')); }")
        assert rows.count() == len(answer["kinds"][0]["subjects"]) > 50
        visit.page.emulate_media(media="print")
        assert (
            visit.page.locator(".one-by-one thead").evaluate("e => getComputedStyle(e).display") == "table-header-group"
        )
        assert visit.page.locator(".filters:visible, .pager:visible, nav:visible").count() == 0
        sheets = visit.page.pdf(prefer_css_page_size=True)
        visit.page.evaluate("() => { window.dispatchEvent(new Event('afterprint')); }")
        assert rows.count() == 50
    sizes = {tuple(map(float, size.split()[2:])) for size in re.findall(rb"/MediaBox \[([^\]]*)\]", sheets)}
    assert [width > height for width, height in sizes] == [True]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_paper_is_wide_enough(browser: Browser, report: Reported, lang: str) -> None:
    """What stands on paper fits A4: across for lists and matrices, upright for the rest; nothing has to be scrolled."""
    with visiting(browser) as visit:
        for page in PAGES.values():
            across = page.startswith(("blind-spots", "matrix"))
            visit.page.set_viewport_size({"width": ACROSS if across else UPRIGHT, "height": 900})
            report.open(visit, f"#/{page}" + ("&" if "?" in page else "?") + f"lang={lang}")
            visit.page.emulate_media(media="print")
            assert visit.page.evaluate(STICKING_OUT) == [], page
            visit.page.emulate_media(media="screen")
