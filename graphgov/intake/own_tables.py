"""Import of graphgov's own tables: a folder or zip of CSV or Parquet files, one file a kind.

Every problem is found before anything is written; the record and the graph change in one transaction or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from graphgov import engine
from graphgov.errors import Problem, nearest
from graphgov.files import tables
from graphgov.intake import rows
from graphgov.intake.circles import circles
from graphgov.intake.staging import Origins, Staging
from graphgov.intake.undo import mend
from graphgov.intake.writing import changes, refuse
from graphgov.schema import SCHEMA, Schema
from graphgov.store import Counters, Import, Imports, Progress, Session, Store


@dataclass(frozen=True)
class Options:
    """How an import is to be taken: who says it, for which day, may ties wait for a missing end; by hand why."""

    source: str = ""
    stated_on: date | None = None
    allow_dangling: bool = False
    measures: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Receipt:
    """What an import did: its number (None: nothing was new), statements added by kind, ties that wait for an end."""

    number: int | None
    source: str
    stated_on: date
    said: Mapping[str, int] = field(default_factory=dict)
    waiting: int = 0


def import_tables(
    store: Store,
    path: Path,
    options: Options = Options(),
    progress: Progress = lambda stage, done, of: None,
    schema: Schema = SCHEMA,
) -> Receipt:
    """Import the tables in a folder or zip.

    `options.source` defaults to the folder's or zip's name, `options.stated_on` to today.  Importing the same
    again changes nothing.  Raises BadTables with every problem (file, row, column, value, cure), BadInput when
    the path holds no tables, StoreError when the store cannot be used; then nothing was written.
    """
    whole = path.resolve()
    source = options.source or (whole.name if whole.is_dir() else whole.stem)
    files = tables.files_in(path)
    found, problems = _read(files, schema, progress)
    named = tuple((file.name, file.digest) for file in files)
    return take_in(store, Given(source, named, found, problems), options, progress, schema)


@dataclass(frozen=True)
class Given:
    """What is to be imported: who says it, from which files (name, digest), the tables by kind, problems found already.

    `origins` says of every row from which file and row it comes, where that is not the table's own.
    """

    source: str
    files: tuple[tuple[str, str], ...]
    tables: Mapping[str, tables.Table]
    problems: list[Problem] = field(default_factory=list)
    origins: Mapping[str, Origins] = field(default_factory=dict)


def take_in(
    store: Store, given: Given, options: Options, progress: Progress, schema: Schema = SCHEMA, dry: bool = False
) -> Receipt:
    """Import tables that are read already, in one transaction; as `import_tables`.

    `dry`: do everything but write; the receipt says what would have been done.
    """
    stated_on = options.stated_on or date.today()
    problems = list(given.problems)
    in_part = {Path(problem.file).stem for problem in problems}
    with store.writing() as session:
        mend(session, schema)
        counters = session.ask(Counters()).to_pylist()[0]
        entry = Import(
            counters["import"], given.source, stated_on, datetime.now().replace(microsecond=0), given.files,
            reason=options.reason,
        )  # fmt: skip
        if not problems and _said_before(session, entry):
            return Receipt(None, given.source, stated_on)
        staging = Staging(engine.scratch(), schema, session, entry, counters, given.origins)
        problems += rows.load(staging, given.tables, in_part, options, progress)
        refuse(problems, staging)
        batch, receipt = changes(staging, progress)
        if batch is None:
            return Receipt(None, given.source, stated_on)
        refuse(circles(staging, batch.elements), staging)
        if not dry:
            progress("write", 0, 1)
            session.write(batch)
            progress("write", 1, 1)
    return Receipt(entry.number, given.source, stated_on, receipt.said, receipt.waiting)


def _read(
    files: list[tables.File], schema: Schema, progress: Progress
) -> tuple[dict[str, tables.Table], list[Problem]]:
    found: dict[str, tables.Table] = {}
    problems: list[Problem] = []
    for done, file in enumerate(files):
        progress("read", done, len(files))
        if file.stem not in schema.kinds:
            fields = (("near", nearest(file.stem, list(schema.kinds))), ("known", ", ".join(schema.kinds)))
            problems.append(Problem(file.name, key="unknown_file", fields=fields))
            continue
        if file.stem in found:
            other = (("other", found[file.stem].file.name),)
            problems.append(Problem(file.name, key="duplicate", fields=other))
            continue
        few = [prop.name for prop in schema.kinds[file.stem].properties if prop.values]
        table, wrong = tables.read(file, few)
        problems += wrong
        if table is not None:
            found[file.stem] = table
    progress("read", len(files), len(files))
    return found, problems


def _said_before(session: Session, entry: Import) -> bool:
    """Whether the last live import of this source said exactly this, file by file, for the same day."""
    files = "|".join(f"{name}={digest}" for name, digest in entry.files)
    live = [row for row in session.ask(Imports()).to_pylist() if row["source"] == entry.source and not row["undone"]]
    return bool(live) and (live[-1]["files"], live[-1]["stated_on"]) == (files, entry.stated_on)
