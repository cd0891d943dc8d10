"""Rules, views, categories, denominators, gaps and standards as queries for their subjects."""

from __future__ import annotations

from collections.abc import Sequence

from graphgov.named import Parameter
from graphgov.policy import Gap, Policy, Standard
from graphgov.query.cypher_text import conjuncts, operand
from graphgov.query.to_cypher import Matched, Patterns, matching, naming, where_all
from graphgov.query.tree import NodePattern, Path, Word
from graphgov.restated.text import ALL, SUBJECT, Body, Reach, by_kinds, returned, starting, valued
from graphgov.schema import Schema

STATES = ("blind", "claimed", "unknown", "covered", "not_applicable", "base_unknown")
"""What a subject can be under a standard."""

STATE = str(Parameter("state", "text", STATES[0], STATES))


def reached(paths: Sequence[Path]) -> Body:
    """The subjects from which any of some paths leads somewhere."""
    kinds = [kind for path in paths for kind in path.subject.kinds]
    blocks = []
    for group in by_kinds(kinds, paths):
        own, patterns = starting(group[0], paths), Patterns()
        subject = of_kinds(patterns, group, valued(own))
        (name,) = subject.nodes
        found = Reach(patterns, name, subject.values).by_any(own)
        blocks.append(f"{matching(subject, *found)}\n{returned(name, group)}")
    return Body(ALL.join(blocks), SUBJECT)


def of_kinds(patterns: Patterns, kinds: Sequence[str], valued: bool) -> Matched:
    """A subject of some kinds."""
    return patterns.node(NodePattern(tuple(map(Word, kinds))), valued)


def base(path: Path) -> Body:
    """The subjects of a denominator, and those of which nobody can say whether they belong to it."""
    patterns, kinds = Patterns(), path.subject.kinds
    subject = of_kinds(patterns, kinds, valued([path]))
    (name,), where = subject.nodes, path.subject.where
    columns = (*SUBJECT, ("belongs", "text"))
    if where is None:
        everyone = "'yes' AS belongs"
        return Body(f"{matching(subject)}\n{returned(name, kinds, [everyone])}", columns)
    inside = "\n    AND ".join(conjuncts(where, naming(subject.values, name)))
    told = "CASE WHEN inside THEN 'yes' ELSE 'unknown' END AS belongs"
    text = f"{matching(subject)}\nWITH {name}, {inside} AS inside\nWHERE coalesce(inside, true)"
    return Body(f"{text}\n{returned(name, kinds, [told])}", columns)


def gap(entry: Gap, policy: Policy) -> Body:
    """The subjects that lack what a gap asks for."""
    patterns = Patterns()
    subject = patterns.node(entry.path.subject, valued=True)
    (name,) = subject.nodes
    asked = [path for presence in entry.presence for path in policy.presence(presence).paths]
    none = Reach(patterns, name, subject.values, subject.where).by_none(starting(entry.kind, asked))
    return Body(f"{matching(subject, *none)}\n{returned(name, (entry.kind,))}", SUBJECT)


def states(standard: Standard, policy: Policy, schema: Schema) -> Body:
    """The subjects in the state asked for under a standard, of each kind those of its default denominator."""
    kinds = [kind for kind in policy.default_denominator if "exempt_reason" in schema.node[kind].by_name]
    blocks = [_states(kind, standard, policy) for kind in kinds]
    return Body(ALL.join(blocks), (*SUBJECT, ("state", "text"), ("remark", "text")), (STATE,))


def _states(kind: str, standard: Standard, policy: Policy) -> str:
    patterns = Patterns()
    subject = of_kinds(patterns, (kind,), valued=True)
    (name,), said = subject.nodes, subject.values
    path = policy.denominator(policy.default_denominator[kind]).path
    cases = [(f"{said}.exempt_reason IS NOT NULL AND coalesce({said}.exempt_until >= $day, true)", "not_applicable")]
    if path.subject.where is not None:
        inside = operand(path.subject.where, naming(said, name))
        cases += [(f"NOT {inside}", "not_applicable"), (f"{inside} IS NULL", "base_unknown")]
    reach = Reach(patterns, name, said)
    lines = [f"WHEN {condition} THEN '{state}'" for condition, state in cases]
    named = {way: rule.name for rule in policy.rules_of(standard.name) for way in starting(kind, rule.paths)}
    for ways in reach.ways(named):
        rules = ", ".join(dict.fromkeys(named[way] for way in ways))
        lines.append(f"// {rules}\nWHEN {' AND '.join(reach.by(ways))} THEN 'covered'")
    for value, state in (("yes", "claimed"), ("unknown", "unknown")):
        lines.append(f"WHEN {said}.reported_covered = '{value}' OR {said}.reported_org = '{value}' THEN '{state}'")
    told = "\n".join(lines).replace("\n", "\n    ")
    none = f"{said}.reported_covered = 'no' OR {said}.reported_org = 'no' OR {said}.no_org_reason IS NOT NULL"
    remark = f"CASE WHEN state <> 'blind' THEN null WHEN {none} THEN 'stated_none' ELSE 'nobody_said' END AS remark"
    return (
        f"{matching(subject)}\nWITH {name}, {said}, CASE\n    {told}\n    ELSE 'blind'\n  END AS state\n"
        f"{where_all(['state = $state'])}\n{returned(name, (kind,), ['state', remark])}"
    )
