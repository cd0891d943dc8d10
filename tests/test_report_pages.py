"""Pages as HTML: well formed, in both languages, without anything a strict policy refuses, whatever the names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cases.tables import Tables, write_tables
from markup import parsed
from town import BEFORE, DAY, node, on, store_of, tables

from graphgov import words
from graphgov.answers.standing import qualities
from graphgov.coverage import SUBJECTS
from graphgov.coverage.listing import blind_spots
from graphgov.findings import findings
from graphgov.intake import Options, import_tables
from graphgov.report import Look, Scope, document, fragment, frame, overview, part
from graphgov.report.analyst import analysis
from graphgov.report.area import area
from graphgov.report.listing import listed
from graphgov.report.matrix import matrix
from graphgov.report.pages import TEMPLATES
from graphgov.report.pictures import picture
from graphgov.report.problems import problems
from graphgov.report.subject import subject
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, Store
from graphgov.view.scene import scene as drawn_from

LANGUAGES = words.LANGUAGES
FOLDER = Path(words.__file__).parent / "report" / "templates"


@dataclass(frozen=True, eq=False)
class Pages:
    """A town, its store, and every page that can be made of it."""

    scope: Scope
    store: Store

    def values(self) -> dict[str, tuple[str, dict[str, object]]]:
        """What each page is made from, in the language in force: its template and its values."""
        scope, store, town = self.scope, self.store, self.scope.coverage
        subjects = {each: subject(town, node(town, each), store) for each in ("bank", "mover", "BA", "T", "gone")}
        drawing = drawn_from(town, scope.standard, words.language())
        areas = {each: area(scope, node(town, each), store) for each in ("A", "S")}
        lists = [listed(blind_spots(town, kind, "two_coverages"), 3) for kind in SUBJECTS]
        return {
            "overview": ("overview", {"page": overview(scope, qualities(town, store), findings(town))}),
            "matrix": ("matrix", {"page": [matrix(scope, kind) for kind in SUBJECTS]}),
            "blind-spots": ("blind-spots", {"page": lists}),
            "findings": ("findings", {"page": problems(scope, findings(town), 5)}),
            "analyst": ("analyst", {"page": analysis(scope)}),
            **{f"subject/{each}": ("subject", {"page": page}) for each, page in subjects.items()},
            **{
                f"area/{each}": ("area", {"page": page, "picture": picture(drawing, node(town, each), fragment)})
                for each, page in areas.items()
            },
        }

    def documents(self, lang: str) -> dict[str, str]:
        """Every page in a language."""
        look = Look(lang, frame(self.scope, "内部资料 <b>"), languages={"en": "#en"})
        with words.speaking(lang):
            values = self.values()
        return {name: document(template, look, **given) for name, (template, given) in values.items()}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The pages of the town, compared with the year before."""
    store = store_of(tmp_path_factory.mktemp("town"))
    graph = store.read()
    return Pages(Scope(on(graph), "any_tie", on(graph, BEFORE)), store)


@pytest.fixture(scope="module")
def documents(pages: Pages) -> dict[tuple[str, str], str]:
    """Every page in every language."""
    return {(name, lang): html for lang in LANGUAGES for name, html in pages.documents(lang).items()}


def test_every_template_of_a_page_is_tried(pages: Pages) -> None:
    """No page is forgotten below."""
    assert {template for template, _ in pages.values().values()} == {path.stem for path in FOLDER.glob("parts/*.html")}


def test_every_page_is_well_formed(documents: dict[tuple[str, str], str]) -> None:
    """Tags close in their turn; one h1, one main; every table has a caption, every heading cell a scope."""
    for place, html in documents.items():
        page = parsed(html)
        assert [len(list(page.every(tag))) for tag in ("h1", "main", "nav")] == [1, 1, 1], place
        for table in page.every("table"):
            assert table.children[0].tag == "caption" and table.children[0].text, place
            assert all(cell.attributes.get("scope") in ("row", "col") for cell in table.every("th")), place
        ids = [element.attributes["id"] for element in page.every() if "id" in element.attributes]
        assert len(ids) == len(set(ids)), place


def test_nothing_a_strict_policy_refuses(documents: dict[tuple[str, str], str]) -> None:
    """No style, script or handler in an attribute, no script, no address with a scheme."""
    for place, html in documents.items():
        for element in parsed(html).every():
            assert element.tag not in ("script", "style", "iframe", "object"), place
            assert not [name for name in element.attributes if name == "style" or name.startswith("on")], place
            link = element.attributes.get("href")
            assert link is None or re.match("[#/]", link), (place, link)


def literals() -> Iterator[tuple[str, ...]]:
    """Every text of the catalogue that a template names outright."""
    for path in sorted(FOLDER.rglob("*.html")):
        yield from re.findall(r"""(?:word|say)\("(\w+)", "([\w-]+)"[,)]""", path.read_text(encoding="utf-8"))


def test_no_word_is_missing(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a template names, and whatever the pages of the town ask for, the catalogue has in both languages."""
    named = set(literals())
    assert len(named) > 50 and not [path for path in named if not words.has(*path)]
    asked: list[tuple[str, ...]] = []

    def noted(*path: str, lang: str | None = None) -> str:
        asked.append(path)
        return words.word(*path, lang=lang)

    monkeypatch.setitem(TEMPLATES.environment.globals, "word", noted)
    pages.documents("zh")
    assert len(asked) > 100 and not [path for path in asked if not words.has(*path)]


def test_every_text_of_the_pages_is_used() -> None:
    """No entry of the tables of the pages stands there for nothing."""
    templates = "".join(path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.html"))
    keys = (key for table in ("page", "analyst") for key in words.catalogue()[table])
    unused = [key for key in keys if f'"{key}"' not in templates]
    assert unused == []


def test_languages_differ(documents: dict[tuple[str, str], str]) -> None:
    """The same page in the other language: other words, the same figures."""
    zh, en = documents["overview", "zh"], documents["overview", "en"]
    assert "空白点" in zh and "blind spots" in en and "空白点" not in en

    def figures(html: str) -> list[str]:
        return [cell.text for cell in parsed(html).every("td") if "num" in cell.classes]

    assert figures(zh) == figures(en)


def test_the_marking_stands_above_and_below(documents: dict[tuple[str, str], str]) -> None:
    """A line of marking, as text, in the header and in the footer of every page."""
    for html in documents.values():
        marks = [element.text for element in parsed(html).every("p") if "marking" in element.classes]
        assert marks == ["内部资料 <b>"] * 2


# ---- Names that are attacks ---------------------------------------------------------------------------------------

ATTACKS = (
    '"><script>alert(1)</script>', "' onmouseover='alert(1)", "javascript:alert(1)", "<img src=x onerror=alert(1)>",
    "</section></main><h1>", "{{ 7 * 7 }}{% raw %}", "\u202egnirts\u202c", "&lt;b&gt;&amp;", "x" * 10_000, "名" * 500,
    "\U0001f9e8\U0001f469\u200d\U0001f469", "=cmd()|'/C calc'!A0", "../../etc/passwd?#%00", "a\nb\tc",
)  # fmt: skip

TEXTS = ("name", "no_org_reason", "basis", "exempt_reason")


def attacked(plain: bool) -> Tables:
    """The town with a name for everything that has none, and a basis for every tie: plain ones, or attacks."""
    found: Tables = {}
    number = 0
    for kind, rows in tables().items():
        found[kind] = []
        for row in rows:
            extra = ("name",) if "id" in row else ("basis",) if kind != "Claim" else ()
            texts = [*extra, *(name for name in TEXTS if name in row)]
            number += 1
            text = f"n{number}" if plain else f"{ATTACKS[number % len(ATTACKS)]}{number}"
            found[kind].append({**row, **dict.fromkeys(texts, text)})
    return found


def structure(html: str) -> tuple[Counter[str], Counter[str]]:
    """The elements and the attributes of a page, whatever they say; `title` stands only where a name was cut."""
    every = list(parsed(html).every())
    named = Counter(name for element in every for name in element.attributes)
    del named["title"]
    return Counter(element.tag for element in every if element.tag != "title"), named


def test_no_name_becomes_code(tmp_path: Path) -> None:
    """With attacks for names, reasons and bases, pages have the same elements and attributes as with plain ones."""
    made: list[dict[str, str]] = []
    for plain in (True, False):
        store = EmbeddedStore(tmp_path / f"town-{plain}.duckdb", SCHEMA)
        import_tables(store, write_tables(tmp_path / f"tables-{plain}", attacked(plain)), Options(stated_on=DAY))
        town = on(store.read())
        made.append(Pages(Scope(town, "any_tie", on(town.snapshot.graph, BEFORE)), store).documents("en"))
    for name, html in made[1].items():
        # Drawings write names of different lengths differently; `tests/test_svg.py` attacks them.
        if not name.startswith("area/"):
            assert structure(html) == structure(made[0][name]), name
        assert parsed(html), name
    assert "&lt;script&gt;" in made[1]["overview"] and "{{ 7 * 7 }}" in made[1]["blind-spots"]
    assert "x" * 200 not in re.sub('title="[^"]*"', "", made[1]["blind-spots"])


# ---- The page as it was last agreed upon --------------------------------------------------------------------------


def test_golden_pages(pages: Pages) -> None:
    """The overview and a blind spot of the town, word for word; `tests/golden` is renewed by hand when they change."""
    for name, lang in (("overview", "zh"), ("subject/mover", "en")):
        with words.speaking(lang):
            template, given = pages.values()[name]
        golden = Path(__file__).with_name("golden") / f"report-{name.replace('/', '-')}-{lang}.html"
        assert part(template, Look(lang, frame(pages.scope)), **given) == golden.read_text(encoding="utf-8")
