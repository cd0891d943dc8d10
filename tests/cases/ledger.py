"""O6, the true content of the built ledgers: 146 units and 19 places of three communities.

Names recur across communities, so everything is found by community and name.  Ids: unit-23 and place-62 by the row's
number, org-15 by that of the first row that names the organization, communities by their real codes.
"""

from __future__ import annotations

from pathlib import Path

from . import case
from .tables import Row, Tables, read_rows, tie, write_tables

CASE = "O6_cn_tables"

_UNITS = {
    "机关": {"type": "government_agency"},
    "事业单位": {"type": "public_institution"},
    "国有企业": {"type": "enterprise", "ownership": "public"},
    "非公企业": {"type": "enterprise", "ownership": "private"},
    "个体工商户": {"type": "individual_business"},
    "社会组织": {"type": "social_organization"},
    "业主委员会": {"type": "owners_committee"},
}
_PLACES = {"商务楼宇": {"type": "commercial_building"}, "专业市场": {"type": "market"}}

# Form of the organization: its tier, and the mode in which a unit has it.
_FORMS = {
    "党委": ("committee", "single"),
    "党总支": ("general_branch", "single"),
    "党支部": ("branch", "single"),
    "联合党支部": ("branch", "joint"),
}
_MEMBER, _PAIRED = "大党委成员单位", "结对单位"


def tables() -> Tables:
    """The whole truth; a community's big committee exists because its members are listed, and is named after it."""
    folder = case(CASE)
    rows = read_rows(folder / "truth.csv")
    ties = read_rows(folder / "truth_edges.csv")
    communities = {row["community"]: row["community_code"] for row in rows}
    ids = {(row["community"], row["name"]): subject_id(row) for row in rows}
    organized = [row for row in rows if row["party_form"]]
    first: dict[tuple[str, str], Row] = {}
    for row in organized:
        first.setdefault((row["community"], row["party_org"]), row)
    joined = {row["community"] for row in ties if row["relation"] == _MEMBER}
    big = {name: f"big-committee-{code}" for name, code in communities.items() if name in joined}
    return {
        "Community": [
            {"id": code, "name": name, "type": "community", "code": code} for name, code in communities.items()
        ],
        "Unit": [_unit(row) for row in rows if row["category"] in _UNITS],
        "Place": [_place(row) for row in rows if row["category"] in _PLACES],
        "PartyOrganization": [
            *(_organization(row) for row in first.values()),
            *({"id": node, "name": f"{name}“大党委”", "type": "big_committee"} for name, node in big.items()),
        ],
        "LOCATED_IN": [tie(subject_id(row), row["community_code"]) for row in rows],
        "HAS_PARTY_ORG": [
            *(_has(row, first[row["community"], row["party_org"]]) for row in organized),
            *(tie(communities[name], node) for name, node in big.items()),
        ],
        "MEMBER_OF": [
            tie(ids[row["community"], row["unit"]], big[row["community"]], origin="in_area", role="member_unit")
            for row in ties
            if row["relation"] == _MEMBER
        ],
        "PAIRED_WITH": [
            tie(ids[row["community"], row["unit"]], communities[row["community"]])
            for row in ties
            if row["relation"] == _PAIRED
        ],
    }


def write(folder: Path) -> Path:
    """`tables` as CSV files in a folder."""
    return write_tables(folder, tables())


def subject_id(row: Row) -> str:
    """The id of a row of truth.csv: unit-1 ... or place-62 ..."""
    return ("place-" if row["category"] in _PLACES else "unit-") + row["no"]


def _subject(row: Row, kind: Row) -> Row:
    return {
        "id": subject_id(row),
        "name": row["name"],
        **kind,
        "employees": row["employees"],
        "full_members": row["party_members"],
        "has_instructor": "yes" if row["instructor"] == "1" else "no",
    }


def _unit(row: Row) -> Row:
    return {**_subject(row, _UNITS[row["category"]]), "uscc": row["uscc"]}


def _place(row: Row) -> Row:
    return _subject(row, _PLACES[row["category"]])


def _organization(row: Row) -> Row:
    tier, _ = _FORMS[row["party_form"]]
    return {"id": f"org-{row['no']}", "name": row["party_org"], "type": "ordinary", "tier": tier}


def _has(row: Row, first: Row) -> Row:
    _, mode = _FORMS[row["party_form"]]
    return tie(subject_id(row), f"org-{first['no']}", mode=mode, valid_from=row["party_date"])
