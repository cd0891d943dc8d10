"""The command coverage: which question its options ask; the answers are made beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graphgov.answers.questions import RateQuestion, day_of
from graphgov.cli.options import Count, Names, OneOf, Options, option, shared
from graphgov.cli.output import deliver, limit_of
from graphgov.cli.program import Command
from graphgov.errors import BadInput, BadOption

KINDS = OneOf(("Unit", "Place", "all"))


@click.command(
    "coverage", cls=Command, text="coverage",
    examples=[
        "graphgov coverage",
        "graphgov coverage --by district --standard two_coverages",
        "graphgov coverage --by street,category --kind Unit --format csv --output coverage.csv",
        "graphgov coverage --official --by district",
        "graphgov coverage --by district --against 2019-12-31 --flips",
    ],
)  # fmt: skip
@option("--by", type=Names(), metavar="DIM[,DIM]", default=())
@option("--kind", type=KINDS, default="all")
@option("--standard", metavar="NAME")
@option("--denominator", metavar="NAME")
@option("--official", is_flag=True)
@option("--against", metavar="DAY|FILE")
@option("--flips", is_flag=True)
@option("--limit", type=Count(), metavar="N")
@shared("db", "day", "policy", "format")
def coverage(
    options: Options, official: bool, against: str | None, flips: bool, limit: int | None, **asked: Any
) -> None:
    """How many are covered, under which standard, of whom; rates, the official form, or a comparison."""
    from graphgov.answers import comparing, tables
    from graphgov.cli.reading import open_snapshot

    question = RateQuestion(**asked | {"kind": None if asked["kind"] == "all" else asked["kind"]})
    if official and (against or question.standard or question.kind == "Place" or len(question.by) > 1):
        raise BadOption("official_alone")
    if flips and not against:
        raise BadOption("flips_alone")
    now = open_snapshot(options)
    if official:
        answer = tables.official(now, question)
    elif against:
        both = comparing.compared(other_coverage(now, against), now, question)
        most = limit_of(limit, options)
        answer = comparing.with_flips(both, most) if flips else comparing.without_flips(both)
    elif question.by:
        answer = tables.grouped(now, question)
    else:
        answer = tables.overview(now, question)
    deliver(answer, options)


def other_coverage(now: Any, against: str) -> Any:
    """The coverage to compare with: the same graph on another day, or under another policy."""
    from graphgov.coverage import Coverage
    from graphgov.policy import read_policy

    if Path(against).suffix == ".toml":
        return Coverage(now.snapshot, read_policy(Path(against)))
    try:
        day = day_of(against)
    except BadInput:
        raise BadOption("bad_against", value=against) from None
    return Coverage(now.snapshot.graph.on(day), now.policy)


COMMANDS: tuple[click.Command, ...] = (coverage,)
