"""What is written about Python runs: the tutorial notebook, cell by cell, and every block of the page."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

DOCS = Path(__file__).resolve().parents[1] / "docs"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.M | re.S)


def test_tutorial_runs(tmp_path: Path) -> None:
    """Every cell runs in a folder of its own and shows something; what is shipped holds no output of anybody's run."""
    notebook = nbformat.read(DOCS / "tutorial.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = ["".join(map(str, cell.outputs)) for cell in cells]
    assert all(shown[1:]), [cell.source for cell, text in zip(cells, shown, strict=True) if not text]
    assert not any(output.get("name") == "stderr" for cell in cells for output in cell.outputs)
    assert "虹山中路社区" in shown[1] and "<table>" in shown[1]
    assert (tmp_path / "graphgov-demo.duckdb").exists()


def test_python_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The blocks of docs/python.md run one after the other, as somebody would type them."""
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((DOCS / "python.md").read_text(encoding="utf-8"))
    assert len(blocks) == 6
    names: dict[str, object] = {}
    for number, block in enumerate(blocks):
        exec(compile(block, f"docs/python.md block {number}", "exec"), names)
    assert "虹山中路社区" in capsys.readouterr().out
