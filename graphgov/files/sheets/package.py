"""Workbooks that are zips (.xlsx, .ods), looked through before anything unpacks them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from graphgov.errors import BadInput
from graphgov.files.sheets import markup
from graphgov.files.sheets.grid import MOST_CELLS

MOST_UNPACKED = 1 << 30
"""A workbook that claims to unpack to more bytes than this is refused; 150,000 rows of 20 columns need a fifth."""

_CHUNK = 1 << 22
_ROW = re.compile(rb"<row\s[^>]*?\br=[\"'](\d{1,9})")
_CELL = re.compile(rb"<c\s[^>]*?\br=[\"']([A-Z]{1,4})\d+[\"'][^>/]*>")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
# What zipfile raises of a damaged zip; ValueError: a negative place in the file.
_RAISED = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError)


@dataclass(frozen=True)
class Package:
    """A workbook that may be unpacked."""

    content: bytes
    names: tuple[str, ...]

    def part(self, name: str) -> bytes:
        """The bytes of a part; none where there is no such part."""
        return zipfile.ZipFile(io.BytesIO(self.content)).read(name) if name in self.names else b""


def opened(content: bytes, file: str) -> Package:
    """A workbook's parts, after all of them have been unpacked once, piece by piece, and found sound.

    Raises BadInput: damaged, locked by a password, unpacking to more than `MOST_UNPACKED`, declaring entities, or a
    sheet of more than `MOST_CELLS`.  What a zip claims of its parts is believed only where it is true.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise BadInput("sheets_locked", file=file)
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise BadInput("sheets_bomb", file=file, most=MOST_UNPACKED >> 30)
            names = tuple(part.filename for part in parts)
            if len(set(names)) < len(names):
                raise BadInput("sheets_damaged", file=file)
            for part in parts:
                _look_through(archive, part, file)
    except _RAISED as error:
        raise BadInput("sheets_damaged", file=file) from error
    return Package(content, names)


def _look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file: str) -> None:
    last_row, columns = 0, set[bytes]()
    for piece in _pieces(archive, part):
        if part.filename.endswith((".xml", ".rels")) and any(sign in piece for sign in _ENTITIES):
            raise BadInput("sheets_entities", file=file)
        if _SHEET.fullmatch(part.filename):
            last_row = max(last_row, max(map(int, _ROW.findall(piece)), default=0))
            columns |= set(_CELL.findall(piece))
            if last_row * max(map(_number, columns), default=0) > MOST_CELLS:
                raise BadInput("sheets_too_many_cells", file=file, most=f"{MOST_CELLS:,}")


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a part, each piece with the end of the one before, so that no tag is missed."""
    end = b""
    with archive.open(part) as stream:
        while piece := stream.read(_CHUNK):
            yield end + piece
            end = piece[-256:]


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def since_1904(package: Package) -> bool:
    """Whether days count from 1904-01-01."""
    return bool(re.search(rb"workbookPr\b[^>]*\bdate1904=[\"'](1|true)[\"']", package.part("xl/workbook.xml")))


def bare_formulas(package: Package, file: str) -> dict[str, dict[tuple[int, int], str]]:
    """The formulas that have no result in the file, by the name of their sheet: texts by row and column.

    Only sheets that hold formulas are looked at; what a result is, is not computed here.
    """
    found = {}
    for name, part in _parts_of_sheets(package, file):
        xml = package.part(part)
        if b"<f" in xml:
            found[name] = markup.bare_formulas(xml, file)
    return found


def _parts_of_sheets(package: Package, file: str) -> Iterator[tuple[str, str]]:
    relations = markup.attributes(package.part("xl/_rels/workbook.xml.rels"), "Relationship", file)
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    for sheet in markup.attributes(package.part("xl/workbook.xml"), "sheet", file):
        target = targets.get(sheet.get("id", ""), "")
        yield sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"
