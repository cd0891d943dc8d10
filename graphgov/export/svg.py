"""A picture as SVG: a page of its own with title and legend, or a fragment for inside of a page.

Nothing in it is code or leads outside: no script, no style sheet, no font, no address but those that a page gives.
A reader of screens gets the title and the basis; every mark and line carries its own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import cos, hypot, log2, pi, sin
from pathlib import Path

from graphgov.export.labels import Label, labels
from graphgov.export.model import Export, Format, Written
from graphgov.export.pictures import picture_of
from graphgov.export.xml import escaped
from graphgov.files.whole import whole_file
from graphgov.files.writers import shortened
from graphgov.view import colours
from graphgov.view.picture import AREA, Entry, Mark, Picture, Tie

NAMESPACE = "http://www.w3.org/2000/svg"

FONTS = (
    "'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', "
    "'WenQuanYi Micro Hei', SimHei, 'Noto Serif CJK SC', 'Segoe UI', Helvetica, Arial, sans-serif"
)
"""Fonts with Chinese signs of Windows, macOS and Linux, in this order."""

_EDGE = 16.0
_INK, _SOFT, _PAPER = "#16222d", "#4a5763", "#ffffff"
_LEGEND = 250.0
_HEAD = 62.0
_ROW = 22.0


@dataclass(frozen=True)
class Size:
    """A drawing's width and height in pixels."""

    width: float = 1100.0
    height: float = 760.0


def page(picture: Picture, size: Size = Size(), marking: str = "") -> str:
    """The picture as a file: title, basis, drawing, legend, and a line of marking when there is one."""
    legend = _LEGEND if picture.legend else 0.0
    inner = Size(size.width - legend - 2 * _EDGE, size.height - _HEAD - 2 * _EDGE)
    parts = [
        _open(picture, size, None),
        f'<rect width="{_n(size.width)}" height="{_n(size.height)}" fill="{_PAPER}"/>',
        _text(Label(shortened(picture.title, 60), _EDGE, 34, 21, bold=True), "start"),
        _text(Label(shortened(picture.basis, 120), _EDGE, 56, 12.5), "start", _SOFT),
    ]
    if marking:
        parts.append(_text(Label(shortened(marking, 60), size.width - _EDGE, 34, 14, bold=True), "end", "#8c2d04"))
    parts += [f'<g transform="translate({_n(_EDGE)} {_n(_HEAD + _EDGE)})">', *_drawing(picture, inner, None), "</g>"]
    parts += _legend(picture, size.width - legend, _HEAD + _EDGE)
    return "\n".join([*parts, "</svg>\n"])


def fragment(picture: Picture, size: Size = Size(), link: Callable[[str], str] | None = None) -> str:
    """The drawing alone, for inside of a page; every mark has its id as ``data-id``.

    `link` gives the address of what a mark opens (of `Mark.link`); with it the marks are links that a keyboard reaches.
    """
    return "\n".join([_open(picture, size, link), *_drawing(picture, size, link), "</svg>"])


def _open(picture: Picture, size: Size, link: Callable[[str], str] | None) -> str:
    # Inside of an image nothing can be reached; a drawing with links is a group.
    role = "img" if link is None else "group"
    label = escaped(f"{picture.title} · {picture.basis}")
    return (
        f'<svg xmlns="{NAMESPACE}" width="{_n(size.width)}" height="{_n(size.height)}" '
        f'viewBox="0 0 {_n(size.width)} {_n(size.height)}" role="{role}" lang="{picture.lang}" '
        f'font-family="{escaped(FONTS)}" aria-label="{label}">\n'
        f"<title>{escaped(picture.title)}</title><desc>{escaped(picture.basis)}</desc>\n{_hatches(picture.lang)}"
    )


def _hatches(lang: str) -> str:
    """The pattern of what has no rate; named by language, for a page may hold the same picture in two of them."""
    return (
        f'<defs><pattern id="hatch-{lang}" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="5" height="5" fill="{colours.NOTHING.fill}"/>'
        f'<line x1="0" y1="0" x2="0" y2="5" stroke="{colours.NOTHING.line}" stroke-width="1.2"/></pattern></defs>'
    )


def _drawing(picture: Picture, size: Size, link: Callable[[str], str] | None) -> Iterator[str]:
    marks = _scaled(picture, size)
    place = {mark.id: mark for mark in marks}
    hatch = f"url(#hatch-{picture.lang}) {colours.NOTHING.fill}"  # the plain colour where a page hides the pattern
    yield from (_mark(mark, hatch, link) for mark in marks if mark.role == AREA)
    yield from (_tie(tie, place[tie.source], place[tie.target]) for tie in picture.ties)
    yield from (_mark(mark, hatch, link) for mark in marks if mark.role != AREA)
    yield '<g aria-hidden="true" pointer-events="none">'
    yield from (_label(label) for label in labels(marks))
    yield "</g>"


def _scaled(picture: Picture, size: Size) -> tuple[Mark, ...]:
    """The marks in pixels, as large as they fit, in the middle."""
    left, top, width, height = picture.box
    room = 14.0  # for labels that stand out
    scale = min((size.width - 2 * room) / (width or 1.0), (size.height - 2 * room) / (height or 1.0))
    dx, dy = (size.width - width * scale) / 2 - left * scale, (size.height - height * scale) / 2 - top * scale
    return tuple(
        replace(mark, x=mark.x * scale + dx, y=mark.y * scale + dy, r=mark.r * scale) for mark in picture.marks
    )


def _mark(mark: Mark, hatch: str, link: Callable[[str], str] | None) -> str:
    colour = colours.COLOURS[mark.colour]
    stroke = max(0.4, min(1.6, mark.r / 6)) * (2 if mark.state == "blind" and mark.role != AREA else 1)
    fill = hatch if colour.hatched and mark.r > 6 else colour.fill
    drawn = (
        f'<g data-id="{escaped(mark.id)}" class="{mark.role} {mark.colour}"><title>{escaped(mark.caption)}</title>'
        f'{shape(mark.shape, mark.x, mark.y, mark.r)} fill="{fill}" stroke="{colour.line}" '
        f'stroke-width="{_n(stroke)}"/>'
    )
    if colour.sign and mark.r > 3:
        drawn += (
            f'<text x="{_n(mark.x)}" y="{_n(mark.y + 0.5 * mark.r)}" font-size="{_n(1.4 * mark.r)}" font-weight="bold" '
            f'text-anchor="middle" fill="{colour.ink}" aria-hidden="true">{colour.sign}</text>'
        )
    if mark.shape == colours.TOGETHER and mark.r > 4:
        drawn += (
            f'<text x="{_n(mark.x)}" y="{_n(mark.y + 0.35 * mark.r)}" font-size="{_n(0.9 * mark.r)}" '
            f'text-anchor="middle" fill="{colour.ink}" aria-hidden="true">{mark.count}</text>'
        )
    drawn += "</g>"
    if link is not None and mark.link:
        drawn = f'<a href="{escaped(link(mark.link))}" aria-label="{escaped(mark.caption)}">{drawn}</a>'
    return drawn


def shape(name: str, x: float, y: float, r: float) -> str:
    """The beginning of an element of a shape of `colours` around a point; fill and outline are still to come."""
    match name:
        case "square":
            return _rectangle(x, y, 0.85 * r, 0.85 * r)
        case "stack":
            return f'{_rectangle(x, y, r, 0.8 * r)} rx="{_n(0.7 * r)}"'
        case "diamond":
            return _polygon(x, y, 1.1 * r, 4, 0)
        case "hexagon":
            return _polygon(x, y, 1.1 * r, 6, pi / 6)
        case "octagon":
            return _polygon(x, y, 1.05 * r, 8, pi / 8)
        case _:
            return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}"'


def _rectangle(x: float, y: float, half: float, high: float) -> str:
    return f'<rect x="{_n(x - half)}" y="{_n(y - high)}" width="{_n(2 * half)}" height="{_n(2 * high)}"'


def _polygon(x: float, y: float, r: float, corners: int, turn: float) -> str:
    angles = [turn + 2 * pi * corner / corners for corner in range(corners)]
    return f'<polygon points="{" ".join(f"{_n(x + r * cos(a))},{_n(y + r * sin(a))}" for a in angles)}"'


def _tie(tie: Tie, source: Mark, target: Mark) -> str:
    """A line, bent a little so that lines between the same circles can be told apart; none has an arrow."""
    line = colours.LINES.get(tie.kind, colours.OTHER_LINE)
    dx, dy = target.x - source.x, target.y - source.y
    apart = hypot(dx, dy) or 1.0
    bend = 0.08 * apart
    mx, my = (source.x + target.x) / 2 - dy / apart * bend, (source.y + target.y) / 2 + dx / apart * bend
    return (
        f'<path d="M{_n(source.x)} {_n(source.y)}Q{_n(mx)} {_n(my)} {_n(target.x)} {_n(target.y)}" fill="none" '
        f'stroke="{line.colour}" stroke-opacity="0.6" stroke-width="{_n(1 + 0.6 * log2(tie.count))}"{_dashes(line)}>'
        f"<title>{escaped(tie.caption)}</title></path>"
    )


def _label(label: Label) -> str:
    return _text(label, "middle", colours.COLOURS[label.on].ink if label.on else _INK, halo=not label.on)


def _text(label: Label, anchor: str, ink: str = _INK, halo: bool = False) -> str:
    weight = ' font-weight="bold"' if label.bold else ""
    around = f' stroke="{_PAPER}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    return (
        f'<text x="{_n(label.x)}" y="{_n(label.y)}" font-size="{_n(label.size)}" text-anchor="{anchor}" '
        f'fill="{ink}"{weight}{around}>{escaped(label.text)}</text>'
    )


def _legend(picture: Picture, left: float, top: float) -> Iterator[str]:
    y = top
    for entry in picture.legend:
        yield from _entry(entry, left, y)
        y += _ROW
    for note in picture.notes:
        y += _ROW
        yield _text(Label(shortened(note, 38), left, y, 11.5), "start", _SOFT)


def icon(entry: Entry) -> str:
    """The sign of a line of the legend, as a small drawing for inside of a page; of a heading there is none."""
    drawn = "" if entry.sort == "heading" else "".join(_sign(entry, 1, 9))
    return f'<svg xmlns="{NAMESPACE}" width="24" height="18" aria-hidden="true" focusable="false">{drawn}</svg>'


def _entry(entry: Entry, left: float, y: float) -> Iterator[str]:
    if entry.sort == "heading":
        yield _text(Label(shortened(entry.label, 34), left, y + 4, 12.5, bold=True), "start")
        return
    yield from _sign(entry, left, y)
    number = f'<tspan dx="8" fill="{_SOFT}">{escaped(entry.number)}</tspan>' if entry.number else ""
    text = _text(Label(shortened(entry.label, 30), left + 30, y + 4, 12.5), "start")
    yield text.replace("</text>", f"{number}</text>")


def _sign(entry: Entry, left: float, y: float) -> Iterator[str]:
    middle = left + 10
    if entry.sort == "line":
        line = colours.LINES.get(entry.key, colours.OTHER_LINE)
        yield (
            f'<line x1="{_n(left)}" y1="{_n(y)}" x2="{_n(left + 22)}" y2="{_n(y)}" stroke="{line.colour}" '
            f'stroke-width="2"{_dashes(line)}/>'
        )
    elif entry.sort == "colour":
        colour = colours.COLOURS[entry.key]
        # No hatching here: a pattern's name can stand in a page only once.
        yield f'{shape("circle", middle, y, 7)} fill="{colour.fill}" stroke="{colour.line}" stroke-width="1.4"/>'
        if colour.sign:
            yield _text(Label(colour.sign, middle, y + 3.6, 10, bold=True), "middle", colour.ink)
        elif colour.hatched:
            yield f'<path d="M{_n(middle - 5)} {_n(y + 5)}l10 -10" stroke="{colour.line}" stroke-width="1.2"/>'
    else:
        yield f'{shape(entry.key, middle, y, 7)} fill="none" stroke="{_SOFT}" stroke-width="1.4"/>'


def _dashes(line: colours.Line) -> str:
    return f' stroke-dasharray="{" ".join(map(str, line.dashes))}"' if line.dashes else ""


def _n(value: float) -> str:
    """A number as short as a tenth of a pixel allows."""
    return f"{value:.1f}".removesuffix(".0")


def _write(export: Export, path: Path) -> Written:
    picture = picture_of(export)
    with whole_file(path) as draft:
        draft.write_text(page(picture, marking=export.marking), encoding="utf-8", newline="\n")
    return drawn(picture)


def drawn(picture: Picture) -> Written:
    """How much a picture shows."""
    return {"drawn_marks": len(picture.marks), "drawn_lines": len(picture.ties)}


FORMAT = Format("svg", ("network",), _write)
