"""Which new subjects may be ones that are known by another name: for a person to look at, nothing is joined.

A list of units is written by hand, and the same unit stands there shortened, with its city or without, or with a slip
of the pen.  A wrong guess would hide a unit, so this one only asks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from graphgov.errors import needing
from graphgov.ledger.facts import NONE, Facts, Thing
from graphgov.ledger.known import Known
from graphgov.ledger.rows import SUBJECT
from graphgov.names import matching

SHORTEST = 3
"""Signs of a name without its legal form that say enough to be found in another one."""

LEAST = 80
"""Of 100: so alike have two names to be (normalized distance of insertions and deletions), without their legal form."""

# 昆明云岭商贸有限公司, 云岭商贸公司 and 云岭商贸 are called alike.
_LEGAL_FORM = re.compile(r"(股份)?(有限)?(责任)?(分)?公司$|\((普通|有限)合伙\)$|(个人独资|合伙)企业$")


class Pair(NamedTuple):
    """A new subject, the one that it may be, and how alike their names are, of 100."""

    thing: Thing
    other: str
    name: str
    score: int

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What a message says of it."""
        return ("other", f"{self.name} [{self.other}]"), ("score", str(self.score))


class Named(NamedTuple):
    """One that a new subject may be: its name without the legal form, its name, its identifier."""

    core: str
    name: str
    key: str


def likely(facts: Facts, keys: Sequence[str], known: Known) -> Iterator[Pair]:
    """The pairs, each new subject once, with the one in its community that is called most like it.

    Nobody who stands in the same table under a name of his own is the other one of a pair, nor one with another code,
    nor one that was judged to be different.
    """
    new, here = _new(facts, keys, known), _by_table(facts, keys)
    if not new:
        return
    neighbours, asked_by = _neighbours(facts, keys, known, new), defaultdict[str, set[str]](set)
    groups: dict[tuple[str, str, int, bool], Group] = {}
    apart = defaultdict[str, list[frozenset[str]]](list)
    for pair in known.apart:
        for one in pair:
            apart[one].append(pair)
    for key, at in new.items():
        thing = facts.things[at]
        kind, scope, table, coded = among = (thing.kind, _scope(thing, keys), thing.place.table, bool(thing.code))
        if among not in groups:
            groups[among] = Group([
                other
                for other in neighbours[kind, scope]
                if other.key not in here[table] and not (coded and known.codes.get(other.key))
            ])  # fmt: skip
        left_out = asked_by[key] | {other for pair in apart[key] for other in pair}
        for other, score in groups[among].most_alike(core_of(thing.name, kind), left_out):
            asked_by[other.key].add(key)
            yield Pair(thing, other.key, other.name, score)


def core_of(name: str, kind: str) -> str:
    """A name as it is compared, without its legal form."""
    return _without_form(matching(name, kind))


def _without_form(name: str) -> str:
    return _LEGAL_FORM.sub("", name) or name


class Group:
    """Those of a community that new subjects of a table may be.

    Communities have hundreds of units, and a ledger a thousand communities: what is looked up for every new subject is
    made once.
    """

    def __init__(self, others: Sequence[Named]) -> None:
        self.others = others
        self.cores = [other.core for other in others]
        self.whole = "\n".join(self.cores)
        self.at: dict[str, list[int]] = defaultdict(list)
        for place, core in enumerate(self.cores):
            self.at[core].append(place)
        self.lengths = sorted({len(core) for core in self.cores if len(core) >= SHORTEST})

    def most_alike(self, core: str, left_out: Collection[str]) -> Iterator[tuple[Named, int]]:
        """The one that is called most alike, if any is: of those that hold the name, or are held by it, the longest."""
        held = [self.others[place] for place in self._held(core) if self.others[place].key not in left_out]
        if held:
            yield max(held, key=lambda each: len(each.core)), 100
            return
        with needing("ledgers", "import"):
            from rapidfuzz import fuzz, process
        others, cores = self.others, self.cores
        if left_out:
            others = [other for other in others if other.key not in left_out]
            cores = [other.core for other in others]
        found = process.extractOne(core, cores, scorer=fuzz.ratio, score_cutoff=LEAST)
        if found is not None:
            yield others[found[2]], round(found[1])

    def alike(self, at: int) -> Iterator[tuple[int, int]]:
        """Where all others are that are called alike, each once, and how much, of 100."""
        with needing("ledgers", "import"):
            from rapidfuzz import fuzz, process
        core = self.cores[at]
        found = dict.fromkeys(self._held(core), 100)
        for _, score, place in process.extract(core, self.cores, scorer=fuzz.ratio, score_cutoff=LEAST, limit=None):
            found.setdefault(place, round(score))
        found.pop(at, None)
        yield from found.items()

    def _held(self, core: str) -> list[int]:
        """Where those are that hold a name which says enough, or that are held by it, in their order."""
        found: set[int] = set()
        if len(core) >= SHORTEST and core in self.whole:
            found.update(place for place, other in enumerate(self.cores) if core in other)
        for length in self.lengths:
            for start in range(len(core) - length + 1):
                found.update(self.at.get(core[start : start + length], ()))
        return sorted(found)


def _scope(thing: Thing, keys: Sequence[str]) -> str:
    return keys[thing.scope] if thing.scope != NONE else ""


def _new(facts: Facts, keys: Sequence[str], known: Known) -> Mapping[str, int]:
    """The subjects that nobody knew, by identifier: the first thing of each."""
    found: dict[str, int] = {}
    for at, (thing, key) in enumerate(zip(facts.things, keys, strict=True)):
        if thing.role == SUBJECT and thing.name and key and key not in known.kinds and _scope(thing, keys):
            found.setdefault(key, at)
    return found


def _by_table(facts: Facts, keys: Sequence[str]) -> Mapping[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for thing, key in zip(facts.things, keys, strict=True):
        if thing.role == SUBJECT:
            found[thing.place.table].add(key)
    return found


def _neighbours(
    facts: Facts, keys: Sequence[str], known: Known, new: Mapping[str, int]
) -> Mapping[tuple[str, str], list[Named]]:
    """Who is there by kind and community: of the graph, and of this import, where any new subject is."""
    wanted = {(facts.things[at].kind, _scope(facts.things[at], keys)) for at in new.values()}
    found: dict[tuple[str, str], list[Named]] = defaultdict(list)
    kinds = {kind for kind, _ in wanted}
    for (kind, name), candidates in known.by_name.items():
        for one in candidates if kind in kinds else ():
            for scope in one.scopes:
                if (kind, scope) in wanted:
                    called = known.names.get(one.key) or name
                    found[kind, scope].append(Named(_without_form(name), called, one.key))
    for key, at in new.items():
        thing = facts.things[at]
        found[thing.kind, _scope(thing, keys)].append(Named(core_of(thing.name, thing.kind), thing.name, key))
    return found
