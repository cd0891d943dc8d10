"""`graphgov history`: all that was said of something, and what became of it; by hand, and against the reference."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from reference import Statement, value_on
from stores import Intake
from test_import import DRAWN, ELEMENTS, HISTORY_DAYS
from test_import import History as Drawn

from graphgov import words
from graphgov.cli import cli
from graphgov.explain.history import history
from graphgov.explain.judging import STANDINGS, Said, judged
from graphgov.intake import undo
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, Store

MARCH, JUNE, SEPTEMBER = date(2020, 3, 31), date(2020, 6, 30), date(2020, 9, 30)

FILES = {
    "Community": "id,name,type\nC1,丙社区,community",
    "Unit": "id,name,type,employees,valid_to\nu1,一厂,enterprise,5,",
    "LOCATED_IN": "from,to\nu1,C1",
}


@pytest.fixture(autouse=True)
def silent_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves its language behind."""
    monkeypatch.setattr(words, "_chosen", [])


def run(store: Store, *arguments: str) -> Result:
    """The command in English."""
    return CliRunner().invoke(cli, ["history", *arguments, "--db", store.address, "--lang", "en"])


def told(store: Store, *arguments: str) -> list[tuple[object, ...]]:
    """Of every statement: day, source, import, file and row, tie, property, value, standing, since, until."""
    result = run(store, *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return [
        (
            row["place"]["stated_on"], row["place"]["source"], row["number"],
            f"{row['place']['file']}:{row['place']['row']}", row["tie"] and row["tie"]["kind"], row["property"],
            row["value"], row["standing"], row["since"], row["until"],
        )
        for row in json.loads(result.stdout)["statements"]
    ]  # fmt: skip


def test_everything_that_was_said(new_store: Callable[[], Store], tmp_path: Path) -> None:
    """Two quarters of one source, another one's word for the same day, and an import that is taken back."""
    store = new_store()
    take_in = Intake(store, tmp_path)
    take_in(FILES, "街道", MARCH)
    take_in({"Unit": "id,name,type,employees,valid_to\nu1,一厂,enterprise,8,2020-12"}, "街道", JUNE)
    take_in({"Unit": "id,type,employees\nu1,enterprise,9"}, "社区", JUNE)
    take_in({"Unit": "id,type,employees\nu1,enterprise,99"}, "误", SEPTEMBER)
    undo(store)
    every = told(store, "一厂")
    first, second, third, last = (
        ("2020-03-31", "街道", 1, "Unit.csv:2"), ("2020-06-30", "街道", 2, "Unit.csv:2"),
        ("2020-06-30", "社区", 3, "Unit.csv:2"), ("2020-09-30", "误", 4, "Unit.csv:2"),
    )  # fmt: skip
    assert every == [
        (*first, None, "name", "一厂", "holds", None, None),
        (*first, None, "type", "enterprise", "holds", None, None),
        (*first, None, "employees", "5", "was", None, "2020-06-30"),
        ("2020-03-31", "街道", 1, "LOCATED_IN.csv:2", "LOCATED_IN", "", "", "holds", None, None),
        (*second, None, "name", "一厂", "holds", None, None),
        (*second, None, "valid_to", "2020-12", "holds", None, None),
        (*second, None, "type", "enterprise", "holds", None, None),
        (*second, None, "employees", "8", "overruled", None, None),
        (*third, None, "type", "enterprise", "holds", None, None),
        (*third, None, "employees", "9", "holds", "2020-06-30", None),
        (*last, None, "type", "enterprise", "undone", None, None),
        (*last, None, "employees", "99", "undone", None, None),
    ]
    earlier = {row[5:8] for row in told(store, "u1", "--as-of", "2020-05-01")}
    assert {("employees", "5", "holds"), ("employees", "9", "comes"), ("valid_to", "2020-12", "holds")} <= earlier
    (tie,) = [row for row in told(store, "丙社区") if row[4]]
    assert tie[4:] == ("LOCATED_IN", "", "", "holds", None, None), "the other end's history has the tie as well"


def test_what_is_there_no_more(tmp_path: Path) -> None:
    """What only an undone import named is found by its id; a name that nothing has ever had is refused as elsewhere."""
    store = EmbeddedStore(tmp_path / "graph.duckdb", SCHEMA)
    take_in = Intake(store, tmp_path)
    take_in(FILES, "街道", MARCH)
    take_in({"Unit": "id,name,type\nu9,九厂,enterprise", "LOCATED_IN": "from,to\nu9,C1"}, "误", JUNE)
    undo(store)
    found = history(store, "u9")
    assert (found.node.name, found.kind, {each.standing for each in found.statements}) == ("九厂", "Unit", {"undone"})
    ends = {each.tie.other.id for each in history(store, "C1").statements if each.tie and each.tie.other}
    assert ends == {"u1", "u9"}, "the end that is no node any more is named by its id"
    assert run(store, "九厂").exit_code == 2 and "九厂" in run(store, "九厂").stderr


def test_forms(tmp_path: Path) -> None:
    """CSV has file and row apart; values and ties are words in text; members of individual businesses stay untold."""
    store = EmbeddedStore(tmp_path / "graph.duckdb", SCHEMA)
    stall = "id,name,type,members\nu2,一号摊,individual_business,3"
    Intake(store, tmp_path)({**FILES, "Unit": stall, "LOCATED_IN": "from,to,role\nu2,C1,operating"}, "街道", MARCH)
    rows = list(csv.DictReader(io.StringIO(run(store, "u2", "--format", "csv").stdout[1:])))
    assert [(row["file"], row["row"], row["value"]) for row in rows] == [
        ("Unit.csv", "2", "一号摊"), ("Unit.csv", "2", "individual business"),
        ("LOCATED_IN.csv", "2", "operating address"),
    ]  # fmt: skip
    text = run(store, "u2", "--limit", "1").stdout
    for part in ("一号摊  [u2] · Unit · as of 2020-03-31", "1 of 3 rows", "3 in all, of 1 import"):
        assert part in text
    chinese = CliRunner().invoke(cli, ["history", "C1", "--db", store.address, "--lang", "zh"]).stdout
    assert "一号摊 [u2]" in chinese and "有效" in chinese
    for standing in STANDINGS:
        assert words.has("history", standing), standing


# ---- Against the reference -------------------------------------------------------------------------------------------


def test_what_holds(tmp_path: Path, long: bool) -> None:
    """After random imports, for every property and day: the values that hold are the value that the reference has."""
    choose = Random("history")
    store, drawn = EmbeddedStore(tmp_path / "graph.duckdb", SCHEMA), Drawn(choose)
    take_in = Intake(store, tmp_path)
    for _ in range(5):
        source, day = choose.choice("AB"), choose.choice(HISTORY_DAYS)
        take_in(drawn.files(source, day), source, day)
    checked = 0
    for unit in (f"u{choose.randrange(ELEMENTS)}" for _ in range(200 if long else 3)):
        for day in HISTORY_DAYS:
            found: dict[str, set[str]] = {}
            for each in history(store, unit, day).statements:
                if each.tie is None and each.standing == "holds":
                    found.setdefault(each.property, set()).add(each.value)
            for name in DRAWN:
                value = drawn.value(unit, name, day)
                assert found.get(name, set()) == (set() if value is None else {str(value)}), (unit, name, day)
                checked += value is not None
    assert checked > 20


DAYS = tuple(date(2020, 1, 1) + timedelta(days=number) for number in range(4))

SAID = st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from("ab"), st.booleans()), max_size=8)


@given(SAID, st.booleans())
def test_periods(drawn: Sequence[tuple[date, str, bool]], lasting: bool) -> None:
    """On every day the values that hold are the reference's one value; a period is the days on which it holds."""
    said = [Said(day, (number, 0, 0), value, undone) for number, (day, value, undone) in enumerate(drawn)]
    live = [Statement(each.day, {"x": str(each.value)}) for each in said if not each.undone]
    last = DAYS[-1] + timedelta(days=1)
    for day in (DAYS[0] - timedelta(days=1), *DAYS, last):
        found = judged(said, day, lasting)
        want = value_on(live, "x", last if lasting else day)
        holding = {each.value for each, one in zip(said, found, strict=True) if one.standing == "holds"}
        assert holding == (set() if want is None else {want})
        for each, one in zip(said, found, strict=True):
            assert (one.standing == "undone") == each.undone
            if one.standing in ("holds", "was", "comes"):
                inside = (one.since is None or one.since <= day) and (one.until is None or day < one.until)
                assert inside == (one.standing == "holds")
                assert one.since is None or value_on(live, "x", one.since) == each.value
                assert one.until is None or value_on(live, "x", one.until) != each.value
