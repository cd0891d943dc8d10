"""Which properties answers look at, so that no more is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from graphgov.schema import SCHEMA

if TYPE_CHECKING:
    from graphgov.policy import Policy

SUBJECT = {
    "aliases", "type", "exempt_reason", "exempt_until", "reported_org", "reported_covered", "has_instructor",
    "full_members", "members", "employees", "counted_on", "no_org_reason", "planned_date",
}  # fmt: skip
"""What states, dimensions and lists look at of units and places, whatever the policy."""

OWN: Mapping[str, Collection[str]] = {
    "Unit": SUBJECT | {"industry", "ownership", "size"},
    "Place": SUBJECT,
    "Community": {"aliases", "type"},
    "Division": {"aliases", "type"},
    "PartyOrganization": {"aliases", "type", "tier"},
    **{kind.name: {"valid_from"} for kind in SCHEMA.edges},
    "LOCATED_IN": {"role", "valid_from"},
}
"""What graphgov itself looks at beside what the policy does: the territory, states, lists, identities of findings."""

OF_FINDINGS: Mapping[str, Collection[str]] = {kind.name: {"valid_to", "ended", "basis"} for kind in SCHEMA.edges}
"""What findings on ties look at besides."""

OF_CHANGES: Mapping[str, Collection[str]] = {
    **{kind.name: {"name", "valid_from", "valid_to"} for kind in SCHEMA.nodes},
    **{kind.name: {"valid_from", "valid_to"} for kind in SCHEMA.edges},
}
"""What is looked at besides to tell what differs between two days."""


def wanted(policy: Policy, *others: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """The properties to read: whatever the policy and these others look at."""
    found = policy.properties()
    for asked in (OWN, *others):
        for kind, names in asked.items():
            found.setdefault(kind, set()).update(names)
    return found
