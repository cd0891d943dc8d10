"""docs/export.md: every format, as it declares itself."""

from __future__ import annotations

from docs_text import code, labels, table

from graphgov.export.model import formats


def written() -> str:
    rows = [
        (
            code(each.name), "folder" if each.folder else code(f".{each.name}"), labels("format", each.name),
            ", ".join(map(code, each.holds)), "yes" if each.marked else "no",
        )
        for each in formats().values()
    ]  # fmt: skip
    return table(("format", "file", "what it is", "holds", "marking"), rows)


BLOCKS = {"formats": written}
