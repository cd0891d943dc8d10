"""What standard SQL lacks, as DuckDB writes it: lists, whole division, and where bound values stand.

Another engine needs this module written for it, and nothing else.  `noted` tells what of it a query needs: where that
is nothing, its SQL runs elsewhere as it is, but for how a bound value and the type of a text are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec

MOST_NUMBERS = 1_000_000
"""A list of more numbers one after another is an error."""

_P = ParamSpec("_P")

_noting: ContextVar[set[str] | None] = ContextVar("_noting", default=None)


@contextmanager
def noted() -> Iterator[set[str]]:
    """The names of the functions of this module, but `parameter`, that are called meanwhile."""
    found = set[str]()
    before = _noting.set(found)
    try:
        yield found
    finally:
        _noting.reset(before)


def _beyond(function: Callable[_P, str]) -> Callable[_P, str]:
    """What it writes is no standard SQL: each call is noted."""

    @wraps(function)
    def written(*args: _P.args, **kwargs: _P.kwargs) -> str:
        noting = _noting.get()
        if noting is not None:
            noting.add(function.__name__)
        return function(*args, **kwargs)

    return written


def parameter(name: str, sql_type: str) -> str:
    """A bound value of a type."""
    return f"CAST(${name} AS {sql_type})"


@_beyond
def list_type(item: str) -> str:
    """The type of a list of items of a type."""
    return f"{item}[]"


@_beyond
def list_of(items: Sequence[str], item_type: str) -> str:
    """A list of items."""
    return f"CAST([{', '.join(items)}] AS {list_type(item_type)})"


@_beyond
def size(values: str) -> str:
    """The number of items of a list."""
    return f"CAST(len({values}) AS BIGINT)"


@_beyond
def contains(values: str, value: str) -> str:
    """Whether a list has a value among its items: unknown as in Cypher, where a null leaves it open."""
    return (
        f"CASE WHEN {values} IS NULL THEN NULL WHEN len({values}) = 0 THEN FALSE WHEN {value} IS NULL THEN NULL "
        f"WHEN list_contains({values}, {value}) THEN TRUE "
        f"WHEN list_count({values}) < len({values}) THEN NULL ELSE FALSE END"
    )


@_beyond
def collected(value: str, order: str, only: str, item_type: str) -> str:
    """The aggregate of all values that are not null, in an order if one is given; `only`: a further condition."""
    ordered = f" ORDER BY {order}" if order else ""
    kept = f"{value} IS NOT NULL" + (f" AND {only}" if only else "")
    return f"coalesce(list({value}{ordered}) FILTER (WHERE {kept}), CAST([] AS {list_type(item_type)}))"


@_beyond
def unnested(values: str) -> str:
    """The relation of the items of a list, which may be of the row before."""
    return f"unnest({values})"


@_beyond
def whole_division(left: str, right: str) -> str:
    """The quotient of whole numbers without its fraction."""
    return f"({left} // {right})"


@_beyond
def first(values: str) -> str:
    """The first item of a list; null where there is none."""
    return f"list_extract({values}, 1)"


@_beyond
def last(values: str) -> str:
    """The last item of a list; null where there is none."""
    return f"list_extract({values}, -1)"


@_beyond
def joined(left: str, right: str, known: Sequence[str]) -> str:
    """The items of two lists after one another; null unless all of some values are known."""
    return f"CASE WHEN {' AND '.join(f'{value} IS NOT NULL' for value in known)} THEN list_concat({left}, {right}) END"


@_beyond
def same_items(left: str, right: str, *, alike: bool) -> str:
    """Whether two lists have the same items in the same places: unknown where a null leaves it open.

    `alike`: their items are of types that can be compared.
    """
    same = "z[1] = z[2]" if alike else "CASE WHEN z[1] IS NOT NULL AND z[2] IS NOT NULL THEN FALSE END"
    each = f"list_transform(list_zip({left}, {right}), lambda z: {same})"
    return (
        f"CASE WHEN {left} IS NULL OR {right} IS NULL THEN NULL WHEN len({left}) <> len({right}) THEN FALSE "
        f"WHEN NOT list_bool_and({each}) THEN FALSE WHEN list_count({each}) = len({left}) THEN TRUE END"
    )


@_beyond
def rest(values: str) -> str:
    """A list without its first item."""
    return f"({values})[2:]"


@_beyond
def item(values: str, place: str) -> str:
    """The item of a list at a place, from 0, or from -1 backwards; null where there is none."""
    return f"list_extract({values}, CASE WHEN {place} < 0 THEN {place} ELSE {place} + 1 END)"


@_beyond
def cut(values: str, start: str, end: str) -> str:
    """What stands in a list from a place up to another; null where one of them is."""
    return f"CASE WHEN ({start}) IS NOT NULL AND ({end}) IS NOT NULL THEN ({values})[({start}) + 1:({end})] END"


@_beyond
def every_second(values: str, start: int) -> str:
    """Every second item of a list, from a place on."""
    return f"({values})[{start + 1}:-1:2]"


@_beyond
def from_end(values: str, place: str) -> str:
    """A place of a list, counted from 0, that may be given as one from -1 backwards."""
    return f"CASE WHEN {place} < 0 THEN GREATEST({place} + len({values}), 0) ELSE {place} END"


@_beyond
def numbers(first: str, last: str, step: str) -> str:
    """The list of whole numbers from one to another, in steps; an error where one is null, or it is long."""
    known = f"WHEN {first} IS NULL OR {last} IS NULL THEN {failed('range() of null', list_type('BIGINT'))}"
    short = f"WHEN ABS({last} - {first}) > {MOST_NUMBERS} THEN {failed('range() is too long', list_type('BIGINT'))}"
    # The end is cut, because DuckDB computes what is constant even where it is not asked for.
    end = f"GREATEST(LEAST({last}, {first} + {MOST_NUMBERS}), {first} - {MOST_NUMBERS})"
    return f"CASE {known} {short} ELSE generate_series({first}, {end}, {step}) END"


@_beyond
def failed(text: str, sql_type: str) -> str:
    """What ends in an error when it is computed, in the place of a value of a type."""
    # No whole number: error() is volatile for DuckDB, and so may not be ordered by.
    whole = f"CAST('{text}' AS BIGINT)"
    return f"CAST([{whole}] AS {sql_type})" if sql_type.endswith("[]") else f"CAST({whole} AS {sql_type})"


@_beyond
def has_letter(text: str, letters: str) -> str:
    """Whether one of some letters, written as in a regular expression, is in a text."""
    return f"regexp_matches({text}, '[{letters}]')"


@_beyond
def items(values: str) -> str:
    """The relation of a list's items, `item`, with their places in the list, `place`."""
    return f"(SELECT unnest({values}) AS item, unnest(range(len({values}))) AS place)"


@_beyond
def gathered(value: str, order: str, item_type: str) -> str:
    """The aggregate of all values, nulls included, in an order."""
    return f"coalesce(list({value} ORDER BY {order}), CAST([] AS {list_type(item_type)}))"


@_beyond
def split(text: str, part: str) -> str:
    """The list of what stands in a text between the places where a part of it is."""
    return f"string_split({text}, {part})"
