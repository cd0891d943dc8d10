"""Tables in XML and HTML: SpreadsheetML of 2003, pages disguised as .xls, formulas of .xlsx, merges of .ods.

No entity is resolved, no network is asked, no document type is allowed in XML.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from graphgov.errors import BadInput, needing
from graphgov.files.sheets.grid import MOST_CELLS, Grid
from graphgov.files.sheets.model import Cell, Merge, Sheet

_OFFICE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"

_BREAK = "\N{LINE SEPARATOR}"

MOST_DOWN, MOST_ACROSS = 65_534, 1_000
"""Rows and columns that a cell of a page may reach over.  Source: HTML Living Standard, 4.9.11."""


def is_spreadsheet(text: str) -> bool:
    """Whether a text is SpreadsheetML, "XML Spreadsheet 2003"."""
    return "urn:schemas-microsoft-com:office:spreadsheet" in text[:4096] and "<?xml" in text[:256]


def is_page(text: str) -> bool:
    """Whether a text is HTML with a table in it."""
    return text.lstrip()[:1] == "<" and bool(re.search(r"<table[\s>]", text, re.IGNORECASE))


def spreadsheet(text: str, file: str) -> list[Sheet]:
    """The sheets of a text in SpreadsheetML.  Raises BadInput when it is damaged or declares entities."""
    root = _root(_undeclared(text).encode("utf-8", "surrogatepass"), file)
    since_1904 = root.find(f"{_EXCEL}ExcelWorkbook/{_EXCEL}Date1904") is not None
    return [_spreadsheet(each, file, since_1904) for each in root.iterfind(f"{_OFFICE}Worksheet")]


def _undeclared(text: str) -> str:
    """A text without its XML declaration: the encoding that it names was that of the bytes."""
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _spreadsheet(worksheet: Any, file: str, since_1904: bool) -> Sheet:
    grid = Grid(file)
    for row in worksheet.iterfind(f"{_OFFICE}Table/{_OFFICE}Row"):
        grid.begin_row(_whole(row, "Index"))
        for cell in row.iterfind(f"{_OFFICE}Cell"):
            across, down = _whole(cell, "MergeAcross") + 1, _whole(cell, "MergeDown") + 1
            grid.put(_data(cell), _whole(cell, "Index"), down, across)
    visible = worksheet.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible") or ""
    name = worksheet.get(f"{_OFFICE}Name") or ""
    return Sheet(file, name, grid.rows, visible in {"SheetHidden", "SheetVeryHidden"}, grid.merged, since_1904, "xml")


def _whole(element: Any, attribute: str) -> int:
    written = element.get(f"{_OFFICE}{attribute}", "")
    return int(written) if re.fullmatch("[0-9]{1,9}", written) else 0


def _data(cell: Any) -> Cell:
    """What a cell holds; a formula without a result is its own text."""
    data = cell.find(f"{_OFFICE}Data")
    if data is None:
        return cell.get(f"{_OFFICE}Formula") or None
    return _typed("".join(data.itertext()), data.get(f"{_OFFICE}Type"))


def _typed(written: str, kind: str | None) -> Cell:
    try:
        match kind:
            case "Number":
                number = float(written)
                return int(number) if number.is_integer() and abs(number) < 2**53 else number
            case "DateTime":
                return datetime.fromisoformat(written)
            case "Boolean":
                return written.strip() == "1"
    except ValueError:
        return written or None
    return written or None


def page(text: str, file: str) -> list[Sheet]:
    """The tables of a page in HTML, each a sheet; tables that only hold others are none.

    A cell is its text, with the line ends that a browser would show.
    """
    with needing("ledgers", ".html"):
        from lxml import etree, html
    try:
        root = html.document_fromstring(_undeclared(text.replace("\x00", "")), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise BadInput("sheets_no_table", file=file) from error
    for away in root.xpath("//script|//style|//head|//comment()"):
        away.drop_tree()
    return [_table(each, file) for each in root.iter("table") if each.find(".//table") is None]


def _parser() -> Any:
    from lxml import html

    return html.HTMLParser(no_network=True, huge_tree=True)


def _table(table: Any, file: str) -> Sheet:
    grid = Grid(file)
    for row in table.iter("tr"):
        grid.begin_row()
        for cell in row.iterchildren("td", "th"):
            down, across = _span(cell, "rowspan", MOST_DOWN), _span(cell, "colspan", MOST_ACROSS)
            grid.put(_shown(cell), 0, down, across)
    caption = table.findtext("caption") or ""
    return Sheet(file, " ".join(caption.split()), grid.rows, merged=grid.merged, form="html")


def _span(cell: Any, attribute: str, most: int) -> int:
    written = (cell.get(attribute) or "").strip()
    return min(max(int(written), 1), most) if re.fullmatch("[0-9]{1,9}", written) else 1


def _shown(cell: Any) -> Cell:
    """The text of a cell of a page: all blanks are alike there, but for the breaks between lines."""
    for element in cell.iter("br", "p", "div", "li"):
        element.text = _BREAK + (element.text or "")
    lines = (" ".join(line.split()) for line in "".join(cell.itertext()).split(_BREAK))
    return "\n".join(line for line in lines if line) or None


def attributes(xml: bytes, tag: str, file: str) -> list[dict[str, str]]:
    """The attributes of all elements of a name, whatever their namespace; those of attributes left out."""
    if not xml:
        return []
    return [
        {str(name).rpartition("}")[2]: str(value) for name, value in element.attrib.items()}
        for element in _root(xml, file).iter(f"{{*}}{tag}")
    ]


def bare_formulas(xml: bytes, file: str) -> dict[tuple[int, int], str]:
    """The formulas of a sheet of .xlsx that have no result: their texts, or errors, by row and column, from 1."""
    found, shared, row, column = {}, dict[str, str](), 0, 0
    for event, element in _steps(xml, file, ("{*}row", "{*}c")):
        tag = element.tag.rpartition("}")[2]
        if event == "start":
            if tag == "row":
                stated = element.get("r") or ""
                row, column = int(stated) if re.fullmatch("[0-9]{1,7}", stated) else row + 1, 0
            continue
        if tag == "c":
            column = _column(element.get("r") or "") or column + 1
            formula, value = element.find("{*}f"), element.find("{*}v")
            if formula is not None:
                group = formula.get("si") or ""
                text = formula.text or shared.get(group, "")
                shared.setdefault(group, text)
                result = None if value is None else value.text
                # An error is no result; an empty text can be one, and its cell says so.
                if element.get("t") == "e" or (element.get("t") != "str" and not result):
                    found[row, column] = result or f"={text}"
        if tag == "row":
            element.clear()
    return found


def _column(reference: str) -> int:
    number = 0
    for letter in re.sub("[^A-Z]", "", reference):
        number = number * 26 + ord(letter) - 64
    return number


def spans(xml: bytes, file: str) -> dict[str, tuple[Merge, ...]]:
    """The merged cells of an OpenDocument spreadsheet, by the name of their sheet, from its content.xml.

    Raises BadInput when cells that are said to repeat are more than a sheet can have.
    """
    found, merged, row, cells = dict[str, tuple[Merge, ...]](), list[Merge](), 0, 0
    for event, element in _steps(xml, file, ("{*}table", "{*}table-row")):
        if element.tag == f"{_TABLE}table" and event == "start":
            merged, row, cells = [], 0, 0
        elif element.tag == f"{_TABLE}table":
            found[element.get(f"{_TABLE}name") or ""] = tuple(merged)
        elif event == "end":
            column, used, rows = 1, 0, _times(element, "number-rows-repeated")
            for cell in element:
                down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
                if (down, across) != (1, 1):
                    merged.append(Merge(row + 1, column, row + down, column + across - 1))
                column += _times(cell, "number-columns-repeated")
                used = column if len(cell) or cell.get(f"{_VALUE}value-type") else used
            row, cells = row + rows, cells + rows * used
            if cells > MOST_CELLS:
                raise BadInput("sheets_too_many_cells", file=file, most=f"{MOST_CELLS:,}")
            element.clear()
    return found


def _times(element: Any, attribute: str) -> int:
    written = element.get(f"{_TABLE}{attribute}", "")
    return max(int(written), 1) if re.fullmatch("[0-9]{1,9}", written) else 1


def _steps(xml: bytes, file: str, tags: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    with needing("ledgers", "xlsx"):
        from lxml import etree
    try:
        yield from etree.iterparse(
            io.BytesIO(xml), events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, huge_tree=True
        )
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput("sheets_damaged", file=file) from error


def _root(xml: bytes, file: str) -> Any:
    with needing("ledgers", "xml"):
        from lxml import etree
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise BadInput("sheets_entities", file=file)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        return etree.fromstring(xml, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInput("sheets_damaged", file=file) from error
