"""docs/ledgers.md and docs/mapping.md: what is said of a file, a table, a value, a row; what columns can mean."""

from __future__ import annotations

from docs_text import code, table, template

from graphgov import words
from graphgov.ledger.dictionary import dictionary
from graphgov.ledger.mapping import ColumnRule
from graphgov.ledger.showing import meaning


def _said(of: str, keys: list[str]) -> str:
    return table(("中文", "English"), (tuple(template(of, key, lang=lang) for lang in words.LANGUAGES) for key in keys))


def _refusals() -> str:
    return _said("error", [key for key in words.catalogue()["error"] if key.startswith("sheets_")])


def _remarks() -> str:
    return _said("ledger", list(words.catalogue()["ledger"]))


def _doubts() -> str:
    return _said("doubt", list(words.catalogue()["doubt"]))


def _told() -> str:
    return _said("told", list(words.catalogue()["told"]))


def _meanings() -> str:
    """What a column can mean, with some of the titles that mean it."""
    found: dict[str, list[str]] = {}
    for entry in dictionary().entries:
        for means in filter(None, (entry.means, entry.instead, entry.alone)):
            found.setdefault(means, []).extend(entry.titles)
    rows = ((code(means), meaning(ColumnRule("", means)), ", ".join(each[:4])) for means, each in found.items())
    return table(("meaning", "", "titles, for example"), sorted(rows))


BLOCKS = {
    "ledger-refusals": _refusals, "ledger-remarks": _remarks, "ledger-doubts": _doubts, "ledger-told": _told,
    "ledger-meanings": _meanings,
}  # fmt: skip
