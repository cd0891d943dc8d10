"""Findings as queries: one row for each finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from graphgov.policy import (
    DERIVED,
    ClaimFinding,
    CountFinding,
    EdgeFinding,
    Finding,
    Policy,
    Presence,
    Rule,
    StateFinding,
    enabled,
)
from graphgov.query.cypher_text import Naming, conjuncts, expression
from graphgov.query.to_cypher import Matched, Patterns, exists, matching, naming, where_all
from graphgov.query.tree import (
    All,
    Attribute,
    Direction,
    EdgePattern,
    Expr,
    NodePattern,
    Path,
    Word,
    conjunction,
    parts,
)
from graphgov.restated import home
from graphgov.restated.measures import differing
from graphgov.restated.text import ALL, DISTINCT, SUBJECT, Body, Reach, by_kinds, returned, starting, valued
from graphgov.schema import Schema

OF_TIE = (
    *SUBJECT, ("tie", "text"), ("other", "text"), ("tie_id", "text"), ("valid_from", "date"), ("valid_to", "date"),
    ("basis", "text"),
)  # fmt: skip


def finding(entry: Finding, policy: Policy, schema: Schema) -> Body:
    """A finding of one of the four shapes."""
    match entry:
        case StateFinding():
            return _on_states(entry, policy)
        case CountFinding():
            return _on_counts(entry)
        case EdgeFinding():
            return _on_ties(entry)
        case ClaimFinding():
            return differing(policy.measures, schema)
    raise AssertionError(entry)


def _on_states(entry: StateFinding, policy: Policy) -> Body:
    others = [rule.name for rule in enabled(policy.rules) if rule.name not in entry.only] if entry.only else []
    has, only, lacks = (_paths(policy, names) for names in (entry.has, entry.only, (*entry.lacks, *others)))
    pattern, derived = _parted(entry.path.subject)
    asked = _asked(derived)
    blocks = []
    for group in by_kinds(pattern.kinds, [*has, *only, *lacks]):
        patterns = Patterns()
        subject = patterns.node(
            replace(pattern, kinds=tuple(map(Word, group))), valued([*has, *only, *lacks]) or bool(asked)
        )
        (name,), said = subject.nodes, subject.values
        reach = Reach(patterns, name, said, subject.where)
        found = matching(
            subject,
            *(reach.by_any(starting(group[0], has)) if entry.has else ()),
            *(reach.by_any(starting(group[0], only)) if entry.only else ()),
            *reach.by_none(starting(group[0], lacks)),
        )
        belonging = home.clauses(name, [name, said], asked)
        where = [where_all(conjuncts(derived, _derived(said, name)))] if asked else []
        blocks.append("\n".join([found, *belonging, *where, returned(name, group)]))
    return Body(ALL.join(blocks), SUBJECT)


_DERIVED = {prop.name for prop in DERIVED}


def _paths(policy: Policy, names: Sequence[str]) -> list[Path]:
    """The paths of some rules and presences."""
    every: tuple[Rule | Presence, ...] = (*policy.rules, *policy.presences)
    return [path for entry in every if entry.name in names for path in entry.paths]


def _asked(expr: Expr) -> set[str]:
    """The attributes of where a subject belongs that an expression speaks of."""
    return {str(part.name) for part in parts(expr) if isinstance(part, Attribute)} & _DERIVED


def _parted(pattern: NodePattern) -> tuple[NodePattern, Expr]:
    """A subject without those of its conditions that speak of where it belongs, and these."""
    every = pattern.where.parts if isinstance(pattern.where, All) else [] if pattern.where is None else [pattern.where]
    derived = tuple(part for part in every if _asked(part))
    return replace(pattern, where=conjunction(*(part for part in every if part not in derived))), All(derived)


def _derived(values: str, element: str) -> Naming:
    """Where a subject belongs stands in variables of these names, all else with its values."""
    plain = naming(values, element)
    return lambda attribute: str(attribute.name) if attribute.name in _DERIVED else plain(attribute)


def _on_counts(entry: CountFinding) -> Body:
    patterns, path = Patterns(), entry.path
    of_subject = any(isinstance(part, Attribute) for part in parts(entry.limit))
    subject = patterns.node(path.subject, valued=of_subject)
    (name,), said = subject.nodes, subject.values
    kept = list(dict.fromkeys([name, said]))
    limit = f"counted {entry.operator} {expression(entry.limit, naming(said, name))}"
    if entry.sum is None:
        found = patterns.walk(path, name)
        node = found.nodes[path.index(entry.of) if entry.of else -1]
        lines = [
            matching(subject), matching(found, word="OPTIONAL MATCH"),
            f"WITH {', '.join(kept)}, count(DISTINCT {node}) AS counted", where_all([limit]),
        ]  # fmt: skip
    else:
        lines = [matching(subject), *_summed(entry, patterns, kept), where_all(["known = several", limit])]
    columns = (*SUBJECT, ("counted", "count"))
    return Body("\n".join([*lines, returned(name, path.subject.kinds, ["counted"])]), columns)


def _summed(entry: CountFinding, patterns: Patterns, kept: Sequence[str]) -> list[str]:
    """The sum over distinct nodes or ties, how many they are, and of how many the summand is known."""
    assert entry.sum is not None
    path, names = entry.path, ", ".join(kept)
    found = patterns.walk(path, kept[0], entry.sum_var)
    ties = [str(edge.var) for edge in path.edges]
    var = str(entry.sum_var)
    if var in ties:
        one = said = found.ties[ties.index(var)]
        then = []
    else:
        one = found.nodes[path.index(var)]
        values = patterns.values_of(one)
        said, then = values.values, [matching(values)]
    summand = expression(entry.sum, naming(said, one))
    return [
        matching(found), *then, f"WITH DISTINCT {names}, {one}, {summand} AS summand",
        f"WITH {names}, sum(summand) AS counted, count(summand) AS known, count(*) AS several",
    ]  # fmt: skip


def _on_ties(entry: EdgeFinding) -> Body:
    blocks = [_ties(entry, path, kind) for path in entry.paths for kind in path.edges[0].kinds]
    return Body(DISTINCT.join(blocks), OF_TIE)


def _ties(entry: EdgeFinding, path: Path, kind: Word) -> str:
    patterns, edge = Patterns(), replace(path.edges[0], kinds=(kind,))
    subject = patterns.node(path.subject)
    (name,) = subject.nodes
    # An ended tie has its last values, any other those of the day.
    tie = patterns.tie(replace(edge, where=None) if entry.ended else edge, valued=not entry.ended)
    (of_tie,), target = tie.ties, patterns.node(path.nodes[1])
    (other,) = target.nodes
    where = [_over(of_tie), *_fits(edge, of_tie)] if entry.ended else tie.where
    void = _instead(entry, edge, name, other, patterns.within())
    found = Matched(f"({name}){tie.pattern}{target.pattern}", (*where, *target.where, *void), (), "")
    shown = [f"'{kind}' AS tie", f"{other}.id AS other", f"{of_tie}.id AS tie_id"]
    shown += [f"{of_tie}.{column} AS {column}" for column in ("valid_from", "valid_to", "basis")]
    ending = returned(name, path.subject.kinds, shown, "id, tie, other, valid_from, basis, tie_id")
    return "\n".join([matching(subject), matching(found), ending])


def _over(tie: str) -> str:
    """That a tie held before the day and holds no longer, or is said to have ended, nobody knows when."""
    return f"({tie}.since < {tie}.until AND {tie}.until <= $day OR {tie}.since = {tie}.until AND {tie}.ended = 'yes')"


def _fits(edge: EdgePattern, tie: str) -> tuple[str, ...]:
    return conjuncts(edge.where, naming(tie, tie)) if edge.where is not None else ()


def _instead(entry: EdgeFinding, edge: EdgePattern, near: str, far: str, patterns: Patterns) -> tuple[str, ...]:
    """That no tie between the same two makes the finding void."""
    if entry.without is None:
        return ()
    if isinstance(entry.without, Path):
        (other,) = entry.without.edges
    else:
        other = replace(edge, where=None, direction=Direction.EITHER)
    tie = patterns.tie(other)
    return (f"NOT {exists(Matched(f'({near}){tie.pattern}({far})', tie.where, (), ''))}",)
