"""What the graph knows already, as ledgers speak of it: by identifier, credit code, and name within a community."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np

from graphgov.graph import Graph
from graphgov.graph.columns import Texts
from graphgov.layout import END
from graphgov.ledger.judged import DIFFERENT, SAME, Judged, judgements
from graphgov.names import matching, other_names
from graphgov.store import Store, is_there

WANTED = {kind: ("aliases", "same_as") for kind in ("Division", "Community", "Place")} | {
    "Unit": ("aliases", "same_as", "uscc"), "PartyOrganization": ("aliases", "same_as", "type"),
}  # fmt: skip
"""The properties that are read of each kind."""


class Candidate(NamedTuple):
    """A node of some name, and the nodes (communities, divisions) that it is in; none: nobody knows."""

    key: str
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """Nodes by what they are known by.  Identifiers are the graph's.

    What was judged to be the same as another is known as that one: its names, codes and communities lead there.
    """

    kinds: Mapping[str, str] = field(default_factory=dict)
    """The kind of every identifier."""
    names: Mapping[str, str] = field(default_factory=dict)
    by_code: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    """The credit code of every unit that has one."""
    by_name: Mapping[tuple[str, str], list[Candidate]] = field(default_factory=dict)
    """By kind and `matching` name, the other names of a node too."""
    aliases: Mapping[str, list[str]] = field(default_factory=dict)
    """The other names of every node that has some."""
    committees: Mapping[str, str] = field(default_factory=dict)
    """The big committee of every community that has one."""
    stays: Mapping[str, str] = field(default_factory=dict)
    """By what was judged to be the same as another: the one that stays."""
    judged: tuple[Judged, ...] = ()
    ended: frozenset[str] = frozenset()
    """Those that hold on no day from some day on: to be named again says something of them."""

    @cached_property
    def apart(self) -> frozenset[frozenset[str]]:
        """The pairs that were judged to be different."""
        return frozenset(one.pair for one in self.judged if one.verdict == DIFFERENT)

    @cached_property
    def same(self) -> Mapping[str, list[Judged]]:
        """By the one that stays, the judgements that others are the same."""
        found: dict[str, list[Judged]] = {}
        for one in self.judged:
            if one.verdict == SAME:
                found.setdefault(self.staying(one.about), []).append(one)
        return found

    def staying(self, key: str) -> str:
        """The identifier itself, or that of the node that stays in its place."""
        return self.stays.get(key, key)


def known(store: Store) -> Known:
    """What a store knows; nothing, where there is none yet."""
    return replace(_of_graph(store.read(WANTED)), judged=judgements(store)) if is_there(store) else Known()


def _of_graph(graph: Graph) -> Known:
    own = [str(each) for each in graph.ids.list()]
    stays = _stays(graph, own)
    ids = [stays.get(each, each) for each in own] if stays else own
    names = [name or "" for name in graph.names.list()]
    kinds = [""] * graph.size
    for rows in graph.nodes.values():
        kinds[rows.first : rows.first + rows.count] = [rows.kind] * rows.count
    scopes = _scopes(graph, kinds)
    by_name: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    others = list(_other_names(graph))
    aliases: dict[str, list[str]] = defaultdict(list)
    for node, name in others:
        if name not in aliases[ids[node]]:
            aliases[ids[node]].append(name)
    for node, name in chain(enumerate(names), others):
        if name:
            candidate = Candidate(ids[node], tuple(ids[scope] for scope in dict.fromkeys(scopes.get(node, ()))))
            by_name[kinds[node], matching(name, kinds[node])].append(candidate)
    coded = list(_codes(graph, ids))
    return Known(
        dict(zip(own, kinds, strict=True)), dict(zip(own, names, strict=True)),
        {code: key for key, code in coded}, dict(coded), by_name, aliases, dict(_committees(graph, ids)), stays,
        ended=_ended(graph, own),
    )  # fmt: skip


def _stays(graph: Graph, ids: list[str]) -> dict[str, str]:
    """By nodes that were judged to be the same as others: those that stay, at the end of every chain."""
    found: dict[str, str] = {}
    for rows in graph.nodes.values():
        column = rows.columns["same_as"]
        assert isinstance(column, Texts)
        if column.array.null_count < len(column):
            others = zip(rows.node.tolist(), column.list(), strict=True)
            found.update((ids[node], other) for node, other in others if other and other != ids[node])
    return {key: _end_of(found, key) for key in found}


def _end_of(leads: Mapping[str, str], key: str) -> str:
    passed = {key}
    while (after := leads.get(key, key)) not in passed:
        passed.add(after)
        key = after
    return key


def _ended(graph: Graph, ids: Sequence[str]) -> frozenset[str]:
    open_ = np.zeros(graph.size, bool)
    for rows in graph.nodes.values():
        open_[rows.node[rows.until == END.toordinal()]] = True
    return frozenset(ids[node] for node in np.flatnonzero(~open_).tolist())


def _other_names(graph: Graph) -> Iterator[tuple[int, str]]:
    """What nodes are called besides, in any period; a name may come twice."""
    for rows in graph.nodes.values():
        column = rows.columns["aliases"]
        assert isinstance(column, Texts)
        for node, names in zip(rows.node.tolist(), column.list(), strict=True):
            for name in other_names(names or ""):
                yield node, name


def _scopes(graph: Graph, kinds: list[str]) -> dict[int, list[int]]:
    """The communities and divisions that nodes are in: units by themselves or their places, organizations by theirs."""
    found: dict[int, list[int]] = defaultdict(list)
    places: list[tuple[int, int]] = []
    for start, end in (*_pairs(graph, "PART_OF"), *_pairs(graph, "LOCATED_IN")):
        if kinds[end] == "Place":
            places.append((start, end))
        else:
            found[start].append(end)
    for start, place in places:
        found[start] += found.get(place, [])
    for start, organization in _pairs(graph, "HAS_PARTY_ORG"):
        found[organization] += [start] if kinds[start] in ("Community", "Division") else found.get(start, [])
    return found


def _pairs(graph: Graph, kind: str) -> Iterator[tuple[int, int]]:
    edges = graph.edges[kind]
    return zip(edges.src.tolist(), edges.dst.tolist(), strict=True)


def _codes(graph: Graph, ids: list[str]) -> Iterator[tuple[str, str]]:
    rows = graph.nodes["Unit"]
    column = rows.columns["uscc"]
    assert isinstance(column, Texts)
    for node, code in zip(rows.node.tolist(), column.list(), strict=True):
        if code:
            yield ids[node], code


def _committees(graph: Graph, ids: list[str]) -> Iterator[tuple[str, str]]:
    rows = graph.nodes["PartyOrganization"]
    big = {
        node
        for node, kind in zip(rows.node.tolist(), rows.columns["type"].list(), strict=True)
        if kind == "big_committee"
    }
    for start, end in _pairs(graph, "HAS_PARTY_ORG"):
        if end in big:
            yield ids[start], ids[end]
