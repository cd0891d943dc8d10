"""Writers of a file: one at a time; and the drafts of those who make it, which take its place when they are whole."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graphgov import engine
from graphgov.errors import StoreError

_SUFFIX = ".new"

_WRITERS: dict[Path, threading.Lock] = {}


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One writer at a time within this process too: the engine lets all of them in."""
    lock = _WRITERS.setdefault(path.resolve(), threading.Lock())
    if not lock.acquire(timeout=engine.WAIT):
        raise StoreError("store_locked", path=path)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def draft(path: Path) -> Iterator[Path]:
    """Where this process may write what shall stand at `path`; whatever is left of it goes with the block."""
    own = path.with_name(f"{path.name}.{os.getpid()}{_SUFFIX}")
    try:
        yield own
    finally:
        for file in (own, _log(own)):
            file.unlink(missing_ok=True)


def give_name(own: Path, path: Path) -> None:
    """Rename a draft to the file that it is, but not onto another one."""
    try:
        os.link(own, path)
    except FileExistsError as error:
        raise StoreError("store_locked", path=path) from error
    except OSError:  # a file system without links, such as exFAT
        own.rename(path)


def clear_drafts(path: Path) -> None:
    """Remove the drafts for `path` that nobody holds: their writers were killed.

    The number in a draft's name is not asked for: another process may have it by now, here or on another machine.
    """
    names = re.compile(re.escape(path.name) + r"\.\d+" + re.escape(_SUFFIX))
    # One that cannot be listed or removed harms nobody; whether the store can be written is found out by writing.
    with suppress(OSError):
        for found in [entry for entry in path.parent.iterdir() if names.fullmatch(entry.name)]:
            if not engine.is_held(found):
                _log(found).unlink(missing_ok=True)
                found.unlink()


def _log(file: Path) -> Path:
    return file.with_name(f"{file.name}.wal")
