import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one option of our own, `--long`."""
    parser.addoption("--long", action="store_true", help="run slow repetitions in full")


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    """Whether slow repetitions (kills, thousands of random graphs) run in full."""
    return bool(request.config.getoption("--long"))
