"""The text of a file, in whichever encoding an office computer wrote it."""

from __future__ import annotations

import codecs
import re

from graphgov.errors import BadInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip

_LOOKED_AT = 1 << 16

# A sign of UTF-8 that is longer than a byte; a pair or four bytes of GB 18030 that are hardly anything else.
_OF_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_OF_GB = re.compile(rb"[\x81-\xfe][\x80-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_HIGH = re.compile(rb"[\x80-\xff]")

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decoded(content: bytes, file: str) -> tuple[str, str]:
    """The text of a file without its mark, and the name of its encoding.

    By its mark, else UTF-16 by the zeros in it, else UTF-8, else GB 18030 (GBK is a part of it) where its bytes come in
    pairs, else Windows 1252.  Raises BadInput when the file is no text, or some of it is damaged: never a text with
    signs that nobody wrote.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding, file), encoding
    encoding = _unmarked(content, file)
    return _strict(content, encoding, file), encoding


def is_text(content: bytes) -> bool:
    """Whether a file's beginning looks like text: by its mark, or by the control characters that it does not hold."""
    start = content[:_LOOKED_AT]
    return start.startswith(tuple(mark for mark, _ in _MARKS)) or bool(_utf16(start)) or not _BINARY.search(start)


def _unmarked(content: bytes, file: str) -> str:
    start = content[:_LOOKED_AT]
    if _utf16(start):
        return _utf16(start)
    if _BINARY.search(start):
        raise BadInput("sheets_no_table", file=file)
    high = len(_HIGH.findall(content))
    utf8 = sum(map(len, _OF_UTF8.findall(content)))
    # Which it is, most of its bytes say; that some are damaged, decoding finds.
    if utf8 >= 0.9 * high:
        return "utf-8"
    return "gb18030" if 2 * len(_OF_GB.findall(content)) >= 0.5 * high else "cp1252"


def _utf16(start: bytes) -> str:
    """UTF-16 without a mark: blanks, digits, commas and line ends have a zero on one side."""
    if len(start) < 2:
        return ""
    few = max(len(start) // 40, 1)
    little, big = start[1::2].count(0), start[0::2].count(0)
    encoding, zeros, others = ("utf-16-le", little, big) if little > big else ("utf-16-be", big, little)
    likely = zeros >= few and zeros > 4 * others
    return encoding if likely and not _CONTROL.search(start.decode(encoding, "replace")) else ""


def _strict(content: bytes, encoding: str, file: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content[: error.start].decode(encoding, "ignore").count("\n") + 1
        raise BadInput("sheets_bad_bytes", file=file, row=row, encoding=encoding.upper()) from error
