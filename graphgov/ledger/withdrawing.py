"""The next ledger of a source: what it had said of the communities in it and no longer says, is ended.

A tie belongs to the community of whoever it is about: the unit or place that it starts from, the committee that has the
member, the community that is helped; one without a direction to those of both ends.  A source no longer says a tie when
no row of its new ledger is about it, though the ledger has columns for ties of this kind; a node, when moreover no row
names it and no tie at it is left.  What others state stays.

Each withdrawal is a statement of the source in the same import, which stands in none of its rows; its day counts when
no source says the thing any more (`graphgov.intake.merge`).  So what others state stays, whoever speaks first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from graphgov import layout
from graphgov.errors import BadInput, none_of
from graphgov.graph.columns import Mask
from graphgov.intake import Options
from graphgov.ledger.facts import NONE, Facts, Place
from graphgov.ledger.gathering import Gathered, Written
from graphgov.ledger.mapping import Shape
from graphgov.ledger.report import CHANGED, DOUBTED
from graphgov.ledger.rows import SUBJECT
from graphgov.ledger.stated import Record, Row, Tie, identity, kinds_of, near, numbered, periods, same
from graphgov.store import Imports, Store

TERRITORY = ("Community", "Division")

OF_ITS_END = ("MEMBER_OF", "CO_CONSTRUCTS", "RESPONSIBLE_FOR")
"""Kinds of tie that are about whom they lead to."""

NO_ROW = Place(layout.WITHDRAWN, 0)

Tell = Callable[[Place, str, str, str, Mapping[str, object]], None]


@dataclass(frozen=True)
class Spoken:
    """What a ledger speaks of: the ids of its communities, the kinds that its rows are about, the kinds of its ties."""

    areas: frozenset[str]
    subjects: frozenset[str]
    ties: frozenset[str]


@dataclass(frozen=True)
class Ending:
    """What a source no longer says: how many of each kind in each community (name, kind), the day; nothing: None."""

    source: str
    day: date
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)


def spoken(facts: Facts, keys: Sequence[str], shapes: Sequence[Shape]) -> Spoken:
    """What rows speak of, by the identifiers of their things, and what they could have spoken of by their columns."""
    areas: set[str] = set()
    for thing, key in zip(facts.things, keys, strict=True):
        if thing.kind == "Community" and thing.role in ("community", SUBJECT):
            areas.add(key)
        elif thing.role == SUBJECT and thing.scope != NONE:
            areas.add(keys[thing.scope])
    kinds = {thing.kind for thing in facts.things if thing.role == SUBJECT}
    return Spoken(frozenset(areas - {""}), frozenset(kinds), frozenset(tie.kind for s in shapes for tie in s.ties))


def check_source(store: Store, source: str) -> None:
    """Raise UnknownName, with the nearest one and all that there are, for a source that has said nothing."""
    sources = dict.fromkeys(row["source"] for row in store.ask(Imports()).to_pylist() if not row["undone"])
    if source not in sources:
        raise none_of("source", source, tuple(sources))


def withdraw(store: Store, options: Options, said: Spoken, gathered: Gathered, tell: Tell) -> Ending:
    """Add to what is gathered that the source no longer says what it had said; what of it ends, by community and kind.

    Rows that speak of a tie that stands, without its first day or document, become rows about that tie; what had been
    ended so and is there again, holds again; whoever moved is in the new community from the day on.
    """
    if not said.areas:
        raise BadInput("replace_no_community")
    return _Withdrawal(store, options, said, gathered, tell).carry_out()


class _Withdrawal:
    def __init__(self, store: Store, options: Options, said: Spoken, gathered: Gathered, tell: Tell) -> None:
        self.source, self.day = options.source, options.stated_on or date.today()
        self.said, self.gathered, self.tell = said, gathered, tell
        self.schema, self.graph = store.schema, store.read({})
        self.record = Record(store)
        self.kinds = kinds_of(self.graph)
        self.areas = {place for _, place in numbered(self.graph, sorted(said.areas))}
        self.since, self.until = periods(self.graph)
        self.ties = self._ties_at(near(self.graph, self.areas, self.kinds))
        self.homes = self._homes()
        self.gone: set[tuple[str, int]] = set()
        """Ties that the source no longer says."""
        self.counts: Counter[tuple[str, str]] = Counter()
        self.new = {
            (kind, row.values.get("name", "")): row.first
            for kind, rows in gathered.nodes.items()
            for key, row in rows.items()
            if key not in gathered.known.kinds
        }
        """Where whoever nobody knew yet is spoken of, by kind and name."""

    def carry_out(self) -> Ending:
        by_ends: dict[tuple[str, tuple[int, int]], list[Tie]] = defaultdict(list)
        for tie in self.ties:
            by_ends[tie.kind.name, tie.ends].append(tie)
        spoken_of, rows = self._aligned(by_ends)
        moved = set()
        for tie in self.ties:
            if (tie.kind.name, tie.key) not in spoken_of and self._ends(tie):
                self._withdraw_tie(tie)
                if tie.kind.name == "LOCATED_IN":
                    moved.add(tie.ends[0])
        self._move(moved, rows)
        for node, other in self._dropped():
            self._withdraw_node(node, other)
        self._tell_again()
        return Ending(self.source, self.day, dict(self.counts))

    # ---- What is there ----------------------------------------------------------------------------------------

    def _ties_at(self, nodes: Mask) -> list[Tie]:
        """The ties at nodes, ended ones too, once each, and what is said of them."""
        found: dict[tuple[str, int], Tie] = {}
        for name, edges in self.graph.edges.items():
            rows = np.flatnonzero(nodes[edges.src] | nodes[edges.dst])
            columns = (getattr(edges, column)[rows].tolist() for column in ("key", "src", "dst", "since", "until"))
            for key, src, dst, since, until in zip(*columns, strict=True):
                before = found.get((name, key))
                if before is not None:
                    since, until = min(since, before.since), max(until, before.until)
                found[name, key] = Tie(self.schema.edge[name], key, (src, dst), since, until)
            self.record.ask(name, [key for kind, key in found if kind == name])
        return list(found.values())

    def _open(self, tie: Tie) -> bool:
        return tie.since < tie.until and tie.until > self.day.toordinal()

    def _own(self, tie: Tie) -> Row | None:
        """What the source last said of an open tie, if it still says it."""
        return self.record.last(tie.kind.name, tie.key, self.source) if self._open(tie) else None

    def _homes(self) -> dict[int, set[int]]:
        """Where nodes are: communities and divisions, by the source itself, else by others."""
        direct: tuple[dict[int, set[int]], dict[int, set[int]]] = (defaultdict(set), defaultdict(set))
        for tie in self.ties:
            start, end = tie.ends
            if self._open(tie) and tie.kind.name in ("LOCATED_IN", "PART_OF", "HAS_PARTY_ORG"):
                if tie.kind.name == "HAS_PARTY_ORG":
                    start, end = end, start
                if self.kinds[start] not in TERRITORY:
                    direct[self._own(tie) is None][start].add(end)
        found: dict[int, set[int]] = {}
        for node in {*direct[0], *direct[1]}:
            found[node] = self._resolved(node, direct, frozenset())
        return found

    def _resolved(self, node: int, direct: tuple[dict[int, set[int]], ...], seen: frozenset[int]) -> set[int]:
        """The territory that a node is in; of what is in nothing known, that itself, which is no community."""
        if self.kinds[node] in TERRITORY or node in seen:
            return {node}
        holders = direct[0].get(node) or direct[1].get(node)
        if not holders:
            return {node}
        return {home for holder in holders for home in self._resolved(holder, direct, seen | {node})}

    def _here(self, node: int) -> bool:
        return node in self.areas or (node in self.homes and self.homes[node] <= self.areas)

    def _elsewhere(self, node: int) -> bool:
        homes = {node} if self.kinds[node] in TERRITORY else self.homes.get(node, set())
        return not homes <= self.areas

    # ---- Ties -------------------------------------------------------------------------------------------------

    def _belongs(self, tie: Tie) -> bool:
        """Whether a tie is about a community of the ledger, and of a kind that it could have spoken of."""
        (start, end), name = tie.ends, tie.kind.name
        if name not in self.said.ties:
            return False
        if tie.kind.symmetric:
            return any(map(self._here, tie.ends)) and not any(map(self._elsewhere, tie.ends))
        owner, other = (end, start) if name in OF_ITS_END else (start, end)
        if self.kinds[owner] in ("Unit", "Place") and self.kinds[owner] not in self.said.subjects:
            return False
        if name == "LOCATED_IN" and self.kinds[other] in TERRITORY:
            return other in self.areas
        if name != "PART_OF" and self.kinds[other] in TERRITORY and other not in self.areas:
            return False
        return self._here(owner) or (name == "LOCATED_IN" and self._here(other))

    def _ends(self, tie: Tie) -> bool:
        own = self._own(tie)
        return own is not None and own["said_on"] <= self.day and self._belongs(tie)

    def _withdraw_tie(self, tie: Tie) -> None:
        kind, own = tie.kind.name, self._own(tie)
        assert own is not None
        name = f"{self.graph.label(tie.ends[0])} - {self.graph.label(tie.ends[1])}"
        about = next((end for end in tie.ends if self._here(end)), tie.ends[0])
        ending = self._ending((kind, tie.key), about, name, tie.since)
        if ending is not None:
            self.gone.add((kind, tie.key))
            start, end = (str(self.graph.ids.at(each)) for each in tie.ends)
            row = Written({**identity(own), **ending}, NO_ROW, {}, frozenset())
            self.gathered.ties[kind][start, end, f"#{tie.key}"] = row

    def _ending(
        self, element: tuple[str, int], about: int, name: str, since: int, tied: str = ""
    ) -> dict[str, str] | None:
        """What is stated of something that is withdrawn; None: it cannot be, because it only begins later.

        What comes of it is told, and counted.  `about`: the node by which its community is known; `tied`: another
        source that states a tie at it, for the sake of which it is not ended.
        """
        kind, other = element[0], self.record.other(*element, self.source) or tied
        if since >= self.day.toordinal():
            self.tell(Place(0, 0), DOUBTED, name, "replace_begins_later", {"what": kind, "day": self.day})
            return None
        if other:
            self.tell(Place(0, 0), DOUBTED, name, "replace_stays", {"what": kind, "other": other})
            return {} if tied else {"valid_to": str(self.day)}
        areas = sorted({about, *self.homes.get(about, ())} & self.areas)
        self.counts[self.graph.label(areas[0]) if areas else "", kind] += 1
        self.tell(Place(0, 0), CHANGED, name, "replace_ended", {"what": kind, "day": self.day})
        return {"valid_to": str(self.day)}

    def _aligned(
        self, by_ends: Mapping[tuple[str, tuple[int, int]], Sequence[Tie]]
    ) -> tuple[set[tuple[str, int]], list[tuple[int, int, Written]]]:
        """The ties that rows are about; and the rows of new locations, with their ends.

        A row without a first day, document or id gets those of the tie that it is about.
        """
        places = self._numbers()
        about: set[tuple[str, int]] = set()
        new: list[tuple[int, int, Written]] = []
        for kind, rows in self.gathered.ties.items():
            for (start, end, _), written in rows.items():
                ends = places.get(start, NONE), places.get(end, NONE)
                among = [tie for tie in by_ends.get((kind, ends), ()) if (kind, tie.key) not in about]
                found = self._about(written, among)
                if found is not None:
                    about.add((kind, found.key))
                elif kind == "LOCATED_IN" and ends[0] != NONE:
                    new.append((*ends, written))
        return about, new

    def _numbers(self) -> dict[str, int]:
        """The places of all nodes that rows of ties name, in the graph."""
        ids = sorted({end for rows in self.gathered.ties.values() for start, to, _ in rows for end in (start, to)})
        return dict(numbered(self.graph, ids))

    def _about(self, written: Written, among: Sequence[Tie]) -> Tie | None:
        """The tie that a row is about: one that the source states, else one that had been withdrawn."""
        stated = [(tie, own) for tie in among if (own := self._own(tie)) is not None]
        ended = [
            (tie, row)
            for tie in among
            if not self._open(tie) and (row := self.record.withdrawn(tie.kind.name, tie.key)) is not None
        ]
        for exactly in (True, False):
            for tie, row in (*stated, *ended):
                known = identity(row)
                if not same(known, written.values, exactly):
                    continue
                written.values.update({name: value for name, value in known.items() if name not in written.values})
                return tie
        return None

    def _move(self, moved: set[int], rows: Sequence[tuple[int, int, Written]]) -> None:
        """Whoever left a place in this ledger is in the new one from the day on, unless its row says when."""
        for start, _, written in rows:
            if start in moved:
                written.values.setdefault("valid_from", str(self.day))

    # ---- Nodes ------------------------------------------------------------------------------------------------

    def _dropped(self) -> Iterator[tuple[int, str]]:
        """Nodes that no row names and at which the source states no tie any more, with another that states one.

        The source had said them; or it states the last tie at what all others have withdrawn.
        """
        ends = {end for tie in self.ties if (tie.kind.name, tie.key) in self.gone for end in tie.ends}
        within = {node for node in self.homes if self._here(node) and self.kinds[node] in self.said.subjects}
        candidates = [
            node
            for node in sorted(ends | within)
            if self.kinds[node] not in TERRITORY
            and str(self.graph.ids.at(node)) not in self.gathered.kinds
            and not (node in self.homes and self._elsewhere(node))
            and self.until[node] > self.day.toordinal()
        ]
        for kind in self.schema.node:
            keys = [int(self.graph.keys[node]) for node in candidates if self.kinds[node] == kind]
            self.record.ask(kind, keys)
        nodes = np.zeros(self.graph.size, bool)
        nodes[candidates] = True
        left: dict[int, list[Tie]] = defaultdict(list)
        for tie in self._ties_at(nodes):
            if self._open(tie):
                for end in tie.ends:
                    left[end].append(tie)
        for node in candidates:
            named = self.kinds[node], int(self.graph.keys[node])
            own = self.record.last(*named, self.source)
            said = own["said_on"] <= self.day if own else not self.record.other(*named, self.source)
            if said and not any(self._own(tie) and (tie.kind.name, tie.key) not in self.gone for tie in left[node]):
                others = (self.record.other(tie.kind.name, tie.key, self.source) for tie in left[node])
                yield node, next(filter(None, others), "")

    def _withdraw_node(self, node: int, tied: str) -> None:
        kind = self.kinds[node]
        element = kind, int(self.graph.keys[node])
        ending = self._ending(element, node, self.graph.label(node), int(self.since[node]), tied)
        if ending is not None:
            self.gathered.nodes[kind][str(self.graph.ids.at(node))] = Written(ending, NO_ROW, {}, frozenset())
        namesake = self.new.get((kind, self.graph.label(node)))
        if namesake is not None:
            self.tell(namesake, DOUBTED, self.graph.label(node), "replace_perhaps_moved", {"what": kind})

    def _tell_again(self) -> None:
        """Whoever had been ended so and is named again, is there again."""
        named = dict(numbered(self.graph, sorted(key for rows in self.gathered.nodes.values() for key in rows)))
        ended = {key: node for key, node in named.items() if self.until[node] <= self.day.toordinal()}
        for kind in self.schema.node:
            self.record.ask(kind, [int(self.graph.keys[node]) for node in ended.values() if self.kinds[node] == kind])
        for key, node in ended.items():
            kind = self.kinds[node]
            if self.record.withdrawn(kind, int(self.graph.keys[node])) is not None:
                place, name = self.gathered.nodes[kind][key].first, self.graph.label(node)
                self.tell(place, DOUBTED, name, "replace_again", {"what": kind})
