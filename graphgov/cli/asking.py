"""The command ask: questions in Cypher, by the name of their file or as they are typed."""

from __future__ import annotations

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
@option("--seconds", type=Count(), default=SECONDS, metavar="N")
@option("--limit", type=Count(), metavar="N")
@shared("db", "day", "format")
def ask(options: Options, name: str, param: tuple[str, ...], cypher: str, **how: Any) -> None:
    """List the named queries, describe one, or ask one."""
    from graphgov.cli.reading import store_of
    from graphgov.named import named

    if cypher:
        answer = _answer(_found(store_of(options), cypher, dict(_pairs(param)), how, options), cypher)
    elif not name:
        answer = _list()
    elif how["describe"]:
        answer = _description(named(name))
    else:
        query, store = named(name), store_of(options)
        answer = _answer(_found(store, query.text, _values(query, store, options, param), how, options), query.asks)
    deliver(answer, options)


def _values(query: NamedQuery, store: Store, options: Options, param: tuple[str, ...]) -> dict[str, Any]:
    from datetime import date

    from graphgov.named import bound
    from graphgov.store import Imports

    given = dict(_pairs(param))
    if options.day is not None and any(parameter.name == "day" for parameter in query.parameters):
        given.setdefault("day", options.day.isoformat())
    days = [row["stated_on"] for row in store.ask(Imports()).to_pylist() if not row["undone"]]
    return bound(query, given, max(days, default=date.today()))


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


def _answer(found: Found, asks: Any) -> Answer:
    from graphgov.answers.model import Answer
    from graphgov.files.writers import Column, Sheet

    rows = tuple(tuple(map(_cell, row)) for row in found.rows)
    numbers = [all(isinstance(row[place], int | None) for row in rows) for place in range(len(found.columns))]
    columns = tuple(Column(name, right) for name, right in zip(found.columns, numbers, strict=True))
    value = {
        "columns": list(found.columns),
        "rows": [[_plain(cell) for cell in row] for row in found.rows],
        "more": found.more,
    }
    foot = (words.say("message", "ask_more", shown=len(rows)),) if found.more else ()
    head = (asks if isinstance(asks, str) else asks[words.language()],)
    return Answer(value, (Sheet(columns, rows),), head, foot)


def _cell(value: Any) -> Any:
    """A value as a cell: a list with commas, anything else that is no plain value as Python writes it."""
    if isinstance(value, list | tuple):
        return words.word("message", "comma").join(str(_cell(each)) for each in value)
    return value if isinstance(value, str | int | float | None) else str(value)


def _plain(value: Any) -> Any:
    match value:
        case list() | tuple():
            return [_plain(each) for each in value]
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case str() | int() | float() | None:
            return value
    return str(value)


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
