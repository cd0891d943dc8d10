"""Files and folders that are written whole or not at all: into a draft beside them, which then takes their place."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from graphgov.errors import BadInput


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """The path of a draft, which replaces `path` when the block ends well and is removed when it does not.

    What is no file (a pipe, /dev/stdout) is written to as it is.  Raises BadInput when nothing can be written there.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        yield path
        return
    path = path.resolve()  # through a link: what it leads to is replaced, not the link
    draft = _beside(path)
    try:
        yield draft
        os.replace(draft, path)
    except OSError as error:
        raise BadInput("cannot_write", path=path, reason=error.strerror or error) from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """An empty draft folder, which becomes `folder` when the block ends well and is removed when it does not.

    Raises BadInput when there is something in the folder already, or it cannot be written.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput("folder_not_empty", path=folder)
    draft = _beside(folder)
    try:
        draft.mkdir(parents=True)
        yield draft
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    except OSError as error:
        raise BadInput("cannot_write", path=folder, reason=error.strerror or error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _beside(path: Path) -> Path:
    """A name that nobody has; short, because `path` may have the longest name that there can be."""
    return path.with_name(f".{uuid4().hex}.part")


# What Windows lets no file be called; source: Microsoft, Naming Files, Paths, and Namespaces.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

LONGEST_NAME = 60
"""Signs; of three bytes each, which leaves room for a suffix in the 255 bytes that a file's name can have."""


def file_name(text: str) -> str:
    """A text as the name of a file, without its suffix, on any system; never empty.

    Raises BadInput where the locale's file names cannot hold its signs.
    """
    name = _FORBIDDEN.sub("_", text)[:LONGEST_NAME].strip(" .")
    # Signs outside the basic plane have four bytes.
    while len(name.encode()) > 3 * LONGEST_NAME:
        name = name[:-1]
    try:
        os.fsencode(name)
    except UnicodeEncodeError as error:
        raise BadInput("cannot_name", name=name) from error
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name
