"""Pictures of the town on paper: every number on them is the one that coverage counts."""

from __future__ import annotations

from pathlib import Path

import pytest
import town

from graphgov import words
from graphgov.coverage import NOWHERE, Coverage, rates
from graphgov.view.areas import city, division
from graphgov.view.picture import AREA, BUBBLE, MARK, Picture
from graphgov.view.rings import community, nodes
from graphgov.view.scene import Scene, scene


@pytest.fixture(scope="module")
def coverage(tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    """The town on its day."""
    return town.on(town.store_of(tmp_path_factory.mktemp("town")).read())


@pytest.fixture(scope="module")
def english(coverage: Coverage) -> Scene:
    """The town, in English."""
    return scene(coverage, lang="en")


def marks(picture: Picture, role: str) -> dict[str, tuple[int | None, int | None]]:
    """The marks of a role: id, and covered of base."""
    return {mark.id: (mark.covered, mark.base) for mark in picture.marks if mark.role == role}


def ties(picture: Picture) -> dict[tuple[str, str], dict[str, int]]:
    """The lines: which marks, and how many ties of which kind."""
    return {(tie.source, tie.target): dict(tie.number) for tie in picture.ties}


def test_the_city_shows_its_circles_with_their_numbers(english: Scene) -> None:
    """K, D, S and W enclose; A, B, V are circles, and so is what D, S, W hold themselves, and what belongs nowhere."""
    picture = city(english)
    assert marks(picture, AREA) == {"K": (15, 21), "D": (15, 21), "S": (8, 11), "W": (7, 9)}
    assert marks(picture, BUBBLE) == {
        "A": (8, 10), "B": (7, 9), "V": (0, 0), " D": (0, 1), " S": (0, 1), " W": (0, 0), " ": (0, 1),
    }  # fmt: skip
    assert (picture.title, picture.trail) == ("K", (("", "K"),))


def test_numbers_are_those_of_rates(coverage: Coverage, english: Scene) -> None:
    """What the circles say of units equals `graphgov coverage --by community` and by street, under every standard."""
    for standard in ("any_tie", "two_coverages", "organization", "two_coverages_broad"):
        picture = city(scene(coverage, standard, "en"))
        found = {**marks(picture, AREA), **marks(picture, BUBBLE)}
        for level in ("community", "street", "district"):
            for rate in rates(coverage, "Unit", (level,), standard):
                if rate.group[0]:
                    assert found[rate.group[0]] == (rate.covered, rate.base)
        whole = rates(coverage, "Unit", (), standard)[0]
        circles = marks(picture, BUBBLE).values()
        assert (whole.covered, whole.base) == tuple(sum(numbers) for numbers in zip(*circles, strict=True))


def test_ties_between_circles_are_summed(english: Scene) -> None:
    """Between A and B: press in OT; OB in BA; OJ with CA, shop with B, stall with school; clinic instructed by CB.

    S itself has SW, which has no linkage to anybody else; ties inside of a circle are no lines.
    """
    between = {"HAS_PARTY_ORG": 1, "MEMBER_OF": 1, "PAIRED_WITH": 3, "INSTRUCTED_BY": 1}
    assert ties(city(english)) == {("A", "B"): between}
    assert ties(city(english, "street")) == {("S", "W"): between}
    assert city(english).ties[0].count == 6


def test_a_street_shows_only_itself(coverage: Coverage, english: Scene) -> None:
    """A within S, with the trail that leads there; ties that lead out of S are no lines."""
    picture = division(english, town.node(coverage, "S"))
    assert (marks(picture, AREA), marks(picture, BUBBLE)) == ({"S": (8, 11)}, {"A": (8, 10), " S": (0, 1)})
    assert (picture.title, picture.trail, picture.ties) == ("S", (("", "K"), ("D", "D"), ("S", "S")), ())


def test_the_legend_counts_circles(english: Scene) -> None:
    """Three circles are below 30 %: D, S and nowhere themselves; A 80 % and B 77.8 %; V and W itself have no units."""
    numbers = {entry.key: entry.number for entry in city(english).legend if entry.sort == "colour"}
    assert numbers == {
        "below_30": "3", "below_50": "0", "below_70": "0", "below_85": "2", "from_85": "0", "no_base": "2",
    }  # fmt: skip


def test_a_community_shows_everything_in_it(coverage: Coverage, english: Scene) -> None:
    """Units, places and organizations of A by name with their states; what is tied from outside as a square."""
    picture = community(english, town.node(coverage, "A"))
    states = {mark.id: mark.state for mark in picture.marks if mark.role == MARK and mark.shape != "square"}
    assert {name for name, state in states.items() if state == "covered"} == {
        "agency", "school", "bank", "lab", "studio", "clinic", "hotel", "Z", "T", "G",
    }  # fmt: skip
    assert {name: state for name, state in states.items() if state not in ("", "covered")} == {
        "owners": "claimed", "tied": "blind", "ruin": "not_applicable", "guest": "not_applicable",
        "Y": "not_applicable",
    }  # fmt: skip
    assert {name for name, state in states.items() if not state} == set(
        ["CA", "BA", "OC", "OG", "OZ", "OT", " individual_business M A"]
    )
    assert {mark.id for mark in picture.marks if mark.shape == "square"} == {
        "press", "OB", "OJ", "B", "CB", " individual_business M B",
    }  # fmt: skip
    assert all(f"in: {home}" in mark.caption for mark in picture.marks if mark.id in ("OB", "CB") for home in "B")


def test_a_community_shows_its_ties(coverage: Coverage, english: Scene) -> None:
    """All linkages with an end in A, and none among those outside: B has CB, which the picture does not show."""
    found = ties(community(english, town.node(coverage, "A")))
    assert found[("school", "BA")] == {"MEMBER_OF": 1}
    assert found[("clinic", "CB")] == {"INSTRUCTED_BY": 1}
    assert found[(" individual_business M A", "B")] == {"PAIRED_WITH": 1}
    assert ("B", "CB") not in found
    assert sum(count for number in found.values() for count in number.values()) == 18


def test_individual_businesses_are_never_shown_one_by_one(coverage: Coverage, english: Scene) -> None:
    """shop, stall and kiosk are people's names as often as not: they are counted where they are, not named."""
    everything = nodes(english, coverage.snapshot.alive)
    pictures = [
        everything, city(english), *(community(english, town.node(coverage, name)) for name in ("A", "B", "S")),
        community(english, NOWHERE),
    ]  # fmt: skip
    told = " ".join(f"{mark.id} {mark.name} {mark.caption}" for picture in pictures for mark in picture.marks)
    assert not {"shop", "stall", "kiosk"} & set(told.split())
    assert sum(mark.count for mark in everything.marks if mark.shape == "stack") == 3


def test_everything_is_in_the_picture_of_everything(coverage: Coverage, english: Scene) -> None:
    """Each node that holds has one mark, but for those that are shown together; ids are not used twice."""
    picture = nodes(english, coverage.snapshot.alive)
    ids = [mark.id for mark in picture.marks]
    alive = {town.name(coverage, node) for node in range(coverage.snapshot.graph.size) if coverage.snapshot.alive[node]}
    assert len(ids) == len(set(ids))
    assert alive - {"shop", "stall", "kiosk"} == {name for name in ids if not name.startswith(" ")}
    assert {tie.source for tie in picture.ties} | {tie.target for tie in picture.ties} <= set(ids)


def test_what_holds_nothing_else_at_the_top_is_left_out(coverage: Coverage, english: Scene) -> None:
    """The nodes of A alone are drawn within A; K, D and S would only make them small."""
    picture = nodes(english, coverage.territory.community == town.node(coverage, "A"))
    assert list(marks(picture, AREA)) == ["A"]
    both = nodes(english, coverage.territory.community != NOWHERE)
    assert next(iter(marks(both, AREA))) == "D"


def test_communities_without_end_are_drawn_as_streets(coverage: Coverage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a limit circles stand for streets; lines too many for the smaller circles lead between the larger ones.

    S and W are in one district, so that between districts there are none left.
    """
    monkeypatch.setattr("graphgov.view.areas.MOST_BUBBLES", 2)
    picture = city(scene(coverage, lang="en"))
    assert marks(picture, BUBBLE) == {"S": (8, 11), "W": (7, 9), " D": (0, 1), " ": (0, 1)}
    monkeypatch.setattr("graphgov.view.areas.MOST_BUBBLES", 3)
    monkeypatch.setattr("graphgov.view.areas.MOST_LINES", 0)
    assert ties(city(scene(coverage, lang="en"))) == {}


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_a_picture_speaks_one_language(coverage: Coverage, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever language is in force; no field of a sentence is left open."""
    monkeypatch.setattr(words, "_chosen", [{"zh": "en", "en": "zh"}[lang]])
    picture = community(scene(coverage, lang=lang), town.node(coverage, "A"))
    captions, labels = [mark.caption for mark in picture.marks], [entry.label for entry in picture.legend]
    told = " ".join([picture.basis, *captions, *labels])
    assert any("\u4e00" <= sign <= "\u9fff" for sign in told) == (lang == "zh")
    assert "{" not in told


def test_names_of_any_length_are_one_short_line(tmp_path: Path) -> None:
    """A name of 10,000 signs with line breaks and marks of direction is cut, and its signs are spelt out."""
    tables = town.tables()
    for row in tables["Community"]:
        if row["id"] == "A":
            row["name"] = "坏\u202e名\n" + "长" * 10_000
    from cases.tables import write_tables

    from graphgov.intake import Options, import_tables
    from graphgov.schema import SCHEMA
    from graphgov.store import EmbeddedStore

    store = EmbeddedStore(tmp_path / "town.duckdb", SCHEMA)
    import_tables(store, write_tables(tmp_path / "tables", tables), Options(stated_on=town.DAY))
    picture = city(scene(town.on(store.read()), lang="zh"))
    name = next(mark.name for mark in picture.marks if mark.id == "A")
    assert name.startswith("坏<U+202E>名 长")
    assert len(name) < 80
