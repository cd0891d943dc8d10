"""What a row or a cell looks like: a title, data, a section, a total, a note, the numbers of columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from graphgov.files.sheets import Cell
from graphgov.ledger.forms import forms
from graphgov.ledger.values import day, plain

LONGEST_TITLE = 40
"""Signs; what is longer is a sentence."""

Line = Sequence[Cell]

_CODE = re.compile(r"[0-9a-z]*\d[0-9a-z\-/.:]*")
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
    said = plain(cell)
    if len(said) > LONGEST_TITLE or "。" in said or said.startswith("="):
        return True
    answer = said in forms("yes_no", "yes") | forms("yes_no", "no")
    return answer or bool(_CODE.fullmatch(said)) or day(said).value is not None


def is_title(cell: Cell) -> bool:
    """Whether a cell speaks as titles do."""
    if not isinstance(cell, str) or is_datum(cell):
        return False
    said = plain(cell)
    # "填报单位：示例街道" is a label with its value.
    if re.search(r":\s*\S", said):
        return False
    return said in forms("title", "exact") or any(word in said for word in forms("title"))


def is_total(line: Line) -> bool:
    """Whether a row is a total: one of its first cells says so, and nothing else."""
    pattern = rf"(本[页表]|以上|全部|各[类项])?({'|'.join(map(re.escape, forms('total')))})\s*([:(].*)?"
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


def section_of(line: Line, width: int, merged_over: int, column_of_numbers: bool) -> str | None:
    """The text of a row that is the heading of those below it; None when it is a row like any other.

    It has one text in a table of at least three columns, and is known by a merge (over `merged_over` columns), a
    declared count, or by standing where numbers stand otherwise; else by how such texts end.
    """
    cells = filled(line)
    if width < 3 or len(cells) != 1 or not isinstance(cells[0][1], str) or is_datum(cells[0][1]):
        return None
    text = " ".join(cells[0][1].split())
    known = merged_over > 1 or column_of_numbers or declared(text)[1] is not None
    return text if known or (cells[0][0] < 2 and declared(text)[0].endswith(tuple(forms("section")))) else None


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
