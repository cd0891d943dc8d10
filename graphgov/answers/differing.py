"""The answer of `graphgov diff`: what differs between two days, counted first, then one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from graphgov import words
from graphgov.answers.choosing import belonging, named, place_line
from graphgov.answers.comparing import comparison_sheet
from graphgov.answers.model import Answer
from graphgov.answers.questions import RateQuestion, Where
from graphgov.answers.showing import basis_json, cut, heading, identifier, label, node_json, rate_json
from graphgov.answers.standing import kind_label
from graphgov.coverage import NOWHERE, SUBJECTS, Comparison, Coverage
from graphgov.coverage.changes import Changes, where_of
from graphgov.files.writers import CSV, Cell, Column, Sheet
from graphgov.graph import Graph
from graphgov.graph.columns import Mask

NODE = ("kind", "id", "name", "where")

COLUMNS = {
    "new_blind": (*NODE, "before", "after"),
    "closed_blind": (*NODE, "before", "after"),
    "moved": ("kind", "id", "name", "before", "after", "remark"),
    "replaced": ("kind", "id", "name", "where", "other.id", "other", "remark"),
    "renamed": ("kind", "id", "before", "after", "where"),
    "rewritten": ("kind", "id", "before", "after", "where"),
    "new": (*NODE, "day", "remark"),
    "gone": (*NODE, "day"),
    "new_ties": ("kind", "id", "name", "other.id", "other", "day", "remark"),
    "ended_ties": ("kind", "id", "name", "other.id", "other", "day", "remark"),
}
"""What can differ, in the order in which it is told, and what is shown of each."""

EVERY = ("kind", "id", "name", "where", "other.id", "other", "before", "after", "day", "remark")
"""The columns of all of them together."""


@dataclass(frozen=True)
class Row:
    """One thing that differs.

    `node`: whom it is about; `other`: the other end of a tie, or the one that is replaced.  `before`, `after`: states,
    names, or (of who has moved) nodes.  `day`: when it began or ended, where that is stated; `remark`: a word of the
    catalogue.
    """

    change: str
    kind: str
    node: int
    where: int = NOWHERE
    other: int = NOWHERE
    before: str | int = ""
    after: str | int = ""
    day: date | None = None
    remark: str = ""


def differing(before: Coverage, after: Coverage, standard: str | None, where: Where, most: int | None) -> Answer:
    """What differs between two days of one graph, in a part of the territory; at most so many of each in text."""
    standard = after.policy.standard(standard or after.policy.default_standard).name
    changes = Changes(before, after, _among(before, after, where))
    graph, whole = changes.graph, changes.among is None
    compared = {kind: changes.compared(kind, standard) for kind in SUBJECTS}
    rows = [*_states(changes, compared), *_nodes(changes), *_ties(changes)]
    counts = Counter((row.change, row.kind) for row in rows)
    whole_lists = [_sheet(graph, change, [row for row in rows if row.change == change]) for change in COLUMNS]
    listed, foot = [], list[str]()
    for each in whole_lists:
        sheet, line = cut(each, most)
        listed += [sheet] if sheet.rows else []
        foot += [f"{sheet.title}: {text}" for text in line]
    value = {
        "before": basis_json(before), "after": basis_json(after), "standard": standard,
        "counts": [{"change": change, "kind": kind, "count": count} for (change, kind), count in counts.items()],
        "rates": [each for comparison in compared.values() for each in _rates_json(comparison)] if whole else [],
        "changes": [_json(graph, row) for row in rows],
    }  # fmt: skip
    rates = [_rates(changes, kind, each) for kind, each in compared.items() if each.rates] if whole else []
    against = words.say("changes", "against", day=before.snapshot.day)
    head = (words.word("message", "between").join((heading(after, standard), against)), *place_line(after, where))
    return Answer(
        value, (_summary(counts), *rates, *listed), head, tuple(foot), _together(graph, rows),
        (_summary(counts), *rates, *(sheet for sheet in whole_lists if sheet.rows)),
    )  # fmt: skip


def _among(before: Coverage, after: Coverage, where: Where) -> Mask | None:
    """Whoever belongs there on either day."""
    places = named(after, where)
    masks = [belonging(coverage, places) for coverage in (before, after)]
    return None if masks[0] is None or masks[1] is None else masks[0] | masks[1]


# ---- Rows ---------------------------------------------------------------------------------------------------------


def _states(changes: Changes, compared: dict[str, Comparison]) -> Iterator[Row]:
    for kind, comparison in compared.items():
        for flip in comparison.flips:
            for change, state, coverage in (
                ("new_blind", flip.after, changes.after), ("closed_blind", flip.before, changes.before)
            ):  # fmt: skip
                if state == "blind":
                    where = where_of(coverage, flip.node)
                    yield Row(change, kind, flip.node, where, before=flip.before, after=flip.after)


def _nodes(changes: Changes) -> Iterator[Row]:
    after, before = changes.after, changes.before
    graph = changes.graph
    for each in changes.successions:
        remark = "stated" if each.stated else "proposed"
        where = where_of(after, each.new)
        yield Row("replaced", graph.kind_of(each.new), each.new, where, each.old, remark=remark)
    for kind in graph.nodes:
        for moved in changes.moved(kind):
            remark = "place_replaced" if moved.replaced else ""
            yield Row("moved", kind, moved.node, before=moved.before, after=moved.after, remark=remark)
        for named_ in changes.renamed(kind):
            change = "rewritten" if named_.only_written else "renamed"
            where = where_of(after, named_.node)
            yield Row(change, kind, named_.node, where, before=named_.before, after=named_.after)
        for new in changes.new(kind):
            remark = "" if new.day else "first_stated"
            yield Row("new", kind, new.node, where_of(after, new.node), day=new.day, remark=remark)
        for gone in changes.gone(kind):
            yield Row("gone", kind, gone.node, where_of(before, gone.node), day=gone.day)


def _ties(changes: Changes) -> Iterator[Row]:
    for kind in changes.graph.edges:
        for change, ties, snapshot, remark in (
            ("new_ties", changes.new_ties(kind), changes.before.snapshot, "first_stated"),
            ("ended_ties", changes.ended_ties(kind), changes.after.snapshot, ""),
        ):
            for tie in ties:
                there = bool(snapshot.alive[tie.src] and snapshot.alive[tie.dst])
                said = ("" if tie.day else remark) if there else "with_its_end"
                yield Row(change, kind, tie.src, other=tie.dst, day=tie.day, remark=said)


# ---- Forms --------------------------------------------------------------------------------------------------------


def _rates(changes: Changes, kind: str, comparison: Comparison) -> Sheet:
    days = (str(changes.before.snapshot.day), str(changes.after.snapshot.day))
    return comparison_sheet(comparison, changes.after, kind, RateQuestion(), days)


def _summary(counts: Counter[tuple[str, str]]) -> Sheet:
    columns = (
        Column(words.word("changes", "change")), Column(words.word("message", "kind")),
        Column(words.word("message", "count"), right=True),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for change in COLUMNS:
        kinds = [(kind, count) for (of, kind), count in counts.items() if of == change]
        rows += [(words.word("changes", change), kind_label(kind), count) for kind, count in kinds]
        rows += [] if kinds else [(words.word("changes", change), "", 0)]
    return Sheet(columns, tuple(rows), words.word("changes", "summary"))


def _sheet(graph: Graph, change: str, rows: list[Row]) -> Sheet:
    names = COLUMNS[change]
    cells = tuple(tuple(_cell(graph, row, name) for name in names) for row in rows)
    return Sheet(tuple(Column(_heading(name)) for name in names), cells, words.word("changes", change))


def _together(graph: Graph, rows: list[Row]) -> Sheet:
    """All of them as one table."""
    columns = (Column(words.word("changes", "change")), *(Column(_heading(name), shown=CSV) for name in EVERY))
    ordered = sorted(rows, key=lambda row: list(COLUMNS).index(row.change))
    cells = ((words.word("changes", row.change), *(_cell(graph, row, name) for name in EVERY)) for row in ordered)
    return Sheet(columns, tuple(cells))


def _heading(name: str) -> str:
    first, _, rest = name.partition(".")
    paths = (("changes", f"column_{first}"), ("property", first), ("message", first))
    word = next(words.word(*path) for path in paths if words.has(*path))
    return f"{word}.{words.word('property', rest)}" if rest else word


def _cell(graph: Graph, row: Row, name: str) -> Cell:
    match name:
        case "kind":
            return kind_label(row.kind)
        case "id":
            return identifier(graph, row.node)
        case "name":
            return label(graph, row.node)
        case "where":
            return label(graph, row.where)
        case "other.id":
            return identifier(graph, row.other)
        case "other":
            return label(graph, row.other)
        case "day":
            return "" if row.day is None else str(row.day)
        case "remark":
            return words.word("changes", row.remark) if row.remark else ""
    value: str | int = getattr(row, name)
    if isinstance(value, int):
        return label(graph, value)
    return _state(value) if row.change in ("new_blind", "closed_blind") else value


def _state(name: str) -> str:
    return words.word("state", name) if words.has("state", name) else words.word("message", f"column_{name}")


def _json(graph: Graph, row: Row) -> dict[str, Any]:
    value = {
        "change": row.change, "kind": row.kind, "subject": node_json(graph, row.node),
        "where": node_json(graph, row.where), "other": node_json(graph, row.other),
        **{name: _exact(graph, getattr(row, name)) for name in ("before", "after")},
        "day": row.day and str(row.day), "remark": row.remark or None,
    }  # fmt: skip
    return {name: each for name, each in value.items() if each is not None}


def _exact(graph: Graph, value: str | int) -> Any:
    return node_json(graph, value) if isinstance(value, int) else value or None


def _rates_json(comparison: Comparison) -> Iterator[dict[str, Any]]:
    for old, new in comparison.rates:
        yield {"before": old and rate_json(old), "after": new and rate_json(new)}
