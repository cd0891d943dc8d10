"""Folders and zips of tables (CSV or Parquet) as Arrow tables, rows in the order of the file."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphgov.errors import BadInput, Problem

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIXES = (".csv", ".parquet")

MOST_UNPACKED = 16 << 30
"""A zip that claims to unpack to more bytes than this is refused."""


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
    """The rows of one file; row 1 is the header, so that `rows[0]` is row 2."""

    file: File
    rows: pa.Table


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


def read(file: File) -> Table | list[Problem]:
    """The table in a file, or what is wrong with the file as a whole."""
    return _parquet(file) if file.suffix == ".parquet" else _csv(file)


def _parquet(file: File) -> Table | list[Problem]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        rows = parquet.read_table(pa.BufferReader(file.content))
    except (pa.ArrowException, OSError) as error:
        return [Problem(file.name, key="unreadable", fields=(("reason", str(error).splitlines()[0]),))]
    return Table(file, rows) if rows.num_columns else [Problem(file.name, key="no_header")]


def _csv(file: File) -> Table | list[Problem]:
    import pyarrow as pa
    from pyarrow import csv

    content = file.content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        return [Problem(file.name, row, value=repr(content[error.start : error.end])[2:-1], key="not_utf8")]
    if not content.strip():
        return [Problem(file.name, key="no_header")]
    ragged: list[Problem] = []

    def note(row: Any) -> str:
        fields = (("expected", str(row.expected_columns)), ("found", str(row.actual_columns)))
        ragged.append(Problem(file.name, row.number or 0, value=row.text or "", key="cells", fields=fields))
        return "skip"

    header = _header(content)
    try:
        rows = csv.read_csv(
            pa.BufferReader(content),
            # One thread: only then does Arrow number the rows that it finds ragged.
            read_options=csv.ReadOptions(use_threads=False, column_names=header, skip_rows_after_names=1),
            parse_options=csv.ParseOptions(newlines_in_values=True, invalid_row_handler=note),
            convert_options=csv.ConvertOptions(
                column_types={name: pa.string() for name in header}, strings_can_be_null=True, null_values=[""]
            ),
        )
    except pa.ArrowException as error:
        return [Problem(file.name, key="unreadable", fields=(("reason", str(error).splitlines()[0]),))]
    return ragged or Table(file, rows)


def _header(content: bytes) -> list[str]:
    import csv
    import io

    return [name.strip() for name in next(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))]
