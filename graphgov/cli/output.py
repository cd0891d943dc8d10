"""Answers and how they leave: as text on the terminal, as CSV or JSON, or into a file."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

import click

from graphgov import words
from graphgov.answers.model import Answer
from graphgov.cli.options import Options
from graphgov.errors import BadOption
from graphgov.files.whole import whole_file
from graphgov.files.writers import width

MOST_SHOWN = 50
"""Lists on a terminal end here unless --limit says otherwise; what is left out is counted.  Files hold everything."""


def limit_of(limit: int | None, options: Options) -> int | None:
    """How many rows are shown: as asked (0: all), else few for reading and all for programs and files."""
    if limit is not None:
        return limit or None
    return MOST_SHOWN if options.format == "table" and options.output is None else None


def deliver(answer: Answer, options: Options) -> None:
    """Print an answer in the format asked for, or write it to the file asked for."""
    terminal = sys.stdout.isatty() and options.output is None
    room = shutil.get_terminal_size().columns if terminal else None
    match options.format:
        case "xlsx":
            _write_workbook(answer, options)
            return
        case "csv":
            content: str | bytes = answer.csv()
        case "json":
            # As bytes, because what reads it expects UTF-8 whatever the console speaks.
            content = answer.json() if terminal else answer.json().encode("utf-8", "replace")
        case _:
            content = answer.text(room)
    if options.output is not None:
        _write(content, options)
    else:
        _print(content)


def _print(content: str | bytes) -> None:
    if isinstance(content, bytes) and sys.stdout.isatty():
        content = content.decode("utf-8-sig").replace("\r\n", "\n")
    click.echo(content, nl=False)


def _write(content: str | bytes, options: Options) -> None:
    path = options.output
    assert path is not None
    with whole_file(path) as draft:
        draft.write_bytes(content.encode("utf-8", "replace") if isinstance(content, str) else content)
    click.echo(words.say("message", "written", path=path), err=True)


def _write_workbook(answer: Answer, options: Options) -> None:
    from graphgov.files.workbook import Page, tab_name, write_workbook

    if options.output is None:
        raise BadOption("output_needed", format=options.format)
    pages: list[Page] = []
    for sheet in answer.workbook():
        pages.append(Page(tab_name(sheet.title or "graphgov", [page.name for page in pages]), sheet))
    write_workbook(options.output, pages, pages[0].sheet.title)
    click.echo(words.say("message", "written", path=options.output), err=True)


class Bar:
    """A bar on the error stream that says how far the work is; nothing when that is no terminal."""

    WIDTH = 24

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.drawn = 0

    def __call__(self, stage: str, done: int, of: int) -> None:
        """Draw how many are done of a stage."""
        filled = self.WIDTH * done // max(of, 1)
        bar = "#" * filled + "." * (self.WIDTH - filled)
        self._draw(f"{words.word('message', 'stage_' + stage)} [{bar}] {done}/{of}")

    def clear(self) -> None:
        """Take the bar away."""
        self._draw("")

    def __enter__(self) -> Bar:
        """A bar for a block, taken away at its end, however that ends."""
        return self

    def __exit__(self, *ended: object) -> None:
        self.clear()

    def _draw(self, text: str) -> None:
        if self.stream.isatty():
            # Blanks, because not every Windows console knows the sequence that clears a line.
            blank = " " * max(self.drawn - width(text), 0)
            self.stream.write(f"\r{text}{blank}" if text else f"\r{blank}\r")
            self.stream.flush()
            self.drawn = width(text)
