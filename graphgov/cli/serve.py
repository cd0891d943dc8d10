"""The command serve: the pages live, until Ctrl-C."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Any

import click

from graphgov import words
from graphgov.cli.options import Count, Options, option, shared
from graphgov.cli.program import Command

HOST, PORT = "127.0.0.1", 8421
"""Where to listen when nothing is said."""


@click.command(
    "serve", cls=Command, text="serve",
    examples=[
        "graphgov serve",
        "graphgov serve --db kunming.duckdb --port 8500 --no-open",
        "graphgov serve --host 0.0.0.0 --marking 内部资料",
    ],
)  # fmt: skip
@option("--host", metavar="ADDRESS", default=HOST)
@option("--port", type=Count(), metavar="N", default=PORT)
@option("--token", metavar="TEXT")
@option("--standard", metavar="NAME")
@option("--marking", metavar="TEXT", default="")
@option("--queries", type=click.Path(path_type=Path), metavar="FOLDER")
@option("--open/--no-open", "open_", default=None)
@shared("db", "policy")
def serve(options: Options, open_: bool | None, **given: Any) -> None:
    """Show the pages in a browser until Ctrl-C; after every import they show the new state."""
    from graphgov.cli.reading import policy_of, store_of
    from graphgov.web.app import Settings
    from graphgov.web.running import Place, start

    place = Place(*(given.pop(name) for name in ("host", "port", "token")))
    running = start(store_of(options), policy_of(options), place, Settings(words.chosen(), **given))
    click.echo(words.say("message", "serving", address=running.address))
    if sys.stdout.isatty() if open_ is None else open_:
        click.launch(running.address)
    # Whoever ends it otherwise than by Ctrl-C leaves no copy of the data behind either.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    running.until_interrupted()
    click.echo(words.word("message", "served"), err=True)


COMMANDS: tuple[click.Command, ...] = (serve,)
