"""Queries as files and as somebody types them: headers read and written, folders of one's own, and what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import graphgov
from graphgov.cli import cli
from graphgov.coverage import STATES as OF_COVERAGE
from graphgov.errors import BadInput, BadQuery, UnknownName
from graphgov.named import TYPES, NamedQuery, Parameter, bound, file_of, library, named, parsed, written
from graphgov.restated import GROUPS
from graphgov.restated.subjects import STATES

HEADER = "// en: a\n// zh: b\n// why-en: c\n// why-zh: d\n"

LINE = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="\\"), min_size=1, max_size=12)
WORD = st.from_regex("[a-z]{1,6}", fullmatch=True)
CHOICES = st.lists(WORD, max_size=3, unique=True).map(tuple)
PARAMETER = st.builds(Parameter, WORD, st.sampled_from(TYPES), st.none() | WORD, CHOICES, st.none() | WORD)
QUERY = st.builds(
    NamedQuery,
    st.just("group/name"),
    st.just("MATCH (u:Unit)\nRETURN u.id AS id\n"),
    st.fixed_dictionaries({"en": LINE, "zh": LINE}),
    st.fixed_dictionaries({"en": LINE, "zh": LINE}),
    st.lists(PARAMETER, max_size=3, unique_by=lambda each: each.name).map(tuple),
    st.lists(st.tuples(WORD, st.sampled_from(TYPES)), min_size=1, max_size=3).map(tuple),
)


@given(QUERY)
def test_what_is_written_is_read(query: NamedQuery) -> None:
    """A header says the same again, and stands above the text once, however often it is written."""
    text = file_of(query)
    assert parsed(query.name, text) == replace(query, text=text)
    assert file_of(parsed(query.name, text)) == text


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_title_is_never_more_than_a_comment(title: str, default: str) -> None:
    """Whatever is said: the text begins where the header ends, with no code of a character that servers read first."""
    query = parsed("g/n", HEADER + "// column id: text\nRETURN 1 AS id")
    parameter = Parameter("p", "text", default)
    text = file_of(replace(query, asks={"en": title, "zh": title}, parameters=(parameter,)))
    head, _, body = text.rpartition("\n// column id: text\n")
    assert body == "RETURN 1 AS id\n" and all(line.startswith("//") for line in head.split("\n")) and "\\" not in head


def test_parameters_of_a_text() -> None:
    """Those that its header tells of, and whatever else it uses; not what stands in texts, names and comments."""
    text = """// param least: count = 5
    MATCH (u:Unit {name: '$a \\' $b'}) // $c
    WHERE u.employees > $least AND u.id = $id AND u.since <= $day /* $d */ AND u.`$e` = "$f" RETURN $id AS id"""
    query = written(text)
    assert [(each.name, each.type, each.default) for each in query.parameters] == [
        ("least", "count", "5"), ("id", "value", None), ("day", "date", "cutoff"),
    ]  # fmt: skip
    day = date(2020, 6, 30)
    assert bound(query, {"id": "x"}, day) == {"least": 5, "id": "x", "day": day}
    assert bound(query, {"id": "2019-01-01", "least": "7"}, day) == {"least": 7, "id": date(2019, 1, 1), "day": day}


def test_choices() -> None:
    """One of them is taken, another is refused with the nearest; a standard's states are those of coverage."""
    query = parsed("g/n", HEADER + "// param s: text (blind, claimed) = blind\n// column id: text\nRETURN $s AS id")
    assert bound(query, {}, date.min) == {"s": "blind"} and bound(query, {"s": "claimed"}, date.min) == {"s": "claimed"}
    with pytest.raises(UnknownName, match="claimed"):
        bound(query, {"s": "claimd"}, date.min)
    assert named("standards/any_tie").parameters[1].choices == STATES and set(STATES) == set(OF_COVERAGE)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"RETURN 1 AS x", BadQuery), (b"\xff\xfe", BadInput), ((HEADER + "// column x: thing").encode(), BadQuery),
        ((HEADER + "// param id: text\n// example di: 1\n// column x: text").encode(), UnknownName),
    ],
)
def test_a_file_that_is_none(content: bytes, error: type[BadInput], tmp_path: Path) -> None:
    """A folder with it is refused, by the file's name."""
    (tmp_path / "wrong.cypher").write_bytes(content)
    with pytest.raises(error, match="wrong"):
        library(tmp_path)
    with pytest.raises(BadInput, match="nowhere"):
        library(tmp_path / "nowhere")


def test_a_folder_goes_first(tmp_path: Path) -> None:
    """Of two queries of one name; a policy's folder, with its script, can be used as it is."""
    result = CliRunner().invoke(cli, ("policy", "queries", str(tmp_path / "own")))
    assert result.exit_code == 0
    assert library(tmp_path / "own") == library()
    changed = tmp_path / "own" / "rules" / "joint.cypher"
    changed.write_text(changed.read_text(encoding="utf-8").replace("why-en: ", "why-en: Mine. "), encoding="utf-8")
    assert library(tmp_path / "own")["rules/joint"].why["en"].startswith("Mine. ")


def test_examples(kunming: Path) -> None:
    """What has to be given to a query written by hand has an example, with which it finds something in the sample."""
    nobody = {"structure/red_ties"}  # what the story wishes for and the sample lacks
    by_hand = [query for query in library().values() if query.group not in GROUPS]
    for query in by_hand:
        assert query.example.keys() == {each.name for each in query.parameters if each.default is None}
        assert bool(graphgov.ask(query.name, kunming, **query.example).rows) == (query.name not in nobody), query.name


def test_from_python(kunming: Path) -> None:
    """One call: a text with its day and parameters of any type, or a name; what it does not know is refused."""
    text = "MATCH (u:Unit) WHERE u.employees >= $least AND u.since <= $day RETURN count(u) AS n"
    few, all_ = (graphgov.ask(text, kunming, least=least).rows[0]["n"] for least in (500, 0))
    assert 0 < few < all_
    assert graphgov.ask(text, kunming, least=0, day=date(1900, 1, 1)).rows[0]["n"] <= all_
    assert len(graphgov.ask("structure/within", kunming, id="SL-P0091", limit=1).rows) == 1
    for wrong in ({"leest": 3}, {}):
        with pytest.raises(BadInput):
            graphgov.ask(text, kunming, **wrong)
