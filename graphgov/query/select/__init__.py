"""A query as one SELECT over the rows of a catalog: plain standard SQL but for what `dialect` holds."""

from graphgov.query.select.shortest import Search
from graphgov.query.select.statement import Selection, select

__all__ = ["Search", "Selection", "select"]
