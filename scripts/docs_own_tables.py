"""docs/own-tables.md: what each problem of a table looks like, brought about by a table that has it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from docs_text import code, plain, table, template
from pyarrow import parquet

from graphgov import words
from graphgov.errors import BadTables, Problem
from graphgov.intake import Options, import_tables
from graphgov.policy import read_policy
from graphgov.schema import SCHEMA, EdgeKind, Kind
from graphgov.store import open_store

Folder = Mapping[str, str | bytes]

UNITS = "id,name,type\nu1,甲,enterprise\nu2,乙,enterprise\n"
PLACES = "id,name,type\np1,丙,market\np2,丁,market\n"


def _parquet() -> bytes:
    found = io.BytesIO()
    parquet.write_table(pa.table({"id": ["u1"]}), found)
    return found.getvalue()[:-8]


EXAMPLES: Mapping[str, tuple[str, Sequence[Folder]]] = {
    "unknown_file": ("The file's name is not that of a kind.", [{"Units.csv": UNITS}]),
    "unreadable": ("The file is damaged, or is not what its name says.", [{"Unit.parquet": _parquet()}]),
    "not_utf8": ("The CSV is in another encoding (GBK, UTF-16).", [{"Unit.csv": UNITS.encode("gbk")}]),
    "no_header": ("The file is empty.", [{"Unit.csv": ""}]),
    "cells": ("A row has more or fewer cells than the header.", [{"Unit.csv": UNITS + "u3,戊\n"}]),
    "open_quote": ("A quotation mark is opened and never closed.", [{"Unit.csv": UNITS + 'u3,"戊,other\n'}]),
    "unknown_column": ("A heading is not a property of the kind.", [{"Unit.csv": "id,nmae\nu1,甲\n"}]),
    "column_twice": ("Two columns have the same heading.", [{"Unit.csv": "id,name,name\nu1,甲,乙\n"}]),
    "missing_column": ("A required column is missing.", [{"LOCATED_IN.csv": "from\nu1\n"}]),
    "missing_value": (
        "A required cell is empty, or a node has no type in this import nor in any before.",
        [{"Unit.csv": "id,name,type\n,甲,enterprise\n"}],
    ),
    "bad_value": ("A cell is not one of the property's values.", [{"Unit.csv": "id,type\nu1,enterprize\n"}]),
    "bad_count": (
        "A number has a sign, a fraction, a unit, or is too large.",
        [{"Unit.csv": "id,type,employees\nu1,enterprise,12人\n"}],
    ),
    "bad_date": ("A date has another form, or there is no such day.", [
        {"Unit.csv": "id,type,founded_on\nu1,enterprise,2020/6/30\n"},
    ]),
    "control_character": ("A text holds a control character other than tab and line ends.", [
        {"Unit.csv": "id,name,type\nu1,甲\x07,other\n"},
    ]),
    "duplicate": (
        "An id, or the same tie, stands in two rows; or there are two files of a kind.",
        [{"Unit.csv": UNITS + "u1,甲,other\n"}],
    ),
    "other_kind": ("The id is that of a node of another kind.", [
        {"Place.csv": PLACES},
        {"Unit.csv": "id,type\np1,other\n"},
    ]),
    "other_ends": ("The id is that of a tie between two other nodes.", [
        {"Unit.csv": UNITS, "Place.csv": PLACES, "MANAGES.csv": "id,from,to\nm1,u1,p1\nm1,u2,p2\n"},
    ]),
    "dangling": ("A tie or a claim names an id that no node has.", [
        {"Unit.csv": UNITS, "LOCATED_IN.csv": "from,to\nu1,p9\n"},
    ]),
    "wrong_ends": ("A tie joins two nodes that its kind does not join.", [
        {"Unit.csv": UNITS, "LOCATED_IN.csv": "from,to\nu1,u2\n"},
    ]),
    "to_itself": ("Both ends are the same node.", [{"Place.csv": PLACES, "ADJACENT_TO.csv": "from,to\np1,p1\n"}]),
    "ends_before": ("`valid_to` is not later than `valid_from`.", [
        {"Place.csv": "id,type,valid_from,valid_to\np1,market,2020-06-30,2020-06-30\n"},
    ]),
    "cycle": ("Ties that may close no circle do, on some day.", [
        {"Place.csv": PLACES, "PART_OF.csv": "from,to\np1,p2\np2,p1\n"},
    ]),
    "unknown_measure": ("A claim is about a measure that is not in the policy.", [
        {"Unit.csv": UNITS, "Claim.csv": "about,measure,value\nu1,member_unit,12\n"},
    ]),
}  # fmt: skip
"""For each problem its cause, and folders that are imported one after the other, of which the last one has it."""

REASONED = ("unreadable",)
"""Problems whose text holds the words of a library, which change with its version."""


def _import(folders: Sequence[Folder]) -> Problem | None:
    """The first problem of the last of the folders."""
    measures = tuple(measure.name for measure in read_policy().measures)
    with TemporaryDirectory() as place:
        store = open_store(Path(place, "x.duckdb"))
        for number, files in enumerate(folders):
            folder = Path(place, f"tables{number}")
            folder.mkdir()
            for name, content in files.items():
                raw = content if isinstance(content, bytes) else content.encode()
                (folder / name).write_bytes(raw)
            try:
                import_tables(store, folder, Options(stated_on=date(2020, 6, 30), measures=measures))
            except BadTables as error:
                return error.problems[0]
    return None


@cache
def shown() -> Mapping[str, Problem | None]:
    """What each example brings about."""
    return {key: _import(folders) for key, (_, folders) in EXAMPLES.items()}


def problems() -> str:
    return table(("what is wrong", "said", "中文"), [_row(key, problem) for key, problem in shown().items()])


def _row(key: str, problem: Problem | None) -> tuple[str, ...]:
    if key in REASONED or problem is None:
        said = [template("problem", key, lang=lang) for lang in words.LANGUAGES]
    else:
        said = [plain(problem.text(lang)) for lang in words.LANGUAGES]
    return (EXAMPLES[key][0], *reversed(said))


def faults() -> list[str]:
    """Examples that do not bring about what they are for, and problems that have no example."""
    found = [
        f"the example of the problem {key} brings about {problem.key if problem else 'none'}"
        for key, problem in shown().items()
        if problem is None or problem.key != key
    ]
    tables = (key for key in words.catalogue()["problem"] if not key.startswith(("policy_", "mapping_", "resolve_")))
    said = set(filter(_is_said, tables))
    return found + [f"no example of the problem {key}" for key in sorted(said - set(EXAMPLES))]


@cache
def _sources() -> str:
    import graphgov

    return "".join(path.read_text(encoding="utf-8") for path in Path(str(graphgov.__file__)).parent.rglob("*.py"))


def _is_said(key: str) -> bool:
    return f'"{key}"' in _sources()


def files() -> str:
    """A file for every kind."""
    return table(("file", "holds", "must have"), [_file(kind) for kind in SCHEMA.kinds.values()])


def _file(kind: Kind) -> tuple[str, str, str]:
    vocabulary = "edge" if isinstance(kind, EdgeKind) else "kind"
    name = " · ".join(words.word(vocabulary, kind.name, lang=lang) for lang in words.LANGUAGES)
    required = [prop.name for prop in kind.properties if prop.required]
    return code(f"{kind.name}.csv"), f"[{name}](model.md#{kind.name.lower()})", ", ".join(map(code, required))


BLOCKS = {"files": files, "problems": problems}
