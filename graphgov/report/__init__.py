"""Pages: their figures as values, and the templates that show them, in the report file and in `serve` alike."""

from __future__ import annotations

from graphgov.report.links import FILTERS, PAGES, Url, address, fragment
from graphgov.report.overview import Overview, overview
from graphgov.report.pages import Frame, Look, document, frame, part
from graphgov.report.refs import Ref, ref
from graphgov.report.scope import Scope

__all__ = [
    "FILTERS",
    "PAGES",
    "Frame",
    "Look",
    "Overview",
    "Ref",
    "Scope",
    "Url",
    "address",
    "document",
    "fragment",
    "frame",
    "overview",
    "part",
    "ref",
]
