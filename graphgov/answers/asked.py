"""The answer of a query in Cypher, and the values that a named one is asked with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.errors import one_of
from graphgov.files.writers import Column, Sheet
from graphgov.named import NamedQuery, bound, kept_in, library, parsed
from graphgov.policy import Policy
from graphgov.restated import GROUPS, queries
from graphgov.store import Found, Imports, Store
from graphgov.store.shown import Shown


def values_of(query: NamedQuery, store: Store, given: Mapping[str, str], day: date | None) -> dict[str, Any]:
    """The values of a named query's parameters; `day`: that of the question, unless a value is given for it."""
    given = dict(given)
    if day is not None and any(parameter.name == "day" for parameter in query.parameters):
        given.setdefault("day", day.isoformat())
    return bound(query, given, cutoff(store))


def values_with(query: NamedQuery, store: Store, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of its parameters: those given as they are, of whatever type, else the defaults."""
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        one_of(query.name, name, known)
    others = tuple(parameter for parameter in query.parameters if parameter.name not in given)
    return {**values_of(replace(query, parameters=others), store, {}, None), **given}


def cutoff(store: Store) -> date:
    """The latest day that anything in a store is stated for."""
    days = [row["stated_on"] for row in store.ask(Imports()).to_pylist() if not row["undone"]]
    return max(days, default=date.today())


def under(policy: Policy, folder: Path | None = None) -> dict[str, NamedQuery]:
    """The named queries, those that restate a policy as it does; and those of a folder, which go before others."""
    by_hand = {name: query for name, query in library().items() if query.group not in GROUPS}
    restated = {name: parsed(name, text) for name, text in queries(policy).items()}
    own = {} if folder is None else kept_in(folder)
    return dict(sorted((by_hand | restated | own).items()))


def listed(queries: Iterable[NamedQuery]) -> Answer:
    """Which queries there are, and what they ask."""
    lang, every = words.language(), tuple(queries)
    columns = (Column(words.word("message", "column_query")), Column(words.word("message", "column_asks")))
    value = [{"name": query.name, **query.asks} for query in every]
    return Answer(value, (Sheet(columns, tuple((query.name, query.asks[lang]) for query in every)),))


def answer_of(found: Found, asks: str | Mapping[str, str]) -> Answer:
    """What was found, under the question: a text, or one in each language."""
    rows = tuple(tuple(map(cell, row)) for row in found.rows)
    numbers = [all(isinstance(row[place], int | None) for row in rows) for place in range(len(found.columns))]
    columns = tuple(Column(name, right) for name, right in zip(found.columns, numbers, strict=True))
    value = {
        "columns": list(found.columns),
        "rows": [[plain(cell) for cell in row] for row in found.rows],
        "more": found.more,
    }
    foot = (words.say("message", "ask_more", shown=len(rows)),) if found.more else ()
    head = (asks if isinstance(asks, str) else asks[words.language()],)
    return Answer(value, (Sheet(columns, rows),), head, foot)


def cell(value: Any) -> Any:
    """A value as a cell: a list with commas, anything else that is no plain value as Python writes it."""
    if isinstance(value, list | tuple):
        return words.word("message", "comma").join(str(cell(each)) for each in value)
    return value if isinstance(value, str | int | float | None) else str(value)


def plain(value: Any) -> Any:
    """A value as JSON has it: days and whatever else is no plain value as text."""
    match value:
        case list() | tuple():
            return [plain(each) for each in value]
        case dict():
            return {name: plain(each) for name, each in value.items()}
        case Shown():
            return plain(value.value)
        case str() | int() | float() | None:
            return value
    return str(value)
