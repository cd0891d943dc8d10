"""The policy: what counts as covered, of what, and what is worth a finding; read strictly from TOML."""

from graphgov.policy.entries import (
    DERIVED,
    Category,
    ClaimFinding,
    CountFinding,
    Denominator,
    EdgeFinding,
    Entry,
    Finding,
    Gap,
    Measure,
    Presence,
    Rate,
    Rule,
    Standard,
    StateFinding,
    View,
)
from graphgov.policy.model import Policy, enabled
from graphgov.policy.reader import read_policy

__all__ = [
    "DERIVED",
    "Category",
    "ClaimFinding",
    "CountFinding",
    "Denominator",
    "EdgeFinding",
    "Entry",
    "Finding",
    "Gap",
    "Measure",
    "Policy",
    "Presence",
    "Rate",
    "Rule",
    "Standard",
    "StateFinding",
    "View",
    "enabled",
    "read_policy",
]
