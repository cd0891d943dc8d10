"""For every category, gap and state of the policy: a function that plants subjects, most of them in 虹山中路社区."""

from __future__ import annotations

from collections.abc import Callable

from sample_places import COMMUNITIES_WITHOUT_BIG
from sample_plants import firm, three_homes
from sample_story import HONGXING
from sample_town import Community, Town

One = Callable[[Town, Community], str]
"""Plants one subject in a community and gives its id."""


def plant_blind_spots(town: Town) -> None:
    """Three blind spots of every category, three formation gaps of every sort, three subjects in every other state."""
    for number, (name, plant) in enumerate({**CATEGORIES, **GAPS, **STATES}.items()):
        town.planted[name] = [plant(town, home) for home in three_homes(town, number)]
    town.planted["community_without_big_committee"] = [HONGXING, *COMMUNITIES_WITHOUT_BIG]


def _place(sort: str, **values: object) -> One:
    """A place that nobody reaches."""
    return lambda town, home: town.place(sort, home, operating="yes", **values)["id"]


def _unit(sort: str, **values: object) -> One:
    """A unit that nobody reaches, in its community itself."""

    def plant(town: Town, home: Community) -> str:
        makers = {
            "government_agency": lambda: town.names.agency(home.street_name),
            "public_institution": lambda: town.names.institution()[0],
            "social_organization": town.names.social,
            "other": town.names.other,
        }
        return town.unit(sort, makers[sort](), home, operating="yes", reported_org="no", **values)["id"]

    return plant


def _firm(**values: object) -> One:
    return lambda town, home: firm(town, home, **values)["id"]


def _shop(town: Town, home: Community) -> str:
    """The last of five shops in a market without anything."""
    market = town.place("market", home, operating="yes", tenants_stated=5)
    for _ in range(5):
        name, industry = town.names.shop(home.district_name)
        shop = town.unit("individual_business", name, market, operating="yes", industry=industry, employees=2)
    return shop["id"]


def _owners_committee(town: Town, home: Community) -> str:
    compound = town.place("compound", home, operating="yes", managed="no")
    unit = town.unit("owners_committee", f"{compound['name']}业主委员会", compound, operating="yes", reported_org="no")
    town.tables.edge("REPRESENTS", unit["id"], compound["id"], valid_from="2019-04")
    return unit["id"]


def _building(town: Town, home: Community) -> str:
    compound = town.place("compound", home, operating="yes", managed="yes")
    return town.place("residential_building", home, compound, f"{compound['name']}1栋")["id"]


CATEGORIES: dict[str, One] = {
    "commercial_building": _place("commercial_building", reported_org="no"),
    "small_micro_enterprise": _firm(size="micro", employees=6),
    "owners_committee": _owners_committee,
    "individual_business": _shop,
    "market": _place("market", key_place="yes", reported_org="no"),
    "business_district": _place("business_district", key_place="yes"),
    "commercial_street": _place("commercial_street", reported_org="no"),
    "industrial_park": _place("industrial_park"),
    "compound": _place("compound", managed="yes"),
    "residential_building": _building,
    "other_place": _place("other"),
    "enterprise_other": _firm(size="medium", employees=120, full_members=2),
    "enterprise_size_unknown": _firm(size="", employees="", full_members=""),
    "social_organization": _unit("social_organization", employees=9, full_members=1),
    "government_agency": _unit("government_agency", employees=11, full_members=2),
    "public_institution": _unit("public_institution", employees=8, full_members=1),
    "other_unit": _unit("other", employees=5),
}

GAPS: dict[str, One] = {
    "compound_without_committee": _place("compound", managed="yes"),
    "compound_without_management": _place("compound", managed="no"),
}

STATES: dict[str, One] = {
    "claimed": _firm(reported_covered="yes", reported_org=""),
    "unknown": _firm(reported_org="unknown"),
    "not_applicable": _firm(exempt_reason="党组织关系在主管部门，不纳入本街道统计", exempt_until="2021-06-30"),
    "not_applicable_place": _place("commercial_building", exempt_reason="整栋改造，暂停使用", exempt_until="2020-12"),
}
