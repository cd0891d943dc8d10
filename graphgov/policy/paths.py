"""The texts of the query language in a policy: parsed, checked against the schema, of the shape that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from graphgov.errors import BadQuery, nearest
from graphgov.policy.cells import Cells
from graphgov.query import check_path, parse_condition, parse_path
from graphgov.query.check import check_condition
from graphgov.query.tree import Attribute, EdgePattern, Expr, Literal, NodePattern, Path, parts
from graphgov.schema import Property, Schema

_LIMIT = re.compile(r"\s*(<=|>=|<>|=|<|>)(?P<limit>.*)", re.S)


class Shape(StrEnum):
    """How many edges a path may have; a value is the key of the message when it has others."""

    ANY = ""
    NONE = "policy_edges"
    """none: a condition on its subject"""
    SOME = "policy_no_edges"
    """one or more"""
    ONE = "policy_one_edge"
    """one that is not repeated"""


@dataclass(frozen=True)
class Texts:
    """Reads the paths and expressions of one entry."""

    cells: Cells
    schema: Schema

    def path(self, key: str, shape: Shape, *, one_kind: bool = False, extra: Sequence[Property] = ()) -> Path:
        """The path at a key; an empty one when it is at fault."""
        text = self.cells.text(key)
        path = self._checked(key, text, shape, extra) if text else None
        if path is not None and one_kind and len(path.subject.kinds) > 1:
            self.cells.fault(key, "policy_one_kind", text, found=", ".join(path.subject.kinds))
        return path or Path(())

    def paths(self, key: str, shape: Shape = Shape.ANY, *, empty: bool = False) -> tuple[Path, ...]:
        """The sound paths of the one or more at a key; none at all only if `empty`."""
        texts = self.cells.texts(key, required=True, empty=empty)
        found = (self._checked(place, text, shape, ()) for place, text in texts)
        return tuple(path for path in found if path is not None)

    def _checked(self, place: str, text: str, shape: Shape, extra: Sequence[Property]) -> Path | None:
        try:
            path = check_path(parse_path(text), self.schema, extra)
        except BadQuery as error:
            self.cells.query_fault(place, error, text)
            return None
        single = len(path.edges) == 1 and not path.edges[0].repeated
        if not {Shape.ANY: True, Shape.NONE: not path.edges, Shape.SOME: bool(path.edges), Shape.ONE: single}[shape]:
            self.cells.fault(place, str(shape), text)
            return None
        return path

    def counted(self, paths: Sequence[Path]) -> str | None:
        """The name at `of`: a node's variable in every path."""
        name = self.cells.text("of", required=False)
        if name and "sum" in self.cells.values:
            self.cells.fault("of", "policy_either", name, other="sum")
        for path in paths if name else ():
            self.cells.known("of", name, [node.var for node in path.nodes if node.var])
        return name or None

    def total(self, paths: Sequence[Path]) -> Expr | None:
        """The expression at `sum`: a count of one element's properties, whose variable every path has."""
        text = self.cells.text("sum", required=False)
        expr = self._parsed("sum", text) if text else None
        if expr is None:
            return None
        variables = {str(part.var) for part in parts(expr) if isinstance(part, Attribute)}
        if len(variables) != 1:
            self.cells.fault("sum", "policy_one_variable", text)
            return expr
        (var,) = variables
        for path in paths:
            # What stands for several nodes or edges has no value of its own.
            once: list[NodePattern | EdgePattern] = [*path.nodes, *(edge for edge in path.edges if not edge.repeated)]
            if not self.cells.known("sum", var, [pattern.var for pattern in once if pattern.var]):
                break
            kinds = next(pattern.kinds for pattern in once if pattern.var == var)
            if not self._is_count("sum", text, expr, var, kinds):
                break
        return expr

    def limit(self, path: Path) -> tuple[str, Expr]:
        """The operator and the limit at `holds`: a count that may speak of the path's subject."""
        text = self.cells.text("holds")
        match = _LIMIT.fullmatch(text)
        if text and not match:
            self.cells.fault("holds", "policy_holds", text)
        if not match:
            return "", Literal(None)
        start = match.start("limit")
        expr = self._parsed("holds", text, start)
        if expr is not None and path.nodes:
            own = path.subject.var or ""
            self._is_count("holds", text, expr, own, path.subject.kinds, start)
        return match[1], expr or Literal(None)

    def _parsed(self, key: str, text: str, start: int = 0) -> Expr | None:
        try:
            return parse_condition(text[start:])
        except BadQuery as error:
            self.cells.query_fault(key, _moved(error, start), text)
            return None

    def _is_count(self, key: str, text: str, expr: Expr, own: str, kinds: Sequence[str], start: int = 0) -> bool:
        """Whether an expression is a count, of the properties of the element `own` alone."""
        try:
            for part in parts(expr):
                if isinstance(part, Attribute) and part.var != own:
                    near = nearest(part.var, [own])
                    raise BadQuery("query_other_variable", column=part.var.column, word=part.var, own=own, near=near)
            properties = [prop for kind in kinds for prop in self.schema.kinds[kind].properties]
            check_condition(expr, own, properties, type="count")
        except BadQuery as error:
            self.cells.query_fault(key, _moved(error, start), text)
            return False
        return True


def _moved(error: BadQuery, by: int) -> BadQuery:
    """The same fault of a text that begins earlier."""
    column = error.fields.get("column")
    return BadQuery(error.key, **(error.fields | {"column": column + by})) if isinstance(column, int) else error
