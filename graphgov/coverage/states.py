"""What reaches every subject, and what state that leaves it in under a standard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from graphgov.coverage.territory import Territory, as_column
from graphgov.graph import NULL, AnyColumn, Column, Passes, Snapshot, Walk, walk
from graphgov.graph.columns import Codes, Ints, Mask
from graphgov.policy import Policy, Presence, Rule, enabled
from graphgov.query.tree import NodePattern

STATES = ("not_applicable", "covered", "claimed", "unknown", "blind", "base_unknown")
"""The states of a subject, by code; `base_unknown`: nobody can say whether it belongs to the denominator."""

NOT_APPLICABLE, COVERED, CLAIMED, UNKNOWN, BLIND, BASE_UNKNOWN = range(len(STATES))

ABSENT = -1
"""Code of what does not hold on the day."""

Value = TypeVar("Value")

SUBJECTS = ("Unit", "Place")
"""The kinds that rules are about.  They are never added up."""


_OF_TERRITORY = ("community", "street", "district", "registered_community")
"""Attributes of subjects that follow from where they are."""


@dataclass(frozen=True, eq=False)
class Coverage:
    """The answers of a policy about a snapshot; what is asked for is computed once and kept.

    Arrays over the subjects of a kind are aligned with `Snapshot.column(kind, ...)`.
    """

    snapshot: Snapshot
    policy: Policy
    _held: dict[str, Mask] = field(default_factory=dict)
    _counted: dict[str, Mask] = field(default_factory=dict)
    _states: dict[tuple[str, str, str], Codes] = field(default_factory=dict)
    _once: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def territory(self) -> Territory:
        """Where everything belongs."""
        return Territory(self.snapshot)

    @cached_property
    def passes(self) -> Passes:
        """Paths on the snapshot's arrays, with the derived attributes of subjects."""
        derived = {name: _derived(self.territory, name) for name in _OF_TERRITORY}
        return Passes(self.snapshot, derived)

    def held(self, name: str) -> Mask:
        """Which nodes (mask over all) a rule or presence holds for."""
        if name not in self._held:
            mask = np.zeros(self.snapshot.graph.size, bool)
            self._mark(name, mask)
            self._held[name] = mask
        return self._held[name]

    def any_of(self, names: Iterable[str]) -> Mask:
        """Which nodes any of several rules or presences holds for."""
        mask = np.zeros(self.snapshot.graph.size, bool)
        for name in names:
            if name in self._held:
                mask |= self._held[name]
            else:
                self._mark(name, mask)
        return mask

    def _mark(self, name: str, mask: Mask) -> None:
        every: tuple[Rule | Presence, ...] = (*self.policy.rules, *self.policy.presences)
        for path in next(entry.paths for entry in every if entry.name == name):
            self.passes.mark(path, mask)

    def counted(self, standard: str) -> Mask:
        """Which nodes count as covered under a standard."""
        if standard not in self._counted:
            self._counted[standard] = self.any_of(rule.name for rule in self.policy.rules_of(standard))
        return self._counted[standard]

    def rules_holding(self, node: int) -> tuple[Rule, ...]:
        """Every enabled rule that holds for a node, the strongest rung first."""
        rules = sorted(enabled(self.policy.rules), key=lambda rule: rule.rung)
        return tuple(rule for rule in rules if self.held(rule.name)[node])

    def denominator(self, kind: str, name: str | None = None) -> str:
        """The denominator asked for, else the policy's default for a kind of subject."""
        return self.policy.denominator(name).name if name else self.policy.default_denominator[kind]

    def base(self, kind: str, denominator: str) -> tuple[Mask, Mask]:
        """Which subjects of a kind are in a denominator, and of which nobody can say."""
        alive = self.snapshot.alive[self.snapshot.slice_of(kind)]
        path = self.policy.denominator(denominator).path
        if kind not in path.subject.kinds:
            return np.zeros_like(alive), np.zeros_like(alive)
        inside, outside = self.matches(kind, path.subject)
        return alive & inside, alive & ~inside & ~outside

    def matches(self, kind: str, pattern: NodePattern) -> tuple[Mask, Mask]:
        """For which subjects of a kind a pattern's condition is true, and for which false."""
        rows = self.passes.rows(kind)
        if pattern.where is None:
            return np.ones(rows.size, bool), np.zeros(rows.size, bool)
        return rows.true(pattern.where), rows.false(pattern.where)

    def exempt(self, kind: str) -> Mask:
        """Which subjects of a kind are exempt on the day."""
        reason = self.column(kind, "exempt_reason").coded().values
        until = self.column(kind, "exempt_until").coded().values
        # Without a sign, an empty day is the latest of all.
        exempt: Mask = (reason != NULL) & (until.view(np.uint32) >= self.snapshot.day.toordinal())
        return exempt

    def column(self, kind: str, name: str) -> AnyColumn:
        """A property of the subjects of a kind."""
        return self.snapshot.column(kind, name)

    def is_value(self, kind: str, name: str, value: str) -> Mask:
        """For which subjects of a kind a property has a value."""
        column = self.column(kind, name).coded()
        equal: Mask = column.values == column.code(value)
        return equal

    def states(self, kind: str, standard: str, denominator: str | None = None) -> Codes:
        """The code of the state of every subject of a kind: an index of `STATES`, or `ABSENT`."""
        denominator = self.denominator(kind, denominator)
        key = (kind, standard, denominator)
        if key not in self._states:
            self._states[key] = self._compute(kind, standard, denominator)
        return self._states[key]

    def _compute(self, kind: str, standard: str, denominator: str) -> Codes:
        part = self.snapshot.slice_of(kind)
        inside, doubtful = self.base(kind, denominator)
        claimed = self.is_value(kind, "reported_covered", "yes") | self.is_value(kind, "reported_org", "yes")
        unknown = self.is_value(kind, "reported_covered", "unknown") | self.is_value(kind, "reported_org", "unknown")
        absent, outside = ~self.snapshot.alive[part], self.exempt(kind) | ~(inside | doubtful)
        covered = self.counted(standard)[part]
        codes = {ABSENT: absent, NOT_APPLICABLE: outside, COVERED: covered, CLAIMED: claimed, UNKNOWN: unknown}
        found = _least(codes, BLIND)
        found[doubtful & (found > NOT_APPLICABLE)] = BASE_UNKNOWN
        return found

    def blind(self, kind: str, standard: str, denominator: str | None = None) -> Ints:
        """The nodes of a kind that are blind spots, in the graph's order."""
        first = self.snapshot.slice_of(kind).start
        nodes: Ints = (np.flatnonzero(self.states(kind, standard, denominator) == BLIND) + first).astype(np.int32)
        return nodes

    def state(self, node: int, standard: str, denominator: str | None = None) -> str:
        """The state of one subject, or "absent" when it does not hold on the day."""
        kind = self.snapshot.graph.kind_of(node)
        code = int(self.states(kind, standard, denominator)[node - self.snapshot.slice_of(kind).start])
        return "absent" if code == ABSENT else STATES[code]

    def proof(self, node: int, rule: Rule) -> Walk | None:
        """The walk that proves that a rule holds for a node: fewest edges, then smallest ids; None when it does not."""
        walks = (walk(self.passes, path, node) for path in rule.paths)
        return min((found for found in walks if found is not None), default=None)

    def once(self, name: str, make: Callable[[], Value]) -> Value:
        """What `make` gives, made once and kept under a name; it must not hold the coverage itself (see `_derived`)."""
        if name not in self._once:
            self._once[name] = make()
        found: Value = self._once[name]
        return found

    def category(self, kind: str) -> Column:
        """The category of every subject of a kind."""
        return self.once(f"category of {kind}", lambda: self._category(kind))

    def _category(self, kind: str) -> Column:
        named = [category for category in enabled(self.policy.categories) if category.kind == kind]
        values = np.full(self.snapshot.graph.nodes[kind].count, NULL, np.int32)
        for code, category in enumerate(named):
            values[self.matches(kind, category.path.subject)[0]] = code
        return Column(values, tuple(category.name for category in named))

    def members(self) -> Ints:
        """The members of every unit: full members, else all members stated; `NULL` when nobody counted."""
        full, every = self.column("Unit", "full_members").coded(), self.column("Unit", "members").coded()
        members: Ints = np.where(full.values != NULL, full.values, every.values).astype(np.int32)
        return members


def _derived(territory: Territory, name: str) -> Callable[[str], AnyColumn]:
    """The nodes that the subjects of a kind belong to, as a column of ids.

    It holds no `Coverage`: one that held itself would keep its masks until the garbage is collected, and every next
    one would have to be given new memory, which costs more than all its passes.
    """
    columns: dict[str, AnyColumn] = {}

    def column(kind: str) -> AnyColumn:
        if kind not in columns:
            snapshot = territory.snapshot
            columns[kind] = as_column(getattr(territory, name)[snapshot.slice_of(kind)], snapshot)
        return columns[kind]

    return column


def _least(codes: Mapping[int, Mask], most: int) -> Codes:
    """For every row the least code whose mask holds, else `most`; by arithmetic, ten times as fast as choosing."""
    below = np.zeros(len(next(iter(codes.values()))), np.int8)
    for code, mask in codes.items():
        np.maximum(below, mask.view(np.int8) * np.int8(most - code), out=below)
    least: Codes = np.int8(most) - below
    return least
