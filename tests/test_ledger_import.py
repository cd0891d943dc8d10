"""The built ledgers (O6), each alone, from the file to the store, against their truth."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import case
from cases.tables import read_rows
from ledgers import CASE, DAY, arrived, differing, dirty, key_of, months, new_store, rows, take, told, true_facts, truth

from graphgov.intake import Options
from graphgov.ledger.importing import How, carry_out, plan
from graphgov.ledger.report import DOUBTED
from graphgov.schema import SCHEMA
from graphgov.store import Store

WHOLE = ("01", "02", "03", "05", "07", "11")
"""Ledgers that say all that is true and nothing else."""


def counts(store: Store) -> dict[str, int]:
    """How many elements of each kind a ledger leads to."""
    kinds = ("Unit", "Place", "Community", "PartyOrganization", "LOCATED_IN", "HAS_PARTY_ORG", "MEMBER_OF")
    return {kind: len(rows(store, kind)) for kind in kinds}


@pytest.mark.parametrize("name", WHOLE)
def test_whole_ledger(name: str, tmp_path: Path) -> None:
    """146 units and 19 places of three communities, 48 organizations under 47 names, every value as in the truth."""
    store = new_store(tmp_path)
    outcome = take(store, dirty(name))
    assert outcome.receipt is not None and outcome.receipt.number == 1
    assert differing(months(arrived(store)), {key_of(row): true_facts(row) for row in truth()}) == {}
    found = counts(store)
    assert (found["Unit"], found["Place"], found["Community"]) == (146, 19, 3)
    assert len({row["name"] for row in rows(store, "PartyOrganization")}) == 47
    assert (found["PartyOrganization"], found["LOCATED_IN"], found["HAS_PARTY_ORG"]) == (48, 165, 58)


def test_merged_header_and_sections(tmp_path: Path) -> None:
    """File 06: communities from section rows whose declared numbers hold, totals no units; what is blank is unknown."""
    store = new_store(tmp_path)
    outcome = take(store, dirty("06"))
    expected = {key_of(row): true_facts(row) for row in truth()}
    for facts in expected.values():
        facts["has_instructor"] = "yes" if facts["has_instructor"] == "yes" else "unknown"
    assert differing(months(arrived(store)), expected) == {}
    declared = {dict(entry.fields)["declared"] for entry in told(outcome, "section_count")}
    assert declared == {"69", "55", "41"} and not told(outcome, "section_count_differs")
    assert len(told(outcome, "total_row")) == 4 and len(told(outcome, "note_row")) == 1
    assert not {"小计", "合计"} & {name for _, name in arrived(store)}


def test_sheet_per_community(tmp_path: Path) -> None:
    """File 07: of the hidden sheet and of those without a table it is told that they were not read."""
    outcome = take(new_store(tmp_path), dirty("07"))
    assert [entry.sheet for entry in told(outcome, "hidden_sheet")] == ["旧数据2018"]
    assert [entry.sheet for entry in told(outcome, "no_table")] == ["Sheet5", "填表说明"]


@pytest.mark.parametrize("name", ["08", "14"])
def test_numeric_codes(name: str, tmp_path: Path) -> None:
    """The old workbook under either suffix: 37 codes that lost their digits are flagged and not stored."""
    store = new_store(tmp_path)
    outcome = take(store, dirty(name))
    damaged = {(entry.sheet, entry.row) for entry in told(outcome, "code_damaged")}
    numeric = [row for row in truth() if row["uscc"].isdigit()]
    assert damaged == {("排查表", int(row["no"]) + 1) for row in numeric} and len(damaged) == 37
    expected = {key_of(row): true_facts(row) for row in truth()}
    for row in numeric:
        expected[key_of(row)]["uscc"] = None
    assert differing(months(arrived(store)), expected) == {}


def test_numeric_codes_after_sound_ones(tmp_path: Path) -> None:
    """Units whose codes are lost are known again by name and community: no unit is added, no code is overwritten."""
    store = new_store(tmp_path)
    take(store, dirty("01"))
    outcome = take(store, dirty("08"))
    assert differing(months(arrived(store)), {key_of(row): true_facts(row) for row in truth()}) == {}
    assert len(told(outcome, "joined_by_name")) == 37 + sum(not row["uscc"] for row in truth())


def test_ties_of_communities(tmp_path: Path) -> None:
    """File 10: 29 ties, each the true one, with the term of the agreement; members are those of a new committee."""
    store = new_store(tmp_path)
    take(store, dirty("10"))
    named = {row["id"]: str(row["name"]) for kind in SCHEMA.node for row in rows(store, kind)}
    big = {row["to"]: named[row["from"]] for row in rows(store, "HAS_PARTY_ORG")}
    members = {(big[row["to"]], named[row["from"]], "大党委成员单位") for row in rows(store, "MEMBER_OF")}
    pairs = {frozenset((named[row["from"]], named[row["to"]])) for row in rows(store, "PAIRED_WITH")}
    expected = read_rows(case(CASE) / "truth_edges.csv")
    true = {(row["community"], row["unit"], row["relation"]) for row in expected}
    assert members == {tie for tie in true if tie[2] == "大党委成员单位"} and len(members) == 17
    assert pairs == {frozenset(tie[:2]) for tie in true if tie[2] == "结对单位"} and len(pairs) == 12
    periods = {(row.get("valid_from"), row.get("valid_to")) for row in rows(store, "PAIRED_WITH")}
    assert periods == {("2019-01", "2021-12")}


def test_ledgers_that_belong_together(tmp_path: Path) -> None:
    """Ties and units in one import: members are the units themselves, and a yes finds the committee of the ties."""
    store = new_store(tmp_path)
    outcome = take(store, dirty("01"), dirty("10"))
    assert not told(outcome, "no_big_committee") and not told(outcome, "only_named")
    assert differing(months(arrived(store)), {key_of(row): true_facts(row) for row in truth()}) == {}
    assert len({(row["from"], row["to"]) for row in rows(store, "MEMBER_OF")}) == 17
    assert (len(rows(store, "PAIRED_WITH")), len(rows(store, "PartyOrganization"))) == (12, 48 + 3)


def test_universities(tmp_path: Path) -> None:
    """A real list: 2,631 universities, each under its authority, 31 sections with as many as they declare."""
    store = new_store(tmp_path)
    outcome = take(store, case(CASE) / "real" / "moe_universities_2017.xls")
    lines = rows(store, "SUBORDINATE_TO")
    assert len(lines) == len({row["from"] for row in lines}) == 2631
    assert len(told(outcome, "section_count")) == 31 and not told(outcome, "section_count_differs")
    named = {row["id"]: str(row["name"]) for row in rows(store, "Unit")}
    authority = {named[row["from"]]: named[row["to"]] for row in lines}
    assert (authority["云南警官学院"], authority["北京大学"]) == ("云南省", "教育部")
    assert all(name == name.strip() for name in named.values())


def test_member_without_a_committee(tmp_path: Path) -> None:
    """A yes to the big committee is a doubt with its row, and no tie, while the community is known to have none."""
    store = new_store(tmp_path)
    outcome = take(store, dirty("01"))
    doubts = told(outcome, "no_big_committee")
    members = {row["name"]: int(row["no"]) + 1 for row in truth() if row["big_committee"] == "1"}
    assert {entry.value: entry.row for entry in doubts} == members
    assert {entry.outcome for entry in doubts} == {DOUBTED}
    assert rows(store, "MEMBER_OF") == []


def test_rare_characters(tmp_path: Path) -> None:
    """Twenty of the units and four whose names GBK does not have, kept as they are."""
    store = new_store(tmp_path)
    take(store, dirty("04"))
    units = arrived(store)
    assert counts(store)["Unit"] == 24
    first = {key_of(row): true_facts(row) for row in truth()[:20]}
    rare = ("昆明㱔卜示例民宿有限公司", "昆明大青㭎示例农庄有限公司", "昆明𬭚示例金属制品有限公司", "昆明䓖示例香料店")
    assert differing(units, first | {("虹山中路社区", name): {} for name in rare}) == {}


def test_dates(tmp_path: Path) -> None:
    """Days in every form are those of the truth; what can be none, a range, or in the future is told and left empty."""
    store = new_store(tmp_path)
    outcome = take(store, dirty("09"))
    doubted = {"昆明曙光街道办事处示例科", "昆明青年税务示例分局", "昆明翠湖示例小学", "昆明大观示例幼儿园"}
    expected = {key_of(row): true_facts(row) for row in truth()}
    for (community, name), facts in expected.items():
        if community == "虹山中路社区" and name in doubted:
            facts["since"] = None
    expected["虹山中路社区", "昆明篆塘市场监管示例所"]["since"] = "2019-12"
    found = arrived(store)
    assert found.keys() == expected.keys()
    for key, facts in expected.items():
        # A ledger that gives a day says more than the month of the truth.
        assert str(found[key].get("since"))[:7] == str(facts.get("since")), key
    keys = {entry.value: entry.key for entry in outcome.report.of(DOUBTED) if entry.column == "成立时间"}
    assert keys == {
        "不详": "date_unclear", "2019年13月": "date_impossible", "2019.12-2020.01": "date_range",
        "2099-01": "date_future",
    }  # fmt: skip


def test_again(tmp_path: Path) -> None:
    """The same ledger again changes nothing; the same content in another file adds no unit."""
    store = new_store(tmp_path)
    take(store, dirty("01"))
    before = counts(store)
    again = take(store, dirty("01"))
    assert again.receipt is not None and again.receipt.number is None
    take(store, dirty("02"))
    assert counts(store) == before


def test_how_far_the_work_is(tmp_path: Path) -> None:
    """Reading the files, understanding the rows, joining and writing are told in this order, never more than all."""
    seen: list[tuple[str, int, int]] = []

    def progress(stage: str, done: int, of: int) -> None:
        seen.append((stage, done, of))

    found = plan([dirty("01"), dirty("02")], progress=progress)
    every = sum(len(proposal.table.rows) for proposal in found.proposals)
    carry_out(new_store(tmp_path), found, How(Options(source="A", stated_on=DAY)), progress)
    assert [each for each in seen if each[0] == "read"][:2] == [("read", 0, 2), ("read", 1, 2)]
    starts = [done for stage, done, _ in seen if stage == "understand"]
    assert starts == [0, len(found.proposals[0].table.rows)]
    assert {of for stage, _, of in seen if stage == "understand"} == {every}
    joined = [done for stage, done, _ in seen if stage == "join"]
    assert joined[0] == 0 and joined == sorted(joined) and all(done <= of for _, done, of in seen)
    stages = list(dict.fromkeys(stage for stage, _, _ in seen))
    assert stages[:3] == ["read", "understand", "join"] and "write" in stages[3:]
