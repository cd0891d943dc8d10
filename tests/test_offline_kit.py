"""The kit for a PC without a network: what belongs to it on each system; with --long the whole of it, installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "scripts"))

import offline_kit  # noqa: E402


def made(folder: Path, name: str, *asks: str) -> None:
    """A wheel that asks for others."""
    with ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        lines = [f"Name: {name}", "Version: 1.0", *(f"Requires-Dist: {ask}" for ask in asks)]
        archive.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        (offline_kit.WINDOWS, {"app", "shell", "colours", "tables", "zones"}),
        (offline_kit.LINUX, {"app", "shell", "tables"}),
    ],
)
def test_what_a_system_needs(system: offline_kit.System, expected: set[str], tmp_path: Path) -> None:
    """What its wheels ask for there, whatever this machine is: with their extras, in circles, and nothing else."""
    index = {
        "shell": ('colours; platform_system == "Windows"',),
        "colours": ("shell[loud]",),
        "tables": ('zones; sys_platform == "win32"', 'charts; extra == "draw"'),
        "zones": (), "charts": (),
    }  # fmt: skip
    made(tmp_path, "app", "shell", 'tables; extra == "all"')

    def fetch(asked: Requirement) -> None:
        made(tmp_path, asked.name, *index[asked.name])

    offline_kit.complete(tmp_path, Requirement("app[all]"), system.markers, fetch)
    assert set(offline_kit.wheels(tmp_path)) == expected
    assert {line.partition("==")[0] for line in offline_kit.locked(tmp_path).splitlines()} == expected


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    """Nothing is written over."""
    (tmp_path / "own.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match="is not empty"):
        offline_kit.kit(tmp_path, offline_kit.PYTHON)
    assert [path.name for path in tmp_path.iterdir()] == ["own.txt"]


def test_the_scripts_of_the_kit() -> None:
    """A batch file is of plain signs, which every code page shows; both install with digests and without a network."""
    for system in offline_kit.SYSTEMS:
        _, text = system.installer
        assert text.isascii() and "--no-index" in text and "--require-hashes" in text and f"{system.name}.txt" in text


def test_the_whole_kit(long: bool, tmp_path: Path) -> None:
    """Built for this Python; its part for Linux installs without an index and runs; that for Windows lacks nothing.

    It takes some minutes and a network: with --long.
    """
    if not long:
        return
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    folder = tmp_path / "kit"
    offline_kit.kit(folder, python)
    here = Path(sys.base_prefix) / "bin"
    env = {"PATH": f"{here}:{os.environ['PATH']}", "HOME": str(tmp_path), "LANG": "C.UTF-8", "PIP_NO_INDEX": "1"}
    subprocess.run(["sh", str(folder / "install.sh")], check=True, env=env)
    program = folder / "graphgov" / "bin" / "graphgov"
    done = subprocess.run([program, "demo"], check=True, env=env, cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert "blind" in done.stdout

    def nothing(asked: Requirement) -> None:
        raise AssertionError(f"{asked} is missing")

    asked = offline_kit.asked_of(offline_kit.WINDOWS, python)
    offline_kit.complete(folder / "wheels" / "windows", offline_kit.WHOLE, asked, nothing)
