"""`graphgov diff`: the town by hand, quarterly ledgers without dates, random towns, and Kunming's register vintage by
vintage."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
import town
from building import graph_of, of_kind
from cases import divisions, expected
from cases.tables import Tables, write_tables
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from random_towns import whole
from reference import Edge, Node, Town, community_of
from stores import Intake
from strategies import AS_OF, DAYS
from test_territory import draw_addresses

from graphgov import words
from graphgov.answers.differing import COLUMNS
from graphgov.cli import cli
from graphgov.coverage import NOWHERE, Coverage
from graphgov.coverage.changes import Changes, known_graph
from graphgov.graph import Graph
from graphgov.graph.stated import FirstDays, as_stated
from graphgov.intake import Options, import_tables, undo
from graphgov.named import bound, library
from graphgov.names import cores, same_name
from graphgov.policy import read_policy
from graphgov.schema import SCHEMA
from graphgov.store import Limits, Store

TOWNS, TOWNS_LONG = 60, 3000

Changed = set[tuple[str, ...]]


@pytest.fixture(autouse=True)
def silent_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves its language behind."""
    monkeypatch.setattr(words, "_chosen", [])


def run(*arguments: str) -> Result:
    """The command line in English."""
    return CliRunner().invoke(cli, [*arguments, "--lang", "en"])


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The town that fits on a sheet of paper."""
    return town.store_of(tmp_path_factory.mktemp("paper"))


def differing(store: Store, *arguments: str) -> dict[str, Changed]:
    """What `graphgov diff` says in JSON: of every sort of change, whom it is about, and what is told of it."""
    result = run("diff", *arguments, "--db", store.address, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Changed] = {}
    for row in json.loads(result.stdout)["changes"]:
        told = (_id(row.get(name)) for name in ("subject", "other", "before", "after", "day", "remark"))
        found.setdefault(row["change"], set()).add((row["kind"], *filter(None, told)))
    return found


def _id(value: object) -> str:
    return str(value["id"]) if isinstance(value, dict) else str(value or "")


# ---- By hand ------------------------------------------------------------------------------------------------------


def test_the_town(paper: Store) -> None:
    """From June 2019 to June 2020, read off the drawing: mover goes from A to B and loses its instructor, gone goes."""
    found = differing(paper, "2019-06-30", "2020-06-30", "--standard", "two_coverages")
    assert found == {
        "new_blind": {("Unit", "mover", "covered", "blind")},
        "closed_blind": {("Unit", "gone", "blind", "absent")},
        "moved": {("Unit", "mover", "A", "B")},
        "gone": {("Unit", "gone", "2020-01-01")},
        "new_ties": {
            ("LOCATED_IN", "mover", "B", "2020-01-01"), ("LOCATED_IN", "factory", "A", "2020-03-01"),
            ("LOCATED_IN", "bank", "M", "2020-03-01"),
        },
        "ended_ties": {
            ("LOCATED_IN", "mover", "A", "2020-01-01"), ("LOCATED_IN", "gone", "A", "with_its_end"),
            ("CO_CONSTRUCTS", "club", "CB", "2020-01-01"), ("INSTRUCTED_BY", "mover", "CA", "2020-01-01"),
        },
    }  # fmt: skip


def test_the_town_within_a_community(paper: Store) -> None:
    """In B nobody is gone, and who came to it is moved; what ended in A with both ends there is not told."""
    found = differing(paper, "2019-06-30", "2020-06-30", "--community", "B")
    assert found == {
        "new_blind": {("Unit", "mover", "covered", "blind")},
        "moved": {("Unit", "mover", "A", "B")},
        "new_ties": {
            ("LOCATED_IN", "mover", "B", "2020-01-01"), ("LOCATED_IN", "factory", "A", "2020-03-01"),
            ("LOCATED_IN", "bank", "M", "2020-03-01"),
        },
        "ended_ties": {
            ("LOCATED_IN", "mover", "A", "2020-01-01"), ("CO_CONSTRUCTS", "club", "CB", "2020-01-01"),
            ("INSTRUCTED_BY", "mover", "CA", "2020-01-01"),
        },
    }  # fmt: skip


def test_named_queries_say_the_same(paper: Store) -> None:
    """Where all starts are stated, the named queries of group change list the same units and ties."""
    found = differing(paper, "2019-06-30", "2020-06-30")
    linkages = ("HAS_PARTY_ORG", "MEMBER_OF", "PAIRED_WITH", "CO_CONSTRUCTS", "INSTRUCTED_BY")

    def asked(name: str) -> list[tuple[object, ...]]:
        query = library()[f"change/{name}"]
        values = bound(query, {"before": "2019-06-30", "day": "2020-06-30"}, date(2020, 6, 30))
        return list(paper.query(query.text, values, Limits()).rows)

    assert {(row[0], row[1], row[2]) for row in asked("moved")} == {row[1:] for row in found["moved"]}
    assert {row[:3] for row in asked("ended_ties")} == {row[:3] for row in found["ended_ties"] if row[0] in linkages}
    assert {row[0] for row in asked("units")} == {row[1] for row in found["gone"]}


FIRST = {
    "Community": "id,name,type\nC1,丙社区,community\nC2,丁社区,community",
    "Unit": "id,name,type,reported_org\nu1,一厂,enterprise,no\nu2,二厂,enterprise,no\nu3,三厂,enterprise,no",
    "LOCATED_IN": "from,to\nu1,C1\nu2,C1\nu3,C1",
    "PartyOrganization": "id,name,type\no1,丙社区党委,ordinary",
}
SECOND = {
    "Community": "id,name,type\nC1,丙社区居民委员会,community\nC2,戊社区,community",
    "Unit": "id,name,type,valid_to\nu1,一厂,enterprise,\nu2,贰厂,enterprise,\nu3,三厂,enterprise,2020-05-01\n"
    "u4,四厂,enterprise,",
    "LOCATED_IN": "from,to,valid_to\nu2,C1,2020-04-01\nu2,C2,\nu4,C1,",
    "INSTRUCTED_BY": "from,to\nu1,o1",
}


def test_ledgers_without_dates(new_store: Callable[[], Store], tmp_path: Path) -> None:
    """Of two quarters the second names a unit, an address and an instructor first: they are new, and what follows too.

    Looked at from a day before all ledgers nothing that they name without a date is new: nobody can say.
    """
    store = new_store()
    take_in = Intake(store, tmp_path)
    take_in(FIRST, day=date(2020, 3, 31))
    take_in(SECOND, day=date(2020, 6, 30))
    found = differing(store, "2020-03-31", "2020-06-30")
    assert found == {
        "new_blind": {("Unit", "u4", "absent", "blind")},
        "closed_blind": {("Unit", "u1", "blind", "covered"), ("Unit", "u3", "blind", "absent")},
        "moved": {("Unit", "u2", "C1", "C2")},
        "renamed": {("Unit", "u2", "二厂", "贰厂"), ("Community", "C2", "丁社区", "戊社区")},
        "rewritten": {("Community", "C1", "丙社区", "丙社区居民委员会")},
        "new": {("Unit", "u4", "first_stated")},
        "gone": {("Unit", "u3", "2020-05-01")},
        "new_ties": {
            ("LOCATED_IN", "u2", "C2", "first_stated"), ("LOCATED_IN", "u4", "C1", "with_its_end"),
            ("INSTRUCTED_BY", "u1", "o1", "first_stated"),
        },
        "ended_ties": {("LOCATED_IN", "u2", "C1", "2020-04-01"), ("LOCATED_IN", "u3", "C1", "with_its_end")},
    }  # fmt: skip
    earlier = differing(store, "2020-03-30", "2020-06-30")
    assert "new" not in earlier and "new_blind" not in earlier and "new_ties" not in earlier


def test_forms_and_faults(paper: Store) -> None:
    """Every change has a row in CSV; text ends after --limit; both languages; days the wrong way are refused."""
    days = ("2019-06-30", "2020-06-30")
    rows = list(csv.DictReader(io.StringIO(run("diff", *days, "--db", paper.address, "--format", "csv").stdout[1:])))
    every = differing(paper, *days)
    assert len(rows) == sum(map(len, every.values()))
    assert {row["change"] for row in rows} == {words.word("changes", name, lang="en") for name in every}
    text = run("diff", *days, "--db", paper.address, "--limit", "1").stdout
    assert "as of 2020-06-30" in text and "against 2019-06-30" in text
    assert "new ties: 1 of 3 rows" in text and text.index("summary") < text.index("\nmoved\n")
    chinese = CliRunner().invoke(cli, ["diff", *days, "--db", paper.address, "--lang", "zh"]).stdout
    assert "与 2019-06-30 相比" in chinese and "终止关系" in chinese
    for name in COLUMNS:
        assert words.has("changes", name), name
    wrong = run("diff", *reversed(days), "--db", paper.address)
    assert wrong.exit_code == 2 and "2020-06-30" in wrong.stderr and "swap" in wrong.stderr
    for fault, cure in ((("--community", "C9"), "C9"), (("--standard", "two_coverage"), "two_coverages")):
        result = run("diff", *days, "--db", paper.address, *fault)
        assert result.exit_code == 2 and cure in result.stderr


# ---- Random towns -------------------------------------------------------------------------------------------------


def drawn(choose: Random) -> tuple[Town, date, date]:
    """A town whose nodes and ties begin and end, and two days."""
    made = draw_addresses(choose, choose.choice(AS_OF))
    nodes = tuple(replace(node, valid_to=choose.choice((None, None, None, *_after(node)))) for node in made.nodes)
    earlier, later = sorted(choose.sample(AS_OF, 2))
    return replace(made, nodes=nodes), earlier, later


def _after(element: Node | Edge) -> tuple[date, ...]:
    return tuple(day for day in DAYS if element.valid_from is None or day > element.valid_from)


def random_towns(seed: str, long: bool) -> Iterator[tuple[str, Random, Town, date, date]]:
    """Towns with two days each; number i is always the same."""
    for number in range(TOWNS_LONG if long else TOWNS):
        choose = Random(f"{seed}:{number}")
        yield f"{seed}:{number}", choose, *drawn(choose)


def told(graph: Graph, earlier: date, later: date) -> dict[str, list[tuple[str, ...]]]:
    """What `Changes` finds, by identifiers."""
    policy = read_policy()
    changes = Changes(Coverage(graph.on(earlier), policy), Coverage(graph.on(later), policy))

    def name(node: int) -> str:
        return "" if node == NOWHERE else str(graph.ids.at(node))

    replaced = changes.successions
    return {
        "new": sorted((name(each.node),) for kind in SCHEMA.node for each in changes.new(kind))
        + sorted((name(each.new),) for each in replaced),
        "gone": sorted((name(each.node),) for kind in SCHEMA.node for each in changes.gone(kind))
        + sorted((name(each.old),) for each in replaced),
        "moved": sorted(
            (name(each.node), name(each.before), name(each.after)) for kind in ("Unit", "Place")
            for each in changes.moved(kind)
        ),
        **{
            way: sorted((kind, name(tie.src), name(tie.dst)) for kind in SCHEMA.edge for tie in ties(kind))
            for way, ties in (("new_ties", changes.new_ties), ("ended_ties", changes.ended_ties))
        },
    }  # fmt: skip


Holds = Callable[[Node | Edge, date], bool]


def obvious(made: Town, earlier: date, later: date, holds: Holds) -> dict[str, list[tuple[str, ...]]]:
    """The same as sets of what holds on either day, without who has moved."""

    def there(day: date) -> tuple[set[str], set[int]]:
        nodes = {node.id for node in made.nodes if holds(node, day)}
        ties = enumerate(made.edges)
        return nodes, {place for place, tie in ties if holds(tie, day) and {tie.start, tie.end} <= nodes}

    (old_nodes, old_ties), (new_nodes, new_ties) = there(earlier), there(later)
    return {
        "new": sorted((node,) for node in new_nodes - old_nodes),
        "gone": sorted((node,) for node in old_nodes - new_nodes),
        "new_ties": sorted(_ends(made.edges[place]) for place in new_ties - old_ties),
        "ended_ties": sorted(_ends(made.edges[place]) for place in old_ties - new_ties),
    }


def _ends(edge: Edge) -> tuple[str, str, str]:
    start, end = sorted((edge.start, edge.end)) if edge.symmetric else (edge.start, edge.end)
    return edge.kind, start, end


def test_random_towns(long: bool) -> None:
    """New and gone nodes, new and ended ties are as sets of what holds say; who has moved, as the reference says."""
    moves = 0
    for seed, _, made, earlier, later in random_towns("diff", long):
        found = told(whole(made), earlier, later)
        moved = found.pop("moved")
        assert found == obvious(made, earlier, later, lambda one, day: one.holds(day)), seed
        both = [node for node in made.nodes if node.kind in ("Unit", "Place") and node.holds(earlier)]
        homes = [
            (node.id, *(community_of(made, node.id, day) or "" for day in (earlier, later)))
            for node in both
            if node.holds(later)
        ]
        assert moved == sorted(home for home in homes if home[1] != home[2]), seed
        moves += len(moved)
    assert moves > 10


def test_what_is_first_stated_later(long: bool) -> None:
    """With a first day for every statement: without a known start it holds from that day on, if anything was stated
    by the earlier day; it has held before if it has ended by then."""
    late = 0
    for seed, choose, made, earlier, later in random_towns("stated", long):
        first = {id(each): choose.choice(AS_OF) for each in (*made.nodes, *made.edges)}
        graph = as_stated(whole(made), first_days(made, first), earlier)

        def holds(one: Node | Edge, day: date, first: dict[int, date] = first, known_by: date = earlier) -> bool:
            stated = first[id(one)]
            late = one.valid_from is None and known_by < stated < (one.valid_to or date.max)
            return one.holds(day) and not (late and min(first.values()) <= known_by and day < stated)

        found = told(graph, earlier, later)
        found.pop("moved")
        assert found == obvious(made, earlier, later, holds), seed
        late += found != {name: rows for name, rows in told(whole(made), earlier, later).items() if name != "moved"}
    assert late > 10


def first_days(made: Town, first: dict[int, date]) -> dict[str, FirstDays]:
    """The days as a store would tell them, by its keys."""
    graph, found = graph_of(made), dict[str, FirstDays]()
    for kind in (*SCHEMA.nodes, *SCHEMA.edges):
        elements = of_kind(made.nodes if kind in SCHEMA.nodes else made.edges, kind)
        days = np.array([first[id(each)].toordinal() for each in elements], np.int32)
        rows = graph.nodes.get(kind.name)
        keys = graph.edges[kind.name].key if rows is None else graph.keys[rows.first : rows.first + rows.count]
        found[kind.name] = FirstDays(keys, days)
    return found


# ---- Names and codes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("翠湖西路社区", "翠湖西路社区居民委员会", True),
        ("岩脚村委会", "岩脚村村民委员会", True),
        ("新村村委会", "新村村村民委员会", True),
        ("渔村社区居委会会", "渔村社区居委会", True),
        ("马村社区", "马村社区居民委员会", True),
        ("沙沟村社区", "沙沟社区", False),
        ("高桂村委会", "高贵村民委员会", False),
        ("", "", True),
        ("", "社区", False),
    ],
)
def test_the_same_name_otherwise_written(one: str, other: str, same: bool) -> None:
    """Legal suffixes and the register's slips make no other name; a village that becomes a community, or another sign,
    does."""
    assert same_name(one, other, "Community") == same_name(other, one, "Community") == same
    assert not cores("", "Community") and not cores(" ", "Unit")


# ---- O1: the register of divisions, one vintage after the other ---------------------------------------------------

STEPS = tuple(zip(divisions.VINTAGES, divisions.VINTAGES[1:], strict=False))

SOURCE = "统计用区划代码"

REALLY = {
    # The case's oracle strips 村 once more than stands there, and takes 村委员会 for a legal form, which it is not.
    "2020-06-30": ({"530113001218"}, set[str]()),
    "2022-10-31": ({"530102006005"}, {"530128212201"}),
}
"""By vintage the codes that only the oracle takes for renamed, and those that only graphgov does."""


def vintage(day: str, before: Tables | None) -> Tables:
    """A vintage as own tables; what the one before had and this one lacks ends with its day."""
    tables = divisions.tables(day)
    if before is not None:
        for kind, key in (("Division", ("id",)), ("Community", ("id",)), ("PART_OF", ("from", "to"))):
            there = {tuple(row[name] for name in key) for row in tables[kind]}
            gone = [row for row in before[kind] if tuple(row[name] for name in key) not in there]
            tables[kind] = [*tables[kind], *({**{name: row[name] for name in key}, "valid_to": day} for row in gone)]
    return tables


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """All vintages in one file, each imported for its day under one source."""
    folder = tmp_path_factory.mktemp("register")
    store, before = town.EmbeddedStore(folder / "register.duckdb", SCHEMA), None
    for day in divisions.VINTAGES:
        tables = vintage(day, before)
        import_tables(store, write_tables(folder / day, tables), Options(SOURCE, date.fromisoformat(day)))
        before = divisions.tables(day)
    return store


@pytest.mark.parametrize(("earlier", "later"), STEPS)
def test_vintages(register: Store, earlier: str, later: str) -> None:
    """Renamed, written otherwise, new, gone and re-issued codes of communities are as many as the case's oracle counts.

    537 names differ in 2022 and 14 really; 33, 49, 14 and 12 codes were issued anew, and in 2020 one more that the
    oracle's names do not show (老村村委会, 老村村村民委员会).
    """
    want = expected(divisions.CASE)[later][f"vs_{earlier}"]
    found = {
        change: {row[1:] for row in rows if row[0] == "Community"}
        for change, rows in differing(register, earlier, later).items()
    }
    renamed, written = (found.get(name, set()) for name in ("renamed", "rewritten"))
    new, gone, replaced = (found.get(name, set()) for name in ("new", "gone", "replaced"))
    assert len(renamed) + len(written) == want["renamed_same_code"]
    theirs, ours = REALLY.get(later, (set(), set()))
    assert len(renamed) - len(ours) == want["renamed_after_suffix_normalisation"] - len(theirs)
    assert ours <= {row[0] for row in renamed} and theirs <= {row[0] for row in written}
    assert len(new) + len(replaced) == want["codes_added"]
    assert len(gone) + len(replaced) == want["codes_removed"]
    recoded = want["added_whose_normalised_name_was_removed_elsewhere(recode)"]
    assert len(replaced) == recoded + (later == "2020-06-30")
    assert {row[-1] for row in replaced} <= {"proposed"}


def test_a_stated_succession(register: Store, tmp_path: Path) -> None:
    """What somebody states is not proposed any more, and a unit whose community only got another code is told so."""
    store = town.EmbeddedStore(tmp_path / "own.duckdb", SCHEMA)
    before = divisions.tables("2021-10-31")
    old, new = ({"to": f"5301024014{number}"} for number in ("01", "02")), ("530102401001", "530102401002")
    unit = {"Unit": [{"id": "u", "type": "enterprise"}]}
    first = {**before, **unit, "LOCATED_IN": [{"from": "u", "to": "530102401402"}]}
    import_tables(store, write_tables(tmp_path / "1", first), Options(SOURCE, date(2021, 10, 31)))
    later = vintage("2022-10-31", before)
    later["SUCCEEDS"] = [{"from": new[0], **next(old)}]
    later["LOCATED_IN"] = [
        {"from": "u", "to": "530102401402", "valid_to": "2022-10-31"}, {"from": "u", "to": new[1], "valid_to": ""}
    ]  # fmt: skip
    import_tables(store, write_tables(tmp_path / "2", later), Options(SOURCE, date(2022, 10, 31)))
    found = differing(store, "2021-10-31", "2022-10-31", "--district", "五华区")
    ten = {row[1] for row in found["replaced"]}
    assert len(ten) == 10 and ("Community", new[0], "530102401401", "stated") in found["replaced"]
    assert ("Community", new[1], "530102401402", "proposed") in found["replaced"]
    assert found["moved"] == {("Unit", "u", "530102401402", new[1], "place_replaced")}


def test_two_of_a_name_are_not_proposed(tmp_path: Path) -> None:
    """Two gone communities of one name in a district: nobody can say which is replaced; in its own street one can."""
    store = town.EmbeddedStore(tmp_path / "own.duckdb", SCHEMA)
    take_in = Intake(store, tmp_path)
    districts = "id,name,type\nD,甲区,district\nS1,乙街道,street\nS2,丙街道,street\nS3,丁街道,street"
    rows = "a,新村社区,community{0}\nb,新村居委会,community{0}"
    part = "from,to\nS1,D\nS2,D\nS3,D\na,S1\nb,S2"
    first = {"Division": districts, "Community": "id,name,type\n" + rows.format(""), "PART_OF": part}
    take_in(first, day=date(2020, 1, 1))
    ended = "id,name,type,valid_to\n" + rows.format(",2020-02-01") + "\nc,新村社区居民委员会,community,"
    take_in({"Community": ended, "PART_OF": part + "\nc,S3"}, day=date(2020, 2, 1))
    found = differing(store, "2020-01-01", "2020-02-01")
    assert "replaced" not in found and {row[1] for row in found["gone"]} == {"a", "b"}
    take_in({"Community": "id,name,type\nd,新村社区居委会,community", "PART_OF": "from,to\nd,S2"}, day=date(2020, 2, 1))
    found = differing(store, "2020-01-01", "2020-02-01")
    # With b taken by its own street's, a and c are the only ones left.
    assert found["replaced"] == {("Community", "d", "b", "proposed"), ("Community", "c", "a", "proposed")}
    take_in({"Community": "id,name,type\ne,新村,community", "PART_OF": "from,to\ne,S3"}, day=date(2020, 2, 1))
    found = differing(store, "2020-01-01", "2020-02-01")
    assert found["replaced"] == {("Community", "d", "b", "proposed")}, "c and e both may replace a"


def test_only_live_statements_count(new_store: Callable[[], Store], tmp_path: Path) -> None:
    """The first day is that of what has not been taken back."""
    store = new_store()
    take_in = Intake(store, tmp_path)
    take_in({"Unit": "id,type\nu1,enterprise"}, day=date(2020, 1, 1))
    take_in({"Unit": "id,type\nu2,enterprise"}, day=date(2020, 1, 1), source="B")
    undo(store)
    take_in({"Unit": "id,type\nu2,enterprise"}, day=date(2020, 3, 1), source="B")
    graph = known_graph(store, store.read(), date(2020, 2, 1))
    alive = graph.on(date(2020, 2, 1)).alive
    assert {str(graph.ids.at(node)): bool(alive[node]) for node in range(graph.size)} == {"u1": True, "u2": False}


def test_a_workbook(paper: Store, tmp_path: Path) -> None:
    """As .xlsx every list has a sheet of its own, whole, after the counts and the rates; it goes to a file only."""
    path = tmp_path / "changes.xlsx"
    result = run("diff", "2019-06-30", "2020-06-30", "--db", paper.address, "--limit", "1", "--output", str(path))
    assert result.exit_code == 0, result.output
    book = load_workbook(path)
    assert book.sheetnames[0] == "summary" and book.sheetnames[-2:] == ["new ties", "ended ties"]
    rows = [[str(cell or "") for cell in row] for row in book["new ties"].iter_rows(values_only=True)]
    assert [row[1] for row in rows] == ["identifier", "mover", "factory", "bank"]
    refused = run("diff", "2019-06-30", "2020-06-30", "--db", paper.address, "--format", "xlsx")
    assert refused.exit_code == 2 and "--output" in refused.stderr
