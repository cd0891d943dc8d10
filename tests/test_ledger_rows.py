"""What rows become beyond the built ledgers: two sheets, random tables, what makes a column one of people."""

from __future__ import annotations

import csv
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import arrived, new_store, rows, take, told

from graphgov.errors import GraphgovError
from graphgov.ledger.dictionary import dictionary
from graphgov.ledger.importing import plan
from graphgov.ledger.report import OUTCOMES

UNITS = [
    ["红星社区两新组织台账（2020年6月）"],
    ["企业名称", "从业人数", "正式党员数", "是否建立党组织", "所在楼宇"],
    ["甲示例公司", "12人", "3", "是", "示例大厦"],
    ["乙示例公司", "", "0", "否", "示例大厦"],
    ["丙示例公司", "5", "", "", ""],
]
ORGANIZATIONS = [
    ["党组织名称", "党组织类型", "上级党组织", "书记姓名", "成立时间", "覆盖单位"],
    ["红星联合党支部", "联合党支部", "中共示例街道工作委员会", "欧阳示例", "2018.5", "甲示例公司、丙示例公司"],
    ["丁示例公司党支部", "党支部", "中共示例街道工作委员会", "司徒示例", "2019", "丁示例公司"],
]


def book(path: Path, **sheets: list[list[str]]) -> Path:
    """A workbook of sheets."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, lines in sheets.items():
        sheet = workbook.create_sheet(name)
        for line in lines:
            sheet.append(line)
    workbook.save(path)
    return path


def test_two_sheets(tmp_path: Path) -> None:
    """Units on one sheet, their organizations on the other: joined by name, in the community that the heading says."""
    store = new_store(tmp_path)
    take(store, book(tmp_path / "two.xlsx", 单位=UNITS, 党组织=ORGANIZATIONS))
    found = arrived(store)
    assert set(found) == {
        ("红星社区", "甲示例公司"), ("红星社区", "乙示例公司"), ("红星社区", "丙示例公司"), ("红星社区", "示例大厦"),
        ("", "丁示例公司"),
    }  # fmt: skip
    for name in ("甲示例公司", "丙示例公司"):
        facts = found["红星社区", name]
        assert (facts["org"], facts["tier"], facts["mode"], facts["since"]) == (
            "红星联合党支部", "branch", "joint", "2018-05",
        )  # fmt: skip
    assert "org" not in found["红星社区", "乙示例公司"]
    assert (found["", "丁示例公司"]["mode"], found["", "丁示例公司"]["type"]) == ("single", "enterprise")
    superiors = {row["id"]: row for row in rows(store, "PartyOrganization")}
    assert {superiors[row["to"]]["tier"] for row in rows(store, "SUBORDINATE_TO")} == {"working_committee"}
    assert len(rows(store, "SUBORDINATE_TO")) == 2


def test_premises(tmp_path: Path) -> None:
    """A building that a column names is one place of its community, and the units are in it."""
    store = new_store(tmp_path)
    take(store, book(tmp_path / "two.xlsx", 单位=UNITS))
    (place,) = rows(store, "Place")
    assert (place["name"], place["type"]) == ("示例大厦", "commercial_building")
    assert sum(row["to"] == place["id"] for row in rows(store, "LOCATED_IN")) == 2


def test_blank_and_absent(tmp_path: Path) -> None:
    """A blank cell under a question is unknown; of what has no column nobody has said anything."""
    store = new_store(tmp_path)
    take(store, book(tmp_path / "two.xlsx", 单位=UNITS))
    facts = arrived(store)["红星社区", "丙示例公司"]
    assert facts["reported_org"] == "unknown"
    assert not {"has_instructor", "operating", "members", "full_members"} & facts.keys()


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("书记", ["甲", "乙"]), ("党组织书记姓名", ["甲", "乙"]), ("联系方式", ["1", "2"]),
        ("法人代表（单位负责人）", ["甲", "乙"]),
        ("Contact person", ["a", "b"]), ("包保干部", ["张示例", "李示例"]), ("其他", ["13888888888", "13999999999"]),
        ("备注", ["13888888888", "13999999999"]), ("证照", ["53010219900101123X", "530102198512310456"]),
    ],
)  # fmt: skip
def test_people(title: str, cells: list[str], tmp_path: Path) -> None:
    """A column of people is one by its title, or by what its cells look like; its cells are shown nowhere."""
    lines = [["单位名称", title], *([f"示例{number}厂", cell] for number, cell in enumerate(cells))]
    outcome = take(new_store(tmp_path), path := book(tmp_path / "x.xlsx", 表=lines))
    (column,) = (each for each in plan([path]).proposals[0].columns if each.rule.means == "person")
    assert column.examples == ()
    assert len(told(outcome, "person_dropped")) == 1


TITLES = sorted({title for entry in dictionary().entries for title in entry.titles})
WORDS = sorted({word for reading in dictionary().readings.values() for word in reading.words})
CELLS = st.one_of(
    st.sampled_from(["", "是", "否", "不详", "甲", "示例社区", "甲公司、乙公司", "2019.3"]),
    st.sampled_from(["2019-2021", "12人", "-1", "0", "1e400"]), st.sampled_from(WORDS), st.text(max_size=8),
    st.integers().map(str),
)  # fmt: skip


@settings(max_examples=40)
@given(st.data())
def test_random_tables(data: st.DataObject) -> None:
    """Whatever stands under whichever titles: an import or an error of ours; all that is told has its place."""
    titles = data.draw(st.lists(st.sampled_from(TITLES), min_size=2, max_size=7, unique=True))
    lines = data.draw(st.lists(st.lists(CELLS, min_size=len(titles), max_size=len(titles)), min_size=1, max_size=5))
    with TemporaryDirectory() as folder:
        path = Path(folder, "x.csv")
        with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
            csv.writer(file).writerows([titles, *lines])
        store = new_store(Path(folder))
        try:
            outcome = take(store, path, skip_bad_rows=True)
        except GraphgovError:
            assert not store.path.exists()
            return
        assert all(entry.outcome in OUTCOMES and 0 <= entry.row <= len(lines) + 9 for entry in outcome.report.entries)
        assert all(entry.text("zh") and entry.text("en") for entry in outcome.report.entries)
        assert (outcome.receipt is not None) == store.path.exists()
