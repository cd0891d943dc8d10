"""What is fetched from Neo4j, and how: thousands of rows a record, each as one line and what cannot stand in a line.

The driver takes 12 µs for a record and 1 µs for a value in one (6.4, without neo4j-rust-ext), the server next to
nothing for either.  So numbers, days and words of a list travel together as a line of text, which Arrow reads; texts,
which may hold anything, follow it one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphgov import layout
from graphgov.schema import EdgeKind, Kind, NodeKind, RecordKind, Schema, Type
from graphgov.store.base import Counters, FileNames, Imports, Question
from graphgov.store.bolt import ROWS
from graphgov.store.property_graph import ELEMENT, earlier

if TYPE_CHECKING:
    import pyarrow as pa

Columns = dict[str, "pa.DataType"]


@dataclass(frozen=True)
class Cell:
    """A column: the expression that its values come from, and their type; `short`: one of a list, or no text at all."""

    source: str
    type: pa.DataType
    short: bool = True


Cells = Mapping[str, Cell]


@dataclass(frozen=True)
class Selection:
    """All of a label or type (`name`), by a pattern with it as ``x``, whose ``key`` an index knows, and the columns
    wanted of it."""

    name: str
    pattern: str
    index: str
    cells: Cells

    def cypher(self) -> str:
        """A query whose records are lists of rows, for `unpacked`, in ranges of the key: no list is long."""
        return (
            f"CALL () {{ MATCH {self.pattern} RETURN coalesce(max(x.key), 0) AS top }} "
            f"UNWIND range(0, top / {ROWS}) AS part CALL (part) {{ MATCH {self.pattern} USING INDEX {self.index} "
            f"WHERE part * {ROWS} <= x.key AND x.key < (part + 1) * {ROWS} "
            f"RETURN {packed(self.cells)} AS rows }} RETURN rows"
        )


def packed(cells: Cells) -> str:
    """The expression of a list of rows; at least one of the columns is short and never empty."""
    line = " + '|' + ".join(f"coalesce(toString({cell.source}), '')" for cell in cells.values() if cell.short)
    return f"collect([{', '.join([line, *(cell.source for cell in cells.values() if not cell.short)])}])"


def unpacked(cells: Cells, rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Rows of such a list as an Arrow table."""
    import pyarrow as pa
    from pyarrow import csv

    short = {name: cell.type for name, cell in cells.items() if cell.short}
    lines, *texts = zip(*rows, strict=True)
    found = csv.read_csv(
        pa.BufferReader("\n".join(lines).encode()),
        csv.ReadOptions(use_threads=False, column_names=list(short)),
        csv.ParseOptions(delimiter="|", quote_char=False),
        csv.ConvertOptions(column_types=short, null_values=[""], strings_can_be_null=True),
    )
    columns = dict(zip(short, found.columns, strict=True))
    columns |= zip((name for name in cells if name not in short), map(_texts, texts), strict=True)
    return pa.table({name: columns[name] for name in cells})


def joined(cells: Cells, lists: Iterable[Sequence[Sequence[Any]]]) -> pa.Table:
    """Several such lists, as they come, as one table."""
    import pyarrow as pa

    schema = pa.schema({name: cell.type for name, cell in cells.items()})
    return pa.concat_tables([schema.empty_table(), *(unpacked(cells, rows) for rows in lists if rows)])


def _texts(values: Sequence[str | None]) -> pa.Array:
    import pyarrow as pa

    return pa.array(values, pa.string())


def elements(kind: Kind, names: Collection[str] | None) -> Iterator[Selection]:
    """The rows of a kind's table: what holds last, and what was before; `names`: only these properties (None: all)."""
    keys = {"key": "x.key"}
    types_of = (kind.name, earlier(kind))
    match kind:
        case EdgeKind():
            patterns = [(type_, f"(a)-[x:{type_}]->(b)", f"x:{type_}(key)") for type_ in types_of]
            keys |= {"src": "a.key", "dst": "b.key"}
        case NodeKind():
            (now, before), by = types_of, f"x:{ELEMENT}(key)"
            patterns = [(now, f"(x:{ELEMENT}:{now})", by), (before, f"(x:{before})", f"x:{before}(key)")]
        case RecordKind():
            patterns = [(kind.name, f"(x:{kind.name})", f"x:{kind.name}(key)")]
    days = (("since", "until"), ("import",))[isinstance(kind, RecordKind)]
    types = row_columns(kind)
    wanted = [name for name in types if names is None or name in _KEYS or name.removesuffix("_text") in names]
    for pattern, since in zip(patterns, ("values_since", "since"), strict=False):
        sources = {**keys, **{name: f"x.{since if name == 'since' else name}" for name in days}}
        cells = {name: _cell(kind, name, types[name], sources.get(name)) for name in wanted}
        yield Selection(*pattern, cells)


_KEYS = ("key", "src", "dst", "since", "until", "import")


def _cell(kind: Kind, name: str, type_: pa.DataType, source: str | None = None) -> Cell:
    import pyarrow as pa

    prop = kind.by_name.get(name)
    return Cell(source or f"x.{name}", type_, not pa.types.is_string(type_) or bool(prop and prop.values))


def counts(schema: Schema) -> str:
    """How many there are of every label and type that elements have, now or before: name, count.

    The server keeps these numbers; it does not count.
    """
    parts = []
    for kind in schema.kinds.values():
        pattern = "()-[x:{}]->()" if isinstance(kind, EdgeKind) else "(x:{})"
        for name in (kind.name, earlier(kind))[: 1 if isinstance(kind, RecordKind) else 2]:
            # Anything returned beside the count makes the server count.
            counted = f"CALL () {{ MATCH {pattern.format(name)} RETURN count(x) AS count }}"
            parts.append(f"{counted} RETURN '{name}' AS name, count")
    return " UNION ALL ".join(parts)


def identifiers() -> Selection:
    """All identifiers: key, id."""
    import pyarrow as pa

    cells = {"key": Cell("x.key", pa.int32()), "id": Cell("x.id", pa.string(), short=False)}
    return Selection(ELEMENT, f"(x:{ELEMENT})", f"x:{ELEMENT}(key)", cells)


def rows(kind: Kind) -> Cells:
    """The columns of a kind's table."""
    return {name: _cell(kind, name, type_) for name, type_ in row_columns(kind).items()}


def named() -> Cells:
    """Of an element: id, key, kind (null while only ties name it)."""
    import pyarrow as pa

    kind = f"[label IN labels(x) WHERE label <> '{ELEMENT}'][0]"
    return {
        "id": Cell("x.id", pa.string(), short=False),
        "key": Cell("x.key", pa.int32()),
        "kind": Cell(kind, pa.string()),
    }


def key_alone() -> Cells:
    """Of what is bound to it: key."""
    import pyarrow as pa

    return {"key": Cell("key", pa.int32())}


def first_days() -> Cells:
    """Of an element and the day bound beside its key: key, said_on."""
    import pyarrow as pa

    return {"key": Cell("key", pa.int32()), "said_on": Cell("said_on", pa.date32())}


def statements(kind: Kind) -> Selection:
    """All statements about elements of a kind, which is ``$kind``."""
    cells = {name: _cell(kind, name, type_) for name, type_ in statement_columns(kind).items()}
    return Selection("Statement", "(x:Statement {kind: $kind})", "x:Statement(kind, key)", cells)


def row_columns(kind: Kind) -> Columns:
    """The columns of a kind's table, and their Arrow types."""
    import pyarrow as pa

    days = {"import": pa.int32()} if isinstance(kind, RecordKind) else {"since": pa.date32(), "until": pa.date32()}
    return {**_keys(kind), **days, **_values(kind)}


def statement_columns(kind: Kind) -> Columns:
    """The columns of a kind's statements, and their Arrow types."""
    import pyarrow as pa

    return {"import": pa.int32(), "file": pa.int32(), "row": pa.int32(), **_keys(kind), **_values(kind)}


def columns_of(question: Question) -> Columns:
    """The columns of an answer of few rows, and their Arrow types."""
    import pyarrow as pa

    key, text = pa.int32(), pa.string()
    match question:
        case Imports():
            days = {"stated_on": pa.date32(), "imported_at": pa.timestamp("us"), "undone": pa.bool_()}
            return {"import": key, "source": text, **days, "reason": text, "files": text}
        case FileNames():
            return {"import": key, "file": key, "name": text, "digest": text}
        case Counters():
            return {"import": key, "node": key, "element": key}
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
