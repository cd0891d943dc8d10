"""The browser of the tests sees what goes wrong: a watcher that sees nothing would let every page pass."""

from __future__ import annotations

from pathlib import Path

from browser import visiting
from playwright.sync_api import Browser

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>t</title></head><body><main><h1>t</h1>
<p>quiet</p></main></body></html>"""

LOUD = PAGE.replace("quiet", '<img src="other.png"><script>alert("x"); nothing()</script>')


def test_a_quiet_page_is_quiet(browser: Browser, tmp_path: Path) -> None:
    """No errors, no dialogs, no requests, no violations of accessibility."""
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    with visiting(browser) as visit:
        visit.goto((tmp_path / "page.html").as_uri())
        visit.assert_quiet()
        assert visit.violations() == []


def test_what_goes_wrong_is_seen(browser: Browser, tmp_path: Path) -> None:
    """A dialog, a missing function, a foreign file, a picture without a text."""
    (tmp_path / "page.html").write_text(LOUD, encoding="utf-8")
    with visiting(browser) as visit:
        visit.goto((tmp_path / "page.html").as_uri())
        assert visit.dialogs == ["x"]
        assert any("nothing is not defined" in error for error in visit.errors)
        assert [url.rpartition("/")[2] for url in visit.strangers] == ["other.png"]
        assert any(found.startswith("image-alt") for found in visit.violations())
