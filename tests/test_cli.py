"""The command line: what every command prints, in every form and language, and how it fails."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from examples import arguments, prepared

from graphgov import words
from graphgov.answers.needs import OF_FINDINGS, wanted
from graphgov.answers.questions import day_of
from graphgov.cli import cli
from graphgov.cli.output import Bar
from graphgov.cli.program import Command, Group
from graphgov.files.writers import CSV, TEXT, Column, Sheet, as_csv, as_text, harmless, plain, shortened, width
from graphgov.findings import findings
from graphgov.policy import read_policy
from graphgov.schema import SCHEMA
from graphgov.store import open_store

Run = Callable[..., Result]

# A street with two communities.  U1 has a branch of its own; U2 is paired with its community since 2020 and has four
# members; U3 is mentioned by nobody; U4 and U5 are stalls in the market; U6 is closed; U7 is not known; U8 is claimed.
TOWN = {
    "Division": "id,name,type\nD1,甲区,district\nS1,乙街道,street\n",
    "Community": "id,name,type\nC1,丙社区,community\nC2,丁社区,community\nC3,丁社区,village\n",
    "PART_OF": "from,to\nS1,D1\nC1,S1\nC2,S1\nC3,S1\n",
    "Place": "id,name,type\nM1,戊市场,market\n",
    "Unit": """id,name,type,size,employees,full_members,operating,reported_org,reported_covered,no_org_reason
U1,一厂,enterprise,small,20,5,yes,,,
U2,二厂,enterprise,micro,8,4,yes,no,,没有场所
U3,三厂,enterprise,,,,,,,
U4,四号摊,individual_business,,2,,,no,,
U5,五号摊,individual_business,,3,,,,,
U6,六厂,enterprise,small,,,no,,,
U7,七厂,enterprise,large,,,,unknown,,
U8,八厂,enterprise,small,,,,,yes,
""",
    "LOCATED_IN": "from,to\nM1,C1\nU1,C1\nU2,C1\nU3,C2\nU4,M1\nU5,M1\nU6,C1\nU7,C2\nU8,C2\n",
    "PartyOrganization": "id,name,type,tier\nP1,一厂支部,ordinary,branch\nP2,丙社区党委,ordinary,committee\n",
    "HAS_PARTY_ORG": "from,to,mode\nU1,P1,single\nC1,P2,single\n",
    "PAIRED_WITH": "from,to,valid_from\nU2,C1,2020-01-01\n",
}

HOSTILE = {
    "quotes": 'O\'Brien "&" \\ `rm`',
    "newline": "first\nsecond",
    "script": "</script><script>alert(1)</script>",
    "formula": "=cmd|' /C calc'!A0",
    "plus": "+1+2",
    "tab": "\t=1",
    "turned": "\u202etxt.exe\u200f",
    "sql": "'); DROP TABLE Unit; --",
    "long": "长" * 10_000,
}


@pytest.fixture(autouse=True)
def silent_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves its language behind."""
    monkeypatch.setattr(words, "_chosen", [])


def write(folder: Path, tables: dict[str, str]) -> Path:
    """A folder of own tables."""
    folder.mkdir(parents=True)
    for kind, text in tables.items():
        (folder / f"{kind}.csv").write_text(text, encoding="utf-8", newline="")
    return folder


def run(db: Path | str, *args: str, lang: str = "en") -> Result:
    """A command on a database, in a language."""
    env = {"GRAPHGOV_DB": str(db), "GRAPHGOV_LANG": lang}
    words._chosen.clear()  # each command is a process of its own outside the tests
    return CliRunner(env=env).invoke(cli, args, prog_name="graphgov")


def done(db: Path | str, *args: str, lang: str = "en") -> str:
    """What a command prints that ends well and says nothing beside."""
    result = run(db, *args, lang=lang)
    assert (result.exit_code, result.stderr) == (0, ""), (args, result.stderr, result.exception)
    return result.stdout


def as_json(db: Path, *args: str) -> Any:
    """What a command answers as JSON."""
    return json.loads(done(db, *args, "--format", "json"))


def as_rows(db: Path, *args: str) -> list[dict[str, str]]:
    """What a command answers as CSV, which begins with the mark that spreadsheets need."""
    result = run(db, *args, "--format", "csv")
    assert result.exit_code == 0, result.stderr
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf")
    text = result.stdout_bytes.decode("utf-8-sig")
    assert "\n" not in text.replace("\r\n", "") or "first\nsecond" in text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def refused(db: Path | str, *args: str, lang: str = "en") -> str:
    """The message of bad input: exit code 2, and nothing on the output."""
    result = run(db, *args, lang=lang)
    assert (result.exit_code, result.stdout) == (2, ""), (args, result.stdout, result.exception)
    return result.stderr


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town of `TOWN`, stated for 2020-06-30."""
    folder = tmp_path_factory.mktemp("town")
    tables = write(folder / "ledger", TOWN)
    printed = run(folder / "town.duckdb", "import", str(tables), "--stated-on", "2020-06-30")
    assert printed.exit_code == 0, printed.stderr
    assert "import 1: ledger (2020-06-30)" in printed.stdout and "Unit 8" in printed.stdout
    return folder / "town.duckdb"


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Blind units whose names would do harm where they are not treated as names."""
    folder = tmp_path_factory.mktemp("hostile")
    buffer = io.StringIO()
    csv.writer(buffer).writerows([("id", "name", "type"), *((key, name, "other") for key, name in HOSTILE.items())])
    tables = write(folder / "ledger", {"Unit": buffer.getvalue()})
    assert run(folder / "hostile.duckdb", "import", str(tables)).exit_code == 0
    return folder / "hostile.duckdb"


# ---- Help -------------------------------------------------------------------------------------------------------


def commands(group: Group = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Command | Group]]:
    """Every command with the words that call it."""
    for name, command in group.commands.items():
        yield (*path, name), command
        if isinstance(command, Group):
            yield from commands(command, (*path, name))


@pytest.mark.parametrize("path", [(), *(path for path, _ in commands())], ids=" ".join)
def test_help_is_in_both_languages(path: tuple[str, ...], tmp_path: Path) -> None:
    """Every command has help in Chinese and English, wherever --lang stands, and every option is described."""
    zh, en = done(tmp_path, *path, "--help", lang="zh"), done(tmp_path, *path, "--help", lang="en")
    assert "用法" in zh and "Usage" not in zh
    assert "Usage" in en and "选项" not in en
    assert done(tmp_path, *path, "--help", "--lang", "zh", lang="en") == zh
    assert done(tmp_path, "--lang", "zh", *path, "--help", lang="en") == zh


def test_help_is_complete() -> None:
    """No command and no option lacks its entry in the catalogue."""
    for path, command in [((), cli), *commands()]:
        assert words.has("help", command.text), path
        assert all(words.has("help", "option", str(param.name)) for param in command.params if _is_option(param)), path


def _is_option(param: click.Parameter) -> bool:
    return isinstance(param, click.Option)


def examples() -> list[str]:
    """Every example of the help that can be run on the sample."""
    # They need a server or a terminal, or do not end.
    unready = ("pull", "serve", "resolve --ask")
    found = [example for _, command in commands() for example in command.examples]
    return [example for example in found if not example.startswith(tuple(f"graphgov {name}" for name in unready))]


@pytest.mark.parametrize("example", examples())
def test_examples_run(example: str, kunming: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the help shows as an example works as it stands there."""
    monkeypatch.chdir(tmp_path)
    prepared(tmp_path)
    args = arguments(example)
    writes = args[0] in ("import", "undo", "set", "end", "exempt")
    result = run(shutil.copy(kunming, "graphgov.duckdb") if writes else kunming, *args)
    assert result.exit_code == 0, result.stderr


# ---- Every command ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize(
    "args",
    [
        "status",
        "coverage",
        "coverage --by district",
        "coverage --by street,category --kind Unit",
        "coverage --official",
        "coverage --official --by district",
        "coverage --by district --against 2019-01-01 --flips",
        *(f"coverage --by {name}" for name in ("place", "line", "responsible", "reason", "size", "employees")),
        "blind-spots",
        "blind-spots --finding agreement_ended --standard organization",
        "blind-spots --category individual_business --limit 3",
        "findings",
        "explain story-P1",
        "policy show",
        "policy show category market",
    ],
)
def test_every_command_answers_in_every_language(args: str, lang: str, kunming: Path) -> None:
    """Table, CSV and JSON of every command, in Chinese and English: no message key, no empty answer."""
    for format_ in ("table", "json") if args.startswith("explain") else ("table", "csv", "json"):
        printed = done(kunming, *args.split(), "--format", format_, lang=lang)
        assert len(printed) > 60
        keys = {*words.catalogue()["message"], *words.catalogue()["help"]}
        assert format_ == "json" or not {key for key in keys if "_" in key and f" {key} " in printed}
    assert json.loads(printed)


def test_the_properties_read_are_all_that_is_asked_for(kunming: Path) -> None:
    """Every finding is found, with the same id, on what the commands read as on everything."""
    from graphgov.coverage import Coverage

    policy, store = read_policy(), open_store(kunming)
    graphs = (store.read(), store.read(wanted(policy, OF_FINDINGS)))
    whole, part = (findings(Coverage(graph.on(day_of("2020-07-23")), policy)) for graph in graphs)
    assert [(each.id, each.detail) for each in whole] == [(each.id, each.detail) for each in part]


def test_story(kunming: Path) -> None:
    """The big party committee of 虹山中路社区: 9 member units, 4 of them introduced, 7 paired, 16 partners."""
    measures = {each["measure"]: each["known"] for each in as_json(kunming, "explain", "story-P1")["measures"]}
    assert {name: measures[name] for name in ("member_units", "introduced_units", "paired", "partners")} == {
        "member_units": 9, "introduced_units": 4, "paired": 7, "partners": 16,
    }  # fmt: skip
    for name in ("爱琴海商业区", "红星美凯龙", "虹山新村67栋"):
        assert dict(as_json(kunming, "explain", name)["states"])["any_tie"] == "blind"


# ---- Coverage ---------------------------------------------------------------------------------------------------


def rate_of(answer: Any, kind: str, standard: str) -> dict[str, Any]:
    """The one rate of a kind under a standard."""
    (found,) = [each for each in answer["rates"] if (each["kind"], each["standard"]) == (kind, standard)]
    return dict(found)


def test_overview(town: Path) -> None:
    """Seven units count (one is closed): two have a tie, one a branch, one is claimed, one unknown."""
    answer = as_json(town, "coverage")
    any_tie, organization = rate_of(answer, "Unit", "any_tie"), rate_of(answer, "Unit", "organization")
    names = ("covered", "base", "claimed", "unknown", "blind", "not_applicable", "base_unknown")
    assert [any_tie[name] for name in names] == [2, 7, 1, 1, 3, 1, 0]
    assert [organization[name] for name in names] == [1, 7, 1, 1, 4, 1, 0]
    assert any_tie["rate"] == pytest.approx(2 / 7) and any_tie["upper"] == pytest.approx(4 / 7)
    assert (answer["day"], any_tie["denominator"], answer["policy"]) == ("2020-06-30", "active", "policy.toml")
    assert [rate_of(answer, "Place", "any_tie")[name] for name in names] == [0, 1, 0, 0, 1, 0, 0]
    assert sum(answer["quadrants"]["Unit"].values()) == 7 and answer["quadrants"]["Unit"]["uncovered_linked"] == 1


def test_by_group(town: Path) -> None:
    """Groups have keys, labels and numbers; categories come in the order of the policy; kinds stand apart."""
    answer = as_json(town, "coverage", "--by", "community,category", "--kind", "Unit")
    found = [([part["key"] for part in each["group"]], each["covered"], each["base"]) for each in answer["rates"]]
    assert found == [
        (["C1", "small_micro_enterprise"], 2, 2),
        (["C1", "individual_business"], 0, 2),
        (["C2", "small_micro_enterprise"], 0, 1),
        (["C2", "enterprise_other"], 0, 1),
        (["C2", "enterprise_size_unknown"], 0, 1),
    ]
    printed = done(town, "coverage", "--by", "community", lang="zh")
    assert (
        "丙社区" in printed
        and "截止 2020-06-30" in printed
        and "标准：有任何联系" in printed
        and "口径：存续" in printed
    )
    rows = as_rows(town, "coverage", "--by", "community", "--kind", "Unit")
    assert [(row["community"], row["covered"], row["base"], row["blind"]) for row in rows] == [
        ("丙社区", "2", "4", "2"), ("丁社区", "0", "3", "1"),
    ]  # fmt: skip


def test_a_kind_without_the_dimension_is_left_out(town: Path) -> None:
    """Units have a size and places have not: only units are shown; asked for places, it says so."""
    assert {each["kind"] for each in as_json(town, "coverage", "--by", "size")["rates"]} == {"Unit"}
    assert "size" in refused(town, "coverage", "--by", "size", "--kind", "Place")


def test_official_form(town: Path) -> None:
    """One own branch, one unit with four members and nothing, five of which nobody counted the members."""
    (form,) = as_json(town, "coverage", "--official")["forms"]
    assert {name: count for name, count in form.items() if name != "group" and count} == {
        "S3": 1, "N1": 1, "members_unknown": 5, "total": 7,
    }  # fmt: skip
    forms = as_json(town, "coverage", "--official", "--by", "community")["forms"]
    assert [(form["group"][0]["key"], form["total"]) for form in forms] == [("C1", 4), ("C2", 3)]


def test_as_of_and_against(town: Path) -> None:
    """On the last day of 2019 the pairing does not hold yet: U2 flips, and nobody else."""
    assert rate_of(as_json(town, "coverage", "--as-of", "2019-12-31"), "Unit", "any_tie")["covered"] == 1
    assert rate_of(as_json(town, "coverage", "--as-of", "2020-01-01"), "Unit", "any_tie")["covered"] == 2
    answer = as_json(town, "coverage", "--kind", "Unit", "--against", "2019-12-31")
    ((comparison),) = answer["comparisons"]
    assert comparison["flips"] == [{"subject": {"id": "U2", "name": "二厂"}, "before": "blind", "after": "covered"}]
    assert [(side["covered"], side["base"]) for side in comparison["rates"][0].values()] == [(1, 7), (2, 7)]
    printed = done(town, "coverage", "--against", "2019-12-31", "--flips")
    assert "2019-12-31" in printed and "二厂" in printed and "+14.3" in printed
    assert "二厂" not in done(town, "coverage", "--against", "2019-12-31")
    (rate,) = as_rows(town, "coverage", "--kind", "Unit", "--against", "2019-12-31")
    assert (rate["2019-12-31 covered"], rate["2020-06-30 covered"], rate["change (points)"]) == ("1", "2", "14.3")
    assert [row["identifier"] for row in as_rows(town, "coverage", "--against", "2019-12-31", "--flips")] == ["U2"]


def test_against_another_policy(town: Path, tmp_path: Path) -> None:
    """A policy without the rule of paired units: under it U2 is no longer covered."""
    shipped = Path(words.__file__).with_name("policy.toml").read_text(encoding="utf-8")
    other = tmp_path / "stricter.toml"
    other.write_text(
        shipped.replace('name = "paired"\nrung', 'name = "paired"\nenabled = false\nrung', 1), encoding="utf-8"
    )
    answer = as_json(town, "coverage", "--kind", "Unit", "--against", str(other))
    assert answer["before"]["policy"] == "stricter.toml"
    assert [flip["subject"]["id"] for flip in answer["comparisons"][0]["flips"]] == ["U2"]
    assert "stricter.toml" in done(town, "coverage", "--against", str(other))
    assert rate_of(as_json(town, "coverage", "--policy", str(other)), "Unit", "any_tie")["covered"] == 1


# ---- Blind spots ------------------------------------------------------------------------------------------------


def blind(town: Path, *args: str) -> tuple[list[str], list[tuple[str, int]]]:
    """The ids of units that are shown one by one, and of containers with the number of units."""
    (units,) = [each for each in as_json(town, "blind-spots", *args)["kinds"] if each["kind"] == "Unit"]
    return [each["id"] for each in units["subjects"]], [(each["id"], each["units"]) for each in units["containers"]]


def test_blind_spots(town: Path) -> None:
    """One factory by name, the two stalls by their market; with the numbers under every standard."""
    answer = as_json(town, "blind-spots")
    units, places = answer["kinds"]
    assert [each["id"] for each in units["subjects"]] == ["U3"]
    assert units["subjects"][0]["remark"] == "nobody_said" and units["subjects"][0]["district"]["name"] == "甲区"
    (market,) = units["containers"]
    assert (market["id"], market["units"], market["employees"], market["stated_none"]) == ("M1", 2, 5, 1)
    assert market["responsible"] == {"id": "P2", "name": "丙社区党委"}
    assert units["blind"] == 3 and units["under"]["organization"] == 4
    assert [each["id"] for each in places["subjects"]] == ["M1"] and places["blind"] == 1
    assert "3 blind under any tie" in done(town, "blind-spots") and "4 (+1)" in done(town, "blind-spots")


def test_blind_spots_filtered(town: Path) -> None:
    """By territory, category, standard, denominator and finding; each alone and joined."""
    assert blind(town, "--community", "C2") == (["U3"], [])
    assert blind(town, "--community", "丙社区") == ([], [("M1", 2)])
    assert blind(town, "--district", "甲区", "--street", "乙街道", "--standard", "organization") == (
        ["U2", "U3"], [("M1", 2)],
    )  # fmt: skip
    assert blind(town, "--category", "individual_business") == (["U4", "U5"], [])
    assert blind(town, "--denominator", "three_members", "--standard", "organization") == (["U2"], [])
    assert blind(town, "--finding", "must_build", "--standard", "organization") == (["U2"], [])
    assert blind(town, "--finding", "must_build", "--community", "C2") == ([], [])


def test_members_of_individual_businesses_are_not_listed(town: Path) -> None:
    """No column of a blind spot holds numbers of members."""
    rows = as_rows(town, "blind-spots", "--category", "individual_business")
    assert [row["identifier"] for row in rows] == ["U4", "U5"]
    assert not [name for name in rows[0] if "member" in name]


def test_limit_says_what_it_leaves_out(kunming: Path) -> None:
    """A table is cut and says so; files, CSV and JSON hold everything."""
    printed = done(kunming, "blind-spots", "--kind", "Place")
    whole = as_json(kunming, "blind-spots", "--kind", "Place")["kinds"][0]
    assert f"50 of {len(whole['subjects'])} rows" in printed
    assert len(whole["subjects"]) == whole["blind"] == len(as_rows(kunming, "blind-spots", "--kind", "Place"))
    assert len(as_json(kunming, "blind-spots", "--kind", "Place", "--limit", "7")["kinds"][0]["subjects"]) == 7
    assert "rows" not in done(kunming, "blind-spots", "--kind", "Place", "--limit", "0")


# ---- Findings, explain, status ----------------------------------------------------------------------------------


def test_findings(town: Path) -> None:
    """One unit must build; counts and list agree; severity and territory narrow them."""
    answer = as_json(town, "findings", "--name", "must_build")
    (found,) = answer["findings"]
    assert (found["subject"]["id"], found["severity"], found["subject"]["kind"]) == ("U2", "high", "Unit")
    assert answer["counts"] == [{"name": "must_build", "severity": "high", "count": 1}]
    assert as_json(town, "findings", "--name", "must_build", "--community", "C2")["findings"] == []
    every = as_json(town, "findings")
    assert sum(each["count"] for each in every["counts"]) == len(every["findings"]) > 3
    high = as_json(town, "findings", "--severity", "high")["findings"]
    assert high == [each for each in every["findings"] if each["severity"] == "high"]
    (row,) = as_rows(town, "findings", "--name", "must_build")
    assert row["identifier"] == "U2" and row["remedy"] == words.word("remedy", "must_build", lang="en")


def test_explain(town: Path) -> None:
    """Ids and names will do; the state under every standard."""
    answer = as_json(town, "explain", "二厂")
    assert answer["id"] == "U2" and dict(answer["states"])["any_tie"] == "covered"
    assert dict(answer["states"])["organization"] == "blind"
    assert "二厂" in done(town, "explain", "U2", lang="zh")


def test_status(town: Path) -> None:
    """Counts by kind on the day, the source with its import, ties without a beginning, units that nobody mentions."""
    answer = as_json(town, "status")
    assert {kind: answer["kinds"][kind] for kind in ("Unit", "Place", "Community", "PAIRED_WITH", "Claim")} == {
        "Unit": 8, "Place": 1, "Community": 3, "PAIRED_WITH": 1, "Claim": 0,
    }  # fmt: skip
    assert as_json(town, "status", "--as-of", "2019-12-31")["kinds"]["PAIRED_WITH"] == 0
    assert answer["sources"] == [{"source": "ledger", "stated_on": "2020-06-30", "imports": [1], "undone": []}]
    quality = {(each["name"], each["kind"]): (each["count"], each["of"]) for each in answer["quality"]}
    assert quality["unknown_start", "LOCATED_IN"] == (9, 9) and quality["unknown_start", "PAIRED_WITH"] == (0, 1)
    assert quality["unmentioned", "Unit"] == (3, 8)  # U3, U5 and U6
    assert quality["counts_undated", "Unit"] == (8, 8) and quality["waiting", "PAIRED_WITH"] == (0, None)


# ---- Writing ----------------------------------------------------------------------------------------------------


def test_init_import_undo(tmp_path: Path) -> None:
    """An empty database, an import, the same again, one with a tie that waits, and all of it taken back."""
    db = tmp_path / "new.duckdb"
    tables = write(tmp_path / "ledger", TOWN)
    assert str(db) in done(db, "init") and db.exists()
    assert "ready" in done(db, "init")
    assert as_json(db, "status")["kinds"]["Unit"] == 0
    assert "import 1" in done(db, "import", str(tables), "--source", "民政局", "--stated-on", "2020-06-30")
    assert "nothing new" in done(db, "import", str(tables), "--source", "民政局", "--stated-on", "2020-06-30")
    loose = write(tmp_path / "loose", {"HAS_PARTY_ORG": "from,to\nU3,nobody\n"})
    assert "HAS_PARTY_ORG.csv:2" in refused(db, "import", str(loose))
    assert "1 ties wait" in done(db, "import", str(loose), "--allow-dangling")
    quality = {(each["name"], each["kind"]): each["count"] for each in as_json(db, "status")["quality"]}
    assert quality["waiting", "HAS_PARTY_ORG"] == 1
    assert "import 2" in done(db, "undo") and "民政局" in done(db, "undo", lang="zh")
    assert as_json(db, "status")["kinds"]["Unit"] == 0
    last = run(db, "undo")
    assert (last.exit_code, last.stdout) == (1, "") and "no import to undo" in last.stderr


def test_an_import_with_errors_names_every_place(tmp_path: Path) -> None:
    """Two problems, both named with file, row, column and cure; nothing is left behind."""
    tables = write(tmp_path / "bad", {"Unit": "id,name,type\nU1,a,enterprize\nU2,b,other\n", "PART_OF": "from,too\n"})
    message = refused(tmp_path / "x.duckdb", "import", str(tables))
    assert "Unit.csv:2 type" in message and "did you mean enterprise" in message and "PART_OF.csv" in message
    assert not (tmp_path / "x.duckdb").exists()


def test_a_claim_of_an_unknown_measure_is_refused(tmp_path: Path) -> None:
    """The measures that an import knows are those of the policy."""
    tables = {"Unit": "id,name,type\nU1,a,other\n", "Claim": "about,measure,value\nU1,tennants,3\n"}
    assert "tenants" in refused(tmp_path / "x.duckdb", "import", str(write(tmp_path / "bad", tables)))


def test_output_files(town: Path, tmp_path: Path) -> None:
    """The file's name says the format; what is printed goes to the error stream."""
    for name, begins in (("a.csv", b"\xef\xbb\xbf"), ("a.json", b"{"), ("a.txt", b"as of")):
        result = run(town, "coverage", "--output", str(tmp_path / name))
        assert (result.exit_code, result.stdout) == (0, "") and str(tmp_path / name) in result.stderr
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert ".csv" in refused(town, "coverage", "--output", str(tmp_path / "a.docx"))
    assert "cannot be written" in refused(town, "coverage", "--output", str(tmp_path / "none" / "a.csv"))


# ---- Policy -----------------------------------------------------------------------------------------------------


def test_policy_show(tmp_path: Path) -> None:
    """Tables, the entries of one, one entry as it stands in the file."""
    answer = as_json(tmp_path, "policy", "show")
    assert answer["default_standard"] == "any_tie" and "joint" in answer["tables"]["rule"]
    entry = as_json(tmp_path, "policy", "show", "rule", "joint")
    assert (entry["rung"], entry["form"]) == (2, "J") and entry["path"].startswith("(u:Unit)-[:HAS_PARTY_ORG")
    assert "own_branch" in done(tmp_path, "policy", "show", "rule")
    assert "did you mean rule" in refused(tmp_path, "policy", "show", "rules")
    assert "did you mean joint" in refused(tmp_path, "policy", "show", "rule", "jiont")


def test_policy_check(tmp_path: Path) -> None:
    """A sound file is counted; a faulty one is refused with entry, key and the nearest right word."""
    shipped = Path(words.__file__).with_name("policy.toml").read_text(encoding="utf-8")
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text(shipped, encoding="utf-8")
    bad.write_text(shipped.replace("rung = 2", "rnug = 2", 1), encoding="utf-8")
    assert "sound" in done(tmp_path, "policy", "check", str(good))
    message = refused(tmp_path, "policy", "check", str(bad))
    assert "bad.toml:" in message and "joint" in message and "did you mean rung" in message


# ---- Hostile names ----------------------------------------------------------------------------------------------


def test_hostile_names_come_out_of_json_unchanged(hostile: Path) -> None:
    """What went in comes out, sign by sign."""
    subjects = as_json(hostile, "blind-spots", "--kind", "Unit")["kinds"][0]["subjects"]
    assert {each["id"]: each["name"] for each in subjects} == HOSTILE
    for key, name in HOSTILE.items():
        assert as_json(hostile, "explain", key)["name"] == name
    assert as_json(hostile, "explain", HOSTILE["sql"])["id"] == "sql"


def test_hostile_names_do_no_harm_in_csv(hostile: Path) -> None:
    """No cell begins like a formula, and behind the apostrophe the name is whole."""
    rows = {row["identifier"]: row["name"] for row in as_rows(hostile, "blind-spots", "--kind", "Unit")}
    assert not [name for name in rows.values() if name.startswith(("=", "+", "-", "@", "\t"))]
    quoted = {"formula", "plus", "tab"}
    assert rows == {key: "'" + name if key in quoted else name for key, name in HOSTILE.items()}


def test_hostile_names_do_no_harm_on_a_terminal(hostile: Path) -> None:
    """Each on one line, cut, with nothing that steers the terminal or turns the writing."""
    printed = done(hostile, "blind-spots", "--kind", "Unit", "--limit", "0")
    assert "first second" in printed and "<U+202E>txt.exe" in printed and "\u202e" not in printed
    assert max(map(len, printed.splitlines())) < 300
    assert "\u202e" not in done(hostile, "explain", "turned") and "\t" not in done(hostile, "explain", "tab")


# ---- Errors -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ("covrage", "did you mean coverage"),
        ("coverage --bye district", "did you mean --by"),
        ("coverage --by distrct", "did you mean district"),
        ("coverage --kind Units", "did you mean Unit"),
        ("coverage --standard two_coverage", "did you mean two_coverages"),
        ("coverage --denominator actve", "did you mean active"),
        ("coverage --as-of 2020-6-30", "YYYY-MM-DD"),
        ("coverage --as-of 2020-02-30", "YYYY-MM-DD"),
        ("coverage --against soon", ".toml"),
        ("coverage --against none.toml", "none.toml does not exist"),
        ("coverage --policy none.toml", "none.toml does not exist"),
        ("coverage --flips", "--against"),
        ("coverage --official --standard any_tie", "--official"),
        ("coverage --format yaml", "table, csv, json"),
        ("coverage too much", "'too'"),
        ("coverage --db", "--db"),
        ("blind-spots --category markt", "did you mean market"),
        ("blind-spots --finding must_biuld", "did you mean must_build"),
        ("blind-spots --kind Place --denominator active", "places_in_use"),
        ("blind-spots --kind Unit --category market", "owners_committee"),
        ("blind-spots --limit many", "many"),
        ("blind-spots --limit -1", "-1"),
        ("blind-spots --district 乙街道", "乙街道 is a street"),
        ("blind-spots --community 丁社区", "C3"),
        ("blind-spots --community 己社区", "nothing is called"),
        ("findings --name must_biuld", "did you mean must_build"),
        ("findings --severity severe", "high, medium, low"),
        ("explain", "ID|NAME"),
        ("explain 戊市长", "did you mean 戊市场"),
        ("explain 丁社区", "choose by id"),
        ("import", "PATH"),
        ("import nowhere", "nowhere does not exist"),
        ("--lang fr status", "zh, en"),
    ],
)
def test_bad_input(args: str, said: str, town: Path) -> None:
    """Exit code 2, one clear message on the error stream, in either language, and nothing on the output."""
    assert said in refused(town, *args.split()).replace("'--", "--")
    assert refused(town, *args.split(), lang="zh").startswith("错误：")


def test_several_are_listed_with_their_ids(town: Path) -> None:
    """Two communities of one name: both ids are shown, to choose from."""
    message = refused(town, "explain", "丁社区")
    assert "C2" in message and "C3" in message


def test_there_is_no_database(tmp_path: Path) -> None:
    """Exit code 1 and what to do about it."""
    result = run(tmp_path / "none.duckdb", "coverage")
    assert (result.exit_code, result.stdout) == (1, "") and "graphgov import" in result.stderr
    assert not (tmp_path / "none.duckdb").exists()


def test_an_empty_database_answers(tmp_path: Path) -> None:
    """Nothing is 0 of 0 and no rate at all, never 0 % or 100 %."""
    db = tmp_path / "empty.duckdb"
    done(db, "init")
    assert {(each["base"], each["rate"], each["upper"]) for each in as_json(db, "coverage")["rates"]} == {
        (0, None, None)
    }
    assert "0/0" in done(db, "coverage") and "n/a" in done(db, "coverage")
    for args in ("coverage --by district", "coverage --official", "blind-spots", "findings", "status"):
        done(db, *args.split())


# ---- Demo -------------------------------------------------------------------------------------------------------


def test_demo(kunming: Path) -> None:
    """On a database that holds the sample: everything the story asks for, and nothing is imported again."""
    before = kunming.read_bytes()
    printed = done(kunming, "demo", lang="zh")
    for said in ("五华区", "小微企业", "专业市场", "两个覆盖", "应建未建", "虹山中路社区", "已知 16", "接下来可以"):
        assert said in printed
    assert "by district" in done(kunming, "demo") and kunming.read_bytes() == before


def test_demo_does_not_mix_with_other_data(town: Path) -> None:
    """Fictional units never get among somebody's own."""
    message = refused(town, "demo")
    assert "ledger" in message and as_json(town, "status")["kinds"]["Unit"] == 8


# ---- Whole processes --------------------------------------------------------------------------------------------


def process(*args: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """`python -m graphgov` as somebody would start it."""
    plain_env = {name: value for name, value in os.environ.items() if not name.startswith(("GRAPHGOV", "PYTHONIO"))}
    return subprocess.run(
        [sys.executable, "-m", "graphgov", *args], env=plain_env | {"GRAPHGOV_LANG": "zh"} | env, capture_output=True
    )


def test_code_pages(town: Path) -> None:
    """Under GBK the text is GBK, under a page without Chinese question marks: never a crash; JSON is UTF-8."""
    args = ("coverage", "--by", "community", "--db", str(town))
    gbk, western = process(*args, PYTHONIOENCODING="gbk"), process(*args, PYTHONIOENCODING="cp1252")
    assert gbk.returncode == 0 and "丙社区" in gbk.stdout.decode("gbk")
    assert western.returncode == 0 and b"???" in western.stdout
    exact = process(*args, "--format", "json", PYTHONIOENCODING="cp1252")
    assert "丙社区" in exact.stdout.decode("utf-8")
    failed = process("explain", "己社区", "--db", str(town), PYTHONIOENCODING="cp1252")
    assert failed.returncode == 2 and failed.stdout == b"" and failed.stderr


def test_no_bar_when_piped(tmp_path: Path) -> None:
    """The error stream of an import is empty when nobody sees it."""
    result = process("import", str(write(tmp_path / "ledger", TOWN)), "--db", str(tmp_path / "x.duckdb"))
    assert (result.returncode, result.stderr) == (0, b"") and "第 1 次导入" in result.stdout.decode("utf-8")


def test_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal a bar is drawn in place and taken away without a trace; elsewhere nothing is written."""
    terminal, file = io.StringIO(), io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    for stream in (terminal, file):
        bar = Bar(stream)
        bar("read", 1, 2)
        bar("write", 2, 2)
        bar.clear()
    shown = terminal.getvalue().split("\r")
    assert shown[1] == "reading [############............] 1/2" and shown[2].startswith(
        "writing [" + "#" * 24 + "] 2/2"
    )
    assert shown[3].isspace() and shown[4] == "" and file.getvalue() == ""


def test_a_reader_that_goes_away_is_no_error_message(town: Path) -> None:
    """Like `| head`: nothing is said."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "graphgov", "status", "--db", str(town)]
    result = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (result.returncode, result.stderr) == (1, b"")


# ---- Writers ----------------------------------------------------------------------------------------------------


def test_width() -> None:
    """East Asian signs take two columns, combining and turning ones none."""
    assert [width(text) for text in ("abc", "虹山", "（a）", "e\u0301", "\u202ea")] == [3, 4, 5, 1, 1]
    assert shortened("虹山中路社区", 12) == "虹山中路社区" and shortened("虹山中路社区", 7) == "虹山中…"
    assert plain("a\nb\x1b[31m\u202e") == "a b<U+001B>[31m<U+202E>"


def test_table_is_aligned() -> None:
    """Columns line up whatever signs they hold, and are made narrower to fit a terminal."""
    columns = (Column("name"), Column("n", right=True), Column("code", shown=CSV))
    sheet = Sheet(columns, (("虹山中路社区", 7, "x"), ("abc", 12, "y")), "title")
    assert as_text(sheet) == "title\nname           n\n------------  --\n虹山中路社区   7\nabc           12"
    narrow = as_text(Sheet(columns, (("虹山中路社区居民委员会", 7, "x"),)), 16)
    assert max(width(line) for line in narrow.splitlines()) <= 16 and "…" in narrow


def test_csv_is_harmless() -> None:
    """Formulas are quoted, long codes and what looks like a date stay text; numbers stay numbers."""
    assert [harmless(text) for text in ("=1", "+1", "-1", "@x", "\tx", "a=1", "")] == [
        "'=1", "'+1", "'-1", "'@x", "'\tx", "a=1", "",
    ]  # fmt: skip
    assert [harmless(text) for text in ("530102005004", "10-49", "3/12", "2020-06-30")] == [
        "530102005004\t", "10-49\t", "3/12\t", "2020-06-30",
    ]  # fmt: skip
    sheet = Sheet((Column("a"), Column("b", shown=TEXT), Column("=c")), ((-1, "x", None), ("-1", "y", 'q"\n')))
    assert as_csv(sheet) == b'\xef\xbb\xbfa,\'=c\r\n-1,\r\n\'-1,"q""\n"\r\n'


def test_schema_is_read_in_full_for_states() -> None:
    """Whatever the commands read of a kind is a property of that kind."""
    for kind, names in wanted(read_policy(), OF_FINDINGS).items():
        assert names <= set(SCHEMA.kinds[kind].by_name), kind
