"""The overview: what a director asks first, for units and for places apart, each figure with its base and its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from graphgov.answers.standing import Quality
from graphgov.answers.tables import ordered
from graphgov.coverage import (
    SUBJECTS,
    NamedRate,
    OfficialForm,
    Rate,
    gap_nodes,
    named_rates,
    official_form,
    points,
    quadrants,
    view_mask,
)
from graphgov.findings import Found
from graphgov.graph import NULL
from graphgov.policy import enabled
from graphgov.report.problems import Counted, counted
from graphgov.report.refs import Ref, ref
from graphgov.report.scope import Scope
from graphgov.report.traits import trait, traits_of
from graphgov.report.worst import Worst, worst

MOST_REASONS = 10
"""So many stated reasons are told one by one; the rest is counted together."""

MOST_GAPS = 30
"""So many nodes with a formation gap are named; all are counted."""


@dataclass(frozen=True)
class Change:
    """Better or worse than before: the earlier rate, points of the rate, blind spots that came and that went.

    ``rate.blind == before.blind + came - went``; what moved into or out of the area, or into or out of being, is among
    those that came and went.
    """

    before: Rate
    points: float | None
    came: int
    went: int


@dataclass(frozen=True)
class Reasons:
    """The blind spots by the reason that was stated: the most frequent ones, all others together, and none stated."""

    stated: tuple[tuple[str, int], ...]
    others: int
    none: int


@dataclass(frozen=True)
class Standing:
    """The subjects of one kind under the standard asked for.

    `traits`: how many of the blind spots have each of `traits.TRAITS`; whoever of the base is unsurveyed is a blind
    spot under every standard.  `standards`: the rate under each of them.  `headlines`: the rates of the policy's cross
    views that lead.  `categories`: in the order of the policy.
    """

    kind: str
    rate: Rate
    change: Change | None
    traits: Mapping[str, int]
    reasons: Reasons
    headlines: tuple[tuple[str, Rate], ...]
    views: tuple[tuple[str, tuple[Rate, ...]], ...]
    standards: tuple[Rate, ...]
    categories: tuple[Rate, ...]
    quadrants: Mapping[str, int]
    worst: tuple[Worst, ...]


@dataclass(frozen=True)
class Gap:
    """A formation gap: how many of how many lack something, and the first of them by name."""

    name: str
    kind: str
    missing: int
    of: int
    nodes: tuple[Ref, ...]


@dataclass(frozen=True)
class Wanting:
    """The data's quality: the measures with a count, and the names of those without any."""

    wanting: tuple[Quality, ...]
    sound: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """All figures of the first page; `form` is None when there are no units, `found` in the order of the findings."""

    area: Ref | None
    standings: tuple[Standing, ...]
    form: OfficialForm | None
    named_rates: tuple[NamedRate, ...]
    gaps: tuple[Gap, ...]
    story: frozenset[str]
    quality: Wanting
    found: tuple[Counted, ...]


def overview(scope: Scope, quality: Iterable[Quality] = (), found: Iterable[Found] = ()) -> Overview:
    """The overview of a scope.

    `quality`: what `answers.standing.qualities` says of the nodes of the scope; `found`: the findings of the whole day.
    """
    coverage = scope.coverage
    forms = official_form(coverage, among=scope.inside("Unit"))
    return Overview(
        area=ref(coverage.snapshot.graph, scope.area),
        standings=tuple(standing(scope, kind) for kind in SUBJECTS),
        form=forms[0] if forms else None,
        named_rates=named_rates(coverage, scope.nodes()),
        gaps=tuple(_gaps(scope)),
        story=frozenset(entry.name for entry in enabled(coverage.policy.categories) if entry.story),
        quality=_wanting(tuple(quality)),
        found=counted(scope, found),
    )


def standing(scope: Scope, kind: str) -> Standing:
    """All figures of one kind of subject."""
    coverage, blind = scope.coverage, scope.blind(kind)
    every = [entry.name for entry in enabled(coverage.policy.standards)]
    of_views = {view.name: view_mask(coverage, view, kind) for view in enabled(coverage.policy.views)}
    headlines = {view.name for view in enabled(coverage.policy.views) if view.headline}
    there = {name: mask for name, mask in of_views.items() if mask.any()}
    return Standing(
        kind=kind,
        rate=scope.rate(kind),
        change=_change(scope, kind),
        traits={name: int((blind & trait(coverage, kind, name)).sum()) for name in traits_of(coverage, kind)},
        reasons=_reasons(scope, kind),
        headlines=tuple((name, scope.rate(kind, among=mask)) for name, mask in there.items() if name in headlines),
        views=tuple(
            (name, tuple(scope.rate(kind, standard, mask) for standard in every)) for name, mask in there.items()
        ),
        standards=tuple(scope.rate(kind, standard) for standard in every),
        categories=ordered(coverage, ("category",), scope.rates(kind, ("category",))),
        quadrants=quadrants(coverage, kind, among=scope.inside(kind)),
        worst=worst(scope, kind),
    )


def _change(scope: Scope, kind: str) -> Change | None:
    earlier = scope.earlier()
    if earlier is None:
        return None
    before, after = earlier.blind(kind), scope.blind(kind)
    old = earlier.rate(kind)
    came, went = int((after & ~before).sum()), int((before & ~after).sum())
    return Change(old, points(old, scope.rate(kind)), came, went)


def _reasons(scope: Scope, kind: str) -> Reasons:
    column = scope.coverage.column(kind, "no_org_reason").coded()
    codes = column.values[scope.blind(kind)]
    stated = np.bincount(codes[codes != NULL], minlength=len(column.vocabulary or ()))
    named = zip(column.vocabulary or (), stated.tolist(), strict=True)
    found = sorted(((reason, number) for reason, number in named if number), key=lambda each: (-each[1], each[0]))
    told, rest = found[:MOST_REASONS], found[MOST_REASONS:]
    return Reasons(tuple(told), sum(number for _, number in rest), int((codes == NULL).sum()))


def _wanting(quality: tuple[Quality, ...]) -> Wanting:
    wanting = tuple(measure for measure in quality if measure.count)
    sound = dict.fromkeys(measure.name for measure in quality)
    return Wanting(wanting, tuple(name for name in sound if name not in {measure.name for measure in wanting}))


def _gaps(scope: Scope) -> list[Gap]:
    graph, found = scope.coverage.snapshot.graph, []
    for gap in enabled(scope.coverage.policy.gaps):
        nodes, of = gap_nodes(scope.coverage, gap, scope.nodes())
        named = tuple(each for each in (ref(graph, node) for node in nodes[:MOST_GAPS].tolist()) if each)
        found.append(Gap(gap.name, gap.kind, len(nodes), of, named))
    return found
