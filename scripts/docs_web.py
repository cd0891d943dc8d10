"""docs/serve.md: every page of `graphgov serve` and what it can be asked, as the pages have them."""

from __future__ import annotations

from docs_text import code, table

from graphgov.web.app import ROOT
from graphgov.web.asking import COMMON
from graphgov.web.pages import PAGES


def pages() -> str:
    return table(("page", "filters", "forms"), map(_page, PAGES))


def _page(name: str) -> tuple[str, ...]:
    view = PAGES[name]
    address = "/" + (name if name != ROOT else "") + ("/ID" if view.of_one else "")
    return code(address), ", ".join(map(code, view.filters)), ", ".join(map(code, view.forms))


def common() -> str:
    return "Each takes " + ", ".join(map(code, COMMON)) + " besides."


BLOCKS = {"web-pages": pages, "web-common": common}
