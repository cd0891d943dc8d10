"""A small town in which every name, identifier and text is an attack on whatever shows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cases.tables import Row, Tables, write_tables

from graphgov.intake import Options, import_tables
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore

ATTACKS = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    '"><svg onload=alert(3)>',
    "' onmouseover='alert(4)",
    "javascript:alert(5)",
    "<!--<script>",
    "]]></title><a href='https://example.org'>",
    "{{ 7*7 }}{% raw %}",
    "=cmd|' /C calc'!A0",
    "+1+2",
    "@SUM(A1)",
    "-2-3",
    "3/12",
    "530102005004530102",
    "first\nsecond\tthird",
    "\u202egnp.exe\u2066\u200f",
    "#/blind-spots?kind=Place&x=%00%zz",
    "../../etc/passwd?a=b;c",
    '\\u003c\\"\\n${1}`rm`',
    "👩‍👩‍👧‍👦🏴‍☠️ e\u0301\u0323 ‮",
    "constructor",
    "__proto__",
    "长" * 10_000,
    "<b>" * 3_000,
)
"""Markup, addresses, formulas, dates, codes, templates, directions of writing, paths, names of properties, length."""

DAY = date(2020, 6, 30)


def _id(sort: str, place: int) -> str:
    """An identifier that is an attack itself; short, because that of a node stands in every address."""
    return f"{sort}{place} {ATTACKS[place % len(ATTACKS)][:40]}".strip()


def _many(sort: str, count: int, **columns: str) -> list[Row]:
    return [
        {"id": _id(sort, place), "name": ATTACKS[place % len(ATTACKS)], **columns} for place in range(count)
    ]  # fmt: skip


def tables() -> Tables:
    """One city, two districts, streets, communities; as many units of every sort as there are attacks."""
    size = len(ATTACKS)
    divisions = [
        {**row, "type": sort}
        for row, sort in zip(_many("D", 5), ["city", "district", "district", "street", "street"], strict=True)
    ]
    communities, places = _many("C", 4, type="community"), _many("P", size, type="market")
    sorts = ("enterprise", "individual_business", "social_organization")
    units = [row for sort in sorts for row in _many(f"U-{sort}-", size, type=sort)]
    for place, row in enumerate(units):
        text = ATTACKS[(place + 1) % size]
        row |= {"no_org_reason": text, "industry": text, "employees": str(place), "full_members": str(place % 5)}
    organizations = _many("O", size, type="ordinary", tier="branch")
    organizations[0] |= {"type": "big_committee"}
    up = [(1, 0), (2, 0), (3, 1), (4, 2)]
    edges: Tables = {
        "PART_OF": [_tie(divisions[part], divisions[whole]) for part, whole in up]
        + [_tie(each, divisions[3 + place % 2]) for place, each in enumerate(communities)],
        "LOCATED_IN": [_tie(each, communities[place % 4]) for place, each in enumerate(places)]
        + [_tie(each, places[place % size]) for place, each in enumerate(units) if place % 3],
        "HAS_PARTY_ORG": [
            {**_tie(units[place], organizations[place + 1]), "mode": "single", "basis": ATTACKS[place]}
            for place in range(0, size - 1, 3)
        ],
        "MEMBER_OF": [{**_tie(units[1], organizations[0]), "origin": "introduced", "seats": "2"}],
        "CO_CONSTRUCTS": [
            {**_tie(units[place], communities[0]), "clauses": ATTACKS[place], "basis": ATTACKS[-place - 1]}
            for place in range(2, size, 4)
        ],
        "RESPONSIBLE_FOR": [_tie(organizations[2], each) for each in units[::5]],
        "Claim": [
            {"about": organizations[0]["id"], "measure": "member_units", "value": "12", "stated_on": "2020-05-01"}
        ],
    }
    nodes = {
        "Division": divisions, "Community": communities, "Place": places, "Unit": units,
        "PartyOrganization": organizations,
    }  # fmt: skip
    return {**nodes, **edges}


def _tie(one: Row, other: Row) -> Row:
    return {"from": one["id"], "to": other["id"]}


def database(folder: Path) -> Path:
    """The town in a database; even its source is an attack."""
    path = folder / "hostile.duckdb"
    options = Options(source=ATTACKS[0], stated_on=DAY)
    import_tables(EmbeddedStore(path, SCHEMA), write_tables(folder / "tables", tables()), options)
    return path
