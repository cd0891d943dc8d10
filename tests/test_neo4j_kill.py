"""The server is killed in mid-import, again and again: nothing acknowledged is lost, nothing is half there."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path
from random import Random

import pytest
from neo4j_server import running
from stores import DAY, Contents, Intake, contents
from test_neo4j_store import fault

from graphgov.errors import StoreError
from graphgov.intake import undo
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, Imports, Neo4jStore, bolt, neo4j_store, open_store

KILLS, KILLS_LONG = 1, 10
UNITS = 600

FIRST = {"Unit": "id,type,name\nu0,other,One\nx,other,Two", "Place": "id,type\np1,market", "MANAGES": "from,to\nx,p1"}


def table(number: int) -> dict[str, str]:
    """What the import of a number says: new names, units that are new, ties of all."""
    units = "\n".join(f"u{unit},other,{number}/{unit}" for unit in range(UNITS + number))
    ties = "\n".join(f"u{unit},p1" for unit in range(UNITS + number))
    return {"Unit": f"id,type,name\n{units}", "MANAGES": f"from,to\n{ties}"}


class Killer:
    """Kills a server while a statement of an import runs, or a little later."""

    def __init__(self, process: subprocess.Popen[bytes], choose: Random) -> None:
        self.process, self.left, self.delay = process, choose.randrange(2, 36), choose.random() / 50
        self.acknowledged = 0
        self._run = bolt.Bolt.run

    def run(self, of: bolt.Bolt, cypher: str, parameters: bolt.Parameters | None = None) -> object:
        """In the place of `Bolt.run`."""
        self.left -= 1
        if self.left == 0:
            threading.Timer(self.delay, self.process.kill).start()
        found = self._run(of, cypher, parameters)
        self.acknowledged += 1
        return found


def test_the_server_is_killed_while_it_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, long: bool) -> None:
    """Started again, it refuses to be read, with the cure; undone or imported again the graph equals its source."""
    monkeypatch.setattr(bolt, "ROWS", 50)
    monkeypatch.setattr(neo4j_store, "DEAD", 0.0)
    source = Intake(EmbeddedStore(tmp_path / "file.duckdb", SCHEMA), tmp_path / "source")
    source(FIRST)
    home, choose, number, broken = tmp_path / "home", Random(5), 0, 0
    with running(home) as (address, _):
        Intake(open_store(address), tmp_path / "first")(FIRST)
    while broken < (KILLS_LONG if long else KILLS):
        number += 1
        before = contents(source.store)
        with running(home) as (address, process):
            _import_and_kill(address, process, choose, tmp_path / f"killed{number}", number)
        with running(home) as (address, _):
            broken += _recovered(open_store(address), source, before, number, tmp_path / f"again{number}")


def _import_and_kill(address: str, process: subprocess.Popen[bytes], choose: Random, folder: Path, number: int) -> None:
    killer, store = Killer(process, choose), open_store(address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bolt.Bolt, "run", lambda *given: killer.run(*given))
        try:
            Intake(store, folder)(table(number), source="B", day=DAY.replace(month=9))
        except StoreError as error:
            assert error.key == "neo4j_down"
    process.kill()  # where all was written before
    process.wait(30)
    assert killer.acknowledged > 0


def _recovered(store: object, source: Intake, before: Contents, number: int, folder: Path) -> bool:
    """Make a store whole again that an import was killed in; whether it was left unfinished."""
    assert isinstance(store, Neo4jStore)
    unfinished = store.bolt.rows("MATCH (g:Graphgov) RETURN g.unfinished IS NOT NULL AS it")[0]["it"]
    if unfinished:
        assert fault(store.read) == "store_unfinished"
        if number % 2:
            undo(store)
            assert contents(store) == before
    else:
        # Killed before its first or after its last transaction: all of it is there, or nothing.
        assert store.ask(Imports()).num_rows in (source.count, source.count + 1)
    source(table(number), source="B", day=DAY.replace(month=9))
    Intake(store, folder)(table(number), source="B", day=DAY.replace(month=9))
    assert contents(store) == contents(source.store)
    return unfinished
