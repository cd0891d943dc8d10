"""The likely pairs that stand in a database: two of a kind and community, called alike, of which nobody has judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from graphgov.ledger.judged import KIND
from graphgov.ledger.known import Known
from graphgov.ledger.likely import Group, Named, core_of
from graphgov.store import FileNames, Lookup, Progress, Record, Said, Store

if TYPE_CHECKING:
    import pyarrow as pa

KINDS = ("Unit", "Place", "PartyOrganization")
"""What ledgers list, and write now so and now so."""

MOST_SOURCES = 3
"""So many rows are named of each of a pair."""


class Side(NamedTuple):
    """One of a pair: identifier, name, credit code, and the rows that speak of it, as `source (file:row)`."""

    id: str
    name: str
    code: str
    sources: tuple[str, ...]


class Likely(NamedTuple):
    """Two that may be the same, in a community: `one`, of whom more sources speak, or who is older, would stay."""

    kind: str
    community: str
    one: Side
    other: Side
    score: int


class _Alike(NamedTuple):
    kind: str
    scope: str
    pair: tuple[str, str]
    score: int


class _Spoken(NamedTuple):
    """Who speaks of a node: the lists (import, file) that it stands in, and its rows by source."""

    lists: set[tuple[int, int]]
    rows: dict[str, list[tuple[int, int, int]]]


def standing(store: Store, known: Known, progress: Progress) -> list[Likely]:
    """The pairs, the newer of each once, with the one that is called most like it; by kind, community and names.

    Those who stand in one list are two, as are those with two codes, and those that were judged to be different.
    """
    alike = list(_alike(known, progress))
    spoken = _spoken(store, {kind: {key for one in alike if one.kind == kind for key in one.pair} for kind in KINDS})
    best: dict[str, Likely] = {}
    files = _files(store)
    for one in alike:
        first, second = (spoken.get(key, _Spoken(set(), {})) for key in one.pair)
        if first.lists & second.lists:
            continue
        older, newer = sorted(one.pair, key=lambda key: _rank(spoken, key))
        if newer not in best or best[newer].score < one.score:
            stays, goes = (_side(known, key, spoken, files) for key in (older, newer))
            best[newer] = Likely(one.kind, known.names.get(one.scope) or one.scope, stays, goes, one.score)
    return sorted(best.values(), key=lambda pair: (KINDS.index(pair.kind), pair.community, pair.one, pair.other))


def _rank(spoken: Mapping[str, _Spoken], key: str) -> tuple[Any, ...]:
    """Who stays comes first: of whom more sources speak, then the older one, then the smaller identifier."""
    rows = spoken[key].rows if key in spoken else {}
    return (-len(rows), min((min(places) for places in rows.values()), default=()), key)


def _alike(known: Known, progress: Progress) -> Iterator[_Alike]:
    groups = _by_community(known)
    for done, ((kind, scope), members) in enumerate(groups.items()):
        progress("compare", done, len(groups))
        seen: set[frozenset[str]] = set()
        group = Group(members)
        for at, member in enumerate(members):
            for place, score in group.alike(at):
                pair = frozenset((member.key, members[place].key))
                if len(pair) == 2 and pair not in seen and pair not in known.apart and not _coded_apart(known, pair):
                    seen.add(pair)
                    one, other = sorted(pair)
                    yield _Alike(kind, scope, (one, other), score)


def _coded_apart(known: Known, pair: frozenset[str]) -> bool:
    return len({known.codes[key] for key in pair if known.codes.get(key)}) == 2


def _by_community(known: Known) -> Mapping[tuple[str, str], list[Named]]:
    found: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for (kind, name), candidates in known.by_name.items():
        for one in candidates if kind in KINDS else ():
            for scope in one.scopes:
                found[kind, scope].append(Named(core_of(name, kind), known.names.get(one.key) or name, one.key))
    return {among: members for among, members in found.items() if len(members) > 1}


# ---- Who speaks of them ------------------------------------------------------------------------------------------


def _spoken(store: Store, wanted: Mapping[str, set[str]]) -> dict[str, _Spoken]:
    """What is said of nodes, and where; but for imports that judge, which speak of what others have said."""
    judging = set(store.ask(Record(KIND)).column("import").to_pylist())
    found: dict[str, _Spoken] = {}
    for kind, ids in wanted.items():
        if not ids:
            continue
        by_key, said = _statements(store, kind, ids)
        for row in said.to_pylist():
            if row["import"] in judging:
                continue
            spoken = found.setdefault(by_key[row["key"]], _Spoken(set(), {}))
            spoken.lists.add((row["import"], row["file"]))
            spoken.rows.setdefault(row["source"], []).append((row["import"], row["file"], row["row"]))
    return found


def _statements(store: Store, kind: str, ids: set[str]) -> tuple[dict[int, str], pa.Table]:
    import pyarrow as pa

    keys = store.ask(Lookup(pa.array(sorted(ids), pa.string())))
    said = store.ask(Said(kind, keys.column("key").combine_chunks()))
    by_key = {row["key"]: row["id"] for row in keys.select(["key", "id"]).to_pylist()}
    return by_key, said.select(["source", "import", "file", "row", "key"])


def _files(store: Store) -> dict[tuple[int, int], str]:
    return {(row["import"], row["file"]): row["name"] for row in store.ask(FileNames()).to_pylist()}


def _side(
    known: Known, key: str, spoken: Mapping[str, _Spoken], files: Mapping[tuple[int, int], str]
) -> Side:  # fmt: skip
    places = []
    for source, rows in spoken[key].rows.items() if key in spoken else ():
        number, file, row = min(rows)
        places.append(f"{source} ({files.get((number, file), '')}:{row})")
    return Side(key, known.names.get(key, ""), known.codes.get(key, ""), tuple(places[:MOST_SOURCES]))
