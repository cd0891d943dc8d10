"""Who may ask: the address the browser thinks it talks to, the token, and what other sites may not do.

A page on this machine can be asked by any site that the same browser has open.  So every request has to name this
server (a name that somebody else's DNS points here is refused), to read only, and to come from these pages themselves
or from the address bar.  Source: OWASP, Cross-Site Request Forgery Prevention; W3C, Fetch Metadata Request Headers.
"""

from __future__ import annotations

import hmac
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from graphgov import words
from graphgov.errors import GraphgovError

LONGEST = 8_000
"""Signs of an address; no filter of a page needs as many."""

METHODS = ("GET", "HEAD")

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
"""What every answer carries.  Nothing is kept by the browser: the next state may differ, and the machine be shared."""

TELLING = ("Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Origin")
"""The headers in which a browser says which page asks; one that is not sent is empty."""

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_EVERYWHERE = ("0.0.0.0", "::")


class Refused(GraphgovError):
    """A request that is not answered; `status` is that of HTTP, the text stands in the table ``refusal``."""

    def __init__(self, status: int, key: str, **fields: object) -> None:
        super().__init__(key, **fields)
        self.status = status

    def text(self, lang: str | None = None) -> str:
        """What is wrong, and what to do instead."""
        return words.say("refusal", self.key, lang, **self.fields)


@dataclass(frozen=True)
class Request:
    """What of a request decides whether it is answered.

    `target` is path and query as they were sent; `headers` are those of `TELLING`; `given` and `cookie` the token as it
    stands in the address and in the cookie.
    """

    method: str
    target: str
    host: str
    headers: Mapping[str, str]
    given: str | None
    cookie: str | None


@dataclass(frozen=True)
class Guard:
    """Where the server listens, and the token that whoever asks has to know (None: none needed)."""

    host: str
    port: int
    token: str | None = None

    @property
    def origin(self) -> str:
        """The address of the server as people type it."""
        name = _LOOPBACK[1] if self.host in _EVERYWHERE else self.host
        return f"http://{_bracketed(name)}:{self.port}"

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers do not tell ports apart."""
        return f"graphgov-{self.port}"

    def check(self, request: Request) -> None:
        """Raises Refused unless the request may be answered; a right token may stand in the address or the cookie."""
        if not self.is_here(request.host):
            raise Refused(403, "foreign_host", host=request.host, address=self.origin)
        if request.method not in METHODS:
            raise Refused(405, "read_only", method=request.method)
        if len(request.target) > LONGEST:
            raise Refused(414, "too_long", length=len(request.target), most=LONGEST)
        if self._is_strange(request.headers):
            raise Refused(403, "other_site", address=self.origin)
        if self.token is not None and not any(map(self.knows, (request.given, request.cookie))):
            raise Refused(401, "no_token", address=self.origin)

    def knows(self, given: str | None) -> bool:
        """Whether somebody has the token; takes as long for a near miss as for a far one."""
        return self.token is not None and given is not None and hmac.compare_digest(given.encode(), self.token.encode())

    def is_here(self, host: str) -> bool:
        """Whether a Host header names this server, and not a name that was made to point at it."""
        name, port = _split(host)
        if port != self.port:
            return False
        if is_loopback(self.host):
            return name in _LOOPBACK
        if self.host in _EVERYWHERE:
            # A number cannot be made to point elsewhere; of names there is only the machine's own.
            return _is_number(name) or name in ("localhost", socket.gethostname().lower())
        return name in (self.host.lower(), *_LOOPBACK[:1])

    def _is_strange(self, headers: Mapping[str, str]) -> bool:
        """Whether another site asks, and not by a link that a person follows."""
        site = headers["Sec-Fetch-Site"] or "none"
        follows = headers["Sec-Fetch-Mode"] == "navigate" and headers["Sec-Fetch-Dest"] == "document"
        if site not in ("same-origin", "none") and not follows:
            return True
        scheme, _, host = headers["Origin"].partition("://")
        return bool(scheme) and not (scheme == "http" and self.is_here(host))


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address to listen at."""
    return host == "localhost" or (_is_number(host) and ipaddress.ip_address(host).is_loopback)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _split(host: str) -> tuple[str, int]:
    """Name and port of a Host header; the name is empty for one that is none."""
    name, colon, port = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    if not colon:
        name, port = host, "80"
    if name.startswith("[") and name.endswith("]"):
        name = name[1:-1]
    return (name.lower(), int(port)) if port.isascii() and port.isdigit() and len(port) < 6 else ("", 0)


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name
