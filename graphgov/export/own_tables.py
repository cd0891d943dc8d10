"""graphgov's own tables: exact, and to be imported again as they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graphgov.export.model import Export, Format, Written
from graphgov.schema import SCHEMA, Schema

if TYPE_CHECKING:
    from graphgov.store import Store


def export_tables(store: Store, folder: Path, schema: Schema = SCHEMA) -> dict[str, int]:
    """Write every kind that has elements as ``<Kind>.csv`` of a new folder; the number of rows of each.

    Elements have their last stated values, dates as they were written; who stated what, and when, stays in the
    store.  Raises BadInput when the folder holds something already.
    """
    from graphgov.files import tables
    from graphgov.store import Elements

    found = store.ask_all([Elements(kind) for kind in schema.kinds])
    filled = {kind: rows for kind, rows in zip(schema.kinds, found, strict=True) if rows.num_rows}
    tables.write(folder, filled)
    return {kind: rows.num_rows for kind, rows in filled.items()}


def _write(export: Export, path: Path) -> Written:
    written = export_tables(export.store, path)
    return {f"{kind}.csv": rows for kind, rows in written.items()}


FORMAT = Format("tables", ("tables",), _write, folder=True, marked=False, selects=False)
