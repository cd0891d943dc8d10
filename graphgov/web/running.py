"""From what `graphgov serve` is told to a server that listens."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from graphgov.errors import needing
from graphgov.policy import Policy
from graphgov.store import Store
from graphgov.web.app import DEFAULT, TOKEN, Settings, create_app
from graphgov.web.security import Guard, is_loopback
from graphgov.web.state import State

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer


@dataclass(frozen=True)
class Place:
    """Where to listen; `port` 0: any that is free; `token` None: one is made where others than this machine can ask."""

    host: str
    port: int
    token: str | None = None


@dataclass(frozen=True, eq=False)
class Running:
    """A server that listens: `address` is what to open, with the token in it where one is needed."""

    server: BaseWSGIServer
    address: str

    def until_interrupted(self) -> None:
        """Answer until Ctrl-C (or `stop`), then give the port back."""
        self.server.serve_forever()

    def stop(self) -> None:
        """End `until_interrupted`, from another thread."""
        self.server.shutdown()


def start(store: Store, policy: Policy, place: Place, settings: Settings = DEFAULT) -> Running:
    """Listen, read the store, and be ready to answer.

    Raises BadOption when the address cannot be had, UnknownName for a standard that the policy does not know,
    StoreError when the store cannot be read, and MissingExtra without Flask.
    """
    with needing("serve", "graphgov serve"):
        import flask  # noqa: F401
    from graphgov.web.server import listen, server

    if settings.standard is not None:
        settings = replace(settings, standard=policy.standard(settings.standard).name)
    listener = listen(place.host, place.port)
    try:
        token = place.token or (None if is_loopback(place.host) else secrets.token_urlsafe(24))
        guard = Guard(place.host, listener.getsockname()[1], token)
        app = create_app(State(store, policy, queries=settings.queries), guard, settings)
    except BaseException:
        listener.close()
        raise
    return Running(server(app, listener), guard.origin + "/" + (f"?{TOKEN}={quote(token)}" if token else ""))
