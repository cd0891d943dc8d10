"""The same answers in networkx by hand, with loops over nodes and edges: beside (a) and (b) at 100,000 units."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
from bench_sql import EDGES, NODES, State
from pyarrow import parquet

OWN = ("single", "joint")


def load(folder: Path, day: date) -> nx.MultiDiGraph:
    """What holds on the day; every node has its kind, every edge its kind as its key."""
    graph = nx.MultiDiGraph()
    for kind in NODES:
        for row in parquet.read_table(folder / f"{kind}.parquet").to_pylist():
            if _holds(row, day):
                graph.add_node(row["id"], kind=kind, **row)
    for kind in EDGES:
        for row in parquet.read_table(folder / f"{kind}.parquet").to_pylist():
            if _holds(row, day) and row["from"] in graph and row["to"] in graph:
                values = {name: value for name, value in row.items() if name not in ("from", "to")}
                graph.add_edge(row["from"], row["to"], kind=kind, **values)
    return graph


def _holds(row: dict[str, Any], day: date) -> bool:
    start, end = row.get("valid_from"), row.get("valid_to")
    if row.get("ended") == "yes" and end is None:
        return False
    return (start is None or start <= day) and (end is None or day < end)


class Answers:
    """What single nodes are tied to."""

    def __init__(self, graph: nx.MultiDiGraph, day: date) -> None:
        self.nodes, self.day = graph.nodes, day
        self.out, self.back = graph.out_edges, graph.in_edges

    def to(self, node: str, kind: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """The ties of a kind from a node: their values and their ends."""
        edges = self.out(node, data=True)
        return [(values, self.nodes[end]) for _, end, values in edges if values["kind"] == kind]

    def pairs(self, node: str) -> list[dict[str, Any]]:
        """What a node is paired with."""
        there = [end for _, end in self.to(node, "PAIRED_WITH")]
        back = self.back(node, data=True)
        return there + [self.nodes[start] for start, _, values in back if values["kind"] == "PAIRED_WITH"]

    def organizations(self, node: str, *modes: str) -> list[dict[str, Any]]:
        """The ordinary organizations that a node has in one of some modes (none: in any)."""
        has = self.to(node, "HAS_PARTY_ORG")
        return [org for tie, org in has if org["type"] == "ordinary" and (not modes or tie["mode"] in modes)]

    def inside(self, place: dict[str, Any], least: int, most: int) -> bool:
        """Whether a place, `least` to `most` places up, is under the roof of an area organization."""
        if least <= 0 and self.organizations(place["id"], "area"):
            return True
        above = [end for _, end in self.to(place["id"], "PART_OF") if end["kind"] == "Place"]
        return most > 0 and any(self.inside(end, least - 1, most - 1) for end in above)

    def linked(self, node: str, partners: tuple[str, ...]) -> bool:
        """Member of a big committee, paired with one of some kinds, or co-constructing."""
        return (
            any(end["type"] == "big_committee" for _, end in self.to(node, "MEMBER_OF"))
            or any(end["kind"] in partners for end in self.pairs(node))
            or bool(self.to(node, "CO_CONSTRUCTS"))
        )

    def reached(self, node: str) -> bool:
        """Whether any rule of any_tie holds for a unit or a place."""
        values = self.nodes[node]
        if self.organizations(node) or values["has_instructor"] == "yes" or self.to(node, "INSTRUCTED_BY"):
            return True
        partners = ("PartyOrganization", "Community")
        if values["kind"] == "Place":
            return self.inside(values, 1, 2) or any(end["kind"] in partners for end in self.pairs(node))
        if "yes" in (values["has_union"], values["has_youth_league"], values["has_womens_federation"]):
            return True
        if self.linked(node, partners):
            return True
        if any(end["kind"] == "Unit" and self.organizations(end["id"], *OWN) for end in self.pairs(node)):
            return True
        if any(self.linked(org["id"], (*partners, "Unit")) for org in self.organizations(node, *OWN)):
            return True
        return any(end["kind"] == "Place" and self.inside(end, 0, 2) for _, end in self.to(node, "LOCATED_IN"))

    def state(self, node: str) -> str:
        """The state of a unit or a place."""
        values = self.nodes[node]
        until = values["exempt_until"]
        exempt = values["exempt_reason"] is not None and (until is None or until >= self.day)
        if values["operating"] == "no" or exempt:
            return "out"
        if self.reached(node):
            return "covered"
        said = (values["reported_org"], values["reported_covered"])
        return "claimed" if "yes" in said else "unknown" if "unknown" in said else "blind"

    def home(self, node: str) -> str:
        """The community of a unit; empty where nobody knows."""
        for roles in (("operating", None), ("operating", None, "registered")):
            found = self._address(node, roles)
            if found:
                return found
        return ""

    def _address(self, node: str, roles: tuple[str | None, ...]) -> str:
        located = [(tie, end) for tie, end in self.to(node, "LOCATED_IN") if tie["role"] in roles]
        for kind in ("Community", "Place"):
            ends = [
                (tie["role"] == "registered", -(tie["valid_from"] or date.min).toordinal(),
                 end["id"] if kind == "Community" else self._around(end["id"]))
                for tie, end in located if end["kind"] == kind
            ]  # fmt: skip
            homes = [end for end in ends if end[2]]
            if homes:
                return str(min(homes)[2])
        return ""

    def _around(self, place: str) -> str:
        above = [end["id"] for _, end in self.to(place, "PART_OF")]
        return self._address(place, ("operating", None)) or next(filter(None, map(self._around, above)), "")


def blind(graph: nx.MultiDiGraph, day: date) -> tuple[list[str], list[str]]:
    """The ids of the units and of the places that are blind spots."""
    answers = Answers(graph, day)
    kinds = nx.get_node_attributes(graph, "kind")
    units, places = (
        [node for node, its in kinds.items() if its == kind and answers.state(node) == "blind"]
        for kind in ("Unit", "Place")
    )
    return units, places


def rates(graph: nx.MultiDiGraph, day: date) -> dict[tuple[str, str], State]:
    """For every community and type of unit: how many are covered, claimed, unknown, blind, not applicable."""
    answers, order = Answers(graph, day), ("covered", "claimed", "unknown", "blind", "out")
    found: dict[tuple[str, str], list[int]] = {}
    for node, values in graph.nodes(data=True):
        if values["kind"] == "Unit":
            row = found.setdefault((answers.home(node), values["type"]), [0] * len(order))
            row[order.index(answers.state(node))] += 1
    return {group: tuple(row) for group, row in found.items()}
