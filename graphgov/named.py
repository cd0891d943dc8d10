"""Named queries: the questions of the folder cypher/, one a file, each with a header that declares it.

    // en: Which big party committees share members?
    // zh: 哪些大党委有共同的成员单位？
    // why-en: ...
    // why-zh: ...
    // param day: date = cutoff
    // param state: text (blind, claimed) = blind
    // param id: text
    // example id: story-P1
    // column committee: text
    MATCH ...

A parameter's default is a value, ``cutoff`` (the latest day that anything is stated for), or missing: then it has to be
given; in brackets stand the values that it can have, and behind ``example`` one that finds something in the shipped
sample, which the docs ask with.  Parameters are bound, never pasted; one that is unknown or
missing is an error, never a wider question.  A folder of one's own holds questions of the same form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from graphgov.errors import BadInput, BadQuery, one_of
from graphgov.query.check import is_date

TYPES = ("date", "text", "count", "number", "flag", "list")

TYPED = "value"
"""The type of a parameter that nothing is said of: a day, where it is written as one, else a text."""

SCRIPT = "schema.cypher"
"""The one file of a folder of queries that is a script and asks nothing."""

CUTOFF = "cutoff"
"""The default of a parameter that stands for the data's latest day."""

Value = str | float | date


@dataclass(frozen=True)
class Parameter:
    """A parameter: its type, its default as written (None when it has to be given), what it can be (empty: all).

    `example`: a value that finds something in the shipped sample.
    """

    name: str
    type: str
    default: str | None = None
    choices: tuple[str, ...] = ()
    example: str | None = None

    def __str__(self) -> str:
        """As a header has it."""
        return f"{self.name}: {self.sort}" + (f" = {self.default}" if self.default else "")

    @property
    def sort(self) -> str:
        """Its type, and what it can be."""
        return f"{self.type} ({', '.join(self.choices)})" if self.choices else self.type


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

    @property
    def example(self) -> Mapping[str, str]:
        """Values for its parameters that find something in the shipped sample; the others have their defaults."""
        return {each.name: each.example for each in self.parameters if each.example is not None}


@cache
def shipped() -> dict[str, NamedQuery]:
    """All that come with graphgov, by name."""
    return dict(sorted((query.name, query) for query in _read(_folder(), "")))


def kept_in(folder: Path) -> dict[str, NamedQuery]:
    """The queries of a folder, by name; a file that stands in no group of the folder is called after the folder.

    Raises BadQuery for a file whose header lacks anything, BadInput for a folder that cannot be read.
    """
    if not folder.is_dir():
        raise BadInput("ask_folder", path=folder)
    return {query.name: query for query in _read(folder, "", folder.resolve().name)}


def library(folder: Path | None = None) -> dict[str, NamedQuery]:
    """All named queries, by name: those shipped, and those of a folder, which go before any of the same name."""
    return shipped() if folder is None else dict(sorted((shipped() | kept_in(folder)).items()))


def named(name: str, among: Mapping[str, NamedQuery] | None = None) -> NamedQuery:
    """The query of a name; UnknownName with the nearest one when there is none."""
    known = library() if among is None else among
    return known[one_of("ask", name, known)]


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
        if text is not None and parameter.choices:
            one_of(parameter.name, text, parameter.choices)
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
            case "number":
                return float(text)
            case "value":
                return date.fromisoformat(text) if is_date(text) else text
    except ValueError:
        raise BadInput("ask_value", name=parameter.name, value=text, type=parameter.type) from None
    return text


def _folder() -> Traversable | Path:
    """cypher/: beside the modules in an installed package, beside the package in a checkout."""
    inside = files("graphgov") / "cypher"
    return inside if inside.is_dir() else Path(str(files("graphgov"))).parent / "cypher"


def _read(folder: Traversable | Path, prefix: str, alone: str = "") -> Iterator[NamedQuery]:
    """The questions of a folder; `alone`: what those are called by that stand in no group of it."""
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _read(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(".cypher") and entry.name != SCRIPT:
            name = (prefix or f"{alone}/") + entry.name.removesuffix(".cypher")
            try:
                text = entry.read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise BadInput("ask_file", path=entry, reason=error) from error
            yield parsed(name, text)


_LINE = re.compile(r"// (en|zh|why-en|why-zh|param (\w+)|example (\w+)|column (\w+)): (.+)")

_SORT = re.compile(r"(\w+)(?: \(([^()]*)\))?(?: = (.*))?")


def parsed(name: str, text: str) -> NamedQuery:
    """A query from its file's text; BadQuery when its header lacks anything, UnknownName for an example of nothing."""
    found = _headed(name, text)
    if {"en", "zh"} - set(found.asks) or {"en", "zh"} - set(found.why) or not found.columns:
        raise BadQuery("ask_header", query=name)
    return found


def written(text: str) -> NamedQuery:
    """A query as somebody typed it, without a name: what its header says, and of what else it uses nothing but that.

    ``$day`` is a day and by default the data's; of any other parameter that no header tells of the type is `TYPED`.
    """
    found = _headed("Cypher", text)
    told = {parameter.name for parameter in found.parameters}
    others = [name for name in dict.fromkeys(_PARAMETER.findall(text)) if name and name not in told]
    new = [Parameter(name, "date", CUTOFF) if name == "day" else Parameter(name, TYPED) for name in others]
    asks = found.asks if len(found.asks) == 2 else {}
    return replace(found, asks=asks, parameters=(*found.parameters, *new))


# What stands in texts, comments and quoted names is no parameter.
_PARAMETER = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`]*`|\$(\w+)""", re.DOTALL
)


def _headed(name: str, text: str) -> NamedQuery:
    said, examples = dict[str, str](), dict[str, str]()
    parameters, columns = list[Parameter](), list[tuple[str, str]]()
    for line in text.splitlines():
        found = _LINE.fullmatch(line.rstrip())
        if found is None:
            continue
        what, parameter, example, column, rest = found.groups()
        if parameter:
            parameters.append(_parameter(name, parameter, rest))
        elif example:
            examples[example] = rest
        elif column:
            columns.append((column, rest))
        else:
            said[what] = rest
    _known(name, *(type_ for _, type_ in columns))
    for word in examples:
        one_of(name, word, [each.name for each in parameters])
    shown = tuple(replace(each, example=examples.get(each.name)) for each in parameters)
    asks, why = (
        {lang: said[prefix + lang] for lang in ("en", "zh") if prefix + lang in said} for prefix in ("", "why-")
    )
    return NamedQuery(name, text, asks, why, shown, tuple(columns))


def _parameter(query: str, name: str, sort: str) -> Parameter:
    found = _SORT.fullmatch(sort)
    type_, choices, default = found.groups() if found else (sort, None, None)
    _known(query, type_)
    return Parameter(name, type_, default or None, tuple(each.strip() for each in (choices or "").split(",") if each))


def _known(query: str, *types: str) -> None:
    if set(types) - set(TYPES):
        raise BadQuery("ask_type", query=query, known=", ".join(TYPES))


def file_of(query: NamedQuery) -> str:
    """The text of a file that `parsed` reads as the query: its header anew, above the text without one."""
    said = [f"{lang}: {query.asks[lang]}" for lang in ("en", "zh")]
    said += [f"why-{lang}: {query.why[lang]}" for lang in ("en", "zh")]
    said += [f"param {parameter}" for parameter in query.parameters]
    said += [f"example {name}: {value}" for name, value in query.example.items()]
    said += [f"column {name}: {type_}" for name, type_ in query.columns]
    body = [line for line in query.text.splitlines() if not _LINE.fullmatch(line.rstrip())]
    return "".join(f"// {one_line(line)}\n" for line in said) + "\n".join(body).strip("\n") + "\n"


def one_line(text: str) -> str:
    """A text that ends with its comment: `` \\u000a `` would begin a new line before any comment is read."""
    return " ".join(text.split()).replace("\\", "＼")
