"""The command import: folders and zips of graphgov's own tables, and ledgers as offices keep them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphgov import words
from graphgov.cli.options import Day, Options, option, shared
from graphgov.cli.output import Bar
from graphgov.cli.program import Command
from graphgov.errors import BadInput, BadOption, GraphgovError

if TYPE_CHECKING:
    from graphgov.intake import Options as Chosen
    from graphgov.intake import Receipt
    from graphgov.ledger.importing import Outcome, Plan
    from graphgov.ledger.withdrawing import Ending
    from graphgov.store import Store


@dataclass(frozen=True)
class Ledgers:
    """What the command was told about ledgers."""

    mapping: Path | None
    save_mapping: Path | None
    report: Path | None
    hidden_sheets: bool
    dry_run: bool
    yes: bool
    skip_bad_rows: bool
    replaces: str


@click.command(
    "import", cls=Command, text="import",
    examples=[
        "graphgov import 台账.xlsx --stated-on 2020-06-30",
        "graphgov import *.xlsx --dry-run --save-mapping ledger.toml",
        "graphgov import 台账2.xls --mapping ledger.toml --report report.xlsx", "graphgov import ledgers/",
        "graphgov import 台账2.xls --replaces kunming/town --stated-on 2020-09-30 --dry-run",
        "graphgov import ledgers.zip --source 民政局 --stated-on 2020-06-30",
    ],
)  # fmt: skip
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(path_type=Path))
@option("--source", metavar="NAME", default="")
@option("--stated-on", type=Day(), metavar="DAY")
@option("--allow-dangling", is_flag=True)
@option("--mapping", type=click.Path(path_type=Path), metavar="FILE")
@option("--save-mapping", type=click.Path(path_type=Path), metavar="FILE")
@option("--report", "report_file", type=click.Path(path_type=Path), metavar="FILE")
@option("--hidden-sheets", is_flag=True)
@option("--dry-run", is_flag=True)
@option("--yes", is_flag=True)
@option("--skip-bad-rows", is_flag=True)
@option("--replaces", metavar="SOURCE", default="")
@shared("db", "policy")
def import_(
    options: Options, paths: tuple[Path, ...], source: str, stated_on: date | None, allow_dangling: bool, **told: object
) -> None:
    """Import ledgers, all of them as one import; or own tables, each folder or zip as one; all of it or nothing."""
    from graphgov import intake
    from graphgov.cli.reading import policy_of, store_of
    from graphgov.ledger.importing import is_ledger, opened

    measures = tuple(measure.name for measure in policy_of(options).measures)
    ledgers = Ledgers(report=told.pop("report_file"), **told)  # type: ignore[arg-type]
    _check_replacing(ledgers, source, stated_on)
    chosen = intake.Options(ledgers.replaces or source, stated_on, allow_dangling, measures)
    paths = opened(paths)
    sorts = {is_ledger(path) for path in paths}
    if len(sorts) > 1:
        raise BadInput("ledger_and_tables")
    if sorts == {True}:
        _import_ledgers(store_of(options), paths, chosen, ledgers)
        return
    _only_for_ledgers(ledgers)
    for path in paths:
        _import_tables(store_of(options), path, chosen)


def _only_for_ledgers(ledgers: Ledgers) -> None:
    """Refuse what is said of ledgers where there are none."""
    for name, value in vars(ledgers).items():
        if value and name != "yes":
            raise BadOption("only_for_ledgers", option="--" + name.replace("_", "-"))


def _check_replacing(ledgers: Ledgers, source: str, stated_on: date | None) -> None:
    """Refuse what does not go together with --replaces."""
    if not ledgers.replaces:
        return
    if stated_on is None:
        raise BadOption("replace_needs_day")
    if source not in ("", ledgers.replaces):
        raise BadOption("replace_other_source")
    if ledgers.skip_bad_rows:
        raise BadOption("replace_skips")


def _import_tables(store: Store, path: Path, chosen: Chosen) -> None:
    from graphgov import intake

    with Bar() as bar:
        receipt = intake.import_tables(store, path, chosen, bar)
    click.echo(receipt_line(receipt))


def _import_ledgers(store: Store, paths: Sequence[Path], chosen: Chosen, ledgers: Ledgers) -> None:
    from graphgov.files.writers import as_text
    from graphgov.ledger import showing
    from graphgov.ledger.importing import How, carry_out, plan
    from graphgov.ledger.mapping_reader import read_mapping
    from graphgov.ledger.mapping_writer import write_mapping
    from graphgov.ledger.withdrawing import check_source

    if ledgers.replaces:
        check_source(store, ledgers.replaces)
    with Bar() as bar:
        found = plan(paths, read_mapping(ledgers.mapping) if ledgers.mapping else None, ledgers.hidden_sheets, bar)
    for sheet in showing.proposal_sheets(found.proposals):
        click.echo(as_text(sheet) + "\n")
    if ledgers.save_mapping:
        write_mapping(ledgers.save_mapping, found.mapping)
        click.echo(words.say("message", "written", path=ledgers.save_mapping), err=True)
    agreed = ledgers.dry_run or _agreed(found, ledgers)
    with Bar() as bar:

        def agree(ending: Ending) -> bool:
            bar.clear()
            _show(ending)
            return ledgers.yes or (sys.stdin.isatty() and click.confirm(words.word("showing", "ask_ending")))

        dry = ledgers.dry_run or not agreed
        how = How(chosen, dry, ledgers.skip_bad_rows, bool(ledgers.replaces), agree)
        outcome = carry_out(store, found, how, bar)
    if dry and outcome.ending:
        _show(outcome.ending)
    _tell(outcome, ledgers)
    if not agreed:
        raise GraphgovError("ledger_not_agreed")
    if not outcome.agreed:
        raise GraphgovError("replace_not_agreed")
    _finish(outcome, paths, ledgers)


def _agreed(plan: Plan, ledgers: Ledgers) -> bool:
    """Whether the person agrees to what the columns mean: by --yes, a mapping file that fits, or when asked."""
    if ledgers.yes or plan.settled:
        return True
    return sys.stdin.isatty() and click.confirm(words.word("showing", "ask"))


def _show(ending: Ending) -> None:
    from graphgov.files.writers import as_text
    from graphgov.ledger.showing import ending_sheet

    click.echo(as_text(ending_sheet(ending)) + "\n")


def _tell(outcome: Outcome, ledgers: Ledgers) -> None:
    from graphgov.ledger import showing

    click.echo(showing.report_text(outcome.report))
    if ledgers.report:
        showing.write_report(ledgers.report, outcome.report)
        click.echo(words.say("message", "written", path=ledgers.report), err=True)


def _finish(outcome: Outcome, paths: Sequence[Path], ledgers: Ledgers) -> None:
    """Say what was written; leave with an error where it was not, though it should have been."""
    from graphgov.ledger import showing

    if outcome.rejected and not ledgers.skip_bad_rows:
        raise BadInput("ledger_rows_rejected", count=len(outcome.rejected))
    if outcome.refused:
        raise BadInput("ledger_refused", count=outcome.refused)
    if outcome.rejected and not ledgers.dry_run:
        path = paths[0].with_name(f"{paths[0].stem}.rejected.xlsx")
        showing.write_rejected(path, outcome)
        click.echo(words.say("showing", "rejected_written", count=len(outcome.rejected), path=path))
    if ledgers.dry_run:
        click.echo(words.word("showing", "dry_run"))
    elif outcome.receipt is not None:
        click.echo(receipt_line(outcome.receipt))
    else:
        raise BadInput("ledger_nothing")


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


COMMANDS: tuple[click.Command, ...] = (import_,)
