"""docs/queries.md: every named query, as its file declares it."""

from __future__ import annotations

from docs_text import code, table

from graphgov.named import NamedQuery, library


def written() -> str:
    parts, group = [], ""
    for query in library().values():
        if query.group != group:
            group = query.group
            parts.append(f"## {group}")
        parts.append(_one(query))
    return "\n\n".join(parts)


def _one(query: NamedQuery) -> str:
    rows = [
        ("parameter", code(each.name), each.type, "has to be given" if each.default is None else each.default)
        for each in query.parameters
    ] + [("column", code(name), type_, "") for name, type_ in query.columns]
    said = f"**{query.asks['en']}** {query.asks['zh']}\n\n{query.why['en']}"
    return f"### {query.name}\n\n{said}\n\n{table(('', 'name', 'type', 'default'), rows)}"


BLOCKS = {"queries": written}
