"""Commands about what changed, and who said so: diff, history."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from graphgov.answers.questions import Where
from graphgov.cli.options import Count, Day, Options, located, option, shared
from graphgov.cli.output import deliver, limit_of
from graphgov.cli.program import Command
from graphgov.errors import BadOption


@click.command(
    "diff", cls=Command, text="diff",
    examples=[
        "graphgov diff 2020-06-30 2020-07-23",
        "graphgov diff 2019-12-31 2020-06-30 --street 丰宁街道 --standard two_coverages",
        "graphgov diff 2019-12-31 2020-06-30 --output changes.csv",
    ],
)  # fmt: skip
@click.argument("earlier", metavar="DAY1", type=Day())
@click.argument("later", metavar="DAY2", type=Day())
@located
@option("--standard", metavar="NAME")
@option("--limit", type=Count(), metavar="N")
@shared("db", "policy", "format")
def diff(options: Options, earlier: date, later: date, standard: str | None, limit: int | None, **where: Any) -> None:
    """What differs between two days."""
    from graphgov.answers.differing import differing
    from graphgov.cli.reading import open_days

    if not earlier < later:
        raise BadOption("days_in_order", earlier=earlier, later=later)
    before, after = open_days(options, earlier, later)
    deliver(differing(before, after, standard, Where(**where), limit_of(limit, options)), options)


@click.command(
    "history", cls=Command, text="history",
    examples=["graphgov history story-P1", "graphgov history 虹山中路社区 --as-of 2020-06-30 --output history.csv"],
)  # fmt: skip
@click.argument("subject", metavar="ID|NAME")
@option("--limit", type=Count(), metavar="N")
@shared("db", "day", "format")
def history(options: Options, subject: str, limit: int | None) -> None:
    """Everything that was ever said of something."""
    from graphgov.answers.told import told
    from graphgov.cli.reading import store_of
    from graphgov.explain.history import history as history_of

    deliver(told(history_of(store_of(options), subject, options.day), limit_of(limit, options)), options)


COMMANDS: tuple[click.Command, ...] = (diff, history)
