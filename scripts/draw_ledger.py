#!/usr/bin/env python3
"""docs/examples/台账.xlsx: a ledger as an office keeps it, which docs/import.md takes in; all names are made up.

Its picture, docs/pictures/ledger.png, is what LibreOffice shows: `soffice --headless --convert-to pdf`, then
`pdftoppm -png` with the margins cut off.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

FILE = Path(__file__).resolve().parents[1] / "docs" / "examples" / "台账.xlsx"

TITLE = "附件1  辖区单位党组织覆盖情况排查表（截至2019年12月）"
FILLED_IN = "填报单位（盖章）：示例街道党工委                                        填报日期：2019年12月31日"
GROUPS = {"序号": 1, "基本情况": 5, "党建情况": 5, "备注": 1}
TITLES = (
    "", "单位名称", "单位类型", "统一社会信用代码", "从业人数", "联系电话",
    "正式党员", "是否建立党组织", "党组织名称", "成立时间", "是否选派指导员", "",
)  # fmt: skip

ROWS: tuple[tuple[object, ...], ...] = (
    ("虹山中路社区（5家）",),
    (
        1, "昆明示例商贸有限责任公司", "企业", "91530102MA6EXAMP2X", "３６", "138****0001",
        5, "√", "示例商贸党支部", "2018.3", "", "",
    ),
    (2, "示例小吃店", "个体", None, "2人", "138****0002", None, "×", None, None, "是", ""),
    (3, "示例大厦", "商务楼宇", None, None, "", None, "无", None, None, "否", "入驻示例商贸等12家"),
    (
        4, "昆明示例商贸有限公司五华分店", "企业", 9.15301020000123e17, 12, "138****0003",
        1, "", None, None, "", "新开",
    ),
    (5, "示例小区业主委员会", "业委会", None, 7, "", 3, "已建", "示例小区联合党支部", "2019.1", "", "与物业联合"),
    ("小计", None, None, None, 57, None, 9),
    ("红星社区（3家）",),
    (6, "红星示例农贸市场", "专业市场", None, "约200", "138****0004", None, "×", None, None, "是", ""),
    (7, "示例货运服务部", "个体", None, 3, "138****0005", 0, "否", None, None, "不详", ""),
    (8, "示例物业服务有限公司", "企业", None, "85人", "", "十二", "√", "示例物业党支部", datetime(2017, 7, 1), "", ""),
    ("合计", None, None, None, 345, None, 21),
    ("填表人：            审核人：            联系电话：",),
)  # fmt: skip


def draw(sheet: Worksheet) -> None:
    """The ledger on a sheet: merged titles, two rows of header, sections, totals."""
    line = Side("thin", color="808080")
    sheet.append([TITLE])
    sheet.append([FILLED_IN])
    group = [""] * len(TITLES)
    start = 1
    for name, columns in GROUPS.items():
        group[start - 1] = name
        start += columns
    sheet.append(group)
    sheet.append(TITLES)
    for row in ROWS:
        sheet.append(row)
    width = len(TITLES)
    for row in (1, 2, sheet.max_row):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    start = 1
    for columns in GROUPS.values():
        last_row = 3 if columns > 1 else 4
        sheet.merge_cells(start_row=3, start_column=start, end_row=last_row, end_column=start + columns - 1)
        start += columns
    for number, row in enumerate(ROWS, 5):
        if len(row) == 1 and number < sheet.max_row:
            sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=width)
    for cells in sheet.iter_rows(3, sheet.max_row - 1):
        for cell in cells:
            cell.border = Border(line, line, line, line)
            cell.alignment = Alignment("center", "center", wrap_text=True)
            cell.font = Font("SimSun", 10, bold=cell.row <= 4)
            if isinstance(cell.value, datetime):
                cell.number_format = "yyyy年m月"
    for number, row in enumerate(ROWS, 5):
        if len(row) == 1 and number < sheet.max_row:
            sheet.cell(number, 1).fill = PatternFill("solid", fgColor="FFF2CC")
            sheet.cell(number, 1).alignment = Alignment("left")
    sheet["A1"].font, sheet["A1"].alignment = Font("SimHei", 16, bold=True), Alignment("center")
    sheet["A2"].font = Font("SimSun", 10)
    for column, wide in zip("ABCDEFGHIJKL", (6, 26, 10, 22, 9, 13, 9, 11, 20, 12, 11, 18), strict=True):
        sheet.column_dimensions[column].width = wide
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def main() -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "排查表"
    draw(sheet)
    FILE.parent.mkdir(exist_ok=True)
    book.save(FILE)


if __name__ == "__main__":
    main()
