#!/usr/bin/env python3
"""Write the sample: own tables of three sources into graphgov/sample/kunming/{register,story,town}.

    python scripts/generate_sample.py                          # where it ships from
    python scripts/generate_sample.py --out FOLDER             # elsewhere
    python scripts/generate_sample.py --divisions FILE.csv     # the register from another table of codes

The register is read from the case O1 beside the project where it is there, else from the sample as it is shipped; with
both the outcome is the same, byte for byte, on every machine: the town is drawn from a fixed seed.  Needs no package.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from sample_blind import plant_blind_spots  # noqa: E402
from sample_findings import plant_findings  # noqa: E402
from sample_history import add_history  # noqa: E402
from sample_organizations import add_organizations  # noqa: E402
from sample_places import add_territory  # noqa: E402
from sample_register import convert  # noqa: E402
from sample_story import story  # noqa: E402
from sample_tables import Tables  # noqa: E402
from sample_ties import add_ties  # noqa: E402
from sample_town import Town  # noqa: E402
from sample_units import add_compound_committees, add_units  # noqa: E402

SHIPPED = ROOT / "graphgov" / "sample" / "kunming"
CASE = ROOT.parent / "shared" / "cases" / "O1_kunming_divisions" / "kunming_divisions_2020-06-30.csv"


def build_town(register: Tables) -> Town:
    """The fictional town in the communities of a register."""
    town = Town(register)
    add_territory(town)
    add_units(town)
    add_compound_committees(town)
    add_organizations(town)
    add_ties(town)
    add_history(town)
    plant_findings(town)
    plant_blind_spots(town)
    return town


def read_register(divisions: Path | None) -> Tables:
    """The register: from a table of codes, else from the case, else from the shipped sample."""
    if divisions or CASE.exists():
        return convert(divisions or CASE)
    return Tables.read(SHIPPED / "register")


def main() -> None:
    """Read the options, write the three folders, say how much there is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=SHIPPED, help="folder to write to")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--divisions", type=Path, help="CSV with the columns code, name, level, parent_code")
    source.add_argument("--shipped", action="store_true", help="take the register from the shipped sample")
    options = parser.parse_args()
    register = Tables.read(SHIPPED / "register") if options.shipped else read_register(options.divisions)
    sources = {"register": register, "story": story(), "town": build_town(register).tables}
    for name, tables in sources.items():
        tables.write(options.out / name)
        print(f"{name}: " + ", ".join(f"{len(rows)} {kind}" for kind, rows in sorted(tables.rows.items())))


if __name__ == "__main__":
    main()
