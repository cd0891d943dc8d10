"""A script for cypher-shell and Neo4j Browser: whoever runs it has the network in an empty database.

Every text is a literal with nothing in it that could end it.  Source of the escapes:
https://neo4j.com/docs/cypher-manual/current/values-and-types/property-structural-constructed/#literals
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from graphgov.export.model import Export, Format, Written

if TYPE_CHECKING:
    from graphgov.export.labelled import Labelled

ROWS = 200
"""So many rows are in one statement: with names of 10 kB it still is a text of some megabytes."""

# Control and direction marks are written as numbers, so that the script reads as it runs.
_SPECIAL = r"[\\'\x00-\x1f\x7f-\x{9f}\x{200b}-\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}\x{feff}\x{fffe}\x{ffff}]"
_SIGNS = re.compile(r"\\u|[\\'\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def escaped(text: str) -> str:
    """A text as it stands between single quotes.

    A `u` behind a backslash becomes a number itself: some versions read such numbers before they know of backslashes.
    """
    return _SIGNS.sub(_escape, text)


def _escape(sign: re.Match[str]) -> str:
    match sign[0]:
        case "\\u":
            return r"\\\u0075"
        case "\\" | "'":
            return f"\\{sign[0]}"
        case other:
            return f"\\u{ord(other):04x}"


def _write(export: Export, path: Path) -> Written:
    from graphgov.export.labelled import CLAIM, labelled
    from graphgov.files.whole import whole_file
    from graphgov.store.property_graph import ELEMENT, unique

    with whole_file(path) as draft, draft.open("wb") as file:
        file.write(_head(export).encode())
        for label, name in ((ELEMENT, "id"), (CLAIM, "key")):
            file.write(f"{unique(label, name)};\n".encode())
        for batch in labelled(export):
            _write_rows(file, batch)
    return {"nodes": len(export.elements.nodes), "edges": export.elements.edge_count}


def _head(export: Export) -> str:
    said = (f"graphgov {export.coverage.snapshot.day}", export.marking)
    # Whatever might end a line of comment is a blank.
    return "".join(f"// {' '.join(re.sub(_SIGNS, ' ', line).split())}\n" for line in said if line)


def _write_rows(file: BinaryIO, batch: Labelled) -> None:
    from graphgov.export.encoding import joined

    parts = list(_parts(batch))
    end = f"] AS row\n{_merge(batch)};\n".encode()
    for first in range(0, batch.rows.num_rows, ROWS):
        rows = joined([part if isinstance(part, str) else part.slice(first, ROWS) for part in parts])
        file.write(b"UNWIND [\n")
        file.write(rows[:-2])  # no comma behind the last
        file.write(end)


def _parts(batch: Labelled) -> Iterator[Any]:
    """A row of the batch as a map: the ends of a tie, then a map of its own with the values."""
    from graphgov.export.encoding import around

    if batch.ends is not None:
        for name, end in zip(("`from`", "`to`"), batch.ends, strict=True):
            yield around(f"{'{' if name == '`from`' else ', '}{name}: ", _literals(end), "")
        yield ", own: "
    for place, (name, column) in enumerate(zip(batch.rows.column_names, batch.rows.columns, strict=True)):
        if column.null_count < len(column):
            yield around(f"{', ' if place else '{'}{name}: ", _literals(column), "")
    yield "},\n" if batch.ends is None else "}},\n"


def _literals(column: Any) -> Any:
    """The values of a column as Cypher writes them."""
    import pyarrow as pa

    from graphgov.export.encoding import around, encoded

    if pa.types.is_integer(column.type):
        return column.cast(pa.string())
    before, after = ("date('", "')") if pa.types.is_date(column.type) else ("'", "'")
    return around(before, encoded(column, _SPECIAL, escaped), after)


def _merge(batch: Labelled) -> str:
    """What is done with each row; run again, it finds what it has made."""
    from graphgov.export.labelled import ABOUT, CLAIM
    from graphgov.store.property_graph import ELEMENT

    first, label = batch.labels[0], batch.labels[-1]
    if batch.ends is None:
        key = batch.rows.column_names[0]
        own_label = f" SET n:{label}" if label != first else ""
        return f"MERGE (n:{first} {{{key}: row.{key}}}) SET n = row{own_label}"
    start = f"(a:{CLAIM} {{key: row.`from`}})" if label == ABOUT else f"(a:{ELEMENT} {{id: row.`from`}})"
    merged = f"MERGE (a)-[r:{label} {{key: row.own.key}}]->(b) SET r = row.own"
    return f"MATCH {start} MATCH (b:{ELEMENT} {{id: row.`to`}}) {merged}"


FORMAT = Format("cypher", ("network",), _write)
