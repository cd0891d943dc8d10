"""How subjects of findings are planted: firms that are like any other but for the case, branches, joint branches."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sample_organizations import joint_organization
from sample_story import HONGSHAN
from sample_tables import Row
from sample_town import Community, Town

Plant = Callable[[Town, list[Community]], list[str]]
"""Plants subjects in communities, as many as there are, and gives their ids."""


def three_homes(town: Town, turn: int) -> list[Community]:
    """虹山中路社区 and two more, in turn."""
    others = [community for community in town.communities if community.code != HONGSHAN]
    return [town.community(HONGSHAN), others[turn % len(others)], others[(turn + 11) % len(others)]]


def firm(town: Town, where: Community | Row | None, **values: object) -> Row:
    """A private enterprise like many: 24 employees, counted a month ago, without an organization as its ledger says."""
    name = town.names.enterprise("租赁和商务服务业")
    usual: dict[str, object] = {
        "ownership": "private", "size": "small", "industry": "租赁和商务服务业", "operating": "yes", "employees": 24,
        "counted_on": "2020-05-31", "reported_org": "no", "full_members": 0,
    }  # fmt: skip
    return town.unit("enterprise", name, where, **{**usual, **values})


def branch(town: Town, unit: Row, home: Community, mode: str = "single", /, **values: object) -> Row:
    """A branch of a unit of the town, with the unit's members, that its ledger reports."""
    usual: dict[str, object] = {"tier": "branch", "full_members": unit.get("full_members")}
    row = town.organization(f"中共{unit['name']}支部委员会", town.superior(home), **{**usual, **values})
    town.give(unit["id"], row, mode, valid_from="2018-06-01")
    unit["reported_org"] = "yes"
    return row


def firms(*cases: Mapping[str, object]) -> Plant:
    """Plain firms whose properties alone are the case, one case a community."""

    def plant(town: Town, homes: list[Community]) -> list[str]:
        return [firm(town, home, **case)["id"] for home, case in zip(homes, cases, strict=True)]

    return plant


def joint(*counts: tuple[int, ...], of: str = "organization") -> Plant:
    """Joint branches of firms with these members, one a community; their ids or their units'."""

    def plant(town: Town, homes: list[Community]) -> list[str]:
        found = []
        for home, members in zip(homes, counts, strict=True):
            units = [firm(town, home, full_members=count, reported_org="yes") for count in members]
            row = joint_organization(
                town, f"中共{units[0]['name']}等联合支部", units, town.superior(home), "2018-09-01"
            )
            found += [unit["id"] for unit in units] if of == "unit" else [row["id"]]
        return found

    return plant


def own(*cases: tuple[int, Mapping[str, object]]) -> Plant:
    """Firms with these members and a branch of their own with these properties; the ids of the branches."""

    def plant(town: Town, homes: list[Community]) -> list[str]:
        found = []
        for home, (count, values) in zip(homes, cases, strict=True):
            size = "small" if count < 25 else "medium"
            unit = firm(town, home, size=size, full_members=count, employees=12 + count * 3)
            found.append(branch(town, unit, home, **values)["id"])
        return found

    return plant
