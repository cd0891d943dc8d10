"""What benchmarks share: a topic, a row of its table, the middle of several runs, a whole cold process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

REPEATS = 5

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Row:
    """One line of the table: what, how long, and beside what."""

    units: int
    what: str
    seconds: float
    beside: str = ""
    goal: str = ""


@dataclass(frozen=True)
class Topic:
    """A section of docs/benchmarks.md, and the option of `scripts/bench` that writes it.

    `about`: a sentence under the title.  `packages` and `programs`: whose versions it tells.  `measure` takes the
    sizes that were asked for, and may have sizes of its own instead.
    """

    name: str
    title: str
    about: str
    packages: tuple[str, ...]
    measure: Callable[[Sequence[int]], Iterable[Row]]
    programs: tuple[str, ...] = ()


def median(run: Callable[[], object], repeats: int = REPEATS) -> float:
    """Seconds of the middle one of several runs."""
    return medians((run,), repeats)[0]


def medians(runs: Sequence[Callable[[], object]], repeats: int = REPEATS) -> list[float]:
    """The same of each of several, run by turns: what else the machine does falls on all of them alike."""
    taken: list[list[float]] = [[] for _ in runs]
    for _ in range(repeats):
        for run, seconds in zip(runs, taken, strict=True):
            start = time.perf_counter()
            run()
            seconds.append(time.perf_counter() - start)
    return [statistics.median(seconds) for seconds in taken]


def timed(run: Callable[[], Answer]) -> tuple[Answer, float, float]:
    """What a run gives, its seconds, and those of the processor, in this process and those that it waited for."""
    start, before = time.perf_counter(), os.times()
    answer = run()
    after = os.times()
    return answer, time.perf_counter() - start, sum(after[:4]) - sum(before[:4])


def ratio(own: float, other: float) -> str:
    """How many times as long."""
    return f"{own / other:.2f} x"


def process(units: int, goal: str, *arguments: str) -> Row:
    """A whole cold process of graphgov: its seconds, and the most memory that it held."""
    taken, memory = cold([sys.executable, "-m", "graphgov", *arguments])
    shown = " ".join(part for part in arguments if not part.endswith(".duckdb") and part != "--db")
    return Row(units, f"graphgov {shown}, a cold process", taken, f"{memory} MiB", goal)


def cold(command: Sequence[str], repeats: int = 3) -> tuple[float, int]:
    """Seconds of a process, the middle one of several runs, and the most memory that one of them held, in MiB."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    memory: list[int] = []

    def run() -> None:
        out = subprocess.run([sys.executable, "-c", script, *command], check=True, capture_output=True, text=True)
        memory.append(int(out.stdout))

    return median(run, repeats), max(memory) >> 10


HEAD = "| units | what | seconds | beside | goal |\n| ---: | --- | ---: | --- | --- |"
"""How a table of rows begins, in Markdown."""


def line(row: Row) -> str:
    """A row as a line of that table."""
    return f"| {row.units:,} | {row.what} | {row.seconds:.3f} | {row.beside} | {row.goal} |"
