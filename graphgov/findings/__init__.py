"""Findings: what is worth telling about units, places, organizations, ties and data, whatever their state."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graphgov import words
from graphgov.coverage import Coverage, stated
from graphgov.findings.model import Found, found
from graphgov.findings.nodes import on_counts, on_states, with_state
from graphgov.findings.several import Several, of_made, of_states
from graphgov.findings.ties import on_ties
from graphgov.graph.columns import Mask
from graphgov.policy import ClaimFinding, CountFinding, EdgeFinding, Finding, StateFinding, enabled

_SEVERITIES = ("high", "medium", "low")


def findings(
    coverage: Coverage, names: tuple[str, ...] | None = None, node: int | None = None
) -> tuple[Found, ...]:
    """The findings of a policy on a day, the gravest first, then in the policy's order; ids are stable and unique.

    `names`: only these, switched off or not; UnknownName with the nearest one.  None: all that are enabled.
    `node`: only those on this node.
    """
    policy = coverage.policy
    chosen = enabled(policy.findings) if names is None else tuple(policy.finding(name) for name in names)
    return tuple(each for finding in _ordered(chosen) for each in _of(coverage, finding, node))


def one_by_one(coverage: Coverage) -> Iterator[Found]:
    """All `findings`, each made when it is asked for: for whoever wants the first of very many."""
    return (each for finding in _ordered(enabled(coverage.policy.findings)) for each in _of(coverage, finding, None))


def tally(coverage: Coverage, nodes: Mask | None = None) -> dict[str, int]:
    """How many `findings` of each name there are, in their order; `nodes`: only on these (mask over all).

    Those on states, which are most, are counted without being made.
    """
    counts = {each.finding.name: each.count(nodes) for each in several(coverage)}
    return {name: count for name, count in counts.items() if count}


def _ordered(chosen: tuple[Finding, ...]) -> list[Finding]:
    return sorted(chosen, key=lambda finding: _SEVERITIES.index(finding.severity))


def several(coverage: Coverage) -> tuple[Several, ...]:
    """All findings that are enabled, by name, in the order of `findings`; each is made when it is shown."""
    return tuple(
        of_states(coverage, finding)
        if isinstance(finding, StateFinding)
        else of_made(coverage, finding, _of(coverage, finding, None))
        for finding in _ordered(enabled(coverage.policy.findings))
    )


def having(coverage: Coverage, name: str) -> Mask:
    """Which nodes (mask over all) have a finding of that name; UnknownName with the nearest one."""
    finding = coverage.policy.finding(name)
    mask = np.zeros(coverage.snapshot.graph.size, bool)
    if isinstance(finding, StateFinding):
        mask[with_state(coverage, finding)] = True
    else:
        mask[[each.node for each in _of(coverage, finding, None)]] = True
    return mask


def _of(coverage: Coverage, finding: Finding, node: int | None) -> Iterator[Found]:
    match finding:
        case StateFinding():
            return on_states(coverage, finding, node)
        case CountFinding():
            return on_counts(coverage, finding, node)
        case EdgeFinding():
            return on_ties(coverage, finding, node)
        case ClaimFinding():
            return _on_claims(coverage, finding, node)
    raise AssertionError(finding)


def _on_claims(coverage: Coverage, finding: ClaimFinding, node: int | None) -> Iterator[Found]:
    for each in stated(coverage, node):
        if each.differs:
            claim = each.claim
            detail = words.say(
                "remark", "stated_known", measure=words.word("measure", claim.measure), stated=claim.value,
                known=each.known, source=claim.source,
            )  # fmt: skip
            yield found(coverage, finding, claim.about, detail, of=f"{claim.measure}\x1f{claim.source}")


__all__ = ["Found", "Several", "findings", "having", "one_by_one", "several", "tally"]
