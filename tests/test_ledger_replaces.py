"""The next ledger of a source in the place of the last one: what it no longer says ends, and nothing else."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from ledgers import told
from stdnum.cn import uscc
from stores import contents, live, node_of

from graphgov.cli import cli
from graphgov.intake import Options, undo
from graphgov.ledger.importing import How, Outcome, carry_out, plan
from graphgov.schema import SCHEMA
from graphgov.store import Elements, EmbeddedStore, Store

FIRST, SECOND, THIRD, FOURTH = (date(2020, 3 * quarter, 28) for quarter in (1, 2, 3, 4))

HEADER = ("社区", "单位名称", "统一社会信用代码", "单位类型", "从业人数", "党组织名称", "结对单位")
NAMES = ("一厂", "二厂", "三厂", "四厂", "丙厂")


def code(name: str) -> str:
    """A sound credit code."""
    bare = f"91530102MA6K0000{NAMES.index(name)}"
    return bare + uscc.calc_check_digit(bare)


class Line(NamedTuple):
    """A row of a ledger: community, unit, its organization, whom it is paired with."""

    community: str
    unit: str
    organization: str = ""
    partner: str = ""


ALWAYS = (("示例大厦", "商务楼宇"), ("示例常在厂", "企业"))
"""A place and a unit in every ledger, in each of its communities: so these are in it, and both kinds are."""


def ledger(folder: Path, name: str, lines: Sequence[Line], communities: Sequence[str] = ("甲社区", "乙社区"),
           without: str = "") -> Path:  # fmt: skip
    """A ledger as a file; `without` a column."""
    rows = [(one.community, one.unit, code(one.unit), "企业", "5", one.organization, one.partner) for one in lines]
    rows += [(each, each[0] + name, "", sort, "", "", "") for each in communities for name, sort in ALWAYS]
    kept = [place for place, title in enumerate(HEADER) if title != without]
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[row[place] for place in kept] for row in (HEADER, *rows)])
    return path


def take(store: Store, path: Path, source: str, day: date, replaces: bool = True) -> Outcome:
    """Import a ledger; `replaces`: in the place of the source's last one."""
    return carry_out(store, plan([path]), How(Options(source, day), replaces=replaces), lambda stage, done, of: None)


def standing(store: Store, day: date, community: str = "") -> set[tuple[str, ...]]:
    """What holds on a day: nodes by kind and name, ties by kind and the names of their ends; of a community's own."""
    graph = store.read()
    snapshot = graph.on(day)
    found: set[tuple[str, ...]] = set()
    for kind in graph.nodes:
        places = range(snapshot.slice_of(kind).start, snapshot.slice_of(kind).stop)
        found |= {(kind, graph.label(node)) for node in places if snapshot.alive[node]}
    for kind in graph.edges:
        edges = snapshot.edges(kind)
        ends = zip(edges.src.tolist(), edges.dst.tolist(), strict=True)
        found |= {(kind, graph.label(src), graph.label(dst)) for src, dst in ends}
    return {each for each in found if not community or community[0] in "".join(each)}


BEFORE = [
    Line("甲社区", "一厂", "一厂党支部", "二厂"), Line("甲社区", "二厂"), Line("甲社区", "三厂", "三厂党支部"),
    Line("乙社区", "四厂", "四厂党支部"),
]  # fmt: skip
AFTER = [Line("甲社区", "一厂", "一厂党支部"), Line("甲社区", "二厂")]


def test_what_is_no_longer_said_ends(store: Store, tmp_path: Path) -> None:
    """三厂 and its branch, and the pairing, from the day on; 乙社区, which the new ledger does not have, is as it was.

    The same again changes nothing; undone, all is as before; what the third ledger has again, holds again.
    """
    take(store, ledger(tmp_path, "1", BEFORE), "S", FIRST, replaces=False)
    before, holding = contents(store), standing(store, THIRD)
    second = ledger(tmp_path, "2", AFTER, ("甲社区",))
    outcome = take(store, second, "S", SECOND)
    assert outcome.ending is not None and outcome.ending.counts == {
        ("甲社区", "Unit"): 1, ("甲社区", "PartyOrganization"): 1, ("甲社区", "LOCATED_IN"): 1,
        ("甲社区", "HAS_PARTY_ORG"): 1, ("甲社区", "PAIRED_WITH"): 1,
    }  # fmt: skip
    ended = {
        ("Unit", "三厂"), ("PartyOrganization", "三厂党支部"), ("LOCATED_IN", "三厂", "甲社区"),
        ("HAS_PARTY_ORG", "三厂", "三厂党支部"), ("PAIRED_WITH", "一厂", "二厂"),
    }  # fmt: skip
    assert holding - standing(store, SECOND) == ended and standing(store, SECOND) <= holding
    assert standing(store, SECOND - timedelta(1)) == holding
    entries = told(outcome, "replace_ended")
    assert len(entries) == 5 and all("2020-06-28" in entry.text("zh") for entry in entries)
    assert take(store, second, "S", SECOND).receipt.number is None  # type: ignore[union-attr]
    undo(store)
    assert contents(store) == before
    take(store, second, "S", SECOND)
    again = take(store, ledger(tmp_path, "3", BEFORE), "S", THIRD)
    assert standing(store, THIRD) == holding and {entry.value for entry in told(again, "replace_again")} == {
        "三厂", "三厂党支部",
    }  # fmt: skip


@pytest.fixture
def town(tmp_path: Path) -> EmbeddedStore:
    """A file with the first ledger of S."""
    store = EmbeddedStore(tmp_path / "town.duckdb", SCHEMA)
    take(store, ledger(tmp_path, "1", BEFORE), "S", FIRST, replaces=False)
    return store


def test_who_moved_is_not_ended(town: EmbeddedStore, tmp_path: Path) -> None:
    """二厂 is in 乙社区 from the day on, in 甲社区 until then; the next ledger, which says the same, adds nothing."""
    moved = [BEFORE[0]._replace(partner=""), Line("乙社区", "二厂"), *BEFORE[2:]]
    outcome = take(town, ledger(tmp_path, "2", moved), "S", SECOND)
    assert outcome.ending is not None and ("甲社区", "Unit") not in outcome.ending.counts
    take(town, ledger(tmp_path, "3", moved), "S", THIRD)
    for day, where in ((SECOND - timedelta(1), "甲社区"), (SECOND, "乙社区"), (THIRD, "乙社区")):
        ties = {tie for tie in standing(town, day) if tie[:2] == ("LOCATED_IN", "二厂")}
        assert ties == {("LOCATED_IN", "二厂", where)}
    stated = [row for row in town.ask(Elements("LOCATED_IN")).to_pylist() if row["from"] == code("二厂")]
    assert [(row["valid_from"], row["valid_to"]) for row in stated] == [(None, "2020-06-28"), ("2020-06-28", None)]


def test_who_may_have_moved_is_told(tmp_path: Path) -> None:
    """Without a code nobody knows whether it is the same one: one ends, one is new, and a person is asked."""
    store = EmbeddedStore(tmp_path / "town.duckdb", SCHEMA)
    for number, community in enumerate(("甲社区", "乙社区")):
        path = ledger(tmp_path, str(number), [Line(community, "二厂")], without="统一社会信用代码")
        outcome = take(store, path, "S", FIRST + timedelta(number), replaces=number > 0)
    assert [(entry.value, entry.row) for entry in told(outcome, "replace_perhaps_moved")] == [("二厂", 2)]


def test_what_another_source_states_stays(town: EmbeddedStore, tmp_path: Path) -> None:
    """三厂 stays, which is told, as long as T has it as well; when T leaves it out too, it ends."""
    take(town, ledger(tmp_path, "T1", [Line("甲社区", "三厂")], ("甲社区",)), "T", FIRST, replaces=False)
    outcome = take(town, ledger(tmp_path, "2", AFTER, ("甲社区",)), "S", SECOND)
    stays = {(dict(entry.fields)["what"], dict(entry.fields)["other"]) for entry in told(outcome, "replace_stays")}
    assert stays == {("Unit", "T"), ("LOCATED_IN", "T")}
    assert ("Unit", "三厂") in standing(town, THIRD) and "T" in told(outcome, "replace_stays")[0].text("en")
    take(town, ledger(tmp_path, "T2", [], ("甲社区",)), "T", THIRD)
    assert ("Unit", "三厂") not in standing(town, THIRD)
    assert ("Unit", "三厂") in standing(town, THIRD - timedelta(1))


def test_a_tie_of_another_source_keeps_a_unit(town: EmbeddedStore, tmp_path: Path) -> None:
    """T only names 三厂, as a partner: the unit stays for the pairing's sake; what S said of it ends."""
    take(town, ledger(tmp_path, "T1", [Line("甲社区", "一厂", "", "三厂")], ("甲社区",)), "T", FIRST, replaces=False)
    take(town, ledger(tmp_path, "2", AFTER, ("甲社区",)), "S", SECOND)
    held = {each for each in standing(town, THIRD) if "三厂" in each}
    assert held == {("Unit", "三厂"), ("PAIRED_WITH", "一厂", "三厂")}
    take(town, ledger(tmp_path, "T2", [Line("甲社区", "一厂")], ("甲社区",)), "T", THIRD)
    assert not {each for each in standing(town, THIRD) if "三厂" in each}


def test_no_such_column_is_no_statement(town: EmbeddedStore, tmp_path: Path) -> None:
    """A ledger without a column for pairings, or for organizations, says nothing of any."""
    holding = standing(town, THIRD)
    for number, column in enumerate(("结对单位", "党组织名称")):
        take(town, ledger(tmp_path, f"2{number}", BEFORE, without=column), "S", SECOND + timedelta(number))
    kept = {each for each in holding if each[0] == "PAIRED_WITH"}
    assert kept and standing(town, SECOND) == holding
    assert holding - standing(town, THIRD) == set()


def test_what_begins_later_is_told(town: EmbeddedStore, tmp_path: Path) -> None:
    """Nothing ends before it begins: whoever moved on that very day stays there, and a person is asked."""
    moved = [Line("乙社区", "二厂"), *BEFORE[2:]]
    take(town, ledger(tmp_path, "2", moved), "S", SECOND)
    outcome = take(town, ledger(tmp_path, "3", BEFORE[2:]), "S", SECOND)
    assert {dict(entry.fields)["what"] for entry in told(outcome, "replace_begins_later")} == {"LOCATED_IN"}
    assert ("Unit", "二厂") in standing(town, THIRD)


# ---- On the command line ------------------------------------------------------------------------------------------

REFUSED: Mapping[str, tuple[Sequence[str], str]] = {
    "no day": (("--replaces", "S"), "--stated-on"),
    "two sources": (("--replaces", "S", "--source", "T", "--stated-on", "2020-06-28"), "two sources"),
    "rows left out": (("--replaces", "S", "--stated-on", "2020-06-28", "--skip-bad-rows"), "--skip-bad-rows"),
    "nobody": (("--replaces", "SS", "--stated-on", "2020-06-28"), "did you mean S?"),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_refused(town: EmbeddedStore, tmp_path: Path, wrong: str) -> None:
    """What does not go together, or a source that never spoke: a sentence with the cure, and nothing is written."""
    options, shown = REFUSED[wrong]
    stamp, path = town.stamp(), ledger(tmp_path, "2", AFTER)
    command = ["import", str(path), "--yes", *options, "--db", str(town.path), "--lang", "en"]
    result = CliRunner().invoke(cli, command)
    assert (result.exit_code, shown in result.stderr, town.stamp()) == (2, True, stamp)


def test_no_community(town: EmbeddedStore, tmp_path: Path) -> None:
    """A ledger that names none replaces nothing, and says what is missing."""
    path = ledger(tmp_path, "2", AFTER, without="社区")
    command = ["import", str(path), "--yes", "--replaces", "S", "--stated-on", "2020-06-28", "--db", str(town.path)]
    result = CliRunner().invoke(cli, [*command, "--lang", "en"])
    assert result.exit_code == 2 and "names no community" in result.stderr and len(live(town)) == 1


def test_counts_are_shown_and_agreed_to(town: EmbeddedStore, tmp_path: Path) -> None:
    """A dry run and a run without a person show what would end, and write nothing; --yes agrees."""
    path, mapping = ledger(tmp_path, "2", AFTER, ("甲社区",)), str(tmp_path / "mapping.toml")
    command = ["import", str(path), "--replaces", "S", "--stated-on", "2020-06-28", "--db", str(town.path)]

    def said(*options: str) -> tuple[int, str, int]:
        result = CliRunner().invoke(cli, [*command, *options, "--lang", "zh"])
        return result.exit_code, result.output, len(live(town))

    for options, code_, imports in ((("--dry-run", "--save-mapping", mapping), 0, 1), (("--mapping", mapping), 1, 1),
                                    (("--yes",), 0, 2)):  # fmt: skip
        exit_code, printed, count = said(*options)
        assert (exit_code, count) == (code_, imports), printed
        assert "S 不再列出、自 2020-06-28 起终止的" in printed and "甲社区" in printed and "结对" in printed


# ---- Any ledgers --------------------------------------------------------------------------------------------------

units = st.sampled_from(NAMES[:4])


@st.composite
def ledgers(draw: Callable[[st.SearchStrategy[object]], object]) -> list[Line]:
    """Rows of two communities; a partner is a unit of the same ledger and community."""
    places = draw(st.dictionaries(units, st.sampled_from(("甲社区", "乙社区"))))
    assert isinstance(places, dict)
    lines = []
    for unit, community in places.items():
        others = [other for other, place in places.items() if place == community and other != unit]
        partner = draw(st.sampled_from(["", *others]))
        organization = draw(st.sampled_from(["", f"{unit}党支部", "联合党支部"]))
        lines.append(Line(community, unit, str(organization), str(partner)))
    return lines


@given(st.lists(st.tuples(st.sampled_from("ST"), ledgers()), min_size=3, max_size=5))
@settings(max_examples=3, phases=(Phase.explicit, Phase.reuse, Phase.generate))
def test_the_newest_ledgers_alone_would_lead_to_the_same(said: list[tuple[str, list[Line]]]) -> None:
    """Two sources, one ledger after the other, each in the place of its last: on the day it is as if only the newest
    of each had ever been imported; a third community is left as it was; undone, all is as before."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        stores = [EmbeddedStore(folder / f"{each}.duckdb", SCHEMA) for each in ("history", "fresh")]
        other = [Line("丙社区", "丙厂", "丙区党支部")]
        history, fresh = stores
        for store in stores:
            take(store, ledger(folder, "other", other, ("丙社区",)), "S", FIRST, replaces=False)
        kept, newest = standing(history, FOURTH, "丙社区"), dict[str, tuple[Path, date]]()
        before = contents(history)
        for number, (source, lines) in enumerate(said):
            day, path = SECOND + timedelta(number), ledger(folder, str(number), [*lines])
            before = contents(history)
            take(history, path, source, day, replaces=source in newest)
            newest[source] = path, day
        for source, (path, day) in sorted(newest.items(), key=lambda each: each[1][1]):
            take(fresh, path, source, day, replaces=False)
        assert standing(history, FOURTH) == standing(fresh, FOURTH)
        assert standing(history, FOURTH, "丙社区") >= kept
        undo(history)
        assert contents(history) == before
        assert node_of(history.read(), "community:丙") >= 0
