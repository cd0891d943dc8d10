"""For every finding of the policy: a function that plants subjects of it, one of them in 虹山中路社区."""

from __future__ import annotations

from sample_plants import Plant, branch, firm, firms, joint, own, three_homes
from sample_ties import EMPTY_BIG
from sample_town import DAY, Community, Town


def plant_findings(town: Town) -> None:
    """Three subjects of every finding, each finding in other communities beside 虹山中路社区."""
    for number, (name, plant) in enumerate(FINDINGS.items()):
        town.planted[name] = plant(town, three_homes(town, number))


def _must_build(town: Town, homes: list[Community]) -> list[str]:
    units = [
        firm(town, home, full_members=count, no_org_reason="准备组建")
        for home, count in zip(homes, (3, 5, 8), strict=True)
    ]
    # Covered under two_coverages by its instructor, and still to build.
    town.tables.edge("INSTRUCTED_BY", units[1]["id"], town.superior(homes[1])["id"], valid_from="2019-03")
    for unit, home in zip(units, homes, strict=True):
        town.tables.edge("RESPONSIBLE_FOR", town.superior(home)["id"], unit["id"], valid_from="2019")
    return [unit["id"] for unit in units]


def _group_only(town: Town, homes: list[Community]) -> list[str]:
    units = [firm(town, home, full_members=4) for home in homes]
    for unit, home in zip(units, homes, strict=True):
        row = town.organization(f"中共{unit['name']}党小组", town.superior(home), "party_group", full_members=4)
        town.give(unit["id"], row, "single", valid_from="2019-01")
    return [unit["id"] for unit in units]


def _owners_without_group(town: Town, homes: list[Community]) -> list[str]:
    found = []
    for home in homes:
        compound = town.place("compound", home, operating="yes", managed="yes")
        unit = town.unit("owners_committee", f"{compound['name']}业主委员会", compound, operating="yes", full_members=3)
        town.tables.edge("REPRESENTS", unit["id"], compound["id"], valid_from="2018-05-01")
        found.append(unit["id"])
    return found


def _no_superior(town: Town, homes: list[Community]) -> list[str]:
    found = []
    for home in homes:
        unit = firm(town, home, full_members=5, reported_org="yes")
        row = town.organization(f"中共{unit['name']}支部委员会", None, tier="branch", full_members=5)
        town.give(unit["id"], row, "single", valid_from="2017")
        found.append(row["id"])
    return found


def _agreements(ends: tuple[str, str, str]) -> Plant:
    """Agreements that end on these days ("" is: ended, nobody knows when), of firms without an organization."""

    def plant(town: Town, homes: list[Community]) -> list[str]:
        found = []
        for number, (home, end) in enumerate(zip(homes, ends, strict=True)):
            unit = firm(town, home)
            kind = ("CO_CONSTRUCTS", "PAIRED_WITH")[number % 2]
            more = {"clauses": "志愿服务进社区；场地共用"} if kind == "CO_CONSTRUCTS" else {}
            town.tables.edge(
                kind, unit["id"], town.partner(home)["id"], basis=f"示例协议{home.code}", valid_from="2018-01-01",
                valid_to=end, ended="" if end else "yes", **more,
            )  # fmt: skip
            found.append(unit["id"])
        return found

    return plant


def _agreement_ended(town: Town, homes: list[Community]) -> list[str]:
    found = _agreements(("2019-12-31", "2020-03-31", ""))(town, homes)
    # The counterpart: this one was renewed.
    renewed = firm(town, homes[0])
    for start, end in (("2016-01-01", "2019-01-01"), ("2019-01-01", "2021-12-31")):
        partner = town.partner(homes[0])["id"]
        town.tables.edge("PAIRED_WITH", renewed["id"], partner, valid_from=start, valid_to=end)
    return found


def _instructor_load(town: Town, homes: list[Community]) -> list[str]:
    found = []
    for home in homes:
        name = town.names.fresh(f"中共示例{home.name}{{brand}}党建指导站支部")
        row = town.organization(name, town.superior(home), tier="branch", full_members=6, instructors=1)
        for _ in range(5):
            town.tables.edge("INSTRUCTED_BY", firm(town, home)["id"], row["id"], valid_from="2019")
        found.append(row["id"])
    return found


def _only_roof(town: Town, homes: list[Community]) -> list[str]:
    found = []
    for home in homes:
        building = town.place(
            "commercial_building", home, operating="yes", managed="yes", key_place="yes", reported_org="yes"
        )
        row = town.organization(
            f"中共{building['name']}联合支部委员会", town.superior(home), tier="branch", full_members=12
        )
        town.give(building["id"], row, "area", valid_from="2018")
        found += [firm(town, building)["id"], firm(town, building, full_members=2)["id"]]
    return found


def _linked(town: Town, homes: list[Community]) -> list[str]:
    units = [firm(town, home, full_members=count) for home, count in zip(homes, (0, 2, 4), strict=True)]
    for unit, home in zip(units, homes, strict=True):
        town.tables.edge("PAIRED_WITH", unit["id"], town.partner(home)["id"], valid_from="2019-05-01")
    return [unit["id"] for unit in units]


def _seat_without_unit(town: Town, homes: list[Community]) -> list[str]:
    found = []
    for home in homes:
        committees = [town.big.get(home.code), town.big.get(home.street)]
        big = next(
            row
            for row in (*committees, *town.big.values())
            if row and "valid_to" not in row and row["valid_from"] < DAY
        )
        unit = firm(town, home)
        town.tables.edge(
            "MEMBER_OF", unit["id"], big["id"], valid_from="2019", origin="in_area", role="part_time_seat", seats=1
        )
        found.append(unit["id"])
    return found


def _empty_big(town: Town, _homes: list[Community]) -> list[str]:
    return [town.big[code]["id"] for code in EMPTY_BIG]


def _none_but_shown(town: Town, homes: list[Community]) -> list[str]:
    units = [firm(town, home, full_members=6) for home in homes]
    for unit, home in zip(units, homes, strict=True):
        branch(town, unit, home)
        unit["reported_org"] = "no"
    return [unit["id"] for unit in units]


def _mode_unknown(town: Town, homes: list[Community]) -> list[str]:
    found = []
    for home, (mode, tier) in zip(homes, (("unknown", "branch"), ("", "branch"), ("single", "")), strict=True):
        unit = firm(town, home, full_members=4)
        branch(town, unit, home, mode, tier=tier)
        found.append(unit["id"])
    return found


def _two_communities(town: Town, homes: list[Community]) -> list[str]:
    units = [firm(town, home) for home in homes]
    for unit, second in zip(units, homes[1:] + homes[:1], strict=True):
        town.tables.edge("LOCATED_IN", unit["id"], second.code, valid_from="2018")
    return [unit["id"] for unit in units]


def _registered_elsewhere(town: Town, homes: list[Community]) -> list[str]:
    units = [firm(town, home) for home in homes]
    for unit, second in zip(units, homes[1:] + homes[:1], strict=True):
        town.tables.edge("LOCATED_IN", unit["id"], second.code, role="registered")
    return [unit["id"] for unit in units]


def _double_custody(town: Town, homes: list[Community]) -> list[str]:
    units = [firm(town, home, full_members=7) for home in homes]
    for unit, home in zip(units, homes, strict=True):
        branch(town, unit, home)
        line = town.committee[f"two_new {home.district}"]
        row = town.organization(f"中共{unit['name']}支部（系统）", line, tier="branch", full_members=7)
        town.give(unit["id"], row, "single", valid_from="2017-02")
    return [unit["id"] for unit in units]


def _unplaced(town: Town, _homes: list[Community]) -> list[str]:
    return [firm(town, None, full_members=count)["id"] for count in (0, 0, 1, 2, 3)]


def _not_operating(town: Town, homes: list[Community]) -> list[str]:
    units = [firm(town, home, full_members=3, operating="no") for home in homes]
    for unit, home in zip(units, homes, strict=True):
        branch(town, unit, home)
    return [unit["id"] for unit in units]


def _gap(town: Town, homes: list[Community]) -> list[str]:
    found = []
    for home, stated in zip(homes, (40, 12, 120), strict=True):
        building = town.place("commercial_building", home, operating="yes", tenants_stated=stated)
        firm(town, building)
        firm(town, building, full_members=1)
        town.tables.claim(building["id"], "tenants", stated, "家", stated_on="2020-05-31", doubt="物业口头填报")
        found.append(building["id"])
    return found


FINDINGS: dict[str, Plant] = {
    "must_build": _must_build,
    "must_join": firms({"full_members": 1}, {"full_members": 2}, {"members": 2, "full_members": ""}),
    "must_send": firms(*({"full_members": 0, "no_org_reason": "没有正式党员"},) * 3),
    "members_unknown": firms(*({"full_members": "", "counted_on": ""},) * 3),
    "should_be_single": joint((4, 3), (5, 3), (3, 6), of="unit"),
    "group_only": _group_only,
    "owners_committee_without_group": _owners_without_group,
    "joint_units": joint((1, 1, 1, 1, 1, 2), (2, 1, 1, 2, 1, 1, 1), (1, 2, 1, 1, 1, 1, 2)),
    "joint_single": joint((3,), (4,), (3,)),
    "joint_zero_member": joint((2, 2, 0), (1, 2, 0), (2, 1, 0)),
    "joint_small": joint((1, 1), (1, 1), (2, 0)),
    "branch_small": own((2, {}), (1, {}), (2, {})),
    "branch_large": own((56, {}), (63, {}), (81, {})),
    "tier_mismatch": own(
        (20, {"tier": "general_branch"}), (40, {"tier": "committee"}), (31, {"tier": "general_branch"})
    ),
    "members_mismatch": own((9, {"full_members": 12}), (14, {"full_members": 11}), (6, {"full_members": 8})),
    "no_superior": _no_superior,
    "term_ended": own((5, {"term_ends": "2019-12-31"}), (6, {"term_ends": "2020-03"}), (4, {"term_ends": "2019"})),
    "agreement_ended": _agreement_ended,
    "agreement_expiring": _agreements(("2020-08-15", "2020-09-01", "2020-09-20")),
    "instructor_load": _instructor_load,
    "covered_only_by_roof": _only_roof,
    "covered_only_by_mass": firms({"has_union": "yes"}, {"has_youth_league": "yes"}, {"has_womens_federation": "yes"}),
    "linked_not_covered": _linked,
    "seat_without_member_unit": _seat_without_unit,
    "big_committee_without_members": _empty_big,
    "reported_unshown": firms(
        {"reported_org": "yes", "full_members": 5}, {"reported_org": "yes"}, {"reported_covered": "yes"}
    ),
    "reported_none_but_shown": _none_but_shown,
    "not_surveyed": firms(*({"reported_org": "", "full_members": "", "counted_on": ""},) * 3),
    "mode_unknown": _mode_unknown,
    "two_communities": _two_communities,
    "registered_elsewhere": _registered_elsewhere,
    "double_custody": _double_custody,
    "unplaced": _unplaced,
    "planned_overdue": firms(*({"full_members": 3, "planned_date": day} for day in ("2019-12-31", "2020-03", "2019"))),
    "covered_but_not_operating": _not_operating,
    "size_unknown": firms(*({"size": ""},) * 3),
    "exemption_expired": firms(
        *({"exempt_reason": "已列入注销计划", "exempt_until": day} for day in ("2019-12-31", "2020-03", "2019"))
    ),
    "stated_known_gap": _gap,
    "counts_older_than_a_year": firms({"counted_on": "2018-12-31"}, {"counted_on": "2018"}, {"counted_on": "2019-05"}),
}
