"""What is known by another name: joined where that name is on record, asked about where it only looks alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledgers import new_store, rows, take, told
from rapidfuzz import fuzz

from graphgov.ledger.likely import LEAST, SHORTEST, Group, Named, core_of
from graphgov.store import Store

HEAD = "单位名称,单位类型,所属社区,统一社会信用代码,别名"
FIRST = (
    "昆明云岭商贸有限公司,非公企业,虹山社区,,",
    "昆明翠湖饭店,非公企业,虹山社区,,",
    "示例物流有限公司,非公企业,北门社区,,",
)


def ledger(folder: Path, name: str, *lines: str) -> Path:
    """A ledger with these rows."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.csv"
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three units in two communities."""
    found = new_store(tmp_path / "db")
    assert take(found, ledger(tmp_path, "first", *FIRST)).receipt is not None
    return found


def names(store: Store) -> set[str]:
    """The units of a store."""
    return {str(row["name"]) for row in rows(store, "Unit")}


@pytest.mark.parametrize(
    "row",
    [
        "云岭商贸公司,非公企业,虹山社区,,",  # without the city, and another legal form
        "云岭商贸,非公企业,虹山社区,,",
        "昆明云岺商贸有限公司,非公企业,虹山社区,,",  # a slip of the pen
        "昆明市云岭商贸有限责任公司,非公企业,虹山社区,,",
    ],
)
def test_another_way_to_write_a_name_is_asked_about(store: Store, tmp_path: Path, row: str) -> None:
    """It is taken as a new unit, with a question that names the one it may be; nothing is joined by likeness."""
    outcome = take(store, ledger(tmp_path, "second", row), source="B")
    (asked,) = told(outcome, "likely_same")
    assert dict(asked.fields)["other"].startswith("昆明云岭商贸有限公司 [") and asked.row == 2
    assert len(names(store)) == 4
    assert "昆明云岭商贸有限公司" in asked.text("zh") and "graphgov resolve" in asked.text("en")


@pytest.mark.parametrize(
    "lines",
    [
        ("云岭商贸公司,非公企业,北门社区,,",),  # a namesake in another community
        ("云岭商贸公司,非公企业,虹山社区,,", "昆明云岭商贸有限公司,非公企业,虹山社区,,"),  # both stand in one list
        ("昆明滇池旅行社,非公企业,虹山社区,,",),
        ("云岭,非公企业,虹山社区,,",),  # too short to say anything
    ],
)
def test_others_are_not_asked_about(store: Store, tmp_path: Path, lines: tuple[str, ...]) -> None:
    """Another community's, one beside which the other stands in the same list, another name, a name of two signs."""
    assert told(take(store, ledger(tmp_path, "second", *lines), source="B"), "likely_same") == []


def test_files_of_one_import_are_compared_too(tmp_path: Path) -> None:
    """The same unit in two lists that are imported together, under two names."""
    one = ledger(tmp_path, "one", "昆明云岭商贸有限公司,非公企业,虹山社区,,")
    two = ledger(tmp_path, "two", "云岭商贸公司,非公企业,虹山社区,,", "翠湖饭店,非公企业,虹山社区,,")
    (asked,) = told(take(new_store(tmp_path / "both"), one, two), "likely_same")
    assert (asked.value, dict(asked.fields)["other"].partition(" [")[0]) == ("昆明云岭商贸有限公司", "云岭商贸公司")


def test_another_name_on_record_joins(store: Store, tmp_path: Path) -> None:
    """Once a name is stated as another name, rows under it are the same unit; a second such name loses no first one."""
    take(store, ledger(tmp_path, "names", "昆明云岭商贸有限公司,非公企业,虹山社区,,云岭商贸、云岭"), source="B")
    known = {str(row["name"]): row.get("aliases") for row in rows(store, "Unit")}
    assert known["昆明云岭商贸有限公司"] == "云岭商贸|云岭"
    later = take(store, ledger(tmp_path, "later", "云岭,非公企业,虹山社区,,"), source="C")
    assert len(names(store)) == 3 and told(later, "joined_by_name") and not told(later, "likely_same")
    assert {str(row["name"]): row.get("aliases") for row in rows(store, "Unit")} == known


@given(st.text(max_size=30))
def test_a_name_without_its_form_is_never_nothing(name: str) -> None:
    """What is compared is a part of the name, and empty only where nothing of the name can be compared."""
    core = core_of(name, "Unit")
    assert core or not core_of(name + "有限公司", "Unit").removesuffix("有限公司")


def test_a_known_code_under_another_name_is_told(tmp_path: Path) -> None:
    """The row that calls it otherwise, and the identifier and name of what is known; it stays one unit."""
    store, code = new_store(tmp_path / "db"), "91530102000010137R"
    take(store, ledger(tmp_path, "first", f"昆明云岭商贸有限公司,非公企业,虹山社区,{code},"))
    later = take(store, ledger(tmp_path, "later", f"滇池旅行社,非公企业,虹山社区,{code},"), source="B")
    (entry,) = told(later, "other_name")
    assert (entry.row, entry.value) == (2, "滇池旅行社")
    assert dict(entry.fields) == {"name": "昆明云岭商贸有限公司", "other": code}
    assert len(names(store)) == 1


SIMILAR = st.text("云岭商贸", max_size=6)


@given(SIMILAR, st.lists(SIMILAR, max_size=6), st.sets(st.integers(0, 5)))
def test_the_one_most_alike_is_found_as_by_comparing_all(core: str, cores: list[str], left_out: set[int]) -> None:
    """One name after the other gives the same: the longest that holds or is held, else the first of the most alike."""
    others = [Named(each, each, str(at)) for at, each in enumerate(cores)]
    kept = [other for other in others if int(other.key) not in left_out]
    held = [
        other
        for other in kept
        if (core in other.core or other.core in core) and min(len(core), len(other.core)) >= SHORTEST
    ]
    scores = [fuzz.ratio(core, other.core) for other in kept]
    expected = []
    if held:
        expected = [(max(held, key=lambda each: len(each.core)), 100)]
    elif scores and max(scores) >= LEAST:
        expected = [(kept[scores.index(max(scores))], round(max(scores)))]
    assert list(Group(others).most_alike(core, {str(at) for at in left_out})) == expected
