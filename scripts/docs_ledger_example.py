"""docs/import.md and its Chinese sister: what graphgov prints of docs/examples/台账.xlsx, word for word."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from docs_demo import run
from docs_text import fenced

from graphgov import words

LEDGER = Path(__file__).resolve().parents[1] / "docs" / "examples" / "台账.xlsx"
DAY = "2019-12-31"


@cache
def _printed(lang: str) -> tuple[str, ...]:
    """What columns mean; what was done; the blind spots; why one is none."""
    with TemporaryDirectory() as folder:
        file = shutil.copy(LEDGER, folder)
        said = ("--db", str(Path(folder, "graphgov.duckdb")), "--lang", lang)
        proposal, _, done = run("import", file, "--stated-on", DAY, "--yes", *said).partition("\n\n")
        blind = run("blind-spots", "--standard", "two_coverages", *said)
        why = run("explain", "示例小吃店", *said).split("\n\n")
        return proposal, done.strip(), blind, "\n\n".join(why[:2])


def _shown(lang: str, part: int) -> str:
    return fenced("\n".join(line.rstrip() for line in _printed(lang)[part].splitlines()))


BLOCKS: Mapping[str, Callable[[], str]] = {
    f"example-{name}-{lang}": partial(_shown, lang, part)
    for part, name in enumerate(("columns", "done", "blind", "why"))
    for lang in words.LANGUAGES
}
