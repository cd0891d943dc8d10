"""The report file of a town of attacks: nothing in it becomes code, asks for anything, or breaks a page."""

from __future__ import annotations

import hostile
import pytest
from browser import PHONE, visiting
from playwright.sync_api import Browser
from reported import Reported, csv_rows, made


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """The file of the town, with a marking that is an attack too."""
    folder = tmp_path_factory.mktemp("hostile")
    return made(folder, hostile.database(folder), "--marking", hostile.ATTACKS[0])


FOLLOW = """async (href) => {
  await new Promise((done) => {
    window.addEventListener("hashchange", () => setTimeout(done), { once: true });
    location.hash = href;
  });
  const every = (selector) => Array.from(document.querySelectorAll(selector));
  return {
    pages: every("main section[data-page]:not([hidden])").length,
    headings: every("main h1").filter((one) => one.offsetParent !== null).length,
    foreign: every("main script, main img, main iframe, main object").length,
    links: every("main a[href]").map((link) => link.getAttribute("href")),
  };
}"""
"""Goes to a place of the file as a click does, and tells what stands there."""


def test_every_page_and_every_link_is_quiet(browser: Browser, report: Reported) -> None:
    """All pages, and all that they link to, and all that these do: no error, dialog or request; a heading on each."""
    with visiting(browser) as visit:
        report.open(visit, "#/overview?lang=zh")
        seen, waiting = set[str](), ["#/overview", "#/blind-spots", "#/matrix", "#/map", "#/findings", "#/analyst"]
        while waiting:
            href = waiting.pop()
            assert href.startswith("#/"), href
            there = visit.page.evaluate(FOLLOW, href)
            assert (there["pages"], there["headings"], there["foreign"]) == (1, 1, 0), href
            seen.add(href)
            waiting += sorted(set(there["links"]) - seen - set(waiting))
        assert len(seen) > 150
        visit.assert_quiet()


@pytest.mark.parametrize("page", ["overview", "blind-spots", "matrix", "map", "findings"])
def test_long_names_break_no_page(browser: Browser, report: Reported, page: str) -> None:
    """Ten thousand signs do not make a page wider than a phone; axe-core finds nothing."""
    with visiting(browser, PHONE) as visit:
        report.open(visit, f"#/{page}")
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        assert visit.violations() == []
        visit.assert_quiet()


def test_the_csv_is_that_of_the_command_line(browser: Browser, report: Reported) -> None:
    """Sign for sign, formulas, dates and codes made harmless alike."""
    with visiting(browser) as visit:
        report.open(visit, "#/blind-spots?lang=zh&kind=Unit")
        with visit.page.expect_download() as downloaded:
            visit.page.locator("section[data-page=blind-spots] .to-csv").click()
        content = downloaded.value.path().read_bytes()
        assert content == report.run("blind-spots", "--kind", "Unit", "--format", "csv").stdout_bytes
        assert len(csv_rows(content)) > 20


def test_names_that_a_script_has_of_its_own_are_names(browser: Browser, report: Reported) -> None:
    """`constructor` and `__proto__` are found by searching, and as values of filters; nothing else answers to them."""
    with visiting(browser) as visit:
        for name in ("constructor", "__proto__"):
            report.open(visit, f"#/blind-spots?kind=Unit&state=all&reason={name}")
            assert visit.page.locator(".kinds input:checked + span .number").inner_text() == "3"
            report.open(visit, f"#/blind-spots?kind=Unit&finding={name}")
            assert visit.page.locator(".kinds input:checked + span .number").inner_text() == "0"
            report.open(visit, f"#/{name}/{name}?{name}={name}")
            assert visit.page.locator("main section[data-page]:not([hidden])").get_attribute("data-page") == "overview"
        visit.assert_quiet()
