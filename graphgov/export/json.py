"""JSON: the network as nodes and links, as networkx and most programs read it; or an answer, exactly.

Source of the form: networkx, `node_link_data` (https://networkx.org/documentation/stable/reference/readwrite).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from graphgov.export.model import Export, Format, Written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graphgov.export.elements import Batch

SPECIAL = '["\\\\\x00-\x1f]'


def _write(export: Export, path: Path) -> Written:
    from graphgov.files.whole import whole_file
    from graphgov.files.writers import as_json

    if export.what == "network":
        return _write_network(export, path)
    value: Any = export.answer.value
    marked = {"marking": export.marking, **value} if export.marking else value
    with whole_file(path) as draft:
        draft.write_bytes((as_json(marked) + "\n").encode("utf-8", "replace"))
    return {"rows": len((export.answer.data or export.answer.sheets[0]).rows)}


def _write_network(export: Export, path: Path) -> Written:
    from graphgov.export.encoding import counting
    from graphgov.files.whole import whole_file

    elements = export.elements
    nodes = counting(elements, elements.node_batches(), export.progress)
    edges = counting(elements, elements.edge_batches(), export.progress, len(elements.nodes))
    with whole_file(path) as draft, draft.open("wb") as file:
        file.write(f'{{"directed": true, "multigraph": true, "graph": {_head(export)},\n"nodes": ['.encode())
        _write_rows(file, nodes)
        file.write(b'],\n"edges": [')
        _write_rows(file, edges)
        file.write(b"]}\n")
    return {"nodes": len(elements.nodes), "edges": elements.edge_count}


def _head(export: Export) -> str:
    import json

    head = {"day": str(export.coverage.snapshot.day), "history": export.selection.history}
    if export.marking:
        head["marking"] = export.marking
    return json.dumps(head, ensure_ascii=False)


def _write_rows(file: BinaryIO, batches: Iterable[Batch]) -> None:
    from graphgov.export.encoding import filled, joined

    first = True
    for batch in batches:
        columns = filled(batch)
        parts = [_member(name, column, first=not place) for place, (name, column) in enumerate(columns.items())]
        rows = joined([",\n", *parts, "}"])
        file.write(rows[1:] if first else rows)
        first = False


def _member(name: str, column: Any, first: bool) -> Any:
    """A column as members of objects: `"name": value`; the first one opens the object."""
    import json

    import pyarrow as pa

    from graphgov.export.encoding import around, encoded

    key = f'{"{" if first else ", "}"{name}": '
    if pa.types.is_integer(column.type):
        return around(key, column.cast(pa.string()), "")
    texts = encoded(column, SPECIAL, lambda text: json.dumps(text, ensure_ascii=False)[1:-1])
    return around(f'{key}"', texts, '"')


FORMAT = Format("json", ("network", "blind-spots", "coverage", "findings"), _write)
