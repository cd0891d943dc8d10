"""From files of ledgers to the store: read, understand, join, write; all of it or nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path as File

from graphgov import intake
from graphgov.errors import BadTables, Problem
from graphgov.files.tables import SUFFIXES as OWN_TABLES
from graphgov.layout import WITHDRAWN
from graphgov.ledger.cells import Day
from graphgov.ledger.dictionary import dictionary
from graphgov.ledger.facts import Facts, Place, Thing
from graphgov.ledger.finding import read
from graphgov.ledger.gathering import Gathered, gather
from graphgov.ledger.joining import Joiner
from graphgov.ledger.known import known
from graphgov.ledger.likely import likely
from graphgov.ledger.mapping import NOTHING, PERSON
from graphgov.ledger.mapping import Mapping as Mapped
from graphgov.ledger.proposal import UNSURE, Proposal, by_shape, given, propose, titles_of, with_siblings
from graphgov.ledger.report import CHANGED, DOUBTED, REJECTED, UNDERSTOOD, Entry, Report, place_name, report_of
from graphgov.ledger.rows import Reader
from graphgov.ledger.table import Remark, Table, Title
from graphgov.ledger.values import text
from graphgov.ledger.withdrawing import Ending, spoken, withdraw
from graphgov.store import Progress, Store


@dataclass(frozen=True)
class Plan:
    """What is in files of ledgers, and how it is to be read: to be looked at before anything is done."""

    files: tuple[File, ...]
    digests: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    remarks: tuple[Remark, ...]

    @property
    def mapping(self) -> Mapped:
        """How all its tables are to be read, tables of one shape once."""
        return Mapped(tuple(several[0].shape for several in by_shape(self.proposals)))

    @property
    def settled(self) -> bool:
        """Whether a mapping file says of all its tables how they are to be read."""
        return all(proposal.given for proposal in self.proposals)


@dataclass(frozen=True)
class Outcome:
    """What came of an import: the receipt (None: nothing was written), the report, the rows that were not taken."""

    receipt: intake.Receipt | None
    report: Report
    rejected: tuple[tuple[Proposal, int], ...] = ()
    """Proposals with the numbers of rows in their tables."""
    refused: int = 0
    """Problems for which all of it was refused, beside the rows that were not taken."""
    ending: Ending | None = None
    """What the source no longer says, where its ledger is to be replaced."""
    agreed: bool = True
    """Whether that was agreed to."""


@dataclass(frozen=True)
class How:
    """How an import is to be done."""

    options: intake.Options
    dry: bool = False
    skip_bad_rows: bool = False
    replaces: bool = False
    """End what the source had said of the communities in the files and no longer says."""
    agree: Callable[[Ending], bool] = lambda ending: True
    """Asked before anything is ended."""


def opened(paths: Sequence[File]) -> tuple[File, ...]:
    """The paths, with the files of a folder in its place where none of them can be an own table."""
    found: list[File] = []
    for path in paths:
        files = sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else []
        visible = [each for each in files if not each.name.startswith((".", "~$"))]
        own = any(each.suffix.lower() in OWN_TABLES for each in visible)
        found += visible if visible and not own else [path]
    return tuple(found)


def is_ledger(path: File) -> bool:
    """Whether a path is a file of ledgers and no folder or zip of own tables; what it is, its content says."""
    if path.is_dir() or not path.exists() or not zipfile.is_zipfile(path):
        return path.is_file()
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    # Both kinds of workbook are zips with a list of their parts in one of these.
    return "[Content_Types].xml" in names or "mimetype" in names


def plan(
    paths: Sequence[File], mapping: Mapped | None = None, hidden: bool = False,
    progress: Progress = lambda stage, done, of: None,
) -> Plan:  # fmt: skip
    """Read files and find out what their columns mean, by a mapping where one fits.  Raises BadInput."""
    proposals: list[Proposal] = []
    remarks: list[Remark] = []
    for number, path in enumerate(paths):
        progress("read", number, len(paths))
        found = read(path, hidden)
        remarks += found.remarks
        for table in found.tables:
            table = _headed(table, mapping) if mapping else table
            shape = mapping.of(frozenset(titles_of(table))) if mapping else None
            proposals.append(given(table, shape, dictionary()) if shape else propose(table, dictionary()))
    found_out = tuple(with_siblings(proposals, dictionary()))
    digests = (blake2b(path.read_bytes(), digest_size=16).hexdigest() for path in paths)
    return Plan(tuple(paths), tuple(digests), found_out, tuple(remarks))


def _headed(table: Table, mapping: Mapped) -> Table:
    """A table in which no header was found, with its first row as that, where a mapping knows it as one."""
    if any(title.text for title in table.titles) or not table.rows:
        return table
    titles = tuple(
        Title(title.column, name, (name,))
        for title, name in zip(table.titles, (text(cell).value or "" for cell in table.rows[0].cells), strict=False)
    )
    headed = replace(
        table, titles=titles, rows=table.rows[1:],
        remarks=tuple(remark for remark in table.remarks if remark.key != "no_header"),
    )  # fmt: skip
    return headed if mapping.of(frozenset(titles_of(headed))) else table


def carry_out(store: Store, plan: Plan, how: How, progress: Progress) -> Outcome:
    """Import what a plan holds: all of it, or nothing where a row is bad and bad ones are not skipped, or `how.dry`."""
    facts, entries = understood(plan, how, progress), list[Entry]()
    told = _Told(plan, entries)
    known_now, agreed = known(store), True
    keys = Joiner(facts, known_now, dictionary(), told.of_thing, progress).join()
    _without_committee(facts, keys, told)
    for pair in likely(facts, keys, known_now):
        told.of_thing(pair.thing, DOUBTED, "likely_same", pair.fields)
    gathered = gather(facts, keys, known_now, told)
    said = spoken(facts, keys, [proposal.shape for proposal in plan.proposals])
    entries += facts.entries
    for bad in facts.rejected.values():
        entries += bad
    rejected = tuple((plan.proposals[table], row) for table, row in facts.rejected)
    # What is gathered holds all of it; a city's things take hundreds of megabytes.
    facts.things.clear()
    facts.bonds.clear()
    receipt, refused, ending = None, 0, None
    if facts.rows and (how.skip_bad_rows or not facts.rejected):
        if how.replaces:
            ending = withdraw(store, how.options, said, gathered, told)
            agreed = how.dry or how.agree(ending)
            how = replace(how, dry=not agreed or how.dry)
        try:
            receipt = _take_in(store, plan, gathered, how, progress)
        except BadTables as error:
            refused = error.total
            entries += [told.of_problem(problem, gathered) for problem in error.problems]
    receipt = None if how.dry else receipt
    return Outcome(receipt, _report(plan, entries), rejected, refused, ending, agreed)


def understood(plan: Plan, how: How, progress: Progress) -> Facts:
    """What the rows of a plan's tables speak of, each by the meaning of its columns."""
    facts, before = Facts(), 0

    def heard(rows: int) -> None:
        progress("understand", before + rows, every)

    every = sum(len(proposal.table.rows) for proposal in plan.proposals)
    latest = max(how.options.stated_on or date.today(), date.today())
    for number, proposal in enumerate(plan.proposals):
        reader = Reader(proposal.table, number, proposal.shape, dictionary(), Day(latest, proposal.table.since_1904))
        reader.read(facts, heard)
        before += len(proposal.table.rows)
    return facts


def _take_in(store: Store, plan: Plan, gathered: Gathered, how: How, progress: Progress) -> intake.Receipt:
    names: dict[tuple[str, str], int] = {}
    for proposal in plan.proposals:
        names.setdefault((proposal.table.file, proposal.table.sheet), len(names))
    digest = {str(path): digest for path, digest in zip(plan.files, plan.digests, strict=True)}
    files = tuple((place_name(file, sheet), digest[file]) for file, sheet in names)
    places = {at: names[each.table.file, each.table.sheet] for at, each in enumerate(plan.proposals)}
    places[WITHDRAWN] = WITHDRAWN
    found, origins = gathered.tables(places)
    source = how.options.source or source_of(plan.files)
    return intake.take_in(store, intake.Given(source, files, found, [], origins), how.options, progress, dry=how.dry)


def source_of(files: Sequence[File]) -> str:
    """Who says it, where nobody says who: the one file's name, else that of the folder that they are in."""
    return files[0].stem if len(files) == 1 else files[0].resolve().parent.name


class _Told:
    """Writes down what is told of places."""

    def __init__(self, plan: Plan, entries: list[Entry]) -> None:
        self.plan, self.entries = plan, entries

    def __call__(self, place: Place, outcome: str, value: str, key: str, fields: Mapping[str, object]) -> None:
        shown = tuple((name, self.shown(each)) for name, each in fields.items())
        file, sheet = self.where(place)
        self.entries.append(Entry(outcome, key, file, sheet, place.row, place.column, value, shown))

    def of_thing(self, thing: Thing, outcome: str, key: str, fields: tuple[tuple[str, str], ...]) -> None:
        """Write down what is told of a thing."""
        self(thing.place, outcome, thing.name, key, dict(fields))

    def of_problem(self, problem: Problem, gathered: Gathered) -> Entry:
        """A problem of an own table as one of the ledger's row that it comes from."""
        file, sheet = "", ""
        place = Place(0, 0)
        if problem.row and problem.file in gathered.places:
            place = gathered.place(problem.file, problem.row)
            file, sheet = self.where(place)
        return Entry(REJECTED, problem.key, file, sheet, place.row, place.column, problem.value, problem.fields)

    def where(self, place: Place) -> tuple[str, str]:
        """The file and the sheet of a place."""
        table = self.plan.proposals[place.table].table
        return table.file, table.sheet

    def shown(self, value: object) -> str:
        """A field of a message: of a place the file, the sheet and the row."""
        if isinstance(value, Place):
            return f"{place_name(*self.where(value))}:{value.row}"
        return str(value)


def _without_committee(facts: Facts, keys: list[str], told: Callable[..., None]) -> None:
    """A membership of a community's big committee, which nobody knows."""
    for bond in facts.bonds:
        if bond.kind == "MEMBER_OF" and not keys[bond.end]:
            name = facts.things[bond.start].name
            told(bond.place, DOUBTED, name, "no_big_committee", {})


def _report(plan: Plan, entries: list[Entry]) -> Report:
    found = [_of_remark(remark) for remark in plan.remarks]
    for proposal in plan.proposals:
        table = proposal.table
        found += [_of_remark(remark) for remark in table.remarks]
        about = Entry(UNDERSTOOD, "table_read", table.file, table.sheet, fields=(("rows", str(len(table.rows))),))
        found.append(about)
        for column in proposal.columns:
            if column.rule.means == PERSON:
                found.append(replace(about, outcome=CHANGED, key="person_dropped", column=column.rule.title, fields=()))
            elif column.rule.means == NOTHING and column.sure == UNSURE:
                found.append(replace(about, outcome=DOUBTED, key="column_unknown", column=column.rule.title, fields=()))
    return report_of([*found, *entries], [str(path) for path in plan.files])


def _of_remark(remark: Remark) -> Entry:
    outcome = CHANGED
    return Entry(outcome, remark.key, remark.file, remark.sheet, remark.row, "", remark.value, remark.fields)
