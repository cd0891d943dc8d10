"""Commands about the policy: show what is in force, check a file, write it as queries."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.cli.options import Options, language, shared
from graphgov.cli.output import deliver
from graphgov.cli.program import Command, Group
from graphgov.errors import one_of
from graphgov.files.writers import Column, Sheet, as_json

if TYPE_CHECKING:
    from graphgov.policy import Entry, Policy


@click.group("policy", cls=Group, text="policy")
@language
def policy() -> None:
    """Show the policy, check a file, or write it as queries."""


@policy.command(
    "show", cls=Command, text="policy_show",
    examples=["graphgov policy show", "graphgov policy show rule", "graphgov policy show finding must_build"],
)  # fmt: skip
@click.argument("table", required=False, metavar="[TABLE]")
@click.argument("name", required=False, metavar="[NAME]")
@shared("policy", "format")
def show(options: Options, table: str | None, name: str | None) -> None:
    """The tables of the policy, the entries of one, or one entry."""
    from graphgov.cli.reading import policy_of

    read = policy_of(options)
    if table is None:
        answer = _tables(read)
    elif name is None:
        answer = _entries(options, read, _known(table))
    else:
        answer = _entry(options, read, _known(table), name)
    deliver(answer, options)


@policy.command("check", cls=Command, text="policy_check", examples=["graphgov policy check local.toml"])
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@shared()
def check(options: Options, file: Path) -> None:
    """Read a policy file; every fault with its line, entry, key and the nearest right word."""
    from graphgov.policy import read_policy
    from graphgov.policy.model import TABLES

    read = read_policy(file)
    counts = words.word("message", "comma").join(
        f"{words.word('entry', table)} {len(read.entries(table))}" for table in TABLES if read.entries(table)
    )
    click.echo(words.say("message", "policy_sound", file=file, counts=counts))


@policy.command(
    "queries", cls=Command, text="policy_queries",
    examples=["graphgov policy queries queries", "graphgov policy queries own-queries --policy local.toml"],
)  # fmt: skip
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@shared("policy")
def queries(options: Options, folder: Path) -> None:
    """Write every entry of the policy as a query in Cypher, a file each, into a new folder."""
    from graphgov.cli.reading import policy_of
    from graphgov.restated import write

    click.echo(words.say("message", "policy_queries", count=write(policy_of(options), folder), folder=folder))


def _known(table: str) -> str:
    from graphgov.policy.model import TABLES

    return one_of("TABLE", table, TABLES)


def _tables(read: Policy) -> Answer:
    from graphgov.policy import enabled
    from graphgov.policy.model import TABLES

    counts = {table: (len(read.entries(table)), len(enabled(read.entries(table)))) for table in TABLES}
    rows = tuple((table, words.word("entry", table), every, every - on) for table, (every, on) in counts.items())
    named = ("table", "what", "entries", "off")
    columns = tuple(Column(words.word("message", f"column_{name}"), right=name in ("entries", "off")) for name in named)
    value = {
        "policy": read.file,
        "default_standard": read.default_standard,
        "default_denominator": dict(read.default_denominator),
        "tables": {table: [entry.name for entry in read.entries(table)] for table in TABLES},
    }
    defaults = words.word("message", "comma").join(
        f"{words.word('kind', kind)} {words.word('denominator', name)} ({name})"
        for kind, name in read.default_denominator.items()
    )
    standard = f"{words.word('standard', read.default_standard)} ({read.default_standard})"
    foot = words.say("message", "defaults", standard=standard, denominators=defaults)
    return Answer(value, (Sheet(columns, rows),), (words.say("message", "by_policy", policy=read.file),), (foot,))


def _entries(options: Options, read: Policy, table: str) -> Answer:
    from graphgov.policy import Rule

    entries = read.entries(table)
    named = ("entry_name", "label", *(("rung", "gives") if table == "rule" else ()), "marks", "entry_source")
    rows = tuple(
        (
            entry.name, words.word(table, entry.name),
            *((entry.rung, words.word("gives", entry.gives)) if isinstance(entry, Rule) else ()),
            _marks(entry), entry.source,
        )
        for entry in entries
    )  # fmt: skip
    sheet = Sheet(tuple(Column(words.word("message", name)) for name in named), rows)
    value = {"policy": read.file, "table": table, "entries": _raw(options).get(table, [])}
    return Answer(value, (sheet,), (words.say("message", "by_policy", policy=read.file),))


def _marks(entry: Entry) -> str:
    """Whether an entry is contested, local or switched off."""
    marks = [words.word("term", name) for name in ("contested", "local") if getattr(entry, name)]
    return words.word("message", "comma").join([*marks, *([] if entry.enabled else [words.word("message", "off")])])


def _entry(options: Options, read: Policy, table: str, name: str) -> Answer:
    entry = read.entry(table, name)
    said = next(each for each in _raw(options)[table] if each["name"] == entry.name)
    value = {"name": entry.name, "label": words.word(table, entry.name), **said}
    rows = tuple((key, text) for key, given in value.items() for text in _lines(given))
    columns = (Column(words.word("message", "column_key")), Column(words.word("message", "column_value")))
    return Answer(value, (), tuple(f"{key}: {text}" for key, text in rows), data=Sheet(columns, rows))


def _lines(given: Any) -> list[str]:
    if isinstance(given, list):
        return [str(part) for part in given]
    return [as_json(given) if isinstance(given, bool | dict) else str(given).strip()]


def _raw(options: Options) -> dict[str, Any]:
    """The policy as its file has it; the reader has found it sound."""
    from graphgov.policy.reader import SHIPPED

    data = options.policy.read_bytes() if options.policy else files("graphgov").joinpath(SHIPPED).read_bytes()
    return tomllib.loads(data.decode("utf-8-sig").replace("\r\n", "\n"))


COMMANDS: tuple[click.Command, ...] = (policy,)
