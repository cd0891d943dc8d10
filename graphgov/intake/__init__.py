"""From files to the record, and from the record to the graph."""

from graphgov.intake.own_tables import Given, Options, Receipt, import_tables, take_in
from graphgov.intake.staging import Origins
from graphgov.intake.undo import undo

__all__ = ["Given", "Options", "Origins", "Receipt", "import_tables", "take_in", "undo"]
