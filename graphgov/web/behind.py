"""The query that restates what another page lists or draws, where there is one: the same subjects, as Cypher."""

from __future__ import annotations

from collections.abc import Mapping

from graphgov.coverage.listing import ANY_STATE
from graphgov.report.scope import Scope
from graphgov.web.asking import Asked
from graphgov.web.links import PARAMETER, Links
from graphgov.web.state import Loaded

_HOW = {"kind", "sort", "page", "sums", "limit", "standard"}
"""What a list is asked that is no condition of its own: a query has both kinds, and one standard."""

_OF_ENTRY = {"category": "categories", "view": "views"}
"""The groups of the queries that restate what a list is filtered by."""


def of_list(asked: Asked, loaded: Loaded, scope: Scope, filters: tuple[str, ...]) -> str:
    """Of the list of subjects: those in a state under a standard, or everybody that one entry is about."""
    conditions = {name for name in filters if asked.get(name)} - _HOW
    state = asked.get("state") or "blind"
    if conditions <= {"state"} and state != ANY_STATE:
        return _address(asked, loaded, f"standards/{scope.standard}", {"state": state})
    (entry, *others) = sorted(conditions - {"state"}) or ("",)
    if entry in _OF_ENTRY and not others and state == ANY_STATE:
        return _address(asked, loaded, f"{_OF_ENTRY[entry]}/{asked.get(entry)}", {})
    return ""


def of_findings(asked: Asked, loaded: Loaded, finding: str | None, filters: tuple[str, ...]) -> str:
    """Of the findings of one sort, everywhere."""
    if finding is None or any(asked.get(name) for name in filters):
        return ""
    return _address(asked, loaded, f"findings/{finding}", {})


def of_node(asked: Asked, loaded: Loaded, hops: int) -> str:
    """Of what is around a node: its ties of every kind."""
    return _address(asked, loaded, "structure/ego", {"id": asked.id or ""}) if hops == 1 else ""


def _address(asked: Asked, loaded: Loaded, name: str, given: Mapping[str, str]) -> str:
    if name not in loaded.queries:
        return ""
    return Links(asked.carried)("ask", name, **{PARAMETER + each: value for each, value in given.items()})
