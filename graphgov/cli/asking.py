"""The command ask: questions in Cypher, by the name of their file or as they are typed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphgov import words
from graphgov.cli.options import Count, Options, option, shared
from graphgov.cli.output import deliver, limit_of
from graphgov.cli.program import Command
from graphgov.errors import BadInput

if TYPE_CHECKING:
    from graphgov.answers.model import Answer
    from graphgov.named import NamedQuery
    from graphgov.store import Found, Store

SECONDS = 60


@click.command(
    "ask", cls=Command, text="ask",
    examples=["graphgov ask", "graphgov ask linkages/interlocks --describe"],
)  # fmt: skip
@click.argument("name", metavar="[NAME]", default="")
@option("--param", metavar="NAME=VALUE", multiple=True)
@option("--cypher", metavar="TEXT", default="")
@option("--describe", is_flag=True)
@option("--explain", is_flag=True)
@option("--seconds", type=Count(), default=SECONDS, metavar="N")
@option("--limit", type=Count(), metavar="N")
@option("--queries", type=click.Path(path_type=Path), metavar="FOLDER")
@shared("db", "day", "format")
def ask(options: Options, name: str, param: tuple[str, ...], cypher: str, **how: Any) -> None:
    """List the named queries, describe one, or ask one."""
    from graphgov.answers.asked import listed
    from graphgov.named import library, named, written

    known = library(how["queries"])
    if not (name or cypher):
        answer = listed(known.values())
    elif how["describe"] and not cypher:
        answer = _description(named(name, known))
    else:
        query = written(cypher) if cypher else named(name, known)
        answer = _answer(options, query, dict(_pairs(param)), how)
    deliver(answer, options)


def _answer(options: Options, query: NamedQuery, given: dict[str, str], how: dict[str, Any]) -> Answer:
    from graphgov.answers.asked import answer_of, values_of
    from graphgov.cli.reading import store_of

    store = store_of(options)
    values = values_of(query, store, given, options.day)
    if how["explain"]:
        return _explanation(store.explained(query.text, values))
    return answer_of(_found(store, query.text, values, how, options), query.asks or query.text)


def _pairs(param: tuple[str, ...]) -> list[tuple[str, str]]:
    found = []
    for text in param:
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise BadInput("ask_pair", value=text)
        found.append((name, value))
    return found


def _found(store: Store, cypher: str, values: dict[str, Any], how: dict[str, Any], options: Options) -> Found:
    from graphgov.store import Limits

    most = limit_of(how["limit"], options)
    return store.query(cypher, values, Limits(how["seconds"], Limits.rows if most is None else most))


def _explanation(text: str) -> Answer:
    from graphgov.answers.model import Answer

    return Answer({"sql": text}, (), tuple(text.splitlines()))


def _description(query: NamedQuery) -> Answer:
    from graphgov.answers.model import Answer
    from graphgov.files.writers import Column, Sheet

    lang = words.language()
    rows = tuple(
        [("param", each.name, each.sort, "" if each.default is None else each.default) for each in query.parameters]
        + [("column", name, type_, "") for name, type_ in query.columns]
    )
    headings = (words.word("message", f"column_{name}") for name in ("part", "word", "sort", "default"))
    value = {
        "name": query.name, "asks": dict(query.asks), "why": dict(query.why),
        "parameters": [
            {"name": each.name, "type": each.type, "default": each.default, "choices": list(each.choices),
             "example": each.example}
            for each in query.parameters
        ],
        "columns": [{"name": name, "type": type_} for name, type_ in query.columns], "cypher": query.text,
    }  # fmt: skip
    sheet = Sheet(tuple(map(Column, headings)), rows)
    return Answer(value, (sheet,), (query.asks[lang], query.why[lang]), tuple(query.text.splitlines()))


COMMANDS: tuple[click.Command, ...] = (ask,)
