"""What the parser reads, as values of the tree: one method a rule of the grammar."""

from __future__ import annotations

from dataclasses import replace
from typing import Any as Anything

import lark

from graphgov.errors import BadQuery
from graphgov.query import clauses, terms, tree
from graphgov.query.quoting import unquoted
from graphgov.query.tree import Direction, Literal, Word


def built(parsed: lark.Tree[Anything], text: str, *, whole: bool) -> Anything:
    """The value that a parsed text stands for; `whole`: it is a query, not a path or a condition."""
    try:
        return _Build(text, whole).transform(parsed)
    except lark.exceptions.VisitError as error:
        if isinstance(error.orig_exc, BadQuery):
            raise error.orig_exc from None
        raise


@lark.v_args(inline=True)
class _Build(lark.Transformer[Anything, Anything]):
    """The rules of a path, and of a query; `text` is what is parsed, `whole` says that it is a query."""

    def __init__(self, text: str, whole: bool) -> None:
        super().__init__()
        self._text, self._whole = text, whole

    # ---- Patterns

    def path(self, *items: Anything) -> tree.Path:
        return tree.Path(items[::2], items[1::2])

    def name(self, token: lark.Token) -> Word:
        return Word(str(token).strip("`"), (token.start_pos or 0) + 1)

    def kinds(self, *names: Word) -> tuple[Word, ...]:
        return names

    @lark.v_args(inline=True, meta=True)
    def node(
        self, meta: Anything, var: Word, kinds: tuple[Word, ...], entries: tree.Expr, where: tree.Expr
    ) -> tree.NodePattern:
        return tree.NodePattern(kinds or (), tree.conjunction(entries, where), var, meta.start_pos + 1)

    def entry(self, name: Word, value: tree.Expr) -> tree.Expr:
        own = tree.Attribute(Word("", name.column), name)
        if isinstance(value, terms.ListOf):
            if self._whole:
                # In a path any of the values will do; in Cypher the property would have to be a list.
                raise BadQuery("cypher_map_list", column=value.column, word=name)
            return self.within(own, value)
        return tree.Compare("=", own, value)

    def map(self, *entries: tree.Expr) -> tree.Expr | None:
        return tree.conjunction(*entries)

    def where(self, _word: str, expr: tree.Expr) -> tree.Expr:
        return expr

    def condition(self, expr: tree.Expr) -> tree.Expr:
        return expr

    @lark.v_args(inline=True, meta=True)
    def body(self, meta: Anything, *parts: Anything) -> tuple[Anything, ...]:
        return (getattr(meta, "start_pos", 0), *parts)

    def range(self, _star: str, low: str | None, dots: str | None, high: str | None) -> tuple[int, int | None]:
        if dots is None:
            return (1, None) if low is None else (int(low, 0), int(low, 0))
        return (1 if low is None else int(low, 0), None if high is None else int(high, 0))

    def _edge(self, direction: Direction, body: tuple[Anything, ...]) -> tree.EdgePattern:
        start, var, kinds, bounds, entries, where = body
        low, high = bounds or (1, 1)
        where = tree.conjunction(entries, where)
        return tree.EdgePattern(kinds or (), direction, low, high, where, var, start + 1, bounds is not None)

    def out(self, _open: str, body: tuple[Anything, ...], _close: str) -> tree.EdgePattern:
        return self._edge(Direction.OUT, body)

    def back(self, _open: str, body: tuple[Anything, ...], _close: str) -> tree.EdgePattern:
        return self._edge(Direction.BACK, body)

    def either(self, _open: str, body: tuple[Anything, ...], _close: str) -> tree.EdgePattern:
        return self._edge(Direction.EITHER, body)

    # ---- Expressions of paths

    def any(self, *parts: Anything) -> tree.Expr:
        return tree.Any(_without_tokens(parts))

    def all(self, *parts: Anything) -> tree.Expr:
        return tree.All(_without_tokens(parts))

    def negate(self, _not: str, part: tree.Expr) -> tree.Expr:
        return tree.Not(part)

    def compare(self, *parts: Anything) -> tree.Expr:
        values, operators = parts[::2], parts[1::2]
        pairs = zip(operators, values, values[1:], strict=False)
        # a < b < c is a < b AND b < c
        chain = [tree.Compare(str(operator), left, right) for operator, left, right in pairs]
        return chain[0] if len(chain) == 1 else tree.All(tuple(chain))

    def within(self, value: tree.Expr, *parts: Anything) -> tree.Expr:
        among = parts[-1]
        literals = [part for part in among.items if isinstance(part, Literal)] if _is_list(among) else None
        if literals is not None and len(literals) == len(among.items):
            return tree.In(value, tuple(literals))
        return terms.InList(value, among)

    def is_null(self, value: tree.Expr, *_words: str) -> tree.Expr:
        return tree.IsNull(value)

    def is_known(self, value: tree.Expr, *_words: str) -> tree.Expr:
        return tree.Not(tree.IsNull(value))

    def arithmetic(self, left: tree.Expr, operator: str, right: tree.Expr) -> tree.Expr:
        return tree.Arithmetic(str(operator), left, right)

    def negative(self, _minus: str, value: tree.Expr) -> tree.Expr:
        if isinstance(value, Literal) and isinstance(value.value, int | float) and not isinstance(value.value, bool):
            return replace(value, value=-value.value)
        return terms.Negative(value)

    def parameter(self, name: Word) -> tree.Expr:
        return tree.Parameter(name)

    def attribute(self, var: Word, name: Word) -> tree.Expr:
        return tree.Attribute(var, name)

    def call(self, function: Word, *arguments: Anything) -> tree.Expr:
        given = tuple(part for part in arguments if part is not None)
        word = Word(function.lower(), function.column)
        if given and isinstance(given[0], lark.Token):
            return tree.Call(word, tuple(terms.Unique(part) for part in given[1:]))
        return tree.Call(word, given)

    @lark.v_args(inline=True, meta=True)
    def list(self, meta: Anything, *options: tree.Expr) -> tree.Expr:
        return terms.ListOf(tuple(option for option in options if option is not None), meta.start_pos + 1)

    def text(self, token: lark.Token) -> Literal:
        return Literal(unquoted(str(token), (token.start_pos or 0) + 1), (token.start_pos or 0) + 1)

    def integer(self, token: lark.Token) -> Literal:
        return Literal(int(token, 0), (token.start_pos or 0) + 1)

    def number(self, token: lark.Token) -> Literal:
        return Literal(float(token), (token.start_pos or 0) + 1)

    def true(self, token: lark.Token) -> Literal:
        return Literal(True, (token.start_pos or 0) + 1)

    def false(self, token: lark.Token) -> Literal:
        return Literal(False, (token.start_pos or 0) + 1)

    def null(self, token: lark.Token) -> Literal:
        return Literal(None, (token.start_pos or 0) + 1)

    # ---- Patterns and expressions of queries

    def short_out(self, arrow: lark.Token) -> tree.EdgePattern:
        return tree.EdgePattern((), Direction.OUT, column=(arrow.start_pos or 0) + 1)

    def short_back(self, arrow: lark.Token) -> tree.EdgePattern:
        return tree.EdgePattern((), Direction.BACK, column=(arrow.start_pos or 0) + 1)

    def short_either(self, line: lark.Token) -> tree.EdgePattern:
        return tree.EdgePattern((), Direction.EITHER, column=(line.start_pos or 0) + 1)

    def pattern(self, var: Word | None, *parts: Anything) -> tree.Path:
        path: tree.Path = parts[-1]
        return replace(path, var=var)

    def shortest(self, word: str, path: tree.Path) -> tree.Path:
        which = next(each for each in tree.Shortest if each.lower() == word.lower())
        return replace(path, shortest=which)

    def patterns(self, *paths: tree.Path) -> tuple[tree.Path, ...]:
        return paths

    def numbered(self, token: lark.Token) -> tree.Expr:
        return tree.Parameter(Word(str(token), (token.start_pos or 0) + 1))

    def variable(self, name: Word) -> tree.Expr:
        return terms.Variable(name)

    def labelled(self, name: Word, kinds: tuple[Word, ...]) -> tree.Expr:
        return terms.Labelled(name, kinds)

    def member(self, of: tree.Expr, name: Word) -> tree.Expr:
        return tree.Attribute(of.name, name) if isinstance(of, terms.Variable) else terms.Member(of, name)

    def call_of_rows(self, function: Word, _star: str) -> tree.Expr:
        return tree.Call(Word(function.lower(), function.column), (terms.Rows(),))

    def text_test(self, value: tree.Expr, operator: str, part: tree.Expr) -> tree.Expr:
        return terms.TextTest(" ".join(operator.upper().split()), value, part)

    def differ(self, left: tree.Expr, _xor: str, right: tree.Expr) -> tree.Expr:
        return terms.Differ(left, right)

    def when(self, _when: str, condition: tree.Expr, _then: str, value: tree.Expr) -> tuple[tree.Expr, tree.Expr]:
        return condition, value

    def case(self, _case: str, operand: tree.Expr | None, *parts: Anything) -> tree.Expr:
        branches = tuple(part for part in parts if isinstance(part, tuple))
        # ELSE and its value, or two gaps; then END.
        return terms.Case(operand, branches, parts[-2])

    def indexed(self, of: tree.Expr, at: tree.Expr) -> tree.Expr:
        return terms.Indexed(of, at)

    def sliced(self, of: tree.Expr, low: tree.Expr, _range: str, high: tree.Expr | None) -> tree.Expr:
        return terms.Sliced(of, low, high)

    def sliced_up_to(self, of: tree.Expr, _range: str, high: tree.Expr) -> tree.Expr:
        return terms.Sliced(of, None, high)

    def comprehension(self, _list: str, var: Word, _in: str, of: tree.Expr, *parts: Anything) -> tree.Expr:
        _, where, _, each = parts
        if each is None and where is not None:
            self._refuse_bars(where)
        return terms.Comprehension(var, of, where, each)

    def _refuse_bars(self, where: tree.Expr) -> None:
        """Refuse a bar that Cypher takes for the comprehension's own, where it is read here between two kinds."""
        for part in tree.parts(where):
            if isinstance(part, terms.Labelled) and len(part.kinds) > 1:
                last = part.kinds[-1]
                rest = self._text[last.column - 1 :].lstrip("`").removeprefix(last).lstrip("`").lstrip()
                if not rest.startswith(")"):
                    raise BadQuery("cypher_bar", column=last.column, word=part.var)

    def quantified(self, which: str, var: Word, *parts: Anything) -> tree.Expr:
        of, where = _without_tokens(parts)
        return terms.Quantified(which.lower(), var, of, where)

    def exists(self, _word: str, body: clauses.Subquery) -> tree.Expr:
        return terms.Exists(body)

    def count_of(self, _word: str, body: clauses.Subquery) -> tree.Expr:
        return terms.CountOf(body)

    def pattern_predicate(self, *items: Anything) -> tree.Expr:
        return terms.Exists(clauses.Subquery((clauses.Match((self.path(*items),)),), closed=True))

    def subpart(self, *parts: Anything) -> clauses.Subquery:
        return clauses.Subquery(parts[:-1], parts[-1])

    def subquery(self, first: clauses.Subquery, *parts: Anything) -> clauses.Subquery:
        return replace(first, others=parts[1::2], distinct=parts[::2])

    def bare_subquery(self, paths: tuple[tree.Path, ...], where: tree.Expr | None) -> clauses.Subquery:
        return clauses.Subquery((clauses.Match(paths, where),))

    # ---- Clauses

    def match(
        self, optional: str | None, _word: str, paths: tuple[tree.Path, ...], where: tree.Expr | None
    ) -> clauses.Match:
        return clauses.Match(paths, where, optional is not None)

    def unwind(self, _word: str, of: tree.Expr, _as: str, var: Word) -> clauses.Unwind:
        return clauses.Unwind(of, var)

    @lark.v_args(inline=True, meta=True)
    def item(self, meta: Anything, expr: tree.Expr, *named: Anything) -> clauses.Item:
        if named[-1] is not None:
            return clauses.Item(expr, named[-1])
        return clauses.Item(expr, Word(self._text[meta.start_pos : meta.end_pos], meta.start_pos + 1), False)

    def everything(self, _star: str) -> None:
        return None

    def key(self, expr: tree.Expr, way: lark.Token | None) -> clauses.Key:
        return clauses.Key(expr, way is not None and way.type == "DESCENDING")

    def order(self, _word: str, *keys: clauses.Key) -> tuple[clauses.Key, ...]:
        return keys

    def skip(self, _word: str, number: tree.Expr) -> tree.Expr:
        return number

    def limit(self, _word: str, number: tree.Expr) -> tree.Expr:
        return number

    def projection(self, distinct: str | None, *parts: Anything) -> clauses.Projection:
        *columns, order, skip, limit = parts
        items = tuple(column for column in columns if column is not None)
        return clauses.Projection(
            items, False, distinct is not None, len(items) < len(columns), order or (), skip, limit
        )

    def onward(self, _word: str, what: clauses.Projection, where: tree.Expr | None) -> clauses.Projection:
        return replace(what, where=where)

    def result(self, _word: str, what: clauses.Projection) -> clauses.Projection:
        return replace(what, last=True)

    def single(self, *parts: clauses.Clause) -> tuple[clauses.Clause, ...]:
        return parts

    def union_all(self, _word: str) -> bool:
        return False

    def union_distinct(self, _word: str) -> bool:
        return True

    def query(self, *parts: Anything) -> clauses.Query:
        joined = parts[:-1]
        return clauses.Query(joined[::2], joined[1::2])


def _is_list(expr: Anything) -> bool:
    return isinstance(expr, terms.ListOf)


def _without_tokens(parts: tuple[Anything, ...]) -> tuple[Anything, ...]:
    return tuple(part for part in parts if not isinstance(part, lark.Token))
