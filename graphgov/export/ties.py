"""Ties as people read them: a row each, with the names of both ends and everything else in words."""

from __future__ import annotations

from collections.abc import Iterator

from graphgov import words
from graphgov.export.elements import AGREEMENT, Batch, Elements
from graphgov.files.writers import Cell, Column
from graphgov.schema import EdgeKind

_COMMON = (AGREEMENT, "valid_from", "valid_to", "ended", "basis")
"""What ties of every kind have; what only some have is put in words in one column."""


def columns() -> tuple[Column, ...]:
    """The columns of `rows`."""
    own, kind = words.word("property", "id"), words.word("message", "kind")
    ends = (words.word("property", end) for end in ("from", "to"))
    common = (words.word("message" if name == AGREEMENT else "property", name) for name in _COMMON)
    named = (heading for end in ends for heading in (end, f"{end}.{own}", f"{end}.{kind}"))
    headings = (words.word("message", "tie"), *named, words.word("message", "detail"), *common)
    return tuple(Column(heading) for heading in headings)


def rows(elements: Elements) -> Iterator[tuple[Cell, ...]]:
    """The ties in the order of their kinds."""
    for batch in elements.edge_batches():
        yield from _rows(elements, batch)


def _rows(elements: Elements, batch: Batch) -> Iterator[tuple[Cell, ...]]:
    assert batch.ends is not None
    kind = elements.snapshot.schema.edge[batch.kind]
    named = words.word("edge", batch.kind)
    ends = [_ends(elements, numbers.tolist()) for numbers in batch.ends]
    own = [prop.name for prop in kind.properties if prop.name in batch.rows.column_names and prop.name not in _COMMON]
    for start, end, values in zip(*ends, batch.rows.select([*own, *_COMMON]).to_pylist(), strict=True):
        flag = values["ended"] and words.value_word(batch.kind, "ended", values["ended"])
        yield (
            named, *start, *end, _detail(kind, {name: values[name] for name in own}), values[AGREEMENT],
            values["valid_from"], values["valid_to"], flag, values["basis"],
        )  # fmt: skip


def _ends(elements: Elements, nodes: list[int]) -> list[tuple[str, str, str]]:
    graph = elements.snapshot.graph
    return [(graph.label(node), str(graph.ids.at(node)), words.word("kind", graph.kind_of(node))) for node in nodes]


def _detail(kind: EdgeKind, values: dict[str, object]) -> str:
    """What is said of the tie beside its days, in words."""
    parts = []
    for name, value in values.items():
        if value is not None:
            listed = kind.by_name[name].values
            shown = words.value_word(kind.name, name, str(value)) if listed else str(value)
            parts.append(shown if listed else f"{words.word('property', name)} {shown}")
    return words.word("message", "comma").join(parts)
