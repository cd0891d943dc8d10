"""Which node each thing is that rows speak of: one that the graph has, one that another row has named, or a new one.

By identifier, by credit code, by name within the community.  What is not certain is kept apart and told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from hashlib import blake2b

from graphgov.ledger.dictionary import Dictionary
from graphgov.ledger.facts import NONE, Facts, Thing
from graphgov.ledger.judged import Judged
from graphgov.ledger.known import Candidate, Known
from graphgov.ledger.report import CHANGED, DOUBTED, JOINED
from graphgov.ledger.rows import STEP, SUBJECT
from graphgov.names import matching, other_names
from graphgov.store import Progress

TERRITORY = ("Division", "Community")

LONGEST_ID = 200
"""Signs of a made-up identifier; of longer ones the end is a digest."""

Tell = Callable[[Thing, str, str, tuple[tuple[str, str], ...]], None]
"""Told the thing, the outcome, the key of the message and its fields."""


def made_up(kind: str, scope: str, name: str) -> str:
    """The identifier of what has none: the same for the same name in the same place, today and next year."""
    inner = scope.partition(":")[2] if scope.partition(":")[0] in ("community", "division") else scope
    whole = f"{kind.lower()}:{inner}{'/' if inner else ''}{matching(name, kind) or name}"
    if len(whole) <= LONGEST_ID:
        return whole
    return f"{whole[:LONGEST_ID]}~{blake2b(whole.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"


class Joiner:
    """Finds the identifiers of all things; `keys` has one for each, empty where there is no such node."""

    def __init__(self, facts: Facts, known: Known, dictionary: Dictionary, tell: Tell, progress: Progress) -> None:
        self.progress = progress
        self.facts, self.known, self.dictionary, self.tell = facts, known, dictionary, tell
        self.keys = [""] * len(facts.things)
        self.open = list(range(len(facts.things)))
        self.by_name: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
        self.by_code: dict[str, str] = {}
        self.code_of: dict[str, str] = {}
        self.home: dict[str, str] = {}
        self.committees: dict[str, str] = {}
        self.told: set[tuple[str, str]] = set()

    def join(self) -> list[str]:
        """Find them all, what others are within first."""
        self._settle(lambda thing: bool(thing.id), self._given)
        self._settle(lambda thing: thing.kind in TERRITORY and thing.scope == NONE, self._territory)
        self._settle(lambda thing: thing.kind in TERRITORY, self._territory)
        self._settle(lambda thing: thing.sound, self._coded)
        self._settle(lambda thing: thing.role == SUBJECT and thing.kind != "PartyOrganization", self._subject)
        self._settle(lambda thing: thing.kind != "PartyOrganization", self._mentioned)
        own = self._homes_of_organizations()
        self._settle(
            lambda thing: thing.of == NONE and thing.scope != NONE, lambda at, one: self._organization(one, "")
        )
        self._settle(lambda thing: thing.of == NONE, lambda at, one: self._organization(one, own.get(at, "")))
        # Those that somebody names or lists the members of, then those that others are said to be members of.
        self._settle(lambda thing: thing.made, self._committee)
        self._settle(lambda thing: True, self._committee)
        return self.keys

    def _settle(self, which: Callable[[Thing], bool], find: Callable[[int, Thing], str]) -> None:
        left: list[int] = []
        every, before = len(self.keys), len(self.keys) - len(self.open)
        for count, at in enumerate(self.open):
            if count % STEP == 0:
                self.progress("join", before + count - len(left), every)
            thing = self.facts.things[at]
            key = self.known.staying(find(at, thing)) if which(thing) else ""
            self.keys[at] = key
            if key:
                self._remember(thing, key)
            else:
                left.append(at)
        self.open = left

    def _remember(self, thing: Thing, key: str) -> None:
        candidate = Candidate(key, tuple(filter(None, (self._scope(thing),))))
        for name in (thing.name, *other_names(thing.values.get("aliases", ""))):
            among = self.by_name[thing.kind, matching(name, thing.kind)]
            if name and candidate not in among:
                among.append(candidate)
        if thing.code:
            self.code_of.setdefault(key, thing.code)
        if thing.scope != NONE:
            self.home.setdefault(key, self._scope(thing))

    def _scope(self, thing: Thing) -> str:
        return self.keys[thing.scope] if thing.scope != NONE else ""

    # ---- One thing --------------------------------------------------------------------------------------------

    def _given(self, at: int, thing: Thing) -> str:
        return thing.id

    def _territory(self, at: int, thing: Thing) -> str:
        scope = self._scope(thing)
        found = self._called(thing)
        within = [one for one in found if scope and scope in one.scopes]
        loose = [one for one in found if not scope or not one.scopes]
        several = within or loose
        exact = [one for one in several if self.known.names.get(one.key) == thing.name]
        if len(several) > 1 and len(exact) == 1:
            several = exact
        if len(several) > 1:
            self._once(thing, DOUBTED, "several_called", ids=", ".join(one.key for one in several[:5]))
            return made_up(thing.kind, scope, thing.name)
        return several[0].key if several else made_up(thing.kind, scope, thing.name)

    def _coded(self, at: int, thing: Thing) -> str:
        """A unit with a sound code: that code's, else one of its name there that has none."""
        key = self.by_code.get(thing.code) or self.known.by_code.get(thing.code)
        if key is None and self.known.kinds.get(thing.code) == thing.kind:
            key = thing.code
        if key is None:
            there = self._there(thing)
            bare = [one for one in there if one.key not in self.code_of and self._unsound(one.key)]
            if len(bare) == 1:
                key = bare[0].key
                self._joined(thing, key, "joined_by_name")
            elif any(one.key in self.code_of or one.key in self.known.codes for one in there):
                self.tell(thing, DOUBTED, "same_name_other_code", (("other", self._other(there[0].key)),))
        elif key in self.known.kinds:
            self._joined(thing, key, "joined_by_code")
        key = key or thing.code
        self.by_code[thing.code] = key
        return key

    def _unsound(self, key: str) -> bool:
        """Whether the graph knows no code of a node, or one that it is not known by."""
        return self.known.codes.get(key) is None

    def _subject(self, at: int, thing: Thing) -> str:
        """A subject without a sound code: by its name there."""
        there = self._there(thing)
        if len(there) == 1:
            self._joined(thing, there[0].key, "joined_by_name")
            return there[0].key
        if len(there) > 1:
            ids = ", ".join(one.key for one in there[:5])
            self.tell(thing, DOUBTED, "several_called", (("ids", ids),))
        elif thing.code:
            key = self.by_code.get(thing.code) or self.known.by_code.get(thing.code) or thing.code
            self.by_code[thing.code] = key
            return key
        return made_up(thing.kind, self._scope(thing), thing.name)

    def _mentioned(self, at: int, thing: Thing) -> str:
        """Something of which only the name is given: there, else the only one of its name anywhere, else new."""
        there = self._there(thing)
        every = self._called(thing)
        if len(there) == 1:
            return there[0].key
        if not there and len(every) == 1:
            self._joined(thing, every[0].key, "joined_by_name_alone")
            return every[0].key
        if len(there) > 1 or len(every) > 1:
            self.tell(thing, DOUBTED, "several_called", (("ids", ", ".join(one.key for one in (there or every)[:5])),))
            return ""
        if thing.kind in ("Unit", "Place"):
            self._once(thing, CHANGED, "only_named")
        return made_up(thing.kind, self._scope(thing), thing.name)

    def _organization(self, thing: Thing, own: str) -> str:
        scope = self._scope(thing) or own
        every = self._called(thing)
        there = [one for one in every if scope and scope in one.scopes]
        if not there and not scope:
            there = every
        made = made_up(thing.kind, scope, thing.name)
        if not there and made in self.known.kinds:
            return made
        if len(there) == 1:
            return there[0].key
        if len(there) > 1:
            self.tell(thing, DOUBTED, "several_called", (("ids", ", ".join(one.key for one in there[:5])),))
        return made

    def _homes_of_organizations(self) -> dict[int, str]:
        """Where the first is that an organization of no place of its own is that of."""
        found: dict[int, str] = {}
        for bond in self.facts.bonds:
            if bond.kind == "HAS_PARTY_ORG" and bond.end not in found:
                key = self.keys[bond.start]
                scopes = next(iter(self._scopes_of(self.facts.things[bond.start], key)), "")
                found[bond.end] = self.home.get(key, scopes)
        return found

    def _scopes_of(self, thing: Thing, key: str) -> Iterator[str]:
        for one in self.known.by_name.get((thing.kind, matching(thing.name, thing.kind)), ()):
            if one.key == key:
                yield from one.scopes

    def _committee(self, at: int, thing: Thing) -> str:
        """The big committee of a community: the known one, or a new one where its members or its name are told."""
        community = self.keys[thing.of] if thing.of != NONE else ""
        key = self.known.committees.get(community) or self.committees.get(community)
        if key is None and thing.name:
            found = self._called(thing)
            key = found[0].key if len(found) == 1 else None
        if key is None and thing.made:
            key = self._new_committee(at, thing, community)
        if key is None:
            return ""
        if community:
            self.committees[community] = key
        return key

    def _new_committee(self, at: int, thing: Thing, community: str) -> str:
        """The identifier of a committee that nobody knows; it is called after its community where it has no name."""
        if not thing.name:
            named = self.dictionary.made["committee"].format(name=self.facts.things[thing.of].name)
            self.facts.things[at] = thing._replace(name=named)
        if community:
            return f"big_committee:{community.removeprefix('community:')}"
        return made_up(thing.kind, "", thing.name)

    # ---- Candidates -------------------------------------------------------------------------------------------

    def _called(self, thing: Thing) -> list[Candidate]:
        """All nodes of a kind and name, of this import and of the graph, each once."""
        name = thing.kind, matching(thing.name, thing.kind)
        found: dict[str, Candidate] = {}
        for one in (*self.by_name.get(name, ()), *self.known.by_name.get(name, ())):
            before = found.get(one.key)
            found[one.key] = one if before is None else Candidate(one.key, (*before.scopes, *one.scopes))
        return list(found.values())

    def _there(self, thing: Thing) -> list[Candidate]:
        """Those of them that are in the same community as a thing, or have the identifier that it would get there."""
        scope = self._scope(thing)
        made = self.known.staying(made_up(thing.kind, scope, thing.name))
        found = [one for one in self._called(thing) if (scope in one.scopes if scope else not one.scopes)]
        if made in self.known.kinds and all(one.key != made for one in found):
            found.append(Candidate(made, (scope,) if scope else ()))
        return found

    def _joined(self, thing: Thing, key: str, how: str) -> None:
        if key not in self.known.kinds:
            return
        key, fields = self.known.staying(key), tuple[tuple[str, str], ...]()
        for judged in self._judged(thing, key):
            how, fields = "joined_by_judgement", judged.fields
        self.tell(thing, JOINED, how, (("other", self._other(key)), *fields))

    def _judged(self, thing: Thing, key: str) -> Iterator[Judged]:
        """The judgements by which a thing of its name is known to be the one that stays."""
        name = matching(thing.name, thing.kind)
        if name != matching(self.known.names.get(key, ""), thing.kind):
            for one in self.known.same.get(key, ()):
                if any(matching(self.known.names.get(each, ""), thing.kind) == name for each in one.pair):
                    yield one

    def _other(self, key: str) -> str:
        return f"{self.known.names.get(key) or key} [{key}]"

    def _once(self, thing: Thing, outcome: str, key: str, **fields: str) -> None:
        if (key, thing.name) not in self.told:
            self.told.add((key, thing.name))
            self.tell(thing, outcome, key, tuple(fields.items()))
