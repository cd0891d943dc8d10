"""A real Chromium: pages opened as a person opens them, with everything that went wrong on the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

DESKTOP = (1366, 768)
PHONE = (390, 844)

OFFLINE = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""Chromium asks for nothing of its own: without these it calls home, also from a machine without a network."""


@dataclass
class Visit:
    """A page that is open, and what it did: messages of errors, dialogs, requests to other than its own place."""

    page: Page
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def goto(self, url: str) -> None:
        """Open an address and wait until it has loaded."""
        self._own = urlsplit(url)
        self.page.goto(url, wait_until="load")

    def assert_quiet(self) -> None:
        """Nothing went wrong: no error, no dialog, no request to anywhere but the page's own server (or file)."""
        assert (self.errors, self.dialogs, self.strangers) == ([], [], [])

    def violations(self) -> list[str]:
        """What axe-core finds against accessibility: rule, and the elements."""
        found = Axe().run(self.page).response["violations"]
        return [f"{each['id']}: {[node['target'] for node in each['nodes'][:3]]}" for each in found]

    def on_console(self, message: ConsoleMessage) -> None:
        """Keep errors and warnings."""
        if message.type in ("error", "warning"):
            self.errors.append(f"{message.type}: {message.text}")

    def on_dialog(self, dialog: Dialog) -> None:
        """Keep what a dialog said, and close it."""
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def on_request(self, request: Request) -> None:
        """Keep requests to strangers; of a file, every other file too."""
        asked = urlsplit(request.url)
        if asked.scheme in ("data", "blob"):
            return
        own = (asked.scheme, asked.netloc) == (self._own.scheme, self._own.netloc)
        if not own or (asked.scheme == "file" and asked.path != self._own.path):
            self.strangers.append(request.url)


@contextmanager
def visiting(browser: Browser, size: tuple[int, int] = DESKTOP, *, javascript: bool = True) -> Iterator[Visit]:
    """A new page in a context of its own, watched."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=javascript, accept_downloads=True
    )
    visit = Visit(context.new_page())
    visit.page.on("console", visit.on_console)
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("dialog", visit.on_dialog)
    visit.page.on("request", visit.on_request)
    try:
        yield visit
    finally:
        context.close()
