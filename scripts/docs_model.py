"""docs/model.md: kinds, properties and values as `graphgov.schema` declares them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docs_text import code, labels, table

from graphgov import words
from graphgov.schema import (
    FLAG_VALUES,
    LAYERS,
    OF_EVERY_EDGE,
    OF_EVERY_NODE,
    SCHEMA,
    Bound,
    EdgeKind,
    Kind,
    Property,
    Type,
)

TYPES = {
    Type.TEXT: "text",
    Type.COUNT: "whole number ≥ 0",
    Type.FLAG: "yes, no, unknown",
    Type.CHOICE: "one of its values",
}

DATES = {
    Bound.FIRST: "date; `2019-03` is 2019-03-01",
    Bound.LAST: "date; `2019-03` is 2019-03-31",
    Bound.AFTER: "date; `2019-03` is 2019-04-01",
}

HEADINGS = ("property", "中文", "English", "type", "what it says")


def properties(kind: Kind | None, chosen: Sequence[Property]) -> str:
    return table(HEADINGS, [_row(kind, prop) for prop in chosen])


def _row(kind: Kind | None, prop: Property) -> tuple[str, ...]:
    kept = DATES[prop.bound] if prop.type is Type.DATE else TYPES[prop.type]
    required = " (required)" if prop.required else ""
    says = [prop.description, *(_value(kind, prop, value) for value in prop.choices)]
    names = (words.word("property", prop.name, lang=lang) for lang in words.LANGUAGES)
    return (code(prop.name), *names, kept + required, "<br>".join(says))


def _value(kind: Kind | None, prop: Property, value: str) -> str:
    owner = kind.name if kind else ""
    shown = " · ".join(words.value_word(owner, prop.name, value, lang) for lang in words.LANGUAGES)
    return f"{code(value)} {shown}"


def _own(kind: Kind, common: Sequence[Property]) -> list[Property]:
    return [prop for prop in kind.properties if prop not in common]


def nodes() -> str:
    return "\n\n".join(
        f"### {kind.name}\n\n{labels('kind', kind.name)}\n\n{properties(kind, _own(kind, OF_EVERY_NODE))}"
        for kind in SCHEMA.nodes
    )


def edges() -> str:
    return "\n\n".join("\n\n".join(_edge(kind)) for kind in SCHEMA.edges)


def _edge(kind: EdgeKind) -> Iterator[str]:
    yield f"### {kind.name}"
    readings = [("edge", "forward")] if kind.symmetric else [("edge", "forward"), ("edge_back", "backward")]
    yield "\n".join(f"- read {way}: {labels(name, kind.name)}" for name, way in readings)
    yield f"Layer: {code(kind.layer)}"
    yield "\n".join(f"- {ends}" for ends in _ends(kind))
    traits = [
        "It has no direction: it is written without an arrow and stored with the smaller id first." * kind.symmetric,
        "It may be repeated in a path, and must close no circle on any day." * kind.acyclic,
    ]
    yield from filter(None, traits)
    if own := _own(kind, OF_EVERY_EDGE):
        yield properties(kind, own)


def layers() -> str:
    rows = []
    for layer in LAYERS:
        names = (words.word("layer", layer, lang=lang) for lang in words.LANGUAGES)
        rows.append((code(layer), *names, " ".join(code(kind.name) for kind in SCHEMA.layer(layer))))
    return table(("layer", "中文", "English", "ties"), rows)


def _ends(kind: EdgeKind) -> Iterator[str]:
    """From where to where, the kinds with the same targets together."""
    order = [node.name for node in SCHEMA.nodes]
    targets = {start: tuple(sorted((b for a, b in kind.ends if a == start), key=order.index)) for start in order}
    arrow = "—" if kind.symmetric else "→"
    for reached in dict.fromkeys(found for found in targets.values() if found):
        starts = [start for start in order if targets[start] == reached]
        yield f"{', '.join(map(code, starts))} {arrow} {', '.join(map(code, reached))}"


def records() -> str:
    return "\n\n".join(
        f"### {kind.name}\n\n{labels('kind', kind.name)}\n\n{properties(kind, kind.properties)}"
        for kind in SCHEMA.records
    )


def flags() -> str:
    rows = [(code(v), *(words.word("value", "flag", v, lang=lang) for lang in words.LANGUAGES)) for v in FLAG_VALUES]
    return table(("value", "中文", "English"), rows)


BLOCKS = {
    "of-every-node": lambda: properties(None, OF_EVERY_NODE),
    "of-every-edge": lambda: properties(None, OF_EVERY_EDGE),
    "flags": flags,
    "nodes": nodes,
    "layers": layers,
    "edges": edges,
    "records": records,
}
