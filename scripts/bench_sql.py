"""The same answers in SQL by hand on DuckDB, on text keys and on dense integer keys: beside (a), (b) and (c)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

NODES = ("Division", "Community", "Place", "Unit", "PartyOrganization")
EDGES = (
    "PART_OF", "LOCATED_IN", "HAS_PARTY_ORG", "MEMBER_OF", "PAIRED_WITH", "CO_CONSTRUCTS", "INSTRUCTED_BY",
)  # fmt: skip

State = tuple[int, int, int, int, int]


def copied(folder: Path, database: Path) -> None:
    """Bare tables: every Parquet file as it is, in one transaction; what (c) is measured against."""
    connection = duckdb.connect(str(database))
    connection.execute("BEGIN")
    for file in sorted(folder.glob("*.parquet")):
        connection.execute(f"CREATE TABLE {file.stem} AS SELECT * FROM read_parquet('{file}')")
    connection.execute("COMMIT")
    connection.close()


def load(folder: Path, day: date, *, integers: bool) -> duckdb.DuckDBPyConnection:
    """The tables in memory with what holds on the day, keyed by text or by dense integers."""
    connection = duckdb.connect(":memory:")
    # Its answers to unions are wrong in some cases with this pass on: public issues #25819, #24624, #25170.
    connection.execute("SET disabled_optimizers = 'common_subplan'")
    connection.execute("CREATE TABLE ids (key INTEGER, id VARCHAR)")
    for kind in NODES:
        file, columns = f"read_parquet('{folder / kind}.parquet')", "id"
        if integers:
            first = "(SELECT count(*) FROM ids)"
            connection.execute(f"INSERT INTO ids SELECT row_number() OVER () - 1 + {first}, id FROM {file}")
            columns = "(SELECT key FROM ids WHERE ids.id = n.id)"
        connection.execute(
            f"CREATE TABLE {kind} AS SELECT {columns} AS key, n.* FROM {file} n WHERE {_holds(connection, file, day)}"
        )
    alive = " UNION ALL ".join(f"SELECT id, key FROM {kind}" for kind in NODES)
    for kind in EDGES:
        file = f"read_parquet('{folder / kind}.parquet')"
        connection.execute(
            f'CREATE TABLE {kind} AS SELECT a.key AS src, b.key AS dst, e.* EXCLUDE ("from", "to") FROM {file} e '
            f'JOIN ({alive}) a ON a.id = e."from" JOIN ({alive}) b ON b.id = e."to" '
            f"WHERE {_holds(connection, file, day)}"
        )
    return connection


def _holds(connection: duckdb.DuckDBPyConnection, file: str, day: date) -> str:
    names = {row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {file}").fetchall()}
    conditions = ["true"]
    if "valid_from" in names:
        conditions.append(f"coalesce(valid_from <= DATE '{day}', true)")
    if "valid_to" in names:
        conditions.append(f"coalesce(valid_to > DATE '{day}', true)")
    if "ended" in names:
        conditions.append("NOT (coalesce(ended, '') = 'yes' AND valid_to IS NULL)")
    return " AND ".join(conditions)


_P = "o.key = {dst} AND o.type = 'ordinary'"
_OWN = f"h.mode IN ('single', 'joint') AND {_P.format(dst='h.dst')}"
_HAS = "SELECT 1 FROM HAS_PARTY_ORG h JOIN PartyOrganization o ON {on} WHERE h.src = s.key"
_ROOF = """
    SELECT h.src AS key FROM HAS_PARTY_ORG h JOIN PartyOrganization o ON o.key = h.dst AND o.type = 'ordinary'
    JOIN Place p ON p.key = h.src WHERE h.mode = 'area'
"""
_PARTNERS = "(SELECT key FROM PartyOrganization UNION ALL SELECT key FROM Community)"

ROOFS = f"""
CREATE OR REPLACE TEMP TABLE one_up AS
    SELECT DISTINCT b.src AS key FROM PART_OF b JOIN ({_ROOF}) r ON r.key = b.dst JOIN Place p ON p.key = b.src;
CREATE OR REPLACE TEMP TABLE two_up AS
    SELECT DISTINCT b.src AS key FROM PART_OF b JOIN one_up r ON r.key = b.dst JOIN Place p ON p.key = b.src;
CREATE OR REPLACE TEMP TABLE roofs AS
    SELECT key FROM ({_ROOF}) UNION SELECT key FROM one_up UNION SELECT key FROM two_up;
"""


def _paired(start: str, ends: str) -> str:
    """Pairs are stored one way and meant both ways."""
    return " UNION ALL ".join(
        f"SELECT {near} AS key FROM PAIRED_WITH w JOIN {ends} e ON e.key = w.{far}"
        for near, far in (("w.src", "dst"), ("w.dst", "src"))
    )


_WITH_OWN = f"HAS_PARTY_ORG h JOIN PartyOrganization o ON {_OWN} JOIN Unit u ON u.key = h.src"
_UNIT_WITH_OWN = f"(SELECT h.src AS key FROM {_WITH_OWN})"
_PARTNER_OR_UNIT = f"(SELECT key FROM {_PARTNERS} UNION ALL SELECT key FROM Unit)"


def _unreached(kind: str) -> list[str]:
    """A condition for every rule that it does not hold."""
    own = f"SELECT h.src FROM HAS_PARTY_ORG h JOIN PartyOrganization o ON {_OWN}"
    to_big = "SELECT m.src FROM MEMBER_OF m JOIN PartyOrganization b ON b.key = m.dst AND b.type = 'big_committee'"
    built = f"SELECT c.src FROM CO_CONSTRUCTS c JOIN {_PARTNERS} e ON e.key = c.dst"
    shared = [
        "s.key IN (SELECT src FROM INSTRUCTED_BY)",
        "coalesce(s.has_instructor, '') = 'yes'",
        f"s.key IN ({_paired('s', _PARTNERS)})",
    ]
    if kind == "Place":
        any_organization = _HAS.format(on=_P.format(dst="h.dst"))
        under = "(SELECT key FROM one_up UNION ALL SELECT key FROM two_up)"
        return [f"EXISTS ({any_organization})", f"s.key IN {under}", *shared]
    modes = [
        _HAS.format(on=_P.format(dst="h.dst")) + f" AND {condition}"
        for condition in (
            "h.mode = 'single' AND o.tier IN ('committee', 'working_committee')",
            "h.mode = 'single' AND o.tier = 'general_branch'",
            "h.mode = 'single' AND o.tier = 'branch'",
            "h.mode = 'joint'",
            "h.mode = 'area'",
            "(coalesce(h.mode, 'unknown') = 'unknown' OR h.mode = 'single' AND o.tier IS NULL)",
        )
    ]
    return [
        *(f"EXISTS ({mode})" for mode in modes),
        "s.key IN (SELECT l.src FROM LOCATED_IN l JOIN roofs r ON r.key = l.dst)",
        *shared,
        *(f"coalesce(s.{name}, '') = 'yes'" for name in ("has_union", "has_youth_league", "has_womens_federation")),
        f"s.key IN ({to_big})",
        f"s.key IN ({own} AND o.key IN ({to_big}))",
        f"s.key IN ({_paired('s', _UNIT_WITH_OWN)})",
        f"s.key IN ({own} AND o.key IN ({_paired('o', _PARTNER_OR_UNIT)}))",
        f"s.key IN ({built})",
        f"s.key IN ({own} AND o.key IN ({built}))",
    ]


_EXEMPT = "s.exempt_reason IS NOT NULL AND coalesce(s.exempt_until >= DATE '{day}', true)"
_OUT = f"(coalesce(s.operating, '') = 'no' OR {_EXEMPT})"


def _says(value: str) -> str:
    return f"(coalesce(s.reported_org, '') = '{value}' OR coalesce(s.reported_covered, '') = '{value}')"


def blind(connection: duckdb.DuckDBPyConnection, day: date) -> tuple[list[object], list[object]]:
    """The keys of the units and of the places that are blind spots, as arrays."""
    connection.execute(ROOFS)
    found = []
    for kind in ("Unit", "Place"):
        conditions = [_OUT.format(day=day), _says("yes"), _says("unknown"), *_unreached(kind)]
        where = " AND ".join(f"NOT {condition}" for condition in conditions)
        found.append(connection.sql(f"SELECT key FROM {kind} s WHERE {where}").to_arrow_table().column("key"))
    return found[0], found[1]


HOMES = """
CREATE OR REPLACE TEMP TABLE place_home AS
    WITH direct AS (
        SELECT l.src AS key, arg_min(
            c.id, (coalesce(l.role, '') = 'registered', -coalesce(epoch(l.valid_from), -1e12), c.id)) AS home
        FROM LOCATED_IN l JOIN Community c ON c.key = l.dst JOIN Place p ON p.key = l.src GROUP BY l.src)
    SELECT key, home FROM direct
    UNION ALL
    SELECT b.src, min(d.home) FROM PART_OF b JOIN direct d ON d.key = b.dst
    WHERE b.src NOT IN (SELECT key FROM direct) GROUP BY b.src;
CREATE OR REPLACE TEMP TABLE home AS
    WITH known AS (
        SELECT l.src AS key, c.id AS home, coalesce(l.role, '') = 'registered' AS registered, false AS around,
               l.valid_from
        FROM LOCATED_IN l JOIN Community c ON c.key = l.dst
        UNION ALL
        SELECT l.src, p.home, coalesce(l.role, '') = 'registered', true, l.valid_from
        FROM LOCATED_IN l JOIN place_home p ON p.key = l.dst)
    SELECT key, arg_min(home, (registered, around, -coalesce(epoch(valid_from), -1e12), home)) AS home
    FROM known GROUP BY key;
"""


def rates(connection: duckdb.DuckDBPyConnection, day: date) -> dict[tuple[str, str], State]:
    """For every community and type of unit: how many are covered, claimed, unknown, blind, not applicable."""
    connection.execute(ROOFS)
    connection.execute(HOMES)
    reached = " OR ".join(_unreached("Unit"))
    states = f"""
        SELECT coalesce(h.home, '') AS community, s.type AS type,
               CASE WHEN {_OUT.format(day=day)} THEN 'out' WHEN {reached} THEN 'covered'
                    WHEN {_says("yes")} THEN 'claimed' WHEN {_says("unknown")} THEN 'unknown' ELSE 'blind' END AS state
        FROM Unit s LEFT JOIN home h ON h.key = s.key"""
    counted = ", ".join(
        f"count(*) FILTER (state = '{state}')" for state in ("covered", "claimed", "unknown", "blind", "out")
    )
    rows = connection.execute(f"SELECT community, type, {counted} FROM ({states}) GROUP BY ALL").fetchall()
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}
