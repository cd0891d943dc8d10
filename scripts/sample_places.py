"""Territory of the town: party organizations of districts, streets and communities; places and who looks after them."""

from __future__ import annotations

from sample_tables import Dice, Row
from sample_town import STORY_COMMUNITIES, Community, Town

_ENDED_BIG, _FUTURE_BIG = "530112006005", "530111003003"
_NEVER_BIG = ("530112006003", "530111003004")

COMMUNITIES_WITHOUT_BIG = (*_NEVER_BIG, _ENDED_BIG, _FUTURE_BIG)
"""Communities whose big committee is not there on the town's day: two never had one, one had, one is to have one."""

_WITHOUT_COMMITTEE = "530111003007"

# How many places of a sort a community of middle size has, times ten.
# What contains others comes first.
_PLACES = {
    "business_district": 6, "industrial_park": 4, "commercial_building": 26, "market": 12,
    "commercial_street": 11, "compound": 80, "other": 15,
}  # fmt: skip


def add_territory(town: Town) -> None:
    """Committees of districts and streets, committees and big committees of communities, places."""
    dice = town.dice("territory")
    for community in town.communities:
        if community.district not in town.committee:
            _district(town, community)
        if community.street not in town.committee:
            _street(town, community, dice)
        _committee(town, community, dice)
        _big_committee(town, community, dice)
    dice = town.dice("places")
    for community in town.communities:
        _places(town, community, dice)
    _adjoin(town, dice)


def _district(town: Town, community: Community) -> None:
    row = town.organization(f"中共示例{community.district_name}委员会", None, tier="committee")
    town.give(community.district, row, "single")
    town.committee[community.district] = row


def _street(town: Town, community: Community, dice: Dice) -> None:
    superior = town.committee[community.district]
    name = f"中共示例{community.street_name}工作委员会"
    row = town.organization(name, superior, tier="working_committee")
    town.give(community.street, row, "single")
    town.committee[community.street] = row
    if community.street != "530111003000":
        name = f"示例{community.street_name}“大工委”"
        big = town.organization(name, row, "big_working_committee", seats=dice.whole(6, 10), valid_from="2018")
        town.give(community.street, big, valid_from="2018")
        town.big[community.street] = big


def _committee(town: Town, community: Community, dice: Dice) -> None:
    if community.code == _WITHOUT_COMMITTEE:
        return
    small = community.size < 0.8
    members = dice.whole(52, 96) if small else dice.whole(104, 260)
    tier, title = ("general_branch", "总支部委员会") if small else ("committee", "委员会")
    name = f"中共示例{community.street_name}{community.name}{title}"
    row = town.organization(
        name,
        town.committee[community.street],
        tier=tier,
        full_members=members,
        term_ends=dice.date(2021, 2021, whole=True),
    )
    town.give(community.code, row, "single")
    town.committee[community.code] = row
    town.tables.edge("RESPONSIBLE_FOR", town.committee[community.street]["id"], community.code)


def _big_committee(town: Town, community: Community, dice: Dice) -> None:
    if community.code in STORY_COMMUNITIES or community.code in _NEVER_BIG:
        return
    start = "2020-10-01" if community.code == _FUTURE_BIG else dice.date(2016, 2019)
    end = "2019-12-31" if community.code == _ENDED_BIG else ""
    if end:
        start = "2016-07"
    name = f"示例{community.name}“大党委”"
    row = town.organization(
        name,
        town.committee[community.street],
        "big_committee",
        seats=dice.whole(3, 7),
        valid_from=start,
        valid_to=end,
    )
    town.give(community.code, row, valid_from=start, valid_to=end)
    town.big[community.code] = row


def _places(town: Town, community: Community, dice: Dice) -> None:
    for sort, tenth in _PLACES.items():
        wanted = tenth * community.size / 10
        for _ in range(int(wanted) + dice.chance(wanted % 1)):
            place = town.place(sort, community, _container(town, community, sort, dice), **_place_values(sort, dice))
            if sort == "compound":
                for number in dice.some(range(1, 13), dice.low(0, 4)):
                    town.place("residential_building", community, place, f"{place['name']}{number}栋")


def _container(town: Town, community: Community, sort: str, dice: Dice) -> Row | None:
    """Some buildings and streets belong to a business district or a park of their community."""
    holders = {
        "commercial_street": ("business_district",),
        "commercial_building": ("business_district", "industrial_park"),
    }
    if sort not in holders or not dice.chance(0.25):
        return None
    near = [place for holder in holders[sort] for place in town.near[community.code, holder]]
    return dice.pick(near) if near else None


def _place_values(sort: str, dice: Dice) -> dict[str, object]:
    in_use = dice.weighted({"yes": 84.0, "": 10.0, "no": 3.0, "unknown": 3.0})
    if sort == "compound":
        return {"operating": in_use, "managed": dice.weighted({"yes": 70.0, "no": 14.0, "unknown": 4.0, "": 12.0})}
    if sort == "other":
        return {"operating": in_use}
    return {
        "operating": in_use,
        "managed": dice.weighted({"yes": 62.0, "no": 10.0, "": 28.0}),
        "key_place": dice.weighted({"yes": 22.0, "no": 30.0, "": 48.0}),
        "employees": dice.low(30, 900) if dice.chance(0.4) else "",
        "counted_on": dice.pick(("2020-05-31", "2020-03", "2019-12-31")) if dice.chance(0.5) else "",
    }


def _adjoin(town: Town, dice: Dice) -> None:
    """A business district or market adjoins compounds of its community: the red tie that is wanted."""
    for place in town.places("business_district", "market", "commercial_street"):
        home = town.home[place["id"]]
        for other in dice.some(town.near[home.code, "compound"], dice.whole(0, 3)):
            town.tables.edge("ADJACENT_TO", place["id"], other["id"])
