"""What tells one blind spot from another: who must build, who is large, what was said, what is planned.

A trait is a mask over the subjects of a kind, whatever their state; pages count it among the blind spots and lists are
filtered by it, so that both mean the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from graphgov.coverage import Coverage
from graphgov.coverage.listing import stated_none, unmentioned
from graphgov.findings import having
from graphgov.graph import NULL
from graphgov.graph.columns import Mask
from graphgov.policy import enabled

Trait = Callable[[Coverage, str], Mask]


def _finding(name: str) -> Trait:
    def having_it(coverage: Coverage, kind: str) -> Mask:
        return having(coverage, name)[coverage.snapshot.slice_of(kind)]

    return having_it


def _denominator(name: str) -> Trait:
    return lambda coverage, kind: coverage.base(kind, name)[0]


def _key_place(coverage: Coverage, kind: str) -> Mask:
    return coverage.is_value(kind, "key_place", "yes")


def _planned(before: bool) -> Trait:
    """Whether formation is planned: for a day before this one, or for a day to come."""

    def planned(coverage: Coverage, kind: str) -> Mask:
        day = coverage.column(kind, "planned_date").coded().values
        mask: Mask = (day != NULL) & ((day < coverage.snapshot.day.toordinal()) == before)
        return mask

    return planned


def _no_plan(coverage: Coverage, kind: str) -> Mask:
    mask: Mask = coverage.column(kind, "planned_date").coded().values == NULL
    return mask


def _nobody_said(coverage: Coverage, kind: str) -> Mask:
    mask: Mask = np.logical_not(stated_none(coverage, kind))
    return mask


TRAITS: Mapping[str, Trait] = {
    "must_build": _finding("must_build"),
    "staff_50": _denominator("staff_50"),
    "above_scale": _denominator("above_scale"),
    "key_place": _key_place,
    "overdue": _planned(before=True),
    "planned": _planned(before=False),
    "no_plan": _no_plan,
    "stated_none": stated_none,
    "nobody_said": _nobody_said,
    "unsurveyed": unmentioned,
}
"""Every trait by name.  `must_build` is the policy's finding, `staff_50` and `above_scale` are its denominators.

`overdue`, `planned` and `no_plan` are a partition, and so are `stated_none` and `nobody_said`; `unsurveyed`: nothing
reaches it and nobody has said anything of it.
"""

URGENT = ("must_build", "staff_50", "above_scale", "key_place")
PLANS = ("overdue", "planned", "no_plan")
SAID = ("stated_none", "nobody_said")


def traits_of(coverage: Coverage, kind: str) -> tuple[str, ...]:
    """The traits that subjects of a kind can have under this policy."""
    policy, missing = coverage.policy, set[str]()
    units = {"staff_50", "above_scale"}
    there = {entry.name for entry in enabled(policy.denominators) if entry.kind == kind}
    missing |= units - there
    if kind != "Unit" or "must_build" not in {finding.name for finding in enabled(policy.findings)}:
        missing.add("must_build")
    if "key_place" not in coverage.snapshot.schema.node[kind].by_name:
        missing.add("key_place")
    return tuple(name for name in TRAITS if name not in missing)


def trait(coverage: Coverage, kind: str, name: str) -> Mask:
    """Which subjects of a kind have a trait (mask over them)."""
    return TRAITS[name](coverage, kind)
