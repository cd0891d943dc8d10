"""Tables for Gephi's import of spreadsheets: ``nodes.csv`` and ``edges.csv``, with the columns that it knows by name.

Exact, so not for spreadsheets.  Source of the names: https://gephi.org/users/supported-graph-formats/csv-format/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphgov.export.model import Export, Format, Written

if TYPE_CHECKING:
    from graphgov.export.elements import Batch


def _write(export: Export, path: Path) -> Written:
    from graphgov.export.elements import edge_properties, node_properties
    from graphgov.export.encoding import counting
    from graphgov.files.whole import whole_folder

    elements, schema = export.elements, export.coverage.snapshot.schema
    nodes = counting(elements, elements.node_batches(), export.progress)
    edges = counting(elements, elements.edge_batches(), export.progress, len(elements.nodes))
    with whole_folder(path) as draft:
        _write_table(draft / "nodes.csv", ["Id", "Label", *node_properties(schema)], map(_nodes, nodes))
        own = edge_properties(schema)
        _write_table(draft / "edges.csv", ["Source", "Target", "Type", "Weight", "Label", *own], map(_edges, edges))
    return {"nodes": len(elements.nodes), "edges": elements.edge_count}


def _nodes(batch: Batch) -> dict[str, Any]:
    import pyarrow.compute as pc

    columns = dict(zip(batch.rows.column_names, batch.rows.columns, strict=True))
    return {"Id": columns["id"], "Label": pc.coalesce(columns["name"], columns["id"]), **columns}


def _edges(batch: Batch) -> dict[str, Any]:
    from graphgov import words

    columns = dict(zip(batch.rows.column_names, batch.rows.columns, strict=True))
    fixed = {"Type": "Directed", "Weight": "1", "Label": words.word("edge", batch.kind)}
    return {"Source": columns["source"], "Target": columns["target"], **fixed, **columns}


def _write_table(path: Path, names: list[str], tables: Iterable[dict[str, Any]]) -> None:
    import pyarrow as pa
    from pyarrow import csv

    schema = pa.schema([(name, pa.string()) for name in names])
    with csv.CSVWriter(path, schema) as writer:
        for table in tables:
            writer.write_batch(pa.record_batch(list(_columns(names, table)), schema=schema))


def _columns(names: list[str], table: dict[str, Any]) -> Iterator[Any]:
    import pyarrow as pa

    count = len(next(iter(table.values())))
    for name in names:
        values = table.get(name)
        if values is None:
            yield pa.nulls(count, pa.string())
        else:
            yield pa.repeat(pa.scalar(values), count) if isinstance(values, str) else values.cast(pa.string())


FORMAT = Format("gephi", ("network",), _write, folder=True, marked=False)
