"""The list of subjects: who fits what is asked, in what order, and which page of them is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from graphgov import words
from graphgov.answers import blind
from graphgov.answers.choosing import KIND, named
from graphgov.answers.model import Answer
from graphgov.coverage import STATES, SUBJECTS, Coverage
from graphgov.coverage.listing import ANY_STATE, Among, BlindSpots, blind_spots, kinds_asked
from graphgov.policy import enabled
from graphgov.report.links import FILTERS
from graphgov.report.listing import listed
from graphgov.report.scope import Scope
from graphgov.web.asking import Asked
from graphgov.web.behind import of_list
from graphgov.web.filters import SEARCH, narrowed
from graphgov.web.links import NOBODY
from graphgov.web.looks import Page, again
from graphgov.web.parts import kind_of, scope_of, where_of
from graphgov.web.sorting import SORTS, sorted_by
from graphgov.web.state import Loaded

ROWS = 50
"""So many rows stand on a page, unless ``limit=`` says otherwise."""

MOST_ROWS = 1_000
"""No page has more; the whole list is downloaded."""

OWN = (*(name for name in FILTERS if name != "standard"), SEARCH, "denominator", "limit", "sort", "page", "sums")
"""What the list is asked beside what every page is; `page` of what is told one by one, `sums` of what only together."""

MOST_CHOICES = 250
"""A filter with more choices than that is typed."""


@dataclass(frozen=True)
class Pager:
    """One page of rows: from `first` to `last` (counted from 1) of `count`; the addresses of the pages beside it."""

    first: int
    last: int
    count: int
    earlier: str | None
    later: str | None


@dataclass(frozen=True)
class Choice:
    """A filter as a field of the form: what can be chosen (value, label), or None when it is typed."""

    name: str
    value: str
    options: tuple[tuple[str, str], ...] | None


@dataclass(frozen=True)
class Chip:
    """A filter that has no field: what is asked, and the address without it."""

    name: str
    value: str
    label: str
    without: str


def found(asked: Asked, loaded: Loaded, coverage: Coverage, kinds: tuple[str, ...]) -> tuple[BlindSpots, ...]:
    """Who fits what is asked, kind by kind, in the order of the territory."""
    state = asked.one_of("state", (*STATES, ANY_STATE), "blind")
    every = []
    for kind in kinds:
        among = Among(asked.get("category"), narrowed(asked, loaded, coverage, kind), state)
        every.append(blind_spots(coverage, kind, asked.standard, asked.get("denominator"), among))
    return tuple(every)


def answer(asked: Asked, loaded: Loaded) -> Answer:
    """Everybody who fits, as the command line tells it."""
    coverage = loaded.coverage(asked.day)
    most = asked.count("limit", None) or None
    return blind.told(coverage, found(asked, loaded, coverage, _kinds(asked, coverage)), where_of(asked), most)


def page(asked: Asked, loaded: Loaded) -> Page:
    """The list as a page: one kind of subject, with fields for what it is filtered by."""
    scope = scope_of(asked, loaded)
    every = loaded.kept(("list", asked.key), partial(_shown, asked, loaded, scope))
    return Page("list", scope, words.word("nav", "blind-spots"), every, behind=of_list(asked, loaded, scope, OWN))


def _kinds(asked: Asked, coverage: Coverage) -> tuple[str, ...]:
    return kinds_asked(coverage, kind_of(asked), asked.get("denominator"), asked.get("category"))


def _shown(asked: Asked, loaded: Loaded, scope: Scope) -> dict[str, Any]:
    """Everything that the template shows."""
    coverage = scope.coverage
    category = asked.get("category")
    kinds = (coverage.policy.category(category).kind,) if category else SUBJECTS
    (kind, *_) = _kinds(asked, coverage)
    every = found(asked, loaded, coverage, kinds)
    one = next(each for each in every if each.kind == kind)
    rows, pager = _page_of(asked, "page", len(one.nodes))
    held, sums = _page_of(asked, "sums", len(one.containers))
    nodes = sorted_by(asked, loaded, one)[rows]
    return {
        "listed": listed(replace(one, nodes=nodes, containers=one.containers[held])),
        "every": every,
        "pager": pager,
        "sums": sums,
        "choices": tuple(_choices(asked, scope, one)),
        "chips": tuple(_chips(asked)),
        "sorts": {name: _heading(asked, name) for name in SORTS},
    }


def _page_of(asked: Asked, name: str, count: int) -> tuple[slice, Pager]:
    """The rows of the page that is asked for; beyond the last one: the last."""
    rows = min(asked.count("limit", ROWS) or ROWS, MOST_ROWS)
    last = max((count - 1) // rows, 0)
    number = min(max((asked.count(name, 1) or 1) - 1, 0), last)
    first = number * rows
    beside = {
        step: again(asked, {name: str(number + 1 + step)}) if 0 <= number + step <= last else None for step in (-1, 1)
    }
    end = min(first + rows, count)
    return slice(first, end), Pager(first + 1, end, count, beside[-1], beside[1])


def _choices(asked: Asked, scope: Scope, found: BlindSpots) -> Iterator[Choice]:
    """The fields of the form, in their order, each with what is chosen now."""
    policy = scope.coverage.policy
    yield Choice("standard", scope.standard, _words("standard", (entry.name for entry in enabled(policy.standards))))
    any_state = (ANY_STATE, words.word("list", "any_state"))
    yield Choice("state", found.state, (*_words("state", STATES), any_state))
    for level in KIND:
        yield _area(asked, scope.coverage, level)
    own = (entry.name for entry in enabled(policy.categories) if entry.kind == found.kind)
    yield Choice("category", asked.get("category") or "", _words("category", own))
    every = (entry.name for entry in enabled(policy.findings))
    yield Choice("finding", asked.get("finding") or "", _words("finding", every))
    for name in ("responsible", SEARCH):
        yield Choice(name, asked.get(name) or "", None)


def _words(table: str, names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, words.word(table, name)) for name in names)


def _area(asked: Asked, coverage: Coverage, level: str) -> Choice:
    """The areas of a level within the larger ones that are chosen; typed when there are too many."""
    graph, territory = coverage.snapshot.graph, coverage.territory
    part = coverage.snapshot.slice_of(KIND[level])
    nodes = np.arange(part.start, part.stop)
    inside = coverage.snapshot.alive[part] & (getattr(territory, level)[part] == nodes)
    chosen = named(coverage, where_of(asked))
    larger = list(KIND)[: list(KIND).index(level)]
    for name in larger:
        if name in chosen:
            inside &= getattr(territory, name)[part] == chosen[name]
    text = asked.get(level) or ""
    if np.count_nonzero(inside) > MOST_CHOICES:
        return Choice(level, text, None)
    areas = [(str(graph.ids.at(node)), graph.label(node)) for node in nodes[inside].tolist()]
    value = str(graph.ids.at(chosen[level])) if level in chosen else text
    return Choice(level, value, (*areas, (NOBODY, words.word("list", f"no_{level}"))))


def _chips(asked: Asked) -> Iterator[Chip]:
    """The filters that are asked and have no field."""
    labelled = {"trait": "trait", "form": "form", "quadrant": "quadrant", "view": "view", "denominator": "denominator"}
    for name in ("reason", *labelled):
        value = asked.get(name)
        if value is not None:
            nobody = words.word("list", "no_reason")
            label = words.word(labelled[name], value) if name in labelled else nobody if value == NOBODY else value
            yield Chip(name, value, label, again(asked, {name: None, "page": None, "sums": None}))


def _heading(asked: Asked, name: str) -> tuple[str, str]:
    """How a list is sorted by a column now, in words of ARIA, and the address that sorts by it, or the other way."""
    now = asked.get("sort") or SORTS[0]
    state = {name: "ascending", f"-{name}": "descending"}.get(now, "none")
    other = f"-{name}" if state == "ascending" else name
    return state, again(asked, {"sort": other, "page": None})
