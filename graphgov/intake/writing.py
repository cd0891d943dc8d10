"""Typed rows to a batch: statements about elements, and the graph that they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graphgov import layout
from graphgov.errors import BadTables, Problem
from graphgov.intake.deriving import derive, derive_whole, derived, present_from, touched
from graphgov.intake.identity import element_keys, find_elements
from graphgov.intake.staging import Staging
from graphgov.schema import EdgeKind, Kind, NodeKind, RecordKind
from graphgov.store import Batch, Progress, Said, Waiting

if TYPE_CHECKING:
    import pyarrow as pa

MOST_SHOWN = 1000
"""So many problems are listed; all are counted."""


@dataclass(frozen=True)
class Summary:
    """How many statements each kind gets, and how many ties wait for an end afterwards."""

    said: dict[str, int]
    waiting: int


def saying(kind: str) -> str:
    """The work table with the statements of a kind that are new."""
    return f"saying_{kind}"


def changes(staging: Staging, progress: Progress) -> tuple[Batch | None, Summary]:
    """The batch that the rows amount to; None when all of it has been said before.

    Raises BadTables for what only shows when rows meet what is known: the same tie twice, an element without a
    type, an end before the start.
    """
    work = staging.work
    refuse([problem for kind in staging.tied_kinds for problem in find_elements(staging, kind)], staging)
    said = {kind: rows for kind, rows in _all_statements(staging).items() if rows.num_rows}
    if not said:
        return None, Summary({}, 0)
    waiting = _resolvable(staging)
    concerned = [kind for kind in staging.schema.kinds.values() if kind.name in said or kind.name in waiting]
    # Most first imports are whole: then no end has to be looked for.
    whole = staging.first and not work.value("SELECT count(*) FROM known WHERE kind IS NULL")
    if not whole:
        present_from(work, "SELECT key, kind FROM known WHERE kind IS NOT NULL")
    problems: list[Problem] = []
    elements: dict[str, pa.Table] = {}
    for done, kind in enumerate(concerned):
        progress("merge", done, len(concerned))
        _touch(staging, kind, kind.name in said, waiting.get(kind.name, False))
        rows = derive_whole(work, kind, said[kind.name]) if whole else derive(work, kind, staging.session)
        elements[kind.name] = rows
        problems += _unsound(staging, kind, rows) if kind.name in said else []
    progress("merge", len(concerned), len(concerned))
    refuse(problems, staging)
    batch = Batch(
        entries=(staging.entry,),
        ids=work.table("SELECT key, id FROM known WHERE fresh ORDER BY key"),
        said={kind: staging.recorded(kind, rows.drop_columns(["source", "said_on"])) for kind, rows in said.items()},
        elements=elements,
        touched={kind.name: _keys(staging, kind, said) for kind in concerned},
    )
    counts = {kind: rows.num_rows for kind, rows in said.items()}
    return batch, Summary(counts, 0 if whole else sum(_left_waiting(staging, kind) for kind in concerned))


def refuse(problems: list[Problem], staging: Staging) -> None:
    """Raise BadTables when there are problems: the first of them, and how many there are."""
    if problems:
        raise BadTables(sorted(problems)[:MOST_SHOWN], len(problems) + sum(staging.unnamed))


def _all_statements(staging: Staging) -> dict[str, pa.Table]:
    """Make `saying(kind)` for every kind that has rows."""
    found: dict[str, pa.Table] = {}
    element = staging.counters["element"]
    for kind in (*staging.node_kinds, *staging.tied_kinds):
        found[kind.name] = _statements(staging, kind, element)
        if not isinstance(kind, NodeKind):
            element += staging.rows[kind.name].num_rows
    return found


def _statements(staging: Staging, kind: Kind, element: int) -> pa.Table:
    """Make `saying(kind)`: the rows as statements, without those that the source has said for this day already.

    The keys of new elements count from `element` on.
    """
    work, name = staging.work, kind.name
    statements = _as_statements(staging, kind, element)
    if not staging.first:
        with work.given({"statements": statements}):
            asked = work.table("SELECT DISTINCT key FROM statements").column("key").combine_chunks()
            with work.given({"before": staging.session.ask(Said(name, asked))}):
                work.run(f"CREATE TABLE {touched(name)} AS SELECT * FROM before")
            # Nodes in the order of keys, as those of a first import are: whoever reads the graph need not sort it.
            order = "ORDER BY key" if isinstance(kind, NodeKind) else ""
            statements = work.table(f"SELECT * FROM statements s WHERE NOT EXISTS ({_same_again(kind)}) {order}")
    else:
        work.hold(touched(name), statements)
    work.hold(saying(name), statements)
    return statements


def _as_statements(staging: Staging, kind: Kind, element: int) -> pa.Table:
    import pyarrow as pa

    entry, rows = staging.entry, staging.rows[kind.name]
    if not isinstance(kind, NodeKind):
        rows = rows.append_column("key", element_keys(staging, kind, element))
    own_id = ("id",) if isinstance(kind, EdgeKind) else ()
    values = (name for name, _ in layout.value_columns(kind))
    once = {
        "source": pa.scalar(entry.source),
        "said_on": pa.scalar(entry.stated_on, pa.date32()),
        "import": pa.scalar(entry.number, pa.int32()),
    }
    said = {name: pa.repeat(value, rows.num_rows) for name, value in once.items()}
    said["file"] = staging.files_of(kind.name)
    said |= {name: rows.column(name) for name in ("row", *layout.key_columns(kind), *own_id, *values)}
    return pa.table(said)


def _same_again(kind: Kind) -> str:
    """The last statement of the same source about the same element for the same day, where a statement equals it."""
    equal = " AND ".join(
        f"CAST(s.{column} AS VARCHAR) IS NOT DISTINCT FROM CAST(b.{column} AS VARCHAR)"
        for column, _ in layout.value_columns(kind)
    )
    return (
        f"SELECT 1 FROM (SELECT * FROM {touched(kind.name)} QUALIFY row_number() OVER "
        f'(PARTITION BY key, source, said_on ORDER BY "import" DESC) = 1) b '
        f"WHERE b.key = s.key AND b.source = s.source AND b.said_on = s.said_on AND {equal}"
    )


def _resolvable(staging: Staging) -> dict[str, bool]:
    """The kinds with ties that waited for an end which is there now."""
    arrived = staging.work.value(
        "SELECT count(*) FROM known WHERE NOT fresh AND kind_before IS NULL AND kind IS NOT NULL"
    )
    if not arrived:
        return {}
    tied: tuple[EdgeKind | RecordKind, ...] = (*staging.schema.edges, *staging.schema.records)
    return {kind.name: True for kind in tied if staging.session.ask(Waiting(kind.name)).num_rows}


def _touch(staging: Staging, kind: Kind, said: bool, waiting: bool) -> None:
    """Make `touched(kind)`: what is said now and what has been said before about the same elements."""
    work, name = staging.work, kind.name
    if said and not staging.first:
        # What was said before of elements that nothing new is said of is of no concern.
        work.run(f"DELETE FROM {touched(name)} WHERE key NOT IN (SELECT key FROM {saying(name)})")
        work.run(f"INSERT INTO {touched(name)} BY NAME SELECT * FROM {saying(name)}")
    if waiting:
        asked = staging.session.ask(Waiting(name)).column("key").combine_chunks()
        with work.given({"before": staging.session.ask(Said(name, asked))}):
            if said:
                work.run(
                    f"INSERT INTO {touched(name)} BY NAME SELECT * FROM before "
                    f"WHERE key NOT IN (SELECT key FROM {touched(name)})"
                )
            else:
                work.run(f"CREATE OR REPLACE TABLE {touched(name)} AS SELECT * FROM before")


def _keys(staging: Staging, kind: Kind, said: Mapping[str, pa.Table]) -> pa.Array:
    """The keys of all elements that a change touches; a first import states each of its own once."""
    if staging.first:
        return said[kind.name].column("key").combine_chunks()
    return staging.work.table(f"SELECT DISTINCT key FROM {touched(kind.name)}").column("key").combine_chunks()


def _unsound(staging: Staging, kind: Kind, rows: pa.Table) -> list[Problem]:
    """What is wrong with elements as they have become: no type, an end before the start."""
    found: list[tuple[tuple[object, ...], str, object, str]] = []
    if isinstance(kind, NodeKind) and rows.column("type").null_count:
        found += [(row, "type", "", "missing_value") for row in _rows(staging, kind, "d.type IS NULL", "s.row")]
    if "valid_to" in kind.by_name and rows.column("valid_to").null_count < rows.num_rows:
        wrong = "d.valid_to <= d.valid_from"
        shown = "s.row, d.valid_to, d.valid_from"
        found += [(row, "valid_to", row[1], "ends_before") for row in _rows(staging, kind, wrong, shown)]
    file = staging.files[kind.name]
    return [
        Problem(file, int(str(row[0])), column, str(value), key, (("valid_from", str(row[-1])),))
        for row, column, value, key in found
    ]


def _rows(staging: Staging, kind: Kind, wrong: str, shown: str) -> list[tuple[object, ...]]:
    return staging.faulty(
        f"SELECT DISTINCT {shown} FROM {derived(kind.name)} d JOIN {saying(kind.name)} s USING (key) "
        f"WHERE {wrong} ORDER BY ALL"
    )


def _left_waiting(staging: Staging, kind: Kind) -> int:
    if isinstance(kind, NodeKind):
        return 0
    there = f"SELECT key FROM {derived(kind.name)}"
    missing = f"SELECT count(DISTINCT key) FROM {touched(kind.name)} WHERE key NOT IN ({there})"
    return int(str(staging.work.value(missing)))
