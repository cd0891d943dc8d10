"""What an import did with what it found, entry by entry: where it stands, what was done, what helps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphgov import words
from graphgov.errors import shorten

UNDERSTOOD, CHANGED, JOINED, DOUBTED, REJECTED = OUTCOMES = ("understood", "changed", "joined", "doubted", "rejected")
"""Taken as it stands; taken in another form; one with another row or with what is known; taken, or not, with a
question to a person; not taken."""

TABLES = ("told", "ledger", "doubt", "problem")
"""The tables of the catalogue that hold what is told, in the order in which they are looked at."""


@dataclass(frozen=True)
class Entry:
    """One thing to tell: its outcome, where it stands (row 0: the whole table), the value, a key of the catalogue."""

    outcome: str
    key: str
    file: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    value: str = ""
    fields: tuple[tuple[str, str], ...] = ()

    def text(self, lang: str | None = None) -> str:
        """What was found, what was done with it, and the cure where one is needed."""
        table = next((table for table in TABLES if words.has(table, self.key)), TABLES[0])
        fields = dict(self.fields)
        if "property" in fields:
            fields["property"] = words.word("property", fields["property"], lang=lang)
        if "what" in fields:
            table_of = "edge" if words.has("edge", fields["what"]) else "kind"
            fields["what"] = words.word(table_of, fields["what"], lang=lang)
        if "type" in fields:
            fields["type"] = words.value_word(fields["kind"], "type", fields["type"], lang)
        return words.say(table, self.key, lang, **{"value": shorten(self.value), **fields})


def place_name(file: str, sheet: str) -> str:
    """A sheet of a file as people and the record name it."""
    name = Path(file).name
    return f"{name} [{sheet}]" if sheet else name


@dataclass(frozen=True)
class Report:
    """All entries of an import, in the order of outcomes and places."""

    entries: tuple[Entry, ...]

    def of(self, outcome: str) -> tuple[Entry, ...]:
        """The entries of an outcome."""
        return tuple(entry for entry in self.entries if entry.outcome == outcome)

    @property
    def counts(self) -> dict[str, int]:
        """How many entries each outcome has."""
        found = Counter(entry.outcome for entry in self.entries)
        return {outcome: found[outcome] for outcome in OUTCOMES}


def report_of(entries: Iterable[Entry], files: Sequence[str]) -> Report:
    """The report with these entries, each once; files in the order in which they were given."""
    order = {file: place for place, file in enumerate(files)}

    def rank(entry: Entry) -> tuple[object, ...]:
        return (OUTCOMES.index(entry.outcome), order.get(entry.file, len(order)), entry.sheet, entry.row, entry.column)

    return Report(tuple(sorted(dict.fromkeys(entries), key=rank)))
