"""The store on a Neo4j server: the same graph and record as in the embedded file, laid out for Cypher.

A transaction of a server does not hold a large import.  So a batch is written in many, each of which can be sent again,
between a mark that it is unfinished and the mark's end; whoever reads meanwhile is refused, and an import that was
broken off is taken back by the next writer.
"""

from __future__ import annotations

import threading
import time
import uuid
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from graphgov import engine
from graphgov.errors import StoreError
from graphgov.graph import Graph
from graphgov.schema import Schema
from graphgov.store import property_graph as lain
from graphgov.store import reading
from graphgov.store.base import Found, Limits, Question, Wanted
from graphgov.store.bolt import WAIT, Bolt, shown
from graphgov.store.copying import copy
from graphgov.store.embedded import EmbeddedStore
from graphgov.store.neo4j_session import Neo4jSession, fetch

if TYPE_CHECKING:
    import pyarrow as pa

BEAT, DEAD = 5.0, 20.0
"""Seconds between the signs of life of a writer, and without any until it is taken for dead."""

Seen = TypeVar("Seen")

_READS = 5
"""So often is begun to read anew when somebody wrote meanwhile."""


class Neo4jStore:
    """A graph and its record in one database of a server."""

    def __init__(self, address: str, schema: Schema) -> None:
        self._given, self.schema = address, schema
        self._bolt: Bolt | None = None

    @property
    def address(self) -> str:
        """The server's address without secrets."""
        return shown(self._given)

    @property
    def bolt(self) -> Bolt:
        """The connection, made when it is first needed."""
        if self._bolt is None:
            self._bolt = Bolt(self._given)
            weakref.finalize(self, self._bolt.close)
        return self._bolt

    def close(self) -> None:
        """Give the connection back; the next question makes another."""
        if self._bolt is not None:
            self._bolt.close()
            self._bolt = None

    def read(self, wanted: Wanted | None = None) -> Graph:
        """The graph with the properties `wanted` (default: all)."""
        return self._of_one_state(lambda: self._graph(wanted))

    def _graph(self, wanted: Wanted | None) -> Graph:
        scratch = engine.scratch()
        try:
            fetch(self.bolt, self.schema, scratch, wanted)
            return reading.graph(scratch, self.schema, wanted)
        finally:
            scratch.close()

    def ask(self, question: Question) -> pa.Table:
        """Answer a question about the record."""
        return self.ask_all((question,))[0]

    def ask_all(self, questions: Sequence[Question]) -> list[pa.Table]:
        """Answer questions in their order, all of one state of the record."""
        return self._of_one_state(lambda: self._answers(questions))

    def _answers(self, questions: Sequence[Question]) -> list[pa.Table]:
        session = Neo4jSession(self.bolt, self.schema)
        return [session.ask(question) for question in questions]

    def query(self, cypher: str, parameters: Mapping[str, object], limits: Limits) -> Found:
        """Ask in Cypher; the server refuses what would write.

        Raises BadQuery with the server's words for a text that it does not take, StoreError past the time limit.
        """
        return self._of_one_state(lambda: Found(*self.bolt.query(cypher, parameters, limits.seconds, limits.rows)))

    def explained(self, cypher: str, parameters: Mapping[str, object]) -> str:
        """The query itself: the server takes it as it is."""
        return cypher

    def _of_one_state(self, look: Callable[[], Seen]) -> Seen:
        """What is seen while nobody writes: looked at anew when somebody has."""
        for _ in range(_READS):
            state = _sound_state(self.bolt)
            seen = look()
            if _state(self.bolt) == state:
                return seen
        raise StoreError("store_changed", path=self.bolt.address)

    def stamp(self) -> int:
        """The number of changes made: equal as long as nothing is written."""
        return int(_sound_state(self.bolt)["changes"])

    def frozen(self, folder: Path) -> tuple[EmbeddedStore, int]:
        """A copy in a file of a folder, and the stamp of what was copied."""
        file = EmbeddedStore(folder / "graph.duckdb", self.schema)

        def copied() -> int:
            copy(self, file, replace=True)
            return self.stamp()

        return file, self._of_one_state(copied)

    def kept_open(self) -> AbstractContextManager[None]:
        """The connection is open anyway from the first question on."""
        return nullcontext()

    @contextmanager
    def writing(self) -> Iterator[Neo4jSession]:
        """Hold the database for one writer."""
        writer, fresh = str(uuid.uuid4()), _prepared(self.bolt, self.schema)
        session = Neo4jSession(self.bolt, self.schema)
        try:
            with _alone(self.bolt, writer):
                yield session
        finally:
            if fresh and not session.written:
                self.bolt.run("MATCH (g:Graphgov) DELETE g")


def _state(bolt: Bolt) -> dict[str, Any] | None:
    """The database's own node; None where there is none."""
    found = bolt.rows("MATCH (g:Graphgov) RETURN properties(g) AS g")
    return {name: found[0]["g"].get(name) for name in ("format", "unfinished", "changes")} if found else None


def _checked_state(bolt: Bolt) -> dict[str, Any] | None:
    """The same; StoreError when the database belongs to somebody else or to a newer graphgov."""
    state = _state(bolt)
    if state is None and bolt.rows("MATCH (n) RETURN count(n) AS count")[0]["count"]:
        raise StoreError("store_foreign", path=bolt.address)
    if state is not None and state["format"] > lain.FORMAT:
        raise StoreError("store_newer", path=bolt.address)
    return state


def _sound_state(bolt: Bolt) -> dict[str, Any]:
    """The same; StoreError also when there is nothing to be read."""
    state = _checked_state(bolt)
    if state is None:
        raise StoreError("store_missing", path=bolt.address)
    if state["unfinished"] is not None:
        key = "store_unfinished" if state["unfinished"] else "store_uncopied"
        raise StoreError(key, path=bolt.address, number=state["unfinished"])
    return state


def _prepared(bolt: Bolt, schema: Schema) -> bool:
    """Make the database ready to be written to; whether there was nothing in it."""
    fresh = _checked_state(bolt) is None
    there = {row["name"] for row in bolt.rows("SHOW INDEXES YIELD name")}
    # A database that is older than a kind of the schema lacks its constraints.
    for name, definition in lain.definitions(schema).items():
        if name not in there:
            bolt.once(definition)
    if not fresh:
        return False
    bolt.run(
        "MERGE (g:Graphgov {name: 'graphgov'}) ON CREATE SET g.format = $format, g.changes = 0",
        {"format": lain.FORMAT},
    )
    return True


@contextmanager
def _alone(bolt: Bolt, writer: str) -> Iterator[None]:
    """One writer at a time: each shows that it is alive, and one that no longer does has lost its turn."""
    deadline = time.monotonic() + WAIT
    while not bolt.run(
        "MATCH (g:Graphgov) SET g.asked = $writer WITH g "
        "WHERE g.writer IS NULL OR g.beat < datetime() - duration({seconds: $dead}) "
        "SET g.writer = $writer, g.beat = datetime() RETURN g.writer AS writer",
        {"writer": writer, "dead": int(DEAD)},
    ):
        if time.monotonic() > deadline:
            raise StoreError("store_locked", path=bolt.address)
        time.sleep(0.1)
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT):
            # Of a server that is gone the writer itself will tell.
            with suppress(StoreError):
                bolt.run("MATCH (g:Graphgov {writer: $writer}) SET g.beat = datetime()", {"writer": writer})

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join()
        # Where that fails, its turn ends by itself, without any sign of life.
        with suppress(StoreError):
            bolt.once("MATCH (g:Graphgov {writer: $writer}) REMOVE g.writer, g.beat, g.asked", {"writer": writer})
