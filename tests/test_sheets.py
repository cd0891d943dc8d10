"""Table files as raw cells: every format by its content, every hostile or damaged file refused in one sentence."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from cases import CASES
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from graphgov.errors import BadInput, MissingExtra
from graphgov.files.sheets import Cell, Merge, Sheet, sheets

LEDGERS = CASES / "O6_cn_tables"
ROWS = (("序号", "单位名称"), ("1", "示例店"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all the files of this module."""
    return tmp_path_factory.mktemp("sheets")


def written(folder: Path, content: bytes, name: str = "a.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content)
    return path


def rows_of(folder: Path, content: bytes, name: str = "a.csv") -> tuple[tuple[Cell, ...], ...]:
    """The rows of the one sheet of such a file."""
    (sheet,) = sheets(written(folder, content, name))
    return sheet.rows


def workbook(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    found = io.BytesIO()
    book.save(found)
    return found.getvalue()


def simple_book() -> Workbook:
    """A workbook with ROWS."""
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    return book


# fmt: off
DIRTY = {
    "dirty/01_clean_utf8.csv": ("csv UTF-8", 166), "dirty/02_bom_synonym_headers.csv": ("csv UTF-8", 166),
    "dirty/03_gbk_fullwidth.csv": ("csv GB18030", 166), "dirty/04_gb18030_rare_chars.csv": ("csv GB18030", 25),
    "dirty/05_utf16le_tab.txt": ("csv UTF-16-LE", 166), "dirty/06_title_merged_sections.xlsx": ("xlsx", 179),
    "dirty/07_sheet_per_community.xlsx": ("xlsx", 1), "dirty/08_numeric_ids_serial_dates.xls": ("xls", 166),
    "dirty/09_dates_mixed.csv": ("csv UTF-8", 166), "dirty/10_fill_down_multi_value.xlsx": ("xlsx", 10),
    "dirty/11_html_disguised.xls": ("html GB18030", 166), "dirty/12_duplicates_conflicts.csv": ("csv UTF-8", 175),
    "dirty/13_yes_no_variants.csv": ("csv UTF-8", 166), "dirty/14_same_bytes_named.et": ("xls", 166),
    "real/moe_universities_2017.xls": ("xls", 2665), "real/nbs_division_summary_two_row_header.xlsx": ("xlsx", 8),
}
# fmt: on


@pytest.mark.parametrize(("name", "form", "rows"), [(name, *found) for name, found in DIRTY.items()])
def test_every_file_of_the_case_is_read_by_its_content(name: str, form: str, rows: int) -> None:
    """Whatever a file is called, it is read as what it is, with all its rows (2,665: the case's own oracle)."""
    first = sheets(LEDGERS / name)[0]
    assert (first.form, len(first.rows)) == (form, rows)


def test_the_same_rows_in_four_dresses() -> None:
    """The clean file, the one in UTF-16 and the page that is called .xls hold the same names, cell by cell."""
    files = ("01_clean_utf8.csv", "05_utf16le_tab.txt", "11_html_disguised.xls", "08_numeric_ids_serial_dates.xls")
    names = [[row[1] for row in sheets(LEDGERS / "dirty" / name)[0].rows] for name in files]
    assert names[0] == names[1] == names[2] == names[3]


@pytest.mark.parametrize("suffix", ["xls", "et", "ods", "csv", "txt", "xlsb", "dat"])
def test_a_workbook_under_another_name(folder: Path, suffix: str) -> None:
    """What a file is, its content says: no suffix makes a workbook unreadable."""
    assert rows_of(folder, workbook(simple_book()), f"ledger.{suffix}") == ROWS


def test_hidden_and_empty_sheets_are_there_and_named() -> None:
    """All sheets come, in the order of the file; which of them is hidden is told."""
    found = sheets(LEDGERS / "dirty" / "07_sheet_per_community.xlsx")
    assert [(sheet.name, sheet.hidden, len(sheet.rows)) for sheet in found] == [
        ("填表说明", False, 1), ("虹山中路社区", False, 70), ("红星社区", False, 56), ("日新社区", False, 42),
        ("Sheet5", False, 0), ("旧数据2018", True, 2),
    ]  # fmt: skip


# What offices write, what they rarely write, and all that is special in a text.
SIGNS = st.sampled_from('甲乙丙丁示例社区有限公司㱔卜䓖ABCé1290.-😀，、（）,;\t|\n"=')
TEXTS = st.text(SIGNS, max_size=8).filter(lambda text: not text.startswith('="'))
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=2, max_size=6)
)


@given(
    TABLES, st.sampled_from([",", "\t", ";", "|"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    st.sampled_from(["\r\n", "\n", "\r"]),
)  # fmt: skip
def test_any_table_is_read_back_from_text(
    folder: Path, table: list[list[str]], separator: str, encoding: str, end: str
) -> None:
    """Written with any separator, encoding and line end, a table comes back cell by cell."""
    import csv

    found = io.StringIO(newline="")
    csv.writer(found, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        [["序号", *(f"名称{number}" for number in range(1, len(table[0])))], *table]
    )
    back = rows_of(folder, found.getvalue().encode(encoding))
    assert back[1:] == tuple(tuple(cell or None for cell in row) for row in table)


CELLS = (
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e9, 1e9).map(lambda n: round(n, 3))
    | st.dates(date(1901, 1, 1), date(2150, 1, 1))
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
)  # fmt: skip


@settings(max_examples=20)  # each is a process
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5), st.booleans())
def test_any_workbook_is_read_back(folder: Path, table: list[list[Cell]], since_1904: bool) -> None:
    """Typed cells come back as they are, days too, whichever year the workbook counts from."""
    book = Workbook()
    if since_1904:
        book.epoch = CALENDAR_MAC_1904
        table = [[cell for cell in row if not isinstance(cell, date) or cell.year > 1904] for row in table]
    for number, row in enumerate(table, start=1):
        for column, cell in enumerate(row, start=1):
            place = book.active.cell(number, column)
            place.value = cell
            if isinstance(cell, str):
                place.data_type = "s"
    (sheet,) = sheets(written(folder, workbook(book), "a.xlsx"))
    assert sheet.since_1904 == since_1904
    assert [_stripped(row) for row in sheet.rows] == _until_last([_stripped(row) for row in table])


def _stripped(row: list[Cell] | tuple[Cell, ...]) -> list[Cell]:
    """A row without the blanks at its end; 2.0 and 2 are one number."""
    cells = [int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _until_last(rows: list[list[Cell]]) -> list[list[Cell]]:
    while rows and not rows[-1]:
        rows.pop()
    return rows


def test_an_old_workbook_may_count_from_1904(folder: Path) -> None:
    """The days of an .xls whose mark for 1904 is set are 1,462 days later, and the sheet says so."""
    usual = (LEDGERS / "dirty" / "08_numeric_ids_serial_dates.xls").read_bytes()
    mark = usual.index(b"\x22\x00\x02\x00\x00\x00") + 4
    (sheet,) = sheets(written(folder, usual[:mark] + b"\x01" + usual[mark + 1 :], "a.xls"))
    (before,) = sheets(LEDGERS / "dirty" / "08_numeric_ids_serial_dates.xls")
    assert (before.since_1904, sheet.since_1904) == (False, True)
    assert (before.rows[1][10], sheet.rows[1][10]) == (date(2009, 1, 1), date(2013, 1, 2))


def test_a_workbook_may_hold_a_document(folder: Path) -> None:
    """An .xls in which a document of Word is embedded is a workbook still."""
    content = (LEDGERS / "dirty" / "08_numeric_ids_serial_dates.xls").read_bytes()
    assert len(rows_of(folder, content + "WordDocument".encode("utf-16-le"), "a.xls")) == 166


def test_what_a_text_says_of_itself_is_obeyed(folder: Path) -> None:
    """A line sep=; is no row; ="0012" is the text 0012; a formula is a text and nothing is computed."""
    stated = "sep=;\r\n编号;名称\r\n=\"0012\";示例,店\r\n".encode("gbk")
    assert rows_of(folder, stated) == (("编号", "名称"), ("0012", "示例,店"))
    assert rows_of(folder, b"a,b\n=1+1,\"=\"\"01\"\"\"\n") == (("a", "b"), ("=1+1", "01"))


def test_text_without_a_mark_in_other_encodings(folder: Path) -> None:
    """UTF-16 without a mark both ways round, and the west's Windows encoding where bytes do not come in pairs."""
    text = "序号,单位名称\n1,示例店\n"
    assert rows_of(folder, text.encode("utf-16-le")) == rows_of(folder, text.encode("utf-16-be")) == ROWS
    assert rows_of(folder, "name,town\nMüller,Zürich\n".encode("cp1252"))[1] == ("Müller", "Zürich")


def test_a_formula_without_a_result_is_its_text(folder: Path) -> None:
    """Where a file holds a result it is the cell; where it holds none, nobody computes it."""
    book = simple_book()
    book.active["C2"] = "=SUM(A1:A2)"
    sheet = sheets(written(folder, workbook(book), "a.xlsx"))[0]
    assert (sheet.rows[1], sheet.formulas) == (("1", "示例店", "=SUM(A1:A2)"), ((2, 3),))


def test_a_formula_that_failed_is_its_error(folder: Path) -> None:
    """#REF! is no result: the cell says so, instead of being blank; an empty text is one."""
    cells = b'<c r="C2" t="e"><f>D9</f><v>#REF!</v></c><c r="D2" t="str"><f>""</f><v></v></c></row></sheetData>'
    sheet = sheets(written(folder, changed(SHEET, b"</row></sheetData>", cells), "a.xlsx"))[0]
    assert (_stripped(sheet.rows[1]), sheet.formulas) == (["1", "示例店", "#REF!"], ((2, 3),))


def test_merged_cells_and_blank_rows_keep_their_places(folder: Path) -> None:
    """Blank rows and columns before the first cell count, as a person sees them."""
    book = Workbook()
    book.active["C4"] = "甲"
    book.active.merge_cells("C4:D6")
    sheet = sheets(written(folder, workbook(book), "a.csv"))[0]
    assert [_stripped(row) for row in sheet.rows[:4]] == [[], [], [], [None, None, "甲"]]
    assert sheet.merged == (Merge(4, 3, 6, 4),)


XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><Worksheet ss:Name="台账"><Table>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">标题</Data></Cell>
<Cell><Data ss:Type="String">丙</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="Number">12</Data></Cell>
<Cell><Data ss:Type="DateTime">2019-03-15T00:00:00.000</Data></Cell><Cell ss:Formula="=1+1"/></Row></Table></Worksheet>
<Worksheet ss:Name="旧"><Table/><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
</Workbook>"""


def test_spreadsheets_in_xml(folder: Path) -> None:
    """XML Spreadsheet 2003 under the name of .xls: types, skipped rows and cells, merges, hidden sheets."""
    first, hidden = sheets(written(folder, XML.encode(), "a.xls"))
    assert first == Sheet(
        str(folder / "a.xls"), "台账",
        (("标题", None, "丙"), (), (None, 12, datetime(2019, 3, 15), "=1+1")), merged=(Merge(1, 1, 1, 2),), form="xml",
    )  # fmt: skip
    assert (hidden.name, hidden.hidden) == ("旧", True)


@pytest.mark.parametrize(("encoding", "named"), [("gbk", "GB2312"), ("utf-16", "utf-16"), ("utf-8-sig", "UTF-8")])
def test_spreadsheets_in_xml_of_any_encoding(folder: Path, encoding: str, named: str) -> None:
    """What the declaration says of the bytes does not hold for the text: the same cells in every encoding."""
    declared = XML.replace('version="1.0"?', f'version="1.0" encoding="{named}"?', 1)
    first, _ = sheets(written(folder, declared.encode(encoding), "a.xls"))
    assert (first.name, first.rows[0]) == ("台账", ("标题", None, "丙"))


def test_pages_as_tables(folder: Path) -> None:
    """Cells over several rows and columns take their places; breaks are line ends; scripts and blanks are nothing."""
    page = """<html><table><tr><th rowspan=2>甲</th><th colspan=2>乙</th></tr>
    <tr><td>丙</td><td>丁<br>戊 &nbsp;己</td></tr>
    <tr><td><script>alert(1)</script>&nbsp;</td><td><b>庚</b> <i>辛</i></td></tr></table></html>"""
    (sheet,) = sheets(written(folder, page.encode(), "a.xls"))
    assert sheet.rows == (("甲", "乙"), (None, "丙", "丁\n戊 己"), (None, "庚 辛"))
    assert sheet.merged == (Merge(1, 1, 2, 1), Merge(1, 2, 1, 3))
    mail = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"
    assert sheets(written(folder, f"{mail}{page}\n--x--\n".encode(), "a.xls"))[0].rows == sheet.rows


def zipped(parts: dict[str, bytes]) -> bytes:
    """A zip of these parts."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return found.getvalue()


URN = "urn:oasis:names:tc:opendocument:xmlns"
ODS = f"""<office:document-content xmlns:office="{URN}:office:1.0" xmlns:table="{URN}:table:1.0"
 xmlns:text="{URN}:text:1.0"><office:body><office:spreadsheet>%s</office:spreadsheet></office:body>
</office:document-content>"""


def opendocument(table: str) -> bytes:
    """An OpenDocument spreadsheet of one sheet with this body."""
    manifest = f'<manifest:manifest xmlns:manifest="{URN}:manifest:1.0"/>'
    content = ODS % f'<table:table table:name="台账">{table}</table:table>'
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mimetype, "META-INF/manifest.xml": manifest.encode(), "content.xml": content.encode()})


def row(*cells: str, times: int = 1) -> str:
    """A row of an OpenDocument spreadsheet that repeats."""
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def cell(kind: str, value: str, times: int = 1, down: int = 1) -> str:
    """A cell of an OpenDocument spreadsheet; a text's value is its text."""
    shown = {"float": f'office:value="{value}"', "date": f'office:date-value="{value}"'}.get(kind, "")
    return (
        f'<table:table-cell office:value-type="{kind}" {shown} table:number-columns-repeated="{times}" '
        f'table:number-rows-spanned="{down}"><text:p>{value}</text:p></table:table-cell>'
    )


def test_opendocument(folder: Path) -> None:
    """Repeated cells and rows are counted, merges are known, rows that are only styled to the end are none."""
    nothing, covered = "<table:table-cell/>", "<table:covered-table-cell/>"
    styled = '<table:table-cell table:number-columns-repeated="1024"/>'
    rows = (
        row(nothing, times=2), row(cell("string", "甲", down=2), cell("float", "3", times=2)),
        row(covered, cell("date", "2019-03-15")), row(styled, times=1_048_572),
    )  # fmt: skip
    (sheet,) = sheets(written(folder, opendocument("".join(rows)), "a.ods"))
    assert [_stripped(row) for row in sheet.rows] == [[], [], ["甲", 3, 3], [None, date(2019, 3, 15)]]
    assert (sheet.name, sheet.form, sheet.merged) == ("台账", "ods", (Merge(3, 1, 4, 1),))


def changed(part: str, old: bytes, new: bytes) -> bytes:
    """A good workbook with something else in a part."""
    good = zipfile.ZipFile(io.BytesIO(workbook(simple_book())))
    parts = {name: good.read(name) for name in good.namelist()}
    assert old in parts[part]
    return zipped(parts | {part: parts[part].replace(old, new)})


def twice() -> bytes:
    """A workbook with two parts of one name: which of them counts, readers do not agree on."""
    book = simple_book()
    book.create_sheet("又一张")
    return workbook(book).replace(b"sheets/sheet2.xml", b"sheets/sheet1.xml")


def claiming(size: int) -> bytes:
    """A good workbook whose sheet claims, in the zip's directory, to unpack to so many bytes."""
    good = bytearray(workbook(simple_book()))
    entry = good.rfind(b"PK\x01\x02", 0, good.rfind(SHEET.encode()))
    good[entry + 24 : entry + 28] = size.to_bytes(4, "little")
    return bytes(good)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "sheets_empty"), (b"\xef\xbb\xbf\r\n", "sheets_empty"), (b"%PDF-1.7 ...", "sheets_other"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "sheets_other"), (zipped({"word/document.xml": b"<w/>"}), "sheets_other"),
        (zipped({"a.txt": b"a"}), "sheets_other"), (OLE + "WordDocument".encode("utf-16-le"), "sheets_other"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "sheets_locked"), (OLE, "sheets_damaged"),
        (b"PK\x03\x04 cut off", "sheets_damaged"), (workbook(simple_book())[:-900], "sheets_damaged"),
        (changed(SHEET, b"<sheetData>", b"<sheetData><row r='1'><c t='s'><v>99999</v></c></row>"), "sheets_damaged"),
        (changed("xl/workbook.xml", b"<workbook", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook'),
         "sheets_entities"),
        (XML.replace("<Workbook", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Workbook').encode(),
         "sheets_entities"),
        (claiming(2 << 30), "sheets_bomb"), (claiming(100), "sheets_damaged"),
        (twice(), "sheets_damaged"),
        (changed(SHEET, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
         "sheets_too_many_cells"),
        (opendocument(row(cell("float", "3", times=16_384), times=1_048_576)), "sheets_too_many_cells"),
        (XML.replace('ss:Index="3"', 'ss:Index="999999999"').encode(), "sheets_too_many_cells"),
        ("名称,数\n示例,1\n".encode("gbk") + b"\xa1\xa1\xff\xff,2\n", "sheets_bad_bytes"),
        ("名称,数\n".encode() + "示例,1\n".encode()[1:], "sheets_bad_bytes"),
        ("名称,数\n示例,\"1\n乙,2\n丙,3\n".encode(), "sheets_open_quote"),
        (b"\x00\x01\x02\x03 binary", "sheets_no_table"),
    ],
)  # fmt: skip
def test_what_is_no_sound_table_is_refused(folder: Path, content: bytes, key: str) -> None:
    """A bomb, a claim, an entity, a password, a picture, a damaged file: each one sentence, with file and cure."""
    path = written(folder, content, "名册.xlsx")
    with pytest.raises(BadInput) as caught:
        sheets(path)
    assert caught.value.key == key
    for lang in ("zh", "en"):
        told = caught.value.text(lang)
        assert str(path) in told and "{" not in told and "\n" not in told


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    """Neither a file nor a traceback."""
    with pytest.raises(BadInput, match="none"):
        sheets(folder / "none.xlsx")


PAGE = b"<table><tr><td>a</td></tr></table>"


@pytest.mark.parametrize(
    ("missing", "content"), [("python_calamine", workbook(simple_book())), ("lxml", PAGE), ("lxml", XML.encode())]
)
def test_a_missing_package_is_named_with_its_cure(
    folder: Path, missing: str, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extra texts are read as ever, and every other format says what to install."""
    monkeypatch.setitem(sys.modules, missing, None)
    assert rows_of(folder, "序号,单位名称\n1,示例店\n".encode("gbk")) == ROWS
    with pytest.raises(MissingExtra, match=r"pip install 'graphgov\[ledgers\]'"):
        sheets(written(folder, content, "a.xls"))
