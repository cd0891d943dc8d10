"""The report file of the sample and of other data, made once for each run, and what its script says about itself."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browser import Visit
from click.testing import CliRunner, Result

from graphgov.cli import cli
from graphgov.report.packed import SIGNS, Packed
from graphgov.report.pieces import Pieces


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


def data_of(file: Path) -> Any:
    """The data that stand in a file."""
    told = re.search(r'id="data">(.*?)</script>', file.read_text(encoding="utf-8"), re.DOTALL)
    assert told is not None
    return json.loads(told[1])


def unpacked(column: Packed) -> list[int]:
    """The numbers of a column, digit by digit."""
    width, signs = column["width"], column["signs"]
    parts = (signs[place : place + width] for place in range(0, len(signs), width))
    numbers = (sum(SIGNS.index(sign) * 64**power for power, sign in enumerate(reversed(part))) for part in parts)
    return [number - 1 + column["least"] if number else -1 for number in numbers]


def unpieced(told: Pieces) -> list[str]:
    """The texts that pieces stand for: what is no sign is an earlier piece and the first sign of what followed it."""
    codes, signs = unpacked(told["codes"]), told["signs"]

    def first(code: int) -> str:
        return signs[code] if code < len(signs) else first(codes[code - len(signs)])

    def piece(code: int) -> str:
        place = code - len(signs)
        return signs[code] if place < 0 else piece(codes[place]) + first(codes[place + 1])

    return "".join(map(piece, codes)).split("\0")[:-1]
