"""What ``neo4j-admin database import full`` takes: a CSV for every kind, with typed headers, and how it is called.

Source of the form: https://neo4j.com/docs/operations-manual/5/tools/neo4j-admin/neo4j-admin-import/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphgov.export.model import Export, Format, Written

if TYPE_CHECKING:
    from graphgov.export.labelled import Labelled

COMMAND = "neo4j-admin database import full neo4j --overwrite-destination --multiline-fields=true"
"""Names have lines, so fields do.  What an empty field means, and how quotes are written, is as the program has it."""


def _write(export: Export, path: Path) -> Written:
    from graphgov.export.labelled import labelled
    from graphgov.files.whole import whole_folder

    command = [COMMAND]
    with whole_folder(path) as draft:
        for labels, batches in groupby(labelled(export), key=lambda batch: batch.labels):
            file = f"{labels[-1]}.csv"
            nodes = _write_table(draft / file, batches)
            command.append(f"--{'nodes' if nodes else 'relationships'}={file}")
        (draft / "README.txt").write_text(_readme(export, " ".join(command)), encoding="utf-8", newline="\n")
    return {"nodes": len(export.elements.nodes), "edges": export.elements.edge_count}


def _readme(export: Export, command: str) -> str:
    from graphgov import words
    from graphgov.export.labelled import CLAIM
    from graphgov.store.property_graph import ELEMENT, unique

    after = f"{unique(ELEMENT, 'id')};"
    said = words.say("message", "neo4j_admin_readme", command=command, after=after, claim=CLAIM)
    return "\n".join(line for line in (export.marking, said) if line) + "\n"


def _write_table(path: Path, batches: Iterable[Labelled]) -> bool:
    """Write rows of one kind; whether they are nodes."""
    import pyarrow as pa
    from pyarrow import csv

    rows = iter(batches)
    first = next(rows)
    names = [name for name, _ in _columns(first)]
    schema = pa.schema([(name, pa.string() if _is_text(name) else pa.int64()) for name in names])
    with csv.CSVWriter(path, schema) as writer:
        for batch in chain((first,), rows):
            columns = [column.cast(field.type) for (_, column), field in zip(_columns(batch), schema, strict=True)]
            writer.write_batch(pa.record_batch(columns, schema=schema))
    return first.ends is None


def _is_text(name: str) -> bool:
    return not name.endswith(":long")


def _columns(batch: Labelled) -> Iterator[tuple[str, Any]]:
    """The columns with their headers."""
    import pyarrow as pa

    from graphgov.export.labelled import ABOUT, CLAIM

    kind = ":LABEL" if batch.ends is None else ":TYPE"
    yield kind, pa.repeat(";".join(batch.labels), batch.rows.num_rows)
    if batch.ends is not None:
        start = f":START_ID({CLAIM})" if batch.labels == (ABOUT,) else ":START_ID"
        yield from zip((start, ":END_ID"), batch.ends, strict=True)
    if batch.labels == (CLAIM,):
        # Nobody looks for the number of a claim, but its tie does; it has a space of its own among the ids.
        yield f":ID({CLAIM})", batch.rows.column("key")
    for name, column in zip(batch.rows.column_names, batch.rows.columns, strict=True):
        yield f"{name}{_type(name, column, batch)}", column


def _type(name: str, column: Any, batch: Labelled) -> str:
    import pyarrow as pa

    if name == "id" and batch.ends is None:
        return ":ID"
    if pa.types.is_date(column.type):
        return ":date"
    return ":long" if pa.types.is_integer(column.type) else ":string"


FORMAT = Format("neo4j-admin", ("network",), _write, folder=True)
