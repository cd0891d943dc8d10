"""What XML asks of a text: signs that are written otherwise, and signs that it cannot hold at all."""

from __future__ import annotations

SPECIAL = "[&<>\"\\x00-\\x1f\\x{fffe}\\x{ffff}]"
"""The signs that cannot stand as they are, as a regular expression of Arrow's (RE2)."""

# XML 1.0, production 2: no control characters but tab, newline and return, nor the two that are no characters.
_IMPOSSIBLE = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(0x20), 0xFFFE, 0xFFFF)}

# As references, because a parser makes a blank of a newline in an attribute, and a newline of a return anywhere.
_WRITTEN = str.maketrans(
    _IMPOSSIBLE
    | {ord(sign): name for sign, name in {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}.items()}
    | {ord(sign): f"&#{ord(sign)};" for sign in "\t\n\r"}
)


def escaped(text: str) -> str:
    """A text as it may stand between tags and in an attribute; what XML cannot hold becomes U+FFFD."""
    return text.translate(_WRITTEN)
