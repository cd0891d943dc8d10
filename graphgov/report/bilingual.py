"""The same markup in two languages, told as one and what differs: the one file holds every page once.

Templates show the same in every language but for words, so that two renderings have the same elements in the same
order.  What differs are texts and a few attributes; each is a slot, and slots are numbered as a document is read.
"""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import numpy as np

from graphgov.report.packed import packed

SPOKEN_ATTRIBUTES = ("aria-label", "hreflang", "lang", "title")
"""Attributes that a language may change, in the order in which their slots are numbered."""

_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})


class _Slots(HTMLParser):
    """Reads markup into its shape and its slots; what stands in a <noscript> is none of a script's business."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shape: list[tuple[str, ...]] = []
        self.slots: list[str] = []
        self._text: list[str] = []
        self._silent = 0
        self.feed(markup)
        self.close()
        self._end_text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._end_text()
        if tag == "noscript":
            self._silent += 1
        elif not self._silent:
            self.shape.append((tag, *sorted(name for name, _ in attrs)))
            given = dict(attrs)
            self.slots += [given[name] or "" for name in SPOKEN_ATTRIBUTES if name in given]

    def handle_endtag(self, tag: str) -> None:
        self._end_text()
        if tag == "noscript":
            self._silent -= 1
        elif not self._silent and tag not in _VOID:
            self.shape.append(("/" + tag,))

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _end_text(self) -> None:
        """A text ends where an element begins or ends; blank ones are no slots, because a browser may drop them."""
        text, self._text = "".join(self._text), []
        if text.strip() and not self._silent:
            self.shape.append(("#text",))
            self.slots.append(text)


def translation(markup: str, other: str) -> dict[str, Any]:
    """What has to be put into the slots of `markup` so that it says what `other` does.

    `slots`: for each slot a code into `texts`, nothing where both say the same.  The two must have the same shape:
    AssertionError otherwise, because then a template shows more in one language than in the other.
    """
    own, wanted = _Slots(markup), _Slots(other)
    for place, (one, two) in enumerate(zip(own.shape, wanted.shape, strict=False)):
        assert one == two, (place, one, two, own.shape[place - 3 : place + 1])
    assert len(own.shape) == len(wanted.shape)
    texts: dict[str, int] = {}
    codes = [
        -1 if mine == yours else texts.setdefault(yours, len(texts))
        for mine, yours in zip(own.slots, wanted.slots, strict=True)
    ]
    return {"slots": packed(np.array(codes, np.int32)), "texts": list(texts)}
