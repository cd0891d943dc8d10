"""Pages as HTML: well formed, in both languages, without anything a strict policy refuses, whatever the names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markup import parsed
from town import BEFORE, on, store_of

from graphgov import words
from graphgov.answers.standing import qualities
from graphgov.findings import findings
from graphgov.report import Look, Scope, document, frame, overview
from graphgov.report.pages import TEMPLATES

LANGUAGES = words.LANGUAGES


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What each page of the town is made from."""
    store = store_of(tmp_path_factory.mktemp("town"))
    graph = store.read()
    town = on(graph)
    scope = Scope(town, "any_tie", on(graph, BEFORE))
    return {"scope": {"of": scope}, "overview": {"page": overview(scope, qualities(town, store), findings(town))}}


@pytest.fixture(scope="module")
def documents(values: dict[str, dict[str, object]]) -> dict[tuple[str, str], str]:
    """Every page in every language."""
    scope = values["scope"]["of"]
    assert isinstance(scope, Scope)
    return {
        (name, lang): document(name, Look(lang, frame(scope, "内部资料 <b>"), languages={"en": "#en"}), **given)
        for name, given in values.items()
        if name != "scope"
        for lang in LANGUAGES
    }


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
    folder = Path(words.__file__).parent / "report" / "templates"
    for path in sorted(folder.rglob("*.html")):
        yield from re.findall(r"""(?:word|say)\("(\w+)", "([\w-]+)"[,)]""", path.read_text(encoding="utf-8"))


def test_no_word_is_missing(values: dict[str, dict[str, object]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a template names, and whatever the pages of the town ask for, the catalogue has in both languages."""
    named = set(literals())
    assert len(named) > 50 and not [path for path in named if not words.has(*path)]
    asked: list[tuple[str, ...]] = []

    def noted(*path: str, lang: str | None = None) -> str:
        asked.append(path)
        return words.word(*path, lang=lang)

    monkeypatch.setitem(TEMPLATES.environment.globals, "word", noted)
    scope = values["scope"]["of"]
    assert isinstance(scope, Scope)
    for name, given in values.items():
        if name != "scope":
            document(name, Look("zh", frame(scope)), **given)
    assert len(asked) > 100 and not [path for path in asked if not words.has(*path)]


def test_every_text_of_the_pages_is_used() -> None:
    """No entry of the tables of the pages stands there for nothing."""
    folder = Path(words.__file__).parent / "report" / "templates"
    templates = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.html"))
    unused = [key for key in words.catalogue()["page"] if f'"{key}"' not in templates]
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
