"""Between Arrow and numpy without pandas.

Where pandas is installed, pyarrow imports it as soon as `to_numpy`, `pa.array` or `pa.scalar` are called (and
`combine_chunks` of an empty column): a third of a second, for nothing, in a command that answers within one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa


def as_numpy(array: pa.Array | pa.ChunkedArray) -> np.ndarray[Any, np.dtype[Any]]:
    """Whole numbers or truths of Arrow, none of them null, for numpy; read-only."""
    import pyarrow as pa

    array = in_one(array) if isinstance(array, pa.ChunkedArray) else array
    if pa.types.is_boolean(array.type):
        return np.from_dlpack(array.cast(pa.uint8())).view(np.bool_)
    return np.from_dlpack(array)


def in_one(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    import pyarrow as pa

    if not column.num_chunks:
        return pa.nulls(0, column.type)
    # The system's pool: where kernels give pages slowly, Arrow's own takes six times as long for large columns.
    return pa.concat_arrays(column.chunks, memory_pool=pa.system_memory_pool())


def as_arrow(values: np.ndarray[Any, np.dtype[Any]]) -> pa.Array:
    """Whole numbers of numpy for Arrow, without a copy."""
    import pyarrow as pa

    whole = np.ascontiguousarray(values)
    return pa.Array.from_buffers(pa.from_numpy_dtype(whole.dtype), len(whole), [None, pa.py_buffer(whole)])


def as_scalar(text: str) -> pa.Scalar:
    """A text for Arrow to compare with."""
    import pyarrow as pa

    written = text.encode()
    ends = np.array([0, len(written)], np.int32)
    return pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(ends), pa.py_buffer(written)])[0]
