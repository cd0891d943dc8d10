"""docs/python.md: every method of what `import graphgov` offers, with what its docstring says first."""

from __future__ import annotations

import inspect
import re
from typing import Any

from docs_text import code, table

from graphgov.api import Database, Table


def public(owner: type) -> list[str]:
    """The names of what a class offers, as it lists them."""
    return [name for name in vars(owner) if not name.startswith("_")]


def methods(owner: type) -> str:
    rows = []
    for name in public(owner):
        member = inspect.getattr_static(owner, name)
        call = f"{name}({_parameters(member)})" if inspect.isfunction(member) else name
        says = inspect.getdoc(member) or ""
        rows.append((code(call), re.split(r"\n\n", says)[0].replace("\n", " ").replace("|", "\\|")))
    return table(("call", "what comes back"), rows)


def _parameters(member: object) -> str:
    """The names of the parameters, those of a territory or a question among them."""
    found = []
    for name, parameter in inspect.signature(member).parameters.items():  # type: ignore[arg-type]
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            asked = inspect.get_annotations(member, eval_str=True)[name]  # type: ignore[arg-type]
            found += [f"{each}=" for each in asked.__args__[0].__annotations__] if asked is not Any else [f"{name}..."]
        elif name != "self":
            found.append(name if parameter.default is inspect.Parameter.empty else f"{name}=")
    return ", ".join(found)


def names() -> frozenset[str]:
    """Everything of Python that a page may name."""
    found = {"Database", "Table", "GraphgovError", "MultiDiGraph", "as_of", "rows", "community_name"}
    return frozenset({*found, *public(Database), *public(Table)})


BLOCKS = {
    "python-database": lambda: methods(Database),
    "python-table": lambda: methods(Table),
}
