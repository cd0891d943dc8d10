"""What is wrong with tables is found before anything is written: every problem, with its place and its cure.

Expected values are by hand; row 1 is the header.
"""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from stores import Files, Intake, contents, write

from graphgov import words
from graphgov.errors import BadInput, BadTables, Problem
from graphgov.intake import Options, import_tables
from graphgov.store import Store

Found = tuple[str, int, str, str, str]
"""file, row, column, value, key"""

SOUND: Files = {
    "Unit": """
        id, type,       name
        u1, enterprise, One
        u2, enterprise, Two
    """,
    "Place": """
        id, type
        p1, market
        p2, market
        p3, market
    """,
    "PartyOrganization": """
        id, type
        o1, ordinary
    """,
}


def unit(header: str, *rows: str) -> Files:
    """SOUND with another Unit.csv."""
    return {**SOUND, "Unit": "\n".join((header, *rows))}


def ties(kind: str, header: str, *rows: str) -> Files:
    """SOUND with ties of a kind."""
    return {**SOUND, kind: "\n".join((header, *rows))}


PROBLEMS: dict[str, tuple[Files, list[Found]]] = {
    "unknown column": (
        unit("id,type,emploees", "u1,enterprise,3"),
        [("Unit.csv", 1, "", "emploees", "unknown_column")],
    ),
    "column twice": (
        unit("id,type,name,name", "u1,enterprise,a,b"),
        [("Unit.csv", 1, "", "name", "column_twice")],
    ),
    "column missing": (
        ties("LOCATED_IN", "from,role", "u1,operating"),
        [("LOCATED_IN.csv", 1, "to", "", "missing_column")],
    ),
    "no count": (
        unit(
            "id,type,employees", "u1,enterprise,3.5", "u2,enterprise,-1", "u3,enterprise,many",
            "u4,enterprise,2147483648", "u5,enterprise,2147483647", "u6,enterprise, 0 ", "u7,enterprise,１２",
        ),
        [
            ("Unit.csv", 2, "employees", "3.5", "bad_count"),
            ("Unit.csv", 3, "employees", "-1", "bad_count"),
            ("Unit.csv", 4, "employees", "many", "bad_count"),
            ("Unit.csv", 5, "employees", "2147483648", "bad_count"),
            ("Unit.csv", 8, "employees", "１２", "bad_count"),
        ],
    ),
    "no date": (
        unit(
            "id,type,valid_from", "u1,enterprise,2020-02-30", "u2,enterprise,2020-13", "u3,enterprise,2020/06/30",
            "u4,enterprise,20", "u5,enterprise,0000", "u6,enterprise,2020-02-29",
        ),
        [
            ("Unit.csv", 2, "valid_from", "2020-02-30", "bad_date"),
            ("Unit.csv", 3, "valid_from", "2020-13", "bad_date"),
            ("Unit.csv", 4, "valid_from", "2020/06/30", "bad_date"),
            ("Unit.csv", 5, "valid_from", "20", "bad_date"),
            ("Unit.csv", 6, "valid_from", "0000", "bad_date"),
        ],
    ),
    "a year that ends after all days": (
        unit("id,type,valid_to", "u1,enterprise,9999", "u2,enterprise,9999-12-31"),
        [("Unit.csv", 2, "valid_to", "9999", "bad_date")],
    ),
    "unknown value": (
        unit("id,type,operating", "u1,enterprize,yes", "u2,enterprise,Yes", "u3,enterprise,maybe"),
        [
            ("Unit.csv", 2, "type", "enterprize", "bad_value"),
            ("Unit.csv", 3, "operating", "Yes", "bad_value"),
            ("Unit.csv", 4, "operating", "maybe", "bad_value"),
        ],
    ),
    "missing value": (
        {
            **SOUND,
            "Unit": "id,type,name\n,enterprise,Nameless\nu2,,Typeless",
            "LOCATED_IN": "from,to,basis\nu2,,x\n,p1,y",
            "Claim": "about,measure,value\nu2,,1\nu2,paired,",
        },
        [
            ("Claim.csv", 2, "measure", "", "missing_value"),
            ("Claim.csv", 3, "value", "", "missing_value"),
            ("LOCATED_IN.csv", 2, "to", "", "missing_value"),
            ("LOCATED_IN.csv", 3, "from", "", "missing_value"),
            ("Unit.csv", 2, "id", "", "missing_value"),
        ],
    ),
    "no type": (
        unit("id,type", "u1,enterprise", "u2,"),
        [("Unit.csv", 3, "type", "", "missing_value")],
    ),
    "type column missing": (
        unit("id,name", "u1,One"),
        [("Unit.csv", 2, "type", "", "missing_value")],
    ),
    "same id twice": (
        unit("id,type", "u1,enterprise", "u2,enterprise", " u1 ,other"),
        [("Unit.csv", 4, "id", "u1", "duplicate")],
    ),
    "same id twice, written in two ways": (
        # é as one sign and as two.
        unit("id,type", "caf\u00e9,enterprise", "cafe\u0301,enterprise"),
        [("Unit.csv", 3, "id", "café", "duplicate")],
    ),
    "same id in two kinds": (
        unit("id,type", "u1,enterprise", "p2,enterprise"),
        [("Unit.csv", 3, "id", "p2", "duplicate")],
    ),
    "same tie twice": (
        ties("LOCATED_IN", "from,to,valid_from,basis", "u1,p1,2020,x", "u1,p1,2020,", "u1,p1,2020-01-01,x", "u1,p1,,x"),
        [("LOCATED_IN.csv", 4, "from", "u1", "duplicate")],
    ),
    "same symmetric tie either way round": (
        ties("ADJACENT_TO", "from,to", "p1,p2", "p2,p1", "p2,p3"),
        [("ADJACENT_TO.csv", 3, "from", "p1", "duplicate")],
    ),
    "same tie twice by its own id": (
        ties("LOCATED_IN", "id,from,to,basis", "t1,u1,p1,x", "t1,u1,p1,y", "t2,u1,p1,x"),
        [("LOCATED_IN.csv", 3, "from", "u1", "duplicate")],
    ),
    "one id for two ties": (
        ties("LOCATED_IN", "id,from,to", "t1,u1,p1", "t1,u2,p1"),
        [("LOCATED_IN.csv", 3, "id", "t1", "other_ends")],
    ),
    "same claim twice": (
        {**SOUND, "Claim": "about,measure,value,stated_on\nu1,paired,3,\nu1,paired,4,2020-06-30\nu1,paired,5,2020"},
        [("Claim.csv", 3, "about", "u1", "duplicate")],
    ),
    "dangling ends": (
        {**ties("LOCATED_IN", "from,to", "u1,p9", "u9,p1"), "Claim": "about,measure,value\nu8,paired,3"},
        [
            ("Claim.csv", 2, "about", "u8", "dangling"),
            ("LOCATED_IN.csv", 2, "to", "p9", "dangling"),
            ("LOCATED_IN.csv", 3, "from", "u9", "dangling"),
        ],
    ),
    "wrong kinds at the ends": (
        ties("LOCATED_IN", "from,to", "p1,u1", "u1,o1"),
        [("LOCATED_IN.csv", 2, "to", "u1", "wrong_ends"), ("LOCATED_IN.csv", 3, "to", "o1", "wrong_ends")],
    ),
    "tied to itself": (
        ties("PAIRED_WITH", "from,to", "u1,u2", "u1,u1"),
        [("PAIRED_WITH.csv", 3, "to", "u1", "to_itself")],
    ),
    "circle": (
        ties("PART_OF", "from,to", "p1,p2", "p2,p3", "p3,p1"),
        [("PART_OF.csv", 2, "to", "p2", "cycle")],
    ),
    "circle on one day": (
        ties("PART_OF", "from,to,valid_from,valid_to", "p1,p2,2019,2020-05-01", "p2,p1,2020-04-30,"),
        [("PART_OF.csv", 2, "to", "p2", "cycle")],
    ),
    "ends before it starts": (
        {
            **unit("id,type,valid_from,valid_to", "u1,enterprise,2020-03-02,2020-03-01", "u2,enterprise,2020,2020"),
            "PAIRED_WITH": "from,to,valid_from,valid_to\nu1,u2,2020-03-01,2020-03-01",
        },
        [
            ("PAIRED_WITH.csv", 2, "valid_to", "2020-03-01", "ends_before"),
            ("Unit.csv", 2, "valid_to", "2020-03-01", "ends_before"),
        ],
    ),
    "control characters": (
        unit(
            "id,type,name", "u1,enterprise,a\x00b", "u2,enterprise,a\x1bb", "u3,enterprise,a\x85b",
            "u\x7f4,enterprise,",
        ),
        [
            ("Unit.csv", 2, "name", "a\x00b", "control_character"),
            ("Unit.csv", 3, "name", "a\x1bb", "control_character"),
            ("Unit.csv", 4, "name", "a\x85b", "control_character"),
            ("Unit.csv", 5, "id", "u\x7f4", "control_character"),
        ],
    ),
    "ragged rows": (
        unit("id,type,name", "u1,enterprise", "u2,enterprise,Two", "u3,enterprise,a,b", "u4,enterprize,Four"),
        [
            ("Unit.csv", 2, "", "u1,enterprise", "cells"),
            ("Unit.csv", 4, "", "u3,enterprise,a,b", "cells"),
            ("Unit.csv", 5, "type", "enterprize", "bad_value"),
        ],
    ),
    "not UTF-8": (
        {**SOUND, "Unit.csv": "id,type,name\nu1,enterprise,One\nu2,enterprise,昆明\n".encode("gb18030")},
        [("Unit.csv", 3, "", "\\xc0", "not_utf8")],
    ),
    "empty files": (
        {**SOUND, "Unit.csv": b"", "MANAGES.csv": b"\xef\xbb\xbf\n\n", "REPRESENTS.csv": b",,\nu1,p1,\n"},
        [(f"{kind}.csv", 0, "", "", "no_header") for kind in ("MANAGES", "REPRESENTS", "Unit")],
    ),
    "open quotation mark": (
        {**SOUND, "Unit.csv": b'id,type,name\nu1,enterprise,"One\nu2,enterprise,Two\n'},
        [("Unit.csv", 2, "", "", "open_quote")],
    ),
    "unknown files": (
        {**SOUND, "Units": "id,type\nu1,enterprise", "notes.txt": b"not a table"},
        [("Units.csv", 0, "", "", "unknown_file")],
    ),
    "unreadable Parquet": (
        {**SOUND, "MANAGES.parquet": b"PAR1 and so on"},
        [("MANAGES.parquet", 0, "", "", "unreadable")],
    ),
    "a table in two files": (
        {**SOUND, "Unit.parquet": b"never looked at"},
        [("Unit.parquet", 0, "", "", "duplicate")],
    ),
}  # fmt: skip

NEAREST = {
    "unknown column": ["employees"],
    "unknown value": ["enterprise", "yes", ""],
    "unknown files": ["Unit"],
}

OTHERS = {
    "same id twice": "Unit.csv:2",
    "same id in two kinds": "Place.csv:3",
    "same tie twice": "LOCATED_IN.csv:2",
    "same symmetric tie either way round": "ADJACENT_TO.csv:2",
    "one id for two ties": "LOCATED_IN.csv:2",
    "same claim twice": "Claim.csv:2",
    "a table in two files": "Unit.csv",
}


def found(problems: tuple[Problem, ...]) -> list[Found]:
    """Problems without their cures."""
    return [(one.file, one.row, one.column, one.value, one.key) for one in problems]


@pytest.mark.parametrize("case", PROBLEMS)
def test_every_problem_has_its_place(case: str, intake: Intake) -> None:
    """File, row, column and value of each sort of problem, in two languages with every part of the text filled in."""
    files, expected = PROBLEMS[case]
    problems = intake.problems(files)
    assert found(problems) == sorted(expected)
    for problem in problems:
        assert words.has("problem", problem.key)
        assert all(problem.file in problem.text(lang) and "{" not in problem.text(lang) for lang in words.LANGUAGES)


@pytest.mark.parametrize("case", NEAREST)
def test_nearest_right_word(case: str, intake: Intake) -> None:
    """A wrong word is told the right one that is most like it, where one is."""
    near = [dict(problem.fields)["near"] for problem in intake.problems(PROBLEMS[case][0])]
    assert sorted(near) == sorted(NEAREST[case])


@pytest.mark.parametrize("case", OTHERS)
def test_doubles_name_both_places(case: str, intake: Intake) -> None:
    """Whatever stands there twice is told where it stands first."""
    assert [dict(problem.fields)["other"] for problem in intake.problems(PROBLEMS[case][0])] == [OTHERS[case]]


def test_a_circle_is_shown_with_its_day(intake: Intake) -> None:
    """The first day on which a circle is closed, and the nodes of it, those that the import does not name too."""
    intake(ties("PART_OF", "from,to,valid_from", "p1,p2,2019", "p2,p3,2019"))
    (problem,) = intake.problems({"PART_OF": "from,to,valid_from\np3,p1,2020-06"})
    assert found((problem,)) == [("PART_OF.csv", 2, "to", "p1", "cycle")]
    assert dict(problem.fields)["day"] == "2020-06-01"
    ring = dict(problem.fields)["ring"].split(" -> ")
    assert ring[0] == ring[-1]
    assert "".join(ring[:-1]) in ("p1p2p3", "p2p3p1", "p3p1p2")


@pytest.mark.parametrize("second", ["p2,p1,2020-05-01,", "p2,p1,,2019", "p1,p3,,"])
def test_no_circle_without_a_common_day(second: str, intake: Intake) -> None:
    """Two ties that never hold on the same day close no circle; nor do two ways to the same place."""
    first = "p1,p2,2020,2020-05-01"
    assert intake.problems(ties("PART_OF", "from,to,valid_from,valid_to", first, second)) == ()


def test_a_circle_of_ties_that_waited(intake: Intake, store: Store) -> None:
    """Ties kept aside close a circle only when the node comes that they waited for: the node's row is told."""
    intake({"Place": "id,type\np1,market", "PART_OF": "from,to\np1,p2\np2,p1"}, allow_dangling=True)
    before = contents(store)
    problems = intake.problems({"Place": "id,type\np3,market\np2,market"})
    assert found(problems) == [("Place.csv", 3, "id", "p2", "cycle")]
    assert contents(store) == before


ALL_AT_ONCE: Files = {
    "Unit": "id,type,emploees,employees\nu1,enterprize,,many\nu1,enterprise,,3\np1,enterprise,,3",
    "Place": "id,type,valid_from,valid_to\np1,market,2020-02-30,\np2,market,2020,2019\np3,market,,",
    "LOCATED_IN": "from,to\nu1,p9\nu1,u1",
    "Units": "id\nx",
    "MANAGES.csv": b"",
}


def test_several_problems_at_once(intake: Intake) -> None:
    """All problems of all files are told at once, sorted by file and row."""
    assert found(intake.problems(ALL_AT_ONCE)) == [
        ("LOCATED_IN.csv", 2, "to", "p9", "dangling"),
        ("LOCATED_IN.csv", 3, "to", "u1", "to_itself"),
        ("LOCATED_IN.csv", 3, "to", "u1", "wrong_ends"),
        ("MANAGES.csv", 0, "", "", "no_header"),
        ("Place.csv", 2, "valid_from", "2020-02-30", "bad_date"),
        ("Place.csv", 3, "valid_to", "2020-01-01", "ends_before"),
        ("Unit.csv", 1, "", "emploees", "unknown_column"),
        ("Unit.csv", 2, "employees", "many", "bad_count"),
        ("Unit.csv", 2, "type", "enterprize", "bad_value"),
        ("Unit.csv", 3, "id", "u1", "duplicate"),
        ("Unit.csv", 4, "id", "p1", "duplicate"),
        ("Units.csv", 0, "", "", "unknown_file"),
    ]


def test_nothing_is_called_dangling_when_nodes_could_not_be_read(intake: Intake) -> None:
    """What stands in a file that cannot be read may well be there: no problem is made up."""
    files = {**SOUND, "Unit.csv": b"\xff", "LOCATED_IN": "from,to\nu1,p1\nu1,p9"}
    assert [problem.key for problem in intake.problems(files)] == ["not_utf8"]


def test_all_are_counted_and_the_first_listed(intake: Intake, store: Store) -> None:
    """Thousands of problems are counted, and a hundred of each sort are listed."""
    rows = [f"u{number},enterprise,many,2020-13" for number in range(1500)]
    with pytest.raises(BadTables) as raised:
        intake(unit("id,type,employees,valid_from", *rows))
    assert raised.value.total == 3000
    assert [problem.key for problem in raised.value.problems] == ["bad_count", "bad_date"] * 100
    assert raised.value.text("en").splitlines()[0].startswith("3000 problems")


def test_nothing_is_written(intake: Intake, store: Store) -> None:
    """A refused import changes nothing in a store that has something in it, whatever it is refused for."""
    sound = {"Unit": "id,type\nb1,other", "Place": "id,type\nq1,market", "LOCATED_IN": "from,to,valid_to\nb1,q1,2021"}
    intake(sound, source="before", day=date(2019, 1, 1))
    before = contents(store)
    for case, (files, _) in PROBLEMS.items():
        assert intake.problems(files), case
    assert contents(store) == before
    assert intake({"Unit": "id,type\nb2,other"}).number == 2


LATER: dict[str, tuple[Files, Found]] = {
    "an id of another kind": ({"Place": "id,type\nu1,market"}, ("Place.csv", 2, "id", "u1", "other_kind")),
    "an end before the start": (
        {"LOCATED_IN": "from,to,valid_from,valid_to\nu1,p1,,2020-01-01"}, ("", 0, "", "", ""),
    ),
    "a start after the end": (
        {"LOCATED_IN": "from,to,valid_from\nu1,p1,2021-06"},
        ("LOCATED_IN.csv", 2, "valid_to", "2021-01-01", "ends_before"),
    ),
    "a tie's id between others": (
        {"MANAGES": "id,from,to\nm1,u1,p2"}, ("MANAGES.csv", 2, "id", "m1", "other_ends"),
    ),
    "a new node without a type": ({"Unit": "id,name\nu1,One\nu9,Nine"}, ("Unit.csv", 3, "type", "", "missing_value")),
}  # fmt: skip


@pytest.mark.parametrize("case", LATER)
def test_problems_with_what_is_there(case: str, intake: Intake, store: Store) -> None:
    """What is sound in itself may not fit what was said before."""
    files = {**ties("LOCATED_IN", "from,to,valid_to", "u1,p1,2021-01-01"), "MANAGES": "id,from,to\nm1,u1,p1"}
    intake(files, source="A")
    before = contents(store)
    new, expected = LATER[case]
    problems = intake.problems(new, source="A")
    assert found(problems) == ([expected] if expected[0] else [])
    assert (contents(store) == before) == bool(problems)


def test_places_of_blank_rows_are_kept(intake: Intake) -> None:
    """Blank rows state nothing, and the rows after them keep the numbers that they have in the file."""
    content = b"id,type,name\r\nu1,enterprise,\"two\r\nlines\"\r\n\r\n,,\r\nu2\r\n\r\nu3,enterprize,Three\r\n\r\n"
    assert found(intake.problems({"Unit.csv": content})) == [
        ("Unit.csv", 5, "", "u2", "cells"),
        ("Unit.csv", 7, "type", "enterprize", "bad_value"),
    ]


def test_parquet_of_wrong_types(intake: Intake, tmp_path: Path) -> None:
    """Columns of other types, and texts that are none, are problems with a place like any other."""
    folder = write(tmp_path / "typed", {})
    columns = {
        "id": pa.array(["u1", "u2"]), "type": pa.array(["enterprise", "enterprise"]).dictionary_encode(),
        "employees": pa.array([1.5, None]), "founded_on": pa.array([None, date(2019, 5, 1)]),
        "full_members": pa.array([2**40, 3], pa.int64()), "operating": pa.array([True, None]),
    }  # fmt: skip
    parquet.write_table(pa.table(columns), folder / "Unit.parquet")
    broken = pa.StringArray.from_buffers(1, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff"))
    parquet.write_table(pa.table({"id": broken, "type": ["market"]}), folder / "Place.parquet")
    with pytest.raises(BadTables) as raised:
        import_tables(intake.store, folder)
    assert found(raised.value.problems) == [
        ("Place.parquet", 0, "", "", "unreadable"),
        ("Unit.parquet", 2, "employees", "1.5", "bad_count"),
        ("Unit.parquet", 2, "full_members", str(2**40), "bad_count"),
        ("Unit.parquet", 2, "operating", "true", "bad_value"),
    ]


@pytest.mark.parametrize("name", ["nothing", "empty", "broken.zip", "empty.zip"])
def test_no_tables_at_all(name: str, tmp_path: Path, store: Store) -> None:
    """A path that is not there, holds no tables, or is no sound zip is one clear sentence."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 no more")
    zipfile.ZipFile(tmp_path / "empty.zip", "w").close()
    with pytest.raises(BadInput) as raised:
        import_tables(store, tmp_path / name)
    key = {"nothing": "no_such_path", "broken.zip": "bad_zip"}.get(name, "no_tables")
    assert raised.value.key == key
    assert "\n" not in str(raised.value)


def test_measures_of_claims(intake: Intake, tmp_path: Path) -> None:
    """Where the measures are given, a claim about another one is a problem with the nearest right word."""
    folder = write(tmp_path / "claims", {**SOUND, "Claim": "about,measure,value\nu1,paried,3\nu1,paired,3"})
    with pytest.raises(BadTables) as raised:
        import_tables(intake.store, folder, Options(measures=("paired", "tenants")))
    assert found(raised.value.problems) == [("Claim.csv", 2, "measure", "paried", "unknown_measure")]
    assert dict(raised.value.problems[0].fields)["near"] == "paired"
