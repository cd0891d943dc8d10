"""The report file of the sample and of other data, made once for each run, and what its script says about itself."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browser import Visit
from click.testing import CliRunner, Result

from graphgov import sample
from graphgov.cli import cli
from graphgov.store import open_store


@dataclass(frozen=True)
class Reported:
    """A database and the file that was made of it."""

    db: Path
    file: Path

    def run(self, *args: str, lang: str = "zh") -> Result:
        """Another command on the same database; it must end well."""
        result = CliRunner().invoke(cli, ["--lang", lang, *args, "--db", str(self.db)])
        assert result.exit_code == 0, (args, result.output)
        return result

    def json(self, *args: str) -> Any:
        """What another command answers as JSON."""
        return json.loads(self.run(*args, "--format", "json").stdout)

    def open(self, visit: Visit, address: str = "") -> None:
        """Open the file at an address inside it."""
        visit.goto(self.file.as_uri() + address)


def made(folder: Path, db: Path, *options: str, lang: str = "zh") -> Reported:
    """The file of a database."""
    folder.mkdir(exist_ok=True)
    reported = Reported(db, folder / "report.html")
    reported.run("report", str(reported.file), *options, lang=lang)
    return reported


def csv_rows(content: bytes) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def of_sample(folder: Path, *options: str) -> Reported:
    """The file of the sample."""
    assert list(sample.import_sample(open_store(folder / "sample.duckdb")))
    return made(folder, folder / "sample.duckdb", *options)
