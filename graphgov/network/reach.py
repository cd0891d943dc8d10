"""The "friends circle" (朋友圈) of a committee: whom it reaches in one step and in two, and by which ties."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from graphgov.network.model import Network
from graphgov.network.nearby import neighbourhood

STEPS = 2


@dataclass(frozen=True)
class Reached:
    """A node of the circle: in how many steps, by which kinds of tie, and through whom (the committee itself for 1)."""

    node: int
    step: int
    kinds: tuple[str, ...]
    via: tuple[int, ...]


@dataclass(frozen=True)
class Reach:
    """The circle of a node: whom it reaches, nearest first, and how many by each (step, kind of tie).

    A node that several kinds of tie lead to counts under each of them, so that the counts are not to be added up.
    """

    of: int
    layer: str
    reached: tuple[Reached, ...]
    counts: tuple[tuple[int, str, int], ...]

    def within(self, step: int) -> int:
        """How many are reached in at most so many steps."""
        return sum(each.step <= step for each in self.reached)


def reach(network: Network, node: int, steps: int = STEPS) -> Reach:
    """Whom a node reaches in `steps` steps: members, paired, co-constructing and others, then those tied to these.

    Ties are walked either way.  Each node stands once, at its fewest steps; `kinds` and `via` tell every tie that
    leads to it from one step nearer.
    """
    near = neighbourhood(network, node, steps)
    distance = dict(zip(near.nodes.tolist(), near.distance.tolist(), strict=True))
    leading: dict[int, set[tuple[str, int]]] = {}
    for number in near.ties.tolist():
        kind, a, b = network.kinds[network.kind[number]], int(network.src[number]), int(network.dst[number])
        for start, end in ((a, b), (b, a)):
            if distance[end] == distance[start] + 1:
                leading.setdefault(end, set()).add((kind, start))
    found = [_reached(each, step, leading[each]) for each, step in distance.items() if each != node]
    counted = Counter((each.step, kind) for each in found for kind in each.kinds)
    order = {kind: place for place, kind in enumerate(network.kinds)}
    keys = sorted(counted, key=lambda key: (key[0], order[key[1]]))
    return Reach(node, network.layer, tuple(found), tuple((*key, counted[key]) for key in keys))


def _reached(node: int, step: int, leading: set[tuple[str, int]]) -> Reached:
    kinds, via = (tuple(sorted(set(side))) for side in zip(*leading, strict=True))
    return Reached(node, step, kinds, via)
