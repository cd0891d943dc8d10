"""Cells of graphgov's own tables as typed values.

Most of what a whole city's tables need is nothing: their columns have the types of the store.  So a column is taken as
it is wherever that can be, and its cells are looked at one by one only where they may need it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

from graphgov import layout
from graphgov.engine import Connection
from graphgov.schema import Bound, Kind, Property, Type

if TYPE_CHECKING:
    import pyarrow as pa

# Identifiers are compared, so they have one form; every other text stays as it was written.
IDENTIFIERS = ("id", "from", "to", "about", "other", "same_as")

# What is no part of a value at its ends: blanks of every width, but no control characters.
_WIDTHS = (sign for sign in map(chr, range(0x3001)) if sign.isspace() and category(sign) != "Cc")
_BLANKS = "\t\n\r\ufeff" + "".join(_WIDTHS)

_PERIOD_END = {Bound.FIRST: "", Bound.LAST: " + INTERVAL {one} - INTERVAL 1 DAY", Bound.AFTER: " + INTERVAL {one}"}


def tidied(kind: Kind, rows: pa.Table) -> pa.Table:
    """A table without what is no part of a cell: blanks at its ends, and cells of nothing but blanks.

    `rows` are in one piece.  A text of one's own keeps its blanks.  Of all that is done to a cell this is done by
    Arrow: in SQL it takes most of the time of an import.
    """
    for place, (name, column) in enumerate(zip(rows.column_names, rows.columns, strict=True)):
        if is_text(column.type):
            rows = rows.set_column(place, name, _tidy(kind.by_name[name], column))
    return rows


def is_text(arrow: pa.DataType) -> bool:
    """Whether an Arrow type holds texts, in whichever way."""
    import pyarrow as pa

    inner = arrow.value_type if pa.types.is_dictionary(arrow) else arrow
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner))


def _tidy(prop: Property, column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    if prop.values and pa.types.is_dictionary(column.type) and _all_tidy(texts_of(column)):
        return column
    column = column.cast(pa.string())
    trimmed = pc.utf8_trim(column, characters=_BLANKS)
    kept = column if prop.type is Type.TEXT and prop.name not in IDENTIFIERS else trimmed
    if prop.name in IDENTIFIERS and not pc.all(pc.string_is_ascii(kept)).as_py():
        kept = pc.utf8_normalize(kept, "NFC")
    blank = pc.equal(pc.binary_length(trimmed), 0)
    return pc.if_else(blank, None, kept) if pc.any(blank).as_py() else kept


def texts_of(column: pa.ChunkedArray) -> pa.Array:
    """The few texts that a column with one dictionary refers to."""
    import pyarrow as pa

    return column.chunk(0).dictionary if column.num_chunks else pa.array([], column.type.value_type)


def _all_tidy(texts: pa.Array) -> bool:
    return all(text and text == text.strip(_BLANKS) for text in texts.to_pylist())


def typed(work: Connection, kind: Kind, raw: str, rows: pa.Table) -> pa.Table:
    """The columns of a kind in the types of the store, from `tidied` rows which `work` holds as `raw`.

    Columns that are not there are empty, as is a value that is none of its type.
    """
    import pyarrow as pa

    columns = dict(zip(rows.column_names, rows.columns, strict=True))
    sql = dict(pair for prop in kind.properties if prop.name in columns for pair in computed(prop, columns[prop.name]))
    if sql:
        values = ", ".join(f'{value} AS "{name}"' for name, value in sql.items())
        made = work.table(f"SELECT {values} FROM {raw}")
        columns |= dict(zip(made.column_names, made.columns, strict=True))
    types = {Type.COUNT: pa.int32(), Type.DATE: pa.date32()}
    found = {}
    for prop in kind.properties:
        found[prop.name] = columns.get(prop.name, pa.nulls(rows.num_rows, types.get(prop.type, pa.string())))
        if prop.type is Type.DATE:
            text = layout.text_column(prop.name)
            found[text] = columns.get(text, pa.nulls(rows.num_rows, pa.string()))
    return pa.table(found)


def computed(prop: Property, column: pa.ChunkedArray) -> list[tuple[str, str]]:
    """The columns of a property that have to be computed from the one given, as SQL; none where it has its type."""
    import pyarrow as pa

    raw, text = f'"{prop.name}"', f'CAST("{prop.name}" AS VARCHAR)'
    match prop.type:
        case Type.COUNT:
            whole = pa.types.is_integer(column.type)
            value = "" if column.type == pa.int32() else f"TRY_CAST({raw if whole else text} AS INTEGER)"
        case Type.DATE:
            if not pa.types.is_date(column.type):
                partial = f"CASE WHEN length({text}) < 10 THEN {text} END"
                return [(prop.name, _date(prop.bound, text)), (layout.text_column(prop.name), partial)]
            value = "" if column.type == pa.date32() else f"TRY_CAST({raw} AS DATE)"
        case _:
            value = "" if is_text(column.type) else text
    return [(prop.name, value)] if value else []


def _date(bound: Bound, text: str) -> str:
    month, year = (_PERIOD_END[bound].format(one=one) for one in ("1 MONTH", "1 YEAR"))
    forms = {
        r"\d{4}-\d{2}-\d{2}": f"TRY_CAST({text} AS DATE)",
        r"\d{4}-\d{2}": f"CAST(TRY_CAST({text} || '-01' AS DATE){month} AS DATE)",
        r"\d{4}": f"CAST(TRY_CAST({text} || '-01-01' AS DATE){year} AS DATE)",
    }
    cases = (f"WHEN regexp_full_match({text}, '{form}') THEN {day}" for form, day in forms.items())
    return f"CASE {' '.join(cases)} END"
