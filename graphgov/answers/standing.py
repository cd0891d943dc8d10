"""The status: what holds on the day, who said it, and how good it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.answers.showing import basis_json, heading
from graphgov.coverage import NOWHERE, SUBJECTS, Coverage
from graphgov.coverage.listing import unmentioned
from graphgov.files.writers import Column, Sheet
from graphgov.graph import NULL
from graphgov.graph.columns import Mask
from graphgov.schema import EdgeKind, RecordKind
from graphgov.store import Imports, Store, Waiting

YEAR = 365
"""Days after which counts of people are called old."""


@dataclass(frozen=True)
class Quality:
    """A measure of the data's quality: how many of how many, about one kind."""

    name: str
    kind: str
    count: int
    of: int | None = None


def standing(coverage: Coverage, store: Store) -> Answer:
    """Counts by kind on the day, the sources with their imports, and what is wanting."""
    counts, sources, quality = kind_counts(coverage), source_rows(store), list(qualities(coverage, store))
    by_hand = by_hand_rows(store)
    return Answer(
        {
            **basis_json(coverage),
            "kinds": counts,
            "sources": sources,
            "by_hand": by_hand,
            "quality": [asdict(measure) for measure in quality],
        },
        (_kinds(counts), _sources(sources), *_by_hand(by_hand), _qualities(quality)),
        (heading(coverage),),
    )


def kind_counts(coverage: Coverage) -> dict[str, int]:
    """How many nodes and ties of each kind hold on the day; and all published numbers."""
    snapshot = coverage.snapshot
    counts = {kind: int(snapshot.alive[snapshot.slice_of(kind)].sum()) for kind in snapshot.graph.nodes}
    counts |= {kind: len(snapshot.edges(kind).row) for kind in snapshot.graph.edges}
    return {**counts, "Claim": len(snapshot.graph.claims)}


def source_rows(store: Store) -> list[dict[str, Any]]:
    """Every source with the last day that it stated something for and the numbers of its imports; undone ones apart."""
    found: dict[str, dict[str, Any]] = {}
    for row in store.ask(Imports()).to_pylist():
        source = found.setdefault(
            row["source"], {"source": row["source"], "stated_on": None, "imports": [], "undone": []}
        )
        source["undone" if row["undone"] else "imports"].append(row["import"])
        if not row["undone"]:
            source["stated_on"] = max(filter(None, (source["stated_on"], str(row["stated_on"]))))
    return list(found.values())


def by_hand_rows(store: Store) -> list[dict[str, Any]]:
    """The imports that were stated by hand: number, source, the day stated for, why, and whether it was undone."""
    return [
        {**{name: row[name] for name in ("import", "source", "reason", "undone")}, "stated_on": str(row["stated_on"])}
        for row in store.ask(Imports()).to_pylist()
        if row["reason"]
    ]


def qualities(coverage: Coverage, store: Store, nodes: Mask | None = None) -> Iterator[Quality]:
    """What is wanting in the data of the day, measure by measure.

    `nodes`: only of the subjects among these (mask over all nodes), and nothing of ties.
    """
    snapshot = coverage.snapshot
    if nodes is not None:
        for kind in SUBJECTS:
            yield from _of_subjects(coverage, kind, nodes)
        return
    for kind in snapshot.graph.edges:
        edges = snapshot.edges(kind)
        start = edges.column("valid_from").coded().values
        yield Quality("unknown_start", kind, int((start == NULL).sum()), len(edges.row))
    for kind in SUBJECTS:
        yield from _of_subjects(coverage, kind, snapshot.alive)
    tied = [kind.name for kind in snapshot.schema.kinds.values() if isinstance(kind, EdgeKind | RecordKind)]
    for name, ties in zip(tied, store.ask_all([Waiting(name) for name in tied]), strict=True):
        yield Quality("waiting", name, ties.num_rows)


def _of_subjects(coverage: Coverage, kind: str, nodes: Mask) -> Iterator[Quality]:
    part = coverage.snapshot.slice_of(kind)
    alive, territory = coverage.snapshot.alive[part] & nodes[part], coverage.territory
    of = int(alive.sum())
    nowhere = alive & (territory.community[part] == NOWHERE)
    division_only = nowhere & (territory.division[part] != NOWHERE)
    yield Quality("division_only", kind, int(division_only.sum()), of)
    yield Quality("unplaced", kind, int((nowhere & ~division_only).sum()), of)
    yield Quality("unmentioned", kind, int((unmentioned(coverage, kind) & alive).sum()), of)
    counted = coverage.column(kind, "counted_on").coded().values[alive]
    old = (counted != NULL) & (counted < coverage.snapshot.day.toordinal() - YEAR)
    yield Quality("counts_old", kind, int(old.sum()), of)
    yield Quality("counts_undated", kind, int(np.sum(counted == NULL)), of)


def _kinds(counts: dict[str, int]) -> Sheet:
    columns = (Column(words.word("message", "kind")), Column(""), Column(words.word("message", "count"), right=True))
    return Sheet(columns, tuple((kind, kind_label(kind), count) for kind, count in counts.items()))


def kind_label(kind: str) -> str:
    """What a kind of node, tie or record is called."""
    return words.word("edge" if words.has("edge", kind) else "kind", kind)


def _sources(sources: list[dict[str, Any]]) -> Sheet:
    names = ("source", "stated_on", "imports", "undone")
    rows = tuple(
        (row["source"], row["stated_on"] or "", _numbers(row["imports"]), _numbers(row["undone"])) for row in sources
    )
    return Sheet(tuple(Column(words.word("message", f"column_{name}")) for name in names), rows)


def _by_hand(rows: list[dict[str, Any]]) -> Iterator[Sheet]:
    if rows:
        headings = (words.word("message", f"column_{name}") for name in ("imports", "source", "stated_on", "reason"))
        undone = words.word("message", "column_undone")
        lines = (
            (row["import"], row["source"], row["stated_on"], row["reason"], undone if row["undone"] else "")
            for row in rows
        )
        yield Sheet((*map(Column, headings), Column("")), tuple(lines), words.word("message", "by_hand"))


def _numbers(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


def _qualities(quality: list[Quality]) -> Sheet:
    """Only what is wanting somewhere: a line for every measure and kind with a count, and the measures without any."""
    totals = Counter({measure.name: 0 for measure in quality})
    totals.update({measure.name: measure.count for measure in quality if measure.count})
    rows = [
        (
            words.word("message", f"quality_{measure.name}"), kind_label(measure.kind), measure.count,
            "" if measure.of is None else str(measure.of),
        )
        for measure in quality
        if measure.count
    ]  # fmt: skip
    rows += [(words.word("message", f"quality_{name}"), "", 0, "") for name, total in totals.items() if not total]
    headings = ("quality", "kind", "count", "of")
    return Sheet(
        tuple(Column(words.word("message", name), right=name in ("count", "of")) for name in headings), tuple(rows)
    )
