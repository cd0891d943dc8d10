"""Workbooks: what openpyxl reads again is what the command line says, and no cell is anything but what it says."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import HOSTILE
from openpyxl.worksheet.worksheet import Worksheet
from test_cli import TOWN, as_json, done, run, silent_language, write  # noqa: F401  # the fixture is for here too

from graphgov.coverage import percent, share
from graphgov.errors import MissingExtra
from graphgov.files import workbook
from graphgov.files.whole import file_name
from graphgov.files.workbook import Page, write_workbook
from graphgov.files.writers import Column, Sheet

# A second street, of the same name but for its letters' case, in which one unit is; U7 has no address any more.
TWO_STREETS = TOWN | {
    "Division": "id,name,type\nD1,甲区,district\nS1,Yi/Jie,street\nS2,yi/jie,street\n",
    "PART_OF": "from,to\nS1,D1\nS2,D1\nC1,S1\nC2,S2\nC3,S1\n",
    "LOCATED_IN": "from,to\nM1,C1\nU1,C1\nU2,C1\nU3,C2\nU4,M1\nU5,M1\nU6,C1\nU8,C2\n",
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the town of test_cli."""
    folder = tmp_path_factory.mktemp("xlsx")
    done(folder / "town.duckdb", "import", str(write(folder / "in", TOWN)), "--stated-on", "2020-06-30")
    return folder / "town.duckdb"


def pages(file: Path) -> dict[str, Worksheet]:
    """The sheets of a workbook."""
    book = openpyxl.load_workbook(file)
    return {sheet.title: sheet for sheet in book.worksheets}


def rows(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows under the headings."""
    heading, *found = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in found]


def test_the_figures_are_those_of_the_command_line(db: Path, tmp_path: Path) -> None:
    """Blind spots, rates under every standard, by category and by community, the official form, findings."""
    done(db, "export", str(tmp_path / "w.xlsx"))
    sheets = pages(tmp_path / "w.xlsx")
    assert list(sheets) == [
        "notes", "blind spots", "coverage", "coverage by category", "coverage by area", "official form", "findings",
        "linkages",
    ]  # fmt: skip
    blind = as_json(db, "blind-spots")["kinds"]
    listed = [row["id"] for kind in blind for row in (*kind["subjects"], *kind["containers"])]
    assert [row["identifier"] for row in rows(sheets["blind spots"])] == listed
    overview = as_json(db, "coverage")["rates"]
    figures = ("covered", "base", "claimed", "unknown", "blind", "not applicable", "base unknown")
    assert [[row[name] for name in figures] for row in rows(sheets["coverage"])] == [
        [rate[name.replace(" ", "_")] for name in figures] for rate in overview
    ]
    areas = as_json(db, "coverage", "--by", "district,street,community")["rates"]
    assert [row["community.identifier"] for row in rows(sheets["coverage by area"])] == [
        rate["group"][2]["key"] for rate in areas
    ]
    (whole,) = as_json(db, "coverage", "--official")["forms"]
    last = rows(sheets["official form"])[-1]
    assert (last["street"], last["units"], last["S3 own branch"]) == ("total", whole["total"], whole["S3"])
    findings = as_json(db, "findings")["findings"]
    assert [row["finding id"] for row in rows(sheets["findings"])] == [each["id"] for each in findings]
    assert [(row["tie"], row["from"]) for row in rows(sheets["linkages"])] == [
        ("has the party organization", "一厂"), ("has the party organization", "丙社区"), ("is paired with", "丙社区")
    ]  # fmt: skip


def test_it_can_be_mailed_on(db: Path, tmp_path: Path) -> None:
    """Headings stand still and on every printed page, A4 across; filters over all rows; what it is of is noted."""
    done(db, "export", str(tmp_path / "w.xlsx"), "--marking", "内部资料 & 勿传", "--community", "C1", lang="zh")
    sheets = pages(tmp_path / "w.xlsx")
    for name, sheet in sheets.items():
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1")
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == ("landscape", 9, 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader.right.text == "内部资料 && 勿传"
        assert "丙社区 截止 2020-06-30" in sheet.oddHeader.left.text
        assert sheet.auto_filter.ref == (None if name == "说明" else sheet.dimensions)
        assert all(8 <= column.width <= 92 for column in sheet.column_dimensions.values())
    notes = {row["项"]: row["值"] for row in rows(sheets["说明"])}
    assert (notes["标注"], notes["范围"], notes["截止日期"], notes["标准"]) == (
        "内部资料 & 勿传", "丙社区", "2020-06-30", "有任何联系"
    )  # fmt: skip
    assert "in，2020-06-30" in notes["来源"]


def test_cells_are_of_their_sort(db: Path, tmp_path: Path) -> None:
    """Shares are numbers shown as percentages, counts numbers, days days; ids of digits alone are texts."""
    done(db, "export", str(tmp_path / "w.xlsx"))
    sheets = pages(tmp_path / "w.xlsx")
    heading = [cell.value for cell in sheets["coverage"][1]]
    first = dict(zip(heading, sheets["coverage"][2], strict=True))
    # U1 and U2 of U1-U8 without U6, which is closed: 2 of 7 whatever else is known.
    assert (first["covered"].value, first["base"].value, first["covered"].number_format) == (2, 7, "#,##0")
    assert (first["rate"].value, first["rate"].number_format) == (0.286, "0.0%")
    paired = rows(sheets["linkages"])[2]
    assert paired["valid from"] == datetime(2020, 1, 1)
    write_workbook(
        tmp_path / "t.xlsx", [Page("t", Sheet((Column("a"), Column("b")), (("530102005004", date(2020, 1, 2)),)))], "t"
    )
    cell, day = pages(tmp_path / "t.xlsx")["t"][2]
    assert (cell.value, cell.data_type, cell.number_format) == ("530102005004", "s", "@")
    assert (day.value, day.number_format) == (datetime(2020, 1, 2), "yyyy-mm-dd")


def _decoded(text: str) -> str:
    """As a spreadsheet reads it: a sign may be written by its number."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def written_and_read(file: Path, texts: list[str]) -> list[Any]:
    """The cells of a column of texts."""
    sheet = Sheet((Column("text"),), tuple((text,) for text in texts), "")
    write_workbook(file, [Page("t", sheet)], HOSTILE[0], HOSTILE[3])
    return [row[0] for row in pages(file)["t"].iter_rows(min_row=2)]


def test_hostile_cells_are_texts(tmp_path: Path) -> None:
    """What looks like a formula, an error, a number, a date or markup is a text, and comes out as it went in."""
    texts = [*HOSTILE, "#N/A", "TRUE", "2020-01-02", "1e5", "_x0041_", "@SUM(A1)", "=1+1", " =1", "\r\n", "'quoted"]
    cells = written_and_read(tmp_path / "h.xlsx", texts)
    assert {cell.data_type for cell in cells} == {"s"}
    assert [_decoded(cell.value) for cell in cells] == [text.replace("\r\n", "\n") for text in texts]
    assert [cell.quotePrefix for cell in cells] == [text[0] in "=+-@＝\r" for text in texts]
    sheet = zipfile.ZipFile(tmp_path / "h.xlsx").read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert "<f>" not in sheet and "<script" not in sheet


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20), min_size=1, max_size=8))
def test_any_text_is_a_text(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Whatever signs, control characters too: it opens, with the same texts but for what XML cannot hold."""
    cells = written_and_read(tmp_path_factory.mktemp("any") / "t.xlsx", texts)
    held = [re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text) for text in texts]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [_decoded(cell.value) for cell in cells] == [re.sub("\r\n?", "\n", text) for text in held]


def test_what_a_sheet_cannot_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than a sheet can have stand on further ones; a text that is too long for a cell is cut."""
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    sheet = Sheet((Column("n"), Column("t")), tuple((n, "x" * 40_000) for n in range(7)))
    write_workbook(tmp_path / "w.xlsx", [Page("p", sheet), Page("empty", Sheet((Column("n"),), ()))], "t")
    sheets = pages(tmp_path / "w.xlsx")
    found = {name: [row[0].value for row in sheet.iter_rows(min_row=2)] for name, sheet in sheets.items()}
    assert found == {"p": [0, 1, 2], "p (2)": [3, 4, 5], "p (3)": [6], "empty": []}
    assert len(sheets["p"]["B2"].value) == 32_767


def test_a_workbook_for_every_street(tmp_path: Path) -> None:
    """Each holds its own street's rows and no other's; names that Windows takes for the same are told apart.

    Blind in the first: the market, once for itself and once for the stalls in it.
    """
    db = tmp_path / "two.duckdb"
    done(db, "import", str(write(tmp_path / "in", TWO_STREETS)), "--stated-on", "2020-06-30")
    done(db, "export", str(tmp_path / "out"), "--format", "xlsx", "--split-by", "street")
    found = {file.stem: pages(file) for file in (tmp_path / "out").iterdir()}
    blind = {name: [row["identifier"] for row in rows(sheets["blind spots"])] for name, sheets in found.items()}
    assert blind == {"Yi_Jie": ["M1", "M1"], "S2 yi_jie": ["U3"], "in no street": []}
    units = {name: rows(sheets["official form"])[-1]["units"] for name, sheets in found.items()}
    assert units == {"Yi_Jie": 4, "S2 yi_jie": 2, "in no street": 1}
    communities = {row["community.identifier"] for row in rows(found["S2 yi_jie"]["coverage by area"])}
    assert communities == {"C2"}


def test_the_network_of_every_street(tmp_path: Path) -> None:
    """With the ties asked for and no other street's: the second has its community and its two units."""
    db = tmp_path / "two.duckdb"
    done(db, "import", str(write(tmp_path / "in", TWO_STREETS)), "--stated-on", "2020-06-30")
    part = ("--what", "network", "--layer", "place")
    done(db, "export", str(tmp_path / "out"), "--format", "xlsx", "--split-by", "street", *part)
    ties = rows(pages(tmp_path / "out" / "S2 yi_jie.xlsx")["linkages"])
    assert [(tie["from.identifier"], tie["to.identifier"]) for tie in ties] == [
        ("S2", "D1"), ("C2", "S2"), ("U3", "C2"), ("U8", "C2")
    ]  # fmt: skip


def test_only_workbooks_are_split(db: Path, tmp_path: Path) -> None:
    """The refusal names what can be; and what is there already is left alone."""
    result = run(db, "export", str(tmp_path / "x.json"), "--split-by", "street")
    assert (result.exit_code, "use --format xlsx" in result.stderr) == (2, True)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    result = run(db, "export", str(tmp_path / "out"), "--format", "xlsx", "--split-by", "street")
    assert (result.exit_code, "holds something" in result.stderr) == (2, True)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_without_openpyxl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One clear error, with the command that brings it; nothing is written."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtra, match=re.escape("pip install 'graphgov[excel]'")):
        write_workbook(tmp_path / "w.xlsx", [], "t")
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=200))
def test_names_of_files(text: str) -> None:
    """Any text makes a name that Windows, too, takes: no sign that it forbids, no device, not too long, never empty."""
    name = file_name(text)
    assert name and len(name.encode()) <= 181
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name) and name.strip(" .") == name
    assert name.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(10))}


def test_names_of_files_stay_readable() -> None:
    """Chinese stays; devices, paths and marks of direction do not."""
    names = ("五华区 华山街道", "con", "..", "../x", "NUL.txt", "a\u202eb", "")
    assert [file_name(name) for name in names] == ["五华区 华山街道", "_con", "_", "_x", "_NUL.txt", "a_b", "_"]


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_shares_say_all_and_none_only_when_so(part: int, whole: int) -> None:
    """A share is 1 only of all and 0 only of none, else within half a thousandth; its text says the same."""
    part = min(part, whole)
    found = share(part, whole)
    if not whole:
        assert (found, percent(part, whole)) == (None, "n/a")
        return
    assert found is not None
    assert (found == 1, found == 0) == (part == whole, part == 0)
    assert abs(found - part / whole) <= 0.00100001
    assert percent(part, whole) == ("100 %" if found == 1 else "0 %" if found == 0 else f"{100 * found:.1f} %")
    assert json.loads(json.dumps(found)) == found
