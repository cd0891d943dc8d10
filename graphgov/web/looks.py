"""How a live page looks: the templates of the report inside a document of its own, with links that are paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from graphgov import words
from graphgov.answers.blind import count_line
from graphgov.files.templates import Templates
from graphgov.report.pages import TEMPLATES as REPORTED
from graphgov.report.pages import Look, frame
from graphgov.report.scope import Scope
from graphgov.web.asking import Asked
from graphgov.web.assets import assets
from graphgov.web.links import Links

if TYPE_CHECKING:
    from markupsafe import Markup

TEMPLATES = Templates(
    "graphgov.web", {**REPORTED.lent, "count_line": count_line, "assets": assets()}, ("graphgov.report",)
)

NAVIGATION = ("overview", "blind-spots", "matrix", "map", "findings", "analyst", "path", "ask", "status")
"""The pages that stand at the top of every page."""


@dataclass(frozen=True)
class Page:
    """A page as HTML: the template of its part, what that shows, what the window is called.

    `status`: that of HTTP; `behind`: the address of the query that restates what it shows, where there is one.
    """

    template: str
    scope: Scope
    title: str
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)
    status: int = 200
    behind: str = ""


def document(page: Page, asked: Asked, forms: tuple[str, ...], marking: str) -> Markup:
    """A page as a whole document; `forms` are those that its answer can be taken along in."""
    links = Links(asked.carried)
    look = Look(asked.lang, frame(page.scope, marking), links, _languages(asked), NAVIGATION)
    shown = {
        "look": look, "frame": look.frame, "url": links, "within": look.frame.within, "asked": asked,
        "again": partial(again, asked), "forms": forms,
    }  # fmt: skip
    inner = TEMPLATES.render(f"parts/{page.template}.html", asked.lang, **shown, **page.values)
    return TEMPLATES.render(
        "live.html", asked.lang, **shown, name=asked.page, title=page.title, inner=inner, behind=page.behind
    )  # fmt: skip


def refusal(text: str, status: int, lang: str) -> Markup:
    """What is wrong and what to do, as a whole document."""
    return TEMPLATES.render("refusal.html", lang, status=status, text=text)


def _languages(asked: Asked) -> dict[str, str]:
    """The address of the same page in every other language."""
    return {lang: again(asked, {"lang": lang}) for lang in words.LANGUAGES if lang != asked.lang}


def again(asked: Asked, changed: Mapping[str, str | None]) -> str:
    """The address of the page that is asked, with some of its parameters changed (None: left out)."""
    given = {**asked.given, **changed}
    given.pop("id", None)
    return Links({})(asked.page, asked.id or "", **{name: value for name, value in given.items() if value})
