"""The one file: every page in both languages, all data, styles and script, nothing from anywhere else."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from markupsafe import Markup

from graphgov import words
from graphgov.answers.blind import column_heading, csv_headings
from graphgov.answers.standing import qualities
from graphgov.coverage import SUBJECTS
from graphgov.coverage.listing import Among, blind_spots
from graphgov.files.whole import whole_file
from graphgov.findings import findings
from graphgov.policy import enabled
from graphgov.report.census import Census
from graphgov.report.data import data
from graphgov.report.links import PAGES
from graphgov.report.listing import listed
from graphgov.report.overview import Overview, overview
from graphgov.report.pages import TEMPLATES, Look, frame, part
from graphgov.report.scope import Scope
from graphgov.store import Store

MOST_ROWS = 50
"""So many blind spots stand in the list without JavaScript."""

IN_FILE = ("overview", "blind-spots")
"""The pages that the navigation of the file names."""

SCRIPTS = ("core", "model", "query", "route", "table", "csv", "columns", "list", "start")
"""The parts of the script, in their order."""

SPOKEN = (
    "list", "state", "standard", "category", "finding", "remedy", "kind", "remark", "trait", "quadrant", "view", "form",
    "rule", "gives", "edge", "edge_back",
)  # fmt: skip
"""The tables of the catalogue that the script speaks with."""


NEEDS = {"Place": {"key_place"}, "Unit": {"above_scale"}}
"""What pages look at beside what all answers do."""


@dataclass(frozen=True, eq=False)
class Report:
    """What a report is made of: what it is about, the store that knows who said what, the language that it opens in.

    `marking`: a line for every page (内部资料).
    """

    scope: Scope
    store: Store
    lang: str
    marking: str = ""


@dataclass(frozen=True)
class Spoken:
    """Everything that stands in the file in one language."""

    lang: str
    header: Markup
    sections: tuple[Markup, ...]
    footer: Markup


def page(report: Report) -> str:
    """The whole file."""
    scope, style, script = report.scope, Markup(asset("style.css")), Markup(_script())
    framed = frame(scope, report.marking)
    figures = overview(scope, qualities(scope.coverage, report.store, scope.nodes()), findings(scope.coverage))
    looks = [Look(lang, framed, languages=_others(lang), pages=IN_FILE) for lang in words.LANGUAGES]
    return TEMPLATES.render(
        "file.html", report.lang, title=framed.title, csp=_csp(style, script), style=style, script=script,
        spoken=[_spoken(scope, look, figures) for look in looks],
        words=_json({look.lang: _words(look.lang) for look in looks}), data=_json(data(Census(scope))),
    )  # fmt: skip


def write(path: Path, text: str) -> None:
    """Put the file there, whole or not at all."""
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def _others(lang: str) -> dict[str, str]:
    return {other: f"#/{PAGES[0]}?lang={other}" for other in words.LANGUAGES if other != lang}


def _spoken(scope: Scope, look: Look, figures: Overview) -> Spoken:
    values: dict[str, Any] = {"look": look, "frame": look.frame, "url": look.url, "name": PAGES[0]}
    return Spoken(
        look.lang,
        TEMPLATES.render("header.html", look.lang, **values),
        (part("overview", look, page=figures, within={}), _list(scope, look)),
        TEMPLATES.render("footer.html", look.lang, **values),
    )


def _list(scope: Scope, look: Look) -> Markup:
    among = Among(nodes=scope.nodes())
    every = [blind_spots(scope.coverage, kind, scope.standard, among=among) for kind in SUBJECTS]
    comma = words.word("message", "comma", lang=look.lang)
    together = (entry.name for entry in enabled(scope.coverage.policy.categories) if entry.container)
    return TEMPLATES.render(
        "file/list.html", look.lang, look=look, frame=look.frame, url=look.url, found=every, heading=_heading,
        first=listed(every[0], MOST_ROWS).lines,
        together=comma.join(words.word("category", name, lang=look.lang) for name in together),
    )  # fmt: skip


def _heading(name: str) -> str:
    """What a column of the list is called."""
    if name == "planned":
        return words.word("property", "planned_date")
    return words.word("list", name) if words.has("list", name) else column_heading(name)


def _words(lang: str) -> dict[str, Any]:
    """The texts of a language that the script needs, and the headings of its CSV."""
    catalogue = words.catalogue()
    spoken: dict[str, Any] = {
        table: {key: words.word(table, key, lang=lang) for key in catalogue[table]} for table in SPOKEN
    }
    with words.speaking(lang):
        return {**spoken, "csv": {"columns": csv_headings()}}


def _json(value: object) -> Markup:
    """A value as JSON that no HTML parser takes for an end tag or a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))


def _csp(style: str, script: str) -> str:
    """What the page may do: run this script, use this style, and nothing else."""
    hashes = {"script": _hash(script), "style": _hash(style)}
    allowed = (f"{name}-src 'sha256-{value}'" for name, value in hashes.items())
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


@cache
def asset(name: str) -> str:
    """A file beside the templates."""
    return files("graphgov.report").joinpath("assets", name).read_text(encoding="utf-8")


def _script() -> str:
    return "\n".join(_wrapped())


def _wrapped() -> Iterator[str]:
    yield '(() => {\n"use strict";'
    for name in SCRIPTS:
        yield asset(f"app/{name}.js")
    yield "})();"
