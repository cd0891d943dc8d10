"""Text to tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any as Anything

import lark

from graphgov.errors import BadQuery
from graphgov.query import tree
from graphgov.query.build import built
from graphgov.query.clauses import Query

MOST, MOST_OF_QUERY = 2_000, 60_000
"""The longest path and the longest query, in characters."""

DEEPEST = 60
"""How many levels of brackets, negations and operations may stand in one another."""

# What a reader should be told was expected, for the tokens whose names say little.
_EXPECTED = {
    "LPAR": "(", "RPAR": ")", "LSQB": "[", "RSQB": "]", "LBRACE": "{", "RBRACE": "}", "COLON": ":", "VBAR": "|",
    "COMMA": ",", "DOT": ".", "DOLLAR": "$", "MINUS": "-", "PLUS": "+", "STAR": "*", "RANGE": "..", "$END": "",
    "OPEN": "-[", "OPEN_BACK": "<-[", "ARROW": "->", "SHORT": "--", "SHORT_OUT": "-->",
    "SHORT_BACK": "<--", "SHORT_BOTH": "<-->", "NAME": "NAME", "TEXT": "'TEXT'", "INT": "0-9", "FLOAT": "0-9",
    "EQUAL": "=", "SLASH": "/", "OPERATOR": "<> < <= > >=", "PERCENT": "%", "SEMICOLON": "",
    "STARTS_WITH": "STARTS WITH", "TRUE": "true", "ENDS_WITH": "ENDS WITH", "ORDER_BY": "ORDER BY",
    "UNION_ALL": "UNION ALL", "FALSE": "false", "NULL": "null", "ASCENDING": "ASC", "DESCENDING": "DESC",
    "QUANTIFIER": "all(", "LIST_OF": "[", "SHORTEST_PATH": "shortestPath(",
}  # fmt: skip

# What stands where reading stops, if it is a part of Cypher that the language leaves out; and what to say of it.
_OUTSIDE = (
    (r"(CREATE|MERGE|SET|DELETE|DETACH|REMOVE|FOREACH|DROP|INSERT|ALTER)\b", "cypher_writes"),
    (r"(CALL|LOAD\s+CSV|USE|SHOW|PROFILE|EXPLAIN|FINISH|YIELD|GRANT|START|STOP|TERMINATE)\b", "cypher_clause"),
    (r"(reduce)\s*\(", "cypher_outside"),
    (r"(COLLECT)\s*\{", "cypher_outside"),
    (r"(=~|\^|\|\||::)", "cypher_outside"),
    (r"(\[|\{|\||&|!|%)", "cypher_outside"),
)


@cache
def _parser(whole: bool) -> lark.Lark:
    """The parser of paths or, some times as large, that of queries: every command waits for the first, 25 ms."""
    grammars = ("grammar.lark", "query.lark") if whole else ("grammar.lark",)
    grammar = "\n".join(files("graphgov.query").joinpath(name).read_text(encoding="utf-8") for name in grammars)
    # Both starts in one, for the same reason.
    starts = ["query"] if whole else ["path", "condition"]
    return lark.Lark(grammar, start=starts, parser="lalr", maybe_placeholders=True, propagate_positions=True)


def parse_path(text: str) -> tree.Path:
    """The path that a text stands for.

    Raises BadQuery with the column of the first thing that the grammar does not hold.
    """
    path: tree.Path = _built(text, "path")
    return replace(path, text=" ".join(text.split()))


def parse_condition(text: str) -> tree.Expr:
    """The expression that a text stands for; raises BadQuery like `parse_path`."""
    expr: tree.Expr = _built(text, "condition")
    return expr


@lru_cache(maxsize=64)
def parse_query(text: str) -> Query:
    """The query that a text stands for; raises BadQuery like `parse_path`, and by name for what the language lacks.

    Whoever asks again, for another day or community, does so in the same words: reading a page of them takes longer
    than to ask a hundred thousand units.
    """
    query: Query = _built(text, "query")
    return query


def _built(text: str, start: str) -> Anything:
    return built(_parse(text, start), text, whole=start == "query")


def _parse(text: str, start: str) -> lark.Tree[Anything]:
    whole = start == "query"
    most = MOST_OF_QUERY if whole else MOST
    if len(text) > most:
        raise BadQuery("query_too_long", column=most + 1, most=most)
    try:
        return _not_too_deep(_parser(whole).parse(text, start=start))
    except lark.exceptions.UnexpectedInput as error:
        if whole:
            _refuse_by_name(text, error.pos_in_stream or 0)
        raise _misfit(text, error) from None


def _refuse_by_name(text: str, position: int) -> None:
    before, rest = text[:position], text[position:]
    if before.rstrip().endswith(";"):
        raise BadQuery("cypher_second", column=position + 1)
    if before.count("[") > before.count("]") and (bar := _BAR_BEFORE.search(before)):
        raise BadQuery("cypher_bar", column=bar.start(2) + 1, word=bar[1])
    if rest.startswith(":") and before.rstrip().endswith("|"):
        raise BadQuery("cypher_colon", column=position + 1)
    if rest.startswith(":") and (kind := _KIND_BEFORE.search(before)):
        raise BadQuery("cypher_labels", column=position + 1, word=kind[1])
    if rest.startswith("(") and (function := _DOTTED_BEFORE.search(before)):
        raise BadQuery("cypher_outside", column=function.start() + 1, word=function[1])
    if re.match(r"(WITH|UNWIND)\b", rest, re.IGNORECASE) and before.count("{") > before.count("}"):
        raise BadQuery("cypher_subquery", column=position + 1)
    if rest.startswith("~"):
        position -= 1
    for pattern, key in _OUTSIDE:
        found = re.compile(pattern, re.IGNORECASE).match(text, position)
        if found:
            raise BadQuery(key, column=position + 1, word=" ".join(found[1].upper().split()))


_BAR_BEFORE = re.compile(r"(?<![(\w])([^\W\d]\w*)\s*:(\s*\w+\s*\|[\w\s|]*)$")
_KIND_BEFORE = re.compile(r":\s*(\w+|`[^`]+`)\s*$")
_DOTTED_BEFORE = re.compile(r"([^\W\d]\w*(?:\.\w+)+)\s*$")
"""What ends before the place where reading stops: kinds and a bar within a list, a label, the name of a function."""


@contextmanager
def placed(text: str) -> Iterator[None]:
    """A block in which the place of a fault becomes one that is found in a text of several lines."""
    try:
        yield
    except BadQuery as error:
        offset = error.fields.get("column")
        if isinstance(offset, int) and "\n" in text[: offset - 1]:
            before = text[: offset - 1]
            fields = {**error.fields, "column": offset - 1 - before.rindex("\n"), "line": before.count("\n") + 1}
            raise BadQuery(error.key, **fields) from None
        raise


def _misfit(text: str, error: lark.exceptions.UnexpectedInput) -> BadQuery:
    match error:
        case lark.exceptions.UnexpectedToken(token=token) if token.type == "$END":
            return BadQuery("query_ends", column=len(text) + 1, expected=_names(error.accepts or error.expected))
        case lark.exceptions.UnexpectedToken(token=token):
            found, expected = str(token), _names(error.accepts or error.expected)
        case lark.exceptions.UnexpectedCharacters():
            found, expected = text[error.pos_in_stream or 0], _names(error.allowed or ())
        case _:
            raise error
    return BadQuery("query_token", column=_column(error), found=found, expected=expected)


def _not_too_deep(whole: lark.Tree[Anything]) -> lark.Tree[Anything]:
    """The tree itself: every walk over it is recursive, and Python allows a thousand calls."""
    level = [whole]
    for _ in range(DEEPEST):
        level = [child for part in level for child in part.children if isinstance(child, lark.Tree)]
    if level:
        raise BadQuery("query_too_deep", column=level[0].meta.start_pos + 1, most=DEEPEST)
    return whole


def _column(error: lark.exceptions.UnexpectedInput) -> int:
    return (error.pos_in_stream or 0) + 1


def _names(expected: Anything) -> str:
    return " ".join(sorted({_EXPECTED.get(name, name) for name in expected} - {""}))


