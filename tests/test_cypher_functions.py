"""The functions of the language: what each gives, by hand, on tables and on a real Neo4j, and what is refused."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from typing import Any

import neo4j
import pytest
from cypher_both import assert_values, holding
from cypher_graphs import Graph, Tables

from graphgov.errors import BadQuery, StoreError
from graphgov.query.select import texts

SPACES = "".join(
    chr(place)
    for place in range(sys.maxunicode + 1)
    if unicodedata.category(chr(place)) in ("Zs", "Zl", "Zp") or place in (*range(9, 14), *range(28, 32), 0x85)
)
"""Every space there is, those included that Java takes for none: NEL and the three that do not break a line."""

GRAPH = Graph(
    (
        ("A", 1, {"id": "n1", "s": "a,😀,,中", "i": -3, "x": -2.5}), ("A", 2, {"id": "n2"}),
        ("A", 3, {"id": "n3", "s": f"{SPACES}中 x{SPACES}", "i": 0, "x": 2.5}),
        ("A", 4, {"id": "n4", "s": "", "x": -0.5}),
    ),
    (),
)  # fmt: skip

FROM_NEL, TO_NARROW = SPACES[SPACES.index("\x85") :], SPACES[: SPACES.index("\u202f") + 1]
"""What trimming leaves of them on either side: it ends at the first, or last, that Java takes for none."""

HUGE = "(9007199254740992.0 * 1024.0)"
"""2 to the 63rd: the first number that is no whole number of 64 bits."""

VALUES: dict[str, list[Any]] = {
    "substring(n.s, 1)": [",😀,,中", None, f"{SPACES}中 x{SPACES}"[1:], ""],
    "substring(n.s, 2, 2)": ["😀,", None, SPACES[2:4], ""],
    "substring('ab', 2)": [""] * 4,
    "substring('ab', 9, 1)": [""] * 4,
    "substring('ab', 0, 0)": [""] * 4,
    "left(n.s, 3)": ["a,😀", None, SPACES[:3], ""],
    "toLower('ÀB 中x' + n.id)": ["àb 中xn1", "àb 中xn2", "àb 中xn3", "àb 中xn4"],
    "toUpper(n.id)": ["N1", "N2", "N3", "N4"],
    "toUpper(null)": [None] * 4,
    "right(n.s, 2)": [",中", None, SPACES[-2:], ""],
    "right('e\u0301', 1)": ["\u0301"] * 4,
    "left('ab', 0)": [""] * 4,
    "replace(n.s, ',', '--')": ["a--😀----中", None, f"{SPACES}中 x{SPACES}", ""],
    "replace('aaa', 'aa', n.id)": ["n1a", "n2a", "n3a", "n4a"],
    "replace('a', 'a', n.s)": ["a,😀,,中", None, f"{SPACES}中 x{SPACES}", ""],
    "replace('a.b', '.', '$1')": ["a$1b"] * 4,
    "split(n.s, ',')": [["a", "😀", "", "中"], None, [f"{SPACES}中 x{SPACES}"], [""]],
    "split('a.b.', '.')": [["a", "b", ""]] * 4,
    "split('aaa', 'aa')": [["", "a"]] * 4,
    "size(split(n.s, ','))": [4, None, 1, 1],
    "last(split(n.s, ','))": ["中", None, f"{SPACES}中 x{SPACES}", ""],
    "tail(split(n.s, ','))": [["😀", "", "中"], None, [], []],
    "head(tail(split(n.s, ',')))": ["😀", None, None, None],
    "last([])": [None] * 4,
    "last([1, null])": [None] * 4,
    "isEmpty(n.s)": [False, None, False, True],
    "isEmpty([])": [True] * 4,
    "round(n.x)": [-2.0, None, 3.0, 0.0],
    "round(n.i)": [-3.0, None, 0.0, None],
    "round(0.49999999999999994)": [0.0] * 4,
    "round(4503599627370497.5)": [4503599627370498.0] * 4,
    f"round({HUGE})": [9223372036854775807.0] * 4,
    f"round(-{HUGE})": [-9223372036854775808.0] * 4,
    f"toInteger({HUGE})": [9223372036854775807] * 4,
    f"toInteger(-{HUGE})": [-9223372036854775808] * 4,
    "toInteger(9007199254740991 + 2)": [9007199254740993] * 4,
    "floor(n.x)": [-3.0, None, 2.0, -1.0],
    "ceil(n.x)": [-2.0, None, 3.0, 0.0],
    "floor(n.i)": [-3.0, None, 0.0, None],
    "sign(n.x)": [-1, None, 1, -1],
    "sign(n.i)": [-1, None, 0, None],
    "toInteger(n.x)": [-2, None, 2, 0],
    "toInteger(n.i)": [-3, None, 0, None],
    "trim(n.s)": ["a,😀,,中", None, FROM_NEL + "中 x" + TO_NARROW, ""],
    "lTrim(n.s)": ["a,😀,,中", None, FROM_NEL + "中 x" + SPACES, ""],
    "rTrim(n.s)": ["a,😀,,中", None, SPACES + "中 x" + TO_NARROW, ""],
}
"""A function, and its values for the four nodes in their order."""


@pytest.fixture(scope="module")
def driver() -> Iterator[neo4j.Driver]:
    """A connection to the server of the session, with the graph."""
    with holding(GRAPH) as found:
        yield found


@pytest.mark.parametrize("call", VALUES)
def test_values(call: str, driver: neo4j.Driver) -> None:
    """On tables and on the server, of the same type too: a fraction stays one."""
    assert_values(driver, GRAPH, call, VALUES[call])


@pytest.mark.parametrize(("function", "others"), [("toLower", texts.LOWER), ("toUpper", texts.UPPER)])
def test_every_letter(function: str, others: str, driver: neo4j.Driver) -> None:
    """Each letter that has a small or a capital form comes out as on the server; the others end in an error."""
    every = [chr(place) for place in range(sys.maxunicode + 1) if not 0xD800 <= place <= 0xDFFF]
    refused = re.compile("[" + re.sub(r"\\x\{(\w+)\}", lambda found: chr(int(found[1], 16)), others) + "]")
    cased = [letter for letter in every if letter.lower() != letter or letter.upper() != letter]
    given = {"letters": [letter for letter in cased if not refused.match(letter)]}
    text = f"UNWIND $letters AS s RETURN {function}('x' + s + 'Y') AS c"
    ours = [row[0] for row in Tables(GRAPH).ask(text, given)]
    assert ours == [record["c"] for record in driver.execute_query(text, given).records] and len(ours) > 2_500
    for letter in [letter for letter in cased if refused.match(letter)][::9]:
        with pytest.raises(StoreError) as failed:
            Tables(GRAPH).ask(text, {"letters": ["a", letter]})
        assert failed.value.key == "ask_failed"


def test_every_space(driver: neo4j.Driver) -> None:
    """Each space by itself is trimmed away or kept, as on the server: the four that Java takes for none are kept."""
    text, given = "UNWIND $spaces AS s RETURN size(trim(s)) AS c", {"spaces": list(SPACES)}
    ours = [row[0] for row in Tables(GRAPH).ask(text, given)]
    assert ours == [record["c"] for record in driver.execute_query(text, given).records]
    assert [space for space, left in zip(SPACES, ours, strict=True) if left] == ["\x85", "\xa0", "\u2007", "\u202f"]


@pytest.mark.parametrize(
    "call",
    [
        "substring(n.s, -1)", "substring(n.s, n.i)", "substring(n.s, 0, null)", "substring(n.s)", "substring(n.i, 0)",
        "substring(n.s, 2147483647)", "left(n.s, -1)", "left(n.s)", "right(n.s, true)", "replace(n.s, '', 'x')",
        "replace(n.s, n.s, 'x')", "replace(n.s, 'x')", "split(n.s, '')", "split(n.s, n.s)", "split(n.i, ',')",
        "round(n.s)", "round(n.x, 1)", "ceil('1')", "sign(true)", "toInteger(n.s)", "last(n.s)", "tail(n.s)",
        "isEmpty(n.i)", "toLower(n.i)", "toUpper(1)", "trim(n.i)", "trim(n.s, 'x')",
    ],
)  # fmt: skip
def test_refused(call: str) -> None:
    """Where the server would end in an error for some rows, or count otherwise: refused, with how it is written."""
    with pytest.raises(BadQuery) as refused:
        Tables(GRAPH).ask(f"MATCH (n) RETURN {call} AS c", {})
    assert refused.value.key == "cypher_arguments"
