from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from shutil import which

import pytest
from browser import OFFLINE
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright
from stores import MAKERS, Intake

from graphgov import sample, words
from graphgov.policy import read_policy
from graphgov.store import Store, open_store

# However busy the machine is, no test fails for being slow.
for name, examples in (("normal", 40), ("long", 400)):
    settings.register_profile(
        name, max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
settings.load_profile("normal")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one option of our own, `--long`."""
    parser.addoption("--long", action="store_true", help="run slow repetitions in full")


def pytest_configure(config: pytest.Config) -> None:
    """Many more examples with `--long`."""
    if config.getoption("--long"):
        settings.load_profile("long")


@pytest.fixture(autouse=True)
def _nobody_has_spoken() -> Iterator[None]:
    """A command that is told a language sets it for its process: each test begins as a process does."""
    words._chosen.clear()
    yield
    words._chosen.clear()


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    """Whether slow repetitions (kills, thousands of random graphs) run in full."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(params=MAKERS)
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Makes empty stores, of every sort that there is."""
    numbers = count()

    def make() -> Store:
        folder = tmp_path / f"store-{next(numbers)}"
        folder.mkdir()
        return MAKERS[request.param](folder)

    return make


@pytest.fixture
def store(new_store: Callable[[], Store]) -> Store:
    """An empty store."""
    return new_store()


@pytest.fixture
def intake(store: Store, tmp_path: Path) -> Intake:
    """Imports into the store."""
    return Intake(store, tmp_path / "imports")


@pytest.fixture(scope="session")
def kunming(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample in a database, which tests only read."""
    db = tmp_path_factory.mktemp("kunming") / "kunming.duckdb"
    measures = tuple(measure.name for measure in read_policy().measures)
    assert all(receipt.number for receipt in sample.import_sample(open_store(db), measures))
    return db


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window.  `scripts/test` installs it; that it is missing is a failure."""
    path = which("chromium")
    assert path is not None, "no chromium: scripts/test installs it"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(OFFLINE))
        yield chromium
        chromium.close()
