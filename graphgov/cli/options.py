"""The options that commands share, as one decorator and one value."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from graphgov import words
from graphgov.answers.questions import day_of
from graphgov.cli.program import Option
from graphgov.errors import BadOption, none_of

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("table", "csv", "json")

SUFFIXES = {".txt": "table", ".csv": "csv", ".json": "json", ".xlsx": "xlsx"}
"""The format that an output file's name asks for."""


@dataclass(frozen=True)
class Options:
    """What most commands are told: which database, day and policy, and how to answer."""

    db: str | None = None
    day: date | None = None
    policy: Path | None = None
    format: str = "table"
    output: Path | None = None


class OneOf(click.ParamType[str]):
    """One of some words; a mistyped one is told the nearest."""

    name = "one"

    def __init__(self, choices: Iterable[str]) -> None:
        self.choices = tuple(choices)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """How it stands in the help."""
        return "[" + "|".join(self.choices) + "]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word itself; case does not matter."""
        found = {choice.lower(): choice for choice in self.choices}.get(value.lower())
        if found is None:
            raise none_of(param.opts[0] if param else "", value, self.choices)
        return found


class Day(click.ParamType[date]):
    """A day, written YYYY-MM-DD."""

    name = "day"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; BadInput when it is none."""
        if isinstance(value, date):
            return value
        return day_of(value)


class Count(click.ParamType[int]):
    """A whole number of at least 0."""

    name = "count"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; BadOption when it is none."""
        if isinstance(value, int):
            return value
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise BadOption("bad_count", option=param.opts[0] if param else "", value=value)
        return int(value)


class Names(click.ParamType[tuple[str, ...]]):
    """Several words with commas between them."""

    name = "names"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        """The words in their order, each once."""
        if isinstance(value, tuple):
            return value
        return tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))


def option(*names: str, **attributes: Any) -> Callable[[F], F]:
    """An option whose help stands in the catalogue."""
    return click.option(*names, cls=Option, **attributes)


def located(command: F) -> F:
    """Give a command --district, --street and --community, named as in `Where`."""
    for name in ("--community", "--street", "--district"):
        command = option(name, metavar="ID|NAME")(command)
    return command


def _speak(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value:
        words.speak(value)


language = option("--lang", type=OneOf(words.LANGUAGES), expose_value=False, is_eager=True, callback=_speak)

_OPTIONS: dict[str, Callable[[F], F]] = {
    "db": option("--db", envvar="GRAPHGOV_DB", metavar="DB"),
    "day": option("--as-of", "day", type=Day(), metavar="DAY"),
    "policy": option("--policy", type=click.Path(path_type=Path), metavar="FILE"),
    "output": option("--output", "-o", type=click.Path(path_type=Path), metavar="FILE"),
}


def shared(*names: str, formats: Iterable[str] = FORMATS) -> Callable[[F], F]:
    """Give a command --lang and these of the shared options, named as in `Options`; its first argument is the value.

    "format" brings --format with the formats that the command knows, and --output.
    """
    known = tuple(formats)

    def decorate(command: F) -> F:
        @wraps(command)
        def called(**given: Any) -> Any:
            own = {name: given.pop(name) for name in (*names, "output") if name in given}
            if "format" in own:
                own["format"] = _format(own["format"], own["output"], known)
            return command(Options(**own), **given)

        decorated: Any = language(called)
        if "format" in names:
            decorated = _OPTIONS["output"](option("--format", type=OneOf(known))(decorated))
        for name in reversed([name for name in names if name != "format"]):
            decorated = _OPTIONS[name](decorated)
        return decorated  # type: ignore[no-any-return]

    return decorate


def _format(asked: str | None, output: Path | None, known: tuple[str, ...]) -> str:
    """The format asked for, else the one that the output file's suffix means, else a table."""
    if asked or output is None:
        return asked or "table"
    found = SUFFIXES.get(output.suffix.lower())
    if found not in known:
        suffixes = ", ".join(suffix for suffix, format_ in SUFFIXES.items() if format_ in known)
        raise BadOption("bad_suffix", path=output, known=suffixes)
    return found
