"""Addresses of pages: which there are, what they can be asked, and how the one file writes them.

Templates call ``url(page, id, **filters)`` and know no more.  The one file answers with fragments, `serve` with paths.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode

PAGES = ("overview", "blind-spots", "matrix", "map", "findings", "analyst", "area", "subject")
"""Every page; `area` and `subject` are asked with an id, the others stand in the navigation as far as they exist."""

FILTERS = (
    "kind", "standard", "state", "district", "street", "community", "category", "finding", "responsible", "reason",
    "trait", "form", "quadrant", "view",
)  # fmt: skip
"""What a list of subjects can be asked, each by an id or the name of an entry.

`standard` is by default that of the page, `state` is ``blind``; ``all`` asks for every state.  `trait` is one of
`traits.TRAITS`, `form` a row of the
official form, `quadrant` one of `coverage.QUADRANTS`, `view` a cross view of the policy.  An empty `district`,
`street`, `community`, `responsible` or `reason` asks for those of which nobody said any.
"""

Url = Callable[..., str]


def fragment(page: str, id: str = "", **filters: str | None) -> str:
    """The address of a page inside one file: ``#/area/530102005004``, ``#/blind-spots?kind=Unit&trait=must_build``."""
    return "#" + address(page, id, **filters)


def address(page: str, id: str = "", **filters: str | None) -> str:
    """A page, its id and its filters (None: not asked) as a path and a query, every sign of them escaped."""
    assert page in PAGES, page
    asked = urlencode({name: value for name, value in filters.items() if value is not None}, quote_via=quote)
    return f"/{page}" + (f"/{quote(id, safe='')}" if id else "") + (f"?{asked}" if asked else "")
