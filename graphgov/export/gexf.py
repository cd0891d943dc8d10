"""GEXF 1.2 for Gephi: places, sizes and colours as in our own pictures, and days as Gephi's timeline reads them.

Gephi's last day is one on which a thing still holds, so it is the day before `valid_to`.  Gephi makes one edge of
parallel ones of the same kind, and sums their weights: every tie weighs 1, so that the sum is their number.
Source of the form: https://gexf.net/schema.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from graphgov.export.model import Export, Format, Written
from graphgov.export.xml import SPECIAL, escaped
from graphgov.schema import Schema, Type

if TYPE_CHECKING:
    from graphgov.export.elements import Batch
    from graphgov.export.looks import Looks

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:viz="http://www.gexf.net/1.2draft/viz" version="1.2">
"""


def _write(export: Export, path: Path) -> Written:
    from graphgov.export.encoding import counting
    from graphgov.export.looks import looks
    from graphgov.files.whole import whole_file

    elements = export.elements
    seen = looks(elements.coverage, elements.standard)
    keys = _keys(elements.snapshot.schema)
    with whole_file(path) as draft, draft.open("wb") as file:
        file.write((_HEAD + _meta(export) + "".join(_declared(keys))).encode())
        file.write(f'<nodes count="{len(elements.nodes)}">\n'.encode())
        for batch in counting(elements, elements.node_batches(), export.progress):
            _write_nodes(file, batch, keys["node"], seen)
        file.write(f'</nodes>\n<edges count="{elements.edge_count}">\n'.encode())
        first = 0
        for batch in counting(elements, elements.edge_batches(), export.progress, len(elements.nodes)):
            _write_edges(file, batch, keys["edge"], first)
            first += batch.rows.num_rows
        file.write(b"</edges>\n</graph>\n</gexf>\n")
    return {"nodes": len(elements.nodes), "edges": elements.edge_count}


def _meta(export: Export) -> str:
    marking = f"<description>{escaped(export.marking)}</description>" if export.marking else ""
    day = export.coverage.snapshot.day
    return (
        f'<meta lastmodifieddate="{day}"><creator>graphgov</creator>{marking}</meta>\n'
        '<graph mode="dynamic" timeformat="date" defaultedgetype="directed">\n'
    )


Keys = Mapping[str, tuple[str, str]]
"""For every property its key and its type."""


def _keys(schema: Schema) -> dict[str, Keys]:
    from graphgov.export.elements import edge_properties, node_properties

    every = {"node": node_properties(schema), "edge": edge_properties(schema)}
    return {
        sort: {
            name: (str(place), "integer" if type_ is Type.COUNT else "string")
            for place, (name, type_) in enumerate(properties.items())
        }
        for sort, properties in every.items()
    }


def _declared(keys: Mapping[str, Keys]) -> Iterator[str]:
    for sort, declared in keys.items():
        yield f'<attributes class="{sort}" mode="static">\n'
        for name, (key, type_) in declared.items():
            yield f'<attribute id="{key}" title="{name}" type="{type_}"/>\n'
        yield "</attributes>\n"


def _write_nodes(file: BinaryIO, batch: Batch, keys: Keys, seen: Looks) -> None:
    import pyarrow.compute as pc

    from graphgov.export.encoding import joined

    columns = _encoded(batch)
    label = pc.coalesce(columns["name"], columns["id"]) if "name" in columns else columns["id"]
    file.write(
        joined(['<node id="', columns["id"], '" label="', label, '"', *_span(batch), ">", *_values(columns, keys),
                *_looks(batch, seen), "</node>\n"])
    )  # fmt: skip


def _write_edges(file: BinaryIO, batch: Batch, keys: Keys, first: int) -> None:
    from graphgov import words
    from graphgov.export.encoding import joined, numbers

    columns = _encoded(batch)
    # Not in 1.2, but Gephi reads it: without it, ties of different kinds between the same two become one.
    kind = f'" kind="{batch.kind}" label="{escaped(words.word("edge", batch.kind))}" weight="1"'
    file.write(
        joined(['<edge id="', numbers(first, batch), '" source="', columns["source"], '" target="', columns["target"],
                kind, *_span(batch), ">", *_values(columns, keys), "</edge>\n"])
    )  # fmt: skip


def _encoded(batch: Batch) -> dict[str, Any]:
    from graphgov.export.encoding import encoded, filled

    return {name: encoded(column, SPECIAL, escaped) for name, column in filled(batch).items()}


def _values(columns: Mapping[str, Any], keys: Keys) -> Iterator[Any]:
    from graphgov.export.encoding import around

    yield "<attvalues>"
    for name, column in columns.items():
        if name in keys:
            yield around(f'<attvalue for="{keys[name][0]}" value="', column, '"/>')
    yield "</attvalues>"


def _looks(batch: Batch, seen: Looks) -> Iterator[Any]:
    """Colour, place and size of every node; what has no place has no size either."""
    import numpy as np
    import pyarrow as pa

    from graphgov.export.encoding import around
    from graphgov.export.looks import PALETTE, seen_colour

    parts = (seen_colour(colour) for colour in PALETTE)
    colours = [f'<viz:color r="{red}" g="{green}" b="{blue}"/>' for red, green, blue in parts]
    yield pa.DictionaryArray.from_arrays(pa.array(seen.colour[batch.nodes]), colours).cast(pa.string())
    numbers = (np.round(values[batch.nodes], 2) for values in (seen.x, seen.y, seen.size))
    x, y, size = (pa.array(values, mask=np.isnan(values)).cast(pa.string()) for values in numbers)
    yield around('<viz:position x="', x, '"')
    yield around(' y="', y, '" z="0.0"/>')
    yield around('<viz:size value="', size, '"/>')


def _span(batch: Batch) -> Iterator[Any]:
    """The first and the last day of every element, as attributes."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from graphgov.export.encoding import around

    yield around(' start="', batch.rows.column("valid_from").cast(pa.string()), '"')
    until = batch.rows.column("valid_to").cast(pa.int32())
    yield around(' end="', pc.subtract(until, pa.scalar(1, pa.int32())).cast(pa.date32()).cast(pa.string()), '"')


FORMAT = Format("gexf", ("network",), _write)
