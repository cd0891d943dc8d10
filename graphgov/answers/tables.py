"""The answers of `graphgov coverage`: overview, by group, the official form."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.answers.questions import RateQuestion
from graphgov.answers.showing import (
    basis_json,
    group_cells,
    group_columns,
    group_label,
    heading,
    rate_cells,
    rate_columns,
    rate_json,
    share_cell,
)
from graphgov.coverage import (
    FORM,
    QUADRANTS,
    SUBJECTS,
    Coverage,
    NamedRate,
    OfficialForm,
    Rate,
    gap_nodes,
    named_rates,
    official_form,
    percent,
    quadrants,
    rates,
    view_mask,
    whole,
)
from graphgov.coverage.listing import kinds_asked, kinds_grouped
from graphgov.coverage.rates import dimension, in_order
from graphgov.errors import BadOption
from graphgov.files.writers import CSV, Cell, Column, Sheet
from graphgov.graph.columns import Mask
from graphgov.policy import enabled


def overview(coverage: Coverage, question: RateQuestion) -> Answer:
    """Every kind under every standard, side by side and never added up; quadrants; formation gaps."""
    kinds = kinds_asked(coverage, question.kind, question.denominator)
    every = [entry.name for entry in enabled(coverage.policy.standards)]
    standards = [question.standard] if question.standard else every
    base = question.denominator
    found = [whole(coverage, kind, name, base) for kind in kinds for name in standards]
    cells = {kind: quadrants(coverage, kind, question.denominator) for kind in kinds}
    missing = {gap.name: gap_nodes(coverage, gap) for gap in enabled(coverage.policy.gaps)}
    gaps = {name: (len(nodes), of) for name, (nodes, of) in missing.items()}
    named = [rate for rate in named_rates(coverage) if rate.kind in kinds]
    views = _views(coverage, kinds, standards, base)
    sheets = [_standards_sheet([rate for rate in found if rate.kind == kind], kind) for kind in kinds]
    value = {
        **basis_json(coverage),
        "rates": [rate_json(rate) for rate in found],
        "named_rates": [asdict(rate) for rate in named],
        "views": [{"view": name, "rates": [rate_json(rate) for rate in of_view]} for name, of_view in views],
        "quadrants": cells,
        "gaps": {name: {"missing": number, "of": of} for name, (number, of) in gaps.items()},
    }
    data = Sheet((*_kind_columns(), *rate_columns()), tuple((*_kind_cells(rate), *rate_cells(rate)) for rate in found))
    return Answer(
        value, (*sheets, *_view_sheet(views, standards), _named_sheet(named), _quadrant_sheet(cells), _gap_sheet(gaps)),
        (heading(coverage),), data=data,
    )  # fmt: skip


def _standards_sheet(found: list[Rate], kind: str) -> Sheet:
    columns = (Column(words.word("entry", "standard")), *rate_columns())
    rows = tuple((words.word("standard", rate.standard), *rate_cells(rate)) for rate in found)
    return Sheet(columns, rows, kind_title(kind, found[0].denominator))


def kind_title(kind: str, denominator: str) -> str:
    """A kind of subject and its base, as the title of a table."""
    base = words.say("message", "of_denominator", denominator=words.word("denominator", denominator))
    return words.word("kind", kind) + words.word("message", "between") + base


def _kind_columns() -> tuple[Column, ...]:
    named = (("message", "kind"), ("entry", "standard"), ("entry", "denominator"), ("term", "as_of"))
    return tuple(Column(words.word(*path), shown=CSV) for path in named)


def _kind_cells(rate: Rate) -> tuple[Cell, ...]:
    return (
        words.word("kind", rate.kind), words.word("standard", rate.standard),
        words.word("denominator", rate.denominator), str(rate.day),
    )  # fmt: skip


Views = list[tuple[str, list[Rate]]]


def _views(coverage: Coverage, kinds: tuple[str, ...], standards: list[str], denominator: str | None) -> Views:
    """The cross views under each standard; a view of two kinds stands there once for each."""
    found: Views = []
    for view in enabled(coverage.policy.views):
        for kind in kinds:
            among = view_mask(coverage, view, kind)
            if among.any():
                every = (rates(coverage, kind, (), name, denominator, among) for name in standards)
                found.append((view.name, [rate for of_one in every for rate in of_one]))
    return found


def _view_sheet(views: Views, standards: list[str]) -> tuple[Sheet, ...]:
    if not views:
        return ()
    columns = (
        Column(words.word("entry", "view")), Column(words.word("message", "kind")),
        *(Column(words.word("standard", name), right=True) for name in standards),
    )  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (words.word("view", name), words.word("kind", of_view[0].kind), *map(share_cell, of_view))
        for name, of_view in views
        if of_view
    )
    return (Sheet(columns, rows, words.word("entry", "view")),)


def _named_sheet(named: list[NamedRate]) -> Sheet:
    columns = (
        Column(words.word("entry", "rate")), Column(words.word("entry", "denominator")),
        Column(f"{words.word('state', 'covered')}/{words.word('message', 'base')}", right=True),
        Column(words.word("message", "rate"), right=True),
        Column(words.word("message", "column_base_unknown"), right=True),
    )  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            words.word("rate", rate.name), words.word("denominator", rate.denominator), f"{rate.part}/{rate.base}",
            percent(rate.part, rate.base), rate.base_unknown,
        )
        for rate in named
    )  # fmt: skip
    return Sheet(columns, rows, words.word("entry", "rate"))


def _quadrant_sheet(cells: dict[str, dict[str, int]]) -> Sheet:
    named = (Column(words.word("quadrant", name), right=True) for name in QUADRANTS)
    columns = (Column(words.word("message", "kind")), *named)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (words.word("kind", kind), *(found[name] for name in QUADRANTS)) for kind, found in cells.items()
    )
    return Sheet(columns, rows, words.word("message", "quadrants"))


def _gap_sheet(gaps: dict[str, tuple[int, int]]) -> Sheet:
    columns = (
        Column(words.word("entry", "gap")), Column(words.word("message", "missing"), right=True),
        Column(words.word("message", "of"), right=True),
    )  # fmt: skip
    return Sheet(columns, tuple((words.word("gap", name), *numbers) for name, numbers in gaps.items()))


def grouped(coverage: Coverage, question: RateQuestion, nodes: Mask | None = None) -> Answer:
    """The rate of every group under one standard; a table for each kind.  `nodes`: only of these (mask over all)."""
    standard = coverage.policy.standard(question.standard or coverage.policy.default_standard).name
    kinds = kinds_of(coverage, question)
    found = {kind: _of_groups(coverage, question, kind, standard, nodes) for kind in kinds}
    columns = (*group_columns(question.by), *rate_columns())
    sheets = tuple(
        Sheet(
            columns, tuple((*group_cells(question.by, rate.group, rate.labels), *rate_cells(rate)) for rate in of_kind),
            kind_title(kind, coverage.denominator(kind, question.denominator)),
        )
        for kind, of_kind in found.items()
    )  # fmt: skip
    every = [rate for of_kind in found.values() for rate in of_kind]
    data = Sheet(
        (*_kind_columns(), *columns),
        tuple(
            (*_kind_cells(rate), *group_cells(question.by, rate.group, rate.labels), *rate_cells(rate))
            for rate in every
        ),
    )
    value = {**basis_json(coverage), "standard": standard, "rates": [rate_json(rate, question.by) for rate in every]}
    return Answer(value, sheets, (heading(coverage, standard),), data=data)


def _of_groups(
    coverage: Coverage, question: RateQuestion, kind: str, standard: str, nodes: Mask | None
) -> tuple[Rate, ...]:
    among = None if nodes is None else nodes[coverage.snapshot.slice_of(kind)]
    return ordered(coverage, question.by, rates(coverage, kind, question.by, standard, question.denominator, among))


def ordered(coverage: Coverage, by: tuple[str, ...], found: tuple[Rate, ...]) -> tuple[Rate, ...]:
    """Rates in the order of their groups: categories as in the policy, values as in the schema, all else by key."""
    places = [{key: place for place, key in enumerate(_declared(coverage, name))} for name in by]

    def place(rate: Rate) -> list[tuple[object, ...]]:
        known = zip(rate.group, places, strict=True)
        return [(not key, declared.get(key, len(declared)), in_order((key,))) for key, declared in known]

    return tuple(sorted(found, key=place))


def _declared(coverage: Coverage, by: str) -> tuple[str, ...]:
    """The keys of a dimension that have an order of their own."""
    if by == "category":
        return tuple(entry.name for entry in coverage.policy.categories)
    properties = (coverage.snapshot.schema.node[kind].by_name.get(by) for kind in SUBJECTS)
    return tuple(value for prop in properties if prop is not None for value in prop.values)


def kinds_of(coverage: Coverage, question: RateQuestion) -> tuple[str, ...]:
    """The kinds that a question is about and that can be grouped as it asks."""
    for name in question.by:
        dimension(name)
    asked = kinds_asked(coverage, question.kind, question.denominator)
    grouped = kinds_grouped(coverage.snapshot.schema, asked, question.by)
    if not grouped:
        kinds = words.word("message", "comma").join(words.word("kind", kind) for kind in asked)
        raise BadOption("not_grouped", kind=kinds, by=", ".join(question.by))
    return grouped


def official(coverage: Coverage, question: RateQuestion, nodes: Mask | None = None) -> Answer:
    """The official form of the units, whole or for each group.  `nodes`: only of these (mask over all)."""
    if question.by:
        dimension(question.by[0])
    among = None if nodes is None else nodes[coverage.snapshot.slice_of("Unit")]
    found = official_form(coverage, question.by, question.denominator, among)
    # What belongs nowhere comes last.
    forms = tuple(sorted(found, key=lambda form: bool(form.group) and not form.group[0]))
    name = coverage.denominator("Unit", question.denominator)
    across = _form_sheet(forms, question.by)
    sheet = across if question.by else _form_list(forms)
    value = {
        **basis_json(coverage),
        "denominator": name,
        "forms": [_form_json(form, question.by) for form in forms],
    }
    legend = tuple(f"{code}  {words.word('form', code)}" for code in (*FORM, "G") if _code(code))
    return Answer(value, (sheet,), (heading(coverage, None, (name,)),), legend if question.by else (), across)


def _form_json(form: OfficialForm, by: tuple[str, ...]) -> dict[str, Any]:
    group = [
        {"by": name, "key": key or None, "label": group_label(name, key, shown)}
        for name, key, shown in zip(by, form.group, form.labels, strict=True)
    ]
    return {"group": group, **form.rows, "G": form.instructed, "total": form.total}


def _form_sheet(forms: tuple[OfficialForm, ...], by: tuple[str, ...]) -> Sheet:
    """A row for every group; in CSV the headings are written out."""
    codes = (*FORM, "G", "total")
    columns = (*group_columns(by), *(Column(_form_heading(code), right=True) for code in codes))
    rows = tuple(
        (*group_cells(by, form.group, form.labels), *(form.rows[code] for code in FORM), form.instructed, form.total)
        for form in forms
    )
    return Sheet(columns, rows)


def _form_heading(code: str) -> str:
    return _code(code) or words.word("form", code)


def _code(row: str) -> str:
    """What a row of the form is called in short; empty for what has no short name."""
    return row if len(row) <= 2 else ""


def _form_list(forms: tuple[OfficialForm, ...]) -> Sheet:
    """A line for every row of the form."""
    columns = (Column(""), Column(words.word("message", "form")), Column(words.word("form", "total"), right=True))
    rows: list[tuple[Cell, ...]] = []
    for form in forms:
        rows += [(_code(code), words.word("form", code), form.rows[code]) for code in FORM]
        rows.append(("", words.word("message", "sum"), form.total))
        rows.append(("G", words.word("message", "of_these_instructed"), form.instructed))
    return Sheet(columns, tuple(rows))


def side_by_side(
    coverage: Coverage, kind: str, by: str, standards: tuple[str, ...], only: tuple[str, ...] = ()
) -> Sheet:
    """One row a group, one column a standard; `only` these groups, in this order."""
    found = {name: {rate.group: rate for rate in rates(coverage, kind, (by,), name)} for name in standards}
    first = found[standards[0]]
    chosen = [(key,) for key in only if (key,) in first] if only else [group for group in first if first[group].base]
    columns = (
        Column(words.word("dimension", by)), *(Column(words.word("standard", name), right=True) for name in standards),
        Column(words.word("message", "column_blind"), right=True),
    )  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            group_label(by, group[0], first[group].labels[0]),
            *(share_cell(found[name][group]) for name in standards),
            first[group].blind,
        )
        for group in chosen
    )
    return Sheet(columns, rows, kind_title(kind, coverage.denominator(kind)))
