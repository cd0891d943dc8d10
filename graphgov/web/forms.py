"""The forms of an answer: a page, JSON, a table as a file; and an error in the form that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from graphgov.errors import GraphgovError
from graphgov.files.templates import Templates
from graphgov.files.writers import as_json
from graphgov.web.asking import Asked
from graphgov.web.pages import Shown
from graphgov.web.security import METHODS

TEMPLATES = Templates("graphgov.web")


@dataclass(frozen=True)
class Reply:
    """What is sent."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    status: int = 200


def reply(shown: Shown, asked: Asked, form: str) -> Reply:
    """An answer in the form asked for."""
    match form:
        case "json":
            return _sent(as_json(shown.answer.value) + "\n", "application/json")
        case "csv":
            name = f"{asked.page}.csv"
            return Reply(shown.answer.csv(), {"Content-Type": "text/csv; charset=utf-8", **_saved_as(name)})
        case _:
            return _sent(TEMPLATES.render("answer.html", asked.lang, shown=shown, asked=asked))


def error(fault: GraphgovError, status: int, lang: str, form: str) -> Reply:
    """What is wrong and what to do."""
    text = fault.text(lang)
    allowed = {"Allow": ", ".join(METHODS)} if status == 405 else {}
    if form == "json":
        told = _sent(as_json({"status": status, "error": text}) + "\n", "application/json", status)
    else:
        told = _sent(TEMPLATES.render("refusal.html", lang, status=status, text=text), status=status)
    return replace(told, headers={**told.headers, **allowed})


def _sent(text: str, media: str = "text/html", status: int = 200) -> Reply:
    # Lone surrogates cannot be stored, but an address can hold them, and errors repeat it.
    return Reply(text.encode("utf-8", "replace"), {"Content-Type": f"{media}; charset=utf-8"}, status)


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
