"""Between Arrow and numpy: the same values, and no pandas on the way."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import Intake

from graphgov.graph.arrow import as_arrow, as_numpy, as_scalar, in_one
from graphgov.store import open_store

NUMBERS = st.lists(st.integers(-(1 << 31), (1 << 31) - 1))

TABLES = {
    "Community": "id,name,type\nc1,示例社区,community\n",
    "Unit": "id,name,type,full_members,no_org_reason\nu1,甲,enterprise,5,\nu2,乙,other,,no members\n",
    "PartyOrganization": "id,name,type,tier\no1,示例支部,ordinary,branch\n",
    "LOCATED_IN": "from,to\nu1,c1\nu2,c1\n",
    "HAS_PARTY_ORG": "from,to,mode\nu2,o1,single\n",
}


@settings(deadline=None)
@given(st.lists(NUMBERS))
def test_numbers_in_pieces(pieces: list[list[int]]) -> None:
    """A column of any number of pieces, empty ones and none among them, has the same numbers in numpy and back."""
    column = pa.chunked_array([pa.array(piece, pa.int32()) for piece in pieces], pa.int32())
    numbers = as_numpy(column)
    assert numbers.dtype == np.int32
    assert numbers.tolist() == [number for piece in pieces for number in piece]
    assert as_arrow(numbers[::-1]).to_pylist() == numbers.tolist()[::-1]


@settings(deadline=None)
@given(st.lists(st.booleans()), st.integers(0, 9))
def test_truths(truths: list[bool], start: int) -> None:
    """Truths, eight in a byte, come out one by one, also those of a part of a column."""
    assert as_numpy(pa.array(truths, pa.bool_()).slice(start)).tolist() == truths[start:]


@settings(deadline=None)
@given(st.lists(st.lists(st.none() | st.text())), st.text())
def test_texts(pieces: list[list[str | None]], text: str) -> None:
    """Texts come together in one piece, nulls too, and a text is equal to itself there."""
    column = pa.chunked_array([*(pa.array(piece, pa.string()) for piece in pieces)], pa.string())
    assert in_one(column).to_pylist() == [each for piece in pieces for each in piece]
    assert as_scalar(text) == pa.scalar(text)


@pytest.mark.parametrize("command", ["blind-spots", "explain u1", "explain u2", "coverage", "findings"])
def test_answers_load_no_pandas(command: str, tmp_path: Path) -> None:
    """The commands that are asked most answer without pandas, which takes a third of a second to load."""
    db = tmp_path / "town.duckdb"
    Intake(open_store(db), tmp_path)(TABLES)
    script = "import sys; from graphgov.cli import main\ntry: main()\nfinally: print('pandas' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script, *command.split(), "--db", db],
        env=os.environ | {"GRAPHGOV_LANG": "en"}, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "False"
