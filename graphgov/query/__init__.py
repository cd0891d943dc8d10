"""The query language: grammar, tree, check against a schema, compilers."""

from graphgov.query.check import check_path
from graphgov.query.parse import parse_condition, parse_path
from graphgov.query.to_cypher import subjects_cypher
from graphgov.query.to_sql import subjects_sql
from graphgov.query.tree import Path

__all__ = [
    "Path",
    "check_path",
    "parse_condition",
    "parse_path",
    "subjects_cypher",
    "subjects_sql",
]
