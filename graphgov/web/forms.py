"""The forms of an answer: a page, JSON, a table as a file; and an error in the form that was asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.errors import GraphgovError
from graphgov.export.png import png
from graphgov.export.svg import page as svg
from graphgov.files.workbook import Page as Tab
from graphgov.files.workbook import write_workbook
from graphgov.files.writers import Column, Sheet, as_json
from graphgov.view.picture import Picture
from graphgov.web.asking import Asked
from graphgov.web.looks import document, refusal
from graphgov.web.pages import View
from graphgov.web.security import METHODS
from graphgov.web.state import Loaded

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Reply:
    """What is sent."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict, hash=False)
    status: int = 200


def reply(view: View, asked: Asked, loaded: Loaded, marking: str) -> Reply:
    """The answer of a page in the form asked for."""
    match asked.form:
        case "json":
            return _sent(as_json(view.answer(asked, loaded).value) + "\n", "application/json")
        case "csv":
            table = view.answer(asked, loaded).csv()
            return _file(table, "text/csv; charset=utf-8", f"{asked.page}.csv")
        case "xlsx":
            return _file(_workbook(view.answer(asked, loaded), asked, marking), XLSX, f"{asked.page}.xlsx")
        case "svg" | "png" if view.picture is not None:
            return _picture(view.picture(asked, loaded), asked, marking)
        case "cypher" if view.file is not None:
            name, text = view.file(asked, loaded)
            return _file(text.encode("utf-8"), "text/plain; charset=utf-8", f"{name}.cypher")
        case _:

            def page() -> tuple[str, int]:
                shown = view.show(asked, loaded)
                return document(shown, asked, view.forms, marking), shown.status

            text, status = loaded.kept(("html", asked.key), page)
            return _sent(text, status=status)


def _picture(picture: Picture, asked: Asked, marking: str) -> Reply:
    """A picture with its legend, as a file."""
    drawn = svg(picture, marking=marking)
    if asked.form == "svg":
        return _file(drawn.encode("utf-8"), "image/svg+xml", f"{asked.page}.svg")
    return _file(png(drawn), "image/png", f"{asked.page}.png")


def _workbook(answer: Answer, asked: Asked, marking: str) -> bytes:
    """The tables of an answer as a workbook: the whole of what CSV holds, and what is said around it."""
    title = words.word("nav", asked.page)
    said = Sheet((Column(title),), tuple((line,) for line in (*answer.head, *answer.foot)))
    pages = [Tab(title, answer.data or answer.sheets[0]), Tab(words.word("live", "notes"), said, prose=True)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answer.xlsx"
        write_workbook(path, pages, title, marking)
        return path.read_bytes()


def error(fault: GraphgovError, status: int, lang: str, form: str) -> Reply:
    """What is wrong and what to do."""
    text = fault.text(lang)
    allowed = {"Allow": ", ".join(METHODS)} if status == 405 else {}
    if form == "json":
        told = _sent(as_json({"status": status, "error": text}) + "\n", "application/json", status)
    else:
        told = _sent(refusal(text, status, lang), status=status)
    return replace(told, headers={**told.headers, **allowed})


def _sent(text: str, media: str = "text/html", status: int = 200) -> Reply:
    # Lone surrogates cannot be stored, but an address can hold them, and errors repeat it.
    return Reply(text.encode("utf-8", "replace"), {"Content-Type": f"{media}; charset=utf-8"}, status)


def _file(body: bytes, media: str, name: str) -> Reply:
    return Reply(body, {"Content-Type": media, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"})
