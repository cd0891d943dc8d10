"""A policy: all its entries, and how to look them up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from graphgov import words
from graphgov.errors import none_of
from graphgov.policy.entries import (
    Category,
    Denominator,
    Entry,
    Finding,
    Gap,
    Measure,
    Presence,
    Rate,
    Rule,
    Standard,
    View,
    looked_at,
)
from graphgov.schema import SCHEMA, Schema

E = TypeVar("E", bound=Entry)

TABLES = {
    "rule": "rules", "presence": "presences", "standard": "standards", "denominator": "denominators", "rate": "rates",
    "category": "categories", "gap": "gaps", "view": "views", "measure": "measures", "finding": "findings",
}
"""The tables of a policy file, with the attribute of `Policy` that holds their entries."""


@dataclass(frozen=True)
class Policy:
    """All entries in the order of the file, those that are switched off included."""

    rules: tuple[Rule, ...]
    presences: tuple[Presence, ...]
    standards: tuple[Standard, ...]
    denominators: tuple[Denominator, ...]
    rates: tuple[Rate, ...]
    categories: tuple[Category, ...]
    gaps: tuple[Gap, ...]
    views: tuple[View, ...]
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    default_standard: str
    default_denominator: Mapping[str, str] = field(hash=False)
    """The denominator's name for each kind of subject that has one."""
    file: str = field(default="", compare=False)

    def entries(self, table: str) -> tuple[Entry, ...]:
        """The entries of one of `TABLES`."""
        found: tuple[Entry, ...] = getattr(self, TABLES[table])
        return found

    def entry(self, table: str, name: str) -> Entry:
        """The entry of that name, switched off or not; UnknownName (with the nearest right word) when there is none."""
        return _named(self.entries(table), table, name)

    def rule(self, name: str) -> Rule:
        """The rule of that name; UnknownName when there is none."""
        return _named(self.rules, "rule", name)

    def presence(self, name: str) -> Presence:
        """The presence of that name; UnknownName when there is none."""
        return _named(self.presences, "presence", name)

    def standard(self, name: str) -> Standard:
        """The standard of that name; UnknownName when there is none."""
        return _named(self.standards, "standard", name)

    def denominator(self, name: str) -> Denominator:
        """The denominator of that name; UnknownName when there is none."""
        return _named(self.denominators, "denominator", name)

    def rate(self, name: str) -> Rate:
        """The rate of that name; UnknownName when there is none."""
        return _named(self.rates, "rate", name)

    def category(self, name: str) -> Category:
        """The category of that name; UnknownName when there is none."""
        return _named(self.categories, "category", name)

    def measure(self, name: str) -> Measure:
        """The measure of that name; UnknownName when there is none."""
        return _named(self.measures, "measure", name)

    def finding(self, name: str) -> Finding:
        """The finding of that name; UnknownName when there is none."""
        return _named(self.findings, "finding", name)

    def rules_of(self, standard: str) -> tuple[Rule, ...]:
        """The enabled rules whose rung counts under a standard, in the order of the file."""
        rungs = self.standard(standard).rungs
        return tuple(rule for rule in enabled(self.rules) if rule.rung in rungs)

    def properties(self, schema: Schema = SCHEMA) -> dict[str, set[str]]:
        """The properties, by node and edge kind, that any entry looks at; derived ones are not among them."""
        found: dict[str, set[str]] = {}
        for table in TABLES:
            for entry in self.entries(table):
                for kind, name in looked_at(entry):
                    if name in schema.kinds[kind].by_name:
                        found.setdefault(kind, set()).add(name)
        return found


def enabled(entries: Iterable[E]) -> tuple[E, ...]:
    """The entries that are not switched off."""
    return tuple(entry for entry in entries if entry.enabled)


def _named(entries: tuple[E, ...], table: str, name: str) -> E:
    for entry in entries:
        if entry.name == name:
            return entry
    raise none_of(words.word("entry", table), name, [entry.name for entry in enabled(entries)])
