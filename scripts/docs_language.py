"""docs/language.md: what the language refuses, in its own words, and how its logic answers."""

from __future__ import annotations

from datetime import date

import numpy as np
from docs_text import code, plain, table

from graphgov import words
from graphgov.errors import BadQuery
from graphgov.graph import NULL, Column
from graphgov.graph.conditions import Rows
from graphgov.query import check_path, parse_condition, parse_path
from graphgov.query.parse import DEEPEST, MOST
from graphgov.schema import FLAG_VALUES, SCHEMA

LONG = "an expression of more than {most} characters", f"(u:Unit WHERE u.name = '{'x' * MOST}')"
DEEP = "more than {deepest} levels of brackets", f"(u:Unit WHERE {'NOT ' * (DEEPEST + 1)}u.type = 'other')"

REFUSED = (
    "(u:Unit)-[:LOCATED_IN]->",
    "(u:Unit)--(p:Place)",
    "(u:Units)",
    "(u:Unit)-[:LOCATD_IN]->(:Place)",
    "(u:Unit)-[e]->(:Place)",
    "(u:Unit {tipe: 'enterprise'})",
    "(u:Unit {type: 'enterprize'})",
    "(u:Unit WHERE u.founded_on < $today)",
    "(u:Unit WHERE size(u.name) > 3)",
    "(u:Unit WHERE u.counted_on < $day - duration('90 days'))",
    "(u:Unit)-[u:LOCATED_IN]->(:Place)",
    "(u:Unit)-[:LOCATED_IN]->(:Place)<-[:LOCATED_IN]-(:Unit)",
    "(u:Unit)-[:PAIRED_WITH]->(:Community)",
    "(u:Unit)-[:MEMBER_OF]-(:PartyOrganization)",
    "(p:Place)-[:ADJACENT_TO*1..2]-(:Place)",
    "(p:Place)-[:PART_OF*]->(:Place)",
    "(p:Place)-[:PART_OF*3..2]->(:Place)",
    "(c:Community)-[:MANAGES]->(:Place)",
    "(x:Unit|Community)-[:MANAGES]->(:Place)",
    "(u:Unit WHERE u.employees = 'many')",
    "(u:Unit)-[e:LOCATED_IN WHERE u.type = 'other']->(:Place)",
    "(u:Unit WHERE u.employees > 99999999999)",
    "(u:Unit WHERE u.planned_date + duration('P90D') < $day)",
    "(u:Unit WHERE u.size IN u.aliases)",
    "(u:Unit {name: '\\u0027'})",
    DEEP[1],
    LONG[1],
)

LOGIC = (
    "u.operating = 'yes'",
    "u.operating <> 'no'",
    "NOT u.operating = 'no'",
    "coalesce(u.operating, 'unknown') <> 'no'",
    "nullIf(u.operating, 'unknown') = 'yes'",
    "u.operating IN ['yes', 'unknown']",
    "u.operating IS NULL",
    "u.operating = 'yes' OR u.operating IS NULL",
    "u.operating = 'no' AND u.operating IS NOT NULL",
)


def _fault(text: str) -> BadQuery:
    try:
        check_path(parse_path(text), SCHEMA)
    except BadQuery as error:
        return error
    raise AssertionError(f"not refused: {text}")


def refused() -> str:
    long = {DEEP[1]: DEEP[0].format(deepest=DEEPEST), LONG[1]: LONG[0].format(most=MOST)}
    rows = []
    for text in REFUSED:
        said = (plain(_fault(text).text(lang)) for lang in reversed(words.LANGUAGES))
        rows.append((long.get(text) or code(text), *said))
    return table(("written", "said", "中文"), rows)


def unshown() -> set[str]:
    """The messages about queries that no example brings about."""
    return {key for key in words.catalogue()["error"] if key.startswith("query_")} - {_fault(t).key for t in REFUSED}


def logic() -> str:
    column = Column(np.array([0, 1, 2, NULL], np.int32), FLAG_VALUES)
    rows = Rows(lambda name: column, len(column.values), date(2020, 6, 30))
    found = []
    for text in LOGIC:
        expr = parse_condition(text)
        answers = zip(rows.true(expr), rows.false(expr), strict=True)
        found.append((code(text), *("true" if yes else "false" if no else "unknown" for yes, no in answers)))
    return table(("condition", *map(code, FLAG_VALUES), "nobody said"), found)


BLOCKS = {"refused": refused, "logic": logic}
