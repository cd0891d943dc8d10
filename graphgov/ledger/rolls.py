"""Lists of units and places set side by side: a register and a ledger, from a source in the store or from files.

Who is on both is found as an import finds whom it knows: by identifier, by credit code, by name within the community.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graphgov.ledger.likely import Group, Named, core_of
from graphgov.names import matching

ID, CODE, NAME = ("id", "code", "name")
"""By what two are known to be the same."""


class Member(NamedTuple):
    """A unit or place on a list.

    `key` is its identifier in the store, or the one that an import would give it; `community` that of where it is
    (empty: nobody says).  `others`: its other names.  `place`: its file and row, where it is from a file.
    """

    key: str
    kind: str
    type: str
    name: str
    code: str
    community: str
    community_name: str
    others: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Roll:
    """A list: what it is called, who is on it, and how many rows of it could not be read."""

    title: str
    members: tuple[Member, ...]
    unread: int = 0


class Pair(NamedTuple):
    """Two that are the same, and by what."""

    register: Member
    ledger: Member
    by: str


class Near(NamedTuple):
    """Two that may be the same: how alike they are called, of 100, and whether they are in different communities."""

    register: Member
    ledger: Member
    score: int
    elsewhere: bool


@dataclass(frozen=True)
class Compared:
    """A register and a ledger side by side; everybody is in a pair or on one side only."""

    register: Roll
    ledger: Roll
    both: tuple[Pair, ...]
    only_register: tuple[Member, ...]
    only_ledger: tuple[Member, ...]
    near: tuple[Near, ...]


def compared(register: Roll, ledger: Roll) -> Compared:
    """Who is on both, who on one of them alone, and who of these may be the same."""
    left = {each.key: each for each in register.members}
    right = {each.key: each for each in ledger.members}
    both: list[Pair] = []
    for by, names in ((ID, _by_key), (CODE, _by_code), (NAME, _by_name)):
        for one, other in _same(left, right, names):
            both.append(Pair(left.pop(one), right.pop(other), by))
    near = (*_alike(left, right), *_elsewhere(left, right))
    return Compared(
        register, ledger, tuple(both), _ordered(left), _ordered(right), tuple(dict.fromkeys(_once(near)))
    )  # fmt: skip


Members = dict[str, Member]
Names = Callable[[Member], Sequence[Hashable]]


def _same(left: Members, right: Members, names: Names) -> list[tuple[str, str]]:
    """The pairs that share a name which nobody else on either side has."""
    ours, theirs = _index(left, names), _index(right, names)
    found, taken = dict[str, str](), set[str]()
    for name, keys in ours.items():
        others = theirs.get(name, set())
        if len(keys) == len(others) == 1:
            one, other = *keys, *others
            differ = names is not _by_key and _two_codes(left[one], right[other])
            if one not in found and other not in taken and not differ:
                found[one] = other
                taken.add(other)
    return list(found.items())


def _two_codes(one: Member, other: Member) -> bool:
    """Whether they are two by their codes, which weigh more than names."""
    return bool(one.code and other.code and one.code != other.code)


def _index(members: Members, names: Names) -> dict[Hashable, set[str]]:
    found: dict[Hashable, set[str]] = defaultdict(set)
    for key, member in members.items():
        for name in names(member):
            found[name].add(key)
    return found


def _by_key(member: Member) -> Sequence[Hashable]:
    return (member.key,)


def _by_code(member: Member) -> Sequence[Hashable]:
    return (member.code,) if member.code else ()


def _by_name(member: Member) -> Sequence[Hashable]:
    named = (matching(name, member.kind) for name in (member.name, *member.others))
    return [(member.kind, member.community, name) for name in named if name]


def _alike(left: Members, right: Members) -> Iterator[Near]:
    """In each community those that are called alike; each of the ledger once."""
    groups: dict[tuple[str, str], list[Member]] = defaultdict(list)
    for member in right.values():
        groups[member.kind, member.community].append(member)
    named = {among: Group([_named(member) for member in members]) for among, members in groups.items()}
    taken: set[str] = set()
    for member in left.values():
        group = named.get((member.kind, member.community))
        if group is None or not member.name:
            continue
        around = groups[member.kind, member.community] if member.code else ()
        two = {other.key for other in around if _two_codes(member, other)}
        for other, score in group.most_alike(core_of(member.name, member.kind), taken | two):
            taken.add(other.key)
            yield Near(member, right[other.key], score, elsewhere=False)


def _named(member: Member) -> Named:
    return Named(core_of(member.name, member.kind), member.name, member.key)


def _elsewhere(left: Members, right: Members) -> Iterator[Near]:
    """Those of one name in two communities, where nobody else on either side is called so."""

    def names(member: Member) -> Sequence[Hashable]:
        return [name[::2] for name in _by_name(member) if isinstance(name, tuple)]

    for one, other in _same(left, right, names):
        if left[one].community != right[other].community:
            yield Near(left[one], right[other], 100, elsewhere=True)


def _once(near: Sequence[Near]) -> Iterator[Near]:
    """Each of either side in its first pair only."""
    seen: set[tuple[str, str]] = set()
    for each in near:
        ends = {("register", each.register.key), ("ledger", each.ledger.key)}
        if not ends & seen:
            seen |= ends
            yield each


def _ordered(members: Members) -> tuple[Member, ...]:
    """By community, those of none last, then by name."""
    return tuple(
        sorted(members.values(), key=lambda each: (not each.community, each.community_name, each.name, each.key))
    )  # fmt: skip
