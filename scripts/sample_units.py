"""Units of the town: how many of each sort, where they are, what is stated about them.

Shares: legal units 85 % enterprises, 5 % agencies and institutions, 1.4 % social organizations (economic census 2018);
individual businesses outnumber legal units (2.9 to 1 in the census, less here, to keep the sample small); 17.6 and 2.4
people work in one on average.  What nobody measured (members in small units, unknown answers) is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sample_names import INDUSTRIES
from sample_tables import Dice, Row
from sample_town import Community, Town

# Units of a sort in a community of middle size.
_UNITS = {
    "government_agency": 4, "public_institution": 8, "enterprise": 132, "social_organization": 8,
    "individual_business": 222, "other": 6,
}  # fmt: skip

# What a unit of a sort is in; "" is the community itself.
_WHERE = {
    "enterprise": {"commercial_building": 42.0, "industrial_park": 9, "business_district": 6, "commercial_street": 7,
                   "compound": 3, "residential_building": 3, "other": 1, "": 29},
    "individual_business": {"market": 36.0, "commercial_street": 19, "business_district": 8, "residential_building": 8,
                            "commercial_building": 4, "": 25},
    "social_organization": {"commercial_building": 35.0, "compound": 8, "": 57},
    "public_institution": {"compound": 4.0, "": 96},
    "other": {"commercial_building": 20.0, "": 80},
    "government_agency": {"": 1.0},
}  # fmt: skip

_INDUSTRY_SHARES = dict(zip(INDUSTRIES, (30.0, 11, 17, 7, 6, 6, 5, 4, 5, 4, 2, 3), strict=True))
_COUNTED = {"2020-05-31": 46.0, "2020-03": 14, "2019-12-31": 24, "2018-12-31": 2, "": 14}


@dataclass(frozen=True)
class _People:
    """People of a unit: employees (least, most), and weights of its members: none, 1 or 2, 3 and more, not said."""

    employees: tuple[int, int]
    members: tuple[float, float, float, float]
    most: int
    """members at most"""


_SIZES = {"large": 0.6, "medium": 3.6, "small": 25.0, "micro": 59.0, "": 11.8}
_PRIVATE = {
    "large": _People((320, 1500), (0, 4, 94, 2), 120),
    "medium": _People((60, 299), (12, 20, 64, 4), 26),
    "small": _People((10, 59), (44, 27, 22, 7), 9),
    "micro": _People((1, 9), (60, 20, 4, 16), 4),
    "": _People((1, 40), (22, 12, 5, 61), 6),
}
_OTHERS = {
    "government_agency": _People((8, 120), (0, 1, 99, 0), 70),
    "public_institution": _People((6, 160), (0, 7, 91, 2), 70),
    "social_organization": _People((2, 45), (36, 26, 24, 14), 12),
    "individual_business": _People((1, 5), (66, 7, 0.6, 26.4), 4),
    "other": _People((2, 40), (36, 22, 16, 26), 8),
}
_MEMBERS_IN_PUBLIC = (3, 9, 87, 1)


def add_units(town: Town) -> None:
    """Street offices, then every sort of unit in every community, then the committees of compounds."""
    dice = town.dice("units")
    for street, name in {community.street: community.street_name for community in town.communities}.items():
        home = next(community for community in town.communities if community.street == street)
        office = town.unit("government_agency", f"示例{name}办事处", home, **_stated("government_agency", dice))
        office.update({"employees": "86", "full_members": "47", "members": "48", "operating": "yes"})
    for community in town.communities:
        for sort, count in _UNITS.items():
            for _ in range(round(count * community.size)):
                add_unit(town, sort, community, dice)


def add_unit(town: Town, sort: str, community: Community, dice: Dice) -> Row:
    """One more unit of a sort, somewhere in a community."""
    values = _stated(sort, dice)
    if sort == "enterprise":
        industry = dice.weighted(_INDUSTRY_SHARES)
        branch_office = dice.chance(0.06)
        name = town.names.enterprise(industry, branch_office=branch_office)
        values |= {
            "industry": industry,
            "legal_person": "no" if branch_office else dice.weighted({"yes": 70.0, "": 30}),
        }
    elif sort == "individual_business":
        name, values["industry"] = town.names.shop(community.district_name)
        values["legal_person"] = dice.weighted({"no": 30.0, "": 70})
    elif sort == "public_institution":
        name, values["industry"] = town.names.institution()
    elif sort == "government_agency":
        name = town.names.agency(community.street_name)
    else:
        name = town.names.social() if sort == "social_organization" else town.names.other()
    return town.unit(sort, name, _site(town, sort, community, dice), **values)


def _site(town: Town, sort: str, community: Community, dice: Dice) -> Community | Row | None:
    wanted = dice.weighted(_WHERE[sort])
    near = town.near[community.code, wanted]
    return dice.pick(near) if near else community


def _stated(sort: str, dice: Dice) -> dict[str, object]:
    """What is stated about a unit of a sort, its coverage apart."""
    shop = sort == "individual_business"
    values: dict[str, object] = {
        "operating": dice.weighted(
            {"yes": 60.0, "": 35, "no": 3, "unknown": 2} if shop else {"yes": 84.0, "": 9, "no": 4, "unknown": 3}
        ),
        "founded_on": dice.date(2010, 2019) if dice.chance(0.1 if shop else 0.4) else "",
    }
    if sort == "enterprise":
        return values | _enterprise(dice)
    return values | people(_OTHERS[sort], dice, counted=0.25 if shop else 0.8)


def _enterprise(dice: Dice) -> dict[str, object]:
    ownership = dice.weighted({"private": 82.0, "public": 6, "hmt": 1.5, "foreign": 1.5, "": 9})
    size = dice.weighted(
        {"large": 4.0, "medium": 22, "small": 60, "micro": 10, "": 4} if ownership == "public" else _SIZES
    )
    kind = replace(_PRIVATE[size], members=_MEMBERS_IN_PUBLIC, most=130) if ownership == "public" else _PRIVATE[size]
    values = people(kind, dice, counted=0.75)
    major = size in ("large", "medium")
    union = {"large": 0.8, "medium": 0.4, "small": 0.08, "micro": 0.02, "": 0.02}[size]
    return values | {
        "ownership": ownership,
        "size": size,
        "above_scale": dice.weighted({"yes": 80.0, "no": 12, "": 8} if major else {"yes": 1.0, "no": 40, "": 59}),
        "fixed_premises": dice.weighted({"yes": 50.0, "no": 3, "unknown": 1, "": 46}),
        "has_union": "yes" if dice.chance(union) else dice.weighted({"no": 25.0, "unknown": 2, "": 73}),
        "has_youth_league": "yes" if dice.chance(union / 4) else "",
        "has_womens_federation": "yes" if dice.chance(union / 5) else "",
    }


def people(kind: _People, dice: Dice, *, counted: float) -> dict[str, object]:
    """Employees and members; full members and those on probation apart, or in one number only, as ledgers have them."""
    employees = dice.low(*kind.employees)
    band = dice.weighted(dict(enumerate(kind.members)))
    members = (0, dice.whole(1, 2), dice.low(3, max(3, min(kind.most, employees // 2))), None)[band]
    values: dict[str, object] = {"employees": max(employees, (members or 0) + 2) if dice.chance(0.88) else ""}
    if members is None:
        return values
    one_number = dice.chance(0.08)
    probationary = dice.whole(0, 2) if members > 3 and not one_number else 0
    if not one_number:
        values["full_members"] = members
    if one_number or probationary:
        values["members"] = members + probationary
    if dice.chance(0.05):
        values["members_elsewhere"] = dice.low(1, 9)
    if dice.chance(counted):
        values["counted_on"] = dice.weighted(_COUNTED)
    return values


def add_compound_committees(town: Town) -> None:
    """Owners' committees (half of the compounds), property management committees (a tenth), property firms."""
    dice = town.dice("compounds")
    firms = _property_firms(town, dice)
    for compound in town.places("compound"):
        home = town.home[compound["id"]]
        # Formed, then reachable: where the street's reach is short there are fewer committees too.
        form = dice.weighted({"owners": 42.0 * home.reach, "management": 10, "none": 48})
        if form != "none":
            sort, title = (
                ("owners_committee", "业主委员会")
                if form == "owners"
                else ("property_management_committee", "物业管理委员会")
            )
            values = people(_People((5, 11), (30, 30, 22, 18), 5), dice, counted=0.5) | {"employees": ""}
            unit = town.unit(
                sort, compound["name"] + title, compound, operating=dice.weighted({"yes": 80.0, "": 20}), **values
            )
            town.tables.edge("REPRESENTS", unit["id"], compound["id"], valid_from=dice.date(2015, 2019))
        if compound.get("managed") == "yes" and dice.chance(0.8):
            start = dice.date(2012, 2019)
            end = dice.date(2020, 2021, whole=True) if dice.chance(0.06) else ""
            town.tables.edge("MANAGES", dice.pick(firms)["id"], compound["id"], valid_from=start, valid_to=end)
    for place in town.places("commercial_building", "market", "industrial_park"):
        if place.get("managed") == "yes":
            town.tables.edge("MANAGES", dice.pick(firms)["id"], place["id"], valid_from=dice.date(2012, 2019))


def _property_firms(town: Town, dice: Dice) -> list[Row]:
    firms = []
    for community in town.communities:
        firm = add_unit(town, "enterprise", community, dice)
        firm["name"] = town.names.fresh("昆明示例{brand}物业服务有限公司")
        firm.update({"industry": "房地产业", "operating": "yes", "legal_person": "yes"})
        firms.append(firm)
    return firms
