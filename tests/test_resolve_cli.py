"""graphgov resolve as it is used: the list that goes out and comes back, the dialogue on a terminal, the judgements."""

from __future__ import annotations

import csv
import json
import os
import pty
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import openpyxl
import pytest
from click.testing import CliRunner, Result
from ledgers import rows, take
from test_ledger_likely import FIRST, ledger

from graphgov import words
from graphgov.cli import cli
from graphgov.ledger.verdicts import answer_of, spoken
from graphgov.store import open_store

STAYS = ("unit:虹山/昆明云岭商贸有限公司", "unit:虹山/昆明翠湖饭店")
GOES = ("unit:虹山/云岭商贸公司", "unit:虹山/翠湖饭店")


def run(db: Path, *args: object, lang: str = "en", code: int = 0) -> Result:
    """Run graphgov resolve on a database."""
    result = CliRunner().invoke(
        cli, ["--lang", lang, "resolve", *map(str, args), "--db", str(db)], prog_name="graphgov"
    )  # fmt: skip
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Two lists in which two units are called now so and now so."""
    store = open_store(tmp_path / "x.duckdb")
    take(store, ledger(tmp_path, "a", *FIRST))
    lines = ("云岭商贸公司,非公企业,虹山社区,,", "翠湖饭店,非公企业,虹山社区,,")
    take(store, ledger(tmp_path, "b", *lines), source="B")
    return tmp_path / "x.duckdb"


def fill_in(path: Path, verdicts: list[tuple[str, str, str]]) -> None:
    """Write verdict, which one stays, and reason into the last columns of a list, as a person does."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        (sheet,) = book
        for row, cells in enumerate(verdicts, 2):
            for place, cell in enumerate(cells, sheet.max_column - 2):
                sheet.cell(row, place).value = cell
        book.save(path)
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    with path.open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows([head, *([*line[:-3], *v] for line, v in zip(lines, verdicts, strict=True))])


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
@pytest.mark.parametrize(
    ("lang", "same", "different"), [("zh", "是", "不同"), ("zh", "同一个", "否"), ("en", "same", "different")]
)
def test_a_list_goes_out_and_comes_back(
    db: Path, tmp_path: Path, suffix: str, lang: str, same: str, different: str
) -> None:
    """Written in one language, filled in, read back in the other; the second of the first pair was chosen to stay."""
    path = tmp_path / f"list{suffix}"
    run(db, "--output", path, lang=lang)
    fill_in(path, [(same, "2", "更名"), (different, "1", "")])
    other = "en" if lang == "zh" else "zh"
    said = run(db, path, "--authority", "五华区", "--reason", "电话核实", lang=other).stdout
    assert "graphgov undo 3" in said
    judged = json.loads(run(db, "--list", "--format", "json").stdout)
    assert [[one[name] for name in ("about", "other", "verdict", "reason", "by", "number")] for one in judged] == [
        [STAYS[1], GOES[1], "different", "电话核实", "五华区", 3],
        [STAYS[0], GOES[0], "same", "更名", "五华区", 3],
    ]
    named = {row["id"]: row for row in rows(open_store(db), "Unit")}
    assert named[STAYS[0]]["same_as"] == GOES[0] and named[GOES[0]]["aliases"] == "昆明云岭商贸有限公司"
    assert json.loads(run(db, "--format", "json").stdout) == []
    assert "nothing" in run(db, path).stdout and "更名" in run(db, "--list").stdout


def test_what_cannot_be_understood_is_told_row_by_row(db: Path, tmp_path: Path) -> None:
    """Words that are no verdict, no identifier, no choice; what is no list of pairs is told so.  Nothing is written."""
    path = tmp_path / "list.xlsx"
    run(db, "--output", path)
    fill_in(path, [("perhaps", "1", ""), ("same", "3", "")])
    wrong = run(db, path, code=2).stderr
    assert "list.xlsx:2 verdict (same/different) 'perhaps'" in wrong and "list.xlsx:3 which stays (1/2) '3'" in wrong
    fill_in(path, [("", "1", ""), ("?", "2", "")])
    assert "nothing changed" in run(db, path).stdout
    assert "id 1" in run(db, tmp_path / "a.csv", code=2).stderr
    assert "--output" in run(db, "--format", "xlsx", code=2).stderr
    assert "--ask" in run(db, path, "--ask", code=2).stderr
    assert "--output" in run(db, "--ask", code=2).stderr  # no terminal
    assert len(json.loads(run(db, "--format", "json").stdout)) == 2


def talk(db: Path, answers: str) -> str:
    """The dialogue on a terminal of its own, answered line by line; all that stood on it."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "graphgov", "--lang", "zh", "resolve", "--ask", "--db", str(db)]
    with Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True) as process:
        os.close(theirs)
        os.write(ours, answers.encode())
        shown = b"".join(_read(ours))
    os.close(ours)
    assert process.returncode == 0, shown.decode()
    return shown.decode()


def _read(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other side has gone
            return
        if not piece:
            return
        yield piece


def test_one_pair_after_the_other_on_a_terminal(db: Path) -> None:
    """What is no answer is asked again; quitting keeps what was answered; what was left is asked the next time."""
    shown = talk(db, "什么\n2\n退出\n")
    assert "第 1 对，共 2 对" in shown and "a (a.csv:2)" in shown and "请回答" in shown and "同一个 1，不同 0" in shown
    (judged,) = json.loads(run(db, "--list", "--format", "json").stdout)
    assert (judged["about"], judged["other"], judged["by"]) == (STAYS[0], GOES[0], "graphgov resolve")
    again = talk(db, "\n")
    assert "翠湖饭店" in again and "云岭" not in again and "没有新的判断" in again
    assert "不同 1" in talk(db, "否\n") and "一对也没有" in talk(db, "")


def test_words_of_verdicts() -> None:
    """All that people write for yes, no and not yet, in both languages; nothing else is taken for any of them."""
    for verdict, said in {
        "same": ["是", "同一个", "相同", "√", "SAME", " the same ", "Yes", 1, "１"],
        "different": ["否", "不同", "×", "Different", "no", 0, "不是"],
        "later": ["", None, "  ", "-", "不详", "稍后", "later"],
        "quit": ["退出", "q", "Quit"],
    }.items():
        for word in said:
            found = answer_of(word)  # type: ignore[arg-type]
            assert found is not None and found.verdict == verdict, word
    assert [answer_of(word) for word in ("也许", "2", "3", "samedifferent")] == [None] * 4
    answer = spoken("2")
    assert answer is not None and answer.verdict == "same" and answer.stays != spoken("1").stays  # type: ignore[union-attr]
    for verdict in ("same", "different"):
        labels = (words.word("value", "verdict", verdict, lang=lang) for lang in words.LANGUAGES)
        assert [answer_of(label).verdict for label in labels] == [verdict] * 2  # type: ignore[union-attr]
