"""O1, Kunming's register of divisions: city, districts, streets and communities with their real codes as ids."""

from __future__ import annotations

import re
from pathlib import Path

from . import case
from .tables import Row, Tables, read_rows, tie, write_tables

CASE = "O1_kunming_divisions"
VINTAGES = ("2019-10-31", "2020-06-30", "2021-10-31", "2022-10-31", "2023-06-30")

STREET_LEVEL = ("street", "town", "township", "functional_zone")
"""The types of Division that the register has at its level 'street'."""

# The oracle's own test for urban communities.  What is neither urban nor a village by its name (卡机村委会 written
# as 卡机村委员会 until 2021, a 虚拟生活区 in 2023) is a village: its code says so (…201, …598), and it
# leaves 771 urban communities in 2019, as published.
_URBAN = re.compile("居|社区")
_SUFFIXES = (("街道", "street"), ("镇", "town"), ("乡", "township"))


def tables(vintage: str = "2020-06-30") -> Tables:
    """Division, Community and PART_OF of one vintage; a zone or base without a suffix is a functional_zone."""
    rows = read_rows(case(CASE) / f"kunming_divisions_{vintage}.csv")
    return {
        "Division": [_node(row, _division_type(row)) for row in rows if row["level"] != "community"],
        "Community": [_node(row, _community_type(row)) for row in rows if row["level"] == "community"],
        "PART_OF": [tie(row["code"], row["parent_code"]) for row in rows if row["parent_code"]],
    }


def write(folder: Path, vintage: str = "2020-06-30") -> Path:
    """`tables` as CSV files in a folder."""
    return write_tables(folder, tables(vintage))


def _node(row: Row, kind_type: str) -> Row:
    return {"id": row["code"], "name": row["name"], "type": kind_type, "code": row["code"]}


def _division_type(row: Row) -> str:
    if row["level"] != "street":
        return row["level"]
    return next((kind for suffix, kind in _SUFFIXES if row["name"].endswith(suffix)), "functional_zone")


def _community_type(row: Row) -> str:
    return "community" if _URBAN.search(row["name"]) else "village"
