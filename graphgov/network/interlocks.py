"""Who shares members, and who sits together: interlocks of big party committees."""

from __future__ import annotations

from dataclasses import dataclass

from graphgov.graph import Snapshot
from graphgov.network.pairs import memberships, projection


@dataclass(frozen=True)
class Interlock:
    """Two committees and the members that both have, by the smallest number first."""

    one: int
    other: int
    shared: tuple[int, ...]


def interlocks(snapshot: Snapshot) -> tuple[Interlock, ...]:
    """The pairs of committees that share members, those that share most first.

    Projection: committees joined by MEMBER_OF of the same unit (`projection`, side "committees"); weight: members
    shared.  A unit's own organization that is a member speaks for the unit.
    """
    pairs = projection(snapshot, "committees")
    of: dict[int, set[int]] = {}
    for member, committee in zip(*(side.tolist() for side in memberships(snapshot)), strict=True):
        of.setdefault(committee, set()).add(member)
    found = [
        Interlock(a, b, tuple(sorted(of[a] & of[b])))
        for a, b in zip(pairs.nodes[pairs.one].tolist(), pairs.nodes[pairs.other].tolist(), strict=True)
    ]
    return tuple(sorted(found, key=lambda lock: (-len(lock.shared), lock.one, lock.other)))
