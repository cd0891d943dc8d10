"""The embedded store where things go wrong: each fault one clear sentence, and never a state between two imports."""

from __future__ import annotations

import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO

import duckdb
import pytest
from stores import Contents, Intake, contents, live, write

from graphgov import engine, words
from graphgov.errors import BadTables, StoreError
from graphgov.intake import Options, import_tables, undo
from graphgov.schema import SCHEMA, NodeKind, Property, RecordKind, Type
from graphgov.store import Batch, Elements, EmbeddedStore, Imports, Limits, formats

UNITS = {"Unit": "id,type,name\nu1,other,One\nu2,other,Two"}
MORE = {"Unit": "id,type,name\nu3,other,Three"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store is: a folder with a name that looks like what engines complain of."""
    folder = tmp_path / "a newer 'lock' 街道"
    folder.mkdir()
    return folder / "数据 1.duckdb"


@pytest.fixture
def store(path: Path) -> EmbeddedStore:
    """A store where there is no file yet."""
    return EmbeddedStore(path, SCHEMA)


@pytest.fixture
def before(intake: Intake, store: EmbeddedStore) -> Contents:
    """What is in the store after an import."""
    intake(UNITS)
    return contents(store)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long."""
    monkeypatch.setattr(engine, "WAIT", 0.2)


def fault(act: Callable[[], object]) -> str:
    """The key of the StoreError that an act raises; its text is one line in each language, with all filled in."""
    with pytest.raises(StoreError) as raised:
        act()
    for lang in words.LANGUAGES:
        text = raised.value.text(lang)
        assert text and "\n" not in text and not re.search(r"\{\w+\}", text)
    return raised.value.key


# ---- No file, other files -----------------------------------------------------------------------------------------


def test_no_file(store: EmbeddedStore, path: Path) -> None:
    """Reading where nothing is, and writing into a folder that is not there; neither leaves anything."""
    assert fault(store.read) == "store_missing"
    assert fault(lambda: undo(EmbeddedStore(path.parent / "none" / "x.duckdb", SCHEMA))) == "store_no_folder"
    assert list(path.parent.iterdir()) == []


def test_a_refused_first_import_leaves_no_file(store: EmbeddedStore, path: Path, intake: Intake) -> None:
    """Not an empty database either; nor does an import of nothing."""
    with pytest.raises(BadTables):
        intake({"Unit": "id,type\nu1,enterprize"})
    assert intake({"Unit": "id,type"}).number is None
    assert list(path.parent.iterdir()) == []


def _sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE graphgov (format INTEGER)")


def _another(*statements: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        with closing(duckdb.connect(str(path))) as connection:
            for statement in statements:
                connection.execute(statement)

    return make


FOREIGN: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("just a text, longer than any header " * 10),
    "short": lambda path: path.write_bytes(b"x"),
    "noise": lambda path: path.write_bytes(random.Random(1).randbytes(100_000)),
    "sqlite": _sqlite,
    "folder": lambda path: path.mkdir(),
    "empty duckdb": _another("SELECT 1"),
    "another duckdb": _another("CREATE TABLE Unit (id INTEGER)"),
    "a duckdb with a table of our name": _another("CREATE TABLE graphgov (version INTEGER)"),
    "a duckdb with our table, empty": _another("CREATE TABLE graphgov (format INTEGER)"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_files(name: str, store: EmbeddedStore, path: Path, intake: Intake) -> None:
    """What is no database of graphgov is called so, and is not touched."""
    FOREIGN[name](path)
    kept = path.read_bytes() if path.is_file() else b""
    assert fault(store.read) == fault(lambda: intake(UNITS)) == fault(lambda: undo(store)) == "store_foreign"
    assert (path.read_bytes() if path.is_file() else b"") == kept


# ---- Damage -------------------------------------------------------------------------------------------------------


def damaged_or_whole(store: EmbeddedStore, whole: Contents) -> bool:
    """Whether a store says that it is damaged; else what it holds must be what it held."""
    try:
        assert contents(store) == whole
    except StoreError as error:
        assert error.key in ("store_damaged", "store_foreign")
        assert "\n" not in str(error)
        return True
    return False


def test_flipped_bytes(store: EmbeddedStore, path: Path, before: Contents) -> None:
    """A byte that is not what it was is never read as something else."""
    whole = path.read_bytes()
    noticed = 0
    for place in (0, 9, 13, 20, 4096, 4104, 8192, 8200, *range(12288, len(whole), max(1, len(whole) // 30))):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        noticed += damaged_or_whole(store, before)
    assert noticed > 10


def test_cut_files(store: EmbeddedStore, path: Path, before: Contents, intake: Intake) -> None:
    """A file that lost its end, all of it too, is damaged for readers and writers."""
    whole = path.read_bytes()
    for size in (0, 12, 100, 4096, 12288, len(whole) // 2):
        path.write_bytes(whole[:size])
        assert (fault(store.read), fault(lambda: intake(MORE))) == ("store_damaged", "store_damaged"), size


# ---- Formats ------------------------------------------------------------------------------------------------------


def test_a_newer_format(store: EmbeddedStore, path: Path, before: Contents, intake: Intake) -> None:
    """What a later graphgov wrote is not guessed at."""
    _another("UPDATE graphgov SET format = 99")(path)
    assert fault(store.read) == fault(lambda: intake(MORE)) == "store_newer"


def test_a_newer_engine(store: EmbeddedStore, path: Path, before: Contents) -> None:
    """A file of a later DuckDB says to upgrade, and not that it is damaged."""
    whole = bytearray(path.read_bytes())
    whole[12:20] = (9999).to_bytes(8, "little")
    path.write_bytes(whole)
    # The engine itself says which checksum the header would have to have.
    with pytest.raises(duckdb.Error) as raised:
        duckdb.connect(str(path), read_only=True)
    found = re.search(r"computed checksum (\d+)", str(raised.value))
    assert found is not None
    whole[:8] = int(found[1]).to_bytes(8, "little")
    path.write_bytes(whole)
    assert fault(store.read) == "store_newer_engine"


# A property, a word of a list, a kind of node and a kind of record more, each where others stand.
_UNIT = SCHEMA.node["Unit"]
_SIZE = _UNIT.by_name["size"]
LATER = replace(
    SCHEMA,
    nodes=(
        *(kind for kind in SCHEMA.nodes if kind is not _UNIT),
        NodeKind("Unit", (
            *(prop for prop in _UNIT.properties if prop is not _SIZE), replace(_SIZE, choices=("huge", *_SIZE.choices)),
            Property("motto", Type.TEXT, "A line."), Property("moved_on", Type.DATE, "A day."),
        )),
        NodeKind("Project", SCHEMA.node["Community"].properties),
    ),
    records=(*SCHEMA.records, RecordKind("Verdict", SCHEMA.records[0].properties, SCHEMA.records[0].identity)),
)  # fmt: skip

FORMAT_1 = """
DROP TABLE IF EXISTS imports_;
CREATE TABLE imports_ (import INTEGER, source VARCHAR, stated_on DATE, imported_at TIMESTAMP, undone BOOLEAN);
INSERT INTO imports_ SELECT import, source, stated_on, imported_at, undone FROM imports;
DROP TABLE imports;
ALTER TABLE imports_ RENAME TO imports;
UPDATE graphgov SET format = 1
"""
"""Makes of a file what graphgov wrote before imports had reasons."""


def shape(path: Path) -> set[tuple[object, ...]]:
    """The tables of a file with their columns and the types of these."""
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        rows = connection.execute("SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal")
        return set(rows.fetchall())


def test_an_older_format(store: EmbeddedStore, path: Path, before: Contents) -> None:
    """Readers say how to upgrade; a writer upgrades, with a copy of the old file, and nothing is lost."""
    wanted = shape(path)
    _another(FORMAT_1)(path)
    old = path.read_bytes()
    assert fault(store.read) == "store_old_format" and shape(path) != wanted
    with store.writing() as session:
        session.write(Batch())
    assert contents(store) == before and shape(path) == wanted
    assert [row["reason"] for row in store.ask(Imports()).to_pylist()] == [""]
    (copy,) = set(path.parent.iterdir()) - {path}
    assert copy.read_bytes() == old


def test_a_schema_that_has_grown(store: EmbeddedStore, path: Path, before: Contents, tmp_path: Path) -> None:
    """Properties, words and kinds that are added to the schema need nothing else: the file gets what a new one has.

    It takes in what could not be said before, and whoever knows less than it has is told so.
    """
    grown, new = EmbeddedStore(path, LATER), EmbeddedStore(tmp_path / "new.duckdb", LATER)
    assert fault(grown.read) == "store_old_format"
    for each in (grown, new):
        with each.writing() as session:
            session.write(Batch())
    assert shape(path) == shape(new.path) and contents(grown) == before
    assert fault(store.read) == "store_newer"
    tables = write(tmp_path / "more", {
        "Unit": "id,type,size,motto,moved_on\nu1,other,huge,Onward,2020-03", "Project": "id,type\np,village",
        "Verdict": "about,measure,value\nu1,paired,3",
    })  # fmt: skip
    import_tables(grown, tables, Options("B"), schema=LATER)
    assert [row["motto"] for row in grown.ask(Elements("Unit")).to_pylist()] == ["Onward", None]
    undo(grown, LATER)
    assert contents(grown) == before


def test_every_older_file_is_kept(store: EmbeddedStore, path: Path, before: Contents) -> None:
    """The second upgrade of a file does not write over the copy of the first."""
    for number in (1, 2):
        _another(FORMAT_1)(path)
        with store.writing():
            pass
        assert len(set(path.parent.iterdir()) - {path}) == number


def test_what_is_known_of_a_file_is_known_of_one_state(store: EmbeddedStore, path: Path, intake: Intake) -> None:
    """One store that asks again and again finds each state as it is: values that have become others, another layout."""
    asked = "MATCH (u:Unit) RETURN u.id AS id, u.members AS members ORDER BY id"

    def rows() -> tuple[tuple[object, ...], ...]:
        return store.query(asked, {}, Limits()).rows

    for number, day in ((1, date(2019, 12, 31)), (2, date(2020, 12, 31)), (3, date(2021, 12, 31))):
        intake({"Unit": f"id,type,members\nu1,other,{number}\nu2,other,5"}, day=day)
        assert rows() == rows() == (("u1", number), ("u2", 5))
    _another("UPDATE graphgov SET format = 1")(path)
    assert fault(rows) == fault(store.read) == "store_old_format"
    _another("DROP TABLE graphgov")(path)
    assert fault(rows) == fault(store.read) == "store_foreign"


def test_an_upgrade_that_fails(
    store: EmbeddedStore, path: Path, before: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an upgrade is none."""
    _another(FORMAT_1)(path)
    old, lacking = shape(path), formats.lacking
    monkeypatch.setattr(formats, "lacking", lambda *file: [*lacking(*file), "SELECT nothing FROM nowhere"])
    with pytest.raises(duckdb.CatalogException), store.writing():
        pass
    assert shape(path) == old


# ---- Other processes ----------------------------------------------------------------------------------------------

PREAMBLE = """
import os, resource, signal, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import duckdb, pyarrow, pyarrow.csv, pyarrow.parquet
from stores import *
from graphgov import engine
from graphgov.errors import StoreError
from graphgov.store import Batch
path, tables = Path(sys.argv[2]), Path(sys.argv[3])
store = EmbeddedStore(path, SCHEMA)
def say(text):
    print(text, flush=True)
def tell(act):
    try:
        act()
    except StoreError as error:
        say(error.key)
        assert chr(10) not in str(error)
    else:
        say("done")
def take():
    import_tables(store, tables, Options("A", DAY))
"""


@contextmanager
def process(script: str, path: Path, tables: Path = Path()) -> Iterator[subprocess.Popen[str]]:
    """A Python process with a store of its own at a path; it is gone when the block ends."""
    arguments = [sys.executable, "-c", PREAMBLE + script, str(Path(__file__).parent), str(path), str(tables)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def line(running: subprocess.Popen[str]) -> str:
    """The next line that a process prints."""
    return _open(running.stdout).readline().strip()


def go_on(running: subprocess.Popen[str]) -> None:
    """Let a process read a line."""
    _open(running.stdin).write("\n")
    _open(running.stdin).flush()


def _open(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


HOLDING = """
with store.writing() as session:
    say("held")
    input()
    session.write(Batch())
say("released")
"""


def test_a_second_writer(store: EmbeddedStore, path: Path, before: Contents, intake: Intake, impatient: None) -> None:
    """While one process writes, another one's readers and writers wait a little, then say why they stop."""
    with process(HOLDING, path) as holder:
        assert line(holder) == "held"
        started = time.monotonic()
        assert fault(store.read) == "store_locked"
        assert time.monotonic() - started >= engine.WAIT
        assert fault(lambda: intake(MORE)) == fault(lambda: undo(store)) == "store_locked"
        go_on(holder)
        assert line(holder) == "released"
        assert contents(store) == before
        assert intake(MORE).number == 2


def test_a_second_writer_who_waits(store: EmbeddedStore, path: Path, before: Contents, intake: Intake) -> None:
    """Whoever comes while another writes has the store as soon as the other is done."""
    with process(HOLDING, path) as holder:
        assert line(holder) == "held"
        threading.Timer(0.5, lambda: go_on(holder)).start()
        assert intake(MORE).number == 2


def test_writers_within_a_process(store: EmbeddedStore, before: Contents, intake: Intake, impatient: None) -> None:
    """The engine would let two writers of one process in; the store does not, under another name of the file either."""
    same = EmbeddedStore(store.path.parent / ".." / store.path.parent.name / store.path.name, SCHEMA)
    with store.writing():
        assert fault(same.read) == "store_locked"
        assert fault(lambda: undo(same)) == "store_locked"
    assert contents(same) == before
    with pytest.raises(RuntimeError), store.writing():
        raise RuntimeError
    assert intake(MORE).number == 2


def test_two_first_imports(store: EmbeddedStore, path: Path, intake: Intake) -> None:
    """Of two that make the file at once the first to finish has it; the other is told, and overwrites nothing."""
    with process(f"def hold():\n{HOLDING.replace(chr(10), chr(10) + '    ')}\ntell(hold)", path) as other:
        assert line(other) == "held"
        intake(UNITS)
        kept = contents(store)
        go_on(other)
        assert line(other) == "store_locked"
        other.wait(10)
    assert contents(store) == kept
    assert list(path.parent.iterdir()) == [path]


# ---- Permissions --------------------------------------------------------------------------------------------------

AS_NOBODY = """
# All is loaded that will be needed: nobody may look into our environment.
contents(EmbeddedStore(Path(sys.argv[3]) / "sound.duckdb", SCHEMA))
str(StoreError("store_missing", path=path))
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
tell(store.read)
def hold():
    with store.writing() as session:
        session.write(Batch())
tell(hold)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may look into; those of pytest are its user's alone."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("mode", "folder_mode", "reading", "writing"),
    [
        (0o666, 0o777, "done", "done"),
        (0o444, 0o777, "done", "store_read_only"),
        (0o000, 0o777, "store_unreadable", "store_unreadable"),
        (0o666, 0o555, "done", "store_read_only"),
        (None, 0o555, "store_missing", "store_read_only"),
        (0o666, 0o000, "store_unreadable", "store_unreadable"),
    ],
)
def test_permissions(
    mode: int | None, folder_mode: int, reading: str, writing: str, open_folder: Path, tmp_path: Path
) -> None:
    """Files and folders that may not be read or written, met as a user whom permissions bind."""
    folder = open_folder / "folder"
    folder.mkdir()
    sound = EmbeddedStore(tmp_path / "sound.duckdb", SCHEMA)
    import_tables(sound, write(tmp_path / "units", UNITS))
    target = folder / "graph.duckdb"
    if mode is not None:
        shutil.copy(sound.path, target)
        target.chmod(mode)
    folder.chmod(folder_mode)
    try:
        with process(AS_NOBODY, target, tmp_path) as nobody:
            assert [line(nobody), line(nobody)] == [reading, writing]
    finally:
        folder.chmod(0o755)


# ---- No room, and no time -----------------------------------------------------------------------------------------


def large(folder: Path, units: int, seed: int = 1) -> Path:
    """Tables of some megabytes that nothing can compress."""
    choose = random.Random(seed)
    rows = "".join(f"u{number},other,{choose.randbytes(1000).hex()}\n" for number in range(units))
    return write(folder, {"Unit.csv": b"id,type,name\n" + rows.encode()})


FULL = """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(os.environ["MOST"]), resource.RLIM_INFINITY))
tell(take)
"""


@pytest.mark.parametrize("there", [True, False])
def test_a_full_disk(there: bool, store: EmbeddedStore, path: Path, intake: Intake, tmp_path: Path) -> None:
    """Wherever the room ends, it is said so, and the store is as it was, for readers and for writers."""
    if there:
        intake(UNITS)
    before, size = (contents(store), path.stat().st_size) if there else ({}, 0)
    tables = large(tmp_path / "large", 2000)
    for room in (4096, 300_000, 2_000_000, 4_000_000):
        os.environ["MOST"] = str(size + room)
        with process(FULL, path, tables) as running:
            assert line(running) == "store_full", room
        if there:
            assert contents(store) == before
        else:
            assert list(path.parent.iterdir()) == []
    assert intake(MORE).number == (2 if there else 1)


def test_a_question_that_would_fill_the_disk(
    store: EmbeddedStore, path: Path, intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader puts down so much and no more; it is said, and the next question is answered."""
    intake(UNITS)
    monkeypatch.setattr(engine, "SPILLED", "1 MiB")
    with closing(engine.connect(path, write=False)) as reader:
        reader.run("SET memory_limit = '50MB'")
        ordered = "SELECT md5(CAST(i AS VARCHAR)) AS x FROM range(3000000) t(i) ORDER BY x"
        with pytest.raises(StoreError) as refused:
            reader.asked(f"SELECT count(*) FROM ({ordered}) q WHERE x > '0'", {}, 60)
        assert refused.value.key == "store_spilled"
        assert reader.asked("SELECT 1", {}, 60) == [(1,)]


KILLED = """
say("started")
take()
say("done")
"""


@pytest.mark.parametrize("there", [True, False])
def test_killed_imports(there: bool, store: EmbeddedStore, intake: Intake, tmp_path: Path, long: bool) -> None:
    """Killed at any moment, the store opens, and is as before the import or as after it; the next import works."""
    choose, path = random.Random(there), store.path
    if there:
        intake(UNITS)
    before, kept = (contents(store), path.read_bytes()) if there else ({}, b"")
    tables = large(tmp_path / "large", 3000)
    # Timed in a process of its own, as those are that are killed: it loads what this one has loaded long ago.
    with process(KILLED, path, tables) as running:
        assert line(running) == "started"
        started = time.monotonic()
        assert line(running) == "done"
        lasts, after = time.monotonic() - started, contents(store)
    seen = set()
    for _ in range(25 if long else 2):
        for file in path.parent.iterdir():
            file.unlink()
        if there:
            path.write_bytes(kept)
        with process(KILLED, path, tables) as running:
            assert line(running) == "started"
            time.sleep(choose.uniform(0, 1.5 * lasts))
            running.kill()
            running.wait(10)
        now = contents(store) if path.exists() else {}
        assert now in (before, after)
        seen.add(now == after)
        assert intake(MORE).number == len(live(store))
        assert list(path.parent.iterdir()) == [path]
    if long:
        assert seen == {True, False}


def test_drafts_of_the_killed(store: EmbeddedStore, path: Path, intake: Intake) -> None:
    """The next write removes what killed first imports have left, whole or torn; not the draft of one that goes on."""
    with process(HOLDING, path) as killed:
        assert line(killed) == "held"
        killed.kill()
        killed.wait(10)
    path.with_name(f"{path.name}.1.new").write_bytes(b"")
    left = set(path.parent.iterdir())
    assert len(left) > 1 and path not in left
    others = [path.with_name(name) for name in (f"{path.name}.x.new", f"1{path.name}.1.new", f"{path.name}.1.new.txt")]
    for other in others:
        other.write_bytes(b"")
    with process(f"def hold():\n{HOLDING.replace(chr(10), chr(10) + '    ')}\ntell(hold)", path) as going_on:
        assert line(going_on) == "held"
        held = set(path.parent.iterdir())
        assert held > {*others} and not held & left
        intake(UNITS)
        assert set(path.parent.iterdir()) == {path, *held}
        go_on(going_on)
        assert line(going_on) == "store_locked"
        going_on.wait(10)
    assert set(path.parent.iterdir()) == {path, *others}
