"""Proposals and reports as people read them: for a terminal, as a workbook, as JSON; the rows that were not taken."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from graphgov import words
from graphgov.errors import BadInput, shorten
from graphgov.files.exact import exact
from graphgov.files.sheets import Cell as Raw
from graphgov.files.whole import whole_file
from graphgov.files.workbook import Page, tab_name, write_workbook
from graphgov.files.writers import Cell, Column, Sheet, as_text, plain
from graphgov.ledger.beside import community_in
from graphgov.ledger.importing import Outcome
from graphgov.ledger.mapping import HEADING, PERSON, ColumnRule, split
from graphgov.ledger.proposal import Proposal, by_shape, titles_of
from graphgov.ledger.report import DOUBTED, OUTCOMES, REJECTED, Entry, Report, place_name
from graphgov.ledger.values import text
from graphgov.ledger.withdrawing import Ending

MOST_SHOWN, MOST_ROWS = 20, 8
"""So many lines of an outcome are shown on a terminal, with so many rows each; files hold all."""

SUFFIXES = (".xlsx", ".json")
"""What a report can be written to."""



# ---- Proposals ---------------------------------------------------------------------------------------------------


def proposal_sheets(proposals: Sequence[Proposal]) -> Iterator[Sheet]:
    """What columns seem to mean, each shape once, under the names of the tables that have it."""
    headings = tuple(Column(words.word("showing", name)) for name in ("column", "means", "examples", "sure"))
    for several in by_shape(proposals):
        tables = words.word("message", "comma").join(place_name(each.table.file, each.table.sheet) for each in several)
        rows = tuple(
            (
                words.word("meaning", each.rule.title),
                meaning(each.rule),
                " | ".join(each.examples),
                words.word("sure", each.sure),
            )
            for each in several[0].columns
        )
        yield Sheet(headings, rows, tables)


def meaning(rule: ColumnRule) -> str:
    """What a column means, in the language in force."""
    owner, prop = split(rule.means)
    if not prop or rule.means == "-":
        return words.word("meaning", rule.means)
    known = words.word("meaning", prop) if prop == "holds" else words.word("property", prop)
    return f"{words.word('meaning', owner)} · {known}"


# ---- Reports -----------------------------------------------------------------------------------------------------


def report_text(report: Report) -> str:
    """For a terminal: how many entries each outcome has, then those to look at, like ones together."""
    parts = [as_text(_counts(report))]
    for outcome in (DOUBTED, REJECTED):
        lines = list(_together(report.of(outcome)))
        if lines:
            parts.append("\n".join([words.word("outcome", outcome), *lines[:MOST_SHOWN]]))
            if len(lines) > MOST_SHOWN:
                parts.append(words.say("showing", "more", count=len(lines) - MOST_SHOWN))
    return "\n\n".join(parts) + "\n"


def ending_sheet(ending: Ending) -> Sheet:
    """What a source no longer says, by kind and community, and all of each kind."""
    key = "ending" if ending.counts else "ending_nothing"
    title = words.say("showing", key, source=ending.source, day=ending.day)
    names = ("community", "kind", "count")
    columns = tuple(Column(words.word("showing", name), right=name == "count") for name in names)
    every: Counter[str] = Counter()
    for (_, kind), count in ending.counts.items():
        every[kind] += count
    total = words.word("showing", "all_of_them")
    counts = sorted(ending.counts.items())
    if len({where for where, _ in ending.counts}) > 1:
        counts += [((total, kind), count) for kind, count in sorted(every.items())]
    return Sheet(columns, tuple((where or "-", _kind(kind), count) for (where, kind), count in counts), title)


def _kind(kind: str) -> str:
    return words.word("edge" if words.has("edge", kind) else "kind", kind)


def _together(entries: Sequence[Entry]) -> Iterator[str]:
    """A line for all entries of one place that say the same, with the first of their rows."""
    same: dict[tuple[str, ...], list[Entry]] = {}
    for entry in entries:
        same.setdefault((entry.file, entry.sheet, entry.column, entry.text()), []).append(entry)
    for (file, sheet, column, said), several in same.items():
        rows = sorted({entry.row for entry in several if entry.row})
        shown = ", ".join(map(str, rows[:MOST_ROWS])) + (f" … ({len(rows)})" if len(rows) > MOST_ROWS else "")
        value = f" {shorten(several[0].value)!r}" if len(several) == 1 and several[0].value else ""
        named = f" {words.word('meaning', column)}" if column else ""
        yield plain(f"  {place_name(file, sheet)}{':' if shown else ''}{shown}{named}{value}: {said}")


def _counts(report: Report) -> Sheet:
    rows = tuple((words.word("outcome", outcome), count) for outcome, count in report.counts.items())
    return Sheet((Column(words.word("showing", "outcome")), Column(words.word("showing", "count"), right=True)), rows)


def _listed(entries: Iterable[Entry], title: str = "") -> Sheet:
    right = {"row"}
    names = ("file", "sheet", "row", "column", "value", "done")
    headings = tuple(Column(words.word("showing", name), name in right) for name in names)
    return Sheet(headings, tuple(map(_line, entries)), title)


def _line(entry: Entry) -> tuple[Cell, ...]:
    column = words.word("meaning", entry.column)
    return (Path(entry.file).name, entry.sheet, entry.row or None, column, entry.value, entry.text())


def write_report(path: Path, report: Report) -> None:
    """Write a report, whole or not at all, as a workbook or as JSON, as the suffix says.

    Raises BadInput for another suffix, or when nothing can be written there; MissingExtra without openpyxl.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise BadInput("report_suffix", path=path, known=", ".join(SUFFIXES))
    if suffix == ".json":
        content = json.dumps(exact(_as_values(report)), ensure_ascii=False, indent=1)
        with whole_file(path) as draft:
            draft.write_text(content + "\n", encoding="utf-8", errors="replace", newline="\n")
        return
    pages = [Page(words.word("showing", "summary"), _counts(report))]
    for outcome in OUTCOMES:
        if report.of(outcome):
            pages.append(Page(words.word("outcome", outcome), _listed(report.of(outcome))))
    write_workbook(path, pages, words.word("showing", "report"))


def _as_values(report: Report) -> dict[str, object]:
    entries = [
        {
            "outcome": entry.outcome, "key": entry.key, "file": Path(entry.file).name, "sheet": entry.sheet,
            "row": entry.row or None, "column": entry.column, "value": entry.value, "text": entry.text(),
        }
        for entry in report.entries
    ]  # fmt: skip
    return {"counts": report.counts, "entries": entries}


# ---- Rows that were not taken ------------------------------------------------------------------------------------


def write_rejected(path: Path, outcome: Outcome) -> None:
    """Write the rows that were not taken as a workbook with the tables' own columns and the reason, to be mended.

    Columns of people are there and empty.  Raises BadInput when nothing can be written there.
    """
    tables: dict[int, tuple[Proposal, list[int]]] = {}
    for proposal, row in outcome.rejected:
        tables.setdefault(id(proposal), (proposal, []))[1].append(row)
    reasons: dict[tuple[str, str, int], list[str]] = {}
    for entry in outcome.report.of(REJECTED):
        reasons.setdefault((entry.file, entry.sheet, entry.row), []).append(f"{entry.column}: {entry.text()}")
    pages: list[Page] = []
    for proposal, rows in tables.values():
        pages.append(_rejected_page(proposal, set(rows), reasons, {page.name for page in pages}))
    write_workbook(path, pages, words.word("showing", "rows"))


def _rejected_page(
    proposal: Proposal, rows: set[int], reasons: dict[tuple[str, str, int], list[str]], taken: set[str]
) -> Page:
    table, titles = proposal.table, titles_of(proposal.table)
    people = {rule.title for rule in proposal.shape.columns if rule.means == PERSON}
    found: list[tuple[Cell, ...]] = []
    section: str | None = None
    for row in table.rows:
        if row.number not in rows:
            continue
        if row.section and row.section != section:
            section = row.section
            found.append((section, *[None] * len(titles)))
        cells = ("" if title in people else _as_text(cell) for title, cell in zip(titles, row.cells, strict=False))
        padded = [*cells, *[""] * len(titles)][: len(titles)]
        found.append((*padded, "; ".join(reasons.get((table.file, table.sheet, row.number), ()))))
    headings = (*(Column(title) for title in titles), Column(words.word("showing", "reason")))
    return Page(_sheet_name(proposal, taken), Sheet(headings, tuple(found)))


def _as_text(cell: Raw) -> str:
    return text(cell).value or ""


def _sheet_name(proposal: Proposal, taken: set[str]) -> str:
    """The name of the table's sheet, which may say the community; where the heading said it, that community's."""
    heading = any(rule.title == HEADING for rule in proposal.shape.columns)
    name = community_in(proposal.table.heading) if heading else proposal.table.sheet
    return tab_name(name, taken)
