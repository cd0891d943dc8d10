"""Pages: their figures as values, and the templates that show them, in the report file and in `serve` alike."""

from __future__ import annotations

from graphgov.report.analyst import Analysis, analysis
from graphgov.report.area import Area, area
from graphgov.report.links import FILTERS, PAGES, Url, address, fragment
from graphgov.report.listing import Listed, listed
from graphgov.report.matrix import Matrix, matrix
from graphgov.report.overview import Overview, overview
from graphgov.report.pages import Frame, Look, document, frame, part
from graphgov.report.problems import Problems, problems
from graphgov.report.refs import Ref, ref
from graphgov.report.scope import Scope
from graphgov.report.subject import Subject, subject

__all__ = [
    "FILTERS",
    "PAGES",
    "Analysis",
    "Area",
    "Frame",
    "Listed",
    "Look",
    "Matrix",
    "Overview",
    "Problems",
    "Ref",
    "Scope",
    "Subject",
    "Url",
    "address",
    "analysis",
    "area",
    "document",
    "fragment",
    "frame",
    "listed",
    "matrix",
    "overview",
    "part",
    "problems",
    "ref",
    "subject",
]
