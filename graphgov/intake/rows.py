"""Rows of files into typed work tables, with everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from graphgov.errors import Problem, nearest
from graphgov.files.tables import Table
from graphgov.intake.cells import Fault, cells, tidied
from graphgov.intake.staging import Staging, ends_of, new, read
from graphgov.schema import EdgeKind, Kind, RecordKind
from graphgov.store import Lookup, Progress


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
            problems += _typed(staging, kind, table)
    problems += _identify(staging)
    # With nodes that could not be read, every tie of theirs would be called dangling.
    dangling = options.allow_dangling or any(kind.name in in_part for kind in staging.schema.nodes)
    for tied in staging.tied_kinds:
        problems += _ends(staging, tied, dangling)
    if options.measures and "Claim" in staging.files:
        problems += _measures(staging, options.measures)
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


def _typed(staging: Staging, kind: Kind, table: Table) -> Iterator[Problem]:
    raw = tidied(kind, table.rows.select([name for name in table.rows.column_names if name in kind.by_name]))
    reading = cells(kind, raw)
    staging.work.hold(f"raw_{kind.name}", raw.append_column("row", table.numbers))
    yield from _faulty(staging, kind.name, reading.faults, raw.column_names)
    values = ", ".join(f'{sql} AS "{name}"' for name, sql in reading.values)
    staging.work.run(f"CREATE VIEW {read(kind.name)} AS SELECT row, {values} FROM raw_{kind.name}")
    if not isinstance(kind, RecordKind):
        yield from _lasting(staging, kind.name)


def _faulty(staging: Staging, kind: str, faults: tuple[Fault, ...], columns: list[str]) -> Iterator[Problem]:
    faults = tuple(fault for fault in faults if fault.column in columns)
    if not faults:
        return
    counts = staging.work.rows(
        "SELECT " + ", ".join(f"count(*) FILTER ({fault.condition})" for fault in faults) + f" FROM raw_{kind}"
    )[0]
    for fault, count in zip(faults, counts, strict=True):
        if not count:
            continue
        found = staging.faulty(
            f'SELECT row, CAST("{fault.column}" AS VARCHAR) FROM raw_{kind} WHERE {fault.condition} ORDER BY row'
        )
        for row, value in found:
            yield _problem(staging.files[kind], row, fault, str(value or ""))


def _problem(file: str, row: object, fault: Fault, value: str) -> Problem:
    fields = fault.fields
    if fault.key == "bad_value":
        fields = (*fields, ("near", nearest(value.strip(), dict(fields)["known"].split(", "))))
    if fault.key == "control_character":
        fields = (("code", next(f"U+{ord(sign):04X}" for sign in value if _is_control(sign))),)
    return Problem(file, int(str(row)), fault.column, value, fault.key, fields)


def _is_control(sign: str) -> bool:
    return (ord(sign) < 32 and sign not in "\t\n\r") or 127 <= ord(sign) < 160


def _lasting(staging: Staging, kind: str) -> Iterator[Problem]:
    wrong = staging.faulty(
        f"SELECT row, CAST(valid_to AS VARCHAR), CAST(valid_from AS VARCHAR) FROM {read(kind)} "
        f"WHERE valid_to <= valid_from ORDER BY row"
    )
    for row, value, start in wrong:
        fields = (("valid_from", str(start)),)
        yield Problem(staging.files[kind], int(str(row)), "valid_to", str(value), "ends_before", fields)


def _identify(staging: Staging) -> list[Problem]:
    """Give every identifier its key: the store's, or a new one."""
    named = [
        f"SELECT id, row, '{kind.name}' AS kind, {order} AS place FROM {read(kind.name)} WHERE id IS NOT NULL"
        for order, kind in enumerate(staging.node_kinds)
    ]
    nothing = "SELECT NULL::VARCHAR AS id, 0 AS row, '' AS kind, 0 AS place WHERE false"
    staging.work.run(f"CREATE TABLE stated AS {' UNION ALL '.join([nothing, *named])}")
    tied = [
        f'SELECT "{column}" AS id FROM {read(kind.name)} WHERE "{column}" IS NOT NULL'
        for kind in staging.tied_kinds
        for column, _ in ends_of(kind)
    ]
    staging.work.run(
        "CREATE TABLE mentioned AS SELECT DISTINCT id FROM "
        f"({' UNION ALL '.join(['SELECT id FROM stated', *tied])})"
    )
    before = staging.session.ask(Lookup(staging.work.table("SELECT id FROM mentioned").column("id").combine_chunks()))
    with staging.work.given({"before": before}):
        # Nodes first and kind by kind, so that a kind's keys lie close together; then what only ties name.
        staging.work.run(
            f"""CREATE TABLE known AS
            WITH own AS (SELECT id, min(kind) AS kind, min(place) AS place, min(row) AS row FROM stated GROUP BY id)
            SELECT m.id, coalesce(b.key, {staging.counters["node"]} - 1 + row_number() OVER (
                       PARTITION BY b.key IS NULL ORDER BY own.place NULLS LAST, own.row, m.id)) AS key,
                   coalesce(own.kind, b.kind) AS kind, b.kind AS kind_before, b.key IS NULL AS fresh
            FROM mentioned m LEFT JOIN own ON own.id = m.id LEFT JOIN before b ON b.id = m.id"""
        )
    return [*_stated_twice(staging), *_other_kinds(staging)]


def _stated_twice(staging: Staging) -> Iterator[Problem]:
    twice = staging.faulty(
        "SELECT kind, row, id, first_value(kind) OVER places, first_value(row) OVER places FROM stated "
        "WHERE id IN (SELECT id FROM stated GROUP BY id HAVING count(*) > 1) "
        "WINDOW places AS (PARTITION BY id ORDER BY place, row) "
        "QUALIFY row_number() OVER places > 1 ORDER BY place, row"
    )
    for kind, row, identifier, other, other_row in twice:
        fields = (("other", f"{staging.files[str(other)]}:{other_row}"),)
        yield Problem(staging.files[str(kind)], int(str(row)), "id", str(identifier), "duplicate", fields)


def _other_kinds(staging: Staging) -> Iterator[Problem]:
    others = staging.faulty(
        "SELECT s.kind, s.row, s.id, k.kind_before FROM stated s JOIN known k ON k.id = s.id "
        "WHERE k.kind_before <> s.kind ORDER BY s.place, s.row"
    )
    for kind, row, identifier, before in others:
        fields = (("kind", str(before)), ("other", "graphgov"))
        yield Problem(staging.files[str(kind)], int(str(row)), "id", str(identifier), "other_kind", fields)


def _ends(staging: Staging, kind: EdgeKind | RecordKind, allow_dangling: bool) -> Iterator[Problem]:
    """Give a kind's rows the keys of their ends; symmetric ties the smaller id first."""
    ends, rows = ends_of(kind), f"SELECT * FROM {read(kind.name)}"
    joins = " ".join(f'LEFT JOIN known {key}_ ON {key}_.id = n."{column}"' for column, key in ends)
    keys = ", ".join(f"{key}_.key AS {key}, {key}_.kind AS {key}_kind" for _, key in ends)
    if isinstance(kind, EdgeKind) and kind.symmetric:
        lesser = 'REPLACE (least("from", "to") AS "from", greatest("from", "to") AS "to")'
        rows = f"SELECT * {lesser} FROM {read(kind.name)}"
    staging.work.run(f"CREATE TABLE {new(kind.name)} AS SELECT n.*, {keys} FROM ({rows}) n {joins}")
    if not allow_dangling:
        for column, key in ends:
            yield from _named(staging, kind, column, f'"{column}" IS NOT NULL AND {key}_kind IS NULL', "dangling")
    if isinstance(kind, EdgeKind):
        yield from _named(staging, kind, "to", "src = dst", "to_itself")
        yield from _wrong_ends(staging, kind)


def _named(staging: Staging, kind: Kind, column: str, condition: str, key: str) -> Iterator[Problem]:
    found = staging.faulty(f'SELECT row, "{column}" FROM {new(kind.name)} WHERE {condition} ORDER BY row')
    for row, value in found:
        yield Problem(staging.files[kind.name], int(str(row)), column, str(value), key)


def _wrong_ends(staging: Staging, kind: EdgeKind) -> Iterator[Problem]:
    allowed = ", ".join(f"('{start}', '{end}')" for start, end in sorted(kind.ends))
    found = staging.faulty(
        f'SELECT row, "to", src_kind, dst_kind FROM {new(kind.name)} WHERE src_kind IS NOT NULL '
        f"AND dst_kind IS NOT NULL AND (src_kind, dst_kind) NOT IN (VALUES {allowed}) ORDER BY row"
    )
    shown = "; ".join(f"{start} -> {end}" for start, end in sorted(kind.ends))
    for row, value, start, end in found:
        fields = (("kind", kind.name), ("start", str(start)), ("end", str(end)), ("allowed", shown))
        yield Problem(staging.files[kind.name], int(str(row)), "to", str(value), "wrong_ends", fields)


def _measures(staging: Staging, measures: tuple[str, ...]) -> Iterator[Problem]:
    known = ", ".join(f"'{name}'" for name in measures)
    for row, value in staging.faulty(f"SELECT row, measure FROM new_Claim WHERE measure NOT IN ({known}) ORDER BY row"):
        fields = (("near", nearest(str(value), measures)), ("known", ", ".join(measures)))
        yield Problem(staging.files["Claim"], int(str(row)), "measure", str(value), "unknown_measure", fields)


