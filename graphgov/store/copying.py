"""A whole graph with its record from one store to another: who said what, what was undone, what waits."""

from __future__ import annotations

from typing import Any

from graphgov.errors import StoreError
from graphgov.store.base import (
    Batch,
    FileNames,
    Identifiers,
    Import,
    Imports,
    Progress,
    Record,
    Rows,
    Store,
    Unfinished,
)


def copy(
    source: Store, target: Store, progress: Progress = lambda stage, done, of: None, *, replace: bool = False
) -> int:
    """Copy everything into a store that is empty, or whose contents are given up for it; the number of imports copied.

    All of it or nothing.  Raises StoreError when the target holds imports and is not to be replaced.
    """
    batch = _everything(source, progress)
    with target.writing() as session:
        broken_off = any(not row["import"] for row in session.ask(Unfinished()).to_pylist())
        full = session.ask(Imports()).num_rows > 0
        if full and not (replace or broken_off):
            raise StoreError("store_not_empty", path=target.address)
        progress("write", 0, 1)
        session.write(batch)
        progress("write", 1, 1)
    return len(batch.entries)


def _everything(source: Store, progress: Progress) -> Batch:
    kinds = list(source.schema.kinds)
    progress("read", 0, 1)
    imports, files, ids, *rest = source.ask_all(
        [Imports(), FileNames(), Identifiers(), *(Record(kind) for kind in kinds), *(Rows(kind) for kind in kinds)]
    )
    progress("read", 1, 1)
    said = {kind: rows for kind, rows in zip(kinds, rest, strict=False) if rows.num_rows}
    elements = {kind: rows for kind, rows in zip(kinds, rest[len(kinds) :], strict=True) if rows.num_rows}
    return Batch(
        cleared=True,
        entries=_entries(imports.to_pylist(), files.to_pylist()),
        ids=ids,
        said=said,
        elements=elements,
        touched={kind: rows.column("key").unique() for kind, rows in elements.items()},
    )


def _entries(imports: list[dict[str, Any]], files: list[dict[str, Any]]) -> tuple[Import, ...]:
    of_import: dict[int, list[tuple[str, str]]] = {}
    for row in sorted(files, key=lambda row: (row["import"], row["file"])):
        of_import.setdefault(row["import"], []).append((row["name"], row["digest"]))
    return tuple(
        Import(
            row["import"], row["source"], row["stated_on"], row["imported_at"],
            tuple(of_import.get(row["import"], ())), row["undone"],
        )
        for row in imports
    )  # fmt: skip
