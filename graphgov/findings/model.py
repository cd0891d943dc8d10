"""A finding as a value."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from graphgov.coverage import NOWHERE, Coverage
from graphgov.policy import Finding


@dataclass(frozen=True)
class Found:
    """Something worth telling about a node.

    `id` is stable: a hash of the finding's name and the ids of its subject (and of the tie, where it is about one).
    `detail` says what was counted, in figures and names.  `responsible` is a node, or -1 when nobody is known.
    """

    id: str
    name: str
    severity: str
    node: int
    edge: tuple[str, int] | None
    detail: str
    responsible: int


def found(
    coverage: Coverage, finding: Finding, node: int, detail: str = "", edge: tuple[str, int] | None = None, of: str = ""
) -> Found:
    """A finding on a node; `of`: what tells it apart from others on the same node."""
    graph, territory = coverage.snapshot.graph, coverage.territory
    identity = [finding.name, str(graph.ids.at(node))]
    if edge is not None:
        rows = graph.edges[edge[0]]
        ends = sorted(str(graph.ids.at(int(side[edge[1]]))) for side in (rows.src, rows.dst))
        start = rows.columns["valid_from"].at(edge[1]) if "valid_from" in rows.columns else None
        identity += [edge[0], *ends, str(start or "")]
    key = "\x1f".join([*identity, of])
    digest = hashlib.blake2b(key.encode(), digest_size=6).hexdigest()
    responsible = int(territory.responsible[node])
    if responsible == NOWHERE and graph.kind_of(node) == "PartyOrganization":
        responsible = node
    return Found(digest, finding.name, finding.severity, node, edge, detail, responsible)
