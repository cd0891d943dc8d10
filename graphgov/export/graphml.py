"""GraphML: one key for each property, typed; what nobody said is absent.

All ties are written as directed, because most readers (networkx, Gephi, yEd) want one sort in a file; symmetric kinds
begin at the smaller id.  Source of the form: http://graphml.graphdrawing.org/primer/graphml-primer.html
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

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def _write(export: Export, path: Path) -> Written:
    from graphgov.export.encoding import counting, numbers
    from graphgov.files.whole import whole_file

    elements = export.elements
    keys = _keys(elements.snapshot.schema)
    with whole_file(path) as draft, draft.open("wb") as file:
        file.write((_HEAD + "".join(_declared(keys)) + _graph(export)).encode())
        for batch in counting(elements, elements.node_batches(), export.progress):
            _write_rows(file, batch, keys["node"], ['<node id="', "id", '">'], "</node>\n")
        first = 0
        for batch in counting(elements, elements.edge_batches(), export.progress, len(elements.nodes)):
            opened = ['<edge id="e', numbers(first, batch), '" source="', "source", '" target="', "target", '">']
            _write_rows(file, batch, keys["edge"], opened, "</edge>\n")
            first += batch.rows.num_rows
        file.write(b"</graph>\n</graphml>\n")
    return {"nodes": len(elements.nodes), "edges": elements.edge_count}


Keys = Mapping[str, tuple[str, str]]
"""For every property its key and its type."""


def _keys(schema: Schema) -> dict[str, Keys]:
    from graphgov.export.elements import edge_properties, node_properties

    every = {"node": node_properties(schema), "edge": edge_properties(schema)}
    return {
        sort: {
            name: (f"{sort[0]}{place}", "int" if type_ is Type.COUNT else "string")
            for place, (name, type_) in enumerate(properties.items())
        }
        for sort, properties in every.items()
    }


def _declared(keys: Mapping[str, Keys]) -> Iterator[str]:
    yield '<key id="g0" for="graph" attr.name="day" attr.type="string"/>\n'
    yield '<key id="g1" for="graph" attr.name="marking" attr.type="string"/>\n'
    for sort, declared in keys.items():
        for name, (key, type_) in declared.items():
            yield f'<key id="{key}" for="{sort}" attr.name="{name}" attr.type="{type_}"/>\n'


def _graph(export: Export) -> str:
    marking = f'<data key="g1">{escaped(export.marking)}</data>' if export.marking else ""
    return f'<graph edgedefault="directed">\n<data key="g0">{export.coverage.snapshot.day}</data>{marking}\n'


def _write_rows(file: BinaryIO, batch: Batch, keys: Keys, opened: list[Any], closed: str) -> None:
    """Elements with their data; `opened`: the opening tag, where the name of a column stands for its values."""
    from graphgov.export.encoding import around, encoded, filled, joined

    columns = {name: encoded(column, SPECIAL, escaped) for name, column in filled(batch).items()}
    data = [around(f'<data key="{keys[name][0]}">', columns[name], "</data>") for name in columns if name in keys]
    opening = [columns.get(part, part) if isinstance(part, str) else part for part in opened]
    file.write(joined([*opening, *data, closed]))


FORMAT = Format("graphml", ("network",), _write)
