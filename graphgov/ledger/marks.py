"""What a row or a cell looks like: a title, data, a section, a total, a note, the numbers of columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from graphgov.files.sheets import Cell
from graphgov.ledger.forms import forms
from graphgov.ledger.values import day, plain, yes_no

LONGEST_TITLE = 40
"""Signs; what is longer is a sentence."""

Line = Sequence[Cell]

_NUMBER = re.compile(r"[+-]?\d[\d,.\-/:%]*")
_CODE = re.compile(r"(?:[a-z\-/.:]*\d){5,}[a-z\-/.:]*")
_PART = re.compile(r"^其中[:、]")
_SERIAL = re.compile(r"№|no\.", re.I)
_ORDINAL = re.compile(r"^\s*(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,3}[、.．](?!\d))\s*")
_DECLARED = re.compile(
    r"(?P<name>.*?)\s*[（(\[【:：]?\s*(?:共计?|合计|总?计)?\s*(?P<count>\d{1,6})\s*[家个户所条项处栋](?:单位|企业)?\s*[)）\]】]?"
)


def filled(line: Line) -> list[tuple[int, Cell]]:
    """The cells of a row that hold something, with their places from 0."""
    return [(place, cell) for place, cell in enumerate(line) if not _empty(cell)]


def is_blank_line(line: Line) -> bool:
    """Whether a row holds nothing at all."""
    return all(map(_empty, line))


def _empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def is_datum(cell: Cell) -> bool:
    """Whether a cell is surely no title: a number, a day, a code, yes or no, a sentence."""
    if not isinstance(cell, str):
        return cell is not None
    said, bare = plain(cell), _bare(cell)
    if len(bare) > LONGEST_TITLE or "。" in bare or said.startswith("="):
        return True
    code = bool(_NUMBER.fullmatch(said) or _CODE.fullmatch(said))
    return code or is_answer(cell) or day(said).value is not None


def is_answer(cell: Cell) -> bool:
    """Whether a cell is yes or no, in some way of writing it; No. is a number's title."""
    serial = isinstance(cell, str) and _SERIAL.fullmatch(cell.strip())
    return not serial and yes_no(cell).value in {"yes", "no"}


def is_title(cell: Cell) -> bool:
    """Whether a cell speaks as titles do."""
    if not isinstance(cell, str) or is_datum(cell) or is_label(cell):
        return False
    said = _bare(cell).strip()
    chinese = said.startswith(tuple(forms("title", "begins"))) or said.endswith(tuple(forms("title", "ends")))
    return chinese or said in forms("title", "whole") or not forms("title").isdisjoint(re.findall("[a-z]+", said))


def is_label(cell: Cell) -> bool:
    """Whether a cell is a label with its value, as they stand above a table: 填报单位：示例街道."""
    return isinstance(cell, str) and bool(re.search(r":\s*\S", _PART.sub("", _bare(cell))))


def _bare(cell: str) -> str:
    """A text without what it explains in brackets; some titles do so at length."""
    return re.sub(r"\([^()]*\)", "", plain(cell))


def is_total(line: Line) -> bool:
    """Whether a row is a total: one of its first cells says so, and nothing else."""
    # 其中：what follows is a part of the row above.
    pattern = rf"其中[:、].*|(本[页表]|以上|全部|各[类项])?({'|'.join(map(re.escape, forms('total')))})\s*([:(].*)?"
    for _, cell in filled(line[:6])[:3]:
        if isinstance(cell, str) and len(cell) <= 24 and re.fullmatch(pattern, plain(re.sub(r"\s", "", cell))):
            return True
    return False


def is_note(line: Line, width: int) -> bool:
    """Whether a row speaks about the table: its first cell begins as notes do, or is a sentence and alone.

    Where most cells are filled, only what has a colon too (填表人：) is a note.
    """
    cells = filled(line)
    if not cells or not isinstance(cells[0][1], str):
        return False
    said = plain(cells[0][1])
    begins = said.startswith(tuple(forms("note"))) or said in {"注", "备注", "说明"}
    if len(cells) > max(width // 2, 1):
        return begins and ":" in said
    return begins or (len(cells) == 1 and width > 2 and is_sentence(said))


def is_sentence(said: str) -> bool:
    """Whether a text says something rather than naming something."""
    return len(said) > LONGEST_TITLE or said.endswith(("。", ";", "；"))


def is_numbering(line: Line) -> bool:
    """Whether a row numbers the columns: 1, 2, 3, with 甲, 乙 before them as in statistical forms."""
    said = [plain(cell).strip("()<>栏") for _, cell in filled(line)]
    while said and said[0] in set("甲乙丙丁"):
        said.pop(0)
    return len(said) >= 3 and said == [str(number) for number in range(1, len(said) + 1)]


def section_of(line: Line, width: int, known: bool, unlike: bool) -> str | None:
    """The text of a row that is the heading of those below it; None when it is a row like any other.

    It has one text in a table of at least three columns.  That it is a heading is `known` (cells are merged, numbers
    stand there otherwise) or said by a count that it declares; else its end says so, where that is `unlike` its column.
    """
    cells = filled(line)
    if width < 3 or len(cells) != 1 or not isinstance(cells[0][1], str) or is_datum(cells[0][1]):
        return None
    text = " ".join(cells[0][1].split())
    ends = unlike and cells[0][0] < 2 and is_section_name(text)
    return text if known or ends or declared(text)[1] is not None else None


def with_count(line: Line) -> Line:
    """A row of a text and the count that belongs to it (甲社区 | 共2家) as a row of one text; any other as it is."""
    cells = filled(line)
    if len(cells) != 2 or not all(isinstance(cell, str) for _, cell in cells):
        return line
    joined = f"{cells[0][1]} {cells[1][1]}"
    counts = re.fullmatch(r"[(（]?\s*共?计?\s*\d{1,6}\s*[家个户所]\s*[)）]?", str(cells[1][1]).strip())
    return (*[None] * cells[0][0], joined) if counts else line


def is_section_name(cell: Cell) -> bool:
    """Whether a text ends as the names of places and sorts do."""
    return isinstance(cell, str) and declared(cell.strip())[0].endswith(tuple(forms("section")))


def declared(text: str) -> tuple[str, int | None]:
    """The name in a section's text without its ordinal, and how many rows it declares: "一、甲社区（69家）"."""
    match = _DECLARED.fullmatch(text)
    name, count = (match["name"], int(match["count"])) if match and match["name"] else (text, None)
    return _ORDINAL.sub("", name).strip(" ：:") or name, count


def is_number_like(cell: Cell) -> bool:
    """Whether a cell is a number or a day, typed or written."""
    if isinstance(cell, (int, float, date)):
        return True
    return isinstance(cell, str) and bool(re.fullmatch(r"[\d.,\-/\s]+", cell))
