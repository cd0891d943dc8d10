"""The page ask: named queries and Cypher of one's own, and what they find as a table, a picture and files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from graphgov import words
from graphgov.answers.asked import answer_of, listed
from graphgov.answers.model import Answer
from graphgov.errors import BadInput, BadOption, BadQuery, GraphgovError, StoreError, one_of
from graphgov.files.writers import plain
from graphgov.named import NamedQuery, Parameter, bound, file_of, named, one_line, written
from graphgov.report.scope import Scope
from graphgov.schema import ALL_LAYERS
from graphgov.store import Found, Limits
from graphgov.view.among import among
from graphgov.view.picture import Picture
from graphgov.web.asking import Asked
from graphgov.web.cells import Cells, cells
from graphgov.web.drawing import drawn, scene_of
from graphgov.web.links import PARAMETER
from graphgov.web.looks import Page
from graphgov.web.parts import scope_of
from graphgov.web.state import Loaded

OWN = ("cypher", PARAMETER, "limit", "show", "copy", "title")
"""What the page is asked: a text instead of a name, parameters, rows; `show`: a table or a picture; `copy`: the name
of a query whose text stands in the box; `title`: what a file is called."""

FORMS = ("html", "json", "csv", "xlsx", "svg", "png", "cypher")

SECONDS = 30
"""So long a query may take here: others wait for the machine."""

ROWS, MOST_ROWS = 200, 100_000
"""So many rows stand on the page unless ``limit=`` says otherwise, and in a file at most."""

MOST_DRAWN = 1_500
"""So many nodes can still be told apart in a picture."""

_INPUTS = {"date": "date", "count": "number", "number": "number"}


@dataclass(frozen=True)
class Field:
    """A parameter as a field of the form, with what stands in it."""

    parameter: Parameter
    value: str
    input: str

    @property
    def name(self) -> str:
        """Its name in the address."""
        return PARAMETER + self.parameter.name


@dataclass(frozen=True)
class Place:
    """Where the fault of a text stands: its line, cut into what is before, the word itself, and what comes after."""

    line: int
    before: str
    word: str
    after: str


def query_of(asked: Asked, loaded: Loaded) -> NamedQuery | None:
    """The query that is asked; None when nothing is.  Raises UnknownName with the nearest name."""
    text = _text(asked)
    if asked.id is None:
        return written(text) if text else None
    if text:
        raise BadOption("ask_both")
    return named(asked.id, loaded.queries)


def answer(asked: Asked, loaded: Loaded) -> Answer:
    """What is found, as the command line tells it; without a question, which queries there are."""
    query = query_of(asked, loaded)
    if query is None:
        return listed(loaded.queries.values())
    return answer_of(_found(asked, loaded, query, Limits.rows), query.asks or query.text)


def picture(asked: Asked, loaded: Loaded) -> Picture:
    """What the page shows, drawn: the nodes of every column on a ring of its own, and all ties among them.

    Raises BadOption when no column has identifiers of nodes, or they are too many.
    """
    query = query_of(asked, loaded)
    if query is None:
        raise BadOption("ask_nothing")
    scope, found = scope_of(asked, loaded), _found(asked, loaded, query, ROWS)
    return _picture(asked, loaded, query, cells(scope.coverage.snapshot, found.columns, found.rows))


def file(asked: Asked, loaded: Loaded) -> tuple[str, str]:
    """A query as a file for `--queries`: its name, and its text, headed by what is asked and found here."""
    query, title = query_of(asked, loaded), asked.get("title")
    if query is None:
        raise BadOption("ask_nothing")
    if asked.id is not None:
        return asked.id.rpartition("/")[2], query.text
    if title is None:
        raise BadOption("ask_untitled")
    found = _found(asked, loaded, query, ROWS)
    given = _given(asked)
    why = {lang: words.say("ask", "saved", lang, day=_day(asked, loaded)) for lang in words.LANGUAGES}
    saved = replace(
        query, asks=dict.fromkeys(words.LANGUAGES, title), why=why, columns=tuple(_columns(found)),
        parameters=tuple(_kept(each, given.get(each.name)) for each in query.parameters),
    )  # fmt: skip
    # What file systems do not take in a name.
    return re.sub(r'[\\/:*?"<>|\s.]+', "-", title).strip("-") or "query", file_of(saved)


def page(asked: Asked, loaded: Loaded) -> Page:
    """The box, the named queries, the form of one of them, and what it finds; a fault stands under its text."""
    scope = scope_of(asked, loaded)
    query, result, fault = None, dict[str, Any](), None
    try:
        query = query_of(asked, loaded)
        if query is not None and not _lacking(asked, query):
            result = _result(asked, loaded, scope, query)
    except (BadInput, StoreError) as error:
        fault = error
        if query is None:
            raise
    text = _text(asked)
    if copy := asked.get("copy"):
        text = named(copy, loaded.queries).text
    values = {
        "query": query, "text": text, "fields": tuple(_fields(asked, loaded, query)), "groups": _groups(loaded),
        "fault": None if fault is None else fault.text(), "place": _place(query, fault), "result": result,
        "shown": asked.one_of("show", ("table", "picture"), "table"),
        "most": MOST_ROWS, "lines": [] if query is None else [plain(line) for line in query.text.splitlines()],
    }  # fmt: skip
    title = query.asks.get(asked.lang, "") if query is not None else ""
    status = 200 if fault is None else 503 if isinstance(fault, StoreError) else 400
    return Page("ask", scope, title or words.word("nav", "ask"), values, status=status)


def _result(asked: Asked, loaded: Loaded, scope: Scope, query: NamedQuery) -> dict[str, Any]:
    """What the template shows of the rows."""
    found = _found(asked, loaded, query, ROWS)
    told = cells(scope.coverage.snapshot, found.columns, found.rows)
    drawable = 0 < sum(map(len, told.rings())) <= MOST_DRAWN
    shown = {"cells": told, "more": found.more, "forms": FORMS[1:4], "drawing": None, "drawable": drawable}
    if asked.get("show") == "picture":
        shown |= drawn(asked, _picture(asked, loaded, query, told), "ask")
        shown["forms"] = FORMS[1:6]
    return shown


def _picture(asked: Asked, loaded: Loaded, query: NamedQuery, told: Cells) -> Picture:
    rings = told.rings()
    count = sum(map(len, rings))
    if not count:
        raise BadOption("ask_no_nodes")
    if count > MOST_DRAWN:
        raise BadOption("ask_too_many", count=count, most=MOST_DRAWN)
    title = query.asks.get(asked.lang) or words.word("ask", "own")
    return among(scene_of(asked, loaded, scope_of(asked, loaded), ALL_LAYERS), rings, title)


def _found(asked: Asked, loaded: Loaded, query: NamedQuery, rows: int) -> Found:
    """The rows; of one state of the data the same question is asked once."""
    values = bound(query, _given(asked), _day(asked, loaded))
    most = asked.count("limit", rows)
    limits = Limits(SECONDS, min(most or MOST_ROWS, MOST_ROWS))
    key = ("asked", query.text, tuple(values.items()), limits.rows)
    return loaded.kept(key, partial(loaded.store.query, query.text, values, limits))


def _text(asked: Asked) -> str:
    """What stands in the box, its lines ended as everywhere else."""
    return (asked.get("cypher") or "").replace("\r\n", "\n")


def _day(asked: Asked, loaded: Loaded) -> date:
    return loaded.coverage(asked.day).snapshot.day


def _given(asked: Asked) -> dict[str, str]:
    """The values of parameters; an empty field gives none."""
    return {name.removeprefix(PARAMETER): text for name, text in asked.given.items()
            if name.startswith(PARAMETER) and text}  # fmt: skip


def _lacking(asked: Asked, query: NamedQuery) -> bool:
    """Whether a value has to be given first: then there is only the form yet."""
    given = _given(asked)
    for name in given:
        one_of(query.name, name, [each.name for each in query.parameters])
    return any(each.default is None and each.name not in given for each in query.parameters)


def _fields(asked: Asked, loaded: Loaded, query: NamedQuery | None) -> Iterator[Field]:
    given, day = _given(asked), _day(asked, loaded)
    for each in query.parameters if query is not None else ():
        default = day.isoformat() if each.type == "date" and each.default == "cutoff" else each.default
        yield Field(each, given.get(each.name) or default or "", _INPUTS.get(each.type, "text"))


def _groups(loaded: Loaded) -> Mapping[str, list[NamedQuery]]:
    groups: dict[str, list[NamedQuery]] = {}
    for query in loaded.queries.values():
        groups.setdefault(query.group, []).append(query)
    return groups


def _place(query: NamedQuery | None, fault: GraphgovError | None) -> Place | None:
    if query is None or not isinstance(fault, BadQuery) or "column" not in fault.fields:
        return None
    number, column = int(str(fault.fields.get("line", 1))), int(str(fault.fields["column"]))
    line = [*query.text.split("\n"), ""][number - 1]
    word = re.match(r"\w+|.?", line[column - 1 :], re.DOTALL)
    end = column - 1 + len(word[0] if word else "")
    return Place(number, *map(plain, (line[: column - 1], line[column - 1 : end], line[end:])))


def _kept(parameter: Parameter, given: str | None) -> Parameter:
    """A parameter of a file: with the value given here as its default, but for a day, which is the data's."""
    if given is None or parameter.name == "day":
        return parameter
    type_ = parameter.type if parameter.type != "value" else "text"
    # What a header could not repeat has to be given again.
    return replace(parameter, type=type_, default=given if one_line(given) == given else None)


_TYPES = {bool: "flag", int: "count", float: "number", date: "date", list: "list"}


def _columns(found: Found) -> Iterator[tuple[str, str]]:
    for place, name in enumerate(found.columns):
        types = {_TYPES.get(type(row[place]), "text") for row in found.rows if row[place] is not None}
        yield name, types.pop() if len(types) == 1 else "text"

