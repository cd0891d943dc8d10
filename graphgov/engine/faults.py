"""What goes wrong in DuckDB, as sentences of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graphgov.errors import StoreError

SPILLED = "8 GiB"
"""What a reader may put down on the disk meanwhile: a careless question would fill any."""


@contextmanager
def sentences(path: Path | None) -> Iterator[None]:
    """Turn the engine's faults about a file into errors of ours; a fault of our own SQL stays what it is."""
    import duckdb

    try:
        yield
    except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.OutOfMemoryException) as error:
        raise as_sentence(error, path) from error
    except duckdb.Error as error:
        # A flipped byte is the base class itself (checksum), a commit without room a TransactionException.
        if type(error) is duckdb.Error or sign(error, path) is not None:
            raise as_sentence(error, path) from error
        raise


def reason_of(error: Exception) -> str:
    """What went wrong while a query was computed; a text that its SQL made fail on purpose says so itself."""
    first = str(error).splitlines()[0]
    said = re.fullmatch(r"Conversion Error: Could not convert string '(.+)' to INT64", first)
    return said[1] if said else first


_SIGNS = (
    ("could not set lock", "store_locked"),
    ("being used by another process", "store_locked"),
    ("with a different configuration", "store_locked"),  # this process has it open the other way
    ("no space left", "store_full"),
    ("disk is full", "store_full"),
    ("out of disk space", "store_full"),
    ("file too large", "store_full"),
    ("max_temp_directory_size", "store_spilled"),
    ("read-only file system", "store_read_only"),
    ("permission denied", "store_read_only"),
    ("out of memory", "store_memory"),
    ("newer version of duckdb", "store_newer_engine"),
    ("database file with version number", "store_newer_engine"),
)


def sign(error: Exception, path: Path | None) -> str | None:
    """The key of the error of ours that a fault is a sign of; None for a fault that says nothing of a file."""
    # Without its name: a folder may be called anything.
    text = str(error).replace(str(path), "").lower()
    return next((key for words, key in _SIGNS if words in text), None)


def as_sentence(error: Exception, path: Path | None) -> StoreError:
    """A fault of a file as an error of ours; where nothing is a sign of another, the file is damaged."""
    key, reason = sign(error, path) or "store_damaged", str(error).splitlines()[0]
    return StoreError(key, path=path or "", reason=reason, most=SPILLED)
