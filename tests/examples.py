"""What the examples of the help and of the docs speak of, so that they run as they stand there."""

from __future__ import annotations

import glob
import shlex
import shutil
from importlib.resources import files
from pathlib import Path

from openpyxl import Workbook

from graphgov.ledger.importing import plan
from graphgov.ledger.mapping_writer import write_mapping

LEDGER = (
    ("单位名称", "统一社会信用代码", "单位类型", "所属社区", "从业人数", "党员人数"),
    ("昆明示例甲商贸有限公司", "", "非公企业", "虹山中路社区", 12, 3),
    ("昆明示例乙商贸有限公司", "", "非公企业", "虹山中路社区", 60, None),
)


def prepared(folder: Path) -> None:
    """Make the files that examples name: own tables as a folder and as a zip, ledgers, a mapping, a policy."""
    package = files("graphgov")
    own = shutil.copytree(Path(str(package / "sample" / "kunming" / "register")), folder / "ledgers")
    shutil.make_archive(str(own), "zip", own)
    (folder / "local.toml").write_bytes((package / "policy.toml").read_bytes())
    book = Workbook()
    for row in LEDGER:
        book.active.append(row)
    # What it is, its content says, not its suffix.
    for name in ("台账.xlsx", "台账2.xls"):
        book.save(folder / name)
    write_mapping(folder / "ledger.toml", plan([folder / "台账.xlsx"]).mapping)


def arguments(example: str) -> list[str]:
    """The arguments of an example, as a shell in the folder would pass them, and without a person who is asked."""
    words = [each for word in shlex.split(example)[1:] for each in sorted(glob.glob(word)) or [word]]
    return [*words, "--yes"] if words[0] == "import" else words
