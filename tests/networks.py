"""Networks for tests of formats: random towns with hostile texts, and what a file of theirs must hold.

What is expected is taken from the town itself, in the most literal way, and never from the code that writes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any, cast

from building import graph_of
from hypothesis import strategies as st
from reference import Edge, Node, Town
from strategies import days, towns

from graphgov.coverage import Coverage
from graphgov.export.model import Export, Selection, formats
from graphgov.policy import read_policy
from graphgov.store import Store

PERSONAL = ("members", "full_members", "members_elsewhere")

HOSTILE = (
    "O'Neil \"quoted\"", "back\\slash\\", "two\nlines\tand a tab", "</script><script>alert(1)</script>", "<![CDATA[]]>",
    "=cmd()|' /C calc'!A0", "\u202eRTL\u202c", "x" * 10_000, "，全角,half;", "'; DROP TABLE Unit; --", "{{7*7}} ${x}",
    "  kept blanks  ", "😀 \U0002000b", "&amp; &#0; %00", "javascript:alert(1)", "\ufeffmark", "@import", "-1+1", "1/2",
)  # fmt: skip
"""Names that must come out as they are and never become anything but a name."""

Value = str | int
Read = tuple[dict[str, dict[str, Value]], list[tuple[str, str, dict[str, Value]]]]
"""Nodes by id and edges (source, target) with their values: what a file holds, and what it must."""

POLICY = read_policy()
MARKING = "内部资料 <&>"


def _texts() -> st.SearchStrategy[str]:
    free = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)
    return st.sampled_from(HOSTILE) | free


@st.composite
def cases(draw: st.DrawFn) -> tuple[Town, date]:
    """A town whose names and bases are hostile, or not there, and a day."""
    town, choose = draw(towns()), draw(st.randoms(use_true_random=False))
    names = draw(st.lists(_texts(), min_size=1, max_size=6))
    nodes = tuple(replace(node, props=_with(node.props, "name", names, choose)) for node in town.nodes)
    edges = tuple(replace(edge, props=_with(edge.props, "basis", names, choose)) for edge in town.edges)
    return Town(nodes, edges), draw(days())


def _with(props: dict[str, Any], name: str, texts: list[str], choose: Random) -> dict[str, Any]:
    return {**props, name: choose.choice(texts)} if choose.randrange(3) else props


def export_of(town: Town, day: date, what: str = "network", **selection: Any) -> Export:
    """An export of a town, made of arrays: no store is there to be asked."""
    coverage = Coverage(graph_of(town).on(day), POLICY)
    return Export(cast(Store, None), lambda everything: coverage, what, Selection(**selection), marking=MARKING)


def written(export: Export, format_name: str, path: Path) -> Path:
    """The path, when a format has written there."""
    formats()[format_name].write(export, path)
    return path


def expected(town: Town, day: date) -> Read:
    """The nodes that hold on a day, and the edges that do and whose ends do, with what is said of them."""
    nodes = {node.id: _node_values(node) for node in town.nodes if node.holds(day)}
    edges = [
        (*sorted((edge.start, edge.end)), _edge_values(edge)) if edge.symmetric else
        (edge.start, edge.end, _edge_values(edge))
        for edge in town.edges if edge.holds(day) and edge.start in nodes and edge.end in nodes
    ]  # fmt: skip
    return nodes, in_order(edges)


def in_order(edges: list[tuple[str, str, dict[str, Value]]]) -> list[tuple[str, str, dict[str, Value]]]:
    """Edges sorted by all that they are; parallel ones stay beside each other."""
    return sorted(edges, key=lambda edge: (edge[0], edge[1], sorted((name, str(v)) for name, v in edge[2].items())))


def _node_values(node: Node) -> dict[str, Value]:
    values = {"kind": node.kind, **node.props, "valid_from": node.valid_from, "valid_to": node.valid_to}
    hidden = PERSONAL if node.props.get("type") == "individual_business" else ()
    return {name: _plain(value) for name, value in values.items() if value is not None and name not in hidden}


def _edge_values(edge: Edge) -> dict[str, Value]:
    own = {"agreement_id" if name == "id" else name: value for name, value in edge.props.items()}
    values = {"kind": edge.kind, **own, "valid_from": edge.valid_from, "valid_to": edge.valid_to, "ended": edge.ended}
    return {name: _plain(value) for name, value in values.items() if value is not None}


def _plain(value: object) -> Value:
    return value if isinstance(value, int) else str(value)
