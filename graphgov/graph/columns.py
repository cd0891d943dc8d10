"""Columns of values as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from graphgov.graph.arrow import as_arrow, as_numpy
from graphgov.schema import Property, Type

if TYPE_CHECKING:
    import pyarrow as pa

Ints = np.ndarray[Any, np.dtype[np.signedinteger[Any]]]
"""Whole numbers, mostly of 32 bits; codes of a short vocabulary have 8, places in arrays 64."""

Codes = np.ndarray[Any, np.dtype[np.int8]]
Mask = np.ndarray[Any, np.dtype[np.bool_]]

NULL = -1
"""Nothing stated.  No value is negative: counts and codes start from 0, days from 1."""


@dataclass(frozen=True, eq=False)
class Column:
    """Whole numbers, days (proleptic ordinals: 1 is 0001-01-01) or codes into a vocabulary; `NULL` where empty."""

    values: Ints
    vocabulary: tuple[str, ...] | None = None
    days: bool = False

    def coded(self) -> Column:
        """Itself: it can be compared as it is."""
        return self

    def take(self, rows: Ints) -> Column:
        """The column at these rows."""
        return Column(self.values[rows], self.vocabulary, self.days)

    def at(self, row: int) -> str | int | date | None:
        """One value as Python knows it."""
        value = int(self.values[row])
        if value == NULL:
            return None
        if self.vocabulary is not None:
            return self.vocabulary[value]
        return date.fromordinal(value) if self.days else value

    def list(self) -> list[str | int | date | None]:
        """All of them as Python knows them."""
        if self.vocabulary is not None:
            names = (*self.vocabulary, None)  # the last place is that of NULL, -1
            return [names[value] for value in self.values.tolist()]
        known = [None if value == NULL else value for value in self.values.tolist()]
        return [value and date.fromordinal(value) for value in known] if self.days else [*known]

    def code(self, value: str) -> int:
        """The code of a text; one that no row has when the vocabulary lacks it."""
        return self.vocabulary.index(value) if self.vocabulary and value in self.vocabulary else -2

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, eq=False)
class Texts:
    """Texts, as Arrow holds them: a million names are 30 MB, not a million Python objects."""

    array: pa.Array

    def take(self, rows: Ints) -> Texts:
        """The column at these rows."""
        return Texts(self.array.take(as_arrow(rows)))

    def at(self, row: int) -> str | None:
        """One text."""
        value: str | None = self.array[int(row)].as_py()
        return value

    def list(self) -> list[str | None]:
        """All of them."""
        texts: list[str | None] = self.array.to_pylist()
        return texts

    def coded(self) -> Column:
        """The column as codes into its distinct texts, for grouping and comparing."""
        return self._coded

    @cached_property
    def _coded(self) -> Column:
        encoded = self.array.dictionary_encode("encode")
        texts: list[str | None] = encoded.dictionary.to_pylist()
        kept = [text for text in texts if text is not None]
        place = {text: code for code, text in enumerate(kept)}
        codes = np.array([NULL if text is None else place[text] for text in texts], np.int32)
        return Column(codes.take(as_numpy(encoded.indices)), tuple(kept))

    def __len__(self) -> int:
        return len(self.array)


AnyColumn = Column | Texts


def from_values(prop: Property, values: Sequence[object]) -> AnyColumn:
    """A column from Python values, as tests and small callers have them."""
    if prop.type is Type.TEXT:
        import pyarrow as pa

        return Texts(pa.array(values, pa.string()))
    if prop.values:
        codes = [NULL if value is None else prop.values.index(str(value)) for value in values]
        return Column(np.array(codes, np.int32), prop.values)
    numbers = [value.toordinal() if isinstance(value, date) else NULL if value is None else value for value in values]
    return Column(np.array(numbers, np.int32), None, prop.type is Type.DATE)
