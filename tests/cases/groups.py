"""O3, exempt organizations in Washington DC: organizations as units, group rulings as big committees."""

from __future__ import annotations

from pathlib import Path

from . import case
from .tables import Row, Tables, read_rows, tie, write_tables

CASE = "O3_irs_dc"

# Codes of the column AFFILIATION, from the oracle.
_CENTRAL = ("6", "8")
_SUBORDINATE = "9"


def tables(*, superiors: bool = False) -> Tables:
    """The organizations of the file (id = EIN) and the groups that they are members of, centrals included.

    `superiors` adds a SUBORDINATE_TO from each subordinate to its group's central.  Where the file has no
    central, the tie leads to `central-<group>`, which no table has: 470 dangling ends.
    """
    rows = read_rows(case(CASE) / "eo_dc_orglevel.csv")
    grouped = [row for row in rows if _group(row)]
    converted: Tables = {
        "Unit": [_unit(row) for row in rows],
        "PartyOrganization": [
            {"id": f"group-{group}", "name": f"Group {group}", "type": "big_committee"}
            for group in sorted({_group(row) for row in grouped})
        ],
        "MEMBER_OF": [tie(row["EIN"], f"group-{_group(row)}") for row in grouped],
    }
    if superiors:
        central = {_group(row): row["EIN"] for row in grouped if row["AFFILIATION"] in _CENTRAL}
        converted["SUBORDINATE_TO"] = [
            tie(row["EIN"], central.get(_group(row), f"central-{_group(row)}"))
            for row in grouped
            if row["AFFILIATION"] == _SUBORDINATE
        ]
    return converted


def write(folder: Path, *, superiors: bool = False) -> Path:
    """`tables` as CSV files in a folder."""
    return write_tables(folder, tables(superiors=superiors))


def _group(row: Row) -> str:
    """The group's number in four digits; empty for an organization in no group."""
    number = row["GROUP"].zfill(4)
    return "" if number == "0000" else number


def _unit(row: Row) -> Row:
    return {
        "id": row["EIN"],
        "name": row["NAME"],
        "aliases": row["SORT_NAME"],
        "type": "social_organization",
        "industry": row["NTEE_CD"],
        "founded_on": _month(row["RULING"]),
    }


def _month(ruling: str) -> str:
    """``196811`` as the partial date 1968-11; ``000000`` says nothing."""
    return f"{ruling[:4]}-{ruling[4:]}" if ruling.strip("0") else ""
