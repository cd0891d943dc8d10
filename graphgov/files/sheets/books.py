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
from datetime import date, datetime, time, timedelta
from pathlib import Path
from threading import Timer
from typing import Any

from graphgov.errors import BadInput, needing
from graphgov.files.sheets.model import Cell, Merge

LONGEST = 600
"""Seconds after which a workbook is given up; one of 150,000 rows takes 5 or so."""

MOST_MEMORY = 4 << 30
"""Bytes that the reading process may claim, where the system lets us say so."""

_LOCKED, _DONE, _BATCH = "locked", "done", 10_000


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
    with needing("ledgers", path.suffix or "xlsx"):
        import python_calamine  # noqa: F401
    command = [sys.executable, "-m", "graphgov.files.sheets.books", str(path)]
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
        while (head := pickle.load(stream)) != _DONE:
            if head == _LOCKED:
                raise BadInput("sheets_locked", file=path)
            name, hidden, merged = head
            rows: list[tuple[Cell, ...]] = []
            while batch := pickle.load(stream):
                rows += batch
            yield Raw(name, hidden, tuple(Merge(*each) for each in merged), tuple(rows))
    except (EOFError, pickle.UnpicklingError) as error:  # the process has ended before it was done
        raise BadInput("sheets_damaged", file=path) from error


def _send(path: str) -> None:
    """The other process: write the sheets of a workbook to standard output, rows in batches."""
    from python_calamine import CalamineWorkbook, PasswordError

    out = sys.stdout.buffer
    try:
        _send_sheets(CalamineWorkbook.from_path(path), out)
        pickle.dump(_DONE, out)
    except PasswordError:
        pickle.dump(_LOCKED, out)


def _send_sheets(book: Any, out: Any) -> None:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    for meta in book.sheets_metadata:
        if meta.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(meta.name)
        ranges = sheet.merged_cell_ranges or ()
        merged = [(top + 1, left + 1, low + 1, right + 1) for (top, left), (low, right) in ranges]
        pickle.dump((meta.name, meta.visible != SheetVisibleEnum.Visible, merged), out)
        for batch in _batches(sheet):
            pickle.dump(batch, out)
        pickle.dump([], out)


def _batches(sheet: Any) -> Iterator[list[tuple[Cell, ...]]]:
    # iter_rows has the blank rows at the top, but not the blank columns at the left.
    seen: dict[str, str] = {}
    batch: list[tuple[Cell, ...]] = []
    left = (None,) * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        batch.append((*left, *(_cell(value, seen) for value in row)))
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _cell(value: Any, seen: dict[str, str]) -> Cell:
    match value:
        case str():
            # Equal texts are one object, here, on the way, and there.
            return seen.setdefault(value, value) or None
        case float() if value.is_integer() and abs(value) < 2**53:
            return int(value)
        case datetime() | date() | bool() | int() | float() | None:
            return value
        case time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value)


def _limit_memory() -> None:
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    _limit_memory()
    _send(sys.argv[1])
