"""The one file: every page in both languages, all data, styles and script, nothing from anywhere else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from markupsafe import Markup

from graphgov import words
from graphgov.answers.blind import column_heading
from graphgov.answers.standing import qualities
from graphgov.coverage import SUBJECTS
from graphgov.coverage.listing import Among, blind_spots
from graphgov.files.inlined import as_data, content_policy
from graphgov.files.whole import whole_file
from graphgov.findings import one_by_one, tally
from graphgov.policy import enabled
from graphgov.report.analyst import Analysis, analysis
from graphgov.report.bilingual import translation
from graphgov.report.bundle import script, spoken_words, style
from graphgov.report.census import Census
from graphgov.report.data import FACTS, data
from graphgov.report.linkages import TOLD
from graphgov.report.links import PAGES
from graphgov.report.listing import listed
from graphgov.report.matrix import Matrix, matrix
from graphgov.report.overview import Overview, overview
from graphgov.report.pages import TEMPLATES, Look, frame, part
from graphgov.report.problems import Counted, Problems, problems
from graphgov.report.scope import Scope
from graphgov.schema import SCHEMA
from graphgov.store import Store
from graphgov.view.colours import LINES, NOTHING, RATES, STATES

MOST_ROWS = 50
"""So many blind spots stand in the list without JavaScript."""

MOST_FOUND = 50
"""So many findings are told one by one; all are counted."""

IN_FILE = ("overview", "blind-spots", "matrix", "map", "findings", "analyst")
"""The pages that the navigation of the file names."""

SIGNS = tuple((colour.key, colour.sign) for colour in STATES)
"""The states of subjects in the legend of the map, with the signs that they bear."""

DRAWN = ("subject", "area")
"""The pages that the script draws, each about one thing."""

NEEDS: Mapping[str, Collection[str]] = {
    **{kind: FACTS[kind] for kind in SUBJECTS},
    **{kind.name: {name for name in TOLD if name in kind.by_name} for kind in SCHEMA.edges},
}
"""What the file tells beside what all answers look at."""


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
    """Everything that stands in the file, in one language."""

    header: Markup
    sections: tuple[Markup, ...]
    footer: Markup

    @property
    def text(self) -> str:
        """All of it, in the order of the document."""
        return "\n".join([self.header, *self.sections, self.footer])


@dataclass(frozen=True)
class Figures:
    """The values of the pages that are made once and shown in every language."""

    overview: Overview
    matrices: tuple[Matrix, ...]
    analysis: Analysis


def page(report: Report) -> str:
    """The whole file."""
    scope, styles, code = report.scope, Markup(style()), Markup(script())
    framed = frame(scope, report.marking)
    figures = Figures(
        replace(overview(scope, qualities(scope.coverage, report.store, scope.nodes())), found=_counts(scope)),
        tuple(matrix(scope, kind) for kind in SUBJECTS),
        analysis(scope),
    )
    looks = {lang: Look(lang, framed, languages=_others(lang), pages=IN_FILE) for lang in words.LANGUAGES}
    spoken = {lang: _spoken(scope, look, figures) for lang, look in looks.items()}
    own = spoken[report.lang]
    translations = {lang: translation(own.text, each.text) for lang, each in spoken.items() if lang != report.lang}
    return TEMPLATES.render(
        "file.html", report.lang, title=framed.title, csp=content_policy((styles,), (code,)), style=styles, script=code,
        spoken=own, drawn=DRAWN, translations=as_data(translations),
        words=as_data({lang: spoken_words(lang) for lang in words.LANGUAGES}),
        data=as_data(data(Census(scope), report.store)),
    )  # fmt: skip


def write(path: Path, text: str) -> None:
    """Put the file there, whole or not at all."""
    with whole_file(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")


def _others(lang: str) -> dict[str, str]:
    return {other: f"#/{PAGES[0]}?lang={other}" for other in words.LANGUAGES if other != lang}


def _spoken(scope: Scope, look: Look, figures: Figures) -> Spoken:
    values: dict[str, Any] = {"look": look, "frame": look.frame, "url": look.url, "name": PAGES[0]}
    sections = (
        part("overview", look, page=figures.overview),
        _list(scope, look),
        part("matrix", look, page=figures.matrices),
        TEMPLATES.render(
            "file/map.html", look.lang, frame=look.frame, rates=(*RATES, NOTHING), signs=SIGNS, lines=LINES
        ),
        part("findings", look, page=_problems(scope, look.lang, figures.overview.found)),
        part("analyst", look, page=figures.analysis),
    )
    return Spoken(
        TEMPLATES.render("header.html", look.lang, **values),
        sections,
        TEMPLATES.render("footer.html", look.lang, **values),
    )


def _counts(scope: Scope) -> tuple[Counted, ...]:
    policy = scope.coverage.policy
    counts = tally(scope.coverage, scope.nodes())
    return tuple(Counted(name, policy.finding(name).severity, count) for name, count in counts.items())


def _problems(scope: Scope, lang: str, counts: tuple[Counted, ...]) -> Problems:
    """The first findings told; of a large city it would take long to make them all, in both languages."""
    nodes = scope.nodes()
    with words.speaking(lang):
        # What a finding counted is told in words.
        own = (each for each in one_by_one(scope.coverage) if nodes is None or nodes[each.node])
        told = problems(scope, islice(own, MOST_FOUND))
    return replace(told, counts=counts, total=sum(each.count for each in counts))


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
