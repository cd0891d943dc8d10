"""docs/cypher.md: the words of the language, as the grammar and the functions have them."""

from __future__ import annotations

import re
from importlib.resources import files

from graphgov.query.select.expressions import AGGREGATES
from graphgov.query.select.functions import USAGE

OUTSIDE = ("CALL", "shortestPath", "reduce")
"""Words of Cypher that the page says are none of the language."""


def names() -> set[str]:
    """Keywords, functions and aggregates as people write them."""
    grammar = files("graphgov.query").joinpath("query.lark").read_text(encoding="utf-8")
    keywords = {word.upper() for word in re.findall(r"/([a-z]+)[\\(]", grammar)} | {"STARTS", "ENDS"}
    functions = {word for usage in USAGE.values() for word in re.findall(r"(\w+)\(", usage)}
    return {*keywords, *functions, *AGGREGATES, *OUTSIDE, "all", "any", "none", "year", "month", "day"}
