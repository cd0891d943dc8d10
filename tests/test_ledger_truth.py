"""What is read of the built ledgers, cell by cell, against the truth that they were built from."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from cases import case
from cases.tables import read_rows

from graphgov.ledger import values
from graphgov.ledger.finding import read
from graphgov.ledger.table import Table
from graphgov.ledger.values import Read

NAMES, EMPLOYEES, MEMBERS, CODES, DATES = (
    ("单位名称", "企业(单位)名称"), ("从业人数", "职工人数(人)", "从业人数(人)"),
    ("党员人数", "党员数", "党员人数(人)"),
    ("统一社会信用代码", "社会信用代码"), ("成立时间", "党组织成立日期"),
)  # fmt: skip


def column(table: Table, titles: tuple[str, ...]) -> int:
    """The place of the column that is called one of these."""
    return next(place for place, title in enumerate(table.titles) if title.parts[-1] in titles)


# fmt: off
FULL = (
    "01_clean_utf8.csv", "02_bom_synonym_headers.csv", "03_gbk_fullwidth.csv", "05_utf16le_tab.txt",
    "06_title_merged_sections.xlsx", "07_sheet_per_community.xlsx", "08_numeric_ids_serial_dates.xls",
    "11_html_disguised.xls", "13_yes_no_variants.csv", "14_same_bytes_named.et",
)
# fmt: on


@pytest.mark.parametrize("name", FULL)
def test_counts_days_and_codes_are_those_of_the_truth(name: str) -> None:
    """All 165 units and places with their employees, members, month and code; a code that was a number has none."""
    truth = Counter(
        (row["name"], int(row["employees"]), int(row["party_members"]), row["party_date"], row["uscc"])
        for row in read_rows(case("O6_cn_tables") / "truth.csv")
    )
    damaged = {code for _, _, _, _, code in truth if code.isdigit()} if name[:2] in {"08", "14"} else set[str]()
    found = Counter[tuple[object, ...]]()
    for table in read(case("O6_cn_tables") / "dirty" / name).tables:
        for row in table.rows:
            unit, employees, members, day, code = (
                row.cells[column(table, titles)] for titles in (NAMES, EMPLOYEES, MEMBERS, DATES, CODES)
            )
            found[
                values.text(unit).value, values.count(employees).value, values.count(members).value,
                (values.day(day).value or "")[:7], values.uscc(code).value or "",
            ] += 1  # fmt: skip
    expected = Counter[tuple[object, ...]]()
    for (unit, employees, members, day, code), times in truth.items():
        expected[unit, employees, members, day, "" if code in damaged else code] += times
    assert found == expected
    assert sum(found.values()) == 165 and len(damaged) in {0, 37}


def test_real_credit_codes() -> None:
    """Of the published codes those that python-stdnum finds valid have no doubt; others of 18 are kept with one."""
    with (case("O6_cn_tables") / "uscc_real_codes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 62
    for row in rows:
        code, valid = row["code"], row["stdnum_valid"] == "True"
        found = values.uscc(f"{code.lower()} ")
        if len(code) == 18:
            assert found == Read(code, None if valid else "code_check")
        else:
            assert not valid and found.doubt is not None


def test_units_of_a_cell_are_those_of_the_edges() -> None:
    """File 10: the 29 ties, from cells with several units each, whichever way they are separated."""
    (table,) = read(case("O6_cn_tables") / "dirty" / "10_fill_down_multi_value.xlsx").tables
    found = Counter(
        (str(row.cells[0]), unit)
        for row in table.rows
        for cell in row.cells[1:3]
        for unit in values.several(cell).value or ()
    )
    edges = Counter((row["community"], row["unit"]) for row in read_rows(case("O6_cn_tables") / "truth_edges.csv"))
    assert found == edges and sum(found.values()) == 29
