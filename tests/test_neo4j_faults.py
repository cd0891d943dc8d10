"""What a person is told when a server cannot be used: one line within five seconds, with the cure, without secrets."""

from __future__ import annotations

import csv
import io
import logging
import socket
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner
from neo4j_server import emptied, free_port, server, shared
from stores import Intake, contents
from test_export_neo4j import NAMES
from test_neo4j_store import UNITS

from graphgov.cli import cli
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore, Neo4jStore, bolt, open_store

TEXTS = tuple(name for name in NAMES if "\x85" not in name)
"""Hostile texts that an import takes: it refuses control characters."""

SIGNS = ("", "#", "/", "?", "@", "%40", "[", ":", " ")
"""What may stand in the middle of a secret."""


def told(caplog: pytest.LogCaptureFixture, *command: str, **env: str) -> str:
    """What a command that fails says: one line, within five seconds, the same also in the most talkative log."""
    begun = time.monotonic()
    with caplog.at_level(logging.DEBUG):
        result = CliRunner(env=env).invoke(cli, command)
    assert time.monotonic() - begun < 5
    assert result.exit_code == 1 and isinstance(result.exception, SystemExit)
    (line,) = result.output.splitlines()
    assert not any(part in line + caplog.text for part in ("zebra", "sesame"))
    return line


@pytest.mark.parametrize("sign", SIGNS)
def test_secrets_in_an_address(sign: str, caplog: pytest.LogCaptureFixture) -> None:
    """Refused and not repeated, whatever signs they have; as an option, as an argument and from the environment."""
    secret = f"zebra{sign}sesame"
    address = f"bolt://neo4j:{secret}@127.0.0.1:1"
    for command in (("status", "--db", address), ("pull", address), ("undo", "--db", address)):
        assert bolt.PASSWORD in told(caplog, *command)
    told(caplog, "push", address, GRAPHGOV_DB="/nowhere/x.duckdb")
    assert bolt.PASSWORD in told(caplog, "status", GRAPHGOV_DB=address)
    told(caplog, "status", "--db", f"bolt://127.0.0.1:1?password={secret}")
    told(caplog, "status", "--db", f"neo4j://127.0.0.1:1?password={secret}")


@pytest.mark.parametrize(
    "address",
    ("bolt://h.invalid:abc", "bolt://[x", "bolt://", "bolt+x://h.invalid", "neo4j://127.0.0.1:1", "BOLT://h.invalid"),
)
def test_addresses_of_no_server(address: str, caplog: pytest.LogCaptureFixture) -> None:
    """Also where they are not even addresses."""
    assert f"{address} " in told(caplog, "status", "--db", address, **{bolt.PASSWORD: "sesame"})


def test_every_command_on_a_server_that_is_not_there(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whichever it is, also those that write, and with a silent port."""
    (tmp_path / "Unit.csv").write_text("id,type\nu,other\n", encoding="utf-8")
    commands = (
        "init", f"import {tmp_path}", "undo", "status", "coverage", "blind-spots", "explain u", "findings",
        "neighbors u", "path u v", "network central", "ask linkages/interlocks", f"export {tmp_path}/n.json",
        f"export {tmp_path}/t",
        f"report {tmp_path}/r.html", "serve --no-open --port 0",
    )  # fmt: skip
    address = f"bolt://127.0.0.1:{free_port()}"
    for command in commands:
        assert f"{address} does not answer" in told(caplog, "--lang", "en", *command.split(), GRAPHGOV_DB=address)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"bolt://127.0.0.1:{silent.getsockname()[1]}"
        assert "没有应答" in told(caplog, "--lang", "zh", "status", "--db", address)


def test_a_wrong_password(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Says which variables to set; the right one lets in, whoever logs."""
    with server(tmp_path / "home", "zebra sesame") as address:
        for wrong in ({bolt.PASSWORD: "sesame"}, {}, {bolt.PASSWORD: "zebra sesame", bolt.USER: "sesame"}):
            line = told(caplog, "status", "--db", address, **wrong)
            assert bolt.USER in line and bolt.PASSWORD in line
        assert "graphgov import" in told(caplog, "status", "--db", address, **{bolt.PASSWORD: "zebra sesame"})


def test_databases_that_are_not_ours(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    """One that is not there, somebody else's, an import that was broken off."""
    address = emptied(shared())
    assert bolt.DATABASE in told(caplog, "status", "--db", address, **{bolt.DATABASE: "elsewhere"})
    store = open_store(address)
    assert isinstance(store, Neo4jStore)
    store.bolt.run("CREATE (:Movie)")
    assert "--db" in told(caplog, "status", "--db", address)
    Intake(open_store(emptied(address)), tmp_path)(UNITS)
    store.bolt.run("MATCH (g:Graphgov) SET g.unfinished = 1")
    assert "graphgov undo" in told(caplog, "status", "--db", address)


# ---- Texts that would like to be Cypher ----------------------------------------------------------------------------


def _csv(head: str, rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([head.split(","), *rows])
    return text.getvalue().encode()


def test_texts_that_are_cypher(tmp_path: Path) -> None:
    """As ids, names, agreements, sources and file names they are what they are, in the file and on the server alike."""
    ids = [f"{number}{text[:60]}" for number, text in enumerate(TEXTS)]
    files = {
        "Community.csv": b"id,type\nc,community\n",
        "Unit.csv": _csv(
            "id,type,name,industry", ((id, "other", text, text) for id, text in zip(ids, TEXTS, strict=True))
        ),
        "CO_CONSTRUCTS.csv": _csv(
            "from,to,id,basis", ((id, "c", id, text) for id, text in zip(ids, TEXTS, strict=True))
        ),
        "Claim.csv": b"about,measure,value\nc,paired,3\n",
    }
    address = emptied(shared())
    file, store = EmbeddedStore(tmp_path / "f.duckdb", SCHEMA), open_store(address)
    for number, each in enumerate((file, store)):
        folder = tmp_path / f"{number} '}}) DETACH DELETE n ``//"
        Intake(each, folder)(files, source="'}) MATCH (n) DETACH DELETE n //")
    assert contents(store) == contents(file)
    assert isinstance(store, Neo4jStore)
    labels = {row["l"] for row in store.bolt.rows("MATCH (n) UNWIND labels(n) AS l RETURN DISTINCT l")}
    assert labels == {"Element", "Community", "Unit", "Claim", "Statement", "Import", "Graphgov"}
    assert store.bolt.rows("MATCH ()-[r]->() RETURN DISTINCT type(r) AS t ORDER BY t") == [
        {"t": "ABOUT"}, {"t": "CO_CONSTRUCTS"},
    ]  # fmt: skip


def test_what_is_asked_with_texts_that_are_cypher(tmp_path: Path) -> None:
    """A parameter's value, an id, a name of a query: none does anything."""
    address = emptied(shared())
    store = open_store(address)
    Intake(store, tmp_path)(UNITS)
    before = contents(store)
    for text in ("x}) DETACH DELETE n //", "' OR true //", "\\u0027}) DETACH DELETE n //", "`", "../../x"):
        for command in (
            ("explain", f"q{text}"),
            ("ask", f"q{text}"),
            ("ask", "structure/ego", "--param", f"id={text}"),
        ):
            CliRunner().invoke(cli, [*command, "--db", address], catch_exceptions=False)
    assert contents(store) == before
