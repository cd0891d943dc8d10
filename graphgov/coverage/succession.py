"""Which communities and divisions replace others: as somebody states it, or as their names let one suppose.

Codes are issued anew when a street is split: the names live on, the codes do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from graphgov.coverage.states import Coverage
from graphgov.coverage.ties import NOWHERE
from graphgov.graph.columns import Ints
from graphgov.names import cores

TERRITORY = ("Division", "Community")

Level = Callable[[Coverage, int], int]
"""Finds the division around a node that its name is looked for in."""

Called = tuple[str, str]
"""One of the names of the division around a node, and one of its own."""


class Succession(NamedTuple):
    """A node that replaces another one; `stated`: somebody says so, else it is proposed by name.

    `within`: the division around the new one whose name is also that of one around the old one (NOWHERE: stated).
    """

    new: int
    old: int
    stated: bool
    within: int = NOWHERE


def successions(
    before: Coverage, after: Coverage, new: Mapping[str, Ints], gone: Mapping[str, Ints]
) -> tuple[Succession, ...]:
    """Stated ones of which an end is new or gone; and proposed ones of the rest.

    `new`, `gone`: nodes by kind.  One is proposed where one node is gone and one new that has the same name, in
    divisions of the same name: what they are part of, else their district; and where each is the only one so for the
    other.
    """
    stated = tuple(_stated(after, new, gone))
    named = {node for each in stated for node in (each.new, each.old)}
    proposed: list[Succession] = []
    for kind in TERRITORY:
        proposed += _proposed(before, after, _left(new[kind], named), _left(gone[kind], named))
    return (*stated, *proposed)


def _left(nodes: Ints, named: set[int]) -> list[int]:
    return [node for node in nodes.tolist() if node not in named]


def _stated(after: Coverage, new: Mapping[str, Ints], gone: Mapping[str, Ints]) -> Iterator[Succession]:
    # Not the ties of the day: one of their ends is gone by then.
    rows = after.snapshot.graph.edges["SUCCEEDS"]
    appeared = {node for nodes in new.values() for node in nodes.tolist()}
    vanished = {node for nodes in gone.values() for node in nodes.tolist()}
    for one, other in sorted(set(zip(rows.src.tolist(), rows.dst.tolist(), strict=True))):
        if one in appeared or other in vanished:
            yield Succession(one, other, stated=True)


def _proposed(before: Coverage, after: Coverage, new: list[int], gone: list[int]) -> Iterator[Succession]:
    """The nearest division first: what has found its like there is not looked for farther away."""
    for level in (_parent, _district):
        old_ones, new_ones = _by_name(before, gone, level), _by_name(after, new, level)
        like = {one: {old for called in _called(after, one, level) for old in old_ones[called]} for one in new}
        back = {old: {one for called in _called(before, old, level) for one in new_ones[called]} for old in gone}
        for one, (old, *others) in ((one, olds) for one, olds in like.items() if olds):
            if not others and len(back[old]) == 1:
                yield Succession(one, old, stated=False, within=level(after, one))
                new.remove(one)
                gone.remove(old)


def _by_name(coverage: Coverage, nodes: list[int], level: Level) -> Mapping[Called, list[int]]:
    found: dict[Called, list[int]] = defaultdict(list)
    for node in nodes:
        for called in _called(coverage, node, level):
            found[called].append(node)
    return found


def _called(coverage: Coverage, node: int, level: Level) -> list[Called]:
    """What a node may be called, in the division around it; nothing where there is none, or one without a name."""
    around = level(coverage, node)
    if around in (NOWHERE, node):
        return []
    return [(above, own) for above in _cores(coverage, around) for own in _cores(coverage, node)]


def _cores(coverage: Coverage, node: int) -> frozenset[str]:
    return cores(str(coverage.snapshot.value(node, "name") or ""), coverage.snapshot.graph.kind_of(node))


def _parent(coverage: Coverage, node: int) -> int:
    return int(coverage.territory.parent[node])


def _district(coverage: Coverage, node: int) -> int:
    return int(coverage.territory.district[node])
