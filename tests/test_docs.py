"""The docs say what the code does: every shell block runs, and the drift check, which lint runs, notices drift."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from examples import prepared

from graphgov.policy import read_policy

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "scripts"))

import docs_checks  # noqa: E402
import docs_queries  # noqa: E402

import docs  # noqa: E402

BLOCK = re.compile(r"(<!-- not run[^\n]*-->\n)?^```sh\n(.*?)^```", re.M | re.S)

def blocks(page: str) -> Iterator[str]:
    """The shell blocks of a page but those that say why they are not run."""
    for aside, block in BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
        if not aside:
            yield block


def to_run() -> dict[str, list[str]]:
    """The blocks of every page whose commands no page before it has."""
    found: dict[str, list[str]] = {}
    seen = set[str]()
    for page in (each.relative_to(ROOT).as_posix() for each in docs.pages()):
        # The reference of the commands shows the examples of their help, which `test_cli` runs one by one.
        for block in blocks(page) if page != "docs/cli.md" else ():
            commands = re.sub(r" +# .*", "", block)
            if commands not in seen:
                found.setdefault(page, []).append(block)
            seen.add(commands)
    return found


TO_RUN = to_run()


def bash(script: str, folder: Path) -> str:
    """What a script prints in a folder; fails the test unless it ends well."""
    env = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
    script = script.replace("scripts/demo", str(ROOT / "scripts" / "demo"))
    called = ["bash", "-euo", "pipefail", "-c", script]
    done = subprocess.run(called, cwd=folder, env=env, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, f"{script}\nended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the sample."""
    folder = tmp_path_factory.mktemp("sample")
    bash("graphgov demo", folder)
    return folder / "graphgov.duckdb"


@pytest.mark.parametrize("page", TO_RUN)
def test_shell_blocks_run(page: str, sample: Path, tmp_path: Path) -> None:
    """Whoever copies a block finds that it works: on the sample, or with the tables that the block itself makes."""
    for number, block in enumerate(TO_RUN[page]):
        folder = tmp_path / str(number)
        folder.mkdir()
        if "mkdir" not in block:
            shutil.copy(sample, folder / "graphgov.duckdb")
            prepared(folder)
        bash(block, folder)


def test_readme_finds_its_blind_spot(tmp_path: Path) -> None:
    """The README's own tables, the same in both languages, show the unit without an organization, not the other."""
    (own,) = {block for page in ("README.md", "README.zh.md") for block in blocks(page) if "mkdir" in block}
    bash(own, tmp_path)
    shown = bash("graphgov blind-spots --lang en", tmp_path)
    assert "示例贸易有限公司" in shown
    assert "示例物流有限公司" not in shown


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("is `coverd`", "nothing is called coverd; did you mean covered?"),
        ("with `--standrad`", "there is no option --standrad; did you mean --standard?"),
        ("`graphgov covrage`", "there is no command covrage; did you mean coverage?"),
        ("`graphgov coverage --asof 2020-06-30`", "there is no option --asof; did you mean --as-of?"),
        ("```sh\ngraphgov coverage --standard two_coverage\n```", "--standard knows no two_coverage; did you mean"),
        ("```sh\ngraphgov policy shwo\n```", "there is no command shwo; did you mean show?"),
        ("```cypher\n(u:Unit)-[:LOCATD_IN]->(:Place)\n```", "column 12: there is no edge kind LOCATD_IN"),
        ("`(u)-[:LOCATD_IN]->(p)`", "there is no edge kind LOCATD_IN; did you mean LOCATED_IN?"),
        ("a file `Units.csv`", "there is no kind for a file Units.csv; did you mean Unit?"),
        ("a property `Unit.nmae`", "there is no property Unit.nmae"),
        ("see `docs/nowhere.md`", "there is no file docs/nowhere.md"),
        ("[there](nowhere.md)", "the link nowhere.md leads nowhere"),
        ("[there](README.md#nowhere)", "the link README.md#nowhere leads to no heading"),
    ],
)
def test_faults_of_hand_are_noticed(text: str, fault: str) -> None:
    """Each sort of thing that can be wrong in a text written by hand is named."""
    (found,) = docs_checks.faults(ROOT / "docs" / "README.md", text + "\n", ROOT)
    assert fault in found


def test_missing_definitions_are_noticed() -> None:
    """A state, row or dimension that the page on coverage does not name is drift."""
    page = ROOT / "docs" / "coverage.md"
    text = page.read_text(encoding="utf-8").replace("`uncovered_linked`", "uncovered and linked")
    assert "does not say what `uncovered_linked` is" in set(docs_checks.faults(page, text, ROOT))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<!-- generated: a -->\nold\n<!-- end: a -->\n", "the block a has drifted"),
        ("<!-- generated: a -->\nnew\nmore\n<!-- end: a -->\n", "the block a has drifted"),
        ("<!-- generated: b -->\nnew\n<!-- end: b -->\n", "there is no generated block b"),
        ("<!-- generated: a -->\nnew\n", "a generated block is not closed"),
    ],
)
def test_drifted_blocks_are_noticed(text: str, fault: str) -> None:
    """A block that is not as the code has it, that nothing makes, or that is torn, is named."""
    (found,) = docs.drifted(text, {"a": lambda: "new"})
    assert found.startswith(fault)


def test_what_is_written_has_not_drifted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The check exits 1 and names the page; writing mends it; a page that the index does not lead to stays a fault."""
    decisions = tmp_path / "docs" / "decisions"
    decisions.mkdir(parents=True)
    (decisions / "0001-first.md").write_text("# 1. First\n", encoding="utf-8")
    index = "# Index\n\n<!-- generated: decisions -->\n<!-- end: decisions -->\n"
    (tmp_path / "docs" / "README.md").write_text(index, encoding="utf-8")
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    monkeypatch.setattr(docs, "all_blocks", lambda: {"decisions": docs.decisions})
    monkeypatch.setattr(sys, "argv", ["docs.py", "--check"])
    assert docs.main() == 1
    assert "docs/README.md: the block decisions has drifted" in capsys.readouterr().err
    monkeypatch.setattr(sys, "argv", ["docs.py"])
    assert docs.main() == 0
    monkeypatch.setattr(sys, "argv", ["docs.py", "--check"])
    assert (docs.main(), capsys.readouterr().err) == (0, "")
    (decisions / "0002-second.md").write_text("# 3. Second\n", encoding="utf-8")
    docs.write()
    assert docs.main() == 1
    assert "docs/decisions/0002-second.md: its heading has another number" in capsys.readouterr().err


def test_queries_that_are_not_the_policys_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A policy that has changed, a file changed by hand, one too many and one too few are named; writing mends all."""
    folder = Path(shutil.copytree(ROOT / "cypher", tmp_path / "cypher"))
    assert list(docs_queries.faults(folder)) == []
    by_hand, idle, lost = (folder / "rules" / f"{name}.cypher" for name in ("joint", "idle", "paired"))
    by_hand.write_text(by_hand.read_text("utf-8").replace("'joint'", "'single'"), encoding="utf-8")
    idle.write_text("// mine\n", encoding="utf-8")
    lost.unlink()
    changed = tmp_path / "policy.toml"
    shipped = (ROOT / "graphgov" / "policy.toml").read_text("utf-8")
    changed.write_text(shipped.replace("u.employees >= 50)", "u.employees >= 51)"), encoding="utf-8")
    monkeypatch.setattr(docs_queries, "read_policy", lambda: read_policy(changed))
    assert [fault.partition(" ")[0] for fault in docs_queries.faults(folder)] == [
        "denominators/staff_50.cypher", "rules/idle.cypher", "rules/joint.cypher", "rules/paired.cypher",
    ]  # fmt: skip
    assert len(list(docs_queries.write(folder))) == 4
    assert list(docs_queries.faults(folder)) == [] and not idle.exists()
    assert (folder / "linkages" / "breadth.cypher").exists()
