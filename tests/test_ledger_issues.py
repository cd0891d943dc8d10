"""Every fault planted in the built ledgers (issues.csv), handled as it says there: one test a line."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from cases import CASES
from cases.tables import Row, read_rows
from ledgers import CASE, Facts, Key, arrived, dirty, key_of, new_store, rows, take, told, truth

from graphgov.ledger.importing import Outcome
from graphgov.ledger.report import DOUBTED, Entry
from graphgov.store import Store

ISSUES = read_rows(CASES / CASE / "issues.csv") if (CASES / CASE).is_dir() else []


@cache
def imported(file: str) -> tuple[Store, Outcome, dict[Key, Facts]]:
    """A ledger imported alone: the store, what was told, and what has arrived."""
    store = new_store(Path(mkdtemp()))
    outcome = take(store, dirty(file))
    return store, outcome, arrived(store)


def called(file: str, name: str) -> list[Facts]:
    """The subjects of a name."""
    return [facts for (_, own), facts in imported(file)[2].items() if own == name]


def about(file: str, key: str, name: str) -> list[Entry]:
    """The entries of a message in the rows of a subject."""
    column = [entry for entry in told(imported(file)[1], key)]
    numbers = {int(row["no"]) + 1 for row in truth() if row["name"] == name}
    return [entry for entry in column if entry.row in numbers or entry.value == name]


# ---- One function a sort of fault --------------------------------------------------------------------------------


def fullwidth_uscc(issue: Row) -> None:
    """The code in narrow signs is that of a unit of this name, and nothing is doubted."""
    code = unicodedata.normalize("NFKC", issue["detail"])
    assert code in {facts.get("uscc") for facts in called(issue["file"], issue["unit"])}
    assert not [entry for entry in imported(issue["file"])[1].report.of(DOUBTED) if entry.key.startswith("code")]


def rare_char(issue: Row) -> None:
    """The name is there with its character."""
    assert len(called(issue["file"], issue["unit"])) == 1


def layout(issue: Row) -> None:
    """Sections, totals and notes; sheets of communities; several units in a cell."""
    store, outcome, found = imported(issue["file"])
    match issue["file"][:2]:
        case "06" | "07":
            assert {community for community, _ in found} == {"虹山中路社区", "红星社区", "日新社区"}
            assert found.keys() == {key_of(row) for row in truth()}
            assert not told(outcome, "section_count_differs")
        case "10":
            assert len(rows(store, "MEMBER_OF")) + len(rows(store, "PAIRED_WITH")) == 29


def uscc_stored_as_float(issue: Row) -> None:
    """The code is flagged in the unit's row and not stored; the unit is there."""
    entries = about(issue["file"], "code_damaged", issue["unit"])
    assert issue["detail"].rpartition(" ")[2] in {entry.value for entry in entries}
    shown = issue["detail"].rpartition(" ")[2]
    facts = called(issue["file"], issue["unit"])
    assert facts and shown not in {each.get("uscc") for each in facts}


def date_not_guessed(issue: Row) -> None:
    """The text is told, and the tie has no first day; a day in Chinese numerals is read."""
    (facts,) = (facts for (community, name), facts in imported(issue["file"])[2].items()
                if name == issue["unit"] and community == "虹山中路社区")  # fmt: skip
    doubts = [entry for entry in imported(issue["file"])[1].report.of(DOUBTED) if entry.value == issue["detail"]]
    if issue["kind"] == "date_chinese_numerals":
        assert facts["since"] == "2019-12" and not doubts
    else:
        assert facts["since"] is None and len(doubts) == 1
        assert issue["detail"] in doubts[0].value and doubts[0].text("zh") != doubts[0].key


def whole(issue: Row) -> None:
    """The file is read by its content, all of it."""
    assert imported(issue["file"])[2].keys() == {key_of(row) for row in truth()}


def same_uscc_other_name(issue: Row) -> None:
    """One unit, with both names; both rows are told."""
    (facts,) = [each for each in imported(issue["file"])[2].values() if each.get("uscc") == "91530102000010137R"]
    assert {facts["name"], facts["aliases"]} == {"昆明建水示例商贸有限公司", "昆明建水示例商贸有限责任公司"}
    (entry,) = told(imported(issue["file"])[1], "other_name")
    assert {entry.value, dict(entry.fields)["name"]} == {facts["name"], facts["aliases"]}
    assert entry.row == 167 and dict(entry.fields)["other"].endswith(":14")


def same_uscc_two_communities(issue: Row) -> None:
    """One unit in one community; both rows are told."""
    (entry,) = told(imported(issue["file"])[1], "two_communities")
    assert (entry.row, entry.value, dict(entry.fields)["said"]) == (168, "红星社区", "虹山中路社区")
    assert entry.outcome == DOUBTED and dict(entry.fields)["other"].endswith(":19")
    same = [facts for facts in imported(issue["file"])[2].values() if facts.get("uscc") == "915301020000101882"]
    assert len(same) == 1


def same_name_two_uscc(issue: Row) -> None:
    """Two units, and a doubt about the second."""
    store, outcome, _ = imported(issue["file"])
    assert len(told(outcome, "same_name_other_code")) == 1
    codes = [row["uscc"] for row in rows(store, "Unit") if row["name"] == issue["unit"]]
    assert {"9153010300007777XK", "915301020000102333"} <= set(codes)


def contradicting_rows(issue: Row) -> None:
    """The number that came first is kept, and the other one told with both places."""
    entries = [each for each in told(imported(issue["file"])[1], "contradicts") if each.row == 170]
    assert {dict(each.fields)["property"] for each in entries} == {"members"}
    assert all(dict(each.fields)["other"].endswith(":29") and each.value == "8" for each in entries)


def uscc_bad_check_digit(issue: Row) -> None:
    """Told, and the same unit as the one with the sound code."""
    entries = [each for each in told(imported(issue["file"])[1], "code_check") if each.value == issue["detail"]]
    assert len(entries) == 1
    assert [facts["uscc"] for facts in called(issue["file"], issue["unit"])].count(issue["detail"]) == 0


def uscc_early_pilot(issue: Row) -> None:
    """A warning; the unit is there with its code."""
    entries = [each for each in told(imported(issue["file"])[1], "code_check") if each.value == issue["detail"]]
    assert len(entries) == 1 and entries[0].outcome == DOUBTED
    assert [facts["uscc"] for facts in called(issue["file"], issue["unit"])] == [issue["detail"]]


def uscc_prefix(issue: Row) -> None:
    """Told; the type is the one that is stated."""
    (entry,) = told(imported(issue["file"])[1], "code_of_other_type")
    assert entry.row == 173
    assert [facts["type"] for facts in called(issue["file"], issue["unit"])] == ["social_organization"]


def total_row(issue: Row) -> None:
    """No unit, and told."""
    store, outcome, _ = imported(issue["file"])
    assert len(told(outcome, "total_row")) == 1
    assert "合计" not in {row["name"] for row in rows(store, "Unit")}


def contradiction(issue: Row) -> None:
    """Told; both what is reported and the organization are kept."""
    (entry,) = told(imported(issue["file"])[1], "none_but_named")
    assert entry.row == 5
    facts = imported(issue["file"])[2]["虹山中路社区", issue["unit"]]
    assert (facts["reported_org"], facts["org"]) == ("no", "中共昆明翠湖示例小学支部委员会")


def blank_answer(issue: Row) -> None:
    """Unknown, and the only one that is."""
    found = imported(issue["file"])[2]
    unknown = [key for key, facts in found.items() if facts["reported_org"] == "unknown"]
    assert unknown == [("虹山中路社区", issue["unit"])]


CHECKS: dict[str, Callable[[Row], None]] = {
    "fullwidth_uscc": fullwidth_uscc, "rare_char": rare_char, "layout": layout, "extension": whole, "format": whole,
    "uscc_stored_as_float": uscc_stored_as_float, "date_unknown": date_not_guessed,
    "date_invalid_month": date_not_guessed, "date_chinese_numerals": date_not_guessed, "date_range": date_not_guessed,
    "date_future": date_not_guessed, "same_uscc_other_name": same_uscc_other_name,
    "same_uscc_two_communities": same_uscc_two_communities, "same_name_two_uscc": same_name_two_uscc,
    "contradicting_rows": contradicting_rows, "uscc_bad_check_digit": uscc_bad_check_digit,
    "uscc_early_pilot_code_fails_check_digit": uscc_early_pilot, "uscc_prefix_contradicts_category": uscc_prefix,
    "total_row": total_row, "contradiction": contradiction, "blank_answer": blank_answer,
}  # fmt: skip


@pytest.mark.parametrize("issue", ISSUES, ids=lambda issue: f"{issue['file'][:2]}-{issue['kind']}-{issue['unit']}")
def test_planted_fault(issue: Row) -> None:
    """The fault is handled as its line says."""
    CHECKS[issue["kind"]](issue)


def test_all_faults() -> None:
    """The case has 93 of them; none is left out."""
    assert len(ISSUES) in (93, 0)
