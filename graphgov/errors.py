"""Every error that graphgov raises on purpose.

    GraphgovError            exit code 1
    +-- BadInput             exit code 2: a file, an option or a value that its giver can mend
    |   +-- BadTables        the problems of tables to be imported, all at once, each with its place
    |   +-- BadPolicy        the faults of a policy file, all at once
    |   +-- BadMapping       the faults of a mapping file, all at once
    |   +-- BadQuery         a text outside the query language, with its column
    |   +-- UnknownName      no or several things of that name
    |   +-- BadOption        options, arguments or parts of an address that do not fit
    +-- StoreError           the store cannot be opened, read or written
    +-- MissingExtra         a package that only some installations have

An error is a key of the catalogue (`words.toml`, table ``error``) and its fields; its text names the cure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches

from graphgov import words


class GraphgovError(Exception):
    """The root.  ``str(error)`` is the message in the language in force."""

    exit_code = 1

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(key)
        self.key = key
        self.fields = fields

    def text(self, lang: str | None = None) -> str:
        """The message with its cure, in a language."""
        return words.say("error", self.key, lang, **self.fields)

    def __str__(self) -> str:
        return self.text()


class BadInput(GraphgovError):
    """Something given from outside is wrong; nothing was written."""

    exit_code = 2


class BadQuery(BadInput):
    """A text that is not in the query language; the fields `column` and, from the second on, `line` count from 1."""

    def text(self, lang: str | None = None) -> str:
        """The message with its place and cure, in a language."""
        line = self.fields.get("line")
        return (words.say("error", "at_line", lang, line=line) if line else "") + super().text(lang)


class UnknownName(BadInput):
    """No thing, or several things, of that name."""


class BadOption(BadInput):
    """Options, arguments or parts of an address that do not fit; `key` is one of the table ``message``."""

    def text(self, lang: str | None = None) -> str:
        """The message with its cure, in a language."""
        return words.say("message", self.key, lang, **self.fields)


class StoreError(GraphgovError):
    """The store cannot be opened, read or written."""


class MissingExtra(GraphgovError):
    """A package is wanted that only some installations have."""


@contextmanager
def needing(extra: str, what: str) -> Iterator[None]:
    """A block that imports what an extra of the package brings; raises MissingExtra, which says how to get it.

    `what` wants it: a command or a format, as people write it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtra("missing_extra", what=what, extra=extra) from error


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a file: where, what, and (in the message `key`) the cure.

    `row` counts from 1 with the header as row 1 for tables; it is the line for policy files.
    """

    file: str
    row: int = 0
    column: str = ""
    value: str = ""
    key: str = ""
    fields: tuple[tuple[str, str], ...] = field(default=())

    def text(self, lang: str | None = None) -> str:
        """``Unit.csv:7 type 'enterprize': not one of ...; did you mean enterprise?``"""
        place = self.file + (f":{self.row}" if self.row else "") + (f" {self.column}" if self.column else "")
        shown = f" {shorten(self.value)!r}" if self.value else ""
        # What is wrong with a query is an error's message; in a file it is a problem like any other.
        table = "problem" if words.has("problem", self.key) else "error"
        return f"{place}{shown}: {words.say(table, self.key, lang, **dict(self.fields))}"


class _Problems(BadInput):
    """Several problems at once."""

    def __init__(self, problems: Sequence[Problem], total: int | None = None) -> None:
        self.problems = tuple(problems)
        self.total = len(self.problems) if total is None else total
        super().__init__(self.summary, count=self.total)

    summary = "problems"

    def text(self, lang: str | None = None) -> str:
        lines = [super().text(lang), *(f"  {problem.text(lang)}" for problem in self.problems)]
        if self.total > len(self.problems):
            lines.append("  " + words.say("error", "more_problems", lang, count=self.total - len(self.problems)))
        return "\n".join(lines)


class BadTables(_Problems):
    """Tables with problems; nothing was written."""

    summary = "bad_tables"


class BadPolicy(_Problems):
    """A policy file with faults."""

    summary = "bad_policy"


class BadMapping(_Problems):
    """A mapping file with faults."""

    summary = "bad_mapping"


def shorten(text: str, most: int = 60) -> str:
    """A value fit for a message: long ones are cut in the middle."""
    return text if len(text) <= most else f"{text[: most // 2]}…{text[-most // 4 :]}"


def one_of(what: str, word: str, among: Collection[str]) -> str:
    """A word, if it is one of these; UnknownName, with the nearest of them, if not.  `what` it is a word for."""
    if word not in among:
        raise none_of(what, word, among)
    return word


def none_of(what: str, word: str, among: Collection[str]) -> UnknownName:
    """The error that a word is none of these, with the nearest of them and all."""
    near, known = nearest(word, tuple(among)), ", ".join(among) or "-"
    return UnknownName("unknown_choice", what=what, word=word, near=near, known=known)


def nearest(word: str, among: Sequence[str]) -> str:
    """The right word that is most like a wrong one; empty when none is near."""
    lowered = {candidate.lower(): candidate for candidate in among}
    if word.lower() in lowered:
        return lowered[word.lower()]
    close = get_close_matches(word.lower(), list(lowered), n=1, cutoff=0.6)
    return lowered[close[0]] if close else ""
