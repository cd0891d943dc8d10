"""The converters of the shared cases: their tables are valid by the schema and count what the oracles count.

Nothing here is imported into a store; end to end, the same tables are tested elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from cases import case, communes, divisions, expected, groups, ledger, story
from cases.tables import Row, Tables, read_rows, tie, write_tables

from graphgov.schema import SCHEMA, EdgeKind, NodeKind, Type

_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

_o1 = cache(divisions.tables)
_o2 = cache(communes.tables)
_o3 = cache(groups.tables)
_o6 = cache(ledger.tables)
_o7 = cache(story.tables)

EVERY: dict[str, Callable[[], Tables]] = {
    **{f"O1-{vintage}": (lambda vintage=vintage: _o1(vintage)) for vintage in divisions.VINTAGES},
    **{f"O2-{year}": (lambda year=year: _o2(year)) for year in communes.YEARS},
    **{f"O2-{year}-exempt": (lambda year=year: _o2(year, exempt=True)) for year in communes.YEARS},
    "O3": _o3,
    "O6": _o6,
    "O7": _o7,
}


def _faults(tables: Tables) -> Iterator[str]:
    """What the schema, the uniqueness of ids and of ties, and the kinds of a tie's ends forbid."""
    nodes = [(row["id"], kind) for kind in tables if kind in SCHEMA.node for row in tables[kind]]
    kind_of = dict(nodes)
    if len(kind_of) < len(nodes):
        yield "an id occurs twice"
    for kind, rows in tables.items():
        for row in rows:
            yield from _wrong_values(kind, row)
        declared = SCHEMA.kinds[kind]
        if isinstance(declared, EdgeKind):
            yield from _wrong_ties(declared, rows, kind_of)
        elif not isinstance(declared, NodeKind) and any(row["about"] not in kind_of for row in rows):
            yield f"{kind}: about no node"


def _wrong_values(kind: str, row: Row) -> Iterator[str]:
    properties = SCHEMA.kinds[kind].by_name
    yield from (
        f"{kind}.{name} is required: {row}" for name, prop in properties.items() if prop.required and not row.get(name)
    )
    for name, value in row.items():
        if name not in properties:
            yield f"{kind} has no property {name}"
        elif value and properties[name].values and value not in properties[name].values:
            yield f"{kind}.{name}={value}"
        elif value and properties[name].type is Type.COUNT and not value.isdecimal():
            yield f"{kind}.{name}={value} is no count"
        elif value and properties[name].type is Type.DATE and not _DAY.fullmatch(value):
            yield f"{kind}.{name}={value} is no date"


def _wrong_ties(kind: EdgeKind, rows: list[Row], kind_of: dict[str, str]) -> Iterator[str]:
    for row in rows:
        start, end = row.get("from", ""), row.get("to", "")
        if start == end:
            yield f"{kind.name}: {start} is tied to itself"
        if start not in kind_of or end not in kind_of:
            yield f"{kind.name}: dangling {start} -> {end}"
        elif (kind_of[start], kind_of[end]) not in kind.ends:
            yield f"{kind.name}: from {kind_of[start]} to {kind_of[end]}"
    if len({(row["from"], row["to"], row.get("valid_from", "")) for row in rows}) < len(rows):
        yield f"{kind.name}: a tie occurs twice"


def _starts(tables: Tables, kind: str) -> set[str]:
    return {row["from"] for row in tables[kind]}


def _count(rows: list[Row], column: str) -> dict[str, int]:
    return dict(Counter(row[column] for row in rows))


@pytest.mark.parametrize("name", EVERY)
def test_tables_are_valid(name: str) -> None:
    """Columns, values, ids and ends of every case's tables are what the schema allows, with nothing dangling."""
    assert list(_faults(EVERY[name]())) == []


@pytest.mark.parametrize(
    ("kind", "row", "fault"),
    [
        ("Unit", {"id": "a", "type": "enterprise"}, "an id occurs twice"),
        ("Unit", {"id": "b", "type": "enterprize"}, "Unit.type=enterprize"),
        ("Unit", {"id": "b"}, "Unit.type is required: {'id': 'b'}"),
        ("Unit", {"id": "b", "type": "other", "population": "3"}, "Unit has no property population"),
        ("Unit", {"id": "b", "type": "other", "members": "-3"}, "Unit.members=-3 is no count"),
        ("Unit", {"id": "b", "type": "other", "founded_on": "196813"}, "Unit.founded_on=196813 is no date"),
        ("MEMBER_OF", tie("a", "gone"), "MEMBER_OF: dangling a -> gone"),
        ("MEMBER_OF", tie("p", "a"), "MEMBER_OF: from PartyOrganization to Unit"),
        ("MEMBER_OF", tie("a", "p"), "MEMBER_OF: a tie occurs twice"),
        ("SUBORDINATE_TO", tie("a", "a"), "SUBORDINATE_TO: a is tied to itself"),
        ("Claim", {"about": "gone", "measure": "paired", "value": "1"}, "Claim: about no node"),
    ],
)
def test_the_check_sees_a_fault(kind: str, row: Row, fault: str) -> None:
    """One wrong row added to valid tables is named by the check that the test above relies on."""
    tables: Tables = {
        "Unit": [{"id": "a", "type": "other"}],
        "PartyOrganization": [{"id": "p", "type": "big_committee"}],
        "MEMBER_OF": [tie("a", "p")],
    }
    assert list(_faults(tables)) == []
    tables[kind] = [*tables.get(kind, []), row]
    assert list(_faults(tables)) == [fault]


def test_written_tables_read_back(tmp_path: Path) -> None:
    """The writer keeps hostile text, fills absent columns with empty cells, and writes no file without rows."""
    name = 'a "quoted", =cmd()\nsecond line </script> \u202e中文'
    folder = write_tables(
        tmp_path / "new", {"Unit": [{"id": "a", "name": name}, {"id": "b", "uscc": "1"}], "MEMBER_OF": []}
    )
    assert [path.name for path in folder.iterdir()] == ["Unit.csv"]
    assert read_rows(folder / "Unit.csv") == [
        {"id": "a", "name": name, "uscc": ""},
        {"id": "b", "name": "", "uscc": "1"},
    ]


@pytest.mark.parametrize(
    ("write", "tables"),
    [
        (lambda folder: divisions.write(folder, "2023-06-30"), EVERY["O1-2023-06-30"]),
        (lambda folder: communes.write(folder, "2022", exempt=True), EVERY["O2-2022-exempt"]),
        (lambda folder: groups.write(folder, superiors=True), lambda: _o3(superiors=True)),
        (ledger.write, _o6),
        (story.write, _o7),
    ],
    ids=["O1", "O2", "O3", "O6", "O7"],
)
def test_every_converter_writes_its_tables(
    write: Callable[[Path], Path], tables: Callable[[], Tables], tmp_path: Path
) -> None:
    """`write` passes its options on: the files hold the rows of `tables` with the same options, empty cells apart."""
    folder = write(tmp_path)
    wanted = tables()
    assert {path.stem for path in folder.iterdir()} == {kind for kind, rows in wanted.items() if rows}
    for path in folder.iterdir():
        stated = [{name: value for name, value in row.items() if value} for row in wanted[path.stem]]
        assert [{name: value for name, value in row.items() if value} for row in read_rows(path)] == stated


@pytest.mark.parametrize("vintage", divisions.VINTAGES)
def test_divisions_count_as_the_register(vintage: str) -> None:
    """Levels, parents, communities by district and urban communities equal the oracle's; types agree with the codes."""
    tables, want = _o1(vintage), expected(divisions.CASE)[vintage]
    types = _count(tables["Division"], "type")
    streets = [row for row in tables["Division"] if row["type"] in divisions.STREET_LEVEL]
    assert {"city": types["city"], "district": types["district"], "street": len(streets),
            "community": len(tables["Community"])} == want["levels"]  # fmt: skip
    assert _count(tables["Community"], "type")["community"] == want["urban_like(居/社区)"]

    parent = {row["from"]: row["to"] for row in tables["PART_OF"]}
    name = {row["id"]: row["name"] for row in tables["Division"] + tables["Community"]}
    assert set(name) - set(parent) == {"530100000000"}
    found = Counter(name[parent[parent[row["id"]]]] for row in tables["Community"])
    assert dict(found) == want["communities_per_district"]
    for code, line in want["story"].items():
        assert " / ".join(name[node] for node in (code, parent[code], parent[parent[code]])) == line

    # Place 7 of a street's code and place 10 of a community's say its sort too, and no converter reads them.
    by_code = {"0": "street", "1": "town", "2": "township", "4": "functional_zone"}
    assert [row for row in streets if by_code[row["code"][6]] != row["type"]] == []
    urban = {"0": "community", "4": "community", "2": "village", "5": "village"}
    assert [row for row in tables["Community"] if urban[row["code"][9]] != row["type"]] == []


@pytest.mark.parametrize("year", communes.YEARS)
def test_communes_without_an_epci(year: str) -> None:
    """98 communes are members of nothing: 94 are exempt with a reason, exactly the four named ones are not."""
    tables, want = _o2(year, exempt=True), expected(communes.CASE)[year]
    umbrellas = tables["PartyOrganization"]
    assert (len(tables["Unit"]), len(umbrellas), len(tables["MEMBER_OF"])) == (
        want["units"], want["umbrellas"], want["memberships"],
    )  # fmt: skip
    members = _starts(tables, "MEMBER_OF")
    blind = [row for row in tables["Unit"] if row["id"] not in members]
    assert len(blind) == want["uncovered_all"]
    named = [[row["id"], row["name"]] for row in blind if not row["exempt_reason"]]
    assert named == [[f"commune-{code}", name] for code, name, _ in want["uncovered_excluding_overseas_collectivities"]]
    exempt = {row["id"] for row in tables["Unit"] if row["exempt_reason"]}
    assert exempt == {row["id"] for row in blind} - {node for node, _ in named}
    assert len(exempt) == 94
    assert "exempt_reason" not in _o2(year)["Unit"][0]


@pytest.mark.parametrize("year", communes.YEARS)
def test_communes_by_region(year: str) -> None:
    """Through department and region, the communes without EPCI stand where the oracle counts them; nowhere is '-'."""
    tables = _o2(year)
    department = {row["from"]: row["to"] for row in tables["LOCATED_IN"]}
    region = {row["from"]: row["to"].removeprefix("region-") for row in tables["PART_OF"]}
    members = _starts(tables, "MEMBER_OF")
    blind = [row["id"] for row in tables["Unit"] if row["id"] not in members]
    found = Counter(region[department[node]] if node in department else "-" for node in blind)
    assert dict(found) == expected(communes.CASE)[year]["uncovered_by_region"]


def test_groups_and_members() -> None:
    """Organizations, groups, members, those in no group, homonyms and missing ruling dates equal the oracle's."""
    tables, want = _o3(), expected(groups.CASE)["dc"]
    assert len(tables["Unit"]) == want["units"]
    assert len(tables["PartyOrganization"]) == want["groups"]
    assert len(tables["MEMBER_OF"]) == want["covered_by_a_group (GROUP<>0000)"]
    assert len(tables["Unit"]) - len(_starts(tables, "MEMBER_OF")) == want["uncovered (GROUP=0000)"]
    names = _count(tables["Unit"], "name")
    assert sum(count for count in names.values() if count > 1) == want["units_sharing_a_name"]
    assert _count(tables["Unit"], "founded_on")[""] == want["ruling_date_missing(000000)"]
    assert _count(tables["Unit"], "industry")[""] == want["no_activity_code(NTEE)"]
    assert "SUBORDINATE_TO" not in tables


def test_subordinates_whose_central_is_in_no_file() -> None:
    """With superiors, 470 ties of 200 groups dangle and nothing else is wrong; the largest groups are the oracle's."""
    tables, want = _o3(superiors=True), expected(groups.CASE)["dc"]
    faults = list(_faults(tables))
    assert len(faults) == want["subordinates_with_dangling_parent"] == 470
    dangling = [row for row in tables["SUBORDINATE_TO"] if row["to"].startswith("central-")]
    assert set(faults) == {f"SUBORDINATE_TO: dangling {row['from']} -> {row['to']}" for row in dangling}
    assert len({row["to"] for row in dangling}) == want["groups_with_subordinates_but_no_central_in_file"]
    assert len(tables["SUBORDINATE_TO"]) == want["subordinates"]

    group = {row["from"]: row["to"].removeprefix("group-") for row in tables["MEMBER_OF"]}
    sizes = Counter(group[row["from"]] for row in tables["SUBORDINATE_TO"])
    assert {number: sizes[number] for number in want["largest_groups"]} == want["largest_groups"]
    assert all(row["to"] == f"central-{group[row['from']]}" for row in dangling)
    assert all(group[row["to"]] == group[row["from"]] for row in tables["SUBORDINATE_TO"] if row not in dangling)
    assert not _starts(tables, "SUBORDINATE_TO") & {row["to"] for row in tables["SUBORDINATE_TO"]}


def _status(row: Row, modes: dict[str, str]) -> str:
    """The status of a unit or place in the ledgers' words, from the tables alone."""
    if row["id"] in modes:
        return {"single": "单独建立", "joint": "联合建立"}[modes[row["id"]]]
    members = int(row["full_members"])
    return "应建未建" if members >= 3 else "仅有个别党员" if members else "没有党员"


def test_ledger_by_status() -> None:
    """146 units and 19 places; statuses, alone and by community, and the 16 that must form one equal the oracle's."""
    tables, want = _o6(), expected(ledger.CASE, "expected_dirty.json")
    subjects = tables["Unit"] + tables["Place"]
    assert (len(tables["Unit"]), len(tables["Place"])) == (146, 19)
    modes = {row["from"]: row["mode"] for row in tables["HAS_PARTY_ORG"] if "mode" in row}
    assert len(modes) == want["covered_units"] == 58
    status = {row["id"]: _status(row, modes) for row in subjects}
    assert dict(Counter(status.values())) == want["by_status"]
    must = sorted(row["name"] for row in subjects if status[row["id"]] == "应建未建")
    assert must == want["应建未建"]

    community = {row["id"]: row["name"] for row in tables["Community"]}
    for code, name in community.items():
        here = [row["from"] for row in tables["LOCATED_IN"] if row["to"] == code]
        assert dict(Counter(status[node] for node in here)) == want["by_community_status"][name]
    assert sum(int(row["full_members"]) for row in subjects) == want["party_members_total"]
    instructed = [row for row in subjects if row["has_instructor"] == "yes" and row["id"] not in modes]
    assert len(instructed) == want["uncovered_with_instructor"]
    assert sum(not row.get("uscc") for row in subjects) == want["units_without_uscc"]


def test_ledger_categories() -> None:
    """Types and ownership of what has no organization are the categories that the oracle counts."""
    tables, want = _o6(), expected(ledger.CASE, "expected_dirty.json")
    covered = {row["from"] for row in tables["HAS_PARTY_ORG"]}
    open_ = [row for row in tables["Unit"] + tables["Place"] if row["id"] not in covered]
    found = Counter((row["type"], row.get("ownership", "")) for row in open_)
    words = {"非公企业": ("enterprise", "private"), "个体工商户": ("individual_business", ""),
             "社会组织": ("social_organization", ""), "业主委员会": ("owners_committee", ""),
             "商务楼宇": ("commercial_building", ""), "专业市场": ("market", "")}  # fmt: skip
    assert dict(found) == {words[word]: count for word, count in want["by_category_uncovered"].items()}


def test_ledger_organizations() -> None:
    """48 organizations under 47 names: two communities have one each; a joint branch is one for all of its units."""
    tables = _o6()
    ordinary = [row for row in tables["PartyOrganization"] if row["type"] == "ordinary"]
    assert (len(ordinary), len({row["name"] for row in ordinary})) == (48, 47)
    assert len({row["name"] for row in ordinary}) == expected(ledger.CASE, "expected_dirty.json")["distinct_party_orgs"]
    shared = Counter(row["to"] for row in tables["HAS_PARTY_ORG"] if row.get("mode") == "joint")
    tiers = {row["id"]: (row["name"], row["tier"]) for row in ordinary}
    assert {tiers[node]: count for node, count in shared.items()} == {
        ("虹山中路社区两新组织联合党支部", "branch"): 6,
        ("红星社区两新组织联合党支部", "branch"): 4,
        ("日新社区两新组织联合党支部", "branch"): 3,
    }
    place = {row["from"]: row["to"] for row in tables["LOCATED_IN"]}
    for node in shared:
        assert len({place[row["from"]] for row in tables["HAS_PARTY_ORG"] if row["to"] == node}) == 1
    assert {row["valid_from"] for row in tables["HAS_PARTY_ORG"] if row["from"] == "unit-15"} == {"2019-08"}


def test_ledger_ties() -> None:
    """29 ties, each within its unit's community; the members are the units that truth.csv flags, homonyms or not."""
    tables, want = _o6(), expected(ledger.CASE, "expected_dirty.json")
    assert len(tables["MEMBER_OF"]) + len(tables["PAIRED_WITH"]) == want["edges_in_10"]
    truth = read_rows(case(ledger.CASE) / "truth.csv")
    assert len({(row["community"], row["name"]) for row in truth}) == len(truth) == want["units"]
    assert _starts(tables, "MEMBER_OF") == {ledger.subject_id(row) for row in truth if row["big_committee"] == "1"}
    place = {row["from"]: row["to"] for row in tables["LOCATED_IN"]}
    assert all(row["to"] == f"big-committee-{place[row['from']]}" for row in tables["MEMBER_OF"])
    assert all(row["to"] == place[row["from"]] for row in tables["PAIRED_WITH"])
    committees = {row["to"]: row["from"] for row in tables["HAS_PARTY_ORG"] if row["from"] not in place}
    assert committees == {f"big-committee-{row['id']}": row["id"] for row in tables["Community"]}


def test_story_counts() -> None:
    """28 nodes, 24 stated edges; members, introduced, paired, partners, gaps and isolated nodes equal the oracle's."""
    tables, want = _o7(), expected(story.CASE)
    nodes = [row for kind in tables if kind in SCHEMA.node for row in tables[kind]]
    ties = [row for kind in tables if kind in SCHEMA.edge for row in tables[kind]]
    placed = [row for row in tables["LOCATED_IN"] if row["from"] not in ("M1", "M2", "B1")]
    assert (len(nodes), len(ties) - len(placed)) == (want["nodes"], want["edges"])
    members = [row for row in tables["MEMBER_OF"] if row["to"] == "P1"]
    paired = [row for row in tables["PAIRED_WITH"] if row["to"] == "P1"]
    assert len(members) == want["P1_member_units"]
    introduced = _count(members, "origin")["introduced"]
    assert introduced == want["P1_members_from_outside_the_jurisdiction"]
    assert len(paired) == want["P1_paired"]
    assert len({row["from"] for row in members + paired}) == want["P1_all_linked_units"]

    led = _starts(tables, "HAS_PARTY_ORG")
    gaps = sorted(row["name"] for row in tables["Community"] if row["id"] not in led)
    assert gaps == want["communities_without_big_party_committee_in_this_file"]
    linked = _starts(tables, "MEMBER_OF") | _starts(tables, "PAIRED_WITH")
    blind = sorted(row["name"] for row in tables["Place"] if row["id"] not in linked)
    assert blind == want["places_or_markets_without_any_party_link"]
    tied = {row[end] for row in ties for end in ("from", "to")}
    assert [row["name"] for row in nodes if row["id"] not in tied] == ["太和街道"]


def test_story_stated_and_known() -> None:
    """日新社区's committee is stated to have 12 member units on the day of the news item, and three are known."""
    tables, want = _o7(), expected(story.CASE)["published_checks"]
    (claim,) = tables["Claim"]
    stated = next(value for text, value in want.items() if text.startswith("P3"))
    assert claim == {"about": "P3", "measure": "member_units", "value": str(stated), "stated_on": "2017-12-11"}
    assert [row["valid_from"] for row in tables["MEMBER_OF"] if row["to"] == "P3"] == ["2017-12-08"] * 3
    assert tie("530111001003", "P3", valid_from="2017-12-08") in tables["HAS_PARTY_ORG"]


def test_ids_of_cases_agree() -> None:
    """Communities and streets of the ledger and the story have the register's own ids, so that all fit one store."""
    register = {row["id"] for kind in ("Division", "Community") for row in _o1("2020-06-30")[kind]}
    for tables in (_o6(), _o7()):
        assert {row["id"] for row in tables["Community"] + tables.get("Division", [])} <= register
