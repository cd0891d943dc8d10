"""What the examples of the help and of the docs speak of, so that they run as they stand there."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path


def prepared(folder: Path) -> None:
    """Make the files that examples name: own tables as a folder and as a zip, and a policy of one's own."""
    package = files("graphgov")
    own = shutil.copytree(Path(str(package / "sample" / "kunming" / "register")), folder / "ledgers")
    shutil.make_archive(str(own), "zip", own)
    (folder / "local.toml").write_bytes((package / "policy.toml").read_bytes())
