"""The commands about networks, in every form and language, on the town on paper."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import town
from click.testing import CliRunner, Result
from test_cli import HOSTILE

from graphgov import words
from graphgov.answers.networks import MEASURES
from graphgov.cli import cli
from graphgov.intake import Options, import_tables
from graphgov.network import PROJECTIONS
from graphgov.schema import LAYERS


@pytest.fixture(autouse=True)
def silent_language(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test leaves its language behind."""
    monkeypatch.setattr(words, "_chosen", [])


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town on paper, with a compound next to the business district."""
    store = town.store_of(tmp_path_factory.mktemp("town"))
    folder = tmp_path_factory.mktemp("more")
    (folder / "ADJACENT_TO.csv").write_text("from,to\nG,Z\n", encoding="utf-8")
    import_tables(store, folder, Options(stated_on=town.DAY))
    return store.path


def run(db: Path, *args: str, lang: str = "en") -> Result:
    """A command on the town's day."""
    words._chosen.clear()
    env = {"GRAPHGOV_DB": str(db), "GRAPHGOV_LANG": lang}
    return CliRunner(env=env).invoke(cli, [*args, "--as-of", str(town.DAY)], prog_name="graphgov")


def lines(db: Path, *args: str, lang: str = "en") -> list[str]:
    """What a command prints that ends well."""
    result = run(db, *args, lang=lang)
    assert (result.exit_code, result.stderr) == (0, ""), (args, result.stderr, result.exception)
    return result.stdout.splitlines()


def as_json(db: Path, *args: str) -> Any:
    """What a command answers as JSON."""
    return json.loads("\n".join(lines(db, *args, "--format", "json")))


def ids(rows: list[dict[str, Any]]) -> list[str]:
    """The identifiers of nodes in JSON."""
    return [row["id"] for row in rows]


def test_neighbors(db: Path) -> None:
    """One step by default, more with --hops, another layer with --layer; every form says the same."""
    found = as_json(db, "neighbors", "BA")
    assert (found["layer"], found["hops"], found["count"]) == ("linkage", 1, 4)
    assert sorted(ids(found["nodes"])) == ["A", "OB", "agency", "school"]
    assert as_json(db, "neighbors", "BA", "--hops", "2")["count"] == 9
    assert sorted(ids(as_json(db, "neighbors", "T", "--layer", "place")["nodes"])) == ["Z", "bank", "studio"]
    head, name, _, columns, _, *rows = lines(db, "neighbors", "BA")
    assert head == "as of 2020-06-30 · layer: linkages · directions forgotten"
    assert (name, columns.split()[0], len(rows)) == ("BA", "step", 4)
    assert lines(db, "neighbors", "BA", lang="zh")[0] == "截止 2020-06-30 · 层：联系 · 不分方向"
    assert len(lines(db, "neighbors", "BA", "--format", "csv")) == 5
    assert lines(db, "neighbors", "BA", "--limit", "1")[-1].startswith("1 of 4 rows")


def test_path(db: Path) -> None:
    """Every step with its tie, read in the direction that it is walked; that there is none is said, and is no error."""
    found = as_json(db, "path", "stall", "agency")
    assert (found["length"], ids(found["nodes"])) == (3, ["stall", "school", "BA", "agency"])
    assert [[tie["kind"] for tie in step] for step in found["steps"]] == [["PAIRED_WITH"], ["MEMBER_OF"], ["MEMBER_OF"]]
    text = lines(db, "path", "stall", "agency")
    assert text[1] == "stall to agency: 3 step(s)"
    assert [" ".join(line.split()) for line in text[-3:]] == [
        "1 stall is paired with school", "2 school is a member of BA", "3 BA has as member agency",
    ]  # fmt: skip
    none = run(db, "path", "farm", "agency")
    assert none.exit_code == 0 and "no path joins farm and agency" in none.stdout
    assert as_json(db, "path", "farm", "agency")["length"] is None
    assert run(db, "path", "farm", "agency", "--format", "csv").exit_code == 0


def test_unknown_names(db: Path) -> None:
    """A name that nothing has, a layer that there is none of: bad input; the nearest layer is named."""
    for args in (("neighbors", "schol"), ("path", "agency", "schol"), ("network", "reach", "schol")):
        result = run(db, *args)
        assert result.exit_code == 2 and "'schol'" in result.stderr
    wrong = run(db, "neighbors", "BA", "--layer", "linkages")
    assert wrong.exit_code == 2 and "did you mean linkage?" in wrong.stderr


def test_bridges(db: Path) -> None:
    """The bridge that cuts off most is the first, with the side that it cuts off."""
    found = as_json(db, "network", "bridges", "--limit", "1")
    (first,) = found["rows"]
    assert (found["count"], first["apart"], first["rest"]["id"], first["cut_off"]["id"]) == (25, 9, "CA", "A")
    text = lines(db, "network", "bridges", "--limit", "1")
    assert text[1].startswith("25 bridges") and text[-1].startswith("1 of 25 rows")


def test_isolates(db: Path) -> None:
    """By kind, and only of the kind or community asked for."""
    found = as_json(db, "network", "isolates")
    assert found["counts"] == {"Division": 3, "Community": 1, "Place": 3, "Unit": 10}
    units = as_json(db, "network", "isolates", "--kind", "Unit", "--community", "B")
    assert ids(units["rows"]) == ["club"]
    assert "Unit 1" in lines(db, "network", "isolates", "--kind", "Unit", "--community", "B")[1]


def test_components(db: Path) -> None:
    """Those of the communities of a part of the territory."""
    found = as_json(db, "network", "components", "--community", "B")["rows"]
    assert found == [{"community": {"id": "B", "name": None}, "components": 5, "largest": 4, "alone": 2, "nodes": 17}]
    assert len(as_json(db, "network", "components")["rows"]) == 3


def test_central(db: Path) -> None:
    """By each measure and projection; how betweenness was come by is said."""
    found = as_json(db, "network", "central", "--measure", "degree", "--limit", "2")
    assert found["betweenness_exact"] and found["projection"] == "ties"
    # BA, CA, CB, B and ghost have most neighbours: BA and CA four each, B three.
    assert {row["id"]: row["degree"] for row in found["rows"]} == {"BA": 4, "CA": 4}
    members = as_json(db, "network", "central", "--projection", "members")["rows"]
    assert sorted(ids(members)) == ["agency", "factory", "school"]
    for measure in MEASURES:
        for side in PROJECTIONS:
            text = "\n".join(lines(db, "network", "central", "--measure", measure, "--projection", side))
            assert "betweenness: exact" in text and "largest component" in text


def test_interlocks(db: Path) -> None:
    """There is one committee only, so that nothing interlocks; the answer is empty in every form."""
    assert as_json(db, "network", "interlocks")["rows"] == []
    assert len(lines(db, "network", "interlocks", "--format", "csv")) == 1


def test_segmentation(db: Path) -> None:
    """Both divides, and beside them those of the day before."""
    rows = as_json(db, "network", "segmentation", "--against", str(town.BEFORE))["rows"]
    assert [(row["divide"], row["day"], row["external"], row["internal"]) for row in rows] == [
        ("line", "2019-06-30", 13, 2), ("block", "2019-06-30", 6, 9),
        ("line", "2020-06-30", 11, 2), ("block", "2020-06-30", 5, 8),
    ]  # fmt: skip
    text = lines(db, "network", "segmentation")
    assert [line.split()[-2] for line in text if line.startswith(("line", "block"))] == ["+0.692", "-0.231"]
    empty = run(db, "network", "segmentation", "--against", "0001-01-02", "--layer", "line", "--format", "json")
    assert empty.exit_code == 0


def test_red_ties(db: Path) -> None:
    """The compound next to the business district shares nothing with it."""
    (row,) = as_json(db, "network", "red-ties")["rows"]
    assert (row["district"]["id"], row["compound"]["id"], row["candidate"]) == ("Z", "G", True)
    assert (ids(row["of_district"]), ids(row["of_compound"]), row["shared"]) == (["OZ"], ["CA"], [])
    assert "1 of these pairs share no organization" in lines(db, "network", "red-ties")[1]


def test_reach(db: Path) -> None:
    """How many in one step and in two, by kind of tie, and whom through whom."""
    found = as_json(db, "network", "reach", "BA")
    assert found["counts"][:2] == [
        {"step": 1, "tie": "HAS_PARTY_ORG", "count": 1}, {"step": 1, "tie": "MEMBER_OF", "count": 3},
    ]  # fmt: skip
    (stall,) = (row for row in found["nodes"] if row["id"] == "stall")
    assert (stall["step"], stall["ties"], stall["via"]) == (2, ["PAIRED_WITH"], ["school"])
    assert "4 within one step, 9 within two" in "\n".join(lines(db, "network", "reach", "BA"))


def test_every_layer_answers_every_question(db: Path) -> None:
    """No command fails on any layer, in either language."""
    for layer in LAYERS:
        for lang in words.LANGUAGES:
            for command in ("bridges", "isolates", "components", "central", "segmentation", "red-ties"):
                lines(db, "network", command, "--layer", layer, lang=lang)


def test_hostile_names(tmp_path: Path) -> None:
    """Names cannot break a line of a table nor become a formula; JSON gives them back as they came in."""
    store, folder = town.store_of(tmp_path), tmp_path / "hostile"
    folder.mkdir()
    names = "\n".join(f'{key},"{name.replace(chr(34), chr(34) * 2)}",enterprise' for key, name in HOSTILE.items())
    (folder / "Unit.csv").write_text(f"id,name,type\n{names}\n", encoding="utf-8", newline="")
    ties = "\n".join(f"{key},BA" for key in HOSTILE)
    (folder / "MEMBER_OF.csv").write_text(f"from,to\n{ties}\n", encoding="utf-8")
    import_tables(store, folder, Options(stated_on=town.DAY))
    found = as_json(store.path, "neighbors", "BA")
    assert {row["id"]: row["name"] for row in found["nodes"] if row["id"] in HOSTILE} == HOSTILE
    assert len(lines(store.path, "neighbors", "BA")) == 5 + found["count"]
    text = run(store.path, "network", "reach", "BA", "--format", "csv").stdout
    assert "'=cmd" in text and "'+1+2" in text
    assert run(store.path, "path", "formula", "script").exit_code == 0
