"""The language of texts: one for the process, another for a block."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from graphgov import words


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """English for the process."""
    monkeypatch.setattr(words, "_chosen", ["en"])


def test_a_block_speaks_its_own_language() -> None:
    """Within the block the other language holds; after it, also after an error, the first one again."""
    with pytest.raises(KeyError), words.speaking("zh"):
        assert words.word("kind", "Unit") == "单位"
        raise KeyError
    assert words.language() == "en"


def test_threads_do_not_hear_each_other() -> None:
    """Two requests at the same time, one in Chinese and one in English, each get their own words."""
    both = Barrier(2)

    def told(lang: str) -> str:
        with words.speaking(lang):
            both.wait(timeout=10)
            return words.word("kind", "Unit")

    with ThreadPoolExecutor(2) as pool:
        chinese, english = pool.map(told, ("zh", "en"))
    assert (chinese, english) == (words.word("kind", "Unit", lang="zh"), words.word("kind", "Unit", lang="en"))
    assert chinese != english


def test_an_unknown_language_is_refused() -> None:
    """A slip in our own code is an error, not English."""
    with pytest.raises(ValueError, match="must be one of zh, en"), words.speaking("de"):
        raise AssertionError("never reached")
