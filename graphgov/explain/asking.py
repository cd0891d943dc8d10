"""Explaining: what reaches a node and by which path, what was counted, who said what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from graphgov import layout, words
from graphgov.coverage import NOWHERE, SUBJECTS, Coverage, counted, known, stated
from graphgov.coverage.listing import stated_none
from graphgov.explain.model import Explanation, Finding, Measured, Place, Proof, Value
from graphgov.findings import findings
from graphgov.graph import Walk
from graphgov.graph.arrow import as_arrow
from graphgov.graph.personal import PERSONAL, is_personal
from graphgov.policy import Rule, enabled
from graphgov.store import FileNames, Imports, Said, Store

if TYPE_CHECKING:
    import pyarrow as pa

MOST_NAMED = 20
"""So many members or partners are named; all are counted."""


def explain(coverage: Coverage, node: int, store: Store) -> Explanation:
    """Explain one node: its states, what reaches it and by which path, findings, measures, and who said what.

    `store` is asked for the statements about the node and the ties that prove something.
    """
    snapshot, graph = coverage.snapshot, coverage.snapshot.graph
    kind = graph.kind_of(node)
    files = file_names(*store.ask_all(NAMES))
    subject, holds = kind in SUBJECTS, bool(snapshot.alive[node])
    rules = [rule for rule in enabled(coverage.policy.rules) if any(kind in path.subject.kinds for path in rule.paths)]
    holding = coverage.rules_holding(node) if holds else ()
    responsible = int(coverage.territory.responsible[node])
    return Explanation(
        day=snapshot.day,
        id=str(graph.ids.at(node)),
        name=graph.label(node),
        kind=kind,
        type=str(snapshot.value(node, "type") or ""),
        holds=holds,
        territory=_territory(coverage, node),
        responsible="" if responsible == NOWHERE else graph.label(responsible),
        states=tuple((s.name, coverage.state(node, s.name)) for s in coverage.policy.standards) if subject else (),
        remark=_remark(coverage, node) if subject and holds else "",
        proofs=tuple(_proof(coverage, node, rule, store, files) for rule in holding),
        failed=tuple(rule.name for rule in rules if rule not in holding) if subject else (),
        findings=tuple(Finding(f.id, f.name, f.severity, f.detail) for f in findings(coverage, node=node)),
        measures=tuple(_measures(coverage, node, kind)) if holds else (),
        values=tuple(_values(store, files, kind, int(graph.keys[node]), _hidden(coverage, node))),
    )


def _territory(coverage: Coverage, node: int) -> tuple[tuple[str, str], ...]:
    graph, territory = coverage.snapshot.graph, coverage.territory
    levels = ("district", "street", "community", "place")
    found = ((level, int(getattr(territory, level)[node])) for level in levels)
    return tuple((level, graph.label(where)) for level, where in found if where not in (NOWHERE, node))


def _remark(coverage: Coverage, node: int) -> str:
    kind = coverage.snapshot.graph.kind_of(node)
    stated = stated_none(coverage, kind)[node - coverage.snapshot.slice_of(kind).start]
    return "stated_none" if stated else "nobody_said"


def _hidden(coverage: Coverage, node: int) -> tuple[str, ...]:
    return PERSONAL if is_personal(coverage.snapshot, node) else ()


def _proof(coverage: Coverage, node: int, rule: Rule, store: Store, files: dict[tuple[int, int], str]) -> Proof:
    walk = coverage.proof(node, rule)
    assert walk is not None
    graph = coverage.snapshot.graph
    ties = tuple(_tie_place(coverage, kind, row, store, files) for kind, row in walk.edges)
    nodes = tuple(str(graph.ids.at(each)) for each in walk.nodes)
    return Proof(rule.name, rule.rung, rule.gives, in_words(coverage, walk), nodes, ties)


def in_words(coverage: Coverage, walk: Walk) -> str:
    """A walk as a sentence: names, and between them each tie as it reads in the direction that it is walked."""
    graph = coverage.snapshot.graph
    parts = [graph.label(walk.nodes[0])]
    for reading, node in steps(coverage, walk):
        parts += [words.word(*reading), graph.label(node)]
    return " → ".join(parts)


def steps(coverage: Coverage, walk: Walk) -> Iterator[tuple[tuple[str, str], int]]:
    """The ties of a walk, each as the catalogue reads it in the direction that it is walked, and where each leads."""
    for (kind, row), node in zip(walk.edges, walk.nodes[1:], strict=True):
        forward = int(coverage.snapshot.graph.edges[kind].dst[row]) == node
        yield ("edge" if forward or coverage.snapshot.schema.edge[kind].symmetric else "edge_back", kind), node


def _tie_place(
    coverage: Coverage, kind: str, row: int, store: Store, files: dict[tuple[int, int], str]
) -> Place:
    said = _said(store, kind, int(coverage.snapshot.graph.edges[kind].key[row]))[-1]
    return place_of(said, files)


NAMES = (FileNames(), Imports())
"""What `file_names` has to know."""


def file_names(files: pa.Table, imports: pa.Table) -> dict[tuple[int, int], str]:
    """The names of all files, by import and file, from the answers to `NAMES`; the reason of what has no file.

    What a source no longer says stands in none, which is said in place of a name.
    """
    gone = words.word("explain", "withdrawn")
    withdrawn = {(number, layout.WITHDRAWN): gone for number in imports.column("import").to_pylist()}
    reasons = {(row["import"], 0): row["reason"] for row in imports.to_pylist() if row["reason"]}
    return withdrawn | reasons | {(row["import"], row["file"]): row["name"] for row in files.to_pylist()}


def place_of(said: dict[str, Any], files: dict[tuple[int, int], str]) -> Place:
    """Where a statement stands, as the store tells of it."""
    return Place(said["source"], files.get((said["import"], said["file"]), ""), said["row"], said["said_on"])


def _said(store: Store, kind: str, key: int) -> list[dict[str, Any]]:
    """The live statements about an element, the weightiest last."""
    rows: list[dict[str, Any]] = store.ask(Said(kind, as_arrow(np.array([key], np.int32)))).to_pylist()
    return sorted(rows, key=lambda row: (row["said_on"], row["import"], row["row"]))


def _values(
    store: Store, files: dict[tuple[int, int], str], kind: str, key: int, hidden: tuple[str, ...]
) -> list[Value]:
    last: dict[str, Value] = {}
    skipped = {"source", "said_on", "import", "file", "row", "key", *hidden}
    for row in _said(store, kind, key):
        for name, value in row.items():
            if value is not None and name not in skipped and not name.endswith("_text"):
                written = row.get(f"{name}_text") or value
                last[name] = Value(name, str(written), place_of(row, files))
    return list(last.values())


def _measures(coverage: Coverage, node: int, kind: str) -> list[Measured]:
    claims: dict[str, list[tuple[int, str, date]]] = {}
    for each in (found for about in _spoken_of(coverage, node, kind) for found in stated(coverage, about)):
        claim = each.claim
        claims.setdefault(claim.measure, []).append((claim.value, claim.source, claim.stated_on))
    found = []
    for measure in enabled(coverage.policy.measures):
        number = known(coverage, measure, node)
        if number or measure.name in claims:
            names = _named(coverage, measure.name, node, kind)
            found.append(Measured(measure.name, number, names, tuple(claims.get(measure.name, ()))))
    return found


def _spoken_of(coverage: Coverage, node: int, kind: str) -> list[int]:
    """Whom sources speak of when they state a number for a node: itself, or a community's own organizations."""
    if kind != "Community":
        return [node]
    edges = coverage.snapshot.edges("HAS_PARTY_ORG")
    return [node, *sorted({int(end) for end in edges.dst[edges.src == node]})]


def _named(coverage: Coverage, measure: str, node: int, kind: str) -> tuple[str, ...]:
    graph = coverage.snapshot.graph
    return tuple(graph.label(each) for each in counted_nodes(coverage, measure, node, kind)[:MOST_NAMED])


def counted_nodes(coverage: Coverage, measure: str, node: int, kind: str) -> list[int]:
    """The nodes that a measure counts from a node; none where it sums up numbers."""
    entry = coverage.policy.measure(measure)
    if entry.sum is not None:
        return []
    paths = [path for path in entry.paths if kind in path.subject.kinds]
    return sorted({int(end) for path in paths for end in counted(coverage, path, entry.of, node)[1]})
