"""The words by which tables speak, whatever they are about: forms.toml, one table for every sort."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def forms(table: str, sort: str = "words") -> frozenset[str]:
    """The words of a sort."""
    return frozenset(_all()[table][sort])


@cache
def _all() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("graphgov").joinpath("ledger", "forms.toml").read_text(encoding="utf-8"))
