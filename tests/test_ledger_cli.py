"""Importing ledgers on the command line: proposal, agreement, report, rows that are left out, people, hostile cells."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hostile import ATTACKS
from ledgers import dirty, rows

from graphgov.cli import cli
from graphgov.store import open_store

TITLES = (
    "序号", "单位名称", "统一社会信用代码", "单位类型", "所属社区", "从业人数", "法定代表人", "是否建立党组织",
    "所属党组织", "党建指导员", "备用电话",
)  # fmt: skip
PEOPLE = ("欧阳示例", "13888888888", "司徒示例", "13999999999")

GOOD = ("1", "甲厂", "", "非公企业", "丙社区", "12人", PEOPLE[0], "是", "甲厂党支部", PEOPLE[2], PEOPLE[1])
BAD = ("2", "乙厂", "", "个体工商户", "丙社区", "十几abc", PEOPLE[0], "否", "无", "无", PEOPLE[3])
NAMELESS = ("3", "", "", "个体工商户", "丙社区", "3", PEOPLE[0], "否", "", "无", PEOPLE[3])


def write(path: Path, *lines: tuple[str, ...]) -> Path:
    """A ledger as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([TITLES, *lines])
    return path


def run(db: Path, *args: str, lang: str = "en") -> Result:
    """Run graphgov import on a database."""
    return CliRunner().invoke(cli, ["import", *args, "--db", str(db), "--lang", lang], prog_name="graphgov")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Where a database may be made."""
    return tmp_path / "x.duckdb"


def test_nothing_is_written_before_it_is_agreed_to(db: Path) -> None:
    """Without --yes, and nobody to ask, the proposal is shown, nothing is written, and the exit code says so."""
    result = run(db, str(dirty("01")), lang="zh")
    assert result.exit_code == 1 and not db.exists()
    line = next(line for line in result.stdout.splitlines() if line.startswith("党员人数"))
    assert line.split() == ["党员人数", "单位（场所）", "·", "党员数", "15", "|", "11", "|", "3", "确定"]
    assert "--yes" in result.stderr


def test_agreed(db: Path) -> None:
    """With --yes the ledger is imported, and every value names its row."""
    result = run(db, str(dirty("01")), "--yes", "--stated-on", "2019-12-31")
    assert result.exit_code == 0, result.output
    assert "Unit 146" in result.stdout
    told = CliRunner().invoke(cli, ["explain", "昆明翠湖示例小学", "--db", str(db)], prog_name="graphgov")
    assert "01_clean_utf8.csv:5" in told.stdout


def test_dry_run(db: Path) -> None:
    """A dry run tells all and writes nothing."""
    result = run(db, str(dirty("01")), "--dry-run")
    assert result.exit_code == 0 and not db.exists()
    assert "a dry run" in result.stdout


def test_mapping_is_kept_and_used(db: Path, tmp_path: Path) -> None:
    """A mapping that was kept is an agreement for the next ledger of its shape; for another shape it is none."""
    kept = tmp_path / "m.toml"
    assert run(db, str(dirty("01")), "--dry-run", "--save-mapping", str(kept)).exit_code == 0
    assert run(db, str(dirty("13")), "--mapping", str(kept)).exit_code == 0
    assert run(db, str(dirty("02")), "--mapping", str(kept)).exit_code == 1
    kept.write_text(kept.read_text(encoding="utf-8").replace("subject.members", "subject.membres"), encoding="utf-8")
    wrong = run(db, str(dirty("13")), "--mapping", str(kept))
    assert wrong.exit_code == 2 and "members" in wrong.stderr and "membres" in wrong.stderr


def test_bad_rows(db: Path, tmp_path: Path) -> None:
    """A row that cannot be taken stops all of it; left out, it stands in a copy with its reason, ready to be mended."""
    path = write(tmp_path / "two.csv", GOOD, BAD, NAMELESS)
    refused = run(db, str(path), "--yes")
    assert refused.exit_code == 2 and not db.exists()
    assert "two.csv:3 从业人数 '十几abc'" in refused.stdout and "--skip-bad-rows" in refused.stderr
    skipped = run(db, str(path), "--yes", "--skip-bad-rows")
    assert skipped.exit_code == 0 and "Unit 1" in skipped.stdout
    (sheet,) = openpyxl.load_workbook(tmp_path / "two.rejected.xlsx")
    head, *lines = sheet.iter_rows(values_only=True)
    assert head[:-1] == TITLES and [line[1] for line in lines] == ["乙厂", None]
    assert "digits only" in str(lines[0][-1]) and "no name" in str(lines[1][-1])
    sheet.cell(2, 6).value, sheet.cell(3, 2).value = "12", "丁厂"
    sheet.parent.save(tmp_path / "mended.xlsx")
    mended = run(db, str(tmp_path / "mended.xlsx"), "--yes")
    assert mended.exit_code == 0, mended.output
    assert {row["name"] for row in rows(open_store(db), "Unit")} == {"甲厂", "乙厂", "丁厂"}


def test_people_are_nowhere(db: Path, tmp_path: Path) -> None:
    """Names and telephones of people reach neither store, nor report, mapping, copy of rows, or screen."""
    path = write(tmp_path / "two.csv", GOOD, BAD)
    report, book, kept = (tmp_path / name for name in ("r.json", "r.xlsx", "m.toml"))
    shown = run(db, str(path), "--yes", "--skip-bad-rows", "--report", str(report), "--save-mapping", str(kept))
    assert shown.exit_code == 0, shown.output
    run(db, str(path), "--yes", "--skip-bad-rows", "--report", str(book))
    texts = [shown.output, report.read_text(encoding="utf-8"), kept.read_text(encoding="utf-8")]
    for workbook in (book, tmp_path / "two.rejected.xlsx"):
        texts += [str(row) for sheet in openpyxl.load_workbook(workbook) for row in sheet.iter_rows(values_only=True)]
    exported = CliRunner().invoke(cli, ["export", str(tmp_path / "out"), "--db", str(db)], prog_name="graphgov")
    assert exported.exit_code == 0
    texts += [file.read_text(encoding="utf-8") for file in (tmp_path / "out").iterdir()]
    assert not [person for person in PEOPLE for text in texts if person in text]
    dropped = {one["column"] for one in json.loads(texts[1])["entries"] if one["key"] == "person_dropped"}
    assert dropped == {"法定代表人", "备用电话"}
    assert [row["has_instructor"] for row in rows(open_store(db), "Unit")] == ["yes"]


def test_report(db: Path, tmp_path: Path) -> None:
    """The report as JSON and as a workbook has every entry with place, value, what was done, in the language."""
    path = tmp_path / "r.json"
    run(db, str(dirty("12")), "--dry-run", "--report", str(path), lang="zh")
    report = json.loads(path.read_text(encoding="utf-8"))
    assert list(report["counts"]) == ["understood", "changed", "joined", "doubted", "rejected"]
    (entry,) = (one for one in report["entries"] if one["key"] == "same_name_other_code")
    assert (entry["file"], entry["row"]) == ("12_duplicates_conflicts.csv", 169)
    assert entry["value"] == "昆明海源示例商贸有限公司"
    assert "请核实" in entry["text"]
    book = tmp_path / "r.xlsx"
    run(db, str(dirty("12")), "--yes", "--report", str(book), lang="en")
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(book)}
    assert len(sheets["doubted"]) - 1 == report["counts"]["doubted"]
    assert run(db, str(dirty("12")), "--yes", "--report", str(tmp_path / "r.pdf")).exit_code == 2


def test_folder(db: Path, tmp_path: Path) -> None:
    """A folder of workbooks is its files, but for those that an open spreadsheet leaves there."""
    folder = tmp_path / "台账"
    folder.mkdir()
    for name in ("07_sheet_per_community.xlsx", "10_fill_down_multi_value.xlsx"):
        (folder / name).write_bytes(dirty(name).read_bytes())
    (folder / "~$07.xlsx").write_bytes(b"locked")
    result = run(db, str(folder), "--yes", "--stated-on", "2019-12-31")
    assert result.exit_code == 0, result.output
    assert "Unit 146" in result.stdout and "import 1: 台账" in result.stdout
    assert len({(row["from"], row["to"]) for row in rows(open_store(db), "MEMBER_OF")}) == 17


def test_what_does_not_go_together(db: Path, tmp_path: Path) -> None:
    """Own tables and ledgers are imported one after the other; what is said of ledgers alone is refused for tables."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "Unit.csv").write_text("id,type\nu1,other\n", encoding="utf-8")
    assert run(db, str(tmp_path / "own"), str(dirty("01"))).exit_code == 2
    assert run(db, str(tmp_path / "own"), "--skip-bad-rows").exit_code == 2
    assert run(db, str(tmp_path / "own")).exit_code == 0


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_hostile_cells(attack: str, db: Path, tmp_path: Path) -> None:
    """Whatever stands in a cell is text: names come out as they went in, and no report or copy makes code of them."""
    line = list(GOOD)
    line[1], line[4], line[8], line[3] = attack, f"{attack}社区", f"{attack}党支部", "非公企业"
    bad = [*line[:5], attack, *line[6:]]
    path = write(tmp_path / "hostile.csv", tuple(line), tuple(bad))
    result = run(db, str(path), "--yes", "--skip-bad-rows", "--report", str(tmp_path / "r.xlsx"))
    assert result.exit_code in (0, 2) and (result.exception is None or isinstance(result.exception, SystemExit))
    for book in tmp_path.glob("*.xlsx"):
        cells = [cell for sheet in openpyxl.load_workbook(book) for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
    if result.exit_code == 0:
        assert len(rows(open_store(db), "Unit")) in (1, 2)
