"""O4, classic affiliation networks: people as units, events and groups as big committees, attendance as membership."""

from __future__ import annotations

import csv
from pathlib import Path

from . import case
from .tables import Tables, read_rows, tie, write_tables

CASE = "O4_affiliation_classics"


def davis() -> Tables:
    """Eighteen women and fourteen events, in the copy that networkx ships."""
    rows = read_rows(case(CASE) / "davis_networkx_edges.csv")
    return _tables([(row["unit"], row["umbrella"]) for row in rows])


def revere() -> Tables:
    """254 men of Boston and seven groups, 1772."""
    with (case(CASE) / "revere_memberships.csv").open(encoding="utf-8", newline="") as file:
        (_, *groups), *rows = csv.reader(file)
    return _tables([
        (man, group) for man, *cells in rows for group, cell in zip(groups, cells, strict=True) if cell == "1"
    ])  # fmt: skip


def write(folder: Path, tables: Tables) -> Path:
    """The tables as CSV files in a folder."""
    return write_tables(folder, tables)


def _tables(memberships: list[tuple[str, str]]) -> Tables:
    members, groups = (dict.fromkeys(side) for side in zip(*memberships, strict=True))
    return {
        "Unit": [{"id": member, "type": "other"} for member in members],
        "PartyOrganization": [{"id": group, "type": "big_committee"} for group in groups],
        "MEMBER_OF": [tie(member, group) for member, group in memberships],
    }
