"""The sheets of a workbook about a part of the territory: the figures of the command line, one table a sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphgov import words
from graphgov.answers import blind, found, standing
from graphgov.answers.showing import group_cells, group_columns, heading
from graphgov.answers.tables import kind_title, ordered
from graphgov.coverage import FORM, STATES, SUBJECTS, Coverage, OfficialForm, Rate, official_form, rates, share
from graphgov.coverage.listing import Among, BlindSpots, blind_spots
from graphgov.export import ties
from graphgov.export.elements import Elements, selected
from graphgov.files.workbook import Page
from graphgov.files.writers import Cell, Column, Sheet
from graphgov.findings import Found
from graphgov.graph.columns import Mask
from graphgov.policy import enabled
from graphgov.schema import Layer
from graphgov.store import Store


@dataclass(frozen=True, eq=False)
class Part:
    """What a workbook is about: the subjects and whatever else is among `nodes` (mask over all; None: all).

    `name`: what the part is called, empty for the whole.  `findings`: those of everything, the gravest first.
    """

    coverage: Coverage
    standard: str
    nodes: Mask | None
    name: str
    findings: tuple[Found, ...]

    def among(self, kind: str) -> Mask | None:
        """The subjects of a kind that belong to the part."""
        return None if self.nodes is None else self.nodes[self.coverage.snapshot.slice_of(kind)]

    def blind(self) -> tuple[BlindSpots, ...]:
        """The blind spots of each kind."""
        among = Among(None, self.nodes)
        return tuple(blind_spots(self.coverage, kind, self.standard, None, among) for kind in SUBJECTS)

    @property
    def title(self) -> str:
        """What stands above every printed page."""
        head = heading(self.coverage, self.standard)
        return f"{self.name} {head}" if self.name else head


def page(name: str, sheet: Sheet, prose: bool = False) -> Page:
    """A sheet under its name in the catalogue."""
    return Page(words.word("sheet", name), sheet, prose)


def blind_page(part: Part) -> Page:
    """Every blind spot, what is counted together by its container."""
    rows = {each.kind: [*each.rows(), *each.containers] for each in part.blind()}
    return page("blind", blind.listed(part.coverage, rows))


def coverage_pages(part: Part) -> Iterator[Page]:
    """Rates under every standard; by category and by area under the one asked for."""
    standards = [entry.name for entry in enabled(part.coverage.policy.standards)]
    yield page("standards", _rates(part, (), standards))
    yield page("categories", _rates(part, ("category",), [part.standard]))
    yield page("areas", _rates(part, ("district", "street", "community"), [part.standard]))


def _rates(part: Part, by: tuple[str, ...], standards: list[str]) -> Sheet:
    coverage = part.coverage
    every = [
        rate
        for kind in SUBJECTS
        for standard in standards
        for rate in ordered(coverage, by, rates(coverage, kind, by, standard, None, part.among(kind)))
    ]
    named = (("message", "kind"), ("entry", "standard"), ("entry", "denominator"))
    columns = (*(Column(words.word(*path)) for path in named), *group_columns(by), *map(_number_column, _NUMBERS))
    return Sheet(columns, tuple((*_basis(rate), *group_cells(by, rate.group, rate.labels), *_numbers(rate))
                                for rate in every))  # fmt: skip


_NUMBERS = (
    ("state", "covered"), ("message", "base"), ("message", "rate"), ("message", "upper"), ("message", "column_claimed"),
    ("message", "column_unknown"), ("message", "column_blind"), ("message", "column_not_applicable"),
    ("message", "column_base_unknown"),
)  # fmt: skip


def _number_column(path: tuple[str, str]) -> Column:
    return Column(words.word(*path), right=True)


def _basis(rate: Rate) -> tuple[Cell, ...]:
    named = (("kind", rate.kind), ("standard", rate.standard), ("denominator", rate.denominator))
    return tuple(words.word(*path) for path in named)


def _numbers(rate: Rate) -> tuple[Cell, ...]:
    return (
        rate.covered, rate.base, share(rate.covered, rate.base), share(rate.base - rate.blind, rate.base), rate.claimed,
        rate.unknown, rate.blind, rate.not_applicable, rate.base_unknown,
    )  # fmt: skip


def form_page(part: Part) -> Page:
    """The official form of the units, street by street, and all together in the last row."""
    among, by = part.among("Unit"), ("street",)
    streets = sorted(official_form(part.coverage, by, None, among), key=lambda form: not form.group[0])
    codes = (*FORM, "G", "total")
    columns = (*group_columns(by), *(Column(_form_heading(code), right=True) for code in codes))
    rows = [(*group_cells(by, form.group, form.labels), *_form_numbers(form)) for form in streets]
    for form in official_form(part.coverage, (), None, among):
        rows.append((words.word("message", "sum"), "", *_form_numbers(form)))
    return page("form", Sheet(columns, tuple(rows)))


def _form_heading(code: str) -> str:
    """The short name, where there is one, and what it means."""
    named = words.word("form", code)
    return f"{code} {named}" if len(code) <= 2 else named


def _form_numbers(form: OfficialForm) -> tuple[int, ...]:
    return (*(form.rows[code] for code in FORM), form.instructed, form.total)


def findings_page(part: Part) -> Page:
    """Every finding, the gravest first."""
    inside = [each for each in part.findings if part.nodes is None or part.nodes[each.node]]
    return page("findings", found.listed(part.coverage, inside))


def ties_page(part: Part) -> Page:
    """The linkages of the day."""
    kinds = part.coverage.snapshot.schema.layer(Layer.LINKAGE)
    elements = Elements(part.coverage, part.standard, *selected(part.coverage.snapshot, kinds, part.nodes))
    return page("ties", network_sheet(elements))


def network_sheet(elements: Elements) -> Sheet:
    """Ties as a table."""
    return Sheet(ties.columns(), tuple(ties.rows(elements)))


def notes_page(part: Part, store: Store, marking: str) -> Page:
    """What the figures are of, what the words mean, and where the data come from."""
    columns = (Column(words.word("message", "column_key")), Column(words.word("message", "column_value")))
    return page("notes", Sheet(columns, tuple(_notes(part, store, marking))), prose=True)


def _notes(part: Part, store: Store, marking: str) -> Iterator[tuple[str, str]]:
    coverage, said = part.coverage, words.word("message", "comma")
    if marking:
        yield words.word("note", "marking"), marking
    yield words.word("note", "part"), part.name or words.word("note", "everything")
    yield words.word("term", "as_of"), str(coverage.snapshot.day)
    yield words.word("entry", "standard"), words.word("standard", part.standard)
    bases = (kind_title(kind, coverage.denominator(kind)) for kind in SUBJECTS)
    yield words.word("entry", "denominator"), said.join(bases)
    yield words.word("note", "policy"), coverage.policy.file
    for each in part.blind():
        yield words.word("term", "blind_spot"), blind.under_line(each)
    yield words.word("message", "rate"), words.word("note", "rate")
    for state in STATES:
        if words.has("note", state):
            yield words.word("state", state), words.word("note", state)
    yield words.word("sheet", "form"), words.word("note", "form")
    yield words.word("note", "together_heading"), words.word("note", "together")
    for source in standing.source_rows(store):
        yield words.word("message", "column_source"), f"{source['source']}{said}{source['stated_on'] or ''}"
