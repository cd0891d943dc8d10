"""The benchmarks: topics, each measured in one run, and the page that keeps a section of each.

What counts are ratios: the machines are shared, seconds are not.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import bench_cypher
import bench_engines
import bench_export
import bench_ledgers
import bench_neo4j
import bench_report
import bench_serve
import bench_views
from bench_rows import HEAD, Row, Topic, line

TOPICS = (bench_engines.TOPIC, bench_report.TOPIC, bench_views.TOPIC, bench_serve.TOPIC, bench_export.TOPIC,
          bench_ledgers.TOPIC, bench_neo4j.TOPIC, bench_cypher.TOPIC)  # fmt: skip
"""In the order of the page; without an option the first one is measured."""

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"

TITLE = """# Benchmarks

Medians; ratios count, seconds do not: the machine is shared. Each section is written by the commands in it, never by
hand; rows of one size are of one run.
"""

SECTION = "\n## "
UNITS, COMMAND = re.compile(r"\| ([\d,]+) \|"), re.compile(r"^- command: `(.*)`$", re.M)
"""The size that a row of a section is of, and a command that wrote it."""


def measured(topic: Topic, sizes: list[int]) -> list[Row]:
    """The rows of a topic, each printed as soon as it is known."""
    print(f"{SECTION}{topic.title}\n\n{HEAD}", flush=True)
    rows = []
    for row in topic.measure(sizes):
        print(line(row), flush=True)
        rows.append(row)
    return rows


def section(topic: Topic, rows: list[Row], command: str, before: str = "") -> str:
    """What the page says of a topic, below its title; of what it said before the sizes that are not measured now."""
    with Path("/proc/meminfo").open(encoding="ascii") as lines:
        memory = int(next(lines).split()[1]) >> 20
    versions = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in topic.packages)]
    for program in topic.programs:
        told = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
        versions.append(told.stdout.splitlines()[0].strip())
    measured = {f"{row.units:,}" for row in rows}
    kept = [text for text in before.splitlines() if (found := UNITS.match(text)) and found[1] not in measured]
    commands = [found[1] for found in COMMAND.finditer(before) if found[1] != command] if kept else []
    table = sorted([*kept, *map(line, rows)], key=_units)
    return (
        f"{topic.about}\n\n" + "".join(f"- command: `{each}`\n" for each in (*commands, command))
        + f"- machine: {os.cpu_count()} cores, {memory} GiB, {platform.machine()}\n"
        f"- versions: {', '.join(versions)}\n\n" + "\n".join([HEAD, *table]) + "\n"
    )  # fmt: skip


def _units(text: str) -> int:
    found = UNITS.match(text)
    return int(found[1].replace(",", "")) if found else 0


def sections(page: str) -> dict[str, str]:
    """What the page says of every topic, by its title."""
    _, *found = page.split(SECTION)
    return {title: body.strip() for title, _, body in (part.partition("\n") for part in found)}


def renewed(page: str, topic: Topic, text: str) -> str:
    """The page with another section of a topic; the other sections stay, in the order of `TOPICS`."""
    found = {**sections(page), topic.title: text.strip()}
    return TITLE + "".join(f"{SECTION}{each.title}\n\n{found[each.title]}\n" for each in TOPICS if each.title in found)


def main() -> None:
    """Measure, print, and write the page when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--large", action="store_true", help="10 million units too")
    parser.add_argument("--write", action="store_true", help="write the sections of docs/benchmarks.md")
    for topic in TOPICS:
        parser.add_argument(f"--{topic.name}", action="store_true", help=topic.about)
    asked = parser.parse_args()
    sizes = [*asked.units, *([10_000_000] if asked.large else [])]
    for topic in [each for each in TOPICS if getattr(asked, each.name)] or TOPICS[:1]:
        rows = measured(topic, sizes)
        if asked.write:
            page = PAGE.read_text(encoding="utf-8")
            command = " ".join(["scripts/bench", *sys.argv[1:]])
            text = section(topic, rows, command, sections(page).get(topic.title, ""))
            PAGE.write_text(renewed(page, topic, text), encoding="utf-8")


if __name__ == "__main__":
    main()
