"""Commands that write the database or say what is in it: init, import, undo, status."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphgov import words
from graphgov.cli.options import Day, Options, option, shared
from graphgov.cli.output import Bar, deliver
from graphgov.cli.program import Command

if TYPE_CHECKING:
    from graphgov.intake import Receipt


@click.command("init", cls=Command, text="init", examples=["graphgov init", "graphgov init --db kunming.duckdb"])
@shared("db")
def init(options: Options) -> None:
    """Create an empty database, or upgrade an older one."""
    from graphgov.cli.reading import store_of
    from graphgov.store import Batch, is_there

    store = store_of(options)
    existed = is_there(store)
    with store.writing() as session:
        session.write(Batch())
    click.echo(words.say("message", "ready" if existed else "created", path=store.address))


@click.command(
    "import", cls=Command, text="import",
    examples=["graphgov import ledgers/", "graphgov import ledgers.zip --source 民政局 --stated-on 2020-06-30"],
)  # fmt: skip
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@option("--source", metavar="NAME", default="")
@option("--stated-on", type=Day(), metavar="DAY")
@option("--allow-dangling", is_flag=True)
@shared("db", "policy")
def import_(
    options: Options, paths: tuple[Path, ...], source: str, stated_on: date | None, allow_dangling: bool
) -> None:
    """Import folders or zips of graphgov's own tables; each is one import, all of it or nothing."""
    from graphgov import intake
    from graphgov.cli.reading import policy_of, store_of

    measures = tuple(measure.name for measure in policy_of(options).measures)
    chosen = intake.Options(source, stated_on, allow_dangling, measures)
    store, bar = store_of(options), Bar()
    for path in paths:
        try:
            receipt = intake.import_tables(store, path, chosen, bar)
        finally:
            bar.clear()
        click.echo(receipt_line(receipt))


def receipt_line(receipt: Receipt) -> str:
    """What an import did, in one line."""
    if receipt.number is None:
        return words.say("message", "nothing_new", source=receipt.source, day=receipt.stated_on)
    said = words.word("message", "comma").join(
        f"{words.word('edge' if kind.isupper() else 'kind', kind)} {count}" for kind, count in receipt.said.items()
    )
    line = words.say(
        "message", "imported", number=receipt.number, source=receipt.source, day=receipt.stated_on, said=said
    )
    return line + (words.say("message", "imported_waiting", count=receipt.waiting) if receipt.waiting else "")


@click.command("undo", cls=Command, text="undo", examples=["graphgov undo"])
@shared("db")
def undo(options: Options) -> None:
    """Take the last import back."""
    from graphgov import intake
    from graphgov.cli.reading import store_of

    last = intake.undo(store_of(options))
    click.echo(words.say("message", "undone", number=last["import"], source=last["source"], day=last["stated_on"]))


@click.command(
    "status",
    cls=Command,
    text="status",
    examples=["graphgov status", "graphgov status --as-of 2019-12-31 --format json"],
)
@shared("db", "day", "policy", "format")
def status(options: Options) -> None:
    """What is in the database on the day, who said it, and how good it is."""
    from graphgov.answers.standing import standing
    from graphgov.cli.reading import open_snapshot, store_of

    deliver(standing(open_snapshot(options), store_of(options)), options)


COMMANDS: tuple[click.Command, ...] = (init, import_, undo, status)
