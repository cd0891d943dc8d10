"""A copy of the store as it stands: whole, of one state, and untouched by what is written afterwards."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from stores import Intake, contents

from graphgov import engine
from graphgov.errors import MissingExtra, StoreError, needing
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, Imports, Store

UNITS = {"Unit": "id,type,name\nu1,other,One\nu2,other,Two"}
MORE = {"Unit": "id,type,name\nu3,other,Three"}

KILLED = """
import os, sys, duckdb
connection = duckdb.connect(sys.argv[1])
connection.execute("SET wal_autocheckpoint = '1TB'")
connection.execute("INSERT INTO imports BY NAME "
                   "SELECT 9 AS import, 'killed' AS source, DATE '2020-07-01' AS stated_on, true AS undone")
os._exit(0)
"""
"""A writer that is gone as soon as its work is in the log."""

WRITER = "import sys, duckdb; duckdb.connect(sys.argv[1])"


@pytest.fixture
def file(tmp_path: Path) -> EmbeddedStore:
    """An embedded store where there is no file yet."""
    return EmbeddedStore(tmp_path / "graph.duckdb", SCHEMA)


@pytest.fixture
def into(file: EmbeddedStore, tmp_path: Path) -> Intake:
    """Imports into it."""
    return Intake(file, tmp_path / "into")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Room for a copy."""
    room = tmp_path / "copies"
    room.mkdir()
    return room


def test_a_copy_stays_as_it_is(store: Store, intake: Intake, folder: Path) -> None:
    """It holds what the store held, and a later import changes the store and not the copy."""
    intake(UNITS)
    before = contents(store)
    copy, _ = store.frozen(folder)
    assert contents(copy) == before
    intake(MORE, source="B")
    assert contents(copy) == before
    assert contents(store) != before


def test_the_stamp_tells_states_apart(store: Store, intake: Intake, folder: Path) -> None:
    """Reading leaves it as it is, an import changes it, and the copy's is that of what was copied."""
    intake(UNITS)
    stamp = store.stamp()
    contents(store)
    assert (store.stamp(), store.frozen(folder)[1]) == (stamp, stamp)
    intake(MORE, source="B")
    assert store.stamp() != stamp


def test_a_file_put_in_its_place_is_another_state(tmp_path: Path, folder: Path) -> None:
    """Also one of the same size that was written at the same time."""
    store = EmbeddedStore(tmp_path / "a.duckdb", SCHEMA)
    Intake(store, tmp_path / "imports")(UNITS)
    stamp = store.stamp()
    shutil.copy2(store.path, tmp_path / "b.duckdb")
    (tmp_path / "b.duckdb").replace(store.path)
    assert store.stamp() != stamp


def test_no_copy_while_somebody_writes(
    file: EmbeddedStore, into: Intake, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits, and is refused in the end: never a copy of half an import."""
    into(UNITS)
    monkeypatch.setattr(engine, "WAIT", 0.2)
    with file.writing(), pytest.raises(StoreError) as raised:
        file.frozen(folder)
    assert raised.value.key == "store_locked"
    assert list(folder.iterdir()) == []


def test_what_a_killed_writer_left_is_copied_too(file: EmbeddedStore, into: Intake, folder: Path) -> None:
    """A log beside the file belongs to it: without it the last import would be missing from the copy."""
    into(UNITS)
    log = file.path.with_name(file.path.name + ".wal")
    subprocess.run([sys.executable, "-c", KILLED, file.path], check=True)
    assert log.exists()
    copy, stamp = file.frozen(folder)
    assert stamp == file.stamp() and len(engine.stamp(copy.path)) == 2
    assert [row["source"] for row in copy.ask(Imports()).to_pylist()] == ["A", "killed"]


def test_no_writer_begins_before_the_copy_is_whole(
    file: EmbeddedStore, into: Intake, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the log is copied, and before the file is, another process that wants to write is refused."""
    into(UNITS)
    subprocess.run([sys.executable, "-c", KILLED, file.path], check=True)
    really, refused = shutil.copyfile, []

    def copyfile(source: Path, target: Path) -> None:
        done = subprocess.run([sys.executable, "-c", WRITER, file.path], capture_output=True, encoding="utf-8")
        refused.append("lock" in done.stderr)
        really(source, target)

    monkeypatch.setattr(shutil, "copyfile", copyfile)
    file.frozen(folder)
    assert refused == [True, True]


def test_a_copy_without_room(file: EmbeddedStore, into: Intake, folder: Path) -> None:
    """Where nothing can be written the fault names the folder and the cure."""
    into(UNITS)
    with pytest.raises(StoreError, match="free some space"):
        file.frozen(folder / "missing")


def test_a_missing_extra_says_how_to_get_it() -> None:
    """The package that is not there is told by the extra that brings it."""
    with pytest.raises(MissingExtra) as raised, needing("serve", "graphgov serve"):
        import a_package_that_nobody_has  # type: ignore[import-not-found]  # noqa: F401
    assert raised.value.text("en") == "graphgov serve needs: pip install 'graphgov[serve]'"
