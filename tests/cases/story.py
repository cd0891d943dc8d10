"""O7, the story itself: three communities, two big committees, named and unnamed units.

Ids are those of nodes.csv, but a community's or a street's is its real code.
"""

from __future__ import annotations

import re
from pathlib import Path

from . import case
from .tables import Row, Tables, read_rows, tie, write_tables

CASE = "O7_story_and_local_cases"

# Kind in the file: kind and values of graphgov.  单位 and 两新组织 do not say which sort of unit it is.
_KINDS: dict[str, tuple[str, Row]] = {
    "街道": ("Division", {"type": "street"}),
    "社区": ("Community", {"type": "community"}),
    "大党委": ("PartyOrganization", {"type": "big_committee"}),
    "单位": ("Unit", {"type": "other"}),
    "两新组织": ("Unit", {"type": "other"}),
    "国有企业": ("Unit", {"type": "enterprise", "ownership": "public"}),
    "机关": ("Unit", {"type": "government_agency"}),
    "事业单位": ("Unit", {"type": "public_institution"}),
    "商圈": ("Place", {"type": "business_district"}),
    "专业市场": ("Place", {"type": "market"}),
    "楼栋": ("Place", {"type": "residential_building"}),
}
_TERRITORY = ("Division", "Community")
_MEMBER = "大党委成员单位"
_STATED = re.compile(r"(\d{4}-\d\d-\d\d): one of (\d+) member units")


def tables() -> Tables:
    """Nodes, edges, and the total that a source states beside the members that it names.

    A unit with a place_code is located in that community, beside the three 位于 rows of places.
    """
    folder = case(CASE)
    nodes = {row["id"]: row for row in read_rows(folder / "nodes.csv")}
    edges = read_rows(folder / "edges.csv")
    converted: Tables = {kind: [] for kind in ("Division", "Community", "Place", "Unit", "PartyOrganization")}
    for row in nodes.values():
        kind, values = _KINDS[row["kind"]]
        code = {"code": row["place_code"]} if kind in _TERRITORY else {}
        converted[kind].append({"id": _id(row), "name": row["name"], **values, **code})

    def ties(relation: str) -> list[tuple[Row, Row, str]]:
        return [(nodes[row["from"]], nodes[row["to"]], row["start"]) for row in edges if row["relation"] == relation]

    placed = [row for row in nodes.values() if _KINDS[row["kind"]][0] == "Unit" and row["place_code"]]
    converted["HAS_PARTY_ORG"] = [tie(_id(end), _id(start), valid_from=day) for start, end, day in ties("属于")]
    converted["MEMBER_OF"] = [_member(start, end, day) for start, end, day in ties(_MEMBER)]
    converted["PAIRED_WITH"] = [tie(_id(start), _id(end), valid_from=day) for start, end, day in ties("结对共建")]
    converted["LOCATED_IN"] = [
        *(tie(_id(start), _id(end), valid_from=day) for start, end, day in ties("位于")),
        *(tie(_id(row), row["place_code"]) for row in placed),
    ]
    converted["Claim"] = [
        {"about": _id(committee), "measure": "member_units", "value": stated[2], "stated_on": stated[1]}
        for member, committee, _ in ties(_MEMBER)
        if (stated := _STATED.search(member["source"]))
    ]
    return converted


def write(folder: Path) -> Path:
    """`tables` as CSV files in a folder."""
    return write_tables(folder, tables())


def _id(row: Row) -> str:
    return row["place_code"] if _KINDS[row["kind"]][0] in _TERRITORY else row["id"]


def _member(start: Row, end: Row, day: str) -> Row:
    origin = "in_area" if start["place_code"] else "introduced"
    return tie(_id(start), _id(end), valid_from=day, origin=origin, role="member_unit")
