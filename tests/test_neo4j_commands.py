"""Every command on a Neo4j server as on a file: the same bytes, on the sample."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import click
import pytest
from click.testing import CliRunner
from ledgers import dirty, rows
from neo4j_server import emptied, shared
from serving import pages
from test_copying import everything

from graphgov.cli import cli
from graphgov.export.model import formats
from graphgov.named import library
from graphgov.store import open_store

COMMANDS = (
    "status",
    "status --as-of 2019-12-31",
    "coverage",
    "coverage --by district,category",
    "coverage --by street,type --denominator three_members --kind Unit",
    "coverage --by community --standard two_coverages_broad",
    "coverage --by place,size",
    "coverage --by responsible,reason",
    "coverage --by industry,ownership",
    "coverage --by employees",
    "coverage --official --by street",
    "coverage --against 2020-06-30 --by district --flips",
    "coverage --as-of 2020-06-30 --by line",
    "blind-spots --community 虹山中路社区",
    "blind-spots --standard two_coverages --as-of 2019-12-31",
    "findings",
    "findings --severity high --as-of 2019-12-31",
    "explain 530102005004",
    "explain 爱琴海商业区",
    "diff 2019-06-30 2020-06-30",
    "diff 2020-06-30 2020-07-23 --street 丰宁街道",
    "history 虹山中路社区",
    "history SL-U01207 --as-of 2019-12-31",
    "compare kunming/town kunming/story",
    "neighbors 爱琴海商业区 --layer all --hops 2",
    "path 云南警官学院 虹山中路社区",
    "path story-M1 红星社区 --layer all --as-of 2020-06-30",
    "network bridges",
    "network isolates",
    "network components",
    "network central --projection committees",
    "network interlocks",
    "network segmentation --against 2019-06-30",
    "network red-ties",
    "network reach 虹山中路社区",
)
"""Commands that answer; every dimension of coverage is in one of them."""

EXPORTS = (
    "network.csv --what network", "blind.csv --what blind-spots", "network.json --history", "network.graphml",
    "network.gexf --history", "picture.svg --community 虹山中路社区", "picture.png --community 虹山中路社区",
    "page.html --community 虹山中路社区", "workbook.xlsx --street 丰宁街道",
    "script.cypher --community 虹山中路社区", "gephi --format gephi",
    "parquet --format parquet", "neo4j-admin --format neo4j-admin --history", "tables",
)  # fmt: skip

PAGES = (
    "/", "/coverage?by=district", "/official?by=district", "/matrix", "/map", "/blind-spots?street=丰宁街道",
    "/findings?severity=high", "/analyst", "/status", "/path?from=云南警官学院&to=虹山中路社区",
    "/ego/story-P1?hops=2", "/subject/story-P1",
    "/ask/linkages/interlocks", "/ask/structure/within?p.id=SL-P0091",
)  # fmt: skip


GROUPS = ("change", "linkages", "quality", "structure")
"""Of named queries."""


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The sample in a file, and in a server by way of `graphgov push`."""
    file, address = str(tmp_path_factory.mktemp("sample") / "sample.duckdb"), emptied(shared())
    for _ in range(2):
        said = [_said("init", "--db", database).replace(database, "") for database in (file, address)]
        assert said[0] == said[1]
    _said("demo", "--db", file)
    _said("push", address, "--db", file)
    return file, address


def _said(*arguments: str) -> str:
    result = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def _commands(group: click.Group, before: str = "") -> Iterator[str]:
    """Every command as it is typed."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def _files(folder: Path) -> dict[str, bytes]:
    """What is in a folder, by path; of a workbook each part but the one with the time of day."""
    found = {}
    for path in folder.rglob("*.*"):
        if path.suffix == ".xlsx":
            with ZipFile(path) as parts:
                found |= {part: parts.read(part) for part in parts.namelist() if part != "docProps/core.xml"}
        elif path.is_file():
            found[str(path.relative_to(folder))] = path.read_bytes()
    return found


def _without_clocks(value: object) -> object:
    """Times of day, which differ from run to run, left out."""
    match value:
        case dict():
            return {key: _without_clocks(each) for key, each in value.items() if key != "imported_at"}
        case list():
            return [_without_clocks(each) for each in value]
    return value


@pytest.mark.parametrize("command", COMMANDS)
def test_the_same_bytes(databases: tuple[str, str], command: str) -> None:
    """Whichever store is asked."""
    file, server = (_said(*command.split(), "--format", "json", "--db", database) for database in databases)
    assert server == file and len(file) > 100


@pytest.mark.parametrize("asked", EXPORTS)
def test_the_same_files(databases: tuple[str, str], tmp_path: Path, asked: str) -> None:
    """Exported from either, in every format, byte by byte."""
    name, *options = asked.split()
    written = []
    for number, database in enumerate(databases):
        (tmp_path / str(number)).mkdir()
        _said("export", str(tmp_path / str(number) / name), *options, "--db", database)
        written.append(_files(tmp_path / str(number)))
    assert written[0].keys() == written[1].keys() and written[0]
    for path, content in written[0].items():
        assert written[1][path] == content, path


def test_nothing_is_left_out() -> None:
    """The exports are in every format that there is; every command that asks a database is asked here."""
    options = [asked.partition(" --format ") for asked in EXPORTS]
    written = {name or Path(path.split()[0]).suffix[1:] or "tables" for path, _, name in options}
    assert {name.split()[0] for name in written} == set(formats())
    others = {"init", "import", "resolve", "undo", "set", "end", "exempt", "push", "pull"}
    others |= {"export", "report", "serve", "ask"}
    no_database = {"demo", "policy show", "policy check", "policy queries", "template"}
    names = {name for name in _commands(cli) if any(f"{asked} ".startswith(f"{name} ") for asked in COMMANDS)}
    assert set(_commands(cli)) == names | others | no_database


def test_named_queries_are_the_same(databases: tuple[str, str], long: bool) -> None:
    """All that are written by hand, with the examples of their headers; with --long all that the policy says, too."""
    asked = {name: query for name, query in library().items() if long or query.group in GROUPS}
    rows = []
    for name, query in asked.items():
        given = [f"--param={parameter}={value}" for parameter, value in query.example.items()]
        how = (name, *given, "--seconds", "500", "--format", "json")
        said = [_said("ask", *how, "--db", database) for database in databases]
        file, server = (json.loads(each)["rows"] for each in said)
        if "UNION" in query.text:  # its rows have no order
            assert sorted(map(repr, server)) == sorted(map(repr, file)), name
        else:
            assert said[0] == said[1], name
        rows.append(len(file))
    assert sum(map(bool, rows)) > len(asked) / 2


def test_nodes_and_ties_are_the_same(databases: tuple[str, str]) -> None:
    """As results of a query, with every property: byte by byte, once their order is that of a property."""
    ties = "MATCH (u)-[t:LOCATED_IN|MEMBER_OF|PAIRED_WITH]-(p) RETURN u, t, p ORDER BY u.id, p.id, t.id, t.since"
    lists = "MATCH (p:Place)<-[:LOCATED_IN]-(u) WITH p, u ORDER BY u.id RETURN p.id AS id, collect(u) AS l ORDER BY id"
    for query in (ties, lists):
        file, server = (_said("ask", "--cypher", query, "--format", "json", "--db", database) for database in databases)
        assert server == file and len(json.loads(file)["rows"]) > 10


def test_the_report_is_the_same(databases: tuple[str, str], tmp_path: Path) -> None:
    """One file, byte by byte."""
    for name, database in zip(("file", "server"), databases, strict=True):
        _said("report", str(tmp_path / f"{name}.html"), "--street", "丰宁街道", "--db", database)
    assert (tmp_path / "server.html").read_bytes() == (tmp_path / "file.html").read_bytes()


def test_the_pages_are_the_same(databases: tuple[str, str]) -> None:
    """What stands behind every page of `graphgov serve`, and the pages."""
    sites = [pages(database) for database in databases]
    for page in PAGES:
        sign = "&" if "?" in page else "?"
        for target in (f"{page}{sign}format=json", page):
            file, server = (site.text(f"{target}") for site in sites)
            assert server == file and len(file) > 100, target


def test_there_and_back(databases: tuple[str, str], tmp_path: Path) -> None:
    """What `graphgov pull` brings from the server is what `graphgov push` took there, the record too."""
    back = str(tmp_path / "back.duckdb")
    _said("pull", databases[1], "--db", back)
    same = everything(open_store(back)) == everything(open_store(databases[0]))
    assert same  # without the difference, which is all of the sample


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


def test_by_hand(databases: tuple[str, str]) -> None:
    """A value, the end of a tie and an exemption, each taken back again: the same answers."""
    by = ("--reason", "电话核实", "--authority", "示例街道", "--format", "json", "--db")
    said = [
        [
            _said("set", "爱琴海商业区", "managed=yes", *by, database),
            _said("end", "MEMBER_OF", "云南警官学院", "story-P1", "--on", "2020-08-01", *by, database),
            _said("exempt", "红星美凯龙", "--until", "2020-12-31", *by, database),
            _said("explain", "红星美凯龙", "--format", "json", "--db", database),
            *(_said("undo", "--db", database) for _ in range(3)),
        ]
        for database in databases
    ]
    assert said[0] == said[1] and "电话核实" in said[0][3]


def test_resolve(databases: tuple[str, str], tmp_path: Path) -> None:
    """Likely pairs, verdicts on them, the judgements, and what was there before: the same answers, the same record."""
    head, day = "单位名称,单位类型,所属社区\n", ("--stated-on", "2020-07-31", "--yes")
    for name, line in (("a", "昆明云岭示例商贸有限公司"), ("b", "云岭示例商贸公司")):
        (tmp_path / f"{name}.csv").write_text(f"{head}{line},非公企业,示例社区\n", encoding="utf-8")
    filled, said = tmp_path / "pairs.csv", []
    for database in databases:
        for name in ("a", "b"):
            _said("import", str(tmp_path / f"{name}.csv"), *day, "--db", database)
        pairs = _said("resolve", "--format", "csv", "--db", database)
        filled.write_text(pairs.replace(",,1,", ",是,1,电话核实"), encoding="utf-8")
        said.append(
            [
                pairs,
                _said("resolve", str(filled), "--authority", "示例街道", "--db", database),
                _said("resolve", "--list", "--format", "json", "--db", database),
                _said("explain", "云岭示例商贸公司", "--db", database),
            ]
        )
    assert said[0] == said[1] and "电话核实" in said[0][2] and "昆明云岭示例商贸有限公司  [" in said[0][3]
    units, others = (sorted(map(repr, rows(open_store(database), "Unit"))) for database in databases)
    same = units == others
    assert same  # without the difference, which is all of the sample
    for database in databases:
        for _ in range(3):
            _said("undo", "--db", database)


def test_ledger(databases: tuple[str, str], tmp_path: Path) -> None:
    """A workbook of an office taken in beside the sample, again, and taken back: the same report, the same rows."""
    book, day = str(dirty("07")), ("--stated-on", "2020-07-31", "--yes")
    said = [
        [
            _said("import", book, *day, "--db", database),
            _said("import", book, *day, "--db", database),
            _said("explain", "昆明翠湖示例小学", "--db", database),
            _said("undo", "--db", database),
        ]
        for database in databases
    ]
    assert said[0] == said[1] and "昆明翠湖示例小学" in said[0][2]
