"""Commands that copy a whole graph with its record to another store, and from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from graphgov import words
from graphgov.cli.options import Options, option, shared
from graphgov.cli.output import Bar
from graphgov.cli.program import Command
from graphgov.cli.reading import store_of

if TYPE_CHECKING:
    from graphgov.store import Store


def _copied(source: Store, target: Store, replace: bool) -> None:
    from graphgov.store import copy

    with Bar() as bar:
        count = copy(source, target, bar, replace=replace)
    click.echo(words.say("message", "copied", count=count, source=source.address, target=target.address))


@click.command(
    "push", cls=Command, text="push",
    examples=["graphgov push backup.duckdb", "graphgov push backup.duckdb --replace"],
)  # fmt: skip
@click.argument("to", metavar="DB")
@option("--replace", is_flag=True)
@shared("db")
def push(options: Options, to: str, replace: bool) -> None:
    """Copy the database to another one."""
    from graphgov.store import open_store

    _copied(store_of(options), open_store(to), replace)


@click.command("pull", cls=Command, text="pull", examples=["graphgov pull graphgov.duckdb --db copy.duckdb"])
@click.argument("from_", metavar="DB")
@option("--replace", is_flag=True)
@shared("db")
def pull(options: Options, from_: str, replace: bool) -> None:
    """Copy another database into this one."""
    from graphgov.store import open_store

    _copied(open_store(from_), store_of(options), replace)


COMMANDS: tuple[click.Command, ...] = (push, pull)
