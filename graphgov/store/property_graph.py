"""How a graph and its record lie in Neo4j: what `layout` is for tables, derived from the same schema.

A node is ``(:Element:Unit {key, id, name, ..., since, until})``; an identifier that only ties name is an ``:Element``
of no kind.  A tie is one relationship of its kind with its key.  Both carry the values stated last; `since` and `until`
span the whole time in which they hold.  What had other values before keeps these beside it, so that a question about
an earlier day is answered as well: ``(:EarlierUnit {since, until, ...})-[:EARLIER_VALUES_OF]->(:Unit)``, and a
relationship ``EARLIER_MEMBER_OF`` beside the tie's own.  `values_since` is the first day of the values on the element.

The record is one ``:Statement`` for each row of each import, a claim is ``(:Claim)-[:ABOUT]->(:Element)``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from graphgov import layout
from graphgov.schema import EdgeKind, Kind, NodeKind, RecordKind, Schema

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = 1
"""Version of this layout."""

ELEMENT = "Element"

Row = dict[str, Any]


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
