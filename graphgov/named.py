"""Named queries: the questions of the folder cypher/, one a file, each with a header that declares it.

    // en: Which big party committees share members?
    // zh: 哪些大党委有共同的成员单位？
    // why-en: ...
    // why-zh: ...
    // param day: date = cutoff
    // column committee: text
    MATCH ...

A parameter's default is a value, ``cutoff`` (the latest day that anything is stated for), or missing: then it has to be
given.  Parameters are bound, never pasted; one that is unknown or missing is an error, never a wider question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from graphgov.errors import BadInput, BadQuery, one_of

TYPES = ("date", "text", "count", "flag", "list")

CUTOFF = "cutoff"
"""The default of a parameter that stands for the data's latest day."""

Value = str | int | date


@dataclass(frozen=True)
class Parameter:
    """A parameter: its type, and its default as written; None when it has to be given."""

    name: str
    type: str
    default: str | None = None


@dataclass(frozen=True)
class NamedQuery:
    """A question: `name` is its file, its word on the command line, its address and its heading in the docs."""

    name: str
    text: str
    asks: Mapping[str, str]
    why: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    """Names and types."""

    @property
    def group(self) -> str:
        """The folder that it stands in."""
        return self.name.rpartition("/")[0]


@cache
def library() -> dict[str, NamedQuery]:
    """All named queries, by name."""
    return {query.name: query for query in sorted(_read(_folder(), ""), key=lambda query: query.name)}


def named(name: str) -> NamedQuery:
    """The query of a name; UnknownName with the nearest one when there is none."""
    return library()[one_of("ask", name, library())]


def bound(query: NamedQuery, given: Mapping[str, str], cutoff: date) -> dict[str, Value]:
    """The values of all parameters: those given, as their types have it, else the defaults.

    Raises BadInput for a parameter that the query lacks, for one that it needs, and for a value that does not fit.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        one_of(query.name, name, known)
    values: dict[str, Value] = {}
    for parameter in query.parameters:
        text = given.get(parameter.name, parameter.default)
        if text is None:
            raise BadInput("ask_parameter", query=query.name, name=parameter.name, type=parameter.type)
        values[parameter.name] = cutoff if text == CUTOFF and parameter.type == "date" else _value(parameter, text)
    return values


def _value(parameter: Parameter, text: str) -> Value:
    try:
        match parameter.type:
            case "date":
                return date.fromisoformat(text)
            case "count":
                return int(text)
    except ValueError:
        raise BadInput("ask_value", name=parameter.name, value=text, type=parameter.type) from None
    return text


def _folder() -> Traversable | Path:
    """cypher/: beside the modules in an installed package, beside the package in a checkout."""
    inside = files("graphgov") / "cypher"
    return inside if inside.is_dir() else Path(str(files("graphgov"))).parent / "cypher"


def _read(folder: Traversable | Path, prefix: str) -> Iterator[NamedQuery]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _read(entry, f"{prefix}{entry.name}/")
        elif prefix and entry.name.endswith(".cypher"):  # a file of no group is a script, not a question
            yield parsed(prefix + entry.name.removesuffix(".cypher"), entry.read_text(encoding="utf-8"))


_LINE = re.compile(r"// (en|zh|why-en|why-zh|param (\w+)|column (\w+)): (.+)")


def parsed(name: str, text: str) -> NamedQuery:
    """A query from its file's text; BadQuery when its header lacks anything."""
    said: dict[str, str] = {}
    parameters, columns = list[Parameter](), list[tuple[str, str]]()
    for line in text.splitlines():
        found = _LINE.fullmatch(line.rstrip())
        if found is None:
            continue
        what, parameter, column, rest = found.groups()
        if parameter:
            type_, _, default = rest.partition(" = ")
            parameters.append(Parameter(parameter, type_, default or None))
        elif column:
            columns.append((column, rest))
        else:
            said[what] = rest
    if {"en", "zh", "why-en", "why-zh"} - set(said) or not columns:
        raise BadQuery("ask_header", query=name)
    if any(type_ not in TYPES for type_ in (*(each.type for each in parameters), *(type_ for _, type_ in columns))):
        raise BadQuery("ask_type", query=name, known=", ".join(TYPES))
    asks, why = ({lang: said[prefix + lang] for lang in ("en", "zh")} for prefix in ("", "why-"))
    return NamedQuery(name, text, asks, why, tuple(parameters), tuple(columns))
