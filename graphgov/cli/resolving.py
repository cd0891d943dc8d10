"""The command resolve: likely pairs to be judged, as a list to fill in or one by one, and what was judged."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.cli.options import FORMATS, Count, Options, option, shared
from graphgov.cli.output import Bar, deliver, limit_of
from graphgov.cli.program import Command
from graphgov.cli.reading import store_of
from graphgov.errors import BadOption
from graphgov.files.writers import plain

if TYPE_CHECKING:
    from graphgov.ledger.known import Known
    from graphgov.ledger.pairs import Likely
    from graphgov.ledger.resolving import Verdict
    from graphgov.ledger.verdicts import Answer as Spoken
    from graphgov.store import Store


@dataclass(frozen=True)
class Told:
    """What the command was told about how to judge."""

    authority: str | None
    reason: str
    overrule: bool


@click.command(
    "resolve", cls=Command, text="resolve",
    examples=[
        "graphgov resolve", "graphgov resolve --output 待判断.xlsx",
        "graphgov resolve 待判断.xlsx --authority 五华区民政局 --reason 实地核对", "graphgov resolve --ask",
        "graphgov resolve --list --format json",
    ],
)  # fmt: skip
@click.argument("file", required=False, metavar="[FILE]", type=click.Path(path_type=Path))
@option("--ask", is_flag=True)
@option("--list", "judged", is_flag=True)
@option("--authority", metavar="NAME")
@option("--reason", metavar="TEXT", default="")
@option("--overrule", is_flag=True)
@option("--limit", type=Count(), metavar="N")
@shared("db", "format", formats=(*FORMATS, "xlsx"))
def resolve(options: Options, file: Path | None, ask: bool, judged: bool, limit: int | None, **told: object) -> None:
    """Likely pairs, or the judgements that there are; with FILE or --ask: judge."""
    from graphgov.ledger.known import known

    if sum((file is not None, ask, judged)) > 1:
        raise BadOption("only_one_of", options="FILE, --ask, --list")
    store = store_of(options)
    with store.kept_open():
        now = known(store)
    if judged:
        deliver(_judged(now, limit_of(limit, options)), options)
        return
    how = Told(**told)  # type: ignore[arg-type]
    if file is not None:
        from graphgov.ledger.verdicts import read_verdicts

        _judge(store, now, read_verdicts(file), file.name, how)
        return
    pairs = _pairs(store, now)
    if ask:
        _judge(store, now, _dialogue(pairs), "", how)
    else:
        deliver(_listed(pairs, limit_of(limit, options)), options)


def _pairs(store: Store, now: Known) -> list[Likely]:
    from graphgov.ledger.pairs import standing

    with Bar() as bar, store.kept_open():
        return standing(store, now, bar)


def _listed(pairs: Sequence[Likely], limit: int | None) -> Answer:
    from graphgov.answers.showing import cut
    from graphgov.ledger.verdicts import pairs_sheet

    sheet = pairs_sheet(pairs)
    shown, more = cut(sheet, limit)
    value = [{**pair._asdict(), "one": pair.one._asdict(), "other": pair.other._asdict()} for pair in pairs]
    if not pairs:
        return Answer(value, head=(words.word("resolving", "none"),), data=sheet)
    return Answer(value, (shown,), foot=(*more, words.word("resolving", "how")), data=sheet)


def _judged(now: Known, limit: int | None) -> Answer:
    from graphgov.answers.showing import cut
    from graphgov.ledger.verdicts import judged_sheet

    sheet = judged_sheet(now.judged, now.names)
    shown, more = cut(sheet, limit)
    value = [{**one._asdict(), "day": str(one.day)} for one in reversed(now.judged)]
    if not now.judged:
        return Answer(value, head=(words.word("resolving", "none_judged"),), data=sheet)
    return Answer(value, (shown,), foot=more, data=sheet)


# ---- Judging -----------------------------------------------------------------------------------------------------


def _judge(store: Store, now: Known, verdicts: Sequence[Verdict], file: str, told: Told) -> None:
    from graphgov.ledger import resolving

    how = resolving.How(told.authority or resolving.SOURCE, told.reason, told.overrule)
    with Bar() as bar:
        found = resolving.resolve(store, now, verdicts, file or resolving.SOURCE, how, bar)
    if found.receipt is None or found.receipt.number is None:
        click.echo(words.word("resolving", "nothing"))
        return
    same, different, before = found.same, found.different, found.before
    number = found.receipt.number
    click.echo(words.say("resolving", "done", same=same, different=different, before=before, number=number))


def _dialogue(pairs: Sequence[Likely]) -> list[Verdict]:
    """One pair after the other; what was answered counts, though the person stops before the last."""
    from graphgov.ledger.judged import VERDICTS
    from graphgov.ledger.resolving import Verdict
    from graphgov.ledger.verdicts import OTHER, QUIT

    if not sys.stdin.isatty():
        raise BadOption("no_terminal")
    if not pairs:
        click.echo(words.word("resolving", "none"))
    found: list[Verdict] = []
    for number, pair in enumerate(pairs, 1):
        _show(pair, number, len(pairs))
        answer = _answer()
        if answer.verdict == QUIT:
            break
        one, other = (pair.other, pair.one) if answer.stays == OTHER else (pair.one, pair.other)
        found.append(Verdict(one.id, other.id, answer.verdict, row=number))
    return [each for each in found if each.verdict in VERDICTS]


def _show(pair: Likely, number: int, count: int) -> None:
    kind, community, score = words.word("kind", pair.kind), pair.community, pair.score
    head = words.say(
        "resolving", "pair", kind=kind, community=community, score=score, number=number, count=count
    )  # fmt: skip
    click.echo("\n" + plain(head))
    for place, side in enumerate((pair.one, pair.other), 1):
        code = f" {side.code}" if side.code else ""
        sources = words.word("message", "comma").join(side.sources)
        said = words.say("resolving", "side", number=place, name=side.name, id=side.id, code=code, sources=sources)
        click.echo(plain(said))


def _answer() -> Spoken:
    from graphgov.ledger.verdicts import spoken

    ask = "ask"
    while True:
        found = spoken(click.prompt(words.word("resolving", ask), default="", show_default=False))
        if found is not None:
            return found
        ask = "ask_again"


COMMANDS: tuple[click.Command, ...] = (resolve,)
