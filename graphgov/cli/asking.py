"""The command ask: questions in Cypher, by the name of their file or as they are typed."""

from __future__ import annotations

from collections.abc import Mapping
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
@shared("db", "day", "format")
def ask(options: Options, name: str, param: tuple[str, ...], cypher: str, **how: Any) -> None:
    """List the named queries, describe one, or ask one."""
    from graphgov.named import named

    if not (name or cypher):
        answer = _list()
    elif how["describe"] and not cypher:
        answer = _description(named(name))
    else:
        answer = _answer(options, name, cypher, dict(_pairs(param)), how)
    deliver(answer, options)


def _answer(options: Options, name: str, cypher: str, given: dict[str, str], how: dict[str, Any]) -> Answer:
    from graphgov.answers.asked import answer_of, values_given, values_of
    from graphgov.cli.reading import store_of
    from graphgov.named import named

    asks: str | Mapping[str, str] = cypher
    store = store_of(options)
    if cypher:
        values = values_given(cypher, store, given, options.day)
    else:
        query = named(name)
        cypher, asks, values = query.text, query.asks, values_of(query, store, given, options.day)
    if how["explain"]:
        return _explanation(store.explained(cypher, values))
    return answer_of(_found(store, cypher, values, how, options), asks)


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


def _list() -> Answer:
    from graphgov.answers.model import Answer
    from graphgov.files.writers import Column, Sheet
    from graphgov.named import library

    lang, queries = words.language(), library().values()
    columns = (Column(words.word("message", "column_query")), Column(words.word("message", "column_asks")))
    value = [{"name": query.name, **query.asks} for query in queries]
    return Answer(value, (Sheet(columns, tuple((query.name, query.asks[lang]) for query in queries)),))


def _description(query: NamedQuery) -> Answer:
    from graphgov.answers.model import Answer
    from graphgov.files.writers import Column, Sheet

    lang = words.language()
    rows = tuple(
        [("param", each.name, each.type, "" if each.default is None else each.default) for each in query.parameters]
        + [("column", name, type_, "") for name, type_ in query.columns]
    )
    headings = (words.word("message", f"column_{name}") for name in ("part", "word", "sort", "default"))
    value = {
        "name": query.name, "asks": dict(query.asks), "why": dict(query.why),
        "parameters": [{"name": each.name, "type": each.type, "default": each.default} for each in query.parameters],
        "columns": [{"name": name, "type": type_} for name, type_ in query.columns], "cypher": query.text,
    }  # fmt: skip
    sheet = Sheet(tuple(map(Column, headings)), rows)
    return Answer(value, (sheet,), (query.asks[lang], query.why[lang]), tuple(query.text.splitlines()))


COMMANDS: tuple[click.Command, ...] = (ask,)
