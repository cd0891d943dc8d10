"""Party organizations of the town's units and places, and who is sent to those that have none.

How far they reach follows the national bulletins of 2017 and 2018: agencies 99.7 %, institutions 95 %, public
enterprises 91 %, private ones and social organizations far less; for shops, buildings and markets nobody has published
it: assumed.
"""

from __future__ import annotations

from sample_names import PLACES
from sample_tables import Dice, Row
from sample_town import Community, Town

# Chance that a unit with three members or more has an organization of its own, and that one that is left joins a joint
# one: (own, joint).  Private ones are multiplied with the reach of their street.
_CHANCES = {
    "government_agency": (1.0, 1.0), "public_institution": (0.93, 0.85), "public": (0.9, 0.75),
    "large": (0.86, 0.3), "medium": (0.8, 0.35), "small": (0.62, 0.5), "micro": (0.4, 0.5), "": (0.35, 0.35),
    "social_organization": (0.72, 0.5), "other": (0.5, 0.4), "individual_business": (0.35, 0.12),
}  # fmt: skip
_PUBLIC = ("government_agency", "public_institution", "public")

_AREA = {
    "commercial_building": 0.34, "market": 0.07, "business_district": 0.2, "commercial_street": 0.08,
    "industrial_park": 0.6,
}  # fmt: skip
_OWN = {"commercial_building": 0.08, "market": 0.14, "compound": 0.12}

_BUREAUS = {
    "education": "教育体育局",
    "health": "卫生健康局",
    "housing": "住房和城乡建设局",
    "assets": "国有资产监督管理局",
}
_LINES = {"教育": "education", "文化、体育和娱乐业": "education", "卫生和社会工作": "health"}


def group(unit: Row) -> str:
    """What a unit's chances go by: its sort; an enterprise's ownership or size."""
    if unit["type"] != "enterprise":
        return unit["type"]
    return "public" if unit.get("ownership") == "public" else unit.get("size", "")


def members(unit: Row) -> int | None:
    """Members that count for forming an organization: full ones, else all; None when nobody said."""
    stated = unit.get("full_members", unit.get("members"))
    return None if stated is None else int(stated)


def add_organizations(town: Town) -> None:
    """Bureaus and their lines; own, area and joint organizations; instructors; organizations without coverage."""
    dice = town.dice("organizations")
    bureaus = _bureaus(town, dice)
    for unit in _in_use(town):
        line = _line(town, unit, bureaus)
        if (
            unit["id"] not in town.organizations_of
            and (members(unit) or 0) >= 3
            and dice.chance(_chance(town, unit)[0])
        ):
            own_organization(town, unit, line or _superior(town, unit, dice), dice)
    _of_places(town, town.dice("places with organizations"))
    for community in town.communities:
        _joint(town, community, dice)
    _without_coverage(town, dice)
    _instructors(town, dice)


def _in_use(town: Town) -> list[Row]:
    return [unit for unit in town.units() if group(unit) in _CHANCES and unit.get("operating") != "no"]


def _chance(town: Town, unit: Row) -> tuple[float, float]:
    own, joint = _CHANCES[group(unit)]
    reach = 1.0 if group(unit) in _PUBLIC else town.home[unit["id"]].reach
    return own * min(reach, 1.1), joint * reach


def _superior(town: Town, unit: Row, dice: Dice) -> Row:
    home = town.home[unit["id"]]
    if group(unit) in _PUBLIC:
        return town.committee[home.street]
    return town.committee[f"two_new {home.district}"] if dice.chance(0.15) else town.superior(home)


def _bureaus(town: Town, dice: Dice) -> dict[tuple[str, str], tuple[Row, Row]]:
    """The bureaus of every district with their committees, by district and line; and its committee for the two-new."""
    bureaus = {}
    for district, home in {community.district: community for community in reversed(town.communities)}.items():
        for line, title in _BUREAUS.items():
            name = f"示例{home.district_name}{title}"
            count = dice.whole(102, 140)
            unit = town.unit(
                "government_agency", name, home, operating="yes", employees=count * 2, full_members=count,
                counted_on="2020-05-31", reported_org="yes",
            )  # fmt: skip
            row = town.organization(f"中共{name}委员会", town.committee[district], tier="committee", full_members=count)
            town.give(unit["id"], row, "single", valid_from="2011")
            town.give(
                unit["id"],
                town.organization(f"中共{name}党组", town.committee[district], "leading_group"),
                "single",
            )
            bureaus[district, line] = unit, row
        name = f"中共示例{home.district_name}非公有制经济组织和社会组织工作委员会"
        town.committee[f"two_new {district}"] = town.organization(
            name, town.committee[district], tier="working_committee"
        )
    return bureaus


def _line(town: Town, unit: Row, bureaus: dict[tuple[str, str], tuple[Row, Row]]) -> Row | None:
    """Put a unit of the public sector into its line; the committee above it there, None when it has no line."""
    if group(unit) not in ("public_institution", "public"):
        return None
    line = "assets" if group(unit) == "public" else _LINES.get(unit.get("industry", ""), "housing")
    bureau, committee = bureaus[town.home[unit["id"]].district, line]
    town.tables.edge("SUBORDINATE_TO", unit["id"], bureau["id"])
    return committee


def own_organization(town: Town, unit: Row, superior: Row, dice: Dice) -> Row:
    """An organization of a unit's own of the tier that its members ask for; the larger ones have branches below."""
    count = members(unit) or 0
    tier, title = (
        ("committee", "委员会")
        if count >= 100
        else ("general_branch", "总支部委员会")
        if count >= 50
        else ("branch", "支部委员会")
    )
    ends = dice.date(2020, 2021, whole=True) if dice.chance(0.3) else ""
    row = town.organization(
        f"中共{unit['name']}{title}", superior, tier=tier, full_members=unit.get("full_members"),
        term_ends=ends,
    )  # fmt: skip
    town.give(unit["id"], row, "single", valid_from=dice.date(2010, 2019) if dice.chance(0.75) else "")
    for number in range(1, 1 + (count >= 50) * -(-count // 45)):
        share = count // -(-count // 45)
        town.organization(f"中共{unit['name']}第{number}支部", row, tier="branch", full_members=share)
    return row


def _of_places(town: Town, dice: Dice) -> None:
    """Area organizations, then places' own, by number in each street: a few markets hold most of the shops."""
    for sort in PLACES:
        left = 0.0
        for street, reach in {community.street: community.reach for community in town.communities}.items():
            free = [
                place for place in town.places(sort)
                if town.home[place["id"]].street == street and place.get("operating") != "no"
            ]  # fmt: skip
            left += _AREA.get(sort, 0) * reach * len(free)
            area = dice.some(free, int(left + 0.5))
            left -= len(area)
            for place in area:
                area_organization(town, place, dice, share=0.3)
            for place in free:
                if place not in area and dice.chance(_OWN.get(sort, 0) * reach):
                    _own_of_place(town, place, dice)


def _own_of_place(town: Town, place: Row, dice: Dice) -> None:
    above, members_of_it = town.superior(town.home[place["id"]]), dice.whole(3, 32)
    row = town.organization(f"中共{place['name']}支部委员会", above, tier="branch", full_members=members_of_it)
    town.give(place["id"], row, "single", valid_from=dice.date(2012, 2019))


def area_organization(town: Town, place: Row, dice: Dice, *, share: float) -> Row:
    """An organization for everybody in a place; this share of the units there without one is named in it."""
    home = town.home[place["id"]]
    row = town.organization(
        f"中共{place['name']}联合支部委员会", town.superior(home), tier="branch", full_members=dice.whole(4, 42)
    )
    start = dice.date(2014, 2019)
    town.give(place["id"], row, "area", valid_from=start)
    for unit in town.tenants[place["id"]]:
        if (
            unit["id"] not in town.organizations_of
            and unit.get("operating") != "no"
            and dice.chance(_named(unit) * share)
        ):
            town.give(unit["id"], row, "area", valid_from=start)
    return row


def _named(unit: Row) -> float:
    """Shops are seldom named in an organization, even under its roof."""
    return 0.2 if unit["type"] == "individual_business" else 1.0


def _joint(town: Town, community: Community, dice: Dice) -> None:
    """Joint branches of two to five units of the same community and sector, with three members or more together."""
    candidates: dict[bool, list[Row]] = {True: [], False: []}
    for unit in _in_use(town):
        if town.home.get(unit["id"]) is not community or unit["id"] in town.organizations_of:
            continue
        count = members(unit)
        joins = _chance(town, unit)[1] * (1 if group(unit) in _PUBLIC or count in (1, 2) else 0.3)
        if count and dice.chance(joins):
            candidates[group(unit) in _PUBLIC].append(unit)
    number = 0
    for public, units in candidates.items():
        superior = town.committee[community.street] if public else town.superior(community)
        while len(units) >= 2:
            together = [units.pop() for _ in range(min(len(units), dice.whole(2, 5)))]
            if sum(members(unit) or 0 for unit in together) >= 3:
                number += 1
                joint_organization(
                    town, f"中共示例{community.name}第{number}联合支部", together, superior, dice.date(2012, 2019)
                )


def joint_organization(town: Town, name: str, units: list[Row], superior: Row | None, start: str = "") -> Row:
    """A branch of several units; its members are theirs, where all of them state full members."""
    counts = [unit.get("full_members") for unit in units]
    total = sum(int(count) for count in counts if count) if all(counts) else None
    row = town.organization(name, superior, tier="branch", full_members=total)
    for unit in units:
        town.give(unit["id"], row, "joint", valid_from=start)
    return row


def _without_coverage(town: Town, dice: Dice) -> None:
    """Functional branches of owners' committees and markets, temporary ones on building sites: no coverage."""
    for unit in town.units("owners_committee"):
        if dice.chance(0.18 * town.home[unit["id"]].reach):
            above = town.superior(town.home[unit["id"]])
            row = town.organization(f"中共{unit['name']}功能型支部", above, "functional", tier="branch")
            town.give(unit["id"], row, "single", valid_from=dice.date(2017, 2019))
    for place in dice.some([row for row in town.places("market") if row["id"] not in town.organizations_of], 4):
        above = town.superior(town.home[place["id"]])
        row = town.organization(f"中共{place['name']}个体工商户功能型支部", above, "functional", tier="branch")
        town.give(place["id"], row, "area", valid_from="2018-06")
    builders = [unit for unit in town.units("enterprise") if unit["industry"] == "建筑业"]
    for unit in dice.some([unit for unit in builders if unit["id"] not in town.organizations_of], 5):
        above = town.superior(town.home[unit["id"]])
        row = town.organization(
            f"中共{unit['name']}项目临时支部", above, "temporary", tier="branch", term_ends="2021-12-31"
        )
        town.give(unit["id"], row, "single", valid_from="2019-11-01")
    branches = [
        row for row in town.tables.rows["PartyOrganization"] if row["type"] == "ordinary" and row["tier"] == "branch"
    ]
    for branch in dice.some(branches, 30):
        town.organization(f"{branch['name']}第1党小组", branch, "party_group")


# Chance that a unit or place without an organization is sent an instructor, at middle reach.
_SENT = {
    "small": 0.15, "medium": 0.2, "micro": 0.055, "": 0.05, "social_organization": 0.12, "owners_committee": 0.08,
    "market": 0.14, "commercial_street": 0.1, "commercial_building": 0.1, "individual_business": 0.006,
}  # fmt: skip


def _instructors(town: Town, dice: Dice) -> None:
    """Instructors for units and places that have no organization; some are stated without saying who sends them."""
    for row in [*town.units(), *town.places()]:
        kind = group(row)
        if row["id"] in town.organizations_of or kind not in _SENT:
            continue
        home = town.home[row["id"]]
        if row.get("operating") != "no" and dice.chance(_SENT[kind] * home.reach):
            sender = town.committee[home.street] if dice.chance(0.25) else town.superior(home)
            town.tables.edge("INSTRUCTED_BY", row["id"], sender["id"], valid_from=dice.date(2017, 2019))
            if dice.chance(0.7):
                row["has_instructor"] = "yes"
        elif dice.chance(0.2):
            row["has_instructor"] = dice.weighted({"no": 90.0, "unknown": 5, "yes": 2})
    load: dict[str, int] = {}
    for edge in town.tables.rows["INSTRUCTED_BY"]:
        load[edge["to"]] = load.get(edge["to"], 0) + 1
    for row in town.tables.rows["PartyOrganization"]:
        if row["id"] in load:
            row["instructors"] = str(-(-load[row["id"]] // 3))
