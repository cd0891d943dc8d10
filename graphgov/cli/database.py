"""Commands that write the database or say what is in it: init, undo, status."""

from __future__ import annotations

import click

from graphgov import words
from graphgov.cli.options import Count, Options, shared
from graphgov.cli.output import deliver
from graphgov.cli.program import Command


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


@click.command("undo", cls=Command, text="undo", examples=["graphgov undo", "graphgov undo 3"])
@click.argument("number", required=False, metavar="[N]", type=Count())
@shared("db")
def undo(options: Options, number: int | None) -> None:
    """Take the last import back, or the one of a number."""
    from graphgov import intake
    from graphgov.cli.reading import store_of

    last = intake.undo(store_of(options), number=number)
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


COMMANDS: tuple[click.Command, ...] = (init, undo, status)
