"""A whole graph with its record from one store to another: who said what, what was undone, what waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace as with_other
from threading import Lock
from typing import TYPE_CHECKING, Any

from graphgov.errors import StoreError
from graphgov.store.base import (
    Batch,
    FileNames,
    Identifiers,
    Import,
    Imports,
    Progress,
    Question,
    Record,
    Rows,
    Store,
    Unfinished,
)

if TYPE_CHECKING:
    import pyarrow as pa


def copy(
    source: Store, target: Store, progress: Progress = lambda stage, done, of: None, *, replace: bool = False
) -> int:
    """Copy everything into a store that is empty, or whose contents are given up for it; the number of imports copied.

    All of it or nothing.  The tables of one kind at a time are held in memory, where nothing is given up.  Raises
    StoreError when the target holds imports and is not to be replaced, or when the source changes meanwhile.
    """
    batch = _everything(source, progress)
    with target.writing() as session:
        broken_off = any(not row["import"] for row in session.ask(Unfinished()).to_pylist())
        full = session.ask(Imports()).num_rows > 0
        if full and not (replace or broken_off):
            raise StoreError("store_not_empty", path=target.address)
        if full:
            # It may be the source itself, under another name: all is read before anything goes.
            batch = with_other(batch, said=dict(batch.said), elements=dict(batch.elements))
        session.write(batch)
    return len(batch.entries)


def _everything(source: Store, progress: Progress) -> Batch:
    import pyarrow as pa

    kinds, stamp = list(source.schema.kinds), source.stamp()
    imports, files, ids = source.ask_all([Imports(), FileNames(), Identifiers()])
    read, lock = 0, Lock()

    def asked(question: Question) -> pa.Table:
        nonlocal read
        with lock:
            progress("write", read, 2 * len(kinds))
            found, read = source.ask(question), read + 1
            if source.stamp() != stamp:
                raise StoreError("store_changed", path=source.address)
        return found

    return Batch(
        cleared=True,
        entries=_entries(imports.to_pylist(), files.to_pylist()),
        ids=ids,
        said=_ByKind(kinds, lambda kind: asked(Record(kind))),
        elements=_ByKind(kinds, lambda kind: asked(Rows(kind))),
        # What is cleared holds nothing that could be touched.
        touched={kind: pa.array([], pa.int32()) for kind in kinds},
    )


class _ByKind(Mapping[str, "pa.Table"]):
    """A table for each kind, read whenever it is wanted, and not kept."""

    def __init__(self, kinds: list[str], read: Callable[[str], pa.Table]) -> None:
        self._kinds, self._read = kinds, read

    def __getitem__(self, kind: str) -> pa.Table:
        if kind not in self:
            raise KeyError(kind)
        return self._read(kind)

    def __contains__(self, kind: object) -> bool:
        return kind in self._kinds

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)


def _entries(imports: list[dict[str, Any]], files: list[dict[str, Any]]) -> tuple[Import, ...]:
    of_import: dict[int, list[tuple[str, str]]] = {}
    for row in sorted(files, key=lambda row: (row["import"], row["file"])):
        of_import.setdefault(row["import"], []).append((row["name"], row["digest"]))
    return tuple(
        Import(
            row["import"], row["source"], row["stated_on"], row["imported_at"],
            tuple(of_import.get(row["import"], ())), row["undone"], row["reason"],
        )
        for row in imports
    )  # fmt: skip
