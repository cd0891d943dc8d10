"""The policy restated: every entry as a query in Cypher that runs on a Neo4j server as it is.

What graphgov's own commands answer of an entry, its query answers too, on every day.  The queries of the shipped policy
stand in the folder cypher/; `graphgov policy queries` writes those of another.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from graphgov.files.whole import whole_folder
from graphgov.named import SCRIPT
from graphgov.policy import Policy
from graphgov.policy.model import TABLES
from graphgov.restated import findings, measures, subjects
from graphgov.restated.headers import header
from graphgov.restated.text import Body
from graphgov.schema import SCHEMA, Schema
from graphgov.store.property_graph import definitions

_BODIES: dict[str, Callable[[Any, Policy, Schema], Body]] = {
    "rule": lambda entry, policy, schema: subjects.reached(entry.paths),
    "standard": lambda entry, policy, schema: subjects.states(entry, policy, schema),
    "denominator": lambda entry, policy, schema: subjects.base(entry.path),
    "category": lambda entry, policy, schema: subjects.reached([entry.path]),
    "gap": lambda entry, policy, schema: subjects.gap(entry, policy),
    "view": lambda entry, policy, schema: subjects.reached(entry.paths),
    "measure": lambda entry, policy, schema: measures.claimed(entry, schema),
    "finding": findings.finding,
}

GROUPS = tuple(TABLES[table] for table in _BODIES)
"""The folders of generated queries."""


def queries(policy: Policy, schema: Schema = SCHEMA) -> dict[str, str]:
    """The text of every query, header included, by its name (`rules/own_branch`); entries that are off included."""
    found = {}
    for table, body_of in _BODIES.items():
        for entry in policy.entries(table):
            body = body_of(entry, policy, schema)
            text = body.text or _nothing(body)
            found[f"{TABLES[table]}/{entry.name}"] = f"{header(table, entry, policy, body)}{text}\n"
    return found


def _nothing(body: Body) -> str:
    """A query without rows: for an entry that nothing can be in, as a finding on claims without any measure."""
    return f"MATCH (n)\nWHERE false\nRETURN {', '.join(f'null AS {name}' for name, _ in body.columns)}"


def constraints(schema: Schema = SCHEMA) -> str:
    """The script of the constraints and indexes that graphgov itself makes on a server."""
    head = "// The constraints and indexes that graphgov makes on a server; an import makes them by itself.\n"
    return head + "".join(f"{statement};\n" for statement in definitions(schema).values())


def files(policy: Policy) -> dict[str, str]:
    """All generated files of a folder of queries: their texts by their paths in it."""
    texts = {f"{name}.cypher": text for name, text in queries(policy).items()}
    return {SCRIPT: constraints(), **texts}


def write(policy: Policy, folder: Path) -> int:
    """Write the queries into a new folder, wholly or not at all; how many there are.

    Raises BadInput when there is something in the folder, or it cannot be written.
    """
    texts = files(policy)
    with whole_folder(folder) as draft:
        for name, text in texts.items():
            (draft / name).parent.mkdir(exist_ok=True)
            (draft / name).write_text(text, encoding="utf-8", newline="\n")
    return len(texts) - 1


__all__ = ["GROUPS", "constraints", "files", "queries", "write"]
