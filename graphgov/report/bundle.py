"""What the one file is made of beside its pages: style, script, and texts for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from graphgov import words
from graphgov.answers.blind import csv_headings
from graphgov.view.colours import LINES, NOTHING, RATES, STATES, Line

SCRIPTS = (
    "core", "language", "model", "query", "route", "table", "csv", "columns", "list", "relations", "subject", "area",
    "chart", "ring", "map", "start",
)  # fmt: skip
"""The parts of the script, in their order."""

SPOKEN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "list", "file", "state", "standard", "category", "finding", "remedy", "kind", "remark", "trait", "quadrant",
            "view", "form", "rule", "gives", "edge", "edge_back", "severity", "measure", "property", "value",
        ),
        (),
    ),
    "page": (
        "area", "belongs", "chain_none", "chain_rung", "chains", "countless", "covered_share", "found", "known",
        "measure", "measures", "no_subjects", "nobody_known", "nowhere", "since", "standards", "state", "stated",
        "stated_by", "stated_one", "states", "subject_found_none", "ties", "ties_first", "ties_none", "until", "with",
        "worst", "worst_by_count",
    ),
    "message": ("base", "detail", "rate", "severity", "upper"),
    "dimension": ("category", "community", "responsible"), "nav": ("blind-spots", "map"),
    "entry": ("finding", "standard"), "term": ("no_community", "remedy"),
}  # fmt: skip
"""What of the catalogue the script speaks with: these words of a table; all of them where none is named."""


def spoken_words(lang: str) -> dict[str, Any]:
    """The texts of a language that the script needs, and the headings of its CSV."""
    catalogue = words.catalogue()
    spoken = {
        table: _in(lang, {key: catalogue[table][key] for key in keys or catalogue[table]})
        for table, keys in SPOKEN.items()
    }
    with words.speaking(lang):
        return {**spoken, "csv": {"columns": csv_headings()}}


def _in(lang: str, entries: Mapping[str, Any]) -> dict[str, Any]:
    """A table of the catalogue, with the tables in it, in one language."""
    return {key: entry[lang] if lang in entry else _in(lang, entry) for key, entry in entries.items()}


@cache
def style() -> str:
    """The style sheet: our own, and the colours that pictures have as well."""
    rates = (
        f".shade-{each.key} {{ background: {each.fill}; color: {each.ink}; fill: {each.fill}; stroke: {each.line}; }}\n"
        for each in (*RATES, NOTHING)
    )
    states = (f".mark.state-{each.key} {{ fill: {each.fill}; stroke: {each.line}; }}\n" for each in STATES)
    lines = (f".tie-{each.key} {{ stroke: {each.colour}; {_dashes(each)}}}\n" for each in LINES.values())
    return "".join([asset("style.css"), *rates, *states, *lines])


def _dashes(line: Line) -> str:
    return f"stroke-dasharray: {' '.join(f'{length}px' for length in line.dashes)}; " if line.dashes else ""


@cache
def asset(name: str) -> str:
    """A file beside the templates."""
    return files("graphgov.report").joinpath("assets", name).read_text(encoding="utf-8")


def script() -> str:
    """All parts of the script as one, with nothing of it in the page's own names."""
    return "\n".join(_wrapped())


def _wrapped() -> Iterator[str]:
    # Without comments and indents it is a third shorter; no text of the script goes over a line.
    yield '(() => {\n"use strict";'
    for name in SCRIPTS:
        yield re.sub(r"^ *//.*\n|^ +", "", asset(f"app/{name}.js"), flags=re.MULTILINE)
    yield "})();"
