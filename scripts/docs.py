#!/usr/bin/env python3
"""The docs: what follows from the code is written into them, and what is written by hand is checked against it.

    python scripts/docs.py            write every generated block, and the queries of the policy in cypher/, anew
    python scripts/docs.py --check    write nothing; exit 1 and name what has drifted

A generated block stands between ``<!-- generated: NAME -->`` and ``<!-- end: NAME -->``.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import docs_checks
import docs_cli
import docs_cypher
import docs_demo
import docs_export
import docs_language
import docs_ledger_example
import docs_ledgers
import docs_messages
import docs_model
import docs_own_tables
import docs_policy
import docs_python
import docs_queries
import docs_resolve
import docs_web

ROOT = Path(__file__).resolve().parents[1]

PAGES = (
    docs_model, docs_policy, docs_cli, docs_own_tables, docs_language, docs_ledgers, docs_messages, docs_demo, docs_web,
    docs_ledger_example, docs_export, docs_python, docs_queries, docs_cypher, docs_resolve,
)  # fmt: skip

Blocks = Mapping[str, Callable[[], str]]


def decisions() -> str:
    found = []
    for page in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        heading = page.read_text(encoding="utf-8").partition("\n")[0]
        title = re.sub(r"^# \d+\.? *", "", heading)
        found.append(f"- {page.name[:4]} [{title}](decisions/{page.name})")
    return "\n".join(found)


def all_blocks() -> Blocks:
    found: dict[str, Callable[[], str]] = {"decisions": decisions}
    for module in PAGES:
        found |= module.BLOCKS
    return found


def pages() -> list[Path]:
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def filled(text: str, blocks: Blocks) -> str:
    """A page with its blocks as the code has them; an unknown block stays as it is."""

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        body = blocks[name]() if name in blocks else match[2].strip("\n")
        return f"<!-- generated: {name} -->\n{body}\n<!-- end: {name} -->"

    return docs_checks.GENERATED.sub(fill, text)


def drifted(text: str, blocks: Blocks) -> Iterator[str]:
    """The blocks of a page that are not as the code has them, each with the first line that differs."""
    for name, body in docs_checks.GENERATED.findall(text):
        if name not in blocks:
            yield f"there is no generated block {name}"
            continue
        old, new = body.strip("\n").splitlines(), blocks[name]().splitlines()
        for before, now in zip([*old, ""], [*new, ""], strict=False):
            if before != now:
                yield f"the block {name} has drifted (python scripts/docs.py writes it anew)\n  - {before}\n  + {now}"
                break
    opened = re.findall(r"<!-- (?:generated|end): ([\w-]+) -->", text)
    if len(opened) != 2 * len(docs_checks.GENERATED.findall(text)):
        yield f"a generated block is not closed: {', '.join(opened)}"


def drift() -> Iterator[str]:
    """Whatever in the docs is not what the code says."""
    blocks, used = all_blocks(), set[str]()
    for page in pages():
        text, place = page.read_text(encoding="utf-8"), page.relative_to(ROOT).as_posix()
        used |= {name for name, _ in docs_checks.GENERATED.findall(text)}
        for fault in (*drifted(text, blocks), *docs_checks.faults(page, text, ROOT)):
            yield f"{place}: {fault}"
    for name in sorted(set(blocks) - used):
        yield f"the block {name} stands on no page"
    yield from docs_checks.unlisted(ROOT)
    yield from (f"docs/own-tables.md: {fault}" for fault in docs_own_tables.faults())
    yield from (f"scripts/docs_causes.toml: {fault}" for fault in docs_messages.faults())
    yield from (f"cypher/{fault}" for fault in docs_queries.faults(ROOT / "cypher"))
    yield from (f"docs/language.md: no example of {key}" for key in sorted(docs_language.unshown()))


def write() -> None:
    blocks = all_blocks()
    for page in pages():
        text = page.read_text(encoding="utf-8")
        new = filled(text, blocks)
        if new != text:
            page.write_text(new, encoding="utf-8")
            print(f"written: {page.relative_to(ROOT).as_posix()}")
    for name in docs_queries.write(ROOT / "cypher"):
        print(f"written: cypher/{name}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name what has drifted")
    if not parser.parse_args().check:
        write()
        return 0
    found = list(drift())
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
