"""Measures as queries: the last number that each source states, beside what is known by name."""

from __future__ import annotations

from collections.abc import Sequence

from graphgov.policy import Measure
from graphgov.query.cypher_text import expression
from graphgov.query.quoting import quoted
from graphgov.query.to_cypher import Names, Patterns, holds, labels, matching, naming, where_all
from graphgov.query.tree import Path
from graphgov.restated.text import ALL, SUBJECT, Body, returned
from graphgov.schema import Schema

CLAIMED = (
    *SUBJECT, ("measure", "text"), ("stated", "count"), ("stated_on", "date"), ("source", "text"), ("known", "count"),
)  # fmt: skip


def claimed(measure: Measure, schema: Schema) -> Body:
    """Every number stated, and what is known."""
    return Body(_told(measure, schema, ""), CLAIMED)


def differing(measures: Sequence[Measure], schema: Schema) -> Body:
    """The numbers of some measures of which something else is known."""
    differ = "known <> c.value"
    return Body(ALL.join(_told(measure, schema, differ) for measure in measures if measure.paths), CLAIMED)


def _told(measure: Measure, schema: Schema, condition: str) -> str:
    name, kinds = quoted(measure.name), tuple(schema.node)
    stated = f"""\
MATCH (c:Claim {{measure: {name}}})-[:ABOUT]->(n{labels(kinds)})
MATCH (i:Import {{number: c.import}})
WHERE c.stated_on <= $day
  AND {holds('n')}
  AND NOT EXISTS {{ MATCH (later:Claim {{measure: {name}}})-[:ABOUT]->(n)
    MATCH (j:Import {{number: later.import}})
    WHERE j.source = i.source AND later.stated_on <= $day
      AND (later.stated_on > c.stated_on OR later.stated_on = c.stated_on AND later.key > c.key) }}"""
    shown = (f"{name} AS measure", "c.value AS stated", "c.stated_on AS stated_on", "i.source AS source", "known")
    ending = returned("n", kinds, shown, "id, stated_on, source")
    summed = measure.sum is not None and measure.paths
    known = _summed(measure) if summed else f"WITH c, i, n, {_counted(measure)} AS known"
    return "\n".join([stated, known, *([where_all([condition])] if condition else []), ending])


def _counted(measure: Measure) -> str:
    """How many distinct nodes the paths reach; null where no path starts from such a node."""
    if not measure.paths:
        return "null"
    branches = [_branch(path, measure.of) for path in measure.paths]
    only = " DISTINCT" if len(branches) == 1 else ""
    inner = "\nUNION\n".join(f"{matched}\nRETURN{only} {node} AS found" for matched, node in branches)
    return _where_one_starts(measure, f"COUNT {{\n{inner}\n}}".replace("\n", "\n    "))


def _where_one_starts(measure: Measure, known: str) -> str:
    """What is known, where any path starts from such a node at all."""
    kinds = dict.fromkeys(kind for path in measure.paths for kind in path.subject.kinds)
    return f"CASE WHEN {' OR '.join(f'n:{kind}' for kind in kinds)} THEN {known} END"


def _branch(path: Path, of: str | None) -> tuple[str, str]:
    """The clause of a path, and the variable of what it counts."""
    found = _patterns().from_kinds(path, "n")
    return matching(found), found.nodes[path.index(of) if of else -1]


def _patterns() -> Patterns:
    return Patterns(Names({"c", "i", "n"}))


def _summed(measure: Measure) -> str:
    """The sum over the distinct ties, path by path; what is unknown of one adds nothing."""
    assert measure.sum is not None
    clauses, sums = list[str](), list[str]()
    for number, path in enumerate(measure.paths, 1):
        found = _patterns().from_kinds(path, "n", measure.sum_var)
        tie = found.ties[[str(edge.var) for edge in path.edges].index(str(measure.sum_var))]
        kept = ", ".join(["c, i, n", *sums])
        summand = expression(measure.sum, naming(tie, tie))
        clauses.append(
            f"{matching(found, word='OPTIONAL MATCH')}\nWITH DISTINCT {kept}, {tie}\n"
            f"WITH {kept}, sum(CASE WHEN {tie} IS NOT NULL THEN {summand} ELSE 0 END) AS sum{number}"
        )
        sums.append(f"sum{number}")
    return "\n".join([*clauses, f"WITH c, i, n, {_where_one_starts(measure, ' + '.join(sums))} AS known"])


