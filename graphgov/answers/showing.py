"""Small things that every answer shows alike: nodes, rates, the line that says what is counted and when."""

from __future__ import annotations

from typing import Any

from graphgov import words
from graphgov.coverage import NOWHERE, Coverage, Rate, percent
from graphgov.files.writers import CSV, TEXT, Cell, Column, Sheet
from graphgov.graph import Graph, Snapshot


def node_json(graph: Graph, node: int) -> dict[str, str | None] | None:
    """A node for JSON: its id and its name; None for no node."""
    return None if node == NOWHERE else {"id": graph.ids.at(node), "name": graph.names.at(node)}


def label(graph: Graph, node: int) -> str:
    """A node's name, else its id; empty for no node."""
    return "" if node == NOWHERE else graph.label(node)


def kind_and_type(snapshot: Snapshot, node: int) -> str:
    """A node's kind and which sort of its kind it is."""
    kind, sort = snapshot.graph.kind_of(node), snapshot.value(node, "type")
    shown = words.word("kind", kind)
    return f"{shown}{words.word('message', 'between')}{words.value_word(kind, 'type', str(sort))}" if sort else shown


def identifier(graph: Graph, node: int) -> str:
    """A node's id; empty for no node."""
    return "" if node == NOWHERE else str(graph.ids.at(node))


def heading(coverage: Coverage, standard: str | None = None, denominators: tuple[str, ...] = ()) -> str:
    """What every answer begins with: the day, and the standard and denominators where there are some."""
    parts = [words.say("message", "as_of", day=coverage.snapshot.day)]
    if standard is not None:
        parts.append(words.say("message", "by_standard", standard=words.word("standard", standard)))
    if denominators:
        shown = words.word("message", "comma").join(words.word("denominator", name) for name in denominators)
        parts.append(words.say("message", "of_denominator", denominator=shown))
    parts.append(words.say("message", "by_policy", policy=coverage.policy.file))
    return words.word("message", "between").join(parts)


def basis_json(coverage: Coverage) -> dict[str, Any]:
    """What every JSON answer begins with."""
    return {"day": str(coverage.snapshot.day), "policy": coverage.policy.file}


def rate_columns() -> tuple[Column, ...]:
    """The columns of a rate; covered/base is not for CSV, because a spreadsheet makes a date of 3/12."""
    return (
        Column(f"{words.word('state', 'covered')}/{words.word('message', 'base')}", right=True, shown=TEXT),
        Column(words.word("state", "covered"), shown=CSV),
        Column(words.word("message", "base"), shown=CSV),
        Column(words.word("message", "rate"), right=True),
        Column(words.word("message", "upper"), right=True),
        *(Column(words.word("message", f"column_{name}"), right=True) for name in ("claimed", "unknown", "blind")),
        Column(words.word("message", "column_not_applicable"), right=True),
        Column(words.word("message", "column_base_unknown"), right=True),
    )


def rate_cells(rate: Rate) -> tuple[Cell, ...]:
    """The cells of `rate_columns`."""
    return (
        f"{rate.covered}/{rate.base}", rate.covered, rate.base, percent(rate.covered, rate.base),
        percent(rate.base - rate.blind, rate.base), rate.claimed, rate.unknown, rate.blind, rate.not_applicable,
        rate.base_unknown,
    )  # fmt: skip


def rate_json(rate: Rate, by: tuple[str, ...] = ()) -> dict[str, Any]:
    """A rate for JSON; a rate of nothing is null."""
    group = [
        {"by": name, "key": key or None, "label": group_label(name, key, shown)}
        for name, key, shown in zip(by, rate.group, rate.labels, strict=True)
    ]
    return {
        "kind": rate.kind, "standard": rate.standard, "denominator": rate.denominator, "day": str(rate.day),
        "group": group, "covered": rate.covered, "base": rate.base,
        "rate": rate.rate if rate.base else None, "upper": rate.upper if rate.base else None,
        "claimed": rate.claimed, "unknown": rate.unknown, "blind": rate.blind,
        "not_applicable": rate.not_applicable, "base_unknown": rate.base_unknown,
    }  # fmt: skip


def share_cell(rate: Rate | None) -> str:
    """A rate in one cell of a table that sets several side by side."""
    return "" if rate is None else f"{rate.covered}/{rate.base} {percent(rate.covered, rate.base)}"


def group_columns(by: tuple[str, ...]) -> tuple[Column, ...]:
    """A column with the name of each group, and in CSV one with its key."""
    return tuple(
        column
        for name in by
        for column in (
            Column(words.word("dimension", name)),
            Column(f"{words.word('dimension', name)}.{words.word('property', 'id')}", shown=CSV),
        )
    )


def group_cells(by: tuple[str, ...], group: tuple[str, ...], labels: tuple[str, ...]) -> tuple[Cell, ...]:
    """The cells of `group_columns`."""
    return tuple(cell for parts in zip(by, group, labels, strict=True) for cell in (group_label(*parts), parts[1]))


def group_label(by: str, key: str, label: str) -> str:
    """What a group is called; what has no key is what belongs nowhere, or of which nobody said anything."""
    if key:
        return label
    nothing = ("message", f"group_no_{by}")
    return words.word(*nothing) if words.has(*nothing) else words.word("remark", "nobody_said")


def cut(sheet: Sheet, most: int | None) -> tuple[Sheet, tuple[str, ...]]:
    """The first rows of a sheet, and a line that says how many are left out."""
    shown = Sheet(sheet.columns, sheet.rows[:most], sheet.title)
    return shown, left_out(len(shown.rows), len(sheet.rows))


def left_out(shown: int, total: int) -> tuple[str, ...]:
    """A line that says how many rows are left out, where some are."""
    return (words.say("message", "more_rows", shown=shown, total=total),) if shown < total else ()
