"""Which pages there are, and what each answers: a view takes what is asked and one state, and gives a `Shown`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphgov import words
from graphgov.answers import blind, found, standing, tables
from graphgov.answers.model import Answer
from graphgov.answers.questions import BlindQuestion, RateQuestion, Where
from graphgov.coverage import SUBJECTS, Coverage
from graphgov.errors import shorten
from graphgov.explain import explain
from graphgov.web.asking import Asked
from graphgov.web.security import Refused
from graphgov.web.state import Loaded

FORMS = ("html", "json", "csv")
"""The forms of every answer that has rows; what has none is asked as html or json."""


@dataclass(frozen=True)
class Shown:
    """What a page answers: the title, an `Answer` for programs and tables, and the values of a template of its own."""

    title: str
    answer: Answer
    template: str = "answer"
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """A page: the filters that it knows, whether it is about one thing, and how it answers."""

    show: Callable[[Asked, Loaded], Shown]
    filters: tuple[str, ...] = ()
    of_one: bool = False
    forms: tuple[str, ...] = FORMS


WHERE = ("district", "street", "community")

SEVERITIES = ("high", "medium", "low")


def _overview(asked: Asked, loaded: Loaded) -> Shown:
    """How many are covered: the whole, or (``by=``) every group."""
    coverage = loaded.coverage(asked.day)
    by = tuple(name.strip() for name in (asked.get("by") or "").split(",") if name.strip())
    question = RateQuestion(by, _kind(asked), asked.standard, asked.get("denominator"))
    answer = tables.grouped(coverage, question) if by else tables.overview(coverage, question)
    return Shown(words.word("nav", "overview"), answer)


def _official(asked: Asked, loaded: Loaded) -> Shown:
    """The official form, whole or for every group."""
    by = asked.get("by")
    question = RateQuestion((by,) if by else (), denominator=asked.get("denominator"))
    return Shown(words.word("nav", "official"), tables.official(loaded.coverage(asked.day), question))


def _blind(asked: Asked, loaded: Loaded) -> Shown:
    """Who is reached by nothing."""
    names = ("denominator", "category", "finding")
    question = BlindQuestion(_kind(asked), asked.standard, *map(asked.get, names))
    most = asked.count("limit", None) or None
    answer = blind.answer(loaded.coverage(asked.day), question, _where(asked), most)
    return Shown(words.word("nav", "blind-spots"), answer)


def _findings(asked: Asked, loaded: Loaded) -> Shown:
    """What is worth telling."""
    coverage, most = loaded.coverage(asked.day), asked.count("limit", None) or None
    severity = asked.get("severity") and asked.one_of("severity", SEVERITIES, SEVERITIES[0])
    answer = found.answer(coverage, asked.get("name"), severity, _where(asked), most)
    return Shown(words.word("nav", "findings"), answer)


def _status(asked: Asked, loaded: Loaded) -> Shown:
    """What is in the store, who said it, how good it is."""
    return Shown(words.word("nav", "status"), standing.standing(loaded.coverage(asked.day), loaded.store))


def _subject(asked: Asked, loaded: Loaded) -> Shown:
    """Everything about one node."""
    coverage = loaded.coverage(asked.day)
    explanation = explain(coverage, node_of(coverage, asked), loaded.store)
    return Shown(explanation.name, Answer(explanation.as_json(), head=tuple(explanation.lines(asked.lang))))


def _kind(asked: Asked) -> str | None:
    return asked.get("kind") and asked.one_of("kind", SUBJECTS, SUBJECTS[0])


def _where(asked: Asked) -> Where:
    return Where(*map(asked.get, WHERE))


def node_of(coverage: Coverage, asked: Asked) -> int:
    """The node that a page is about: by its id alone, because a name may change; raises Refused when there is none."""
    node = coverage.snapshot.graph.find(asked.id or "")
    if node is None:
        raise Refused(404, "no_node", id=shorten(asked.id or ""))
    return node


PAGES: Mapping[str, View] = {
    "overview": View(_overview, ("by", "kind", "denominator")),
    "official": View(_official, ("by", "denominator")),
    "blind-spots": View(_blind, (*WHERE, "kind", "denominator", "category", "finding", "limit")),
    "findings": View(_findings, (*WHERE, "name", "severity", "limit")),
    "status": View(_status),
    "subject": View(_subject, of_one=True, forms=("html", "json")),
}
"""Every page by its name in the address."""
