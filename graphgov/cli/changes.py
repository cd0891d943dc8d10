"""Commands that set things side by side: diff, history, compare."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from graphgov.answers.questions import Where
from graphgov.cli.options import FORMATS, Count, Day, Options, located, option, shared
from graphgov.cli.output import deliver, limit_of
from graphgov.cli.program import Command
from graphgov.errors import BadOption


@click.command(
    "diff", cls=Command, text="diff",
    examples=[
        "graphgov diff 2020-06-30 2020-07-23",
        "graphgov diff 2019-12-31 2020-06-30 --street 丰宁街道 --standard two_coverages",
        "graphgov diff 2019-12-31 2020-06-30 --output changes.xlsx",
    ],
)  # fmt: skip
@click.argument("earlier", metavar="DAY1", type=Day())
@click.argument("later", metavar="DAY2", type=Day())
@located
@option("--standard", metavar="NAME")
@option("--limit", type=Count(), metavar="N")
@shared("db", "policy", "format", formats=(*FORMATS, "xlsx"))
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
@shared("db", "day", "format", formats=(*FORMATS, "xlsx"))
def history(options: Options, subject: str, limit: int | None) -> None:
    """Everything that was ever said of something."""
    from graphgov.answers.told import told
    from graphgov.cli.reading import store_of
    from graphgov.explain.history import history as history_of

    deliver(told(history_of(store_of(options), subject, options.day), limit_of(limit, options)), options)


@click.command(
    "compare", cls=Command, text="compare",
    examples=[
        "graphgov compare kunming/town 台账.xlsx",
        "graphgov compare kunming/town kunming/story --every-community --output compare.csv",
        "graphgov compare 台账.xlsx 台账2.xls --mapping ledger.toml",
    ],
)  # fmt: skip
@click.argument("register", metavar="REGISTER")
@click.argument("ledger", metavar="LEDGER")
@option("--mapping", type=click.Path(path_type=Path), metavar="FILE")
@option("--every-community", is_flag=True)
@option("--limit", type=Count(), metavar="N")
@shared("db", "day", "format", formats=(*FORMATS, "xlsx"))
def compare(
    options: Options, register: str, ledger: str, mapping: Path | None, every_community: bool, limit: int | None
) -> None:
    """Who is on one of two lists only."""
    from graphgov.answers.rolled import rolled
    from graphgov.cli.reading import store_of
    from graphgov.ledger.listing import roll
    from graphgov.ledger.mapping_reader import read_mapping
    from graphgov.ledger.rolls import compared

    store, meant = store_of(options), read_mapping(mapping) if mapping else None
    lists = (roll(store, name, meant, options.day) for name in (register, ledger))
    deliver(rolled(compared(*lists), every_community, limit_of(limit, options)), options)


COMMANDS: tuple[click.Command, ...] = (diff, history, compare)
