"""What is around a node, and what stands on the rim of a community: rings are what they say, nothing overlaps."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from math import hypot

import networkx as nx
import numpy as np
import pytest
import town
from random_towns import towns, whole
from reference import Edge, Node, Town
from strategies import draw_town

from graphgov.coverage import Coverage
from graphgov.network import to_networkx
from graphgov.policy import read_policy
from graphgov.schema import SCHEMA, Layer
from graphgov.view.ego import around
from graphgov.view.picture import Mark, Picture
from graphgov.view.rings import community
from graphgov.view.scene import scene

POLICY = read_policy()


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    """The town on its day."""
    return town.on(town.store_of(tmp_path_factory.mktemp("town")).read())


def rings(picture: Picture) -> list[set[str]]:
    """The ids of the marks by how far they are from the first one, the nearest first."""
    middle = picture.marks[0]
    found: dict[float, set[str]] = {}
    for mark in picture.marks:
        found.setdefault(round(hypot(mark.x - middle.x, mark.y - middle.y), 6), set()).add(mark.id)
    return [found[reach] for reach in sorted(found)]


def assert_apart(marks: list[Mark]) -> None:
    """No two marks overlap."""
    for one, other in combinations(marks, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= (one.r + other.r) * (1 - 1e-9), (one.id, other.id)


def test_around_the_big_committee_of_the_town(coverage: Coverage) -> None:
    """BA is had by A and has as members school, agency and OB; one step more, and theirs come too.

    From A: CA and OC; from school: OG and stall, a business of M; from agency: OC; from OB: factory.
    """
    seen, ego = scene(coverage, lang="en"), town.node(coverage, "BA")
    assert rings(around(seen, ego, 0)) == [{"BA"}]
    assert rings(around(seen, ego, 1)) == [{"BA"}, {"A", "school", "agency", "OB"}]
    second = {"CA", "OC", "OG", "factory", " individual_business M B"}
    assert rings(around(seen, ego, 2)) == [{"BA"}, {"A", "school", "agency", "OB"}, second]
    picture = around(seen, ego, 1)
    assert {tuple(sorted((tie.source, tie.target))) for tie in picture.ties} == {
        ("A", "BA"), ("BA", "school"), ("BA", "agency"), ("BA", "OB"),
    }  # fmt: skip
    assert (picture.title, picture.trail) == ("BA: within distance 1", (("BA", "BA"),))


def test_rings_are_the_fewest_ties(long: bool) -> None:
    """On random towns every ring holds what networkx finds so many ties away, and no mark is over another.

    A node that is shown only together with others is on the ring of the nearest of them.
    """
    drawn, kinds = 0, [kind.name for kind in SCHEMA.layer(Layer.LINKAGE)]
    made_of = lambda choose, day: draw_town(choose, None, day, kinds)  # noqa: E731
    for number, (name, made, day) in enumerate(towns(made_of, "around", long)):
        if number == 60 and not long:
            break
        coverage = Coverage(whole(made).on(day), POLICY)
        seen = scene(coverage, lang="en")
        ties = np.diff(seen.network.adjacency.start)
        if not ties.any():
            continue
        ego = int(ties.argmax())
        picture = around(seen, ego, 3)
        far = nx.single_source_shortest_path_length(to_networkx(seen.network).to_undirected(), seen.id(ego), 3)
        group = seen.layout.together.group
        expected: dict[str, int] = {}
        for node, steps in far.items():
            place = coverage.snapshot.graph.find(node)
            assert place is not None
            sign = node if group[place] < 0 else f"group {group[place]}"
            expected[sign] = min(steps, expected.get(sign, steps))
        by_distance = [{sign for sign, steps in expected.items() if steps == hop} for hop in range(4)]
        found = rings(picture)
        assert [len(ring) for ring in found] == [len(ring) for ring in by_distance if ring], name
        for ring, wanted in zip(found, [ring for ring in by_distance if ring], strict=True):
            assert {mark for mark in ring if not mark.startswith(" ")} == {
                sign for sign in wanted if not sign.startswith("group ")
            }, name
        assert_apart(list(picture.marks))
        drawn += len(found) > 1
    assert drawn > 20


def test_a_crowded_rim_has_several_rows() -> None:
    """A community of one unit with 150 partners elsewhere: all on the rim, outside of the circle, none over another."""
    nodes = [
        Node("Community", "C1", {"type": "community"}), Node("Community", "C2", {"type": "community"}),
        Node("Unit", "hub", {"type": "enterprise"}),
    ]  # fmt: skip
    edges = [Edge("LOCATED_IN", "hub", "C1", {})]
    for number in range(150):
        nodes.append(Node("Unit", f"U{number}", {"type": "enterprise"}))
        edges += [Edge("LOCATED_IN", f"U{number}", "C2", {}), Edge("PAIRED_WITH", "hub", f"U{number}", {})]
    coverage = Coverage(whole(Town(tuple(nodes), tuple(edges))).on(date(2020, 1, 1)), POLICY)
    home = coverage.snapshot.graph.find("C1")
    assert home is not None
    picture = community(scene(coverage, lang="en"), home)
    circle, rim = picture.marks[0], [mark for mark in picture.marks if mark.shape == "square"]
    assert (circle.id, len(rim), len(picture.ties)) == ("C1", 150, 150)
    assert_apart(rim)
    assert all(hypot(mark.x - circle.x, mark.y - circle.y) - mark.r >= circle.r for mark in rim)


def test_on_the_rim_partners_stand_near_what_they_are_tied_to(coverage: Coverage) -> None:
    """In A the six from outside stand evenly, 60 degrees apart, each on the side where its partner is."""
    picture = community(scene(coverage, lang="en"), town.node(coverage, "A"))
    middle = picture.marks[0].x + 1j * picture.marks[0].y
    place = {mark.id: np.angle(mark.x + 1j * mark.y - middle) for mark in picture.marks}
    rim = sorted(place[mark.id] for mark in picture.marks if mark.shape == "square")
    assert np.diff(rim) == pytest.approx(np.pi / 3)
    towards = {"press": "OT", "OB": "BA", "CB": "clinic", " individual_business M B": "school"}
    turned = [np.angle(np.exp(1j * (place[stranger] - place[partner]))) for stranger, partner in towards.items()]
    assert max(np.abs(turned)) < np.pi / 2
