"""Stores for tests, and what is in them: the same for every store that there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from neo4j_server import emptied, shared

from graphgov.errors import BadTables, Problem
from graphgov.graph import EdgeRows, Graph, NodeRows
from graphgov.intake import Options, Receipt, import_tables
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, Imports, Store, open_store

MAKERS: dict[str, Callable[[Path], Store]] = {
    "embedded": lambda folder: EmbeddedStore(folder / "graph.duckdb", SCHEMA),
    "neo4j": lambda folder: open_store(emptied(shared())),
}
"""Every store: from a folder of its own to an empty one.  A further store is a line here."""

DAY = date(2020, 6, 30)
"""The day that tests state things for, where it does not matter."""

Files = Mapping[str, str | bytes]
"""Files by name; a text is a table, a line a row, with blanks around commas left out."""

Contents = dict[str, object]


def write(folder: Path, files: Files) -> Path:
    """A folder of files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / (name if "." in name else f"{name}.csv")
        path.write_bytes(content if isinstance(content, bytes) else table(content).encode())
    return folder


def table(text: str) -> str:
    """A table drawn in a test as CSV."""
    lines = [line.strip(" ") for line in text.strip("\n").rstrip(" \n").split("\n")]
    return "".join(",".join(cell.strip(" ") for cell in line.split(",")) + "\n" for line in lines)


class Intake:
    """Imports files into one store, each import from a folder of its own."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder, self.count = store, folder, 0

    def __call__(
        self, files: Files, source: str = "A", day: date = DAY, allow_dangling: bool = False, reason: str = ""
    ) -> Receipt:
        """Import files."""
        self.count += 1
        folder = write(self.folder / str(self.count), files)
        return import_tables(self.store, folder, Options(source, day, allow_dangling, reason=reason))

    def problems(self, files: Files, **how: object) -> tuple[Problem, ...]:
        """The problems for which files are refused; none when they are not."""
        try:
            self(files, **how)  # type: ignore[arg-type]
        except BadTables as error:
            assert error.total == len(error.problems)
            return error.problems
        return ()


def contents(store: Store) -> Contents:
    """All that is in the graph, by identifiers, and the imports that it rests on: equal for equal stores."""
    graph, found = store.read(), dict[str, object]()
    ids = graph.ids.list()
    for nodes in graph.nodes.values():
        found[nodes.kind] = _rows([ids[node] for node in nodes.node], nodes)
    for edges in graph.edges.values():
        ends = [(ids[src], ids[dst]) for src, dst in zip(edges.src, edges.dst, strict=True)]
        found[edges.kind] = _rows(ends, edges)
    found["Claim"] = sorted(((ids[claim.about], *claim[1:]) for claim in graph.claims), key=repr)
    found["cutoff"], found["ids"] = graph.cutoff, sorted(map(str, ids))
    return {name: value for name, value in found.items() if value}


def live(store: Store) -> list[tuple[str, date]]:
    """Source and day of every import that is not undone."""
    return [(row["source"], row["stated_on"]) for row in store.ask(Imports()).to_pylist() if not row["undone"]]


def _rows(what: Sequence[object], rows: NodeRows | EdgeRows) -> list[tuple[object, ...]]:
    """Rows of what they are about, their days, and their values."""
    columns = sorted(rows.columns.items())
    found = []
    for row, about in enumerate(what):
        values = {name: column.at(row) for name, column in columns}
        days = (date.fromordinal(int(rows.since[row])), date.fromordinal(int(rows.until[row])))
        found.append((about, *days, {name: value for name, value in values.items() if value is not None}))
    return sorted(found, key=repr)


def node_of(graph: Graph, identifier: str) -> int:
    """The node with an identifier."""
    node = graph.find(identifier)
    assert node is not None, identifier
    return node
