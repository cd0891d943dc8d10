"""Tables found in sheets: headers of any shape, sections, totals, notes, and the rows that are left."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from cases import case, expected
from hypothesis import given
from hypothesis import strategies as st

from graphgov import words
from graphgov.files.sheets import Cell, Merge, Sheet
from graphgov.ledger.finding import read, tables
from graphgov.ledger.table import Table
from graphgov.ledger.values import text


def sheet(*rows: str, merged: tuple[Merge, ...] = ()) -> Sheet:
    """A sheet of rows written with bars; an empty cell is None, digits are numbers."""
    cells = [[_cell(cell.strip()) for cell in row.split("|")] for row in rows]
    return Sheet("台账.xlsx", "Sheet1", tuple(tuple(row) if row != [None] else () for row in cells), merged=merged)


def _cell(written: str) -> Cell:
    return int(written) if written.isdigit() and len(written) < 9 else written or None


def one(*rows: str, merged: tuple[Merge, ...] = ()) -> Table:
    """The one table of such a sheet."""
    (table,) = tables(sheet(*rows, merged=merged))
    return table


def titles(table: Table) -> list[str]:
    """What its columns are called."""
    return [title.text for title in table.titles]


def seen(table: Table) -> Counter[str]:
    """How often each thing was remarked."""
    return Counter(remark.key for remark in table.remarks)


def dirty(name: str) -> tuple[Table, ...]:
    """The tables of a built dirty file."""
    return read(case("O6_cn_tables") / "dirty" / name).tables


# fmt: off
ROWS = {
    "01_clean_utf8.csv": 165, "02_bom_synonym_headers.csv": 165, "03_gbk_fullwidth.csv": 165,
    "04_gb18030_rare_chars.csv": 24, "05_utf16le_tab.txt": 165, "06_title_merged_sections.xlsx": 165,
    "08_numeric_ids_serial_dates.xls": 165, "09_dates_mixed.csv": 165, "10_fill_down_multi_value.xlsx": 9,
    "11_html_disguised.xls": 165, "12_duplicates_conflicts.csv": 172, "13_yes_no_variants.csv": 165,
    "14_same_bytes_named.et": 165,
}
# fmt: on


@pytest.mark.parametrize(("name", "rows"), ROWS.items())
def test_every_dirty_file_has_its_rows(name: str, rows: int) -> None:
    """165 units and places in the full files, 24 in file 04; of the 174 rows of file 12 one is blank, one the total."""
    (table,) = dirty(name)
    assert len(table.rows) == rows
    assert all(title.text for title in table.titles)


def test_a_sheet_for_every_community() -> None:
    """File 07: three tables of 69, 55 and 41 rows; the instructions and the empty sheet hold none, one is hidden."""
    reading = read(case("O6_cn_tables") / "dirty" / "07_sheet_per_community.xlsx")
    assert {table.sheet: len(table.rows) for table in reading.tables} == {
        "虹山中路社区": 69, "红星社区": 55, "日新社区": 41,
    }  # fmt: skip
    assert [(remark.sheet, remark.key) for remark in reading.remarks] == [
        ("填表说明", "no_table"), ("Sheet5", "no_table"), ("旧数据2018", "hidden_sheet"),
    ]  # fmt: skip
    hidden = read(case("O6_cn_tables") / "dirty" / "07_sheet_per_community.xlsx", hidden=True)
    assert [len(table.rows) for table in hidden.tables] == [69, 55, 41, 1]


def test_titles_sections_totals_and_notes() -> None:
    """File 06: two header rows joined, three sections that hold what they declare, four totals, one note."""
    (table,) = dirty("06_title_merged_sections.xlsx")
    assert titles(table)[:3] == ["序号", "基本情况 / 单位名称", "基本情况 / 统一社会信用代码"]
    assert titles(table)[-3:] == ["党建情况 / 是否选派党建指导员", "是否大党委成员单位", "备注"]
    declared = expected("O6_cn_tables", "expected_dirty_readback.json")["06_title_merged_sections.xlsx"]
    assert Counter(row.section for row in table.rows) == {
        name: actual for name, (_, actual) in declared["declared_vs_actual"].items()
    }
    counts = {"section_row": 3, "section_count": 3, "total_row": 4, "note_row": 1}
    assert {key: seen(table)[key] for key in counts} == counts
    assert "辖区单位党组织覆盖情况排查表" in table.heading


def test_merged_cells_are_filled_down() -> None:
    """File 10: every row has its community, and how many cells were filled is told."""
    (table,) = dirty("10_fill_down_multi_value.xlsx")
    assert Counter(row.cells[0] for row in table.rows) == {"虹山中路社区": 4, "红星社区": 3, "日新社区": 2}
    (remark,) = [remark for remark in table.remarks if remark.key == "filled_down"]
    assert dict(remark.fields) == {"title": "社区", "count": "6"}


def test_the_real_list_of_universities() -> None:
    """2,631 rows in 31 provinces, each with as many as its heading declares; 26 names had blanks that are gone."""
    oracle = expected("O6_cn_tables", "expected_real.json")["moe_universities_2017.xls"]
    (table,) = read(case("O6_cn_tables") / "real" / "moe_universities_2017.xls").tables
    assert len(table.rows) == oracle["data_rows"] == 2631
    assert seen(table)["section_count"] == len({row.section for row in table.rows}) == oracle["sections"] == 31
    assert seen(table)["section_count_differs"] == 0
    names = [(row.cells[1], text(row.cells[1]).value) for row in table.rows]
    assert sum(raw != clean for raw, clean in names) == oracle["names_with_whitespace_or_newline"] == 26
    assert len({row.cells[2] for row in table.rows}) == 2631


def test_years_over_numbers() -> None:
    """The real statistics: years merged over pairs of columns; the total is no row."""
    first, second = read(case("O6_cn_tables") / "real" / "nbs_division_summary_two_row_header.xlsx").tables
    assert titles(first)[:4] == ["级别", "描述", "2023 / 数量", "2023 / 同比去年"]
    assert titles(first)[-1] == "2017 / 数量"
    assert [len(first.rows), len(second.rows), seen(first)["total_row"], seen(second)["total_row"]] == [5, 31, 1, 1]


def test_groups_whose_merges_were_lost() -> None:
    """Saved as CSV, a header of two rows has no merges: groups reach over the blanks to their right."""
    table = one(
        "序号|基本情况|||党建情况||备注",
        "|单位名称|单位类型|从业人数|党员人数|是否建立党组织|",
        "1|甲店|个体|3|0|否|",
        "2|乙店|个体|4|1|是|",
    )
    unit = ["基本情况 / 单位名称", "基本情况 / 单位类型", "基本情况 / 从业人数"]
    assert titles(table) == ["序号", *unit, "党建情况 / 党员人数", "党建情况 / 是否建立党组织", "备注"]
    assert [row.number for row in table.rows] == [3, 4]
    assert table.titles[1].parts == ("基本情况", "单位名称")


def test_few_groups_above_many_titles() -> None:
    """The row that names most columns is found first; the one above it names the column that it leaves blank."""
    table = one(
        "某街道台账||||||||",
        "序号|基本情况||||党建情况|||",
        "|单位名称|单位类型|从业人数|成立时间|党员人数|党组织名称|党组织形式|组建时间",
        "1|甲店|个体|3|2019.3|0|||",
        "2|乙店|个体|4|2019.4|1|甲支部|党支部|2019.5",
    )
    assert titles(table)[:3] == ["序号", "基本情况 / 单位名称", "基本情况 / 单位类型"]
    assert titles(table)[4:6] == ["基本情况 / 成立时间", "党建情况 / 党员人数"]
    assert ([row.number for row in table.rows], table.heading) == ([4, 5], "某街道台账")


def test_what_stands_above_and_below_is_no_row() -> None:
    """Titles, labels, numbers of columns, a header again, totals, notes with names: no row, and no name is shown."""
    above = ["2019年台账||", "填报单位：示例街道|填报人：王示例|", "", "序号|单位名称|党员人数", "1|2|3"]
    rows = ["1|甲店|3", "小计||3", "序号|单位名称|党员人数", "1|乙店|0", "", "总 计||3"]
    table = one(*above, *rows, "填表人：王示例|审核人：李示例|", "备注：个体工商户可不填代码。||")
    assert [row.cells for row in table.rows] == [(1, "甲店", 3), (1, "乙店", 0)]
    assert seen(table) == {
        "title_rows": 1, "numbering_row": 1, "total_row": 2, "repeated_header": 1, "note_row": 2, "blank_rows": 1,
    }  # fmt: skip
    told = table.heading + "".join(remark.text("zh") + remark.value for remark in table.remarks)
    assert "示例街道" not in told and "王示例" not in told and "2019年台账" in told


def test_sections_without_merges() -> None:
    """By a count, by standing among numbers, by how they end; one that lacks a row is told; a bare name stays a row."""
    table = one(
        "序号|单位名称|党员人数|备注",
        *("一、甲社区（2家）|||", "1|子店|0|", "2|丑店|0|"),
        *("乙社区 共3家|||", "1|寅店|0|"),
        *("丙片|||", "1|卯店|0|", "|辰店||"),
    )
    assert [row.section for row in table.rows] == ["甲社区", "甲社区", "乙社区", "丙片", "丙片"]
    (differs,) = [remark for remark in table.remarks if remark.key == "section_count_differs"]
    assert (differs.row, differs.value, dict(differs.fields)) == (5, "乙社区", {"declared": "3", "actual": "1"})


def test_sections_of_sections() -> None:
    """A street's heading above those of its communities holds no rows of its own: its count is not compared."""
    first = ("甲社区（2家）||", "1|子店|1", "2|丑店|2", "其中：个体||1")
    table = one("序号|单位名称|人数", "丰宁街道（3家）||", *first, "乙社区（1家）||", "1|寅店|3")
    assert [row.section for row in table.rows] == ["甲社区", "甲社区", "乙社区"]
    assert (seen(table)["section_row"], seen(table)["section_count"], seen(table)["total_row"]) == (3, 2, 1)
    assert seen(table)["section_count_differs"] == 0


def test_a_title_is_never_filled_down() -> None:
    """Not even where its cells are merged with the row below it."""
    table = one("单位名称|党员人数|备注", "甲店|3|", "乙店|4|", merged=(Merge(1, 3, 3, 3),))
    assert [row.cells for row in table.rows] == [("甲店", 3, None), ("乙店", 4, None)]


def test_headings_in_a_column_of_their_own() -> None:
    """Where a column holds nothing but headings, they fill it; a count may stand in a cell of its own."""
    table = one("类别|名称|数量", "商务楼宇||", "|甲大厦|3", "|乙大厦|4", "专业市场||", "|丙市场|5")
    assert [row.cells[0] for row in table.rows] == ["商务楼宇", "商务楼宇", "专业市场"]
    table = one("序号|单位名称|人数", "虹山社区|共2家|", "1|甲|3", "2|乙|2")
    assert ([row.section for row in table.rows], seen(table)["section_count"]) == (["虹山社区", "虹山社区"], 1)


def test_a_form_is_no_table() -> None:
    """Titles one below the other, each with its value beside it, would make units of titles."""
    assert tables(sheet("单位名称|甲公司", "详细地址|某路1号", "党员人数|3", "成立时间|2019.3")) == []


def test_no_header_at_all() -> None:
    """The first row is data, none is lost, columns have no names."""
    table = one("1|甲店|91350100M000100Y43|3", "2|乙店|91350100M000100Y43|4")
    assert ([row.number for row in table.rows], titles(table), seen(table)) == ([1, 2], [""] * 4, {"no_header": 1})


def test_words_that_nobody_knows_can_be_a_header() -> None:
    """Numbers below a word, or words that never come again, say that the first row names the columns."""
    assert titles(one("foo|bar", "x|12", "y|13")) == ["foo", "bar"]
    assert titles(one("名|处", "甲|东", "乙|东")) == ["名", "处"]


def test_rows_of_places_are_no_sections() -> None:
    """Where a column lists communities, one of which nothing else is known is a row, not a heading."""
    table = one("社区名称|党员数|备注", "甲社区|12|", "乙社区||", "丙社区|9|大")
    assert [row.cells[0] for row in table.rows] == ["甲社区", "乙社区", "丙社区"]
    assert {row.section for row in table.rows} == {None}


def test_a_title_that_is_printed_on_every_page() -> None:
    """The title and the header come again: neither is a row, and the title is no section."""
    merged = (Merge(1, 1, 1, 3), Merge(4, 1, 4, 3))
    header = "序号|单位名称|党员人数"
    table = one("某街道台账", header, "1|甲店|3", "某街道台账", header, "2|乙店|0", merged=merged)
    assert [(row.number, row.section) for row in table.rows] == [(3, None), (6, None)]


@pytest.mark.parametrize(
    ("header", "row", "other"),
    [
        ("名称|2018|2019|2020", "甲|3|4|5", "乙|4|5|6"),
        ("名称|2019年12月|2020年6月", "甲|3|4", "乙|5|6"),
        ("x1|x2|name", "a|5|foo", "b|6|bar"),
        ("单位名称|是否建立党组织（填：“是”或“否”，已建立的请填写全称，并在备注中注明成立时间文号）", "甲|是", "乙|否"),
    ],
)
def test_titles_that_look_like_data(header: str, row: str, other: str) -> None:
    """Years, codes and long explanations can be what columns are called."""
    assert len(one(header, row, other).rows) == 2


def test_codes_above_like_codes_are_data() -> None:
    """u1 above u2 and u17 names nothing: there is no header, and the first row is not lost."""
    assert [row.cells[0] for row in one("u1|甲", "u2|乙", "u17|丙").rows] == ["u1", "u2", "u17"]
    names = ("虹山社区|示例企业管理有限公司", "虹山社区|示例单位", "红星社区|示例企业服务中心")
    assert len(one(*names).rows) == 3
    assert [row.cells[0] for row in one("甲|东", "乙|东", "丙|西").rows] == ["甲", "乙", "丙"]


def test_numbers_and_days_above_a_header() -> None:
    """附件1 and a day beside it are no row and no header."""
    table = one("附件1|2019年12月|", "序号|单位名称|党员人数", "1|甲店|3")
    assert ([row.number for row in table.rows], titles(table)) == ([3], ["序号", "单位名称", "党员人数"])


def test_columns_to_be_ticked_and_units_below_titles() -> None:
    """是 and 否 below a group are its parts; (人) below a title belongs to it."""
    merged = (Merge(1, 1, 2, 1), Merge(1, 2, 1, 3))
    ticked = one("单位名称|是否建立党组织|", "|是|否", "甲店|√|", "乙店||√", merged=merged)
    assert titles(ticked) == ["单位名称", "是否建立党组织 / 是", "是否建立党组织 / 否"]
    below = one("单位名称|从业人数|党员", "|（人）|（人）", "甲店|3|0")
    assert titles(below) == ["单位名称", "从业人数 / (人)", "党员 / (人)"]


def test_two_tables_in_one_sheet() -> None:
    """After a blank row another header begins another table, wherever its columns are."""
    below = ["党组织名称|覆盖单位|成立时间", "甲支部|甲店、乙店|2019.3", "乙支部|丙店|2019.4"]
    first, second = tables(sheet("单位名称|党员人数", "甲店|3", "", *below))
    assert (titles(first), len(first.rows)) == (["单位名称", "党员人数"], 1)
    assert (titles(second), [row.number for row in second.rows]) == (["党组织名称", "覆盖单位", "成立时间"], [5, 6])


def test_a_list_of_one_column() -> None:
    """A title and names below it are a table; prose is none; a header alone is an empty table."""
    assert len(one("单位名称", "甲店", "乙店").rows) == 2
    assert tables(sheet("填表说明", "一、每个社区一张工作表。", "二、日期写作2019.3。")) == []
    assert (len(one("单位名称|党员人数|所属社区").rows), tables(sheet("")), tables(sheet("说明"))) == (0, [], [])


def test_columns_without_titles() -> None:
    """One with data is kept and told; one without is left out."""
    table = one("序号|单位名称||党员人数|", "1|甲店|东区|3|", "2|乙店|西区|4|")
    assert (titles(table), seen(table)["untitled_column"]) == (["序号", "单位名称", "", "党员人数"], 1)


def test_every_remark_has_words() -> None:
    """In both languages, with what it counts."""
    table = one("序号|单位名称|党员人数", "甲社区（2家）||", "1|甲店|3", "合计||3")
    assert table.remarks and all(words.has("ledger", remark.key) for remark in table.remarks)
    assert [remark.text(lang) for remark in table.remarks for lang in ("zh", "en") if "{" in remark.text(lang)] == []


NAMES = st.text("甲乙丙丁子丑寅卯店铺行", min_size=2, max_size=6)


LEDGER_ROWS = st.lists(st.tuples(NAMES, st.integers(0, 99), st.sampled_from(["是", "否"])), min_size=1, max_size=12)


@given(LEDGER_ROWS, st.data())
def test_no_row_is_lost_or_made(rows: list[tuple[str, int, str]], data: st.DataObject) -> None:
    """Whatever titles, blank rows, totals, headers and notes stand around and between them, the rows come back."""
    header: tuple[Cell, ...] = ("序号", "单位名称", "党员人数", "是否建立党组织")
    between: list[tuple[Cell, ...]] = [(), ("合计", None, 7, None), header, ("小计",), ("注：以上为正式党员",)]
    lines: list[tuple[Cell, ...]] = [("某街道排查表",), (), header][data.draw(st.integers(0, 2)) :]
    for number, row in enumerate(rows, start=1):
        lines += [(number, *row), *data.draw(st.lists(st.sampled_from(between), max_size=2))]
    (table,) = tables(Sheet("台账.xlsx", "", tuple(lines)))
    assert [row.cells for row in table.rows] == [(number, *row) for number, row in enumerate(rows, start=1)]
    assert all(lines[row.number - 1] == row.cells for row in table.rows)


def test_a_file_is_read_from_where_it_stands(tmp_path: Path) -> None:
    """A file of notes alone has no table and says so."""
    path = tmp_path / "说明.txt"
    path.write_text("填表说明\n每个社区一张表。\n", encoding="gbk")
    assert [remark.key for remark in read(path).remarks] == ["no_table"]
