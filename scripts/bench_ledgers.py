"""A ledger of a large city as a workbook: read, joined and written by one cold process, alone and beside a register."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from bench_city import DAY, Sizes, nodes, write
from bench_rows import Row, Topic, cold, timed
from bench_ties import ties
from openpyxl import Workbook

from graphgov.intake import Options, import_tables
from graphgov.store import open_store

SEED = 20261125
ROWS = 150_000
REGISTER = 1_000_000
"""Units in the store that a ledger is matched with."""

TITLES = ("单位名称", "单位类型", "所属社区", "从业人员数", "党员数", "是否建立党组织", "是否选派党建工作指导员")
GOAL, BESIDE_REGISTER = "<= 60 s, 1 GiB", "<= 60 s more than the one above"

Units = Sequence[tuple[str, str]]
"""The name of each unit and that of its community."""


def made_up(rows: int) -> Units:
    """Units that nobody knows, of so many communities as a city has."""
    communities = Sizes(rows).communities
    return [(f"示例单位{number}", f"示例社区{number % communities}") for number in range(rows)]


def of_register(rows: int, units: int, folder: Path) -> Units:
    """A register as own tables in a folder, and units that it holds: as many, spread over all of it."""
    sizes = Sizes(units)
    tables = nodes(sizes, SEED) | ties(sizes, SEED)
    write(tables, folder)
    names = {kind: dict(zip(tables[kind]["id"].to_pylist(), tables[kind]["name"].to_pylist(), strict=True))
             for kind in ("Unit", "Community")}  # fmt: skip
    located = tables["LOCATED_IN"]
    homes = {
        unit: home
        for unit, home in zip(located["from"].to_pylist(), located["to"].to_pylist(), strict=True)
        if unit in names["Unit"] and home in names["Community"]
    }
    known = list(homes.items())
    return [
        (names["Unit"][unit], names["Community"][home])
        for unit, home in known[:: max(1, len(known) // rows)][:rows]
    ]  # fmt: skip


def workbook(path: Path, units: Units, numbered: bool) -> None:
    """A ledger of units; their identifiers are numbers, where it has some."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append([*(["id"] if numbered else []), *TITLES])
    rng = np.random.default_rng(SEED)
    employees, members = rng.integers(1, 200, len(units)).tolist(), rng.integers(0, 9, len(units)).tolist()
    for at, (name, home) in enumerate(units):
        answers = ("是" if at % 16 == 0 else "否", "是" if at % 25 == 0 else "否")
        first = [530_100_000_000 + at] if numbered else []
        sheet.append([*first, name, "非公企业", home, employees[at], members[at], *answers])
    book.save(path)


def imported(rows: int, what: str, ledger: Path, store: Path, goal: str) -> Row:
    """A ledger taken in by a process of its own; beside its seconds those of the processor and its memory."""
    command = ["-m", "graphgov", "import", str(ledger), "--yes", "--stated-on", str(DAY), "--db", str(store)]
    (taken, memory), _, used = timed(lambda: cold([sys.executable, *command], repeats=1))
    return Row(rows, what, taken, f"{used:.1f} s of the processor, {memory} MiB", goal)


def measure(_: Sequence[int]) -> Iterator[Row]:
    """The sizes that have goals."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        workbook(folder / "ledger.xlsx", made_up(ROWS), numbered=True)
        alone = "ledger: read, joined and written"
        yield imported(ROWS, alone, folder / "ledger.xlsx", folder / "empty.duckdb", GOAL)
        workbook(folder / "ledger.xlsx", of_register(ROWS, REGISTER, folder / "city"), numbered=False)
        store = folder / "city.duckdb"
        import_tables(open_store(store), folder / "city", Options(source="city", stated_on=DAY))
        beside = f"the same size, matched with {REGISTER:,} units"
        yield imported(ROWS, beside, folder / "ledger.xlsx", store, BESIDE_REGISTER)


TOPIC = Topic(
    "ledgers",
    "Ledgers",
    f"A workbook of {ROWS:,} rows, its identifiers as numbers, into an empty store; and one that has names and "
    f"communities only, all of them known, into a store with {REGISTER:,} units.",
    ("duckdb", "pyarrow", "python-calamine", "rapidfuzz"),
    measure,
)
