"""The graph that a query sees, over the tables of `layout`: that of `graphgov.store.property_graph`, as a catalog.

An element has the values stated last, and `since` and `until` over all its periods.  What it was like before is an
``EarlierUnit``, or a relationship ``EARLIER_MEMBER_OF``; a record is ``(:Claim)-[:ABOUT]->()``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cache

from graphgov import layout
from graphgov.query.catalog import COUNT, DATE, TEXT, TRUTH, Catalog, Kind, Property, Table
from graphgov.schema import EdgeKind, NodeKind, RecordKind, Schema, Type
from graphgov.schema import Kind as Declared

_TYPES = {Type.TEXT: TEXT, Type.COUNT: COUNT, Type.DATE: DATE, Type.FLAG: TEXT, Type.CHOICE: TEXT}

_RECORDS = 1 << 40
"""Keys of records begin here: they are counted with those of ties, and nodes have others."""

_IMPORTS = 1 << 41
"""And those of imports here."""

EARLIER_VALUES, ABOUT = "EARLIER_VALUES_OF", "ABOUT"


def earlier(kind: Declared) -> str:
    """The label, or relationship type, of what an element of a kind was like before."""
    return f"EARLIER_{kind.name}" if isinstance(kind, EdgeKind) else f"Earlier{kind.name}"


Changing = Callable[[str], bool]
"""Whether some element of a kind has several periods: asked only of kinds that a query speaks of."""


def catalog(schema: Schema, changing: Changing) -> Catalog:
    """The kinds of a schema as they lie in tables."""
    nodes, edges = dict[str, Kind](), dict[str, Kind]()
    changing = cache(changing)
    for kind in schema.kinds.values():
        match kind:
            case NodeKind():
                nodes[kind.name] = _node(kind, changing)
                nodes[earlier(kind)] = _earlier_node(kind, changing)
            case EdgeKind():
                edges[kind.name] = _edge(kind, changing)
                edges[earlier(kind)] = _earlier_edge(kind, changing)
            case RecordKind():
                nodes[kind.name] = _record(kind)
    nodes["Import"] = _import()
    edges[ABOUT] = _about(schema)
    edges[EARLIER_VALUES] = _values_of(schema.nodes, changing)
    return Catalog(nodes, edges)


def _property(name: str, type_: str, values: tuple[str, ...] = ()) -> Property:
    return Property(type_, name, frozenset(values) or None)


def _properties(kind: Declared, *extra: str) -> dict[str, Property]:
    # Beside the key of the row, which for some is another.
    found = {"key": Property(COUNT, "own_key")}
    for prop in layout.own_properties(kind):
        found[prop.name] = _property(prop.name, _TYPES[prop.type], prop.values)
        if prop.type is Type.DATE:
            text = layout.text_column(prop.name)
            found[text] = _property(text, TEXT)
    return {**found, **{name: _property(name, DATE) for name in extra}}


def _table(kind: Declared, **others: str) -> Table:
    """A kind's own table; an enumeration is text there, so that any text can be compared with it."""
    listed = {prop.name: f"CAST({{t}}.{prop.name} AS VARCHAR)" for prop in layout.own_properties(kind) if prop.values}
    return Table(kind.name, {"own_key": "{t}.key", **listed, **others}, "ids")


def _columns(kind: Declared, wanted: Collection[str], **others: str) -> str:
    """The columns asked for, as of a table `t`."""
    table = _table(kind, **others)
    return "".join(f", {table.column(name, 't', 'i')} AS {name}" for name in wanted)


_LAST = (
    "(SELECT p.*, row_number() OVER (PARTITION BY key ORDER BY until DESC, since DESC) AS place, "
    "first_value(since) OVER (PARTITION BY key ORDER BY until, since) AS beginning FROM {table} p)"
)


def _periods(table: str, changing: bool) -> tuple[str, str, str]:
    """The relation of an element's last period, the first day of all periods, and the condition."""
    return (_LAST.format(table=table), "t.beginning", "t.place = 1") if changing else (table, "t.since", "TRUE")


def _node(kind: NodeKind, changing: Changing) -> Kind:
    def rows(wanted: Collection[str]) -> str:
        table, beginning, last = _periods(kind.name, changing(kind.name))
        columns = _columns(kind, wanted, id="i.id", since=beginning, values_since="t.since")
        ids = " JOIN ids i ON i.key = t.key" if "id" in wanted else ""
        return f"SELECT t.key AS key{columns} FROM {table} t{ids} WHERE {last}"

    def table() -> Table | None:
        return None if changing(kind.name) else _table(kind, id="{i}.id", values_since="{t}.since")

    properties = {**_properties(kind, "since", "until", "values_since"), "id": _property("id", TEXT)}
    return Kind(kind.name, properties, rows, labels=("Element", kind.name), table=table)


_EARLIER = (
    "(SELECT p.*, row_number() OVER (PARTITION BY key ORDER BY until DESC, since DESC) AS place FROM {table} p)"
)
# Of one element several: told apart by their last day too, and from what has keys of its own by the sign.
_EARLIER_KEY = "-(CAST(t.key AS BIGINT) * 4194304 + CAST(t.until - DATE '0001-01-01' AS BIGINT) + 1)"


def _earlier_node(kind: NodeKind, changing: Changing) -> Kind:
    def rows(wanted: Collection[str]) -> str:
        columns = _columns(kind, wanted)
        return f"SELECT {_EARLIER_KEY} AS key{columns} FROM {_EARLIER.format(table=kind.name)} t WHERE t.place > 1"

    properties = _properties(kind, "since", "until")
    return Kind(earlier(kind), properties, rows, labels=(earlier(kind),), none=lambda: not changing(kind.name))


def _edge(kind: EdgeKind, changing: Changing) -> Kind:
    def rows(wanted: Collection[str]) -> str:
        table, beginning, last = _periods(kind.name, changing(kind.name))
        columns = _columns(kind, wanted, since=beginning, values_since="t.since")
        return f"SELECT t.key AS key, t.src AS src, t.dst AS dst{columns} FROM {table} t WHERE {last}"

    def table() -> Table | None:
        return None if changing(kind.name) else _table(kind, values_since="{t}.since")

    properties = {**_properties(kind, "since", "until", "values_since"), "id": _property("id", TEXT)}
    return Kind(kind.name, properties, rows, ends=_ends(kind), table=table)


def _earlier_edge(kind: EdgeKind, changing: Changing) -> Kind:
    def rows(wanted: Collection[str]) -> str:
        table = _EARLIER.format(table=kind.name)
        columns = f"{_EARLIER_KEY} AS key, t.src AS src, t.dst AS dst{_columns(kind, wanted)}"
        return f"SELECT {columns} FROM {table} t WHERE t.place > 1"

    properties = {**_properties(kind, "since", "until"), "id": _property("id", TEXT)}
    return Kind(earlier(kind), properties, rows, ends=_ends(kind), none=lambda: not changing(kind.name))


def _ends(kind: EdgeKind) -> frozenset[tuple[str, str]]:
    """The pairs that it joins; a symmetric tie is kept with its smaller identifier first, whichever kind that is."""
    return kind.ends | {(end, start) for start, end in kind.ends} if kind.symmetric else kind.ends


def _record(kind: RecordKind) -> Kind:
    def rows(wanted: Collection[str]) -> str:
        columns = _columns(kind, wanted, **{"import": "t.import"})
        return f"SELECT CAST(t.key AS BIGINT) + {_RECORDS} AS key{columns} FROM {kind.name} t"

    properties = {**_properties(kind), "import": _property("import", COUNT)}
    return Kind(kind.name, properties, rows, labels=(kind.name,))


def _import() -> Kind:
    sources = {"number": "t.import"}

    def rows(wanted: Collection[str]) -> str:
        columns = "".join(f", {sources.get(name, f't.{name}')} AS {name}" for name in wanted)
        return f"SELECT CAST(t.import AS BIGINT) + {_IMPORTS} AS key{columns} FROM imports t"

    types = {"number": COUNT, "source": TEXT, "stated_on": DATE, "undone": TRUTH}
    properties = {name: _property(name, type_) for name, type_ in types.items()}
    return Kind("Import", properties, rows, labels=("Import",))


def _about(schema: Schema) -> Kind:
    def rows(_: Collection[str]) -> str:
        arms = [
            f"SELECT t.key AS key, CAST(t.key AS BIGINT) + {_RECORDS} AS src, t.src AS dst FROM {kind.name} t"
            for kind in schema.records
        ]
        return " UNION ALL ".join(arms)

    ends = frozenset((kind.name, node) for kind in schema.records for node in schema.node)
    return Kind(ABOUT, {}, rows, ends=ends)


def _values_of(kinds: Sequence[NodeKind], changing: Changing) -> Kind:
    ends = {(earlier(kind), kind.name): kind for kind in kinds}

    def several() -> list[str]:
        return [kind.name for kind in kinds if changing(kind.name)]

    def rows(_: Collection[str]) -> str:
        arms = [
            f"SELECT {_EARLIER_KEY} AS key, {_EARLIER_KEY} AS src, t.key AS dst "
            f"FROM {_EARLIER.format(table=name)} t WHERE t.place > 1"
            for name in several() or [kinds[0].name]
        ]
        return " UNION ALL ".join(arms)

    def between(pairs: frozenset[tuple[str, str]]) -> Kind:
        return _values_of([kind for pair, kind in ends.items() if pair in pairs], changing)

    return Kind(EARLIER_VALUES, {}, rows, ends=frozenset(ends), none=lambda: not several(), between=between)
