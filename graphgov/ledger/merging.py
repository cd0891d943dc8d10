"""Two nodes that were judged to be one: what has to be stated so that the one that stays has what both had.

It gets the other's names, the values that it lacks and the other's ties; the other is said to be the same as it, and
holds on no day.  Nothing that was said before is changed, so that taking the judgement back restores all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from graphgov.names import as_aliases, other_names
from graphgov.schema import SCHEMA, EdgeKind, Kind
from graphgov.store import Elements, Store

ONE_ONLY = ("LOCATED_IN", "HAS_PARTY_ORG")
"""Ties of which a second one between the same two says nothing more."""

NEVER_FILLED = ("id", "name", "aliases", "from", "to", "basis", "valid_from", "valid_to", "ended", "same_as")
"""What tells one from others; names, which are joined; how long something holds."""

GOES_WITH = {
    "exempt_until": ("exempt_reason",),
    "counted_on": ("employees", "full_members", "members", "members_elsewhere"),
}
"""Days that are about other values: taken only where nothing is known of these."""

Row = Mapping[str, Any]


class Restated(NamedTuple):
    """A row of an own table, and the identifier of the node that goes, for whose sake it is stated."""

    values: dict[str, str]
    cause: str = ""
    row: int = 0
    """Of the verdict, where it is no node's sake."""


def restated(
    store: Store, stays: Mapping[str, str], kinds: Mapping[str, str], gone: Collection[str]
) -> dict[str, list[Restated]]:
    """What to state, by kind.  `stays`: by every node that goes the one that stays; `gone`: who has gone before."""
    found: dict[str, list[Restated]] = {}
    for name in dict.fromkeys(kinds[key] for key in stays):
        kind = SCHEMA.node[name]
        every = {row["id"]: row for row in _those(store, name, "id", {*stays, *stays.values()})}
        found[name] = [*_nodes(kind, every, stays)]
    for edge in SCHEMA.edges:
        if not found.keys().isdisjoint(edge.sources | edge.targets):
            found[edge.name] = _ties(edge, _of_ends(store, edge.name, {*stays, *stays.values()}), stays, gone)
    return {name: rows for name, rows in found.items() if rows}


def _those(store: Store, kind: str, column: str, ids: Collection[str]) -> list[Row]:
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = store.ask(Elements(kind))
    found: list[Row] = rows.filter(pc.is_in(rows.column(column), value_set=pa.array(ids, pa.string()))).to_pylist()
    return found


def _of_ends(store: Store, kind: str, ids: Collection[str]) -> list[Row]:
    import pyarrow as pa
    import pyarrow.compute as pc

    rows, wanted = store.ask(Elements(kind)), pa.array(ids, pa.string())
    ends = [pc.is_in(rows.column(name), value_set=wanted) for name in ("from", "to")]
    found: list[Row] = rows.filter(pc.or_(*ends)).to_pylist()
    return found


# ---- Nodes -------------------------------------------------------------------------------------------------------


def _nodes(kind: Kind, every: Mapping[str, Row], stays: Mapping[str, str]) -> Iterator[Restated]:
    joined = {key: dict(every[key]) for key in stays.values()}
    stated: dict[str, Restated] = {}
    for goes, key in stays.items():
        yield Restated({"id": goes, "same_as": key}, goes)
        one, other = joined[key], every[goes]
        fills = _filled(kind, one, other)
        names = [*other_names(one["aliases"] or ""), other["name"] or "", *other_names(other["aliases"] or "")]
        aliases = as_aliases(name for name in names if name and name != one["name"])
        if aliases and aliases != one["aliases"]:
            fills["aliases"] = aliases
        one.update(fills)
        stated.setdefault(key, Restated({"id": key}, goes)).values.update(fills)
    yield from (row for row in stated.values() if len(row.values) > 1)


def _filled(kind: Kind, one: Row, other: Row) -> dict[str, str]:
    """What the other knows and the one does not."""
    found = {}
    for prop in kind.properties:
        name, with_it = prop.name, GOES_WITH.get(prop.name, ())
        lacking = one[name] is None or (prop.values and one[name] == "unknown" != other[name])
        bound = any(one[each] is not None for each in with_it if each in kind.by_name)
        if name not in NEVER_FILLED and lacking and other[name] is not None and not bound:
            found[name] = str(other[name])
    return found


# ---- Ties --------------------------------------------------------------------------------------------------------


class _Tie(NamedTuple):
    values: dict[str, Any]
    stands: bool
    """Whether the one that stays has it already."""
    fills: dict[str, str]


def _ties(kind: EdgeKind, rows: Iterable[Row], stays: Mapping[str, str], gone: Collection[str]) -> list[Restated]:
    standing: dict[tuple[str, str], list[_Tie]] = {}
    moving: list[tuple[str, tuple[str, str], Row]] = []
    for row in rows:
        ends = row["from"], row["to"]
        if not any(end in gone for end in ends):
            after, goes = _ends(kind, ends, stays), [end for end in ends if end in stays]
            if not goes:
                standing.setdefault(after, []).append(_Tie(dict(row), True, {}))
            elif after[0] != after[1]:
                moving.append((goes[0], after, row))
    made: list[tuple[str, _Tie]] = []
    for cause, after, row in moving:
        among = standing.setdefault(after, [])
        found = next((tie for tie in among if _same(kind, tie.values, row)), None)
        if found is None:
            among.append(_Tie(_moved(row, after), False, {}))
            made.append((cause, among[-1]))
            continue
        fills = _filled(kind, found.values, row)
        found.values.update(fills)
        if found.stands and fills and not found.fills:
            made.append((cause, found))
        found.fills.update(fills)
    return [Restated(_stated(tie), cause) for cause, tie in made]


def _ends(kind: EdgeKind, ends: tuple[str, str], stays: Mapping[str, str]) -> tuple[str, str]:
    start, end = (stays.get(end, end) for end in ends)
    return (end, start) if kind.symmetric and end < start else (start, end)


def _same(kind: EdgeKind, one: Row, other: Row) -> bool:
    """Whether two ties between the same nodes are one: to the store they are, or a second one says nothing more."""
    if kind.name in ONE_ONLY and one["ended"] != "yes" and not one["valid_to"]:
        return True
    return _identity(one) == _identity(other)


def _identity(row: Row) -> tuple[str, str]:
    first = row["valid_from"] or ""
    return row["basis"] or row["id"] or "", f"{first}{'-01-01'[: 10 - len(first)]}" if first else ""


def _moved(row: Row, ends: tuple[str, str]) -> dict[str, Any]:
    """A tie of the one that goes as one of the one that stays.

    An identifier belongs to one tie for good: where nothing else says on what the tie rests, it is that.
    """
    values = {**row, "from": ends[0], "to": ends[1], "basis": row["basis"] or row["id"]}
    return {**values, "id": None}


def _stated(tie: _Tie) -> dict[str, str]:
    """The row of an own table: all of a tie that is new; of another what tells it from others, and what it lacked."""
    values = {name: str(value) for name, value in tie.values.items() if value is not None}
    if not tie.stands:
        return values
    known_by = ("id", "from", "to") if tie.values["id"] else ("from", "to", "basis", "valid_from")
    return {**{name: values[name] for name in known_by if name in values}, **tie.fills}
