"""Cells of graphgov's own tables as typed values: for every property the SQL of its value and of what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import category

from graphgov import layout
from graphgov.schema import Bound, Kind, Property, Type

if TYPE_CHECKING:
    import pyarrow as pa

# Identifiers are compared, so they have one form; every other text stays as it was written.
IDENTIFIERS = ("id", "from", "to", "about")

_CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x{80}-\x{9F}]"

# What is no part of a value at its ends: blanks of every width, but no control characters.
_WIDTHS = (sign for sign in map(chr, range(0x3001)) if sign.isspace() and category(sign) != "Cc")
_BLANKS = "\t\n\r\ufeff" + "".join(_WIDTHS)

_PERIOD_END = {Bound.FIRST: "", Bound.LAST: " + INTERVAL {one} - INTERVAL 1 DAY", Bound.AFTER: " + INTERVAL {one}"}


@dataclass(frozen=True)
class Fault:
    """One thing that may be wrong with a column: the SQL that is true where it is, and the message."""

    column: str
    condition: str
    key: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Cells:
    """A file's columns: SQL expressions of the typed values by column, and of the faults."""

    values: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]


def cells(kind: Kind, rows: pa.Table) -> Cells:
    """How the columns of a `tidied` table are read, given which of them are there and of which Arrow types."""
    values: list[tuple[str, str]] = []
    faults: list[Fault] = []
    for prop in kind.properties:
        if prop.name not in rows.column_names:
            values += [(name, f"CAST(NULL AS {sql})") for name, sql in _target(prop)]
            continue
        raw = f'"{prop.name}"'
        native = _native(rows.schema.field(prop.name).type)
        values += _values(prop, raw, native)
        faults += _faults(prop, raw, native)
    return Cells(tuple(values), tuple(faults))


def tidied(kind: Kind, rows: pa.Table) -> pa.Table:
    """A table without what is no part of a cell: blanks at its ends, and cells of nothing but blanks.

    A text of one's own keeps its blanks.  Of all that is done to a cell this is done by Arrow: in SQL it takes most of
    the time of an import.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    for place, (name, column) in enumerate(zip(rows.column_names, rows.columns, strict=True)):
        if not _is_text(column.type):
            continue
        column = column.cast(pa.string())
        trimmed = pc.utf8_trim(column, characters=_BLANKS)
        prop = kind.by_name[name]
        kept = column if prop.type is Type.TEXT and name not in IDENTIFIERS else trimmed
        blank = pc.equal(pc.binary_length(trimmed), 0)
        rows = rows.set_column(place, name, pc.if_else(blank, None, kept) if pc.any(blank).as_py() else kept)
    return rows


def _is_text(arrow: pa.DataType) -> bool:
    import pyarrow as pa

    inner = arrow.value_type if pa.types.is_dictionary(arrow) else arrow
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner))


def _target(prop: Property) -> list[tuple[str, str]]:
    plain = {Type.COUNT: "INTEGER", Type.DATE: "DATE"}.get(prop.type, "VARCHAR")
    return [(prop.name, plain)] + ([(layout.text_column(prop.name), "VARCHAR")] if prop.type is Type.DATE else [])


def _native(arrow: pa.DataType) -> str:
    import pyarrow as pa

    if pa.types.is_integer(arrow):
        return "int"
    return "date" if pa.types.is_date(arrow) else "text"


def _text(raw: str) -> str:
    return f"CAST({raw} AS VARCHAR)"


def _values(prop: Property, raw: str, native: str) -> list[tuple[str, str]]:
    match prop.type, native:
        case (Type.COUNT, "int") | (Type.DATE, "date"):
            own = "INTEGER" if prop.type is Type.COUNT else "DATE"
            value = f"TRY_CAST({raw} AS {own})"
        case (Type.COUNT, _):
            value = f"TRY_CAST({_text(raw)} AS INTEGER)"
        case (Type.DATE, _):
            value = _date(prop.bound, _text(raw))
        case (Type.TEXT, _):
            value = f"nfc_normalize({_text(raw)})" if prop.name in IDENTIFIERS else _text(raw)
        case _:
            value = _text(raw)
    if prop.type is not Type.DATE:
        return [(prop.name, value)]
    partial = f"CASE WHEN length({_text(raw)}) < 10 THEN {_text(raw)} END"
    if native == "date":
        partial = "CAST(NULL AS VARCHAR)"
    return [(prop.name, value), (layout.text_column(prop.name), partial)]


def _date(bound: Bound, text: str) -> str:
    month, year = (_PERIOD_END[bound].format(one=one) for one in ("1 MONTH", "1 YEAR"))
    forms = {
        r"\d{4}-\d{2}-\d{2}": f"TRY_CAST({text} AS DATE)",
        r"\d{4}-\d{2}": f"CAST(TRY_CAST({text} || '-01' AS DATE){month} AS DATE)",
        r"\d{4}": f"CAST(TRY_CAST({text} || '-01-01' AS DATE){year} AS DATE)",
    }
    cases = (f"WHEN regexp_full_match({text}, '{form}') THEN {day}" for form, day in forms.items())
    return f"CASE {' '.join(cases)} END"


def _faults(prop: Property, raw: str, native: str) -> list[Fault]:
    name, text = prop.name, _text(raw)
    value = dict(_values(prop, raw, native))[name]
    found = [Fault(name, f"{raw} IS NULL", "missing_value")] if prop.required and name != "type" else []
    match prop.type:
        case Type.COUNT:
            digits = "" if native == "int" else f"NOT regexp_full_match({text}, '[0-9]+') OR "
            wrong = f"{raw} IS NOT NULL AND ({digits}{value} IS NULL OR {value} < 0)"
            found.append(Fault(name, wrong, "bad_count"))
        case Type.DATE:
            # The engine counts years that Python does not: 0 and 10000.
            limits = f"DATE '{layout.BEGINNING}' AND DATE '{layout.END}'"
            wrong = f"{raw} IS NOT NULL AND ({value} IS NULL OR {value} NOT BETWEEN {limits})"
            found.append(Fault(name, wrong, "bad_date"))
        case Type.TEXT:
            found.append(Fault(name, f"regexp_matches(CAST({raw} AS VARCHAR), '{_CONTROL}')", "control_character"))
        case _:
            known = ", ".join(f"'{choice}'" for choice in prop.values)
            fields = (("known", ", ".join(prop.values)),)
            found.append(Fault(name, f"{text} NOT IN ({known})", "bad_value", fields))
    return found
