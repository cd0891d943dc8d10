"""The order of a list: every subject of a kind is sorted once, and each list picks its own from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from graphgov.coverage import NOWHERE, Coverage
from graphgov.coverage.listing import BlindSpots, in_order
from graphgov.graph import NULL
from graphgov.graph.columns import Ints
from graphgov.web.asking import Asked
from graphgov.web.state import Loaded

if TYPE_CHECKING:
    import pyarrow as pa


def sorted_by(asked: Asked, loaded: Loaded, found: BlindSpots) -> Ints:
    """The subjects that were found, in the order that is asked for; those without a value last, either way."""
    wanted = asked.one_of("sort", (*SORTS, *(f"-{name}" for name in SORTS)), SORTS[0])
    if wanted == SORTS[0]:
        return found.nodes
    coverage, kind = found.coverage, found.kind
    key = ("order", coverage.snapshot.day, kind, wanted)
    order = loaded.kept(key, partial(_order, coverage, kind, wanted))
    here = np.zeros(coverage.snapshot.graph.size, bool)
    here[found.nodes] = True
    chosen: Ints = order[here[order]]
    return chosen


def _order(coverage: Coverage, kind: str, wanted: str) -> Ints:
    """All subjects of a kind; those of equal rank by district, street, community and category."""
    part = coverage.snapshot.slice_of(kind)
    nodes = in_order(coverage, kind, np.arange(part.start, part.stop, dtype=np.int32))
    rank = _RANKS[wanted.removeprefix("-")](coverage, kind)[nodes - part.start]
    order: Ints = nodes[np.lexsort((-rank if wanted.startswith("-") else rank, rank == NULL))]
    return order


def _by_place(coverage: Coverage, kind: str) -> Ints:
    part = coverage.snapshot.slice_of(kind)
    ordered = in_order(coverage, kind, np.arange(part.start, part.stop, dtype=np.int32))
    rank = np.empty(len(ordered), np.int32)
    rank[ordered - part.start] = np.arange(len(ordered), dtype=np.int32)
    return rank


def _by_name(coverage: Coverage, kind: str) -> Ints:
    part = coverage.snapshot.slice_of(kind)
    return _ranks(coverage.snapshot.graph.names.array[part.start : part.stop])


def _by_category(coverage: Coverage, kind: str) -> Ints:
    return coverage.category(kind).values


def _by_employees(coverage: Coverage, kind: str) -> Ints:
    return coverage.column(kind, "employees").coded().values


def _by_responsible(coverage: Coverage, kind: str) -> Ints:
    nodes = coverage.territory.responsible[coverage.snapshot.slice_of(kind)]
    # Few organizations are responsible for many: their names are compared, not those of all that they see to.
    distinct, which = np.unique(nodes, return_inverse=True)
    rank = _ranks(coverage.snapshot.graph.names.array.take(np.where(distinct == NOWHERE, 0, distinct)))
    return np.where(nodes == NOWHERE, NULL, rank[which]).astype(np.int32)


def _ranks(texts: pa.Array) -> Ints:
    """The place of every text among them in the order of their signs, equal ones at the same; `NULL` for none."""
    import pyarrow.compute as pc

    ranks = pc.rank(texts, tiebreaker="dense").to_numpy().astype(np.int32)
    return np.where(pc.is_null(texts).to_numpy(zero_copy_only=False), NULL, ranks).astype(np.int32)


_RANKS: Mapping[str, Callable[[Coverage, str], Ints]] = {
    "place": _by_place, "name": _by_name, "category": _by_category, "employees": _by_employees,
    "responsible": _by_responsible,
}  # fmt: skip

SORTS = tuple(_RANKS)
"""What a list is sorted by; with a minus before it, the other way round.  `place`: district, street, community."""
