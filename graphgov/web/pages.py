"""Which pages there are: what each answers to programs, and what it shows to people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from graphgov import words
from graphgov.answers import comparing, found, standing, tables
from graphgov.answers.choosing import chosen
from graphgov.answers.model import Answer
from graphgov.answers.questions import RateQuestion, day_of
from graphgov.answers.showing import basis_json
from graphgov.answers.standing import qualities
from graphgov.coverage import SUBJECTS
from graphgov.explain import explain
from graphgov.files.exact import exact
from graphgov.findings import Several, several
from graphgov.report.analyst import Analysis, analysis
from graphgov.report.area import area
from graphgov.report.matrix import matrix
from graphgov.report.overview import Overview, overview
from graphgov.report.problems import Counted, Problems, problems
from graphgov.report.refs import AREAS
from graphgov.report.scope import Scope
from graphgov.report.subject import subject
from graphgov.view.picture import Picture
from graphgov.web import drawing, listing, queries
from graphgov.web.asking import Asked
from graphgov.web.behind import of_findings
from graphgov.web.looks import Page
from graphgov.web.parts import WHERE, kind_of, node_of, scope_of, severity_of, where_of
from graphgov.web.state import Loaded

FORMS = ("html", "json", "csv", "xlsx")
"""The forms of every answer that has rows; what has none is asked as html or json."""


DRAWN = ("html", "json", "svg", "png")
"""The forms of a picture."""

ROWS = 200
"""So many findings stand on a page."""


@dataclass(frozen=True)
class View:
    """A page: what it answers as JSON and as a table, and what it shows (None: the tables of the answer).

    `filters`: what it can be asked beside `asking.COMMON`; `of_one`: whether an id stands in its address; `picture`:
    what it draws, `file`: name and text of a query, for pages that do.
    """

    answer: Callable[[Asked, Loaded], Answer]
    page: Callable[[Asked, Loaded], Page] | None = None
    filters: tuple[str, ...] = ()
    of_one: bool = False
    forms: tuple[str, ...] = FORMS
    picture: Callable[[Asked, Loaded], Picture] | None = None
    file: Callable[[Asked, Loaded], tuple[str, str]] | None = None

    def show(self, asked: Asked, loaded: Loaded) -> Page:
        """What it shows."""
        if self.page is not None:
            return self.page(asked, loaded)
        answer = loaded.kept(("answer", asked.key), partial(self.answer, asked, loaded))
        return Page("answer", scope_of(asked, loaded), words.word("nav", asked.page), {"answer": answer})


def _rates(asked: Asked, loaded: Loaded) -> Answer:
    """How many are covered: the whole, or (``by=``) every group, or (``against=``) beside an earlier day."""
    coverage = loaded.coverage(asked.day)
    by = tuple(name.strip() for name in (asked.get("by") or "").split(",") if name.strip())
    question = RateQuestion(by, kind_of(asked), asked.standard, asked.get("denominator"))
    if against := asked.get("against"):
        both = comparing.compared(loaded.coverage(day_of(against)), coverage, question)
        return comparing.without_flips(both)
    return tables.grouped(coverage, question) if by else tables.overview(coverage, question)


def _official(asked: Asked, loaded: Loaded) -> Answer:
    """The official form, whole or for every group."""
    by = asked.get("by")
    question = RateQuestion((by,) if by else (), denominator=asked.get("denominator"))
    return tables.official(loaded.coverage(asked.day), question)


def _findings(asked: Asked, loaded: Loaded) -> Answer:
    """What is worth telling."""
    most = asked.count("limit", None) or None
    return found.answer(loaded.coverage(asked.day), asked.get("finding"), severity_of(asked), where_of(asked), most)


def _status(asked: Asked, loaded: Loaded) -> Answer:
    """What is in the store, who said it, how good it is."""
    return standing.standing(loaded.coverage(asked.day), loaded.store)


def _explained(asked: Asked, loaded: Loaded) -> Answer:
    """Everything about one node."""
    coverage = loaded.coverage(asked.day)
    explanation = explain(coverage, node_of(coverage, asked), loaded.store)
    return Answer(explanation.as_json(), head=tuple(explanation.lines(asked.lang)))


def _overview(asked: Asked, loaded: Loaded) -> Page:
    scope = scope_of(asked, loaded)

    def figures() -> Overview:
        quality = qualities(scope.coverage, loaded.store, scope.nodes())
        every = (Counted(*_named(each), each.count()) for each in _found(asked, loaded, scope))
        return replace(overview(scope, quality), found=tuple(each for each in every if each.count))

    values = {"page": loaded.kept(("overview", asked.key), figures)}
    return Page("overview", scope, words.word("nav", "overview"), values)


def _found(asked: Asked, loaded: Loaded, scope: Scope) -> tuple[Several, ...]:
    """All findings of the day; what is told of them is in a language."""
    key = ("findings", scope.coverage.snapshot.day, asked.lang)
    return loaded.kept(key, partial(several, scope.coverage))


def _named(each: Several) -> tuple[str, str]:
    return each.finding.name, each.finding.severity


def _matrix(asked: Asked, loaded: Loaded) -> Page:
    scope = scope_of(asked, loaded)
    figures = loaded.kept(("matrix", asked.key), lambda: tuple(matrix(scope, kind) for kind in SUBJECTS))
    return Page("matrix", scope, words.word("nav", "matrix"), {"page": figures})


def _of_node(asked: Asked, loaded: Loaded) -> Page:
    """The page of an area, or of a unit, place or organization."""
    scope = scope_of(asked, loaded)
    node = node_of(scope.coverage, asked)
    graph = scope.coverage.snapshot.graph
    is_area = graph.kind_of(node) in AREAS
    make = partial(area, scope, node, loaded.store) if is_area else partial(subject, scope.coverage, node, loaded.store)
    values = {"page": loaded.kept(("node", asked.key), make), "picture": ""}
    return Page("area" if is_area else "subject", scope, graph.label(node), values)


def _analysis(asked: Asked, loaded: Loaded) -> Analysis:
    """The figures of the network; the same for both languages and for programs."""
    scope = scope_of(asked, loaded)
    before = scope.before and scope.before.snapshot.day
    return loaded.kept(("analysis", scope.coverage.snapshot.day, before), partial(analysis, scope))


def _analysed(asked: Asked, loaded: Loaded) -> Answer:
    return Answer({**basis_json(loaded.coverage(asked.day)), **exact(_analysis(asked, loaded))})


def _analyst(asked: Asked, loaded: Loaded) -> Page:
    values = {"page": _analysis(asked, loaded)}
    return Page("analyst", scope_of(asked, loaded), words.word("nav", "analyst"), values)


def _problems(asked: Asked, loaded: Loaded) -> Page:
    """The findings: how many of each, and the first of those that are asked for."""
    scope = scope_of(asked, loaded)
    nodes = chosen(scope.coverage, where_of(asked))
    name, severity = asked.get("finding"), severity_of(asked)
    if name is not None:
        name = scope.coverage.policy.finding(name).name
    fitting = [
        (each, each.count(nodes))
        for each in _found(asked, loaded, scope)
        if name in (None, each.finding.name) and severity in (None, each.finding.severity)
    ]
    most = asked.count("limit", ROWS) or ROWS
    first = list(islice((one for each, _ in fitting for one in each.first(most, nodes)), most))
    told = Problems(
        tuple(Counted(*_named(each), count) for each, count in fitting if count),
        problems(scope, first).first,
        sum(count for _, count in fitting),
    )
    behind = of_findings(asked, loaded, name, (*WHERE, "severity"))
    return Page("findings", scope, words.word("nav", "findings"), {"page": told}, behind=behind)


def _mapped(asked: Asked, loaded: Loaded) -> Answer:
    """What the map shows, mark by mark."""
    return Answer(exact(drawing.map_picture(asked, loaded)))


def _cells(asked: Asked, loaded: Loaded) -> Answer:
    """The rates of every community and category."""
    question = RateQuestion(("community", "category"), kind_of(asked), asked.standard)
    return tables.grouped(loaded.coverage(asked.day), question)


_OF_NODE = View(_explained, _of_node, ("against", "id"), of_one=True, forms=("html", "json"))

PAGES: Mapping[str, View] = {
    "overview": View(_rates, _overview, ("against", "kind", "denominator")),
    "coverage": View(_rates, None, ("by", "against", "kind", "denominator")),
    "official": View(_official, None, ("by", "denominator")),
    "blind-spots": View(listing.answer, listing.page, listing.OWN),
    "matrix": View(_cells, _matrix, ("kind",)),
    "map": View(_mapped, drawing.map_page, ("id",), of_one=True, forms=DRAWN, picture=drawing.map_picture),
    "ego": View(
        drawing.around_answer,
        drawing.around_page,
        ("id", "hops", "layer", "limit"),
        of_one=True,
        forms=(*DRAWN, "csv", "xlsx"),
        picture=drawing.around_picture,
    ),
    "path": View(drawing.path_answer, drawing.path_page, ("from", "to", "layer")),
    "ask": View(
        queries.answer, queries.page, queries.OWN, of_one=True, forms=queries.FORMS, picture=queries.picture,
        file=queries.file,
    ),
    "analyst": View(_analysed, _analyst, ("against",), forms=("html", "json")),
    "findings": View(_findings, _problems, (*WHERE, "finding", "severity", "limit")),
    "status": View(_status),
    "subject": _OF_NODE,
    "area": _OF_NODE,
}
"""Every page by its name in the address."""
