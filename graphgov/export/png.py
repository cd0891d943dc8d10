"""A picture as PNG, drawn from the same SVG."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from graphgov.errors import needing
from graphgov.export.model import Export, Format, Written
from graphgov.export.pictures import picture_of
from graphgov.export.svg import FONTS, NAMESPACE, drawn, page
from graphgov.files.whole import whole_file

SCALE = 2.0
"""Pixels of the file for a pixel of the drawing: sharp on paper and on fine screens."""


def png(svg: str, scale: float = SCALE) -> bytes:
    """An SVG of ours as PNG on white, `scale` times as large; MissingExtra without resvg.

    Text is drawn in fonts of the system.
    """
    with needing("png", ".png"):
        import resvg_py
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale, background="#ffffff"))


@cache
def draws_chinese(system_fonts: bool = True) -> bool:
    """Whether Chinese signs can be drawn: two of them look different; without a font for them all look alike."""
    with needing("png", ".png"):
        import resvg_py

    def drawn_as(sign: str) -> bytes:
        text = f'<text y="30" font-size="30" font-family="{FONTS}">{sign}</text>'
        one = f'<svg xmlns="{NAMESPACE}" width="40" height="40">{text}</svg>'
        return bytes(resvg_py.svg_to_bytes(svg_string=one, skip_system_fonts=not system_fonts))

    return drawn_as("中") != drawn_as("文")


def _write(export: Export, path: Path) -> Written:
    picture = picture_of(export)
    svg = page(picture, marking=export.marking)
    if not draws_chinese() and any("\u4e00" <= sign <= "\u9fff" for sign in svg):
        export.warn("no_chinese_font")
    with whole_file(path) as draft:
        draft.write_bytes(png(svg))
    return drawn(picture)


FORMAT = Format("png", ("network",), _write)
