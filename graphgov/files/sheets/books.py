"""Workbooks (.xlsx, .xlsb, .xls, .et, .ods), read by calamine in a process of its own.

A damaged workbook can claim so much room that calamine, written in Rust, does not raise an error but ends its process
(python-calamine 0.9.1: "memory allocation of 5021542240 bytes failed").  So that process is not ours.  It also holds
what it allocates, which is a multiple of the rows that it gives back.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Timer
from typing import Any

from graphgov.errors import BadInput, MissingExtra
from graphgov.files.sheets import apart
from graphgov.files.sheets.model import Cell, Merge

LONGEST = 600
"""Seconds after which a workbook is given up; one of 150,000 rows takes 10 or so."""


@dataclass(frozen=True)
class Raw:
    """A sheet as calamine has it."""

    name: str
    hidden: bool
    merged: tuple[Merge, ...]
    rows: tuple[tuple[Cell, ...], ...]


def read_book(path: Path) -> list[Raw]:
    """The sheets of a workbook.

    Raises MissingExtra without python-calamine, BadInput when the workbook is damaged, too large or locked.
    """
    if find_spec("python_calamine") is None:
        raise MissingExtra("missing_extra", what=path.suffix or "xlsx", extra="ledgers")
    # -P: nothing is imported from the folder that a workbook may lie in beside other files.
    command = [sys.executable, "-P", apart.__file__, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        timer = Timer(LONGEST, process.kill)
        timer.start()
        try:
            return list(_received(process.stdout, path))
        finally:
            timer.cancel()
            process.kill()


def _received(stream: Any, path: Path) -> Iterator[Raw]:
    try:
        while (head := pickle.load(stream)) != apart.DONE:
            if head == apart.LOCKED:
                raise BadInput("sheets_locked", file=path)
            name, hidden, merged = head
            rows: list[tuple[Cell, ...]] = []
            while batch := pickle.load(stream):
                rows += batch
            yield Raw(name, hidden, tuple(Merge(*each) for each in merged), tuple(rows))
    except (EOFError, pickle.UnpicklingError) as error:  # the process has ended before it was done
        raise BadInput("sheets_damaged", file=path) from error
