"""The Neo4j store where things go wrong: each fault one clear sentence, and never a state between two imports."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import neo4j
import pytest
from neo4j_server import emptied, free_port, server, shared
from stores import DAY, Contents, Intake, contents, write

from graphgov import words
from graphgov.errors import StoreError
from graphgov.intake import Options, import_tables, undo
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, Neo4jStore, bolt, copy, neo4j_store, open_store

UNITS = {"Unit": "id,type,name\nu1,other,One\nu2,other,Two", "Place": "id,type\np1,market", "MANAGES": "from,to\nu1,p1"}
MORE = {
    "Unit": "id,type,name\nu2,other,Zwei\nu3,enterprise,Three",
    "MANAGES": "from,to\nu3,p1",
    "Claim": "about,measure,value\nu1,member_units,3",
}
LATER = DAY.replace(month=9)


@pytest.fixture
def store() -> Iterator[Neo4jStore]:
    """An empty database."""
    found = open_store(emptied(shared()))
    assert isinstance(found, Neo4jStore)
    yield found
    found.close()


@pytest.fixture
def before(intake: Intake) -> Contents:
    """What is in the store after an import."""
    intake(UNITS)
    return contents(intake.store)


def fault(act: Callable[[], object]) -> str:
    """The key of the StoreError that an act raises within five seconds; one line in each language, without secrets."""
    begun = time.monotonic()
    with pytest.raises(StoreError) as raised:
        act()
    assert time.monotonic() - begun < 5
    for lang in words.LANGUAGES:
        text = raised.value.text(lang)
        assert text and "\n" not in text and "sesame" not in text and not re.search(r"\{[a-z_]+\}", text)
    return raised.value.key


# ---- A server that cannot be used ---------------------------------------------------------------------------------


def test_nobody_listens() -> None:
    """A server that is down, or a name that is nobody's."""
    assert fault(open_store(f"bolt://127.0.0.1:{free_port()}").read) == "neo4j_down"
    assert fault(open_store("bolt://nobody.invalid").read) == "neo4j_down"


def test_a_port_that_is_silent() -> None:
    """Somebody takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert fault(open_store(f"bolt://127.0.0.1:{silent.getsockname()[1]}").read) == "neo4j_down"


def test_no_such_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name comes from the environment; the sentence says from where."""
    address = emptied(shared())
    monkeypatch.setenv(bolt.DATABASE, "elsewhere")
    assert fault(open_store(address).read) == "neo4j_database"


def test_a_password_in_the_address_is_refused() -> None:
    """It would stand in histories and logs; it is not repeated."""
    assert fault(open_store("bolt://neo4j:sesame@127.0.0.1:1").read) == "neo4j_secret"


def test_the_password_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The right one lets in, a wrong one and none do not."""
    with server(tmp_path / "home", "open sesame") as address:
        monkeypatch.setenv(bolt.PASSWORD, "sesame")
        assert fault(open_store(address).read) == "neo4j_password"
        monkeypatch.delenv(bolt.PASSWORD)
        assert fault(open_store(address).read) == "neo4j_password"
        monkeypatch.setenv(bolt.PASSWORD, "open sesame")
        assert fault(open_store(address).read) == "store_missing"


# ---- A database that is somebody else's, newer, empty -------------------------------------------------------------


def test_no_graph_yet(store: Neo4jStore, intake: Intake) -> None:
    """Nothing to read, nothing to undo; a refused first import leaves nothing."""
    assert fault(store.read) == "store_missing"
    assert intake.problems({"Unit": "id,type\nu1,enterprize"})
    assert fault(store.read) == "store_missing"


def test_somebody_elses_data_are_left_alone(store: Neo4jStore, intake: Intake) -> None:
    """Neither read nor written into."""
    store.bolt.run("CREATE (:Movie {title: 'Theirs'})")
    assert fault(store.read) == "store_foreign"
    assert fault(lambda: intake(UNITS)) == "store_foreign"
    assert store.bolt.rows("MATCH (n) RETURN n.title AS title") == [{"title": "Theirs"}]


def test_a_newer_layout_is_refused(store: Neo4jStore, intake: Intake) -> None:
    """Rather than read wrongly."""
    intake(UNITS)
    store.bolt.run("MATCH (g:Graphgov) SET g.format = 99")
    assert fault(store.read) == "store_newer"
    assert fault(lambda: intake(MORE)) == "store_newer"


def test_an_identifier_that_no_index_takes(store: Neo4jStore, intake: Intake, before: Contents) -> None:
    """A sentence that says what is too long; what was there is there again after an undo."""
    assert fault(lambda: intake({"Unit": f"id,type\n{'u' * 9000},other"})) == "neo4j_too_long"
    undo(store)
    assert contents(store) == before


# ---- Imports that are broken off ----------------------------------------------------------------------------------


class Cut(Exception):
    """The line is cut."""


def _cut_after(monkeypatch: pytest.MonkeyPatch, statements: int) -> None:
    """Let so many statements of a batch through, and no more until it is undone."""
    left = [statements]
    run = bolt.Bolt.run

    def cut(self: bolt.Bolt, cypher: str, parameters: bolt.Parameters | None = None) -> object:
        if "g.writer" not in cypher and "g.beat" not in cypher and "ON CREATE" not in cypher:
            left[0] -= 1
            if left[0] < 0:
                raise Cut
        return run(self, cypher, parameters)

    monkeypatch.setattr(bolt.Bolt, "run", cut)


def test_cut_at_every_statement(
    store: Neo4jStore, intake: Intake, before: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever reads is refused; undone, or taken back by the next import, all is as it was, and as it should be."""
    intake(MORE, day=LATER)
    after = contents(store)
    undo(store)
    seen = set()
    for statements in range(100):
        with monkeypatch.context() as patch:
            _cut_after(patch, statements)
            try:
                intake(MORE, day=LATER)
                break
            except Cut:
                pass
        state = "before" if statements == 0 else fault(store.read)
        seen.add(state)
        if statements % 2 or state == "before":
            intake(MORE, day=LATER)
            assert contents(store) == after
            undo(store)
        else:
            undo(store)
        assert contents(store) == before
    assert statements > 8 and seen == {"before", "store_unfinished"}
    assert contents(store) == after


def test_cut_while_an_import_is_taken_back(
    store: Neo4jStore, intake: Intake, before: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next undo goes on with it, and takes nothing else back."""
    for statements in range(1, 100):
        intake(MORE, day=LATER)
        with monkeypatch.context() as patch:
            _cut_after(patch, statements)
            try:
                undo(store)
                break
            except Cut:
                pass
        assert fault(store.read) == "store_unfinished"
        assert undo(store)["undone"]
        assert contents(store) == before
    assert statements > 6 and contents(store) == before


def test_cut_while_a_copy_is_made(store: Neo4jStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody takes a part for the whole; the next copy, or the next import, begins anew."""
    file = Intake(EmbeddedStore(tmp_path / "file.duckdb", SCHEMA), tmp_path / "file")
    file(UNITS)
    file(MORE, day=LATER)
    for statements in range(1, 100, 4):
        with monkeypatch.context() as patch:
            _cut_after(patch, statements)
            try:
                copy(file.store, store, replace=True)
                break
            except Cut:
                pass
        assert fault(store.read) == "store_uncopied"
        copy(file.store, store)
        assert contents(store) == contents(file.store)
    assert statements > 5
    with monkeypatch.context() as patch, pytest.raises(Cut):
        _cut_after(patch, 3)
        copy(file.store, store, replace=True)
    Intake(store, tmp_path / "anew")(UNITS)
    assert store.read().size == 3


def test_what_is_sent_twice_is_there_once(
    store: Neo4jStore, intake: Intake, before: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A transaction that was committed but not acknowledged is sent again."""
    intake(MORE, day=LATER)
    after = contents(store)
    counted = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS nodes, count(r) AS ties"
    number = store.bolt.rows(counted)
    run = bolt.Bolt.run

    def twice(self: bolt.Bolt, cypher: str, parameters: bolt.Parameters | None = None) -> object:
        if "UNWIND" in cypher:
            run(self, cypher, parameters)
        return run(self, cypher, parameters)

    monkeypatch.setattr(bolt.Bolt, "run", twice)
    undo(store)
    assert contents(store) == before
    store.bolt.run("MATCH (n) DETACH DELETE n")
    intake(UNITS)
    intake(MORE, day=LATER)
    assert (contents(store), store.bolt.rows(counted)) == (after, number)


_IMPORT = """
import sys; from datetime import date; from pathlib import Path
from graphgov.intake import Options, import_tables; from graphgov.store import open_store, bolt
bolt.ROWS = 50
print("ready", flush=True)
import_tables(open_store(sys.argv[1]), Path(sys.argv[2]), Options("B", date(2020, 9, 30)))
"""


def test_killed_while_it_writes(
    store: Neo4jStore, intake: Intake, before: Contents, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its turn is over when it no longer shows signs of life; nothing of it is left after the next import."""
    many = "\n".join(f"x{number},other,{number}" for number in range(20_000))
    folder = write(tmp_path / "many", {"Unit": f"id,type,name\n{many}"})
    process = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, store.address, str(folder)], stdout=subprocess.PIPE, env={**os.environ}
    )
    while not store.bolt.rows("MATCH (g:Graphgov) WHERE g.unfinished IS NOT NULL RETURN g"):
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert fault(store.read) == "store_unfinished"
    assert fault(lambda: undo(store)) == "store_locked"
    monkeypatch.setattr(neo4j_store, "DEAD", 0.0)
    undo(store)
    assert contents(store) == before


def test_a_second_writer_waits_its_turn(store: Neo4jStore, intake: Intake, before: Contents) -> None:
    """It is told so; then it can write."""
    with open_store(store.address).writing():
        assert fault(lambda: intake(MORE)) == "store_locked"
    assert intake(MORE, day=LATER).number == 2


def test_who_reads_while_somebody_writes(store: Neo4jStore, intake: Intake, before: Contents, tmp_path: Path) -> None:
    """Sees what was there, or is told to wait; never a part."""
    folder = write(tmp_path / "more", MORE)
    seen: list[object] = []
    other = open_store(store.address)

    def look(stage: str, done: int, of: int) -> None:
        if stage == "write" and done == 0:
            seen.append(contents(other))

    import_tables(store, folder, Options("B", LATER), look)
    assert seen == [before] and contents(other) != before


def test_a_write_through_a_reading_query_is_refused(store: Neo4jStore, before: Contents) -> None:
    """By the server itself: the transaction only reads."""
    for cypher in ("CREATE (:Unit)", "MATCH (n) DETACH DELETE n", "MATCH (u:Unit) SET u.name = 'x'"):
        with pytest.raises(neo4j.exceptions.ClientError) as refused:
            store.bolt.rows(cypher)
        assert refused.value.code == "Neo.ClientError.Statement.AccessMode"
    assert contents(store) == before
