"""Corrupted ledgers: whatever is done to a good file, it is read or refused, and never a traceback."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path
from random import Random

from cases import case

from graphgov.errors import GraphgovError
from graphgov.ledger import values
from graphgov.ledger.finding import read

TEXTS = (
    "01_clean_utf8.csv", "03_gbk_fullwidth.csv", "04_gb18030_rare_chars.csv", "05_utf16le_tab.txt",
    "12_duplicates_conflicts.csv", "13_yes_no_variants.csv", "11_html_disguised.xls",
)  # fmt: skip
BOOKS = ("06_title_merged_sections.xlsx", "08_numeric_ids_serial_dates.xls", "10_fill_down_multi_value.xlsx")
HOSTILE = (
    b"</script><script>alert(1)</script>", b'"', b"=cmd|'/C calc'!A0", b"\x00", b"\xff\xfe", b"," * 500,
    "合计".encode("gbk"), "\u202e示例".encode(), b"\r", b"\xef\xbb\xbf", b"1e400", b"A" * 10_000,
    b"<table><tr><td rowspan=99999 colspan=99999>",
)  # fmt: skip

READERS = (values.text, values.day, values.period, values.count, values.uscc, values.yes_no, values.several)


def corrupted(content: bytes, chance: Random) -> bytes:
    """A file with some of its bytes, pieces, rows or its encoding changed."""
    for _ in range(chance.choice([1, 1, 3, 20])):
        place, length = chance.randrange(len(content) + 1), chance.choice([1, 1, 4, 40, 400])
        match chance.randrange(7):
            case 0:
                content = content[:place] + chance.randbytes(length) + content[place + length :]
            case 1:
                content = content[:place] + content[place + length :]
            case 2:
                content = content[:place] + chance.choice(HOSTILE) + content[place:]
            case 3:
                lines = content.split(b"\n")
                chance.shuffle(lines)
                content = b"\n".join(lines)
            case 4:
                lines = content.split(b"\n")
                start = place % len(lines)
                content = b"\n".join(lines[:start] + chance.choices(lines, k=3) + lines[start:])
            case 5:
                content = content[:place]
            case _:
                codec = chance.choice(["gb18030", "utf-16", "utf-8", "latin-1", "cp1252"])
                content = content[:place] + content[place:].decode("utf-8", "replace").encode(codec, "replace")
    return content


def corrupted_part(content: bytes, chance: Random) -> bytes:
    """A workbook, one of whose parts is changed: the zip itself is sound."""
    good = zipfile.ZipFile(io.BytesIO(content))
    parts = {name: good.read(name) for name in good.namelist()}
    name = chance.choice([name for name in parts if name.endswith(".xml")])
    parts[name] = corrupted(parts[name], chance)
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as archive:
        for each, part in parts.items():
            archive.writestr(each, part)
    return found.getvalue()


def test_no_corruption_is_more_than_an_error(tmp_path: Path, long: bool) -> None:
    """Bytes, rows, cells and encodings of good files changed at random: 200 times, 5,000 with --long.

    Each is read, and all its cells then have values or doubts, or it is refused with one of our errors.
    """
    folder, path, outcomes = case("O6_cn_tables") / "dirty", tmp_path / "台账.xls", Counter[str]()
    for seed in range(5000 if long else 200):
        chance = Random(seed)
        # A workbook costs a process: one in five is one.
        name = chance.choice(TEXTS if seed % 5 else BOOKS)
        content = (folder / name).read_bytes()
        corrupt = corrupted_part if name.endswith(".xlsx") and chance.random() < 0.7 else corrupted
        path.write_bytes(corrupt(content, chance))
        try:
            reading = read(path, hidden=True)
        except GraphgovError as error:
            outcomes[error.key] += 1
            assert str(path) in error.text("zh"), seed
            continue
        outcomes["read"] += 1
        for table in reading.tables:
            assert all(len(row.cells) == len(table.titles) for row in table.rows), seed
            for row in table.rows[:20]:
                for cell in row.cells:
                    for value in READERS:
                        value(cell)  # type: ignore[operator]
    # The corruptions are neither too weak nor too strong to be of use.
    assert outcomes["read"] > 20 and len(outcomes) > 3, outcomes
