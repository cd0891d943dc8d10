"""The named queries on every store: the rows that the drawing of the town leads to.

Those written by hand; what is generated from the policy has tests of its own.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import town
from cases.tables import write_tables
from click.testing import CliRunner
from stores import MAKERS, Contents, contents

from graphgov.cli import cli
from graphgov.errors import BadInput, BadQuery, StoreError
from graphgov.intake import Options, import_tables
from graphgov.named import bound, library, named, parsed
from graphgov.restated import GROUPS
from graphgov.store import Limits, Store

BESIDE = {
    "Community": [{"id": "N", "type": "community"}],
    "PartyOrganization": [
        {"id": "BB", "type": "big_committee"}, {"id": "OI", "type": "ordinary", "tier": "branch"},
        {"id": "OH", "type": "ordinary", "tier": "branch"}, {"id": "OK", "type": "ordinary", "tier": "branch"},
    ],
    "HAS_PARTY_ORG": [
        {"from": "B", "to": "BB", "mode": "single"}, {"from": "hotel", "to": "OH", "mode": "single"},
        {"from": "hotel", "to": "OK", "mode": "single"},
    ],
    "SUBORDINATE_TO": [{"from": "OH", "to": "CB"}, {"from": "OK", "to": "CA"}],
    "MEMBER_OF": [{"from": "school", "to": "BB"}, {"from": "OB", "to": "BB"}],
    "PAIRED_WITH": [{"from": "Z", "to": "CA"}],
}  # fmt: skip
"""What the town lacks: a second committee that shares two members, a hotel under two lines, a red tie, what is idle."""

BY_HAND = [name for name, query in library().items() if query.group not in GROUPS]

AUTUMN = {"day": "2020-10-01", "before": "2019-06-30"}

# Query, parameters, rows; worked out on the drawing in town.py and on the tables above.
GOLDEN: dict[str, tuple[dict[str, str], list[tuple[Any, ...]]]] = {
    "change/ended_ties": (
        {"before": "2019-06-30"},
        [("CO_CONSTRUCTS", "club", "CB", date(2020, 1, 1)), ("INSTRUCTED_BY", "mover", "CA", date(2020, 1, 1))],
    ),
    "change/moved": ({"before": "2019-06-30"}, [("mover", "A", "B")]),
    "change/new_ties": (AUTUMN, [("INSTRUCTED_BY", "tied", "CA", date(2020, 9, 1))]),
    "change/units": (AUTUMN, [("later", None, "new"), ("gone", None, "gone")]),
    "linkages/agreements_by_age": (
        {},
        [
            ("CO_CONSTRUCTS", "OC", "A", None, None, None), ("CO_CONSTRUCTS", "store", "B", None, None, None),
            ("PAIRED_WITH", "B", "shop", None, None, None), ("PAIRED_WITH", "CA", "G", None, None, None),
            ("PAIRED_WITH", "CA", "OJ", None, None, None), ("PAIRED_WITH", "CA", "Z", None, None, None),
            ("PAIRED_WITH", "ghost", "mover", None, None, None), ("PAIRED_WITH", "school", "stall", None, None, None),
        ],
    ),
    "linkages/breadth": ({}, [("BA", None, 3, 1, 0), ("BB", None, 2, 0, 0)]),
    "linkages/could_be_invited": (
        {}, [("A", "BA", "hotel", None), ("A", "BA", "press", None), ("B", "BB", "press", None)],
    ),
    "linkages/interlocks": ({}, [("BA", "BB", 2, ["OB", "school"])]),
    "linkages/member_homes": (
        {},
        [
            ("BA", "OB", "introduced", None), ("BA", "agency", None, "A"), ("BA", "school", "in_area", "A"),
            ("BB", "OB", None, None), ("BB", "school", None, "A"),
        ],
    ),
    "linkages/partners": ({"id": "OJ"}, [("PAIRED_WITH", "CA", None, None, None)]),
    "linkages/without_any": ({}, [("N", None)]),
    "quality/claims_differ": ({}, [("T", "tenants", 35, 45, 3)]),
    "quality/contradictions": ({}, [("studio", None, "yes", 0)]),
    "quality/idle_organizations": ({}, [("OI", None)]),
    "quality/one_sided": ({}, [("OC", "A", None), ("store", "B", None)]),
    "quality/stated_members": ({}, [("BA", 12, date(2020, 5, 1), 2)]),
    "quality/two_communities": ({}, [("press", ["A", "B"]), ("tied", ["A", "B"])]),
    "quality/undated": (
        {},
        [
            ("CO_CONSTRUCTS", 2, 2), ("HAS_PARTY_ORG", 19, 19), ("INSTRUCTED_BY", 3, 3), ("MEMBER_OF", 5, 5),
            ("PAIRED_WITH", 6, 6), ("SUBORDINATE_TO", 10, 10),
        ],
    ),
    "quality/unplaced": ({}, [("farm", None, "enterprise")]),
    "structure/ego": (
        {"id": "bank"},
        [
            ("HAS_PARTY_ORG", True, "OZ", None), ("LOCATED_IN", True, "M", None), ("LOCATED_IN", True, "T", None),
            ("LOCATED_IN", True, "Z", None),
        ],
    ),
    "structure/line_and_block": ({}, [("OH", "hotel", "A", "CB", "B")]),
    "structure/no_superior": (
        {},
        [
            ("OT", None, None, 2), ("OU", None, None, 1), ("OZ", None, "branch", 1), ("OI", None, "branch", 0),
            ("SW", None, "working_committee", 0),
        ],
    ),
    "structure/path": (
        {"from": "stall", "to": "agency"},
        [(0, "stall", None), (1, "school", None), (2, "A", None), (2, "BA", None), (3, "agency", None)],
    ),
    "structure/red_ties": ({}, [("Z", "G", "CA")]),
    "structure/superiors": ({"id": "OB"}, [(1, "CB", None), (2, "SW", None)]),
    "structure/two_lines": ({}, [("hotel", ["CA", "CB"])]),
    "structure/within": ({"id": "Z"}, [("bank", None, "T"), ("bank", None, "Z"), ("studio", None, "T")]),
}  # fmt: skip


@pytest.fixture(scope="module", params=list(MAKERS))
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The town and what it lacks, in every store."""
    folder = tmp_path_factory.mktemp("town")
    found = MAKERS[request.param](folder)
    for name, tables in (("town", town.tables()), ("beside", BESIDE)):
        import_tables(found, write_tables(folder / name, tables), Options(name, town.DAY))
    return found


@pytest.fixture(scope="module")
def before(store: Store) -> Contents:
    """What is in the store."""
    return contents(store)


def asked(store: Store, name: str, given: dict[str, str]) -> list[tuple[Any, ...]]:
    """The rows of a named query."""
    return list(store.query(named(name).text, bound(named(name), given, town.DAY), Limits()).rows)


@pytest.mark.parametrize("name", BY_HAND)
def test_golden(name: str, store: Store) -> None:
    """The rows, in their order."""
    given, expected = GOLDEN[name]
    assert asked(store, name, given) == expected


@pytest.mark.parametrize("name", BY_HAND)
def test_the_header_says_what_comes(name: str, store: Store) -> None:
    """Columns as declared, in their order; every parameter that the text uses is declared, and no other."""
    query = named(name)
    values = bound(query, GOLDEN[name][0], town.DAY)
    assert store.query(query.text, values, Limits()).columns == tuple(column for column, _ in query.columns)
    used = {word.split("$")[1] for line in query.text.splitlines() if not line.startswith("//")
            for word in line.replace("}", " ").replace(")", " ").split() if "$" in word}  # fmt: skip
    assert used == set(values)


def test_a_parameter_too_many_or_too_few_is_an_error() -> None:
    """Never a wider question."""
    for given, key in (({}, "ask_parameter"), ({"id": "Z", "dya": "2020-06-30"}, "unknown_choice")):
        with pytest.raises(BadInput) as refused:
            bound(named("structure/within"), given, town.DAY)
        assert refused.value.key == key
    with pytest.raises(BadInput, match="day"):
        bound(named("structure/within"), {"id": "Z", "dya": "2020-06-30"}, town.DAY)
    with pytest.raises(BadInput, match="no date"):
        bound(named("structure/within"), {"id": "Z", "day": "yesterday"}, town.DAY)


HOSTILE = ("'", "Z' OR 1=1 //", "Z'}) DETACH DELETE n //", "\\u0027", "$day", "`", "});CALL db.labels()//", "Z\n", "")


def test_values_are_values(store: Store, before: Contents) -> None:
    """Pieces of Cypher in a parameter find nothing and change nothing."""
    for value in HOSTILE:
        for name in ("structure/within", "structure/ego", "linkages/partners"):
            assert asked(store, name, {"id": value}) == []
    assert contents(store) == before


@pytest.mark.parametrize(
    "cypher", ["CREATE (:Unit {id: 'x'})", "MATCH (n) DETACH DELETE n", "MATCH (n) SET n.name = 'x' RETURN n"]
)
def test_a_query_writes_nothing(cypher: str, store: Store, before: Contents) -> None:
    """Refused by the server's reading mode, and by a language that has no words for it."""
    with pytest.raises(BadQuery, match=r"reads only|只能读取"):
        store.query(cypher, {}, Limits())
    assert contents(store) == before


def test_limits(store: Store) -> None:
    """Rows are cut and it is said; what takes too long is ended."""
    found = store.query("MATCH (u:Unit) RETURN u.id AS id ORDER BY id", {}, Limits(rows=2))
    assert (found.columns, found.rows, found.more) == (("id",), (("agency",), ("bank",)), True)
    assert not store.query("MATCH (u:Unit {id: 'bank'}) RETURN u.id AS id", {}, Limits(rows=1)).more
    many = ", ".join(f"(n{number}:Unit)" for number in range(12))
    unlike = " AND ".join(f"n{number}.id <> n{number + 1}.id" for number in range(11))
    endless = f"MATCH {many} WHERE {unlike} RETURN count(DISTINCT n0.id + n11.id) AS n"
    with pytest.raises(StoreError) as ended:
        store.query(endless, {}, Limits(seconds=0.5))
    assert ended.value.key == "ask_too_long"
    with pytest.raises(BadQuery):
        store.query("MATCH (n RETURN n", {}, Limits())


def said(*arguments: str, exit_code: int = 0) -> str:
    """What the command prints."""
    result = CliRunner().invoke(cli, ("ask", *arguments))
    assert result.exit_code == exit_code, result.output
    return result.output


def test_the_command(store: Store) -> None:
    """Asks by name, with the day of the data unless another is given; as a table, CSV and JSON."""
    value = json.loads(said("linkages/interlocks", "--format", "json", "--db", store.address))
    assert value == {
        "columns": ["one", "other", "shared", "members"], "rows": [["BA", "BB", 2, ["OB", "school"]]], "more": False,
    }  # fmt: skip
    assert "OB, school" in said("linkages/interlocks", "--db", store.address, "--lang", "en")
    within = ("structure/within", "--param", "id=Z", "--db", store.address, "--format", "csv")
    assert said(*within).splitlines()[1:] == ["bank,,T", "bank,,Z", "studio,,T"]
    typed = ("--cypher", "MATCH (u:Unit {id: $id}) RETURN u.employees AS employees", "--param", "id=bank")
    assert json.loads(said(*typed, "--format", "json", "--db", store.address))["rows"] == [[100]]
    elements = ("--cypher", "MATCH (u:Unit {id: 'bank'})-[t:LOCATED_IN]->(:Place {id: 'T'}) RETURN u, t, collect(u)")
    ((unit, tie, several),) = json.loads(said(*elements, "--format", "json", "--db", store.address))["rows"]
    assert unit["labels"] == ["Element", "Unit"] and unit["id"] == "bank" and unit["properties"]["employees"] == 100
    assert tie["type"] == "LOCATED_IN" and tie["properties"]["until"] == "9999-12-31" and several == [unit]
    assert "(:Element:Unit {id: 'bank'" in said(*elements, "--db", store.address)
    assert "did you mean linkages/interlocks" in said("linkages/interlock", "--lang", "en", exit_code=2)
    assert "--param" in said("structure/within", "--db", store.address, exit_code=2)


def test_the_command_explains(store: Store) -> None:
    """How a query is answered, and no rows: SQL on a file, the query itself on a server; the day is the data's."""
    shown = said("structure/within", "--param", "id=Z", "--explain", "--db", store.address)
    assert "MATCH" in shown or ("SELECT" in shown and "FROM PART_OF" in shown)
    counted = "MATCH (u:Unit) WHERE u.since <= $day AND $day < u.until RETURN count(u) AS n"
    alive = json.loads(said("--cypher", counted, "--format", "json", "--db", store.address))["rows"]
    earlier = ("--param", "day=1900-01-01")
    # Of those that have always been there, one has gone since.
    assert alive != json.loads(said("--cypher", counted, *earlier, "--format", "json", "--db", store.address))["rows"]


def test_a_fault_says_where_it_stands(tmp_path: Path) -> None:
    """With line and column of the text, of a file; the server has words of its own."""
    file = town.store_of(tmp_path).address
    faults = {"MATCH (u:Unit)\nRETURN u.nam AS name": "line 2, column 10", "RETURN v.id AS id": "column 8"}
    for text, place in faults.items():
        assert place in said("--cypher", text, "--db", file, "--lang", "en", exit_code=2)


def test_the_command_lists_and_describes() -> None:
    """Every query in both languages, without any store."""
    for lang in ("zh", "en"):
        listed = said("--lang", lang, "--format", "json")
        assert [entry["name"] for entry in json.loads(listed)] == list(library())
        for name, query in library().items():
            described = said(name, "--describe", "--lang", lang)
            assert query.asks[lang] in described and query.why[lang] in described and "MATCH" in described


@pytest.mark.parametrize("lacking", ["// en: x\nRETURN 1", "// en: a\n// zh: b\n// why-en: c\n// why-zh: d\nRETURN 1"])
def test_a_header_that_lacks_something_is_refused(lacking: str) -> None:
    """By the name of its file."""
    with pytest.raises(BadQuery, match="group/name"):
        parsed("group/name", lacking)
