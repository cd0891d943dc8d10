"""The report file in a real browser: it is quiet, its counts and lists are those of the command line."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from browser import DESKTOP, PHONE, visiting
from playwright.sync_api import Browser
from reported import Reported, csv_rows, made

from graphgov import words

ASSETS = Path(__file__).resolve().parents[1] / "graphgov" / "report" / "assets"

PAGES = (
    "overview", "blind-spots", "matrix", "map", "map/530102005004", "findings", "analyst", "subject/SL-U01072",
    "subject/story-P1",
    "area/530102005004", "subject/nobody",
)  # fmt: skip


STANDARDS = ("any_tie", "two_coverages", "organization", "two_coverages_broad")


@pytest.fixture(scope="module")
def report(kunming: Path, tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """The file of the sample."""
    return made(tmp_path_factory.mktemp("report"), kunming, "--marking", "内部资料")


@pytest.mark.parametrize(("lang", "size"), [("zh", PHONE), ("en", DESKTOP)])
def test_every_page_is_quiet_and_accessible(
    browser: Browser, report: Reported, lang: str, size: tuple[int, int], long: bool
) -> None:
    """No error, dialog or request at all, and axe-core finds nothing, on a desk and on a phone.

    Accessibility is a matter of structure, which both share: on one of them, with --long on both.
    """
    with visiting(browser, size) as visit:
        for page in PAGES:
            report.open(visit, f"#/{page}?lang={lang}")
            assert visit.page.locator("html").get_attribute("lang") == lang
            assert visit.page.locator("main h1:visible").count() == 1
            visit.assert_quiet()
            if long or size == PHONE:
                assert (page, visit.violations()) == (page, [])
            # Nothing sticks out: the page is as wide as the screen.
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= size[0], page


@pytest.mark.parametrize(
    ("asked", "args"),
    [
        ("", ()),
        ("standard=two_coverages", ("--standard", "two_coverages")),
        ("district=530112000000", ("--district", "西山区")),
        ("community=530102005004", ("--community", "530102005004")),
        ("kind=Unit&finding=must_build", ("--finding", "must_build")),
        ("category=commercial_building", ("--category", "commercial_building")),
        (
            "category=small_micro_enterprise&standard=organization",
            ("--category", "small_micro_enterprise", "--standard", "organization"),
        ),
    ],
)
def test_counts_and_rows_are_those_of_the_command_line(
    browser: Browser, report: Reported, asked: str, args: tuple[str, ...]
) -> None:
    """What is downloaded is, byte for byte, what `blind-spots` writes as CSV; the counts are those of its JSON."""
    answer = report.json("blind-spots", *args)
    with visiting(browser) as visit:
        for place, found in enumerate(answer["kinds"]):
            kind = found["kind"]
            report.open(visit, f"#/blind-spots?lang=zh&{asked}" + ("" if "category" in asked else f"&kind={kind}"))
            section = visit.page.locator("main section[data-page=blind-spots]:visible")
            assert section.locator(".kinds input:checked").get_attribute("value") == kind
            counted = section.locator(".kinds label").nth(place if len(answer["kinds"]) > 1 else int(kind == "Place"))
            assert counted.locator(".number").inner_text() == f"{found['blind']:,}"
            under = [count for name, count in found["under"].items() if name != answer["standard"]]
            told = re.findall(r"”([\d,]+)（", section.locator(".under").inner_text())
            assert [int(text.replace(",", "")) for text in told] == under
            with visit.page.expect_download() as downloaded:
                section.locator(".to-csv").click()
            content = downloaded.value.path().read_bytes()
            written = report.run("blind-spots", *args, "--kind", kind, "--format", "csv").stdout_bytes
            assert csv_rows(content) == csv_rows(written)
            assert content == written
        visit.assert_quiet()


def test_a_subject_is_told_as_explain_tells_it(browser: Browser, report: Reported) -> None:
    """States, rules that hold with the nodes of their paths, findings: of a blind spot, a place, and covered units."""
    with visiting(browser) as visit:
        for node in ("SL-U01072", "SL-P0001", "SL-U00110", "SL-U00016", "SL-U00001", "SL-U00005", "story-M1"):
            told = report.json("explain", node)
            report.open(visit, f"#/subject/{node}?lang=zh")
            section = visit.page.locator("main section[data-page=subject]")
            blocks = section.locator(".block")
            states = blocks.nth(0).locator("tbody tr").all_inner_texts()
            assert len(states) == len(told["states"])
            for shown, (standard, state) in zip(states, told["states"], strict=True):
                assert words.word("standard", standard, lang="zh") in shown
                assert words.word("state", state, lang="zh") in shown
            chains = blocks.nth(1).locator(".chain")
            assert chains.count() == len(told["proofs"])
            for place, proof in enumerate(told["proofs"]):
                assert words.word("rule", proof["rule"], lang="zh") in chains.nth(place).inner_text()
                links = chains.nth(place).locator("a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
                assert [unquote(href.rpartition("/")[2]) for href in links] == proof["nodes"]
            found = blocks.nth(2).locator("tbody th").all_inner_texts()
            assert found == [words.word("finding", each["name"], lang="zh") for each in told["findings"]]
        visit.assert_quiet()


def test_an_area_has_the_rates_of_the_command_line(browser: Browser, report: Reported) -> None:
    """Covered, base and blind spots under every standard, of a community, a street and a district."""
    with visiting(browser) as visit:
        for level in ("community", "street", "district"):
            found = {}
            for standard in STANDARDS:
                for rate in report.json("coverage", "--by", level, "--standard", standard)["rates"]:
                    found.setdefault((rate["group"][0]["key"], rate["kind"]), []).append(rate)
            area = "530102005004" if level == "community" else next(key for key, kind in found if key)
            report.open(visit, f"#/area/{area}?lang=zh")
            cards = visit.page.locator("main section[data-page=area] .card")
            for card, kind in enumerate(("Unit", "Place")):
                rates = found[area, kind]
                assert cards.nth(card).locator("tbody tr td:nth-child(2)").all_inner_texts() == [
                    f"{rate['covered']:,}/{rate['base']:,}" for rate in rates
                ]
                assert cards.nth(card).locator("tbody tr td:last-child").all_inner_texts() == [
                    f"{rate['blind']:,}" for rate in rates
                ]
        visit.assert_quiet()


SPOKEN = """() => Array.from(document.querySelectorAll("[data-spoken] *:not(noscript)"), (element) => [
  element.getAttribute("aria-label"), element.title,
  Array.from(element.childNodes).filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("|"),
])"""
"""Every text and label of a page, element by element."""


def test_the_language_changes_without_loading_again(browser: Browser, report: Reported) -> None:
    """The other language's words everywhere, the same figures, and back; what is drawn is drawn again."""
    english = made(report.file.parent / "english", report.db, "--marking", "内部资料", lang="en")
    with visiting(browser) as visit:
        shown = {}
        for file, lang in ((report, "zh"), (english, "en")):
            file.open(visit)
            shown[lang] = visit.page.evaluate(SPOKEN)
        report.open(visit, "#/subject/SL-U01072")
        visit.page.locator(".languages a").click()
        assert visit.page.locator("html").get_attribute("lang") == "en"
        assert "blind spot" in visit.page.locator("main section[data-page=subject]").inner_text()
        assert visit.page.url.endswith("#/subject/SL-U01072?lang=en")
        report.open(visit, "#/overview?lang=zh")
        assert visit.page.evaluate(SPOKEN) == shown["zh"]
        visit.page.locator(".languages a").click()
        assert visit.page.evaluate(SPOKEN) == shown["en"]
        visit.page.locator(".languages a").click()
        assert visit.page.evaluate(SPOKEN) == shown["zh"]
        visit.assert_quiet()


def test_a_number_of_the_overview_leads_to_those_whom_it_counts(browser: Browser, report: Reported) -> None:
    """Every number that is a link leads to a list of just so many: one click from the overview."""
    with visiting(browser) as visit:
        report.open(visit, "#/overview?lang=zh")
        links = visit.page.locator("main section[data-page=overview]:visible a.count")
        addresses = links.evaluate_all("all => all.map(a => a.getAttribute('href'))")
        asked = dict(zip(addresses, links.all_text_contents(), strict=True))
        assert len(asked) > 60
        for href, number in asked.items():
            visit.page.evaluate("href => { location.hash = href; }", href)
            section = visit.page.locator("main section[data-page=blind-spots]:visible")
            assert section.locator(".kinds input:checked + span .number").inner_text() == number, href
        visit.assert_quiet()


def test_the_figures_and_the_first_rows_stand_without_javascript(browser: Browser, report: Reported) -> None:
    """Whoever has no JavaScript sees the figures and the first blind spots, and how to get the rest."""
    with visiting(browser, javascript=False) as visit:
        report.open(visit)
        answer = report.json("blind-spots", "--kind", "Unit", "--limit", "50")
        names = visit.page.locator("section[data-page=blind-spots]:visible tbody th").all_inner_texts()
        assert names == [row["name"] for row in answer["kinds"][0]["subjects"]]
        figure = visit.page.locator("section[data-page=overview]:visible .figure").first
        assert f"{answer['kinds'][0]['blind']:,}" in figure.inner_text()
        assert visit.page.locator("form:visible").count() == 0
        visit.assert_quiet()


NEWER = {
    "optional chaining": r"\?\.(?!\d)",
    "nullish coalescing": r"\?\?",
    "logical assignment": r"(\|\||&&)=",
    "private names": r"(this|self)\.#|^\s*#\w+",
    "newer methods": r"\.(at|replaceAll|matchAll|flatMap|findLast|hasOwn|toSorted|structuredClone|replaceChildren)\(",
    "newer functions": r"structuredClone|Object\.hasOwn|Promise\.(any|allSettled)|globalThis|BigInt",
    "numeric separators": r"\b\d+_\d+",
    "look-behind": r"\(\?<",
    "catch without a name": r"catch \{",
    "dynamic code": r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|on\w+=",
}


@pytest.mark.parametrize("name", NEWER)
def test_the_script_is_made_for_old_browsers_and_never_makes_html(name: str) -> None:
    """Nothing newer than ES2019, no text that becomes code, no class with fields."""
    for file in sorted((ASSETS / "app").glob("*.js")):
        code = re.sub(r"//.*", "", file.read_text(encoding="utf-8"))
        assert not re.findall(NEWER[name], code, re.MULTILINE), file.name
        for body in re.findall(r"^class \w+ \{$(.*?)^\}$", code, re.MULTILINE | re.DOTALL):
            assert not re.findall(r"^  (static )?\w+( =.*)?;$", body, re.MULTILINE), file.name
