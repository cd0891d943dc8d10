"""The fictional town as it is being built: what there is, where it is, what reaches it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from sample_names import Names
from sample_story import HONGSHAN, HONGXING
from sample_tables import Dice, Row, Tables, credit_code

SEED = 20200630
DAY = "2020-06-30"
"""The day that the town's tables are stated for."""

# Communities of each street that get units, and how far its party organizations reach (1 is the middle).
_STREETS: dict[str, tuple[tuple[int, ...], float]] = {
    "530102005": ((1, 2, 3, 4, 5, 6, 7, 8), 1.25),
    "530112006": ((2, 3, 4, 5, 6, 9, 11), 0.85),
    "530103002": ((1, 2, 3, 4, 5), 1.05),
    "530111003": ((2, 3, 4, 7), 0.6),
}
_SUFFIX = re.compile("(居民委员会|居委会)$")

STORY_COMMUNITIES = (HONGSHAN, HONGXING)
"""Their big committees and what they are tied to are the story's, and fact: the town leaves both alone."""

_CREDIT_CATEGORY = {
    "enterprise": "91", "individual_business": "92", "government_agency": "11", "public_institution": "12",
    "social_organization": "51", "other": "93",
}  # fmt: skip


@dataclass(frozen=True)
class Community:
    """A real community with what it takes to fill it: its names, its size (1 is the middle), its street's reach."""

    code: str
    name: str
    street: str
    street_name: str
    district: str
    district_name: str
    size: float
    reach: float


class Town:
    """The tables, and beside them what later steps have to know of earlier ones."""

    def __init__(self, register: Tables) -> None:
        self.tables = Tables()
        self.names = Names(self.dice("names"))
        self.communities = _communities(register, self.dice("communities"))
        self.home: dict[str, Community] = {}
        """community of a place or unit that the town put there"""
        self.near: dict[tuple[str, str], list[Row]] = defaultdict(list)
        """places of a community, by its code and their sort"""
        self.tenants: dict[str, list[Row]] = defaultdict(list)
        """units of a place"""
        self.organizations_of: dict[str, list[tuple[str, Row]]] = defaultdict(list)
        """mode and organization, of a unit, place, community or division"""
        self.committee: dict[str, Row] = {}
        """ordinary committee of a community, by code; a working committee of a street; a committee of a district"""
        self.big: dict[str, Row] = {}
        """big committee of a community or street, by code"""
        self.planted: dict[str, list[str]] = {}
        """subjects of a finding or of a category's blind spots that were planted on purpose"""

    @staticmethod
    def dice(stream: str) -> Dice:
        """The stream of draws of one part."""
        return Dice(SEED, stream)

    def community(self, code: str) -> Community:
        """A community of the town."""
        return next(community for community in self.communities if community.code == code)

    def places(self, *sorts: str) -> list[Row]:
        """Places of these sorts, all when none is given."""
        return [row for row in self.tables.rows["Place"] if not sorts or row["type"] in sorts]

    def units(self, *sorts: str) -> list[Row]:
        """Units of these sorts, all when none is given."""
        return [row for row in self.tables.rows["Unit"] if not sorts or row["type"] in sorts]

    def place(
        self, sort: str, community: Community, inside: Row | None = None, name: str = "", /, **values: object
    ) -> Row:
        """Add a place; one inside another needs no community of its own."""
        key = f"SL-P{len(self.tables.rows['Place']) + 1:04}"
        row = self.tables.node("Place", key, name or self.names.place(sort), type=sort, **values)
        self.home[key] = community
        self.near[community.code, sort].append(row)
        if inside is None:
            self.tables.edge("LOCATED_IN", key, community.code)
        else:
            self.tables.edge("PART_OF", key, inside["id"])
        return row

    def unit(self, sort: str, name: str, where: Community | Row | None, **values: object) -> Row:
        """Add a unit in a community, in a place, or (None) nowhere that anybody knows."""
        number = len(self.tables.rows["Unit"]) + 1
        key = f"SL-U{number:05}"
        at = where if isinstance(where, Community) else self.home[where["id"]] if where else None
        if sort in _CREDIT_CATEGORY and "uscc" not in values:
            region = at.district[:6] if at else "530102"
            values = {"uscc": credit_code(_CREDIT_CATEGORY[sort], region, number), **values}
        row = self.tables.node("Unit", key, name, type=sort, **values)
        if at:
            self.home[key] = at
        if isinstance(where, Community):
            self.tables.edge("LOCATED_IN", key, where.code)
        elif where:
            self.tables.edge("LOCATED_IN", key, where["id"])
            self.tenants[where["id"]].append(row)
        return row

    def organization(self, name: str, under: Row | None, sort: str = "ordinary", /, **values: object) -> Row:
        """Add a party organization and, where it has one, its superior."""
        key = f"SL-O{len(self.tables.rows['PartyOrganization']) + 1:04}"
        row = self.tables.node("PartyOrganization", key, name, type=sort, **values)
        if under:
            self.tables.edge("SUBORDINATE_TO", key, under["id"])
        return row

    def give(self, subject: str, organization: Row, mode: str = "", **values: object) -> Row:
        """Tie a unit, place, community or division (its id) to an organization that it has."""
        self.organizations_of[subject].append((mode, organization))
        return self.tables.edge("HAS_PARTY_ORG", subject, organization["id"], mode=mode, **values)

    def partner(self, community: Community) -> Row:
        """What units of a community are tied to: its committee; the street's where the ties stay the story's own."""
        return self.committee[community.street] if community.code in STORY_COMMUNITIES else self.superior(community)

    def superior(self, community: Community) -> Row:
        """The organization above the branches of a community: its committee, else the street's."""
        return self.committee.get(community.code) or self.committee[community.street]


def _communities(register: Tables, dice: Dice) -> list[Community]:
    names = {row["id"]: row["name"] for kind in ("Division", "Community") for row in register.rows[kind]}
    found = []
    for street, (numbers, reach) in _STREETS.items():
        for number in numbers:
            code, street_code, district = f"{street}{number:03}", f"{street}000", f"{street[:6]}000000"
            size = 0.6 + dice.whole(0, 80) / 100
            name = _SUFFIX.sub("", names[code])
            found.append(Community(code, name, street_code, names[street_code], district, names[district], size, reach))
    return found
