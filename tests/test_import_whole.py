"""Short cuts of an import change nothing: a first one beside a later one, columns of few values beside plain ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from pyarrow import parquet
from stores import DAY, Contents, Intake, contents, write
from strategies import draw_town, write_tables

from graphgov.errors import BadTables, Problem
from graphgov.intake import Options, import_tables
from graphgov.store import Store

ANOTHER = {"Unit": "id,type\nanother,other"}
"""A unit that no random town has."""


def outcome(store: Store, folder: Path) -> tuple[Contents, tuple[Problem, ...]]:
    """What is in a store after an import, but for `ANOTHER`; and the problems for which it was refused."""
    problems: tuple[Problem, ...] = ()
    try:
        import_tables(store, folder, Options("A", DAY))
    except BadTables as error:
        problems = error.problems
        return {}, problems
    found = contents(store)
    units, ids = found.get("Unit", []), found["ids"]
    assert isinstance(units, list) and isinstance(ids, list)
    rest = {"Unit": [row for row in units if row[0] != "another"], "ids": [name for name in ids if name != "another"]}
    return {name: value for name, value in {**found, **rest}.items() if value}, problems


@pytest.mark.parametrize("seed", range(3))
def test_a_first_import_is_as_a_later_one(
    seed: int, tmp_path: Path, new_store: Callable[[], Store], long: bool
) -> None:
    """A random town is the same graph, or has the same problems, whether something was said before or nothing."""
    choose, graphs = Random(f"whole {seed}"), 0
    for number in range(40 if long else 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        town = draw_town(choose)
        write_tables(town, folder)
        claims = "".join(f"{node.id},member_units,{choose.randint(0, 9)}\n" for node in town.nodes[::2])
        (folder / "Claim.csv").write_text("about,measure,value\n" + claims, encoding="utf-8")
        first, later = new_store(), new_store()
        import_tables(later, write(tmp_path / f"before {number}", ANOTHER), Options("B", DAY))
        expected = outcome(later, folder)
        assert outcome(first, folder) == expected
        graphs += not expected[1]
    assert graphs


def test_columns_of_few_values(tmp_path: Path, new_store: Callable[[], Store]) -> None:
    """Parquet that keeps its texts once, in groups with other ones each, blanks among them, is read like CSV."""
    kinds = ["enterprise", " other", "other", "enterprise\u3000", "individual_business", "other"]
    sizes = ["small", None, "", " ", "micro ", "large"]
    names = ["一", "·", "ü", "u\u0308", " x ", None]
    ids = ["u1", "u2 ", "\u00e9", "u4", "u5", "e\u0301\u0301"]
    plain = pa.table({"id": ids, "type": kinds, "size": sizes, "name": names})
    typed, text = write(tmp_path / "typed", {}), write(tmp_path / "text", {})
    parquet.write_table(plain, typed / "Unit.parquet", row_group_size=2)
    rows = (",".join(cell or "" for cell in row.values()) for row in plain.to_pylist())
    (text / "Unit.csv").write_text("id,type,size,name\n" + "\n".join(rows), encoding="utf-8")
    assert len(parquet.read_table(typed / "Unit.parquet", read_dictionary=["type"])["type"].chunks) == 3
    graphs = [outcome(new_store(), folder) for folder in (typed, text)]
    assert graphs[0] == graphs[1]
    assert not graphs[0][1]
    units = graphs[0][0]["Unit"]
    assert isinstance(units, list)
    assert sorted((row[0], row[3].get("type"), row[3].get("size"), row[3].get("name")) for row in units) == [
        ("u1", "enterprise", "small", "一"), ("u2", "other", None, "·"), ("u4", "enterprise", None, "u\u0308"),
        ("u5", "individual_business", "micro", " x "), ("\u00e9", "other", None, "ü"),
        ("\u00e9\u0301", "other", "large", None),
    ]  # fmt: skip


def test_faults_in_columns_of_few_values(tmp_path: Path, store: Store) -> None:
    """A value that is none, and a control character among letters of several bytes, are found where they are."""
    folder = write(tmp_path / "typed", {})
    unit = {"id": ["u1", "u2", "u3"], "type": ["other", "othr", "other"], "name": ["·", "一", "一\u0085"]}
    parquet.write_table(pa.table(unit), folder / "Unit.parquet", row_group_size=1)
    found = [(problem.row, problem.column, problem.value, problem.key) for problem in outcome(store, folder)[1]]
    assert found == [(3, "type", "othr", "bad_value"), (4, "name", "一\u0085", "control_character")]


def test_parallel_ties_of_a_first_import(intake: Intake, store: Store) -> None:
    """Ties with the same ends are compared in full, whichever way round they come, with nothing said before."""
    nodes = {"Unit": "id,type\nu1,other\nu2,other\nu3,other"}
    twice = {**nodes, "PAIRED_WITH": "from,to,basis\nu1,u2,a\nu2,u1,b\nu3,u1,a\nu1,u3,a"}
    found = [(problem.row, problem.key, dict(problem.fields)["other"]) for problem in intake.problems(twice)]
    assert found == [(5, "duplicate", "PAIRED_WITH.csv:4")]
    intake({**nodes, "PAIRED_WITH": "from,to,basis\nu1,u2,a\nu2,u1,b\nu3,u1,a"})
    assert len(store.read().edges["PAIRED_WITH"].src) == 3
