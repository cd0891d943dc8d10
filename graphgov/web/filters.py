"""What a list of subjects is filtered by: each filter is a mask over the subjects of a kind, made once and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from graphgov.answers.choosing import KIND, named
from graphgov.answers.questions import Where
from graphgov.coverage import FORM, NOWHERE, QUADRANTS, Coverage, view_mask
from graphgov.coverage.form import form_codes, quadrant_codes
from graphgov.errors import BadOption, nearest
from graphgov.findings import having
from graphgov.graph import NULL
from graphgov.graph.columns import Mask
from graphgov.names import find_node
from graphgov.policy import enabled
from graphgov.report.links import FILTERS
from graphgov.report.traits import TRAITS, trait, traits_of
from graphgov.web.asking import Asked
from graphgov.web.links import NOBODY
from graphgov.web.state import Loaded

SEARCH = "q"
"""The filter by a part of the name or identifier."""

NARROWING = (*(name for name in FILTERS if name not in ("kind", "standard", "state", "category")), SEARCH)
"""The filters that are masks; the others are the question itself."""


def narrowed(asked: Asked, loaded: Loaded, coverage: Coverage, kind: str) -> Mask | None:
    """Which nodes (mask over all) of a kind fit every filter that is asked; None when none is.

    Raises UnknownName or BadOption for what nothing is called, with the nearest name.
    """
    masks = list(_masks(asked, loaded, coverage, kind))
    if not masks:
        return None
    nodes = np.zeros(coverage.snapshot.graph.size, bool)
    nodes[coverage.snapshot.slice_of(kind)] = np.logical_and.reduce(masks)
    return nodes


def _masks(asked: Asked, loaded: Loaded, coverage: Coverage, kind: str) -> Iterator[Mask]:
    for name in NARROWING:
        text = asked.get(name)
        if text is not None:
            key = ("filter", coverage.snapshot.day, kind, name, text)
            yield loaded.kept(key, partial(_MASKS[name], coverage, kind, name, text))


def _at(coverage: Coverage, kind: str, level: str, text: str) -> Mask:
    """In a district, street or community, by its id or name."""
    node = NOWHERE if text == NOBODY else named(coverage, Where(**{level: text}))[level]
    mask: Mask = getattr(coverage.territory, level)[coverage.snapshot.slice_of(kind)] == node
    return mask


def _responsible(coverage: Coverage, kind: str, name: str, text: str) -> Mask:
    node = NOWHERE
    if text != NOBODY:
        node = find_node(coverage.snapshot.graph, text, ("PartyOrganization",))
    mask: Mask = coverage.territory.responsible[coverage.snapshot.slice_of(kind)] == node
    return mask


def _finding(coverage: Coverage, kind: str, name: str, text: str) -> Mask:
    return having(coverage, coverage.policy.finding(text).name)[coverage.snapshot.slice_of(kind)]


def _reason(coverage: Coverage, kind: str, name: str, text: str) -> Mask:
    column = coverage.column(kind, "no_org_reason").coded()
    mask: Mask = column.values == (NULL if text == NOBODY else column.code(text))
    return mask


def _trait(coverage: Coverage, kind: str, name: str, text: str) -> Mask:
    _known(name, text, tuple(TRAITS))
    if text not in traits_of(coverage, kind):
        return _nobody(coverage, kind)
    return trait(coverage, kind, text)


def _form(coverage: Coverage, kind: str, name: str, text: str) -> Mask:
    """In a row of the official form; only units that the form counts are."""
    place = _known(name, text, FORM)
    if kind != "Unit":
        return _nobody(coverage, kind)
    counted = coverage.base(kind, coverage.denominator(kind))[0] & ~coverage.exempt(kind)
    mask: Mask = counted & (form_codes(coverage) == place)
    return mask


def _quadrant(coverage: Coverage, kind: str, name: str, text: str) -> Mask:
    mask: Mask = quadrant_codes(coverage, kind) == _known(name, text, QUADRANTS)
    return mask


def _view(coverage: Coverage, kind: str, name: str, text: str) -> Mask:
    views = enabled(coverage.policy.views)
    return view_mask(coverage, views[_known(name, text, [view.name for view in views])], kind)


def _search(coverage: Coverage, kind: str, name: str, text: str) -> Mask:
    """A part of the name or identifier, whatever its case."""
    import pyarrow.compute as pc

    graph, part = coverage.snapshot.graph, coverage.snapshot.slice_of(kind)
    found = np.zeros(part.stop - part.start, bool)
    for texts in (graph.names, graph.ids):
        here = pc.match_substring(texts.array[part.start : part.stop], text, ignore_case=True)
        found |= pc.fill_null(here, False).to_numpy(zero_copy_only=False)
    return found


def _nobody(coverage: Coverage, kind: str) -> Mask:
    return np.zeros(coverage.snapshot.graph.nodes[kind].count, bool)


def _known(name: str, text: str, among: Sequence[str]) -> int:
    """The place of a word among those that there are; raises BadOption with the nearest."""
    if text not in among:
        raise BadOption("bad_choice", option=name, value=text, near=nearest(text, among), known=", ".join(among))
    return among.index(text)


_MASKS: Mapping[str, Callable[[Coverage, str, str, str], Mask]] = {
    **dict.fromkeys(KIND, _at), "finding": _finding, "responsible": _responsible, "reason": _reason, "trait": _trait,
    "form": _form, "quadrant": _quadrant, "view": _view, SEARCH: _search,
}  # fmt: skip
