"""Facts stated by hand: one value, one end, each on record with its reason, and taken back like an import."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import DAY, Intake, contents, live

from graphgov.cli import cli
from graphgov.errors import BadTables, GraphgovError
from graphgov.intake import undo
from graphgov.intake.by_hand import Correction, Word, correct
from graphgov.schema import SCHEMA
from graphgov.store import Elements, EmbeddedStore, Imports, Store

TOWN = {
    "Unit": "id,name,type,employees,valid_from\nu1,一厂,enterprise,5,2019-03\nu2,二厂,enterprise,,",
    "Place": "id,name,type\np1,示例大厦,commercial_building",
    "LOCATED_IN": "from,to\nu1,p1\nu2,p1",
    "PAIRED_WITH": "from,to,basis,valid_from,id\nu2,u1,协议甲,2019,\nu1,p1,,,t9\nu2,p1,,2019,\nu2,p1,,2020,",
}
WORD = Word("示例街道", "电话核实")


@pytest.fixture
def town(intake: Intake) -> Store:
    """Two units in a building, and their pairings, stated for the end of June 2020."""
    intake(TOWN)
    return intake.store


def row(store: Store, kind: str, **of: str) -> dict[str, object]:
    """The one element of a kind with these values, as it stands: what it has."""
    (found,) = (each for each in store.ask(Elements(kind)).to_pylist() if of.items() <= each.items())
    return {name: value for name, value in found.items() if value is not None}


def told(correction: Correction) -> dict[str, tuple[str | None, str, str | None, str]]:
    """The changes: before, stated, now, and who says so."""
    return {each.property: (each.before, each.stated, each.now, each.source) for each in correction.changes}


def test_corrected_ended_exempt_and_taken_back(town: Store) -> None:
    """The values change, each with its reason on record; undone one by one, the town is what it was."""
    states = [contents(town)]
    first = correct(town, ("一厂",), {"employees": "120", "counted_on": "2020-05"}, WORD)
    assert told(first) == {
        "employees": ("5", "120", "120", "示例街道"), "counted_on": (None, "2020-05", "2020-05", "示例街道"),
    }  # fmt: skip
    states.append(contents(town))
    correct(town, ("u1",), {"valid_to": "2020-08-01"}, WORD)
    states.append(contents(town))
    correct(town, ("示例大厦",), {"exempt_reason": "停业整顿", "exempt_until": "2020-12"}, Word("区委", "停业整顿"))
    assert row(town, "Unit", id="u1") == {
        "id": "u1", "name": "一厂", "type": "enterprise", "employees": 120, "counted_on": "2020-05",
        "valid_from": "2019-03", "valid_to": "2020-08-01",
    }  # fmt: skip
    graph = town.read()
    alive = {day: bool(graph.on(day).alive[graph.find("u1")]) for day in (date(2020, 7, 31), date(2020, 8, 1))}
    assert list(alive.values()) == [True, False]
    imports = [(each["source"], each["reason"], each["stated_on"]) for each in town.ask(Imports()).to_pylist()]
    assert imports[1:] == [*[("示例街道", "电话核实", DAY)] * 2, ("区委", "停业整顿", DAY)]
    for state in reversed(states):
        undo(town)
        assert contents(town) == state


def test_said_twice(town: Store) -> None:
    """What the same authority has said of the same day already is no second import."""
    assert correct(town, ("u2",), {"employees": "7"}, WORD).receipt.number == 2
    before = contents(town)
    assert correct(town, ("u2",), {"employees": "7"}, WORD).receipt.number is None
    assert contents(town) == before and len(live(town)) == 2


@pytest.mark.parametrize("what", [("PAIRED_WITH", "u1", "u2"), ("paired_with", "二厂", "一厂"), ("t9",)])
def test_a_tie(town: Store, what: Sequence[str]) -> None:
    """By kind and ends, whichever way, or by its id: it ends, is the same tie as before, and keeps what it had."""
    ends = {"from": "p1", "to": "u1"} if what == ("t9",) else {"from": "u1", "to": "u2"}
    before = row(town, "PAIRED_WITH", **ends)
    assert correct(town, what, {"valid_to": "2020-07-01"}, WORD).element.kind == "PAIRED_WITH"
    assert row(town, "PAIRED_WITH", **ends) == {**before, "valid_to": "2020-07-01"}


def test_a_later_word_still_wins(town: Store, intake: Intake) -> None:
    """A value stated for an earlier day than another is on record, and said not to be the one that counts."""
    intake({"Unit": "id,employees\nu1,50"}, source="B", day=date(2020, 9, 30))
    early = correct(town, ("u1",), {"employees": "120"}, Word("示例街道", "走访", DAY))
    assert told(early) == {"employees": ("50", "120", "50", "B")}
    assert early.changes[0].stated_on == date(2020, 9, 30)
    assert told(correct(town, ("u1",), {"employees": "120"}, WORD))["employees"][2] == "120"  # for the last day


WRONG: Mapping[str, tuple[Sequence[str], Mapping[str, str], Word, str, str]] = {
    "a thing": (("三厂",), {"employees": "1"}, WORD, "unknown_node", "三厂"),
    "a property": (("u1",), {"employes": "1"}, WORD, "unknown_choice", "employees"),
    "a property of the record": (("u1",), {"id": "u7"}, WORD, "unknown_choice", "id"),
    "a value": (("u1",), {"size": "smal"}, WORD, "bad_tables", "small"),
    "a number": (("u1",), {"employees": "-1"}, WORD, "bad_tables", "-1"),
    "a day": (("u1",), {"valid_to": "2020-02-30"}, WORD, "bad_tables", "2020-02-30"),
    "an end before the start": (("u1",), {"valid_to": "2019-03-01"}, WORD, "bad_tables", "2019-03-01"),
    "no value": (("u1",), {"employees": " "}, WORD, "by_hand_empty", "employees"),
    "a kind": (("PAIR_WITH", "u1", "u2"), {"valid_to": "2021"}, WORD, "unknown_choice", "PAIRED_WITH"),
    "no such tie": (("MANAGES", "u1", "p1"), {"valid_to": "2021"}, WORD, "unknown_tie", "示例大厦"),
    "one of several": (("PAIRED_WITH", "u2", "p1"), {"valid_to": "2021"}, WORD, "several_ties", "2020-01-01"),
    "another tie": (("PAIRED_WITH", "u1", "u2"), {"basis": "协议乙"}, WORD, "by_hand_identity", "basis"),
    "two things": (("u1", "u2"), {"employees": "1"}, WORD, "by_hand_what", "MEMBER_OF"),
    "nobody": (("u1",), {"employees": "1"}, Word(" ", "x"), "by_hand_unsaid", "--authority"),
    "no reason": (("u1",), {"employees": "1"}, Word("示例街道", ""), "by_hand_unsaid", "--reason"),
}


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """The town in a file, which nobody changes."""
    folder = tmp_path_factory.mktemp("by-hand")
    store = EmbeddedStore(folder / "town.duckdb", SCHEMA)
    Intake(store, folder / "imports")(TOWN)
    return store


@pytest.mark.parametrize("wrong", WRONG)
def test_refused(quiet: EmbeddedStore, wrong: str) -> None:
    """What cannot be said is refused with the nearest right word or the cure, and nothing is written."""
    what, values, word, key, shown = WRONG[wrong]
    stamp = quiet.stamp()
    with pytest.raises(GraphgovError) as raised:
        correct(quiet, what, values, word)
    assert (raised.value.key, shown in raised.value.text("en")) == (key, True)
    assert isinstance(raised.value, BadTables) == (key == "bad_tables") and quiet.stamp() == stamp


days = st.dates(date(2020, 1, 1), date(2020, 1, 4))


@settings(max_examples=6)
@given(st.lists(st.tuples(days, st.integers(0, 3), st.sampled_from("AB"), st.booleans()), min_size=1, max_size=4))
def test_the_latest_day_wins_however_it_was_said(said: list[tuple[date, int, str, bool]]) -> None:
    """In files or by hand, in any order: the value of the latest day counts, of one day the one that came last.

    Who says again what he has said last of that day changes nothing.
    """
    with TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder) / "graph.duckdb", SCHEMA)
        intake = Intake(store, Path(folder) / "imports")
        intake({"Unit": "id,type\nu1,other"}, source="C", day=date(2020, 1, 1))
        kept: list[tuple[date, int, int]] = []
        last: dict[tuple[str, date], int] = {}
        for number, (day, value, source, by_hand) in enumerate(said):
            if by_hand:
                change = correct(store, ("u1",), {"employees": str(value)}, Word(source, "x", day)).changes[0]
                now = change.now
            else:
                intake({"Unit": f"id,employees\nu1,{value}"}, source=source, day=day)
                now = str(row(store, "Unit", id="u1")["employees"])
            if last.get((source, day)) != value:
                kept.append((day, number, value))
                last[source, day] = value
            assert now == str(max(kept)[2])


def test_on_the_command_line(quiet: EmbeddedStore, tmp_path: Path) -> None:
    """Labels will do; a warning where another word counts; the reason in `status` and in `explain`."""
    db = tmp_path / "town.duckdb"
    db.write_bytes(quiet.path.read_bytes())

    def said(*arguments: str, lang: str = "zh") -> str:
        result = CliRunner().invoke(cli, [*arguments, "--db", str(db), "--lang", lang], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    by = ("--authority", "示例街道", "--reason", "电话核实")
    printed = said("set", "一厂", "从业人员数=120", "是否正常经营=是", *by)
    assert "5     120   120" in printed and "是" in printed and "电话核实" in printed
    assert "is still 120" in said(
        "set", "u1", "employees=7", "--authority", "B", "--reason", "x", "--stated-on", "2019-01-01", lang="en"
    )
    ended = json.loads(said("end", "PAIRED_WITH", "u1", "u2", "--on", "2020-07-01", *by, "--format", "json"))
    assert (ended["import"], ended["changes"][0]["now"], ended["reason"]) == (4, "2020-07-01", "电话核实")
    exempt = json.loads(said("exempt", "二厂", "--until", "2020-12-31", *by, "--format", "json"))
    assert [change["now"] for change in exempt["changes"]] == ["电话核实", "2020-12-31"]
    by_hand = json.loads(said("status", "--format", "json"))["by_hand"]
    assert [each["reason"] for each in by_hand] == ["电话核实", "x", "电话核实", "电话核实"]
    assert "120（示例街道，电话核实:1，2020-06-30）" in said("explain", "u1")
    refused = CliRunner().invoke(cli, ["set", "u1", "--db", str(db), *by, "--lang", "en"])
    assert refused.exit_code == 2 and "PROPERTY=VALUE" in refused.stderr
    refused = CliRunner().invoke(cli, ["end", "u1", "--db", str(db), "--on", "2021", *by[:2], "--lang", "en"])
    assert refused.exit_code == 2 and "--reason is missing" in refused.stderr
