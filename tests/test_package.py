import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = {"duckdb", "networkx", "numpy", "pyarrow"}


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The finished command; fails the test, with all that it wrote, unless it ended well."""
    # No variable of ours (PYTHONPATH, GRAPHGOV_LANG ...) may help or hinder.
    clean = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(cwd)}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built with what is installed already: no network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment of its own, outside the checkout, with the wheel and the dependencies of this one."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder)
    python = folder / "bin" / "python"
    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps", wheel, cwd=folder)
    # A .pth file found by way of another is not read, so dependencies are found and the editable install is not.
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    places = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (site / "dependencies.pth").write_text("\n".join(places), encoding="utf-8")
    return folder


def data_files(folder: Path, at: str) -> set[str]:
    """Every file under a folder of the checkout but compiled ones, named as the wheel must name it."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {f"{at}/{path.as_posix()}" for path in found if "__pycache__" not in path.parts}


def test_wheel_carries_everything(wheel: Path) -> None:
    """No file of the package or of cypher/ is forgotten, and nothing else is shipped but the metadata."""
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == data_files(ROOT / "graphgov", "graphgov") | data_files(ROOT / "cypher", "graphgov/cypher")


def test_wheel_carries_data(wheel: Path) -> None:
    """Policy, catalogue, grammar, queries, sample and licence are in the wheel."""
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    expected = {"policy.toml", "words.toml", "query/grammar.lark", "cypher/README.md"}
    assert {f"graphgov/{name}" for name in expected} <= set(names)
    assert any(name.startswith("graphgov/sample/") and name.endswith(".csv") for name in names)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_installed_wheel_stands_alone(installed: Path) -> None:
    """What runs in the clean environment is the wheel's code, not the checkout's."""
    python = installed / "bin" / "python"
    place = run(python, "-c", "import graphgov; print(graphgov.__file__)", cwd=installed).stdout.strip()
    assert Path(place).is_relative_to(installed)
    assert "blind-spots" in run(installed / "bin" / "graphgov", "--help", cwd=installed).stdout


def test_installed_wheel_runs_the_demo(installed: Path) -> None:
    """The sample, the policy and the store work from the wheel alone, away from the checkout."""
    demo = run(installed / "bin" / "graphgov", "demo", "--db", installed / "demo.duckdb", cwd=installed)
    assert "虹山中路社区" in demo.stdout


def test_help_is_light(tmp_path: Path) -> None:
    """`graphgov --help` loads none of the heavy libraries."""
    script = "from graphgov.cli import main; main()"
    done = run(sys.executable, "-X", "importtime", "-c", script, "--help", cwd=tmp_path)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert "click" in loaded
    assert loaded & HEAVY == set()
