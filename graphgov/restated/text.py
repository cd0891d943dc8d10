"""Pieces of a query's text: which kinds of subject are asked about together, what reaches them, what is returned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from graphgov.query.cypher_text import conjuncts
from graphgov.query.to_cypher import Patterns, beginning, either, every, exists, naming
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

    def by(self, paths: Sequence[Path]) -> list[str]:
        """The conditions, all to be true, that one of paths that belong together (`ways`) leads somewhere."""
        conditions = [condition for condition in self._own(paths[0]) if condition not in self.given]
        if paths[0].edges:
            # What is named inside one EXISTS is not seen by the next.
            inside = self.patterns.within()
            one = inside.walk(paths[0], self.name) if len(paths) == 1 else inside.fork(paths, self.name)
            conditions.append(exists(one))
        return conditions

    def ways(self, paths: Iterable[Path]) -> list[tuple[Path, ...]]:
        """Paths, those together that can be looked for at once; the shorter ones, and so the cheaper, first."""
        found: dict[object, list[Path]] = {}
        for path in sorted(dict.fromkeys(paths), key=lambda path: len(path.edges)):
            found.setdefault((self._own(path), beginning(path)) if path.edges else path, []).append(path)
        return [tuple(alike) for alike in found.values()]

    def by_any(self, paths: Sequence[Path]) -> list[str]:
        """The conditions, all to be true, that one of some paths leads somewhere."""
        ways = [self.by(way) for way in self.ways(paths)]
        return ways[0] if len(ways) == 1 else [either([every(way) for way in ways])]

    def by_none(self, paths: Sequence[Path]) -> list[str]:
        """The conditions, all to be true, that none of some paths leads anywhere; what is unknown leads nowhere."""
        return [_negated(self.by(way)) for way in self.ways(paths)]

    def _own(self, path: Path) -> tuple[str, ...]:
        where = path.subject.where
        return conjuncts(where, naming(self.values, self.name)) if where is not None else ()


def _negated(conditions: Sequence[str]) -> str:
    both = " AND ".join(conditions) or "true"
    return f"NOT {both}" if len(conditions) == 1 and both.startswith("EXISTS") else f"NOT coalesce({both}, false)"
