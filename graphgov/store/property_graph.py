"""How a graph and its record lie in Neo4j: what `layout` is for tables, derived from the same schema.

A node is ``(:Element:Unit {key, id, name, ..., since, until})``; an identifier that only ties name is an ``:Element``
of no kind.  A tie is one relationship of its kind with its key.  Both carry the values stated last; `since` and `until`
span the whole time in which they hold.  What had other values before keeps these beside it, so that a question about
an earlier day is answered as well: ``(:EarlierUnit {since, until, ...})-[:EARLIER_VALUES_OF]->(:Unit)``, and a
relationship ``EARLIER_MEMBER_OF`` beside the tie's own.  `values_since` is the first day of the values on the element.

The record is one ``:Statement`` for each row of each import, a claim is ``(:Claim)-[:ABOUT]->(:Element)``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from graphgov import layout
from graphgov.schema import EdgeKind, Kind, NodeKind, RecordKind, Schema, Type
from graphgov.store.base import Counters, FileNames, Identifiers, Imports, Kinds, Lookup, Question, SaidBy, Waiting

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1
"""Version of this layout."""

ELEMENT = "Element"

Row = dict[str, Any]
Columns = dict[str, "pa.DataType"]


def earlier(kind: Kind) -> str:
    """The label, or relationship type, of what an element of a kind was like before."""
    return f"EARLIER_{kind.name}" if isinstance(kind, EdgeKind) else f"Earlier{kind.name}"


def unique(label: str, name: str) -> str:
    """The constraint that no two nodes with a label have the same value of a property.

    What else makes it (an exported script) has to call it the same: two of one name that differ are an error.
    """
    return f"CREATE CONSTRAINT {label}_{name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"


def definitions(schema: Schema) -> Iterator[str]:
    """The constraints and indexes: identities are unique, whatever is looked up is found at once.

    Names are not indexed: an index takes no text of more than 8 kB.
    """
    identities = {ELEMENT: ("key", "id"), "Import": ("number",), "Statement": ("uid",), "Graphgov": ("name",)}
    identities |= {kind.name: ("key",) for kind in schema.records}
    for label, names in identities.items():
        yield from (unique(label, name) for name in names)
    for name in ("key", "src", "dst", "id"):
        yield f"CREATE INDEX Statement_{name} IF NOT EXISTS FOR (n:Statement) ON (n.kind, n.{name})"
    yield "CREATE INDEX Statement_import IF NOT EXISTS FOR (n:Statement) ON (n.kind, n.import)"
    for kind in schema.kinds.values():
        if isinstance(kind, EdgeKind):
            for type_ in (kind.name, earlier(kind)):
                yield f"CREATE INDEX {type_}_key IF NOT EXISTS FOR ()-[r:{type_}]-() ON (r.key)"
        elif isinstance(kind, NodeKind):
            yield f"CREATE INDEX {earlier(kind)}_key IF NOT EXISTS FOR (n:{earlier(kind)}) ON (n.key)"


def elements(kind: Kind, rows: pa.Table) -> tuple[list[Row], list[Row]]:
    """The rows of a kind's table as elements: {key, src, dst, values} for what holds last, and for what held before."""
    every = rows.to_pylist()
    if isinstance(kind, RecordKind):
        return [_element(kind, row, row) for row in every], []
    whole: dict[int, tuple[Row, date]] = {}
    before: list[Row] = []
    for row in sorted(every, key=lambda row: (row["key"], row["until"], row["since"])):
        last, since = whole.get(row["key"], (None, row["since"]))
        if last is not None:
            before.append(_element(kind, last, {"since": last["since"], "until": last["until"]}))
        whole[row["key"]] = (row, since)
    now = [
        _element(kind, row, {"since": since, "until": row["until"], "values_since": row["since"]})
        for row, since in whole.values()
    ]
    return now, before


def _element(kind: Kind, row: Row, days: Row) -> Row:
    own = {name: row[name] for name, _ in layout.value_columns(kind) if row[name] is not None}
    if isinstance(kind, RecordKind):
        own |= {"import": row["import"], "src": row["src"]}
    else:
        own |= {name: days[name] for name in ("since", "until", "values_since") if name in days}
    if isinstance(kind, EdgeKind) and row["id"] is not None:
        own["id"] = row["id"]
    keys = {name: row[name] for name in layout.key_columns(kind)}
    return {**keys, "values": {**own, "key": row["key"]}}


def statement(kind: str, row: Row) -> Row:
    """A row of a kind's statements as the properties of its node."""
    stated = {name: value for name, value in row.items() if value is not None}
    return {**stated, "kind": kind, "uid": f"{row['import']}/{kind}/{row['row']}/{row['key']}"}


def changes(kind: Kind) -> dict[str, str]:
    """The Cypher, over ``$rows``, that changes the elements of a kind, in this order; each may be sent twice.

    Rows of "gone" and "touched" are keys: of what is there no more, and of all that a change touches; rows of "now" and
    "before" are what `elements` says.
    """
    name, old = kind.name, earlier(kind)
    match kind:
        case EdgeKind():
            ends = f"MATCH (a:{ELEMENT} {{key: row.src}}) MATCH (b:{ELEMENT} {{key: row.dst}})"
            before = f"MERGE (a)-[r:{old} {{key: row.key, since: row.values.since}}]->(b) SET r = row.values"
            return {
                "gone": f"UNWIND $rows AS row MATCH ()-[r:{name} {{key: row.key}}]->() DELETE r",
                "touched": f"UNWIND $rows AS row MATCH ()-[r:{old} {{key: row.key}}]->() DELETE r",
                "now": f"UNWIND $rows AS row {ends} MERGE (a)-[r:{name} {{key: row.key}}]->(b) SET r = row.values",
                "before": f"UNWIND $rows AS row {ends} {before}",
            }
        case NodeKind():
            found = f"UNWIND $rows AS row MATCH (n:{ELEMENT} {{key: row.key}})"
            before = f"MERGE (e:{old} {{key: row.key, since: row.values.since}}) SET e = row.values"
            return {
                "gone": f"{found} REMOVE n:{name} SET n = {{key: n.key, id: n.id}}",
                "touched": f"UNWIND $rows AS row MATCH (e:{old} {{key: row.key}}) DETACH DELETE e",
                # The identifier is no value of its own: whoever has it has it for good.
                "now": f"{found} WITH n, row, n.id AS id SET n = row.values SET n:{name}, n.id = id",
                "before": f"{found} {before} MERGE (e)-[:EARLIER_VALUES_OF]->(n)",
            }
        case RecordKind():
            about = f"UNWIND $rows AS row MATCH (n:{ELEMENT} {{key: row.src}})"
            return {
                "gone": f"UNWIND $rows AS row MATCH (c:{name} {{key: row.key}}) DETACH DELETE c",
                "now": f"{about} MERGE (c:{name} {{key: row.key}}) SET c = row.values MERGE (c)-[:ABOUT]->(n)",
            }


def selections(kind: Kind, names: Collection[str] | None) -> Iterator[tuple[str, dict[str, str]]]:
    """The patterns that find the rows of a kind's table, each with the expressions of its columns.

    `names`: only these properties (None: all).  Days are whole numbers, year, month and day in decimal places: the
    driver makes an object of each day, `from_columns` an array of all.
    """
    if isinstance(kind, EdgeKind):
        patterns = [f"(a)-[x:{kind.name}]->(b)", f"(a)-[x:{earlier(kind)}]->(b)"]
    else:
        patterns = [f"(x:{kind.name})"] + ([f"(x:{earlier(kind)})"] if isinstance(kind, NodeKind) else [])
    ends = {"src": "a.key", "dst": "b.key"} if isinstance(kind, EdgeKind) else {}
    columns = {name for name in row_columns(kind) if names is None or name.removesuffix("_text") in names}
    columns |= {name for name in row_columns(kind) if name in _ALWAYS}
    for pattern, since in zip(patterns, ("values_since", "since"), strict=False):
        found = {}
        for name, type_ in row_columns(kind).items():
            source = ends.get(name) or f"x.{since if name == 'since' else name}"
            if name in columns:
                found[name] = _DAY.format(source) if _is_day(type_) else source
        yield pattern, found


_ALWAYS = ("key", "src", "dst", "since", "until", "import")
_DAY = "{0}.year * 10000 + {0}.month * 100 + {0}.day"


def from_columns(kind: Kind, names: Iterable[str], values: Sequence[Sequence[Any]]) -> pa.Table:
    """The columns of a selection as an Arrow table."""
    import pyarrow as pa

    types, found = row_columns(kind), {}
    for name, column in zip(names, values, strict=True):
        found[name] = _days(column) if _is_day(types[name]) else pa.array(column, types[name])
    return pa.table(found)


def _is_day(type_: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_date(type_))


def _days(packed: Sequence[int | None]) -> pa.Array:
    import pyarrow as pa

    numbers = np.array([0 if number is None else number for number in packed], np.int64)
    months = (numbers // 10_000 - 1970) * 12 + numbers // 100 % 100 - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]") + (numbers % 100 - 1)
    return pa.array(days, pa.date32(), mask=numbers == 0)


def row_columns(kind: Kind) -> Columns:
    """The columns of a kind's table, and their Arrow types."""
    import pyarrow as pa

    days = {"import": pa.int32()} if isinstance(kind, RecordKind) else {"since": pa.date32(), "until": pa.date32()}
    return {**_keys(kind), **days, **_values(kind)}


def statement_columns(kind: Kind) -> Columns:
    """The columns of a kind's statements, and their Arrow types."""
    import pyarrow as pa

    return {"import": pa.int32(), "file": pa.int32(), "row": pa.int32(), **_keys(kind), **_values(kind)}


def said_columns(kind: Kind) -> Columns:
    """The same with who said it, and for which day."""
    import pyarrow as pa

    return {"source": pa.string(), "said_on": pa.date32(), **statement_columns(kind)}


def columns_of(question: Question) -> Columns:
    """The columns of an answer about the record that are the same for every kind, and their Arrow types."""
    import pyarrow as pa

    key, text = pa.int32(), pa.string()
    match question:
        case Imports():
            days = {"stated_on": pa.date32(), "imported_at": pa.timestamp("us"), "undone": pa.bool_()}
            return {"import": key, "source": text, **days, "files": text}
        case FileNames():
            return {"import": key, "file": key, "name": text, "digest": text}
        case Counters():
            return {"import": key, "node": key, "element": key}
        case Lookup() | Kinds():
            return {"id": text, "key": key, "kind": text}
        case Identifiers():
            return {"key": key, "id": text}
        case SaidBy() | Waiting():
            return {"key": key}
        case _:
            return {"import": key}


def as_table(columns: Columns, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows as an Arrow table of these columns; what a row lacks is null."""
    import pyarrow as pa

    every = list(rows)
    return pa.table({name: pa.array([row.get(name) for row in every], type_) for name, type_ in columns.items()})


def _keys(kind: Kind) -> Columns:
    import pyarrow as pa

    own_id = {"id": pa.string()} if isinstance(kind, EdgeKind) else {}
    return {**{name: pa.int32() for name in layout.key_columns(kind)}, **own_id}


def _values(kind: Kind) -> Columns:
    import pyarrow as pa

    types = {Type.COUNT: pa.int32(), Type.DATE: pa.date32()}
    found: Columns = {}
    for prop in layout.own_properties(kind):
        found[prop.name] = types.get(prop.type, pa.string())
        if prop.type is Type.DATE:
            found[layout.text_column(prop.name)] = pa.string()
    return found
