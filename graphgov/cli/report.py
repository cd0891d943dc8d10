"""The command report: everything about one day as one file that a browser opens without a network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graphgov.cli.options import Options, located, option, shared
from graphgov.cli.program import Command

STEPS = 4


@click.command(
    "report", cls=Command, text="report",
    examples=[
        "graphgov report kunming.html",
        "graphgov report --street 福海街道 --against 2019-12-31 fuhai.html",
        "graphgov report --standard two_coverages --marking 内部资料 --lang zh report.html",
    ],
)  # fmt: skip
@click.argument("file", metavar="FILE.html", type=click.Path(path_type=Path))
@option("--standard", metavar="NAME")
@option("--against", metavar="DAY|FILE")
@located
@option("--marking", metavar="TEXT", default="")
@shared("db", "day", "policy")
def report(options: Options, file: Path, standard: str | None, against: str | None, marking: str, **where: Any) -> None:
    """Write the report."""
    from graphgov import words
    from graphgov.answers.choosing import named
    from graphgov.answers.needs import OF_FINDINGS
    from graphgov.answers.questions import Where
    from graphgov.cli.output import Bar
    from graphgov.cli.rates import other_coverage
    from graphgov.cli.reading import open_snapshot, store_of
    from graphgov.coverage import NOWHERE
    from graphgov.report.page import NEEDS, Report, page, write
    from graphgov.report.scope import Scope

    bar = Bar()
    bar("report", 0, STEPS)
    now = open_snapshot(options, OF_FINDINGS, NEEDS)
    bar("report", 1, STEPS)
    area = list(named(now, Where(**where)).values())
    before = None if against is None else other_coverage(now, against)
    name = now.policy.standard(standard or now.policy.default_standard).name
    scope = Scope(now, name, before, area[-1] if area else NOWHERE)
    text = page(Report(scope, store_of(options), words.language(), marking))
    bar("report", 3, STEPS)
    write(file, text)
    bar.clear()
    click.echo(words.say("message", "written", path=file), err=True)


COMMANDS: tuple[click.Command, ...] = (report,)
