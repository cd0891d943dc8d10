"""The answer of `graphgov history`: everything that was said, statement by statement."""

from __future__ import annotations

from collections import Counter

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.answers.showing import cut
from graphgov.answers.standing import kind_label
from graphgov.explain.history import History, Statement
from graphgov.files.exact import exact
from graphgov.files.writers import CSV, TEXT, Cell, Column, Sheet
from graphgov.schema import SCHEMA


def told(history: History, most: int | None) -> Answer:
    """A history; at most so many rows in text."""
    columns = (
        _column("day"), _column("about"), _column("property"), Column(words.word("message", "column_value")),
        _column("standing"), _column("since"), _column("until"), Column(words.word("message", "column_source")),
        _column("import", right=True), _column("place", shown=TEXT), _column("file", shown=CSV),
        _column("row", True, CSV), Column(words.word("message", "column_reason")),
    )  # fmt: skip
    rows = tuple(_cells(history.kind, statement) for statement in history.statements)
    shown, foot = cut(Sheet(columns, rows), most)
    return Answer(exact(history), (shown,), _head(history), (*foot, _count(history)), Sheet(columns, rows))


def _column(name: str, right: bool = False, shown: str = "text csv") -> Column:
    return Column(words.word("history", f"column_{name}"), right, shown)


def _head(history: History) -> tuple[str, ...]:
    named = f"{history.node.name}  [{history.node.id}]"
    kind = [words.word("kind", history.kind)] if history.kind else []
    day = words.say("message", "as_of", day=history.day)
    return (words.word("message", "between").join((named, *kind, day)),)


def _count(history: History) -> str:
    """How many statements there are of how many imports, and how many were taken back."""
    standings = Counter(statement.standing for statement in history.statements)
    imports = {statement.number for statement in history.statements}
    return words.say(
        "history", "count", count=len(history.statements), imports=len(imports), undone=standings["undone"]
    )  # fmt: skip


def _cells(kind: str, statement: Statement) -> tuple[Cell, ...]:
    place, name = statement.place, statement.property
    return (
        str(place.stated_on), _about(statement), words.word("property", name) if name else "",
        _value(statement.tie.kind if statement.tie else kind, statement), words.word("history", statement.standing),
        _day(statement.since), _day(statement.until), place.source, statement.number,
        f"{place.file}:{place.row}" if place.file else "", place.file, place.row, statement.reason,
    )  # fmt: skip


def _about(statement: Statement) -> str:
    """The tie as it reads from the node's side; nothing where the node itself is meant."""
    tie = statement.tie
    if tie is None:
        return ""
    if tie.other is None:
        return kind_label(tie.kind)
    forward = tie.forward or SCHEMA.edge[tie.kind].symmetric
    return f"{words.word('edge' if forward else 'edge_back', tie.kind)} {tie.other.name} [{tie.other.id}]"


def _value(kind: str, statement: Statement) -> str:
    """The value, in words where it is one of the schema's."""
    prop = SCHEMA.kinds[kind].by_name.get(statement.property) if kind else None
    coded = prop is not None and statement.value in prop.values
    return words.value_word(kind, statement.property, statement.value) if coded else statement.value


def _day(day: object) -> str:
    return "" if day is None else str(day)
