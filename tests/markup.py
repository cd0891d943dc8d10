"""HTML read back strictly: every tag closed in its turn, elements with their attributes and texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "input", "rect", "img"}


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str | None]
    children: list[Element] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def every(self, tag: str = "") -> Iterator[Element]:
        """The elements below it (of a tag), in the order of the page."""
        for child in self.children:
            if tag in ("", child.tag):
                yield child
            yield from child.every(tag)

    @property
    def text(self) -> str:
        """Its text on one line."""
        return " ".join("".join(self.parts).split())

    @property
    def classes(self) -> list[str]:
        """Its classes."""
        return (self.attributes.get("class") or "").split()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"an attribute twice: {attrs}"
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> where <{self.open[-1].tag}> is open"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.parts.append(data)


def parsed(html: str) -> Element:
    """A page, or a part of one, as a tree; AssertionError when a tag is left open or closed out of turn."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> is never closed"
    return reader.open[0]


def tables(page: Element) -> dict[str, list[list[str]]]:
    """The tables of a page by their captions, as rows of the texts of their cells."""
    found: dict[str, list[list[str]]] = {}
    for table in page.every("table"):
        caption = next(table.every("caption")).text
        rows = [[cell.text for cell in row.children if cell.tag in ("td", "th")] for row in table.every("tr")]
        assert caption not in found, f"two tables are called {caption!r}"
        found[caption] = rows
    return found
