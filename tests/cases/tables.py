"""Rows as dicts, from and to CSV files: the import format without graphgov."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

Row = dict[str, str]
Tables = dict[str, list[Row]]


def read_rows(path: Path) -> list[Row]:
    """The rows of a CSV file in UTF-8, every value as the text that stands there."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tie(start: str, end: str, **values: str) -> Row:
    """The row of an edge; `from` is no name that Python lets one write as a keyword."""
    return {"from": start, "to": end, **values}


def write_tables(folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> Path:
    """Write `<kind>.csv` for every kind that has rows and return the folder, made when missing.

    Columns come in the order in which the rows first name them; a row without one of them has an empty cell.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for kind, rows in tables.items():
        if not rows:
            continue
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder
