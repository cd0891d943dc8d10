"""Ties between units and communities: membership, co-construction, pairing, responsibility."""

from __future__ import annotations

from sample_organizations import group, members
from sample_tables import Dice, Row
from sample_town import STORY_COMMUNITIES, Community, Town

EMPTY_BIG = ("530112006009", "530103002005", "530111003002")
"""Communities whose big committee exists on paper: nobody is a member of it."""

_CLAUSES = (
    "场地共用",
    "志愿服务进社区",
    "困难群众帮扶",
    "党员教育共学",
    "文化活动联办",
    "消防联防",
    "停车位错时开放",
    "就业岗位推荐",
)


def add_ties(town: Town) -> None:
    """Every kind of tie beside the organizations themselves."""
    dice = town.dice("ties")
    for community in town.communities:
        _members(town, community, dice)
    for street in {community.street: None for community in town.communities}:
        _street_members(town, street, dice)
    for community in town.communities:
        _co_construction(town, community, dice)
        _pairs(town, community, dice)
        _responsibility(town, community, dice)
    _communities_pair(town, dice)


def _fit(town: Town, community: Community) -> list[Row]:
    """Units of a community that a big committee would ask: the public sector, the larger ones, social organizations."""
    sorts = ("government_agency", "public_institution", "public", "large", "medium", "social_organization")
    return [
        unit for unit in town.units()
        if town.home.get(unit["id"]) is community and group(unit) in sorts and unit.get("operating") != "no"
    ]  # fmt: skip


def _members(town: Town, community: Community, dice: Dice) -> None:
    big = town.big.get(community.code)
    if big is None or community.code in EMPTY_BIG:
        return
    small = [
        unit
        for unit in town.units("enterprise")
        if town.home.get(unit["id"]) is community and unit.get("size") == "small"
    ]
    inside = dice.some(_fit(town, community), dice.whole(4, 9)) + dice.some(small, dice.whole(0, 2))
    others = [other for other in town.communities if other is not community and other.district == community.district]
    outside = [dice.pick(_fit(town, dice.pick(others))) for _ in range(dice.whole(0, 4))]
    outside = list({unit["id"]: unit for unit in outside}.values())
    branches = [
        found[0][1] for place in town.near[community.code, "commercial_building"]
        if (found := town.organizations_of.get(place["id"]))
    ]  # fmt: skip
    for row, origin in (
        *((row, "in_area") for row in inside),
        *((row, "introduced") for row in outside),
        *((row, "in_area") for row in dice.some(branches, 1)),
    ):
        _member(town, row, big, "" if dice.chance(0.06) else origin, dice)


def _member(town: Town, row: Row, big: Row, origin: str, dice: Dice) -> None:
    """A membership with or without a role and seats, mostly since the committee's first days; a few have ended."""
    start, end = big.get("valid_from", ""), big.get("valid_to", "")
    if not end and start < "2020" and dice.chance(0.35):
        start = dice.date(2019, 2019)
    ended = ""
    if not end and start < "2020" and dice.chance(0.07):
        end, ended = dice.weighted({("2020-01-01", ""): 2.0, ("2021-01-01", ""): 2, ("", "yes"): 2, ("", "unknown"): 1})
    seat = dice.weighted({"edge": 40.0, "count": 15, "": 45})
    town.tables.edge(
        "MEMBER_OF", row["id"], big["id"], valid_from=start, valid_to=end, ended=ended, origin=origin,
        role="member_unit" if seat == "edge" or dice.chance(0.3) else "",
        seats=dice.low(1, 2) if seat == "count" else "",
    )  # fmt: skip
    if seat == "edge":
        # The same two ends and first day: an id of its own keeps it apart from the membership.
        number = len(town.tables.rows["MEMBER_OF"])
        town.tables.edge(
            "MEMBER_OF", row["id"], big["id"], id=f"SL-M{number:04}", valid_from=start, valid_to=end, ended=ended,
            origin=origin, role="part_time_seat", seats=1,
        )  # fmt: skip


def _street_members(town: Town, street: str, dice: Dice) -> None:
    if street not in town.big:
        return
    homes = [community for community in town.communities if community.street == street]
    units = [
        unit for home in homes for unit in _fit(town, home) if group(unit) in ("government_agency", "public", "large")
    ]
    for unit in dice.some(units, dice.whole(4, 8)):
        _member(town, unit, town.big[street], "in_area", dice)


def _term(dice: Dice) -> dict[str, str]:
    """First and last day of an agreement: over, near its end, running, open, ended without a date, or still to come."""
    case = dice.weighted({"running": 50.0, "open": 20, "over": 12, "near": 8, "ended": 4, "doubtful": 2, "future": 4})
    start = dice.date(2017, 2019)
    return {
        "running": {"valid_from": start, "valid_to": dice.pick(("2020-12-31", "2021-06-30", "2021-12-31"))},
        "open": {"valid_from": start} if dice.chance(0.7) else {},
        "over": {"valid_from": dice.date(2015, 2017), "valid_to": dice.date(2018, 2019)},
        "near": {"valid_from": start, "valid_to": f"2020-{dice.whole(8, 9):02}-{dice.whole(1, 20):02}"},
        "ended": {"valid_from": start, "ended": "yes"},
        "doubtful": {"valid_from": start, "ended": "unknown"},
        "future": {"valid_from": dice.pick(("2020-09-01", "2021-01-01", "2020-10"))},
    }[case]


def _co_construction(town: Town, community: Community, dice: Dice) -> None:
    if community.code in STORY_COMMUNITIES:
        return
    for unit in dice.some(_fit(town, community), dice.whole(4, 10)):
        number = len(town.tables.rows["CO_CONSTRUCTS"]) + 1
        with_committee = dice.chance(0.4)
        term = _term(dice)
        other = town.superior(community)["id"] if with_committee else community.code
        year = term.get("valid_from", "2018")[:4]
        basis = f"示例共驻共建协议〔{year}〕{number}号"
        town.tables.edge(
            "CO_CONSTRUCTS", unit["id"], other, basis=basis, clauses="；".join(dice.some(_CLAUSES, 2)), **term
        )
        if term.get("valid_to", "9999") < "2020" and dice.chance(0.5):
            town.tables.edge(
                "CO_CONSTRUCTS", unit["id"], other, basis=f"{basis}（续签）", valid_from=term["valid_to"],
                valid_to="2021-12-31", clauses="；".join(dice.some(_CLAUSES, 2)),
            )  # fmt: skip


def _pairs(town: Town, community: Community, dice: Dice) -> None:
    """Pairs of unit and committee, unit and community, unit and unit, place and unit, branch and committee."""
    units = [unit for unit in town.units() if town.home.get(unit["id"]) is community and unit.get("operating") != "no"]
    private = [unit for unit in units if group(unit) in ("small", "micro", "medium", "social_organization")]
    public = _fit(town, community)
    partner = town.partner(community)["id"]
    for other, most in ((partner, 4), (community.code, 2)):
        if other not in STORY_COMMUNITIES:
            chosen = dice.some(private, dice.whole(0, most)) + dice.some(public, most // 2)
            for key in dict.fromkeys(unit["id"] for unit in chosen):
                town.tables.edge("PAIRED_WITH", key, other, **_term(dice))
    for first, second in zip(dice.some(private, 2), dice.some(public, 2), strict=False):
        if first is not second:
            town.tables.edge("PAIRED_WITH", first["id"], second["id"], **_term(dice))
    for place in dice.some(
        [*town.near[community.code, "market"], *town.near[community.code, "commercial_building"]], 1
    ):
        if public:
            town.tables.edge("PAIRED_WITH", place["id"], dice.pick(public)["id"], **_term(dice))
    for compound in dice.some(town.near[community.code, "compound"], 1):
        town.tables.edge("PAIRED_WITH", compound["id"], partner, valid_from=dice.date(2018, 2019))
    branches = [town.organizations_of[unit["id"]][0][1] for unit in public if unit["id"] in town.organizations_of]
    for branch in dice.some(branches, 1):
        if branch["id"] != partner:
            town.tables.edge("PAIRED_WITH", branch["id"], partner, **_term(dice))


def _communities_pair(town: Town, dice: Dice) -> None:
    free = [community for community in town.communities if community.code not in STORY_COMMUNITIES]
    for first, second in zip(free[::4], free[2::4], strict=False):
        town.tables.edge("PAIRED_WITH", first.code, second.code, basis="示例城乡结对协议", **_term(dice))


def _responsibility(town: Town, community: Community, dice: Dice) -> None:
    """Key places, and units with members and no organization, are somebody's to see to."""
    responsible = town.superior(community)["id"]
    for place in [place for place in town.places() if town.home[place["id"]] is community]:
        if place.get("key_place") == "yes":
            town.tables.edge("RESPONSIBLE_FOR", responsible, place["id"], valid_from="2019")
    for unit in town.units("enterprise", "social_organization"):
        if (
            town.home.get(unit["id"]) is community
            and unit["id"] not in town.organizations_of
            and (members(unit) or 0) >= 3
        ):
            above = responsible if dice.chance(0.7) else town.committee[f"two_new {community.district}"]["id"]
            town.tables.edge("RESPONSIBLE_FOR", above, unit["id"], valid_from="2019")
