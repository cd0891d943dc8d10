"""The command template: an empty ledger to be filled in."""

from __future__ import annotations

from pathlib import Path

import click

from graphgov import words
from graphgov.cli.options import language
from graphgov.cli.program import Command
from graphgov.errors import BadInput


@click.command("template", cls=Command, text="template", examples=["graphgov --lang zh template 空白台账.xlsx"])
@click.argument("path", metavar="FILE.xlsx", type=click.Path(path_type=Path))
@language
def template_(path: Path) -> None:
    """Write an empty ledger; never over a file that is there, which may have been filled in."""
    from graphgov.files.form import write_form
    from graphgov.ledger.template import template

    if path.suffix.lower() != ".xlsx":
        raise BadInput("template_suffix", path=path)
    if path.exists():
        raise BadInput("template_exists", path=path)
    write_form(path, template())
    click.echo(words.say("message", "written", path=path))


COMMANDS: tuple[click.Command, ...] = (template_,)
