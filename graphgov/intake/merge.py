"""Statements to elements: what the live statements about an element add up to.

Of several values for a property the one stated for the latest day wins, then that of the latest import; an empty
one never beats a value.  An element gets a row for each period in which its values stay the same: before the first
day that something is stated for, the first stated value holds.  Its validity (valid_from, valid_to, ended) is that
of the last word on it, whichever the day.

A source may withdraw an element (`layout.WITHDRAWN`): the day that it gives for its end counts when no source says
the element any more, by the last word of each.
"""

from __future__ import annotations

from graphgov import layout
from graphgov.engine import Connection
from graphgov.schema import EdgeKind, Kind, NodeKind, Property, RecordKind, Type

_BEGINNING, _END = f"DATE '{layout.BEGINNING}'", f"DATE '{layout.END}'"
_ORDER = "import, file, row"
_VALIDITY = ("valid_from", "valid_to", "ended", "same_as")


def merged(connection: Connection, kind: Kind, statements: str) -> str:
    """The SQL of the rows of a kind's table for all elements that a relation `statements` speaks of.

    The relation has the columns of the kind's `said` table, and `said_on`: the day that a statement is made for.
    """
    once, withdrawn = connection.rows(
        f"SELECT count(*) = count(DISTINCT key), count(*) FILTER (file = {layout.WITHDRAWN}) FROM {statements}"
    )[0]
    if isinstance(kind, RecordKind):
        return _latest(kind, statements)
    if once:
        return merged_once(kind, statements)
    if withdrawn:
        statements = f"({_without_idle_ends(statements)})"
    return _periods(kind, _versions(kind, statements)) + _THAT_HOLD


def _without_idle_ends(statements: str) -> str:
    """Statements without the ends of withdrawn elements that some source still says."""
    return f"""
WITH words AS (
    SELECT *, row_number() OVER (
        PARTITION BY key, source ORDER BY said_on DESC, import DESC, file DESC, row DESC
    ) = 1 AND file <> {layout.WITHDRAWN} AS stands FROM {statements}
), ends AS (
    SELECT *, file = {layout.WITHDRAWN} AND bool_or(stands) OVER (PARTITION BY key) AS idle FROM words
)
SELECT * EXCLUDE (stands, idle) REPLACE (CASE WHEN NOT idle THEN valid_to END AS valid_to) FROM ends"""


def merged_once(kind: NodeKind | EdgeKind, statements: str) -> str:
    """`merged` where there is one statement about each element: a row for each, with its values."""
    return _periods(kind, f"SELECT *, {_BEGINNING} AS said_from, {_END} AS said_to FROM {statements}")


def _keys(kind: Kind) -> str:
    match kind:
        case EdgeKind():
            return "key, src, dst, id"
        case RecordKind():
            return "key, src"
        case _:
            return "key"


def _columns(kind: Kind) -> str:
    return ", ".join(name for name, _ in layout.value_columns(kind))


def _latest(kind: Kind, statements: str) -> str:
    properties = layout.own_properties(kind)
    said = ", ".join(_last(prop) for prop in properties)
    unpacked = ", ".join(_unpacked(prop, prop.name) for prop in properties)
    return (
        f"SELECT import, {_keys(kind)}, {unpacked} FROM "
        f"(SELECT key, any_value(src) AS src, max(import) AS import, {said} FROM {statements} GROUP BY key)"
    )


def _packed(prop: Property) -> str:
    """A value as one thing: a date goes together with its own text, never with another statement's."""
    if prop.type is not Type.DATE:
        return prop.name
    text = layout.text_column(prop.name)
    return f"CASE WHEN {prop.name} IS NOT NULL THEN {{'day': {prop.name}, 'written': {text}}} END"


def _unpacked(prop: Property, packed: str) -> str:
    if prop.type is not Type.DATE:
        return f"{packed} AS {prop.name}"
    return f"{packed}.day AS {prop.name}, {packed}.written AS {layout.text_column(prop.name)}"


def _versions(kind: Kind, statements: str) -> str:
    """A row for each element and period between the days that change it."""
    properties = layout.own_properties(kind)
    fixed = ", ".join(f"any_value({name}) AS {name}" for name in _keys(kind).split(", ") if name != "key")
    by_day = ", ".join(_last(prop) for prop in properties)
    known = ", ".join(_carried(prop) for prop in properties)
    names = ", ".join(prop.name for prop in properties)
    unpacked = ", ".join(_unpacked(prop, prop.name) for prop in properties)
    identity, first = _keys(kind), "row_number() OVER (PARTITION BY key ORDER BY said_on) = 1"
    return f"""
WITH by_day AS (
    SELECT key, said_on{", " + fixed if fixed else ""}, {by_day} FROM {statements} GROUP BY key, said_on
), known AS (
    SELECT {identity}, said_on, {known} FROM by_day
    WINDOW so_far AS (PARTITION BY key ORDER BY said_on ROWS UNBOUNDED PRECEDING),
           to_come AS (PARTITION BY key ORDER BY said_on ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING),
           whole AS (PARTITION BY key ORDER BY said_on ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
), changed AS (
    SELECT * FROM known
    QUALIFY {first}
        OR ({names}) IS DISTINCT FROM lag(({names})) OVER (PARTITION BY key ORDER BY said_on)
)
SELECT {identity}, {unpacked},
       CASE WHEN {first} THEN {_BEGINNING} ELSE said_on END AS said_from,
       coalesce(lead(said_on) OVER (PARTITION BY key ORDER BY said_on), {_END}) AS said_to
FROM changed"""


def _last(prop: Property) -> str:
    return f"last({_packed(prop)} ORDER BY {_ORDER}) FILTER ({prop.name} IS NOT NULL) AS {prop.name}"


def _carried(prop: Property) -> str:
    if prop.name in _VALIDITY:
        return f"last_value({prop.name} IGNORE NULLS) OVER whole AS {prop.name}"
    so_far = f"last_value({prop.name} IGNORE NULLS) OVER so_far"
    return f"coalesce({so_far}, first_value({prop.name} IGNORE NULLS) OVER to_come) AS {prop.name}"


def _periods(kind: NodeKind | EdgeKind, versions: str) -> str:
    """The versions clipped to the element's validity; the period of one that never holds is empty."""
    if isinstance(kind, EdgeKind):
        until = f"least(said_to, coalesce(valid_to, CASE WHEN ended = 'yes' THEN {_BEGINNING} ELSE {_END} END))"
    else:
        until = f"CASE WHEN same_as IS NULL THEN least(said_to, coalesce(valid_to, {_END})) ELSE {_BEGINNING} END"
    return f"""
WITH versions AS ({versions}), clipped AS (
    SELECT *, greatest(said_from, coalesce(valid_from, {_BEGINNING})) AS since,
           {until} AS until
    FROM versions
)
SELECT {_keys(kind)}, least(since, until) AS since, until, {_columns(kind)} FROM clipped"""


# Of several rows of an element those of some days; of one that never holds the last.
_THAT_HOLD = f"""
WHERE since < until OR said_to = {_END}
    AND NOT EXISTS (SELECT 1 FROM clipped other WHERE other.key = clipped.key AND other.since < other.until)"""
