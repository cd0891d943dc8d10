"""What the policy's findings say of the sample, worked out plainly.

Written from policy.md, not from the program: the sample's tests compare what the generator planted with this.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sample_city import City, Row, first, last, until

_ORGANIZATION, _TWO = {1, 2, 3}, {1, 2, 3, 5}


def members(row: Row) -> int | None:
    """Full members, else all; None when nobody said."""
    stated = row.get("full_members", row.get("members"))
    return None if stated is None else int(stated)


def findings(city: City) -> dict[str, set[str]]:
    """The ids of the subjects of every finding; of one on ties, the node that its path starts from."""
    rungs = {row["id"]: city.rungs(row) for row in city.subjects()}
    found = _of_units(city, rungs) | _of_organizations(city) | _of_ties(city, rungs) | _of_data(city, rungs)
    return {name: {row["id"] for row in subjects} for name, subjects in found.items()}


def _of_units(city: City, rungs: dict[str, set[int]]) -> dict[str, list[Row]]:
    units = list(city.of("Unit"))
    bare = [row for row in units if not rungs[row["id"]] & _ORGANIZATION]
    three = [row for row in units if (members(row) or 0) >= 3]
    no_one = [row for row in bare if members(row) == 0 and not rungs[row["id"]] & _TWO]
    groups = ("functional", "temporary", "party_group", "ordinary")
    owners = [row for row in three if row["type"] == "owners_committee"]
    return {
        "must_build": [row for row in bare if (members(row) or 0) >= 3],
        "must_join": [row for row in bare if members(row) in (1, 2)],
        "must_send": [row for row in no_one if row["type"] != "individual_business"],
        "members_unknown": [row for row in bare if members(row) is None],
        "should_be_single": [
            row for row in three
            if {mode for mode, _ in city.organizations(row["id"])} & {"joint", "area"} and not _own(city, row)
        ],
        "group_only": [row for row in three if row in bare and city.organizations(row["id"], "party_group")],
        "owners_committee_without_group": [row for row in owners if not city.organizations(row["id"], *groups)],
    }  # fmt: skip


def _own(city: City, row: Row) -> bool:
    return any(mode in ("single", "unknown") for mode, _ in city.organizations(row["id"]))


def _of_organizations(city: City) -> dict[str, list[Row]]:
    ordinary = [row for row in city.of("PartyOrganization") if row["type"] == "ordinary"]
    units = {
        row["id"]: [
            (edge.get("mode", "unknown"), city.nodes[edge["from"]]) for edge in city.into("HAS_PARTY_ORG", row["id"])
            if city.kinds[edge["from"]] == "Unit"
        ]
        for row in ordinary
    }  # fmt: skip
    joint = {row["id"]: [unit for mode, unit in units[row["id"]] if mode == "joint"] for row in ordinary}
    own = {row["id"]: [unit for mode, unit in units[row["id"]] if mode in ("single", "joint")] for row in ordinary}

    def count(row: Row, tier: str) -> int | None:
        return int(row["full_members"]) if row.get("tier") == tier and "full_members" in row else None

    return {
        "joint_units": [row for row in ordinary if len(joint[row["id"]]) > 5],
        "joint_single": [row for row in ordinary if len(joint[row["id"]]) == 1],
        "joint_zero_member": [row for row in ordinary if any(members(unit) == 0 for unit in joint[row["id"]])],
        "joint_small": [row for row in ordinary if joint[row["id"]] and _less(map(members, joint[row["id"]]), 3)],
        "branch_small": [row for row in ordinary if (count(row, "branch") or 3) < 3],
        "branch_large": [row for row in ordinary if (count(row, "branch") or 0) > 50],
        "tier_mismatch": [
            row for row in ordinary
            if (count(row, "general_branch") or 50) < 50 or (count(row, "committee") or 100) < 100
        ],
        "members_mismatch": [
            row for row in ordinary
            if "full_members" in row and own[row["id"]] and all("full_members" in unit for unit in own[row["id"]])
            and sum(int(unit["full_members"]) for unit in own[row["id"]]) != int(row["full_members"])
        ],
        "no_superior": [
            row for row in ordinary
            if row.get("tier") != "working_committee" and not city.out("SUBORDINATE_TO", row["id"])
        ],
        "term_ended": [
            row for row in city.of("PartyOrganization") if "term_ends" in row and last(row["term_ends"]) < city.day
        ],
        "instructor_load": [
            row for row in city.of("PartyOrganization")
            if "instructors" in row and len(city.into("INSTRUCTED_BY", row["id"])) > 3 * int(row["instructors"])
        ],
        "big_committee_without_members": [
            row for row in city.of("PartyOrganization")
            if row["type"] == "big_committee" and not city.into("MEMBER_OF", row["id"])
        ],
    }  # fmt: skip


def _less(counts: Iterable[int | None], limit: int) -> bool:
    stated = list(counts)
    return None not in stated and sum(count or 0 for count in stated) < limit


def _parties(city: City, kind: str, edge: Row) -> list[Row]:
    """Whose finding an agreement is: who co-constructs; of a pair the units and places, else both."""
    if kind == "CO_CONSTRUCTS":
        return [city.nodes[edge["from"]]]
    both = [city.nodes[edge["from"]], city.nodes[edge["to"]]]
    return [row for row in both if city.kinds[row["id"]] in ("Unit", "Place")] or both


def _of_ties(city: City, rungs: dict[str, set[int]]) -> dict[str, list[Row]]:
    soon = city.day + timedelta(90)
    agreements = ("PAIRED_WITH", "CO_CONSTRUCTS")
    live = {kind: {frozenset((edge["from"], edge["to"])) for edge in city.edges[kind]} for kind in agreements}
    ended = [
        (kind, edge) for kind in agreements for edge in city.every[kind]
        if (edge.get("ended") == "yes" if "valid_to" not in edge else until(edge["valid_to"]) <= city.day)
        and frozenset((edge["from"], edge["to"])) not in live[kind]
    ]  # fmt: skip
    expiring = [
        (kind, edge)
        for kind in agreements
        for edge in city.edges[kind]
        if "valid_to" in edge and until(edge["valid_to"]) <= soon
    ]
    seats = [edge for edge in city.edges["MEMBER_OF"] if edge.get("role") == "part_time_seat"]
    units = {
        (edge["from"], edge["to"])
        for edge in city.edges["MEMBER_OF"]
        if edge.get("role", "member_unit") == "member_unit"
    }
    return {
        "agreement_ended": [row for kind, edge in ended for row in _parties(city, kind, edge)],
        "agreement_expiring": [row for kind, edge in expiring for row in _parties(city, kind, edge)],
        "covered_only_by_roof": [row for row in city.subjects() if rungs[row["id"]] == {4}],
        "covered_only_by_mass": [row for row in city.subjects() if rungs[row["id"]] == {6}],
        "linked_not_covered": [
            row for row in city.subjects() if rungs[row["id"]] & {7, 8, 9} and not rungs[row["id"]] & _TWO
        ],
        "seat_without_member_unit": [
            city.nodes[edge["from"]] for edge in seats if (edge["from"], edge["to"]) not in units
        ],
    }


def _of_data(city: City, rungs: dict[str, set[int]]) -> dict[str, list[Row]]:
    subjects, units = list(city.subjects()), list(city.of("Unit"))
    asked = ("reported_org", "reported_covered", "has_instructor", "no_org_reason", "planned_date")

    def reported(row: Row, answer: str) -> bool:
        return answer in (row.get("reported_org"), row.get("reported_covered"))

    def before(row: Row, name: str, day: date) -> bool:
        return name in row and (first if name == "counted_on" else last)(row[name]) < day

    def communities(row: Row) -> set[str]:
        edges = [edge for edge in city.out("LOCATED_IN", row["id"]) if edge.get("role", "operating") == "operating"]
        return {edge["to"] for edge in edges if city.kinds[edge["to"]] == "Community"}

    a_year_ago = city.day.replace(year=city.day.year - 1)
    return {
        "reported_unshown": [row for row in subjects if reported(row, "yes") and not rungs[row["id"]] & _TWO],
        "reported_none_but_shown": [
            row for row in subjects if reported(row, "no") and rungs[row["id"]] & _ORGANIZATION
        ],
        "not_surveyed": [row for row in subjects if not set(asked) & set(row) and not rungs[row["id"]] & _TWO],
        "mode_unknown": [
            row for row in subjects
            if any(
                mode == "unknown" or (mode == "single" and "tier" not in org and city.kinds[row["id"]] == "Unit")
                for mode, org in city.organizations(row["id"])
            )
        ],
        "two_communities": [row for row in subjects if len(communities(row)) > 1],
        "registered_elsewhere": [
            row for row in units
            if (other := city.community(row["id"], "registered")) and other != city.community(row["id"])
        ],
        "double_custody": [
            row for row in units if sum(mode == "single" for mode, _ in city.organizations(row["id"])) > 1
        ],
        "unplaced": [row for row in subjects if not city.community(row["id"])],
        "planned_overdue": [
            row for row in subjects if before(row, "planned_date", city.day) and not rungs[row["id"]] & _ORGANIZATION
        ],
        "covered_but_not_operating": [
            row for row in subjects if row.get("operating") == "no" and rungs[row["id"]] & _TWO
        ],
        "size_unknown": [row for row in units if row["type"] == "enterprise" and "size" not in row],
        "exemption_expired": [
            row for row in subjects if "exempt_reason" in row and before(row, "exempt_until", city.day)
        ],
        "stated_known_gap": [city.nodes[claim["about"]] for claim in city.claims if _differs(city, claim)],
        "counts_older_than_a_year": [row for row in subjects if before(row, "counted_on", a_year_ago)],
    }  # fmt: skip


def _differs(city: City, claim: Row) -> bool:
    """Of the measures only tenants: units in a place or in a place within it."""
    if claim["measure"] != "tenants":
        return False
    inside = {claim["about"]}
    for _ in range(2):
        inside |= {edge["from"] for key in inside for edge in city.into("PART_OF", key)}
    known = {
        edge["from"] for key in inside for edge in city.into("LOCATED_IN", key) if city.kinds[edge["from"]] == "Unit"
    }
    return len(known) != int(claim["value"])
