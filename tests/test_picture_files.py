"""Pictures as files: PNG, and the page of a network opened in a real browser."""

from __future__ import annotations

import json
import re
import struct
import zlib
from pathlib import Path

import pytest
import town
from browser import PHONE, Visit, visiting
from playwright.sync_api import Browser
from test_svg import ATTACKS, picture_of

from graphgov.coverage import Coverage
from graphgov.errors import BadOption, MissingExtra
from graphgov.export.html import network_of, page
from graphgov.export.model import Export, Selection, formats
from graphgov.export.png import draws_chinese, png
from graphgov.export.svg import page as svg_page
from graphgov.view.picture import AREA, Picture
from graphgov.view.rings import nodes
from graphgov.view.scene import scene

MARKS = "JSON.parse(document.getElementById('data').textContent).nodes"


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    """The town on its day."""
    return town.on(town.store_of(tmp_path_factory.mktemp("town")).read())


@pytest.fixture(scope="module")
def picture(coverage: Coverage) -> Picture:
    """Everything in the town, in English."""
    return nodes(scene(coverage, lang="en"), coverage.snapshot.alive)


def opened(visit: Visit, folder: Path, text: str) -> None:
    """Open a page and wait until it is drawn."""
    (folder / "network.html").write_text(text, encoding="utf-8", newline="\n")
    visit.goto((folder / "network.html").as_uri())
    visit.page.wait_for_selector("body[data-ready]")


def export_of(coverage: Coverage, **part: object) -> Export:
    """An export of the network of a coverage that is there already."""
    return Export(None, lambda everything: coverage, "network", Selection(**part))  # type: ignore[arg-type]


# ---- PNG --------------------------------------------------------------------------------------------------------


def pixels(image: bytes) -> tuple[int, int, set[bytes]]:
    """Width, height and colours (RGBA) of a PNG without interlacing; read by the letter of its specification."""
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, depth, kind = struct.unpack(">IIBB", image[16:26])
    assert (depth, kind) == (8, 6)
    data, at = b"", 8
    while at < len(image):
        (length,) = struct.unpack(">I", image[at : at + 4])
        if image[at + 4 : at + 8] == b"IDAT":
            data += image[at + 8 : at + 8 + length]
        at += length + 12
    rows, stride, before = zlib.decompress(data), 4 * width, bytearray(4 * width)
    found: set[bytes] = set()
    for row in range(height):
        line = bytearray(rows[row * (stride + 1) + 1 : (row + 1) * (stride + 1)])
        unfiltered(rows[row * (stride + 1)], line, before)
        found |= {bytes(line[place : place + 4]) for place in range(0, stride, 4)}
        before = line
    return width, height, found


def unfiltered(kind: int, line: bytearray, before: bytearray) -> None:
    """Undo the filter of a row in place."""
    for place in range(len(line)):
        left = line[place - 4] if place >= 4 else 0
        above, corner = before[place], before[place - 4] if place >= 4 else 0
        near = min((left, above, corner), key=lambda value: abs(left + above - corner - value))
        line[place] = (line[place] + (0, left, above, (left + above) // 2, near)[kind]) & 255


def test_a_png_has_the_size_and_the_colours_of_the_svg(picture: Picture) -> None:
    """1100 x 760 at a scale of a half, on white; with the blue of what is covered and the brown of blind spots."""
    width, height, colours = pixels(png(svg_page(picture), 0.5))
    assert (width, height) == (550, 380)
    assert {bytes.fromhex(f"{colour}ff") for colour in ("ffffff", "1f6fb4", "8c2d04", "123c5c")} <= colours
    assert struct.unpack(">II", png(svg_page(picture))[16:24]) == (2200, 1520)


def test_hostile_names_are_drawn() -> None:
    """The drawing program takes whatever we write."""
    assert png(svg_page(picture_of(list(ATTACKS))), 0.5).startswith(b"\x89PNG")


def test_whether_chinese_can_be_drawn() -> None:
    """With the fonts of this machine, where `scripts/test` installs one; not without any."""
    assert draws_chinese()
    assert not draws_chinese(system_fonts=False)


@pytest.mark.parametrize("able", [True, False])
def test_missing_signs_are_told(
    coverage: Coverage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, able: bool
) -> None:
    """Whoever exports a picture with Chinese names on a machine without a font for them is told so."""
    monkeypatch.setattr("graphgov.export.png.draws_chinese", lambda: able)
    monkeypatch.setenv("GRAPHGOV_LANG", "zh")
    told: list[str] = []
    export = Export(None, lambda everything: coverage, "network", warn=told.append)  # type: ignore[arg-type]
    formats()["png"].write(export, tmp_path / "town.png")
    assert told == ([] if able else ["no_chinese_font"])
    assert (tmp_path / "town.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("name", "package"), [("png", "resvg_py"), ("html", "pyvis.network")])
def test_a_missing_package_is_named(
    coverage: Coverage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str
) -> None:
    """Without the extra the error says how to get it, and nothing is written."""
    monkeypatch.setitem(__import__("sys").modules, package, None)
    draws_chinese.cache_clear()
    with pytest.raises(MissingExtra, match=re.escape(f"graphgov[{name}]")):
        formats()[name].write(export_of(coverage), tmp_path / f"town.{name}")
    assert not list(tmp_path.iterdir())


# ---- Which picture ----------------------------------------------------------------------------------------------


def written(coverage: Coverage, name: str, folder: Path, **part: object) -> dict[str, int]:
    """How much an export shows."""
    return formats()[name].write(export_of(coverage, **part), folder / f"picture.{name}")


def test_each_part_has_its_picture(coverage: Coverage, tmp_path: Path) -> None:
    """Everything as circles: 4 areas, 3 communities, 3 divisions' own, nowhere; one line, from A to B.

    One by one: 7 areas, 6 places, 21 units and 3 groups of one business each, 13 organizations.  Around BA: itself,
    school, agency, OB and A.  In A: itself, 22 marks and 6 from outside.
    """
    from graphgov.answers.questions import Where

    assert written(coverage, "svg", tmp_path) == {"drawn_marks": 11, "drawn_lines": 1}
    assert written(coverage, "html", tmp_path)["drawn_marks"] == 50
    for name in ("svg", "html"):
        assert written(coverage, name, tmp_path, around="BA")["drawn_marks"] == 5
        assert written(coverage, name, tmp_path, where=Where(community="A")) == {"drawn_marks": 29, "drawn_lines": 18}
    assert written(coverage, "svg", tmp_path, where=Where(street="S"))["drawn_marks"] == 3


def test_what_cannot_be_told_apart_is_refused(
    coverage: Coverage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the limit the error names the other ways, and nothing is written; a part may still be drawn."""
    monkeypatch.setattr("graphgov.export.pictures.MOST_MARKS", 8)
    for part in ({}, {"around": "BA", "hops": 5}):
        with pytest.raises(BadOption) as caught:
            written(coverage, "html", tmp_path, **part)
        assert all(way in caught.value.text("en") for way in ("--community", "--around", "--hops", ".svg", ".gexf"))
    with pytest.raises(BadOption, match="--history"):
        written(coverage, "svg", tmp_path, history=True)
    assert not list(tmp_path.iterdir())
    assert written(coverage, "html", tmp_path, around="BA")["drawn_marks"] == 5


def test_pyvis_holds_the_picture(picture: Picture) -> None:
    """Every mark and tie, each at its place, nothing that moves by itself."""
    network = network_of(picture)
    assert [node["told"] for node in network.nodes] == [mark.caption for mark in picture.marks]
    ends = [(network.nodes[edge["from"]]["told"], network.nodes[edge["to"]]["told"]) for edge in network.edges]
    told = {mark.id: mark.caption for mark in picture.marks}
    assert ends == [(told[tie.source], told[tie.target]) for tie in picture.ties]
    assert network.options["physics"] == {"enabled": False}
    assert all(isinstance(node["x"], float) and isinstance(node["y"], float) for node in network.nodes)


# ---- The page in a browser --------------------------------------------------------------------------------------


def test_the_page_is_quiet_and_can_be_used(browser: Browser, picture: Picture, tmp_path: Path) -> None:
    """No error, no request, no violation; search, choosing, filters and keys do what they say."""
    with visiting(browser) as visit:
        opened(visit, tmp_path, page(picture, "内部资料"))
        tell = visit.page
        assert tell.inner_text(".marking") == "内部资料"
        single = [mark for mark in picture.marks if mark.role != AREA]
        blind = sum(mark.state == "blind" for mark in single)
        assert tell.inner_text("#shown") == f"{len(single)} shown, {blind} of them blind spots"
        assert visit.violations() == []
        tell.fill("#search", "clin")
        assert tell.locator("#results button").all_inner_texts() == ["clinic"]
        tell.press("#search", "Enter")
        assert tell.inner_text("#details h3") == "clinic"
        assert tell.locator("#details button").count() == 2  # instructed by CA and by CB
        assert visit.violations() == []
        tell.locator("#details button").first.click()
        assert tell.inner_text("#details h3") in ("CA", "CB")
        tell.fill("#search", "nobody at all")
        assert tell.inner_text("#results") == "Nothing is called so"
        for key in ("+", "-", "0", "ArrowLeft", "ArrowUp"):
            tell.press("#network", key)
        for button in ("nearer", "farther", "whole"):
            tell.click(f"#{button}")
        visit.assert_quiet()


def test_filters_hide_what_they_name(browser: Browser, picture: Picture, tmp_path: Path) -> None:
    """Without blind spots none is counted; without units, places and organizations only what is shown together."""
    with visiting(browser) as visit:
        opened(visit, tmp_path, page(picture))
        tell, single = visit.page, [mark for mark in picture.marks if mark.role != AREA]
        for box in tell.locator('.legend input[data-sort="line"]').all():
            box.uncheck()
        tell.uncheck('.legend input[data-key="blind"]')
        blind = sum(mark.state == "blind" for mark in single)
        assert tell.inner_text("#shown") == f"{len(single) - blind} shown, 0 of them blind spots"
        for key in ("circle", "diamond", "hexagon"):
            tell.uncheck(f'.legend input[data-sort="shape"][data-key="{key}"]')
        stacks = sum(mark.shape == "stack" for mark in single)
        assert tell.inner_text("#shown") == f"{stacks} shown, 0 of them blind spots"
        tell.check('.legend input[data-key="blind"]')
        tell.check('.legend input[data-sort="shape"][data-key="diamond"]')
        places = sum(mark.shape == "diamond" for mark in single)
        assert tell.inner_text("#shown").startswith(f"{stacks + places} shown")
        visit.assert_quiet()


@pytest.mark.parametrize("size", [(1366, 768), PHONE])
def test_hostile_names_are_shown_as_names(browser: Browser, tmp_path: Path, size: tuple[int, int]) -> None:
    """Every attack as name, id, caption, title and marking: nothing runs, nothing is asked for, the text is there."""
    with visiting(browser, size) as visit:
        opened(visit, tmp_path, page(picture_of(list(ATTACKS)), ATTACKS[0]))
        assert visit.page.title() == ATTACKS[0]
        assert [mark["told"] for mark in visit.page.evaluate(MARKS)] == list(ATTACKS)
        for name in ATTACKS[:4]:
            visit.page.fill("#search", name)
            visit.page.press("#search", "Enter")
            assert name in visit.page.inner_text("#details")
        assert visit.page.locator("#details *, #results *").count() < 40
        visit.assert_quiet()


def test_the_page_lets_nothing_else_run(browser: Browser, picture: Picture, tmp_path: Path) -> None:
    """What is slipped into the file afterwards is not run: neither a script nor a handler nor a style."""
    slipped = "<script>document.title = 'run'</script><p onclick=\"document.title = 'run'\" id=\"bait\">bait</p>"
    with visiting(browser) as visit:
        opened(visit, tmp_path, page(picture).replace("</header>", f"</header>{slipped}"))
        visit.page.click("#bait")
        assert visit.page.title() == picture.title
        assert len([error for error in visit.errors if "Content Security Policy" in error]) == 2


def test_data_in_the_page_is_what_pyvis_holds(picture: Picture) -> None:
    """The JSON of the page is the lists of pyvis, and no name in it can end the element that it stands in."""
    hostile = page(picture_of(list(ATTACKS)))
    assert hostile.count("</script>") == 3 and "<img" not in hostile and "<!--" not in hostile
    data = re.search(r'id="data">(.*?)</script>', page(picture), re.DOTALL)
    assert data is not None and json.loads(data.group(1))["nodes"] == network_of(picture).nodes
