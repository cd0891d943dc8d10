"""docs/cypher.md: the words of the language, what is said to what is outside of it, and how the TCK comes out."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from docs_text import code, plain, table

from graphgov import words
from graphgov.errors import BadQuery
from graphgov.query.parse import parse_query
from graphgov.query.relations import catalog
from graphgov.query.select import select
from graphgov.query.select.expressions import AGGREGATES
from graphgov.query.select.functions import USAGE
from graphgov.query.tree import Shortest
from graphgov.schema import SCHEMA

OUTSIDE = ("CALL", "reduce")
"""Words of Cypher that the page says are none of the language."""


REFUSED = (
    "MATCH (n) DELETE n",
    "CALL db.labels()",
    "MATCH (u:Unit) RETURN u.name; MATCH (c:Community) RETURN c.name",
    "MATCH (n) RETURN count(n) AS n",
    "MATCH (u:Unit)-[t]->(c:Community) RETURN u.id AS id",
    "MATCH (u:Units) RETURN u.id AS id",
    "MATCH (u:Unit) WHERE u.employes > 3 RETURN u.id AS id",
    "MATCH (u:Unit) WHERE u.type = 'enterprize' RETURN u.id AS id",
    "MATCH (u:Unit) WHERE u.employees > 'many' RETURN u.id AS id",
    "MATCH (u:Unit)-[:MANAGES]->(c:Community) RETURN u.id AS id",
    "MATCH (p:Place)-[:PART_OF*]->(q:Place) RETURN p.id AS id",
    "MATCH (u:Unit {type: ['enterprise', 'other']}) RETURN u.id AS id",
    "MATCH (u:Unit) WHERE count(u) > 3 RETURN u.id AS id",
    "MATCH (u:Unit) WITH u.type, count(u) AS n RETURN n",
    "MATCH (u:Unit) RETURN toUper(u.name) AS name",
    "MATCH (u:Unit) RETURN v.name AS name",
    "MATCH p = (a:Place)-[:PART_OF]->(b:Place) RETURN p",
    "MATCH p = shortestPath((a:Place {id: 'A'})-[:PART_OF*2..]-(b:Place {id: 'B'})) RETURN p",
    "MATCH p = shortestPath((a:Place {id: 'A'})-[:PART_OF*]-(b:Place {id: 'B'})) WHERE length(p) > 2 RETURN p",
    "MATCH (a:Place) WITH a LIMIT 1 MATCH p = shortestPath((a)-[:PART_OF*]-(b:Place {id: 'B'})) RETURN p",
    "MATCH (u:Unit) WHERE u.name =~ '.*x' RETURN u.id AS id",
    "MATCH (u:Unit:Element) RETURN u.id AS id",
    "MATCH (u:Unit) RETURN u['name'] AS name",
    "MATCH (u:Unit) WHERE EXISTS { MATCH (u)-[:MANAGES]->(p) WITH p RETURN p } RETURN u.id AS id",
    "MATCH (u:Unit) RETURN u ORDER BY u",
    "OPTIONAL MATCH (u:Unit)-[:MANAGES]->(p) RETURN DISTINCT p.id IS NULL AS none ORDER BY none",
    "OPTIONAL MATCH (u:Unit {id: 'A'}), (p:Place) RETURN DISTINCT p.id AS id",
    "MATCH (u:Unit) OPTIONAL MATCH (u)-[:MANAGES]->(p) WHERE COUNT { (p)<-[:LOCATED_IN]-(:Unit) } < 9 RETURN p.id",
)


def refused() -> str:
    rows = []
    for text in REFUSED:
        try:
            select(parse_query(text), catalog(SCHEMA, lambda _: False), {})
        except BadQuery as error:
            rows.append((code(text), *(plain(error.text(lang)) for lang in reversed(words.LANGUAGES))))
        else:
            raise AssertionError(f"not refused: {text}")
    return table(("written", "said", "中文"), rows)


def _golden(name: str) -> list[list[str]]:
    path = Path(__file__).parents[1] / "tests" / "golden" / f"{name}.csv"
    return [line.split(",", 2) for line in path.read_text(encoding="utf-8").splitlines()[1:]]


def tck() -> str:
    rows = _golden("tck")
    total = ["all", *(str(sum(int(row[place]) for row in rows)) for place in (1, 2))]
    return table(("feature", "passed", "refused", "wrong"), [(*row, "0") for row in (*rows, total)])


def tck_outside() -> str:
    return table(("scenarios", "refused for"), [(count, plain(reason)) for _, count, reason in _golden("tck_outside")])


BLOCKS = {"cypher-refused": refused, "tck": tck, "tck-outside": tck_outside}


def names() -> set[str]:
    """Keywords, functions and aggregates as people write them."""
    grammar = files("graphgov.query").joinpath("query.lark").read_text(encoding="utf-8")
    keywords = {word.upper() for word in re.findall(r"/([a-z]+)[\\(]", grammar)} | {"STARTS", "ENDS", *Shortest}
    functions = {word for usage in USAGE.values() for word in re.findall(r"(\w+)\(", usage)}
    return {*keywords, *functions, *AGGREGATES, *OUTSIDE, "all", "any", "none", "year", "month", "day"}
