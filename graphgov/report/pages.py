"""Pages as HTML: a page's values, and how they are to be shown, into the templates; figures are made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from graphgov import words
from graphgov.answers.blind import together_title, under_line
from graphgov.answers.standing import kind_label
from graphgov.coverage import FORM, NOWHERE, SUBJECTS, percent
from graphgov.files.templates import Templates
from graphgov.report.links import PAGES, Url, fragment
from graphgov.report.refs import Ref, ref
from graphgov.report.scope import Scope
from graphgov.report.ties import Group
from graphgov.report.traits import PLANS, SAID, URGENT
from graphgov.report.worst import SMALL_BASE, level_of
from graphgov.view.colours import COLOURS, shade

if TYPE_CHECKING:
    from markupsafe import Markup

SINGLE = ("area", "subject")
"""Pages about one thing; they do not stand in the navigation."""


@dataclass(frozen=True)
class Frame:
    """What stands around every page: whose it is, and on what its figures rest.

    `denominators` are pairs of kind and name; `before` is what the figures are compared with (a day, or a policy file
    when the day is the same), empty for nothing; `within`: the filter that asks for the area; `marking` is a line for
    every page and print (内部资料).
    """

    title: str
    day: date
    standard: str
    denominators: tuple[tuple[str, str], ...]
    policy: str
    before: str = ""
    area: Ref | None = None
    within: Mapping[str, str] = field(default_factory=dict, hash=False)
    marking: str = ""
    version: str = field(default_factory=lambda: version("graphgov"))


def frame(scope: Scope, marking: str = "") -> Frame:
    """The frame of all pages of a scope."""
    coverage = scope.coverage
    area = ref(coverage.snapshot.graph, scope.area)
    return Frame(
        title=_city(scope),
        day=coverage.snapshot.day,
        standard=scope.standard,
        denominators=tuple((kind, coverage.denominator(kind)) for kind in SUBJECTS),
        policy=coverage.policy.file,
        before=_before(scope),
        area=area,
        within={} if area is None else {level_of(scope): area.id},
        marking=marking,
    )


def _city(scope: Scope) -> str:
    """The name of the one city that all belongs to; empty when there are several, or none."""
    snapshot = scope.coverage.snapshot
    part = snapshot.slice_of("Division")
    tops = [
        node
        for node in range(part.start, part.stop)
        if snapshot.alive[node] and scope.coverage.territory.parent[node] == NOWHERE
    ]
    return snapshot.graph.label(tops[0]) if len(tops) == 1 else ""


def _before(scope: Scope) -> str:
    if scope.before is None:
        return ""
    same = scope.before.snapshot.day == scope.coverage.snapshot.day
    return scope.before.policy.file if same else str(scope.before.snapshot.day)


@dataclass(frozen=True)
class Look:
    """How pages are shown: the language, the frame, how addresses are written, and what a document has around a page.

    `languages`: the address of the same page in each other language.  `head` and `foot`: what the document has before
    its end tags (styles, scripts); `pages`: those that the navigation names.
    """

    lang: str
    frame: Frame
    url: Url = fragment
    languages: Mapping[str, str] = field(default_factory=dict, hash=False)
    pages: tuple[str, ...] = tuple(page for page in PAGES if page not in SINGLE)
    head: Markup | str = ""
    foot: Markup | str = ""


def _bases(frame: Frame) -> str:
    """The denominators of a frame in words."""
    return words.word("message", "comma").join(
        words.say("foot", "of_kind", kind=words.word("kind", kind), denominator=words.word("denominator", name))
        for kind, name in frame.denominators
    )


def _sign(state: str) -> str:
    """What stands for a state beside its word; the same as in pictures."""
    return COLOURS[state].sign if state in COLOURS else ""


def _reading(group: Group) -> str:
    """How a group of ties reads: the kind in its direction, and where members come from."""
    origin = [words.value_word(group.kind, "origin", group.origin)] if group.origin else []
    return words.word("message", "between").join([words.word(*group.reading), *origin])


TEMPLATES = Templates(
    "graphgov.report",
    {
        "percent": percent,
        "shade": shade,
        "sign": _sign,
        "bases": _bases,
        "reading": _reading,
        "kind_label": kind_label,
        "under_line": under_line,
        "together_title": together_title,
        "FORM": FORM,
        "URGENT": URGENT,
        "PLANS": PLANS,
        "SAID": SAID,
        "SMALL_BASE": SMALL_BASE,
    },
)


def part(name: str, look: Look, **values: object) -> Markup:
    """One page without anything around it: a ``<section lang=...>`` to be put into a document."""
    shown = {"look": look, "frame": look.frame, "url": look.url, "within": look.frame.within, **values}
    return TEMPLATES.render(f"parts/{name}.html", look.lang, **shown)


def document(name: str, look: Look, **values: object) -> Markup:
    """A page as a whole document."""
    inner = part(name, look, **values)
    return TEMPLATES.render(
        "document.html", look.lang, look=look, frame=look.frame, url=look.url, name=name, inner=inner
    )  # fmt: skip


@cache
def names() -> tuple[str, ...]:
    """The pages that have a template."""
    listed = TEMPLATES.environment.list_templates(filter_func=lambda path: path.startswith("parts/"))
    return tuple(path.removeprefix("parts/").removesuffix(".html") for path in listed)
