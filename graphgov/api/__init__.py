"""graphgov from Python: open a database and ask what the command line asks; values and tables come back.

``import graphgov`` offers what stands here without loading it: it is loaded with the first call.
"""

from graphgov.api.database import Database, ask, demo, open
from graphgov.api.table import Table

__all__ = ["Database", "Table", "ask", "demo", "open"]
