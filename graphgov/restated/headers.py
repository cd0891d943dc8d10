"""The header of a generated query: what `graphgov.named` reads, and where in the policy the query comes from."""

from __future__ import annotations

from collections.abc import Iterator

from graphgov import words
from graphgov.named import CUTOFF, one_line
from graphgov.policy import Entry, Finding, Policy, Rule
from graphgov.policy.entries import paths_of
from graphgov.restated.text import Body


def header(table: str, entry: Entry, policy: Policy, body: Body) -> str:
    """The lines above a query, each a comment."""
    lines = [f"{name}: {text}" for name, text in _said(table, entry, policy)]
    lines += [f"param day: date = {CUTOFF}", *(f"param {each}" for each in body.parameters)]
    lines += [f"column {name}: {type_}" for name, type_ in body.columns]
    lines += [f"generated from {policy.file}, {table} {entry.name}", *_origin(entry)]
    return "".join(f"// {one_line(line)}\n" for line in lines)


def _said(table: str, entry: Entry, policy: Policy) -> Iterator[tuple[str, str]]:
    for lang in reversed(words.LANGUAGES):
        yield lang, words.say("restated", table, lang, **_fields(table, entry, policy, lang))
    for lang in reversed(words.LANGUAGES):
        yield f"why-{lang}", words.say("restated", f"{table}_why", lang, **_fields(table, entry, policy, lang))


def _fields(table: str, entry: Entry, policy: Policy, lang: str) -> dict[str, str]:
    fields = {"label": words.word(table, entry.name, lang=lang)}
    match entry:
        case Rule(rung=rung, gives=gives):
            fields |= {"rung": str(rung), "of_rung": words.word("rung", str(rung), lang=lang)}
            fields["gives"] = words.word("gives", gives, lang=lang)
        case Finding():
            fields["remedy"] = words.word("remedy", entry.name, lang=lang)
    bases = (words.word("denominator", name, lang=lang) for name in policy.default_denominator.values())
    return fields | {"bases": words.word("message", "comma", lang=lang).join(bases)}


def _origin(entry: Entry) -> Iterator[str]:
    """The entry's source, note and paths, and what is to be known of it."""
    yield f"source: {entry.source}"
    if entry.note:
        yield f"note: {entry.note}"
    marks = [words.word("term", name, lang="en") for name in ("contested", "local") if getattr(entry, name)]
    marks += [] if entry.enabled else [words.word("message", "off", lang="en")]
    if marks:
        yield f"mind: {', '.join(marks)}"
    yield from (f"path: {path}" for path in paths_of(entry))
