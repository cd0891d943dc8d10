"""Commands about single subjects: blind-spots, explain, findings."""

from __future__ import annotations

from typing import Any

import click

from graphgov.answers.model import Answer
from graphgov.answers.needs import OF_FINDINGS
from graphgov.answers.questions import BlindQuestion, Where
from graphgov.cli.options import Count, OneOf, Options, located, option, shared
from graphgov.cli.output import deliver, limit_of
from graphgov.cli.program import Command
from graphgov.cli.rates import KINDS


@click.command(
    "blind-spots", cls=Command, text="blind_spots",
    examples=[
        "graphgov blind-spots --community 虹山中路社区",
        "graphgov blind-spots --district 五华区 --category small_micro_enterprise --standard organization",
        "graphgov blind-spots --finding must_build --format csv --output must_build.csv",
    ],
)  # fmt: skip
@located
@option("--category", metavar="NAME")
@option("--kind", type=KINDS, default="all")
@option("--standard", metavar="NAME")
@option("--denominator", metavar="NAME")
@option("--finding", metavar="NAME")
@option("--limit", type=Count(), metavar="N")
@shared("db", "day", "policy", "format")
def blind_spots(options: Options, limit: int | None, kind: str, **asked: Any) -> None:
    """Who is reached by nothing: one by one, with what was said of them and who has to see to them."""
    from graphgov.answers import blind
    from graphgov.cli.reading import open_snapshot

    where = Where(*(asked.pop(name) for name in ("district", "street", "community")))
    question = BlindQuestion(None if kind == "all" else kind, **asked)
    coverage = open_snapshot(options, *([OF_FINDINGS] if question.finding else []))
    deliver(blind.answer(coverage, question, where, limit_of(limit, options)), options)


@click.command(
    "explain", cls=Command, text="explain",
    examples=["graphgov explain story-P1", "graphgov explain 爱琴海商业区 --as-of 2020-07-23"],
)  # fmt: skip
@click.argument("subject", metavar="ID|NAME")
@shared("db", "day", "policy", "format", formats=("table", "json"))
def explain(options: Options, subject: str) -> None:
    """Why something is in its state, and what would close the gap."""
    from graphgov import words
    from graphgov.cli.reading import open_snapshot, store_of
    from graphgov.explain import explain as explained
    from graphgov.names import find_node

    store = store_of(options)
    with store.kept_open():
        coverage = open_snapshot(options, OF_FINDINGS)
        explanation = explained(coverage, find_node(coverage.snapshot.graph, subject), store)
    deliver(Answer(explanation.as_json(), head=tuple(explanation.lines(words.language()))), options)


@click.command(
    "findings", cls=Command, text="findings",
    examples=[
        "graphgov findings",
        "graphgov findings --name must_build --district 五华区",
        "graphgov findings --severity high --format csv --output findings.csv",
    ],
)  # fmt: skip
@option("--name", metavar="NAME")
@option("--severity", type=OneOf(("high", "medium", "low")))
@located
@option("--limit", type=Count(), metavar="N")
@shared("db", "day", "policy", "format")
def findings(options: Options, name: str | None, severity: str | None, limit: int | None, **where: Any) -> None:
    """What is worth telling: by finding, then one by one."""
    from graphgov.answers import found
    from graphgov.cli.reading import open_snapshot

    coverage = open_snapshot(options, OF_FINDINGS)
    deliver(found.answer(coverage, name, severity, Where(**where), limit_of(limit, options)), options)


COMMANDS: tuple[click.Command, ...] = (blind_spots, explain, findings)
