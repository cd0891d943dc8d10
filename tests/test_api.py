"""graphgov from Python: the same answers as on the command line, as values, data frames and tables of a notebook."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
import town
from click.testing import CliRunner
from test_cli import HOSTILE

import graphgov
from graphgov import words
from graphgov.cli import cli
from graphgov.errors import BadInput, BadOption, GraphgovError, MissingExtra, StoreError, UnknownName
from graphgov.intake import Options, import_tables
from graphgov.policy import read_policy

HEAVY = {"duckdb", "networkx", "numpy", "pyarrow"}
DAY = str(town.DAY)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> graphgov.Database:
    """The town on paper, opened."""
    return graphgov.open(town.store_of(tmp_path_factory.mktemp("town")).path)


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test reads English and leaves no language behind."""
    monkeypatch.setattr(words, "_chosen", ["en"])


def told(db: graphgov.Database, *args: str) -> object:
    """What the command line answers as JSON on the town's day."""
    done = CliRunner(env={"GRAPHGOV_DB": str(db.store.path)}).invoke(cli, [*args, "--as-of", DAY, "--format", "json"])
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_import_is_light() -> None:
    """``import graphgov`` loads nothing heavy, yet names what it offers; anything else is an error."""
    script = "import sys, graphgov; print(*dir(graphgov)); print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    offered, loaded = (set(line.split()) for line in done.stdout.splitlines())
    assert {"open", "demo", "Database", "Table"} <= offered
    assert loaded & HEAVY == set()
    with pytest.raises(AttributeError, match="opne"):
        _ = graphgov.opne  # type: ignore[attr-defined]


def test_snapshot_and_coverage(db: graphgov.Database) -> None:
    """On the day asked for, as a date or its text, else on the latest that anything is stated for; kept once made."""
    assert db.snapshot(DAY).day == db.snapshot(town.DAY).day == town.DAY
    assert db.snapshot().day == date(2020, 10, 1)
    assert db.coverage(DAY) is db.coverage(town.DAY)
    assert db.coverage(DAY, policy=read_policy()) is not db.coverage(DAY)
    with pytest.raises(BadInput):
        db.snapshot("2020-6-30")


def test_blind_spots_are_those_of_the_command_line(db: graphgov.Database) -> None:
    """The same subjects, a row each; a mistyped question is a TypeError, an unknown name UnknownName."""
    found = db.blind_spots(DAY, standard="organization", community="B")
    said = told(db, "blind-spots", "--standard", "organization", "--community", "B")
    assert isinstance(said, dict)
    want = [row["id"] for kind in said["kinds"] for row in (*kind["subjects"], *kind["containers"])]
    assert [row["id"] for row in found] == want and len(found) == len(want) > 0
    assert {row["community"] for row in found} == {"B"}
    with pytest.raises(TypeError, match="comunity"):
        db.blind_spots(comunity="B")  # type: ignore[call-arg]
    with pytest.raises(UnknownName):
        db.blind_spots(community="Nowhere")


def test_rates_findings_explain(db: graphgov.Database) -> None:
    """Rates by dimension with their keys, findings by name and place, an explanation as the command line has it."""
    rows = db.rates("community", DAY, standard="organization", kind="Unit").rows
    said = told(db, "coverage", "--by", "community", "--standard", "organization", "--kind", "Unit")
    assert isinstance(said, dict)
    assert [(row["community"], row["covered"], row["base"]) for row in rows] == [
        (rate["group"][0]["key"], rate["covered"], rate["base"]) for rate in said["rates"]
    ]
    found = db.findings("must_build", as_of=DAY)
    assert {row["name"] for row in found} == {"must_build"} and "studio" in {row["subject"] for row in found}
    assert len(db.findings("must_build", as_of=DAY, community="B")) < len(found)
    assert db.explain("bank", DAY).as_json() == told(db, "explain", "bank")
    assert str(db.explain("bank", DAY)).startswith("bank  [bank]")


def test_networks(db: graphgov.Database) -> None:
    """Every network question by name, with the numbers of the town."""
    assert sorted(row["id"] for row in db.neighbors("BA", as_of=DAY)) == ["A", "OB", "agency", "school"]
    assert [(row["step"], row["from"], row["kind"]) for row in db.path("stall", "agency", as_of=DAY)] == [
        (1, "school", "PAIRED_WITH"), (2, "school", "MEMBER_OF"), (3, "agency", "MEMBER_OF"),
    ]  # fmt: skip
    assert len(db.path("farm", "agency", as_of=DAY)) == 0
    assert (len(db.reach("BA", as_of=DAY)), len(db.bridges(as_of=DAY)), len(db.isolates(as_of=DAY))) == (9, 25, 17)
    assert len(db.isolates("Unit", as_of=DAY)) == 10
    assert {row["community"]: row["components"] for row in db.components(as_of=DAY)}["B"] == 5
    assert {row["id"] for row in db.central("degree", as_of=DAY).rows[:2]} == {"BA", "CA"}
    assert (len(db.interlocks(DAY)), len(db.red_ties(DAY))) == (0, 0)
    assert [row["external"] for row in db.segmentation(town.BEFORE, as_of=DAY)] == [13, 6, 11, 5]


def test_ask(db: graphgov.Database) -> None:
    """Cypher with bound values, and a named query, as rows; what is refused says where it stands."""
    located = "MATCH (u:Unit {id: $id})-[:LOCATED_IN]->(p:Place) RETURN u.id AS unit, p.id AS place ORDER BY place"
    assert db.ask(located, id="bank").rows == tuple({"unit": "bank", "place": place} for place in ("M", "T", "Z"))
    assert [row["unit"] for row in db.ask("structure/within", id="T")] == ["bank", "studio"]
    assert len(db.ask("MATCH (u:Unit) RETURN u.id AS id", limit=2)) == 2
    with pytest.raises(GraphgovError, match="did you mean employees"):
        db.ask("MATCH (u:Unit) RETURN u.employes AS n")


def test_to_networkx(db: graphgov.Database) -> None:
    """The whole layer, or what is around something; members of individual businesses stay out of it."""
    whole, near = db.to_networkx(as_of=DAY), db.to_networkx(around="BA", as_of=DAY)
    assert len(whole) == int(db.snapshot(DAY).alive.sum()) and sorted(near) == ["A", "BA", "OB", "agency", "school"]
    assert "members" in whole.nodes["mill"] and not {"members", "full_members"} & set(whole.nodes["shop"])
    assert not {"members", "full_members"} & set(whole.nodes["stall"])


def test_elements(db: graphgov.Database) -> None:
    """The nodes and ties of a kind that hold, with what follows of them; an unknown kind is told the nearest."""
    units = db.nodes("Unit", DAY).to_pandas().set_index("id")
    assert units.loc["mill", "employees"] == 49 and units.loc["mill", "community"] == "B"
    assert "gone" not in units.index and pd.isna(units.loc["stall", "full_members"])
    members = pl.from_arrow(db.edges("MEMBER_OF", DAY))
    assert sorted(members["source"].to_list()) == ["OB", "agency", "school"]
    assert db.edges("SUCCEEDS", DAY).num_rows == 0
    with pytest.raises(UnknownName, match="Unit"):
        db.nodes("Units")


def test_mistyped_words(db: graphgov.Database) -> None:
    """A measure, projection, layer or kind that there is none of is told with the nearest; nothing is answered."""
    with pytest.raises(UnknownName, match="degree"):
        db.central("degre")
    with pytest.raises(UnknownName, match="members"):
        db.central(projection="member")
    with pytest.raises(UnknownName, match="place"):
        db.bridges("places")
    with pytest.raises(UnknownName, match="Unit"):
        db.isolates("Units")


def test_data_frames(db: graphgov.Database) -> None:
    """One row, one column and one value in Arrow, pandas and polars alike; an empty answer is an empty frame."""
    found = db.central("degree", as_of=DAY)
    columns = ["id", "name", "betweenness", "degree", "eigenvector"]
    assert found.to_arrow().to_pylist() == [dict(row) for row in found]
    for frame in (found.to_pandas(), found.to_polars()):
        assert (list(frame.columns), len(frame)) == (columns, len(found))
        assert list(frame["id"]) == [row["id"] for row in found]
    empty = db.interlocks(DAY)
    assert (len(empty.to_pandas()), len(empty.to_polars()), empty.to_arrow().num_rows) == (0, 0, 0)


@pytest.mark.parametrize(
    ("method", "package", "extra"), [("to_pandas", "pandas", "frames"), ("to_polars", "polars", "polars")]
)
def test_a_missing_extra_is_told_with_its_cure(
    db: graphgov.Database, monkeypatch: pytest.MonkeyPatch, method: str, package: str, extra: str
) -> None:
    """Without pandas or polars the error says what to install."""
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=rf"graphgov\[{extra}\]"):
        getattr(db.interlocks(DAY), method)()


def test_display(db: graphgov.Database) -> None:
    """What a notebook shows: the head, few rows, and how many there are; the text is that of the terminal."""
    found = db.isolates(as_of=DAY)
    page = found._repr_html_()
    assert page.count("<tr>") == 1 + 17 and "as of 2020-06-30" in page
    bridges = db.bridges(as_of=DAY)
    assert bridges._repr_html_().count("<tr>") == 1 + 20
    for shown in (bridges._repr_html_(), repr(bridges)):
        assert "the first 20 of 25 rows are displayed" in shown
    assert repr(found).splitlines()[0] == "as of 2020-06-30 · layer: linkages"
    assert "Unit 25" in repr(db) and db._repr_html_() == f"<div>{db!r}</div>"


def test_hostile_names_are_text_in_a_notebook(tmp_path: Path) -> None:
    """Names full of markup, 10 kB long or with turned writing: nothing of them is markup, and no page grows by them."""
    store, folder = town.store_of(tmp_path), tmp_path / "hostile"
    folder.mkdir()
    names = "\n".join(f'{key},"{name.replace(chr(34), chr(34) * 2)}",enterprise' for key, name in HOSTILE.items())
    (folder / "Unit.csv").write_text(f"id,name,type\n{names}\n", encoding="utf-8", newline="")
    (folder / "MEMBER_OF.csv").write_text(
        "from,to\n" + "".join(f"{key},BA\n" for key in HOSTILE), encoding="utf-8"
    )  # fmt: skip
    import_tables(store, folder, Options(stated_on=town.DAY))
    db = graphgov.open(store.path)
    found = db.neighbors("BA", as_of=DAY)
    assert {row["id"]: row["name"] for row in found if row["id"] in HOSTILE} == HOSTILE
    for page in (found._repr_html_(), db.explain("script", DAY)._repr_html_(), db.explain("turned", DAY)._repr_html_()):
        assert "<script" not in page and "\u202e" not in page
    assert "&lt;/script&gt;" in found._repr_html_()
    assert len(found._repr_html_()) < 5_000
    assert set(found.to_pandas()["name"].dropna()) >= set(HOSTILE.values())
    # A file of hostile names opened under Chinese reads the same.
    words.speak("zh")
    assert "<script" not in db.neighbors("BA", as_of=DAY)._repr_html_()


def test_demo(tmp_path: Path, db: graphgov.Database) -> None:
    """The sample in a file of its own, imported once; never among other data; a file that is not there is an error."""
    path = tmp_path / "demo.duckdb"
    first = graphgov.demo(path)
    assert len(first.blind_spots(community="虹山中路社区")) > 0
    before = path.read_bytes()
    assert graphgov.demo(path).snapshot().day == first.snapshot().day
    assert path.read_bytes() == before
    with pytest.raises(BadOption):
        graphgov.demo(db.store.path)
    with pytest.raises(StoreError):
        graphgov.open(tmp_path / "nowhere.duckdb").snapshot()
    assert issubclass(StoreError, GraphgovError)
