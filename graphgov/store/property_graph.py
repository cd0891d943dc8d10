"""How a graph and its record lie in Neo4j: what `layout` is for tables, derived from the same schema.

A node is ``(:Element:Unit {key, id, name, ..., since, until})``; an identifier that only ties name is an ``:Element``
of no kind.  A tie is one relationship of its kind with its key.  Both carry the values stated last; `since` and `until`
span the whole time in which they hold.  What had other values before keeps these beside it, so that a question about
an earlier day is answered as well: ``(:EarlierUnit {since, until, ...})-[:EARLIER_VALUES_OF]->(:Unit)``, and a
relationship ``EARLIER_MEMBER_OF`` beside the tie's own.  `values_since` is the first day of the values on the element.

The record is one ``:Statement`` for each row of each import, a claim is ``(:Claim)-[:ABOUT]->(:Element)``.
"""

from __future__ import annotations

from graphgov.schema import EdgeKind, Kind, NodeKind, Schema

FORMAT = 1
"""Version of this layout."""

ELEMENT = "Element"


def earlier(kind: Kind) -> str:
    """The label, or relationship type, of what an element of a kind was like before."""
    return f"EARLIER_{kind.name}" if isinstance(kind, EdgeKind) else f"Earlier{kind.name}"


def unique(label: str, name: str) -> str:
    """The constraint that no two nodes with a label have the same value of a property.

    What else makes it (an exported script) has to call it the same: two of one name that differ are an error.
    """
    return f"CREATE CONSTRAINT {label}_{name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{name} IS UNIQUE"


def definitions(schema: Schema) -> dict[str, str]:
    """The constraints and indexes by their names: identities are unique, whatever is looked up is found at once.

    Names are not indexed: an index takes no text of more than 8 kB.
    """
    identities = {ELEMENT: ("key", "id"), "Import": ("number",), "Graphgov": ("name",)}
    identities |= {kind.name: ("key",) for kind in schema.records}
    statements = [unique(label, name) for label, names in identities.items() for name in names]
    for name in ("key", "src", "dst", "id", "import"):
        statements.append(f"CREATE INDEX Statement_{name} IF NOT EXISTS FOR (n:Statement) ON (n.kind, n.{name})")
    for kind in schema.kinds.values():
        if isinstance(kind, EdgeKind):
            for type_ in (kind.name, earlier(kind)):
                statements.append(f"CREATE INDEX {type_}_key IF NOT EXISTS FOR ()-[r:{type_}]-() ON (r.key)")
        elif isinstance(kind, NodeKind):
            was = earlier(kind)
            statements.append(f"CREATE INDEX {was}_key IF NOT EXISTS FOR (n:{was}) ON (n.key)")
    return {statement.split()[2]: statement for statement in statements}
