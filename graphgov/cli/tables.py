"""The answers of `graphgov coverage`: overview, by group, the official form, a comparison."""

from __future__ import annotations

from math import nan
from typing import Any

from graphgov import words
from graphgov.cli.output import Answer
from graphgov.cli.rates import Question
from graphgov.cli.showing import (
    MOST_SHOWN,
    basis_json,
    cut,
    group_cells,
    group_columns,
    heading,
    identifier,
    label,
    node_json,
    rate_cells,
    rate_columns,
    rate_json,
    share_cell,
)
from graphgov.coverage import (
    FORM,
    QUADRANTS,
    Comparison,
    Coverage,
    OfficialForm,
    Rate,
    compare,
    gap_nodes,
    official_form,
    percent,
    quadrants,
    rates,
)
from graphgov.coverage.listing import kinds_asked, kinds_grouped
from graphgov.coverage.rates import dimension
from graphgov.files.writers import CSV, Cell, Column, Sheet
from graphgov.policy import enabled


def overview(coverage: Coverage, question: Question) -> Answer:
    """Every kind under every standard, side by side and never added up; quadrants; formation gaps."""
    kinds = kinds_asked(coverage, question.kind, question.denominator)
    standards = [question.standard] if question.standard else [entry.name for entry in enabled(coverage.policy.standards)]
    found = [rate for kind in kinds for name in standards for rate in rates(coverage, kind, (), name, question.denominator)]
    cells = {kind: quadrants(coverage, kind, question.denominator) for kind in kinds}
    gaps = {gap.name: gap_nodes(coverage, gap) for gap in enabled(coverage.policy.gaps)}
    sheets = [_standards_sheet([rate for rate in found if rate.kind == kind], kind) for kind in kinds]
    value = {
        **basis_json(coverage),
        "rates": [rate_json(rate) for rate in found],
        "quadrants": cells,
        "gaps": {name: {"missing": len(nodes), "of": of} for name, (nodes, of) in gaps.items()},
    }
    data = Sheet((*_kind_columns(), *rate_columns()), tuple((*_kind_cells(rate), *rate_cells(rate)) for rate in found))
    return Answer(
        value, (*sheets, _quadrant_sheet(cells), _gap_sheet({name: (len(nodes), of) for name, (nodes, of) in gaps.items()})),
        (heading(coverage),), data=data,
    )  # fmt: skip


def _standards_sheet(found: list[Rate], kind: str) -> Sheet:
    columns = (Column(words.word("entry", "standard")), *rate_columns())
    rows = tuple((words.word("standard", rate.standard), *rate_cells(rate)) for rate in found)
    return Sheet(columns, rows, kind_title(kind, found[0].denominator if found else ""))


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


def _quadrant_sheet(cells: dict[str, dict[str, int]]) -> Sheet:
    columns = (Column(words.word("message", "kind")), *(Column(words.word("quadrant", name), right=True) for name in QUADRANTS))
    rows = tuple((words.word("kind", kind), *(found[name] for name in QUADRANTS)) for kind, found in cells.items())
    return Sheet(columns, rows, words.word("message", "quadrants"))


def _gap_sheet(gaps: dict[str, tuple[int, int]]) -> Sheet:
    columns = (
        Column(words.word("entry", "gap")), Column(words.word("message", "missing"), right=True),
        Column(words.word("message", "of"), right=True),
    )  # fmt: skip
    return Sheet(columns, tuple((words.word("gap", name), *numbers) for name, numbers in gaps.items()))


def grouped(coverage: Coverage, question: Question) -> Answer:
    """The rate of every group under one standard; a table for each kind."""
    for name in question.by:
        dimension(name)
    standard = coverage.policy.standard(question.standard or coverage.policy.default_standard).name
    kinds = _kinds(coverage, question)
    found = {kind: rates(coverage, kind, question.by, standard, question.denominator) for kind in kinds}
    columns = (*group_columns(question.by), *rate_columns())
    sheets = tuple(
        Sheet(
            columns, tuple((*group_cells(rate.group, rate.labels), *rate_cells(rate)) for rate in of_kind),
            kind_title(kind, coverage.denominator(kind, question.denominator)),
        )
        for kind, of_kind in found.items()
    )  # fmt: skip
    every = [rate for of_kind in found.values() for rate in of_kind]
    data = Sheet(
        (*_kind_columns(), *columns),
        tuple((*_kind_cells(rate), *group_cells(rate.group, rate.labels), *rate_cells(rate)) for rate in every),
    )
    value = {**basis_json(coverage), "standard": standard, "rates": [rate_json(rate, question.by) for rate in every]}
    return Answer(value, sheets, (heading(coverage, standard),), data=data)


def _kinds(coverage: Coverage, question: Question) -> tuple[str, ...]:
    asked = kinds_asked(coverage, question.kind, question.denominator)
    # When a kind that was asked for cannot be grouped so, `rates` says why.
    return kinds_grouped(coverage.snapshot.schema, asked, question.by) or asked


def official(coverage: Coverage, question: Question) -> Answer:
    """The official form of the units, whole or for each group."""
    forms = official_form(coverage, question.by, question.denominator)
    name = coverage.denominator("Unit", question.denominator)
    across = _form_sheet(forms, question.by)
    sheet = across if question.by else _form_list(forms)
    value = {
        **basis_json(coverage),
        "denominator": name,
        "forms": [_form_json(form, question.by) for form in forms],
    }
    legend = tuple(f"{code}  {words.word('form', code)}" for code in (*FORM, "G"))
    return Answer(value, (sheet,), (heading(coverage, None, (name,)),), legend if question.by else (), across)


def _form_json(form: OfficialForm, by: tuple[str, ...]) -> dict[str, Any]:
    group = [{"by": name, "key": key or None, "label": shown} for name, key, shown in zip(by, form.group, form.labels, strict=True)]
    return {"group": group, **form.rows, "G": form.instructed, "total": form.total}


def _form_sheet(forms: tuple[OfficialForm, ...], by: tuple[str, ...]) -> Sheet:
    """A row for every group; in CSV the headings are written out."""
    codes = (*FORM, "G", "total")
    columns = (*group_columns(by), *(Column(_form_heading(code), right=True) for code in codes))
    rows = tuple(
        (*group_cells(form.group, form.labels), *(form.rows[code] for code in FORM), form.instructed, form.total)
        for form in forms
    )
    return Sheet(columns, rows)


def _form_heading(code: str) -> str:
    return code if code in (*FORM, "G") and code != "members_unknown" else words.word("form", code)


def _form_list(forms: tuple[OfficialForm, ...]) -> Sheet:
    """A line for every row of the form."""
    columns = (Column(""), Column(words.word("message", "form")), Column(words.word("form", "total"), right=True))
    rows: list[tuple[Cell, ...]] = []
    for form in forms:
        rows += [("" if code == "members_unknown" else code, words.word("form", code), form.rows[code]) for code in FORM]
        rows += [("", words.word("message", "sum"), form.total), ("G", words.word("message", "of_these_instructed"), form.instructed)]
    return Sheet(columns, tuple(rows))


def compared(before: Coverage, after: Coverage, question: Question, flips: bool) -> Answer:
    """Two coverages side by side, and whose state differs."""
    asked = Question(question.by, question.kind, question.standard or after.policy.default_standard, question.denominator)
    for name in asked.by:
        dimension(name)
    kinds = _kinds(after, asked)
    found = {
        kind: compare(before, after, kind, asked.by, asked.standard, asked.denominator or after.denominator(kind)) for kind in kinds
    }
    names = _names(before, after)
    sheets = [_comparison_sheet(comparison, after, kind, asked, names) for kind, comparison in found.items()]
    listed, foot = cut(_flip_sheet(found, after, names), MOST_SHOWN)
    value = {
        "before": basis_json(before),
        "after": basis_json(after),
        "standard": asked.standard,
        "comparisons": [_comparison_json(comparison, after, kind, asked.by) for kind, comparison in found.items()],
    }
    counts = tuple(
        words.say("message", "flipped", kind=words.word("kind", kind), count=len(comparison.flips))
        for kind, comparison in found.items()
    )
    data = _flip_sheet(found, after, names) if flips else _joined(sheets, kinds)
    return Answer(
        value, (*sheets, *((listed,) if flips else ())), (heading(after, asked.standard),),
        (*(foot if flips else ()), *counts), data,
    )  # fmt: skip


def _names(before: Coverage, after: Coverage) -> tuple[str, str]:
    """What tells the two apart: their days, or their policies when the day is the same."""
    days = (str(before.snapshot.day), str(after.snapshot.day))
    return (before.policy.file, after.policy.file) if days[0] == days[1] else days


def _comparison_sheet(
    comparison: Comparison, coverage: Coverage, kind: str, question: Question, names: tuple[str, str]
) -> Sheet:
    columns = (
        *(group_columns(question.by) or (Column(words.word("message", "kind")),)),
        *(Column(name, right=True) for name in names), Column(words.word("message", "change"), right=True),
    )  # fmt: skip
    rows = []
    for old, new in comparison.rates:
        known = new or old
        assert known is not None
        group = group_cells(known.group, known.labels) if question.by else (words.word("kind", kind),)
        rows.append((*group, share_cell(old), share_cell(new), _points(old, new)))
    return Sheet(columns, tuple(rows), kind_title(kind, coverage.denominator(kind, question.denominator)))


def _joined(sheets: list[Sheet], kinds: tuple[str, ...]) -> Sheet:
    """The tables of all kinds as one, for CSV."""
    columns = (Column(words.word("message", "kind")), *sheets[0].columns)
    rows = tuple((words.word("kind", kind), *row) for kind, sheet in zip(kinds, sheets, strict=True) for row in sheet.rows)
    return Sheet(columns, rows)


def _points(old: Rate | None, new: Rate | None) -> str:
    """By how many percentage points a rate has changed; empty when one of them is of nothing."""
    change = (new.rate if new else nan) - (old.rate if old else nan)
    return f"{100 * change:+.1f}" if change == change else ""


def _flip_sheet(found: dict[str, Comparison], coverage: Coverage, names: tuple[str, str]) -> Sheet:
    graph = coverage.snapshot.graph
    columns = (
        Column(words.word("property", "id")), Column(words.word("property", "name")), Column(words.word("message", "kind")),
        Column(words.word("property", "community")), *(Column(name) for name in names),
    )  # fmt: skip
    rows = tuple(
        (
            identifier(graph, flip.node), label(graph, flip.node), words.word("kind", kind),
            label(graph, int(coverage.territory.community[flip.node])), _state(flip.before), _state(flip.after),
        )
        for kind, comparison in found.items()
        for flip in comparison.flips
    )  # fmt: skip
    return Sheet(columns, rows, words.word("message", "flips"))


def _state(name: str) -> str:
    return words.word("state", name) if words.has("state", name) else words.word("message", f"column_{name}")


def _comparison_json(comparison: Comparison, coverage: Coverage, kind: str, by: tuple[str, ...]) -> dict[str, Any]:
    graph = coverage.snapshot.graph
    return {
        "kind": kind,
        "rates": [
            {"before": old and rate_json(old, by), "after": new and rate_json(new, by)} for old, new in comparison.rates
        ],
        "flips": [
            {"subject": node_json(graph, flip.node), "before": flip.before, "after": flip.after}
            for flip in comparison.flips
        ],
    }


def side_by_side(coverage: Coverage, kind: str, by: str, standards: tuple[str, ...], only: tuple[str, ...] = ()) -> Sheet:
    """One row a group, one column a standard; `only` these groups, in this order."""
    found = {name: {rate.group: rate for rate in rates(coverage, kind, (by,), name)} for name in standards}
    first = found[standards[0]]
    chosen = [(key,) for key in only if (key,) in first] if only else [group for group in first if first[group].base]
    columns = (
        Column(words.word("dimension", by)), *(Column(words.word("standard", name), right=True) for name in standards),
        Column(words.word("message", "column_blind"), right=True),
    )  # fmt: skip
    rows = tuple(
        (first[group].labels[0], *(share_cell(found[name][group]) for name in standards), first[group].blind)
        for group in chosen
    )
    return Sheet(columns, rows, kind_title(kind, coverage.denominator(kind)))


__all__ = ["compared", "grouped", "kind_title", "official", "overview", "percent", "side_by_side"]
