"""Coverage: who is reached, by which rule, in what state, at what rate; functions of a snapshot and a policy."""

from graphgov.coverage.compare import Comparison, Flip, compare, points
from graphgov.coverage.form import (
    FORM,
    QUADRANTS,
    Container,
    NamedRate,
    OfficialForm,
    containers,
    gap_nodes,
    named_rates,
    official_form,
    quadrants,
    view_mask,
)
from graphgov.coverage.measures import Stated, counted, known, stated
from graphgov.coverage.rates import DIMENSIONS, Rate, percent, rates, share, whole
from graphgov.coverage.states import STATES, SUBJECTS, Coverage
from graphgov.coverage.territory import Territory
from graphgov.coverage.ties import NOWHERE

__all__ = [
    "DIMENSIONS",
    "FORM",
    "NOWHERE",
    "QUADRANTS",
    "STATES",
    "SUBJECTS",
    "Comparison",
    "Container",
    "Coverage",
    "Flip",
    "NamedRate",
    "OfficialForm",
    "Rate",
    "Stated",
    "Territory",
    "compare",
    "containers",
    "counted",
    "gap_nodes",
    "known",
    "named_rates",
    "official_form",
    "percent",
    "points",
    "quadrants",
    "rates",
    "share",
    "stated",
    "view_mask",
    "whole",
]
