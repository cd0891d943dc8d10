"""docs/queries.md: every named query, as its file declares it, with its answer on the sample; the policy's files."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docs_demo import sample
from docs_text import code, plain, table

from graphgov.answers.asked import cutoff, under
from graphgov.named import NamedQuery, bound
from graphgov.policy import read_policy
from graphgov.query.select import dialect
from graphgov.restated import GROUPS, files, queries
from graphgov.store import Limits

SHOWN = 6
"""So many rows of an answer are shown."""

PATIENT = Limits(seconds=300)
"""However busy the machine is, an answer is waited for."""


@cache
def _queries() -> Mapping[str, NamedQuery]:
    """All of them, those of the policy as it is now, whatever stands in the folder."""
    return under(read_policy())


@dataclass(frozen=True)
class Asked:
    """What a query finds, and what of the dialect its SQL needs."""

    rows: tuple[Sequence[Any], ...]
    columns: tuple[str, ...]
    dialect: frozenset[str]


@cache
def _answers() -> Mapping[str, Asked]:
    """What each finds in the sample, on its last day and with the examples of its header."""
    store, found = sample().store, {}
    with store.kept_open():
        day = cutoff(store)
        for name, query in _queries().items():
            with dialect.noted() as needs:
                answer = store.query(query.text, bound(query, query.example, day), PATIENT)
            found[name] = Asked(answer.rows, answer.columns, frozenset(needs))
    return found


def written() -> str:
    parts, group = [], ""
    for query in (query for query in _queries().values() if query.group not in GROUPS):
        if query.group != group:
            group = query.group
            parts.append(f"## {group}")
        parts.append(_one(query))
    return "\n\n".join(parts)


def _one(query: NamedQuery) -> str:
    rows = [
        ("parameter", code(each.name), each.sort, "has to be given" if each.default is None else each.default)
        for each in query.parameters
    ] + [("column", code(name), type_, "") for name, type_ in query.columns]
    said = f"**{query.asks['en']}** {query.asks['zh']}\n\n{query.why['en']}"
    return f"### {query.name}\n\n{said}\n\n{table(('', 'name', 'type', 'default'), rows)}\n\n{_answer(query)}"


def _answer(query: NamedQuery) -> str:
    """The command, the first rows of what it finds, and how many there are."""
    given = (f"--param {shlex.quote(f'{name}={value}')}" for name, value in query.example.items())
    found = _answers()[query.name]
    shown = [[_cell(value) for value in row] for row in found.rows[:SHOWN]]
    command, count = code(" ".join(["graphgov ask", query.name, *given])), len(found.rows)
    if not shown:
        return f"{command} gives no row."
    rows = table(list(map(code, found.columns)), shown)
    more = f"\n\n… {count} rows" if count > SHOWN else ""
    return f"{command} gives:\n\n{rows}{more}"


def _cell(value: Any) -> str:
    return plain(", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value))


def generated() -> str:
    """The queries of the policy, group by group."""
    every = [_queries()[name] for name in queries(read_policy())]
    return "\n\n".join(_group(group, [query for query in every if query.group == group]) for group in GROUPS)


def _group(group: str, members: list[NamedQuery]) -> str:
    columns = {query.columns for query in members}
    shared = [column for column in members[0].columns if all(column in own for own in columns)]
    more = sorted({column for own in columns for column in own} - set(shared))
    given = dict.fromkeys(each for query in members for each in query.parameters)
    said = [f"Parameters: {', '.join(f'{code(each.name)} ({each.default})' for each in given)}."]
    said.append(f"Columns: {', '.join(code(name) for name, _ in shared)}.")
    if more:
        said.append(f"Some have also: {', '.join(code(name) for name, _ in more)}.")
    rows = [
        (code(query.name), query.asks["en"], query.asks["zh"], str(len(_answers()[query.name].rows)))
        for query in members
    ]
    return f"### {group}\n\n{' '.join(said)}\n\n{table(('query', 'answers', '回答', 'rows'), rows)}"


def elsewhere() -> str:
    """Which queries need more of an engine than standard SQL."""
    needs = {name: asked.dialect for name, asked in _answers().items()}
    rows = [(code(name), ", ".join(sorted(used))) for name, used in needs.items() if used]
    said = f"{len(needs) - len(rows)} of the {len(needs)} named queries need nothing of it. The others do:"
    return f"{said}\n\n{table(('query', 'needs'), rows)}"


def faults(folder: Path) -> Iterator[str]:
    """What in the folder of queries is not as the policy has it."""
    wanted, found = files(read_policy()), _found(folder)
    cure = "python scripts/docs.py writes it anew"
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            yield f"{name} is missing ({cure})"
        elif name not in wanted:
            yield f"{name} is of no entry of the policy ({cure})"
        elif wanted[name] != found[name]:
            yield f"{name} is not what the policy says ({cure})"


def write(folder: Path) -> Iterator[str]:
    """Make the folder's generated files as the policy has them; the names of those that were changed."""
    wanted, found = files(read_policy()), _found(folder)
    for name in sorted(wanted.keys() | found.keys()):
        path = folder / name
        if name not in wanted:
            path.unlink()
            yield name
        elif wanted[name] != found.get(name):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], encoding="utf-8", newline="\n")
            yield name


def _found(folder: Path) -> Mapping[str, str]:
    """The generated files that there are: all of the groups that are generated, and those beside the groups."""
    paths = [*folder.glob("*.cypher"), *(path for group in GROUPS for path in (folder / group).glob("*"))]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


BLOCKS = {"queries": written, "policy-queries": generated, "queries-elsewhere": elsewhere}
