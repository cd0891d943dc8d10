"""What runs in the process that reads a workbook: calamine's rows, pickled to standard output.

A script of its own, started by its path: nothing of graphgov is imported, and nothing of the folder that one is in.
What it sends: for every sheet (name, hidden, merged ranges), its rows in batches, an empty batch; "done" at the end,
or "locked".
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

MOST_MEMORY = 4 << 30
"""Bytes that this process may claim, where the system lets us say so."""

LOCKED, DONE, BATCH = "locked", "done", 10_000


def send(path: str, out: Any) -> None:
    """Write the sheets of a workbook to a stream."""
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        # Not by its path: calamine would go by the suffix.
        with open(path, "rb") as file:
            _send_sheets(CalamineWorkbook.from_filelike(file), out)
        pickle.dump(DONE, out)
    except PasswordError:
        pickle.dump(LOCKED, out)


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


def _batches(sheet: Any) -> Iterator[list[tuple[Any, ...]]]:
    # iter_rows has the blank rows at the top, but not the blank columns at the left.
    seen: dict[str, str] = {}
    batch: list[tuple[Any, ...]] = []
    left = (None,) * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        batch.append((*left, *(_cell(value, seen) for value in row)))
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _cell(value: Any, seen: dict[str, str]) -> Any:
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
    send(sys.argv[1], sys.stdout.buffer)
