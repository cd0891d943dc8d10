"""Commands that state one fact by hand: set, end, exempt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from graphgov.cli.options import Day, Options, option, shared
from graphgov.cli.output import deliver
from graphgov.cli.program import Command
from graphgov.errors import BadOption

WHAT = "ID|NAME|KIND FROM TO"


def _said(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --reason, --authority and --stated-on."""
    command = option("--stated-on", "said_for", type=Day(), metavar="DAY")(command)
    command = option("--authority", required=True, metavar="NAME")(command)
    return option("--reason", required=True, metavar="TEXT")(command)


def _state(options: Options, what: Sequence[str], values: Mapping[str, str], said: Mapping[str, Any]) -> None:
    from graphgov.answers.corrected import answer
    from graphgov.cli.reading import store_of
    from graphgov.intake.by_hand import Word, correct

    word = Word(said["authority"], said["reason"], said["said_for"])
    deliver(answer(correct(store_of(options), what, values, word)), options)


@click.command(
    "set", cls=Command, text="set",
    examples=[
        "graphgov set 爱琴海商业区 managed=yes --reason 电话核实 --authority 官渡区委组织部",
        "graphgov set 关上二小 employees=120 counted_on=2020-07 --reason 走访核实 --authority 关上街道党工委",
        "graphgov set MEMBER_OF 云南警官学院 story-P1 seats=1 --reason 补录席位 --authority 华山街道党工委",
    ],
)  # fmt: skip
@click.argument("what", nargs=-1, required=True, metavar=f"{WHAT} PROPERTY=VALUE...")
@_said
@shared("db", "format")
def set_(options: Options, what: tuple[str, ...], **said: Any) -> None:
    """State values of something."""
    place = next((place for place, each in enumerate(what) if place and "=" in each), len(what))
    if place == len(what) or not all("=" in each for each in what[place:]):
        raise BadOption("no_values")
    values = {name.strip(): value for name, _, value in (each.partition("=") for each in what[place:])}
    _state(options, what[:place], values, said)


@click.command(
    "end", cls=Command, text="end",
    examples=[
        "graphgov end 关上二小 --on 2020-08-01 --reason 已撤并 --authority 关上街道党工委",
        "graphgov end MEMBER_OF 云南警官学院 story-P1 --on 2020-08 --reason 协议到期 --authority 华山街道党工委",
    ],
)  # fmt: skip
@click.argument("what", nargs=-1, required=True, metavar=WHAT)
@option("--on", required=True, metavar="DAY")
@_said
@shared("db", "format")
def end(options: Options, what: tuple[str, ...], on: str, **said: Any) -> None:
    """State from which day on something no longer holds."""
    _state(options, what, {"valid_to": on}, said)


@click.command(
    "exempt", cls=Command, text="exempt",
    examples=["graphgov exempt 红星美凯龙 --until 2020-12-31 --reason 停业整顿 --authority 官渡区委组织部"],
)  # fmt: skip
@click.argument("subject", metavar="ID|NAME")
@option("--until", metavar="DAY")
@_said
@shared("db", "format")
def exempt(options: Options, subject: str, until: str | None, **said: Any) -> None:
    """State why something is exempt from the statistics, and until when."""
    values = {"exempt_reason": said["reason"], "exempt_until": until}
    _state(options, (subject,), {name: value for name, value in values.items() if value}, said)


COMMANDS: tuple[click.Command, ...] = (set_, end, exempt)
