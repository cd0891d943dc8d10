"""Where a subject belongs on the day, as clauses: what conditions may speak of beside the schema's properties.

The rule is that of `graphgov.coverage.territory`.  Places within places, and divisions, are followed up to five deep,
as far as the language repeats a tie.
"""

from __future__ import annotations

from collections.abc import Collection

from graphgov.query.to_cypher import held_then, holds

_STEP = f"{held_then('one')} AND {holds('endNode(one)')}"

_ADDRESS = "LOCATED_IN|EARLIER_LOCATED_IN"

_WITHIN = "PART_OF|EARLIER_PART_OF*0..5"

_LEVELS = {"street": ("IN ['street', 'town', 'township']", ""), "district": ("= 'district'", "NOT ")}
"""The types of the divisions of a level; a functional zone is a street when it is part of what is no city."""


def clauses(subject: str, kept: Collection[str], asked: Collection[str]) -> tuple[str, ...]:
    """The clauses that find those of `policy.DERIVED` that are asked for, each as a variable of its own name.

    `kept`: the variables that the query goes on with beside them.
    """
    names, texts = ", ".join(kept), []
    if "registered_community" in asked:
        texts.append(_registered(subject, names))
        names += ", registered_community"
    if set(asked) - {"registered_community"}:
        texts.append(_home(subject, names))
    for level in (level for level in _LEVELS if level in asked):
        texts.append(_level(level, names))
        names += f", {level}"
    if "community" in asked:
        texts.append(f"WITH {names}, CASE WHEN home:Community THEN home.id END AS community")
    return tuple(texts)


def _beginning(tie: str) -> str:
    """The first day of a tie; an unknown one is before all others."""
    return f"coalesce({tie}.valid_from, date('0001-01-01'))"


def _registered(subject: str, kept: str) -> str:
    return f"""\
// The community of its registered address.
OPTIONAL MATCH ({subject})-[l:{_ADDRESS}]->(c:Community)
WHERE {held_then('l')}
  AND l.role = 'registered'
  AND {holds('c')}
WITH {kept}, l, c
ORDER BY {_beginning('l')} DESC, c.id
WITH {kept}, head(collect(c.id)) AS registered_community"""


def _home(subject: str, kept: str) -> str:
    return f"""\
// Its community: an operating address decides before a registered one, an address of its own before that of the nearest
// place around; of several the latest, then the smallest id.  What is in no community is in its division.
OPTIONAL MATCH ({subject})-[own:{_ADDRESS}*0..1]->(p:Unit|Place)-[up:{_WITHIN}]->(q:Unit|Place)\
-[l:{_ADDRESS}]->(h:Community|Division)
WHERE all(one IN own WHERE {_STEP})
  AND all(one IN up WHERE {_STEP})
  AND {held_then('l')}
  AND {holds('h')}
WITH {kept}, p, h, coalesce(l.role, 'operating') = 'registered' AS registered, {_beginning('l')} AS l_from,
  size(own) AS near, coalesce(head(own).role, 'operating') = 'registered' AS moved,
  {_beginning('head(own)')} AS own_from, size(up) AS far, {_beginning('head(up)')} AS up_from
ORDER BY h:Division, registered, far, up_from DESC, l_from DESC, h.id
WITH {kept}, p, near, moved, own_from,
  head(collect(h)) AS h, head(collect(registered)) AS registered, head(collect(far)) AS far
ORDER BY h:Division, registered OR moved, far + near, moved, own_from DESC, h.id
WITH {kept}, head(collect(h)) AS home"""


def _level(level: str, kept: str) -> str:
    types, zone = _LEVELS[level]
    return f"""\
// Its {level}: a functional zone is a district unless it is part of what is no city.
OPTIONAL MATCH (home)-[up:{_WITHIN}]->(d:Division)<-[:EARLIER_VALUES_OF*0..1]-(d_then)
WHERE all(one IN up WHERE {_STEP})
  AND {held_then('d_then')}
  AND (d_then.type {types}
    OR d_then.type = 'functional_zone'
    AND {zone}EXISTS {{ MATCH (d)-[z:PART_OF]->(above:Division)<-[:EARLIER_VALUES_OF*0..1]-(above_then)
      WHERE {holds('z')}
        AND {held_then('above_then')}
        AND above_then.type <> 'city' }})
WITH {kept}, home, d, size(up) AS far, {_beginning('head(up)')} AS up_from
ORDER BY far, up_from DESC, d.id
WITH {kept}, home, head(collect(d.id)) AS {level}"""
