"""What may be wrong with a row: of one cell, of a period, of a tie's ends; each as the SQL that is true where it is.

What a column cannot have (a text of plain letters no control character) is not looked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graphgov import layout
from graphgov.errors import Problem, nearest
from graphgov.intake.cells import computed, texts_of
from graphgov.intake.staging import Staging, ends_of
from graphgov.schema import EdgeKind, Kind, Property, RecordKind, Type

if TYPE_CHECKING:
    import pyarrow as pa

_CONTROL = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x{80}-\x{9F}]"

# Bytes of UTF-8 that a control character has: C2 begins those from U+0080 on, and some others.
_OF_CONTROL = np.isin(np.arange(256), [*range(9), 11, 12, *range(14, 32), 127, 0xC2])


@dataclass(frozen=True)
class Fault:
    """One thing that may be wrong with a row: the column to name, the SQL that is true where it is, and the message.

    `fields` are the message's; `shown` are more of them, each the SQL of what the row has.
    """

    column: str
    condition: str
    key: str
    fields: tuple[tuple[str, str], ...] = ()
    shown: tuple[tuple[str, str], ...] = ()


def faulty(staging: Staging, kind: str, table: str, faults: Sequence[Fault]) -> Iterator[Problem]:
    """The problems that the rows of a work table have, of the faults that they may have."""
    if not faults:
        return
    every = ", ".join(f"count(*) FILTER ({fault.condition})" for fault in faults)
    for fault, count in zip(faults, staging.work.rows(f"SELECT {every} FROM {table}")[0], strict=True):
        if not count:
            continue
        shown = "".join(f", CAST({sql} AS VARCHAR)" for _, sql in fault.shown)
        found = staging.faulty(
            f'SELECT row, CAST("{fault.column}" AS VARCHAR){shown} FROM {table} WHERE {fault.condition} ORDER BY row'
        )
        for row, value, *more in found:
            fields = tuple((name, str(cell)) for (name, _), cell in zip(fault.shown, more, strict=True))
            yield _problem(staging.files[kind], int(str(row)), fault, str(value or ""), fields)


def _problem(file: str, row: int, fault: Fault, value: str, shown: tuple[tuple[str, str], ...]) -> Problem:
    fields = (*fault.fields, *shown)
    if "known" in dict(fields):
        fields = (*fields, ("near", nearest(value.strip(), dict(fields)["known"].split(", "))))
    if fault.key == "control_character":
        fields = (("code", next(f"U+{ord(sign):04X}" for sign in value if _is_control(sign))),)
    return Problem(file, row, fault.column, value, fault.key, fields)


def _is_control(sign: str) -> bool:
    return (ord(sign) < 32 and sign not in "\t\n\r") or 127 <= ord(sign) < 160


def of_cells(kind: Kind, rows: pa.Table) -> list[Fault]:
    """What may be wrong with the cells of `tidied` rows."""
    present = [prop for prop in kind.properties if prop.name in rows.column_names]
    return [fault for prop in present for fault in _of_column(prop, rows.column(prop.name))]


def _of_column(prop: Property, column: pa.ChunkedArray) -> Iterator[Fault]:
    raw = f'"{prop.name}"'
    text = f"CAST({raw} AS VARCHAR)"
    value = dict(computed(prop, column)).get(prop.name, raw)
    if prop.required and prop.name != "type" and column.null_count:
        yield Fault(prop.name, f"{raw} IS NULL", "missing_value")
    match prop.type:
        case Type.COUNT:
            digits = "" if _is_whole(column) else f"NOT regexp_full_match({text}, '[0-9]+') OR "
            wrong = f"{raw} IS NOT NULL AND ({digits}{value} IS NULL OR {value} < 0)"
            yield Fault(prop.name, wrong, "bad_count")
        case Type.DATE:
            # The engine counts years that Python does not: 0 and 10000.
            limits = f"DATE '{layout.BEGINNING}' AND DATE '{layout.END}'"
            wrong = f"{raw} IS NOT NULL AND ({value} IS NULL OR {value} NOT BETWEEN {limits})"
            yield Fault(prop.name, wrong, "bad_date")
        case Type.TEXT if _may_control(column):
            yield Fault(prop.name, f"regexp_matches({text}, '{_CONTROL}')", "control_character")
        case Type.CHOICE | Type.FLAG if not _all_among(column, prop.values):
            known = ", ".join(f"'{choice}'" for choice in prop.values)
            yield Fault(prop.name, f"{text} NOT IN ({known})", "bad_value", (("known", ", ".join(prop.values)),))


def _is_whole(column: pa.ChunkedArray) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_integer(column.type))


def _may_control(column: pa.ChunkedArray) -> bool:
    import pyarrow as pa

    if column.type != pa.string():
        return True
    data = (chunk.buffers()[2] for chunk in column.chunks)
    return any(_OF_CONTROL[np.frombuffer(one, np.uint8)].any() for one in data if one is not None)


def _all_among(column: pa.ChunkedArray, values: Sequence[str]) -> bool:
    import pyarrow as pa

    return pa.types.is_dictionary(column.type) and set(texts_of(column).to_pylist()) <= set(values)


def of_period(kind: Kind) -> list[Fault]:
    """An end that is not after the start."""
    if "valid_to" not in kind.by_name:
        return []
    return [Fault("valid_to", "valid_to <= valid_from", "ends_before", shown=(("valid_from", "valid_from"),))]


def of_ends(kind: EdgeKind | RecordKind, allow_dangling: bool) -> list[Fault]:
    """Ends that are not there, are one, or are of kinds that the tie does not join."""
    found = []
    if not allow_dangling:
        found += [
            Fault(column, f'"{column}" IS NOT NULL AND {key}_kind IS NULL', "dangling") for column, key in ends_of(kind)
        ]
    if isinstance(kind, EdgeKind):
        ends = sorted(kind.ends)
        allowed = ", ".join(f"('{start}', '{end}')" for start, end in ends)
        fields = (("kind", kind.name), ("allowed", "; ".join(f"{start} -> {end}" for start, end in ends)))
        both = "src_kind IS NOT NULL AND dst_kind IS NOT NULL"
        wrong = f"{both} AND (src_kind, dst_kind) NOT IN (VALUES {allowed})"
        found += [
            Fault("to", "src = dst", "to_itself"),
            Fault("to", wrong, "wrong_ends", fields, (("start", "src_kind"), ("end", "dst_kind"))),
        ]
    return found


def of_measures(measures: Sequence[str]) -> list[Fault]:
    """A measure that nobody has declared."""
    known = ", ".join(f"'{name}'" for name in measures)
    return [Fault("measure", f"measure NOT IN ({known})", "unknown_measure", (("known", ", ".join(measures)),))]
