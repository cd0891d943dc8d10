"""Cypher on an embedded file beside SQL written by hand for the same tables, and beside a Neo4j server.

Every question is asked three ways in the same run, of the same city, and the rows are compared.  The SQL is what one
writes who knows the tables; both come back as rows of Python.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench_city import DAY, Sizes, nodes, write
from bench_neo4j import JAVA, PLAIN
from bench_rows import Row, Topic, median, medians, ratio
from bench_ties import ties

from graphgov import engine
from graphgov.export.model import formats
from graphgov.intake import Options, import_tables
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, Limits
from graphgov.store.bolt import Bolt

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
from neo4j_server import import_set, running

SEED = 20261125
GOAL = 1.5
REPEATS = 15
REPEATS_THERE = 3
LIMITS = Limits(600, 10_000_000)

ON_DAY = "{0}.since <= $day AND $day < {0}.until"


def _on(*names: str) -> str:
    return " AND ".join(ON_DAY.format(name) for name in names)


_BIG = f"b.type = 'big_committee' AND {_on('b', 'm')}"
_ORDINARY = f"o.type = 'ordinary' AND {_on('o', 'h')}"
_PARTNERS = f"""(SELECT key FROM PartyOrganization p WHERE {_on('p')}
    UNION ALL SELECT key FROM Community p WHERE {_on('p')})"""

BLIND_SQL = f"""
WITH roofed(key) AS (
    SELECT q.key FROM HAS_PARTY_ORG h JOIN PartyOrganization o ON o.key = h.dst JOIN Place q ON q.key = h.src
    WHERE h.mode = 'area' AND {_ORDINARY} AND {_on('q')}
), one(key) AS (SELECT s.src FROM PART_OF s JOIN roofed r ON r.key = s.dst JOIN Place p ON p.key = s.src
    WHERE {_on('s', 'p')}
), two(key) AS (SELECT s.src FROM PART_OF s JOIN one r ON r.key = s.dst JOIN Place p ON p.key = s.src
    WHERE {_on('s', 'p')}
)
SELECT i.id FROM Unit u JOIN ids i ON i.key = u.key
WHERE {_on('u')} AND coalesce(u.operating, 'unknown') <> 'no'
  AND NOT (u.exempt_reason IS NOT NULL AND coalesce(u.exempt_until >= $day, true))
  AND NOT coalesce(u.has_instructor = 'yes' OR u.has_union = 'yes' OR u.has_youth_league = 'yes'
                   OR u.has_womens_federation = 'yes' OR u.reported_org IN ('yes', 'unknown')
                   OR u.reported_covered IN ('yes', 'unknown'), false)
  AND u.key NOT IN (SELECT r.src FROM INSTRUCTED_BY r JOIN PartyOrganization x ON x.key = r.dst WHERE {_on('r', 'x')})
  AND u.key NOT IN (SELECT r.src FROM CO_CONSTRUCTS r JOIN {_PARTNERS} x ON x.key = r.dst WHERE {_on('r')})
  AND u.key NOT IN (SELECT h.src FROM HAS_PARTY_ORG h JOIN PartyOrganization o ON o.key = h.dst WHERE {_ORDINARY})
  AND u.key NOT IN (SELECT m.src FROM MEMBER_OF m JOIN PartyOrganization b ON b.key = m.dst WHERE {_BIG})
  AND u.key NOT IN (SELECT w.src FROM PAIRED_WITH w JOIN {_PARTNERS} x ON x.key = w.dst WHERE {_on('w')})
  AND u.key NOT IN (SELECT w.dst FROM PAIRED_WITH w JOIN {_PARTNERS} x ON x.key = w.src WHERE {_on('w')})
  AND u.key NOT IN (
    SELECT w.near FROM (SELECT src AS near, dst AS far, since, until FROM PAIRED_WITH
                        UNION ALL SELECT dst, src, since, until FROM PAIRED_WITH) w
    JOIN Unit v ON v.key = w.far JOIN HAS_PARTY_ORG h ON h.src = v.key JOIN PartyOrganization o ON o.key = h.dst
    WHERE h.mode IN ('single', 'joint') AND {_ORDINARY} AND {_on('w', 'v')})
  AND u.key NOT IN (
    SELECT l.src FROM LOCATED_IN l JOIN Place p ON p.key = l.dst
    WHERE {_on('l', 'p')} AND p.key IN (SELECT key FROM roofed UNION SELECT key FROM one UNION SELECT key FROM two))
"""

QUESTIONS: dict[str, tuple[str, str]] = {
    "blind units": (f"{PLAIN} u.id AS id", BLIND_SQL),
    "units of every community": (
        f"""MATCH (u:Unit)-[l:LOCATED_IN]->(c:Community) WHERE {_on('u', 'l', 'c')}
        RETURN c.id AS id, count(DISTINCT u) AS units ORDER BY units DESC, id""",
        f"""SELECT i.id, count(DISTINCT u.key) AS units FROM Unit u JOIN LOCATED_IN l ON l.src = u.key
        JOIN Community c ON c.key = l.dst JOIN ids i ON i.key = c.key WHERE {_on('u', 'l', 'c')}
        GROUP BY i.id ORDER BY units DESC, i.id""",
    ),
    "large units without an organization": (
        f"""MATCH (u:Unit) WHERE {_on('u')} AND u.employees >= 50
          AND NOT EXISTS {{ MATCH (u)-[h:HAS_PARTY_ORG]->(o:PartyOrganization) WHERE {_on('h', 'o')} }}
        RETURN u.id AS id, u.employees AS employees ORDER BY employees DESC, id""",
        f"""SELECT i.id, u.employees FROM Unit u JOIN ids i ON i.key = u.key WHERE {_on('u')} AND u.employees >= 50
          AND u.key NOT IN (SELECT h.src FROM HAS_PARTY_ORG h JOIN PartyOrganization o ON o.key = h.dst
                            WHERE {_on('h', 'o')})
        ORDER BY u.employees DESC, i.id""",
    ),
    "members of big committees by origin": (
        f"""MATCH (u:Unit)-[m:MEMBER_OF]->(b:PartyOrganization {{type: 'big_committee'}}) WHERE {_on('u', 'm', 'b')}
        RETURN b.id AS id, m.origin AS origin, count(u) AS members ORDER BY id, origin""",
        f"""SELECT i.id, CAST(m.origin AS VARCHAR) AS origin, count(u.key) AS members
        FROM MEMBER_OF m JOIN Unit u ON u.key = m.src JOIN PartyOrganization b ON b.key = m.dst
        JOIN ids i ON i.key = b.key WHERE {_BIG} AND {_on('u')} GROUP BY i.id, m.origin ORDER BY i.id, origin""",
    ),
    "units by place, two places up": (
        f"""MATCH (u:Unit)-[l:LOCATED_IN]->(p:Place)-[s:PART_OF*0..2]->(q:Place)
        WHERE {_on('u', 'l', 'p', 'q')} AND all(t IN s WHERE {_on('t')})
        RETURN q.id AS id, count(DISTINCT u) AS units ORDER BY units DESC, id""",
        f"""WITH up(near, far) AS (
            SELECT key, key FROM Place
            UNION ALL SELECT s.src, s.dst FROM PART_OF s WHERE {_on('s')}
            UNION ALL SELECT s.src, t.dst FROM PART_OF s JOIN PART_OF t ON t.src = s.dst WHERE {_on('s', 't')})
        SELECT i.id, count(DISTINCT u.key) AS units FROM Unit u JOIN LOCATED_IN l ON l.src = u.key
        JOIN Place p ON p.key = l.dst JOIN up ON up.near = p.key JOIN Place q ON q.key = up.far
        JOIN ids i ON i.key = q.key WHERE {_on('u', 'l', 'p', 'q')}
        GROUP BY i.id ORDER BY units DESC, i.id""",
    ),
    "what one community is tied to": (
        f"""MATCH (c:Community {{id: $id}})<-[l:LOCATED_IN]-(u:Unit)
        OPTIONAL MATCH (u)-[m:MEMBER_OF]->(o:PartyOrganization) WHERE {_on('m', 'o')}
        WITH u, l, count(o) AS committees WHERE {_on('u', 'l')}
        RETURN u.id AS id, committees ORDER BY committees DESC, id""",
        f"""SELECT i.id, count(o.key) AS committees FROM ids c JOIN LOCATED_IN l ON l.dst = c.key
        JOIN Unit u ON u.key = l.src JOIN ids i ON i.key = u.key
        LEFT JOIN (MEMBER_OF m JOIN PartyOrganization o ON o.key = m.dst AND {_on('m', 'o')}) ON m.src = u.key
        WHERE c.id = $id AND {_on('u', 'l')} GROUP BY i.id, l.key ORDER BY committees DESC, i.id""",
    ),
}  # fmt: skip
"""Blind spots and five typical questions, each in Cypher and in SQL."""


def measure(sizes: Sequence[int]) -> Iterator[Row]:
    """All questions for every size."""
    for units in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            yield from asked(units, Path(scratch))


def asked(units: int, scratch: Path) -> Iterator[Row]:
    """The questions of one size; a server beside it holds the same, by way of the offline import."""
    folder, size = scratch / "city", Sizes(units)
    write(nodes(size, SEED) | ties(size, SEED), folder)
    file = EmbeddedStore(scratch / "city.duckdb", SCHEMA)
    import_tables(file, folder, Options(source="city", stated_on=DAY))
    target, form = scratch / "set", formats()["neo4j-admin"].name
    command = ["export", str(target), "--format", form, "--db", str(file.path)]
    subprocess.run([sys.executable, "-m", "graphgov", *command], check=True, stdout=subprocess.DEVNULL)
    import_set(scratch / "home", target, JAVA)
    with running(scratch / "home", java=JAVA) as (address, _):
        yield from rows(units, file, Bolt(address))


def rows(units: int, file: EmbeddedStore, server: Bolt) -> Iterator[Row]:
    """Three rows for each question."""
    with file.kept_open():
        connection = engine.connect(file.path, write=False)
        for what, (cypher, sql) in QUESTIONS.items():
            values: dict[str, Any] = {"day": DAY} | ({"id": "C00000001"} if "$id" in sql else {})

            def by_cypher(text: str = cypher, given: dict[str, Any] = values) -> list[tuple[Any, ...]]:
                return list(file.query(text, given, LIMITS).rows)

            def by_hand(text: str = sql, given: dict[str, Any] = values) -> list[tuple[Any, ...]]:
                return connection.asked(text, given, LIMITS.seconds)

            if sorted(map(repr, by_cypher())) != sorted(map(repr, by_hand())) or not by_hand():
                raise AssertionError(f"{what}: Cypher and SQL by hand differ, or find nothing")
            own, hand = medians((by_cypher, by_hand), REPEATS)
            yield Row(units, f"{what}: SQL by hand", hand)
            yield Row(units, f"{what}: Cypher on the file", own, f"{ratio(own, hand)} of SQL by hand", f"<= {GOAL} x")
            yield beside(units, what, server, (cypher, values), (by_cypher(), own))
        connection.close()


def beside(
    units: int, what: str, server: Bolt, question: tuple[str, dict[str, Any]], found: tuple[list[Any], float]
) -> Row:
    """The same question to a warm server."""

    def there() -> list[Any]:
        return list(server.query(*question, LIMITS.seconds, LIMITS.rows)[1])

    if sorted(map(repr, there())) != sorted(map(repr, found[0])):
        raise AssertionError(f"{what}: the server answers otherwise")
    taken = median(there, REPEATS_THERE)
    return Row(units, f"{what}: Neo4j, warm", taken, f"{ratio(taken, found[1])} of Cypher on the file")


TOPIC = Topic(
    "cypher",
    "Cypher on a file",
    "Blind units and five typical questions in Cypher, beside SQL that is written by hand for the same tables of the "
    "same file, and beside a Neo4j server with the same data; in one run, with equal rows.",
    ("duckdb", "neo4j"),
    measure,
)
