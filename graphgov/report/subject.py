"""The page of one unit, place or party organization: its state under each standard and why, its ties, who said what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphgov.coverage import NOWHERE, SUBJECTS, Coverage
from graphgov.explain import Explanation, Measured, counted_nodes, explain, steps
from graphgov.report.refs import AREAS, Ref, ref
from graphgov.report.ties import Group, groups
from graphgov.store import Store

MOST_COUNTED = 100
"""So many of those that a measure counts are named; all are counted."""

# What lies in an area is a list of its own.
_HELD = ("LOCATED_IN", "PART_OF")

LEVELS = ("district", "street", "community", "place")


class Step(NamedTuple):
    """One tie of a proving path, as the catalogue reads it, and where it leads."""

    reading: tuple[str, str]
    to: Ref


@dataclass(frozen=True)
class Chain:
    """A rule that holds and the path that proves it, as chips; `explained` is the same in words, with its sources."""

    rule: str
    rung: int
    gives: str
    start: Ref
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Known:
    """A measure with the nodes that it counts; `named` are the first of them."""

    measured: Measured
    named: tuple[Ref, ...]


@dataclass(frozen=True)
class Subject:
    """Everything about one node: `explained` as the command line tells it, and what its page links to besides.

    `chains` are aligned with ``explained.proofs``, `known` with ``explained.measures``.
    """

    ref: Ref
    explained: Explanation
    category: str
    where: tuple[tuple[str, Ref], ...]
    responsible: Ref | None
    chains: tuple[Chain, ...]
    known: tuple[Known, ...]
    ties: tuple[Group, ...]


def subject(coverage: Coverage, node: int, store: Store) -> Subject:
    """The page of a node; texts (what a finding counted) are in the language in force.

    `store` is asked who said what about the node and its ties.
    """
    graph, kind = coverage.snapshot.graph, coverage.snapshot.graph.kind_of(node)
    explained = explain(coverage, node, store)
    own = ref(graph, node)
    assert own is not None
    return Subject(
        ref=own,
        explained=explained,
        category=_category(coverage, node) if kind in SUBJECTS else "",
        where=_where(coverage, node),
        responsible=ref(graph, int(coverage.territory.responsible[node])),
        chains=_chains(coverage, node) if explained.holds else (),
        known=tuple(Known(measured, _counted(coverage, measured, node, kind)) for measured in explained.measures),
        ties=groups(coverage, node, store, _HELD if kind in AREAS else ()),
    )


def _category(coverage: Coverage, node: int) -> str:
    kind = coverage.snapshot.graph.kind_of(node)
    return str(coverage.category(kind).at(node - coverage.snapshot.slice_of(kind).start) or "")


def _where(coverage: Coverage, node: int) -> tuple[tuple[str, Ref], ...]:
    found = ((level, int(getattr(coverage.territory, level)[node])) for level in LEVELS)
    named = ((level, ref(coverage.snapshot.graph, at)) for level, at in found if at not in (NOWHERE, node))
    return tuple((level, at) for level, at in named if at is not None)


def _chains(coverage: Coverage, node: int) -> tuple[Chain, ...]:
    found = []
    for rule in coverage.rules_holding(node):
        walk = coverage.proof(node, rule)
        assert walk is not None
        start = _named(coverage, node)
        path = tuple(Step(reading, _named(coverage, to)) for reading, to in steps(coverage, walk))
        found.append(Chain(rule.name, rule.rung, rule.gives, start, path))
    return tuple(found)


def _named(coverage: Coverage, node: int) -> Ref:
    found = ref(coverage.snapshot.graph, node)
    assert found is not None
    return found


def _counted(coverage: Coverage, measured: Measured, node: int, kind: str) -> tuple[Ref, ...]:
    nodes = counted_nodes(coverage, measured.measure, node, kind)
    return tuple(_named(coverage, each) for each in nodes[:MOST_COUNTED])
