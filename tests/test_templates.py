"""Templates: escaped, in one language, with nothing forgotten; figures and names as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, UndefinedError

from graphgov import words
from graphgov.files.templates import LONGEST, Templates, number, short, signed
from graphgov.files.writers import width


def templates(**sources: str) -> Templates:
    """Templates from texts instead of from files."""
    found = Templates("graphgov.report", {"twice": lambda text: text * 2, "LIMIT": 5})
    found.environment.loader = DictLoader(sources)
    return found


def test_values_are_escaped_and_parts_are_not_escaped_twice() -> None:
    """What is rendered can be put into another template as it is; values cannot break out."""
    made = templates(inner="<b>{{ name }}</b>", outer="<p>{{ part }}</p>")
    part = made.render("inner", "en", name="<i>&\"'")
    assert part == "<b>&lt;i&gt;&amp;&#34;&#39;</b>"
    assert made.render("outer", "en", part=part) == f"<p>{part}</p>"


def test_what_nobody_gave_is_an_error() -> None:
    """A misspelt name never becomes a blank."""
    with pytest.raises(UndefinedError, match="nmae"):
        templates(page="{{ nmae }}").render("page", "en", name="x")


def test_the_language_of_one_page_alone() -> None:
    """Words and messages are those of the page's language, whatever the process speaks, and only while it is made."""
    made = templates(page='{{ lang }}: {{ word("kind", "Unit") }}, {{ say("message", "as_of", day="2020") }}')
    with words.speaking("zh"):
        assert made.render("page", "en") == "en: Unit, as of 2020"
        assert words.language() == "zh"
    assert made.render("page", "zh") == "zh: 单位, 截止 2020"


def test_what_a_package_lends() -> None:
    """Functions and constants of the package are at hand."""
    assert templates(page='{{ twice("ab") }} {{ LIMIT }}').render("page", "en") == "abab 5"


def test_numbers() -> None:
    """Thousands are told apart; a change has its sign, nothing has none."""
    assert [number(value) for value in (0, 999, 1234567)] == ["0", "999", "1,234,567"]
    assert [signed(value) for value in (12, -1234, 0, 0.0, -1.4)] == ["+12", "−1,234", "0", "0", "−1.4"]


@given(st.text(max_size=300))
def test_short_names(text: str) -> None:
    """On one line, no wider than the limit, without signs that steer; a short plain name is itself."""
    shown = short(text)
    assert width(shown) <= LONGEST and not set(shown) & set("\n\r\t\u202e\u2066\x00\x1b")
    if text.isascii() and text.isprintable() and len(text) <= LONGEST:
        assert shown == text
