"""What requests see while others write: one whole state each, the old one until the new one has been read."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.request import urlopen

import pytest
from serving import served
from stores import DAY, Intake, write

from graphgov import engine
from graphgov.coverage import Coverage
from graphgov.errors import StoreError
from graphgov.policy import read_policy
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore
from graphgov.web import state as states
from graphgov.web.state import State

UNITS = {"Unit": "id,type,name\nu1,enterprise,One\nu2,enterprise,Two"}
MORE = {"Unit": "id,type,name\nu3,enterprise,Three"}


@pytest.fixture(autouse=True)
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where copies are made."""
    folder = tmp_path / "copies"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    """A store where there is no file yet."""
    return EmbeddedStore(tmp_path / "graph.duckdb", SCHEMA)


@pytest.fixture
def state(store: EmbeddedStore, intake: Intake) -> State:
    """A state that looks at every request whether there is a new one."""
    intake(UNITS)
    return State(store, read_policy(), every=0)


def names(state: State) -> list[str | None]:
    """The names of all nodes that a request sees now."""
    return state.current().graph.names.list()


def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds, for as long as a slow machine needs."""
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_new_state_is_seen_when_the_import_has_finished(state: State, intake: Intake) -> None:
    """Without a restart; and what a request holds in its hand stays as it was."""
    held = state.current()
    intake(MORE, source="B")
    until(lambda: names(state) == ["One", "Two", "Three"])
    assert held.graph.names.list() == ["One", "Two"]
    assert held.store.read().names.list() == ["One", "Two"]


def test_the_store_is_free_while_pages_are_shown(state: State, store: EmbeddedStore) -> None:
    """The file is not held: a writer gets it at once, and pages go on meanwhile, their record too."""
    with store.writing():
        assert names(state) == ["One", "Two"]
        assert len(state.current().store.read().names) == 2


def test_the_old_state_stays_while_somebody_writes(
    state: State, store: EmbeddedStore, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new state that cannot be read yet is tried again, and nobody is told half of it."""
    monkeypatch.setattr(engine, "WAIT", 0.05)
    intake(MORE, source="B")
    with store.writing():
        for _ in range(5):
            assert names(state) == ["One", "Two"]
            time.sleep(0.1)
    until(lambda: len(names(state)) == 3)


def test_a_file_that_is_gone_leaves_what_is_known(state: State, store: EmbeddedStore) -> None:
    """Moved away for a moment, or for ever: pages go on."""
    store.path.rename(store.path.with_name("elsewhere"))
    assert names(state) == names(state) == ["One", "Two"]


def test_looking_costs_nothing_most_of_the_time(store: EmbeddedStore, intake: Intake) -> None:
    """Between two looks nobody asks the disk."""
    intake(UNITS)
    state = State(store, read_policy(), every=3600)
    intake(MORE, source="B")
    store.path.unlink()
    assert names(state) == ["One", "Two"] and state._reader is None


def test_copies_go_with_the_last_request(state: State, intake: Intake, copies: Path) -> None:
    """There is one copy for the state in force and one for every older one that somebody still looks at."""
    held = state.current()
    intake(MORE, source="B")
    until(lambda: len(names(state)) == 3)
    assert len(list(copies.iterdir())) == 2
    del held
    gc.collect()
    until(lambda: len(list(copies.iterdir())) == 1)


def test_a_store_that_cannot_be_read_leaves_no_copy(store: EmbeddedStore, copies: Path) -> None:
    """Starting fails with the store's own words."""
    with pytest.raises(StoreError, match="there is no database"):
        State(store, read_policy())
    assert list(copies.iterdir()) == []


def test_coverages_are_kept_for_a_few_days(state: State) -> None:
    """The same day is not computed twice, and the day not asked for longest goes first."""
    loaded = state.current()
    today = loaded.coverage()
    days = [date(2020, 1, day) for day in range(1, states.DAYS)]
    first = [loaded.coverage(day) for day in days]
    assert loaded.coverage() is today and [loaded.coverage(day) for day in days] == first
    loaded.coverage(date(2021, 1, 1))
    assert loaded.coverage(days[0]) is first[0] and loaded.coverage() is not today


def test_two_who_ask_at_once_share_one_coverage(state: State) -> None:
    """The second waits for the first instead of computing the same."""
    loaded, found = state.current(), list[Coverage]()
    askers = [threading.Thread(target=lambda: found.append(loaded.coverage(date(2019, 1, 1)))) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len({id(each) for each in found}) == 1


# ---- An import in another process ---------------------------------------------------------------------------------

IMPORT = "import sys; from graphgov.cli import main; sys.argv[0] = 'graphgov'; main()"

SIZE = 4_000
"""Units of an import that takes a while."""


def city(folder: Path, number: int) -> Path:
    """A folder with so many times `SIZE` units, whose names tell which folder they are from."""
    rows = "".join(f"u{each},enterprise,名{each}-{number}\n" for each in range(number * SIZE))
    return write(folder / str(number), {"Unit": "id,type,name\n" + rows})


def test_two_readers_while_another_process_imports(tmp_path: Path) -> None:
    """Both see 4,000 units or 8,000 with the names of the later import, in every answer, and never anything between.

    The import is a real one, by the command line, while two clients ask a real server without a pause.
    """
    db = tmp_path / "city.duckdb"
    command = [sys.executable, "-c", IMPORT, "import", "--db", str(db), "--source", "city", "--stated-on", str(DAY)]
    subprocess.run([*command, str(city(tmp_path, 1))], check=True, capture_output=True)
    ended, seen = threading.Event(), [set[tuple[int, str]](), set[tuple[int, str]]()]
    with served(db) as running:
        readers = [threading.Thread(target=_read, args=(running.address, mine, ended)) for mine in seen]
        for reader in readers:
            reader.start()
        subprocess.run([*command, str(city(tmp_path, 2))], check=True, capture_output=True)
        until(lambda: all((2 * SIZE, "名7-2") in mine for mine in seen))
        ended.set()
        for reader in readers:
            reader.join()
    assert seen == [{(SIZE, "名7-1"), (2 * SIZE, "名7-2")}] * 2


def _read(address: str, seen: set[tuple[int, str]], ended: threading.Event) -> None:
    """Ask without a pause how many blind spots there are and what one of them is called, in one answer."""
    while not ended.is_set():
        with urlopen(f"{address}blind-spots.json?kind=Unit&limit=10", timeout=60) as response:
            (kind,) = json.load(response)["kinds"]
        named = {row["id"]: row["name"] for row in kind["subjects"]}
        seen.add((kind["blind"], named["u7"]))
