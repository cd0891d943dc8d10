"""What sort of file it is, and the reader for it."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

from graphgov.errors import BadInput
from graphgov.files.sheets import books, encodings, markup, package, separated
from graphgov.files.sheets.model import Sheet

MOST_BYTES = 1 << 29
"""A larger file is refused; one of 150,000 rows has a twentieth of it."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_OTHERS = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"II*\x00": "TIFF", b"MM\x00*": "TIFF",
    b"{\\rtf": "RTF", b"7z\xbc\xaf": "7z", b"Rar!": "RAR", b"\x1f\x8b": "gzip", b"PAR1": "Parquet", b"SQLite": "SQLite",
}  # fmt: skip

# DATEMODE 1, followed by PRECISION as it is in every workbook.  Source: [MS-XLS] 2.1.7.20.3, 2.4.77.
_SINCE_1904 = b"\x22\x00\x02\x00\x01\x00\x0e\x00\x02\x00"


def sheets(path: Path) -> list[Sheet]:
    """The sheets of a table file, hidden ones among them, in the order of the file.

    Raises BadInput, which names the file and the cure, when it is no table, damaged, locked or absurdly large;
    MissingExtra when its format needs a package that is not installed.
    """
    content, file = _content(path), str(path)
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content, path)
    if content.startswith(_OLE):
        return _ole(content, path)
    other = next((name for mark, name in _OTHERS.items() if content.startswith(mark)), "")
    if other:
        raise BadInput("sheets_other", file=file, other=other)
    if content[:512].lstrip().lower().startswith(b"mime-version:"):
        content = _page_of_message(content)
    text, encoding = encodings.decoded(content, file)
    form = encoding.upper()
    if markup.is_spreadsheet(text):
        return markup.spreadsheet(text, file)
    if markup.is_page(text):
        return [replace(sheet, form=f"html {form}") for sheet in markup.page(text, file)]
    return [Sheet(file, "", separated.rows_of(text, file), form=f"csv {form}")]


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput("sheets_too_large", file=path, most=MOST_BYTES >> 20)
        content = path.read_bytes()
    except OSError as error:
        raise BadInput("sheets_unreadable", file=path, reason=error.strerror or error) from error
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise BadInput("sheets_empty", file=path)
    return content


def _zipped(content: bytes, path: Path) -> list[Sheet]:
    found = package.opened(content, str(path))
    if "content.xml" in found.names:
        if b"opendocument.spreadsheet" not in found.part("mimetype"):
            raise BadInput("sheets_other", file=path, other="OpenDocument")
        merged = markup.spans(found.part("content.xml"), str(path))
        return [replace(_sheet(raw, path, "ods"), merged=merged.get(raw.name, ())) for raw in books.read_book(path)]
    for folder, other in (("word/", "Word"), ("ppt/", "PowerPoint")):
        if any(name.startswith(folder) for name in found.names):
            raise BadInput("sheets_other", file=path, other=other)
    if not {"xl/workbook.xml", "xl/workbook.bin"} & set(found.names):
        raise BadInput("sheets_other", file=path, other="ZIP")
    bare, since_1904 = package.bare_formulas(found, str(path)), package.since_1904(found)
    read = (_sheet(raw, path, "xlsx", since_1904) for raw in books.read_book(path))
    return [_with_formulas(sheet, bare.get(sheet.name, {})) for sheet in read]


def _ole(content: bytes, path: Path) -> list[Sheet]:
    """A file of the older Office: which program's, the names of its streams say."""
    streams = ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document")
    stream = next((name for name in streams if name.encode("utf-16-le") in content), "")
    if stream == "EncryptedPackage":
        raise BadInput("sheets_locked", file=path)
    if stream in {"WordDocument", "PowerPoint Document"}:
        raise BadInput("sheets_other", file=path, other=stream.removesuffix(" Document").removesuffix("Document"))
    return [_sheet(raw, path, "xls", _SINCE_1904 in content) for raw in books.read_book(path)]


def _sheet(raw: books.Raw, path: Path, form: str, since_1904: bool = False) -> Sheet:
    return Sheet(str(path), raw.name, raw.rows, raw.hidden, raw.merged, since_1904, form)


def _with_formulas(sheet: Sheet, bare: dict[tuple[int, int], str]) -> Sheet:
    """A sheet in which formulas without a result are their own text."""
    if not bare:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for (row, column), text in bare.items():
        rows += [[] for _ in range(row - len(rows))]
        rows[row - 1] += [None] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = text
    return replace(sheet, rows=tuple(map(tuple, rows)), formulas=tuple(sorted(bare)))


def _page_of_message(content: bytes) -> bytes:
    """The first page with a table of a "single file web page" (.mht), as offices send them under the name of .xls."""
    pages = [part for part in message_from_bytes(content).walk() if part.get_content_type() == "text/html"]
    bodies = [body for part in pages if isinstance(body := part.get_payload(decode=True), bytes)]
    return next((body for body in bodies if b"<table" in body.lower()), content)
