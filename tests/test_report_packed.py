"""Packed columns and texts come out as they went in, and combinations are those of the rows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from browser import Visit, visiting
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from reported import unpacked, unpieced

from graphgov.report.bundle import asset
from graphgov.report.packed import combinations, packed
from graphgov.report.pieces import in_pieces

NUMBERS = st.lists(st.integers(-1, 2**31 - 1) | st.sampled_from([-1, 0, 62, 63, 4094, 4095]), max_size=40)


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


@pytest.fixture(scope="module")
def script(browser: Browser) -> Iterator[Visit]:
    """A page that has the core of the report's script and nothing else."""
    with visiting(browser) as visit:
        visit.page.set_content('<script type="application/json" id="words">{}</script>')
        visit.page.add_script_tag(content=asset("app/core.js"))
        yield visit


ALIKE, ANY = st.text("昆明示例有限公司ab", max_size=12), st.text(st.characters(exclude_characters="\0", codec="utf-8"))


@given(st.lists(ALIKE | ANY))
@example(["aaaaaaa", "a" * 10_000, "", "aa"])
@example(["昆明示例盛凯商行", "昆明示例盛凯商行有限公司"] * 40)
@example(["😀😀😀\n</script>\u202e", "\ufeff"])
def test_texts_come_out_as_they_went_in(script: Visit, texts: list[str]) -> None:
    """In Python and in the browser: also none, empty ones, a sign repeated at once, signs beyond 16 bits."""
    pieces = in_pieces(texts)
    assert unpieced(pieces) == texts
    assert script.page.evaluate("pieces => unpieced(pieces)", pieces) == texts


def test_what_texts_share_is_written_once() -> None:
    """A thousand names of one pattern take less than a third of themselves."""
    names = [f"昆明示例第{number}商贸有限公司" for number in range(1000)]
    pieces = in_pieces(names)
    assert 3 * len((pieces["signs"] + pieces["codes"]["signs"]).encode()) < len("".join(names).encode())
