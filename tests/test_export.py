"""Own tables out: what went in comes out, and goes in again."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from cases.tables import write_tables
from hypothesis import given, settings
from hypothesis import strategies as st

from graphgov.errors import BadInput
from graphgov.export.own_tables import export_tables
from graphgov.intake import Options, import_tables
from graphgov.store import EmbeddedStore, open_store

DAY = date(2020, 6, 30)
HOSTILE = [
    "O'Neil \"quoted\"", "back\\slash\\", "two\nlines", "</script><script>alert(1)</script>", "=cmd()|' /C calc'!A0",
    "\u202eRTL\u202c", "x" * 10_000, "，全角,half\t", "'; DROP TABLE Unit; --", "{{7*7}}", "  kept blanks  ", "😀",
]  # fmt: skip


def taken_in(folder: Path, tables: dict[str, list[dict[str, str]]]) -> EmbeddedStore:
    """A store with these tables."""
    store = open_store(folder / "town.duckdb")
    import_tables(store, write_tables(folder / "in", tables), Options(stated_on=DAY))
    assert isinstance(store, EmbeddedStore)
    return store


def rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_hostile_names_come_out_unchanged(tmp_path: Path) -> None:
    """Quotes, backslashes, newlines, markup, formulas, marks of direction, ten thousand signs: exact in own tables."""
    units = [{"id": f"u{n}", "type": "other", "name": name, "industry": name} for n, name in enumerate(HOSTILE)]
    store = taken_in(tmp_path, {"Unit": units})
    export_tables(store, tmp_path / "out")
    found = rows(tmp_path / "out" / "Unit.csv")
    assert [row["name"] for row in found] == HOSTILE
    assert [row["industry"] for row in found] == HOSTILE


# An example is a whole import and export: few, of many names.
@settings(max_examples=8)
@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20), max_size=40))
def test_any_name_comes_out_unchanged(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    """A name of whatever signs that are no control characters is the same when it comes out; of blanks alone, none."""
    folder = tmp_path_factory.mktemp("names")
    units = [{"id": f"u{n}", "type": "other", "name": name} for n, name in enumerate(names)]
    store = taken_in(folder, {"Unit": [{"id": "u", "type": "other", "name": "first"}, *units]})
    export_tables(store, folder / "out")
    found = [row["name"] for row in rows(folder / "out" / "Unit.csv")][1:]
    assert found == [name if name.strip("\ufeff" + "".join(filter(str.isspace, name))) else "" for name in names]


def test_dates_come_out_as_they_were_written(tmp_path: Path) -> None:
    """A partial date keeps its text, an exclusive end too; empty stays empty."""
    units = [
        {"id": "a", "type": "other", "valid_from": "2019", "valid_to": "2020-03", "founded_on": "1998-07"},
        {"id": "b", "type": "other", "valid_from": "2019-02-03", "valid_to": "", "founded_on": ""},
    ]
    export_tables(taken_in(tmp_path, {"Unit": units}), tmp_path / "out")
    kept = ("valid_from", "valid_to", "founded_on")
    assert [[row[name] for name in kept] for row in rows(tmp_path / "out" / "Unit.csv")] == [
        ["2019", "2020-03", "1998-07"],
        ["2019-02-03", "", ""],
    ]


def test_the_sample_goes_in_again(tmp_path: Path) -> None:
    """The exported sample, imported into another store and exported again, is the same to the byte."""
    sample = Path(__file__).resolve().parents[1] / "graphgov" / "sample" / "kunming"
    first, second = open_store(tmp_path / "1.duckdb"), open_store(tmp_path / "2.duckdb")
    for source in ("register", "story", "town"):
        import_tables(first, sample / source, Options(stated_on=DAY))
    written = export_tables(first, tmp_path / "one")
    assert written["Community"] == 1700
    import_tables(second, tmp_path / "one", Options(stated_on=DAY))
    export_tables(second, tmp_path / "two")
    files = sorted((tmp_path / "one").iterdir())
    assert len(files) == len(written)
    assert [file.read_bytes() for file in files] == [(tmp_path / "two" / file.name).read_bytes() for file in files]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """Nothing is overwritten: the refusal names the folder, and what was in it is still there."""
    store = taken_in(tmp_path, {"Unit": [{"id": "u", "type": "other"}]})
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        export_tables(store, tmp_path / "out")
    assert refusal.value.key == "folder_not_empty"
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["mine.txt"]
