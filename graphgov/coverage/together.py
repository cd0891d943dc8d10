"""Subjects that are told only together: counted for each place, else community, that holds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

import numpy as np

from graphgov.coverage.states import Coverage
from graphgov.coverage.ties import NOWHERE
from graphgov.graph import NULL
from graphgov.graph.columns import Ints, Mask


class BlindSpot(NamedTuple):
    """A subject that nothing reaches, or (`units` of one category together) those that one container holds.

    `node` is the subject or the container (`NOWHERE`: nobody knows where they are); `employees` the number known;
    `district`, `street`, `community` and `responsible` are nodes or `NOWHERE`.  `stated_none`: of how many of the units
    a source says that they have no organization; of the others nobody said anything.
    """

    node: int
    category: str
    units: int
    district: int
    street: int
    community: int
    stated_none: int
    reason: str | None
    employees: int | None
    responsible: int


@dataclass(frozen=True, eq=False)
class Containers(Sequence[BlindSpot]):
    """A row for each container and category; a row is made when it is asked for: there may be tens of thousands.

    The columns are aligned; `holder` is a node or `NOWHERE`, `category` a place in `categories`, `employees` is `NULL`
    where none is known.
    """

    coverage: Coverage
    categories: tuple[str, ...]
    category: Ints
    holder: Ints
    units: Ints
    stated_none: Ints
    employees: Ints

    def __len__(self) -> int:
        return len(self.holder)

    @overload
    def __getitem__(self, place: int) -> BlindSpot: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[BlindSpot, ...]: ...

    def __getitem__(self, place: int | slice) -> BlindSpot | tuple[BlindSpot, ...]:
        if isinstance(place, slice):
            return tuple(self._rows(place))
        return next(self._rows(slice(place, place + 1 or None)))

    def __iter__(self) -> Iterator[BlindSpot]:
        return self._rows(slice(None))

    def _rows(self, chosen: slice) -> Iterator[BlindSpot]:
        holder, territory = self.holder[chosen], self.coverage.territory
        where = (territory.district, territory.street, territory.community, territory.responsible)
        at = [np.where(holder == NOWHERE, NOWHERE, nodes[holder]) for nodes in where]
        columns = (holder, self.category[chosen], self.units[chosen], self.stated_none[chosen], self.employees[chosen])
        for row in zip(*(column.tolist() for column in (*columns, *at)), strict=True):
            node, sort, units, said, people, district, street, community, responsible = row
            yield BlindSpot(
                node, self.categories[sort], units, district, street, community, said, None,
                None if people == NULL else people, responsible,
            )  # fmt: skip


def containers_of(
    coverage: Coverage, kind: str, nodes: Sequence[tuple[str, Ints]], stated_none: Mask
) -> Containers:
    """The containers of subjects of some categories, the categories in their order, the most units first.

    `nodes`: pairs of a category and its subjects; `stated_none`: of which subjects of the kind it is said that they
    have no organization.
    """
    none = np.empty(0, np.int32)
    every = [_counted(coverage, kind, of_one, stated_none) for _, of_one in nodes]
    sorts = [np.full(len(columns[0]), place, np.int32) for place, columns in enumerate(every)]
    holder, units, said, employees = (
        np.concatenate([none, *(columns[place] for columns in every)]) for place in range(4)
    )
    names = tuple(name for name, _ in nodes)
    return Containers(coverage, names, np.concatenate([none, *sorts]), holder, units, said, employees)


def _counted(coverage: Coverage, kind: str, nodes: Ints, stated_none: Mask) -> tuple[Ints, Ints, Ints, Ints]:
    """Holders, units, how many are stated to have none, employees; in the order of their number, then of the nodes."""
    territory, here = coverage.territory, nodes - coverage.snapshot.slice_of(kind).start
    place, community = territory.place[nodes], territory.community[nodes]
    # One up, so that what nobody can place is counted as the first.
    holder = np.where(place == NOWHERE, community, place) - NOWHERE
    employees = coverage.column(kind, "employees").coded().values[here]
    units = np.bincount(holder)
    people = np.bincount(holder, np.where(employees == NULL, 0, employees))
    counted, said = np.bincount(holder, employees != NULL), np.bincount(holder, stated_none[here])
    found = np.flatnonzero(units)
    found = found[np.argsort(-units[found], kind="stable")]
    known = np.where(counted[found] > 0, people[found], NULL)
    columns = (found + NOWHERE, units[found], said[found], known)
    one, two, three, four = (column.astype(np.int32) for column in columns)
    return one, two, three, four
