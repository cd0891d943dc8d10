"""Folders and zips of tables (CSV or Parquet) as Arrow tables, rows in the order of the file."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from graphgov.errors import BadInput, Problem
from graphgov.files.whole import whole_folder

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = (".csv", ".parquet")

MOST_UNPACKED = 16 << 30
"""A zip that claims to unpack to more bytes than this is refused."""

_LONGEST_ROW = 1 << 24
"""Bytes; Arrow reads so much at a time and refuses a row that is longer."""


@dataclass(frozen=True)
class File:
    """A file of a folder or a zip: its name for messages, its bytes' digest, its bytes."""

    name: str
    stem: str
    suffix: str
    content: bytes

    @property
    def digest(self) -> str:
        """A short digest of the bytes."""
        return hashlib.blake2b(self.content, digest_size=16).hexdigest()


@dataclass(frozen=True)
class Table:
    """The rows of one file, without blank ones; `numbers` counts them from the header, which is row 1."""

    file: File
    rows: pa.Table
    numbers: pa.Array


def made(kind: str, rows: Sequence[Mapping[str, str]]) -> Table:
    """A table of a kind that stands in no file; its rows count from 1."""
    import pyarrow as pa

    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    return Table(File(kind, kind, "", b""), pa.table(columns), pa.array(range(1, len(rows) + 1), pa.int32()))


def files_in(path: Path) -> list[File]:
    """The table files of a folder or a zip, sorted by name.

    Raises BadInput when there is no such path, no table in it, or the zip is damaged or absurdly large.
    """
    if not path.exists():
        raise BadInput("no_such_path", path=path)
    found = sorted(_of_folder(path) if path.is_dir() else _of_zip(path), key=lambda file: file.name)
    if not found:
        raise BadInput("no_tables", path=path)
    return found


def _of_folder(path: Path) -> Iterator[File]:
    for entry in path.iterdir():
        if entry.suffix.lower() in SUFFIXES and entry.is_file():
            yield File(entry.name, entry.stem, entry.suffix.lower(), entry.read_bytes())


def _of_zip(path: Path) -> Iterator[File]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise BadInput("too_large", path=path, most=MOST_UNPACKED >> 30)
            for entry in entries:
                name = Path(entry.filename)
                if name.suffix.lower() in SUFFIXES:
                    yield File(name.name, name.stem, name.suffix.lower(), archive.read(entry))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise BadInput("bad_zip", path=path) from error


def read(file: File, few: Sequence[str] = ()) -> tuple[Table | None, list[Problem]]:
    """The table in a file as far as it can be read, and what is wrong with the file.

    Columns called as one of `few` have few values: where the format has them once, they come so (as a dictionary).
    """
    return _parquet(file, few) if file.suffix == ".parquet" else _csv(file)


def _parquet(file: File, few: Sequence[str]) -> tuple[Table | None, list[Problem]]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        rows = parquet.read_table(pa.BufferReader(file.content), read_dictionary=list(few))
        rows.validate(full=True)
    except (pa.ArrowException, OSError) as error:
        return None, [_unreadable(file, error)]
    if not rows.num_columns:
        return None, [Problem(file.name, key="no_header")]
    return _without_blank_rows(file, rows, np.arange(rows.num_rows) + 2), []


def _unreadable(file: File, error: Exception) -> Problem:
    return Problem(file.name, key="unreadable", fields=(("reason", str(error).splitlines()[0]),))


def _without_blank_rows(file: File, rows: pa.Table, numbers: np.ndarray[Any, Any]) -> Table:
    import pyarrow as pa

    # A column without an empty cell, such as that of the identifiers, says that no row is blank.
    stated = np.full(rows.num_rows, any(not column.null_count for column in rows.columns))
    for column in rows.columns if not stated.all() else ():
        if column.null_count < len(column):
            stated |= column.is_valid().to_numpy()
    if not stated.all():
        rows, numbers = rows.filter(pa.array(stated)), numbers[stated]
    return Table(file, rows, pa.array(numbers, pa.int32()))


def _csv(file: File) -> tuple[Table | None, list[Problem]]:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    content = file.content.removeprefix(b"\xef\xbb\xbf")
    wrong = _wrong_text(file, content)
    if wrong is not None:
        return None, [wrong]
    ragged: list[Problem] = []

    def note(row: Any) -> str:
        fields = (("expected", str(row.expected_columns)), ("found", str(row.actual_columns)))
        ragged.append(Problem(file.name, row.number or 0, value=row.text or "", key="cells", fields=fields))
        return "skip"

    header = _header(content)
    try:
        rows = arrow_csv.read_csv(
            # Arrow takes a header without a line's end for a row that is too long.
            pa.BufferReader(content if content.endswith(b"\n") else content + b"\n"),
            # One thread: only then does Arrow number the rows that it finds ragged.
            read_options=arrow_csv.ReadOptions(
                use_threads=False, column_names=header, skip_rows_after_names=1, block_size=_LONGEST_ROW
            ),
            # Blank rows are read, so that rows have the numbers that they have in the file.
            parse_options=arrow_csv.ParseOptions(
                newlines_in_values=True, invalid_row_handler=note, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in header}, strings_can_be_null=True, null_values=[""]
            ),
        )
    except pa.ArrowException as error:
        return None, [_unreadable(file, error)]
    every = np.arange(rows.num_rows + len(ragged)) + 2
    numbers = every[~np.isin(every, [problem.row for problem in ragged])]
    return _without_blank_rows(file, rows, numbers), ragged


def _wrong_text(file: File, content: bytes) -> Problem | None:
    """Why a file as a whole is no CSV of ours."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        return Problem(file.name, row, value=repr(content[error.start : error.end])[2:-1], key="not_utf8")
    if not content.strip() or not any(_header(content)):
        return Problem(file.name, key="no_header")
    row = _unclosed(content) if content.count(b'"') % 2 else 0
    return Problem(file.name, row, key="open_quote") if row else None


def _unclosed(content: bytes) -> int:
    """The row with a cell whose quotation mark is not closed before the file ends; 0 when there is none.

    Arrow would take all that follows the mark for that one cell, and lose the rows in it.
    """
    rows, row = _rows(content), 0
    try:
        for _ in rows:
            row += 1
    except csv.Error:
        return row + 1
    return 0


def _rows(content: bytes) -> Iterator[list[str]]:
    csv.field_size_limit(_LONGEST_ROW)
    return csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline=""), strict=True)


def write(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Write tables as CSV files (UTF-8, exact) of a new folder, all or none.

    Raises BadInput when the folder is there and holds something, or cannot be written.
    """
    from pyarrow import csv

    with whole_folder(folder) as draft:
        for name, rows in tables.items():
            csv.write_csv(rows, draft / f"{name}.csv")


def _header(content: bytes) -> list[str]:
    try:
        return [name.strip() for name in next(_rows(content))]
    except csv.Error:
        return []
