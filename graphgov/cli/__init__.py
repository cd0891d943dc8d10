"""The command line: every command parses, asks one function, prints.

Nothing heavy (duckdb, numpy, networkx, pyarrow) is loaded before a command runs, so that ``--help`` is quick.
"""

from __future__ import annotations

import click

from graphgov.cli import (
    asking,
    changes,
    copying,
    correcting,
    database,
    demo,
    exporting,
    forms,
    importing,
    networks,
    policies,
    rates,
    report,
    resolving,
    serve,
    subjects,
)
from graphgov.cli.options import language, option
from graphgov.cli.program import Program


def _version(ctx: click.Context, param: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        click.echo(f"graphgov {version('graphgov')}")
        ctx.exit()


@click.group("graphgov", cls=Program, text="graphgov", examples=["graphgov demo", "graphgov blind-spots --help"])
@option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version)
@language
def cli() -> None:
    """All commands."""


for module in (
    database,
    forms,
    importing,
    correcting,
    resolving,
    copying,
    rates,
    subjects,
    changes,
    networks,
    asking,
    exporting,
    report,
    policies,
    serve,
    demo,
):
    for command in module.COMMANDS:
        cli.add_command(command)


def main() -> None:
    """Run the command line and leave with its exit code."""
    cli(prog_name="graphgov")


__all__ = ["cli", "main"]
