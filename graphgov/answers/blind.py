"""The answer of `graphgov blind-spots`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphgov import words
from graphgov.answers.choosing import chosen, place_line
from graphgov.answers.model import Answer
from graphgov.answers.questions import BlindQuestion, Where
from graphgov.answers.showing import basis_json, heading, identifier, label, node_json
from graphgov.coverage import Coverage
from graphgov.coverage.listing import ANY_STATE, Among, BlindSpots, blind_spots, kinds_asked
from graphgov.coverage.together import BlindSpot
from graphgov.files.writers import BOTH, CSV, Cell, Column, Sheet
from graphgov.findings import having

COLUMNS = (
    "id", "name", "category", "units", "district", "street", "community", "remark", "no_org_reason", "employees",
    "responsible",
)  # fmt: skip


def answer(coverage: Coverage, question: BlindQuestion, where: Where, most: int | None) -> Answer:
    """The blind spots asked for, kind by kind, at most so many of each; how many more under the other standards."""
    return told(coverage, asked(coverage, question, where), where, most)


def told(coverage: Coverage, found: tuple[BlindSpots, ...], where: Where, most: int | None) -> Answer:
    """The answer about those that were found; `where`: the part of the territory that was asked about."""
    subjects = {each.kind: list(each.rows(most)) for each in found}
    holders = {each.kind: list(each.containers[:most]) for each in found}
    sheets = [
        table
        for each in found
        for table in (
            sheet(coverage, where, subjects[each.kind], words.word("kind", each.kind)),
            sheet(coverage, where, holders[each.kind], together_title(each), units=True),
        )
        if table.rows
    ]
    data = listed(coverage, {kind: [*rows, *holders[kind]] for kind, rows in subjects.items()})
    value = {
        **basis_json(coverage),
        "standard": found[0].standard,
        "kinds": [_json(each, subjects[each.kind], holders[each.kind]) for each in found],
    }
    foot = [line for each in found for line in (*left_out(each, most), under_line(each))]
    head = heading(coverage, found[0].standard, tuple(each.denominator for each in found))
    return Answer(value, tuple(sheets), (head, *place_line(coverage, where)), tuple(foot), data)


def listed(coverage: Coverage, rows: Mapping[str, Sequence[BlindSpot]]) -> Sheet:
    """Blind spots of several kinds as one table, with everything that is known of them."""
    return Sheet(
        (Column(words.word("message", "kind")), *_columns({}, units=True)),
        tuple((words.word("kind", kind), *_cells(coverage, row)) for kind, of_kind in rows.items() for row in of_kind),
    )


def together_title(found: BlindSpots) -> str:
    """The title of what is counted by its container."""
    named = dict.fromkeys(words.word("category", row.category) for row in found.containers)
    return words.say("message", "by_container", category=words.word("message", "comma").join(named))


def asked(coverage: Coverage, question: BlindQuestion, where: Where) -> tuple[BlindSpots, ...]:
    """The blind spots of each kind that is asked about."""
    kinds = kinds_asked(coverage, question.kind, question.denominator, question.category)
    nodes = chosen(coverage, where)
    if question.finding is not None:
        found = having(coverage, question.finding)
        nodes = found if nodes is None else nodes & found
    among = Among(question.category, nodes)
    return tuple(blind_spots(coverage, kind, question.standard, question.denominator, among) for kind in kinds)


def sheet(coverage: Coverage, where: Where, rows: list[BlindSpot], title: str, units: bool = False) -> Sheet:
    """Blind spots as rows; what the question has said already (the district ...) is not repeated in text."""
    said = {level for level in ("district", "street", "community") if any(_at_or_below(where, level))}
    return Sheet(_columns(dict.fromkeys(said, CSV), units), tuple(_cells(coverage, row) for row in rows), title)


def _at_or_below(where: Where, level: str) -> list[str]:
    levels = ("district", "street", "community")
    return [name for name in levels[levels.index(level) :] if getattr(where, name)]


def csv_headings() -> tuple[str, ...]:
    """What stands in the first row of the CSV of blind spots."""
    return tuple(column.heading for column in (Column(words.word("message", "kind")), *_columns({}, units=True)))


def _columns(shown: dict[str, str], units: bool) -> tuple[Column, ...]:
    """`units`: whether the rows are containers, so that it is told how many units each holds."""
    shown = shown | ({} if units else {"units": CSV})
    right = ("units", "employees")
    columns = [Column(column_heading(name), name in right, shown.get(name, BOTH)) for name in COLUMNS]
    return (*columns, Column(f"{column_heading('responsible')}.{words.word('property', 'id')}", shown=CSV))


def column_heading(name: str) -> str:
    """What one of `COLUMNS` is called."""
    for path in (("message", f"column_{name}"), ("property", name), ("dimension", name)):
        if words.has(*path):
            return words.word(*path)
    return name


def _cells(coverage: Coverage, row: BlindSpot) -> tuple[Cell, ...]:
    graph = coverage.snapshot.graph
    return (
        identifier(graph, row.node), label(graph, row.node) or words.word("term", "no_community"),
        words.word("category", row.category), row.units, label(graph, row.district), label(graph, row.street),
        label(graph, row.community), _remark_cell(row), row.reason, row.employees,
        label(graph, row.responsible), identifier(graph, row.responsible),
    )  # fmt: skip


def remark(row: BlindSpot) -> str:
    """What was said of it, as named in the catalogue."""
    return "stated_none" if row.stated_none else "nobody_said"


def _remark_cell(row: BlindSpot) -> str:
    said = words.word("remark", remark(row))
    return f"{said} {row.stated_none}/{row.units}" if 0 < row.stated_none < row.units else said


def left_out(found: BlindSpots, most: int | None) -> tuple[str, ...]:
    """Lines that say how many rows are not shown."""
    numbers = [number for number in (len(found.nodes), len(found.containers)) if most is not None and most < number]
    return tuple(words.say("message", "more_rows", shown=most, total=number) for number in numbers)


def count_line(found: BlindSpots) -> str:
    """How many are in the state that was asked for, under which standard."""
    state = words.word("list", "any_state") if found.state == ANY_STATE else words.word("state", found.state)
    kind, standard = words.word("kind", found.kind), words.word("standard", found.standard)
    return words.say("list", "total", kind=kind, state=state, standard=standard, count=f"{found.total:,}")


def under_line(found: BlindSpots) -> str:
    """How many are blind under this standard, and how many more under each other one; of another state, how many."""
    if found.state != "blind":
        return count_line(found)
    line = words.say(
        "message", "blind_count", kind=words.word("kind", found.kind), count=f"{found.total:,}",
        standard=words.word("standard", found.standard),
    )  # fmt: skip
    others = [(words.word("standard", name), count) for name, count in found.under.items() if name != found.standard]
    return line + words.word("message", "comma").join(
        words.say("message", "blind_under", standard=name, count=f"{count:,}", more=f"{count - found.total:+,d}")
        for name, count in others
    )


def _json(found: BlindSpots, subjects: list[BlindSpot], holders: list[BlindSpot]) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "denominator": found.denominator,
        found.state: found.total,
        "under": found.under,
        "subjects": [_row_json(found.coverage, row) for row in subjects],
        "containers": [
            {**_row_json(found.coverage, row), "units": row.units, "stated_none": row.stated_none} for row in holders
        ],
    }


def _row_json(coverage: Coverage, row: BlindSpot) -> dict[str, Any]:
    graph = coverage.snapshot.graph
    places = {name: node_json(graph, getattr(row, name)) for name in ("district", "street", "community")}
    return {
        **(node_json(graph, row.node) or {"id": None, "name": None}), "category": row.category, **places,
        "remark": remark(row), "no_org_reason": row.reason, "employees": row.employees,
        "responsible": node_json(graph, row.responsible),
    }  # fmt: skip
