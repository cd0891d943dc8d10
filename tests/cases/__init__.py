"""The shared cases as graphgov's own tables: one small converter a case, in plain standard library code.

Nothing here imports graphgov, so that what a test expects does not come from what it tests.
Every converter has `tables(...)`, rows by kind, and `write(folder, ...)`, the same as CSV files ready to import.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases"


def case(name: str) -> Path:
    """The folder of a shared case; skips the test when, and only when, that folder is absent."""
    folder = CASES / name
    if not folder.is_dir():
        pytest.skip(f"the shared case {name} is not here")
    return folder


def expected(name: str, file: str = "expected.json") -> Any:
    """What a case's own oracle found, which no converter reads."""
    return json.loads((case(name) / file).read_text(encoding="utf-8"))
