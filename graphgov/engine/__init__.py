"""DuckDB, and the only place that knows it: connections and their settings; `faults` says what goes wrong."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from graphgov.engine.faults import SPILLED, as_sentence, reason_of, sentences, sign
from graphgov.errors import GraphgovError, StoreError

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import pyarrow as pa

Asked = TypeVar("Asked")

Columns = dict[str, "np.ndarray[Any, np.dtype[np.int64]]"]
"""Whole numbers by the names of their columns."""

WAIT = 3.0
"""Seconds that a second writer waits for the first."""

# 2.0.0 and 1.5.x answer some UNION ALLs wrongly with this pass on (public issues #25819, #24624, #25170).
_SETTINGS: dict[str, Any] = {"disabled_optimizers": "common_subplan", "autoinstall_known_extensions": "false"}

_CARELESS = "column_lifetime,unused_columns,join_elimination"
"""Passes that at times take away what is still asked for; they make questions faster, and none right."""


_GROUP = 122_880
"""Rows of a row group of the file."""

_ALL = 1 << 31
"""More rows than any table has."""


def _in_pieces(table: pa.Table) -> pa.Table:
    """The table in pieces of a row group at most.

    A piece is read by one thread; larger ones that are no multiple of a group are written twice, to a file of twice
    the size (DuckDB 2.0.0).
    """
    import pyarrow as pa

    return pa.Table.from_batches(table.to_batches(_GROUP), table.schema)


class Connection:
    """A connection: statements in, Arrow tables out."""

    def __init__(self, raw: duckdb.DuckDBPyConnection, path: Path | None) -> None:
        self._raw = raw
        self.path = path

    def run(self, sql: str, parameters: list[object] | None = None) -> None:
        """Execute a statement for its effect."""
        with sentences(self.path):
            self._raw.execute(sql, parameters)

    def table(self, sql: str, parameters: list[object] | None = None) -> pa.Table:
        """The rows of a query as an Arrow table."""
        with sentences(self.path):
            return self._raw.sql(sql, params=parameters).to_arrow_table(batch_size=_GROUP)

    def whole(self, sql: str) -> pa.Table:
        """The rows of a query as an Arrow table in one piece, of which numpy takes columns without a copy."""
        with sentences(self.path):
            return self._raw.sql(sql).to_arrow_table(batch_size=_ALL)

    def rows(self, sql: str, parameters: list[object] | None = None) -> list[tuple[object, ...]]:
        """The rows of a query as tuples."""
        with sentences(self.path):
            return self._raw.execute(sql, parameters).fetchall()

    def value(self, sql: str, parameters: list[object] | None = None) -> object:
        """The first column of a query's first row; None when there is none."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    def asked(
        self, sql: str, bound: Mapping[str, object], seconds: float
    ) -> list[tuple[object, ...]]:
        """The rows of somebody's query, with values bound to its names; StoreError when it takes longer."""
        with self._within(seconds):
            return self._planned(lambda: self._raw.execute(sql, dict(bound)).fetchall())

    def columns(self, sql: str, bound: Mapping[str, object], seconds: float) -> Columns:
        """The same of whole numbers, by columns."""
        with self._within(seconds):
            return self._planned(lambda: self._raw.execute(sql, dict(bound)).fetchnumpy())

    def _planned(self, ask: Callable[[], Asked]) -> Asked:
        """An answer, if need be by a plan that is less clever."""
        import duckdb

        try:
            return ask()
        except duckdb.InternalException:
            # 2.0.1 at times drops a column that a join with empty tables still needs; a damaged file fails again.
            usual = _SETTINGS["disabled_optimizers"]
            self._raw.execute(f"SET disabled_optimizers = '{usual},{_CARELESS}'")
            try:
                return ask()
            finally:
                self._raw.execute(f"SET disabled_optimizers = '{usual}'")

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """A block that may take so long, with the faults of somebody's query as sentences."""
        import duckdb

        timer = threading.Timer(seconds, self._raw.interrupt)
        timer.start()
        try:
            with sentences(self.path):
                yield
        except duckdb.InterruptException:
            raise StoreError("ask_too_long") from None
        except (duckdb.OutOfRangeException, duckdb.InvalidInputException, duckdb.ConversionException) as error:
            raise StoreError("ask_failed", reason=reason_of(error)) from None
        finally:
            timer.cancel()

    def hold(self, name: str, table: pa.Table) -> None:
        """Make an Arrow table readable under a name for as long as the connection lasts."""
        self._raw.register(name, _in_pieces(table))

    @contextmanager
    def given(self, tables: Mapping[str, pa.Table]) -> Iterator[None]:
        """Arrow tables readable under names while the block runs."""
        for name, table in tables.items():
            self._raw.register(name, _in_pieces(table))
        try:
            yield
        finally:
            for name in tables:
                self._raw.unregister(name)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements of the block or none."""
        self.run("BEGIN")
        try:
            yield
        except BaseException:
            # A full disk or a lost file has ended the transaction already; the first error is the one to tell.
            with suppress(GraphgovError):
                self.run("ROLLBACK")
            raise
        self.run("COMMIT")

    def close(self) -> None:
        """Give the file back."""
        with sentences(self.path):
            self._raw.close()


def scratch() -> Connection:
    """A connection to nothing but memory, for computing with tables."""
    return Connection(_opened(":memory:"), None)


def _opened(database: str, *, write: bool = True) -> duckdb.DuckDBPyConnection:
    import duckdb

    limits = {} if write else {"max_temp_directory_size": SPILLED.replace(" ", "")}
    return duckdb.connect(database, read_only=not write, config=_SETTINGS | limits)


def connect(path: Path, *, write: bool, called: Path | None = None) -> Connection:
    """Open a database file; a writer creates it when it is not there.  Errors speak of it as `called`.

    A file that another process holds is waited for (`WAIT`).  Raises StoreError when it is held longer, cannot
    be read or written, is damaged, or is no database.
    """
    import duckdb

    called = called or path
    _refuse_unusable(path, write, called)
    deadline = time.monotonic() + WAIT
    while True:
        try:
            return Connection(_opened(str(path), write=write), called)
        except duckdb.Error as error:
            sentence = as_sentence(error, called)
            if sentence.key == "store_locked" and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            raise sentence from error


def is_there(path: Path) -> bool:
    """Whether there is such a file; raises StoreError where nobody can say."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise StoreError("store_unreadable", path=path, reason=error.strerror) from error
    return True


Stamp = tuple[tuple[int, int, int], ...]
"""What tells one state of a file from the next."""


def stamp(path: Path) -> Stamp:
    """Number, size and time of a database file and, while there is one, of its log; raises StoreError without a file.

    A file that is replaced has another number, one that is written another time; looking costs next to nothing.
    """
    if not is_there(path):
        raise StoreError("store_missing", path=path)
    try:
        found = [file.stat() for file in _files(path) if file.exists()]
    except OSError as error:  # it went away in this very moment
        raise StoreError("store_unreadable", path=path, reason=error.strerror) from error
    return tuple((each.st_ino, each.st_size, each.st_mtime_ns) for each in found)


def copy(path: Path, to: Path) -> Stamp:
    """Copy a database file between two writers, and the stamp of what was copied; raises StoreError like `connect`."""
    connection = connect(path, write=False)  # no writer begins while a reader has it open
    try:
        found = stamp(path)
        # The file itself last: on POSIX its lock ends as soon as this process has looked into it in any other way.
        for file, copied in reversed(list(zip(_files(path), _files(to), strict=True))):
            if file.exists():
                shutil.copyfile(file, copied)
        return found
    except OSError as error:
        raise StoreError("store_not_copied", path=path, to=to, reason=error.strerror or error) from error
    finally:
        connection.close()


def _files(path: Path) -> tuple[Path, Path]:
    """The file and its log, which a writer that was killed leaves behind."""
    return path, path.with_name(path.name + ".wal")


def is_held(path: Path) -> bool:
    """Whether somebody has a database file open for writing, this process included."""
    import duckdb

    try:
        _opened(str(path), write=False).close()
    except duckdb.Error as error:
        return sign(error, path) == "store_locked"
    return False


def _refuse_unusable(path: Path, write: bool, called: Path) -> None:
    if not is_there(path):
        if not write:
            raise StoreError("store_missing", path=called)
        if not path.parent.is_dir():
            raise StoreError("store_no_folder", path=called, folder=path.parent)
        return
    if path.is_dir():
        raise StoreError("store_foreign", path=path)
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except OSError as error:
        raise StoreError("store_unreadable", path=path, reason=error.strerror) from error
    if not head:
        raise StoreError("store_damaged", path=path, reason="0 B")
    if head[8:12] != b"DUCK":
        raise StoreError("store_foreign", path=path)
    # Beside the file its log is written.
    if write and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        raise StoreError("store_read_only", path=path)
