"""Files are whole and UTF-8 whatever happens around them: another locale, a kill in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pyarrow import parquet
from test_cli import TOWN, done, write

from graphgov.export.model import formats
from graphgov.schema import SCHEMA

NAMES = ("三厂", "乙街道", "丙社区", "戊市场", "一厂支部")

EVERY_FORMAT = """
import locale, sys
from click.testing import CliRunner
from graphgov.cli import cli
from graphgov.export.model import formats
from graphgov.schema import SCHEMA

assert locale.getpreferredencoding(False).upper() not in ("UTF-8", "UTF8"), "this proves nothing"
for each in formats().values():
    path = f"out/{each.name}" if each.folder else f"out/export.{each.name}"
    result = CliRunner().invoke(cli, ["export", path, "--format", each.name, "--db", sys.argv[1], "--lang", "zh"])
    assert result.exit_code == 0, (each.name, result.output, result.exception)
split = ["export", "parts", "--format", "xlsx", "--split-by", "street", "--db", sys.argv[1], "--lang", "en"]
result = CliRunner().invoke(cli, split)
assert (result.exit_code, "PYTHONUTF8=1" in result.stderr) == (2, True), (result.output, result.exception)
"""

# Stops after some elements, and says so, with the draft half written.
HALF = """
import sys, time
from pathlib import Path
from graphgov.coverage import Coverage
from graphgov.export import elements
from graphgov.export.model import Export, formats
from graphgov.graph import the_day
from graphgov.policy import read_policy
from graphgov.store import open_store

def stop(stage, done, of):
    if done >= 5:
        print("half", flush=True)
        time.sleep(600)

elements.ROWS = 1
store = open_store(sys.argv[1])
graph = store.read()
coverage = Coverage(graph.on(the_day(graph, None)), read_policy())
formats()[sys.argv[2]].write(Export(store, lambda everything: coverage, "network", progress=stop), Path(sys.argv[3]))
"""


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the town of test_cli, whose names are Chinese."""
    folder = tmp_path_factory.mktemp("whole")
    done(folder / "town.duckdb", "import", str(write(folder / "in", TOWN)), "--stated-on", "2020-06-30")
    return folder / "town.duckdb"


def test_files_are_utf_8_whatever_the_locale(db: Path, tmp_path: Path) -> None:
    """Where Python would write ASCII by itself, every format writes UTF-8: the names are there, and nothing failed.

    Only files that are called by their streets cannot be named there: refused with the cure, and nothing is left.
    """
    (tmp_path / "out").mkdir()
    environment = {
        "PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "gbk",
    }  # fmt: skip
    called = [sys.executable, "-c", EVERY_FORMAT, str(db)]
    ended = subprocess.run(called, cwd=tmp_path, env=environment, capture_output=True)
    assert ended.returncode == 0, ended.stderr.decode("gbk", "replace")
    assert [left.name for left in tmp_path.iterdir()] == ["out"]
    files = {file for file in (tmp_path / "out").rglob("*") if file.is_file()}
    assert len(files) >= len(formats())
    for file in files:
        match file.suffix:
            case ".parquet":
                texts = str(parquet.read_table(file).to_pylist())
            case ".xlsx":
                # With lxml openpyxl writes signs by their numbers.
                sheet = zipfile.ZipFile(file).read("xl/worksheets/sheet2.xml").decode("utf-8")
                texts = "".join(ElementTree.fromstring(sheet).itertext())
            case ".png":
                continue
            case _:
                texts = file.read_bytes().decode("utf-8")
        # Tables of ties hold ids alone.
        assert any(name in texts for name in NAMES) != named_by_id(file), file


def named_by_id(file: Path) -> bool:
    """Whether a file holds ties and nothing but the ids of their ends, or tells how others are read."""
    return file.stem in ("README", "edges", *SCHEMA.edge)


@pytest.mark.parametrize("name", ["graphml", "gexf", "json"])
def test_a_kill_in_the_middle_leaves_what_was_there(db: Path, tmp_path: Path, name: str) -> None:
    """Killed while the draft is half written: the file that was there before is still there, as it was."""
    file = tmp_path / f"network.{name}"
    file.write_text("before", encoding="utf-8")
    called = [sys.executable, "-c", HALF, str(db), name, str(file)]
    with subprocess.Popen(called, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline() == b"half\n"
        process.send_signal(signal.SIGKILL)
    assert file.read_text("utf-8") == "before"
    assert [other.name for other in tmp_path.iterdir() if not other.name.startswith(".")] == [file.name]
