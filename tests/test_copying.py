"""A whole graph with its record from one store to another: nothing is lost, nothing is made up, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from stores import DAY, MAKERS, Contents, Intake, contents
from test_import import random_imports, waiting

from graphgov.errors import BadTables, StoreError
from graphgov.intake import import_tables, undo
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, FileNames, Identifiers, Imports, Record, Store, Unfinished, copy, open_store

UNITS = {"Unit": "id,type,name,valid_from\nu1,other,One,2019-03\nu2,other,Two,", "MANAGES": "id,from,to\nm,u1,p9"}
MORE = {
    "Unit": "id,type,employees\nu2,other,5",
    "Place": "id,type\np9,market",
    "Claim": "about,measure,value\nu1,paired,3",
}


def everything(store: Store) -> tuple[Contents, dict[str, int], list[object]]:
    """Graph, ties that wait, and the record: imports, files, identifiers, statements, undone ones too."""
    asked = [Imports(), FileNames(), Identifiers(), *(Record(kind) for kind in SCHEMA.kinds)]
    record = [sorted(store.ask(question).to_pylist(), key=repr) for question in asked]
    return contents(store), waiting(store), record


def file_in(folder: Path, name: str) -> EmbeddedStore:
    """An embedded store where there is no file yet."""
    return EmbeddedStore(folder / f"{name}.duckdb", SCHEMA)


def grown(intake: Intake) -> None:
    """Three imports, one of them undone, with a tie that waited for its end."""
    intake(UNITS, allow_dangling=True)
    intake(MORE, source="B", day=DAY.replace(month=9))
    intake({"Unit": "id,type\nu3,other"}, source="C", reason="heard by telephone")
    undo(intake.store)


def test_there_and_back(store: Store, intake: Intake, tmp_path: Path) -> None:
    """From any store into a file and back: the same graph, the same record."""
    grown(intake)
    before = everything(store)
    assert [row["reason"] for row in store.ask(Imports()).to_pylist()] == ["", "", "heard by telephone"]
    file = file_in(tmp_path, "copy")
    assert copy(store, file) == 3
    assert everything(file) == before
    assert copy(file, store, replace=True) == 3
    assert everything(store) == before


def test_a_copy_goes_on_as_the_original_would(store: Store, intake: Intake, tmp_path: Path) -> None:
    """Imports and undos on both lead to the same."""
    grown(intake)
    other = Intake(file_in(tmp_path, "copy"), tmp_path / "other")
    copy(store, other.store)
    for each in (intake, other):
        each({"Unit": "id,type,name\nu2,other,Zwei\nu4,other,"}, source="B", day=DAY.replace(month=10))
        undo(each.store)
        undo(each.store)
        each({"RESPONSIBLE_FOR": "from,to\no1,u1"}, allow_dangling=True)
    assert contents(other.store) == contents(store) and waiting(other.store) == waiting(store)


def test_random_histories(new_store: Callable[[], Store], tmp_path: Path, long: bool) -> None:
    """Whatever was imported and undone, a file that was copied into a store and back is what it was."""
    for seed in range(4 if long else 1):
        folder, choose = tmp_path / str(seed), Random(f"copy {seed}")
        folder.mkdir()
        file = file_in(folder, "first")
        for number, (path, options) in enumerate(random_imports(choose, folder / "towns")):
            if number == 6:
                break
            try:
                import_tables(file, path, options)
            except BadTables:
                continue
            if choose.random() < 0.3:
                undo(file)
        store, back = new_store(), file_in(folder, "back")
        copy(file, store)
        copy(store, back)
        assert everything(back) == everything(file), seed


def test_nothing_is_written_over(store: Store, intake: Intake, tmp_path: Path) -> None:
    """A store that holds anything is refused, unless it is to be replaced."""
    intake(UNITS, allow_dangling=True)
    full = Intake(file_in(tmp_path, "full"), tmp_path / "full")
    full({"Unit": "id,type\nother,other"})
    before = everything(full.store)
    with pytest.raises(StoreError) as refused:
        copy(store, full.store)
    assert refused.value.key == "store_not_empty" and everything(full.store) == before
    copy(store, full.store, replace=True)
    assert everything(full.store) == everything(store)


def test_a_source_that_changes_is_told_of(intake: Intake, tmp_path: Path) -> None:
    """What is read kind by kind is of one state, or nothing is copied."""
    intake(UNITS, allow_dangling=True)
    target = file_in(tmp_path, "copy")

    def meanwhile(stage: str, done: int, of: int) -> None:
        if done == 3:
            intake(MORE, source="B")

    with pytest.raises(StoreError) as refused:
        copy(intake.store, target, meanwhile)
    assert refused.value.key == "store_changed" and intake.count == 2
    with pytest.raises(StoreError):
        target.read()


def test_a_store_under_another_name(neo4j_intake: Intake) -> None:
    """A server copied onto itself, which nothing can tell from its address, loses nothing."""
    neo4j_intake(UNITS, allow_dangling=True)
    before = everything(neo4j_intake.store)
    itself = open_store(neo4j_intake.store.address.replace("127.0.0.1", "localhost"))
    copy(itself, neo4j_intake.store, replace=True)
    assert everything(neo4j_intake.store) == before


@pytest.fixture
def neo4j_intake(tmp_path: Path) -> Intake:
    """Imports into an empty server."""
    return Intake(MAKERS["neo4j"](tmp_path), tmp_path / "imports")


def test_only_servers_leave_things_unfinished(store: Store, intake: Intake) -> None:
    """What is whole says so."""
    intake(UNITS, allow_dangling=True)
    assert store.ask(Unfinished()).num_rows == 0
