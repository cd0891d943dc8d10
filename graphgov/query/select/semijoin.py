"""EXISTS that asks of one element from outside only for its key: whether the key is IN the keys that are found.

It is the same condition, and DuckDB (2.0) answers it by one hash table, also where it stands within OR or within
another EXISTS; as EXISTS it then computes the subquery for every pair of rows outside (ten thousand units: minutes).
"""

from __future__ import annotations

import re

from graphgov.query.select.block import Block
from graphgov.query.select.expressions import Scope

_RELATION = re.compile(r"\b[a-z]+(\d+)\.")
"""The relations that a condition speaks of: those of `Names`, with their numbers."""


def as_membership(block: Block, scope: Scope, before: int) -> str | None:
    """The condition that a subquery's rows exist; None where it is not of that shape.

    `scope` is what stands outside, `before` the number of names (`Names.count`) that there were then.
    """
    if len(block.groups) != 1 or block.wheres:
        return None
    (group,), late = block.groups, _late(scope)
    outside = [text for text in group.conditions if _speaks_of(text, before, late)]
    if len(outside) != 1 or not group.rows:
        return None
    inner, equal, outer = outside[0].partition(" = ")
    alone = re.fullmatch(r"[a-z]+\d+\.\w+", inner) and re.fullmatch(r"[a-z]+\d+\.\w+", outer)
    if not (equal and alone) or _speaks_of(inner, before, late) or not _speaks_of(outer, before, late):
        return None
    group.conditions.remove(outside[0])
    # Of no element there is nothing, where SQL would not know.
    return f"COALESCE({outer} IN (SELECT {inner}{block.sql()}), FALSE)"


def _speaks_of(text: str, before: int, late: set[str]) -> bool:
    """Whether a condition speaks of relations outside: of those that were there, or were added there meanwhile."""
    return any(int(found[1]) <= before or found[0] in late for found in _RELATION.finditer(text))


def _late(scope: Scope) -> set[str]:
    """The relations outside, those included in which the properties of an element were looked up from inside."""
    groups = [value.group for value in scope.values() if value.group is not None]
    return {f"{name}." for group in groups for rows, _ in group.rows for name in rows.names}
