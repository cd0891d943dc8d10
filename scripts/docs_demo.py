"""The first screen of the READMEs: parts of what the demo prints, word for word."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from docs_text import fenced

import graphgov
from graphgov import words
from graphgov.files.writers import shortened, width

WIDEST = 100
"""Lines are cut so that they fit a page."""

SUBJECTS = 4
"""So many blind spots are shown."""

EXPLAINED = "爱琴海商业区"


@cache
def sample() -> graphgov.Database:
    """The sample, imported once for all pages; its file goes when the process ends."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    return graphgov.demo(Path(folder.name, "demo.duckdb"))


@cache
def _printed() -> dict[str, tuple[str, str]]:
    """What `graphgov demo` and `graphgov explain` print, in every language."""
    said = {lang: ["--db", sample().store.address, "--lang", lang] for lang in words.LANGUAGES}
    return {lang: (run("demo", *args), run("explain", EXPLAINED, *args)) for lang, args in said.items()}


def run(*args: str) -> str:
    """What a command prints in a process of its own, because a language is that of a whole process."""
    called = [sys.executable, "-m", "graphgov", *args]
    env = {key: value for key, value in os.environ.items() if not key.startswith("GRAPHGOV_")} | {"PYTHONUTF8": "1"}
    done = subprocess.run(called, env=env, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"{' '.join(called)} ended with {done.returncode}\n{done.stderr}")
    return done.stdout


def screen(lang: str) -> str:
    demo, explained = _printed()[lang]
    parts = demo.split("\n== ")
    titled = {part.partition(" ==\n")[0]: part.partition(" ==\n")[2].strip() for part in parts[1:]}
    categories, blind = (words.word("message", key, lang=lang) for key in ("demo_by_category", "demo_blind"))
    shown = [parts[0].split(" · ")[0], f"== {categories} ==", titled[categories], ""]
    shown += [f"== {blind} ==", *_first_subjects(titled[blind]), ""]
    shown += [f"$ graphgov explain {EXPLAINED}", "\n\n".join(explained.split("\n\n")[:3])]
    lines = "\n".join(shown).splitlines()
    return fenced("\n".join(shortened(line, WIDEST) if width(line) > WIDEST else line for line in lines))


def _first_subjects(blind: str) -> list[str]:
    """The first table of the blind spots with its first rows, and the sums below all of them."""
    sums = [line for line in blind.splitlines() if "+" in line]
    return [*blind.split("\n\n")[1].splitlines()[: 3 + SUBJECTS], "...", *sums]


BLOCKS = {f"demo-{lang}": partial(screen, lang) for lang in words.LANGUAGES}
