"""Rows of files into typed work tables, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from graphgov.errors import Problem, nearest
from graphgov.files.tables import Table
from graphgov.intake import faults
from graphgov.intake.cells import tidied, typed
from graphgov.intake.identifiers import identify
from graphgov.intake.staging import Staging, new
from graphgov.schema import EdgeKind, Kind, RecordKind
from graphgov.store import Progress

if TYPE_CHECKING:
    import pyarrow as pa


class Wanted(Protocol):
    """The part of the import's options that rows are judged by."""

    @property
    def allow_dangling(self) -> bool:
        """Whether a tie may wait for an end that is missing."""

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that claims may be about; none: any."""


def load(
    staging: Staging, found: Mapping[str, Table], in_part: Collection[str], options: Wanted, progress: Progress
) -> list[Problem]:
    """Fill the work tables from the files; what is wrong with their columns, cells, ids and ends.

    `in_part` names the kinds that could not be read whole: what their files hold is not known.
    """
    problems: list[Problem] = []
    in_part = set(in_part)
    kinds = [kind for kind in staging.schema.kinds.values() if kind.name in found]
    for done, kind in enumerate(kinds):
        progress("check", done, len(kinds) + 1)
        table = found[kind.name]
        wrong = list(_columns(kind, table))
        problems += wrong
        if any(problem.key != "unknown_column" for problem in wrong):
            in_part.add(kind.name)
        if not any(problem.key == "column_twice" for problem in wrong):
            staging.files[kind.name] = table.file.name
            problems += _type(staging, kind, table)
    problems += identify(staging)
    # With nodes that could not be read, every tie of theirs would be called dangling.
    dangling = options.allow_dangling or any(kind.name in in_part for kind in staging.schema.nodes)
    for kind in (*staging.node_kinds, *staging.tied_kinds):
        found_faults = faults.of_period(kind)
        if isinstance(kind, EdgeKind | RecordKind):
            found_faults += faults.of_ends(kind, dangling)
        if kind.name == "Claim" and options.measures:
            found_faults += faults.of_measures(options.measures)
        problems += faults.faulty(staging, kind.name, new(kind.name), found_faults)
    progress("check", len(kinds) + 1, len(kinds) + 1)
    return problems


def _columns(kind: Kind, table: Table) -> Iterator[Problem]:
    names, declared, file = table.rows.column_names, list(kind.by_name), table.file.name
    for name in dict.fromkeys(names):
        if name not in declared:
            fields = (("near", nearest(name, declared)), ("known", ", ".join(declared)))
            yield Problem(file, 1, value=name, key="unknown_column", fields=fields)
        if names.count(name) > 1:
            yield Problem(file, 1, value=name, key="column_twice")
    for prop in kind.properties:
        if prop.required and prop.name not in names and prop.name != "type":
            yield Problem(file, 1, prop.name, key="missing_column")


def _type(staging: Staging, kind: Kind, table: Table) -> Iterator[Problem]:
    """Put a kind's typed rows into `staging`; what is wrong with their cells."""
    # In one piece: of columns in pieces of different lengths the engine would get very short ones.
    given = table.rows.select([name for name in table.rows.column_names if name in kind.by_name]).combine_chunks()
    rows = tidied(kind, given)
    with staging.work.given({"raw": rows.append_column("row", table.numbers)}):
        yield from faults.faulty(staging, kind.name, "raw", faults.of_cells(kind, rows))
        values = typed(staging.work, kind, "raw", rows)
    if isinstance(kind, RecordKind):
        values = _dated(staging, values)
    if isinstance(kind, EdgeKind) and kind.symmetric:
        values = _ordered(values)
    staging.rows[kind.name] = values.append_column("row", table.numbers)


def _dated(staging: Staging, rows: pa.Table) -> pa.Table:
    """A record without a day of its own is stated for that of the import."""
    import pyarrow.compute as pc

    place = rows.column_names.index("stated_on")
    return rows.set_column(place, "stated_on", pc.fill_null(rows.column(place), staging.entry.stated_on))


def _ordered(rows: pa.Table) -> pa.Table:
    """Symmetric ties have the smaller identifier first."""
    import pyarrow.compute as pc

    start, end = rows.column("from"), rows.column("to")
    turned = pc.fill_null(pc.greater(start, end), False)
    for name, one, other in (("from", start, end), ("to", end, start)):
        rows = rows.set_column(rows.column_names.index(name), name, pc.if_else(turned, other, one))
    return rows
