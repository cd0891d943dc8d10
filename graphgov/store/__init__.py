"""Where the graph and its record are kept: one seam, an engine behind it."""

from __future__ import annotations

from pathlib import Path

from graphgov.errors import StoreError
from graphgov.schema import SCHEMA, Schema
from graphgov.store.base import (
    Batch,
    Counters,
    Elements,
    FileNames,
    FirstStated,
    Found,
    Identifiers,
    Import,
    Imports,
    Kinds,
    Limits,
    Lookup,
    Progress,
    Question,
    Record,
    Rows,
    Said,
    SaidBy,
    Session,
    Stamp,
    Store,
    Ties,
    Unfinished,
    Waiting,
    Wanted,
)
from graphgov.store.bolt import is_address
from graphgov.store.copying import copy
from graphgov.store.embedded import EmbeddedStore
from graphgov.store.neo4j_store import Neo4jStore

DEFAULT = "graphgov.duckdb"
"""The file that commands use when none is named."""


def open_store(address: str | Path = DEFAULT, schema: Schema = SCHEMA) -> Store:
    """The store at an address: that of a server (``bolt://host:7687``) means Neo4j, a file name the embedded store."""
    if isinstance(address, str) and is_address(address):
        return Neo4jStore(address, schema)
    return EmbeddedStore(Path(address), schema)


def is_there(store: Store) -> bool:
    """Whether there is anything to read at a store's address; raises StoreError where nobody can say."""
    try:
        store.stamp()
    except StoreError as error:
        if error.key == "store_missing":
            return False
        raise
    return True


__all__ = [
    "DEFAULT",
    "Batch",
    "Counters",
    "Elements",
    "EmbeddedStore",
    "FileNames",
    "FirstStated",
    "Found",
    "Identifiers",
    "Import",
    "Imports",
    "Kinds",
    "Limits",
    "Lookup",
    "Neo4jStore",
    "Progress",
    "Question",
    "Record",
    "Rows",
    "Said",
    "SaidBy",
    "Session",
    "Stamp",
    "Store",
    "Ties",
    "Unfinished",
    "Waiting",
    "Wanted",
    "copy",
    "is_there",
    "open_store",
]
