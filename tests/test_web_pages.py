"""The pages as an application: equal to the command line, in both languages, with whatever stands in an id."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from serving import Pages, pages

from graphgov import words
from graphgov.cli import cli


@pytest.fixture(scope="module")
def site(kunming: Path) -> Iterator[Pages]:
    """The sample, for this machine alone."""
    yield pages(kunming)


def printed(db: Path, command: str, lang: str) -> bytes:
    """What a command prints."""
    words._chosen.clear()
    result = CliRunner(env={"GRAPHGOV_DB": str(db), "GRAPHGOV_LANG": lang}).invoke(cli, command.split())
    assert result.exit_code == 0, result.stderr
    return result.stdout_bytes


SAME = [
    ("/", "coverage"),
    ("/?standard=two_coverages&as-of=2019-06-30", "coverage --standard two_coverages --as-of 2019-06-30"),
    ("/coverage?by=district,category&kind=Unit", "coverage --by district,category --kind Unit"),
    ("/official?by=district", "coverage --official --by district"),
    ("/blind-spots?community=虹山中路社区", "blind-spots --community 虹山中路社区"),
    ("/blind-spots?district=五华区&category=small_micro_enterprise&standard=organization&finding=must_build",
     "blind-spots --district 五华区 --category small_micro_enterprise --standard organization --finding must_build"),
    ("/blind-spots?limit=7", "blind-spots --limit 7"),
    ("/findings?severity=high&finding=must_build", "findings --severity high --name must_build"),
    ("/status", "status"),
    ("/path?from=云南警官学院&to=虹山中路社区", "path 云南警官学院 虹山中路社区"),
    ("/ego/story-P1?hops=2", "neighbors story-P1 --hops 2"),
    ("/ego/story-M1?layer=all", "neighbors story-M1 --layer all"),
]  # fmt: skip


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize(("target", "command"), SAME)
def test_equal_to_the_command_line(target: str, command: str, lang: str, site: Pages, kunming: Path) -> None:
    """The JSON and the CSV behind a page are what the command prints, sign for sign."""
    sign = "&" if "?" in target else "?"
    asked = site.ask(f"{target}{sign}format=json&lang={lang}")
    assert asked.data == printed(kunming, f"{command} --format json", lang)
    table = site.ask(f"{target}{sign}format=csv&lang={lang}")
    assert table.data == printed(kunming, f"{command} --format csv", lang)
    assert table.headers["Content-Disposition"].startswith("attachment")


def test_the_suffix_asks_for_a_form(site: Pages) -> None:
    """/status.json is /status?format=json."""
    assert site.json("/status.json") == site.json("/status?format=json")


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_subject_is_explained(lang: str, site: Pages, kunming: Path) -> None:
    """By its id, as the command explains it."""
    command = "explain story-P1 --format json"
    assert site.json("/subject/story-P1?format=json&lang=" + lang) == json.loads(printed(kunming, command, lang))


def test_pages_speak_what_is_asked(site: Pages) -> None:
    """The address decides, then the browser."""
    assert '<html lang="zh">' in site.text("/status?lang=zh", Accept_Language="en-GB,en")
    assert '<html lang="zh">' in site.text("/status", Accept_Language="zh-CN,zh;q=0.9")
    assert '<html lang="en">' in site.text("/status", Accept_Language="fr,en;q=0.5,zh;q=0.1")


def test_findings_are_counted_as_the_command_counts_them(site: Pages) -> None:
    """Also those that are not made before they are shown: the numbers of the page, and its first rows."""
    told = site.json("/findings.json?district=五华区")
    page = site.text("/findings?district=五华区&limit=5")
    numbers = [each["count"] for each in told["counts"]]
    shown = re.findall(r'<td class="num">([\d,]+)</td>', page)
    assert [int(number.replace(",", "")) for number in shown] == numbers
    row = r'<tr><th scope="row">[^<]*</th><td>[^<]*</td><td>.*?<bdi>(.*?)</bdi>'
    names = [unescape(name) for name in re.findall(row, page)]
    assert names == [each["subject"]["name"] for each in told["findings"][:5]]


def test_pictures_are_files_too(site: Pages) -> None:
    """The same picture as a drawing on the page, as SVG and as PNG; and as its values."""
    for target in ("/map", "/map/530102005004", "/ego/story-P1?hops=2"):
        sign = "&" if "?" in target else "?"
        marks = [mark["id"] for mark in site.json(f"{target}{sign}format=json")["marks"]] if "map" in target else []
        drawn = ElementTree.fromstring(site.text(f"{target}{sign}format=svg"))
        assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
        page = site.text(target)
        assert all(f'data-id="{id}"' in page for id in marks if id.isalnum())
        assert site.ask(f"{target}{sign}format=png").data.startswith(b"\x89PNG\r\n\x1a\n")


def test_too_much_for_a_picture(site: Pages) -> None:
    """Refused with what to do instead; the table has everybody."""
    page = site.text("/ego/530102005004?layer=all&hops=4", 400)
    assert "fewer steps" in page
    assert len(site.json("/ego/530102005004?layer=all&hops=4&format=json")["nodes"]) > 1500
    assert site.ask("/map/story-P1").status_code == 400


def test_workbooks(site: Pages, tmp_path: Path) -> None:
    """A table as Excel opens it has the rows of the CSV, codes as texts, and a sheet that says what it is."""
    target = "/blind-spots?community=530102005004&kind=Unit&category=small_micro_enterprise"
    (tmp_path / "list.xlsx").write_bytes(site.ask(f"{target}&format=xlsx").data)
    book = load_workbook(tmp_path / "list.xlsx", read_only=True)
    table, notes = book.worksheets
    rows = list(table.iter_rows(values_only=True))
    listed = site.ask(f"{target}&format=csv").data.decode("utf-8-sig").splitlines()
    assert len(rows) == len(listed) > 20
    assert "2020-07-23" in str(list(notes.iter_rows(values_only=True)))
    book.close()
