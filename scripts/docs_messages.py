"""docs/import-messages.md: every message of the importer with its cause; the cure stands in the message itself."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from docs_text import table, template

from graphgov import words

CAUSES = Path(__file__).with_name("docs_causes.toml")

PREFIXES = {
    "error": ("sheets_", "ledger_", "template_", "report_suffix", "mapping_", "bad_mapping", "resolve_"),
    "problem": ("mapping_", "resolve_"),
}
"""Of these parts of the catalogue, what else it holds is not the importer's."""


def keys(of: str) -> list[str]:
    """The keys of a part of the catalogue that an import of ledgers can say."""
    return [key for key in words.catalogue()[of] if key.startswith(PREFIXES.get(of, ""))]


@cache
def causes() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(CAUSES.read_text(encoding="utf-8"))


def _messages(of: str) -> str:
    rows = ((*_side(of, key, "zh"), *_side(of, key, "en")) for key in keys(of) if key in causes()[of])
    return table(("所见", "原因", "said", "cause"), rows)


def _side(of: str, key: str, lang: str) -> tuple[str, str]:
    return template(of, key, lang=lang), causes()[of][key][lang]


def faults() -> Iterator[str]:
    """Messages without a cause, and causes of no message."""
    for of, known in causes().items():
        said = set(keys(of))
        yield from (f"the message {of}.{key} has no cause" for key in sorted(said - set(known)))
        yield from (f"there is no message {of}.{key}" for key in sorted(set(known) - said))


BLOCKS = {f"messages-{of}": partial(_messages, of) for of in ("error", "ledger", "doubt", "told", "problem")}
