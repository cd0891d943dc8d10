"""docs/ledgers.md: what is said of a file, of a table and of a value, from the catalogue."""

from __future__ import annotations

from docs_text import table, template

from graphgov import words


def _said(of: str, keys: list[str]) -> str:
    return table(("中文", "English"), (tuple(template(of, key, lang=lang) for lang in words.LANGUAGES) for key in keys))


def _refusals() -> str:
    return _said("error", [key for key in words.catalogue()["error"] if key.startswith("sheets_")])


def _remarks() -> str:
    return _said("ledger", list(words.catalogue()["ledger"]))


def _doubts() -> str:
    return _said("doubt", list(words.catalogue()["doubt"]))


BLOCKS = {"ledger-refusals": _refusals, "ledger-remarks": _remarks, "ledger-doubts": _doubts}
