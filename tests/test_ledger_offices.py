"""Ledgers as other offices write them, which are in no case: what each says, worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from ledgers import arrived, new_store, rows, take, told

from graphgov.ledger.dictionary import dictionary
from graphgov.ledger.importing import plan
from graphgov.ledger.mapping_reader import read_mapping
from graphgov.ledger.mapping_writer import write_mapping
from graphgov.ledger.proposal import propose
from graphgov.ledger.table import Table, Title
from graphgov.ledger.values import last_day
from graphgov.store import Store

Cells = Sequence[Sequence[object]]
STATED = date(2020, 7, 1)


def book(path: Path, merged: Sequence[str] = (), **sheets: Cells) -> Path:
    """A workbook with these sheets; merges are those of the first."""
    found = openpyxl.Workbook()
    found.remove(found.active)
    for name, lines in sheets.items():
        sheet = found.create_sheet(name)
        for line in lines:
            sheet.append(line)
    for cells in merged:
        found.worksheets[0].merge_cells(cells)
    found.save(path)
    return path


def facts(store: Store, name: str, *wanted: str) -> list[object]:
    """What the store says of the one with a name."""
    (found,) = (each for (_, called), each in arrived(store).items() if called == name)
    return [found.get(each) for each in wanted]


def test_should_is_not_is(tmp_path: Path) -> None:
    """是否应建 (whether one ought to) is left alone and 是否已建 read; 是（单独） says both; 底前 is a last day."""
    path = book(tmp_path / "a.xlsx", t=[
        [
            "序号", "企业名称（全称）", "所在社区", "党员数（人）", "是否应建党组织", "是否已建",
            "党组织名称", "组建形式", "未建原因", "计划组建时间",
        ],
        [1, "甲示例有限公司", "虹山中路社区", 4, "是", "是（单独）", "甲示例有限公司党支部", "单独组建", "", ""],
        [2, "乙示例有限公司", "虹山中路社区", 2, "否", "否", "", "", "党员不足3人", "2020年12月底前"],
        [3, "丙示例有限公司", "虹山中路", "/", "是", "未建（无党员）", "—", "", "", "2020年6月30日之前"],
        [4, "丁示例有限公司", "红星社区居委会", 7, "应建", "联合", "甲乙联合党支部", "联合组建", "", ""],
        [5, "戊示例有限公司", "红星社区", 3, "应建未建", "筹建中", "", "", "", "2021年底"],
    ])  # fmt: skip
    store = new_store(tmp_path)
    outcome = take(store, path, stated_on=STATED)
    assert not outcome.report.of("doubted")
    wanted = ("reported_org", "planned_date", "mode")
    assert facts(store, "甲示例有限公司", *wanted) == ["yes", None, "single"]
    assert facts(store, "乙示例有限公司", *wanted) == ["no", "2020-12", None]
    assert facts(store, "丙示例有限公司", *wanted) == ["no", "2020-06-30", None]
    assert facts(store, "丁示例有限公司", *wanted) == ["yes", None, "joint"]
    assert facts(store, "戊示例有限公司", *wanted) == ["no", "2021", None]
    assert len(rows(store, "Community")) == 2, "虹山中路 is 虹山中路社区"


@pytest.mark.parametrize(
    "title", ["是否应建党支部", "拟建党组织名称", "未建党组织企业数", "不具备建立党组织条件", "其中党员数"]
)
def test_likeness_has_sense(title: str) -> None:
    """A title that differs from a known one in a word of another sense is left alone, however few signs differ."""
    table = Table("a", "", (Title(1, "单位名称", ("单位名称",)), Title(2, title, (title,))), (), ())
    found = propose(table, dictionary())
    assert [column.rule.means for column in found.columns] == ["subject.name", "-"]


def test_ticks_under_a_group(tmp_path: Path) -> None:
    """组建形式 over 单独, 联合, 未建: a tick says the word that it stands under; the mapping file keeps that."""
    path = book(tmp_path / "a.xlsx", ["A1:A2", "B1:B2", "C1:F1"], t=[
        ["单位名称", "所属社区", "党组织组建形式"],
        ["", "", "单独", "联合", "区域", "未建"],
        ["甲示例公司", "虹山中路社区", "√", "", "", ""],
        ["乙示例公司", "虹山中路社区", "", "√", "", ""],
        ["丙示例公司", "虹山中路社区", "", "", "", "是"],
        ["丁示例公司", "虹山中路社区", "", "", "", ""],
    ])  # fmt: skip
    proposed = plan([path])
    write_mapping(tmp_path / "m.toml", proposed.mapping)
    kept = read_mapping(tmp_path / "m.toml")
    assert kept == proposed.mapping
    for folder, mapping in (("proposed", None), ("kept", kept)):
        store = new_store(tmp_path / folder)
        take(store, path, mapping=mapping)
        said = {row["name"]: row.get("reported_org") for row in rows(store, "Unit")}
        assert said == {"甲示例公司": "yes", "乙示例公司": "yes", "丙示例公司": "no", "丁示例公司": None}


def test_members_by_origin(tmp_path: Path) -> None:
    """辖区内 and 引入 under 成员单位: memberships of either origin; their number is no name."""
    path = book(tmp_path / "a.xlsx", ["A1:F1", "A2:A4", "B2:D2", "B3:D3", "E2:F2", "E3:E4", "F3:F4"], t=[
        ["社区大党委成员单位及共建项目清单"],
        ["社区名称", "大党委", "", "", "共建"],
        ["", "成员单位", "", "", "单位", "项目"],
        ["", "辖区内", "引入", "数量"],
        ["虹山中路社区", "示例小学、示例医院；示例派出所", "示例学院", 4, "示例银行支行", "环境整治"],
        ["红星社区", "示例商会\n示例物业", "", 2],
        ["合计", "", "", 6],
    ])  # fmt: skip
    store = new_store(tmp_path)
    assert not take(store, path).report.of("doubted")
    origins = [row["origin"] for row in rows(store, "MEMBER_OF")]
    assert (origins.count("in_area"), origins.count("introduced")) == (5, 1)
    assert len(rows(store, "CO_CONSTRUCTS")) == 1


def test_english_with_a_number_column(tmp_path: Path) -> None:
    """"No." is the title of a column and no answer, so the header is one."""
    path = book(tmp_path / "a.xlsx", t=[
        [
            "No.", "Name of enterprise", "Type", "Community", "Employees", "Party organization established?",
            "Instructor assigned",
        ],
        [1, "Example Trading Co., Ltd.", "enterprise", "Hongshan Community", 35, "Yes", "No"],
        [2, "Example Noodles", "individual business", "Hongshan Community", 2, "No", "Yes"],
    ])  # fmt: skip
    store = new_store(tmp_path)
    assert not take(store, path).report.of("doubted")
    wanted = ("type", "employees", "reported_org", "has_instructor")
    assert facts(store, "Example Trading Co., Ltd.", *wanted) == ["enterprise", 35, "yes", "no"]
    assert facts(store, "Example Noodles", *wanted) == ["individual_business", 2, "no", "yes"]


def test_how_it_is_covered(tmp_path: Path) -> None:
    """覆盖方式 has words, never names: one that is not known is doubted and becomes no organization."""
    path = tmp_path / "a.csv"
    lines = (
        "单位名称;类别;社区;是否覆盖;覆盖方式", "示例理发店;个体工商户;红星社区;是;楼宇党支部来兜底",
        "示例棋牌室;个体户;红星社区;是;选派指导员",
    )  # fmt: skip
    path.write_bytes("\r\n".join(lines).encode("gbk"))
    store = new_store(tmp_path)
    outcome = take(store, path)
    assert [entry.value for entry in told(outcome, "word_unknown")] == ["楼宇党支部来兜底"]
    assert rows(store, "PartyOrganization") == []
    assert facts(store, "示例棋牌室", "reported_covered", "has_instructor") == ["yes", "yes"]


def test_name_or_none(tmp_path: Path) -> None:
    """楼宇党组织 holds the organization's name where there is one, else 无."""
    path = book(tmp_path / "a.xlsx", t=[
        ["楼宇名称", "所属社区", "楼宇党组织"],
        ["示例大厦", "红星社区", "示例大厦党委"],
        ["示例广场", "红星社区", "无"],
    ])  # fmt: skip
    store = new_store(tmp_path)
    assert not take(store, path).report.of("doubted")
    assert facts(store, "示例大厦", "org") == ["示例大厦党委"]
    assert facts(store, "示例广场", "org", "reported_org") == [None, "no"]


def test_words_with_explanations(tmp_path: Path) -> None:
    """What stands in brackets behind a word explains it, and another word is said by the words in them."""
    path = book(tmp_path / "a.xlsx", t=[
        ["名称", "社区", "注册类型", "党组织设置情况"],
        ["甲示例公司", "红星社区", "有限责任公司（自然人投资或控股）", "党总支（下设3个支部）"],
        ["乙示例店", "红星社区", "个体工商户", "未建（无党员）"],
    ])  # fmt: skip
    store = new_store(tmp_path)
    assert not take(store, path).report.of("doubted")
    assert facts(store, "甲示例公司", "type", "reported_org") == ["enterprise", "yes"]
    assert facts(store, "乙示例店", "type", "reported_org") == ["individual_business", "no"]


def test_sheets_of_communities(tmp_path: Path) -> None:
    """One sheet is called 红星社区, its like 虹山中路: a community too; 汇总 is none."""
    head = ["店名", "从业人员", "是否有党组织"]
    path = book(
        tmp_path / "a.xlsx", 虹山中路=[head, ["示例米线", 2, "无"]], 红星社区=[head, ["示例药店", 3, "有"]],
        汇总=[head, ["示例书店", 1, "无"]],
    )  # fmt: skip
    store = new_store(tmp_path)
    take(store, path)
    assert {key for key in arrived(store) if key[0]} == {("虹山中路", "示例米线"), ("红星社区", "示例药店")}


def test_register_of_organizations(tmp_path: Path) -> None:
    """A register of organizations: its dates and members are theirs, 其中：正式 is a title, 委员 are people."""
    path = book(tmp_path / "a.xlsx", t=[
        ["党组织名称", "党组织类别", "上级党组织", "所在单位", "成立日期", "党员总数", "其中：正式", "书记", "委员"],
        ["中共示例街道工作委员会", "街道工委", "", "", "", "", "", "", ""],
        ["中共示例社区委员会", "社区党委", "中共示例街道工作委员会", "示例居", "2005-07-01", 120, 118, "张", "李、王"],
        ["中共甲示例公司支部委员会", "党支部", "中共示例社区委员会", "甲示例公司", "2018-03-01", 4, 4, "赵", ""],
    ])  # fmt: skip
    proposed = plan([path]).proposals[0]
    people = [column for column in proposed.columns if column.rule.means == "person"]
    assert [column.rule.title for column in people] == ["书记", "委员"] and not any(each.examples for each in people)
    store = new_store(tmp_path)
    assert not take(store, path).rejected
    found = {row["name"]: (row.get("tier"), row.get("full_members")) for row in rows(store, "PartyOrganization")}
    assert found == {
        "中共示例街道工作委员会": ("working_committee", None),
        "中共示例社区委员会": ("committee", 118),
        "中共甲示例公司支部委员会": ("branch", 4),
    }
    assert len(rows(store, "SUBORDINATE_TO")) == 2
    assert {row["valid_from"] for row in rows(store, "HAS_PARTY_ORG")} == {"2005-07-01", "2018-03-01"}


def test_agreements(tmp_path: Path) -> None:
    """甲方（社区） and 乙方（单位）: co-construction, with its name, first day and end; 三年 is doubted."""
    path = book(tmp_path / "a.xlsx", t=[
        ["甲方（社区）", "乙方（单位）", "协议名称", "签订时间", "有效期", "共建内容"],
        ["虹山中路社区", "示例学院", "共驻共建协议", "2019.5.20", "三年", "环境整治"],
        ["虹山中路社区", "示例银行", "共驻共建协议", "2020年3月", "2020.3-2022.3", "金融宣传"],
    ])  # fmt: skip
    store = new_store(tmp_path)
    outcome = take(store, path)
    assert [entry.value for entry in outcome.report.of("doubted")] == ["三年"]
    wanted = ("basis", "valid_from", "valid_to", "clauses")
    found = [[row.get(each) for each in wanted] for row in rows(store, "CO_CONSTRUCTS")]
    assert found == [
        ["共驻共建协议", "2019-05-20", None, "环境整治"], ["共驻共建协议", "2020-03", "2022-03", "金融宣传"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2020年12月底前", "2020-12"), ("2020年底前", "2020"), ("2021年底", "2021"), ("2020.9", "2020-09"),
        ("2020年6月30日前", "2020-06-30"), ("2020-06-30之前", "2020-06-30"), ("前", None), ("三年内", None),
        (2020, "2020"),
    ],
)  # fmt: skip
def test_last_days(cell: object, day: str | None) -> None:
    """By when something is to be: 前 and 底 say no more than that the day is the last one."""
    assert last_day(cell).value == day  # type: ignore[arg-type]
