"""A path with alternatives and repetitions as the concrete chains that it stands for.

Each chain has one kind at every node and one kind at every edge; a repetition is unrolled, so that conditions of
the day reach the nodes inside it, and a symmetric edge is walked both ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphgov.query.check import reachable
from graphgov.query.tree import Direction, EdgePattern, Expr, Path
from graphgov.schema import Schema


@dataclass(frozen=True)
class Step:
    """A node of a chain: its kind and the conditions on it."""

    kind: str
    where: tuple[Expr, ...]


@dataclass(frozen=True)
class Link:
    """An edge of a chain; `forward` when it is walked from its stored source to its stored target."""

    kind: str
    forward: bool
    where: Expr | None


@dataclass(frozen=True)
class Chain:
    """A concrete linear pattern: one more step than links."""

    steps: tuple[Step, ...]
    links: tuple[Link, ...]


def chains(path: Path, schema: Schema) -> list[Chain]:
    """Every chain of a checked path, shortest repetitions first; without doubles."""
    found = (Chain(steps, links) for kind in path.subject.kinds for steps, links in _from(path, 0, kind, (), schema))
    return list(dict.fromkeys(found))


def _from(
    path: Path, index: int, kind: str, pending: tuple[Expr, ...], schema: Schema
) -> Iterator[tuple[tuple[Step, ...], tuple[Link, ...]]]:
    """The chains from node `index` on, when it is of a kind; `pending` conditions come from merged nodes."""
    node = path.nodes[index]
    if kind not in node.kinds:
        return
    where = pending + ((node.where,) if node.where is not None else ())
    if index == len(path.edges):
        yield (Step(kind, where),), ()
        return
    edge = path.edges[index]
    if edge.low == 0:
        yield from _from(path, index + 1, kind, where, schema)
    for inner, links, last in _runs(edge, kind, schema):
        head = (Step(kind, where), *inner)
        for steps, rest in _from(path, index + 1, last, (), schema):
            yield (*head, *steps), (*links, *rest)


def _runs(edge: EdgePattern, kind: str, schema: Schema) -> Iterator[tuple[tuple[Step, ...], tuple[Link, ...], str]]:
    """Runs of one to `high` edges from a kind: the nodes inside, the links, the kind at the end."""
    level: list[tuple[tuple[Step, ...], tuple[Link, ...], str]] = [((), (), kind)]
    for length in range(1, (edge.high or 0) + 1):
        level = [
            (inner + ((Step(last, ()),) if length > 1 else ()), (*links, link), end)
            for inner, links, last in level
            for link, end in _links(edge, last, schema)
        ]
        if length >= edge.low:
            yield from level


def _links(edge: EdgePattern, kind: str, schema: Schema) -> Iterator[tuple[Link, str]]:
    for name in edge.kinds:
        single = EdgePattern((name,), edge.direction)
        for end in sorted(reachable((kind,), single, schema)):
            if edge.direction is not Direction.BACK:
                yield Link(str(name), True, edge.where), end
            if edge.direction is not Direction.OUT:
                yield Link(str(name), False, edge.where), end

