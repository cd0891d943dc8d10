"""What the examples of the help and of the docs speak of, so that they run as they stand there."""

from __future__ import annotations

import glob
import shlex
import shutil
from importlib.resources import files
from pathlib import Path

from graphgov.files.workbook import Page, write_workbook
from graphgov.ledger.importing import plan
from graphgov.ledger.mapping_writer import write_mapping
from graphgov.ledger.verdicts import pairs_sheet

LEDGER = Path(__file__).resolve().parents[1] / "docs" / "examples" / "台账.xlsx"


def prepared(folder: Path) -> None:
    """Make the files that examples name: own tables as a folder and as a zip, ledgers, a mapping, a policy, pairs."""
    package = files("graphgov")
    own = shutil.copytree(Path(str(package / "sample" / "kunming" / "register")), folder / "ledgers")
    shutil.make_archive(str(own), "zip", own)
    (folder / "local.toml").write_bytes((package / "policy.toml").read_bytes())
    # What it is, its content says, not its suffix.
    for name in ("台账.xlsx", "台账2.xls"):
        shutil.copy(LEDGER, folder / name)
    write_workbook(folder / "待判断.xlsx", [Page("1", pairs_sheet([]))], "")
    write_mapping(folder / "ledger.toml", plan([folder / "台账.xlsx"]).mapping)


def arguments(example: str) -> list[str]:
    """The arguments of an example, as a shell in the folder would pass them, and without a person who is asked."""
    words = [each for word in shlex.split(example)[1:] for each in sorted(glob.glob(word)) or [word]]
    return [*words, "--yes"] if words[0] == "import" else words
