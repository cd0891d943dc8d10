"""The answer of a query in Cypher, and the values that a named one is asked with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.files.writers import Column, Sheet
from graphgov.named import NamedQuery, bound
from graphgov.query.check import is_date
from graphgov.store import Found, Imports, Store
from graphgov.store.shown import Shown


def values_of(query: NamedQuery, store: Store, given: Mapping[str, str], day: date | None) -> dict[str, Any]:
    """The values of a named query's parameters; `day`: that of the question, unless a value is given for it."""
    given = dict(given)
    if day is not None and any(parameter.name == "day" for parameter in query.parameters):
        given.setdefault("day", day.isoformat())
    return bound(query, given, _cutoff(store))


def values_given(cypher: str, store: Store, given: Mapping[str, str], day: date | None) -> dict[str, Any]:
    """The values for a query of one's own: texts, days where they are written as such; ``$day`` is that of the data."""
    values = {name: _day(text) or text for name, text in given.items()}
    if "day" not in values and re.search(r"\$day\b", cypher):
        values["day"] = day or _cutoff(store)
    return values


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if is_date(text) else None


def _cutoff(store: Store) -> date:
    days = [row["stated_on"] for row in store.ask(Imports()).to_pylist() if not row["undone"]]
    return max(days, default=date.today())


def answer_of(found: Found, asks: str | Mapping[str, str]) -> Answer:
    """What was found, under the question: a text, or one in each language."""
    rows = tuple(tuple(map(_cell, row)) for row in found.rows)
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


def _cell(value: Any) -> Any:
    """A value as a cell: a list with commas, anything else that is no plain value as Python writes it."""
    if isinstance(value, list | tuple):
        return words.word("message", "comma").join(str(_cell(each)) for each in value)
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
