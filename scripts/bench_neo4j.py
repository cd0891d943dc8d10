"""A Neo4j server beside graphgov's arrays: all blind spots in Cypher and on arrays, loading, reading.

The server is that of the tests, with the garbage collector and the compilers that Java has by itself.  Every answer is
compared with that of the embedded file.  "First" is the first time that something is asked of a server after its start.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
from bench_city import DAY, Sizes, nodes, write
from bench_rows import Row, Topic, cold, median, medians
from bench_ties import ties

from graphgov.coverage import Coverage
from graphgov.export.model import formats
from graphgov.graph import Graph
from graphgov.intake import Options, import_tables
from graphgov.named import named
from graphgov.policy import read_policy
from graphgov.schema import SCHEMA, EdgeKind
from graphgov.store import EmbeddedStore, Rows, copy, open_store, sending
from graphgov.store.bolt import Bolt, slices

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))
from neo4j_server import free_port, import_set, prepare, running

SEED = 20261125
JAVA = ("-Xmx4g",)
SMALL = 100_000
"""Up to so many units a whole database is pushed over the network too."""

FAST = ">= 10,000 a second"

NOT_BLIND = """
  AND NOT EXISTS { MATCH (u)-[r:INSTRUCTED_BY|CO_CONSTRUCTS]->(x)
                   WHERE r.since <= $day AND $day < r.until AND x.since <= $day AND $day < x.until }
  AND NOT EXISTS { MATCH (u)-[r:HAS_PARTY_ORG]->(o:PartyOrganization)
                   WHERE o.type = 'ordinary' AND r.since <= $day AND $day < r.until
                     AND o.since <= $day AND $day < o.until }
  AND NOT EXISTS { MATCH (u)-[r:MEMBER_OF]->(o:PartyOrganization)
                   WHERE o.type = 'big_committee' AND r.since <= $day AND $day < r.until
                     AND o.since <= $day AND $day < o.until }
  AND NOT EXISTS { MATCH (u)-[r:PAIRED_WITH]-(x:PartyOrganization|Community)
                   WHERE r.since <= $day AND $day < r.until AND x.since <= $day AND $day < x.until }
  AND NOT EXISTS { MATCH (u)-[r:PAIRED_WITH]-(v:Unit)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)
                   WHERE o.type = 'ordinary' AND h.mode IN ['single', 'joint']
                     AND r.since <= $day AND $day < r.until AND v.since <= $day AND $day < v.until
                     AND h.since <= $day AND $day < h.until AND o.since <= $day AND $day < o.until }
"""
"""The ways that begin at a unit itself."""

SAID = """
WHERE u.since <= $day AND $day < u.until AND coalesce(u.operating, 'unknown') <> 'no'
  AND NOT (u.exempt_reason IS NOT NULL AND coalesce(u.exempt_until >= $day, true))
  AND NOT coalesce(u.has_instructor = 'yes' OR u.has_union = 'yes' OR u.has_youth_league = 'yes'
                   OR u.has_womens_federation = 'yes' OR u.reported_org IN ['yes', 'unknown']
                   OR u.reported_covered IN ['yes', 'unknown'], false)
"""
"""What is said of a unit itself."""

PLAIN = f"""
MATCH (u:Unit) {SAID} {NOT_BLIND}
  AND NOT EXISTS {{ MATCH (u)-[l:LOCATED_IN]->(p:Place)-[s:PART_OF*0..2]->(q:Place)
                         -[h:HAS_PARTY_ORG]->(o:PartyOrganization)
                   WHERE h.mode = 'area' AND o.type = 'ordinary'
                     AND l.since <= $day AND $day < l.until AND p.since <= $day AND $day < p.until
                     AND h.since <= $day AND $day < h.until AND o.since <= $day AND $day < o.until
                     AND q.since <= $day AND $day < q.until
                     AND all(t IN s WHERE t.since <= $day AND $day < t.until
                                      AND endNode(t).since <= $day AND $day < endNode(t).until) }}
RETURN """
"""The blind units under "any tie", a NOT EXISTS for each way: what was measured before graphgov had a server."""

BY_HAND = f"""
MATCH (p:Place)-[s:PART_OF*0..2]->(q:Place)-[h:HAS_PARTY_ORG]->(o:PartyOrganization)
WHERE h.mode = 'area' AND o.type = 'ordinary' AND p.since <= $day AND $day < p.until
  AND h.since <= $day AND $day < h.until AND q.since <= $day AND $day < q.until AND o.since <= $day AND $day < o.until
  AND all(t IN s WHERE t.since <= $day AND $day < t.until
                   AND endNode(t).since <= $day AND $day < endNode(t).until)
WITH collect(DISTINCT p) AS roofed
MATCH (u:Unit) {SAID} {NOT_BLIND}
  AND NOT EXISTS {{ MATCH (u)-[l:LOCATED_IN]->(p:Place)
                   WHERE p IN roofed AND l.since <= $day AND $day < l.until }}
RETURN """
"""The blind units under "any tie" as one writes it where nothing was ever otherwise: cheap conditions first, and
the few places that have a roof found once."""


def blind(graph: Graph, kind: str) -> list[str]:
    """What the arrays say."""
    found = Coverage(graph.on(DAY), read_policy()).blind(kind, "any_tie")
    return sorted(map(str, graph.ids.take(found).list()))


def measure(units: int, scratch: Path) -> Iterator[Row]:
    """All rows of one size."""
    file = EmbeddedStore(scratch / "city.duckdb", SCHEMA)
    sizes, folder = Sizes(units), scratch / "city"
    write(nodes(sizes, SEED) | ties(sizes, SEED), folder)
    import_tables(file, folder, Options(source="city", stated_on=DAY))
    graph = file.read()
    yield from loading(units, file, scratch)
    with running(scratch / "home", java=JAVA) as (address, _):
        yield from asking(units, Bolt(address), graph)
    if units <= SMALL:
        prepare(scratch / "pushed", free_port())
        with running(scratch / "pushed", java=JAVA) as (address, _):
            yield from pushing(units, file, address)
        with running(scratch / "pushed", java=JAVA) as (address, _):
            yield from reading(units, address, graph)


def loading(units: int, file: EmbeddedStore, scratch: Path) -> Iterator[Row]:
    """The offline import set: written, and loaded."""
    target, form = scratch / "set", formats()["neo4j-admin"].name
    command = [sys.executable, "-m", "graphgov", "export", str(target), "--format", form, "--db", str(file.path)]
    seconds, memory = cold(command, 1)
    size = sum(path.stat().st_size for path in target.iterdir()) >> 20
    yield Row(units, "offline import set, written by a cold process", seconds, f"{memory} MiB; {size} MiB", "<= 60 s")
    taken = once(lambda: import_set(scratch / "home", target, JAVA))
    yield Row(units, "neo4j-admin imports it", taken)


def asking(units: int, server: Bolt, graph: Graph) -> Iterator[Row]:
    """All blind spots in Cypher: the query of the policy, and one by hand for units alone."""
    policy = named("standards/any_tie").text
    expected = [blind(graph, "Unit"), blind(graph, "Place")]

    def by_hand() -> list[str]:
        return next(server.lists(f"{BY_HAND} collect(u.id)", {"day": DAY}))

    def plainly() -> list[str]:
        return next(server.lists(f"{PLAIN} collect(u.id)", {"day": DAY}))

    def by_policy() -> list[tuple[str, str]]:
        _, rows, _ = server.query(policy, {"day": DAY, "state": "blind"}, 600, 10_000_000)
        return [(row[0], row[1]) for row in rows]

    first, first_policy = once(by_hand), once(by_policy)
    if sorted(by_hand()) != expected[0] or sorted(plainly()) != expected[0]:
        raise AssertionError("Cypher by hand finds other blind spots")
    found = by_policy()
    if [sorted(id for kind, id in found if kind == each) for each in ("Unit", "Place")] != expected:
        raise AssertionError("the query of the policy finds other blind spots")
    before, now = medians((plainly, by_hand), 3)
    yield Row(units, "blind units in Cypher, a NOT EXISTS for each way, warm", before)
    yield Row(units, "blind units in Cypher by hand, first", first)
    yield Row(units, "blind units in Cypher by hand, warm", now, f"{now / before:.2f} x of those", "< 1 x")
    records = median(lambda: server.rows(f"{BY_HAND} u.id AS id", {"day": DAY}), 3)
    yield Row(units, "the same, a record for each, warm", records)
    yield Row(units, "ask standards/any_tie (units and places, 22 rules), first", first_policy)
    yield Row(units, "ask standards/any_tie, warm", median(by_policy, 3))


def pushing(units: int, file: EmbeddedStore, address: str) -> Iterator[Row]:
    """A whole database over the network; then its ties alone once more."""
    store = open_store(address)
    taken = once(lambda: copy(file, store))
    server = Bolt(address)
    counted = "MATCH (n) RETURN count(n) AS n UNION ALL MATCH ()-[r]->() RETURN count(r) AS n"
    things, tied = (row["n"] for row in server.rows(counted))
    written = f"{(things + tied) / taken:,.0f} nodes and ties a second"
    yield Row(units, "graphgov push, with the record", taken, written, FAST)
    rows = {kind: file.ask(Rows(kind.name)) for kind in SCHEMA.edges}
    without_ties(server)
    usual = once(lambda: merge_ties(server, rows))
    yield Row(units, "ties MERGEd by the bare driver, with their days alone", usual, f"{tied / usual:,.0f} a second")
    without_ties(server)
    server.run(sending.BEGUN, {"lanes": sending.LANES})

    def send() -> None:
        lane = sending.Lane(server, "graph")
        for kind, every in rows.items():
            lane.elements(kind, every.column("key").combine_chunks(), every)

    taken = once(send)
    beside = f"{tied / taken:,.0f} a second; {taken / usual:.2f} x of those"
    yield Row(units, "ties written with all their values", taken, beside, FAST)


def without_ties(server: Bolt) -> None:
    """Take all ties away."""
    for kind in SCHEMA.edges:
        server.once(f"MATCH ()-[r:{kind.name}]->() CALL (r) {{ DELETE r }} IN TRANSACTIONS OF 10000 ROWS")


def merge_ties(server: Bolt, rows: Mapping[EdgeKind, pa.Table]) -> None:
    """The usual way: a map for each tie, 10,000 at once."""
    for kind, every in rows.items():
        cypher = (
            "UNWIND $rows AS row MATCH (a:Element {key: row.src}) MATCH (b:Element {key: row.dst}) "
            f"MERGE (a)-[r:{kind.name} {{key: row.key}}]->(b) SET r.since = row.since, r.until = row.until"
        )
        plain = every.select(["key", "src", "dst", "since", "until"])
        for part in slices(plain.num_rows):
            server.run(cypher, {"rows": plain.slice(part.start, len(part)).to_pylist()})


def reading(units: int, address: str, graph: Graph) -> Iterator[Row]:
    """The graph read whole, and the blind spots of it on arrays."""
    store = open_store(address)
    first = once(store.read)
    read = store.read()
    if blind(read, "Unit") != blind(graph, "Unit"):
        raise AssertionError("the graph of the server has other blind spots")
    yield Row(units, "the whole graph read from the server, first", first)
    yield Row(units, "the whole graph read from the server, warm", median(store.read, 3))
    few = median(lambda: store.read({}), 3)
    yield Row(units, "nodes, names and ties alone read, warm", few)
    snapshot, policy = read.on(DAY), read_policy()
    yield Row(units, "blind units on its arrays", median(lambda: Coverage(snapshot, policy).blind("Unit", "any_tie")))


def once(run: Callable[[], object]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def measured(sizes: Sequence[int]) -> Iterator[Row]:
    """Every size."""
    for units in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            yield from measure(units, Path(scratch))


TOPIC = Topic(
    "neo4j",
    "A Neo4j server",
    "All blind spots in Cypher on a server and on arrays, what loading and reading take; answers are compared first.",
    ("neo4j", "duckdb", "numpy", "pyarrow"),
    measured,
    ("java",),
)
