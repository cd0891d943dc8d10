"""What standard SQL lacks, as DuckDB writes it: lists, whole division, and where bound values stand.

Another engine needs this module written for it, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST_NUMBERS = 1_000_000
"""A list of more numbers one after another is an error."""


def parameter(name: str, sql_type: str) -> str:
    """A bound value of a type."""
    return f"CAST(${name} AS {sql_type})"


def list_type(item: str) -> str:
    """The type of a list of items of a type."""
    return f"{item}[]"


def list_of(items: Sequence[str], item_type: str) -> str:
    """A list of items."""
    return f"CAST([{', '.join(items)}] AS {list_type(item_type)})"


def size(values: str) -> str:
    """The number of items of a list."""
    return f"CAST(len({values}) AS BIGINT)"


def contains(values: str, value: str) -> str:
    """Whether a list has a value among its items: unknown as in Cypher, where a null leaves it open."""
    return (
        f"CASE WHEN {values} IS NULL THEN NULL WHEN len({values}) = 0 THEN FALSE WHEN {value} IS NULL THEN NULL "
        f"WHEN list_contains({values}, {value}) THEN TRUE "
        f"WHEN list_count({values}) < len({values}) THEN NULL ELSE FALSE END"
    )


def collected(value: str, order: str, only: str, item_type: str) -> str:
    """The aggregate of all values that are not null, in an order if one is given; `only`: a further condition."""
    ordered = f" ORDER BY {order}" if order else ""
    kept = f"{value} IS NOT NULL" + (f" AND {only}" if only else "")
    return f"coalesce(list({value}{ordered}) FILTER (WHERE {kept}), CAST([] AS {list_type(item_type)}))"


def unnested(values: str) -> str:
    """The relation of the items of a list, which may be of the row before."""
    return f"unnest({values})"


def whole_division(left: str, right: str) -> str:
    """The quotient of whole numbers without its fraction."""
    return f"({left} // {right})"


def first(values: str) -> str:
    """The first item of a list; null where there is none."""
    return f"list_extract({values}, 1)"


def last(values: str) -> str:
    """The last item of a list; null where there is none."""
    return f"list_extract({values}, -1)"


def rest(values: str) -> str:
    """A list without its first item."""
    return f"({values})[2:]"


def item(values: str, place: str) -> str:
    """The item of a list at a place, from 0, or from -1 backwards; null where there is none."""
    return f"list_extract({values}, CASE WHEN {place} < 0 THEN {place} ELSE {place} + 1 END)"


def cut(values: str, start: str, end: str) -> str:
    """What stands in a list from a place up to another; null where one of them is."""
    return f"CASE WHEN ({start}) IS NOT NULL AND ({end}) IS NOT NULL THEN ({values})[({start}) + 1:({end})] END"


def every_second(values: str, start: int) -> str:
    """Every second item of a list, from a place on."""
    return f"({values})[{start + 1}:-1:2]"


def from_end(values: str, place: str) -> str:
    """A place of a list, counted from 0, that may be given as one from -1 backwards."""
    return f"CASE WHEN {place} < 0 THEN GREATEST({place} + len({values}), 0) ELSE {place} END"


def numbers(first: str, last: str, step: str) -> str:
    """The list of whole numbers from one to another, in steps; an error where one is null, or it is long."""
    known = f"WHEN {first} IS NULL OR {last} IS NULL THEN {failed('range() of null', list_type('BIGINT'))}"
    short = f"WHEN ABS({last} - {first}) > {MOST_NUMBERS} THEN {failed('range() is too long', list_type('BIGINT'))}"
    # The end is cut, because DuckDB computes what is constant even where it is not asked for.
    end = f"GREATEST(LEAST({last}, {first} + {MOST_NUMBERS}), {first} - {MOST_NUMBERS})"
    return f"CASE {known} {short} ELSE generate_series({first}, {end}, {step}) END"


def failed(text: str, sql_type: str) -> str:
    """What ends in an error when it is computed, in the place of a value of a type."""
    # No whole number: error() is volatile for DuckDB, and so may not be ordered by.
    whole = f"CAST('{text}' AS BIGINT)"
    return f"CAST([{whole}] AS {sql_type})" if sql_type.endswith("[]") else f"CAST({whole} AS {sql_type})"


def has_letter(text: str, letters: str) -> str:
    """Whether one of some letters, written as in a regular expression, is in a text."""
    return f"regexp_matches({text}, '[{letters}]')"


def items(values: str) -> str:
    """The relation of a list's items, `item`, with their places in the list, `place`."""
    return f"(SELECT unnest({values}) AS item, unnest(range(len({values}))) AS place)"


def gathered(value: str, order: str, item_type: str) -> str:
    """The aggregate of all values, nulls included, in an order."""
    return f"coalesce(list({value} ORDER BY {order}), CAST([] AS {list_type(item_type)}))"


def split(text: str, part: str) -> str:
    """The list of what stands in a text between the places where a part of it is."""
    return f"string_split({text}, {part})"
