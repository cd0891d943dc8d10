"""The register of divisions: facts, from the statistical codes of 2020-06-30 or from the sample as it is shipped."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from sample_tables import Row, Tables

# A name may end in 居委会, 居民委员会 or 社区.  What has none of these is a village, as its code says (last three
# digits from 200): in this vintage also 卡机村委员会, whose suffix lacks a sign.
_URBAN = re.compile("居|社区")
_SUFFIXES = (("街道", "street"), ("镇", "town"), ("乡", "township"))


def convert(path: Path) -> Tables:
    """Division, Community and PART_OF out of a table with the columns code, name, level, parent_code."""
    tables = Tables()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            kind = "Community" if row["level"] == "community" else "Division"
            tables.node(kind, row["code"], row["name"], type=_type(row), code=row["code"])
            if row["parent_code"]:
                tables.edge("PART_OF", row["code"], row["parent_code"])
    return tables


def _type(row: Row) -> str:
    if row["level"] == "community":
        return "community" if _URBAN.search(row["name"]) else "village"
    if row["level"] == "street":
        return next((kind for suffix, kind in _SUFFIXES if row["name"].endswith(suffix)), "functional_zone")
    return row["level"]
