"""The shipped sample: Kunming's divisions, the story's two communities, a fictional town; each a source of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

from graphgov.errors import BadOption
from graphgov.intake import Options, Receipt, import_tables
from graphgov.store import Imports, Progress, Store, is_there

NAME = "kunming"


@dataclass(frozen=True)
class Source:
    """A folder of the sample: its name, the day that it is stated for, and what it is, by language."""

    name: str
    stated_on: date
    note: dict[str, str]


def sources() -> tuple[Source, ...]:
    """The sources in the order of their import."""
    with _folder() as folder:
        listed = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))["source"]
    return tuple(Source(entry["name"], entry["stated_on"], entry["note"]) for entry in listed)


def source_name(source: Source) -> str:
    """The name under which a source of the sample is recorded, so that nobody takes it for a source of theirs."""
    return f"{NAME}/{source.name}"


def missing(store: Store) -> tuple[Source, ...]:
    """The sources of the sample that a store (which exists) does not hold for their day."""
    live = {(row["source"], row["stated_on"]) for row in store.ask(Imports()).to_pylist() if not row["undone"]}
    return tuple(source for source in sources() if (source_name(source), source.stated_on) not in live)


def others(store: Store) -> tuple[str, ...]:
    """The names of the live sources that a store (which exists) holds beside the sample."""
    own = {source_name(source) for source in sources()}
    live = {str(row["source"]) for row in store.ask(Imports()).to_pylist() if not row["undone"]}
    return tuple(sorted(live - own))


def import_sample(
    store: Store, measures: tuple[str, ...] = (), progress: Progress = lambda stage, done, of: None
) -> Iterator[Receipt]:
    """Import the sources one after the other; what is there already changes nothing."""
    with _folder() as folder:
        for source in sources():
            options = Options(source_name(source), source.stated_on, measures=measures)
            yield import_tables(store, folder / source.name, options, progress)


def import_missing(
    store: Store, measures: tuple[str, ...] = (), progress: Progress = lambda stage, done, of: None
) -> Iterator[Receipt]:
    """Import the sample into a store unless it is there; BadOption where the store holds other data."""
    if is_there(store):
        if not missing(store):
            return
        if found := others(store):
            raise BadOption("demo_elsewhere", path=store.address, sources=", ".join(found))
    yield from import_sample(store, measures, progress)


@contextmanager
def _folder() -> Iterator[Path]:
    with as_file(files("graphgov.sample") / NAME) as folder:
        yield folder
