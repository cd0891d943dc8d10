"""A real Neo4j for the tests, from Maven artifacts alone: started by the session that needs it, and ended with it."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import neo4j

VERSION = "5.26.30"

CACHE = Path(__file__).resolve().parents[1] / ".cache" / f"neo4j-{VERSION}"
"""The server's jars; `scripts/setup-java` fetches them."""

_SMALL = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""What starts in half the time, and takes a third of the memory."""

_CONF = """
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled={auth}
dbms.usage_report.enabled=false
db.tx_log.preallocate=false
internal.server.bolt.thread_pool_shutdown_wait_time=0s
server.directories.import={home}/import
"""

_QUICK = """
server.memory.pagecache.size=128m
dbms.cypher.min_replan_interval=1h
internal.cypher.idp_solver_table_threshold=16
internal.cypher.idp_solver_duration_threshold=10
"""
"""A query is planned once, though a test empties its database and fills it anew every second, and without long
deliberation: what a test asks is asked of a few nodes, which take little memory.  Benchmarks leave all as it is."""


@cache
def shared() -> str:
    """The address of the server of this test session: one that is given, else one of our own until the session ends."""
    given = os.environ.get("GRAPHGOV_TEST_NEO4J")
    if given:
        return given
    stack = ExitStack()
    atexit.register(stack.close)
    home = Path(stack.enter_context(TemporaryDirectory(prefix="graphgov-neo4j-")))
    return stack.enter_context(server(home))


def emptied(address: str) -> str:
    """The same address, with nothing left in its database."""
    with neo4j.GraphDatabase.driver(address) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n", database_="neo4j")
    return address


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(home: Path, password: str = "") -> Iterator[str]:
    """A server with its data in `home`: its bolt address; with a password only for who knows it."""
    with running(home, password) as (address, _):
        yield address


@contextmanager
def running(
    home: Path, password: str = "", java: Sequence[str] = _SMALL
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same with its process, which may be killed; `java`: options of the virtual machine."""
    port = free_port()
    prepare(home, port, password, _QUICK if java is _SMALL else "")
    log = (home / "console.log").open("wb")
    process = subprocess.Popen(_command(home, java), stdout=log, stderr=log)
    address = f"bolt://127.0.0.1:{port}"
    try:
        _wait(address, ("neo4j", password) if password else None, process, home)
        yield address, process
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def prepare(home: Path, port: int, password: str = "", more: str = "") -> None:
    """Write the configuration, and the first password where there is one."""
    for folder in ("conf", "import", "logs"):
        (home / folder).mkdir(parents=True, exist_ok=True)
    text = _CONF.format(port=port, auth="true" if password else "false", home=home) + more
    (home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")
    if password:
        admin(home, "dbms", "set-initial-password", password)


def _command(home: Path, java: Sequence[str]) -> list[str]:
    main = "org.neo4j.server.CommunityEntryPoint"
    return [*_program(main, java), f"--home-dir={home}", f"--config-dir={home / 'conf'}"]


def _program(main: str, java: Sequence[str] = _SMALL) -> list[str]:
    return ["java", *java, "-Dfile.encoding=UTF-8", "-cp", str(CACHE / "*"), main]


def admin(home: Path, *arguments: str, java: Sequence[str] = _SMALL) -> str:
    """Run neo4j-admin on a home whose server is not running; what it said."""
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    program = [*_program("org.neo4j.cli.AdminTool", java), *arguments]
    return subprocess.run(program, check=True, capture_output=True, text=True, env=environment, cwd=home).stdout


def import_set(home: Path, folder: Path, java: Sequence[str] = _SMALL) -> None:
    """Import an exported set as its README says, into the home of a server that does not run."""
    prepare(home, free_port())
    said = (folder / "README.txt").read_bytes().decode("utf-8")
    (line,) = (line for line in said.splitlines() if line.startswith("neo4j-admin "))
    words = [
        word.replace("=", f"={folder}/", 1) if word.startswith(("--nodes", "--relationships")) else word
        for word in line.split()[1:]
    ]
    admin(home, *words, java=java)


def _wait(address: str, auth: tuple[str, str] | None, process: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + 120
    with neo4j.GraphDatabase.driver(address, auth=auth, connection_timeout=2, max_transaction_retry_time=0) as driver:
        while True:
            try:
                driver.execute_query("RETURN 1", database_="neo4j")
                return
            except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError((home / "console.log").read_text("utf-8", "replace")[-2000:]) from None
                time.sleep(0.2)
