"""The ties of everything in the one file, and where they and the subjects were stated, as columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graphgov.coverage import stated
from graphgov.explain import NAMES, file_names
from graphgov.graph import NULL, Column, Edges
from graphgov.graph.arrow import as_arrow, as_numpy
from graphgov.graph.columns import Ints
from graphgov.policy import enabled
from graphgov.report.census import Census
from graphgov.report.packed import combinations, packed
from graphgov.store import Said, Store

if TYPE_CHECKING:
    import pyarrow as pa

PLACED = ("LOCATED_IN", "PART_OF")
"""Ties that say where something is; every row tells that by itself."""

TOLD = ("role", "mode", "origin", "seats", "clauses", "basis")
"""The properties of ties that pages tell."""


@dataclass(frozen=True, eq=False)
class Sources:
    """The files that statements stand in, and who was asked for them."""

    store: Store

    @cached_property
    def _files(self) -> dict[tuple[int, int], str]:
        return file_names(*self.store.ask_all(NAMES))

    @cached_property
    def names(self) -> dict[tuple[str, str], int]:
        """[source, file] of everything that was asked for so far, with their codes."""
        return {}

    def columns(self, asked: Sequence[tuple[str, Ints]]) -> list[tuple[Ints, Ints]]:
        """For elements of some kinds the file of their weightiest live statement, as a code of `names`, and its row.

        `NULL` where nothing is stated any more.
        """
        said = self.store.ask_all([Said(kind, as_arrow(keys)) for kind, keys in asked])
        return [self._weightiest(found, keys) for found, (_, keys) in zip(said, asked, strict=True)]

    def _weightiest(self, found: pa.Table, keys: Ints) -> tuple[Ints, Ints]:
        found = found.select(["key", "said_on", "import", "row", "file", "source"])
        found = found.sort_by([(name, "ascending") for name in ("said_on", "import", "row")])
        said, number, file, row = (as_numpy(found[name]).astype(np.int64) for name in ("key", "import", "file", "row"))
        _, first, which = np.unique(number << 32 | file, return_index=True, return_inverse=True)
        names = [(str(found["source"][place].as_py()), self._files.get((int(number[place]), int(file[place])), ""))
                 for place in first.tolist()]  # fmt: skip
        codes = np.array([self.names.setdefault(name, len(self.names)) for name in names], np.int32)
        size = int(max(keys.max(initial=0), said.max(initial=0))) + 1
        where, line = np.full(size, NULL, np.int32), np.full(size, NULL, np.int32)
        # Of several statements the last one written is the weightiest: they are sorted.
        where[said], line[said] = codes[which], row
        return where[keys], line[keys]


def linkages(census: Census, sources: Sources) -> dict[str, Any]:
    """A row for every tie that holds on the day and says more than where something is.

    `kind`: the place of its kind in the schema; `from` and `to`: numbers of the census; `since`, `until`: days;
    `detail`: [property, value] pairs, as a code into `details`; `file` and `row`: where it is stated.  `sums`: ties of
    what is counted only together: `kind`, `node` (the other end), `back` (1: that is where they lead to), `count`.
    """
    parts = [_Part(census, kind) for kind in census.coverage.snapshot.schema.edge if kind not in PLACED]
    places = sources.columns([(part.kind, part.keys) for part in parts])
    details = _details(parts)
    nothing = np.zeros(0, np.int32)
    together = np.concatenate([part.together for part in parts] or [np.zeros((0, 3), np.int32)])
    codes, distinct = combinations(list(together.T), len(together))

    def joined(arrays: list[Ints]) -> Any:
        return packed(np.concatenate([nothing, *arrays]))

    return {
        "kind": joined([np.full(len(part.rows), part.code, np.int32) for part in parts]),
        "from": joined([census.number[part.edges.src[part.rows]] for part in parts]),
        "to": joined([census.number[part.edges.dst[part.rows]] for part in parts]),
        "since": joined([part.day("valid_from") for part in parts]),
        "until": joined([part.day("valid_to") for part in parts]),
        "detail": packed(details[0]),
        "details": details[1],
        "file": joined([file for file, _ in places]),
        "row": joined([row for _, row in places]),
        "sums": {
            **{name: packed(column) for name, column in zip(("kind", "node", "back"), distinct.T, strict=True)},
            "count": packed(np.bincount(codes, minlength=len(distinct))),
        },
    }


@dataclass(frozen=True, eq=False)
class _Part:
    """The ties of one kind."""

    census: Census
    kind: str

    @property
    def code(self) -> int:
        return list(self.census.coverage.snapshot.schema.edge).index(self.kind)

    @cached_property
    def edges(self) -> Edges:
        return self.census.coverage.snapshot.edges(self.kind)

    @cached_property
    def rows(self) -> Ints:
        """The ties between nodes that have numbers."""
        number = self.census.number
        named = (number[self.edges.src] != NULL) & (number[self.edges.dst] != NULL)
        return np.flatnonzero(named).astype(np.int32)

    @property
    def keys(self) -> Ints:
        keys: Ints = self.edges.rows.key[self.edges.row[self.rows]]
        return keys

    def day(self, name: str) -> Ints:
        return self.edges.column(name).coded().values[self.rows]

    @property
    def together(self) -> Ints:
        """(kind, number of the other end, whether it leads there) of every tie whose one end has no number."""
        number, held = self.census.number, self.census.together
        parts = []
        for near, far, back in ((self.edges.src, self.edges.dst, 1), (self.edges.dst, self.edges.src, 0)):
            rows = np.flatnonzero(held[near] & (number[far] != NULL))
            parts.append(np.column_stack([np.full(len(rows), self.code), number[far[rows]], np.full(len(rows), back)]))
        return np.concatenate(parts).astype(np.int32)


def _details(parts: list[_Part]) -> tuple[Ints, list[list[list[str]]]]:
    """A code for every tie, and what each code says."""
    values: dict[tuple[tuple[str, str], ...], int] = {(): 0}
    codes = [np.zeros(0, np.int32)]
    for part in parts:
        columns = {name: part.edges.column(name).coded() for name in TOLD if name in part.edges.rows.columns}
        own, distinct = combinations([column.values[part.rows] for column in columns.values()], len(part.rows))
        said = [tuple(said_of(columns, row)) for row in distinct.tolist()]
        place = np.array([values.setdefault(pairs, len(values)) for pairs in said] or [0], np.int32)
        codes.append(place[own])
    return np.concatenate(codes), [[list(pair) for pair in pairs] for pairs in values]


def said_of(columns: Mapping[str, Column], row: list[int]) -> Iterator[tuple[str, str]]:
    """The properties that have a value in a row of several columns, and what it is."""
    for (name, column), value in zip(columns.items(), row, strict=True):
        if value != NULL:
            yield name, str(value if column.vocabulary is None else column.vocabulary[value])


def claims(census: Census) -> list[list[object]]:
    """Published numbers: [number of the node, measure, stated, known (null: not countable), source, day]."""
    known = {entry.name for entry in enabled(census.coverage.policy.measures)}
    return [
        [int(census.number[each.claim.about]), each.claim.measure, each.claim.value, each.known, each.claim.source,
         str(each.claim.stated_on)]
        for each in stated(census.coverage)
        if each.claim.measure in known and census.number[each.claim.about] != NULL
    ]  # fmt: skip
