"""Everything that the one file knows, as plain values for JSON: columns of codes, each text once.

Python has computed every figure that stands here; a page only chooses rows and adds up what it shows of them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from graphgov.coverage import FORM, NOWHERE, SUBJECTS
from graphgov.graph import NULL, Column
from graphgov.graph.columns import Ints
from graphgov.policy import enabled
from graphgov.report.census import Census, summed
from graphgov.report.facets import Facet, Facets
from graphgov.report.packed import packed
from graphgov.report.proofs import proofs

DAYS_FROM = 1
"""Days are told as proleptic ordinals: 1 is 0001-01-01."""


def data(census: Census) -> dict[str, Any]:
    """The values of a scope: see the tables of `_names`, `_areas`, `_organizations` and `_rows`."""
    policy = census.coverage.policy
    return {
        "basis": {
            "day": str(census.coverage.snapshot.day),
            "ordinal": census.coverage.snapshot.day.toordinal(),
            "standard": census.scope.standard,
            "kinds": SUBJECTS,
            "categories": [[entry.name, SUBJECTS.index(entry.kind)] for entry in _categories(census)],
            "rules": [[rule.name, rule.rung, rule.gives] for rule in enabled(policy.rules)],
            "form": FORM,
            "edges": list(census.coverage.snapshot.schema.edge),
        },
        "names": _names(census),
        "areas": _areas(census),
        "organizations": _organizations(census),
        "rows": _rows(census),
    }


def _names(census: Census) -> dict[str, Any]:
    """The id of every node by its number, and its name (0: none)."""
    graph = census.coverage.snapshot.graph
    return {
        "ids": graph.ids.take(census.named).list(),
        "names": [name or 0 for name in graph.names.take(census.named).list()],
    }


def _areas(census: Census) -> dict[str, Any]:
    """Divisions and communities, the first numbers: which level each is of, what it is part of, who sees to it."""
    territory, number = census.coverage.territory, census.number
    levels = ["city", "district", "street", "community"]
    communities = census.coverage.snapshot.slice_of("Community")
    of_community = (census.areas >= communities.start) & (census.areas < communities.stop)
    codes = [
        levels.index("community" if here else territory.level(node))
        for node, here in zip(census.areas.tolist(), of_community.tolist(), strict=True)
    ]
    return {
        "levels": levels,
        "level": packed(np.array(codes, np.int32)),
        "parent": packed(number[territory.parent[census.areas]]),
        "responsible": packed(number[territory.responsible[census.areas]]),
    }


def _organizations(census: Census) -> dict[str, Any]:
    """Party organizations, the numbers after the areas: sort, tier and where each belongs."""
    nodes = census.organizations
    return {
        "type": _coded(census, "PartyOrganization", "type", nodes),
        "tier": _coded(census, "PartyOrganization", "tier", nodes),
        "home": packed(_homes(census, nodes)),
    }


def _rows(census: Census) -> dict[str, Any]:
    """A row for each subject (the last numbers), then one for each sum of what is counted only together.

    All rows: `category`, `home` (the area that it is counted in), `responsible`, `reason`, `state`, `finding`, `mark`
    (codes into the lists of these names), `employees`.  Subjects: `place` that holds it, `planned`, `proof`.  Sums:
    `holder` and how many `units`.
    """
    subjects, held = census.subjects, census.held
    nodes = np.concatenate([subjects, held])
    number, territory = census.number, census.coverage.territory
    facets = Facets(census.scope, nodes)
    state, finding, mark = facets.states(), facets.found(), facets.marks()
    reason, proof = _texts(census, "no_org_reason", nodes), proofs(census)
    codes = {
        "category": _category(census, nodes), "home": _homes(census, nodes),
        "responsible": number[territory.responsible[nodes]], "state": state.codes, "finding": finding.codes,
        "mark": mark.codes, "reason": reason.codes,
    }  # fmt: skip
    employees, count = _numbers(census, "employees", nodes), len(subjects)
    holders = number[census.holders]
    # By the nodes of the graph, as the command line has them, and not by their numbers here.
    sums = summed([census.holders, *(column[count:] for column in codes.values())], employees[count:])
    kept = np.concatenate([np.arange(count), count + sums.first])
    return {
        "subjects": count,
        "standards": facets.standards, "findings": facets.findings, "traits": facets.traits, "views": facets.views,
        "states": state.values, "found": finding.values, "marks": mark.values, "reasons": reason.values,
        "proofs": proof.values,
        **{name: packed(column[kept]) for name, column in codes.items()},
        "employees": packed(np.concatenate([employees[:count], sums.employees])),
        "place": packed(number[territory.place[subjects]]),
        "planned": packed(_numbers(census, "planned_date", subjects)),
        "proof": packed(proof.codes),
        "holder": packed(holders[sums.first]),
        "units": packed(sums.units),
    }  # fmt: skip


def _categories(census: Census) -> list[Any]:
    return [entry for kind in SUBJECTS for entry in enabled(census.coverage.policy.categories) if entry.kind == kind]


def _homes(census: Census, nodes: Ints) -> Ints:
    """The number of the community, else of the division, that every node is counted in."""
    territory = census.coverage.territory
    community = territory.community[nodes]
    homes: Ints = census.number[np.where(community == NOWHERE, territory.division[nodes], community)]
    return homes


def _category(census: Census, nodes: Ints) -> Ints:
    every = np.full(census.coverage.snapshot.graph.size, NULL, np.int32)
    first = 0
    for kind in SUBJECTS:
        column = census.coverage.category(kind)
        every[census.coverage.snapshot.slice_of(kind)] = np.where(column.values == NULL, NULL, column.values + first)
        first += len(column.vocabulary or ())
    return every[nodes]


def _numbers(census: Census, name: str, nodes: Ints) -> Ints:
    """A property that units and places have, as numbers over the nodes."""
    every = np.full(census.coverage.snapshot.graph.size, NULL, np.int32)
    for kind in SUBJECTS:
        every[census.coverage.snapshot.slice_of(kind)] = census.coverage.column(kind, name).coded().values
    return every[nodes]


def _texts(census: Census, name: str, nodes: Ints) -> Facet:
    """A text that units and places have: codes over the nodes, and the distinct texts."""
    every = np.full(census.coverage.snapshot.graph.size, NULL, np.int32)
    texts: dict[str, int] = {}
    for kind in SUBJECTS:
        column = census.coverage.column(kind, name).coded()
        place = np.array([texts.setdefault(text, len(texts)) for text in column.vocabulary or ()] + [NULL], np.int32)
        every[census.coverage.snapshot.slice_of(kind)] = place[column.values]
    return Facet(every[nodes], list(texts))


def _coded(census: Census, kind: str, name: str, nodes: Ints) -> dict[str, Any]:
    """A property with a vocabulary of its own."""
    column = census.coverage.column(kind, name)
    assert isinstance(column, Column)
    first = census.coverage.snapshot.slice_of(kind).start
    return {"values": column.vocabulary, **packed(column.values[nodes - first])}
