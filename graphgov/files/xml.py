"""Text in XML: every sign as itself, none as markup."""

from __future__ import annotations

import re

_ESCAPES = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"
}  # fmt: skip

# What XML 1.0 (2.2, Char) has no place for, not even escaped.
_IMPOSSIBLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"

SPECIAL = re.compile(f"[&<>\"'\t\n\r]|{_IMPOSSIBLE}")
"""Every sign that cannot stand in XML as it is."""


def escaped(text: str) -> str:
    """A text as it stands in an element or an attribute; signs that XML cannot hold become U+FFFD."""
    return SPECIAL.sub(lambda found: _ESCAPES.get(found.group(), "\ufffd"), text)
