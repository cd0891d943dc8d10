"""O2, France: communes as units, their EPCI as big committees, departments and regions as divisions.

Codes of two kinds collide (01 is a department and a region), so every id says its kind: commune-01001, epci-200000172.
"""

from __future__ import annotations

from pathlib import Path

from . import case
from .tables import Row, Tables, read_rows, tie, write_tables

CASE = "O2_france_epci"
YEARS = ("2019", "2022")

EXEMPT_REASON = "overseas collectivity: the law on EPCI does not apply"
_OVERSEAS = ("975", "977", "978", "98")


def tables(year: str, *, exempt: bool = False) -> Tables:
    """The communes of a year; `exempt` states a reason for the 94 of overseas collectivities.

    A commune without a department (those 94 in 2019) is located nowhere.
    """
    folder = case(CASE)
    regions = read_rows(folder / f"regions_{year}.csv")
    departments = read_rows(folder / f"departments_{year}.csv")
    communes = read_rows(folder / f"units_communes_{year}.csv")
    umbrellas = read_rows(folder / f"umbrellas_epci_{year}.csv")
    memberships = read_rows(folder / f"memberships_{year}.csv")
    return {
        "Division": [
            *({"id": f"region-{row['code']}", "name": row["name"], "type": "city"} for row in regions),
            *({"id": f"department-{row['code']}", "name": row["name"], "type": "district"} for row in departments),
        ],
        "PART_OF": [tie(f"department-{row['code']}", f"region-{row['region']}") for row in departments],
        "Unit": [_unit(row, exempt) for row in communes],
        "LOCATED_IN": [
            tie(f"commune-{row['code']}", f"department-{row['department']}") for row in communes if row["department"]
        ],
        "PartyOrganization": [
            {"id": f"epci-{row['code']}", "name": row["name"], "type": "big_committee"} for row in umbrellas
        ],
        "MEMBER_OF": [tie(f"commune-{row['unit_code']}", f"epci-{row['umbrella_code']}") for row in memberships],
    }


def write(folder: Path, year: str, *, exempt: bool = False) -> Path:
    """`tables` as CSV files in a folder."""
    return write_tables(folder, tables(year, exempt=exempt))


def _unit(row: Row, exempt: bool) -> Row:
    unit = {"id": f"commune-{row['code']}", "name": row["name"], "type": "other"}
    if exempt:
        unit["exempt_reason"] = EXEMPT_REASON if row["code"].startswith(_OVERSEAS) else ""
    return unit
