"""Queries generated from the policy, on the embedded file: they give what graphgov's own commands give."""

from __future__ import annotations

from datetime import date

import pytest
import town
from cases.tables import write_tables
from test_restated import DAYS, NEWS, SHIPPED, compare

from graphgov.intake import Options, import_tables
from graphgov.schema import SCHEMA
from graphgov.store import EmbeddedStore


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """The town as two sources state it, the second of which changes much, in a file."""
    folder = tmp_path_factory.mktemp("town")
    found = EmbeddedStore(folder / "town.duckdb", SCHEMA)
    import_tables(found, write_tables(folder / "paper", town.tables()), Options("paper", date(2019, 1, 1)))
    import_tables(found, write_tables(folder / "news", NEWS), Options("news", date(2020, 10, 1)))
    return found


@pytest.mark.parametrize("day", DAYS)
def test_the_town(day: date, store: EmbeddedStore, long: bool) -> None:
    """The rows of the commands, which are checked on paper; with --long of every query, else of the quick."""
    groups = ("denominators", "gaps", "rules", "views")
    names = [name for name in SHIPPED if long or name.split("/")[0] in groups]
    had = compare(store, store.read(), day, names)  # type: ignore[arg-type]
    assert len(had) > len(names) / 4
