"""What sort of file it is, and the reader for it."""

from __future__ import annotations

from pathlib import Path

from graphgov.errors import BadInput
from graphgov.files.sheets import encodings, separated
from graphgov.files.sheets.model import Sheet


def sheets(path: Path) -> list[Sheet]:
    """The sheets of a table file, hidden ones among them, in the order of the file.

    Raises BadInput, which names the file and the cure, when it is no table, damaged, locked or absurdly large.
    """
    content, file = _content(path), str(path)
    text, encoding = encodings.decoded(content, file)
    return [Sheet(file, "", separated.rows_of(text, file), form=f"csv {encoding.upper()}")]


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInput("no_such_path", path=path) from error
    if not content.strip():
        raise BadInput("sheets_empty", file=path)
    return content
