"""Pieces of a query's text: which kinds of subject are asked about together, what reaches them, what is returned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graphgov.query.cypher_text import conjuncts
from graphgov.query.to_cypher import Patterns, either, exists, naming
from graphgov.query.tree import Path

SUBJECT = (("kind", "text"), ("id", "text"), ("name", "text"))
"""The first columns of every query: of what kind its subject is, and which one."""

ALL, DISTINCT = "\nUNION ALL\n", "\nUNION\n"
"""What stands between two blocks of a query: rows of both, or each row once."""


@dataclass(frozen=True)
class Body:
    """What stands under a query's header; `parameters`: those beside the day, as a header writes them."""

    text: str
    columns: tuple[tuple[str, str], ...]
    parameters: tuple[str, ...] = ()


def returned(name: str, kinds: Sequence[str], columns: Iterable[str] = (), order: str = "id") -> str:
    """The end of a block: the subject, further columns, their order."""
    subject = (f"{kind_of(name, kinds)} AS kind", f"{name}.id AS id", f"{name}.name AS name")
    return f"RETURN {', '.join((*subject, *columns))}\nORDER BY {order}"


def kind_of(name: str, kinds: Sequence[str]) -> str:
    """An expression for a node's kind, one of several."""
    *several, last = kinds
    if not several:
        return f"'{last}'"
    return "CASE " + "".join(f"WHEN {name}:{kind} THEN '{kind}' " for kind in several) + f"ELSE '{last}' END"


def by_kinds(kinds: Iterable[str], paths: Sequence[Path]) -> list[tuple[str, ...]]:
    """Kinds of subject in groups: those from which the same paths can start are asked about together."""
    groups: dict[tuple[Path, ...], list[str]] = {}
    for kind in dict.fromkeys(map(str, kinds)):
        groups.setdefault(starting(kind, paths), []).append(kind)
    return [tuple(group) for group in groups.values()]


def starting(kind: str, paths: Iterable[Path]) -> tuple[Path, ...]:
    """Those paths that can start from a kind of subject."""
    return tuple(path for path in paths if kind in path.subject.kinds)


def valued(paths: Iterable[Path]) -> bool:
    """Whether any path has a condition on its subject."""
    return any(path.subject.where is not None for path in paths)


@dataclass(frozen=True)
class Reach:
    """Writes that paths lead somewhere from a subject that is found already.

    `values`: the variable of what holds its values; `given`: conditions that it fulfils as it is.
    """

    patterns: Patterns
    name: str
    values: str
    given: Collection[str] = ()

    def by(self, path: Path) -> list[str]:
        """The conditions, all to be true, that a path leads somewhere."""
        where = path.subject.where
        own = conjuncts(where, naming(self.values, self.name)) if where is not None else ()
        conditions = [condition for condition in own if condition not in self.given]
        if path.edges:
            # What is named inside one EXISTS is not seen by the next.
            conditions.append(exists(self.patterns.within().walk(path, self.name)))
        return conditions

    def by_any(self, paths: Sequence[Path]) -> list[str]:
        """The conditions, all to be true, that one of some paths leads somewhere."""
        ways = [self.by(path) for path in paths]
        return ways[0] if len(ways) == 1 else [either([_joined(way) for way in ways])]

    def by_none(self, paths: Sequence[Path]) -> list[str]:
        """The conditions, all to be true, that none of some paths leads anywhere; what is unknown leads nowhere."""
        return [_negated(self.by(path)) for path in paths]


def _joined(conditions: Sequence[str]) -> str:
    if len(conditions) == 1:
        return conditions[0]
    return f"({' AND '.join(conditions)})" if conditions else "true"


def _negated(conditions: Sequence[str]) -> str:
    both = " AND ".join(conditions) or "true"
    return f"NOT {both}" if len(conditions) == 1 and both.startswith("EXISTS") else f"NOT coalesce({both}, false)"
