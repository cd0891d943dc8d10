"""`graphgov compare`: a register and a ledger side by side; by hand, on the ledgers of O6, and on random lists."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from cases import case, ledger
from cases.tables import read_rows
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st
from stores import Intake

from graphgov import words
from graphgov.answers.rolled import COUNTED
from graphgov.cli import cli
from graphgov.ledger.rolls import Member, Roll, compared
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, Store

# Sound codes, made up from the shared list of the ledgers' case.
CODES = ("915301020000000028", "91530102000000005X")

REGISTER = {
    "Community": "id,name,type\nC1,丙社区,community\nC2,丁社区,community\nC3,戊社区,community",
    "Unit": f"""id,name,type,uscc
        u1,昆明示例一商贸有限公司,enterprise,{CODES[0]}
        u2,昆明示例二商贸有限公司,enterprise,
        u3,昆明示例云岭商贸有限公司,enterprise,
        u4,示例四号店,individual_business,
        u5,示例五金店,individual_business,
        u6,示例六号店,individual_business,
        u7,示例七号店,individual_business,""",
    "Place": "id,name,type,valid_to\np1,示例旧市场,market,2020-01-01",
    "LOCATED_IN": "from,to\nu1,C1\nu2,C1\nu3,C1\nu4,C1\nu5,C1\nu6,C3\nu7,C3\np1,C1",
}

LEDGER = f"""单位名称,统一社会信用代码,单位类型,所属社区
昆明示例甲商贸有限公司,{CODES[0]},非公企业,丙社区
昆明示例二商贸有限责任公司,,非公企业,丙社区居委会
云岭商贸,,非公企业,丙社区
示例五金店,,个体工商户,丁社区
示例八号店,,个体工商户,丁社区
"""


@pytest.fixture(autouse=True)
def silent_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves its language behind."""
    monkeypatch.setattr(words, "_chosen", [])


def run(*arguments: str) -> Result:
    """The command in English."""
    return CliRunner().invoke(cli, ["compare", *arguments, "--lang", "en"])


def answer(*arguments: str) -> dict[str, object]:
    """The answer as programs get it."""
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    value: dict[str, object] = json.loads(result.stdout)
    return value


def only(value: dict[str, object]) -> set[tuple[object, ...]]:
    """Who is on one side only: which, community, name, whom it may be, how alike, whether elsewhere."""
    return {
        (
            row["in"], row["community_name"], row["name"],
            *((row["may_be"]["name"], row["may_be"]["score"], row["may_be"]["elsewhere"]) if row["may_be"] else ()),
        )
        for row in value["only"]  # type: ignore[attr-defined]
    }  # fmt: skip


def written(folder: Path, text: str = LEDGER, name: str = "台账.csv") -> str:
    """A ledger in a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


# ---- By hand ------------------------------------------------------------------------------------------------------


def test_a_source_and_a_file(new_store: Callable[[], Store], tmp_path: Path) -> None:
    """One is the same by its code under another name, one by its name in full; one is called alike, one is elsewhere.

    The register's third community is not named in the ledger: its two units are counted, and listed when asked for.
    A market that is gone is in neither.  Nothing is written.
    """
    store = new_store()
    Intake(store, tmp_path)(REGISTER, "名册")
    before, path = store.stamp(), written(tmp_path)
    value = answer("名册", path, "--db", store.address)
    assert {(pair["register"], pair["by"]) for pair in value["both"]} == {("u1", "id"), ("u2", "id")}  # type: ignore[attr-defined]
    expected = {
        ("register", "丙社区", "昆明示例云岭商贸有限公司", "云岭商贸", 100, False),
        ("register", "丙社区", "示例四号店"),
        ("register", "丙社区", "示例五金店", "示例五金店", 100, True),
        ("ledger", "丙社区", "云岭商贸", "昆明示例云岭商贸有限公司", 100, False),
        ("ledger", "丁社区", "示例五金店", "示例五金店", 100, True),
        ("ledger", "丁社区", "示例八号店"),
    }
    assert only(value) == expected
    communities = {row["name"]: [row[name] for name in COUNTED] for row in value["communities"]}  # type: ignore[attr-defined]
    assert communities == {"丙社区": [2, 3, 1, 1], "丁社区": [0, 0, 2, 1], "戊社区": [0, 2, 0, 0]}
    every = only(answer("名册", path, "--db", store.address, "--every-community"))
    assert every - expected == {("register", "戊社区", "示例六号店"), ("register", "戊社区", "示例七号店")}
    assert store.stamp() == before, "nothing is written"
    turned = only(answer(path, "名册", "--db", store.address, "--every-community"))
    assert {row[1:] for row in turned} == {row[1:] for row in every}, "the other way round the same, on other sides"


def test_two_files_and_no_database(tmp_path: Path) -> None:
    """Neither is imported, and none is needed: what an import would call the same is the same."""
    other = LEDGER.replace("示例八号店", "示例九号店").replace("丙社区居委会", "丙社区")
    value = answer(written(tmp_path), written(tmp_path, other, "b.csv"), "--db", str(tmp_path / "none.duckdb"))
    assert len(value["both"]) == 4  # type: ignore[arg-type]
    assert {row[:3] for row in only(value)} == {
        ("register", "丁社区", "示例八号店"), ("ledger", "丁社区", "示例九号店"),
    }  # fmt: skip
    assert not (tmp_path / "none.duckdb").exists()


def test_forms_and_faults(tmp_path: Path) -> None:
    """CSV holds whom each may be and its row; text the counts by community; what is neither source nor file is told."""
    store = EmbeddedStore(tmp_path / "graph.duckdb", SCHEMA)
    Intake(store, tmp_path)(REGISTER, "名册")
    path, db = written(tmp_path), ("--db", store.address)
    rows = list(csv.DictReader(io.StringIO(run("名册", path, *db, "--format", "csv").stdout[1:])))
    (alike,) = [row for row in rows if row["name"] == "云岭商贸"]
    assert (alike["only in"], alike["may be"], alike["may be.identifier"], alike["alike"], alike["row"]) == (
        "ledger", "昆明示例云岭商贸有限公司", "u3", "100 %", "台账.csv:4",
    )  # fmt: skip
    text = run("名册", path, *db, "--limit", "1").stdout
    assert "register: 名册, 7 units" in text and "ledger: 台账.csv, 5 units" in text and "1 of 6 rows" in text
    assert "2 more of the register are in communities that the ledger does not name" in text
    assert "同名，在丙社区" in CliRunner().invoke(cli, ["compare", "名册", path, *db, "--lang", "zh"]).stdout
    assert "does not name" not in run("名册", path, *db, "--every-community").stdout
    for wrong, said in (("名簿", "sources: 名册"), (str(tmp_path / "1"), "own tables")):
        result = run(wrong, path, *db)
        assert result.exit_code == 2 and said in result.stderr, result.stderr
    bad = LEDGER.replace("示例八号店,", f",{CODES[1]}")
    assert "1 row(s) could not be read" in run("名册", written(tmp_path, bad, "bad.csv"), *db).stdout


# ---- O6 -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "new"),
    [("02_bom_synonym_headers.csv", ()), ("07_sheet_per_community.xlsx", ()), ("12_duplicates_conflicts.csv", (
        "昆明海源示例商贸有限公司", "昆明示例早期赋码商贸有限公司", "昆明示例编码类型不符店",
    ))],
)  # fmt: skip
def test_ledgers_of_the_same_units(file: str, new: Sequence[str], tmp_path: Path) -> None:
    """Two ledgers of the truth's 165 units and places, however written, have them all; the conflicts' three are new."""
    folder = case(ledger.CASE)
    truth = Counter(row["community"] for row in read_rows(folder / "truth.csv"))
    pair = (str(folder / "dirty" / "01_clean_utf8.csv"), str(folder / "dirty" / file))
    value = answer(*pair, "--db", str(tmp_path / "none.duckdb"))
    assert {row["name"]: row["both"] for row in value["communities"]} == truth  # type: ignore[attr-defined]
    assert {(row[0], row[2]) for row in only(value)} == {("ledger", name) for name in new}


# ---- Random lists -------------------------------------------------------------------------------------------------

NAMES = ("甲商贸有限公司", "甲商贸有限责任公司", "乙商贸有限公司", "丙五金店", "")


def members() -> st.SearchStrategy[list[Member]]:
    """Lists of units, no two with one identifier."""
    drawn = st.builds(
        Member, st.sampled_from("abcdefgh"), st.sampled_from(("Unit", "Place")), st.just("other"),
        st.sampled_from(NAMES), st.sampled_from(("", "", "1", "2")), st.sampled_from(("", "C1", "C2")), st.just("某"),
    )  # fmt: skip
    return st.lists(drawn, max_size=6, unique_by=lambda each: each.key)


TWO = tuple(Member(code, "Unit", "other", "甲商贸有限公司", code, "C1", "某") for code in "12")
"""Two of one name, in one community, by their codes."""


def same(one: Member, other: Member) -> bool:
    """Whether anything at all says that two are the same: the weakest that may join them."""
    called = [name.replace("有限责任公司", "有限公司") for name in (one.name, other.name)]
    there = [(each.kind, each.community) for each in (one, other)]
    by_name = bool(one.name) and called[0] == called[1] and there[0] == there[1]
    return one.key == other.key or bool(one.code and one.code == other.code) or by_name


@given(members(), members())
@example([TWO[0]], [TWO[1]])
def test_everybody_is_somewhere_once(register: list[Member], ledger_: list[Member]) -> None:
    """Each is in one pair or on one side only; pairs are of the same; identifiers always join, codes and names only
    where they are nobody else's; who may be the same are both on one side only, with no two codes."""
    found = compared(Roll("r", tuple(register)), Roll("l", tuple(ledger_)))
    assert sorted([pair.register for pair in found.both] + [*found.only_register]) == sorted(register)
    assert sorted([pair.ledger for pair in found.both] + [*found.only_ledger]) == sorted(ledger_)
    assert all(same(pair.register, pair.ledger) for pair in found.both)
    keys = {each.key for each in register} & {each.key for each in ledger_}
    assert {pair.register.key for pair in found.both if pair.by == "id"} == keys
    for one in found.only_register:
        for other in found.only_ledger:
            codes = [sum(each.code == one.code for each in side) for side in (register, ledger_)]
            assert not (one.code and one.code == other.code and codes == [1, 1])
    sides = [{each.key for each in side} for side in (found.only_register, found.only_ledger)]
    for near in found.near:
        assert near.register.key in sides[0] and near.ledger.key in sides[1]
        assert not (near.register.code and near.ledger.code and near.register.code != near.ledger.code)
        assert near.elsewhere == (near.register.community != near.ledger.community)
    assert len({near.register.key for near in found.near}) == len({near.ledger.key for near in found.near})
