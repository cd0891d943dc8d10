"""Any table file as raw cells: what a file is, its content says, not its suffix."""

from graphgov.files.sheets.model import Cell, Merge, Sheet
from graphgov.files.sheets.reading import sheets

__all__ = ["Cell", "Merge", "Sheet", "sheets"]
