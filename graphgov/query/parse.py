"""Text to tree."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any as Anything

import lark

from graphgov.errors import BadQuery
from graphgov.query import tree
from graphgov.query.tree import Direction, Literal, Word

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}

MOST = 2_000
"""The longest text, in characters."""

DEEPEST = 60
"""How many levels of brackets, negations and operations may stand in one another."""

# What a reader should be told was expected, for the tokens whose names say little.
_EXPECTED = {
    "LPAR": "(", "RPAR": ")", "LSQB": "[", "RSQB": "]", "LBRACE": "{", "RBRACE": "}", "COLON": ":", "VBAR": "|",
    "COMMA": ",", "DOT": ".", "DOLLAR": "$", "MINUS": "-", "PLUS": "+", "STAR": "*", "RANGE": "..", "$END": "",
    "__ANON_0": "->", "__ANON_1": "<-", "NAME": "NAME", "TEXT": "'TEXT'", "INT": "0-9", "OPERATOR": "= <> < <= > >=",
}  # fmt: skip


@cache
def _parser() -> lark.Lark:
    # Both starts in one: every command waits for this, 20 ms each time.
    grammar = files("graphgov.query").joinpath("grammar.lark").read_text(encoding="utf-8")
    starts = ["path", "condition"]
    return lark.Lark(grammar, start=starts, parser="lalr", maybe_placeholders=True, propagate_positions=True)


def parse_path(text: str) -> tree.Path:
    """The path that a text stands for.

    Raises BadQuery with the column of the first thing that the grammar does not hold.
    """
    path: tree.Path = _Tree().transform(_parse(text, "path"))
    return replace(path, text=" ".join(text.split()))


def parse_condition(text: str) -> tree.Expr:
    """The expression that a text stands for; raises BadQuery like `parse_path`."""
    expr: tree.Expr = _Tree().transform(_parse(text, "condition"))
    return expr


def _parse(text: str, start: str) -> lark.Tree[Anything]:
    if len(text) > MOST:
        raise BadQuery("query_too_long", column=MOST + 1, most=MOST)
    try:
        return _not_too_deep(_parser().parse(text, start=start))
    except lark.exceptions.UnexpectedToken as error:
        expected = _names(error.accepts or error.expected)
        if error.token.type == "$END":
            raise BadQuery("query_ends", column=len(text) + 1, expected=expected) from None
        raise BadQuery("query_token", column=_column(error), found=str(error.token), expected=expected) from None
    except lark.exceptions.UnexpectedCharacters as error:
        found, expected = text[error.pos_in_stream or 0], _names(error.allowed or ())
        raise BadQuery("query_token", column=_column(error), found=found, expected=expected) from None


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


def _unquote(token: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), token[1:-1], flags=re.S)


@lark.v_args(inline=True)
class _Tree(lark.Transformer[Anything, Anything]):
    """One method a rule of the grammar."""

    def path(self, *items: Anything) -> tree.Path:
        return tree.Path(items[::2], items[1::2])

    def name(self, token: lark.Token) -> Word:
        return Word(str(token), (token.start_pos or 0) + 1)

    def kinds(self, *names: Word) -> tuple[Word, ...]:
        return names

    @lark.v_args(inline=True, meta=True)
    def node(
        self, meta: Anything, var: Word, kinds: tuple[Word, ...], entries: tree.Expr, where: tree.Expr
    ) -> tree.NodePattern:
        return tree.NodePattern(kinds or (), tree.conjunction(entries, where), var, meta.start_pos + 1)

    def entry(self, name: Word, value: Anything) -> tree.Expr:
        own = tree.Attribute(Word(""), name)
        if isinstance(value, list):
            return tree.In(own, tuple(value))
        return tree.Compare("=", own, value)

    def map(self, *entries: tree.Expr) -> tree.Expr | None:
        return tree.conjunction(*entries)

    def where(self, expr: tree.Expr) -> tree.Expr:
        return expr

    def condition(self, expr: tree.Expr) -> tree.Expr:
        return expr

    @lark.v_args(inline=True, meta=True)
    def body(self, meta: Anything, *parts: Anything) -> tuple[Anything, ...]:
        return (getattr(meta, "start_pos", 0), *parts)

    def range(self, _star: str, low: str | None, dots: str | None, high: str | None) -> tuple[int, int | None]:
        if dots is None:
            return (1, None) if low is None else (int(low), int(low))
        return (1 if low is None else int(low), None if high is None else int(high))

    def _edge(self, direction: Direction, body: tuple[Anything, ...]) -> tree.EdgePattern:
        start, var, kinds, bounds, entries, where = body
        low, high = bounds or (1, 1)
        return tree.EdgePattern(kinds or (), direction, low, high, tree.conjunction(entries, where), var, start + 1)

    def out(self, body: tuple[Anything, ...]) -> tree.EdgePattern:
        return self._edge(Direction.OUT, body)

    def back(self, body: tuple[Anything, ...]) -> tree.EdgePattern:
        return self._edge(Direction.BACK, body)

    def either(self, body: tuple[Anything, ...]) -> tree.EdgePattern:
        return self._edge(Direction.EITHER, body)

    def any(self, *parts: tree.Expr) -> tree.Expr:
        return tree.Any(parts)

    def all(self, *parts: tree.Expr) -> tree.Expr:
        return tree.All(parts)

    def negate(self, part: tree.Expr) -> tree.Expr:
        return tree.Not(part)

    def compare(self, left: tree.Expr, operator: str, right: tree.Expr) -> tree.Expr:
        return tree.Compare(str(operator), left, right)

    def within(self, value: tree.Expr, options: list[Literal]) -> tree.Expr:
        return tree.In(value, tuple(options))

    def is_null(self, value: tree.Expr) -> tree.Expr:
        return tree.IsNull(value)

    def is_known(self, value: tree.Expr) -> tree.Expr:
        return tree.Not(tree.IsNull(value))

    def arithmetic(self, left: tree.Expr, operator: str, right: tree.Expr) -> tree.Expr:
        return tree.Arithmetic(str(operator), left, right)

    def parameter(self, name: Word) -> tree.Expr:
        return tree.Parameter(name)

    def attribute(self, var: Word, name: Word) -> tree.Expr:
        return tree.Attribute(var, name)

    def call(self, function: Word, *arguments: tree.Expr) -> tree.Expr:
        return tree.Call(Word(function.lower(), function.column), tuple(part for part in arguments if part is not None))

    def list(self, *options: Literal) -> list[Literal]:
        return [option for option in options if option is not None]

    def text(self, token: lark.Token) -> Literal:
        return Literal(_unquote(str(token)), (token.start_pos or 0) + 1)

    def integer(self, token: lark.Token) -> Literal:
        return Literal(int(token), (token.start_pos or 0) + 1)

    def negative(self, token: lark.Token) -> Literal:
        return Literal(-int(token), (token.start_pos or 0) + 1)

    def true(self) -> Literal:
        return Literal(True)

    def false(self) -> Literal:
        return Literal(False)

    def null(self) -> Literal:
        return Literal(None)
