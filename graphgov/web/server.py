"""The server that carries the pages: Werkzeug's, one thread a request, bound to one address.

It comes with Flask, so that an office without a network has one package less to carry; what it lacks for the open
internet (many connections, slow ones) nobody meets who listens on one machine or in one office.
"""

from __future__ import annotations

import errno
import os
import socket
from typing import TYPE_CHECKING, Any

from graphgov.errors import BadOption
from graphgov.web.app import protocol_refusal

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler

PATIENCE = 30
"""Seconds that a connection may stay silent."""

MOST_DRAINED = 8 << 20
"""So much of a request that is refused is still read, else its sender never sees the answer."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, before anything is read for a long time; `port` 0: any that is free.

    Raises BadOption when the address cannot be had, with what to do.
    """
    from werkzeug.serving import select_address_family

    try:
        family = select_address_family(host, port)
        *_, address = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)[0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            # On Windows that option would let two servers share a port; elsewhere it frees one that was just left.
            if os.name != "nt":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
        except OSError:
            listener.close()
            raise
    except OSError as error:
        key = "port_taken" if error.errno in (errno.EADDRINUSE, errno.EACCES) else "bad_host"
        raise BadOption(key, host=host, port=port, reason=error.strerror or error) from error
    return listener


def server(app: Flask, listener: socket.socket) -> BaseWSGIServer:
    """A server that answers on a socket once its `serve_forever` is called; that closes it in the end."""
    from werkzeug.serving import ThreadedWSGIServer

    host, port = listener.getsockname()[:2]
    try:
        # Werkzeug would end the process when a port is taken: it is given a socket that is bound already.
        return ThreadedWSGIServer(host, port, app, _handler(), fd=listener.fileno())
    finally:
        listener.close()


def _handler() -> type[WSGIRequestHandler]:
    """How a connection is read: quietly, with patience, and with our own pages for what the protocol refuses."""
    from werkzeug.serving import WSGIRequestHandler

    class Handler(WSGIRequestHandler):
        timeout = PATIENCE
        server_version, sys_version = "graphgov", ""

        def version_string(self) -> str:
            return self.server_version

        def log(self, type: str, message: str, *args: Any) -> None:
            """Nothing: addresses hold names that people searched for."""

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            """What the server refuses before any page is asked: an address or a header that is too long or broken."""
            self._drain()
            self.request_version = self.protocol_version  # of a broken line it is 0.9, which has no status to send
            refused = protocol_refusal(int(code))
            self.send_response(code)
            for name, value in {**refused.headers, "Connection": "close"}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(refused.body)
            self.close_connection = True

        def _drain(self) -> None:
            self.connection.settimeout(0.2)
            left = MOST_DRAINED
            try:
                while left > 0 and (data := self.rfile.read1(1 << 16)):
                    left -= len(data)
            except OSError:
                pass

    return Handler
