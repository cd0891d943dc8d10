"""The command demo: the sample, and what graphgov answers about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from graphgov import words
from graphgov.cli.options import Options, shared
from graphgov.cli.output import Bar
from graphgov.cli.program import Command

if TYPE_CHECKING:
    from graphgov.coverage import Coverage

STANDARDS = ("any_tie", "two_coverages", "organization")

COMMUNITY = "530102005004"
"""虹山中路社区 of the story."""

COMMITTEE = "story-P1"
"""Its big party committee."""

FIRST = 12
"""So many blind spots are shown."""


@click.command("demo", cls=Command, text="demo", examples=["graphgov demo", "graphgov demo --db demo.duckdb --lang zh"])
@shared("db")
def demo(options: Options) -> None:
    """Import the sample unless it is there, and ask about it."""
    from graphgov.store import DEFAULT

    options = replace(options, db=options.db or DEFAULT)
    _import(options)
    for part in _parts(options):
        click.echo(part + "\n")


def _import(options: Options) -> None:
    """Put the sample into the database unless it is there; never among data of somebody else's."""
    from graphgov import sample
    from graphgov.cli.importing import receipt_line
    from graphgov.cli.reading import policy_of, store_of

    bar, measures = Bar(), tuple(measure.name for measure in policy_of(options).measures)
    for receipt in sample.import_missing(store_of(options), measures, bar):
        bar.clear()
        click.echo(receipt_line(receipt), err=True)


def _parts(options: Options) -> Iterator[str]:
    """The answers, one after the other."""
    from graphgov import sample
    from graphgov.answers.needs import OF_FINDINGS
    from graphgov.answers.showing import heading
    from graphgov.cli.reading import open_snapshot, store_of
    from graphgov.explain import explain
    from graphgov.files.writers import plain
    from graphgov.names import find_node
    from graphgov.store import DEFAULT

    coverage = open_snapshot(options, OF_FINDINGS)
    notes = [f"  {source.note[words.language()]}" for source in sample.sources()]
    yield "\n".join([heading(coverage), words.word("message", "demo_sources"), *notes])
    yield _title("demo_by_district") + "\n\n".join(_by_district(coverage))
    yield _title("demo_by_category") + "\n\n".join(_by_category(coverage))
    yield _title("demo_official") + _official(coverage)
    yield _title("demo_blind") + _blind(coverage)
    explanation = explain(coverage, find_node(coverage.snapshot.graph, COMMITTEE), store_of(options))
    yield _title("demo_explain") + "\n".join(map(plain, explanation.lines(words.language())))
    yield words.say("message", "demo_next", db="" if options.db == DEFAULT else f" --db {options.db}")


def _title(key: str) -> str:
    return f"== {words.word('message', key)} ==\n"


def _by_district(coverage: Coverage) -> Iterator[str]:
    from graphgov.answers.tables import side_by_side
    from graphgov.coverage import SUBJECTS
    from graphgov.files.writers import as_text

    for kind in SUBJECTS:
        yield as_text(side_by_side(coverage, kind, "district", STANDARDS))


def _by_category(coverage: Coverage) -> Iterator[str]:
    from graphgov.answers.tables import side_by_side
    from graphgov.coverage import SUBJECTS
    from graphgov.files.writers import as_text

    for kind in SUBJECTS:
        story = tuple(entry.name for entry in coverage.policy.categories if entry.story and entry.kind == kind)
        yield as_text(side_by_side(coverage, kind, "category", STANDARDS, story))


def _official(coverage: Coverage) -> str:
    from graphgov.answers.questions import RateQuestion
    from graphgov.answers.tables import official

    return official(coverage, RateQuestion()).text().rstrip()


def _blind(coverage: Coverage) -> str:
    from graphgov.answers import blind
    from graphgov.answers.questions import BlindQuestion, Where

    return blind.answer(coverage, BlindQuestion(), Where(community=COMMUNITY), FIRST).text().rstrip()


COMMANDS: tuple[click.Command, ...] = (demo,)
