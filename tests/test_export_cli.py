"""`graphgov export`: which format, which part, what is refused, and that nothing is ever half written."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
from test_cli import TOWN, done, run, silent_language, write  # noqa: F401  # the fixture is for here too

from graphgov.errors import BadInput
from graphgov.export.model import WHAT, formats
from graphgov.files.whole import whole_file, whole_folder


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the town of test_cli."""
    folder = tmp_path_factory.mktemp("export")
    done(folder / "town.duckdb", "import", str(write(folder / "in", TOWN)), "--stated-on", "2020-06-30")
    return folder / "town.duckdb"


def rows(file: Path) -> list[list[str]]:
    """The rows of a CSV file, after the mark that spreadsheets need."""
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n")
    return list(csv.reader(content.decode("utf-8-sig").splitlines()))


def test_the_suffix_says_the_format(db: Path, tmp_path: Path) -> None:
    """Of nothing but a file's name, in any case of letters: the format and what it holds; a folder is own tables."""
    assert "nodes 16, ties 16" in done(db, "export", str(tmp_path / "n.JSON"))
    assert json.loads((tmp_path / "n.JSON").read_text("utf-8"))["directed"] is True
    done(db, "export", str(tmp_path / "b.csv"))
    assert rows(tmp_path / "b.csv")[0][:3] == ["kind", "identifier", "name"]
    done(db, "export", str(tmp_path / "tables"))
    assert (tmp_path / "tables" / "HAS_PARTY_ORG.csv").exists()
    done(db, "export", str(tmp_path / "odd.dat"), "--format", "json")
    assert json.loads((tmp_path / "odd.dat").read_text("utf-8"))["graph"]["day"] == "2020-06-30"


def test_a_list_is_the_answer_of_its_command(db: Path, tmp_path: Path) -> None:
    """Blind spots and findings, as CSV and as JSON, are what the commands of that name answer, of the same part."""
    for what in ("blind-spots", "findings"):
        for suffix in ("csv", "json"):
            part = ("--community", "C2")
            done(db, "export", str(tmp_path / f"e.{suffix}"), "--what", what, *part)
            run(db, what, *part, "--output", str(tmp_path / f"c.{suffix}"))
            assert (tmp_path / f"e.{suffix}").read_bytes() == (tmp_path / f"c.{suffix}").read_bytes()


def test_coverage_of_a_part(db: Path, tmp_path: Path) -> None:
    """The rates of a community: U3 blind, U7 unknown, U8 claimed, in the units' only row; no place is there."""
    done(db, "export", str(tmp_path / "c.csv"), "--what", "coverage", "--community", "C2")
    heading, *found = rows(tmp_path / "c.csv")
    assert [dict(zip(heading, row, strict=True))["community.identifier"] for row in found] == ["C2"]
    one = dict(zip(heading, found[0], strict=True))
    assert [one[name] for name in ("kind", "covered", "base", "claimed", "unknown", "blind")] == [
        "Unit", "0", "3", "1", "1", "1"
    ]  # fmt: skip


def test_a_part_of_the_network_has_what_it_is_tied_to(db: Path, tmp_path: Path) -> None:
    """C2 with what belongs there and what that is tied to: its units and its street, not the street's other ties."""
    done(db, "export", str(tmp_path / "n.json"), "--community", "C2")
    network = json.loads((tmp_path / "n.json").read_text("utf-8"))
    assert [node["id"] for node in network["nodes"]] == ["S1", "C2", "U3", "U7", "U8"]
    ties = sorted((edge["source"], edge["kind"], edge["target"]) for edge in network["edges"])
    assert ties == [("C2", "PART_OF", "S1"), *((f"U{n}", "LOCATED_IN", "C2") for n in (3, 7, 8))]


def network(db: Path, file: Path, *arguments: str) -> tuple[dict[str, dict[str, str]], list[tuple[str, str, str]]]:
    """The nodes, by id, and the ties (from, kind, to; sorted) of an exported network."""
    done(db, "export", str(file), *arguments)
    found = json.loads(file.read_text("utf-8"))
    ties = sorted((edge["source"], edge["kind"], edge["target"]) for edge in found["edges"])
    return {node["id"]: node for node in found["nodes"]}, ties


def test_layers_are_of_ties(db: Path, tmp_path: Path) -> None:
    """Of a layer only its ties are there; nodes are all there still, for who has none is what is looked for."""
    nodes, ties = network(db, tmp_path / "n.json", "--layer", "linkage")
    assert len(nodes) == 16
    linked = [("C1", "HAS_PARTY_ORG", "P2"), ("C1", "PAIRED_WITH", "U2"), ("U1", "HAS_PARTY_ORG", "P1")]
    assert ties == linked
    assert network(db, tmp_path / "n.json", "--layer", "line")[1] == []


def test_around_a_node(db: Path, tmp_path: Path) -> None:
    """By name, with the hops asked for, and the ties between what is found: U2 is next to C1, P2 one step on."""
    one, ties = network(db, tmp_path / "n.json", "--layer", "linkage", "--around", "二厂")
    assert (list(one), ties) == (["C1", "U2"], [("C1", "PAIRED_WITH", "U2")])
    two, ties = network(db, tmp_path / "n.json", "--layer", "linkage", "--around", "二厂", "--hops", "2")
    assert (list(two), len(ties)) == (["C1", "U2", "P2"], 2)
    assert list(network(db, tmp_path / "n.json", "--around", "U2", "--hops", "0")[0]) == ["U2"]


def test_nodes_say_what_follows_from_the_policy(db: Path, tmp_path: Path) -> None:
    """State and category of subjects, and where everything belongs; another standard gives other states."""
    nodes, _ = network(db, tmp_path / "n.json")
    states = {name: node.get("state") for name, node in nodes.items()}
    expected = {"U1": "covered", "U2": "covered", "U3": "blind", "U6": "not_applicable", "U7": "unknown", "C1": None}
    assert {name: states[name] for name in expected} == expected
    where = [nodes["U4"].get(name) for name in ("category", "community", "street", "district")]
    assert where == ["individual_business", "C1", "S1", "D1"]
    assert "full_members" not in nodes["U4"] and nodes["U1"]["full_members"] == 5
    strict, _ = network(db, tmp_path / "n.json", "--standard", "organization")
    assert strict["U2"]["state"] == "blind"


def test_days_decide_unless_history_is_asked_for(db: Path, tmp_path: Path) -> None:
    """U2 was not yet paired in 2019; with its whole history the network has the tie, whatever the day."""
    for arguments, count in ((["--as-of", "2019-06-30"], 0), (["--as-of", "2019-06-30", "--history"], 1), ([], 1)):
        done(db, "export", str(tmp_path / "n.json"), *arguments)
        edges = json.loads((tmp_path / "n.json").read_text("utf-8"))["edges"]
        assert sum(edge["kind"] == "PAIRED_WITH" for edge in edges) == count


def test_ties_for_people(db: Path, tmp_path: Path) -> None:
    """A tie is a row with the names of both ends, its days, and what else is said of it in words."""
    done(db, "export", str(tmp_path / "t.csv"), "--what", "network")
    heading, *found = rows(tmp_path / "t.csv")
    every = [dict(zip(heading, row, strict=True)) for row in found]
    assert len(every) == 16
    (own,) = (row for row in every if row["tie"] == "has the party organization" and row["from"] == "一厂")
    assert (own["to"], own["to.kind"], own["detail"]) == ("一厂支部", "Party organization", "formed singly")
    (paired,) = (row for row in every if row["tie"] == "is paired with")
    assert (paired["from"], paired["to.identifier"], paired["valid from"]) == ("丙社区", "U2", "2020-01-01")


def test_the_marking_stands_on_what_has_a_place_for_it(db: Path, tmp_path: Path) -> None:
    """First in CSV, in the head of JSON; own tables say that they bear none."""
    done(db, "export", str(tmp_path / "b.csv"), "--marking", "内部资料，=1")
    assert rows(tmp_path / "b.csv")[0] == ["内部资料，=1"]
    done(db, "export", str(tmp_path / "b.json"), "--what", "findings", "--marking", "内部资料")
    assert json.loads((tmp_path / "b.json").read_text("utf-8"))["marking"] == "内部资料"
    result = run(db, "export", str(tmp_path / "tables"), "--marking", "内部资料")
    assert (result.exit_code, "no place for a marking" in result.stderr) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("x.docx",), "let it end in .csv"),
        (("x", "--format", "jsn"), "did you mean json?"),
        (("x.json", "--what", "blindspots"), "did you mean blind-spots?"),
        (("x.json", "--what", "tables"), "json cannot hold own tables: choose tables"),
        (("x", "--street", "S1"), "leave out --street"),
        (("x.json", "--street", "nowhere"), "nothing is called"),
        (("x.json", "--around", "nowhere"), "nothing is called"),
        (("x.json", "--around", "U1", "--street", "S1"), "--around goes with neither"),
        (("x.json", "--layer", "linkages"), "did you mean linkage?"),
        (("x.csv", "--around", "U1", "--hops", "0"), "--around, --hops would change nothing about blind spots"),
        (("x.csv", "--what", "findings", "--standard", "any_tie"), "--standard would change nothing about findings"),
        (("x", "--format", "xlsx", "--what", "network", "--around", "U1", "--split-by", "street"), "nor --split-by"),
        (("x.gexf", "--what", "findings"), "gexf cannot hold findings: choose csv, json"),
        (("x.json", "--what", "blind-spots", "--standard", "any_ties"), "did you mean any_tie?"),
    ],
)
def test_what_cannot_be_is_refused(db: Path, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    """Every refusal names the cure, and nothing is written."""
    result = run(db, "export", str(tmp_path / arguments[0]), *arguments[1:])
    assert (result.exit_code, said in result.stderr) == (2, True), result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_error_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    """What was there before is still there, whole, and no draft stays behind; of a folder likewise."""
    old = tmp_path / "old.txt"
    old.write_text("before", encoding="utf-8")
    for target in (old, tmp_path / "new.txt"):
        with pytest.raises(RuntimeError), whole_file(target) as draft:
            draft.write_text("half", encoding="utf-8")
            raise RuntimeError
    with pytest.raises(RuntimeError), whole_folder(tmp_path / "folder") as draft:
        (draft / "half.txt").write_text("half", encoding="utf-8")
        raise RuntimeError
    assert {file.name: file.read_text("utf-8") for file in tmp_path.iterdir()} == {"old.txt": "before"}


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What a link leads to is written, not put in the link's place; a pipe is written to."""
    (tmp_path / "real.txt").write_text("before", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("real.txt")
    with whole_file(tmp_path / "link.txt") as draft:
        draft.write_text("after", encoding="utf-8")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text("utf-8") == "after"
    with whole_file(Path(os.devnull)) as draft:
        assert draft == Path(os.devnull)
    assert not Path(os.devnull).is_file()


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    """A folder that is not there, and a folder where a file is to be: an error of ours, with the reason."""
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "none" / "x.txt", tmp_path / "folder"):
        with pytest.raises(BadInput) as refusal, whole_file(target) as draft:
            draft.write_text("x", encoding="utf-8")
        assert refusal.value.key == "cannot_write"
    assert [file.name for file in tmp_path.iterdir()] == ["folder"]


def test_formats_are_described_and_hold_something() -> None:
    """Every format has a name of its own, holds what can be asked for, and something holds everything."""
    from graphgov import words

    for name, each in formats().items():
        assert words.has("format", name) and set(each.holds) <= set(WHAT) and each.holds
    assert {what for each in formats().values() for what in each.holds} == set(WHAT)
