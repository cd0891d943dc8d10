"""Where the graph and its record are kept: one seam, an engine behind it."""

from __future__ import annotations

from pathlib import Path

from graphgov.schema import SCHEMA, Schema
from graphgov.store.base import (
    Batch,
    Counters,
    Elements,
    FileNames,
    Import,
    Imports,
    Kinds,
    Lookup,
    Progress,
    Question,
    Said,
    SaidBy,
    Session,
    Stamp,
    Store,
    Ties,
    Waiting,
    Wanted,
)
from graphgov.store.embedded import EmbeddedStore

DEFAULT = "graphgov.duckdb"
"""The file that commands use when none is named."""


def open_store(address: str | Path = DEFAULT, schema: Schema = SCHEMA) -> Store:
    """The store at an address: a file name means the embedded store."""
    return EmbeddedStore(Path(address), schema)


__all__ = [
    "DEFAULT",
    "Batch",
    "Counters",
    "Elements",
    "EmbeddedStore",
    "FileNames",
    "Import",
    "Imports",
    "Kinds",
    "Lookup",
    "Progress",
    "Question",
    "Said",
    "SaidBy",
    "Session",
    "Stamp",
    "Store",
    "Ties",
    "Waiting",
    "Wanted",
    "open_store",
]
