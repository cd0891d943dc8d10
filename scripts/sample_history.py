"""What time and ledgers do: moves, registered addresses, closures, successions; reports, plans, exemptions, totals."""

from __future__ import annotations

from collections import Counter

from sample_organizations import group, members
from sample_tables import Dice, Row
from sample_town import Town

_REASONS = (
    "没有正式党员",
    "正式党员不足3人",
    "党员组织关系未转入",
    "成立时间短",
    "人员流动大",
    "准备组建",
    "负责人不支持",
)
_EXEMPT = ("党组织关系在主管部门，不纳入本街道统计", "已列入注销计划", "涉密单位，另行统计", "常年在外地施工")


def add_history(town: Town) -> None:
    """Changes over time, then what was reported."""
    dice = town.dice("history")
    addresses = {edge["from"]: edge for edge in town.tables.rows["LOCATED_IN"] if edge["from"].startswith("SL-U")}
    _moves(town, addresses, dice)
    _registered(town, addresses, dice)
    _known_to_the_street(town, dice)
    _lifetimes(town, dice)
    _successions(town, dice)
    _organizations_end(town, dice)
    _homonyms(town, dice)
    _reports(town, town.dice("reports"))
    _totals(town, town.dice("totals"))


def _moves(town: Town, addresses: dict[str, Row], dice: Dice) -> None:
    """130 units moved here from another community, 12 are going to move away."""
    movable = town.units("enterprise", "individual_business", "social_organization")
    units = dice.some([unit for unit in movable if "founded_on" not in unit], 142)
    for number, unit in enumerate(units):
        here = addresses[unit["id"]]
        there = dice.pick([community for community in town.communities if community is not town.home[unit["id"]]])
        if number < 130:
            day = min(dice.date(2016, 2020, whole=True), "2020-06-01")
            town.tables.edge("LOCATED_IN", unit["id"], there.code, valid_from=dice.date(2010, 2014), valid_to=day)
            here["valid_from"] = day
        else:
            day = dice.pick(("2020-10-01", "2021-01-01"))
            here["valid_to"] = day
            town.tables.edge("LOCATED_IN", unit["id"], there.code, valid_from=day)


def _registered(town: Town, addresses: dict[str, Row], dice: Dice) -> None:
    """One enterprise in eight states a registered address: half of them where it operates, half elsewhere."""
    for unit in town.units("enterprise"):
        if not dice.chance(0.12):
            continue
        home = town.home[unit["id"]]
        elsewhere = dice.pick(town.communities) if dice.chance(0.5) else home
        addresses[unit["id"]]["role"] = "operating"
        if addresses[unit["id"]]["to"] != elsewhere.code:
            town.tables.edge("LOCATED_IN", unit["id"], elsewhere.code, role="registered")


def _known_to_the_street(town: Town, dice: Dice) -> None:
    """Units of which only the street or the district is known."""
    for number in range(36):
        community = dice.pick(town.communities)
        at = community.district if number % 6 == 0 else community.street
        name = town.names.enterprise("批发和零售业")
        unit = town.unit("enterprise", name, None, ownership="private", size="micro", industry="批发和零售业")
        town.tables.edge("LOCATED_IN", unit["id"], at)


def _lifetimes(town: Town, dice: Dice) -> None:
    """Some units began on a known day, some have closed, a few are still to open."""
    for unit in town.units():
        tied = unit["id"] in town.organizations_of
        if unit.get("founded_on", "") >= "2015" and dice.chance(0.4):
            unit["valid_from"] = unit["founded_on"]
        elif (
            group(unit) in ("micro", "individual_business")
            and not tied
            and "founded_on" not in unit
            and dice.chance(0.025)
        ):
            case = dice.weighted({"closed": 70.0, "closing": 15, "opening": 15})
            if case == "opening":
                unit |= {"valid_from": dice.pick(("2020-09-01", "2020-11", "2021-01-15"))}
            else:
                unit["valid_to"] = dice.date(2018, 2019) if case == "closed" else "2020-12-31"


def _successions(town: Town, dice: Dice) -> None:
    """A company that took over from another: the old one ends where the new one begins."""
    free = [
        unit for unit in town.units("enterprise") if unit["id"] not in town.organizations_of and "founded_on" in unit
    ]
    for new in dice.some([unit for unit in free if unit.get("size") in ("small", "medium")], 14):
        home, day = town.home[new["id"]], dice.date(2016, 2019, whole=True)
        name = town.names.enterprise(new["industry"])
        old = town.unit(
            "enterprise", name, home, ownership=new.get("ownership"), industry=new["industry"], valid_to=day
        )
        new["valid_from"] = day
        new["founded_on"] = day
        new["aliases"] = f"{name}（原名）"
        town.tables.edge("SUCCEEDS", new["id"], old["id"], valid_from=day, basis="示例更名（合并）登记")


def _organizations_end(town: Town, dice: Dice) -> None:
    """Of organizations of private units some were dissolved, some are still to be formed, of some nobody is sure."""
    private = {unit["id"] for unit in town.units() if group(unit) in ("small", "micro", "social_organization", "")}
    edges = [
        edge for edge in town.tables.rows["HAS_PARTY_ORG"] if edge["from"] in private and edge.get("mode") == "single"
    ]
    for edge in dice.some(edges, 40):
        change: dict[str, str] = dice.pick((
            {"valid_from": "2014-03-01", "valid_to": "2019-07-01"}, {"valid_from": "2015", "valid_to": "2018"},
            {"valid_from": "2020-09-01"}, {"ended": "yes"}, {"ended": "unknown"}, {"ended": "no"},
        ))  # fmt: skip
        edge |= change


def _homonyms(town: Town, dice: Dice) -> None:
    """Shops of one name in several communities, as in every register."""
    shops = dice.some(town.units("individual_business"), 12)
    for first, second in zip(shops[::2], shops[1::2], strict=True):
        second["name"] = first["name"]


def _reports(town: Town, dice: Dice) -> None:
    """What ledgers say of each unit and place; most shops were never asked."""
    ended = {edge["from"] for edge in town.tables.rows["HAS_PARTY_ORG"] if "ended" in edge or "valid_to" in edge}
    for row in [*town.units(), *town.places("commercial_building", "market", "business_district", "industrial_park")]:
        shop = row["type"] == "individual_business"
        modes = {mode for mode, found in town.organizations_of.get(row["id"], ()) if found["type"] == "ordinary"}
        if modes and row["id"] not in ended:
            row |= {"reported_org": dice.weighted({"yes": 93.0, "": 6, "no": 1})}
        elif not shop or dice.chance(0.12):
            row |= {"reported_org": dice.weighted({"no": 52.0, "": 43, "unknown": 3, "yes": 2})}
            _not_formed(row, dice)
        if row.get("reported_org") in ("yes", "no") and dice.chance(0.15):
            row["reported_covered"] = row["reported_org"]
        if not modes and dice.chance(0.006):
            row["exempt_reason"] = dice.pick(_EXEMPT)
            row["exempt_until"] = dice.pick(("", "2020-12-31", "2021-06-30", "2020-03-31"))


def _not_formed(row: Row, dice: Dice) -> None:
    if row.get("reported_org") == "no" and dice.chance(0.4):
        none = members(row) == 0
        row["no_org_reason"] = _REASONS[0] if none else dice.pick(_REASONS[1:])
    if (members(row) or 0) >= 3 and dice.chance(0.35):
        row["planned_date"] = dice.pick(("2020-09-30", "2020-12", "2021", "2020-12-31", "2020-03-31"))


def _totals(town: Town, dice: Dice) -> None:
    """Totals as ledgers state them, right ones and wrong ones."""
    tenants = {place: len(units) for place, units in town.tenants.items()}
    for place in town.places("commercial_building", "market", "industrial_park"):
        known = tenants.get(place["id"], 0)
        if dice.chance(0.6):
            place["tenants_stated"] = str(known + dice.pick((0, 0, 1, 3, 9, 25)))
            if dice.chance(0.6):
                town.tables.claim(place["id"], "tenants", int(place["tenants_stated"]), "家", stated_on="2020-05-31")
    roles = Counter((edge["to"], edge.get("role") == "part_time_seat") for edge in town.tables.rows["MEMBER_OF"])
    for code, big in town.big.items():
        known = roles[big["id"], False]
        if dice.chance(0.7):
            town.tables.claim(
                big["id"],
                "member_units",
                known + dice.pick((0, 0, 1, 4)),
                "家",
                stated_on=dice.pick(("2019-12-31", "2020-05")),
            )
        if dice.chance(0.4):
            town.tables.claim(big["id"], "part_time_seats", dice.whole(2, 7), "席", stated_on="2019-12-31")
        if dice.chance(0.3) and big["type"] == "big_committee":
            town.tables.claim(code, "paired", dice.whole(3, 12), "家", stated_on="2019-12-31", doubt="示例数")
    for street in {community.street: None for community in town.communities}:
        count = sum(community.street == street for community in town.communities)
        town.tables.claim(
            street, "communities_with_big_committee", count, "个社区", stated_on="2019-12-31", doubt="示例数"
        )
