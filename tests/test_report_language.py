"""Two languages in one file: what is put into its slots makes the other language's markup of it."""

from __future__ import annotations

import re

import pytest

from graphgov.report.bilingual import translation

ZH = """<section lang="zh"><h1 title="甲">总览 &amp; 其他</h1><p>共 <b>3</b> 个</p>
<noscript><p>无</p></noscript><p>昆明<br>市</p></section>"""
EN = """<section lang="en"><h1 title="one">Overview &amp; others</h1><p>3: <b>3</b> in all</p>
<noscript><div>none</div></noscript><p>昆明<br>city</p></section>"""


def test_only_what_differs_is_kept() -> None:
    """Slots in the order of the document: attributes before the texts inside; what is alike has no code."""
    told = translation(ZH, EN)
    assert told["texts"] == ["en", "one", "Overview & others", "3: ", " in all", "city"]
    assert told["slots"] == {"width": 1, "least": 0, "signs": "BCDEAFAG"}


@pytest.mark.parametrize(
    ("old", "new"),
    [("<br>", ""), ("<b>3</b>", "<i>3</i>"), (' title="one"', ""), (">city<", "><"), ("</p></", "</p><hr></")],
)
def test_another_shape_is_refused(old: str, new: str) -> None:
    """An element, an attribute or a text that only one language has would put every later text into a wrong slot."""
    changed = EN.replace(old, new)
    assert changed != EN
    with pytest.raises(AssertionError):
        translation(ZH, changed)


def test_the_same_language_needs_no_texts() -> None:
    """Markup compared with itself."""
    told = translation(ZH, ZH)
    assert told["texts"] == []
    assert re.fullmatch("A+", told["slots"]["signs"])
