"""graphgov: a graph database of organizational linkages that finds where no party organization reaches.

``graphgov.open("graphgov.duckdb")`` opens a database for Python; see `graphgov.api`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graphgov.api import Database, Table, ask, demo, open

__version__ = "0.1.0"

__all__ = ["Database", "Table", "ask", "demo", "open"]


def __getattr__(name: str) -> Any:
    """What `__all__` offers, loaded when it is first asked for: ``import graphgov`` stays light."""
    if name not in __all__:
        raise AttributeError(f"module 'graphgov' has no attribute {name!r}")
    from graphgov import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
