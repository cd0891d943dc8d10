"""Addresses of the live pages: paths, with the day, standard and language of the page that links to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

ROOT = "overview"
"""The page of the bare address."""

NOBODY = "-"
"""What a filter is asked for when it is for those of whom nobody said any: forms send an empty text for no filter."""

PARAMETER = "p."
"""What the name of a query's parameter begins with in an address, so that it is told from what pages are asked."""

# A browser takes these for steps in a path, whether they are escaped or not.
_STEPS = (".", "..")


@dataclass(frozen=True)
class Links:
    """Writes addresses; `carried` is what every link keeps."""

    carried: Mapping[str, str]

    def __call__(self, page: str, id: str = "", /, **asked: str | None) -> str:
        """The address of a page, about one thing or with filters (None: not asked), every sign of them escaped."""
        given = {name: value or NOBODY for name, value in asked.items() if value is not None}
        parameters = {**dict(self.hidden(id)), **given}
        return self.path(page, id) + (f"?{urlencode(parameters, quote_via=quote)}" if parameters else "")

    def path(self, page: str, id: str = "") -> str:
        """The address without its parameters, as forms want it."""
        if id and id not in _STEPS and not id.startswith("/"):
            return f"/{page}/{quote(id, safe='')}"
        return "/" if page == ROOT else f"/{page}"

    def hidden(self, id: str = "") -> list[tuple[str, str]]:
        """The parameters that a form has to send along; an id that no path can hold is one of them."""
        own = [("id", id)] if id in _STEPS or id.startswith("/") else []
        return [*own, *self.carried.items()]
