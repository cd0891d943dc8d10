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
from graphgov.report.chart import chart
from graphgov.report.facets import Facet, Facets
from graphgov.report.figures import figures
from graphgov.report.linkages import Sources, claims, linkages, said_of
from graphgov.report.packed import combinations, packed
from graphgov.report.pieces import in_pieces
from graphgov.report.proofs import proofs
from graphgov.schema import Layer
from graphgov.store import Store
from graphgov.view.colours import NOTHING, RATES

FACTS = {
    "Unit": ("size", "ownership", "operating"),
    "Place": ("operating", "key_place"),
}
"""The properties of subjects that their pages tell, apart from numbers and industries."""


def data(census: Census, store: Store) -> dict[str, Any]:
    """The values of a scope: each part is described where it is made."""
    policy, sources = census.coverage.policy, Sources(store)
    ties, said = linkages(census, sources), _said(census, sources)
    return {
        "basis": {
            "day": str(census.coverage.snapshot.day),
            "ordinal": census.coverage.snapshot.day.toordinal(),
            "standard": census.scope.standard,
            "area": int(census.number[census.scope.area]),
            "kinds": SUBJECTS,
            "categories": [[entry.name, SUBJECTS.index(entry.kind)] for entry in _categories(census)],
            "rules": [[rule.name, rule.rung, rule.gives] for rule in enabled(policy.rules)],
            "form": FORM,
            "edges": [kind.name for kind in census.coverage.snapshot.schema.edges],
            "symmetric": [kind.name for kind in census.coverage.snapshot.schema.edges if kind.symmetric],
            "linkages": [kind.name for kind in census.coverage.snapshot.schema.layer(Layer.LINKAGE)],
            "shades": [colour.key for colour in (*RATES, NOTHING)],
            "severity": {entry.name: entry.severity for entry in enabled(policy.findings)},
        },
        "names": _names(census),
        "areas": _areas(census),
        "organizations": _organizations(census),
        "rows": _rows(census),
        "figures": figures(census),
        "ties": ties,
        "chart": chart(census),
        "claims": claims(census),
        "said": said,
        "sources": [list(name) for name in sources.names],
    }


def _said(census: Census, sources: Sources) -> dict[str, Any]:
    """Where organizations and subjects (in the order of their numbers) were last spoken of: `file` and `row`."""
    nodes = np.concatenate([census.organizations, census.subjects])
    keys = census.coverage.snapshot.graph.keys[nodes]
    file, row = np.full(len(nodes), NULL, np.int32), np.full(len(nodes), NULL, np.int32)
    parts = {kind: census.coverage.snapshot.slice_of(kind) for kind in ("PartyOrganization", *SUBJECTS)}
    masks = {kind: (nodes >= part.start) & (nodes < part.stop) for kind, part in parts.items()}
    told = sources.columns([(kind, keys[here]) for kind, here in masks.items()])
    for here, columns in zip(masks.values(), told, strict=True):
        file[here], row[here] = columns
    return {"file": packed(file), "row": packed(row)}


def _names(census: Census) -> dict[str, Any]:
    """The id of every node by its number, and its name (empty: none)."""
    graph = census.coverage.snapshot.graph
    return {
        "ids": in_pieces([str(id) for id in graph.ids.take(census.named).list()]),
        "names": in_pieces([name or "" for name in graph.names.take(census.named).list()]),
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
    (codes into the lists of these names), `employees`.  Subjects: `place` that holds it, `planned`, `proof`,
    `members`, `fact`, `industry`.  Sums: `holder` and how many `units`.  `others`: the findings of areas and
    organizations.  Days are proleptic ordinals: 1 is 0001-01-01.
    """
    subjects, held = census.subjects, census.held
    nodes = np.concatenate([subjects, held])
    number, territory = census.number, census.coverage.territory
    facets = Facets(census.scope, nodes)
    state, mark = facets.states(), facets.marks()
    # Areas and organizations have findings too.
    others = np.concatenate([census.areas, census.organizations])
    finding = Facets(census.scope, np.concatenate([others, nodes])).found()
    reason, proof, facts = _texts(census, "no_org_reason", nodes), proofs(census), _facts(census)
    codes = {
        "category": _category(census, nodes), "home": _homes(census, nodes),
        "responsible": number[territory.responsible[nodes]], "state": state.codes,
        "finding": finding.codes[len(others) :],
        "mark": mark.codes, "reason": reason.codes,
    }  # fmt: skip
    industry = _texts(census, "industry", subjects)
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
        "members": packed(_members(census)),
        "others": packed(finding.codes[: len(others)]),
        "fact": packed(facts.codes),
        "industry": packed(industry.codes),
        "industries": industry.values,
        "facts": facts.values,
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
    """A text that units or places have: codes over the nodes, and the distinct texts."""
    every = np.full(census.coverage.snapshot.graph.size, NULL, np.int32)
    texts: dict[str, int] = {}
    for kind in SUBJECTS:
        if name not in census.coverage.snapshot.schema.node[kind].by_name:
            continue
        column = census.coverage.column(kind, name).coded()
        place = np.array([texts.setdefault(text, len(texts)) for text in column.vocabulary or ()] + [NULL], np.int32)
        every[census.coverage.snapshot.slice_of(kind)] = place[column.values]
    return Facet(every[nodes], list(texts))


def _members(census: Census) -> Ints:
    """Members of the Party on the roll of each subject; places have none of their own."""
    every = np.full(census.coverage.snapshot.graph.size, NULL, np.int32)
    every[census.coverage.snapshot.slice_of("Unit")] = census.coverage.members()
    return every[census.subjects]


def _facts(census: Census) -> Facet:
    """What is stated of the subjects, as [property, value] pairs."""
    values: dict[tuple[tuple[str, str], ...], int] = {}
    codes = [np.zeros(0, np.int32)]
    for kind in SUBJECTS:
        part = census.coverage.snapshot.slice_of(kind)
        here = census.subjects[(census.subjects >= part.start) & (census.subjects < part.stop)] - part.start
        columns = {name: census.coverage.column(kind, name).coded() for name in FACTS[kind]}
        own, distinct = combinations([column.values[here] for column in columns.values()], len(here))
        said = [tuple(said_of(columns, row)) for row in distinct.tolist()]
        place = np.array([values.setdefault(pairs, len(values)) for pairs in said], np.int32)
        codes.append(place[own])
    return Facet(np.concatenate(codes), [[list(pair) for pair in pairs] for pairs in values])


def _coded(census: Census, kind: str, name: str, nodes: Ints) -> dict[str, Any]:
    """A property with a vocabulary of its own."""
    column = census.coverage.column(kind, name)
    assert isinstance(column, Column)
    first = census.coverage.snapshot.slice_of(kind).start
    return {"values": column.vocabulary, **packed(column.values[nodes - first])}
