"""How the report file comes to be: the command, what it tells and leaves out, and that it is written whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import town
from browser import visiting
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from reported import Reported, data_of, made, unpieced

from graphgov.cli import cli
from graphgov.files.writers import Column, Sheet, as_csv
from graphgov.report.bundle import asset


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """The file of the town on paper."""
    folder = tmp_path_factory.mktemp("town")
    town.store_of(folder)
    return made(folder, folder / "town.duckdb", "--as-of", str(town.DAY))


def names_in(file: Path) -> list[str]:
    """The identifiers of all that have a page in a file."""
    return sorted(unpieced(data_of(file)["names"]["ids"]))


def test_who_has_a_page(report: Reported) -> None:
    """Everything that holds on the day, and of individual businesses (shop, stall, kiosk) none by name."""
    expected = """D K S W  A B V  Z T M G H Y  agency school factory mill cafe bank lab press studio clinic club hotel
        store owners farm ruin guest ghost mover tied corp  SW CA CB BA OC OG OB OJ OZ OT OU OF PG"""
    assert names_in(report.file) == sorted(expected.split())
    names = unpieced(data_of(report.file)["names"]["names"])
    for hidden in ("shop", "stall", "kiosk"):
        assert f'"{hidden}"' not in report.file.read_text(encoding="utf-8") and hidden not in names


def test_a_street_tells_of_itself_and_of_what_reaches_into_it(report: Reported, tmp_path: Path) -> None:
    """W: its own; who reaches in within two ties (CA paired with OJ, SW above CB); where these are."""
    part = made(tmp_path / "part", report.db, "--as-of", str(town.DAY), "--street", "W")
    named = set(names_in(part.file))
    assert {"W", "B", "V", "D", "K", "M", "H", "factory", "mill", "cafe", "press", "club", "CB", "OB", "OJ"} <= named
    assert not named & {"agency", "lab", "hotel", "clinic", "studio", "bank", "Z", "T", "G", "farm", "corp", "kiosk"}
    assert {"CA", "SW"} <= named


def test_what_cannot_be_written_leaves_what_was_there(
    report: Reported, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full half-way: exit code 2, the old file as it was, and nothing beside it."""
    file = tmp_path / "report.html"
    file.write_text("the old one", encoding="utf-8")

    def full(self: Path, *args: object, **kwargs: object) -> int:
        self.write_bytes(b"<!doctype html><html")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    result = CliRunner().invoke(cli, ["--lang", "en", "report", str(file), "--db", str(report.db)])
    assert result.exit_code == 2
    assert "cannot be written: No space left on device" in result.stderr
    assert file.read_bytes() == b"the old one"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("args", "fault"),
    [
        (["--standard", "two_coverage"], "did you mean two_coverages?"),
        (["--street", "Q"], "nothing is called 'Q'"),
        (["--street", "D"], "--street"),
        (["--against", "yesterday"], "yesterday"),
        (["--as-of", "2020-13-01"], "2020-13-01"),
    ],
)
def test_mistakes_are_told_with_their_cure(report: Reported, tmp_path: Path, args: list[str], fault: str) -> None:
    """Exit code 2, and no file."""
    result = CliRunner().invoke(
        cli, ["--lang", "en", "report", str(tmp_path / "r.html"), "--db", str(report.db), *args]
    )
    assert (result.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert fault in result.stderr


def test_the_file_is_the_same_whatever_the_locale(report: Reported, tmp_path: Path) -> None:
    """Byte for byte, from a process whose locale knows no Chinese and whose default encoding is not UTF-8."""
    env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    env["PYTHONIOENCODING"] = "gbk"
    file = tmp_path / "report.html"
    command = [sys.executable, "-m", "graphgov", "--lang", "zh", "report", str(file), "--db", str(report.db)]
    done = subprocess.run([*command, "--as-of", str(town.DAY)], env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert file.read_bytes() == report.file.read_bytes()


def test_the_policy_of_the_page_allows_its_own_script_and_style_alone(report: Reported) -> None:
    """Everything else is forbidden, and there is no handler, style or address of another place in the markup."""
    text = report.file.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    allowed = policy[1].replace("&#39;", "'")
    assert re.fullmatch(
        r"default-src 'none'; script-src 'sha256-[\w+/=]{44}'; style-src 'sha256-[\w+/=]{44}'; "
        r"base-uri 'none'; form-action 'none'",
        allowed,
    )
    markup = re.sub(r"<(script|style)[ >].*?</\1>", "", text, flags=re.DOTALL)
    assert not re.findall(r"<[^>]*\s(on\w+|style|src|srcset|action)=", markup)
    assert all(href.startswith("#") for href in re.findall(r'href="([^"]*)"', markup))


CELLS = st.one_of(
    st.none(), st.integers(0, 10**9), st.text(max_size=12),
    st.text("=+-@\t\r\n\"',;0123456789/＝－ 中é", max_size=16),
)  # fmt: skip


def test_the_script_writes_csv_as_python_does(browser: Browser) -> None:
    """Byte for byte, whatever the cells: formulas, codes, dates, quotes, line ends, nothing, numbers."""
    with visiting(browser) as visit:
        visit.page.add_script_tag(content=asset("app/csv.js"))

        @given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=60))
        def same(rows: list[tuple[str | int | None, ...]]) -> None:
            told = visit.page.evaluate("rows => asCsv(rows)", [["a", "b", "c"], *map(list, rows)])
            assert told.encode() == as_csv(Sheet((Column("a"), Column("b"), Column("c")), tuple(rows)))

        same()
