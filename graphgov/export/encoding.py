"""Arrow columns as text: whole columns at a time, so that a million nodes are written as fast as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from graphgov.export.elements import Batch, Elements

if TYPE_CHECKING:
    import pyarrow as pa

    from graphgov.store import Progress

Encode = Callable[[str], str]
"""A text as it may stand in a file."""


def encoded(column: pa.Array, special: str, encode: Encode) -> pa.Array:
    """The values of a column as texts; those that hold a `special` sign (a regular expression) are encoded.

    Few columns hold one, so that few are looked at sign by sign.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(column.type):
        return encoded(column.dictionary, special, encode).take(column.indices)
    texts = column.cast(pa.string())
    if not pc.any(pc.match_substring_regex(texts, special)).as_py():
        return texts
    return pa.array([None if text is None else encode(text) for text in texts.to_pylist()], pa.string())


def around(before: str, column: pa.Array, after: str) -> pa.Array:
    """Texts with something before and after them; of an empty one nothing at all."""
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(before, column, after, "")


def joined(columns: Iterable[pa.Array | str]) -> memoryview:
    """Columns of texts joined row by row, all rows one after the other, as UTF-8; empty ones are nothing."""
    import pyarrow.compute as pc

    lines = pc.binary_join_element_wise(*columns, "", null_handling="replace", null_replacement="")
    # The rows of a new array of texts lie one after the other already.
    data = lines.buffers()[2]
    return memoryview(data) if data is not None else memoryview(b"")


def numbers(first: int, batch: Batch) -> pa.Array:
    """Running numbers of the elements of a batch, as texts."""
    import pyarrow as pa

    return pa.array(range(first, first + batch.rows.num_rows), pa.int64()).cast(pa.string())


def filled(batch: Batch) -> dict[str, pa.Array]:
    """The columns of a batch that hold something."""
    columns = zip(batch.rows.column_names, batch.rows.columns, strict=True)
    return {name: column for name, column in columns if column.null_count < len(column)}


def counting(elements: Elements, batches: Iterable[Batch], progress: Progress, done: int = 0) -> Iterator[Batch]:
    """Batches, one after the other; `progress` is told how many elements of all have been written."""
    for batch in batches:
        yield batch
        done += batch.rows.num_rows
        progress("write", done, elements.count)
