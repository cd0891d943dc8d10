"""Every command on a Neo4j server as on a file: the same bytes, on the sample."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from neo4j_server import emptied, shared

from graphgov.cli import cli

COMMITTEE = "530102005004"

COMMANDS = (
    ("status",),
    ("status", "--as-of", "2019-12-31"),
    ("coverage",),
    ("coverage", "--by", "district,category"),
    ("coverage", "--official", "--by", "street"),
    ("coverage", "--against", "2020-06-30"),
    ("coverage", "--as-of", "2020-06-30", "--by", "line"),
    ("blind-spots", "--community", "虹山中路社区"),
    ("blind-spots", "--standard", "two_coverages", "--as-of", "2019-12-31"),
    ("findings",),
    ("explain", COMMITTEE),
    ("explain", "爱琴海商业区"),
)


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The sample in a file, and in a server by way of `graphgov push`."""
    file, address = str(tmp_path_factory.mktemp("sample") / "sample.duckdb"), emptied(shared())
    _said("demo", "--db", file)
    _said("push", address, "--db", file)
    return file, address


def _said(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def _without_clocks(value: object) -> object:
    """Times of day, which differ from run to run, left out."""
    match value:
        case dict():
            return {key: _without_clocks(each) for key, each in value.items() if key != "imported_at"}
        case list():
            return [_without_clocks(each) for each in value]
    return value


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_same_bytes(databases: tuple[str, str], command: tuple[str, ...]) -> None:
    """Whichever store is asked."""
    file, server = (_said(*command, "--format", "json", "--db", database) for database in databases)
    assert server == file and len(file) > 100


def test_own_tables_are_the_same(databases: tuple[str, str], tmp_path: Path) -> None:
    """Exported from either, file by file."""
    for name, database in zip(("file", "server"), databases, strict=True):
        _said("export", str(tmp_path / name), "--db", database)
    files = sorted(path.name for path in (tmp_path / "file").iterdir())
    assert len(files) > 15
    for name in files:
        assert (tmp_path / "server" / name).read_bytes() == (tmp_path / "file" / name).read_bytes()


def test_import_and_undo(databases: tuple[str, str], tmp_path: Path) -> None:
    """The sample's own tables imported by both: what they say of it, and of themselves afterwards, is the same."""
    (tmp_path / "Unit.csv").write_text("id,name,type\nnew,示例,other\n", encoding="utf-8")
    said = [
        [
            _said("import", str(tmp_path), "--stated-on", "2020-07-23", "--source", "N", "--db", database),
            json.dumps(_without_clocks(json.loads(_said("status", "--format", "json", "--db", database)))),
            _said("explain", "new", "--db", database),
            _said("undo", "--db", database),
        ]
        for database in databases
    ]
    assert said[0] == said[1]
