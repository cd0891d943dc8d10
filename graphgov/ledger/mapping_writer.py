"""A mapping as a small TOML file, to be looked at, edited, and used for the next table of the same shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Mapping as Map
from pathlib import Path

from graphgov import words
from graphgov.files.whole import whole_file
from graphgov.ledger.mapping import ColumnRule, Mapping, NodeRule, Reading, Shape, TieRule


def write_mapping(path: Path, mapping: Mapping) -> None:
    """Write a mapping, whole or not at all.  Raises BadInput when nothing can be written there."""
    with whole_file(path) as draft:
        draft.write_text(as_toml(mapping), encoding="utf-8", newline="\n")


def as_toml(mapping: Mapping) -> str:
    """A mapping as the text of its file."""
    lines = [f"# {line}" for line in words.word("showing", "mapping_head").split("\n")]
    for shape in mapping.shapes:
        lines += ["", *_table(shape)]
    return "\n".join(lines) + "\n"


def _table(shape: Shape) -> Iterator[str]:
    yield "[[table]]"
    yield f"titles = {_list(shape.titles)}"
    yield ""
    yield "[table.columns]"
    meanings: dict[str, list[str]] = {}
    for rule in shape.columns:
        meanings.setdefault(rule.title, []).append(_column(rule))
    for title, means in meanings.items():
        yield f"{_text(title)} = {means[0] if len(means) == 1 else '[' + ', '.join(means) + ']'}"
    for node in shape.own.nodes:
        yield from ("", f"[table.node.{_text(node.name)}]", *_node(node))
    for tie in shape.own.ties:
        yield from ("", f"[table.tie.{_text(tie.name)}]", *_tie(tie))
    for reading in shape.own.readings:
        yield from _vocabulary(reading)


def _column(rule: ColumnRule) -> str:
    more = []
    if rule.says:
        more.append(f"says = {_pairs(rule.says)}")
    if rule.values:
        more.append(f"values = {_pairs(rule.values)}")
    if rule.others is not None:
        more.append(f"others = {_text(rule.others)}")
    if rule.empty:
        more.append(f"empty = {_list(rule.empty)}")
    return f"{{ means = {_text(rule.means)}, {', '.join(more)} }}" if more else _text(rule.means)


def _node(rule: NodeRule) -> Iterator[str]:
    for name in ("kind", "id", "within", "of"):
        if getattr(rule, name):
            yield f"{name} = {_text(getattr(rule, name))}"
    for name in ("several", "reference"):
        if getattr(rule, name):
            yield f"{name} = true"
    if rule.values:
        yield f"values = {_pairs(rule.values)}"


def _tie(rule: TieRule) -> Iterator[str]:
    yield f"kind = {_text(rule.kind)}"
    yield f"from = {_list(rule.starts)}"
    yield f"to = {_list(rule.ends)}"
    if rule.values:
        yield f"values = {_pairs(rule.values)}"


def _vocabulary(reading: Reading) -> Iterator[str]:
    for word, says in reading.words.items():
        yield from (
            "",
            f"[[table.vocabulary.{_text(reading.name)}]]",
            f"words = {_list((word,))}",
            f"says = {_pairs(says)}",
        )


def _pairs(values: Map[str, str]) -> str:
    return (
        "{ " + ", ".join(f"{_text(name)} = {_text(value)}" for name, value in values.items()) + " }" if values else "{}"
    )


def _list(texts: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(_text, texts)) + "]"


def _text(text: str) -> str:
    """A text as TOML's basic string, which JSON's is but for one sign."""
    sound = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(sound, ensure_ascii=False).replace("\x7f", "\\u007f")
