"""The empty ledger for whoever has none yet: template.toml as a form that is imported without a mapping."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from graphgov import words
from graphgov.files.form import Field, Form
from graphgov.ledger.dictionary import dictionary, lookup
from graphgov.schema import SCHEMA


def template() -> Form:
    """The empty ledger in the language in force."""
    raw = tomllib.loads(files("graphgov").joinpath("ledger", "template.toml").read_text(encoding="utf-8"))
    return Form(words.word("template", "sheet"), words.word("template", "refused"), tuple(map(_field, raw["column"])))


def _field(raw: dict[str, Any]) -> Field:
    lang = words.language()
    return Field(raw[lang], raw["note"][lang], _choices(raw.get("choices", "")), raw.get("number", False))


def _choices(said: Any) -> tuple[str, ...]:
    match said:
        case "":
            return ()
        case "flag":
            return tuple(words.word("value", "flag", flag) for flag in ("yes", "no", "unknown"))
        case "subject_type":
            return (*_labels(said, "Unit", "type"), *_labels(said, "Place", "type"))
        case str():
            return _labels(said, "Unit", said)
    return tuple(said[words.language()])


def _labels(vocabulary: str, kind: str, prop: str) -> tuple[str, ...]:
    """How the values of a property are written in ledgers: by their labels, else by the schema's own names.

    What is read as neither (a place of another sort: 其他 is a unit) is left out.
    """
    known = dictionary().readings[vocabulary].words
    found = []
    for value in SCHEMA.node[kind].by_name[prop].values:
        meant = ({f"subject.{prop}": value}, {f"subject.{prop}": value, "subject.kind": kind})
        forms = (words.value_word(kind, prop, value), value)
        found += [form for form in forms if lookup(known, form) in meant][:1]
    return tuple(found)
