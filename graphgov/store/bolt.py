"""Neo4j's driver, and the only place that knows it: a connection in the terms of Arrow, its faults as sentences.

Where the server is, is an address (``bolt://host:7687``, ``neo4j://``, each with ``+s`` and ``+ssc``); who one is and
which database, comes from the environment: a password in an address would end up in histories and logs.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from graphgov.errors import BadQuery, StoreError, needing
from graphgov.store.shown import element

if TYPE_CHECKING:
    import neo4j

SCHEMES = ("bolt", "neo4j")

WAIT = 3.0
"""Seconds until a server that does not answer is given up."""

RETRIES = 30.0
"""Seconds in which what a cluster refuses for a moment (a leader that moves) is tried again."""

ROWS = 10_000
"""Rows that are sent to the server at once."""

USER, PASSWORD, DATABASE = "GRAPHGOV_NEO4J_USER", "GRAPHGOV_NEO4J_PASSWORD", "GRAPHGOV_NEO4J_DATABASE"


def is_address(text: str) -> bool:
    """Whether a text is the address of a server, not the name of a file."""
    scheme, found, _ = text.partition("://")
    return bool(found) and scheme.partition("+")[0].lower() in SCHEMES


def shown(address: str) -> str:
    """An address without secrets that somebody put into it; without a host where a secret might be taken for it."""
    scheme, _, rest = address.partition("://")
    before, _, host = rest.rpartition("@")
    return f"{scheme}://{'' if _END.search(before) else _END.split(host)[0]}"


_END = re.compile(r"[/?#]")
"""What a host ends with."""

Parameters = Mapping[str, object]


class Bolt:
    """A connection to one database of a server.  Raises StoreError for whatever is wrong with it, within `WAIT`."""

    def __init__(self, address: str) -> None:
        with needing("neo4j", "Neo4j"):
            import neo4j

        # What the driver has to say is said by the errors below.
        logging.getLogger("neo4j").setLevel(logging.CRITICAL)
        self.address = shown(address)
        self.database = os.environ.get(DATABASE) or "neo4j"
        if "@" in address:
            raise StoreError("neo4j_secret", path=self.address, user=USER, password=PASSWORD)
        # Of a fragment the driver warns, and repeats it.
        self._given = address.partition("#")[0]
        try:
            with _sentences(self):
                self._driver = neo4j.GraphDatabase.driver(
                    self._given, auth=_auth(), connection_timeout=WAIT, connection_acquisition_timeout=WAIT,
                    max_transaction_retry_time=WAIT if address.lower().startswith("bolt") else RETRIES, fetch_size=-1,
                    notifications_min_severity="OFF", telemetry_disabled=True,
                )  # fmt: skip
            self._greet()
        except ValueError as error:  # no form of an address
            raise self.unreachable(error) from None

    def _greet(self) -> None:
        try:
            with _sentences(self):
                # Without retries: a server that is down is down, and says so at once.
                self.rows("RETURN 1")
        except BaseException:
            self._driver.close()
            raise

    def unreachable(self, error: Exception) -> StoreError:
        """What is said of a server that nobody reaches; the driver repeats the address, with what stands in it."""
        reason = _first_line(error).replace(self._given, self.address).rstrip(":")
        return StoreError("neo4j_down", path=self.address, reason=reason)

    def close(self) -> None:
        """Give the connection back."""
        self._driver.close()

    @contextmanager
    def _session(self, access: str, **how: Any) -> Iterator[neo4j.Session]:
        how = {"database": self.database, "default_access_mode": access, **how}
        with _sentences(self), self._driver.session(**how) as session:
            yield session

    def rows(self, cypher: str, parameters: Parameters | None = None) -> list[dict[str, Any]]:
        """The records of a query that only reads; the server refuses one that would write."""
        with self._session("READ") as session:
            return [_plain(record.data()) for record in session.run(cypher, dict(parameters or {}))]

    def lists(self, cypher: str, parameters: Parameters | None = None) -> Iterator[list[Any]]:
        """The first value of every record of a query that only reads, as they come."""
        with self._session("READ") as session:
            for record in session.run(cypher, dict(parameters or {})):
                yield record[0]

    def query(
        self, cypher: str, parameters: Parameters, seconds: float, most: int
    ) -> tuple[tuple[str, ...], tuple[tuple[Any, ...], ...], bool]:
        """Somebody's query: columns, at most so many rows, and whether there are more."""
        import neo4j

        with self._session("READ", fetch_size=min(most + 1, ROWS)) as session, _questions():
            found = session.run(neo4j.Query(cypher, timeout=seconds), dict(parameters))
            columns = tuple(found.keys())
            rows = tuple(map(_row, islice(found, most + 1)))
        return columns, rows[:most], len(rows) > most

    def run(self, cypher: str, parameters: Parameters | None = None) -> list[dict[str, Any]]:
        """Run a statement in a transaction of its own, sent again when the server did not say how it ended.

        So it has to be one that may be sent twice.
        """
        given = dict(parameters or {})
        with self._session("WRITE") as session:
            found: list[dict[str, Any]] = session.execute_write(
                lambda transaction: [record.data() for record in transaction.run(cypher, given)]
            )
        return found

    def once(self, cypher: str, parameters: Parameters | None = None) -> None:
        """Run a statement that is not sent again, or that can take no part in a transaction with others."""
        with self._session("WRITE") as session:
            session.run(cypher, dict(parameters or {})).consume()


def slices(count: int) -> Iterator[range]:
    """The places of so many rows, those that are sent at once together."""
    return (range(start, min(start + ROWS, count)) for start in range(0, count, ROWS))


def _auth() -> tuple[str, str] | None:
    password = os.environ.get(PASSWORD)
    return (os.environ.get(USER) or "neo4j", password) if password else None


def _plain(value: Any) -> Any:
    """A value as Python knows it: the driver has days and times of its own."""
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    native = getattr(value, "to_native", None)
    return native() if native is not None else value


def _row(record: neo4j.Record) -> tuple[Any, ...]:
    """The values of a record.  To look for nodes among texts takes the driver a quarter of the time of an answer."""
    values: tuple[Any, ...] = tuple(record.values())
    return values if _AS_THEY_ARE.issuperset(map(type, values)) else tuple(map(answered_as, values))


def answered_as(value: Any) -> Any:
    """A value of an answer: a node or a tie as on an embedded file."""
    from neo4j import graph

    match value:
        case graph.Node():
            return element(tuple(value.labels), _plain(dict(value.items())), tie=False)
        case graph.Relationship():
            return element((value.type,), _plain(dict(value.items())), tie=True)
        case graph.Path():
            steps = zip(value.nodes, (*value.relationships, None), strict=True)
            return [answered_as(each) for step in steps for each in step if each is not None]
        case list():
            return [answered_as(each) for each in value]
        case dict():
            return {name: answered_as(each) for name, each in value.items()}
    return _plain(value)


_AS_THEY_ARE = {str, int, float, bool, type(None)}


@contextmanager
def _sentences(bolt: Bolt) -> Iterator[None]:
    """Turn what is wrong with the server into errors of ours; a fault of our own Cypher stays what it is."""
    from neo4j import exceptions

    path = bolt.address
    try:
        yield
    except exceptions.AuthError:
        raise StoreError("neo4j_password", path=path, user=USER, password=PASSWORD) from None
    except exceptions.ClientError as error:
        if error.code == "Neo.ClientError.Database.DatabaseNotFound":
            raise StoreError("neo4j_database", path=path, database=bolt.database, variable=DATABASE) from None
        raise
    except exceptions.DatabaseError as error:
        key = "neo4j_too_long" if "too large to index" in str(error) else "neo4j_failed"
        raise StoreError(key, path=path, reason=_first_line(error)) from None
    except (exceptions.TransientError, exceptions.DriverError) as error:
        raise bolt.unreachable(error) from None


@contextmanager
def _questions() -> Iterator[None]:
    """Turn what the server says of somebody's query into errors of ours."""
    from neo4j import exceptions

    try:
        yield
    except (exceptions.ClientError, exceptions.TransientError) as error:
        code = error.code or ""
        if "TransactionTimedOut" in code:
            raise StoreError("ask_too_long") from None
        if code == "Neo.ClientError.Statement.AccessMode":
            raise BadQuery("ask_writes") from None
        if code.startswith("Neo.ClientError.Statement"):
            raise BadQuery("ask_refused", reason=(error.message or code).strip()) from None
        raise


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
