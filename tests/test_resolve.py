"""The same or not: likely pairs, verdicts on them, what follows from these, and how it is taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledgers import rows, take, told
from rapidfuzz import fuzz
from stores import MAKERS, Intake, contents
from test_ledger_likely import ledger

from graphgov import intake
from graphgov.errors import BadInput, BadTables, GraphgovError
from graphgov.files.writers import as_csv
from graphgov.ledger.known import known
from graphgov.ledger.likely import LEAST, SHORTEST, Group, Named
from graphgov.ledger.pairs import Likely, Side, standing
from graphgov.ledger.resolving import How, Resolved, Verdict, resolve
from graphgov.ledger.verdicts import pairs_sheet, read_verdicts
from graphgov.names import find_node
from graphgov.store import Store, open_store

OLD = {
    "Community": "id,name,type\nc,甲社区,community",
    "Place": "id,name,type\np,示例大厦,commercial_building",
    "PartyOrganization": "id,name,type\nb,甲社区大党委,big_committee\no,云岭党支部,ordinary",
    "Unit": """
        id,name,type,employees,operating,aliases,counted_on
        s,昆明云岭商贸有限公司,enterprise,12,unknown,云岭公司,
        x,示例银行,enterprise,,,,""",
    "LOCATED_IN": "from,to,role\ns,c,\nx,c,",
    "PAIRED_WITH": "from,to,basis\ns,x,协议甲",
}
"""What one source says: of s twelve employees, a pairing with x."""

NEW = {
    "Unit": """
        id,name,type,employees,members,operating,uscc,aliases,exempt_reason,counted_on
        d,云岭商贸,enterprise,20,3,yes,91530102000010137R,云岭,停业,2020-03""",
    "LOCATED_IN": "from,to,role,valid_from\nd,c,operating,2018-05\nd,p,,",
    "PAIRED_WITH": "id,from,to,basis,valid_from\n,x,d,协议甲,\n,x,d,协议乙,2019-03\n,d,s,,",
    "MEMBER_OF": "id,from,to,valid_from,valid_to,origin\nm1,d,b,2017-01-01,2019-01-01,in_area",
    "HAS_PARTY_ORG": "from,to,mode\nd,o,single",
}
"""What another says of the same unit under another name and identifier."""

DAY = date(2020, 6, 30)


def told_nothing(stage: str, done: int, of: int) -> None:
    """Progress that nobody looks at."""


def judge(store: Store, *verdicts: Verdict, **how: object) -> Resolved:
    """Verdicts as the command states them."""
    return resolve(store, known(store), verdicts, "list.csv", How(**how), told_nothing)  # type: ignore[arg-type]


def pairs(store: Store) -> list[tuple[str, str]]:
    """The likely pairs that stand: who would stay, and the other."""
    return [(pair.one.id, pair.other.id) for pair in standing(store, known(store), told_nothing)]


def record(store: Store, kind: str = "Judgement") -> list[dict[str, object]]:
    """The elements of a kind, without their day."""
    return [{name: value for name, value in row.items() if name != "stated_on"} for row in rows(store, kind)]


def ties(store: Store, kind: str, node: str) -> set[tuple[object, ...]]:
    """The ties of a node that hold on the day: the other end, what it rests on, from when."""
    graph = store.read()
    edges, ids = graph.on(DAY).edges(kind), graph.ids.list()
    found = set()
    for at, (start, end) in enumerate(zip(edges.src.tolist(), edges.dst.tolist(), strict=True)):
        if node in (ids[start], ids[end]):
            other = ids[end] if ids[start] == node else ids[start]
            found.add((other, edges.column("basis").at(at), edges.column("valid_from").at(at)))
    return found


@pytest.fixture(params=MAKERS)
def twice(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A unit that two sources call differently, in every store."""
    store = MAKERS[request.param](tmp_path)
    take_in = Intake(store, tmp_path / "in")
    take_in(OLD, "A", date(2019, 12, 31))
    take_in(NEW, "B", DAY)
    return store


def test_the_same_become_one(twice: Store) -> None:
    """The older one gets the other's names, missing values and ties; the other holds on no day; undo restores all."""
    before = contents(twice)
    assert pairs(twice) == [("s", "d")]
    done = judge(twice, Verdict("s", "d", "same", "实地核对"), authority="五华区")
    assert (done.same, done.different, done.before) == (1, 0, 0) and done.receipt is not None
    one = next(row for row in rows(twice, "Unit") if row["id"] == "s")
    # Of employees 12 were known, so the day on which others counted 20 is not theirs; what nobody knew is the other's.
    assert one == {
        "id": "s", "name": "昆明云岭商贸有限公司", "type": "enterprise", "aliases": "云岭公司|云岭商贸|云岭",
        "employees": 12, "members": 3, "operating": "yes", "uscc": "91530102000010137R", "exempt_reason": "停业",
    }  # fmt: skip
    assert ties(twice, "LOCATED_IN", "s") == {("c", None, None), ("p", None, None)}
    assert next(row for row in rows(twice, "LOCATED_IN") if row["from"] == "s" and row["to"] == "c") == {
        "from": "s", "to": "c", "role": "operating",
    }  # fmt: skip
    assert ties(twice, "PAIRED_WITH", "s") == {("x", "协议甲", None), ("x", "协议乙", date(2019, 3, 1))}
    assert ties(twice, "HAS_PARTY_ORG", "s") == {("o", None, None)}
    # Over since 2019: as it was; its identifier stays with the tie that has it.
    (member,) = [row for row in rows(twice, "MEMBER_OF") if row["from"] == "s"]
    assert (member["basis"], member["valid_to"], "id" in member) == ("m1", "2019-01-01", False)
    graph = twice.read()
    day = graph.on(DAY)
    assert [str(graph.ids.at(node)) for node in range(graph.size) if not day.alive[node]] == ["d"]
    assert not any(ties(twice, kind, "d") for kind in ("LOCATED_IN", "PAIRED_WITH", "HAS_PARTY_ORG", "MEMBER_OF"))
    assert graph.ids.at(find_node(graph, "云岭商贸")) == "s" and graph.ids.at(find_node(graph, "d")) == "d"
    assert record(twice) == [{"about": "d", "other": "s", "verdict": "same", "reason": "实地核对"}]
    assert pairs(twice) == [] and judge(twice, Verdict("s", "d", "same")).receipt is None
    intake.undo(twice)
    assert contents(twice) == before and record(twice) == [] and pairs(twice) == [("s", "d")]


def test_different_are_never_asked_about_again(twice: Store) -> None:
    """Nothing but the judgement is stated; the other way round it is the same judgement, and nothing new."""
    before = contents(twice)
    judge(twice, Verdict("s", "d", "different"))
    assert pairs(twice) == [] and judge(twice, Verdict("d", "s", "different")).before == 1
    after = contents(twice)
    assert after == before and record(twice) == [{"about": "s", "other": "d", "verdict": "different"}]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Four ways to write one name, each in a list of its own, and a namesake in another community."""
    found = open_store(tmp_path / "x.duckdb")
    for name, line in enumerate(("昆明云岭商贸有限公司", "云岭商贸公司", "云岭商贸店", "昆明市云岭商贸有限公司")):
        take(found, ledger(tmp_path, f"l{name}", f"{line},非公企业,虹山社区,,"), source=f"L{name}")
    take(found, ledger(tmp_path, "other", "云岭商贸公司,非公企业,北门社区,,"), source="other")
    return found


IDS = [f"unit:虹山/{name}" for name in ("昆明云岭商贸有限公司", "云岭商贸公司", "云岭商贸店", "昆明市云岭商贸有限公司")]


@pytest.mark.parametrize("at_once", [True, False])
def test_a_chain_has_one_end(store: Store, tmp_path: Path, at_once: bool) -> None:
    """a is b, b is c: whoever calls it by any of the names means the one that stays, and is told who judged."""
    a, b, c, _ = IDS
    verdicts = (Verdict(b, a, "same"), Verdict(c, b, "same"))
    for each in [verdicts] if at_once else [(one,) for one in verdicts]:
        judge(store, *each, authority="五华区")
    assert dict(known(store).stays) == {a: c, b: c}
    later = take(store, ledger(tmp_path, "later", "昆明云岭商贸有限公司,非公企业,虹山社区,,"), source="C")
    (entry,) = told(later, "joined_by_judgement")
    fields = dict(entry.fields)
    assert (fields["by"], fields["day"]) == ("五华区", str(date.today())) and c in fields["other"]
    assert not told(later, "likely_same") and len(rows(store, "Unit")) == 5
    assert {"from": c, "to": "community:虹山"} in rows(store, "LOCATED_IN")


WRONG = [
    ([Verdict("gone", IDS[0], "same", row=2)], [("resolve_unknown", 2)]),
    ([Verdict(IDS[0], IDS[0], "same", row=2)], [("resolve_itself", 2)]),
    ([Verdict(IDS[0], "community:虹山", "same", row=2)], [("resolve_kinds", 2)]),
    (
        [
            Verdict(IDS[0], IDS[1], "same", row=2), Verdict(IDS[1], IDS[2], "same", row=3),
            Verdict(IDS[2], IDS[0], "different", row=4), Verdict("gone", "gone too", "same", row=5),
        ],
        [("resolve_unknown", 5)] * 2,  # what contradicts itself is looked at when all names are right
    ),
    (
        [
            Verdict(IDS[0], IDS[1], "same", row=2), Verdict(IDS[1], IDS[2], "same", row=3),
            Verdict(IDS[2], IDS[0], "different", row=4),
        ],
        [("resolve_differ", 4)],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("verdicts", "expected"), WRONG)
def test_what_is_wrong_is_told_with_its_place(
    store: Store, verdicts: list[Verdict], expected: list[tuple[str, int]]
) -> None:
    """Every problem with its row; nothing is written, not even what was right."""
    before = contents(store)
    with pytest.raises(BadTables) as raised:
        judge(store, *verdicts)
    assert [(each.key, each.row) for each in raised.value.problems] == expected
    assert all(each.file == "list.csv" for each in raised.value.problems)
    assert contents(store) == before and record(store) == []


def test_against_an_earlier_judgement(store: Store) -> None:
    """Two that were different become the same only on purpose; two that are one become two by undo alone.

    The earlier judgement is named; by way of a third one it is no other.
    """
    a, b, c, _ = IDS
    judge(store, Verdict(a, b, "different"), authority="五华区")
    for verdicts in ([Verdict(a, b, "same", row=7)], [Verdict(a, c, "same", row=6), Verdict(c, b, "same", row=7)]):
        with pytest.raises(BadTables, match="五华区") as raised:
            judge(store, *verdicts)
        assert [each.key for each in raised.value.problems] == ["resolve_judged_different"]
    judge(store, Verdict(a, b, "same"), overrule=True)
    assert known(store).stays == {b: a} and known(store).apart == frozenset()
    for overrule in (False, True):
        with pytest.raises(BadTables) as raised:
            judge(store, Verdict(b, a, "different", row=3), overrule=overrule)
        (problem,) = raised.value.problems
        assert (problem.key, problem.row, dict(problem.fields)["number"]) == ("resolve_judged_same", 3, "7")
    intake.undo(store, number=7)
    assert known(store).stays == {} and known(store).apart == {frozenset((a, b))}


def test_two_codes_are_two_unless_said_on_purpose(tmp_path: Path) -> None:
    """Such a pair is not asked about; who joins them all the same says so, and both codes lead to the one."""
    store = open_store(tmp_path / "x.duckdb")
    codes = ("91530102000010137R", "91530102000010129X")
    for code, name in zip(codes, ("昆明云岭商贸有限公司", "云岭商贸公司"), strict=True):
        take(store, ledger(tmp_path, code, f"{name},非公企业,虹山社区,{code},"), source=code)
    assert pairs(store) == [] and len(rows(store, "Unit")) == 2
    one, other = (str(row["id"]) for row in rows(store, "Unit"))
    with pytest.raises(BadTables) as raised:
        judge(store, Verdict(one, other, "same", row=2))
    assert [each.key for each in raised.value.problems] == ["resolve_codes"]
    assert all(code in raised.value.problems[0].text("en") for code in codes)
    judge(store, Verdict(one, other, "same"), overrule=True)
    assert {known(store).by_code[code] for code in codes} == {one}


def test_those_of_one_list_are_two(tmp_path: Path) -> None:
    """Two alike names in one list are no pair, in two lists they are."""
    store = open_store(tmp_path / "x.duckdb")
    lines = [f"{name},非公企业,虹山社区,," for name in ("示例餐饮一店", "示例餐饮二店")]
    take(store, ledger(tmp_path, "a", *lines), source="A")
    assert pairs(store) == []
    take(store, ledger(tmp_path, "b", "示例餐饮三店,非公企业,虹山社区,,", "翠湖饭店,非公企业,虹山社区,,"), source="B")
    take(store, ledger(tmp_path, "c", "昆明翠湖饭店,非公企业,虹山社区,,"), source="C")
    first, second, third = (f"unit:虹山/示例餐饮{number}店" for number in "一二三")
    hotel, same = "unit:虹山/翠湖饭店", "unit:虹山/昆明翠湖饭店"
    assert set(pairs(store)) == {(first, third), (hotel, same)}
    judge(store, Verdict(first, third, "different"), Verdict(hotel, same, "same"))
    assert pairs(store) == [(second, third)]


def test_what_judgements_state_is_no_list(store: Store) -> None:
    """Two pairs joined at once: the two that stay, of whom both the import speaks, are asked about all the same."""
    a, b, c, d = IDS
    judge(store, Verdict(a, b, "same"), Verdict(c, d, "same"))
    assert pairs(store) == [(a, c)]


# ---- Undo of one in the middle -----------------------------------------------------------------------------------


def test_an_import_in_the_middle_is_taken_back_alone(tmp_path: Path) -> None:
    """What others said stays; what later ones rest on (a type, a day, no circle) is not taken from under them."""
    store = open_store(tmp_path / "x.duckdb")
    take_in = Intake(store, tmp_path / "in")
    take_in({"Place": "id,type\np,market\nq,market", "PART_OF": "from,to,valid_to\np,q,2020-01-01"})
    take_in({"Place": "id,tenants_stated\np,3"}, "B")
    without = contents(store)
    take_in({"Place": "id,tenants_stated\np,4"}, "C")
    take_in({"Place": "id,name,type\nr,丙,other"}, "D")
    with_r = contents(store)
    take_in({"PART_OF": "from,to,valid_from\nq,p,2020-01-01"}, "E")
    for number, what in ((1, "Place.type"), (1, "5, 4, 3, 2")):
        with pytest.raises(GraphgovError, match=what):
            intake.undo(store, number=number)
    intake.undo(store, number=5)
    assert contents(store) == with_r
    intake.undo(store, number=3)
    intake.undo(store, number=4)
    assert contents(store) == without
    with pytest.raises(BadInput, match="1, 2"):
        intake.undo(store, number=4)


def test_no_circle_is_left_by_what_is_taken_back(tmp_path: Path) -> None:
    """An import that ended a tie holds the way free for the one that leads back."""
    store = open_store(tmp_path / "x.duckdb")
    take_in = Intake(store, tmp_path / "in")
    take_in({"Place": "id,type\np,market\nq,market", "PART_OF": "from,to\np,q"})
    take_in({"PART_OF": "from,to,valid_to\np,q,2020-01-01"}, "B")
    take_in({"PART_OF": "from,to,valid_from\nq,p,2020-01-01"}, "C")
    with pytest.raises(GraphgovError, match="PART_OF"):
        intake.undo(store, number=2)


# ---- Properties --------------------------------------------------------------------------------------------------

NAMES = st.lists(st.text("云岭商贸", min_size=3, max_size=5), min_size=1, max_size=4, unique=True)


@settings(max_examples=8)
@given(NAMES, NAMES, st.data())
def test_what_was_judged_is_not_asked_again(
    tmp_path_factory: pytest.TempPathFactory, first: list[str], second: list[str], data: st.DataObject
) -> None:
    """Two lists, random verdicts on all that is asked: the lists again bring no unit and no question; undo restores."""
    folder = tmp_path_factory.mktemp("judged")
    store = open_store(folder / "x.duckdb")
    lists = [
        ledger(folder, name, *(f"{each},非公企业,虹山社区,," for each in names))
        for name, names in (("a", first), ("b", second))
    ]
    for path in lists:
        take(store, path)
    before, judgements = contents(store), 0
    while asked := standing(store, known(store), told_nothing):
        verdicts = [Verdict(each.one.id, each.other.id, data.draw(VERDICT)) for each in asked]
        judge(store, *verdicts, overrule=True)
        judgements += 1
    units = rows(store, "Unit")
    for path in lists:
        again = take(store, path.rename(path.with_stem(path.stem + "2")), source=path.stem)
        assert not told(again, "likely_same")
        assert again.receipt is not None and again.receipt.said.get("Unit", 0) <= len(first) + len(second)
    assert [row["id"] for row in rows(store, "Unit")] == [row["id"] for row in units]
    imports = 2 + judgements
    for number in range(imports + 2, 2, -1):
        if number in _live(store):
            intake.undo(store, number=number)
    assert contents(store) == before


def _live(store: Store) -> set[int]:
    from graphgov.store import Imports

    return {row["import"] for row in store.ask(Imports()).to_pylist() if not row["undone"]}


VERDICT = st.sampled_from(["same", "different"])


@given(st.lists(st.text("云岭商贸", min_size=1, max_size=5), min_size=1, max_size=6))
def test_all_that_are_alike_are_found(cores: list[str]) -> None:
    """As by comparing each with each: one holds the other, or so many signs are the same."""
    group = Group([Named(core, core, str(at)) for at, core in enumerate(cores)])
    for at, core in enumerate(cores):
        expected = {}
        for place, other in enumerate(cores):
            held = (core in other or other in core) and min(len(core), len(other)) >= SHORTEST
            score = fuzz.ratio(core, other)
            if place != at and (held or score >= LEAST):
                expected[place] = 100 if held else round(score)
        assert dict(group.alike(at)) == expected


CELL = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12).filter(
    lambda text: text == text.strip() and text.isprintable()
)


@settings(max_examples=60)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4), st.sampled_from(["zh", "en"]))
def test_identifiers_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, ids: list[tuple[str, str]], lang: str
) -> None:
    """Whatever an identifier is (a formula, a number, quotes), the list that was written and filled in names it."""
    from unicodedata import normalize

    from graphgov import words

    path = tmp_path_factory.mktemp("list") / "list.csv"
    likely = [
        Likely("Unit", "甲", Side(one, one, "", ()), Side(other, other, "", ()), 90) for one, other in ids
    ]  # fmt: skip
    with words.speaking(lang):
        sheet = pairs_sheet(likely)
    place = len(sheet.columns) - 3
    filled = tuple((*row[:place], "same", *row[place + 1 :]) for row in sheet.rows)
    path.write_bytes(as_csv(type(sheet)(sheet.columns, filled)))
    found = [(each.one, each.other) for each in read_verdicts(path)]
    assert found == [tuple(normalize("NFC", each) for each in pair) for pair in ids]
