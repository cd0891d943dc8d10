"""docs/policy.md: every entry of the shipped policy, and the keys that the reader knows."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from docs_text import code, fenced, labels, table, template

from graphgov import words
from graphgov.errors import BadPolicy
from graphgov.policy import Entry, enabled, read_policy
from graphgov.policy.model import TABLES

SHOWN_APART = {"name", "path", "edge", "source", "note", "contested", "local", "enabled"}


@cache
def _text() -> str:
    return files("graphgov").joinpath("policy.toml").read_text(encoding="utf-8")


def entries(kind: str) -> str:
    """Every entry of a table: its labels, what it says, its paths, its source."""
    raw = {given["name"]: given for given in tomllib.loads(_text())[kind]}
    read = read_policy().entries(kind)
    return "\n\n".join("\n\n".join(_entry(kind, entry, raw[entry.name])) for entry in read)


def _entry(kind: str, entry: Entry, raw: dict[str, Any]) -> Iterator[str]:
    yield f"#### {kind} {entry.name}"
    yield labels(kind, entry.name) + "".join(f" · **{mark}**" for mark in _marks(entry))
    details = [f"{key}: {_shown(kind, key, raw[key])}" for key in raw if key not in SHOWN_APART]
    details += [f"source: {entry.source}", *([f"note: {entry.note}"] if entry.note else [])]
    if kind == "finding":
        details.append(f"remedy: {labels('remedy', entry.name)}")
    yield "\n".join(f"- {detail}" for detail in details)
    if paths := [" ".join(path.split()) for key in ("path", "edge") if key in raw for path in _listed(raw[key])]:
        yield fenced("\n".join(paths), "cypher")


def _marks(entry: Entry) -> list[str]:
    marks = [labels("term", name) for name in ("contested", "local") if getattr(entry, name)]
    return marks if entry in enabled((entry,)) else [*marks, labels("message", "off")]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _shown(kind: str, key: str, value: Any) -> str:
    """A key's value; what has labels is shown with them."""
    if key in ("rung", "gives", "form", "severity", "standard", "denominator"):
        return f"{code(str(value))} {labels(key, str(value))}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if key == "without" and value != "same":
        return code(value)
    return ", ".join(code(str(part)) for part in _listed(value))


def defaults() -> str:
    policy = read_policy()
    rows = [("standard", "", policy.default_standard)]
    rows += [("denominator", kind, name) for kind, name in policy.default_denominator.items()]
    return table(
        ("default", "for", "entry", "label"),
        [(what, kind and code(kind), code(name), labels(what, name)) for what, kind, name in rows],
    )


def rungs() -> str:
    policy = read_policy()
    given = {rule.rung: rule.gives for rule in policy.rules}
    on = {rung: [entry.name for entry in policy.standards if rung in entry.rungs] for rung in given}
    return table(
        ("rung", "label", "gives", "counts under", "rules"),
        [
            (
                str(rung), labels("rung", str(rung)), f"{code(given[rung])} {labels('gives', given[rung])}",
                ", ".join(map(code, on[rung])),
                ", ".join(code(rule.name) for rule in policy.rules if rule.rung == rung),
            )
            for rung in sorted(given)
        ],
    )  # fmt: skip


def keys() -> str:
    """The keys of every table, from what the reader says of an unknown one."""
    kept = _text()
    shapes = [(name, f"[[{name}]]\n", name) for name in TABLES if name != "finding"]
    shapes += [
        ("finding on a state", '[[finding]]\nseverity = "low"\npath = "(u:Unit)"\n', "finding"),
        ("finding on a count", '[[finding]]\nseverity = "low"\nholds = "> 1"\n', "finding"),
        ("finding on a tie", '[[finding]]\nseverity = "low"\nedge = ""\n', "finding"),
        ("finding on claims", '[[finding]]\nseverity = "low"\nclaim = true\n', "finding"),
    ]
    asked = "".join(f'{head}name = "zz{place}"\nzz{place} = 1\n' for place, (_, head, _) in enumerate(shapes))
    known = _known_keys(kept + "\n" + asked)
    return table(
        ("entry", "what", "keys"),
        [
            (name, labels("entry", kind), ", ".join(map(code, known[f"zz{place}"])))
            for place, (name, _, kind) in enumerate(shapes)
        ],
    )


def _known_keys(policy: str) -> dict[str, list[str]]:
    with TemporaryDirectory() as folder:
        path = Path(folder, "policy.toml")
        path.write_text(policy, encoding="utf-8")
        try:
            read_policy(path)
        except BadPolicy as error:
            found = [problem for problem in error.problems if problem.key == "policy_key"]
            return {problem.column.rpartition(".")[2]: dict(problem.fields)["known"].split(", ") for problem in found}
    raise AssertionError("an unknown key was not refused")


def faults() -> str:
    """What the reader says of a policy file."""
    said = [key for key in words.catalogue()["problem"] if key.startswith("policy_")]
    return table(
        ("中文", "English"), [tuple(template("problem", key, lang=lang) for lang in words.LANGUAGES) for key in said]
    )


BLOCKS = {
    "defaults": defaults,
    "rungs": rungs,
    "policy-keys": keys,
    "policy-faults": faults,
    **{re.sub("y$", "ie", name) + "s": partial(entries, name) for name in TABLES},
}
