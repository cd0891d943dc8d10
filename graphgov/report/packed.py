"""Columns of whole numbers as short texts: what a page of a hundred thousand rows is made of.

A number takes as many signs as the greatest of its column needs, in base 64; nothing stands between them.  Such a
text is a third of the same numbers with commas, and a browser reads it in one go.
"""

from __future__ import annotations

from typing import Any, TypedDict

import numpy as np

from graphgov.graph import NULL
from graphgov.graph.columns import Ints

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
"""The digits from 0 to 63: none of them means anything to HTML or JSON."""

_BITS = 6


Wide = np.ndarray[Any, np.dtype[np.int64]]


class Packed(TypedDict):
    """`width` signs for each number, which is 0 for nothing (`NULL`), else one more than the value over the `least`."""

    width: int
    least: int
    signs: str


def packed(values: Ints | Wide) -> Packed:
    """Whole numbers of at least `NULL`, in their order."""
    given = np.asarray(values, np.int64)
    known = given[given != NULL]
    least = int(known.min()) if len(known) else 0
    raised = np.where(given == NULL, 0, given - least + 1)
    most = int(raised.max()) if len(raised) else 0
    width = max(1, -(-most.bit_length() // _BITS))
    shifts = np.arange(width - 1, -1, -1) * _BITS
    digits = (raised[:, None] >> shifts) & (len(SIGNS) - 1)
    signs = np.frombuffer(SIGNS.encode(), np.uint8)[digits].tobytes().decode("ascii")
    return {"width": width, "least": least, "signs": signs}


Rows = np.ndarray[Any, np.dtype[np.int32]]


def combinations(columns: list[Ints], size: int) -> tuple[Ints, Rows]:
    """The distinct rows of several columns (of so many numbers each), and which of them every row is."""
    if not columns or not size:
        return np.zeros(size, np.int32), np.zeros((min(size, 1), len(columns)), np.int32)
    table = np.ascontiguousarray(np.column_stack(columns).astype(np.int32))
    whole = table.view(np.dtype((np.void, table.dtype.itemsize * table.shape[1]))).ravel()
    _, first, code = np.unique(whole, return_index=True, return_inverse=True)
    return code.astype(np.int32), table[first]
