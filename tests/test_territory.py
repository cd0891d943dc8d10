"""Territory against the slow, obvious reference, on random towns dense in addresses.

The reference (`reference.community_of`) is written from the design; hierarchies are climbed here edge by edge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random

import numpy as np
import pytest
from random_towns import towns, whole
from reference import Edge, Node, Town, community_of
from strategies import DAYS, PREFIXES

from graphgov.coverage import NOWHERE, Territory
from graphgov.graph import Graph
from graphgov.schema import SCHEMA

MOST = {"Division": 4, "Community": 3, "Place": 4, "Unit": 4, "PartyOrganization": 4}
HIERARCHIES = ("PART_OF", "SUBORDINATE_TO")
ADDRESSES = (
    ("LOCATED_IN", "Unit", "Place"), ("LOCATED_IN", "Unit", "Place"), ("LOCATED_IN", "Unit", "Community"),
    ("LOCATED_IN", "Unit", "Division"), ("LOCATED_IN", "Place", "Community"), ("LOCATED_IN", "Place", "Division"),
    ("PART_OF", "Place", "Place"), ("PART_OF", "Place", "Place"), ("PART_OF", "Community", "Division"),
    ("PART_OF", "Division", "Division"), ("PART_OF", "Division", "Division"),
    ("HAS_PARTY_ORG", "Unit", "PartyOrganization"), ("HAS_PARTY_ORG", "Place", "PartyOrganization"),
    ("HAS_PARTY_ORG", "Community", "PartyOrganization"), ("HAS_PARTY_ORG", "Division", "PartyOrganization"),
    ("SUBORDINATE_TO", "PartyOrganization", "PartyOrganization"),
    ("SUBORDINATE_TO", "PartyOrganization", "PartyOrganization"), ("SUBORDINATE_TO", "Unit", "Unit"),
)  # fmt: skip


PLACES = ADDRESSES[:8]
ORGANIZATIONS = (
    *ADDRESSES[11:17], ("LOCATED_IN", "Unit", "Community"), ("LOCATED_IN", "Place", "Community"),
    ("SUBORDINATE_TO", "PartyOrganization", "PartyOrganization"),
)  # fmt: skip
LINES = (("SUBORDINATE_TO", "Unit", "Unit"),)


def draw_addresses(choose: Random, day: date, sorts: Sequence[tuple[str, str, str]] = ADDRESSES) -> Town:
    """Up to 19 nodes and 40 ties of these sorts; hierarchies lead from small numbers to large."""
    nodes = [
        Node(
            kind, f"{PREFIXES[kind]}{number}", {"type": choose.choice(SCHEMA.node[kind].by_name["type"].choices)},
            choose.choice(DAYS) if choose.random() < 0.05 else None,
        )
        for kind, most in MOST.items()
        for number in range(choose.randint(1, most))
    ]  # fmt: skip
    ids = {kind: [node.id for node in nodes if node.kind == kind] for kind in MOST}
    edges: dict[tuple[object, ...], Edge] = {}
    for _ in range(choose.randint(4, 40)):
        kind, start_kind, end_kind = choose.choice(sorts)
        start, end = choose.choice(ids[start_kind]), choose.choice(ids[end_kind])
        if kind in HIERARCHIES and start_kind == end_kind:
            if start == end:
                continue
            start, end = sorted((start, end))
        first = choose.choice((None, *DAYS)) if choose.random() < 0.5 else None
        ends = [later for later in DAYS if first is None or later > first]
        after = choose.choice(ends) if ends and choose.random() < 0.2 else None
        # Places are not registered anywhere: their addresses have no role worth telling.
        with_role = kind == "LOCATED_IN" and start_kind == "Unit" and choose.random() < 0.5
        role = {"role": choose.choice(("operating", "registered"))} if with_role else {}
        edge = Edge(kind, start, end, role, first, after)
        # Of two places that something is in since the same day the design does not say which decides.
        edges.setdefault((kind, start, "a place" if end_kind == "Place" else end, first), edge)
    choose.shuffle(nodes)
    return Town(tuple(nodes), tuple(edges.values()))


def without_followers(town: Town, day: date) -> Town:
    """The town with an organization that a community or division has itself tied to nothing else that has it.

    Of several that have an organization graphgov lets the community or division itself speak first; the design says
    nothing about it.
    """
    own = {
        edge.end
        for edge in town.holding("HAS_PARTY_ORG", day)
        if town.node(edge.start).kind in ("Community", "Division")
    }
    kept = (
        edge for edge in town.edges
        if edge.kind != "HAS_PARTY_ORG" or edge.end not in own
        or town.node(edge.start).kind in ("Community", "Division")
    )  # fmt: skip
    return Town(town.nodes, tuple(kept))


def above(town: Town, node_id: str, kind: str, day: date) -> str | None:
    """Where the latest tie of a hierarchy leads up from a node; of several the smallest id."""
    ties = [edge for edge in town.holding(kind, day) if edge.start == node_id]
    best = min(ties, key=lambda edge: (-(edge.valid_from or date.min).toordinal(), edge.end), default=None)
    return best.end if best else None


def level(town: Town, division: str, day: date) -> str:
    """Whether a division is a city, a district or a street."""
    kind = str(town.node(division).props["type"])
    higher = above(town, division, "PART_OF", day)
    if kind == "functional_zone":
        return "district" if higher is None or level(town, higher, day) == "city" else "street"
    return "street" if kind in ("town", "township") else kind


def climbed(town: Town, home: str | None, wanted: str, day: date) -> str | None:
    """The nearest division of a level that a community or division is or is part of."""
    while home is not None:
        if town.node(home).kind == "Division" and level(town, home, day) == wanted:
            return home
        home = above(town, home, "PART_OF", day)
    return None


@pytest.mark.parametrize("sorts", [ADDRESSES, PLACES, ORGANIZATIONS], ids=["all", "places", "organizations"])
def test_home(sorts: Sequence[tuple[str, str, str]], long: bool) -> None:
    """Of every node community or else division, street and district are what the design's words lead to."""
    seen = Counter[str]()
    for note, town, day in towns(lambda choose, day: draw_addresses(choose, day, sorts), f"home {len(sorts)}", long):
        graph = whole(town)
        territory, plain = Territory(graph.on(day)), without_followers(town, day)

        def at(nodes: np.ndarray, number: int, graph: Graph = graph) -> str | None:
            return None if nodes[number] == NOWHERE else graph.ids.at(int(nodes[number]))

        for node in (one for one in town.nodes if one.holds(day)):
            number, home = graph.find(node.id), community_of(plain, node.id, day)
            assert number is not None
            found = at(territory.community, number) or at(territory.division, number)
            assert found == home, f"{node.id} of {note}"
            assert at(territory.street, number) == climbed(town, home, "street", day), f"{node.id} of {note}"
            assert at(territory.district, number) == climbed(town, home, "district", day), f"{node.id} of {note}"
            seen[f"{node.kind} in {town.node(home).kind if home else 'nothing'}"] += 1
    kinds = {start for _, start, _ in sorts} & {"Unit", "Place", "PartyOrganization"}
    assert min(seen[f"{kind} in {there}"] for kind in kinds for there in ("Community", "nothing")) > 50, seen


def test_line(long: bool) -> None:
    """The line of a unit is the last unit up its latest superiors; units without a superior have none."""
    heads = 0
    for note, town, day in towns(lambda choose, day: draw_addresses(choose, day, LINES), "line", long):
        graph = whole(town)
        line = Territory(graph.on(day)).line
        for unit in (node for node in town.nodes if node.kind == "Unit"):
            number, head, higher = graph.find(unit.id), None, above(town, unit.id, "SUBORDINATE_TO", day)
            assert number is not None
            while higher:
                head, higher = higher, above(town, higher, "SUBORDINATE_TO", day)
            found = None if line[number] == NOWHERE else graph.ids.at(int(line[number]))
            assert found == head, f"{unit.id} of {note}"
            heads += head is not None
    assert heads > 100


def test_nearest_place_of_a_registered_address() -> None:
    """A shop registered in a market of A and, later, in a room of a mall of B is nearer to A; the room stays in B."""
    nodes = (
        *(Node("Community", one, {"type": "community"}) for one in "AB"),
        *(Node("Place", one, {"type": "other"}) for one in ("mall", "market", "room")),
        Node("Unit", "shop", {"type": "other"}),
    )
    edges = (
        Edge("LOCATED_IN", "market", "A"), Edge("LOCATED_IN", "mall", "B"), Edge("PART_OF", "room", "mall"),
        Edge("LOCATED_IN", "shop", "market", {"role": "registered"}),
        Edge("LOCATED_IN", "shop", "room", {"role": "registered"}, DAYS[0]),
    )  # fmt: skip
    graph = whole(Town(nodes, edges))
    community = Territory(graph.on(DAYS[1])).community
    found = {one.id: graph.ids.at(int(community[graph.find(one.id) or 0])) for one in nodes}
    assert found == {"A": "A", "B": "B", "mall": "B", "market": "A", "room": "B", "shop": "A"}
