"""Folders for copies of the store: made for one state, held while it is shown, and never left behind for long.

Who is killed, or whose window is closed on Windows, removes nothing any more; the next one to start does.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_BEGINS = "graphgov-serve-"
_HELD = "held"


@contextmanager
def folder() -> Iterator[Path]:
    """A new folder among the temporary ones, readable by its owner only, which goes with the block."""
    made = Path(tempfile.mkdtemp(prefix=_BEGINS))
    try:
        with (made / _HELD).open("wb") as held:
            _lock(held)
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def remove_abandoned() -> None:
    """Remove the folders that nobody holds any more."""
    for left in Path(tempfile.gettempdir()).glob(f"{_BEGINS}*"):
        # Another user's; just being made; or held.
        with suppress(OSError), (left / _HELD).open("rb") as held:
            _lock(held)
            held.close()
            shutil.rmtree(left, ignore_errors=True)


def _lock(file: IO[bytes]) -> None:
    """Hold an open file alone; raises OSError when somebody else does.

    On Windows nothing that is open can be removed, so that there is no need.  Not by the locks of the database: those
    of POSIX end with any other look into the file.
    """
    with suppress(ImportError):
        from fcntl import LOCK_EX, LOCK_NB, flock

        flock(file, LOCK_EX | LOCK_NB)
