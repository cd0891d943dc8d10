"""The pages in tests: as an application that is asked directly, and as a server of its own on a free port."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graphgov.policy import read_policy
from graphgov.store import open_store
from graphgov.web.app import DEFAULT, Settings, create_app
from graphgov.web.running import Place, Running, start
from graphgov.web.security import Guard
from graphgov.web.state import State

HERE = "127.0.0.1:8421"


@dataclass(frozen=True)
class Pages:
    """The application over a database, asked as a browser at this machine asks it."""

    client: FlaskClient

    def ask(self, target: str, method: str = "GET", host: str = HERE, **headers: str) -> TestResponse:
        """What it answers to an address; headers are written with _ for -."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(target, base_url=f"http://{host}", method=method, headers=named)

    def text(self, target: str, status: int = 200, **headers: str) -> str:
        """The text of an answer of a status."""
        response = self.ask(target, **headers)
        assert response.status_code == status, (target, response.status_code, response.text[:2000])
        return response.text

    def json(self, target: str, status: int = 200, **headers: str) -> Any:
        """The value of an answer of a status."""
        text = self.text(target, status, **headers)
        return json.loads(text)


def pages(db: Path | str, guard: Guard | None = None, settings: Settings = DEFAULT) -> Pages:
    """The application over a database."""
    state = State(open_store(db), read_policy(), queries=settings.queries)
    return Pages(create_app(state, guard or Guard("127.0.0.1", 8421), settings).test_client())


@contextmanager
def served(db: Path, settings: Settings = DEFAULT) -> Iterator[Running]:
    """A real server on a free port of this machine, until the block ends."""
    running = start(open_store(db), read_policy(), Place("127.0.0.1", 0), settings)
    thread = threading.Thread(target=running.until_interrupted)
    thread.start()
    try:
        yield running
    finally:
        running.stop()
        thread.join(timeout=10)
        assert not thread.is_alive()
