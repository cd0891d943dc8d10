"""Positions: everything that holds is somewhere, inside of what it belongs to, over nothing else."""

from __future__ import annotations

from datetime import date
from math import hypot, isnan
from pathlib import Path
from random import Random

import numpy as np
import pytest
import town
from random_towns import towns, whole
from test_territory import draw_addresses

from graphgov.coverage import NOWHERE, Coverage
from graphgov.policy import read_policy
from graphgov.view.layout import Layout, layout
from graphgov.view.packing import Circle

POLICY = read_policy()
SLACK = 1e-6


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    """The town on its day."""
    return town.on(town.store_of(tmp_path_factory.mktemp("town")).read())


def homes(coverage: Coverage, found: Layout) -> dict[int, Circle]:
    """The circle of every home: of a community, and of what a division holds itself."""
    part = coverage.snapshot.slice_of("Community")
    communities = {node: found.circle(node) for node in range(part.start, part.stop) if coverage.snapshot.alive[node]}
    return {**communities, **found.rest}


def within(inner: Circle, outer: Circle) -> bool:
    """Whether a circle stands out of another nowhere."""
    return hypot(inner.x - outer.x, inner.y - outer.y) + inner.r <= outer.r * (1 + SLACK)


def apart(circles: list[Circle]) -> bool:
    """Whether no two circles overlap."""
    x, y, r = np.array(circles).reshape(-1, 3).T
    distance = np.hypot(x[:, None] - x, y[:, None] - y) - r[:, None] - r
    np.fill_diagonal(distance, 1.0)
    return bool((distance >= -SLACK).all())


def assert_sound(coverage: Coverage, found: Layout) -> None:
    """Everything that must hold of every layout."""
    snapshot, territory = coverage.snapshot, coverage.territory
    placed = ~np.isnan(found.x) & ~np.isnan(found.y) & ~np.isnan(found.r)
    assert (placed == snapshot.alive).all(), "something that holds is nowhere, or the other way round"
    circles, together = homes(coverage, found), found.together
    divisions = snapshot.slice_of("Division")
    inside: dict[tuple[str, int], list[Circle]] = {}
    for node in np.flatnonzero(snapshot.alive).tolist():
        if node < divisions.stop or snapshot.graph.kind_of(node) == "Community":
            above = int(territory.parent[node])
            assert above == NOWHERE or within(found.circle(node), found.circle(above))
            inside.setdefault(("below", above), []).append(found.circle(node))
        elif together.group[node] < 0:
            assert within(found.circle(node), circles[int(found.home[node])])
            inside.setdefault(("home", int(found.home[node])), []).append(found.circle(node))
        else:
            group = int(together.group[node])
            around = Circle(float(together.x[group]), float(together.y[group]), float(together.r[group]))
            assert within(found.circle(node), around)
            assert together.home[group] == found.home[node]
    for group, home in enumerate(together.home.tolist()):
        circle = Circle(float(together.x[group]), float(together.y[group]), float(together.r[group]))
        assert within(circle, circles[home])
        inside.setdefault(("home", home), []).append(circle)
    for node, circle in found.rest.items():
        assert node == NOWHERE or within(circle, found.circle(node))
        inside.setdefault(("below", node), []).append(circle)
    assert all(apart(each) for each in inside.values())


def test_the_town_is_laid_out_soundly(coverage: Coverage) -> None:
    """Inside of what it belongs to, over nothing else; what is past or still to come is nowhere."""
    found = layout(coverage)
    assert_sound(coverage, found)
    assert isnan(found.x[town.node(coverage, "gone")])
    assert {town.name(coverage, node) for node in found.rest} == {"S", "W", "D", ""}
    assert [town.name(coverage, node) for node in found.home[[town.node(coverage, "kiosk")]]] == ["S"]
    assert found.home[town.node(coverage, "farm")] == NOWHERE


def test_areas_grow_with_the_number_of_units(coverage: Coverage) -> None:
    """A has 12 units and B 9, village V none (as large as one); the area of a circle is pi r squared."""
    found = layout(coverage)
    areas = {name: found.r[town.node(coverage, name)] ** 2 for name in "ABV"}
    assert areas["A"] == pytest.approx(12)
    assert areas["B"] == pytest.approx(9)
    assert areas["V"] == pytest.approx(1)


def test_a_community_is_rings_around_its_committee(coverage: Coverage) -> None:
    """From the middle of A: its committee CA; organizations; covered units; others; blind spots; shops; places."""
    found = layout(coverage)
    middle = found.circle(town.node(coverage, "A"))
    rings = [
        ["CA"], ["BA", "OC", "OG"], ["agency", "school", "hotel"], ["owners", "guest"], ["tied"], ["shop"], ["Z", "G"],
    ]  # fmt: skip
    away = {
        name: hypot(found.x[town.node(coverage, name)] - middle.x, found.y[town.node(coverage, name)] - middle.y)
        for ring in rings
        for name in ring
    }
    step = away["BA"]
    assert away["CA"] == pytest.approx(0, abs=1e-9)
    outermost = [max(away[name] for name in ring) for ring in rings]
    innermost = [min(away[name] for name in ring) for ring in rings]
    assert all(inner < outer - 0.5 * step for inner, outer in zip(outermost, innermost[1:], strict=False))


def test_the_standard_moves_nothing_but_the_order_inside(coverage: Coverage) -> None:
    """Whoever changes the standard finds every circle where it was."""
    one, other = layout(coverage, "any_tie"), layout(coverage, "organization")
    assert homes(coverage, one) == homes(coverage, other)
    division = coverage.snapshot.slice_of("Division")
    assert (one.x[division] == other.x[division]).all()
    tied = town.node(coverage, "clinic")  # an instructor only: blind under organization coverage
    assert (one.x[tied], one.y[tied]) != (other.x[tied], other.y[tied])


def test_random_towns_are_laid_out_soundly(long: bool) -> None:
    """Dense addresses, chains of divisions and places, nodes that do not hold: nothing is dropped or overlaps."""
    seen = 0
    for number, (name, drawn, day) in enumerate(towns(draw_addresses, "layout", long)):
        if number == 40 and not long:
            break
        coverage = Coverage(whole(drawn).on(day), POLICY)
        found = layout(coverage)
        try:
            assert_sound(coverage, found)
        except AssertionError as error:
            raise AssertionError(name) from error
        seen += len(found.rest) > 0
    assert seen > 20


def test_crowded_homes_are_laid_out_soundly() -> None:
    """Hundreds of subjects of every state in one community, and as many nowhere: rings are filled one by one."""
    from reference import Edge, Node, Town

    choose = Random("crowded")
    nodes = [Node("Community", "C1", {"type": "community"}), Node("Place", "P1", {"type": "market"})]
    edges = [Edge("LOCATED_IN", "P1", "C1", {})]
    for number in range(700):
        said = {"reported_org": choose.choice(("yes", "no", "unknown"))} if choose.random() < 0.5 else {}
        sort = choose.choice(("enterprise", "individual_business", "social_organization"))
        nodes.append(Node("Unit", f"U{number}", {"type": sort, **said}))
        if number % 3:
            edges.append(Edge("LOCATED_IN", f"U{number}", choose.choice(("C1", "P1")), {}))
    coverage = Coverage(whole(Town(tuple(nodes), tuple(edges))).on(date(2020, 1, 1)), POLICY)
    found = layout(coverage)
    assert_sound(coverage, found)
    assert len(found.together.home) == 3  # businesses of the market, of the community, and of nowhere


def test_an_empty_graph_has_an_empty_layout(tmp_path: Path) -> None:
    """There is nothing to draw, and that is no error."""
    from reference import Town

    coverage = Coverage(whole(Town((), ())).on(date(2020, 1, 1)), POLICY)
    found = layout(coverage)
    assert (len(found.x), found.rest, len(found.together.home)) == (0, {}, 0)
