"""The server as a process of its own: what it prints, how it ends, and what it says to those who break the protocol."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from serving import served

from graphgov import words
from graphgov.cli.serve import PORT
from graphgov.errors import BadOption
from graphgov.web import security
from graphgov.web.server import listen

COMMAND = [sys.executable, "-c", "import sys; from graphgov.cli import main; sys.argv[0] = 'graphgov'; main()"]


@pytest.fixture(scope="module")
def address(kunming: Path) -> Iterator[tuple[str, int]]:
    """A server on the sample."""
    with served(kunming) as running:
        yield running.server.server_address[:2]


def sent(address: tuple[str, int], raw: bytes) -> tuple[int, str]:
    """Status and text of the answer to whatever is sent, read to its end."""
    with socket.create_connection(address, timeout=30) as connection:
        connection.sendall(raw)
        answer = b"".join(iter(lambda: connection.recv(1 << 16), b""))
    head, _, body = answer.decode().partition("\r\n\r\n")
    assert "\r\nX-Content-Type-Options: nosniff" in head and "Werkzeug" not in head and "Python" not in head
    return int(head.split()[1]), body


def test_a_query_of_a_megabyte(address: tuple[str, int]) -> None:
    """Longer than the protocol's own reader takes: the right status, our page, and the connection is not torn."""
    host, port = address
    raw = b"GET /blind-spots?q=" + b"a" * 1_000_000 + f" HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
    status, page = sent(address, raw)
    assert status == 414 and "too long" in page and f"{security.LONGEST}" in page and 'href="/"' in page


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", 403),
        (b"GET /../../../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", 404),
        (b"GET //evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", 404),
        (b"POST / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 7\r\n\r\nbreak=1", 405),
        (b"BREAK / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", 405),
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/9.9.9\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 200 + b"\r\n", 431),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_broken_requests(raw: bytes, status: int, address: tuple[str, int]) -> None:
    """Each is told so on a page of ours, with all headers of safety."""
    found, page = sent(address, raw.replace(b"%d", b"%d" % address[1]))
    assert found == status
    assert 'href="/"' in page and "Traceback" not in page


def test_port_taken() -> None:
    """The next sentence says which option names another."""
    with listen("127.0.0.1", 0) as taken, pytest.raises(BadOption) as raised:
        listen("127.0.0.1", taken.getsockname()[1])
    assert "--port 8500" in raised.value.text("en") and "--port 8500" in raised.value.text("zh")


@pytest.mark.parametrize("host", ["no such host", "203.0.113.7"])
def test_no_such_address(host: str) -> None:
    """An address that is not this machine's."""
    with pytest.raises(BadOption, match="--host"):
        listen(host, 0)


@contextmanager
def command(db: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command as people start it, and the address that it prints."""
    called = [*COMMAND, "serve", "--db", str(db), "--port", "0", "--lang", "en", *options]
    process = subprocess.Popen(called, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"the pages are at (http://\S+) until Ctrl-C\n", line)
        assert found, (line, process.stderr and process.stderr.read())
        yield process, found[1]
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_from_the_start_to_the_end(
    how: signal.Signals, kunming: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It prints where the pages are, answers, says nothing of what was asked, ends well, and leaves no copy behind."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with command(kunming) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        with urlopen(f"{address}blind-spots.json?limit=1", timeout=30) as response:
            assert json.load(response)["standard"] == "any_tie"
        assert len(list(tmp_path.glob("graphgov-*"))) == 1
        process.send_signal(how)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (0, "", "ended\n")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_server_left_goes_with_the_next_start(
    kunming: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its copy is removed; that of a server that still runs stays, and can still be asked who said what."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with command(kunming) as (running, address):
        (own,) = tmp_path.iterdir()
        with command(kunming) as (process, _):
            (left,) = set(tmp_path.iterdir()) - {own}
            process.kill()
        with command(kunming):
            (new,) = set(tmp_path.iterdir()) - {own}
            assert new != left and any(own.iterdir())
        with urlopen(f"{address}subject/story-P1?format=json", timeout=30) as response:
            assert response.status == 200
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=30)
    assert own not in tmp_path.iterdir()


def test_others_need_the_token(kunming: Path) -> None:
    """Open to other machines: the printed address holds a token, without which nothing is answered."""
    with command(kunming, "--host", "0.0.0.0") as (_, address):
        bare, _, token = address.partition("?token=")
        assert len(token) >= 32
        with pytest.raises(HTTPError) as raised, urlopen(bare, timeout=30):
            pass
        assert raised.value.code == 401
        raised.value.close()
        cookie = f"graphgov-{bare.rstrip('/').rpartition(':')[2]}={token}"
        with urlopen(Request(f"{bare}status.json", headers={"Cookie": cookie}), timeout=30) as response:
            assert response.status == 200


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--db", "nowhere.duckdb"], "there is no database nowhere.duckdb"),
        (["--standard", "two_coverage"], "did you mean two_coverages?"),
        (["--port", "x"], "--port"),
        (["--host", "203.0.113.7"], "--host"),
    ],
)
def test_what_cannot_be_started(options: list[str], said: str, kunming: Path) -> None:
    """One sentence with the cure, the exit code of its kind, and no address."""
    called = [*COMMAND, "serve", "--db", str(kunming), "--port", "0", "--lang", "en", *options]
    done = subprocess.run(called, capture_output=True, encoding="utf-8")
    assert done.returncode in (1, 2) and done.stdout == ""
    assert said in done.stderr and "Traceback" not in done.stderr


def test_the_usual_port() -> None:
    """The port that docs and help name is the one that is used."""
    assert all(str(PORT) in words.word("help", "option", "port", lang=lang) for lang in words.LANGUAGES)
