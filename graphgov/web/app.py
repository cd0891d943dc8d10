"""The application: an address to a page, a page to an answer, an error to a page that helps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from graphgov import words
from graphgov.errors import BadInput, GraphgovError, nearest, shorten
from graphgov.web import security
from graphgov.web.asking import asked, form_of, language
from graphgov.web.assets import assets
from graphgov.web.forms import Reply, error, reply
from graphgov.web.links import ROOT
from graphgov.web.pages import PAGES
from graphgov.web.security import TELLING, Guard, Refused
from graphgov.web.state import State

if TYPE_CHECKING:
    from flask import Flask
    from flask.wrappers import Response
    from werkzeug.exceptions import HTTPException

TOKEN = "token"
"""The parameter that holds the token when somebody comes for the first time."""

AGE = 30 * 24 * 3600
"""Seconds that a browser keeps the token."""

PROTOCOL = {404: "no_page", 405: "read_only", 414: "too_long", 431: "too_long", 500: "our_fault"}
"""What is said to what the server itself refuses, by status; anything else is a request that is not understood."""


@dataclass(frozen=True)
class Settings:
    """How pages are shown: `lang` (None: as the browser asks), the standard of the first page, a line of marking.

    `queries`: a folder of queries beside those that come along.
    """

    lang: str | None = None
    standard: str | None = None
    marking: str = ""
    queries: Path | None = None


DEFAULT = Settings()


def create_app(state: State, guard: Guard, settings: Settings = DEFAULT) -> Flask:
    """The application over a store; only what `guard` lets through is answered."""
    import flask
    from werkzeug.exceptions import HTTPException
    from werkzeug.routing import PathConverter

    class AnyId(PathConverter):
        regex, part_isolating = r"[\s\S]+?", False  # a path of Werkzeug's own ends where a line does

    app = flask.Flask("graphgov.web", static_folder=None)
    # An id may hold what it likes: nothing is merged, completed or redirected.
    app.url_map.merge_slashes = False
    app.url_map.converters["any_id"] = AnyId
    site = _Site(state, guard, settings)
    app.before_request(site.admit)
    app.after_request(_secured)
    for rule in ("/", "/<name>", "/<name>/<any_id:id>"):
        app.add_url_rule(rule, "page", site.answer, provide_automatic_options=False)
    app.add_url_rule("/static/<name>", "asset", site.asset, provide_automatic_options=False)
    app.register_error_handler(GraphgovError, site.refuse)
    app.register_error_handler(HTTPException, site.refuse_protocol)
    return app


def protocol_refusal(status: int) -> Reply:
    """What is said to a request that never comes as far as the application."""
    refused = Refused(status, PROTOCOL.get(status, "not_understood"), length="", most=security.LONGEST, method="")
    told = error(refused, status, words.language(), "html")
    return replace(told, headers={**security.HEADERS, **told.headers, "Content-Length": str(len(told.body))})


def _secured(response: Response) -> Response:
    for name, value in security.HEADERS.items():
        response.headers.setdefault(name, value)
    return response


@dataclass(frozen=True)
class _Site:
    """What answers requests."""

    state: State
    guard: Guard
    settings: Settings

    def admit(self) -> Response | None:
        """Refuse what may not be answered; send on whoever comes with the token, without it in the address."""
        from flask import request

        given, cookie = request.args.get(TOKEN), request.cookies.get(self.guard.cookie)
        target = request.environ.get("RAW_URI") or request.full_path
        host, headers = request.environ.get("HTTP_HOST", ""), {name: request.headers.get(name, "") for name in TELLING}
        self.guard.check(security.Request(request.method, target, host, headers, given, cookie))
        return self._known(given) if TOKEN in request.args else None

    def _known(self, token: str | None) -> Response:
        """Off to the same page without the token, which the browser keeps."""
        from flask import redirect, request

        rest = [(name, value) for name, value in request.args.items(multi=True) if name != TOKEN]
        response = redirect(request.path + (f"?{urlencode(rest)}" if rest else ""), 303)
        if token is not None and self.guard.knows(token):
            response.set_cookie(self.guard.cookie, token, max_age=AGE, httponly=True, samesite="Strict", path="/")
        return response  # type: ignore[return-value]

    def answer(self, name: str = ROOT, id: str | None = None) -> Response:
        """A page."""
        from flask import request

        given = self._given()
        page, form = form_of(name, given)
        view = PAGES.get(page)
        if view is None or form not in view.forms or (id is not None and not view.of_one):
            raise Refused(404, "no_page", page=shorten(request.path), near=nearest(page, list(PAGES)))
        wanted = asked(name, id, given, self._language(given), view.filters)
        wanted = replace(wanted, standard=wanted.standard or self.settings.standard)
        with words.speaking(wanted.lang):
            return self._sent(reply(view, wanted, self.state.current(), self.settings.marking))

    def asset(self, name: str) -> Response:
        """A file that pages load; its address changes with it, so that the browser may keep it."""
        held = assets().get(name)
        if held is None:
            raise Refused(404, "no_page", page=shorten(name), near="")
        return self._sent(Reply(held.body, {"Content-Type": held.media, "Cache-Control": "private, max-age=86400"}))

    def refuse(self, fault: GraphgovError) -> Response:
        """What is wrong and what to do, as a page or as JSON."""
        status = fault.status if isinstance(fault, Refused) else 400 if isinstance(fault, BadInput) else 503
        return self._sent(error(fault, status, self._language(self._given()), self._form()))

    def refuse_protocol(self, fault: HTTPException) -> Response:
        """What the framework refuses, in words of ours."""
        from flask import request

        status = fault.code or 500
        fields = {"page": shorten(request.path), "near": "", "length": "", "most": security.LONGEST}
        return self.refuse(Refused(status, PROTOCOL.get(status, "not_understood"), method=request.method, **fields))

    def _given(self) -> dict[str, list[str]]:
        from flask import request

        return request.args.to_dict(flat=False)

    def _language(self, given: Mapping[str, Sequence[str]]) -> str:
        from flask import request

        return language(given, [name for name, _ in request.accept_languages], self.settings.lang)

    def _form(self) -> str:
        """The form in which an error is told."""
        from flask import request

        _, form = form_of(request.path.rpartition("/")[2], self._given())
        prefers = request.accept_mimetypes.best_match(("text/html", "application/json"), "text/html")
        return "json" if "json" in (form, prefers.rpartition("/")[2]) else "html"

    def _sent(self, sent: Reply) -> Response:
        from flask import Response

        return Response(sent.body, sent.status, dict(sent.headers))
