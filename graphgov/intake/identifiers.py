"""The keys of all identifiers that an import mentions: the store's, or new ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graphgov.errors import Problem
from graphgov.intake.staging import Staging, ends_of, new
from graphgov.store import Lookup

if TYPE_CHECKING:
    import pyarrow as pa

Ints = np.ndarray[Any, np.dtype[np.integer[Any]]]

NOTHING = -1
"""In place of the number of what there is not."""


@dataclass(frozen=True)
class _Mentions:
    """A kind's column of identifiers, the key column it becomes, and the place of each cell's identifier among all."""

    kind: str
    column: str
    key: str
    places: Ints


def identify(staging: Staging) -> Iterator[Problem]:
    """Give the rows of `staging` their keys, and make ``known``; identifiers that stand for two nodes are problems.

    Rows of nodes get the column key.  Those of ties and records get the keys of their ends and the kinds of these,
    null where there is no such node.
    """
    import pyarrow as pa

    ids, own, ends = _mentions(staging)
    kinds = [kind.name for kind in staging.schema.nodes]
    keys, before = _stored(staging, ids, kinds)
    fresh = keys == NOTHING
    keys[fresh] = staging.counters["node"] + np.arange(fresh.sum(), dtype=np.int32)
    now = before.copy()
    for one in own:
        now[one.places[one.places != NOTHING]] = kinds.index(one.kind)
        staging.rows[one.kind] = staging.rows[one.kind].append_column(one.key, _taken(keys, one.places))
    for one in ends:
        rows = staging.rows[one.kind].append_column(one.key, _taken(keys, one.places))
        staging.rows[one.kind] = rows.append_column(f"{one.key}_kind", _words(kinds, _taken(now, one.places)))
    every = np.arange(len(ids))
    words = {"kind": _words(kinds, _taken(now, every)), "kind_before": _words(kinds, _taken(before, every))}
    staging.work.hold("known", pa.table({"id": ids, "key": keys, "fresh": fresh, **words}))
    for name, rows in staging.rows.items():
        staging.work.hold(new(name), rows)
    staging.work.run(f"CREATE VIEW stated AS {_stated(staging)}")
    stated = [one.places[one.places != NOTHING] for one in own]
    if own and np.bincount(np.concatenate(stated)).max(initial=0) > 1:
        yield from _stated_twice(staging)
    if np.any((before != NOTHING) & (before != now)):
        yield from _other_kinds(staging)


def _mentions(staging: Staging) -> tuple[pa.Array, list[_Mentions], list[_Mentions]]:
    """All identifiers, each once, and where nodes and ends mention them.

    Nodes first and kind by kind, so that a kind's keys lie close together; then what only ties name.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    named = [(kind.name, "id", "key") for kind in staging.node_kinds]
    tied = [(kind.name, column, key) for kind in staging.tied_kinds for column, key in ends_of(kind)]
    coded = pc.dictionary_encode(_one_column(staging, named))
    ids = coded.chunk(coded.num_chunks - 1).dictionary if coded.num_chunks else pa.array([], pa.string())
    own = pa.chunked_array([chunk.indices for chunk in coded.chunks], pa.int32())
    cells = _one_column(staging, tied)
    ends = pc.index_in(cells, value_set=ids)
    others = cells.filter(pc.and_(pc.is_valid(cells), pc.is_null(ends)))
    if len(others):
        ids = pa.concat_arrays([ids, others.unique()])
        ends = pc.index_in(cells, value_set=ids)
    return ids, _parts(staging, named, own), _parts(staging, tied, ends)


def _one_column(staging: Staging, columns: Sequence[tuple[str, str, str]]) -> pa.ChunkedArray:
    import pyarrow as pa

    cells = (staging.rows[kind].column(name) for kind, name, _ in columns)
    return pa.chunked_array([chunk for column in cells for chunk in column.chunks], pa.string())


def _parts(staging: Staging, columns: Sequence[tuple[str, str, str]], places: pa.ChunkedArray) -> list[_Mentions]:
    whole, end, parts = places.fill_null(NOTHING).to_numpy(), 0, []
    for column in columns:
        start, end = end, end + staging.rows[column[0]].num_rows
        parts.append(_Mentions(*column, whole[start:end]))
    return parts


def _stored(staging: Staging, ids: pa.Array, kinds: list[str]) -> tuple[Ints, Ints]:
    """The keys and kinds (numbers of `kinds`) that the store has for identifiers; NOTHING where it has none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    keys, kind = np.full(len(ids), NOTHING, np.int32), np.full(len(ids), NOTHING, np.int32)
    before = staging.session.ask(Lookup(ids))
    if before.num_rows:
        places = pc.index_in(before.column("id"), value_set=ids).to_numpy()
        keys[places] = before.column("key").to_numpy()
        found = pc.index_in(before.column("kind"), value_set=pa.array(kinds))
        kind[places] = found.fill_null(NOTHING).to_numpy()
    return keys, kind


def _taken(values: Ints, places: Ints) -> pa.Array:
    """The values at places; null where there is no place, or NOTHING at it."""
    import pyarrow as pa

    taken = np.append(values, np.int32(NOTHING))[places]
    return pa.array(taken, mask=taken == NOTHING)


def _words(words: list[str], numbers: pa.Array) -> pa.Array:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(numbers, words)


def _stated(staging: Staging) -> str:
    """The identifiers that rows of nodes have: id, row, kind, place of the kind."""
    nothing = "SELECT NULL::VARCHAR AS id, 0 AS row, '' AS kind, 0 AS place WHERE false"
    named = (
        f"SELECT id, row, '{kind.name}' AS kind, {place} AS place FROM {new(kind.name)} WHERE id IS NOT NULL"
        for place, kind in enumerate(staging.node_kinds)
    )
    return " UNION ALL ".join([nothing, *named])


def _stated_twice(staging: Staging) -> Iterator[Problem]:
    twice = staging.faulty(
        "SELECT kind, row, id, first_value(kind) OVER places, first_value(row) OVER places FROM stated "
        "WHERE id IN (SELECT id FROM stated GROUP BY id HAVING count(*) > 1) "
        "WINDOW places AS (PARTITION BY id ORDER BY place, row) "
        "QUALIFY row_number() OVER places > 1 ORDER BY place, row"
    )
    for kind, row, identifier, other, other_row in twice:
        fields = (("other", f"{staging.files[str(other)]}:{other_row}"),)
        yield Problem(staging.files[str(kind)], int(str(row)), "id", str(identifier), "duplicate", fields)


def _other_kinds(staging: Staging) -> Iterator[Problem]:
    others = staging.faulty(
        "SELECT s.kind, s.row, s.id, k.kind_before FROM stated s JOIN known k ON k.id = s.id "
        "WHERE k.kind_before <> s.kind ORDER BY s.place, s.row"
    )
    for kind, row, identifier, before in others:
        fields = (("kind", str(before)), ("other", "graphgov"))
        yield Problem(staging.files[str(kind)], int(str(row)), "id", str(identifier), "other_kind", fields)
