"""Packed columns come out as they went in, and combinations are those of the rows."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graphgov.report.packed import SIGNS, Packed, combinations, packed

NUMBERS = st.lists(st.integers(-1, 2**31 - 1) | st.sampled_from([-1, 0, 62, 63, 4094, 4095]), max_size=40)


def unpacked(column: Packed) -> list[int]:
    """The numbers of a column, digit by digit."""
    width, signs = column["width"], column["signs"]
    parts = (signs[place : place + width] for place in range(0, len(signs), width))
    numbers = (sum(SIGNS.index(sign) * 64**power for power, sign in enumerate(reversed(part))) for part in parts)
    return [number - 1 + column["least"] if number else -1 for number in numbers]


@given(NUMBERS)
def test_numbers_come_out_as_they_went_in(numbers: list[int]) -> None:
    """Also none, the greatest, and those around the edge of a digit; never wider than the greatest needs."""
    column = packed(np.array(numbers, np.int32))
    assert unpacked(column) == numbers
    assert 64 ** (column["width"] - 1) <= max(1, *(number + 1 - column["least"] for number in numbers), 0)


@given(st.lists(st.tuples(st.integers(-1, 2), st.integers(-1, 2), st.integers(0, 1)), max_size=30))
def test_combinations_are_the_distinct_rows(rows: list[tuple[int, int, int]]) -> None:
    """Each row once, and every code leads back to its row."""
    columns = [np.array(column, np.int32) for column in zip(*rows, strict=True)] or [np.zeros(0, np.int32)] * 3
    codes, distinct = combinations(columns, len(rows))
    assert [tuple(distinct[code].tolist()) for code in codes] == rows
    assert len(distinct) == len(set(rows))
