"""The sample on a day, worked out plainly from its files: what holds, who is reached on which rung, who is where."""

from __future__ import annotations

import calendar
import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from graphgov.schema import SCHEMA

Row = dict[str, str]


def first(text: str) -> date:
    """The first day of a date, whole or partial."""
    return date.fromisoformat(text + "-01-01"[3 * text.count("-") :])


def last(text: str) -> date:
    """The last day of a date, whole or partial."""
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


def until(text: str) -> date:
    """The first day after an exclusive end, whole or partial."""
    return date.fromisoformat(text) if text.count("-") == 2 else last(text) + timedelta(1)


@dataclass
class City:
    """What holds on a day: nodes by id, edges by kind, and every edge whatever the day."""

    day: date
    nodes: dict[str, Row] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    edges: dict[str, list[Row]] = field(default_factory=dict)
    every: dict[str, list[Row]] = field(default_factory=dict)
    claims: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._out: dict[tuple[str, str], list[Row]] = defaultdict(list)
        self._in: dict[tuple[str, str], list[Row]] = defaultdict(list)

    @classmethod
    def read(cls, sample: Path, day: date) -> City:
        """The folders of the sample on a day."""
        city = cls(day)
        for kind, row in _rows(sample):
            if kind in SCHEMA.node and city._holds(row):
                city.nodes[row["id"]], city.kinds[row["id"]] = row, kind
        for kind, row in _rows(sample):
            if kind == "Claim":
                city.claims.append(row)
            elif kind in SCHEMA.edge and row["from"] in city.nodes and row["to"] in city.nodes:
                city.every.setdefault(kind, []).append(row)
                if city._holds(row):
                    city._add(kind, row)
        return city

    def _holds(self, row: Row) -> bool:
        if "valid_from" in row and first(row["valid_from"]) > self.day:
            return False
        return until(row["valid_to"]) > self.day if "valid_to" in row else row.get("ended") != "yes"

    def _add(self, kind: str, row: Row) -> None:
        self.edges.setdefault(kind, []).append(row)
        self._out[kind, row["from"]].append(row)
        self._in[kind, row["to"]].append(row)
        if SCHEMA.edge[kind].symmetric:
            turned = row | {"from": row["to"], "to": row["from"]}
            self._out[kind, turned["from"]].append(turned)
            self._in[kind, turned["to"]].append(turned)

    def of(self, kind: str) -> Iterable[Row]:
        """The nodes of a kind."""
        return (row for key, row in self.nodes.items() if self.kinds[key] == kind)

    def subjects(self) -> Iterable[Row]:
        """Units and places."""
        return (row for key, row in self.nodes.items() if self.kinds[key] in ("Unit", "Place"))

    def out(self, kind: str, key: str) -> list[Row]:
        """Edges of a kind from a node; symmetric ones from either end."""
        return self._out[kind, key]

    def into(self, kind: str, key: str) -> list[Row]:
        """Edges of a kind to a node."""
        return self._in[kind, key]

    def organizations(self, key: str, *sorts: str) -> list[tuple[str, Row]]:
        """Mode and organization of what a node has, of these types ("ordinary" when none is given)."""
        found = [(edge.get("mode", "unknown"), self.nodes[edge["to"]]) for edge in self.out("HAS_PARTY_ORG", key)]
        return [(mode, row) for mode, row in found if row["type"] in (sorts or ("ordinary",))]

    def roofs(self, key: str) -> list[str]:
        """The places that a place is part of, two steps up at most."""
        up = [edge["to"] for edge in self.out("PART_OF", key)]
        return up + [edge["to"] for above in up for edge in self.out("PART_OF", above)]

    def rungs(self, row: Row) -> set[int]:
        """The rungs on which a unit or place is reached."""
        key, found = row["id"], set()
        own = self.organizations(key)
        if self.kinds[key] == "Place":
            found |= {1} if own else set()
            above = self.roofs(key)
        else:
            found |= {_RUNG[mode] if mode != "single" or "tier" in org else 3 for mode, org in own}
            places = [edge["to"] for edge in self.out("LOCATED_IN", key) if self.kinds[edge["to"]] == "Place"]
            above = [over for place in places for over in (place, *self.roofs(place))]
            found |= (
                {6}
                if "yes" in (row.get("has_union"), row.get("has_youth_league"), row.get("has_womens_federation"))
                else set()
            )
        found |= {4} if any(mode == "area" for over in above for mode, _ in self.organizations(over)) else set()
        found |= {5} if self.out("INSTRUCTED_BY", key) or row.get("has_instructor") == "yes" else set()
        return found | self._links(key, own)

    def _links(self, key: str, own: list[tuple[str, Row]]) -> set[int]:
        found, near = set(), [org["id"] for mode, org in own if mode in ("single", "joint")]
        unit = self.kinds[key] == "Unit"
        actors = [key, *near] if unit else [key]
        if any(
            self.nodes[edge["to"]]["type"] == "big_committee"
            for actor in actors
            for edge in self.out("MEMBER_OF", actor)
        ):
            found.add(7)
        if any(self.out("CO_CONSTRUCTS", actor) for actor in actors):
            found.add(9)
        for actor in actors:
            for edge in self.out("PAIRED_WITH", actor):
                kind = self.kinds[edge["to"]]
                reached = [mode for mode, _ in self.organizations(edge["to"])] if kind == "Unit" else []
                by_organization = kind == "Unit" and actor != key
                by_unit = unit and bool({"single", "joint"} & set(reached))
                if kind in ("PartyOrganization", "Community") or by_organization or by_unit:
                    found.add(8)
        return found

    def community(self, key: str, role: str = "operating") -> str:
        """The community that a unit or place is in; empty when none is known."""
        edges = [edge for edge in self.out("LOCATED_IN", key) if edge.get("role", "operating") == role]
        for edge in edges:
            if self.kinds[edge["to"]] != "Place":
                return edge["to"]
        for edge in edges:
            return self.community(edge["to"])
        return next((self.community(edge["to"]) for edge in self.out("PART_OF", key)), "")


_RUNG = {"single": 1, "joint": 2, "area": 3, "unknown": 3}


def _rows(sample: Path) -> Iterable[tuple[str, Row]]:
    for path in sorted(sample.glob("*/*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield path.stem, {name: value for name, value in row.items() if value}
