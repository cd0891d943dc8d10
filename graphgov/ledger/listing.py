"""Where lists of units and places come from: a source in the store, or files of ledgers, read as an import would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path as File

import numpy as np

from graphgov import intake
from graphgov.coverage import NOWHERE, SUBJECTS, Territory
from graphgov.errors import BadInput, UnknownName, nearest
from graphgov.graph import Snapshot, the_day
from graphgov.graph.arrow import as_numpy
from graphgov.graph.columns import Ints, Mask
from graphgov.ledger.dictionary import dictionary
from graphgov.ledger.facts import NONE, Facts, Thing
from graphgov.ledger.importing import How, is_ledger, opened, plan, understood
from graphgov.ledger.joining import Joiner
from graphgov.ledger.known import Known, known
from graphgov.ledger.mapping import Mapping
from graphgov.ledger.report import place_name
from graphgov.ledger.rolls import Member, Roll
from graphgov.ledger.rows import SUBJECT
from graphgov.names import other_names
from graphgov.store import Imports, SaidBy, Store, is_there

WANTED = {
    "Unit": ("aliases", "type", "uscc"), "Place": ("aliases", "type"), "LOCATED_IN": ("role", "valid_from"),
    **{kind: ("valid_from",) for kind in ("PART_OF", "HAS_PARTY_ORG", "SUBORDINATE_TO")},
}  # fmt: skip
"""What is looked at of the graph."""


def roll(store: Store, name: str, mapping: Mapping | None = None, day: date | None = None) -> Roll:
    """The list of a name: that of a source in the store, else that in a file or folder.

    Of a source: whom it speaks of in imports that are not undone and who holds on `day` (None: the data's last).
    Raises UnknownName where there is neither, BadInput for own tables and for files that cannot be read.
    """
    sources = _sources(store)
    if name in sources:
        return _of_source(store, name, sources[name], day)
    path = File(name)
    if not path.exists():
        near, names = nearest(name, tuple(sources)), ", ".join(sources) or "-"
        raise UnknownName("compare_nothing", word=name, near=near, known=names)
    files = opened([path])
    if not all(is_ledger(each) for each in files):
        raise BadInput("compare_own_tables", path=path)
    return _of_files(store, files, mapping)


def _sources(store: Store) -> dict[str, list[int]]:
    """The numbers of the live imports of every source."""
    found: dict[str, list[int]] = {}
    for row in store.ask(Imports()).to_pylist() if is_there(store) else ():
        if not row["undone"]:
            found.setdefault(row["source"], []).append(row["import"])
    return found


def _of_source(store: Store, name: str, numbers: Sequence[int], day: date | None) -> Roll:
    graph = store.read(WANTED)
    questions = [SaidBy(kind, number) for kind in SUBJECTS for number in numbers]
    keys = np.concatenate([as_numpy(answer.column("key")) for answer in store.ask_all(questions)])
    snapshot = graph.on(the_day(graph, day))
    spoken_of = np.isin(graph.keys, keys) & snapshot.alive
    territory = Territory(snapshot)
    members = (member for kind in SUBJECTS for member in _of_kind(snapshot, kind, spoken_of, territory.community))
    return Roll(name, tuple(members))


def _of_kind(snapshot: Snapshot, kind: str, spoken_of: Mask, community: Ints) -> Iterator[Member]:
    """The members of a kind.  Column by column: a register has a million of them."""
    graph, first = snapshot.graph, snapshot.slice_of(kind).start
    nodes = np.flatnonzero(spoken_of[snapshot.slice_of(kind)]).astype(np.int32) + np.int32(first)
    places = {NOWHERE: ("", "")}
    for node in np.unique(community[nodes]).tolist():
        if node != NOWHERE:
            places[node] = (str(graph.ids.at(node)), graph.label(node))
    columns = [snapshot.column(kind, name).take(nodes - first).list() for name in WANTED[kind]]
    named = (graph.ids.take(nodes).list(), graph.names.take(nodes).list(), community[nodes].tolist())
    for key, name, where, *values in zip(*named, *columns, strict=True):
        others, type_, code = (str(value or "") for value in (*values, "")[:3])
        yield Member(str(key), kind, type_, name or str(key), code, *places[where], tuple(other_names(others)))


def _of_files(store: Store, files: Sequence[File], mapping: Mapping | None) -> Roll:
    found = plan(files, mapping)
    facts, here = understood(found, How(intake.Options()), lambda stage, done, of: None), known(store)
    keys = Joiner(facts, here, dictionary(), lambda *told: None, lambda stage, done, of: None).join()
    members: dict[str, Member] = {}
    for thing, key in zip(facts.things, keys, strict=True):
        if thing.role == SUBJECT and thing.kind in SUBJECTS and key and key not in members:
            table = found.proposals[thing.place.table].table
            place = f"{place_name(table.file, table.sheet)}:{thing.place.row}"
            members[key] = _of_thing(thing, key, facts, keys, here)._replace(place=place)
    title = files[0].name if len(files) == 1 else files[0].resolve().parent.name
    return Roll(title, tuple(members.values()), len(facts.rejected))


def _of_thing(thing: Thing, key: str, facts: Facts, keys: Sequence[str], here: Known) -> Member:
    where = ("", "")
    if thing.scope != NONE:
        scope = keys[thing.scope]
        where = (scope, here.names.get(scope) or facts.things[thing.scope].name)
    kind = thing.values.get("type") or thing.defaults.get("type", "")
    names = tuple(other_names(thing.values.get("aliases", "")))
    return Member(key, thing.kind, kind, thing.name, thing.code, *where, names)
