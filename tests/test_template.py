"""The empty ledger: made, filled in with openpyxl as a planner would in a spreadsheet, imported without a mapping."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from ledgers import arrived, rows

from graphgov import words
from graphgov.cli import cli
from graphgov.files.form import Field, Form, write_form
from graphgov.ledger.dictionary import dictionary, lookup
from graphgov.ledger.template import template
from graphgov.schema import SCHEMA
from graphgov.store import open_store


def run(*args: object, lang: str = "zh") -> Result:
    """Run graphgov."""
    return CliRunner().invoke(cli, ["--lang", lang, *map(str, args)], prog_name="graphgov")


# Three subjects of one community, in the order of the columns; what each must become is worked out by hand below.
FILLED = {
    "zh": (
        ("示例甲厂", None, "企业", "示例街道", "示例社区", "小型", "私有经济控制", "是", 12, 4, "党支部",
         "示例甲厂党支部", "否"),
        ("示例乙店", None, "个体工商户", "示例街道", "示例社区", None, None, "是", 2, None, "未建立党组织",
         None, "否"),
        ("示例大厦", None, "商务楼宇", "示例街道", "示例社区", None, None, "是", None, None, None,
         None, "是"),
    ),
    "en": (
        ("Example Works", None, "enterprise", "示例街道", "示例社区", "small", "private", "yes", 12, 4, "branch",
         "Example Works Branch", "no"),
        ("Example Shop", None, "individual business", "示例街道", "示例社区", None, None, "yes", 2, None,
         "not formed", None, "no"),
        ("Example Tower", None, "commercial building", "示例街道", "示例社区", None, None, "yes", None, None,
         None, None, "yes"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_filled_in_and_imported(tmp_path: Path, lang: str) -> None:
    """Three rows become two units and a place in the community, one organization with its mode, and what is stated."""
    path, db = tmp_path / "台账.xlsx", tmp_path / "x.duckdb"
    assert run("template", path, lang=lang).exit_code == 0
    book = openpyxl.load_workbook(path)
    for row in FILLED[lang]:
        book.active.append(row)
    book.save(path)
    result = run("import", path, "--db", db, "--yes", "--stated-on", "2020-06-30", lang=lang)
    assert result.exit_code == 0, result.output
    store = open_store(db)
    units = {row["name"]: row for row in rows(store, "Unit")}
    works, shop, tower = (row[0] for row in FILLED[lang])
    assert set(units) == {works, shop}
    assert {name: units[works].get(name) for name in ("type", "size", "ownership", "employees", "full_members")} == {
        "type": "enterprise", "size": "small", "ownership": "private", "employees": 12, "full_members": 4,
    }  # fmt: skip
    assert units[works]["operating"] == "yes" and units[works]["has_instructor"] == "no"
    assert (units[shop]["type"], units[shop]["reported_org"]) == ("individual_business", "no")
    assert "full_members" not in units[shop]
    (place,) = rows(store, "Place")
    assert (place["name"], place["type"], place["has_instructor"]) == (tower, "commercial_building", "yes")
    assert {key for key in arrived(store)} == {("示例社区", name) for name in (works, shop, tower)}
    (having,) = rows(store, "HAS_PARTY_ORG")
    (branch,) = rows(store, "PartyOrganization")
    assert (having["from"], having["to"], having["mode"]) == (units[works]["id"], branch["id"], "single")
    assert (branch["name"], branch["tier"]) == (FILLED[lang][0][11], "branch")


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_lists_are_whole(lang: str) -> None:
    """Every type of unit and place, size and ownership of the schema can be chosen, but for another sort of place."""
    with words.speaking(lang):
        lists = [field.choices for field in template().fields if field.choices]
    kinds = [len(SCHEMA.node[kind].by_name["type"].values) for kind in ("Unit", "Place")]
    assert len(lists[0]) == sum(kinds) - 1, "other places: 其他 is a unit"
    assert (len(lists[1]), len(lists[2])) == (4, 4)
    assert all(lookup(dictionary().readings["form"].words, form) for form in lists[4]), "every form is understood"


def test_made_well(tmp_path: Path) -> None:
    """Titles stay in sight, every column has a note, counts and choices are guarded, credit codes stay text."""
    path = tmp_path / "台账.xlsx"
    run("template", path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet.freeze_panes == "B2" and sheet.max_row == 1
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert len(rules) == sheet.max_column and all(rule.prompt for rule in rules.values())
    assert rules["H2:H5000"].formula1 == '"是,否,不明"' and rules["H2:H5000"].showErrorMessage
    assert (rules["I2:I5000"].type, rules["B2:B5000"].type) == ("whole", None)
    assert sheet.column_dimensions["B"].number_format == "@"
    assert sheet.page_setup.fitToWidth == 1 and sheet.sheet_properties.pageSetUpPr.fitToPage, "it is printed whole"


def test_never_over_a_file(tmp_path: Path) -> None:
    """A file that is there stays as it is, and a name that is none of a workbook is refused."""
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"filled in")
    result = run("template", path)
    assert result.exit_code == 2 and "不会覆盖" in result.stderr and path.read_bytes() == b"filled in"
    assert run("template", tmp_path / "台账.csv").exit_code == 2 and not (tmp_path / "台账.csv").exists()


@pytest.mark.parametrize("choices", [("a,b",), ("a" * 256,)])
def test_lists_that_cannot_be(tmp_path: Path, choices: tuple[str, ...]) -> None:
    """A list that a spreadsheet would take apart or refuse is never written."""
    with pytest.raises(ValueError, match="drop-down"):
        write_form(tmp_path / "x.xlsx", Form("x", "", (Field("t", "n", choices),)))
    assert not list(tmp_path.iterdir())
