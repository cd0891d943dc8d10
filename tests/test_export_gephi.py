"""GEXF opened by Gephi's own reader (the Gephi Toolkit), which `scripts/test` fetches."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from building import graph_of, numbered
from networks import HOSTILE, POLICY, export_of, written
from reference import Edge, Node, Town

from graphgov.coverage import Coverage
from graphgov.export.looks import looks

ROOT = Path(__file__).resolve().parents[1]
TOOLKIT = ROOT / ".cache" / "gephi-toolkit-0.10.1" / "gephi-toolkit-0.10.1-all.jar"
DAY = date(2020, 6, 30)

# U0 is paired with its community twice, at two times, and co-constructs with it: three ties between the same two.
TOWN = Town(
    (
        Node("Community", "C", {"type": "community", "name": HOSTILE[0]}),
        *(
            Node("Unit", f"U{n}", {"type": "enterprise", "name": name, "employees": n}, date(2010 + n, 1, 1))
            for n, name in enumerate(HOSTILE)
        ),
        Node("Unit", "gone", {"type": "enterprise"}, date(1998, 7, 1), date(2020, 1, 1)),
    ),
    (
        Edge("LOCATED_IN", "U0", "C"),
        Edge("PAIRED_WITH", "C", "U0", {}, date(2015, 1, 1), date(2018, 1, 1)),
        Edge("PAIRED_WITH", "C", "U0", {}, date(2018, 1, 1), date(2022, 1, 1)),
        Edge("CO_CONSTRUCTS", "U0", "C", {}, date(2016, 1, 1)),
        Edge("CO_CONSTRUCTS", "U1", "C", {}, date(2016, 1, 1), date(2031, 1, 1)),
    ),
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    """What Gephi has after opening the town of the day and that of all days, in one process: it starts slowly."""
    assert TOOLKIT.exists(), "no Gephi Toolkit: scripts/test fetches it"
    folder = tmp_path_factory.mktemp("gephi")
    files = [
        written(export_of(TOWN, DAY, history=history), "gexf", folder / f"{history}.gexf") for history in (False, True)
    ]
    command = ["java", "-Xmx256m", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-Djava.awt.headless=true"]
    called = [*command, "-cp", str(TOOLKIT), str(ROOT / "tests" / "GephiReads.java"), *map(str, files)]
    done = subprocess.run(called, capture_output=True, encoding="utf-8", cwd=folder)
    assert done.returncode == 0, done.stderr
    said = [line.removeprefix("READ ") for line in done.stdout.splitlines() if line.startswith("READ ")]
    day, ever = map(json.loads, said)
    return day, ever


def test_gephi_counts_the_same(opened: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """All nodes and ties of the day and of all days.

    Of parallel ties of one kind Gephi makes one, which weighs as much as they do together; ties of another kind stay
    apart.  On the day: located, paired, two co-constructing.  Of all days: paired twice.
    """
    day, ever = opened
    count = 1 + len(HOSTILE)
    held = count - sum(2010 + n > 2020 for n in range(len(HOSTILE)))
    assert (day["nodes"], day["edges"], day["weight"]) == (held, 4, 4.0)
    assert (ever["nodes"], ever["edges"], ever["weight"]) == (count + 1, 4, 5.0)


def test_gephi_has_a_timeline(opened: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """From the first day that anything began on to the last one that anything holds on, the day before `valid_to`."""
    day, ever = opened
    assert (day["dynamic"], day["low"], day["high"]) == (True, "2010-01-01", "2030-12-31")
    assert (ever["dynamic"], ever["low"], ever["high"]) == (True, "1998-07-01", "2030-12-31")


def test_gephi_complains_of_nothing(opened: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """No warning and no error: what it says is that there are parallel ties, and that 1.2 is not the newest form."""
    for each in opened:
        issues = [issue for issue in each["issues"].split("; ") if issue]
        assert [issue for issue in issues if not issue.startswith("INFO ")] == []


def test_gephi_shows_names_as_they_are(opened: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Hostile names are labels like any other; what has none is called by its id."""
    nodes = opened[1]["node"]
    assert [nodes[f"U{n}"]["label"] for n in range(len(HOSTILE))] == list(HOSTILE)
    assert nodes["gone"]["label"] == "gone"


def test_gephi_shows_places_and_colours(opened: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """Covered units are blue, blind ones have the brown of their outline, and each stands where our pictures put it."""
    nodes = opened[0]["node"]
    # U0 is paired with its community, U1 co-constructs with it; nobody said anything of U2.
    assert [nodes[f"U{n}"]["colour"] for n in range(3)] == [0x1F6FB4, 0x1F6FB4, 0x8C2D04]
    seen = looks(Coverage(graph_of(TOWN).on(DAY), POLICY), "any_tie")
    placed = numbered(TOWN)
    for name, node in nodes.items():
        own = [round(float(values[placed[name]]), 2) for values in (seen.x, seen.y, seen.size)]
        assert [node["x"], node["y"], node["size"]] == pytest.approx(own, abs=0.01)
    assert len({(node["x"], node["y"]) for node in nodes.values()}) == len(nodes)
