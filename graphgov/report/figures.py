"""The rates of every area under every standard, as columns: what the pages of areas in the one file show."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphgov.coverage import NOWHERE, STATES, SUBJECTS, percent
from graphgov.coverage.rates import counts
from graphgov.coverage.states import BLIND, CLAIMED, COVERED, UNKNOWN
from graphgov.coverage.territory import LEVELS
from graphgov.graph import NULL
from graphgov.graph.columns import Ints
from graphgov.policy import enabled
from graphgov.report.census import Census, Whole
from graphgov.report.packed import packed
from graphgov.view.colours import RATES, shade


def figures(census: Census) -> dict[str, Any]:
    """For every kind of subject and standard the states of each area, and its rate in words.

    `areas`: the numbers of the areas that hold some subject, in the order of all columns.  ``kinds[kind][standard]``
    holds a column for each of `STATES`, `rate` and `upper` (codes into `texts`), and `shade` (a place in
    `colours.RATES`).
    """
    coverage = census.coverage
    standards = [entry.name for entry in enabled(coverage.policy.standards)]
    tables = [[_states(census, kind, standard) for standard in standards] for kind in SUBJECTS]
    there = np.flatnonzero(sum(table.sum(axis=1) for of_kind in tables for table in of_kind))
    texts: dict[str, int] = {}
    kinds = [[_columns(table[there], texts) for table in of_kind] for of_kind in tables]
    return {"areas": packed(there.astype(np.int32)), "kinds": kinds, "texts": list(texts)}


def _states(census: Census, kind: str, standard: str) -> Whole:
    """Subjects of a kind by area (rows, by number) and state (columns, as `STATES`)."""
    territory, part = census.coverage.territory, census.coverage.snapshot.slice_of(kind)
    states = census.scope.states(kind, standard)
    table = np.zeros((len(census.areas), len(STATES)), np.int64)
    for level in ("community", *LEVELS):
        # An area counts for each level once, also where it has no community of its own.
        areas = census.number[getattr(territory, level)[part]]
        known = areas != NOWHERE
        table += counts(areas[known], states[known], len(census.areas))
    return table


def _columns(table: Whole, texts: dict[str, int]) -> dict[str, Any]:
    """The numbers and, in words, the share covered and the share that would be if all doubt were resolved well."""
    base = table[:, (COVERED, CLAIMED, UNKNOWN, BLIND)].sum(axis=1)
    return {
        **{name: packed(table[:, place]) for place, name in enumerate(STATES)},
        "rate": packed(_said(table[:, COVERED], base, texts)),
        "upper": packed(_said(base - table[:, BLIND], base, texts)),
        "shade": packed(_shades(table[:, COVERED], base)),
    }


def _said(part: Whole, base: Whole, texts: dict[str, int]) -> Ints:
    said = (percent(*numbers) for numbers in zip(part.tolist(), base.tolist(), strict=True))
    return np.array([texts.setdefault(text, len(texts)) for text in said], np.int32)


def _shades(part: Whole, base: Whole) -> Ints:
    shades = [shade(*numbers) for numbers in zip(part.tolist(), base.tolist(), strict=True)]
    return np.array([RATES.index(each) if each in RATES else NULL for each in shades], np.int32)
