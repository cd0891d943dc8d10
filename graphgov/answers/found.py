"""The answer of `graphgov findings`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from graphgov import words
from graphgov.answers.choosing import chosen
from graphgov.answers.model import Answer
from graphgov.answers.questions import Where
from graphgov.answers.showing import basis_json, heading, identifier, label, left_out, node_json
from graphgov.coverage import Coverage
from graphgov.files.writers import CSV, Column, Sheet
from graphgov.findings import Found, findings


def answer(coverage: Coverage, name: str | None, severity: str | None, where: Where, most: int | None) -> Answer:
    """The findings asked for: how many of each, then one by one, the severest first."""
    names = None if name is None else (coverage.policy.finding(name).name,)
    mask = chosen(coverage, where)
    found = [
        each
        for each in findings(coverage, names)
        if severity in (None, each.severity) and (mask is None or mask[each.node])
    ]
    counts = Counter((each.severity, each.name) for each in found)
    # `findings` answers in order: the gravest first.
    ordered = list(counts.items())
    shown = listed(coverage, found[:most])
    value = {
        **basis_json(coverage),
        "counts": [{"name": name, "severity": severity, "count": count} for (severity, name), count in ordered],
        "findings": [_json(coverage, each) for each in found[:most]],
    }
    return Answer(value, (_summary(ordered), shown), (heading(coverage),), left_out(len(shown.rows), len(found)), shown)


def _summary(counts: list[tuple[tuple[str, str], int]]) -> Sheet:
    headings = (("message", "severity"), ("entry", "finding"), ("message", "entry_name"), ("message", "count"))
    columns = tuple(Column(words.word(*path), right=path[1] == "count") for path in headings)
    rows = tuple(
        (words.word("severity", severity), words.word("finding", name), name, count)
        for (severity, name), count in counts
    )
    return Sheet(columns, rows)


def listed(coverage: Coverage, found: Sequence[Found]) -> Sheet:
    """Findings one by one, with their remedies."""
    graph, territory = coverage.snapshot.graph, coverage.territory
    headings: tuple[tuple[tuple[str, str], str], ...] = (
        (("message", "severity"), ""), (("entry", "finding"), ""), (("property", "id"), ""), (("property", "name"), ""),
        (("property", "community"), ""), (("message", "detail"), ""), (("term", "remedy"), CSV),
        (("dimension", "responsible"), ""), (("message", "finding_id"), CSV),
    )  # fmt: skip
    columns = tuple(Column(words.word(*path), shown=shown or "text csv") for path, shown in headings)
    rows = tuple(
        (
            words.word("severity", each.severity), words.word("finding", each.name), identifier(graph, each.node),
            label(graph, each.node), label(graph, int(territory.community[each.node])), each.detail,
            words.word("remedy", each.name), label(graph, each.responsible), each.id,
        )
        for each in found
    )  # fmt: skip
    return Sheet(columns, rows)


def _json(coverage: Coverage, each: Found) -> dict[str, Any]:
    graph = coverage.snapshot.graph
    subject = node_json(graph, each.node)
    assert subject is not None
    return {
        "id": each.id, "name": each.name, "severity": each.severity,
        "subject": {**subject, "kind": graph.kind_of(each.node)}, "tie": _tie(coverage, each.edge),
        "detail": each.detail, "responsible": node_json(graph, each.responsible),
    }  # fmt: skip


def _tie(coverage: Coverage, edge: tuple[str, int] | None) -> dict[str, Any] | None:
    if edge is None:
        return None
    kind, row = edge
    graph = coverage.snapshot.graph
    ends = graph.edges[kind]
    return {"kind": kind, "from": node_json(graph, int(ends.src[row])), "to": node_json(graph, int(ends.dst[row]))}
