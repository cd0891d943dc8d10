"""A folder to be carried to a PC without a network: wheels for Windows and Linux, and what installs them.

Versions are those of this project's environment; what only another system needs is taken as its wheels ask for it.
pip asks the markers of requirements (``platform_system == "Windows"``) of the system that it runs on, whatever it
downloads for; so what belongs to a kit is worked out here, wheel by wheel.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.parser import HeaderParser
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "3.12"
WHOLE = Requirement("graphgov[all]")

Fetch = Callable[[Requirement], None]


@dataclass(frozen=True)
class System:
    """A sort of PC: what pip calls it, what markers ask about it, and what installs there."""

    name: str
    platforms: tuple[str, ...]
    markers: Mapping[str, str]
    installer: tuple[str, str]


WINDOWS = System(
    "windows", ("win_amd64",),
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
    ("install.bat", r"""@echo off
cd /d "%~dp0"
py -{python} -m venv graphgov || goto failed
set from=--no-index --find-links wheels\windows --require-hashes -r windows.txt
graphgov\Scripts\python -m pip install --quiet %from% || goto failed
> graphgov.bat echo @cmd /k "cd /d "%~dp0" ^& set PATH=%~dp0graphgov\Scripts;%%PATH%% ^& graphgov --help"
graphgov\Scripts\graphgov --version || goto failed
echo Done: open graphgov.bat
pause
exit /b 0
:failed
echo Python {python} (64 bit) has to be installed first: see README.txt
pause
exit /b 1
"""),
)  # fmt: skip

LINUX = System(
    "linux", (*(f"manylinux_2_{minor}_x86_64" for minor in range(28, 16, -1)), "manylinux2014_x86_64"),
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    ("install.sh", """#!/bin/sh
set -eu
cd "$(dirname "$0")"
python{python} -m venv graphgov
graphgov/bin/python -m pip install --quiet --no-index --find-links wheels/linux --require-hashes -r linux.txt
graphgov/bin/graphgov --version
echo "Done: graphgov/bin/graphgov"
"""),
)  # fmt: skip

SYSTEMS = (WINDOWS, LINUX)

README = """graphgov {version}

1. 先安装 Python {python}（64 位）。          Install Python {python} (64 bit) first.
2. Windows：双击 install.bat。               Windows: double-click install.bat.
   Linux：运行 sh install.sh。               Linux: run sh install.sh.
3. Windows：打开 graphgov.bat，输入 graphgov --lang zh demo。
   Windows: open graphgov.bat and type graphgov demo.

无需网络；文件的校验值见 windows.txt 和 linux.txt。
No network is needed; windows.txt and linux.txt hold the digests of all files.
"""


def asked_of(system: System, python: str) -> Mapping[str, str]:
    """What markers ask, and hear, on a system with a Python."""
    own = {"python_version": python, "python_full_version": f"{python}.0", "implementation_name": "cpython"}
    return {**system.markers, **own, "platform_python_implementation": "CPython"}


def wheels(folder: Path) -> dict[str, Path]:
    """The wheels in a folder by the names of what they install."""
    return {parse_wheel_filename(path.name)[0]: path for path in sorted(folder.glob("*.whl"))}


def needed(wheel: Path, extras: set[str], markers: Mapping[str, str]) -> Iterator[Requirement]:
    """What a wheel with some of its extras asks for on a system."""
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        told = HeaderParser().parsestr(archive.read(name).decode("utf-8"))
    for line in told.get_all("Requires-Dist", []):
        asked = Requirement(line)
        if asked.marker is None or any(asked.marker.evaluate({**markers, "extra": extra}) for extra in ("", *extras)):
            yield asked


def complete(folder: Path, whole: Requirement, markers: Mapping[str, str], fetch: Fetch) -> None:
    """Have all wheels in a folder that a requirement leads to on a system; `fetch` brings each one that is missing."""
    done: dict[str, set[str]] = {}
    waiting = [whole]
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        if name in done and asked.extras <= done[name]:
            continue
        if name not in wheels(folder):
            fetch(asked)
        done[name] = done.get(name, set()) | asked.extras
        waiting += needed(wheels(folder)[name], done[name], markers)


def pinned(asked: Requirement) -> str:
    """The version that this project is tested with; where it has none, what is asked."""
    try:
        return f"{asked.name}=={version(asked.name)}"
    except PackageNotFoundError:
        return f"{asked.name}{asked.specifier}"


def downloading(folder: Path, system: System, python: str) -> Fetch:
    """What brings a wheel for a system from the package index."""
    platforms = [f"--platform={platform}" for platform in system.platforms]

    def fetch(asked: Requirement) -> None:
        wanted = ["--only-binary=:all:", f"--python-version={python}", *platforms]
        pip("download", "--no-deps", *wanted, "--dest", str(folder), pinned(asked))

    return fetch


def pip(*arguments: str) -> None:
    """Run pip, quietly; ends with its words when it fails."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"graphgov: pip {arguments[0]} failed\n{done.stderr}")


def locked(folder: Path) -> str:
    """The wheels of a folder as pip's requirements, with their digests."""
    lines = []
    for name, path in wheels(folder).items():
        digest = sha256(path.read_bytes()).hexdigest()
        lines.append(f"{name}=={parse_wheel_filename(path.name)[1]} --hash=sha256:{digest}\n")
    return "".join(lines)


def kit(folder: Path, python: str) -> None:
    """Build the kit in a folder that is not there yet, or empty."""
    if folder.exists() and any(folder.iterdir()):
        sys.exit(f"graphgov: {folder} is not empty: name another folder")
    for system in SYSTEMS:
        place = folder / "wheels" / system.name
        place.mkdir(parents=True)
        pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(place), str(ROOT))
        complete(place, WHOLE, asked_of(system, python), downloading(place, system, python))
        (folder / f"{system.name}.txt").write_text(locked(place), encoding="ascii", newline="\n")
        name, text = system.installer
        newline = "\r\n" if name.endswith(".bat") else "\n"
        (folder / name).write_text(text.replace("{python}", python), encoding="ascii", newline=newline)
        print(f"{system.name}: {len(wheels(place))} wheels", flush=True)
    told = README.format(version=version("graphgov"), python=python)
    # Notepad of old Windows takes a text without a mark for GBK.
    (folder / "README.txt").write_text(told, encoding="utf-8-sig", newline="\r\n")


def main() -> None:
    """Build a kit as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", default=PYTHON, metavar="X.Y")
    told = parser.parse_args()
    kit(told.folder, told.python)


if __name__ == "__main__":
    main()
