"""Parquet for pandas, polars, DuckDB and Spark: nodes and ties as two files with the same columns for every kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphgov.export.model import Export, Format, Written
from graphgov.schema import Type

if TYPE_CHECKING:
    from graphgov.export.elements import Batch


def _write(export: Export, path: Path) -> Written:
    from graphgov.export.elements import edge_properties, node_properties
    from graphgov.export.encoding import counting
    from graphgov.files.whole import whole_folder

    elements, schema = export.elements, export.coverage.snapshot.schema
    nodes = counting(elements, elements.node_batches(), export.progress)
    edges = counting(elements, elements.edge_batches(), export.progress, len(elements.nodes))
    ends = dict.fromkeys(("source", "target"), Type.TEXT)
    with whole_folder(path) as draft:
        _write_table(export, draft / "nodes.parquet", {"id": Type.TEXT} | node_properties(schema), nodes)
        _write_table(export, draft / "edges.parquet", ends | edge_properties(schema), edges)
    return {"nodes": len(elements.nodes), "edges": elements.edge_count}


def _write_table(export: Export, path: Path, columns: Mapping[str, Type], batches: Iterable[Batch]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    said = {"day": str(export.coverage.snapshot.day), "marking": export.marking}
    fields = [pa.field(name, _type(type_)) for name, type_ in columns.items()]
    schema = pa.schema(fields, {name: value for name, value in said.items() if value})
    with parquet.ParquetWriter(path, schema) as writer:
        for batch in batches:
            writer.write_batch(_as(batch.rows, schema))


def _type(type_: Type) -> Any:
    import pyarrow as pa

    return {Type.COUNT: pa.int32(), Type.DATE: pa.date32()}.get(type_, pa.string())


def _as(rows: Any, schema: Any) -> Any:
    """Rows of one kind with the columns of every kind; what the kind does not have is empty."""
    import pyarrow as pa

    there = set(rows.column_names)
    columns = [
        rows.column(field.name).cast(field.type) if field.name in there else pa.nulls(rows.num_rows, field.type)
        for field in schema
    ]
    return pa.record_batch(columns, schema=schema)


FORMAT = Format("parquet", ("network",), _write, folder=True)
