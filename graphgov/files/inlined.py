"""Pages that carry everything inside: data that no parser takes for markup, and a policy that lets nothing else run."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markupsafe import Markup


def as_data(value: object) -> Markup:
    """A value as JSON for the inside of ``<script type="application/json">``: it holds no end tag and no comment."""
    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # The separators of lines and paragraphs end a line for old browsers.
    for sign in "<\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    # Half a pair of surrogates is no text: UTF-8 cannot hold it.
    return Markup(text.encode("utf-8", "replace").decode("utf-8"))


def content_policy(styles: tuple[str, ...], scripts: tuple[str, ...]) -> str:
    """A Content-Security-Policy: these styles and scripts, by their hashes, and nothing else, from nowhere."""
    allowed = (
        f"{name}-src {' '.join(_hash(text) for text in texts)}"
        for name, texts in (("script", scripts), ("style", styles))
    )
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
