"""docs/mapping.md: what columns can mean."""

from __future__ import annotations

from docs_text import code, table

from graphgov.ledger.dictionary import dictionary
from graphgov.ledger.mapping import ColumnRule
from graphgov.ledger.showing import meaning


def _meanings() -> str:
    """What a column can mean, with some of the titles that mean it."""
    found: dict[str, list[str]] = {}
    for entry in dictionary().entries:
        for means in filter(None, (entry.means, entry.instead, entry.alone)):
            found.setdefault(means, []).extend(entry.titles)
    rows = ((code(means), meaning(ColumnRule("", means)), ", ".join(each[:4])) for means, each in found.items())
    return table(("meaning", "", "titles, for example"), sorted(rows))


BLOCKS = {"ledger-meanings": _meanings}
