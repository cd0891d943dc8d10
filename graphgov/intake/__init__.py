"""From files to the record, and from the record to the graph."""

from graphgov.intake.own_tables import Options, Receipt, import_tables
from graphgov.intake.undo import undo

__all__ = ["Options", "Receipt", "import_tables", "undo"]
