"""The scenarios of the openCypher TCK: its feature files, read line by line."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graphgov.store.shown import Shown, element

CACHE = Path(__file__).resolve().parents[1] / ".cache" / "tck-1.0.0-M23"
"""The jar; `scripts/setup-java` fetches it."""


@dataclass
class Scenario:
    """A graph (statements that make it), a query with parameters, and what should come: rows, or an error."""

    feature: str
    name: str
    setup: list[str] = field(default_factory=list)
    query: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[str, ...]] | None = None
    columns: tuple[str, ...] = ()
    ordered: bool = False
    lists_unordered: bool = False
    error: bool = False


def scenarios() -> Iterator[Scenario]:
    """Every scenario, an outline once for each of its examples."""
    (jar,) = CACHE.glob("*.jar")
    with zipfile.ZipFile(jar) as files:
        graphs = {
            name.split("/")[1]: files.read(name).decode("utf-8")
            for name in files.namelist()
            if name.startswith("graphs/") and name.endswith(".cypher")
        }
        for name in sorted(files.namelist()):
            if name.endswith(".feature"):
                yield from _feature(name, files.read(name).decode("utf-8"), graphs)


def _feature(name: str, text: str, graphs: dict[str, str]) -> Iterator[Scenario]:
    feature, text = "/".join(name.split("/")[1:-1]), text.replace("\r\n", "\n")
    blocks = re.split(r"^ *(Background|Scenario(?: Outline)?):(.*)$", text, flags=re.M)
    before = ""
    for kind, title, body in zip(blocks[1::3], blocks[2::3], blocks[3::3], strict=True):
        if kind == "Background":
            before = body
            continue
        steps, _, examples = body.partition("Examples:")
        for filled in _filled(before + steps, examples):
            yield _scenario(Scenario(feature, f"{name.split('/')[-1]}{title}"), filled, graphs)


def _filled(steps: str, examples: str) -> Iterator[str]:
    rows = _table(examples.splitlines())
    if not rows:
        yield steps
        return
    header, *others = rows
    for row in others:
        text = steps
        for key, value in zip(header, row, strict=True):
            text = text.replace(f"<{key}>", value)
        yield text


def _table(lines: list[str]) -> list[tuple[str, ...]]:
    found = [line.strip() for line in lines if line.strip().startswith("|")]
    return [tuple(_cell(cell.strip()) for cell in re.split(r"(?<!\\)\|", line)[1:-1]) for line in found]


def _cell(text: str) -> str:
    """What a cell says: a line's end, a bar and a backslash are written with a backslash."""
    return re.sub(r"\\([n|\\])", lambda found: "\n" if found[1] == "n" else found[1], text)


def _scenario(scenario: Scenario, text: str, graphs: dict[str, str]) -> Scenario:
    pieces = re.split(r"^ *(?:Given|When|Then|And|But) (.*)$", text, flags=re.M)
    for step, body in zip(pieces[1::2], pieces[2::2], strict=True):
        quoted = re.search(r'"""\n(.*?)\n[ \t]*"""', body, re.S)
        if step.startswith("having executed") and quoted:
            scenario.setup.append(quoted[1])
        elif graph := re.match(r"the (binary-tree-\d) graph", step):
            scenario.setup.append(graphs[graph[1]])
        elif step.startswith("parameters are"):
            scenario.parameters = dict(_table(body.splitlines()))
        elif step.startswith("executing query") and quoted:
            scenario.query = quoted[1]
        elif step.startswith("the result should be"):
            rows = _table(body.splitlines())
            scenario.columns, scenario.rows = (rows[0], rows[1:]) if rows else ((), [])
            scenario.ordered = "in order" in step
            scenario.lists_unordered = "ignoring element order" in step
        elif "should be raised" in step:
            scenario.error = True
    return scenario


class NoValue(Exception):
    """What is written is a path or a map: the language never answers with one."""


def value_of(text: str) -> Any:
    """The value that a cell of a table stands for; NoValue for what is no value of the language."""
    value, rest = _read(text.strip())
    if rest.strip():
        raise NoValue(text)
    return value


def _read(text: str) -> tuple[Any, str]:
    for word, value in (("null", None), ("true", True), ("false", False)):
        if text.startswith(word):
            return value, text[len(word) :]
    if number := re.match(r"-?\d+\.\d*(e[-+]?\d+)?|-?\d*\.\d+(e[-+]?\d+)?|-?\d+e[-+]?\d+", text, re.I):
        return float(number[0]), text[number.end() :]
    if number := re.match(r"-?\d+", text):
        return int(number[0]), text[number.end() :]
    if quoted := re.match(r"'((?:[^'\\]|\\.)*)'", text, re.S):
        return re.sub(r"\\(.)", r"\1", quoted[1]), text[quoted.end() :]
    if found := re.match(r"([(\[])\s*((?::\w+)*)\s*", text):
        labels = found[2].split(":")[1:]
        if found[1] == "(" or labels:
            return _read_element(labels, text[found.end() :], tie=found[1] == "[")
        return _read_list(text[1:].lstrip())
    raise NoValue(text)


def _read_element(kinds: list[str], text: str, *, tie: bool) -> tuple[Shown, str]:
    properties = {}
    if text.startswith("{"):
        text = text[1:].lstrip()
        while not text.startswith("}"):
            name, _, text = text.partition(":")
            properties[name.strip()], text = _read(text.lstrip())
            text = text.lstrip().removeprefix(",").lstrip()
        text = text[1:].lstrip()
    if not text.startswith("]" if tie else ")"):
        raise NoValue(text)
    return element(kinds, properties, tie=tie), text[1:]


def _read_list(text: str) -> tuple[list[Any], str]:
    items = []
    while not text.startswith("]"):
        item, text = _read(text)
        items.append(item)
        text = text.lstrip().removeprefix(",").lstrip()
        if not text:
            raise NoValue(text)
    return items, text[1:]
