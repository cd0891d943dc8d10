"""What is sent to Neo4j, and how: thousands of rows a transaction, each as one line and what cannot stand in a line.

It is the way back of `graphgov.store.fetching`.  The driver takes 1 µs for a value or its name, and 20 µs for a day,
the server little for splitting a line.  So numbers travel in a line of text; of days and words of a list the line has
the place in a list of all that there are, days as numbers that the server counts from the first of 1970; texts, which
may hold anything, stand in lists beside it.  What no row has a value of is not sent.

To look whether something is there already takes the server as long as to make it.  So what is new is made without a
look, and what is written anew goes first.  A transaction that is sent again, because nobody knows how it ended, finds
its number on the node of its lane, and does nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from graphgov.graph.arrow import as_numpy
from graphgov.schema import EdgeKind, Kind, NodeKind, RecordKind
from graphgov.store import fetching
from graphgov.store.bolt import Bolt, slices
from graphgov.store.fetching import Cell, Cells
from graphgov.store.property_graph import ELEMENT, earlier

if TYPE_CHECKING:
    import pyarrow as pa

LANES = ("record", "graph")
"""What is written side by side: statements, and what follows from them."""

BEGUN = "UNWIND $lanes AS lane MERGE (l:Lane {name: lane}) SET l.parts = 0"
ENDED = "MATCH (l:Lane) DELETE l"
"""Before the first and after the last part of a batch, with ``$lanes``."""

_ONCE = "MATCH (l:Lane {name: $lane}) WHERE l.parts < $part SET l.parts = $part WITH l"


class Lane:
    """Sends one part of a batch after another, each to be made once."""

    def __init__(self, bolt: Bolt, name: str) -> None:
        self._bolt, self._name, self._parts = bolt, name, 0

    def identifiers(self, ids: pa.Table) -> None:
        """Make elements of no kind: key, id."""
        cells = fetching.identifiers().cells
        self._make(lambda cells: f"{unpacking(cells)} CREATE (n:{ELEMENT}) SET n = row", cells, ids)

    def statements(self, kind: Kind, said: pa.Table) -> None:
        """Append to the record of a kind."""
        cells = fetching.statements(kind).cells
        own = f"'{kind.name}'"
        self._make(lambda cells: f"{unpacking(cells, kind=own)} CREATE (s:Statement) SET s = row", cells, said)

    def elements(self, kind: Kind, touched: pa.Array, rows: pa.Table) -> None:
        """Replace what there is of the keys touched by the rows of a kind's table."""
        from pyarrow import compute as pc

        now, before = periods(kind, rows)
        gone = touched
        if isinstance(kind, NodeKind):
            # A node with ties stays, and is written over.
            gone = touched.filter(pc.invert(pc.is_in(touched, now.column("key").combine_chunks())))
        self._remove(kind, kind.name, _gone(kind), gone)
        cells = fetching.rows(kind)
        if isinstance(kind, RecordKind):
            self._make(partial(_made, kind, kind.name), cells, now)
            return
        self._remove(kind, earlier(kind), _earlier_gone(kind), touched)
        self._make(partial(_made, kind, earlier(kind)), cells, before)
        cells = {**cells, "values_since": Cell("x.values_since", cells["since"].type)}
        self._make(partial(_made, kind, kind.name), cells, now)

    def _make(self, making: Callable[[Cells], str], cells: Cells, rows: pa.Table) -> None:
        if not rows.num_rows:
            return
        cells = {name: cell for name, cell in cells.items() if rows.column(name).null_count < rows.num_rows}
        cypher = making(cells)
        for part in slices(rows.num_rows):
            self._parts += 1
            once = {"lane": self._name, "part": self._parts}
            self._bolt.run(f"{_ONCE} {cypher}", {**packed(cells, rows.slice(part.start, len(part))), **once})

    def _remove(self, kind: Kind, name: str, cypher: str, keys: pa.Array) -> None:
        pattern = f"()-[x:{name}]->()" if isinstance(kind, EdgeKind) else f"(x:{name})"
        # The server knows at once how many there are; to look for each key of what it has none of takes its time.
        if not self._bolt.rows(f"MATCH {pattern} RETURN count(x) AS n")[0]["n"]:
            return
        for part in slices(len(keys)):
            self._bolt.run(f"UNWIND $keys AS key {cypher}", {"keys": keys.slice(part.start, len(part)).to_pylist()})


def periods(kind: Kind, rows: pa.Table) -> tuple[pa.Table, pa.Table]:
    """The rows of a kind's table in two: what holds last, `since` of the whole time beside `values_since`; what held
    before.  What is no element of a day has nothing before."""
    import pyarrow as pa

    if isinstance(kind, RecordKind):
        return rows, rows.slice(0, 0)
    rows = rows.sort_by([(name, "ascending") for name in ("key", "until", "since")])
    keys = as_numpy(rows.column("key"))
    other = keys[1:] != keys[:-1]
    first, last = np.append(True, other)[: len(keys)], np.append(other, True)[: len(keys)]
    now = rows.filter(pa.array(last))
    place = rows.column_names.index("since")
    whole = now.set_column(place, "since", rows.column("since").filter(pa.array(first)))
    return whole.append_column("values_since", now.column("since")), rows.filter(pa.array(~last))


def _gone(kind: Kind) -> str:
    """The Cypher, over ``key``, for what is no more, or is written anew."""
    match kind:
        case EdgeKind():
            return f"MATCH ()-[r:{kind.name} {{key: key}}]->() DELETE r"
        case NodeKind():
            return f"MATCH (n:{ELEMENT} {{key: key}}) REMOVE n:{kind.name} SET n = {{key: n.key, id: n.id}}"
        case RecordKind():
            return f"MATCH (c:{kind.name} {{key: key}}) DETACH DELETE c"


def _earlier_gone(kind: NodeKind | EdgeKind) -> str:
    if isinstance(kind, EdgeKind):
        return f"MATCH ()-[r:{earlier(kind)} {{key: key}}]->() DELETE r"
    return f"MATCH (e:{earlier(kind)} {{key: key}}) DETACH DELETE e"


def _made(kind: Kind, name: str, cells: Cells) -> str:
    """The Cypher for the rows of a kind, under its own name or that of what was before."""
    match kind:
        case EdgeKind():
            ends = f"MATCH (a:{ELEMENT} {{key: src}}) MATCH (b:{ELEMENT} {{key: dst}})"
            return f"{unpacking(cells, ('src', 'dst'))} {ends} CREATE (a)-[r:{name}]->(b) SET r = row"
        case RecordKind():
            return _beside(cells, "src", name, "ABOUT")
        case NodeKind() if name == kind.name:
            # The identifier is no column of a row: whoever has it has it for good.
            found = f"MATCH (n:{ELEMENT} {{key: row.key}}) WITH n, row, n.id AS id"
            return f"{unpacking(cells)} {found} SET n = row SET n:{name}, n.id = id"
        case NodeKind():
            return _beside(cells, "key", name, "EARLIER_VALUES_OF")


def _beside(cells: Cells, about: str, label: str, tie: str) -> str:
    node = f"MATCH (n:{ELEMENT} {{key: row.{about}}})"
    return f"{unpacking(cells)} {node} CREATE (e:{label})-[:{tie}]->(n) SET e = row"


def unpacking(cells: Cells, ends: Collection[str] = (), **more: str) -> str:
    """The Cypher that makes of what `packed` gives, one row after another, a map ``row``; and variables beside it.

    `ends`: columns, whole numbers, that are variables and no part of the map; `more`: parts of it that are no columns.
    """
    short = [name for name, cell in cells.items() if cell.short]
    values = {name: _value(name, cell, short) for name, cell in cells.items()}
    row = {**more, **{name: value for name, value in values.items() if name not in ends}}
    whole = f"{{{', '.join(f'`{name}`: {value}' for name, value in row.items())}}} AS row"
    variables = ", ".join([*(f"{values[name]} AS {name}" for name in ends), whole])
    days = "[day IN $days | date('1970-01-01') + duration({days: day})] AS days"
    cell = "split($lines[i], '|') AS cell"
    return f"WITH {days} UNWIND range(0, size($lines) - 1) AS i WITH i, days, {cell} WITH {variables}"


def _value(name: str, cell: Cell, short: list[str]) -> str:
    import pyarrow as pa

    if not cell.short:
        return f"$texts.`{name}`[i]"
    place = f"cell[{short.index(name)}]"
    # To make a number of nothing takes the server as long as twenty numbers.
    number = f"CASE WHEN {place} <> '' THEN toInteger({place}) END"
    if pa.types.is_integer(cell.type):
        return number
    return f"days[{number}]" if pa.types.is_date(cell.type) else f"$words[{number}]"


def packed(cells: Cells, rows: pa.Table) -> dict[str, Any]:
    """The parameters of `unpacking` for some rows."""
    import pyarrow as pa
    from pyarrow import compute as pc

    columns = {name: rows.column(name).combine_chunks() for name in cells}
    days = [columns[name] for name, cell in cells.items() if pa.types.is_date(cell.type)]
    every_day = pc.drop_null(pc.unique(pa.chunked_array(days, pa.date32())))
    words: list[str] = []
    line, texts = [], {}
    for name, cell in cells.items():
        column = columns[name]
        if not cell.short:
            if column.null_count < len(column):
                texts[name] = column.to_pylist()
            continue
        if pa.types.is_date(cell.type):
            column = pc.index_in(column, every_day)
        elif not pa.types.is_integer(cell.type):
            coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
            column = pc.add(coded.indices.cast(pa.int32()), len(words))
            words += coded.dictionary.to_pylist()
        line.append(column.cast(pa.string()).fill_null(""))
    lines = pc.binary_join_element_wise(*line, "|").to_pylist()
    return {"lines": lines, "days": every_day.cast(pa.int32()).to_pylist(), "words": words, "texts": texts}
