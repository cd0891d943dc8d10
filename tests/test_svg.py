"""SVG: the same picture every time, well-formed whatever the names are, with nothing in it that could run or call."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
import town
from hypothesis import given
from hypothesis import strategies as st

from graphgov.coverage import Coverage
from graphgov.export.labels import labels, wide
from graphgov.export.svg import Size, fragment, page
from graphgov.view.areas import city
from graphgov.view.picture import AREA, BUBBLE, MARK, Entry, Mark, Picture, Tie
from graphgov.view.rings import community
from graphgov.view.scene import scene

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"

ATTACKS = (
    "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "javascript:alert(1)", "]]>&lt;!--",
    "\u202egnp.exe", "a\nb\tc\rd", "=cmd|' /C calc'!A0", "😀\U0001f468\u200d👩", "\x00\x07\x1b[31m", "\ufffe\uffff",
    "长" * 10_000, "", " ", "%s{x}",
)  # fmt: skip

ELEMENTS = {
    "svg", "title", "desc", "defs", "pattern", "g", "a", "rect", "circle", "polygon", "line", "path", "text", "tspan",
}  # fmt: skip
"""No script, no style, no image, no use, no foreignObject."""


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    """The town on its day."""
    return town.on(town.store_of(tmp_path_factory.mktemp("town")).read())


LOOKS = (
    (AREA, "circle", "tinted"), (BUBBLE, "circle", "no_base"), (MARK, "stack", "blind"), (MARK, "hexagon", "covered"),
)  # fmt: skip


def picture_of(names: list[str]) -> Picture:
    """A picture in which every text and every id is one of these names."""
    marks = []
    for number, name in enumerate(names):
        role, shape, colour = LOOKS[number % len(LOOKS)]
        own = (f"{number}{name}", name, "Unit", role, shape, colour, number * 9.0, 3.0, 4.0, name)
        marks.append(Mark(*own, covered=1, base=3, link=name, count=2))
    kinds = (("MEMBER_OF", 1), ("PAIRED_WITH", 2))
    ties = tuple(Tie(one.id, other.id, kinds, names[0]) for one, other in pairwise(marks))
    legend = tuple(Entry("colour", "blind", name, name) for name in names)
    day, steps, notes = date(2020, 6, 30), tuple((name, name) for name in names), tuple(names)
    return Picture(names[0], day, "any_tie", "zh", names[-1], tuple(marks), ties, legend, steps, notes)


def assert_harmless(text: str) -> ET.Element:
    """Well-formed, of known elements, without handlers, styles, or addresses but those that a page gives."""
    root = ET.fromstring(text)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in ELEMENTS
        for name, value in element.attrib.items():
            assert not name.startswith("on") and name not in ("style", "{http://www.w3.org/1999/xlink}href")
            assert name != "href" or value.startswith("#/")
            assert "url(" not in value or value in ("url(#hatch-zh) #e9edf1", "url(#hatch-en) #e9edf1")
    return root


def test_the_town_is_drawn_as_before(coverage: Coverage) -> None:
    """The city in English and community A in Chinese, sign by sign; a change is looked at before it is kept."""
    drawn = {
        "town_city.svg": page(city(scene(coverage, lang="en"))),
        "town_community.svg": page(community(scene(coverage, lang="zh"), town.node(coverage, "A")), marking="内部资料"),
    }
    for name, text in drawn.items():
        assert text == (GOLDEN / name).read_text(encoding="utf-8"), name


def test_hostile_names_stay_names() -> None:
    """Each attack as title, basis, name, id, caption, legend, note and marking, in a page and in a fragment."""
    picture = picture_of(list(ATTACKS))
    for text in (page(picture, marking=ATTACKS[0]), fragment(picture, link=lambda name: "#/" + quote(name, safe=""))):
        root = assert_harmless(text)
        assert root.findtext(f"{SVG}title") == ATTACKS[0]
        ids = {element.get("data-id") for element in root.iter() if element.get("data-id")}
        assert f"1{ATTACKS[1]}" in ids
    assert "alert(1)" in page(picture)


@given(st.lists(st.text(), min_size=1, max_size=8))
def test_any_text_is_well_formed(names: list[str]) -> None:
    """Also with control characters and what XML has no place for."""
    assert_harmless(page(picture_of(names)))
    assert_harmless(fragment(picture_of(names), link=lambda name: "#/x"))


def test_every_mark_and_tie_tells_what_it_is(coverage: Coverage) -> None:
    """A mark's id, and the caption as title, for whoever points at it; the drawing has a name and a description."""
    picture = community(scene(coverage, lang="en"), town.node(coverage, "A"))
    root = ET.fromstring(fragment(picture))
    told = {element.get("data-id"): element.findtext(f"{SVG}title") for element in root.iter(f"{SVG}g")}
    assert {mark.id: mark.caption for mark in picture.marks}.items() <= told.items()
    titles = [element.findtext(f"{SVG}title") for element in root.iter(f"{SVG}path")]
    assert titles == [tie.caption for tie in picture.ties]
    assert (root.get("role"), root.get("lang"), root.get("aria-label")) == ("img", "en", f"A · {picture.basis}")
    assert [element.text for element in root.iter(f"{SVG}text") if element.text == "!"], "the blind spot has no sign"


def test_links_are_those_of_the_page(coverage: Coverage) -> None:
    """With addresses given, every mark that can be opened is a link with its words; without, nothing is one."""
    picture = city(scene(coverage, lang="en"))
    root = ET.fromstring(fragment(picture, link=lambda node: f"#/area/{quote(node)}"))
    links = {element.get("href"): element.get("aria-label") for element in root.iter(f"{SVG}a")}
    assert links == {f"#/area/{mark.link}": mark.caption for mark in picture.marks if mark.link}
    assert root.get("role") == "group"
    assert not list(ET.fromstring(fragment(picture)).iter(f"{SVG}a"))


def boxes(picture: Picture) -> list[tuple[float, float, float, float]]:
    """The rectangles of all labels."""
    found = labels(picture.marks)
    return [
        (each.x - wide(each.text, each.size) / 2, each.y - each.size, each.x + wide(each.text, each.size) / 2, each.y)
        for each in found
    ]


CIRCLES = st.tuples(st.floats(0, 800), st.floats(0, 800), st.floats(0.1, 90), st.sampled_from((AREA, BUBBLE, MARK)))


@given(st.lists(CIRCLES, max_size=40))
def test_no_label_is_over_another(places: list[tuple[float, float, float, str]]) -> None:
    """However marks lie; and no name is smaller than can be read."""
    marks = tuple(
        Mark(str(number), f"名称{number}", "Unit", role, "circle", "covered", x, y, r, "", 1, 2)
        for number, (x, y, r, role) in enumerate(places)
    )
    empty = Picture("", date(2020, 1, 1), "", "zh", "", marks, (), ())
    assert all(each.size >= 10 for each in labels(marks))
    found = boxes(empty)
    for number, (left, top, right, bottom) in enumerate(found):
        assert not any(left < r and l < right and top < b and t < bottom for l, t, r, b in found[:number])  # noqa: E741


def test_large_circles_have_their_numbers_inside(coverage: Coverage) -> None:
    """A number stands beside every colour: name and covered/base, where there is room for it."""
    text = page(city(scene(coverage, lang="en")), Size(1100, 760))
    shown = [element.text for element in ET.fromstring(text).iter(f"{SVG}text")]
    assert {"8/10", "7/9", "A", "B", "S", "W", "D"} <= set(shown)


def test_a_picture_of_nothing_is_drawn() -> None:
    """An empty picture is an empty drawing, not an error."""
    empty = replace(picture_of(["nothing"]), marks=(), ties=(), legend=())
    assert_harmless(page(empty))
