"""The answer of `graphgov coverage --against`: two coverages side by side, and whose state differs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.answers.questions import RateQuestion
from graphgov.answers.showing import (
    basis_json,
    cut,
    group_cells,
    group_columns,
    heading,
    identifier,
    label,
    node_json,
    rate_json,
    share_cell,
)
from graphgov.answers.tables import kind_title, kinds_of
from graphgov.coverage import Comparison, Coverage, Rate, compare, points
from graphgov.files.writers import CSV, TEXT, Cell, Column, Sheet


def compared(before: Coverage, after: Coverage, question: RateQuestion) -> Answer:
    """Two coverages of the same graph side by side, and how many subjects differ in their state."""
    asked = replace(question, standard=question.standard or after.policy.default_standard)
    kinds = kinds_of(after, asked)
    found = {
        kind: compare(before, after, kind, asked.by, asked.standard, asked.denominator or after.denominator(kind))
        for kind in kinds
    }
    names = _names(before, after)
    sheets = [comparison_sheet(comparison, after, kind, asked, names) for kind, comparison in found.items()]
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
    flips = _flip_sheet(found, after, names)
    return Answer(value, (*sheets, flips), (heading(after, asked.standard),), counts, _joined(sheets, kinds))


def with_flips(answer: Answer, most: int | None) -> Answer:
    """A comparison with the subjects that differ, at most so many, in text and (instead of rates) in CSV."""
    listed, line = cut(answer.sheets[-1], most)
    return replace(answer, sheets=(*answer.sheets[:-1], listed), foot=(*line, *answer.foot), data=listed)


def without_flips(answer: Answer) -> Answer:
    """A comparison of rates alone."""
    return replace(answer, sheets=answer.sheets[:-1])


def _names(before: Coverage, after: Coverage) -> tuple[str, str]:
    """What tells the two apart: their days, or their policies when the day is the same."""
    days = (str(before.snapshot.day), str(after.snapshot.day))
    return (before.policy.file, after.policy.file) if days[0] == days[1] else days


def comparison_sheet(
    comparison: Comparison, coverage: Coverage, kind: str, question: RateQuestion, names: tuple[str, str]
) -> Sheet:
    """The rates of a kind on both sides, a row for each group; `names` of the sides."""
    columns = (
        *(group_columns(question.by) or (Column(words.word("message", "kind")),)),
        *(column for name in names for column in _side_columns(name)),
        Column(words.word("message", "change"), right=True, shown=TEXT),
        Column(words.word("message", "change"), shown=CSV),
    )  # fmt: skip
    rows = []
    for old, new in comparison.rates:
        known = new or old
        assert known is not None
        group = group_cells(question.by, known.group, known.labels) if question.by else (words.word("kind", kind),)
        change = points(old, new)
        rows.append((*group, *_side(old), *_side(new), "" if change is None else f"{change:+.1f}", change))
    return Sheet(columns, tuple(rows), kind_title(kind, coverage.denominator(kind, question.denominator)))


def _side_columns(name: str) -> tuple[Column, ...]:
    """One column for reading; in CSV the numbers apart."""
    parts = (words.word("state", "covered"), words.word("message", "base"))
    return (Column(name, right=True, shown=TEXT), *(Column(f"{name} {part}", shown=CSV) for part in parts))


def _side(rate: Rate | None) -> tuple[Cell, ...]:
    return (share_cell(rate), *((None, None) if rate is None else (rate.covered, rate.base)))


def _joined(sheets: list[Sheet], kinds: tuple[str, ...]) -> Sheet:
    """The tables of all kinds as one, for CSV."""
    columns = (Column(words.word("message", "kind")), *sheets[0].columns)
    rows = tuple(
        (words.word("kind", kind), *row) for kind, sheet in zip(kinds, sheets, strict=True) for row in sheet.rows
    )
    return Sheet(columns, rows)


def _flip_sheet(found: dict[str, Comparison], coverage: Coverage, names: tuple[str, str]) -> Sheet:
    graph = coverage.snapshot.graph
    columns = (
        Column(words.word("property", "id")), Column(words.word("property", "name")),
        Column(words.word("message", "kind")), Column(words.word("property", "community")),
        *(Column(name) for name in names),
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
