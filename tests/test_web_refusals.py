"""What the pages refuse: strangers, other sites, whatever would write, and addresses that mean nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from serving import HERE, Pages, pages

from graphgov import words
from graphgov.web import security
from graphgov.web.security import Guard

OURS = re.compile(r"[a-z]+_[a-z_]+")


@pytest.fixture(scope="module")
def site(kunming: Path) -> Iterator[Pages]:
    """The sample, for this machine alone."""
    yield pages(kunming)


@pytest.fixture(scope="module")
def guarded(kunming: Path) -> Iterator[Pages]:
    """The sample, for whoever knows the token."""
    yield pages(kunming, Guard("0.0.0.0", 8421, "a secret"))


def helpful(page: str, lang: str = "en") -> None:
    """A page that says what is wrong in words, and leads back."""
    title = words.word("refusal", "title", lang=lang)
    assert f"<h1>{title}</h1>" in page and 'href="/"' in page and f'<html lang="{lang}">' in page
    said = re.findall("<p>(.*?)</p>", page)[0]
    assert len(said) > 15 and not OURS.fullmatch(said)


REFUSED = [
    ("/../../etc/passwd", 404),
    ("/..%2f..%2f..%2fetc%2fpasswd", 404),
    ("/static/../../pyproject.toml", 404),
    ("/static/%2e%2e/%2e%2e/policy.toml", 404),
    ("/nowhere", 404),
    ("/overview/530102005004", 404),
    ("/static/..", 404),
    ("/static/style.css/..", 404),
    ("/subject/nobody-is-called-so", 404),
    ("/blind-spots.exe", 404),
    ("/subject/story-P1?format=csv", 404),
    ("/?as-of=2020-13-01", 400),
    ("/?as-of=yesterday", 400),
    ("/?as-of=0000-00-00", 400),
    ("/?as-of=2020-07-23&as-of=2020-07-24", 400),
    ("/?standard=two_coverage", 400),
    ("/?lang=de", 400),
    ("/blind-spots?comunity=530102005004", 400),
    ("/blind-spots?community=nowhere", 400),
    ("/blind-spots?category=marked", 400),
    ("/blind-spots?limit=-1", 400),
    ("/blind-spots?kind=unit", 400),
    ("/findings?severity=grave", 400),
    ("/blind-spots?category=" + "a" * 1_000_000, 414),
    ("/%00", 404),
    ("/subject/%ff%fe", 404),
]


@pytest.mark.parametrize("lang", words.LANGUAGES)
@pytest.mark.parametrize(("target", "status"), REFUSED, ids=lambda value: str(value)[:40])
def test_addresses_that_mean_nothing(target: str, status: int, lang: str, site: Pages) -> None:
    """Each has its status and a page that helps in the language of the browser, and the same as JSON."""
    helpful(site.text(target, status, Accept_Language=lang), lang)
    told = site.json(target, status, Accept="application/json")
    assert told["status"] == status and len(told["error"]) > 15


@pytest.mark.parametrize(
    ("target", "cure"),
    [
        ("/?as-of=yesterday", "write YYYY-MM-DD"),
        ("/?standard=two_coverage", "did you mean two_coverages?"),
        ("/blind-spots?comunity=1", "did you mean community?"),
        ("/blind-spot", "did you mean blind-spots?"),
        ("/blind-spots?kind=unit", "did you mean Unit?"),
    ],
)
def test_the_cure_is_named(target: str, cure: str, site: Pages) -> None:
    """Whoever mistypes is told the right word."""
    assert cure in site.ask(target).text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("target", ["/", "/blind-spots", "/nowhere"])
def test_nothing_can_be_written(method: str, target: str, kunming: Path, site: Pages) -> None:
    """Every method but GET and HEAD is refused, says which are taken, and leaves the file as it is."""
    before = hashlib.sha256(kunming.read_bytes()).hexdigest()
    response = site.ask(target, method)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")
    assert hashlib.sha256(kunming.read_bytes()).hexdigest() == before


def test_a_head_is_the_answer_without_its_body(site: Pages) -> None:
    """The same status and headers as GET."""
    asked, told = site.ask("/status"), site.ask("/status", "HEAD")
    assert (told.status_code, told.data) == (200, b"")
    assert told.headers["Content-Type"] == asked.headers["Content-Type"]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8421",
        "127.0.0.1",
        "127.0.0.1:80",
        "127.0.0.1:8421.evil.example",
        "localhost.evil.example:8421",
        "",
        "[::1",
        "2130706433:8421",
    ],
)
def test_foreign_hosts(host: str, site: Pages) -> None:
    """A name that somebody made point at this machine is refused: no page, but the right address."""
    page = site.text("/blind-spots", 403, Host=host)
    helpful(page)
    assert "http://127.0.0.1:8421" in page and "昆明" not in page


@pytest.mark.parametrize("host", ["127.0.0.1:8421", "localhost:8421", "LOCALHOST:8421", "[::1]:8421"])
def test_own_names(host: str, site: Pages) -> None:
    """The names of this machine are taken."""
    site.text("/status", Host=host)


FORM = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
"""What a browser sends with a link, or a form, of another site that a person follows."""


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"}, 200),
        ({"Sec_Fetch_Site": "none", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}, 200),
        (FORM, 200),
        ({"Origin": f"http://{HERE}"}, 200),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "script"}, 403),
        ({"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"}, 403),
        ({**FORM, "Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": f"https://{HERE}"}, 403),
        ({"Origin": "http://localhost:3000"}, 403),
    ],
)
def test_other_sites(headers: dict[str, str], status: int, site: Pages) -> None:
    """A person may follow a link from anywhere; no other site may load, frame or read a page."""
    page = site.text("/blind-spots?limit=1", status, **headers)
    assert ("昆明" in page) == (status == 200)


def test_a_form_of_another_site(site: Pages) -> None:
    """It can send nothing: neither by POST nor with an Origin that is not ours."""
    assert site.ask("/", "POST", **FORM, Origin="https://evil.example").status_code == 405


def test_headers(site: Pages) -> None:
    """Every answer, a refusal too, carries all that keeps a browser from doing more than showing it."""
    for target in ("/", "/nowhere", "/blind-spots.csv?limit=1", "/?as-of=x"):
        found = site.ask(target).headers
        assert {name: found[name] for name in security.HEADERS} == security.HEADERS
        assert "unsafe" not in found["Content-Security-Policy"] and "*" not in found["Content-Security-Policy"]


# ---- The token --------------------------------------------------------------------------------------------------


def test_without_the_token(guarded: Pages) -> None:
    """No page without it, and none with one that only begins like it."""
    for target in (
        "/",
        "/?token=a",
        "/?token=a%20secre",
        "/?token=",
        "/?token=a%20secret%20",
        "/?token=%E4%B8%AD",
    ):
        page = guarded.text(target, 401)
        helpful(page)
        assert "昆明" not in page and "a secret" not in page


def test_the_token_opens_and_leaves_the_address(kunming: Path) -> None:
    """Whoever comes with it is sent on to the same page without it; from then on the browser has it."""
    guarded = pages(kunming, Guard("0.0.0.0", 8421, "a secret"))
    come = guarded.ask("/blind-spots?limit=1&token=a%20secret&lang=zh")
    assert (come.status_code, come.headers["Location"]) == (303, "/blind-spots?limit=1&lang=zh")
    cookie = come.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Path=/" in cookie
    assert "昆明" in guarded.text("/blind-spots?limit=1")
    assert "昆明" not in pages(kunming, Guard("0.0.0.0", 8421, "another")).text("/blind-spots.json", 401)


def test_the_redirect_stays_here(kunming: Path) -> None:
    """An address that begins with two slashes would lead a browser to another machine."""
    guarded = pages(kunming, Guard("0.0.0.0", 8421, "a secret"))
    for target in ("//evil.example/?token=a%20secret", "/%5Cevil.example?token=a%20secret"):
        response = guarded.ask(target)
        place = response.headers.get("Location", "/")
        assert place.startswith("/") and not place.startswith(("//", "/\\")), place


@given(st.text(max_size=30))
def test_hosts_that_nobody_gave(text: str) -> None:
    """Whatever stands in the header: it is one of this machine's names, or refused; never an error."""
    guard = Guard("127.0.0.1", 8421)
    allowed = {f"{name}:8421" for name in ("localhost", "127.0.0.1", "[::1]", "::1")}
    assert guard.is_here(text) == (text.lower() in allowed)


def test_addresses_of_a_network(kunming: Path) -> None:
    """Listening everywhere: numbers are taken, because nobody can make one point elsewhere; names are not."""
    guard = Guard("0.0.0.0", 8421, "a secret")
    assert guard.is_here("192.168.1.7:8421") and guard.is_here("[fe80::1]:8421") and guard.is_here("localhost:8421")
    assert not guard.is_here("evil.example:8421") and not guard.is_here("192.168.1.7:8422")
    named = Guard("10.0.0.7", 8421, "a secret")
    assert named.is_here("10.0.0.7:8421") and not named.is_here("10.0.0.8:8421")
    assert not security.is_loopback("10.0.0.7") and not security.is_loopback("0.0.0.0")
    assert all(map(security.is_loopback, ("localhost", "127.0.0.1", "127.9.9.9", "::1")))


def test_hostile_addresses_stay_text(site: Pages) -> None:
    """What an address holds is shown as a text, never as a part of the page."""
    attack = "</p><script>alert(1)</script>"
    for target in (
        f"/{quote(attack, safe='')}",
        f"/?as-of={quote(attack)}",
        f"/?{quote(attack)}=1",
        f"/subject/{quote(attack)}",
    ):
        page = site.ask(target).text
        assert "<script" not in page and "&lt;script&gt;" in page
