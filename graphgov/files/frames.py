"""Tables of Arrow as data frames: the one place that knows pandas and polars."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from graphgov.errors import needing

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    Pandas: TypeAlias = pd.DataFrame
    Polars: TypeAlias = pl.DataFrame


def to_pandas(table: pa.Table) -> Pandas:
    """A data frame of pandas; MissingExtra, with the cure, where it is not installed."""
    with needing("frames", "to_pandas"):
        import pandas  # noqa: F401  # pyarrow would fail with an error of its own

    frame: Pandas = table.to_pandas()
    return frame


def to_polars(table: pa.Table) -> Polars:
    """A data frame of polars; MissingExtra, with the cure, where it is not installed."""
    with needing("polars", "to_polars"):
        import polars

    frame = polars.from_arrow(table)
    assert isinstance(frame, polars.DataFrame)  # a table, not a column
    return frame
